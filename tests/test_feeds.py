"""What every feed holds, whatever its format: entries in order, complete, permanent, each told alone."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from feed_rules import problems
from feed_samples import BASE, CHANNEL, COPY, FORMATS, XML, feed, links, parsed, texts
from sample_entries import NOON, make_entry

from pipeline.model import VIETNAM
from pipeline.publish.feeds import Skipped, render

every = pytest.mark.parametrize("form", FORMATS)
both = pytest.mark.parametrize("form", XML)


def items(rendered):
    return json.loads(rendered.body)["items"]


def told(form, entry, **options):
    """(title, content, summary) of the only entry, as a reader has them."""
    rendered = feed(form, [entry], **options)
    if form == "json":
        (item,) = items(rendered)
        return item["title"], item.get("content_html", ""), item["summary"]
    (item,) = parsed(rendered).entries
    return item.title, item.content[0].value if "content" in item else "", item.summary


def content(form, entry):
    return told(form, entry)[1]


@every
def test_entries_stand_in_the_order_given(form):
    rendered = feed(form, [make_entry(3), make_entry(1), make_entry(2)])
    found = items(rendered) if form == "json" else parsed(rendered).entries
    assert [entry["title"][-1] for entry in found] == ["3", "1", "2"]


@every
def test_the_same_entries_give_the_same_bytes(form):
    entries = [make_entry(n) for n in (3, 2, 1)]
    assert feed(form, entries).body == feed(form, entries).body


@every
@pytest.mark.parametrize("summary", [False, True])
def test_a_feed_breaks_no_rule(form, summary):
    entries = [
        make_entry(1, published_at=None, author=None, lead=None, section=None, tags=()),
        replace(make_entry(2), also=(COPY,), gone_at=NOON),
        make_entry(3, images=(), attachments=(), html="", language="en"),
    ]
    assert not problems(form, feed(form, entries, summary=summary).body, f"{BASE}.{form}")


@every
def test_an_empty_feed_breaks_no_rule(form):
    assert not problems(form, feed(form, []).body, f"{BASE}.{form}")


@both
def test_the_feeds_date_is_the_last_change_of_content(form):
    read = parsed(feed(form, [make_entry(1), make_entry(9), make_entry(2)]))
    change = (NOON + timedelta(days=1, minutes=9)).astimezone(UTC)
    assert read.feed.updated_parsed[:6] == change.timetuple()[:6]


def test_a_json_feed_tells_its_last_change_in_the_extension():
    rendered = feed("json", [make_entry(1), make_entry(9)])
    assert json.loads(rendered.body)["_congtin"]["updated"] == "2024-05-02T12:09:00+07:00"


@both
def test_the_permanent_id_is_no_address(form):
    assert parsed(feed(form, [make_entry()])).entries[0].id == make_entry().id
    assert texts(feed("rss", [make_entry()]), "//guid/@isPermaLink") == ["false"]


@every
def test_an_entry_links_to_the_original_article(form):
    rendered = feed(form, [make_entry()])
    url = items(rendered)[0]["url"] if form == "json" else parsed(rendered).entries[0].link
    assert url == make_entry().article.url


@every
def test_content_is_the_whole_article(form):
    html = content(form, make_entry())
    assert "góp công xây dựng" in html
    assert html.count("Sáng nay") == 1, "the lead stands in the body already"
    assert 'src="https://lynhan.example.vn/anh/1.jpg"' in html
    assert "Toàn cảnh Thu Hà" in html
    assert "https://lynhan.example.vn/tep/1.pdf" in html


@every
def test_a_lead_outside_the_body_comes_first(form):
    assert content(form, make_entry(html="<p>Thân bài.</p>")).startswith("<p><strong>Sáng nay")


@every
def test_an_article_without_markup_gives_its_text(form):
    assert "<p>Công trình số 1" in content(form, make_entry(html=""))


@every
def test_the_lead_is_the_summary(form):
    assert told(form, make_entry())[2] == make_entry().article.lead


@every
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"lead": None, "text": "Một hai ba."}, "Một hai ba."),
        ({"lead": "", "text": ""}, "Khánh thành nhà văn hóa thứ 1"),
        ({"lead": "a\n b"}, "a b"),
    ],
)
def test_a_summary_is_never_empty(form, fields, expected):
    assert told(form, make_entry(**fields))[2] == expected


@every
def test_a_feed_of_summaries_holds_no_content(form):
    entry = make_entry()
    _, html, summary = told(form, entry, summary=True)
    assert (html, summary) == ("", entry.article.lead)
    assert "góp công" not in feed(form, [entry], summary=True).body.decode()


@both
def test_an_article_without_byline_is_by_its_portal(form):
    author = parsed(feed(form, [make_entry(author=None)])).entries[0].author
    assert author == make_entry().source_name


@both
def test_dates_are_in_vietnamese_time(form):
    entry = make_entry(published_at=datetime(2024, 5, 1, 1, 3, tzinfo=UTC))
    published = parsed(feed(form, [entry])).entries[0].published
    assert published in ("Wed, 01 May 2024 08:03:00 +0700", "2024-05-01T08:03:00+07:00")


@both
def test_a_day_without_a_time_keeps_its_day(form):
    day = datetime(2024, 5, 1, tzinfo=VIETNAM)
    entry = make_entry(published_at=day, published_precision="day")
    published = parsed(feed(form, [entry])).entries[0].published
    assert published in ("Wed, 01 May 2024 00:00:00 +0700", "2024-05-01T00:00:00+07:00")


def test_a_json_item_says_that_only_the_day_is_known():
    entry = make_entry(published_precision="day")
    assert items(feed("json", [entry]))[0]["_congtin"]["date_precision"] == "day"


@every
def test_an_article_without_a_date_gets_none(form):
    rendered = feed(form, [make_entry(published_at=None)])
    found = items(rendered)[0] if form == "json" else parsed(rendered).entries[0]
    assert not {"published", "date_published"} & set(found)


@both
def test_an_entry_tells_when_its_content_last_changed(form):
    assert parsed(feed(form, [make_entry(4)])).entries[0].updated == "2024-05-02T12:04:00+07:00"


@every
def test_section_and_tags_are_categories_each_once(form):
    rendered = feed(form, [make_entry(section="Văn hóa", tags=("Văn hóa", "lễ hội"))])
    if form == "json":
        assert items(rendered)[0]["tags"] == ["Văn hóa", "lễ hội"]
    else:
        assert [t.term for t in parsed(rendered).entries[0].tags] == ["Văn hóa", "lễ hội"]


@every
def test_the_language_is_vietnamese(form):
    rendered = feed(form, [])
    told = json.loads(rendered.body) if form == "json" else parsed(rendered).feed
    assert told["language"] == "vi"


def test_an_article_in_another_language_says_so():
    entry = make_entry(language="en")
    assert texts(feed("rss", [entry]), "//item/dc:language/text()") == ["en"]
    assert texts(feed("atom", [entry]), "//a:entry/a:title/@xml:lang") == ["en"]
    assert items(feed("json", [entry]))[0]["language"] == "en"


@every
def test_who_else_printed_it_stands_at_the_end_of_the_content(form):
    entry = replace(make_entry(), also=(COPY, replace(COPY, source_name="", published_at=None)))
    end = content(form, entry).rpartition("<p>Cũng đăng trên:</p>")[2]
    assert '<a href="https://baodaklak.example.vn/tin?a=1&amp;b=2"' in end
    assert ">Báo Đắk Lắk</a> (01/05/2024)</li>" in end
    assert ">dak-lak</a></li>" in end


def test_programs_can_read_who_else_printed_it():
    entry = replace(make_entry(), also=(COPY,))
    related = "//a:link[@rel='related']/"
    for form in XML:
        assert texts(feed(form, [entry]), related + "@href") == [COPY.url]
        assert texts(feed(form, [entry]), related + "@title") == ["Báo Đắk Lắk"]
    assert items(feed("json", [entry]))[0]["_congtin"]["also"] == [
        {
            "url": COPY.url,
            "publisher": "Báo Đắk Lắk",
            "title": COPY.title,
            "date_published": "2024-05-01T12:00:00+07:00",
        }
    ]


@every
@pytest.mark.parametrize("url", ["javascript:alert(1)", "/tin/1", "", "http://[::1"])
def test_a_copy_that_no_reader_could_open_is_passed_over(form, url):
    entry = replace(make_entry(), also=(replace(COPY, url=url),))
    assert feed(form, [entry]).body == feed(form, [make_entry()]).body


@every
def test_a_copy_with_an_impossible_time_stands_without_it(form):
    copy = replace(COPY, published_at=datetime(1, 1, 1, tzinfo=UTC))
    assert ">Báo Đắk Lắk</a></li>" in content(form, replace(make_entry(), also=(copy,)))


@every
def test_an_article_that_its_portal_took_down_says_so(form):
    entry = replace(make_entry(), gone_at=datetime(2024, 6, 30, 20, tzinfo=UTC))
    assert "Cổng đã gỡ bài này (thấy ngày 01/07/2024)" in content(form, entry)
    assert "Cổng đã gỡ" not in content(form, make_entry())


BAD = [
    ({"title": " \x01 "}, "title"),
    ({"url": "javascript:alert(1)"}, "address"),
    ({"url": "/tin/1"}, "address"),
    ({"url": "https:///tin"}, "address"),
    ({"url": "http://[::1"}, "address"),
    ({"url": "http://a.example.vn:99999/"}, "address"),
    ({"published_at": datetime(2024, 5, 1)}, "no zone"),  # noqa: DTZ001
    ({"published_at": datetime(1, 1, 1, tzinfo=UTC)}, "out of range"),
    ({"published_at": datetime.max.replace(tzinfo=UTC)}, "out of range"),
    ({"published_at": datetime(1900, 1, 1, tzinfo=UTC)}, "out of range"),
]


@every
@pytest.mark.parametrize(("changes", "reason"), BAD)
def test_one_bad_entry_is_left_out_and_reported(form, changes, reason):
    rendered = feed(form, [make_entry(1), make_entry(2, **changes), make_entry(3)])
    assert [left.key for left in rendered.skipped] == ["key2"]
    assert reason in rendered.skipped[0].reason
    assert rendered.body == feed(form, [make_entry(1), make_entry(3)]).body


@every
def test_an_id_that_is_no_uri_is_reported(form):
    rendered = feed(form, [replace(make_entry(), id="12")])
    assert rendered.skipped == (Skipped("key1", "its id '12' is no URI"),)


@every
def test_what_was_skipped_names_key_and_reason(form):
    skipped = feed(form, [make_entry(title="")]).skipped
    assert skipped == (Skipped("key1", "it has no title"),)


@every
def test_addresses_in_other_letters_become_uris(form):
    entry = make_entry(url="https://lýnhân.example.vn/tin/nông thôn?a=100%&b=%C3%A1#đầu")
    rendered = feed(form, [entry])
    url = items(rendered)[0]["url"] if form == "json" else parsed(rendered).entries[0].link
    assert url == (
        "https://xn--lnhn-doa3n.example.vn/tin/n%C3%B4ng%20th%C3%B4n?a=100%25&b=%C3%A1#%C4%91%E1%BA%A7u"
    )


@every
def test_a_publishers_spelling_is_kept_even_decomposed(form):
    decomposed = "Hội nghi\u0323 tổng kết"
    assert told(form, make_entry(title=decomposed))[0] == decomposed


@every
def test_a_huge_text_passes(form):
    rendered = feed(form, [make_entry(html="<p>" + "cà phê " * 1_500_000 + "</p>")])
    assert not rendered.skipped
    assert len(rendered.body) > 10_000_000


@every
def test_a_channel_named_by_a_visitor_is_told_safely(form):
    channel = replace(CHANNEL, title="Tìm: <script>alert(1)</script> \x00]]>", description="\ud83d")
    body = render(form, channel, links(form), [make_entry()]).body
    assert not problems(form, body, f"{BASE}.{form}")
