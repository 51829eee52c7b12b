"""`congtin import FILE.jsonl`: entries of another database under their own ids, none doubled."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sample_entries import make_config
from store_samples import FAR, FULL, SOURCE, article, at, visit

from crawler.exports import import_exports
from crawler.imports import Imported
from pipeline.config import Config
from pipeline.exported import parse_entry, read_export
from pipeline.model import Entry, Source
from pipeline.store import Store, open_store


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[Store]:
    """A database with two portals: an edited article, one that is gone, and one undated."""
    with open_store(f"sqlite:///{tmp_path / 'origin.db'}") as made:
        made.put_sources([SOURCE, FAR])
        for n in range(3):
            made.save(article(n, f"Tin {n}"), visit(article(n), at(10 + n)))
        made.save(FULL, visit(FULL, at(20)))
        edited = replace(FULL, text="Sáng nay, khánh thành cầu.", content_hash="h2")
        made.save(edited, visit(FULL, at(22)))
        made.mark_gone(visit(article(1), at(23)))
        made.save(FULL, visit(FULL, at(25), FAR.id))
        yield made


def lines(store: Store) -> list[dict[str, Any]]:
    """What an export gives of each entry, as it reads afterwards."""
    return [json.loads(json.dumps(entry.to_dict())) for entry in store.iter_entries()]


def bare(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what each database finds out for itself."""
    return [{k: v for k, v in one.items() if k not in ("story", "also")} for one in told]


def write(file: Path, told: list[Any]) -> Path:
    text = "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in told)
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "wt", encoding="utf-8") as stream:
        stream.write(text)
    return file


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Config:
    return make_config(tmp_path, database_url=database_url)


def take(config: Config, store: Store, *files: Path) -> Imported:
    return import_exports(config, list(files), store)


def counts(done: Imported) -> dict[str, tuple[int, int, int]]:
    return {run.source_id: (run.new, run.changed, run.unchanged) for run in done.runs}


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz"])
def test_what_was_exported_stands_in_another_database_as_it_was(
    origin: Store, store: Store, config: Config, tmp_path: Path, name: str
) -> None:
    done = take(config, store, write(tmp_path / name, lines(origin)))
    assert done.problems == ()
    assert counts(done) == {"lynhan": (4, 0, 0), "taynam": (1, 0, 0)}
    assert bare(lines(store)) == bare(lines(origin))


def test_taken_in_twice_it_changes_nothing(
    origin: Store, store: Store, config: Config, tmp_path: Path
) -> None:
    file = write(tmp_path / "all.jsonl", lines(origin))
    take(config, store, file)
    before = (lines(store), store.changes(), list(store.visits()))
    assert counts(take(config, store, file)) == {"lynhan": (0, 0, 4), "taynam": (0, 0, 1)}
    assert (lines(store), store.changes(), list(store.visits())) == before


def test_into_the_database_that_it_came_from_it_changes_nothing(
    origin: Store, config: Config, tmp_path: Path
) -> None:
    before = (lines(origin), origin.changes(), list(origin.visits()))
    take(config, origin, write(tmp_path / "all.jsonl", lines(origin)))
    assert (lines(origin), origin.changes(), list(origin.visits())) == before


def test_an_article_that_is_here_under_another_id_keeps_it(
    origin: Store, store: Store, config: Config, tmp_path: Path
) -> None:
    store.put_sources([SOURCE])
    told = full(origin)
    moved = replace(parse_entry(told).article, url="http://lynhan.test/kinh-te/cau-moi")
    key = store.save(moved, visit(moved, at(1))).key
    assert key != told["key"]
    take(config, store, write(tmp_path / "all.jsonl", [told]))
    [entry] = store.iter_entries()
    assert (entry.key, store.count()) == (key, 1)


def full(origin: Store) -> dict[str, Any]:
    """The edited article, as it is exported."""
    own = [one for one in lines(origin) if one["source_id"] == "lynhan"]
    return next(one for one in own if one["url"] == FULL.url)


def test_a_later_state_is_taken_and_the_former_kept(
    origin: Store, store: Store, config: Config, tmp_path: Path
) -> None:
    store.put_sources([SOURCE])
    key = store.save(FULL, visit(FULL, at(21))).key
    told = full(origin) | {"last_seen": "2024-05-26T08:00:00+07:00"}
    take(config, store, write(tmp_path / "all.jsonl", [told]))
    entry = store.entry(key)
    assert entry
    assert (entry.article.text, entry.first_seen) == (told["text"], at(20))
    assert entry.updated.isoformat() == told["updated"]
    assert [one.reason for one in store.revisions(key)] == ["publisher"]


