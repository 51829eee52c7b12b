# ruff: noqa: E501 (pages as one line each)
"""Idioms of real content systems: WordPress' block themes, Drupal 7, WebCenter, newspaper systems."""

from datetime import UTC, datetime

import pytest

from pipeline import extract
from pipeline.clean.words import is_negative
from pipeline.errors import ContinuationPage, ListingPage, StaticPage

SENTENCE = "Ủy ban nhân dân xã phối hợp với các thôn tổ chức thực hiện kế hoạch đã đề ra, bảo đảm đúng tiến độ. "
PROSE = f"<p>{SENTENCE * 3}</p><p>{SENTENCE * 2}</p>"
TITLE = "Người dân các thôn góp công làm ba cây số đường"
LEAD = "Ba cây số đường liên thôn vừa được đổ bê tông bằng công sức của hơn hai trăm hộ dân."


def page(body: str, title: str = TITLE, head: str = "", body_class: str = "") -> str:
    return f"<html lang='vi'><head><title>{title}</title>{head}</head><body class='{body_class}'>{body}</body></html>"


@pytest.mark.parametrize(
    "names",
    [
        "field field-name-body field-type-text-with-summary field-label-hidden",
        "field field--name-body field--label-hidden field__item",
        "entry has-sidebar comments-open",
        "wrap no-sidebar",
        "post-12 post type-post hentry tag-khuyen-hoc category-tin-tuc",
    ],
)
def test_words_that_tell_a_state_never_make_boilerplate(names):
    assert not is_negative(names)


@pytest.mark.parametrize(
    "names", ["hidden", "sidebar", "visually-hidden", "comments", "tag-list", "menu-hidden menu"]
)
def test_words_that_name_boilerplate_do(names):
    assert is_negative(names)


def test_a_drupal_7_node_is_read_with_its_author():
    html = page(
        f"<h1 id='page-title'>{TITLE}</h1><div class='node'><div class='submitted'>Được gửi bởi <span class='username'>Lê Hoài</span> vào Thứ Hai, 12/05/2025 - 08:30</div>"
        f"<div class='field field-name-field-tom-tat field-label-hidden'><p>{LEAD}</p></div>"
        f"<div class='field field-name-body field-label-hidden'>{PROSE}</div></div>"
        "<form><input type='password'/></form>"
    )
    found = extract(html, "http://a.vn/node/12")
    assert found.lead == LEAD
    assert found.author == "Lê Hoài"
    assert found.text.count("kế hoạch") == 5


def test_a_picture_above_the_title_that_the_theme_calls_the_posts_own_comes_first():
    html = page(
        "<div><img src='/logo.png'/></div>"
        f"<main><figure class='wp-block-post-featured-image'><img src='/anh.jpg'/></figure><h1>{TITLE}</h1>"
        f"<time class='published' datetime='2025-05-12T08:30:00+07:00'></time><div class='entry-content'>{PROSE}</div></main>"
    )
    assert [i.url for i in extract(html, "http://a.vn/bai/").images] == ["http://a.vn/anh.jpg"]


def test_a_later_page_of_a_post_whose_address_ends_in_html_is_no_article():
    html = page(
        f"<link href='/wp-content/x.css'/><h1>{TITLE}</h1><p>12/05/2025 08:30</p><div class='entry-content'>{PROSE}"
        "<div class='page-links'><a class='post-page-numbers' href='http://a.vn/bai.html'>1</a></div></div>",
        body_class="single single-post single-paged-2",
    )
    with pytest.raises(ContinuationPage):
        extract(html, "http://a.vn/bai.html/2")


def story(number: int) -> str:
    return (
        f"<div class='story'><h2><a href='/bai-{number}.html'>Một bài khác nữa của trang tin này số {number}</a></h2>"
        f"<time>1{number}/05/2025 08:30</time><div>{LEAD}</div></div>"
    )


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("heading", ["", "<h1>Kinh tế</h1>"])
def test_a_section_of_one_or_two_articles_is_a_listing(count, heading):
    stories = "".join(map(story, range(count)))
    with pytest.raises(ListingPage):
        extract(page(f"<main>{heading}{stories}</main>", title="Kinh tế"), "http://a.vn/kinh-te")


def test_an_article_whose_text_follows_a_link_to_another_is_one():
    html = page(
        f"<h1>{TITLE}</h1><p class='date'>Ngày đăng: 12/05/2025 08:30</p>"
        f"<p><a href='/bai-2.html'>Một bài khác nữa của trang tin này, đăng hôm qua</a></p><div><p>{SENTENCE * 4}</p></div>"
    )
    assert extract(html, "http://a.vn/bai-1.html").title == TITLE


