"""Entries that lean on shipped portals: whose they are, whether their time is over, what may be a slip."""

import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import databases
import pytest
from cli_runs import ran

from crawler.cli.choosing import told_ended
from crawler.cli.handing import Handing
from crawler.imports import draft_of, register
from crawler.sources import add_source, load_sources, shipped
from crawler.sources.doubts import doubts
from crawler.sources.editing import enable, reference
from crawler.sources.writing import HEADER
from pipeline.config import Config
from pipeline.errors import ConfigError
from pipeline.model import RawPage, Source, Verification
from pipeline.store import open_store

PHU_YEN = shipped()["phuyen.gov.vn"]
"""Its time is over: active_until stands in the shipped file."""
OWN = Source("a", "A", "https://a.example.vn/")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sources.toml"


def entry(id_: str, *keys: str) -> str:
    whole = "" if id_ in shipped() else f'name = "N"\nurl = "https://{id_}.example.vn/"\n'
    return f'[[source]]\nid = "{id_}"\n{whole}' + "".join(f"{key}\n" for key in keys)


def loaded(file: Path, *entries: str) -> dict[str, Source]:
    file.write_text("\n".join(entries))
    return load_sources(file)


def error(file: Path, *entries: str) -> str:
    with pytest.raises(ConfigError) as caught:
        loaded(file, *entries)
    return str(caught.value).removeprefix(str(file))


# --- whose time is over ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "followed"),
    [
        ([], False),
        (["enabled = true"], True),
        (["enabled = false"], False),
        (["active_until = 2099-01-01"], True),
        (["enabled = true", "active_until = 2026-01-31"], False),
    ],
)
def test_only_what_the_entry_says_itself_overrules_the_shipped_last_day(
    file: Path, keys: list[str], followed: bool
) -> None:
    assert loaded(file, entry(PHU_YEN.id, *keys))[PHU_YEN.id].enabled is followed


def test_an_own_source_whose_time_is_over_stays_so_whatever_enabled_says(file: Path) -> None:
    keys = ("enabled = true", "active_until = 2026-01-31")
    assert not loaded(file, entry("a", *keys))["a"].enabled


def test_an_ended_portal_is_not_enabled_without_a_word(file: Path) -> None:
    told = [ran("sources", "enable", PHU_YEN.id, data=file.parent) for _ in range(2)]
    for done in told:
        assert (done.code, "1 ended." in done.err, "added" in done.out) == (1, True, False)
        assert f"ended on 2026-08-31 ({PHU_YEN.evidence})" in done.err
        assert "congtin import --captures www.phuyen.gov.vn --to 2026-08-31" in done.err
        assert "write enabled = true into its entry" in done.err
    assert PHU_YEN.id not in load_sources(file)


def test_whoever_does_as_is_said_follows_it(file: Path) -> None:
    file.write_text(entry(PHU_YEN.id, "enabled = true"))
    done = ran("sources", "enable", PHU_YEN.id, data=file.parent)
    assert (done.code, "nothing to change" in done.err) == (0, True)
    assert load_sources(file)[PHU_YEN.id].enabled


def test_with_a_place_the_others_are_followed_and_the_ended_ones_named(file: Path) -> None:
    done = ran("sources", "enable", "--place", "Đắk Lắk", data=file.parent)
    assert done.code == 0
    assert "phuyen.gov.vn (2026-08-31), songhinh.phuyen.gov.vn (2026-08-31)" in done.err
    followed = load_sources(file)
    assert "daklak.gov.vn" in followed
    assert all(source.enabled for source in followed.values())


@pytest.mark.parametrize("there", [False, True])
def test_a_crawl_of_an_ended_portal_says_the_same(file: Path, there: bool) -> None:
    file.write_text(entry(PHU_YEN.id) if there else "")
    done = ran("crawl", PHU_YEN.id, data=file.parent)
    assert done.code == 2
    assert "phuyen.gov.vn ended on 2026-08-31" in done.err
    assert "write enabled = true into its entry" in done.err


