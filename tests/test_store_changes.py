"""The list of changes: nothing for nothing, a line for each change, in the order of commits."""

import threading
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from store_samples import FULL, SOURCE, article, at, visit

from pipeline.model import ArticleChange, Attachment, Image
from pipeline.store import Store, open_store

WRITERS, EACH = 4, 12


@pytest.fixture
def key(store: Store) -> str:
    """A store that saw FULL on 20 May."""
    store.put_sources([SOURCE])
    return store.save(FULL, visit(FULL, at(20))).key


def kinds(store: Store) -> list[str]:
    return [one.kind for one in store.changes()]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"html": "<p>Lượt xem: 7</p>"},
        {"images": tuple(replace(one, url=f"{one.url}?t=7") for one in FULL.images)},
        {"attachments": (Attachment("http://lynhan.test/a.pdf?s=7", "Quyết định (7 lượt tải)"),)},
        {"section": "Tin tức", "tags": ("mới",)},
        {"updated_at": at(21)},
    ],
    ids=str,
)
def test_what_moves_by_itself_leaves_no_line(
    store: Store, key: str, fields: dict[str, Any]
) -> None:
    before = store.entry(key)
    store.save(replace(FULL, **fields), visit(FULL, at(22)))
    after = store.entry(key)
    assert before
    assert after
    assert kinds(store) == ["new"]
    assert (after.updated, store.revisions(key)) == (before.updated, [])


@pytest.mark.parametrize(
    "fields",
    [
        {"author": "Thu Hà"},
        {"published_at": at(4)},
        {"attachments": (*FULL.attachments, Attachment("http://lynhan.test/b.pdf", "Phụ lục"))},
        {"images": (Image("http://lynhan.test/a.jpg", "Cầu cũ"), FULL.images[1])},
    ],
    ids=str,
)
def test_an_edit_beside_the_text_is_kept_and_listed(
    store: Store, key: str, fields: dict[str, Any]
) -> None:
    edited = replace(FULL, **fields)
    store.save(edited, visit(FULL, at(22)))
    store.save(edited, visit(FULL, at(23)))
    entry = store.entry(key)
    assert entry
    assert kinds(store) == ["new", "edited"]
    assert [(one.article, one.reason) for one in store.revisions(key)] == [(FULL, "publisher")]
    assert entry.updated == at(22)


def test_writers_at_once_leave_no_line_out_and_none_twice(database_url: str) -> None:
    with open_store(database_url) as store:
        store.put_sources([SOURCE])
        reader = _Reader(database_url)
        reader.start()
        writers = [threading.Thread(target=write, args=(database_url, n)) for n in range(WRITERS)]
        for one in writers:
            one.start()
        for one in writers:
            one.join()
        seen = reader.finish()
        assert [stamp(one) for one in seen] == [stamp(one) for one in store.changes(limit=10_000)]
        assert Counter(one.kind for one in seen) == dict.fromkeys(
            ("new", "edited", "gone"), WRITERS * EACH
        )
        assert [one.at for one in seen] == sorted(one.at for one in seen)


def stamp(change: ArticleChange) -> tuple[int, str, str]:
    return change.number, change.kind, change.key


def write(database_url: str, writer: int) -> None:
    """Articles stored, edited and withdrawn, over a connection of its own."""
    with open_store(database_url) as store:
        for n in range(EACH):
            one = article(writer * EACH + n)
            store.save(one, visit(one, at(20)))
            store.save(replace(one, content_hash="h2"), visit(one, at(21)))
            store.mark_gone(visit(one, at(22)))


class _Reader(threading.Thread):
    """Follows the list by its last number, as whoever mirrors it does."""

    def __init__(self, database_url: str) -> None:
        super().__init__()
        self._store = open_store(database_url)
        self._seen: list[ArticleChange] = []
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.is_set():
            self._follow()

    def _follow(self) -> None:
        self._seen += self._store.changes(self._seen[-1].number if self._seen else 0)

    def finish(self) -> list[ArticleChange]:
        self._over.set()
        self.join()
        self._follow()
        self._store.close()
        return self._seen
