"""The door: a page in, an article stored or the reason recorded."""

from dataclasses import replace
from typing import Any

import pytest
from raw_pages import ADDRESS, SITE, SOURCE, TITLE, WHEN, article, raw

from pipeline import ingest as door
from pipeline.errors import DocumentPage, ErrorPage, TooLarge
from pipeline.ingest import ingest, read_article, visit
from pipeline.model import PageRules, RawPage, Source, WarcLocation
from pipeline.store import Store

PLACE = WarcLocation("huyen/huyen-20240306.warc.gz", 10, 20)


@pytest.fixture
def store(store: Store) -> Store:
    store.put_sources([SOURCE])
    return store


def put(store: Store, page: RawPage, **options: bool) -> str:
    """What became of a page: the change, else the reason."""
    outcome = ingest(page, SOURCE, store, **options)
    return outcome.change or outcome.reason


def test_an_article_is_stored_and_stands_in_the_ledger_with_its_place(store: Store) -> None:
    outcome = ingest(raw(warc=PLACE), SOURCE, store)
    entry = store.entry(outcome.key)
    assert outcome.change == "new"
    assert entry is not None
    assert (entry.article.title, entry.source_id, entry.first_seen) == (TITLE, "huyen", WHEN)
    assert [(v.url, v.outcome, v.warc) for v in store.visits("huyen")] == [
        (ADDRESS, "article", PLACE)
    ]


def test_the_same_page_again_is_unchanged_and_another_text_is_a_change(store: Store) -> None:
    later = WHEN.replace(day=7)
    assert put(store, raw()) == "new"
    assert put(store, raw(fetched_at=later)) == "unchanged"
    edited = article(text="Chiều nay, huyện khánh thành cây cầu mới.")
    assert put(store, raw(edited, fetched_at=later)) == "changed"
    assert store.count() == 1


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (raw(status=404), "error-page"),
        (raw(status=500), "error-page"),
        (raw(b"%PDF-1.7 ..."), "not-html"),
        (raw(b"   "), "empty"),
        (raw(headers=(("Content-Type", "application/json"),)), "not-html"),
    ],
)
def test_a_page_that_is_no_article_is_recorded_with_its_reason(
    store: Store, page: RawPage, reason: str
) -> None:
    outcome = ingest(page, SOURCE, store)
    assert (outcome.change, outcome.reason, outcome.key) == (None, reason, "")
    assert [(v.outcome, v.status) for v in store.visits("huyen")] == [(reason, page.status)]
    assert store.count() == 0


def test_a_failed_page_does_not_take_the_article_that_was_there(store: Store) -> None:
    put(store, raw())
    put(store, raw(status=404, fetched_at=WHEN.replace(day=7)))
    assert store.count() == 1


def test_a_redirected_page_is_recorded_under_the_address_asked_for(store: Store) -> None:
    asked = f"{SITE}/cu-215.html"
    put(store, raw(url=asked, final_url=ADDRESS))
    found = list(store.visits("huyen"))
    assert [(v.url, v.canonical) for v in found] == [(asked, ADDRESS)]
    assert store.entries()[0][0].article.url == ADDRESS


def test_a_sources_own_rules_are_used() -> None:
    ruled = Source("huyen", "x", f"{SITE}/", page=PageRules(title=".own"))
    markup = article().replace("<h1>", '<h2 class="own">Tên riêng của bài viết</h2><h1>')
    assert read_article(raw(markup), ruled).title == "Tên riêng của bài viết"
    assert read_article(raw(markup), SOURCE).title == TITLE


def test_the_headers_encoding_is_used() -> None:
    headers = (("content-type", "text/html; charset=utf-16"),)
    page = raw(article().encode("utf-16"), headers=headers)
    assert read_article(page, SOURCE).title == TITLE


def test_a_status_other_than_200_names_itself() -> None:
    with pytest.raises(ErrorPage, match="HTTP 503") as caught:
        read_article(raw(status=503), SOURCE)
    assert (caught.value.url, caught.value.source_id) == (ADDRESS, "huyen")


def test_a_document_is_an_article_only_where_documents_are_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = replace(read_article(raw(), SOURCE), kind="document")
    monkeypatch.setattr(door, "extract", lambda *_, **__: document)
    with pytest.raises(DocumentPage):
        read_article(raw(), SOURCE)
    assert read_article(raw(), SOURCE, documents=True) is document


def test_a_page_beyond_the_bounds_is_named_and_not_stored(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise TooLarge("999999 nodes")

    monkeypatch.setattr(door, "extract", refuses)
    outcome = ingest(raw(), SOURCE, store)
    assert (outcome.reason, outcome.detail) == ("too-large", "999999 nodes")


def test_a_ledgers_line_without_article_names_where_redirects_ended() -> None:
    line = visit(raw(url=f"{SITE}/a", final_url=f"{SITE}/b", warc=PLACE), "listing")
    assert (line.url, line.canonical, line.outcome, line.warc) == (
        f"{SITE}/a",
        f"{SITE}/b",
        "listing",
        PLACE,
    )


FIRST, SECOND = f"{SITE}/cau-moi/", f"{SITE}/cau-moi/2/"


def part(number: int, text: str, **fields: Any) -> RawPage:
    """One of an article's two pages, with links to both."""
    links = f"<div class='page-links'><a href='{FIRST}'>1</a> <a href='{SECOND}'>2</a></div>"
    markup = article(text=text).replace("</div>", f"{links}</div>", 1)
    return raw(markup, FIRST if number == 1 else SECOND, **fields)


ONE, TWO = "Sáng nay, huyện khánh thành cây cầu mới.", "Bà con hai bờ sông đã chờ cây cầu từ lâu."


def test_an_article_over_several_pages_is_stored_whole_with_a_line_for_each(store: Store) -> None:
    place = replace(PLACE, offset=90)
    whole = part(1, ONE, warc=PLACE, parts=(part(2, TWO, warc=place),))
    assert put(store, whole) == "new"
    (entry,) = store.entries()[0]
    assert ONE in entry.article.text
    assert TWO in entry.article.text
    assert {(v.url, v.outcome, v.canonical, v.warc) for v in store.visits("huyen")} == {
        (FIRST, "article", FIRST, PLACE),
        (SECOND, "continuation", FIRST, place),
    }


def test_a_part_alone_is_recorded_under_its_article_and_not_stored(store: Store) -> None:
    outcome = ingest(part(2, TWO), SOURCE, store)
    assert (outcome.reason, outcome.canonical) == ("continuation", FIRST)
    assert [(v.outcome, v.canonical) for v in store.visits("huyen")] == [("continuation", FIRST)]
    assert store.count() == 0


def test_without_one_of_its_parts_a_new_article_is_stored_to_be_asked_for_anew(
    store: Store,
) -> None:
    headers = (("Content-Type", "text/html"), ("ETag", '"a1"'))
    assert put(store, part(1, ONE, missing=SECOND, headers=headers)) == "new"
    assert [v.etag for v in store.visits("huyen")] == [""]


def test_without_one_of_its_parts_a_stored_article_keeps_its_text(store: Store) -> None:
    later = WHEN.replace(day=7)
    put(store, part(1, ONE, parts=(part(2, TWO),)))
    before = store.entries()[0][0].article
    assert put(store, part(1, ONE, missing=SECOND, fetched_at=later)) == "unchanged"
    assert store.entries()[0][0].article == before


def test_an_article_that_became_shorter_is_changed(store: Store) -> None:
    put(store, part(1, ONE, parts=(part(2, TWO),)))
    assert put(store, part(1, ONE, fetched_at=WHEN.replace(day=7))) == "changed"
