"""What came in place of a portal's home page: one judgement for add, doctor and crawl. Pure."""

from dataclasses import replace
from urllib.parse import urljoin

from crawler.network.outcomes import name_status
from crawler.onboarding.discover import Draft, draft_source
from crawler.pages.hijacked import is_dealer
from crawler.pages.refusals import refusal
from pipeline.errors import ChallengePage, LoginPage, MaintenancePage, MembersOnly, PipelineError
from pipeline.ingest import read_article
from pipeline.model import RawPage, Source

NOTICES = (ChallengePage, MaintenancePage, LoginPage, MembersOnly)
SHELL = "script-shell"
"""A home that a feed or a sitemap makes up for."""
INNER = "/cong-tin/trang"
"""An address inside the portal: at "/" everything is taken for a home page, a captcha as well."""


def judge_home(home: RawPage, source: Source) -> tuple[str, str] | None:
    """The failure's name (crawler.network.outcomes) and its evidence; None where a crawl can begin.

    `source` tells the ways in that are known already: with one, a home page needs no links to news.
    """
    if refused := refusal(home):
        made_up_for = refused[0] == SHELL and (source.feeds or source.sitemaps)
        return None if made_up_for else refused
    if home.status != 200:
        return name_status(home.status, home.final_url)
    try:
        draft = draft_source(home)
    except PipelineError as error:
        return error.reason, error.detail
    if is_dealer(draft.source.name):
        return "hijacked", f"it calls itself {draft.source.name!r}"
    return _notice(home, source) or _without_news(home, draft, source)


def _notice(home: RawPage, source: Source) -> tuple[str, str] | None:
    """A captcha, login or maintenance page answers 200 as well: the pipeline names it."""
    inside = urljoin(home.final_url, INNER)
    try:
        read_article(replace(home, url=inside, final_url=inside), source)
    except NOTICES as error:
        return error.reason, error.detail
    except PipelineError:
        return None  # a home page is no article, as it should be
    return None


def _without_news(home: RawPage, draft: Draft, source: Source) -> tuple[str, str] | None:
    found = draft.source
    if draft.articles or found.sections or found.feeds:
        return None
    if source.sections or source.feeds or source.sitemaps:
        return None
    return "no-news", f"{len(home.body)} bytes, titled {found.name!r}"
