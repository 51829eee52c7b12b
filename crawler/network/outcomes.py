"""Why an address gave nothing: every failure of the network has a name, evidence and a next step."""

import gzip
import re
import zlib
from collections.abc import Callable

from OpenSSL import SSL
from scrapy import exceptions as scrapy
from twisted.internet import error as network
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.manners.robots import RobotsUnreachableError
from crawler.middlewares import OffsiteError
from crawler.network.connections import NotHttpError, TooLargeError, causes
from crawler.network.guard import NameGoneError, PrivateAddressError
from crawler.network.tls import PIN, CertificateRefusedError
from crawler.visitor import RunEndingError

FAILED = "failed"
"""How the names of passing failures begin: such an address is asked again at the next run."""

NEXT_STEPS = {
    "failed-refused": "Nothing listens there. Check the address and the port.",
    "failed-timeout": "It did not answer in time. Try later; some answer only from inside Vietnam.",
    "failed-timeout-connect": "Not even a connection came about: the host is off, or a firewall drops"
    " what comes from this network. Try from inside Vietnam.",
    "failed-dns": "The name could not be looked up just now. Check this machine's DNS; try again later.",
    "failed-dns-gone": "The name is unknown. Check its spelling; a portal that is gone may live in"
    " archives.",
    "failed-unreachable": "This network knows no way there. Check its connection; try again later.",
    "failed-tls": "The secure connection failed. See whether the http:// address answers.",
    "failed-tls-none": "No secure connection is offered there. Give the http:// address.",
    "failed-tls-legacy": 'It speaks only an outdated kind of TLS. Write tls = "legacy" into its entry'
    " in sources.toml: its certificate is judged all the same.",
    "failed-certificate-expired": "Its certificate has expired. Tell its operator, or pin it.",
    "failed-certificate-early": "Its certificate is not valid yet. Check this machine's clock.",
    "failed-certificate-host": "Its certificate is made out to another host. Check the address (with"
    " or without www.), or pin it.",
    "failed-certificate-self-signed": "It signed its certificate itself. Compare the fingerprint with"
    " its operator, then pin it.",
    "failed-certificate-chain": "It does not send the certificate between its own and the authority's."
    " Tell its operator, or pin it.",
    "failed-certificate-untrusted": "No authority known here has signed its certificate. Install that"
    " authority's certificate, or pin the server's.",
    "failed-certificate-changed": "It shows another certificate than the pinned one. Ask its operator"
    " whether it was renewed, then pin the new one.",
    "failed-server-error": "The portal itself is broken. Try again later.",
    "failed-busy": "The portal asks for more time than a run waits. It is left alone until the next.",
    "failed-redirects": "It redirects in a circle. Open it in a browser and give where it ends.",
    "failed-reset": "The connection was cut off. Try again later; a firewall may be doing it.",
    "failed-no-answer": "It closed the connection without an answer. Try again later; see whether the"
    " https:// address answers.",
    "failed-not-http": "What answers there is no web server. Check the address and the port.",
    "failed-connection": "The connection broke off. Try again later.",
    "failed-challenge": "A captcha or firewall page came instead, after others had come through. It is"
    " asked for again at the next run.",
    "failed-coding": "Its answer is compressed in a way that cannot be undone. Tell its operator.",
    "gone": "The page does not exist. Check the address.",
    "forbidden": "The portal turns us away. Open it in a browser; ask its operator.",
    "geo-blocked": "The portal turns away whoever comes from this country. Visit it from inside"
    " Vietnam.",
    "failed-robots": "Its robots.txt cannot be had, so nothing else is asked for. Try again later.",
    "busy": "Congtin itself is visiting that host just now. Try again when it is done.",
    "robots": "robots.txt forbids it, and that is obeyed. Ask the portal's operator.",
    "offsite": "It redirects to another site. Add that address as a source of its own.",
    "moved": "The portal leads to that address now. Where that is its own, add it as this one's"
    " successor.",
    "hijacked": "Somebody else has the name now and shows what no government does: the portal is gone."
    " Look for its successor.",
    "private": "It leads into this machine or its network. Add --allow-private if you mean it.",
    "challenge": "A captcha or firewall page came instead. Open it in a browser; ask its operator.",
    "script-challenge": "A page came that only lets in browsers which run its script. Ask its"
    " operator; give its feed or sitemap.",
    "maintenance": "A maintenance or parked page came instead. Try again later.",
    "parked": "The name is for sale or has run out: the portal is gone. Look for its successor.",
    "closed": "The portal says itself that it is over. Look for what it names in its stead.",
    "suspended": "Its hosting has been suspended. Ask its operator; look for its successor.",
    "default-page": "A fresh web server's own page came instead: no portal is set up under this name."
    " Check the address.",
    "login": "A login form came instead. Only public pages can be read.",
    "members-only": "The page is for members. Only public pages can be read.",
    "error-page": "An error page came with status 200. Try again later; check the address.",
    "not-html": "The answer is no web page. Give the address of the portal's home page.",
    "empty": "A page without anything to read came. Try again later; open it in a browser.",
    "script-shell": "Nothing readable: only JavaScript fills it. Give its feed or sitemap.",
    "too-large": "The page is larger than any page of news. Give the address of its news section.",
    "no-news": "No link there looks like a news article. Give the address of its news section.",
}
"""What to do about each, in one sentence or two."""

TO_PIN = frozenset(
    f"failed-certificate-{kind}"
    for kind in ("expired", "host", "self-signed", "chain", "untrusted", "changed")
)


