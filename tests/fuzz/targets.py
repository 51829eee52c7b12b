"""What is fuzzed: each target takes any bytes and ends.

An exception that comes out of a target, a promise that does not hold (promises.py), or a target that never
ends is a finding. What a target lets pass is what its module says it raises.
"""

import contextlib
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from feed_samples import FORMATS, feed
from raw_pages import SITE, SOURCE, WHEN, raw
from sample_entries import make_entry

from crawler.captures import CaptureError, Query, captures, fetch
from crawler.captures.asking import Asker, Reply
from crawler.captures.replay import NotToBeHad
from crawler.manners.robots import decode_robots, read_robots
from crawler.onboarding.discover import draft_source
from crawler.pages.endless import is_endless
from crawler.pages.hijacked import is_foreign
from crawler.pages.links import read_links, read_page
from crawler.pages.pager import last_page, next_page
from crawler.pages.paging.fragments import after_partial, read_partial
from crawler.pages.refusals import refusal
from crawler.pages.syndication import http_date, moment_told, read_feed, read_sitemap
from crawler.sources import opml
from crawler.sources.reading import read_sources
from fuzz import promises
from pipeline import extract
from pipeline.archive import Damage, Revisit, parts_of, read_file
from pipeline.archive.digests import keys, responses
from pipeline.archive.references import needs_of
from pipeline.errors import ArchiveError, ConfigError, PipelineError
from pipeline.exported import parse_entry
from pipeline.model import Attachment, Image, PageVisit, RawPage
from pipeline.normalise.dates import parse_date
from pipeline.normalise.urls import normalise_url, same_site
from pipeline.store import Store, open_store
from pipeline.store.searching.syntax import parse

Target = Callable[[bytes], None]
ADDRESS = f"{SITE}/tin-tuc/trang-2.html"


def page(data: bytes) -> None:
    """`extract`: an article that may go anywhere, or the error that names the page."""
    try:
        article = extract(data, ADDRESS, fetched_at=WHEN)
    except PipelineError as error:
        assert error.reason  # noqa: PT017 - an article is as good an end
        return
    promises.sound(article)


def links(data: bytes) -> None:
    """What a crawl takes from a listing: links, its next and last page, a refusal, a draft."""
    answer = raw(data or b" ", ADDRESS)
    refusal(answer)
    with contextlib.suppress(PipelineError):
        read = read_page(answer)
        found = read_links(read)
        promises.web(link.url for link in (*found.articles, *found.listings))
        assert all(same_site(link.url, ADDRESS) for link in (*found.articles, *found.listings))
        promises.web(found.feeds)
        is_foreign(read)
        for page_ in (next_page(read), next_page(read, 2), last_page(read)):
            if page_ is not None:
                promises.web([page_.url])
                assert same_site(page_.url, ADDRESS), f"a pager that leads away: {page_.url}"
                is_endless(page_.url)
        draft_source(answer)


def pieces(data: bytes) -> None:
    """What a "more" button brings: JSON, markup, or nothing that can be read."""
    with contextlib.suppress(PipelineError):
        read = read_partial(raw(data or b" ", f"{SITE}/more?page=2"), ADDRESS)
        if more := next_page(read):
            after_partial(more, read)
        promises.web(link.url for link in read_links(read).articles)


def dates(data: bytes) -> None:
    """A printed date, one of a feed, one of a sitemap."""
    text = data.decode("utf-8", "replace")
    for fetched_at in (None, WHEN):
        found = parse_date(text, fetched_at=fetched_at)
        if found is not None:
            promises.aware(found.at)
            assert found.precision != "day" or found.at.hour == found.at.minute == 0
    for told in (moment_told(text), http_date(text)):
        assert not told or datetime.fromisoformat(told).utcoffset() is not None


def addresses(data: bytes) -> None:
    """An address has one spelling, and no spelling leads elsewhere."""
    url = data.decode("utf-8", "replace")
    once = normalise_url(url)
    assert normalise_url(once) == once, f"{url!r}: {once!r}, then {normalise_url(once)!r}"
    is_endless(url)
    same_site(url, ADDRESS)


def syndication(data: bytes) -> None:
    """Feeds and sitemaps."""
    for listed in (read_feed(data), read_sitemap(data)):
        assert all(isinstance(url, str) for url in (*listed.articles, *listed.sitemaps))
        for url in listed.articles:
            listed.is_since(url, WHEN)


def feeds(data: bytes) -> None:
    """Feeds that we write: text in any field leaves them valid, or the entry is left out and named."""
    parts = [part.decode("utf-8", "surrogatepass" if n % 2 else "replace")
             for n, part in enumerate(_parts(data))]  # fmt: skip
    title, html, lead, url, name, author = (parts + [""] * 6)[:6]
    entry = make_entry(
        2,
        title=f"Tin {title}",
        html=html,
        lead=lead,
        author=author,
        section=name,
        text=f"{lead}\n{title}",
        tags=(name, author),
        images=(Image(f"https://x.example.vn/{url}", title, author),),
        attachments=(Attachment(f"https://x.example.vn/{url}.pdf", name),),
    )
    entry = replace(entry, source_name=name)
    for form in FORMATS:
        rendered = feed(form, [make_entry(1), entry])
        promises.valid_feed(form, rendered.body)


