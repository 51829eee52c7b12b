"""Which captures of a host there are: the indexes of Common Crawl and Wayback, read by cdx_toolkit."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.captures.asking import Asker, CaptureError
from pipeline.errors import ConfigError
from pipeline.model import VIETNAM
from pipeline.normalise.urls import is_web

EXTRA = "pip install 'congtin[captures]'"
WAYBACK = "https://web.archive.org/cdx/search/cdx"
COMMON_CRAWL = "https://index.commoncrawl.org/collinfo.json"
COMMON_CRAWL_FILES = "https://data.commoncrawl.org"
WAYBACK_PATH = "/cdx/search/cdx"
"""Where the Wayback Machine has its index; its captures are then under /web."""
FIRST = "1996"
"""No capture is older."""
STAMP = re.compile(r"\d{14}")
LAST = "99991231235959"
DIGITS = 18
"""Of a number: no file is longer."""
BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What JSON raises that is none, or is other than an index, here and in cdx_toolkit."""


@dataclass(frozen=True, slots=True)
class Query:
    """Captures of a host (or of the addresses below a path), in an index, between two moments.

    `first` and `last`: the beginnings of time stamps in UTC ("2019", "20190531"), both included.
    `index`: "ia" (Wayback), "cc" (Common Crawl), or the address of a CDX server, or of a collinfo.json.
    `replay`: where a Wayback shows captures; `files`: where the WARC files of an index lie. Empty: known
    from the index.
    """

    site: str
    first: str = ""
    last: str = ""
    index: str = "ia"
    replay: str = ""
    files: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture, as an index lists it."""

    url: str
    """Without the port that its scheme has anyway, which old crawlers wrote down."""
    at: datetime
    status: int
    mime: str
    digest: str
    length: int = 0
    file: str = ""
    """The WARC file that holds it, where the index says so, and the byte it begins at."""
    offset: int = 0

    @property
    def stamp(self) -> str:
        """The moment as archives write it: 14 digits, UTC."""
        return f"{self.at.astimezone(UTC):%Y%m%d%H%M%S}"

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        own = ("url", "status", "mime", "digest", "length")
        return {"at": self.at.isoformat(), "timestamp": self.stamp} | {
            name: getattr(self, name) for name in own
        }


def captures(query: Query, asker: Asker) -> Iterator[Capture]:
    """The captures that an index lists, in its order.

    Raises CaptureError, and ConfigError where the extra is not installed.
    """
    rows = _rows(query, asker)
    found = (capture for row in rows if (capture := _capture(row)))
    first, last = query.first, query.last + LAST[len(query.last) :]
    return (capture for capture in found if first <= capture.stamp <= last)


def _rows(query: Query, asker: Asker) -> Iterator[Mapping[str, Any]]:
    fetcher = _fetcher(query, asker)
    dates = {"from_ts": (query.first or FIRST), "to": query.last or None}
    given = {name: value for name, value in dates.items() if value}
    address = f"{query.site.rstrip('/')}/*"
    try:
        yield from fetcher.iter(address, **given)
    except BROKEN as error:
        raise CaptureError(f"{query.index}: an index that cannot be read ({error}).") from error


def _fetcher(query: Query, asker: Asker) -> Any:
    """cdx_toolkit's fetcher with our requests in place of its own.

    Its paging, its merging of Common Crawl's indexes by date and its two dialects are what is used. Its own
    requests know no Retry-After, name somebody else as the visitor, and wait an hour and a half for a
    server that is gone.
    """
    try:
        from cdx_toolkit import CDXFetcher, cdx_to_captures
        from cdx_toolkit.commoncrawl import filter_cc_endpoints
    except ImportError as error:
        raise ConfigError(
            f"Captures are listed with cdx_toolkit, which is not installed. Run: {EXTRA}"
        ) from error

    class Fetcher(CDXFetcher):  # type: ignore[misc,unused-ignore]
        def __init__(self) -> None:
            self.crawl = self.wb = self.warc_download_prefix = None
            self.source = "cc" if is_common_crawl(query.index) else "ia"
            self.index_list = _endpoints(query.index, asker)
            self._heads: dict[str, object] = {}

        def customize_index_list(self, params: dict[str, Any]) -> Sequence[str]:
            params.pop(
                "crawl", None
            )  # with the key there, even as None, no date would be looked at
            if self.source != "cc" or len(self.index_list) < 2:
                return self.index_list
            chosen: list[str] = filter_cc_endpoints(
                list(self.index_list), "ascending", params=params
            )
            return chosen

        def get_for_iter(
            self,
            endpoint: int,
            page: int,
            params: Mapping[str, Any] = {},
            index_list: Sequence[str] = (),
        ) -> tuple[str, list[Any]]:
            if endpoint >= len(index_list):
                return "last endpoint", []
            own = {("from" if name == "from_ts" else name): v for name, v in params.items()}
            reply = asker.get(index_list[endpoint], own | {"page": page})
            if reply.status_code in (400, 404) or not reply.text.strip():
                return "last page", []
            if reply.status_code != 200:
                raise CaptureError(f"{index_list[endpoint]}: HTTP {reply.status_code}.")
            rows = cdx_to_captures(reply)
            head = dict(rows[0]) if rows else None
            if head is None or self._heads.get(index_list[endpoint]) == head:
                return "last page", []  # nothing more, or a server that knows no pages
            self._heads[index_list[endpoint]] = head
            return "ok", rows

    return Fetcher()


def is_common_crawl(index: str) -> bool:
    """Whether the index is Common Crawl's, or a mirror of it."""
    return index == "cc" or index.endswith("/collinfo.json")


