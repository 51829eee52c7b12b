"""Feeds and sitemaps, well-formed and not."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import syndication
from crawler.syndication import Listed, read_feed, read_sitemap

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
