"""Places that articles name: table cases exactly, our labelled sentences by precision and recall."""

import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.geography import gazetteer
from pipeline.geography.hosts import provinces_of_host, units_of_host
from pipeline.normalise.places import named_places

HERE = Path(__file__).parent
BEFORE, SINCE = date(2024, 5, 10), date(2026, 3, 10)
LY_NHAN = ("353", "13573@2025")


def named(text, *, home=(), day=BEFORE):
    return [
        (place.form, place.unit) for place in named_places(text.split("\n"), home=home, day=day)
    ]


@dataclass
class Figures:
    expected: int
    precision: float
    recall: float
    wrong: list


def measured(file):
    """Units found against units labelled, summed over all sentences."""
    right = extra = missing = 0
    wrong = []
    for sentence in tomllib.loads((HERE / file).read_text(encoding="utf-8"))["sentence"]:
        found = named_places(
            sentence["text"].split("\n"), home=sentence.get("home", ()), day=sentence.get("day")
        )
        got, told = {p.unit for p in found}, {one["unit"] for one in _labels(sentence)}
        right, extra, missing = (
            right + len(got & told),
            extra + len(got - told),
            missing + len(told - got),
        )
        if got != told:
            wrong.append((sentence["text"], got - told, told - got))
    return Figures(right + missing, right / (right + extra), right / (right + missing), wrong)


def _labels(sentence):
    return sentence["expected"] if "expected" in sentence else sentence["places"]


def test_our_labelled_sentences_are_read_with_high_precision_and_recall():
    figures = measured("place_sentences.toml")
    assert figures.expected >= 300
    assert figures.precision >= 0.98, figures.wrong
    assert figures.recall >= 0.97, figures.wrong


def test_sentences_that_were_written_without_sight_of_the_rules_are_read_as_well():
    figures = measured("place_sentences_later.toml")
    assert figures.expected >= 500
    assert figures.precision >= 0.98, figures.wrong
    assert figures.recall >= 0.98, figures.wrong


def test_every_labelled_unit_is_one_of_the_gazetteer_and_its_form_stands_in_the_text():
    text = (HERE / "place_sentences.toml").read_text(encoding="utf-8")
    sentences = tomllib.loads(text)["sentence"]
    assert len(sentences) >= 220
    for sentence in sentences:
        for one in sentence["expected"]:
            assert gazetteer().unit(one["unit"]), sentence
            assert one["form"] in sentence["text"], sentence
        assert all(gazetteer().unit(unit) for unit in sentence.get("home", ()))


FORMS = [
    "huyện Lý Nhân",
    "Huyện Lý Nhân",
    "HUYỆN LÝ NHÂN",
    "huyện Lí Nhân",
    "huyện Lý\u00a0Nhân",
    "H. Lý Nhân",
    "H.Lý Nhân",
    "Huyện ủy Lý Nhân",
    "Huyện uỷ Lý Nhân",
    "HUYỆN ỦY LÝ NHÂN",
    "Huyện đoàn Lý Nhân",
    unicodedata.normalize("NFD", "huyện Lý Nhân"),
]