def _endpoints(index: str, asker: Asker) -> list[str]:
    """The addresses to ask: Common Crawl has an index a crawl, named in a list of its own host."""
    if index == "ia":
        return [WAYBACK]
    if not is_common_crawl(index):
        if not index.startswith(("http://", "https://")):
            raise ConfigError(f"option --index: {index!r} is neither ia, cc nor an address.")
        return [index]
    address = COMMON_CRAWL if index == "cc" else index
    try:
        listed = [str(crawl["cdx-api"]) for crawl in json.loads(asker.get(address).text)]
        own = urlsplit(address).netloc
        return sorted(endpoint for endpoint in listed if urlsplit(endpoint).netloc == own)
    except BROKEN as error:
        raise CaptureError(f"{address}: no list of Common Crawl's indexes ({error}).") from error


def sources_of(query: Query) -> tuple[str, str]:
    """Where captures are shown, and where their WARC files lie: one of the two is "".

    Raises ConfigError for an index of which that is not known.
    """
    if query.files or query.replay:
        return ("", query.files) if query.files else (query.replay, "")
    if is_common_crawl(query.index) and query.index != "cc":
        return "", query.index.removesuffix("/collinfo.json")
    if query.index == "cc":
        return "", COMMON_CRAWL_FILES
    address = WAYBACK if query.index == "ia" else query.index
    if address.endswith(WAYBACK_PATH):
        return f"{address.removesuffix(WAYBACK_PATH)}/web", ""
    if address.rstrip("/").endswith("/cdx"):  # pywb: COLLECTION/cdx beside COLLECTION/
        return address.rstrip("/").removesuffix("/cdx"), ""
    raise ConfigError(f"{address}: say where its captures are: --replay URL or --files URL.")


def _capture(row: Mapping[str, Any]) -> Capture | None:
    """A row of an index; None for one without address or moment."""
    try:
        stamp, url = str(row.get("timestamp", "")), str(row.get("url", ""))
        at = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC).astimezone(VIETNAM)
    except (*BROKEN, OverflowError):
        return None
    if not STAMP.fullmatch(stamp) or not (is_web(url) and url.isprintable()):
        return None
    return Capture(
        url=_plain(url),
        at=at,
        status=_number(row.get("status")),
        mime=str(row.get("mime") or row.get("mime-detected") or ""),
        digest=str(row.get("digest") or ""),
        length=_number(row.get("length")),
        file=str(row.get("filename") or ""),
        offset=_number(row.get("offset")),
    )


def _number(value: Any) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0


def _plain(url: str) -> str:
    return re.sub(
        r"^(http://[^/?#]+):80(?=[/?#]|$)|^(https://[^/?#]+):443(?=[/?#]|$)", r"\1\2", url
    )
