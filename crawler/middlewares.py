"""Between spider and network: stay on the portal, follow redirects once, keep what came."""

from urllib.parse import urlsplit, urlunsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.network.answers import raw_page
from crawler.visitor import ROBOTS, end_run, visitor
from pipeline.clock import now
from pipeline.errors import CongtinError
from pipeline.normalise.urls import ASP_SESSION, normalise_url, same_site, without_session


class OffsiteError(IgnoreRequest):
    """The address is not on the portal: an external article, or a portal that has moved."""


class StayHome:
    """Refuses every request, redirects included, that leaves the source's site."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StayHome":
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise OffsiteError for an address of another site; a robots.txt may have moved anywhere."""
        if request.meta.get(ROBOTS):
            return
        if not same_site(request.url, visitor(self.crawler).source.url):
            raise OffsiteError(request.url)


class KnownAddressError(IgnoreRequest):
    """A redirect leads to a page that this or an earlier run asks for anyway."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


PART = "congtin_part"
"""Key in a request's meta: it asks for a further page of an article."""


class CopyError(KnownAddressError):
    """The address is taken for a second one of an article that stands at `url`."""


class SpentError(IgnoreRequest):
    """The address is not worth asking for any more: too old for this visit, or of a form without end."""


class SkipCopies:
    """Asks no more for second addresses of articles, once a portal was seen to have such, nor for what
    must be too old, or is one of endless many.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "SkipCopies":
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise CopyError for a copy of an article that is known or asked for anyway, else SpentError."""
        if request.meta.get("redirect_times") or request.meta.get(PART):
            return  # what a second address leads to is the article itself; a part bears its number
        url = without_session(request.url)
        if first := visitor(self.crawler).original(url):
            raise CopyError(first)
        if visitor(self.crawler).is_spent(url):
            raise SpentError(url)


class KeepSession:
    """ASP.NET without cookies writes the session into every address and redirects what comes without:
    the first one given is kept for the run, else each page would cost two requests.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._session = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "KeepSession":
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        """The same request inside the session."""
        if not self._session or ASP_SESSION.search(request.url) or request.meta.get(ROBOTS):
            return None
        parts = urlsplit(request.url)
        inside = urlunsplit(parts._replace(path=self._session + parts.path))
        asked = request.meta.get("redirect_urls") or [request.url]
        return request.replace(
            url=inside, dont_filter=True, meta=request.meta | {"redirect_urls": asked}
        )

    def process_response(self, request: Request, response: Response) -> Response:
        """Take the session from where a redirect leads."""
        del request
        place = (response.headers.get("Location") or b"").decode("latin-1")
        if found := ASP_SESSION.search(place):
            self._session = found[0]
        return response


AGAIN = "congtin_again"
"""Key in a request's meta: a stored article is read again, wherever it stands now."""


class FollowOnce(RedirectMiddleware):
    """Follows redirects, but never to a page that is known: NukeViet lists an article under each of
    its categories and redirects all to the main one.
    """

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Response | Request:
        """The answer, or the request that a redirect asks for. Raises KnownAddressError."""
        del spider  # Scrapy's interface of old
        result = super().process_response(request, response)
        if not isinstance(result, Request) or request.meta.get(ROBOTS):
            return result
        if request.meta.get(AGAIN) or normalise_url(result.url) == normalise_url(request.url):
            return result  # a stored article that has moved; a session that begins
        if visitor(self.crawler).knows(result.url):
            raise KnownAddressError(result.url)
        return result


class KeepAnswers:
    """Writes every answer into the archive as it came over the wire, before anything reads it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "KeepAnswers":
        """Scrapy's constructor."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive a page, feed or sitemap; its place goes with the request to the spider."""
        spider = visitor(self.crawler)
        request.meta["fetched_at"] = now()
        request.meta["warc"] = None
        if response.status == 200 and spider.archive is not None:
            try:
                page = raw_page(response, spider.source.id, request)
                request.meta["warc"] = spider.archive.write(page)
            except CongtinError as error:
                end_run(self.crawler, error)
                raise IgnoreRequest(str(error)) from error
        return response