@pytest.mark.parametrize("form", FORMS)
def test_a_unit_is_found_in_every_spelling(form):
    assert [unit for _, unit in named(f"Hội nghị của {form} diễn ra chiều nay.")] == ["353"]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("TP. Phủ Lý", ["347"]),
        ("T.P Phủ Lý", ["347"]),
        ("Tp.Phủ Lý", ["347"]),
        ("TX. Duy Tiên", ["349"]),
        ("huyện Ea H’leo, tỉnh Đắc Lắc", ["645", "66"]),
        ("Quận 1, TP.HCM", ["760", "79"]),
        ("Q.1, TPHCM", ["760", "79"]),
        ("tỉnh Bà Rịa – Vũng Tàu", ["77"]),
        ("tỉnh Thừa Thiên - Huế", ["46"]),
        ("huyện Ðông Anh", ["017"]),
        ("huyện đảo Cô Tô", ["207"]),
        ("thành phố Qui Nhơn", ["540"]),
        ("quận Thuận Hoá", ["474"]),
    ],
)
def test_kinds_may_be_shortened_and_names_written_in_other_ways(text, units):
    assert [unit for _, unit in named(text)] == units


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "các xã Hợp Lý, Văn Lý và Chính Lý",
            [("xã Hợp Lý", "13567"), ("Văn Lý", "13585"), ("Chính Lý", "13573")],
        ),
        (
            "huyện Lý Nhân, Bình Lục và thị xã Duy Tiên",
            [("huyện Lý Nhân", "353"), ("Bình Lục", "352"), ("thị xã Duy Tiên", "349")],
        ),
        ("2 huyện Kim Bảng, Thanh Liêm", [("huyện Kim Bảng", "350"), ("Thanh Liêm", "351")]),
        ("các xã, thị trấn: Hợp Lý, Vĩnh Trụ", [("Hợp Lý", "13567"), ("Vĩnh Trụ", "13597")]),
        ("xã Hợp Lý (Lý Nhân)", [("xã Hợp Lý", "13567"), ("Lý Nhân", "353")]),
        (
            "xã Hợp Lý, Lý Nhân, Hà Nam",
            [("xã Hợp Lý", "13567"), ("Lý Nhân", "353"), ("Hà Nam", "35")],
        ),
        (
            "các xã Hợp Lý, Văn Lý (huyện Lý Nhân), Tràng An (Bình Lục)",
            [
                ("xã Hợp Lý", "13567"),
                ("Văn Lý", "13585"),
                ("huyện Lý Nhân", "353"),
                ("Tràng An", "13510"),
                ("Bình Lục", "352"),
            ],
        ),
    ],
)
def test_enumerations_and_addresses_are_read_name_by_name(text, found):
    assert named(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "đường Hà Nam",
        "trường THPT Lý Nhân",
        "ông Nguyễn Bình Dương",
        "Báo Hà Nam",
        "Công ty Phủ Lý",
        "phố Lê Chân",
        "giò chả Ước Lễ",
        "bảo đảm an sinh xã hội",
        "thành phố thông minh",
        "huyện đảo",
        "tỉnh nhà",
        "xã nông thôn mới",
        "vì Hòa Bình",
        "Thái Bình Dương",
        "Điện Biên Phủ",
        "phong cách Hồ Chí Minh",
        "Quận công Trịnh Kiểm",
        "AN TOÀN XÃ HỘI AN TOÀN GIAO THÔNG",
        "Hợp tác xã Hợp Lý",
        "toàn xã. Hợp Lý đồng lòng",
        "",
    ],
)
def test_what_is_the_name_of_something_else_is_no_place(text):
    assert named(text, home=("347",)) == []


@pytest.mark.parametrize(
    ("home", "unit"), [((), None), (("821",), "821"), (("83",), "831"), (("31",), None)]
)
def test_of_several_of_one_name_the_portals_own_is_meant_and_none_is_guessed(home, unit):
    found = named("Huyện Châu Thành họp.", home=home)
    assert found == ([("Huyện Châu Thành", unit)] if unit else [])


def test_a_unit_above_it_that_is_named_says_which_is_meant_before_the_portal_does():
    text = "Huyện Châu Thành (Tiền Giang) xuất khẩu thanh long."
    assert named(text, home=("831",))[0] == ("Huyện Châu Thành", "821")


def test_a_unit_named_elsewhere_in_the_text_says_which_is_meant():
    assert ("xã Tân Phú", "28840") in named(
        "Tại xã Tân Phú có chợ.\nTỉnh Bến Tre, huyện Châu Thành."
    )


@pytest.mark.parametrize(
    ("text", "day", "units"),
    [
        ("tỉnh Ninh Bình", date(2025, 6, 30), ["37"]),
        ("tỉnh Ninh Bình", date(2025, 7, 1), ["37@2025"]),
        ("tỉnh Hà Nam", SINCE, ["35"]),
        ("huyện Lý Nhân", SINCE, ["353"]),
        ("tỉnh Ninh Bình (cũ)", SINCE, ["37"]),
        ("tỉnh Ninh Bình trước đây", SINCE, ["37"]),
        ("xã Bắc Lý", SINCE, ["13579@2025"]),
        ("xã Bắc Lý cũ", SINCE, ["13588"]),
        ("tỉnh Đồng Nai", date(2026, 4, 29), ["75@2025"]),
        ("thành phố Đồng Nai", date(2026, 4, 30), ["75@2025"]),
        ("thành phố Bắc Ninh", date(2025, 8, 1), ["256"]),
        ("thành phố Bắc Ninh", date(2026, 9, 20), ["24@2025"]),
        ("Quận 2, Thành phố Hồ Chí Minh", date(2019, 5, 1), ["769-2020", "79"]),
        ("quận 9", date(2019, 5, 1), ["763"]),
        ("quận Thủ Đức", date(2019, 5, 1), ["762"]),
        ("thành phố Thủ Đức", date(2021, 5, 1), ["769"]),
        ("huyện Yên Dũng", date(2023, 5, 1), ["221"]),
        ("huyện Yên Dũng", SINCE, ["221"]),
        ("huyện Thủy Nguyên", date(2024, 5, 1), ["311"]),
        ("huyện Tĩnh Gia", date(2019, 5, 1), ["407"]),
        ("thị xã Phú Mỹ", date(2019, 5, 1), ["754"]),
        ("thành phố Huế", date(2024, 5, 1), ["474-2024"]),
        ("thành phố Huế", date(2025, 3, 1), ["46"]),
        ("thành phố Huế", SINCE, ["46@2025"]),
        ("huyện Hoa Lư", date(2024, 5, 1), ["374-2024"]),
        ("thành phố Hoa Lư", date(2025, 3, 1), ["374"]),
        ("tỉnh Ninh Bình", None, ["37@2025"]),
        ("tỉnh Ninh Bình, huyện Kim Sơn", None, ["37", "376"]),
    ],
)
def test_the_day_says_whether_a_unit_of_before_or_of_now_is_meant(text, day, units):
    home = LY_NHAN if "xã" in text else ()
    assert [unit for _, unit in named(text, home=home, day=day)] == units