# --- whose it is -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id_", "key", "unit", "unit_before"),
    [
        ("lechan.haiphong.gov.vn", 'district = "Quận Lê Chân"', "11383", "305"),
        ("lechan.haiphong.gov.vn", 'district = "Quận Ngô Quyền"', "11383", "304"),
        ("lechan.haiphong.gov.vn", 'district = "Huyện Không Có"', "11383", ""),
        ("lechan.haiphong.gov.vn", 'commune = "Phường Ngô Quyền"', "11329", "305"),
        ("hanam.gov.vn", 'province = "Ninh Bình"', "", "35"),
        ("hanam.gov.vn", 'province = "Hà Nội"', "01", "01"),
        ("hanam.gov.vn", 'province_before = "Nam Định"', "", "36"),
    ],
)
def test_codes_are_those_of_the_names_that_an_entry_gives(
    file: Path, id_: str, key: str, unit: str, unit_before: str
) -> None:
    source = loaded(file, entry(id_, key))[id_]
    assert (source.unit, source.unit_before) == (unit, unit_before)


def test_names_are_those_of_the_codes_that_an_entry_gives(file: Path) -> None:
    source = loaded(file, entry("lechan.haiphong.gov.vn", 'unit_before = "353"', 'unit = "13573"'))
    (one,) = source.values()
    assert (one.district, one.commune, one.province) == (
        "Huyện Lý Nhân", "Xã Lý Nhân", "Ninh Bình",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "unit", "unit_before"),
    [
        (['unit = "11383@2025"'], "11383", ""),
        (['unit = "37@2025"', 'unit_before = "35"'], "37", "35"),
    ],
)
def test_a_unit_is_taken_by_the_id_that_places_prints(
    file: Path, keys: list[str], unit: str, unit_before: str
) -> None:
    source = loaded(file, entry("a", *keys))["a"]
    assert (source.unit, source.unit_before) == (unit, unit_before)


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ('unit = "305"', ("key unit: '305' is Quận Lê Chân, Hải Phòng, a unit until 2025-06-30: it belongs"
         " in unit_before.")),
        ('unit_before = "11383@2025"', ("key unit_before: '11383@2025' is Phường Lê Chân, Hải Phòng, a unit"
         " since 2025-07-01: it belongs in unit.")),
        ('unit = "zz"', "key unit: 'zz' is no code of a unit since 2025-07-01: congtin places NAME"),
        ("active_from = 2026-02-01\nactive_until = 2026-01-01",
         "line 5, key active_from: 2026-02-01 is after active_until, 2026-01-01."),
        ('successor = "a"', "line 5, key successor: 'a' cannot succeed itself."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_with_line_and_key(file: Path, key: str, says: str) -> None:
    assert says in error(file, entry("a", key))


@pytest.mark.parametrize("wrong", ["5", '["a"]', "true"])
def test_an_id_that_is_no_string_is_named_as_the_id(file: Path, wrong: str) -> None:
    assert re.match(
        r", line 2, key id: .* is not a string", error(file, f"[[source]]\nid = {wrong}")
    )


def test_sources_that_succeed_each_other_in_a_circle_are_named(file: Path) -> None:
    line = [entry(one, f'successor = "{heir}"') for one, heir in ("ab", "bc", "cb")]
    assert "line 11, key successor: these would" in error(file, *line)
    assert "b -> c -> b" in error(file, *line)


# --- what may be a slip ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (replace(OWN, successor="hanam.gov"), "successor: no source has the id 'hanam.gov' (near: "),
        (replace(OWN, district="Huyện Không Có", province="Hà Nội"),
         "district: no 'Huyện Không Có' in Hà Nội until 2025-06-30"),
        (replace(OWN, commune="Xã Không Có"), "commune: no 'Xã Không Có' anywhere since 2025-07-01"),
        (replace(OWN, province="Hà Nam"), "province: no 'Hà Nam' since 2025-07-01"),
        (replace(OWN, province="Hà Nam"), "province: no 'Hà Nam' since 2025-07-01: it is in Ninh Bình now"),
        (replace(OWN, unit="13573", unit_before="356"),
         "unit and unit_before: Xã Lý Nhân (13573) has no land of Thành phố Nam Định (356)"),
        (replace(OWN, unit="37", unit_before="305"),
         "unit and unit_before: Tỉnh Ninh Bình (37) has no land of Quận Lê Chân (305)"),
        (replace(OWN, province="Hà Nội", unit="13573"), "unit: Xã Lý Nhân is not in Hà Nội"),
        (replace(OWN, province="Hà Nội", unit="11383"),
         "unit: Phường Lê Chân is not in Hà Nội, which province says"),
    ],
)  # fmt: skip
def test_a_slip_is_a_doubt_that_names_its_key(source: Source, says: str) -> None:
    (told,) = doubts(source, shipped())
    assert told.startswith(says)


