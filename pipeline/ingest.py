"""The door: RawPage in, stored article out. Composes clean, normalise and store."""

from dataclasses import replace
from datetime import datetime

from pipeline.archive import Archive
from pipeline.archived import ArchivedPages
from pipeline.edits import is_edit
from pipeline.errors import ContinuationPage, DocumentPage, ErrorPage, PipelineError
from pipeline.extract import extract
from pipeline.geography import units_of
from pipeline.model import Article, Entry, Outcome, PageVisit, RawPage, Source, Template
from pipeline.store import Store
from pipeline.validators import trusted

TOO_OLD = "before-since"
"""The outcome of an article published before the day that a run was asked to stop at."""


def ingest(
    raw: RawPage,
    source: Source,
    store: Store,
    *,
    template: Template = Template(),
    archive: Archive | None = None,
    told: str = "",
    since: datetime | None = None,
) -> Outcome:
    """Store the article of a page, or record in the ledger why there is none. Never raises for a page.

    `template`: what the source's pages share (`store.template`, read once a run).
    `archive`: where the page's former capture lies. Read once more it tells what its publisher edited
    from what merely this program, or the template, reads otherwise now; without it all is an edit.
    `told`: what listings say of the page (`PageVisit.told`).
    `since`: what was published before is left out, to be taken by a later run. Raises StoreError.
    """
    try:
        article = read_article(raw, source, template=template)
    except PipelineError as error:
        first = error.detail if isinstance(error, ContinuationPage) else ""
        store.record(visit(raw, error.reason, first, told))
        return Outcome(raw.url, reason=error.reason, detail=error.detail, canonical=first)
    if since and article.published_at and article.published_at < since:
        store.record(visit(raw, TOO_OLD))
        return Outcome(raw.url, reason=TOO_OLD, detail=article.published_at.isoformat())
    line = visit(raw, "article", article.url, told)
    if raw.missing:  # to be asked for without conditions: its first page says nothing of the others
        line = replace(line, etag="", last_modified="")
    if raw.missing and (stored := store.entry_for(article, line)) and _is_cut(stored, article):
        record_parts(raw, article.url, store)
        store.record(line)
        return Outcome(raw.url, "unchanged", key=stored.key, canonical=article.url)
    former = _reread(article, line, source, store, archive, template) if archive else None
    same = former is not None and not is_edit(former[0], article)
    if former and not same:
        store.save(*former, reextracted=True)
    record_parts(raw, article.url, store)
    return replace(store.save(article, line, reextracted=same), title=article.title)


def _reread(
    article: Article,
    line: PageVisit,
    source: Source,
    store: Store,
    archive: Archive,
    template: Template,
) -> tuple[Article, PageVisit] | None:
    """What the former capture of a changed article gives today, where that is not what is stored of it."""
    former = store.visit(source.id, line.url)
    if former is None or former.outcome != "article" or former.fetched_at >= line.fetched_at:
        return None
    stored = store.entry_for(article, line)
    if stored is None or stored.last_seen > line.fetched_at or not is_edit(stored.article, article):
        return None
    raw = ArchivedPages(archive, source, store).page(former)
    try:
        then = read_article(raw, source, template=template) if raw else None
    except PipelineError:
        return None
    if then is None or not is_edit(stored.article, then):
        return None
    return then, replace(former, canonical=then.url, fetched_at=stored.last_seen)


def record_parts(raw: RawPage, address: str, store: Store) -> None:
    """The ledger's lines of an article's further pages: before the article's own, so that a stored one
    has them wherever a run is killed.
    """
    for part in raw.parts:
        store.record(visit(part, ContinuationPage.reason, address))


def _is_cut(stored: Entry, article: Article) -> bool:
    """Whether a text that lacks a part is shorter than the stored one: that is no edit."""
    return len(article.text) < len(stored.article.text)


def read_article(
    raw: RawPage, source: Source, *, documents: bool = False, template: Template = Template()
) -> Article:
    """The article of a page: news, or with `documents` a legal document as well.

    Raises the PipelineError that names what the page is instead.
    """
    where = {"url": raw.url, "source_id": source.id}
    if raw.status != 200:
        raise ErrorPage(f"HTTP {raw.status}", **where)
    article = extract(
        raw.body,
        raw.final_url,
        rules=source.page,
        fetched_at=raw.fetched_at,
        content_type=raw.header("content-type"),
        template=template,
        parts=raw.parts,
        home=home_of(source),
    )
    if article.kind == "document" and not documents:
        raise DocumentPage("a legal document, not news", **where)
    return article


def home_of(source: Source) -> tuple[str, ...]:
    """The ids of the units whose portal it was and is."""
    units = units_of(source.unit, source.unit_before)
    return tuple(dict.fromkeys(unit.id for unit in units if unit))


def visit(raw: RawPage, outcome: str, canonical: str = "", told: str = "") -> PageVisit:
    """The ledger's line for a page."""
    etag, last_modified = trusted(raw)
    return PageVisit(
        source_id=raw.source_id,
        url=raw.url,
        canonical=canonical or raw.final_url,
        status=raw.status,
        outcome=outcome,
        fetched_at=raw.fetched_at,
        warc=raw.warc,
        etag=etag,
        last_modified=last_modified,
        told=told,
    )