def test_a_place_tells_its_name_on_that_day_its_level_and_how_often_it_is_named():
    (place,) = named_places(
        ["Tỉnh Thừa Thiên Huế", "Tại Thừa Thiên Huế, tỉnh Thừa Thiên-Huế"], day=date(2023, 1, 1)
    )
    assert (place.unit, place.level, place.count) == ("46", "province", 3)
    assert place.name == "Tỉnh Thừa Thiên Huế"
    assert place.form == "Tỉnh Thừa Thiên Huế"


def test_a_bare_district_counts_only_where_it_is_the_portals_own_or_named_with_its_form():
    assert named("Tại Lý Nhân, trời mưa.") == []
    assert named("Tại Lý Nhân, trời mưa.", home=LY_NHAN) == [("Lý Nhân", "353")]
    assert named("Tại Lý Nhân, trời mưa.", home=LY_NHAN, day=SINCE) == [("Lý Nhân", "13573@2025")]
    assert named("Tại Lý Nhân.\nHuyện Lý Nhân họp.") == [("Lý Nhân", "353")]


def test_hostile_texts_are_read_to_their_end():
    for text in (
        "xã " * 5000,
        "các xã Hợp Lý, " * 2000,
        "(" * 5000,
        "huyện Lý Nhân (" * 1000,
        "\x00",
    ):
        assert len(named_places([text], home=LY_NHAN, day=BEFORE)) <= 2


PAGE = """<html lang="vi"><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p class="date">Ngày đăng: 05/03/2024 08:30</p><p>{body}</p></article></body></html>"""


def article_page(body):
    title = "Xã Tân Thạch tổ chức ngày hội đại đoàn kết toàn dân tộc"
    return PAGE.format(title=title, body=f"{body} " + "Nhân dân phấn khởi đón mừng ngày hội. " * 12)


def test_an_article_has_its_places_by_what_its_host_says():
    page = article_page("Huyện Châu Thành họp bàn.")
    host = "http://chauthanh.bentre.gov.vn/tin/1"
    assert [p.unit for p in extract(page, host).places] == ["28804", "831"]
    told = extract(page, "http://a.vn/tin/1", home=("831",))
    assert [p.unit for p in told.places] == ["28804", "831"]
    assert told.to_dict()["places"][0]["name"] == "Xã Tân Thạch"


@pytest.mark.parametrize(
    ("host", "units"),
    [
        ("lynhan.hanam.gov.vn", ("353",)),
        ("https://lechan.haiphong.gov.vn/tin?x=1", ("305", "11383@2025")),
        ("phuquoc.angiang.gov.vn", ("31078@2025",)),
        ("phuquoc.kiengiang.gov.vn", ("911",)),
        ("huyendakto.kontum.gov.vn", ("612",)),
        ("quan12.hochiminhcity.gov.vn:8080", ("761",)),
        ("hoply.lynhan.hanam.gov.vn", ("13567",)),
        ("hoply-lynhan.hanam.gov.vn", ("13567",)),
        ("www.ninhbinh.gov.vn", ("37", "37@2025")),
        ("tinhuybinhphuoc.vn", ("70",)),
        ("thanhxuan.gov.vn", ("009",)),
        ("caolanh.dongthap.gov.vn", ("29869@2025",)),
        ("soyte.hanam.gov.vn", ()),
        ("chauthanh.gov.vn", ()),
        ("127.0.0.1:8086", ()),
        ("a.example", ()),
        ("http://[", ()),
        ("", ()),
    ],
)
def test_a_host_says_whose_portal_it_is_or_nothing(host, units):
    assert units_of_host(host) == units


def test_a_departments_host_says_its_province_alone():
    assert provinces_of_host("soyte.hanam.gov.vn") == ("35",)
    assert provinces_of_host("example.org") == ()
