"""Feeds and sitemaps, well-formed and not."""

import gzip
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages import syndication
from crawler.pages.syndication import Listed, http_date, moment_told, read_feed, read_sitemap
from pipeline.model import VIETNAM

HOST = "https://huyen.example.vn"


def rss(*items: str, head: str = "") -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f"{head}<rss><channel><link>{HOST}/</link>{inside}</channel></rss>".encode()


def articles(body: bytes) -> list[str]:
    return [address.removeprefix(HOST) for address in read_feed(body).articles]


def test_rss_entries_come_in_order_and_once() -> None:
    one, two = f"<link>{HOST}/a-1.html</link>", f"<link>{HOST}/b-2.html</link>"
    assert articles(rss(two, one, two)) == ["/b-2.html", "/a-1.html"]


def test_an_atom_entry_is_at_its_alternate_link() -> None:
    body = f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="edit" href="{HOST}/edit"/>
        <link href="{HOST}/a"/></entry><entry><link rel="alternate" href="{HOST}/b"/></entry></feed>"""
    assert articles(body.encode()) == ["/a", "/b"]


def test_rdf_entries_are_read() -> None:
    body = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/"><item><link>{HOST}/a</link></item></rdf:RDF>"""
    assert articles(body.encode()) == ["/a"]


def test_an_entry_without_link_is_at_its_guid_when_that_is_an_address() -> None:
    assert articles(rss(f"<guid>{HOST}/a</guid>", "<guid>tag:x,2024:1</guid>")) == ["/a"]


def test_relative_links_count_from_the_feeds_own_site() -> None:
    assert articles(rss("<link>/tin/a-1.html</link>")) == ["/tin/a-1.html"]


def test_bare_ampersands_of_addresses_are_kept() -> None:
    link = f"<link>{HOST}/?do=news&act=detail&id=3</link>"
    assert articles(rss(link, "<title>a & b</title>")) == ["/?do=news&act=detail&id=3"]


def test_escaped_and_cdata_ampersands_stay_one_ampersand() -> None:
    escaped, cdata = (
        f"<link>{HOST}/?a=1&amp;b=2</link>",
        f"<link><![CDATA[ {HOST}/?a=1&b=3 ]]></link>",
    )
    assert articles(rss(escaped, cdata, "<title>x & y</title>")) == ["/?a=1&b=2", "/?a=1&b=3"]


@pytest.mark.parametrize(
    "head",
    [
        "\ufeff",
        "\n  ",
        '<?xml version="1.0" encoding="utf-16"?>',
        '<?xml version="1.0" encoding="unknown-8"?>',
        "<!DOCTYPE rss>",
    ],
)
def test_a_wrong_start_hides_no_entry(head: str) -> None:
    assert articles(rss(f"<link>{HOST}/tin-moi-1.html</link>", head=head)) == ["/tin-moi-1.html"]


def test_a_real_utf_16_feed_is_read() -> None:
    text = rss(f"<link>{HOST}/a</link>", head='<?xml version="1.0" encoding="utf-16"?>').decode()
    assert articles(text.encode("utf-16")) == ["/a"]


def test_a_feed_cut_in_the_middle_gives_its_whole_entries() -> None:
    body = rss(f"<link>{HOST}/a</link>", f"<link>{HOST}/b</link>")
    assert articles(body[: body.index(b"/b")])[:1] == ["/a"]


def test_entities_are_never_expanded() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    listed = read_feed(rss(f"<link>{HOST}/&b;</link>", head=bomb))
    assert all("aaaa" not in address for address in listed.articles)


@pytest.mark.parametrize(
    "body", [b"", b"<html><item><link>https://x.vn/a</link></item></html>", b"{}"]
)
def test_what_is_no_feed_lists_nothing(body: bytes) -> None:
    assert read_feed(body) == Listed(())


def urlset(*addresses: str) -> bytes:
    rows = "".join(f"<url><loc> {a} </loc></url>" for a in addresses)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


def test_a_sitemap_lists_its_pages_and_not_its_pictures() -> None:
    body = urlset(f"{HOST}/a").replace(
        b"</loc>", b"</loc><i:image xmlns:i='x'><i:loc>https://x.vn/p.jpg</i:loc></i:image>"
    )
    assert read_sitemap(body) == Listed((f"{HOST}/a",))


def test_an_index_lists_further_sitemaps() -> None:
    body = urlset(f"{HOST}/news.xml").replace(b"urlset", b"sitemapindex")
    assert read_sitemap(body) == Listed((), (f"{HOST}/news.xml",))


def test_a_packed_sitemap_is_unpacked() -> None:
    assert read_sitemap(gzip.compress(urlset(f"{HOST}/a"))).articles == (f"{HOST}/a",)


