# ruff: noqa: E501 (an attack a line)
"""Samples for each target to begin with, and the words that its inputs are made of."""

import gzip
import json
import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from feed_samples import FORMATS, feed
from raw_pages import article, raw
from sample_entries import make_entry
from xss_corpus import ATTACKS

from pipeline.archive import Archive

TESTS = Path(__file__).parent.parent
PAGES = sorted((TESTS / "pages").rglob("*.html"))
LISTING = """<html lang=vi><head><title>Tin tức</title><link rel=next href="?page=3"></head><body><ul class=list>
<li><a href="/tin/xa-hop-12.html">Xã họp bàn việc làm đường liên thôn năm 2025</a></ul><div class=pager>
<a href="?page=1">1</a><b>2</b><a href="?page=3">3</a><a href="javascript:__doPostBack('g$p','Page$4')">4</a>
<a onclick="go(5)">Sau</a></div><form id=f action=/x method=post><input type=hidden name=__VIEWSTATE value=a>
<select name=page onchange="this.form.submit()"><option value=1>1<option value=2 selected>2</select></form>
<button class=load-more data-url="/more" data-page=2>Xem thêm</button><script>function go(n){var u='/x?p='+n;
location.href=u}$.ajax({url:'/more?page='+page,data:{p:page+1}})</script></body></html>"""
ROBOTS = """User-agent: *\nDisallow: /a*b$\nCrawl-delay: 2\nRequest-rate: 1/5m 0900-1700\nVisit-time: 0100-0500
User-agent: Congtin\nAllow: /\nSitemap: /sitemap.xml\n"""
TOML = """[[source]]\nid = "xa-a"\nname = "Xã A"\nurl = "https://a.example.vn/"\nlevel = "commune"\ndelay = 2.5
feeds = ["https://a.example.vn/rss"]\nactive_until = 2025-06-30\n[source.page]\ntitle = "h1"
[[source.sections]]\nname = "Tin"\nurl = "https://a.example.vn/tin"\n"""
OPML = """<opml version="2.0" xmlns:c="tag:congtin,2025:registry"><head/><body><outline text="Cổng">
<outline type="rss" text="Xã A" htmlUrl="https://a.example.vn/" xmlUrl="https://a.example.vn/rss" c:id="xa-a"/>
</outline></body></opml>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>
https://a.example.vn/tin-1.html</loc><lastmod>2025-01-02T03:04:05+07:00</lastmod></url></urlset>"""
DATES = """Thứ ba, 05/03/2024 08:30|Ngày đăng: 5-3-2024, 8 giờ 30|2024-03-05T08:30:00Z|20240305083000|1709602200
3 giờ trước|hôm qua, 14:05|ngày 05 tháng ba năm 2024|March 5, 2024 8:30 PM|Tue, 05 Mar 2024 08:30:00 +0700
2024年3月5日|5.3.24|08:30 | 05/03/2024 (GMT+7)|cách đây 2 tuần|00:00:00 05/03/2024|Mar 05 2024 12:00AM"""
QUERIES = """xã họp|"nông thôn mới" -lúa OR (đường NOT cầu)|source:huyen after:2024-01 before:1/7/2025|topic:"a b"
NEAR(a b)|a* ^b {c} : + " ( ))) ((|%' _ \\ ; -- /*|author:"""
URLS = """https://A.example.vn:443/../a/%C3%A0/;jsessionid=1?utm_source=x&b=2#c|http://[::1]/|http://a@b:99999/
//x/y|https://xn--a.vn/%zz|http://a.vn\\@b.vn/|http://1.2.3/|https://a.vn/(S(abc))/x.aspx?a=%0d%0aX:y"""
PIECES = json.dumps({"data": [{"url": "/tin-1.html", "title": "Xã họp bàn việc", "sapo": "x"}],
                     "html": "<a href='/tin-2.html'>Xã khởi công đường liên thôn</a>"})  # fmt: skip
CAPTURES = json.dumps([["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"],
    ["vn,a)/", "20190304050607", "http://a.example.vn/tin-1.html", "text/html", "200", "ABC", "900"]])  # fmt: skip
MIRROR = json.dumps({"timestamp": "20190304050607", "url": "http://a.example.vn/tin-1.html", "status": "200",
                     "mime": "text/html", "filename": "x/y.warc.gz", "offset": "0", "length": "900"})  # fmt: skip

