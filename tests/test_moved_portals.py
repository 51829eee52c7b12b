"""The merger on loopback: portals move, die, go on under another unit, or lose their host to one.

Each is crawled to its end before, then what `congtin sources verify` says is done, and what an export holds
before and after is compared: nothing is lost, no id changed, all history is kept.
"""

import copy
import json
import shlex
import tomllib
from contextlib import ExitStack
from datetime import datetime
from types import MethodType

import pytest
from commands import congtin, register, rows
from live_portals import VIETNAM, Backwards, NukeViet, Portal, WordPress, serve
from live_portals.lists import redirect
from live_portals.portal import NEWS
from live_portals.visiting import Visits

NOW = datetime(2026, 3, 4, 9, tzinfo=VIETNAM)
DISTRICT = {"level": "district", "unit_before": "353"}


def old_portal() -> Portal:
    portal = NukeViet(NOW, size=6, seed="huyen")
    portal.items = portal.public()
    return portal


def successor(old: Portal, kind: type[Portal]) -> Portal:
    """Another CMS with all that the old one has, at other paths."""
    heir = kind(NOW, size=1, seed="xa")
    heir.sections = dict(NEWS)
    heir.items = copy.deepcopy(old.items)
    heir.now = old.now
    for number, item in enumerate(heir.items):
        item.number, item.old_paths = 900 + number, []
    return heir


def day_only(self: Portal, item) -> str:
    return f"Ngày đăng: {item.when:%d/%m/%Y}"


def export(visits: Visits) -> dict[str, dict]:
    """All stored articles by id."""
    done = congtin("export", data=visits.data)
    return {entry["id"]: entry for entry in map(json.loads, done.out.splitlines())}


def history(visits: Visits) -> list[tuple]:
    return rows(
        visits.data, "SELECT article, number, title, text, reason FROM revisions ORDER BY number"
    )


def begun(tmp_path, old: Portal) -> Visits:
    """A district portal, crawled to its end."""
    visits = Visits({"huyen": old}, tmp_path / "data", **DISTRICT)
    assert visits.crawl().code == 0
    assert rows(visits.data, "SELECT count(*) FROM articles") == [(len(old.public()),)]
    return visits


def edited(visits: Visits, old: Portal) -> None:
    """Its newest article is edited and read again."""
    old.edit(old.listed()[0])
    visits.advance(days=1)
    assert visits.crawl().code == 0
    assert len(history(visits)) == 1


def step_of(visits: Visits, found: str) -> str:
    done = visits.congtin("sources", "verify", "huyen", "--json")
    (seen,) = done.json
    assert seen["found"] == found
    return seen["next_step"]


def follow(visits: Visits, step: str):
    """Run the command that a next step ends with, some time later."""
    visits.advance(hours=2)
    words = shlex.split(step[step.index("congtin ") :].rstrip("."))
    return visits.congtin(*words[1:], "--yes")


def followed(visits: Visits) -> list[dict]:
    return tomllib.loads((visits.data / "sources.toml").read_text())["source"]


@pytest.mark.parametrize("kind", [WordPress, Backwards])
def test_a_redirect_of_a_district_host_to_a_successor_keeps_every_id_and_all_history(
    tmp_path, kind
):
    """Every page redirects to its own at the successor, whose paths, CMS and printed dates are others."""
    with ExitStack() as stack:
        old = stack.enter_context(serve(old_portal()))
        visits = begun(tmp_path, old)
        edited(visits, old)
        before, revised = export(visits), history(visits)
        heir = successor(old, kind)
        if kind is Backwards:
            heir.date = MethodType(day_only, heir)
        stack.enter_context(serve(heir))
        paths = {
            old.path(item): heir.path(new) for item, new in zip(old.items, heir.items, strict=True)
        }
        old.answer = lambda call: redirect(heir.url + paths.get(call.target, "/"))

        crawled = visits.crawl()
        assert [run["status"] for run in crawled.json] == ["moved"]
        assert export(visits) == before
        file = visits.data / "sources.toml"
        file.write_text(f"# của tôi\n{file.read_text()}# hết\n")
        assert follow(visits, step_of(visits, "moved")).code == 0

        ended, new = followed(visits)
        assert (ended["enabled"], ended["successor"]) == (False, new["id"])
        assert ended["active_until"].isoformat() == "2026-03-05"
        assert (new["url"], new["unit_before"]) == (f"{heir.url}/", "353")
        assert new["level"] == ("commune" if kind is WordPress else "party")  # as its home says
        assert file.read_text().startswith("# của tôi\n")
        assert "# hết" in file.read_text()

        heir.publish(2)
        visits.advance(hours=2)
        done = visits.crawl()
        assert [run["source_id"] for run in done.json] == [new["id"]]
        after = export(visits)
    assert before.keys() < after.keys()
    assert len(after) == len(before) + 2
    for id_, entry in before.items():
        now = after[id_]
        same = (
            "key",
            "title",
            "text",
            "published_at",
            "first_seen",
            "updated",
            "unit",
            "unit_name",
        )
        assert {name: now[name] for name in same} == {name: entry[name] for name in same}
        assert now["url"].startswith(heir.url)
        assert (now["source_id"], now["gone_at"]) == (new["id"], None)
    assert history(visits) == revised
    assert {e["unit_name"] for e in before.values()} == {"Huyện Lý Nhân"}


