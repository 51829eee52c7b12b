"""One page's bytes -> its article: clean and normalise composed. Pure."""

from datetime import datetime

from pipeline.clean import clean
from pipeline.model import Article, Explanation, PageRules, Template
from pipeline.normalise import normalise, read_dates


def extract(
    html: bytes | str,
    url: str = "",
    *,
    rules: PageRules = PageRules(),
    fetched_at: datetime | None = None,
    content_type: str = "",
    template: Template = Template(),
) -> Article:
    """The article of a page fetched from `url`.

    `rules` go before the general ones; `fetched_at` (aware) is what relative dates count from and
    later dates are refused by; `content_type` is the header's; `template` is what its source's
    pages share. Raises the `PipelineError` that names what the page is instead of an article.
    """
    return normalise(
        clean(html, url, rules=rules, content_type=content_type, template=template),
        fetched_at=fetched_at,
    )


def explain(
    html: bytes | str,
    url: str = "",
    *,
    rules: PageRules = PageRules(),
    fetched_at: datetime | None = None,
    content_type: str = "",
) -> Explanation:
    """The same article, with the rule behind each field, every date considered, and what was cut.

    Raises as `extract` does.
    """
    page = clean(html, url, rules=rules, content_type=content_type, explain=True)
    article = normalise(page, fetched_at=fetched_at)
    return Explanation(article, page.container, read_dates(page, fetched_at), page.cuts)
