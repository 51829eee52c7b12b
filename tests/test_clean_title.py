# ruff: noqa: E501 (pages as one line each)
import pytest

from pipeline import extract
from pipeline.clean.heading.title import find_title
from pipeline.clean.page import parse

URL = "http://a.example.vn/tin/hoi-nghi-1.html"
NAME = "Xã Bắc Lý tổng kết phong trào thi đua năm 2025"


def title(html: str) -> str:
    return find_title(parse(html, URL)).text


@pytest.mark.parametrize(
    "html",
    [
        f"<title>{NAME} - Trang thông tin điện tử xã Bắc Lý</title><h1>Trang thông tin điện tử xã Bắc Lý</h1><h2>{NAME}</h2>",
        f"<title>{NAME}</title><h1><a href='/'>Cổng thông tin</a></h1><div class='tieude'>{NAME}</div>",
        f"<title>Cổng thông tin điện tử xã Bắc Lý</title><table><tr><td><p class='Title'>{NAME}</p></td></tr></table>",
        f"<title>{NAME} | Báo Mẫu</title><td><b>{NAME}</b></td>",
        f"<meta property='og:title' content='{NAME}'><title>Trang chủ</title><p>Chữ</p>",
        f"<title>Tin tức » {NAME} » UBND xã Bắc Lý</title><p>Không có thẻ tiêu đề</p>",
        f"<title>{NAME[:30]}...</title><h1>{NAME}</h1>",
        f"<title>\n {NAME} \n</title><body><svg><title>In</title></svg><h1>{NAME}</h1>",
    ],
)
def test_the_title_is_the_articles_and_never_the_sites(html):
    assert title(html) == NAME


def test_mixed_case_goes_before_capitals():
    assert title(f"<meta property='og:title' content='{NAME}'><h1>{NAME.upper()}</h1>") == NAME


def test_capitals_stay_where_nothing_else_is_printed():
    assert title(f"<title>{NAME.upper()}</title><h1>{NAME.upper()}</h1>") == NAME.upper()


def test_a_teasers_linked_heading_is_not_the_title():
    html = f"<title>{NAME}</title><h2><a href='/khac.html'>Một bài khác của trang, có liên kết riêng</a></h2><h2>{NAME}</h2>"
    assert title(html) == NAME


@pytest.mark.parametrize(
    "heading",
    ["Chi tiết", "Chi tiết tin tức", "Xem chi tiết", "Xem chi tiết bài viết", "Thông tin chi tiết", "Chi tiết nội dung"],
)  # fmt: skip
def test_a_heading_of_every_articles_page_is_no_title(heading):
    html = f"<title>Trang thông tin điện tử xã Bắc Lý</title><h1>{heading}</h1><div class='tieude'>{NAME}</div>"
    assert title(html) == NAME


@pytest.mark.parametrize("head", ["Xem chi tiết", "Chi tiết tin tức - Xã Bắc Lý", "Chi tiết bài viết | Xã Bắc Lý"])  # fmt: skip
def test_a_head_of_every_articles_page_confirms_no_heading(head):
    assert title(f"<title>{head}</title><h2>{head}</h2><h3 class='news-title'>{NAME}</h3>") == NAME


@pytest.mark.parametrize("name", ["Chi tiết lịch tuyển quân năm 2025 của xã Bắc Lý", "Chi tiết tin vui của lớp học ven sông"])  # fmt: skip
def test_a_headline_that_begins_with_such_words_stays(name):
    assert title(f"<title>Trang thông tin điện tử xã Bắc Lý</title><h1>{name}</h1>") == name


@pytest.mark.parametrize("names", ["CTTDivTittleBaiViet", "tittle-news"])
def test_a_misspelt_class_word_names_the_title_too(names):
    assert title(f"<title>Trang chủ</title><div class='{names}'>{NAME}</div>") == NAME


SENTENCE = "Phong trào năm nay có mười hai thôn tham gia, với nhiều cách làm hay được bà con hưởng ứng từ đầu vụ. "


def boxed(box: str, printed: str) -> str:
    """A page whose head says nothing of the article, with the heading of a box above it."""
    return f"<html lang='vi'><head><title>Trang chủ</title></head><body><div class='m'>{box}{printed}<div>15/11/2025 09:20</div><div class='nd'><p>{SENTENCE * 4}</p></div></div></body></html>"


