"""Places of articles on their way into the store: by the source's units, and into articles stored before."""

from dataclasses import replace
from pathlib import Path

import pytest
from raw_pages import SOURCE, article, raw

from pipeline.archive import Archive
from pipeline.edits import is_edit
from pipeline.ingest import home_of, ingest, read_article
from pipeline.model import Source
from pipeline.reprocess import reprocess
from pipeline.store import Store

CHAU_THANH = replace(SOURCE, unit="", unit_before="831")
PAGE = article().replace("<h1>", "<h1>Huyện Châu Thành: ", 1)


@pytest.fixture
def store(store: Store) -> Store:
    store.put_sources([CHAU_THANH])
    return store


def without_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """As versions before this one read pages."""

    def former(*asked: object, **more: object) -> object:
        return replace(read_article(*asked, **more), places=())  # type: ignore[arg-type]

    monkeypatch.setattr("pipeline.ingest.read_article", former)


def test_the_sources_units_say_which_is_meant() -> None:
    page = raw(PAGE)
    assert [p.unit for p in read_article(page, CHAU_THANH).places][:1] == ["831"]
    elsewhere = replace(CHAU_THANH, unit_before="821")
    assert [p.unit for p in read_article(page, elsewhere).places][:1] == ["821"]


def test_a_source_is_at_home_in_its_units_of_both_eras() -> None:
    def home(before: str, since: str) -> tuple[str, ...]:
        return home_of(Source(id="a", name="a", url="http://a/", unit_before=before, unit=since))

    assert home("353", "13573") == ("353", "13573@2025")
    assert home("", "13573") == ("13573@2025",)
    assert home("", "") == ()


def test_articles_stored_before_get_their_places_and_are_not_called_updated(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = raw(PAGE)
    page = replace(page, warc=Archive(tmp_path).write(page))
    with monkeypatch.context() as earlier:
        without_places(earlier)
        ingest(page, CHAU_THANH, store)
    before = store.entries()[0][0]
    assert before.article.places == ()
    done = reprocess(tmp_path, CHAU_THANH, store)
    after = store.entries()[0][0]
    assert (done.changed, done.new, store.count()) == (1, 0, 1)
    assert [place.unit for place in after.article.places][:1] == ["831"]
    assert (after.id, after.updated) == (before.id, before.updated)
    assert [change.kind for change in store.changes()] == ["new", "re-extracted"]
    assert reprocess(tmp_path, CHAU_THANH, store).unchanged == 1


def test_a_page_read_again_after_an_upgrade_is_no_edit_by_its_places_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = raw(PAGE)
    with monkeypatch.context() as earlier:
        without_places(earlier)
        ingest(page, CHAU_THANH, store)
    before = store.entries()[0][0]
    ingest(page, CHAU_THANH, store)
    after = store.entries()[0][0]
    assert after.article.places
    assert (after.id, after.updated) == (before.id, before.updated)
    assert not is_edit(before.article, after.article)
    assert [change.kind for change in store.changes()] == ["new", "re-extracted"]
