"""One look at a portal's home: what to ask for, and what the answers say of the portal. No I/O."""

import ipaddress
from typing import cast
from urllib.parse import urljoin, urlsplit, urlunsplit

from crawler.fetch import Fetched, Refusal, Walk
from crawler.home import judge_home
from crawler.onboarding.asking import Asking, readable
from crawler.onboarding.discover import bare_source, draft_source
from crawler.onboarding.doorway import way_in
from crawler.pages.hijacked import is_foreign
from crawler.verdicts import MOVED, NOTHING_THERE, found_as
from pipeline.clean.page import Page
from pipeline.clock import now
from pipeline.errors import PipelineError
from pipeline.model import RawPage, Source, Verification
from pipeline.normalise.urls import same_site

MOST = 3
"""Addresses asked for in all, robots.txt and redirects aside: the home, another way to it, where it moved."""
SIGNS = ("login", "parked", "suspended", "offsite")
"""Outcomes that an address alone told: it is their evidence."""


class Look:
    """One portal: where its home was asked for, and what came last."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.url = source.url
        self.left = MOST
        self.answer: Fetched | None = None
        self.target = ""
        """Another site that the home leads to, still to be asked."""

    def walk(self) -> Walk:
        """Asks for the home, another way to it where the first is shut, and what an intro page leads to."""
        self.answer, self.target = None, ""
        answer = yield from self._get(self.url)
        again = second_way(self.url, answer)
        if again and self.left:
            second = yield from self._get(again)
            if _leads_on(second) or (isinstance(second, RawPage) and second.status == 200):
                answer = second
        page = page_of(answer)
        inner = way_in(page) if page else ""
        if inner and same_site(inner, self.url) and self.left:
            further = yield from self._get(inner)
            answer = further if page_of(further) or _leads_on(further) else answer
        elif inner:
            self.target = inner
        if _leads_on(answer):
            self.target = cast("Refusal", answer).detail
        self.answer = answer

    def _get(self, url: str) -> Asking[Fetched]:
        self.left -= 1
        return (yield url)

    def goes_on(self) -> bool:
        """Whether another site is to be asked now."""
        if not self.target or not self.left or same_site(self.target, self.source.url):
            return False
        self.url = self.target
        return True

    @property
    def host(self) -> Source:
        """What is asked now, as a source: its own settings are for its own host, and no other is private.

        Another port of the same private machine may be asked: whoever allowed the one owns the other.
        """
        if same_site(self.url, self.source.url):
            return self.source
        private = self.source.allow_private and (
            urlsplit(self.url).hostname == urlsplit(self.source.url).hostname
        )
        return bare_source(self.url, allow_private=private)


def _leads_on(answer: Fetched) -> bool:
    return isinstance(answer, Refusal) and answer.reason == "offsite"


def page_of(answer: Fetched | None) -> Page | None:
    """The page of an answer that is one."""
    return readable(answer) if isinstance(answer, RawPage) and answer.status == 200 else None


def second_way(url: str, answer: Fetched) -> str:
    """Another address of the same home, worth a request where the first gave nothing; "" for none.

    The other scheme where nobody listens or TLS fails, with or without www. where the name is unknown, the
    host's root where the page is gone.
    """
    parts = urlsplit(url)
    if isinstance(answer, RawPage):
        inside = parts.path.strip("/") or parts.query
        return urljoin(url, "/") if answer.status in (404, 410) and inside else ""
    if answer.reason == "failed-dns-gone" and is_name(parts.hostname or ""):
        bare = parts.netloc.removeprefix("www.")
        return urlunsplit(parts._replace(netloc=bare if bare != parts.netloc else f"www.{bare}"))
    shut = answer.reason.startswith(("failed-refused", "failed-timeout-connect", "failed-tls"))
    if shut and parts.port is None:
        return urlunsplit(parts._replace(scheme="http" if parts.scheme == "https" else "https"))
    return ""


def is_name(host: str) -> bool:
    """Whether DNS is asked for a host."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return "." in host and not host.endswith(".localhost")
    return False


def verification(look: Look) -> Verification:
    """What a look found, in a line."""
    reason, detail = _judged(look)
    answer = look.answer
    final = answer.final_url if isinstance(answer, RawPage) else look.url
    if reason in SIGNS and detail.startswith("http"):
        final = detail
    found = found_as(reason)
    name, platform = _names(answer)
    return Verification(
        look.source.id,
        look.source.url,
        now(),
        found,
        reason,
        detail,
        final_url=final if found == "answers" or final != look.source.url else "",
        title=name,
        platform=platform,
    )


def _names(answer: Fetched | None) -> tuple[str, str]:
    """What the page calls itself, and its platform."""
    if not isinstance(answer, RawPage) or answer.status != 200:
        return "", ""
    try:
        drafted = draft_source(answer).source
    except PipelineError:
        return "", ""
    return drafted.name, drafted.platform


def _judged(look: Look) -> tuple[str, str]:
    """The outcome's name and its evidence; ("", "") where the home is where it was, with news."""
    answer = look.answer
    if answer is None:
        return "failed-connection", "no answer"
    if look.target:
        return "failed-redirects", f"it leads on and on, at last to {look.target}"
    if look.host is look.source:
        failure = _failure(answer, look.source)
        return failure or ("", "")
    return _elsewhere(look, _failure(answer, look.host))


def _failure(answer: Fetched, source: Source) -> tuple[str, str] | None:
    if isinstance(answer, Refusal):
        return answer.reason, answer.detail
    return judge_home(answer, source)


def _elsewhere(look: Look, failure: tuple[str, str] | None) -> tuple[str, str]:
    """What a redirect to another site means: the portal has moved only where a portal stands there."""
    where = f"it redirects to {look.url}"
    reason, detail = failure or ("", "")
    page = page_of(look.answer)
    if page and is_foreign(page) and (not reason or reason in NOTHING_THERE):
        return "hijacked", f"{where}, where hardly a word is Vietnamese"
    if not reason:
        return MOVED, where
    if reason in NOTHING_THERE and (urlsplit(look.url).hostname or "").endswith(".vn"):
        return MOVED, f"{where}, where no news was seen ({reason})"
    return reason, detail if detail.startswith("http") else f"{where}: {detail}"
