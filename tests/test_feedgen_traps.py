"""feedgen 1.0.0's traps, one test each: none of them reaches a feed of ours."""

import locale

import pytest
from feed_samples import XML, feed, parsed, texts, tree
from sample_entries import make_entry

from pipeline.model import Attachment, Image

both = pytest.mark.parametrize("form", XML)
THREE = (
    Image("https://lynhan.example.vn/anh/1.jpg"),
    Image("https://lynhan.example.vn/anh/2.png"),
    Image("https://lynhan.example.vn/anh/3.webp"),
)


@both
def test_entries_are_not_prepended(form):
    read = parsed(feed(form, [make_entry(3), make_entry(2), make_entry(1)]))
    assert [entry.title[-1] for entry in read.entries] == ["3", "2", "1"]


def test_an_rss_feed_that_never_changed_names_no_date_rather_than_now():
    assert texts(feed("rss", []), "//lastBuildDate") == []


def test_an_atom_feed_that_never_changed_is_not_updated_now():
    assert parsed(feed("atom", [])).feed.updated == "1970-01-01T07:00:00+07:00"


def test_an_atom_entry_is_updated_when_it_changed_not_now():
    assert parsed(feed("atom", [make_entry(5)])).entries[0].updated.startswith("2024-05-02T12:05")


@both
def test_one_forbidden_character_does_not_kill_a_feed(form):
    read = parsed(feed(form, [make_entry(1, title="Một\x0bhai\ud83d ba\ufffe"), make_entry(2)]))
    assert [entry.title for entry in read.entries] == ["Mộthai ba", make_entry(2).article.title]


def test_the_rss_link_is_the_page_though_other_links_are_added():
    rendered = feed("rss", [], hub="https://hub.example.vn/", prev_archive="https://x.vn/1.rss")
    assert texts(rendered, "/rss/channel/link/text()") == ["https://tin.example.vn/"]


def test_an_author_without_mail_does_not_vanish_from_rss_and_stands_once():
    rendered = feed("rss", [make_entry()])
    assert texts(rendered, "//item/dc:creator/text()") == ["Văn Vương"]
    assert texts(rendered, "//item/author") == []


def test_atom_content_is_html_never_of_a_type_cdata():
    assert texts(feed("atom", [make_entry()]), "//a:content/@type") == ["html"]


@both
def test_no_cdata_section_that_a_text_could_end(form):
    body = feed(form, [make_entry(html="<p>]]&gt;</p>", lead="a ]]> b")]).body
    assert b"<![CDATA[" not in body
    assert b"]]>" not in body


def test_atom_entry_links_keep_relation_type_and_title():
    entry = make_entry(attachments=(Attachment("https://lynhan.example.vn/1.pdf", "Kế hoạch"),))
    found = tree(feed("atom", [entry])).findall("{*}entry/{*}link")
    assert [dict(link.attrib) for link in found] == [
        {"href": entry.article.url, "rel": "alternate", "type": "text/html"},
        {
            "href": "https://lynhan.example.vn/anh/1.jpg",
            "rel": "enclosure",
            "type": "image/jpeg",
            "title": "Toàn cảnh Thu Hà",
        },
        {
            "href": "https://lynhan.example.vn/1.pdf",
            "rel": "enclosure",
            "type": "application/pdf",
            "title": "Kế hoạch",
        },
    ]


def test_the_rss_enclosure_is_the_first_picture_not_the_last():
    rendered = feed("rss", [make_entry(images=THREE, attachments=())])
    assert texts(rendered, "//enclosure/@url") == ["https://lynhan.example.vn/anh/1.jpg"]


def test_media_stand_in_no_group_of_alternatives():
    rendered = feed("rss", [make_entry(images=THREE, attachments=())])
    assert texts(rendered, "//item/m:content/@url") == [image.url for image in THREE[1:]]
    assert texts(rendered, "//m:group") == []


@both
def test_nothing_is_written_as_none(form):
    assert b"None" not in feed(form, [make_entry(author=None, section=None, lead=None)]).body


def test_rss_carries_links_other_than_self():
    rendered = feed("rss", [], hub="https://hub.example.vn/", next="https://x.vn/2.rss")
    rels = texts(rendered, "/rss/channel/a:link/@rel")
    assert rels == ["self", "alternate", "alternate", "hub", "next"]


@both
def test_building_never_touches_the_process_locale(form, monkeypatch):
    def flipped(*_args):
        raise AssertionError("the locale belongs to the whole process")

    monkeypatch.setattr(locale, "setlocale", flipped)
    assert len(parsed(feed(form, [make_entry()])).entries) == 1


@both
def test_no_prefix_is_declared_again_in_every_item(form):
    body = feed(form, [make_entry(1), make_entry(2)]).body
    assert body.count(b'xmlns:dc="') == 1
