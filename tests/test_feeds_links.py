"""What lies around a document: itself, other formats, archives and pages (RFC 5005), the hub, the sheet."""

import json

import pytest
from feed_rules import problems
from feed_samples import BASE, FORMATS, XML, feed, parsed, texts, tree
from lxml import etree
from sample_entries import make_entry

every = pytest.mark.parametrize("form", FORMATS)
both = pytest.mark.parametrize("form", XML)
HUB = "https://hub.example.vn/"


def rels(form, **around):
    root = tree(feed(form, [make_entry()], **around))
    found = (root if form == "atom" else root[0]).findall("{http://www.w3.org/2005/Atom}link")
    return {link.get("rel"): link.get("href") for link in found}


@both
def test_a_feed_names_its_own_address_and_type(form):
    rendered = feed(form, [])
    path = "//a:link[@rel='self']/@"
    assert texts(rendered, path + "href") == [f"{BASE}.{form}"]
    assert texts(rendered, path + "type") == [f"application/{form}+xml"]


@both
def test_a_feed_names_the_other_formats_and_not_itself_among_them(form):
    rendered = feed(form, [])
    found = texts(rendered, "//a:link[@rel='alternate' and not(@type='text/html')]/@type")
    others = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
    others.pop(form)
    assert found == [*others.values(), "application/feed+json"]


def test_a_json_feed_names_its_address_page_and_other_formats():
    told = json.loads(feed("json", []).body)
    assert (told["feed_url"], told["home_page_url"]) == (f"{BASE}.json", "https://tin.example.vn/")
    assert told["_congtin"]["alternates"] == {"rss": f"{BASE}.rss", "atom": f"{BASE}.atom"}


@both
def test_the_newest_document_leads_to_the_archive(form):
    assert rels(form, prev_archive="https://x.vn/3")["prev-archive"] == "https://x.vn/3"


@both
def test_an_archive_page_is_marked_and_names_its_neighbours_and_the_current_feed(form):
    around = {
        "is_archive": True,
        "current": "https://x.vn/all",
        "prev_archive": "https://x.vn/1",
        "next_archive": "https://x.vn/3",
    }
    rendered = feed(form, [make_entry()], **around)
    assert len(tree(rendered).findall(".//{http://purl.org/syndication/history/1.0}archive")) == 1
    found = rels(form, **around)
    assert found["current"] == "https://x.vn/all"
    assert (found["prev-archive"], found["next-archive"]) == ("https://x.vn/1", "https://x.vn/3")
    assert not problems(form, rendered.body, f"{BASE}.{form}")


@both
def test_a_paged_feed_names_its_pages(form):
    pages = {name: f"https://x.vn/{name}" for name in ("first", "previous", "next", "last")}
    found = rels(form, **pages)
    assert {name: found[name] for name in pages} == pages
    assert not problems(form, feed(form, [], **pages).body, f"{BASE}.{form}")


@both
def test_a_complete_feed_is_marked(form):
    rendered = feed(form, [make_entry()], is_complete=True)
    assert len(tree(rendered).findall(".//{http://purl.org/syndication/history/1.0}complete")) == 1


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ({"next": "https://x.vn/2"}, "https://x.vn/2"),
        ({"prev_archive": "https://x.vn/9"}, "https://x.vn/9"),
        ({"next": "https://x.vn/2", "prev_archive": "https://x.vn/9"}, "https://x.vn/2"),
        ({}, None),
    ],
)
def test_a_json_feed_goes_on_at_the_older_page(around, expected):
    assert json.loads(feed("json", [], **around).body).get("next_url") == expected


@both
def test_the_hub_is_named(form):
    assert rels(form, hub=HUB)["hub"] == HUB


def test_a_json_feed_names_the_hub():
    told = json.loads(feed("json", [], hub=HUB).body)
    assert told["hubs"] == [{"type": "WebSub", "url": HUB}]


@both
@pytest.mark.parametrize("place", ["./", "../../", "https://x.vn/tin/feeds/"])
def test_a_browser_is_told_where_the_sheet_lies(form, place):
    document = tree(feed(form, [], styles=place)).getroottree()
    found = document.xpath("/processing-instruction('xml-stylesheet')")
    assert [dict(pi.attrib) for pi in found] == [{"type": "text/css", "href": f"{place}feed.css"}]


@both
def test_a_place_cannot_break_out_of_the_instruction(form):
    body = feed(form, [], styles='"?><script>&').body
    assert etree.fromstring(body).getroottree().xpath("count(//processing-instruction())") == 1


@both
def test_a_person_with_a_browser_finds_links_to_the_page_and_to_help(form):
    rendered = feed(form, [])
    assert texts(rendered, "//h:a/@href") == [
        "https://tin.example.vn/",
        "https://tin.example.vn/subscribe",
    ]
    assert texts(feed(form, [], styles=""), "//h:a") == []


@both
def test_a_reader_shows_the_description_and_not_the_words_for_browsers(form):
    assert parsed(feed(form, [])).feed.subtitle == "Tin mới nhất từ các cổng."