WORDS: dict[str, tuple[str, ...]] = {
    "extract": (
        *"<div class= <table> <h1> </h1> <p> <img src= <a href= <time datetime= <base href= <meta content= &#0;".split(),
        "<script type='application/ld+json'>", "datePublished", "@graph", "headline", "Ngày đăng: 05/03/2024",
        "<meta charset=", "utf-7", "utf-16", "<svg>", "<math>", "<!--", "]]>", "javascript:", "data:", "srcset=", "style=",
    ),
    "links": ("__doPostBack(", "href=", "onclick=", "page=", "rel=next", "javascript:", "location.href=", "data-page=", "<base href="),
    "pieces": ('{"url":', '"title":', "[[[[", "callback(", ");", "\\ud800", "1e999", "NaN"),
    "syndication": ("<!DOCTYPE", "<!ENTITY", "<![CDATA[", "<item>", "<entry>", "<link", "<guid>", "<loc>", "encoding='utf-16'"),
    "feeds": ("\x1e", "]]>", "</item>", "<![CDATA[", "\ud83d", "\u202e"),
    "warc": ("WARC/1.0", "Content-Length: ", "WARC-Type: ", "response", "revisit", "HTTP/1.1 200", "chunked", "Content-Encoding: ", "gzip",
             "br", "zstd", "deflate", "WARC-Date: ", "\r\n\r\n", "PK\x03\x04"),
    "captures": ('[["timestamp", "original"], [', '"timestamp"', '"20190304050607"', '"99991231235959"', "http://", "\\ud800", "filename",
                 "gzip", "zstd", "9999999999", "[[[[", "null", "cdx-api"),
    "robots": ("User-agent: ", "Disallow: ", "Request-rate: ", "0/0", "Visit-time: ", "Crawl-delay: ", "inf", "nan", "-1", "*", "$"),
    "sources": ("[[source]]", "id = ", "url = ", "[source.page]", "sections", "active_from = ", "successor = ", "'''", "inf", "nan"),
    "opml": ("<outline ", "<!DOCTYPE", "<!ENTITY", "xmlUrl=", "htmlUrl=", "type="),
    "search": ("AND", "OR", "NOT", "NEAR", "source:", "after:", '"', "(", ")", "-", "*", "title:"),
}  # fmt: skip


def seeds(target: str) -> list[bytes]:
    """Inputs that a target reads in full, by which fuzzing begins."""
    return list(_SEEDS[target]())


def _pages() -> Iterator[bytes]:
    yield from (path.read_bytes() for path in PAGES[:12])
    yield article().encode()
    yield from (article(text=attack).encode() for attack in ATTACKS[::20])


def _listings() -> Iterator[bytes]:
    yield LISTING.encode()
    yield from (path.read_bytes() for path in PAGES if "listing" in path.stem)


def _feeds() -> Iterator[bytes]:
    yield from (feed(form, [make_entry(1), make_entry(2)]).body for form in FORMATS[:2])
    yield SITEMAP.encode()
    yield gzip.compress(SITEMAP.encode())


def _warcs() -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        body = gzip.compress(b"<p>Tin</p>")
        for more in ({}, {"body": body, "headers": (("Content-Encoding", "gzip"),)}):
            archive.write(raw(**more))
        packed = next(Path(folder).rglob("*.warc.gz")).read_bytes()
    yield packed
    yield gzip.decompress(packed)
    bundle = BytesIO()
    with zipfile.ZipFile(bundle, "w") as made:
        made.writestr("datapackage.json", '{"resources": []}')
        made.writestr("archive/x.warc.gz", packed)
    yield bundle.getvalue()


def _lines(text: str) -> list[bytes]:
    return [line.encode() for line in text.replace("\n", "|").split("|")]


_SEEDS = {
    "extract": _pages,
    "links": _listings,
    "pieces": lambda: [PIECES.encode(), b"cb(" + PIECES.encode() + b");"],
    "dates": lambda: _lines(DATES),
    "addresses": lambda: _lines(URLS),
    "syndication": _feeds,
    "feeds": lambda: (
        [b"Tin\x1e<p>a</p>\x1eb\x1ec\x1ed\x1ee"]
        + ["\x1e".join([attack] * 6).encode() for attack in ATTACKS[::15]]
    ),
    "warc": _warcs,
    "captures": lambda: [
        CAPTURES.encode(),
        MIRROR.encode(),
        b'[{"cdx-api": "http://a.example.vn/CC-MAIN-2019-10-index"}]',
    ],
    "robots": lambda: [ROBOTS.encode()],
    "sources": lambda: [TOML.encode()],
    "opml": lambda: [OPML.encode()],
    "exported": lambda: [json.dumps(make_entry().to_dict()).encode()],
    "search": lambda: _lines(QUERIES),
}