def test_a_slip_is_told_once_where_sources_are_listed(file: Path) -> None:
    loaded(file, entry("a", 'unit = "13573"', 'province = "Hà Nội"'), entry("hanam.gov.vn"))
    told = [row for row in ran("sources", data=file.parent).err.splitlines() if "doctor" in row]
    assert told == [
        "sources.toml: a: unit: Xã Lý Nhân is not in Hà Nội, which province says; congtin doctor lists all"
    ]
    loaded(file, entry("hanam.gov.vn"))
    assert "doctor" not in ran("sources", data=file.parent).err


@pytest.mark.parametrize(
    ("keys", "level"),
    [
        (('unit = "13573"',), "commune"),
        (('unit = "37"', 'unit_before = "353"'), "province"),
        (('unit_before = "353"',), "district"),
        (('unit = "37"', 'level = "newspaper"'), "newspaper"),
        ((), "unknown"),
    ],
)
def test_a_level_that_is_not_said_is_that_of_the_unit(
    file: Path, keys: tuple[str, ...], level: str
) -> None:
    assert loaded(file, entry("a", *keys))["a"].level == level


def test_a_date_in_quotes_is_told_how_to_write_it(file: Path) -> None:
    told = error(file, entry("a", 'active_until = "2025-07-01"'))
    assert "'2025-07-01' is not a date: write 2025-07-01 without quotes." in told


def test_archives_are_not_offered_for_a_portal_of_this_machine() -> None:
    over = replace(OWN, url="http://127.0.0.1:9/", active_until=date(2025, 6, 30))
    assert "--captures a.example.vn" in told_ended(replace(over, url=OWN.url))
    assert "--captures" not in told_ended(replace(over, allow_private=True))


def test_no_shipped_portal_is_doubtful() -> None:
    assert [s.id for s in shipped().values() if doubts(s, shipped())] == []


def test_doctor_tells_doubts_and_the_source_is_followed(file: Path) -> None:
    source = loaded(file, entry("a", 'district = "Huyện Không Có"'))["a"]
    assert source.enabled
    checks = {c["subject"]: c for c in ran("doctor", "--offline", "--json", data=file.parent).json}
    assert checks["a: entry"]["state"] == "warning"
    assert "Huyện Không Có" in checks["a: entry"]["found"]
    assert str(file) in checks["a: entry"]["next_step"]


def test_doctor_points_to_archives_for_a_portal_that_was_found_gone(file: Path) -> None:
    file.write_text(entry("hanam.gov.vn") + entry("ninhbinh.gov.vn"))
    followed = load_sources(file)
    gone = followed["hanam.gov.vn"]
    with open_store(databases.url_of(file.parent)) as store:
        store.put_sources(followed.values())
        day = date(2026, 3, 5)
        look = Verification(
            gone.id, gone.url, moment(day), "gone", "failed-dns-gone", "no such host"
        )
        store.save_verification(look)
    checks = {c["subject"]: c for c in ran("doctor", "--offline", "--json", data=file.parent).json}
    told = checks["hanam.gov.vn: last run"]
    assert (told["state"], told["cause"]) == ("broken", "failed-dns-gone")
    assert "congtin import --captures www.hanam.gov.vn --to 2026-03-05" in told["next_step"]
    other = checks["ninhbinh.gov.vn: last run"]
    assert other["next_step"] == "congtin crawl ninhbinh.gov.vn"


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