def next_step(reason: str, detail: str = "") -> str:
    """What to do about an outcome; for a certificate with the very line for `sources.toml`."""
    step = NEXT_STEPS.get(reason) or NEXT_STEPS.get(reason.removeprefix(f"{FAILED}-"), "")
    fingerprint = PIN.search(detail)
    if reason in TO_PIN and fingerprint:
        step += f' The line for sources.toml: certificate = "{fingerprint[0]}"'
    return step


def name_failure(failure: Failure) -> tuple[str, str]:
    """The name of what a request died of, and the evidence."""
    if failure.value is None:
        return "failed-connection", "no reason given"
    chain = tuple(causes(failure.value))
    detail = next((text for error in chain if (text := _words(error))), type(chain[-1]).__name__)
    for name, is_so in CAUSES:
        for error in chain:
            if is_so(error, _words(error)):
                return _reason(error, name), _words(error) or detail
    return "failed-connection", detail


def _words(error: BaseException) -> str:
    if isinstance(error, ResponseFailed) or isinstance(error.__cause__, ResponseFailed):
        return ""  # nothing but the representation of its reasons
    if isinstance(error, scrapy.ResponseDataLossError):
        return "the answer broke off before its end"
    if isinstance(error, SSL.Error) and error.args:
        return "; ".join(str(reason[-1]) for reason in error.args[0]) or "TLS failed"
    where = error.args[-1] if isinstance(error, network.ConnectError) and error.args else ""
    words = str(error).strip()
    return words if not where or where in words else f"{words} ({where})"


def _reason(error: BaseException, name: str) -> str:
    if isinstance(error, CertificateRefusedError):
        return error.reason
    if name == "offsite":
        return next((kind for kind, to in ELSEWHERE if to.search(str(error))), name)
    return name


ELSEWHERE = (
    (
        "login",
        re.compile(
            r"login\.microsoftonline|accounts\.google|/adfs/|/oauth2?/|/cas/login|/saml|/openid|://(?:sso|login)\."
            r"|[?&](?:returnurl|redirect_uri|service)=",
            re.IGNORECASE,
        ),
    ),
    (
        "parked",
        re.compile(
            r"://(?:[^/]*\.)?(?:sedo|dan|hugedomains|afternic|godaddy|bodis|parkingcrew|above)\.\w+(?:[:/]|$)",
            re.IGNORECASE,
        ),
    ),
    ("suspended", re.compile(r"suspendedpage|/suspended\b", re.IGNORECASE)),
)
"""What a redirect to another site means where that site is a sign-on or a dealer in names."""


def _kind(*kinds: type[BaseException]) -> Callable[[BaseException, str], bool]:
    return lambda error, _: isinstance(error, kinds)


def _says(words: str) -> Callable[[BaseException, str], bool]:
    pattern = re.compile(words, re.IGNORECASE)
    return lambda _, text: bool(pattern.search(text))


LEGACY = (
    r"legacy renegotiation|unsupported protocol|protocol version|no protocols available|key too small"
    r"|md too weak|handshake failure|no shared cipher|no ciphers|wrong (?:cipher|signature|curve)"
    r"|sigalg|insufficient security|bad length"
)
"""OpenSSL's words where a server's TLS is too old for it."""
PLAIN = r"wrong version number|http request|packet length too long|record layer failure|unknown protocol"

CAUSES: tuple[tuple[str, Callable[[BaseException, str], bool]], ...] = (
    ("private", _kind(PrivateAddressError)),
    ("private", _says("private address")),
    ("failed-certificate-untrusted", _kind(CertificateRefusedError)),
    ("too-large", _kind(TooLargeError, scrapy.DownloadCancelledError)),
    ("too-large", _says(r"max size \(|exceeded DOWNLOAD_MAXSIZE")),
    ("failed-not-http", _kind(NotHttpError)),
    ("offsite", _kind(OffsiteError)),
    ("failed-redirects", _says("max redirections")),
    ("failed-robots", _kind(RobotsUnreachableError)),
    ("failed-busy", _kind(RunEndingError)),
    ("robots", _kind(scrapy.IgnoreRequest)),
    ("failed-reset", _kind(scrapy.ResponseDataLossError)),
    ("failed-coding", _kind(zlib.error, gzip.BadGzipFile, EOFError)),
    ("failed-coding", _says("brotli")),
    ("failed-dns-gone", _kind(NameGoneError)),
    ("failed-dns", _kind(network.DNSLookupError, scrapy.CannotResolveHostError)),
    ("failed-refused", _kind(network.ConnectionRefusedError)),
    ("failed-refused", _kind(scrapy.DownloadConnectionRefusedError)),
    ("failed-timeout-connect", _kind(network.TimeoutError, network.TCPTimedOutError)),
    ("failed-timeout", _kind(scrapy.DownloadTimeoutError)),
    ("failed-unreachable", _kind(network.NoRouteError, network.ConnectError)),
    ("failed-tls-legacy", _says(LEGACY)),
    ("failed-tls-none", _says(PLAIN)),
    ("failed-tls", _kind(SSL.Error)),
    ("failed-tls", _says("SSL|certificate")),
    ("failed-no-answer", _kind(network.ConnectionDone)),
    ("failed-reset", _kind(network.ConnectionLost)),
)
"""What the errors that a request dies of are called, the most telling first."""


def name_status(status: int, url: str) -> tuple[str, str]:
    """The name of an answer that is no page, by its status; of a 200 that cannot be read: not-html."""
    detail = f"HTTP {status} at {url}"
    if status in (404, 410):
        return "gone", detail
    if status in (401, 407):
        return "login", detail
    if status in (402, 403, 406, 451):
        return "forbidden", detail
    if status in (429, 503):
        return "failed-busy", detail
    if status >= 400:
        return "failed-server-error", detail
    return "not-html", detail
