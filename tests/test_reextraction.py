"""A page read otherwise by new rules is no edit; what its publisher changed at the same time is one."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from raw_pages import ADDRESS, SITE, SOURCE, TITLE, WHEN, article, raw

from pipeline.archive import Archive
from pipeline.ingest import ingest
from pipeline.model import Outcome, PageRules, RawPage, Source, WarcLocation
from pipeline.store import Store

OLD = "Sáng nay, huyện khánh thành cây cầu mới."
NEW = "Chiều nay, huyện khánh thành cây cầu mới."
NOTE = '<p class="hop-thu">Hộp thư bạn đọc: mời bà con gửi bài về toà soạn của huyện.</p>'
RULED = replace(SOURCE, page=PageRules(remove=(".hop-thu",)))
"""The same portal, read by rules that a later version has: the note is no part of an article."""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


@pytest.fixture
def store(store: Store) -> Store:
    store.put_sources([SOURCE])
    return store


def noted(text: str = OLD, title: str = TITLE) -> str:
    return article(title, text).replace('<div class="content">', f'<div class="content">{NOTE}')


class Door:
    """Pages archived and taken in, one a day."""

    def __init__(self, store: Store, archive: Archive) -> None:
        self.store, self.archive = store, archive

    def take(
        self, markup: str, day: int, source: Source = SOURCE, *, known: bool = True, **fields: Any
    ) -> Outcome:
        page = self.archived(raw(markup, fetched_at=on(day), **fields))
        return ingest(page, source, self.store, archive=self.archive if known else None)

    def archived(self, page: RawPage) -> RawPage:
        return replace(page, warc=self.archive.write(page))

    def history(self) -> list[tuple[str, bool, bool]]:
        """Each former version: why it was replaced, whether it had the note, whether the old text."""
        [entry], _ = self.store.entries()
        former = self.store.revisions(entry.key)
        return [(one.reason, *holds(one.article.text)) for one in former]

    def updated(self) -> datetime:
        [entry], _ = self.store.entries()
        return entry.updated


def holds(text: str) -> tuple[bool, bool]:
    return "Hộp thư" in text, OLD in text


def on(day: int) -> datetime:
    return WHEN.replace(day=day)


@pytest.fixture
def door(store: Store, archive: Archive) -> Door:
    """A store that took the page with its note in, by the old rules."""
    made = Door(store, archive)
    assert made.take(noted(), 6).change == "new"
    return made


def kinds(store: Store) -> list[str]:
    return [change.kind for change in store.changes()]


def test_an_unchanged_page_read_by_new_rules_is_no_edit(door: Door, store: Store) -> None:
    before = door.updated()
    assert door.take(noted(), 7, RULED).change == "changed"
    assert door.history() == [("re-extraction", True, True)]
    assert door.updated() == before
    assert kinds(store) == ["new", "re-extracted"]


def test_an_edit_read_by_the_same_rules_is_the_publishers(door: Door) -> None:
    door.take(noted(NEW), 7)
    assert door.history() == [("publisher", True, True)]
    assert door.updated() == on(7)


def test_an_edit_read_by_new_rules_is_told_from_what_they_change(door: Door, store: Store) -> None:
    door.take(noted(NEW), 7, RULED)
    assert door.history() == [("re-extraction", True, True), ("publisher", False, True)]
    assert door.updated() == on(7)
    assert kinds(store) == ["new", "re-extracted", "edited"]


def test_after_new_rules_the_next_edit_is_the_publishers_alone(door: Door) -> None:
    door.take(noted(), 7, RULED)
    door.take(noted(NEW), 8, RULED)
    assert [reason for reason, *_ in door.history()] == ["re-extraction", "publisher"]


def test_what_the_publisher_takes_out_himself_is_his_edit(door: Door) -> None:
    door.take(article(text=OLD), 7)
    assert door.history() == [("publisher", True, True)]


def test_without_an_archive_every_change_is_the_publishers(door: Door) -> None:
    door.take(noted(), 7, RULED, known=False)
    assert [reason for reason, *_ in door.history()] == ["publisher"]


def test_a_former_capture_that_is_lost_tells_nothing(store: Store, archive: Archive) -> None:
    lost = WarcLocation("huyen/huyen-20240101.warc.gz", 0, 10)
    ingest(raw(noted(), warc=lost), SOURCE, store, archive=archive)
    door = Door(store, archive)
    door.take(noted(), 7, RULED)
    assert [reason for reason, *_ in door.history()] == ["publisher"]


def test_a_former_capture_that_is_no_article_any_more_tells_nothing(door: Door) -> None:
    nowhere = replace(SOURCE, page=PageRules(title="h6.none"))
    door.take(noted(NEW), 7, nowhere)
    assert [reason for reason, *_ in door.history()] == ["publisher"]


def test_an_older_capture_changes_nothing_by_whatever_rules(door: Door) -> None:
    assert door.take(noted(NEW), 5, RULED).change == "unchanged"
    assert door.history() == []


FIRST, SECOND = f"{SITE}/bai-7.html", f"{SITE}/bai-7-p2.html"
PAGES = (
    '<div class="paging"><span class="current">1</span> <a href="/bai-7-p2.html">2</a></div>',
    '<div class="paging"><a href="/bai-7.html">1</a> <span class="current">2</span></div>',
)


def over_two(door: Door, day: int, second: str) -> RawPage:
    """An article on two pages, the second with that text."""
    bodies = zip((FIRST, SECOND), (noted(), article(text=second)), PAGES, strict=True)
    one, two = (
        door.archived(raw(markup.replace("</div>", f"{links}</div>", 1), url, fetched_at=on(day)))
        for url, markup, links in bodies
    )
    return replace(one, parts=(two,))


@pytest.mark.parametrize(
    ("second", "reasons"),
    [
        ("Bà con hai bờ sông đã chờ cây cầu từ lâu.", ["re-extraction"]),
        ("Bà con hai bờ sông rất phấn khởi.", ["re-extraction", "publisher"]),
    ],
)
def test_an_article_over_two_pages_is_read_again_with_both(
    store: Store, archive: Archive, second: str, reasons: list[str]
) -> None:
    door = Door(store, archive)
    former = over_two(door, 6, "Bà con hai bờ sông đã chờ cây cầu từ lâu.")
    ingest(former, SOURCE, store, archive=archive)
    ingest(over_two(door, 7, second), RULED, store, archive=archive)
    assert [reason for reason, *_ in door.history()] == reasons
    [entry], _ = store.entries()
    assert second in entry.article.text


def test_captures_of_one_address_read_in_order_are_its_publishers_edits(door: Door) -> None:
    for day, text in ((7, NEW), (8, OLD)):
        door.take(noted(text), day)
    assert [reason for reason, *_ in door.history()] == ["publisher", "publisher"]


def test_the_ledger_ends_with_the_last_capture(door: Door, store: Store) -> None:
    door.take(noted(NEW), 7, RULED)
    line = store.visit("huyen", ADDRESS)
    assert line
    assert (line.fetched_at, line.outcome) == (on(7), "article")
