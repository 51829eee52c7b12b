"""The registry: chosen by place, level, platform and status; followed, disabled, crawled."""

import threading
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import databases
import pytest
from cli_runs import ran
from commands import congtin, page, portal, register

from crawler.sources import load_registry, load_sources, shipped
from crawler.sources.editing import Addition, disable, enable
from crawler.sources.selecting import Filters, select, units_named
from crawler.sources.status import STATUSES, status_of
from pipeline.errors import ConfigError
from pipeline.model import RunReport, Source, Verification
from pipeline.store import open_store

HA_NAM = Source("hanam", "Hà Nam", "http://hanam.test/", "province", unit_before="35")
NINH_BINH = Source("nb", "NB", "http://nb.test/", "province", unit="37", unit_before="37")
NEW_PROVINCE = Source("new", "Mới", "http://new.test/", "province", unit="37")
LY_NHAN = Source("lynhan", "LN", "http://ln.test/", "district", unit_before="353")
XA_LY_NHAN = Source("xaln", "XLN", "http://xln.test/", "commune", unit="13573", platform="odd")
LE_CHAN = Source("lechan", "LC", "http://lc.test/", unit="11407", unit_before="305")
NAMED = Source("n", "N", "http://n.test/", province="Ninh Bình", province_before="Hà Nam")
NOWHERE = Source("nowhere", "?", "http://nowhere.test/")
ALL = (HA_NAM, NINH_BINH, NEW_PROVINCE, LY_NHAN, XA_LY_NHAN, LE_CHAN, NAMED, NOWHERE)


def ids(**filters: tuple[str, ...]) -> list[str]:
    return [source.id for source in select(ALL, Filters(**filters))]


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("Ninh Bình", ["hanam", "nb", "new", "lynhan", "xaln", "n"]),
        ("ninh binh", ["hanam", "nb", "new", "lynhan", "xaln", "n"]),
        ("37", ["hanam", "nb", "new", "lynhan", "xaln", "n"]),
        ("Hà Nam", ["hanam", "lynhan", "xaln", "n"]),
        ("tinh ha nam", ["hanam", "lynhan", "xaln", "n"]),
        ("huyện Lý Nhân", ["lynhan", "xaln"]),
        ("huyen ly nhan, ha nam", ["lynhan", "xaln"]),
        ("353", ["lynhan", "xaln"]),
        ("xã Lý Nhân", ["lynhan", "xaln"]),
        ("Quận Lê Chân", ["lechan"]),
        ("Phường Lê Chân", ["lechan"]),
        ("TP. Hải Phòng", ["lechan"]),
        ("Nam Định", []),
        ("Lạng Sơn", []),
    ],
)
def test_a_place_has_the_portals_of_its_units_of_before_and_since(
    place: str, found: list[str]
) -> None:
    assert ids(places=(place,)) == found


def test_a_provinces_name_is_no_wards_of_that_name_elsewhere() -> None:
    assert {unit.level for unit in units_named("Hà Nam")} == {"province"}
    assert {unit.name for unit in units_named("phường Hà Nam")} == {"Phường Hà Nam"}


