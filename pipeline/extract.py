"""One page's bytes -> its article: clean and normalise composed. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from pipeline.clean import clean, clean_part
from pipeline.clean.parts import join
from pipeline.errors import PipelineError
from pipeline.geography.hosts import provinces_of_host, units_of_host
from pipeline.model import Article, CleanPage, Explanation, PageRules, RawPage, Template
from pipeline.normalise import normalise, read_dates


def extract(
    html: bytes | str,
    url: str = "",
    *,
    rules: PageRules = PageRules(),
    fetched_at: datetime | None = None,
    content_type: str = "",
    template: Template = Template(),
    parts: Sequence[RawPage] = (),
    home: Sequence[str] = (),
) -> Article:
    """The article of a page fetched from `url`, and of its further `parts` where it has several pages.

    `rules` go before the general ones; `fetched_at` (aware) is what relative dates count from and
    later dates are refused by; `content_type` is the header's; `template` is what its source's
    pages share; `home` is whose portal it is, as ids of pipeline.geography (without, what the host says).
    Raises the `PipelineError` that names what the page is instead of an article.
    """
    page = clean(html, url, rules=rules, content_type=content_type, template=template)
    if parts:
        page = join(page, list(clean_parts(parts, rules, template)))
    return normalise(page, fetched_at=fetched_at, home=home or _home_of(url))


def _home_of(url: str) -> tuple[str, ...]:
    """Whose portal a host is; of a department's, its province. An address may be none: "http://[x"."""
    host = url.partition("//")[2].partition("/")[0]
    return units_of_host(host) or provinces_of_host(host)


def clean_parts(
    parts: Iterable[RawPage], rules: PageRules, template: Template = Template()
) -> Iterator[CleanPage]:
    """An article's further pages, up to the first in which no text stands."""
    for part in parts:
        kind = part.header("content-type")
        try:
            page = clean_part(
                part.body, part.final_url, rules=rules, content_type=kind, template=template
            )
        except PipelineError:
            return
        yield page


def explain(
    html: bytes | str,
    url: str = "",
    *,
    rules: PageRules = PageRules(),
    fetched_at: datetime | None = None,
    content_type: str = "",
    home: Sequence[str] = (),
) -> Explanation:
    """The same article, with the rule behind each field, every date considered, and what was cut.

    Raises as `extract` does.
    """
    page = clean(html, url, rules=rules, content_type=content_type, explain=True)
    article = normalise(page, fetched_at=fetched_at, home=home or _home_of(url))
    return Explanation(article, page.container, read_dates(page, fetched_at), page.cuts)