@pytest.mark.parametrize(
    "names", ["portlet-title", "portlet-title-text", "panel-title", "panel-heading", "widget-title", "sidebar-title"]
)  # fmt: skip
def test_the_heading_of_a_box_is_no_title_where_the_text_has_one_of_its_own(names):
    box = f"<h1 class='{names}'>Tin hoạt động của các thôn trong xã</h1>"
    assert extract(boxed(box, f"<p><b>{NAME}</b></p>"), URL).title == NAME


def test_a_heading_without_such_a_name_stays_the_title_above_a_bold_line():
    box = f"<h1 class='page-title'>{NAME}</h1>"
    assert extract(boxed(box, "<p><b>Mười hai thôn cùng tham gia từ đầu vụ</b></p>"), URL).title == NAME  # fmt: skip


def test_the_heading_of_a_box_is_the_title_where_nothing_else_is_printed():
    box = f"<h1 class='panel-title'>{NAME}</h1>"
    assert extract(boxed(box, ""), URL).title == NAME


def test_elementors_heading_widget_prints_the_title():
    heading = f"<div class='elementor-widget elementor-widget-heading'><div class='elementor-widget-container'><h3 class='elementor-heading-title'>{NAME}</h3></div></div>"
    menu = "".join(f"<p><a href='/muc-{n}'>Mục số {n}</a></p>" for n in range(9))
    html = f"<html lang='vi'><head><title>Trang chủ</title></head><body><h1>Trang tin xã Bắc Lý</h1>{menu}<div class='m'>{heading}<div class='nd'><p>15/11/2025 09:20</p><p>{SENTENCE * 4}</p></div></div></body></html>"
    assert extract(html, URL).title == NAME


HOME = "<h1><a href='/'>Huyện đoàn Nam Lý</a></h1>"


@pytest.mark.parametrize("url", [URL, "http://a.example.vn/?p=tin&id=12"])
def test_what_a_heading_that_links_home_says_is_the_sites_name(url):
    html = boxed(HOME, f"<p><b>{NAME}</b></p>").replace("Trang chủ", "Huyện đoàn Nam Lý")
    assert extract(html, url).title == NAME


def test_a_heading_of_the_sites_kind_is_no_title_where_the_text_has_one_of_its_own():
    box = "<h1>TRANG THÔNG TIN ĐIỆN TỬ XÃ BẮC LÝ</h1><h2>Huyện Nam Lý - tỉnh Bắc Hà</h2><p>Thông tin cho bà con</p>"
    assert extract(boxed(box, f"<h2>{NAME}</h2>"), URL).title == NAME


def test_a_counter_at_the_end_of_the_form_around_the_text_is_no_title():
    inner = boxed("", f"<table><tr><td><span class='news_title'>{NAME}</span></td></tr></table>")
    html = inner.replace("<body>", "<body><form id='Form' class='news_title'>").replace(
        "</body>", "Đang xem 41 Hôm nay 2.310 Tất cả 4.118.327</form></body>"
    )
    assert extract(html, URL).title == NAME


def test_the_first_line_of_a_text_of_line_breaks_is_its_title_where_its_name_says_so():
    text = f"<td><span class='tieude_tin'>{NAME}</span><br>15/11/2025 09:20<br><br><span>{SENTENCE * 4}<br><br>{SENTENCE}</span></td>"
    html = f"<html lang='vi'><head><title>Trang chủ</title></head><body><table><tr>{text}</tr></table></body></html>"
    found = extract(html, URL)
    assert (found.title, found.text.split()[:2]) == (NAME, SENTENCE.split()[:2])


def test_the_line_above_a_table_that_is_the_text_is_its_title():
    rows = "".join(
        f"<tr><td>Thứ {n}</td><td>Sáng</td><td>Họp giao ban thôn số {n} tại nhà văn hóa của xã</td></tr>"
        for n in range(2, 7)
    )
    body = f"<div class='nd-title'>{NAME}</div><div>(28/02/2025)</div><div class='nd'><table>{rows}</table></div>"
    found = extract(
        f"<html lang='vi'><head><title>Lịch</title></head><body>{body}</body></html>", URL
    )
    assert found.title == NAME
    assert found.published_at.date().isoformat() == "2025-02-28"


def test_a_heading_that_only_says_notice_is_no_title():
    box = "<h2>THÔNG BÁO</h2>"
    assert extract(boxed(box, f"<h3>{NAME}</h3>"), URL).title == NAME
