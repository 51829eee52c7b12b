"""Let a visit of `congtin add` walk through a portal that is a dictionary, without a network."""

from urllib.parse import urljoin, urlsplit

from crawler.farm import FARM_NOW
from crawler.fetch import Fetched, Manners, Refusal
from crawler.onboarding.discover import bare_source
from crawler.onboarding.findings import Found
from crawler.onboarding.onboard import Visit
from pipeline.model import RawPage

HOME = "http://cong.example.vn/"
MISSING = (404, {"Content-Type": "text/html"}, b"<title>404</title><h1>404</h1>")


def onboard(
    answers: dict, url: str = HOME, *, guessed: bool = False, seconds: float = 0.1
) -> Found:
    """What a visit to the portal finds out. An answer may be a Refusal's reason instead."""
    return visited(answers, url, guessed=guessed, seconds=seconds)[0]


def visited(
    answers: dict, url: str = HOME, *, guessed: bool = False, seconds: float = 0.1
) -> tuple[Found, list[str]]:
    """The same with the addresses that were asked for, in order."""
    manners = _manners(answers, url)
    visit = Visit(bare_source(url), manners, guessed=guessed)
    walk = visit.walk()
    asked = [next(walk)]
    while True:
        manners.seconds.append(seconds)
        try:
            asked.append(walk.send(_answer(answers, asked[-1])))
        except StopIteration:
            return visit.found(), asked


def _manners(answers: dict, url: str) -> Manners:
    """What robots.txt asks for."""
    if "/robots.txt" not in answers:
        return Manners()
    lines = answers["/robots.txt"][2].decode().splitlines()
    pairs = [
        (key.strip().lower(), value.strip()) for key, _, value in (x.partition(":") for x in lines)
    ]
    delays = [float(value) for key, value in pairs if key == "crawl-delay"]
    sitemaps = tuple(urljoin(url, value) for key, value in pairs if key == "sitemap")
    return Manners(sitemaps, delays[0] if delays else None)


def _answer(answers: dict, url: str) -> Fetched:
    """The answer at an address, redirects followed."""
    final = url
    for _ in range(5):
        parts = urlsplit(final)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        answer = answers.get(f"{parts.scheme}://{parts.netloc}{path}") or answers.get(path, MISSING)
        if isinstance(answer, str):
            return Refusal(url, answer, "as the test wants it")
        status, headers, body = answer
        if "Location" not in headers:
            return RawPage("s", url, final, status, tuple(headers.items()), body, FARM_NOW)
        final = urljoin(final, headers["Location"])
    raise AssertionError(f"{url} redirects in a circle")