def test_a_document_of_the_content_server_that_is_a_page_is_no_file():
    related = "".join(
        f"<li><a href='/webcenter/portal/xa/pages_tin-tuc/chi-tiet?dDocName=PORTAL{n}'>Một bài khác nữa của trang tin này số {n}</a></li>"
        for n in range(3)
    )
    html = page(
        f"<div><h3>{TITLE}</h3><p>Ngày đăng: 08:30 | 12/05/2025</p><div>{PROSE}</div></div><ul>{related}</ul>"
        "<a href='/webcenter/content/conn/UCM/path/ke-hoach?dDocName=KH1'>Kế hoạch</a>"
    )
    found = extract(html, "http://a.vn/webcenter/portal/xa/pages_tin-tuc/chi-tiet?dDocName=PORTAL9")
    assert [a.name for a in found.attachments] == ["Kế hoạch"]


def below_one_head(printed: str) -> str:
    """A page of a portal whose every page has the same head title."""
    return page(
        "<div><h1><a href='/'>TRANG TIN ĐIỆN TỬ QUẬN 99</a></h1></div><ul><li><a href='/a'>Tin tức</a></li></ul>"
        f"<div class='main'>{printed}<div class='nd'>{PROSE}</div></div>"
        "<div class='right'><h3>Tin xem nhiều</h3><h3>Văn bản mới</h3></div>",
        title="Quận 99 - Trang tin điện tử",
    )


@pytest.mark.parametrize(
    "printed",
    [
        f"<div class='tieu-de-tin'>{TITLE}</div><div>12/5/2025 8:30 SA</div>",
        f"<table><tr><td><span id='ctl00_Main_lblTieuDe' style='font-weight:bold'>{TITLE}</span></td></tr><tr><td>Cập nhật ngày: 12/05/2025 (08:30)</td></tr></table>",
        f"<table><tr><td><font size=3><b>{TITLE}</b></font><br><font size=1>(12/5/2025)</font></td></tr></table>",
        f"<p>12/05/2025 08:30</p><p><b>{TITLE}</b></p>",
    ],
)
def test_a_title_that_no_head_or_heading_tells_is_known_by_its_place_and_looks(printed):
    found = extract(below_one_head(printed), "http://a.vn/news.aspx?id=12")
    assert found.title == TITLE
    assert TITLE not in found.text
    assert str(found.published_at)[:10] == "2025-05-12"


def test_a_head_that_calls_every_page_a_detail_page_confirms_no_heading():
    html = page(
        f"<h1 class='sr-only'>Chi tiết tin - Triệu Phong</h1><div class='title-news'><span>{TITLE}</span></div>"
        f"<div>08:30, 12/05/2025</div><div>{PROSE}</div>",
        title="Chi tiết tin - Triệu Phong",
    )
    assert extract(html, "http://a.vn/chi-tiet-tin/-/view-article/1/1/2").title == TITLE


def test_a_title_that_begins_with_the_office_is_no_site_name():
    name = "UBND xã Phú Hữu gặp mặt các doanh nghiệp đầu năm"
    html = page(f"<h1>{name}</h1><p>12/05/2025 08:30</p><div>{PROSE}</div>", title=name)
    assert extract(html, "http://a.vn/x-1.html").title == name


def test_a_name_in_a_field_of_camel_case_is_the_author():
    html = page(
        f"<div><h1>{TITLE}</h1><p>12/05/2025 08:30</p><div>{PROSE}</div><p><span id='ctl00_lblTacGia'>Lê Hoài</span></p></div>"
    )
    assert extract(html, "http://a.vn/news.aspx?id=12").author == "Lê Hoài"


def test_days_counted_from_the_fetch_give_way_to_a_date_that_says_the_minute():
    html = page(
        f"<h1>{TITLE}</h1><div><span>3 tuần trước</span></div><div>{PROSE}</div>",
        head=f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2025-05-12T01:30:00Z"}}</script>',
    )
    fetched = datetime(2025, 6, 8, 9, 0, tzinfo=UTC)
    found = extract(html, "http://a.vn/vi/bai-viet/x", fetched_at=fetched)
    assert str(found.published_at) == "2025-05-12 08:30:00+07:00"


def test_a_counter_glued_to_the_date_line_leaves_with_it():
    html = page(
        f"<h1>{TITLE}</h1><div class='content'><div><span class='t'>08:30, 12/05/2025</span><span class='v'>12</span></div>{PROSE}</div>"
    )
    found = extract(html, "http://a.vn/x-1.html")
    assert str(found.published_at) == "2025-05-12 08:30:00+07:00"
    assert "12/05/2025" not in found.text


@pytest.mark.parametrize(
    "printed",
    [
        "22/12/2023 16:05:00",
        "12/22/2023 4:05:00 PM",
        "22 thg 12, 2023 16:05",
        "22 – 12 – 2023 16:05",
        "22-Dec-2023 16:05",
    ],
)
def test_a_date_beside_the_title_is_read_in_every_spelling(printed):
    html = page(f"<div><h1>{TITLE}</h1><span>{printed}</span></div><div>{PROSE}</div>")
    found = extract(html, "http://a.vn/x-1.html")
    assert str(found.published_at) == "2023-12-22 16:05:00+07:00"


