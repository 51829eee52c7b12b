"""The door: RawPage in, stored article out. Composes clean, normalise and store."""

from pipeline.errors import DocumentPage, ErrorPage, PipelineError
from pipeline.extract import extract
from pipeline.model import Article, Outcome, PageVisit, RawPage, Source, Template
from pipeline.store import Store


def ingest(
    raw: RawPage,
    source: Source,
    store: Store,
    *,
    template: Template = Template(),
    reextracted: bool = False,
) -> Outcome:
    """Store the article of a page, or record in the ledger why there is none. Never raises for a page.

    `template`: what the source's pages share (`store.template`, read once a run).
    `reextracted`: the page was read before and only this program has changed, so that an entry
    whose text comes out differently is no publisher's edit. Raises StoreError.
    """
    try:
        article = read_article(raw, source, template=template)
    except PipelineError as error:
        store.record(visit(raw, error.reason))
        return Outcome(raw.url, reason=error.reason, detail=error.detail)
    return store.save(article, visit(raw, "article", article.url), reextracted=reextracted)


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
    )
    if article.kind == "document" and not documents:
        raise DocumentPage("a legal document, not news", **where)
    return article


def visit(raw: RawPage, outcome: str, canonical: str = "") -> PageVisit:
    """The ledger's line for a page."""
    return PageVisit(
        source_id=raw.source_id,
        url=raw.url,
        canonical=canonical or raw.final_url,
        status=raw.status,
        outcome=outcome,
        fetched_at=raw.fetched_at,
        warc=raw.warc,
    )
