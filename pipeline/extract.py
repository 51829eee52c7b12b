"""One page's bytes -> its article: clean and normalise composed. Pure."""

from datetime import datetime

from pipeline.clean import clean
from pipeline.model import Article, PageRules
from pipeline.normalise import normalise


def extract(
    html: bytes | str,
    url: str = "",
    *,
    rules: PageRules = PageRules(),
    fetched_at: datetime | None = None,
    content_type: str = "",
) -> Article:
    """The article of a page fetched from `url`.

    `rules` go before the general ones; `fetched_at` (aware) is what relative dates count from and
    later dates are refused by; `content_type` is the header's. Raises the `PipelineError` that
    names what the page is instead of an article.
    """
    return normalise(
        clean(html, url, rules=rules, content_type=content_type), fetched_at=fetched_at
    )