def test_of_a_dead_host_the_successor_is_added_by_hand_and_nothing_is_lost(tmp_path):
    with ExitStack() as stack:
        old = old_portal()
        with serve(old):
            visits = begun(tmp_path, old)
            before = export(visits)
        assert [run["status"] for run in visits.crawl().json] == ["failed-refused"]
        step = step_of(visits, "gone")
        assert (
            f"congtin import --captures {old.url.removeprefix('http://')} --to 2026-03-04" in step
        )
        assert export(visits) == before

        heir = stack.enter_context(serve(successor(old, WordPress)))
        added = visits.congtin("add", heir.url, "--succeeds", "huyen", "--allow-private", "--yes")
        assert added.code == 0
        visits.advance(hours=2)
        visits.crawl()
        after = export(visits)
    assert after.keys() == before.keys()
    assert {e["url"].startswith(heir.url) for e in after.values()} == {True}
    assert {i: e["text"] for i, e in after.items()} == {i: e["text"] for i, e in before.items()}


def test_a_host_that_another_unit_took_over_starts_a_new_source(tmp_path):
    """Its numbers begin anew, so that its articles stand at the very paths of the old one's."""
    with ExitStack() as stack:
        old = stack.enter_context(serve(Backwards(NOW, size=8, seed="huyen")))
        visits = begun(tmp_path, old)
        edited(visits, old)
        before, revised = export(visits), history(visits)
        owner = Backwards(NOW, size=6, seed="xa")
        owner.url, owner.now = old.url, old.now
        named = owner.shell
        owner.shell = lambda title, *more: named(
            title.replace("Huyện ủy Mẫu", "UBND xã Nhân Hà"), *more
        )
        assert {owner.path(i) for i in owner.items} < {old.path(i) for i in old.items}
        old.answer = owner.answer

        step = step_of(visits, "answers")
        assert "calls itself Xã Nhân Hà" in step
        command = step[step.index("congtin add") : step.index(". If the portal goes on")]
        assert follow(visits, command).code == 0
        ended, new = followed(visits)
        assert (ended["enabled"], ended["active_until"].isoformat()) == (False, "2026-03-04")
        assert "successor" not in ended
        assert (new["id"] != "huyen", new["url"]) == (True, ended["url"])
        assert (new["unit"], new["active_from"].isoformat()) == ("13609", "2026-03-05")
        assert "unit_before" not in new

        visits.advance(hours=2)
        done = visits.crawl()
        assert [run["source_id"] for run in done.json] == [new["id"]]
        after = export(visits)
        refused = visits.congtin("crawl", "huyen")
        assert (refused.code, refused.err.count("ended on 2026-03-04")) == (2, 1)
    assert {id_: after[id_] for id_ in before} == before
    assert history(visits) == revised
    theirs = [entry for id_, entry in after.items() if id_ not in before]
    assert len(theirs) == len(owner.public())
    assert {entry["source_id"] for entry in theirs} == {new["id"]}
    assert {e["url"] for e in theirs} < {e["url"] for e in before.values()}


def test_a_portal_that_goes_on_when_its_unit_changes_is_one_source(tmp_path):
    with ExitStack() as stack:
        old = stack.enter_context(serve(old_portal()))
        visits = begun(tmp_path, old)
        before = export(visits)
        file = visits.data / "sources.toml"
        file.write_text(file.read_text() + 'unit = "13573"\n')
        old.publish(2)
        visits.advance(hours=2)
        assert visits.crawl().code == 0
        after = export(visits)
    assert len(after) == len(before) + 2
    assert {i: e["id"] for i, e in after.items() if i in before} == {i: i for i in before}
    merged = datetime(2025, 7, 1, tzinfo=VIETNAM)
    for entry in after.values():
        published = datetime.fromisoformat(entry["published_at"])
        assert entry["unit_name"] == ("Huyện Lý Nhân" if published < merged else "Xã Lý Nhân")
    assert {e["unit_name"] for e in after.values()} == {"Huyện Lý Nhân", "Xã Lý Nhân"}


def test_a_portal_that_moved_to_a_source_that_is_there_is_only_linked(tmp_path):
    data = register(
        tmp_path / "data", ("cu", "http://127.0.0.1:9/"), ("moi", "http://127.0.0.1:10/")
    )
    done = congtin("add", "http://127.0.0.1:10/", "--succeeds", "cu", "--json", data=data)
    assert (done.code, done.json["successor"]) == (0, "moi")
    ended, new = tomllib.loads((data / "sources.toml").read_text())["source"]
    assert (ended["successor"], ended["enabled"], new.keys()) == (
        "moi",
        False,
        {"id", "name", "url", "allow_private"},
    )


MISTAKES = [
    (("http://127.0.0.1:9/x", "--succeeds", "cu"), "--reuses"),
    (("http://127.0.0.1:10/", "--reuses", "cu"), "--succeeds"),
    (("http://127.0.0.1:11/", "--succeeds", "ai"), "no source 'ai'"),
    (("http://127.0.0.1:11/", "--succeeds", "cu", "--reuses", "cu"), "use one"),
    (("http://127.0.0.1:9/",), "is a source already"),
]


@pytest.mark.parametrize(("words", "says"), MISTAKES)
def test_mistakes_are_told_before_anything_is_asked_for(tmp_path, words, says):
    data = register(tmp_path / "data", ("cu", "http://127.0.0.1:9/"))
    before = (data / "sources.toml").read_text()
    done = congtin("add", *words, "--allow-private", data=data)
    assert done.code == 2
    assert says in done.err
    assert len(done.err.splitlines()) == 1
    assert (data / "sources.toml").read_text() == before
