"""RSS and Atom: valid, permanent, complete, and none of feedgen's traps."""

import locale
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from sample_entries import NOON, make_entry

from pipeline.model import VIETNAM
from pipeline.publish.catalog import ALL, province_feed
from pipeline.publish.feeds import Skipped, atom, rss
from pipeline.slug import slug

CHANNEL = ALL.channel("https://tin.example.vn/")
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
both = pytest.mark.parametrize("build", [rss, atom])


def tree(rendered):
    return etree.fromstring(rendered.body, etree.XMLParser(huge_tree=True))


def texts(rendered, path):
    return [str(found) for found in tree(rendered).xpath(path, namespaces=NAMES)]


def parsed(rendered):
    feed = feedparser.parse(rendered.body)
    assert feed.bozo == 0, feed.get("bozo_exception")
    return feed


@both
def test_entries_stand_in_the_order_given_not_prepended(build):
    feed = parsed(build(CHANNEL, [make_entry(3), make_entry(2), make_entry(1)]))
    assert [entry.title[-1] for entry in feed.entries] == ["3", "2", "1"]


@both
def test_the_same_entries_give_the_same_bytes(build):
    entries = [make_entry(n) for n in (3, 2, 1)]
    assert build(CHANNEL, entries).body == build(CHANNEL, entries).body


@both
def test_the_feeds_date_is_the_last_change_of_content_never_now(build):
    feed = parsed(build(CHANNEL, [make_entry(1), make_entry(9), make_entry(2)]))
    change = (NOON + timedelta(days=1, minutes=9)).astimezone(UTC)
    assert feed.feed.updated_parsed[:6] == change.timetuple()[:6]


def test_an_empty_rss_feed_is_valid_and_names_no_date():
    feed = parsed(rss(CHANNEL, []))
    assert feed.version == "rss20"
    assert "updated" not in feed.feed


def test_an_empty_atom_feed_is_valid_and_its_date_is_not_now():
    feed = parsed(atom(CHANNEL, []))
    assert feed.version == "atom10"
    assert feed.feed.updated == "1970-01-01T07:00:00+07:00"


def test_an_rss_guid_is_the_permanent_id_and_no_address():
    rendered = rss(CHANNEL, [make_entry()])
    assert texts(rendered, "//guid/text()") == [make_entry().id]
    assert texts(rendered, "//guid/@isPermaLink") == ["false"]


def test_an_atom_id_is_the_permanent_id():
    assert texts(atom(CHANNEL, [make_entry()]), "//a:entry/a:id/text()") == [make_entry().id]


@both
def test_an_entry_links_to_the_original_article(build):
    assert parsed(build(CHANNEL, [make_entry()])).entries[0].link == make_entry().article.url


def test_rss_links_to_the_page_though_self_is_linked_too():
    rendered = rss(CHANNEL, [])
    assert texts(rendered, "/rss/channel/link/text()") == ["https://tin.example.vn/"]
    assert texts(rendered, "//a:link[@rel='self']/@href") == [
        "https://tin.example.vn/feeds/all.rss"
    ]


def test_atom_entry_links_keep_rel_and_type():
    link = tree(atom(CHANNEL, [make_entry()])).find("a:entry/a:link", NAMES)
    assert (link.get("rel"), link.get("type")) == ("alternate", "text/html")


def test_an_atom_feed_has_its_own_address_and_a_permanent_tag_as_id():
    rendered = atom(CHANNEL, [])
    assert texts(rendered, "/a:feed/a:link[@rel='self']/@href") == [
        "https://tin.example.vn/feeds/all.atom"
    ]
    assert texts(rendered, "/a:feed/a:id/text()") == ["tag:congtin,2025:feeds/all"]


def test_a_feeds_id_does_not_move_with_the_server():
    assert ALL.channel("http://127.0.0.1:8000").id == ALL.channel("https://tin.example.vn/x").id


def test_rss_names_the_author_once_as_dc_creator():
    rendered = rss(CHANNEL, [make_entry()])
    assert texts(rendered, "//dc:creator/text()") == ["Văn Vương"]
    assert texts(rendered, "//item/author") == []


@both
def test_an_article_without_byline_is_by_its_portal(build):
    feed = parsed(build(CHANNEL, [make_entry(author=None)]))
    assert feed.entries[0].author == make_entry().source_name


@both
def test_content_is_the_whole_article_as_html(build):
    content = parsed(build(CHANNEL, [make_entry()])).entries[0].content[0]
    assert content.type == "text/html"
    assert "góp công xây dựng" in content.value
    assert content.value.count("Sáng nay") == 1, "the lead stands in the body already"
    assert 'src="https://lynhan.example.vn/anh/1.jpg"' in content.value
    assert "Toàn cảnh Thu Hà" in content.value
    assert "https://lynhan.example.vn/tep/1.pdf" in content.value


def test_atom_content_is_of_type_html_never_cdata():
    assert texts(atom(CHANNEL, [make_entry()]), "//a:content/@type") == ["html"]


@both
def test_a_lead_outside_the_body_comes_first_in_the_content(build):
    entry = make_entry(html="<p>Thân bài.</p>")
    value = parsed(build(CHANNEL, [entry])).entries[0].content[0].value
    assert value.startswith("<p><strong>Sáng nay")


@both
def test_an_article_without_markup_gives_its_text(build):
    value = parsed(build(CHANNEL, [make_entry(html="")])).entries[0].content[0].value
    assert "<p>Công trình số 1" in value


@both
def test_the_lead_is_the_summary(build):
    assert parsed(build(CHANNEL, [make_entry()])).entries[0].summary == make_entry().article.lead