def test_a_running_clock_before_the_title_is_no_date():
    html = page(
        f"<div id='w'><div>20/11/2026 08:00:01</div><h1>Giới thiệu</h1><div>{PROSE * 3}</div></div>",
        title="Giới thiệu",
    )
    with pytest.raises(StaticPage):
        extract(html, "http://a.vn/gioi-thieu")


@pytest.mark.parametrize(
    "names", ["content hidden-xs", "content d-none d-md-block", "hidden md:block"]
)
def test_what_is_hidden_on_small_screens_alone_is_read(names):
    html = page(f"<h1>{TITLE}</h1><p>12/05/2025 08:30</p><div class='{names}'>{PROSE}</div>")
    assert extract(html, "http://a.vn/x-1.html").text.count("kế hoạch") == 5


def test_a_body_printed_for_each_size_of_screen_is_read_once():
    html = page(
        f"<h1>{TITLE}</h1><p>12/05/2025 08:30</p><div class='c'><div class='hidden-xs'>{PROSE}</div><div class='visible-xs'>{PROSE}</div></div>"
    )
    assert extract(html, "http://a.vn/x-1.html").text.count("kế hoạch") == 5


def test_an_undated_page_that_opens_as_a_report_is_an_article_without_a_date():
    html = page(
        f"<h1>{TITLE}</h1><div><p>Sáng 22/12, tại nhà văn hóa thôn Hạ, {SENTENCE}</p>{PROSE}</div>"
    )
    found = extract(html, "http://a.vn/x-1.html")
    assert found.title == TITLE
    assert found.published_at is None


def test_an_undated_page_that_does_not_is_a_standing_page():
    with pytest.raises(StaticPage):
        extract(page(f"<h1>{TITLE}</h1><div>{PROSE * 2}</div>"), "http://a.vn/x-1.html")


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Tin bài: Lê Hoài", "Lê Hoài"),
        ("PV: Lê Hoài", "Lê Hoài"),
        ("Lê Hoài - Trung tâm Văn hóa huyện", "Lê Hoài - Trung tâm Văn hóa huyện"),
    ],
)
def test_a_signature_is_the_author(line, author):
    html = page(f"<h1>{TITLE}</h1><p>12/05/2025 08:30</p><div>{PROSE}<p>{line}</p></div>")
    assert extract(html, "http://a.vn/x-1.html").author == author


OTHERS = "".join(
    f"<div class='it'><h3><a href='/bai-{n}.html'><img src='/t{n}.jpg'>Một bài khác nữa của trang này số {n}</a></h3><p>{LEAD}</p></div>"
    for n in range(5)
)


@pytest.mark.parametrize(
    "shown", ["<img src='/do-hoa.jpg'>", "<a href='/quyet-dinh.pdf'>quyet-dinh.pdf</a>"]
)
def test_an_article_of_pictures_or_files_alone_is_one(shown):
    html = page(
        f"<div class='d'><h1>{TITLE}</h1><div>Ngày đăng: 12/05/2025 08:30</div><p>{shown}</p></div><div>{OTHERS}</div>"
    )
    found = extract(html, "http://a.vn/x-1.html")
    assert found.title == TITLE
    assert len(found.images) + len(found.attachments) == 1


def test_a_list_of_linked_pictures_under_a_long_name_is_none():
    html = page(
        f"<div class='d'><h1>{TITLE}</h1><div>12/05/2025</div>{OTHERS}</div>".replace(LEAD, "")
    )
    with pytest.raises(ListingPage):
        extract(html, "http://a.vn/x-1.html")


def test_a_question_of_an_interview_is_no_byline():
    html = page(
        f"<h1>{TITLE}</h1><p>12/05/2025 08:30</p><div>{PROSE}<p>PV: Thưa ông, việc này có khó không?</p>{PROSE}<p><b>Lê Hoài</b></p></div>"
    )
    assert extract(html, "http://a.vn/x-1.html").author == "Lê Hoài"


MENU = "".join(f"<a href='/muc-{n}'>Chuyên mục tin số {n}</a>" for n in range(6))
STANDING = {
    "the header's day above a menu": f"<div id='app'><div>Thứ 6, 20/11/2026 | 08:00</div><div>{MENU}</div><div><div class='t'>Đồng chí Nguyễn Văn An</div><div>{PROSE}</div></div></div>",
    "the rows of a timetable": f"<h1>Lịch công tác tuần</h1><div><table>{''.join(f'<tr><td>Thứ Hai {n}/11/2026</td><td>{SENTENCE}</td></tr>' for n in range(10, 16))}</table></div>",
    "documents in a sidebar": f"<div class='m'><h1>Đồng chí Nguyễn Văn An</h1><div class='n'>{PROSE * 2}</div></div><div><p>Số ký hiệu: 1/TB</p><p>Ngày ban hành: 01/10/2026</p></div>",
}


@pytest.mark.parametrize("name", STANDING)
def test_dates_of_other_things_date_no_standing_page(name):
    with pytest.raises((StaticPage, ListingPage)):
        extract(page(STANDING[name], title="Xã Phú Hữu"), "http://a.vn/trang/x")