def _parts(data: bytes) -> list[bytes]:
    """The input cut at \\x1e into fields; what surrogatepass cannot read is read as Latin."""
    fields = data.split(b"\x1e")[:6]
    return [field if _reads(field) else field.decode("latin-1").encode() for field in fields]


def _reads(field: bytes) -> bool:
    try:
        field.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def warc(data: bytes) -> None:
    """A WARC file, and a WACZ: whole records, and named damage between them."""
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        file = Path(folder) / "x.warc.gz"
        file.write_bytes(data)
        with contextlib.suppress(ArchiveError), parts_of(file, Path(folder) / "s") as parts:
            assert all(part.file.is_relative_to(folder) for part in parts)
            for part in parts:
                needs_of(part.file)
                for found in responses(part.file.parent, part.file.name):
                    assert all(keys(found))
                for record in read_file(part.file):
                    assert isinstance(record, RawPage | Revisit | Damage)
                    if not isinstance(record, Damage):
                        promises.page(record if isinstance(record, RawPage) else record.page)
                        page_ = record if isinstance(record, RawPage) else record.page
                        assert same_site(page_.final_url, page_.url) in (True, False)
                        urlsplit(page_.final_url).port, urlsplit(page_.url).port
                        page_.header("content-type")
                        page_.header("last-modified")


class _Given(Asker):
    """A public archive that answers everything with the same bytes."""

    def __init__(self, data: bytes) -> None:
        super().__init__("fuzz", delay=0.0)
        self._data = data

    def get(self, *_: object, **__: object) -> Reply:
        coding = ("X-Archive-Orig-Content-Encoding", self._data[:9].decode("latin-1"))
        return Reply(200, (coding,), self._data)


def archives(data: bytes) -> None:
    """A public archive's index, its list of indexes, and what it gives for a capture."""
    asker = _Given(data)
    for index in ("http://a.example.vn/cdx", "http://a.example.vn/collinfo.json"):
        with contextlib.suppress(CaptureError):
            for one in captures(Query("a.example.vn", index=index), asker):
                promises.web([one.url])
                promises.aware(one.at)
                for where in ({"replay": index, "files": ""}, {"replay": "", "files": index}):
                    with contextlib.suppress(NotToBeHad):
                        promises.page(fetch(one, asker, **where)[0])


def robots(data: bytes) -> None:
    """A robots.txt: whatever it says, we know whether to ask, how often, and when."""
    rules = read_robots(decode_robots(data))
    rules.allows(ADDRESS)
    rules.allows(f"{SITE}/%zz?{'a' * 99}*$")
    assert 0 <= rules.delay(WHEN) < 1e6
    promises.aware(rules.opens_at(WHEN))
    promises.web(rules.sitemaps(f"{SITE}/robots.txt"))


def sources(data: bytes) -> None:
    """sources.toml: sources, or where it is wrong."""
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        file = Path(folder) / "sources.toml"
        file.write_bytes(data)
        with contextlib.suppress(ConfigError):
            for source in read_sources(file, {}).values():
                assert "/" not in source.id
                assert source.id not in ("", ".", "..")
                promises.web([source.url])


def outlines(data: bytes) -> None:
    """OPML of any feed reader."""
    with contextlib.suppress(ConfigError):
        for outline in opml.read(data, "x.opml", "https://tin.example.vn"):
            assert "\n" not in outline.name


def exported(data: bytes) -> None:
    """A line of an export of another database."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return
    with contextlib.suppress(ValueError):
        entry = parse_entry(told)
        promises.aware(entry.first_seen, entry.last_seen, entry.updated, entry.article.published_at)
        promises.assert_article_harmless(entry.article)
        for form in FORMATS:
            rendered = feed(form, [make_entry(1), entry])
            promises.valid_feed(form, rendered.body)


def search(data: bytes) -> None:
    """Whatever is typed into the search box is a query that the database answers."""
    text = data.decode("utf-8", "replace")
    parse(text)
    _searched().search(text, limit=3)


_STORES: list[Store] = []


def _searched() -> Store:
    """A small store, made once a process."""
    if not _STORES:
        folder = tempfile.mkdtemp(dir=_memory(), prefix="congtin-fuzz-")
        store = open_store(f"sqlite:///{folder}/fuzz.db")
        store.put_sources([SOURCE])
        article = make_entry().article
        store.save(article, PageVisit(SOURCE.id, article.url, article.url, 200, "article", WHEN))
        _STORES.append(store)
    return _STORES[0]


def _memory() -> str | None:
    """Where files cost no disk, if the machine has such a place."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


TARGETS: dict[str, Target] = {
    "extract": page,
    "links": links,
    "pieces": pieces,
    "dates": dates,
    "addresses": addresses,
    "syndication": syndication,
    "feeds": feeds,
    "warc": warc,
    "captures": archives,
    "robots": robots,
    "sources": sources,
    "opml": outlines,
    "exported": exported,
    "search": search,
}