def test_a_packed_sitemap_cut_in_the_middle_gives_what_is_whole() -> None:
    body = gzip.compress(urlset(*(f"{HOST}/tin-{n}-{n**7}.html" for n in range(500))))
    found = read_sitemap(body[: len(body) // 2]).articles
    assert 50 < len(found) < 500


def test_a_bomb_is_unpacked_no_further_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syndication, "MAX_SITEMAP", 5_000)
    rows = urlset(*(f"{HOST}/tin-{n:05}.html" for n in range(1000)))
    assert len(read_sitemap(rows).articles) == 1000
    assert len(read_sitemap(gzip.compress(rows)).articles) < 5_000 // len(HOST)


@pytest.mark.parametrize("body", [b"", b"\x1f\x8bbroken", b"Not found", b"<html></html>"])
def test_what_is_no_sitemap_lists_nothing(body: bytes) -> None:
    assert read_sitemap(body) == Listed(())


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(body: bytes) -> None:
    assert read_sitemap(body).sitemaps == ()
    assert isinstance(read_feed(b"<rss>" + body), Listed)


# --- what is told of an entry ----------------------------------------------------------------------

A = f"{HOST}/a"
WHEN = "2026-11-20T01:30:00+00:00"


def test_rss_tells_when_an_entry_was_published_its_title_and_words() -> None:
    date = "<pubDate> Fri, 20 Nov 2026 08:30:00 +0700 </pubDate>"
    item = f"<link>{A}</link><title> Cầu mới </title>{date}<description>Sáng nay.</description>"
    listed = read_feed(rss(item))
    assert listed == Listed(
        (A,),
        published={A: "Fri, 20 Nov 2026 08:30:00 +0700"},
        titles={A: "Cầu mới"},
        words={A: "Sáng nay."},
    )


def test_atom_tells_when_an_entry_was_edited_as_well() -> None:
    body = f"""<feed xmlns="http://www.w3.org/2005/Atom"><updated>2026-01-01</updated><entry>
        <link href="{A}"/><title>Cầu mới</title><published>2026-11-19</published>
        <updated>2026-11-20</updated><summary>Sáng nay.</summary></entry></feed>"""
    assert read_feed(body.encode()) == Listed(
        (A,),
        told={A: "2026-11-20"},
        published={A: "2026-11-19"},
        titles={A: "Cầu mới"},
        words={A: "Sáng nay."},
    )


def test_rdf_tells_the_day_in_dublin_core() -> None:
    body = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <item><link>{A}</link><dc:date>2026-11-19</dc:date></item></rdf:RDF>"""
    assert read_feed(body.encode()).published == {A: "2026-11-19"}


def test_the_whole_text_goes_before_the_summary() -> None:
    text = '<encoded xmlns="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>Tất cả</p>]]></encoded>'
    listed = read_feed(rss(f"<link>{A}</link><description>Một ít</description>{text}"))
    assert listed.words == {A: "<p>Tất cả</p>"}


def test_an_empty_element_tells_nothing() -> None:
    assert read_feed(rss(f"<link>{A}</link><title> </title><pubDate/>")) == Listed((A,))


def test_a_sitemap_tells_of_edits_and_a_news_sitemap_of_publication() -> None:
    news = """<lastmod>2026-11-20</lastmod><n:news xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
        <n:publication_date>2026-11-19</n:publication_date><n:title>Cầu mới</n:title></n:news></url>"""
    listed = read_sitemap(urlset(A).replace(b"</url>", news.encode()))
    assert listed == Listed(
        (A,), told={A: "2026-11-20"}, published={A: "2026-11-19"}, titles={A: "Cầu mới"}
    )


def test_an_index_tells_when_its_sitemaps_were_changed() -> None:
    body = urlset(A).replace(b"</url>", b"<lastmod>2026-11-20</lastmod></url>")
    listed = read_sitemap(body.replace(b"urlset", b"sitemapindex"))
    assert listed == Listed((), (A,), told={A: "2026-11-20"})


# --- times ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-11-20T08:30:00+07:00", WHEN),
        (" 2026-11-20T01:30:00Z ", WHEN),
        ("2026-11-20T01:30", WHEN),
        ("2026-11-20T08:30:00.123+07:00", WHEN),
        ("2026-11-20", "2026-11-20T00:00:00+00:00"),
        ("2026-11", ""),
        ("0001-01-01T00:00:00+07:00", ""),
        ("20/11/2026", ""),
        ("", ""),
    ],
)
def test_a_web_time_is_told_in_utc(text: str, told: str) -> None:
    assert moment_told(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Fri, 20 Nov 2026 08:30:00 +0700", WHEN),
        ("20 Nov 2026 01:30:00 GMT", WHEN),
        ("Fri, 20 Nov 2026 01:30:00 -0000", WHEN),
        ("Fri, 31 Feb 2026 08:30:00 +0700", ""),
        ("Fri, 20 Nov 99999999999999999999 08:30:00 GMT", ""),
        ("2026-11-20", ""),
        ("thứ Sáu", ""),
        ("", ""),
    ],
)
def test_a_mail_time_is_told_in_utc(text: str, told: str) -> None:
    assert http_date(text) == told


@given(st.integers(-(10**9), 10**9), st.integers(-14, 14))
def test_told_times_compare_as_times_do(seconds, hours):
    reference = datetime(2026, 11, 20, tzinfo=VIETNAM)
    zoned = (reference + timedelta(seconds=seconds)).astimezone(timezone(timedelta(hours=hours)))
    told, other = moment_told(zoned.isoformat()), moment_told(reference.isoformat())
    assert (told < other) == (zoned < reference)


@given(st.text(max_size=40))
def test_no_text_makes_a_time_fail(text):
    for told in (moment_told(text), http_date(text)):
        assert not told or datetime.fromisoformat(told)


@pytest.mark.parametrize(
    ("published", "since"),
    [
        ("Fri, 20 Nov 2026 00:00:00 +0700", True),
        ("Thu, 19 Nov 2026 23:59:59 +0700", False),
        ("2026-11-20T00:00:00+07:00", True),
        ("2026-11-20", True),
        ("2026-11-19", False),
        ("hôm qua", False),
        ("", False),
    ],
)
def test_an_entry_is_since_a_day_when_its_publication_says_so(published: str, since: bool) -> None:
    listed = Listed((A,), published={A: published}, told={A: "2026-11-25"})
    assert listed.is_since(A, datetime(2026, 11, 20, tzinfo=VIETNAM)) is since
