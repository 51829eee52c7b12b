"""Which of a page's dates is the article's, shown on little pages of our own."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from date_formats import NEWSPAPERS, PORTALS

from pipeline.clean.dates.dateline import printed_dates
from pipeline.clean.evidence import measure
from pipeline.clean.heading.title import title_of
from pipeline.clean.layout.outline import outline
from pipeline.clean.page import parse
from pipeline.model import CleanPage, PageRules
from pipeline.normalise.article import normalise

VN = timezone(timedelta(hours=7))
FETCHED = datetime(2026, 3, 10, 9, 30, tzinfo=VN)
TITLE = "Xã Bình Nguyên khánh thành cầu dân sinh nối hai thôn bên sông"
TEXT = """
<p>Sáng 2/9/2025, Ủy ban nhân dân xã đã khánh thành cây cầu nối thôn Hạ với thôn Đoài qua sông Con.</p>
<p>Cầu dài bốn mươi mét, rộng ba mét rưỡi, do nhân dân hai thôn góp công và xã góp vật liệu trong hai năm.</p>
<p>Từ nay học sinh thôn Đoài đến trường chỉ mất mười phút, không phải đi vòng qua bến đò vào mùa nước lớn.</p>
<p>Nhân dịp này, mười hộ có nhiều đóng góp được lãnh đạo xã trao giấy khen và quà của quỹ khuyến học.</p>"""
ENGLISH = """
<p>The council opened the rebuilt footbridge on Tuesday, two years after the river had carried it away.</p>
<p>Neighbours on both banks had raised most of the money themselves, selling cakes, quilts and old books.</p>
<p>Children from the northern bank can now walk to school in ten minutes rather than wait for the ferry.</p>
<p>A second bridge, wide enough for tractors, is planned for next spring, the mayor told the crowd.</p>"""


def page(beside="", *, head="", above="", inside="", tail="", after="", lang="vi", text=TEXT):
    title = TITLE if text is TEXT else "Rebuilt footbridge opens two years after the flood took it"
    return f"""<html lang="{lang}"><head><title>{title}</title>{head}</head><body>
    <div class="main"><div class="detail">{above}<h1>{title}</h1>{beside}
    <div class="content">{inside}{text}{tail}</div>{after}</div></div></body></html>"""


def data(json):
    return f'<script type="application/ld+json">{json}</script>'


def read(html, url="http://binhnguyen.example/tin/cau", fetched_at=None, rules=PageRules()):
    """The evidence of a page and what becomes of its dates."""
    parsed = parse(html, url)
    evidence = measure(parsed, title_of(parsed, ""), rules)
    clean = CleanPage(url, "t", dates=evidence.dates, updated_text=evidence.updated)
    return normalise(clean, fetched_at=fetched_at)


def published(html, **more):
    at = read(html, **more).published_at
    return at.isoformat()[:16] if at else None


def source(html, **more):
    return read(html, **more).published_source


@pytest.mark.parametrize(("text", "expected"), PORTALS)
def test_every_format_of_the_portals_is_found_beside_the_title(text, expected):
    found = read(page(f'<div class="x">{text}</div>'))
    assert found.published_at.isoformat().startswith(expected)
    assert found.published_precision == ("minute" if "T" in expected else "day")


@pytest.mark.parametrize(("text", "expected"), NEWSPAPERS)
def test_every_format_of_newspapers_is_found_beside_the_title(text, expected):
    found = read(page(f'<div class="x">{text}</div>', lang="en", text=ENGLISH))
    assert found.published_at.isoformat().startswith(expected)


LABELS = [
    ("Ngày đăng: 05/09/2025 16:30", "label:ngày đăng"),
    ("Đăng ngày 05/09/2025 lúc 16:30", "label:đăng ngày"),
    ("Đăng lúc: 16:30 | 05/09/2025", "label:đăng lúc"),
    ("Đăng: 05/09/2025 16:30", "label:đăng"),
    ("Ngày xuất bản: 05/09/2025 16:30", "label:ngày xuất bản"),
    ("Published on 5 September 2025 16:30", "label:published on"),
    ("Cập nhật lúc: 16:30 ngày 05/09/2025", "label:cập nhật lúc"),
    ("05/09/2025 16:30", "title"),
]


@pytest.mark.parametrize(("text", "rule"), LABELS)
def test_the_source_names_the_rule(text, rule):
    assert source(page(f"<div>{text}</div>")) == rule


def test_the_event_in_the_lead_is_no_posting_date():
    html = page(
        "", inside="<p>Chiều 2/9/2025, xã họp dân.</p>", after="<p>Ngày đăng: 05/09/2025</p>"
    )
    assert published(html) == "2025-09-05T00:00"


def test_a_notice_s_time_of_event_is_no_posting_date():
    html = page(
        "", inside="<p>Thời gian: 8h00 ngày 12/9/2025</p>", tail="<p>Ngày đăng: 05/09/2025</p>"
    )
    assert published(html) == "2025-09-05T00:00"


def test_without_a_posting_date_there_is_none():
    assert published(page("", inside="<p>Thời gian: 8h00 ngày 12/9/2025</p>")) is None
    assert published(page("")) is None


@pytest.mark.parametrize(
    "line",
    [
        "Cầu Bình Nguyên chiều 2/9/2025",
        "Sáng 2/9/2025, xã Bình Nguyên khánh thành cầu",
        "Hội thi bắt đầu hồi 8 giờ 00, ngày 12/9/2025",
        "Ảnh chụp ngày 2/9/2025",
    ],
)
@pytest.mark.parametrize("where", ["beside", "inside"])
def test_a_line_that_tells_when_something_took_place_is_no_posting_date(line, where):
    assert published(page(**{where: f"<p>{line}</p>"})) is None


def test_the_same_date_printed_several_ways_is_no_list():
    html = page("<div>05/09/2025</div><div>Thứ Sáu, 05/09/2025</div><div>16:30 | 05/09/2025</div>")
    assert published(html) == "2025-09-05T16:30"


@pytest.mark.parametrize(
    "beside",
    [
        "<div>Lượt xem: 1.234 | 05/09/2025 16:30</div>",
        "<div>05/09/2025 16:30 Xem cỡ chữ A- A A+</div>",
        "<div>Đăng bởi: Lê Hoài | Ngày: 05/09/2025 16:30 | Lượt xem: 12</div>",
        "<div>05/09/2025 16:30 | Nguồn: Ban Biên tập Cổng thông tin điện tử huyện và Đài Truyền thanh</div>",
        "05/09/2025 16:30",
        "<p>05/09/2025 16:30<br>Lê Hoài</p>",
        "<ul><li>05/09/2025 16:30</li><li>Lê Hoài</li></ul>",
    ],
)
def test_names_and_counters_beside_a_date_do_not_hide_it(beside):
    assert published(page(beside)) == "2025-09-05T16:30"


def test_a_date_in_an_element_of_its_own_within_the_title_is_read():
    html = page("").replace("</h1>", " <small>(05/09/2025 16:30)</small></h1>")
    assert published(html) == "2025-09-05T16:30"


def test_a_date_that_the_title_tells_is_no_posting_date():
    assert published(page("").replace("</h1>", " ngày 12/9/2025</h1>")) is None


def test_a_document_s_date_under_the_title_is_no_posting_date():
    assert published(page("<div>Kế hoạch số 12/KH-UBND ngày 01/09/2025</div>")) is None


def test_a_term_is_no_posting_date():
    assert published(page("<div>Từ ngày 01/09/2025 đến ngày 30/09/2025</div>")) is None


def test_the_posted_date_counts_though_the_updated_one_stands_first():
    found = read(page("<div>Cập nhật: 08/09/2025 09:15 | Đăng lúc: 05/09/2025 16:30</div>"))
    assert found.published_at.isoformat()[:16] == "2025-09-05T16:30"
    assert found.updated_at.isoformat()[:16] == "2025-09-08T09:15"


def test_each_date_of_a_line_keeps_its_own_time():
    found = read(page("<div>Đăng ngày 05/09/2025 16:30 - Cập nhật ngày 08/09/2025 09:15</div>"))
    assert found.published_at.isoformat()[:16] == "2025-09-05T16:30"
    assert found.updated_at.isoformat()[:16] == "2025-09-08T09:15"


def test_a_bare_date_before_an_updated_one_is_the_publication():
    found = read(page("<div>05/09/2025 16:30 (Cập nhật: 08/09/2025 09:15)</div>"))
    assert found.published_at.isoformat()[:16] == "2025-09-05T16:30"


def test_the_minute_of_a_change_on_the_same_day_is_not_the_publication_s():
    found = read(page("<div>Ngày đăng: 05/09/2025</div><div>Cập nhật lúc: 05/09/2025 18:45</div>"))
    assert found.published_precision == "day"


def test_a_page_that_prints_only_its_update_was_published_then():
    found = read(page("<div>Cập nhật lúc: 05/09/2025 16:30</div>"))
    assert found.published_at == found.updated_at == datetime(2025, 9, 5, 16, 30, tzinfo=VN)


BOXES = [
    "<table><tr><td>Ngày đăng:</td><td>05/09/2025</td></tr></table>",
    "<div>Ngày đăng:</div><div>05/09/2025</div><div>16:30</div>",
    "<div>05/09/2025</div><div>16:30</div>",
    "<div>16:30</div><div>05/09/2025</div>",
    "<div><span>05</span>/<span>09</span>/<span>2025</span></div>",
    "<div><div>05</div><div>Tháng 9</div><div>2025</div></div>",
    "<div><div>05</div><div>09/2025</div></div>",
    "<div><div>05</div><div>09</div><div>2025</div></div>",
    "<div><div>05</div><div>Sep</div><div>2025</div></div>",
    "<div><div>Tháng 9</div><div>05</div><div>2025</div></div>",
]


@pytest.mark.parametrize("boxes", BOXES)
def test_a_date_in_several_boxes_is_one_date(boxes):
    expected = "2025-09-05T16:30" if "16:30" in boxes else "2025-09-05T00:00"
    assert published(page(boxes)) == expected


ATTRIBUTES = [
    ('<span title="05/09/2025 16:30">6 tháng trước</span>', "2025-09-05T16:30"),
    ('<abbr title="Thứ Sáu, 05/09/2025 16:30">3 giờ trước</abbr>', "2025-09-05T16:30"),
    ('<span class="when" data-time="1757064600"></span>', "2025-09-05T16:30"),
    ('<span class="when" data-date="2025-09-05T16:30:00+07:00"></span>', "2025-09-05T16:30"),
    ('<time datetime="2025-09-05T16:30:00+07:00">3 giờ trước</time>', "2025-09-05T16:30"),
    (
        '<span itemprop="datePublished" content="2025-09-05T16:30:00+07:00"></span>',
        "2025-09-05T16:30",
    ),
]


@pytest.mark.parametrize(("markup", "expected"), ATTRIBUTES)
def test_the_full_date_behind_few_words_is_read(markup, expected):
    assert published(page(f"<div>{markup}</div>"), fetched_at=FETCHED) == expected


@pytest.mark.parametrize("where", ["beside", "inside", "tail"])
def test_a_counter_of_today_s_visits_is_no_date(where):
    html = page(**{where: "<div>Hôm nay: 212</div><div>Hôm qua: 1.024</div>"})
    assert published(html, fetched_at=FETCHED) is None


def test_relative_words_count_where_nothing_else_stands():
    assert published(page("<div>20 phút trước</div>"), fetched_at=FETCHED) == "2026-03-10T09:10"
    assert published(page("<div>Hôm qua, 16:30</div>"), fetched_at=FETCHED) == "2026-03-09T16:30"
    assert published(page("<div>20 phút trước</div>")) is None


HEADS = [
    (
        '<meta property="article:published_time" content="2025-09-05T16:30:00+07:00">',
        "meta:article:published_time",
    ),
    (
        '<meta property="article:published_time" content="2025-09-05+0716:30:00">',
        "meta:article:published_time",
    ),
    ('<meta name="DC.date.issued" content="2025-09-05T16:30:00">', "meta:dc.date.issued"),
    ('<meta name="parsely-pub-date" content="2025-09-05T09:30:00Z">', "meta:parsely-pub-date"),
    ('<meta name="pubdate" content="20250905163000">', "meta:pubdate"),
    ('<meta itemprop="datePublished" content="2025-09-05T16:30:00+07:00">', "meta:datepublished"),
    ('<meta name="DC.Date" content="2025-09-05 16:30">', "meta:dc.date"),
    (
        data('{"@type":"NewsArticle","datePublished":"2025-09-05T16:30:00+07:00"}'),
        "json-ld:datePublished",
    ),
    (
        data(
            '{"@graph":[{"@type":"WebPage"},{"@type":"Article","datePublished":"2025-09-05T16:30+07:00"}]}'
        ),
        "json-ld:datePublished",
    ),
    (
        data('{"@type":"NewsArticle","datePublished":"2025-09-05T16:30:00+07:00",}'),
        "json-ld:datePublished",
    ),
]


@pytest.mark.parametrize(("head", "rule"), HEADS)
def test_the_head_says_it_where_the_page_prints_nothing(head, rule):
    found = read(page("", head=head))
    assert found.published_at == datetime(2025, 9, 5, 16, 30, tzinfo=VN)
    assert found.published_source == rule


def test_the_article_s_json_ld_goes_before_a_comment_s():
    head = (
        '<script type="application/ld+json">[{"@type":"Comment","datePublished":"2025-09-08"},'
        '{"@type":"WebPage","datePublished":"2025-09-07"},'
        '{"@type":"NewsArticle","datePublished":"2025-09-05"}]</script>'
    )
    assert published(page("", head=head)) == "2025-09-05T00:00"


def test_on_a_portal_the_printed_minute_goes_before_the_head():
    head = '<meta property="article:published_time" content="2025-09-06T08:00:00+07:00">'
    assert published(page("<div>05/09/2025 16:30</div>", head=head)) == "2025-09-05T16:30"


def test_a_printed_day_takes_its_minute_from_the_head():
    head = '<meta property="article:published_time" content="2025-09-05T16:30:00+07:00">'
    assert published(page("<div>05/09/2025</div>", head=head)) == "2025-09-05T16:30"


def test_the_edit_time_that_nukeviet_calls_published_is_never_read():
    head = '<meta name="generator" content="NukeViet v4.5">' + data(
        '{"@type":"NewsArticle","datePublished":"2025-09-08T10:00:00+07:00"}'
    )
    found = read(page("<div>Thứ sáu - 05/09/2025 16:30</div>", head=head))
    assert found.published_at.isoformat()[:16] == "2025-09-05T16:30"
    assert published(page("", head=head)) is None


ZONED = '<meta property="article:published_time" content="2024-03-12T14:30:00+01:00">'
INSTANT = datetime(2024, 3, 12, 13, 30, tzinfo=UTC)


def test_elsewhere_the_head_s_zone_gives_the_instant_of_a_printed_time():
    html = page("<div>12.03.2024 14:30 Uhr</div>", head=ZONED, lang="de", text=ENGLISH)
    assert read(html).published_at == INSTANT


def test_elsewhere_a_month_first_date_is_read_by_the_head():
    html = page("<div>3/12/2024</div>", head=ZONED, lang="en-US", text=ENGLISH)
    assert read(html).published_at == INSTANT


def test_a_vietnamese_page_that_declares_english_is_still_vietnamese():
    html = page("<div>05/09/2025 16:30</div>", head=ZONED, lang="en")
    assert published(html) == "2025-09-05T16:30"


def test_an_english_page_of_a_vietnamese_host_prints_vietnam_s_time():
    html = page("<div>05/09/2025 16:30</div>", head=ZONED, lang="en", text=ENGLISH)
    assert published(html, url="https://en.binhnguyen.gov.vn/news/1") == "2025-09-05T16:30"


CLOCKS = [
    "<div>Hôm nay: Thứ Ba, 10/03/2026</div>",
    "<div>Thứ Ba, 10/03/2026 09:30:12</div>",
    "<div>10/03/2026</div><ul>" + '<li><a href="/m">Chuyên mục của trang</a></li>' * 6 + "</ul>",
    "<div>10/03/2026</div>"
    '<nav class="menu">' + '<a href="/m">Chuyên mục của trang</a> ' * 12 + "</nav>",
]


@pytest.mark.parametrize("clock", CLOCKS)
def test_the_header_s_clock_is_no_publication_date(clock):
    assert published(page("", above=clock), fetched_at=FETCHED) is None


def test_a_clock_within_the_text_s_own_box_is_still_the_header_s():
    clock = "<div>10/03/2026</div><div>" + '<a href="/m">Chuyên mục của trang</a> ' * 6 + "</div>"
    html = f"""<html lang="vi"><head><title>{TITLE}</title></head><body><div class="all">
        {clock}<h1>{TITLE}</h1>{TEXT}</div></body></html>"""
    assert published(html, fetched_at=FETCHED) is None


def test_a_date_just_above_the_title_is_the_article_s():
    found = read(page("", above='<p><a href="/">Trang chủ</a></p><div>05/09/2025 16:30</div>'))
    assert (found.published_at.isoformat()[:16], found.published_source) == (
        "2025-09-05T16:30",
        "before",
    )


def test_the_future_and_the_last_century_give_way_to_what_is_plausible():
    html = page("<div>05/09/2099 16:30</div><div>Ngày đăng: 05/09/2025</div>")
    assert published(html, fetched_at=FETCHED) == "2025-09-05T00:00"
    assert published(page("<div>Ngày đăng: 05/09/1999</div>")) is None


def test_the_dates_of_a_related_list_date_other_articles():
    items = "".join(
        f'<li><a href="/tin/{n}">Tin khác của xã trong tháng chín, bài số {n}</a> ({n:02}/09/2025)</li>'
        for n in range(1, 6)
    )
    assert published(page("", after=f"<ul>{items}</ul>")) is None


def test_labelled_dates_under_linked_titles_date_other_articles():
    items = "".join(
        f'<div><a href="/tin/{n}">Tin khác của xã trong tháng chín năm nay, bài số {n}</a></div>'
        f"<div>Ngày đăng: {n:02}/09/2025</div>"
        for n in range(1, 3)
    )
    assert published(page("", after=items)) is None


def test_a_footer_s_last_update_is_not_the_article_s():
    footer = "".join(f"<div>Đơn vị trực thuộc số {n} của xã</div>" for n in range(1, 6))
    assert published(page("", after=footer + "<div>Cập nhật lần cuối: 10/03/2026</div>")) is None


def test_a_table_of_events_dates_its_events():
    rows = "".join(f"<tr><td>{n:02}/09/2025</td><td>Họp thôn số {n}</td></tr>" for n in range(1, 6))
    html = page("", inside=f"<table>{rows}</table>", after="<div>Ngày đăng: 28/08/2025</div>")
    assert published(html) == "2025-08-28T00:00"


@pytest.mark.parametrize("where", ["tail", "after"])
def test_a_date_line_after_the_text_is_read(where):
    found = read(page("", **{where: "<p>Ngày đăng: 05/09/2025 16:30</p>"}))
    assert (found.published_at.isoformat()[:16], found.published_source) == (
        "2025-09-05T16:30",
        "label:ngày đăng",
    )


def test_a_bare_date_ends_a_text_as_the_last_resort():
    assert (
        published(page("", tail="<p>Bình Nguyên, ngày 5 tháng 9 năm 2025</p>"))
        == "2025-09-05T00:00"
    )


def test_documents_issued_beside_the_text_are_not_the_article():
    assert published(page("", after="<div>Ngày ban hành: 01/09/2025</div>")) is None


def test_an_address_with_its_day_is_the_last_resort():
    url = "http://x.example/portal/Pages/2025-9-5/khanh-thanh-cau-dan-sinh.aspx"
    assert (published(page(""), url=url), source(page(""), url=url)) == ("2025-09-05T00:00", "url")
    assert published(page(""), url="http://x.example/2025/09/05/") is None


def test_a_source_s_own_rule_goes_first():
    html = page('<div>04/09/2025</div><b class="ngay">05/09/2025</b>')
    assert source(html, rules=PageRules(published="b.ngay")) == "rule"
    assert published(html, rules=PageRules(published="b.ngay")) == "2025-09-05T00:00"


CONFIDENT = [
    ("<div>Ngày đăng: 05/09/2025</div>", "", "label:ngày đăng", 0.95),
    ("<div>05/09/2025</div>", "", "title", 0.85),
    ("", "<p>Ngày đăng: 05/09/2025</p>", "label:ngày đăng", 0.7),
    ("<div>Cập nhật: 05/09/2025</div>", "", "label:cập nhật", 0.5),
]


@pytest.mark.parametrize(("beside", "after", "rule", "confidence"), CONFIDENT)
def test_each_kind_of_evidence_has_its_confidence(beside, after, rule, confidence):
    parsed = parse(page(beside, after=after), "http://x.example/1")
    first = measure(parsed, title_of(parsed, ""), PageRules()).dates[0]
    assert (first.source, first.confidence) == (rule, confidence)


UPDATES = [
    ("<div>Cập nhật: 08/09/2025 09:15</div>", ""),
    ("", '<meta property="article:modified_time" content="2025-09-08T09:15:00+07:00">'),
    ("", data('{"@type":"Article","dateModified":"2025-09-08T09:15:00+07:00"}')),
    ("", '<meta name="lastmod" content="2025-09-08 09:15 +07:00">'),
]


@pytest.mark.parametrize(("printed", "head"), UPDATES)
def test_the_last_change_is_read_where_the_page_says_it(printed, head):
    found = read(page(f"<div>Ngày đăng: 05/09/2025</div>{printed}", head=head))
    assert found.updated_at == datetime(2025, 9, 8, 9, 15, tzinfo=VN)
    assert found.published_at == datetime(2025, 9, 5, tzinfo=VN)


def test_a_title_and_a_container_that_the_outline_left_out_are_no_failure():
    parsed = parse(page("<div>Ngày đăng: 05/09/2025</div>"), "http://x.example/1")
    elsewhere = parse(page(""), "http://x.example/2").root
    tree = outline(parsed.root)
    assert printed_dates(parsed, tree, elsewhere, elsewhere).published
    assert printed_dates(parsed, tree, None, parsed.root).published


def test_a_page_that_says_of_no_change_has_none():
    assert read(page("<div>Ngày đăng: 05/09/2025</div>")).updated_at is None


CLOCKLESS = "<div>Thứ Ba, 10/03/2026</div>"
UPDATED = "<div>Cập nhật ngày 05/09/2025</div>"


def test_an_update_beside_the_text_goes_before_a_bare_day_above_the_title():
    assert published(page(UPDATED, above=CLOCKLESS)) == "2025-09-05T00:00"


def test_a_day_with_its_time_above_the_title_goes_before_the_update():
    assert published(page(UPDATED, above="<div>04/09/2025 07:10</div>")) == "2025-09-04T07:10"


def test_a_publication_beside_the_text_goes_before_its_update():
    beside = f"<div>04/09/2025</div>{UPDATED}"
    assert published(page(beside, above=CLOCKLESS)) == "2025-09-04T00:00"


def test_a_bare_day_above_the_title_is_read_where_no_update_stands():
    assert published(page("", above="<div>Thứ Sáu, 05/09/2025</div>")) == "2025-09-05T00:00"
