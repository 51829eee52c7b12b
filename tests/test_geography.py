"""The administrative units: how many, how they are found, what became of them, where their pages are."""

import csv
import importlib.util
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.geography import (
    MERGER,
    Unit,
    address_of,
    gazetteer,
    unit_at,
    unit_on,
    units_of,
)
from pipeline.geography.addresses import KINDS, kind_of
from pipeline.spelling import spellings

SHARED = Path(__file__).parents[2] / "shared" / "geography"
DATA = Path("pipeline/geography/data")
LAST_DAY = date(2025, 6, 30)
UNITS = tuple(gazetteer().units.values())
OLD = [unit for unit in UNITS if unit.until == MERGER]
ENDED = [unit for unit in UNITS if unit.until and unit.until < MERGER]
NEW = [unit for unit in UNITS if unit.stands]


def found(text: str, day: date | None = None) -> list[str]:
    return [unit.id for unit in gazetteer().find(text, day)]


def unit(unit_id: str) -> Unit:
    return gazetteer().units[unit_id]


def names(units) -> list[str]:
    return [unit.name for unit in units]


def lost(written) -> list[tuple[str, str]]:
    """The units that are not among those that their name, written so, finds."""
    asked = ((unit, written(unit)) for unit in UNITS)
    return [(u.id, text) for u, text in asked if text and u.id not in found(text)]


def test_there_are_as_many_units_as_resolutions_name():
    assert len(OLD) + len(NEW) == 14_149
    assert Counter(u.level for u in OLD) == {"province": 63, "district": 696, "commune": 10_035}
    assert Counter(u.level for u in NEW) == {"province": 34, "commune": 3_321}
    assert Counter(u.level for u in ENDED) == {"district": 22}
    assert {len(units) for units in (UNITS, gazetteer().units)} == {14_171}


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (date(2025, 7, 1), {"Phường": 687, "Xã": 2621, "Đặc khu": 13}),
        (date(2026, 4, 29), {"Phường": 687, "Xã": 2621, "Đặc khu": 13}),
        (date(2026, 4, 30), {"Phường": 697, "Xã": 2611, "Đặc khu": 13}),
        (None, {"Phường": 709, "Xã": 2599, "Đặc khu": 13}),
    ],
)
def test_kinds_are_as_they_were_on_the_day(day, kinds):
    called = (u.name_on(day) for u in NEW if u.level == "commune")
    assert (
        Counter(next(kind for kind in kinds if name.startswith(kind)) for name in called) == kinds
    )


def test_every_name_begins_with_a_kind_of_its_level():
    kinds = {
        "province": {"Tỉnh", "Thành phố"},
        "district": {"Huyện", "Quận", "Thị xã", "Thành phố"},
        "commune": {"Xã", "Phường", "Thị trấn", "Đặc khu"},
    }
    assert [u.name for u in UNITS if u.kind not in kinds[u.level] or not u.bare] == []


def test_every_unit_is_found_by_its_id_and_by_its_code():
    assert [u.id for u in UNITS if gazetteer().unit(u.id) is not u] == []
    assert [u.id for u in UNITS if found(u.id) != [u.id] and u.id != u.code] == []
    assert [u.id for u in UNITS if u.id not in found(u.code)] == []
    for era, units in (("before", OLD), ("since", NEW)):
        assert [u.id for u in units if gazetteer().with_code(u.code, era) is not u] == []
    assert [u.id for u in ENDED if gazetteer().with_code(u.id, "before") is not u] == []


WAYS = {
    "name": lambda u: u.name,
    "name and units above": lambda u: gazetteer().full_name(u),
    "bare name": lambda u: "" if u.bare.isdigit() else u.bare,  # "12" is the code of Lai Châu
    "without accents": lambda u: " ".join(spellings(u.name)[1]),
    "NFD": lambda u: unicodedata.normalize("NFD", u.name),
    "capitals": lambda u: gazetteer().full_name(u).upper(),
    "hyphens": lambda u: u.name.replace(" ", "-").lower(),
    "new tone placement": lambda u: retoned(u.name),
    "dashes": lambda u: gazetteer().full_name(u).replace(", ", " - "),
    "slashes, from the province down": lambda u: "/".join(
        reversed(gazetteer().full_name(u).split(", "))
    ),
    "brackets": lambda u: f"{u.name} ({gazetteer().province(u).bare})" if u.parent else "",
}


