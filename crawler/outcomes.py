"""Why an address gave nothing: every failure of the network has a name, evidence and a next step."""

from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from twisted.internet import error as network
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.guard import GuardedResolver, PrivateAddressError
from crawler.middlewares import OffsiteError

FAILED = "failed"
"""How the names of passing failures begin: such an address is asked again at the next run."""

NEXT_STEPS = {
    "failed-refused": "Nothing listens there. Check the address and the port.",
    "failed-timeout": "It did not answer in time. Try later; some answer only from inside Vietnam.",
    "failed-dns": "The name is unknown. Check its spelling; a portal that is gone may live in archives.",
    "failed-tls": "The secure connection failed. See whether the http:// address answers.",
    "failed-server-error": "The portal itself is broken. Try again later.",
    "failed-busy": "The portal asks for more time than a run waits. It is left alone until the next.",
    "failed-redirects": "It redirects in a circle. Open it in a browser and give where it ends.",
    "failed-connection": "The connection broke off. Try again later.",
    "gone": "The page does not exist. Check the address.",
    "forbidden": "The portal turns us away. Open it in a browser; ask its operator.",
    "robots": "robots.txt forbids it, and that is obeyed. Ask the portal's operator.",
    "offsite": "It redirects to another site. Add that address as a source of its own.",
    "private": "It leads into this machine or its network. Add --allow-private if you mean it.",
    "challenge": "A captcha or firewall page came instead. Open it in a browser; ask its operator.",
    "maintenance": "A maintenance or parked page came instead. Try again later.",
    "login": "A login form came instead. Only public pages can be read.",
    "members-only": "The page is for members. Only public pages can be read.",
    "not-html": "The answer is no web page. Give the address of the portal's home page.",
    "empty": "Nothing readable: only JavaScript fills it. Give its feed or sitemap.",
    "too-large": "The page is larger than any page of news. Give the address of its news section.",
    "no-news": "No link there looks like a news article. Give the address of its news section.",
}
"""What to do about each, in one sentence."""


def name_failure(failure: Failure) -> tuple[str, str]:
    """The name of what a request died of, and the evidence."""
    error = failure.value
    name, detail = _name(error) if error else ("failed-connection", "no reason given")
    host = urlsplit(failure.request.url).hostname if hasattr(failure, "request") else ""
    if name == "failed-dns" and host in GuardedResolver.refused:
        return "private", f"{host} leads to {GuardedResolver.refused[host]}"
    return name, detail


def _name(error: BaseException) -> tuple[str, str]:
    if isinstance(error, ResponseFailed) and error.reasons:
        return name_failure(error.reasons[0])
    detail = str(error).strip() or type(error).__name__
    if "max redirections" in detail:
        return "failed-redirects", detail
    for kind, name in NAMES.items():
        if isinstance(error, kind):
            return name, detail
    text = f"{type(error).__name__} {detail}"
    return next((name for word, name in WORDS.items() if word in text), "failed-connection"), detail


NAMES: dict[type[BaseException], str] = {
    PrivateAddressError: "private",
    OffsiteError: "offsite",
    IgnoreRequest: "robots",
    network.DNSLookupError: "failed-dns",
    network.ConnectionRefusedError: "failed-refused",
    network.TimeoutError: "failed-timeout",
    network.TCPTimedOutError: "failed-timeout",
}
WORDS = {
    "PrivateAddressError": "private",
    "private address": "private",
    "CannotResolveHost": "failed-dns",
    "DNSLookup": "failed-dns",
    "Refused": "failed-refused",
    "Timeout": "failed-timeout",
    "timed out": "failed-timeout",
    "SSL": "failed-tls",
    "certificate": "failed-tls",
}
"""Scrapy wraps Twisted's errors; what it wrapped stands in the message."""


def name_status(status: int, url: str) -> tuple[str, str]:
    """The name of an answer that is no page, by its status; of a 200 that cannot be read: not-html."""
    detail = f"HTTP {status} at {url}"
    if status in (404, 410):
        return "gone", detail
    if status in (401, 403, 451):
        return "forbidden", detail
    if status in (429, 503):
        return "failed-busy", detail
    if status >= 400:
        return "failed-server-error", detail
    return "not-html", detail
