"""Whose portal a new source is: by what it calls itself and by its host, and never a guess."""

from dataclasses import replace

import pytest

from crawler.onboarding.discover import bare_source
from crawler.onboarding.owner import named_units, other_owner, with_owner
from pipeline.model import Source


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("UBND huyện Lý Nhân", ["353"]),
        ("Ủy ban nhân dân phường Lê Chân", ["11383@2025"]),
        ("UBND xã Hợp Lý - huyện Lý Nhân - tỉnh Hà Nam", ["13567", "353", "35"]),
        ("Cổng TTĐT xã Nhân Khang, huyện Lý Nhân", ["13606", "353"]),
        ("UBND huyện Châu Thành, tỉnh Tiền Giang", ["821", "82"]),
        ("TP. Phủ Lý", ["347"]),
        ("CỔNG THÔNG TIN ĐIỆN TỬ HUYỆN LÝ NHÂN TỈNH HÀ NAM", ["353", "35"]),
        ("Trang TTĐT Huyện ủy Lý Nhân", []),
        ("Kinh tế - xã hội", []),
        ("Trang chủ", []),
        ("", []),
    ],
)
def test_units_are_read_from_a_portals_name(name: str, units: list[str]) -> None:
    assert [found[0].id for found in named_units(name)] == units


def test_a_name_that_many_have_is_all_of_them() -> None:
    (found,) = named_units("Huyện Châu Thành")
    assert len(found) == 10


@pytest.mark.parametrize(
    ("url", "name", "unit", "before"),
    [
        ("https://lynhan.hanam.gov.vn/", "UBND huyện Lý Nhân", "", "353"),
        ("https://lynhan.hanam.gov.vn/", "Trang chủ", "", "353"),
        ("https://lechan.haiphong.gov.vn/", "UBND phường Lê Chân", "11383", "305"),
        ("https://chauthanh.tiengiang.gov.vn/", "UBND huyện Châu Thành", "", "821"),
        ("https://ninhbinh.gov.vn/", "Tỉnh Ninh Bình", "37", "37"),
        ("http://127.0.0.1/", "UBND huyện Lý Nhân", "", "353"),
        ("http://127.0.0.1/", "Huyện Châu Thành", "", ""),
        ("http://127.0.0.1/", "Trang chủ", "", ""),
    ],
)
def test_codes_are_proposed_where_nothing_is_in_doubt(
    url: str, name: str, unit: str, before: str
) -> None:
    owned = with_owner(replace(bare_source(url), name=name))
    assert (owned.unit, owned.unit_before) == (unit, before)


def test_names_come_with_the_codes() -> None:
    owned = with_owner(replace(bare_source("https://x.vn/"), name="UBND huyện Lý Nhân"))
    assert (owned.province, owned.province_before) == ("Ninh Bình", "Hà Nam")
    assert owned.district == "Huyện Lý Nhân"


LECHAN = Source("le-chan", "Quận Lê Chân", "https://lechan.haiphong.gov.vn/", unit_before="305")


@pytest.mark.parametrize(
    ("title", "owner"),
    [
        ("UBND quận Lê Chân", ""),
        ("UBND phường Lê Chân", "Phường Lê Chân"),
        ("UBND xã Nhân Hà", "Xã Nhân Hà"),
        ("Cổng thông tin điện tử thành phố Hải Phòng", ""),
        ("Thành phố Hải Phòng - Quận Lê Chân", ""),
        ("Trang chủ", ""),
    ],
)
def test_another_owner_is_told_by_what_the_page_calls_itself(title: str, owner: str) -> None:
    found = other_owner(LECHAN, title)
    assert (found.name if found else "") == owner


def test_of_a_source_without_a_unit_no_owner_is_another() -> None:
    assert other_owner(bare_source("https://x.vn/"), "UBND xã Nhân Hà") is None