# --- what is written -------------------------------------------------------------------------------


def test_the_files_head_names_every_key_there_is() -> None:
    listed = re.search(r"# Keys: (.*?)\.\n$", HEADER, re.DOTALL)
    assert listed
    keys = re.sub(r"\s*\n# ", " ", listed[1]).split(", ")
    assert keys == [field.name for field in fields(Source)]
    assert all(len(line) <= 110 for line in HEADER.splitlines())


def test_of_a_shipped_portal_only_what_differs_is_written(file: Path) -> None:
    base = shipped()["hanam.gov.vn"]
    changed = replace(base, delay=3.0, feeds=("https://hanam.gov.vn/rss",))
    add_source(file, changed, ["seen"])
    written = file.read_text().split("\n\n")[-1]
    assert written == (
        '# seen\n[[source]]\nid = "hanam.gov.vn"\nfeeds = [\n  "https://hanam.gov.vn/rss",\n]\ndelay = 3.0\n'
    )
    assert load_sources(file) == {base.id: changed}


def test_an_ended_portal_that_goes_on_is_written_and_read_as_such(file: Path) -> None:
    add_source(file, replace(PHU_YEN, active_until=None))
    assert file.read_text().endswith('id = "phuyen.gov.vn"\nenabled = true\n')
    assert load_sources(file)[PHU_YEN.id].enabled


@pytest.mark.parametrize("id_", ["hanam.gov.vn", "phuyen.gov.vn"])
def test_an_import_of_a_shipped_portals_captures_refers_to_it(tmp_path: Path, id_: str) -> None:
    config, portal = Config(data=tmp_path), shipped()[id_]
    page = RawPage(
        "", portal.url, portal.url, 200, (), b"<title>x</title>", moment(date(2024, 1, 1))
    )
    assert draft_of([page]) == portal
    assert not register(portal, config).enabled
    entry = reference(portal, enabled=False)
    assert (tmp_path / "sources.toml").read_text() == f"{HEADER}\n{entry}"


FOUND = Source(
    "hanam-gov-vn", "Trang chủ", "https://www.hanam.gov.vn/", platform="nukeviet", delay=2.0,
    sitemaps=("https://www.hanam.gov.vn/sitemap.xml",),
)  # fmt: skip


def test_what_add_finds_of_a_shipped_portal_is_added_to_what_is_known_of_it(file: Path) -> None:
    handing, base = Handing.of(file, "", ""), shipped()["hanam.gov.vn"]
    added = handing.entry(FOUND)
    assert (added.id, added.name, added.unit_before) == (base.id, base.name, "35")
    handing.write(added, handing.remarks())
    written = file.read_text().split("[[source]]\n")[-1]
    assert 'id = "hanam.gov.vn"' in written
    assert 'sitemaps = [\n  "https://www.hanam.gov.vn/sitemap.xml",\n]' in written
    assert not re.search("^(name|level|unit_before|evidence) =", written, re.MULTILINE)
    assert load_sources(file)[base.id] == added


def test_an_ended_portals_host_is_a_new_source(file: Path) -> None:
    found = replace(FOUND, id="phuyen-gov-vn", url=PHU_YEN.url)
    assert Handing.of(file, "", "").entry(found).id == "phuyen-gov-vn"


def test_a_shipped_portal_that_is_followed_elsewhere_is_not_taken_twice(file: Path) -> None:
    enable(file, [shipped()["hanam.gov.vn"]])
    file.write_text(file.read_text() + 'url = "https://moi.example.vn/"\n')
    assert Handing.of(file, "", "").entry(FOUND).id == "hanam-gov-vn"
