"""`congtin add`: fetch a portal's home and a few of its pages, and find out what it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crawler.discover import Draft, bare_source, draft_source
from crawler.fetch import Fetched, Next, Refusal, fetch
from crawler.guard import refuse_private
from crawler.home import judge_home
from crawler.outcomes import NEXT_STEPS
from pipeline.config import Config
from pipeline.errors import CongtinError, PipelineError
from pipeline.ingest import read_article
from pipeline.model import Article, RawPage

SAMPLES = 4
"""Pages fetched to see what the portal's articles give."""


class NoPortalError(CongtinError):
    """The address gives no portal that can be crawled; the message says why and what to do."""

    def __init__(self, url: str, reason: str, detail: str) -> None:
        self.reason = reason
        super().__init__(f"{url}: {reason} ({detail}). {NEXT_STEPS.get(reason, '')}".rstrip())


@dataclass(frozen=True, slots=True)
class Found:
    """What was found out: the draft, an article read from it, and what other pages were instead."""

    draft: Draft
    sample: Article | None
    rejected: tuple[str, ...]


def find_out(config: Config, url: str, *, allow_private: bool = False) -> Found:
    """Fetch the home page and a few articles. Raises NoPortalError, ConfigError. Once a process."""
    if not allow_private:
        refuse_private(urlsplit(url).hostname or "")
    source = bare_source(url, allow_private=allow_private)
    fetched = fetch(config, [(source, [url])], follow=_samples(url))[0]
    home = _home(url, fetched.answers)
    failure = judge_home(home, replace(source, sitemaps=fetched.sitemaps))
    if failure:
        raise NoPortalError(url, *failure)
    draft = draft_source(home, sitemaps=fetched.sitemaps, allow_private=allow_private)
    pages = [answer for answer in fetched.answers if isinstance(answer, RawPage)]
    sample, rejected = _read(pages[1:], draft)
    return Found(draft, sample, rejected)


def _samples(url: str) -> Next:
    """The first articles of the home page, behind the home page itself."""

    def follow(raw: RawPage) -> Sequence[str]:
        if raw.url != url or raw.status != 200:
            return ()
        try:
            return [link.url for link in draft_source(raw).articles[:SAMPLES]]
        except PipelineError:
            return ()  # find_out names the failure

    return follow


def _home(url: str, answers: Sequence[Fetched]) -> RawPage:
    if not answers:
        raise NoPortalError(url, "failed-connection", "no answer")
    home = answers[0]
    if isinstance(home, Refusal):
        raise NoPortalError(url, home.reason, home.detail)
    return home


def _read(pages: Iterable[RawPage], draft: Draft) -> tuple[Article | None, tuple[str, ...]]:
    sample, rejected = None, []
    for page in pages:
        try:
            sample = sample or read_article(page, draft.source)
        except PipelineError as error:
            rejected.append(f"{page.final_url}: {error.reason}")
    return sample, tuple(rejected)