def test_places_add_up_and_other_filters_narrow() -> None:
    assert ids(places=("huyện Lý Nhân", "Lê Chân")) == ["lynhan", "xaln", "lechan"]
    assert ids(places=("Hà Nam",), levels=("district", "commune")) == ["lynhan", "xaln"]
    assert ids(places=("Hà Nam",), levels=("district",), platforms=("odd",)) == []
    assert ids(platforms=("odd",)) == ["xaln"]
    assert "xaln" not in ids(platforms=("unknown",))


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        (Filters(places=("Ninh Bnh",)), "Did you mean Ninh Bình"),
        (Filters(places=("ha nan",)), "Did you mean Hà Nam"),
        (Filters(places=("huyện Lý Nhâm",)), "Huyện Lý Nhân"),
        (Filters(places=("",)), "no unit of that name or code"),
        (Filters(levels=("city",)), "no such level. Known: province, district, commune, party"),
        (Filters(platforms=("geocities",)), "no such platform. Known: odd, unknown"),
        (Filters(statuses=("dead",)), f"no such status. Known: {', '.join(STATUSES)}."),
    ],
)
def test_what_nobody_is_called_is_an_error_that_names_what_there_is(
    filters: Filters, says: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        select(ALL, filters)
    assert says in str(caught.value)


# what is known of a source

NOW = datetime(2026, 5, 1, tzinfo=UTC)
LOOK = Verification("hanam", HA_NAM.url, NOW, "answers")


def run(status: str, days: int = 0, **counts: int) -> RunReport:
    ended = NOW + timedelta(days=days)
    return RunReport("hanam", ended, ended, status, **{"requests": 5, **counts})


@pytest.mark.parametrize(
    ("status", "runs", "look"),
    [
        ("unverified", [], None),
        ("unverified", [run("killed"), run("broken"), run("stopped")], None),
        ("verified", [run("finished", new=3)], None),
        ("verified", [run("stopped", unchanged=1)], None),
        ("verified", [run("killed"), run("finished", new=3)], None),
        ("no-news", [run("finished")], None),
        ("no-news", [run("no-news")], None),
        ("gone", [run("failed-dns-gone"), run("finished", new=3)], None),
        ("gone", [run("parked")], None),
        ("moved", [run("offsite")], None),
        ("refused", [run("challenge")], None),
        ("refused", [run("failed-timeout-connect")], None),
        ("verified", [], LOOK),
        ("gone", [run("finished", -1, new=3)], replace(LOOK, found="gone")),
        ("verified", [run("finished", 1, new=3)], replace(LOOK, found="gone")),
        ("gone", [run("killed", 1)], replace(LOOK, found="gone")),
        ("unverified", [], replace(LOOK, url="http://elsewhere.test/")),
        ("unverified", [run("finished", requests=0)], None),
    ],
)
def test_the_newer_evidence_tells_the_status(
    status: str, runs: list[RunReport], look: Verification | None
) -> None:
    assert status_of(HA_NAM, runs, look) == status


def test_a_quiet_visit_confirms_the_articles_that_are_stored() -> None:
    assert status_of(HA_NAM, [run("finished")], articles=3) == "verified"


# sources.toml, edited in place

FILE = """\
# mine

[[source]]
id = "a"   # the first
name = "A"
url = "http://a.test/"
enabled = true   # for now

# about b
[[source]]
id = "b"
name = "B"
url = "http://b.test/"
sections = [
  { name = "x", url = "http://b.test/x" },  # news
]
[source.page]
title = "h1"

# about c
[[source]]
id = "c"
name = "C"
url = "http://c.test/"

# the end
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "sources.toml").write_text(FILE)
    return tmp_path / "sources.toml"


def named(file: Path, *names: str) -> list[Source]:
    known = load_registry(file)
    return [known[name] for name in names]


def test_disabling_writes_one_line_an_entry_and_keeps_every_other(file: Path) -> None:
    changes = disable(file, named(file, "a", "b", "c"))
    assert [change.did for change in changes] == ["disabled"] * 3
    text = file.read_text()
    assert not any(source.enabled for source in load_sources(file).values())
    assert "enabled = false   # for now\n\n# about b\n[[source]]" in text
    assert "news\n]\nenabled = false\n" in text
    assert 'url = "http://c.test/"\nenabled = false\n\n# the end\n' in text
    without = [line for line in text.splitlines() if not line.startswith("enabled")]
    kept = [line for line in FILE.splitlines() if not line.startswith("enabled")]
    assert [line for line in without if line] == [line for line in kept if line]


def test_enabling_again_gives_the_file_as_it_was_but_for_the_switch(file: Path) -> None:
    disable(file, named(file, "c"))
    enable(file, named(file, "c"))
    assert file.read_text() == FILE.replace(
        'url = "http://c.test/"\n', 'url = "http://c.test/"\nenabled = true\n'
    )


def test_a_shipped_portal_is_followed_by_its_id_below_a_comment(file: Path) -> None:
    changes = enable(file, named(file, "hanam.gov.vn", "a"))
    assert [change.did for change in changes] == ["added", "unchanged"]
    portal = shipped()["hanam.gov.vn"]
    entry = f'# {portal.name}: {portal.url}\n[[source]]\nid = "hanam.gov.vn"\n'
    assert file.read_text() == f"{FILE}\n{entry}"
    assert load_sources(file)["hanam.gov.vn"] == portal


def test_what_is_so_already_is_not_written_again(file: Path) -> None:
    enable(file, named(file, "hanam.gov.vn"))
    before = file.stat()
    assert [c.did for c in enable(file, named(file, "hanam.gov.vn", "b"))] == ["unchanged"] * 2
    assert [c.did for c in disable(file, named(file, "namdinh.gov.vn"))] == ["unchanged"]
    assert file.stat() == before


def test_a_source_whose_time_is_over_stays_as_it_is(file: Path) -> None:
    text = FILE.replace("enabled = true   # for now", "active_until = 2025-06-30")
    file.write_text(text)
    assert [change.did for change in enable(file, named(file, "a"))] == ["ended"]
    assert file.read_text() == text


def test_a_dry_run_tells_the_same_and_writes_nothing(file: Path) -> None:
    told = enable(file, named(file, "hanam.gov.vn"), dry_run=True)
    assert file.read_text() == FILE
    assert told == enable(file, named(file, "hanam.gov.vn"))


def test_line_ends_of_windows_and_its_mark_stay(file: Path) -> None:
    windows = b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode()
    file.write_bytes(windows)
    disable(file, named(file, "b", "c"))
    enable(file, named(file, "hanam.gov.vn"))
    written = file.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf# mine\r\n")
    assert written.count(b"\n") == written.count(b"\r\n")
    assert [s.id for s in load_sources(file).values() if s.enabled] == ["a", "hanam.gov.vn"]


def test_a_list_written_in_one_line_is_switched_and_takes_no_table(file: Path) -> None:
    text = 'source = [{ id = "a", name = "A", url = "http://a.test/" }]\n'
    file.write_text(text)
    with pytest.raises(ConfigError, match="nothing was changed"):
        enable(file, named(file, "hanam.gov.vn"))
    assert file.read_text() == text
    disable(file, named(file, "a"))
    assert tomllib.loads(file.read_text())["source"][0]["enabled"] is False


def test_a_linked_file_stays_a_link(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    disable(link, named(link, "a"))
    assert link.is_symlink()
    assert not load_sources(file)["a"].enabled


def test_many_that_edit_at_once_lose_nothing(file: Path) -> None:
    names = [source.id for source in shipped().values() if not source.active_until][:8]
    jobs = [threading.Thread(target=enable, args=(file, named(file, name))) for name in names]
    jobs += [threading.Thread(target=disable, args=(file, named(file, "a", "b")))]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    followed = load_sources(file)
    assert followed.keys() == {"a", "b", "c", *names}
    assert [name for name in "abc" if not followed[name].enabled] == ["a", "b"]


def test_a_new_source_is_written_whole_and_once(file: Path) -> None:
    new = Addition(Source("d", "D", "http://d.test/", feeds=("http://d.test/rss",)), ("found",))
    assert [change.did for change in enable(file, [], [new])] == ["added"]
    assert '# found\n[[source]]\nid = "d"\n' in file.read_text()
    assert [change.did for change in enable(file, [], [new])] == ["unchanged"]


# sources.toml, leaning on what is shipped


def test_a_portal_followed_under_an_id_of_its_own_is_known_once_and_has_its_units(
    file: Path,
) -> None:
    file.write_text('[[source]]\nid = "mine"\nname = "M"\nurl = "http://kimson.ninhbinh.gov.vn"\n')
    known = load_registry(file)
    assert "kimson.ninhbinh.gov.vn" not in known
    assert (known["mine"].level, known["mine"].unit_before) == ("district", "376")
    assert known["mine"].district == "Huyện Kim Sơn"


def test_a_host_that_another_unit_uses_again_does_not_give_it_the_former_ones(file: Path) -> None:
    former = '[[source]]\nid = "kimson.ninhbinh.gov.vn"\nenabled = false\n'
    now = '[[source]]\nid = "new"\nname = "N"\nurl = "https://kimson.ninhbinh.gov.vn/"\n'
    file.write_text(former + now)
    assert (load_sources(file)["new"].unit_before, load_sources(file)["new"].district) == ("", "")


def test_another_unit_than_the_shipped_one_brings_its_own_names(file: Path) -> None:
    file.write_text('[[source]]\nid = "hanam.gov.vn"\nunit_before = "305"\n')
    source = load_sources(file)["hanam.gov.vn"]
    assert (source.province, source.province_before) == ("Hải Phòng", "")
    assert source.district == "Quận Lê Chân"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            'id = "hanam.gov.v"',
            "line 2, key id: no shipped portal has the id 'hanam.gov.v' (near: hanam",
        ),
        ('id = "hanam.gov.v"\nname = "H"', "so the entry must be whole: url is missing."),
        ('id = "zzz"', "has the id 'zzz', so the entry must be whole: name and url are missing."),
        ('id = "hanam.gov.vn"\n# x\ndelay = "slow"', "line 4, key delay: 'slow' is not a number"),
        ('id = "hanam.gov.vn"\nunit = "99999"', "line 3, key unit: '99999' is no code of a unit"),
        ('id = "hanam.gov.vn"\nurll = "x"', "line 3, key urll: no such key; known: id, name"),
    ],
)
def test_a_mistake_in_an_entry_that_leans_on_a_shipped_one_is_named(
    file: Path, text: str, says: str
) -> None:
    file.write_text(f"[[source]]\n{text}\n")
    with pytest.raises(ConfigError) as caught:
        load_sources(file)
    assert str(caught.value).startswith(f"{file}, line ")
    assert says in str(caught.value)


# the command line


def test_what_is_followed_is_listed_and_how_much_more_is_known_is_said(tmp_path: Path) -> None:
    done = ran("sources", data=tmp_path)
    assert (done.code, done.out) == (0, "")
    assert f"{len(shipped())} more portals are known: congtin sources --all" in done.err
    ran("sources", "enable", "hanam.gov.vn", data=tmp_path)
    done = ran("sources", "--json", data=tmp_path)
    assert [one["source"]["id"] for one in done.json] == ["hanam.gov.vn"]
    assert f"{len(shipped()) - 1} more portals" in done.err


def test_the_whole_registry_is_listed_with_units_and_status(tmp_path: Path) -> None:
    ran("sources", "enable", "kimson.ninhbinh.gov.vn", data=tmp_path)
    listed = ran("sources", "--all", "--json", data=tmp_path).json
    by_id = {one["source"]["id"]: one for one in listed}
    assert by_id.keys() == shipped().keys()
    one = by_id["kimson.ninhbinh.gov.vn"]
    assert (one["followed"], one["status"], one["articles"]) == (True, "unverified", 0)
    assert one["units"]["before"] == {
        "id": "376", "code": "376", "level": "district", "name": "Huyện Kim Sơn", "province": "Ninh Bình",
    }  # fmt: skip
    assert [name for name, one in by_id.items() if one["followed"]] == ["kimson.ninhbinh.gov.vn"]
    lines = ran("sources", "--all", data=tmp_path).out.splitlines()
    assert len(lines) == 1 + len(shipped())
    assert "Huyện Kim Sơn, Ninh Bình" in "\n".join(lines)


def test_listing_takes_filters_together(tmp_path: Path) -> None:
    words = ("sources", "--place", "ninh binh", "--level", "province", "--status", "unverified")
    found = [one["source"]["id"] for one in ran(*words, "--json", data=tmp_path).json]
    assert {"hanam.gov.vn", "namdinh.gov.vn", "ninhbinh.gov.vn"} <= set(found)
    assert found == [
        s.id for s in select(shipped().values(), Filters(("Ninh Bình",), ("province",)))
    ]
    done = ran(*words[:-1], "verified", data=tmp_path)
    assert (done.code, done.out) == (0, "")
    assert "No known portal fits" in done.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--place", "Ninh Bnh"), '--place "Ninh Bnh": no unit of that name'),
        (("--level", "city"), "--level 'city': no such level"),
        (("--platform", "geocities"), "--platform 'geocities': no such platform. Known: nukeviet"),
        (("enable", "--status", "dead"), "--status 'dead': no such status"),
        (("enable", "hanam.gov.v"), "no source 'hanam.gov.v'. Known: hanam.gov.vn"),
        (("enable",), 'name portals, or say which: --place "Ninh Bình"'),
        (("disable", "--place", "Ninh Bình"), "no portal that is known fits"),
    ],
)
def test_a_mistake_on_the_command_line_is_named(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    done = ran("sources", *words, data=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert not (tmp_path / "sources.toml").exists()


def test_options_count_before_the_verb_as_well(tmp_path: Path) -> None:
    done = ran("sources", "--data", tmp_path, "--json", "enable", "hanam.gov.vn")
    assert [change["did"] for change in done.json["changes"]] == ["added"]
    assert list(load_sources(tmp_path / "sources.toml")) == ["hanam.gov.vn"]


def test_a_place_is_followed_disabled_and_followed_again(tmp_path: Path) -> None:
    there = [source.id for source in select(shipped().values(), Filters(("Ninh Bình",)))]
    place = ("--place", "Ninh Bình", "--json")
    for verb, did in (
        ("enable", "added"), ("enable", "unchanged"), ("disable", "disabled"), ("enable", "enabled"),
    ):  # fmt: skip
        done = ran("sources", verb, *place, data=tmp_path)
        assert done.code == 0
        assert [change["id"] for change in done.json["changes"]] == there
        assert {change["did"] for change in done.json["changes"]} == {did}


def test_portals_known_to_be_gone_are_followed_only_when_asked_for(tmp_path: Path) -> None:
    ran("db", "upgrade", data=tmp_path)
    gone = shipped()["hanam.gov.vn"]
    with open_store(databases.url_of(tmp_path)) as store:
        store.save_verification(Verification(gone.id, gone.url, NOW, "gone", "failed-dns-gone"))
    listed = ran("sources", "--status", "gone", "--json", data=tmp_path).json
    assert [(one["source"]["id"], one["verification"]["reason"]) for one in listed] == [
        ("hanam.gov.vn", "failed-dns-gone")
    ]
    done = ran("sources", "enable", "--place", "Hà Nam", "--json", data=tmp_path)
    assert done.json["left_out"] == ["hanam.gov.vn"]
    assert "hanam.gov.vn" not in {change["id"] for change in done.json["changes"]}
    done = ran("sources", "enable", "--status", "gone", "--json", data=tmp_path)
    assert [change["did"] for change in done.json["changes"]] == ["added"]


def test_a_place_of_which_nothing_is_followed_says_what_to_type(tmp_path: Path) -> None:
    known = len(select(shipped().values(), Filters(("Ninh Bình",), ("province",))))
    for more in ((), ("--due",)):
        done = ran("crawl", "--place", "Ninh Bình", "--level", "province", *more, data=tmp_path)
        assert (done.code, done.out) == (2, "")
        line = f'congtin sources enable --place "Ninh Bình" --level province --data {tmp_path}'
        assert f"{known} are known. Follow: {line}\n" in done.err
    done = ran("crawl", "www.hanam.gov.vn", data=tmp_path)
    assert done.code == 2
    assert (
        f"not followed. Follow it: congtin sources enable hanam.gov.vn --data {tmp_path}"
        in done.err
    )


def test_a_crawl_of_a_place_crawls_its_portals_alone(tmp_path: Path) -> None:
    with portal({"/": page("<p>Không có tin.</p>")}) as address:
        register(tmp_path, ("ours", address), unit_before="353")
        file = tmp_path / "sources.toml"
        other = '\n[[source]]\nid = "other"\nname = "O"\nurl = "http://127.0.0.1:1/"\nallow_private = true\n'
        file.write_text(file.read_text() + other + 'unit_before = "305"\n')
        for words in (
            ("--place", "ly nhan", "--level", "district", "--due"),
            ("--place", "Hà Nam"),
        ):
            done = congtin("crawl", *words, "--json", data=tmp_path)
            assert [told["source_id"] for told in done.json] == ["ours"], done.err
    assert (
        ran("sources", "--place", "Hà Nam", "--json", data=tmp_path).json[0]["status"] == "no-news"
    )


def test_a_source_that_was_removed_is_listed_as_such_with_its_articles(tmp_path: Path) -> None:
    kept = Source("kept", "Kept", "https://kept.example.vn/")
    gone = replace(kept, id="gone", url="https://gone.example.vn/")
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nid = "kept"\nname = "Kept"\nurl = "https://kept.example.vn/"\n'
    )
    with open_store(databases.url_of(tmp_path)) as store:
        store.put_sources([kept, gone])
        store.save_run(RunReport("gone", NOW, NOW, "finished", requests=5))
    by_id = {one["source"]["id"]: one for one in ran("sources", "--json", data=tmp_path).json}
    told = by_id["gone"]
    assert (told["followed"], told["next_visit"]) == (False, None)
    assert told["next_visit_why"] == "removed from sources.toml"
    assert by_id["kept"]["followed"]
    (line,) = [row for row in ran("sources", data=tmp_path).out.splitlines() if "gone" in row]
    assert "removed" in line
    assert " now " not in line


@pytest.mark.parametrize("verb", [("verify",), ("disable",)])
def test_an_id_that_is_like_none_is_answered_with_what_is_followed(
    tmp_path: Path, verb: tuple[str, ...]
) -> None:
    (tmp_path / "sources.toml").write_text('[[source]]\nid = "hanam.gov.vn"\n')
    done = ran("sources", *verb, "nosuch", data=tmp_path)
    assert done.code == 2
    assert "Followed: hanam.gov.vn." in done.err
    assert "angiang" not in done.err


def test_a_place_without_a_portal_is_answered_with_its_province(tmp_path: Path) -> None:
    done = ran("sources", "enable", "--place", "huyện Lý Nhân", data=tmp_path)
    assert done.code == 2
    assert 'congtin sources --place "Ninh Bình"' in done.err
    assert ran("sources", "enable", "--place", "huyện Kim Sơn", data=tmp_path).code == 0
