"""A source's template is learned from its archive, kept, and used at the next pages and the early ones."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from raw_pages import SOURCE, raw
from template_pages import SITE, address, counters, page, paragraphs

from pipeline import reprocess as module
from pipeline.archive import Archive
from pipeline.clean.template.learning import FEWEST
from pipeline.ingest import ingest
from pipeline.learn import is_due, learn
from pipeline.model import RawPage, Source, Template
from pipeline.reprocess import catch_up, reprocess
from pipeline.store import Store, open_store
from pipeline.store.templates import to_json

LAM_KIEU = replace(SOURCE, url=f"{SITE}/")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def store(store: Store) -> Store:
    store.put_sources([LAM_KIEU])
    return store


def archived(folder: Path, number: int) -> RawPage:
    """An article's page as a crawl keeps it."""
    answer = raw(page(number), address(number))
    return replace(answer, warc=Archive(folder).write(answer))


def crawl(folder: Path, store: Store, numbers: Sequence[int], source: Source = LAM_KIEU) -> None:
    """What a run does with these articles' pages."""
    template = store.template(source.id)
    for number in numbers:
        ingest(archived(folder, number), source, store, template=template)
    catch_up(folder, source, store)


def texts(store: Store) -> dict[str, str]:
    """Address -> text of every stored article."""
    return {entry.article.url: entry.article.text for entry in store.iter_entries()}


def leaky(store: Store) -> list[str]:
    """The addresses of the articles with a counter in their text."""
    return [url for url, text in texts(store).items() if "Đang trực tuyến" in text]


def test_too_few_articles_teach_nothing(folder: Path, store: Store) -> None:
    crawl(folder, store, range(FEWEST - 1))
    assert store.template(LAM_KIEU.id) == Template()
    assert len(leaky(store)) == FEWEST - 1


def test_a_run_s_end_cuts_what_it_learned_from_the_articles_of_that_run(
    folder: Path, store: Store
) -> None:
    crawl(folder, store, range(12))
    assert store.template(LAM_KIEU.id).slots
    assert leaky(store) == []
    assert paragraphs(3)[0] in texts(store)[address(3)]


def test_the_next_run_uses_it_at_once(folder: Path, store: Store) -> None:
    crawl(folder, store, range(12))
    template = store.template(LAM_KIEU.id)
    ingest(archived(folder, 20), LAM_KIEU, store, template=template)
    assert counters(20)[0] not in texts(store)[address(20)]


def test_learning_is_no_edit_of_the_publishers(folder: Path, store: Store) -> None:
    for number in range(12):
        ingest(archived(folder, number), LAM_KIEU, store)
    before = {entry.id: entry.updated for entry in store.iter_entries()}
    catch_up(folder, LAM_KIEU, store)
    assert {entry.id: entry.updated for entry in store.iter_entries()} == before


def test_it_is_learned_again_only_when_the_articles_have_doubled(
    folder: Path, store: Store
) -> None:
    crawl(folder, store, range(12))
    assert not is_due(LAM_KIEU, store)
    for number in range(12, 23):
        ingest(archived(folder, number), LAM_KIEU, store)
    assert not is_due(LAM_KIEU, store)
    ingest(archived(folder, 23), LAM_KIEU, store)
    assert is_due(LAM_KIEU, store)


def test_a_run_with_nothing_due_reads_no_page(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl(folder, store, range(12))
    monkeypatch.setattr(Archive, "read", lambda *_: pytest.fail("a page was read"))
    catch_up(folder, LAM_KIEU, store)


def test_a_run_killed_while_it_catches_up_does_it_all_at_the_next_end(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    for number in range(12):
        ingest(archived(folder, number), LAM_KIEU, store)
    with monkeypatch.context() as dying:
        dying.setattr(module, "read_article", killed)
        with pytest.raises(Killed):
            catch_up(folder, LAM_KIEU, store)
    assert is_due(LAM_KIEU, store)
    catch_up(folder, LAM_KIEU, store)
    assert leaky(store) == []


def test_reprocessing_learns_afresh_and_then_changes_nothing_more(
    folder: Path, store: Store
) -> None:
    for number in range(12):
        ingest(archived(folder, number), LAM_KIEU, store)
    assert reprocess(folder, LAM_KIEU, store).changed == 12
    assert leaky(store) == []
    kept = store.template(LAM_KIEU.id)
    assert reprocess(folder, LAM_KIEU, store).unchanged == 12
    assert store.template(LAM_KIEU.id) == kept


def test_the_order_of_the_pages_does_not_matter(folder: Path, tmp_path: Path) -> None:
    seen = set()
    for seed in range(3):
        numbers = list(range(50))
        Random(seed).shuffle(numbers)
        with open_store(f"sqlite:///{tmp_path / f'{seed}.db'}") as store:
            store.put_sources([LAM_KIEU])
            for number in numbers:
                ingest(archived(folder / str(seed), number), LAM_KIEU, store)
            seen.add(to_json(learn(folder / str(seed), LAM_KIEU, store)))
    assert len(seen) == 1


def test_an_answer_that_cannot_be_read_any_more_is_passed_over(folder: Path, store: Store) -> None:
    for number in range(12):
        ingest(archived(folder, number), LAM_KIEU, store)
    lost = next(visit.warc for visit in store.visits(LAM_KIEU.id) if visit.warc)
    file = folder / lost.file
    data = bytearray(file.read_bytes())
    data[lost.offset : lost.offset + lost.length] = b"\x00" * lost.length
    file.write_bytes(data)
    assert learn(folder, LAM_KIEU, store).pages == 11


def test_pages_that_gave_no_article_teach_nothing(folder: Path, store: Store) -> None:
    answer = raw("<html><body><h1>404</h1></body></html>", f"{SITE}/x.html", status=404)
    ingest(replace(answer, warc=Archive(folder).write(answer)), LAM_KIEU, store)
    assert learn(folder, LAM_KIEU, store) == Template()