def test_rss_summaries_are_markup_and_atom_summaries_are_text():
    entry = make_entry(lead="Lãi suất < 5% & ổn định")
    assert texts(rss(CHANNEL, [entry]), "//item/description/text()") == [
        "Lãi suất &lt; 5% &amp; ổn định"
    ]
    assert texts(atom(CHANNEL, [entry]), "//a:summary/text()") == ["Lãi suất < 5% & ổn định"]


@both
def test_dates_are_in_vietnamese_time(build):
    entry = make_entry(published_at=datetime(2024, 5, 1, 1, 3, tzinfo=UTC))
    published = parsed(build(CHANNEL, [entry])).entries[0].published
    assert published in ("Wed, 01 May 2024 08:03:00 +0700", "2024-05-01T08:03:00+07:00")


@both
def test_an_article_without_a_date_gets_none(build):
    assert "published" not in parsed(build(CHANNEL, [make_entry(published_at=None)])).entries[0]


@both
def test_section_and_tags_are_categories_each_once(build):
    entry = make_entry(section="Văn hóa", tags=("Văn hóa", "lễ hội"))
    tags = parsed(build(CHANNEL, [entry])).entries[0].tags
    assert [tag.term for tag in tags] == ["Văn hóa", "lễ hội"]


@both
def test_the_language_is_vietnamese(build):
    assert parsed(build(CHANNEL, [])).feed.language == "vi"


def test_rss_has_no_enclosure_while_lengths_are_unknown():
    assert texts(rss(CHANNEL, [make_entry()]), "//enclosure") == []


@both
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": " \x01 "}, "title"),
        ({"url": "javascript:alert(1)"}, "address"),
        ({"url": "/tin/1"}, "address"),
        ({"published_at": datetime(2024, 5, 1)}, "no zone"),  # noqa: DTZ001
    ],
)
def test_one_bad_entry_is_left_out_and_reported(build, changes, reason):
    rendered = build(CHANNEL, [make_entry(1), make_entry(2, **changes), make_entry(3)])
    assert len(parsed(rendered).entries) == 2
    assert [left.key for left in rendered.skipped] == ["key2"]
    assert reason in rendered.skipped[0].reason


@both
def test_a_left_out_entry_does_not_date_the_feed(build):
    bad = replace(make_entry(2, title=""), updated=datetime(2030, 1, 1, tzinfo=VIETNAM))
    assert "2030" not in parsed(build(CHANNEL, [make_entry(1), bad])).feed.updated


def test_what_was_skipped_names_key_and_reason():
    assert rss(CHANNEL, [make_entry(title="")]).skipped == (Skipped("key1", "it has no title"),)


@both
def test_no_script_survives_in_the_content(build):
    hostile = '<p onclick="x()">a</p><script>alert(1)</script><img src="javascript:x" onerror="y">'
    value = texts(build(CHANNEL, [make_entry(html=hostile, images=())]), "//text()")
    assert not any(word in "".join(value) for word in ("script", "onclick", "onerror"))


@both
def test_addresses_in_other_letters_become_uris(build):
    entry = make_entry(url="https://lynhan.example.vn/tin/nông thôn?a=100%&b=%C3%A1")
    link = parsed(build(CHANNEL, [entry])).entries[0].link
    assert link == "https://lynhan.example.vn/tin/n%C3%B4ng%20th%C3%B4n?a=100%25&b=%C3%A1"


@both
def test_building_never_touches_the_process_locale(build, monkeypatch):
    def flipped(*_args):
        raise AssertionError("the locale belongs to the whole process")

    monkeypatch.setattr(locale, "setlocale", flipped)
    assert len(parsed(build(CHANNEL, [make_entry()])).entries) == 1


ANY = st.text(alphabet=st.characters(exclude_categories=())) | st.sampled_from(
    ["]]>", "\x00\x0b\x1f", "\ud83d", "\ufffe\uffff", "🐃 🎋", "&#0; &amp;", "<![CDATA[", "đ\u0301"]
)


@both
@settings(max_examples=60, deadline=None)
@given(title=ANY, lead=ANY, html=ANY, url=ANY, tag=ANY, author=ANY, name=ANY)
def test_any_text_at_all_leaves_a_feed_that_reads_well(
    build, title, lead, html, url, tag, author, name
):
    entry = replace(
        make_entry(
            2,
            title=f"Tin {title}",
            lead=lead,
            text=html,
            html=f"<p>{html}</p>",
            url=f"https://lynhan.example.vn/{url}",
            tags=(tag,),
            author=author,
        ),
        source_name=name,
    )
    rendered = build(CHANNEL, [make_entry(1), entry])
    assert not rendered.skipped
    assert len(parsed(rendered).entries) == 2


@both
def test_a_huge_text_passes(build):
    rendered = build(CHANNEL, [make_entry(html="<p>" + "cà phê " * 1_000_000 + "</p>")])
    assert len(rendered.body) > 6_000_000
    assert len(tree(rendered).xpath("//item | //a:entry", namespaces=NAMES)) == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ninh Bình", "ninh-binh"),
        ("Đắk Lắk", "dak-lak"),
        ("Ðồng Nai", "dong-nai"),
        ("TP. Hồ Chí Minh", "tp-ho-chi-minh"),
        ("…", ""),
    ],
)
def test_a_slug_is_plain_ascii(name, expected):
    assert slug(name) == expected


def test_a_province_feed_has_its_own_id():
    channel = province_feed("Ninh Bình", "ninh-binh").channel("http://x.vn")
    assert channel.id == "tag:congtin,2025:feeds/provinces/ninh-binh"
    assert channel.page == "http://x.vn/provinces/ninh-binh"
