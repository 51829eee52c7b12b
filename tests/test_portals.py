"""Every portal that comes with the program: its entry loads, is true to itself, and cites its evidence."""

import csv
import ipaddress
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.platforms import named
from crawler.sources import shipped
from crawler.sources.reading import PORTALS, read_sources
from pipeline.geography import MERGER, Unit, gazetteer, units_of
from pipeline.model import Source
from pipeline.slug import slug

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = ROOT.parent / "shared" / "registry" / "portals.tsv"
FILES = sorted(PORTALS.glob("*.toml"))
SOURCES = shipped()
LEVELS = ("province", "district", "commune", "party", "department", "newspaper")
LAST_DAY = MERGER - timedelta(days=1)

KINDS = r"tỉnh|thành phố|thị xã|huyện|quận|phường|xã|thị trấn|đặc khu"
NAME = re.compile(
    rf"(UBND|HĐND|Trung tâm Truyền thông) ({KINDS}|Quận|Phường) [^()]+|Đảng bộ tỉnh [^()]+"
    r"|(Tỉnh|Thành|Huyện|Thị) ủy [^()]+|Ban Tuyên giáo Tỉnh ủy [^()]+|Báo [^()]+"
)
"""Whose portal it is, as Vietnamese says it; the unit's kind in small letters but before a number."""

FORMER_NAMES = {
    "datdo.baria-vungtau.gov.vn": "Huyện Đất Đỏ",  # with Long Điền Huyện Long Đất from 2025-01-01
    "thuathienhue.gov.vn": "Thừa Thiên Huế",  # Thành phố Huế from 2025-01-01
    "tinhuytthue.vn": "Thừa Thiên Huế",
    "baothuathienhue.vn": "Thừa Thiên Huế",
}
"""What its unit was called when the portal got its name."""

UNCODED = {
    "hungtan-hungnguyen.nghean.gov.vn",
    "thanhuyhue.vn",  # of the city of the district level, or of the province: nothing tells
}


def each(*, where: Any = lambda source: True) -> pytest.MarkDecorator:
    """One test a shipped portal."""
    chosen = [pytest.param(s, id=s.id) for s in SOURCES.values() if where(s)]
    return pytest.mark.parametrize("source", chosen)


def units(source: Source) -> list[Unit]:
    """Its unit of before and its unit of now, where it has them."""
    return [unit for unit in units_of(source.unit, source.unit_before) if unit]


def entries(file: Path) -> list[dict[str, Any]]:
    """The entries as they stand in the file."""
    found: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["source"]
    return found


def addresses(source: Source) -> Iterator[str]:
    """Every address of an entry."""
    yield source.url
    yield from (section.url for section in source.sections)
    yield from (*source.feeds, *source.sitemaps)