def test_an_earlier_state_only_tells_when_it_was_first_seen(
    origin: Store, store: Store, config: Config, tmp_path: Path
) -> None:
    store.put_sources([SOURCE])
    key = store.save(FULL, visit(FULL, at(28))).key
    take(config, store, write(tmp_path / "all.jsonl", [full(origin)]))
    entry = store.entry(key)
    assert entry
    assert (entry.article, entry.first_seen, entry.last_seen) == (FULL, at(20), at(28))
    assert [one.kind for one in store.changes()] == ["new"]


def test_the_next_crawl_finds_it_again(
    origin: Store, store: Store, config: Config, tmp_path: Path
) -> None:
    take(config, store, write(tmp_path / "all.jsonl", lines(origin)))
    known = {page.url: page.title for page in store.pages("lynhan")}
    assert known[FULL.url] == FULL.title
    edited = replace(FULL, title="Tên khác", content_hash="h9")
    assert store.save(edited, visit(FULL, at(28))).key == full(origin)["key"]


def test_a_source_that_nobody_registered_is_known_but_not_crawled(
    origin: Store, store: Store, config: Config, tmp_path: Path
) -> None:
    take(config, store, write(tmp_path / "all.jsonl", lines(origin)))
    source = store.source("taynam")
    assert source == Source(
        "taynam", FAR.name, "http://lynhan.test/", province=FAR.province, enabled=False
    )


def test_a_source_that_is_known_stays_as_it_is(
    origin: Store, store: Store, config: Config, tmp_path: Path
) -> None:
    known = replace(SOURCE, name="Tên của tôi")
    store.put_sources([known])
    take(config, store, write(tmp_path / "all.jsonl", lines(origin)))
    assert store.source("lynhan") == known


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("{", "no JSON"),
        ('"entry"', "an object with its fields"),
        ("[" * 100_000, "no entry"),
        ({"id": "tag:a,2025:b/zzzzzzzzzz"}, "id: no tag: URI"),
        ({"id": 5}, "id: a text is expected"),
        ({"title": None}, "title: a text is expected"),
        ({"url": "javascript:alert(1)"}, "url: no address of the web"),
        ({"first_seen": "gestern"}, "first_seen: no time"),
        ({"last_seen": "2024-05-20T08:00:00"}, "last_seen: a time without its offset"),
        ({"images": [{"url": 5}]}, "images.url: a text is expected"),
        ({"attachments": [{"url": "http://a.test/"}]}, "attachments.name: is missing"),
        ({"tags": "cầu"}, "tags: a list is expected"),
        ({"kind": "poem"}, "kind: one of article, document"),
        ({"source_id": "../etc"}, "source_id: no id of a source"),
        ({"provenance": {"title": 1}}, "provenance: no rules by field"),
    ],
    ids=str,
)
def test_a_bad_line_is_named_and_the_others_go_in(
    origin: Store, store: Store, config: Config, tmp_path: Path, change: Any, problem: str
) -> None:
    good = lines(origin)
    bad = change if isinstance(change, str) else full(origin) | change
    file = write(tmp_path / "all.jsonl", [*good[:2], bad, *good[2:]])
    done = take(config, store, file)
    assert len(done.problems) == 1
    assert done.problems[0].startswith(f"{file}: line 3: ")
    assert problem in done.problems[0]
    assert store.count() == len(good)


def test_of_many_bad_lines_the_first_are_named(
    store: Store, config: Config, tmp_path: Path
) -> None:
    done = take(config, store, write(tmp_path / "all.jsonl", ["{"] * 100))
    assert len(done.problems) == 21
    assert done.problems[-1].endswith("80 more lines that are no entry.")


@pytest.mark.parametrize("body", [b"", b"\n\n", b"\x1f\x8bnothing"])
def test_a_file_without_entries_is_said_to_be_one(
    store: Store, config: Config, tmp_path: Path, body: bytes
) -> None:
    file = tmp_path / "all.jsonl.gz"
    file.write_bytes(gzip.compress(body) if not body.startswith(b"\x1f") else body)
    assert str(file) in take(config, store, file).problems[0]


def test_a_file_cut_short_gives_what_is_whole(
    origin: Store, store: Store, config: Config, tmp_path: Path
) -> None:
    file = write(tmp_path / "all.jsonl.gz", lines(origin) * 200)
    file.write_bytes(file.read_bytes()[:-10])
    done = take(config, store, file)
    assert (store.count(), len(done.problems)) == (5, 1)
    assert "cannot be read" in done.problems[0]


def test_markup_is_sanitised_once_more(origin: Store) -> None:
    entry = parse_entry(full(origin) | {"html": "<p>a</p><script>alert(1)</script>"})
    assert entry.article.html == "<p>a</p>"


def test_an_export_is_read_line_by_line(origin: Store, tmp_path: Path) -> None:
    read = read_export(write(tmp_path / "all.jsonl", [*lines(origin), "{"]))
    kinds = [(number, isinstance(entry, Entry)) for number, entry in read]
    assert kinds == [(n, n < 6) for n in range(1, 7)]