def retoned(name: str) -> str:
    """Hoà for Hòa, Thuỷ for Thủy: the style that textbooks use."""
    apart = unicodedata.normalize("NFD", name)
    for tone in "\u0300\u0301\u0303\u0309\u0323":
        for first, second in ("oa", "oe", "uy"):
            apart = apart.replace(f"{first}{tone}{second} ", f"{first}{second}{tone} ")
            if apart.endswith(f"{first}{tone}{second}"):
                apart = f"{apart[:-3]}{first}{second}{tone}"
    return unicodedata.normalize("NFC", apart)


@pytest.mark.parametrize("way", WAYS)
def test_every_unit_is_found_however_its_name_is_written(way):
    assert lost(WAYS[way]) == []


def test_tones_are_set_anew_in_names_that_have_them():
    assert retoned("Xã Hòa Thủy") == "Xã Hoà Thuỷ"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tp Phủ Lý", "Thành phố Phủ Lý, Tỉnh Hà Nam"),
        ("TP.Phủ Lý", "Thành phố Phủ Lý, Tỉnh Hà Nam"),
        ("T.P. Phủ Lý", "Thành phố Phủ Lý, Tỉnh Hà Nam"),
        ("Q1", "Quận 1, Thành phố Hồ Chí Minh"),
        ("Q.1", "Quận 1, Thành phố Hồ Chí Minh"),
        ("q 01", "Quận 1, Thành phố Hồ Chí Minh"),
        ("Q1, TP.HCM", "Quận 1, Thành phố Hồ Chí Minh"),
        ("P5, Q8, TPHCM", "Phường 5, Quận 8, Thành phố Hồ Chí Minh"),
        ("Phường 05, quận 8", "Phường 5, Quận 8, Thành phố Hồ Chí Minh"),
        ("P. Lê Chân", "Phường Lê Chân, Thành phố Hải Phòng"),
        ("TT. Vĩnh Trụ", "Thị trấn Vĩnh Trụ, Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("TX. Duy Tiên", "Thị xã Duy Tiên, Tỉnh Hà Nam"),
        ("H. Lý Nhân", "Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("huyện Lý Nhân tỉnh Hà Nam", "Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("xã Hợp Lý (Lý Nhân)", "Xã Hợp Lý, Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("xã Hợp Lý, Ninh Bình", "Xã Hợp Lý, Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("Hà Nam, huyện Lý Nhân", "Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("ha-nam/huyen-ly-nhan", "Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("Huyện Quì Châu", "Huyện Quỳ Châu, Tỉnh Nghệ An"),
        ("huyện Mĩ Đức", "Huyện Mỹ Đức, Thành phố Hà Nội"),
        ("huyện Lí Nhân", "Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("thành phố Qui Nhơn", "Thành phố Quy Nhơn, Tỉnh Bình Định"),
        ("tỉnh Vũng Tàu", "Tỉnh Bà Rịa - Vũng Tàu"),
        ("BR-VT", "Tỉnh Bà Rịa - Vũng Tàu"),
        ("Bà Rịa Vũng Tàu", "Tỉnh Bà Rịa - Vũng Tàu"),
        ("Bắc Cạn", "Tỉnh Bắc Kạn"),
        ("tỉnh KonTum", "Tỉnh Kon Tum"),
        ("huyện Ia H’Drai", "Huyện Ia H'Drai, Tỉnh Kon Tum"),
        ("Huyện Quan Sơn", "Huyện Quan Sơn, Tỉnh Thanh Hóa"),
        ("đk Phú Quốc", "Đặc khu Phú Quốc, Tỉnh An Giang"),
        ("UBND huyện Lý Nhân", "Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("uy ban nhan dan huyen ly nhan", "Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("UBND xã Hợp Lý, UBND huyện Lý Nhân", "Xã Hợp Lý, Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("Huyện ủy Lý Nhân", "Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("Thành uỷ Phủ Lý", "Thành phố Phủ Lý, Tỉnh Hà Nam"),
        ("Đảng ủy phường Lê Chân", "Phường Lê Chân, Thành phố Hải Phòng"),
        ("Ly Nhan Ha Nam", "Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("Hà Nam Lý Nhân", "Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("Hợp Lý Lý Nhân Hà Nam", "Xã Hợp Lý, Huyện Lý Nhân, Tỉnh Hà Nam"),
        ("huyện Thủy Nguyên", "Thành phố Thủy Nguyên, Thành phố Hải Phòng"),
        ("huyện Đông Triều", "Thành phố Đông Triều, Tỉnh Quảng Ninh"),
        ("huyện Tĩnh Gia", "Thị xã Nghi Sơn, Tỉnh Thanh Hóa"),
        ("Quận 2", "Quận 2, Thành phố Hồ Chí Minh"),
        ("huyện Yên Dũng", "Huyện Yên Dũng, Tỉnh Bắc Giang"),
        ("thị xã Cửa Lò, Nghệ An", "Thị xã Cửa Lò, Tỉnh Nghệ An"),
    ],
)
def test_what_people_write_means_one_unit(text, name):
    assert [gazetteer().full_name(u) for u in gazetteer().find(text)] == [name]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("TP.HCM", ["79@2025", "79"]),
        ("Hồ Chí Minh", ["79@2025", "79"]),
        ("Sài Gòn", ["79@2025", "26740@2025", "79"]),
        ("Huế", ["46@2025", "46", "474-2024"]),
        ("Thừa Thiên Huế", ["46@2025", "46"]),
        ("Thừa Thiên - Huế", ["46@2025", "46"]),
        ("tỉnh Thừa Thiên Huế", ["46@2025", "46"]),
        ("TT-Huế", ["46@2025", "46"]),
        ("Đắc Lắc", ["66@2025", "66"]),
        ("Đăk Lăk", ["66@2025", "66"]),
        ("Dak Lak", ["66@2025", "66"]),
        ("Daklak", ["66@2025", "66"]),
        ("Đắc Nông", ["67"]),
        ("ha noi", ["01@2025", "01"]),
        ("Lý Nhân", ["13573@2025", "353"]),
        ("Đakrông", ["19564@2025", "467", "19564"]),
        ("Krông Ana", ["24538@2025", "655"]),
        ("Mù Cang Chải", ["04456@2025", "137", "04456"]),
        ("769", ["769", "769-2020"]),
        ("huyện Hoa Lư", ["374-2024"]),
        ("lynhan", ["13573@2025", "353"]),
    ],
)
def test_a_name_of_several_finds_them_all_todays_first(text, ids):
    assert found(text) == ids


@pytest.mark.parametrize(
    "text",
    ["Hóa Bình", "tỉnh Hoà Bính", "quận Lý Nhân", "Huyện", "TP", "", " , ", "Lý Nhâm", "Quận 99"],
)
def test_what_is_no_name_finds_nothing(text):
    assert found(text) == []


def test_accents_that_are_all_right_go_before_accents_left_out():
    assert "Xã Thạnh Hóa" not in names(gazetteer().find("Thanh Hóa"))
    assert "Xã Thạnh Hóa" in names(gazetteer().find("Thanh Hoa"))


def test_a_name_as_long_without_spaces_is_another_where_words_are_parted():
    assert names(gazetteer().find("xã Cát Hanh")) == ["Xã Cát Hanh"]


def test_a_renamed_unit_is_found_under_both_names():
    renamed = ["26326@2025"]
    assert found("Xã Dầu Giây") == found("Phường Dầu Giây") == renamed
    assert unit("26326@2025").name_on(date(2026, 4, 29)) == "Xã Dầu Giây"
    assert unit("26326@2025").name_on(date(2026, 4, 30)) == "Phường Dầu Giây"
    assert found("Tỉnh Đồng Nai", MERGER) == found("Thành phố Đồng Nai", MERGER) == ["75@2025"]


def test_names_of_before_follow_each_other_up_to_the_last():
    with (DATA / "amendments.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    assert len([row for row in rows if row["era"] == "before"]) == 49
    for changed in (unit for unit in UNITS if unit.former_names):
        days, former = zip(*changed.former_names, strict=True)
        assert list(days) == sorted(set(days))
        assert all(one != other for one, other in pairwise((*former, changed.name)))
        assert changed.stands == (days[0] > MERGER)
    for row in rows:
        told = gazetteer().with_code(row["code"], row["era"])
        day = date.fromisoformat(row["from"])
        assert (told.name_on(day - timedelta(1)), told.name_on(day)) == (row["former"], row["name"])
        assert re.fullmatch(
            r"\d+(/20\d\d)?/(NQ-UBTV)?QH1\d|UBTVQH15, 2024-11-14", row["resolution"]
        )


@pytest.mark.parametrize(
    ("unit_id", "day", "name"),
    [
        ("311", date(2024, 12, 31), "Huyện Thủy Nguyên"),
        ("311", date(2025, 1, 1), "Thành phố Thủy Nguyên"),
        ("754", date(2018, 1, 1), "Huyện Tân Thành"),
        ("754", date(2024, 1, 1), "Thị xã Phú Mỹ"),
        ("172", date(2015, 1, 1), "Huyện Phổ Yên"),
        ("172", None, "Thành phố Phổ Yên"),
    ],
)
def test_a_district_was_called_otherwise_before(unit_id, day, name):
    assert unit(unit_id).name_on(day) == name


def test_a_district_that_ended_sooner_leads_to_what_it_went_into():
    known = gazetteer()
    quan_2 = unit("769-2020")
    assert names(known.went_into(quan_2)) == ["Thành phố Thủ Đức"]
    assert known.successors(quan_2) == known.successors(unit("769"))
    assert names(known.went_into(unit("474-2024"))) == ["Quận Thuận Hóa", "Quận Phú Xuân"]
    assert known.went_into(unit("769")) == known.went_into(unit("353")) == ()
    assert found("Quận 2", date(2020, 12, 31)) == ["769-2020"]
    assert found("Quận 2", date(2021, 1, 1)) == []
    for ended in ENDED:
        assert all(u.until == MERGER and u.parent == ended.parent for u in known.went_into(ended))


def test_a_day_leaves_those_that_stood_on_it():
    assert found("Lý Nhân", LAST_DAY) == ["353"]
    assert found("Lý Nhân", MERGER) == ["13573@2025"]
    assert found("01", LAST_DAY) == ["01"]


def test_a_search_does_not_complete_what_is_a_name_or_a_code():
    for text in ("Quận 1", "Huế", "00001", "Lý Nhân"):
        assert gazetteer().search(text) == gazetteer().find(text) != ()


def test_a_search_finds_names_that_begin_so_and_later_words():
    assert names(gazetteer().search("hải ph", limit=2)) == ["Thành phố Hải Phòng"] * 2
    assert "Huyện Đắk R'Lấp" in names(gazetteer().search("lấp", limit=9))
    assert gazetteer().full_name(gazetteer().search("châu thành, tiền")[0]) == (
        "Huyện Châu Thành, Tỉnh Tiền Giang"
    )
    assert len(gazetteer().search("a", limit=7)) == 7
    assert gazetteer().search("xyz") == gazetteer().search("") == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hóa Bình, Phú Thọ", "Phường Hòa Bình"),
        ("Lý Nhâm", "Xã Lý Nhân"),
        ("huyen Li Nhann", "Huyện Lý Nhân"),
    ],
)
def test_a_name_that_is_nearly_right_leads_to_the_right_one(text, name):
    assert gazetteer().find(text) == ()
    assert gazetteer().near(text)[0].name == name


def test_names_that_are_near_come_once_each_before_any_comes_again():
    near = names(gazetteer().near("Lý Nhâm", limit=9))
    assert near[: len(set(near))] == list(dict.fromkeys(near))


def test_what_is_like_no_name_is_near_to_none():
    assert gazetteer().near("qwertyuiop") == gazetteer().near("") == ()


def test_every_unit_of_before_has_successors_and_every_one_of_now_predecessors():
    known = gazetteer()
    assert [u.id for u in OLD + ENDED if not known.successors(u) or known.predecessors(u)] == []
    assert [u.id for u in NEW if not known.predecessors(u) or known.successors(u)] == []
    assert all(heir.stands for u in OLD for heir in known.successors(u))
    assert not any(old.stands for u in NEW for old in known.predecessors(u))


def test_land_stays_in_the_province_that_its_province_went_into():
    known = gazetteer()
    strayed = [
        (u.id, heir.id)
        for u in OLD + ENDED
        for heir in known.successors(u)
        if known.province(heir) != known.province_now(u)
    ]
    assert strayed == []


def test_successors_and_predecessors_are_two_sides_of_one():
    known = gazetteer()
    for old in OLD:
        if old.level == "commune":
            assert all(old in known.predecessors(heir) for heir in known.successors(old))
        elif old.level == "district":
            assert all(old in known.districts_before(heir) for heir in known.successors(old))
    for new in NEW:
        assert all(new in known.successors(old) for old in known.predecessors(new))


def test_units_lie_in_each_other():
    known = gazetteer()
    assert [u.id for u in UNITS if u.parent and u not in known.within(known.units[u.parent])] == []
    assert sum(len(known.within(u)) for u in UNITS) == len(UNITS) - 97
    assert {len(known.above(u)) for u in OLD if u.level == "commune"} == {2}
    assert {len(known.above(u)) for u in NEW if u.level == "commune"} == {1}
    assert all(known.province(u).level == "province" for u in UNITS)
    assert all(known.province_now(u).stands for u in UNITS)


def test_huyen_ly_nhan_leads_to_its_communes_and_to_ninh_binh():
    known, district = gazetteer(), unit("353")
    assert names(known.successors(district)) == [
        "Xã Lý Nhân", "Xã Nam Xang", "Xã Bắc Lý", "Xã Trần Thương", "Xã Vĩnh Trụ", "Xã Nhân Hà", "Xã Nam Lý",
    ]  # fmt: skip
    assert known.province_now(district).name == "Tỉnh Ninh Bình"
    assert known.province(district).name == "Tỉnh Hà Nam"
    assert names(known.predecessors(unit("37@2025"))) == [
        "Tỉnh Hà Nam",
        "Tỉnh Nam Định",
        "Tỉnh Ninh Bình",
    ]


@pytest.mark.parametrize(
    ("old", "heirs"),
    [
        ("31268", ["Xã Trường Thành"]),  # xã Tân Thạnh, Thới Lai; not that of Long Phú, 75 km away
        ("31666", ["Xã Tân Thạnh"]),
        ("27691", ["Phường Long An"]),  # phường 4, Tân An; not Tây Ninh
        ("31379", ["Xã Phú Hữu"]),  # xã Phú Tân, Châu Thành, Hậu Giang; not Sóc Trăng
        ("06079", ["Xã Hồng Phong"]),
        ("10798", ["Xã Hà Nam", "Xã Kim Thành"]),  # really divided
    ],
)
def test_a_namesakes_heirs_are_no_heirs(old, heirs):
    assert names(gazetteer().successors(unit(old))) == heirs


def test_a_district_without_communes_is_its_own():
    assert names(gazetteer().successors(unit("318"))) == ["Đặc khu Bạch Long Vĩ"]
    assert names(gazetteer().districts_before(unit("11948@2025"))) == ["Huyện Bạch Long Vĩ"]


def test_a_portal_is_a_units_while_that_stands():
    before, since = units_of("13573", "353")
    assert before == unit("353")
    assert since == unit("13573@2025")
    assert unit_on("13573", "353", LAST_DAY) == unit("353")
    assert unit_on("13573", "353", MERGER) == unit("13573@2025")
    assert unit_on("", "353", MERGER) == unit("353")
    assert unit_on("13573", "", LAST_DAY) == unit("13573@2025")


def test_every_unit_has_an_address_of_its_own_that_leads_back():
    addresses = {address_of(u): u for u in UNITS}
    assert len(addresses) == len(UNITS)
    assert [u.id for address, u in addresses.items() if unit_at(address) is not u] == []
    assert {address[0] for address in addresses} == set(KINDS)
    assert all(part.isascii() and part == part.lower() for address in addresses for part in address)


@pytest.mark.parametrize(
    ("unit_id", "address"),
    [
        ("37@2025", "provinces/ninh-binh"),
        ("35", "provinces-before/ha-nam"),
        ("353", "districts/ha-nam/huyen-ly-nhan"),
        ("13573@2025", "communes/ninh-binh/xa-ly-nhan"),
        ("26326@2025", "communes/dong-nai/xa-dau-giay"),
        ("46", "provinces-before/thua-thien-hue"),
        ("349", "districts/ha-nam/thi-xa-duy-tien"),
        ("769-2020", "districts/ho-chi-minh/quan-2"),
        ("16063", "communes-before/thanh-hoa/huyen-hau-loc/xa-hoa-loc"),
        ("16075", "communes-before/thanh-hoa/huyen-hau-loc/xa-hoa-loc-16075"),
    ],
)
def test_addresses_are_made_of_the_first_name_and_of_the_code_where_two_read_alike(
    unit_id, address
):
    assert "/".join(address_of(unit(unit_id))) == address


def test_former_and_later_names_lead_to_a_units_address():
    assert unit_at(("communes", "dong-nai", "phuong-dau-giay")) == unit("26326@2025")
    assert unit_at(("provinces-before", "hue")) == unit("46")
    assert unit_at(("districts", "ha-nam", "huyen-duy-tien")) == unit("349")


@pytest.mark.parametrize(
    "address",
    [
        (),
        ("provinces",),
        ("provinces", "ha-nam"),
        ("districts", "ha-nam"),
        ("districts", "ha-nam", "huyen-nao"),
        ("communes", "ha-nam", "huyen-ly-nhan"),
        ("communes-before", "ha-nam", "huyen-ly-nhan", "xa-hop-ly", "thon"),
        ("topics", "kinh-te"),
    ],
)
def test_no_other_address_is_a_units(address):
    assert unit_at(address) is None


def test_the_kind_of_an_address_says_level_and_era():
    assert [kind_of(unit(i)) for i in ("37@2025", "35", "353", "13573@2025", "13573")] == list(
        KINDS
    )


def test_the_tables_are_what_their_script_makes_of_the_wheel(tmp_path, monkeypatch):
    fetch = "pip download -q --no-deps --no-cache-dir --retries 0 --timeout 5 vietnamadminunits==1.0.4 -d"
    done = subprocess.run(
        [sys.executable, "-m", *fetch.split(), str(tmp_path)], capture_output=True, check=False
    )
    wheel = next(tmp_path.glob("*.whl"), None)
    if done.returncode or wheel is None:
        pytest.skip("pip cannot fetch vietnamadminunits")
    spec = importlib.util.spec_from_file_location("make", DATA / "make.py")
    assert spec
    assert spec.loader
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    monkeypatch.setattr(make, "HERE", tmp_path)
    make.main(wheel)
    for table in ("units.tsv", "successions.tsv"):
        assert (tmp_path / table).read_bytes() == (DATA / table).read_bytes()


@pytest.mark.shared
def test_units_are_those_of_the_field_notes():
    if not SHARED.is_dir():
        pytest.skip("../shared is not there")
    communes = _read("communes_new.tsv")
    assert {u.code for u in NEW if u.level == "commune"} == {row["code"] for row in communes}
    for row in _read("districts_old.tsv"):
        district = gazetteer().with_code(row["district_code"], "before")
        assert district
        assert gazetteer().province_now(district).code == row["new_province_code"]
        heirs = {heir.code for heir in gazetteer().successors(district)}
        assert heirs <= set(row["new_commune_codes"].split(","))
    for row in _read("provinces.tsv"):
        province = gazetteer().with_code(row["old_code"], "before")
        assert province
        assert gazetteer().province_now(province).code == row["new_code"]


def _read(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))