def host(address: str) -> str:
    """The address's host without "www."."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def test_each_province_of_now_has_a_file_of_its_own() -> None:
    standing = [u for u in gazetteer().units.values() if u.level == "province" and u.stands]
    assert [file.stem for file in FILES] == sorted(slug(unit.bare) for unit in standing)
    assert len(FILES) == 34


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_holds_the_portals_of_its_province(file: Path) -> None:
    sources = read_sources(file, {}).values()
    assert {slug(source.province) for source in sources} == {file.stem}
    ours = next(u for u in gazetteer().find(next(iter(sources)).province) if u.level == "province")
    assert any(s.level == "province" and s.unit == ours.code for s in sources), "has none itself"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_begins_by_saying_which_province_it_is(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    province = next(iter(read_sources(file, {}).values())).province
    assert first.startswith(f"# {province}: ")
    for old in {s.province_before for s in read_sources(file, {}).values()} - {""}:
        assert old in first, f"{old} is part of it since the merger"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_goes_from_the_province_down_to_its_newspapers(file: Path) -> None:
    order = [LEVELS.index(entry["level"]) for entry in entries(file)]
    assert order == sorted(order)


def test_no_id_and_no_address_stands_in_two_places() -> None:
    ids = Counter(entry["id"] for file in FILES for entry in entries(file))
    urls = Counter(entry["url"].rstrip("/") for file in FILES for entry in entries(file))
    assert [key for key, count in (ids | urls).items() if count > 1] == []
    assert len(SOURCES) == len(ids)


@each()
def test_its_id_is_its_host(source: Source) -> None:
    assert source.id == host(source.url)


@each()
def test_its_addresses_are_public_ones_of_its_own_host(source: Source) -> None:
    for address in addresses(source):
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https")
        assert host(address) == source.id
        assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*\.)+vn", source.id)
        assert parts.path.startswith("/")
        assert (parts.port, parts.username, parts.fragment) == (None, None, "")
        assert re.fullmatch(r"[!-~]+", address), "neither spaces nor '…' nor other letters"
        with pytest.raises(ValueError, match="does not appear"):
            ipaddress.ip_address(source.id)


@each()
def test_its_home_is_a_home_page_and_no_article(source: Source) -> None:
    path = urlsplit(source.url).path
    known_homes = r"/|/wps/portal/home|/web/guest|/webcenter/portal/\w+|/\w+/trang-chu"
    assert re.fullmatch(rf"(?i){known_homes}|(/Pages)?/default\.aspx", path)
    assert not urlsplit(source.url).query


@each()
def test_its_name_is_clean(source: Source) -> None:
    assert NAME.fullmatch(source.name)
    for text in (source.name, source.evidence, source.district, *(s.name for s in source.sections)):
        assert unicodedata.is_normalized("NFC", text)
        assert text == " ".join(text.split())


@each()
def test_it_cites_its_evidence(source: Source) -> None:
    cited = r"code-index id \d+|github [\w./-]+/[\w.-]+|pages https?://\S+|lists/vn\.csv"
    assert re.search(cited, source.evidence)


@each()
def test_its_level_fits_its_codes(source: Source) -> None:
    lengths = {
        "province": ((2,), (2,)),
        "district": ((), (3,)),
        "commune": ((5,), (3, 5)),
        "party": ((2,), (2, 3)),
        "newspaper": ((2,), (2,)),
    }
    now, before = lengths[source.level]
    for unit in units(source):
        assert len(unit.code) in (now if unit.stands else before)


@each()
def test_it_has_a_code_unless_its_unit_has_none(source: Source) -> None:
    assert (source.id in UNCODED) == (not source.unit and not source.unit_before)


@pytest.mark.parametrize(
    ("portal", "unit"),
    [
        ("quan2.hochiminhcity.gov.vn", "769-2020"),
        ("quan9.hochiminhcity.gov.vn", "763"),
        ("yendung.bacgiang.gov.vn", "221"),
        ("nongson.quangnam.gov.vn", "519"),
    ],
)
def test_a_district_that_ended_before_the_merger_has_its_portal(portal: str, unit: str) -> None:
    assert [found.id for found in units(SOURCES[portal])] == [unit]
    assert SOURCES[portal].district == gazetteer().units[unit].name


@each(where=lambda source: source.id not in UNCODED)
def test_its_units_lie_in_its_provinces(source: Source) -> None:
    known = gazetteer()
    for unit in units(source):
        assert known.province_now(unit).bare == source.province
        if not unit.stands:
            assert known.province(unit).bare == (source.province_before or source.province)
    if source.unit and source.unit_before and source.level == "commune":
        before, since = units(source)
        own = before if before.level == "commune" else None
        assert since in known.successors(before) or (own and since.bare == own.bare)


@each(where=lambda source: source.id not in UNCODED)
def test_its_name_is_its_unit_s(source: Source) -> None:
    names = [FORMER_NAMES[source.id]] if source.id in FORMER_NAMES else []
    names += [name for unit in units(source) for name in (unit.name, unit.bare)]
    squeezed = re.sub(r"\s", "", source.name).casefold()
    assert any(re.sub(r"\s", "", name).casefold() in squeezed for name in names)


@each(where=lambda source: source.name.startswith("UBND") and source.id not in UNCODED)
def test_the_kind_in_its_name_is_its_unit_s(source: Source) -> None:
    kind = re.match(rf"UBND ({KINDS})", source.name, re.IGNORECASE)
    assert kind
    kinds = {unit.name[: len(kind[1])].casefold() for unit in units(source)}
    assert kind[1].casefold() in kinds or source.id == "thuathienhue.gov.vn"
    assert kind[1][0].isupper() == bool(re.match(r"UBND \w+ \d", source.name)), (
        "Quận 1, quận Lê Chân"
    )


@each(where=lambda source: source.level == "province")
def test_a_province_s_portal_is_only_the_merged_one_s_where_it_gave_the_name(
    source: Source,
) -> None:
    before = units_of("", source.unit_before)[0]
    assert before
    gave = before.bare == source.province and source.id not in {
        "thuathienhue.gov.vn",
        "old.cantho.gov.vn",
    }
    assert bool(source.unit) == gave


@each(where=lambda source: source.level == "commune" and not source.unit_before and source.unit)
def test_a_host_of_a_commune_of_now_begins_with_the_merger(source: Source) -> None:
    assert source.active_from == MERGER


@each()
def test_its_days_are_in_order(source: Source) -> None:
    begun, ended = source.active_from or date(1997, 11, 19), source.active_until or date.max
    assert begun < ended
    if source.unit:
        assert ended > LAST_DAY, "a unit of now cannot have ended before it began"


@each(where=lambda source: source.active_until)
def test_an_end_is_told_by_its_evidence(source: Source) -> None:
    assert re.search(r"DNS gone|now ", source.evidence)


@each(where=lambda source: source.successor)
def test_a_successor_is_shipped_and_the_line_ends(source: Source) -> None:
    seen = {source.id}
    while source.successor:
        source = SOURCES[source.successor]
        assert source.id not in seen, "a loop"
        seen.add(source.id)
    assert source.province == SOURCES[min(seen)].province


@each(where=lambda source: source.platform)
def test_its_platform_is_one_that_is_known(source: Source) -> None:
    assert named(source.platform)


@each(where=lambda source: source.sections or source.feeds)
def test_its_sections_and_feeds_are_told_apart(source: Source) -> None:
    assert len(set(addresses(source))) == len(list(addresses(source)))
    for section in source.sections:
        assert section.name[0].isupper()
        assert "rss" not in section.url
        assert not re.search(r"page=\d|/page-\d|tag", section.url), "the first page of a listing"
    assert all("rss" in feed for feed in source.feeds)


def told() -> dict[str, dict[str, str]]:
    """The rows of ../shared/registry/portals.tsv by host."""
    with REGISTRY.open(encoding="utf-8") as lines:
        return {row["host"]: row for row in csv.DictReader(lines, delimiter="\t")}


@pytest.mark.shared
@pytest.mark.skipif(not REGISTRY.exists(), reason="no ../shared/registry beside the project")
class TestAgainstTheEvidence:
    def test_what_is_sure_is_shipped_and_nothing_else(self) -> None:
        sure = {h for h, row in told().items() if row["confidence"] in ("high", "medium")}
        assert set(SOURCES) == sure
        assert len(sure) == 231

    def test_level_provinces_and_host_are_as_told(self) -> None:
        for source in SOURCES.values():
            row = told()[source.id]
            assert source.level == row["level"], source.id
            assert host(row["home_url"]) == host(source.url), source.id
            assert source.province == row["new_province"].removeprefix("TP "), source.id
            before = source.province_before or source.province
            old = row["old_province"].removeprefix("TP ")
            since_only = source.unit and not source.unit_before
            assert since_only or before in (old, "Huế" if old == "Thừa Thiên Huế" else old)

    def test_a_commune_of_now_that_changed_province_is_of_the_one_told(self) -> None:
        known = gazetteer()
        for source in SOURCES.values():
            since = units_of(source.unit, "")[1]
            if since and since.level == "commune":
                old = told()[source.id]["old_province"].removeprefix("TP ")
                assert old in {known.province(u).bare for u in known.predecessors(since)}, source.id

    def test_evidence_carries_what_the_row_cites(self) -> None:
        for source in SOURCES.values():
            cited = re.findall(r"id \d+|github \S+", told()[source.id]["evidence"])
            assert [c for c in cited if c not in source.evidence] == [], source.id
