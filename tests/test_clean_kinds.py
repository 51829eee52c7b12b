# ruff: noqa: E501 (pages as one line each)
import pytest

from pipeline import extract
from pipeline.errors import (
    ChallengePage,
    ContinuationPage,
    CopyPage,
    EmptyPage,
    ErrorPage,
    ListingPage,
    LoginPage,
    MaintenancePage,
    MembersOnly,
    NotHtml,
    PollPage,
    SearchPage,
    StaticPage,
    TooLarge,
)

PROSE = (
    "<p>"
    + "Ủy ban nhân dân xã phối hợp với các thôn tổ chức thực hiện kế hoạch đã đề ra, bảo đảm đúng tiến độ. "
    * 4
    + "</p>"
)
DATED = "<p class='date'>Ngày đăng: 12/05/2025 08:30</p>"
ROW = "<tr><td>{}</td><td>{}</td></tr>"
DOCUMENT = "".join(
    ROW.format(*pair)
    for pair in [
        ("Số ký hiệu", "15/QĐ-UBND"),
        ("Ngày ban hành", "02/06/2025"),
        ("Trích yếu", "Về việc thành lập tổ công tác"),
        ("Người ký", "Trần Văn B"),
    ]
)


def page(body: str, head: str = "", title: str = "Trang của xã", attributes: str = "") -> str:
    return f"<html lang='vi'><head><title>{title}</title>{head}</head><body {attributes}>{body}</body></html>"


WORDPRESS = "<script src='/wp-includes/js/x.js'></script>"
POST = f"<article><h1>Một bài của xã</h1><time datetime='2025-05-12T08:30:00+07:00'>12/05/2025</time><div class='entry-content'>{PROSE}</div></article>"
TEASERS = "".join(
    f"<li><a href='/bai-{n}.html'>Tiêu đề của bài viết thứ {n} trong trang này</a></li>"
    for n in range(8)
)
CASES = [
    ("an empty body", EmptyPage, "", "http://a.vn/x"),
    ("white space", EmptyPage, "  \n", "http://a.vn/x"),
    ("a script shell", EmptyPage, page("<div id='app'></div><script>go()</script>"), "http://a.vn/x"),
    ("the home page", ListingPage, page(f"<h1>Xã</h1>{DATED}{PROSE}"), "http://a.vn/"),
    ("the home page with a file name", ListingPage, page(f"<h1>Xã</h1>{DATED}{PROSE}"), "http://a.vn/default.aspx"),
    ("a list of links", ListingPage, page(f"<h1>Tin tức</h1><ul>{TEASERS}</ul>"), "http://a.vn/tin-tuc"),
    ("a tag page", ListingPage, page(f"<h1>Tag: nông thôn</h1><h2><a href='/b'>Bài</a></h2>{DATED}{PROSE}", title="Tag: nông thôn"), "http://a.vn/t"),
    ("a WordPress archive", ListingPage, page(WORDPRESS + POST, attributes="class='archive category'"), "http://a.vn/category/tin/"),
    ("a WordPress page", StaticPage, page(WORDPRESS + POST, attributes="class='page page-id-2'"), "http://a.vn/gioi-thieu/"),
    ("an about page", StaticPage, page(f"<h1>Giới thiệu chung</h1>{PROSE}"), "http://a.vn/gioi-thieu.html"),
    ("a login form", LoginPage, page("<h1>Đăng nhập</h1><form><input name=u><input type=password></form>", title="Đăng nhập"), "http://a.vn/login"),
    ("search results", SearchPage, page(f"<h1>Kết quả tìm kiếm</h1>{DATED}{PROSE}", title="Kết quả tìm kiếm"), "http://a.vn/s"),
    ("a poll", PollPage, page(f"<h1>Thăm dò ý kiến</h1>{DATED}{PROSE}", title="Thăm dò ý kiến"), "http://a.vn/poll"),
    ("members only", MembersOnly, page("<h1>Họp kín</h1><div>Bạn không được phép xem bài viết này</div>"), "http://a.vn/x"),
    ("a WordPress password", MembersOnly, page(WORDPRESS + "<article><h1>Bảo vệ: x</h1><form class='post-password-form'><p>Nội dung này được bảo vệ.</p><input type=password></form></article>", attributes="class='single'"), "http://a.vn/x/"),
    ("a soft 404", ErrorPage, page("<h1>Không tìm thấy trang</h1><p>Trang bạn yêu cầu không tồn tại.</p>", title="404"), "http://a.vn/x"),
    ("a server error", ErrorPage, page("<h1>Server Error in '/' Application.</h1>", title="Runtime Error"), "http://a.vn/x"),
    ("a captcha", ChallengePage, page("<h1>Just a moment...</h1><p>Checking your browser</p>", title="Just a moment..."), "http://a.vn/x"),
    ("maintenance", MaintenancePage, page("<h1>Website đang bảo trì</h1><p>Mời quay lại sau.</p>"), "http://a.vn/x"),
    ("a suspended site", MaintenancePage, page("<h1>This account has been suspended</h1>"), "http://a.vn/x"),
    ("a print copy by address", CopyPage, page(f"<h1>Bài</h1>{DATED}{PROSE}"), "http://a.vn/print/tin/bai-1.html"),
    ("a print copy by its words", CopyPage, page(f"<h1>Bài</h1>{DATED}{PROSE}<a href='#'>Đóng cửa sổ này</a>"), "http://a.vn/x"),
    ("a printing page", CopyPage, page(f"<h1>Bài</h1>{DATED}{PROSE}", attributes="onload='window.print()'"), "http://a.vn/x"),
    ("a second page", ContinuationPage, page(WORDPRESS + POST + "<div class='page-links'><a href='http://a.vn/bai/'>1</a> 2</div>", attributes="class='single'"), "http://a.vn/bai/2/"),
    ("a NukeViet category", ListingPage, page(f"<h1>Tin</h1>{DATED}{PROSE}<script>var nv_module_name=\"news\",nv_func_name=\"viewcat\";</script>"), "http://a.vn/tin/"),
    ("a NukeViet copy", CopyPage, page(f"<h1>Tin</h1>{DATED}{PROSE}<script>var nv_module_name=\"news\",nv_func_name=\"savefile\";</script>"), "http://a.vn/x"),
    ("a feed", NotHtml, "<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "http://a.vn/rss"),
    ("a sitemap", NotHtml, "<urlset xmlns='x'></urlset>", "http://a.vn/sitemap.xml"),
    ("plain words", NotHtml, "User-agent: *\nDisallow:", "http://a.vn/robots.txt"),
    ("a page ten thousand deep", TooLarge, "<html><body>" + "<div>" * 10_000, "http://a.vn/x"),
    ("two hundred thousand nodes", TooLarge, "<html><body>" + "<b></b>" * 200_000, "http://a.vn/x"),
    ("more than ten megabytes", TooLarge, "<p>" + "a" * 10_000_001, "http://a.vn/x"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "error", "html", "url"), CASES, ids=[c[0] for c in CASES])
def test_what_is_no_article_raises_its_own_error(name, error, html, url):
    with pytest.raises(error) as caught:
        extract(html, url)
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.4 ...", "text/html"),
        (b"\x89PNG\r\n", ""),
        (b"<p>x</p>", "application/pdf"),
        (b"PK\x03\x04", ""),
    ],
)
def test_files_are_no_html(body, content_type):
    with pytest.raises(NotHtml):
        extract(body, "http://a.vn/f", content_type=content_type)


def test_a_legal_document_is_an_article_of_kind_document():
    html = page(
        f"<h1>Quyết định 15/QĐ-UBND</h1><table>{DOCUMENT}</table><a href='/qd15.pdf'>qd15.pdf</a>",
        title="Quyết định 15/QĐ-UBND",
    )
    found = extract(html, "http://a.vn/van-ban/15")
    assert found.kind == "document"
    assert "Số ký hiệu | 15/QĐ-UBND" in found.text
    assert found.published_at.date().isoformat() == "2025-06-02"
    assert [a.url for a in found.attachments] == ["http://a.vn/qd15.pdf"]


def test_an_article_about_maintenance_is_an_article():
    html = page(
        f"<h1>Nhà máy nước bảo trì hệ thống</h1>{DATED}{PROSE * 6}",
        title="Nhà máy nước bảo trì hệ thống",
    )
    assert extract(html, "http://a.vn/tin/1").title == "Nhà máy nước bảo trì hệ thống"


def test_an_undated_english_article_that_calls_itself_one_is_read():
    head = "<meta property='og:type' content='article'>"
    words = (
        "<p>"
        + "The council met on Tuesday and agreed to repair the old bridge before winter. " * 6
        + "</p>"
    )
    html = f"<html lang='en'><head><title>Bridge</title>{head}</head><body><h1>The old bridge</h1>{words}</body></html>"
    assert extract(html, "http://a.uk/news/1").published_at is None


def test_a_comment_reply_copy_is_the_article_under_its_own_address():
    html = page(
        WORDPRESS + POST,
        head="<link rel='canonical' href='http://a.vn/bai/'>",
        attributes="class='single'",
        title="Một bài của xã",
    )
    assert extract(html, "http://a.vn/bai/?replytocom=5").url == "http://a.vn/bai/"


@pytest.mark.parametrize(
    "name",
    [
        "Tìm kiếm 3 ngư dân mất tích trên biển Cửa Hội",
        "Bình chọn 10 sự kiện tiêu biểu của huyện trong năm 2025",
        "Không tìm thấy nạn nhân trong vụ lật thuyền ở bến Cầu Sến",
        "Thông báo tạm dừng hoạt động cầu phao thôn Đoài",
        "Bảo trì hệ thống điện, nhiều thôn mất điện cuối tuần",
        "Cảnh báo tấn công DDoS vào các trang thông tin cấp xã",
        "Poll workers of the commune are trained for the May vote",
    ],
)
def test_a_headline_that_sounds_like_a_notice_is_news(name):
    html = page(f"<h1>{name}</h1>{DATED}{PROSE}", title=name)
    assert extract(html, "http://a.vn/tin/2").title == name


@pytest.mark.parametrize("name", ["Poll", "Bình chọn", "Tìm kiếm", "Tìm kiếm: nông thôn mới", "Kết quả tìm kiếm cho nông thôn mới năm nay"])  # fmt: skip
def test_a_search_or_a_poll_is_named_by_its_short_title(name):
    with pytest.raises((SearchPage, PollPage)):
        extract(page(f"<h1>{name}</h1>{PROSE}", title=name), "http://a.vn/x")


def test_a_folder_called_print_is_no_copy_where_menus_stand():
    menu = "".join(f"<a href='/muc-{n}'>Mục {n}</a> " for n in range(40))
    html = page(f"<nav>{menu}</nav><h1>Số báo in tháng 5 của huyện ra mắt bạn đọc</h1>{DATED}{PROSE}", title="Số báo in tháng 5 của huyện ra mắt bạn đọc")  # fmt: skip
    assert extract(html, "http://a.vn/bao/print/d-1615.html").kind == "article"


def test_a_short_undated_post_outside_the_portals_is_an_article():
    words = (
        "<p>"
        + "The old mill by the river opens its doors to visitors again this week. " * 3
        + "</p>"
    )
    html = f"<html lang='en'><head><title>The mill opens - A blog</title></head><body><h1>The mill opens</h1>{words}</body></html>"
    assert extract(html, "http://a.uk/blog/the-mill").title == "The mill opens"


NOTICE = "Bà con bốn xóm góp công làm đường mới"


def test_a_column_of_links_beside_the_article_makes_no_excerpts_of_it():
    links = "".join(f"<a href='/m{n}'>Chuyên mục số {n}</a><br>" for n in range(4))
    main = f"<table><tr><td><font><b>{NOTICE}</b></font></td></tr><tr><td>{DATED}{PROSE}</td></tr></table>"
    html = page(f"<table><tr><td>{links}</td><td>{main}</td></tr></table>")
    assert extract(html, "http://a.vn/ct.asp?id=1").title == NOTICE


@pytest.mark.parametrize(
    "name", ["Cơ cấu tổ chức", "Hỏi - Đáp", "Giới thiệu chung", "Chức năng, nhiệm vụ"]
)
def test_a_page_that_stands_for_years_is_static_whatever_date_it_prints(name):
    html = page(f"<div><h1>{name}</h1>{PROSE}<p>Cập nhật: 12/03/2024</p></div>", title=name)
    with pytest.raises(StaticPage):
        extract(html, "http://a.vn/x/12.html")


@pytest.mark.parametrize(
    "name", ["Giới thiệu chung cư mới cho công nhân", "Hỏi đáp cùng bà con xóm Hạ"]
)
def test_a_headline_that_begins_like_its_name_is_news(name):
    html = page(f"<div><h1>{name}</h1>{DATED}{PROSE}</div>", title=name)
    assert extract(html, "http://a.vn/x/12.html").title == name


def test_a_poem_with_a_name_of_two_words_is_no_listing():
    verses = (
        "<p>"
        + "<br>".join(["Em về bến cũ chiều nay", "Nghe con nước hát vơi đầy mạn thuyền"] * 4)
        + "</p>"
    )
    others = "".join(
        f"<div><a href='/tho/{n}'>Bài thơ thứ {n} của tập thơ</a></div>" for n in range(4)
    )
    html = page(
        f"<div><h1>Bến cũ</h1><div>02/09/2025 06:00</div><div class='nd'>{verses}</div><h4>Tác phẩm khác</h4>{others}</div>",
        title="Bến cũ - Văn nghệ",
    )
    assert extract(html, "http://a.vn/tho/ben-cu-7.html").title == "Bến cũ"


def test_an_infographic_above_a_list_of_other_news_is_an_article():
    others = "".join(f"<li><a href='/b{n}'>Một bài khác của xã số {n}</a></li>" for n in range(4))
    html = page(
        f"<div><h1>{NOTICE}</h1><p>Thứ ba, 05/08/2025 - 10:00</p><div><p><img src='/i.png'></p></div><div><h3>Tin liên quan</h3><ul>{others}</ul></div></div>",
        title=NOTICE,
    )
    found = extract(html, "http://a.vn/infographic/5.html")
    assert [i.url for i in found.images] == ["http://a.vn/i.png"]


def test_a_document_in_a_definition_list_keeps_its_dates():
    pairs = [
        ("Số, ký hiệu", "15/UBND"),
        ("Trích yếu nội dung", NOTICE),
        ("Ngày ban hành", "02-06-2025"),
        ("Người ký duyệt", "Trần Văn B"),
    ]
    rows = "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in pairs)
    found = extract(
        page(f"<article><h1>{NOTICE}</h1><dl>{rows}</dl></article>"), "http://a.vn/vb/15"
    )
    assert (found.kind, found.author) == ("document", None)
    assert found.published_at.date().isoformat() == "2025-06-02"
    assert "02-06-2025" in found.text


def test_a_time_of_posting_under_the_text_dates_an_article_and_is_no_text():
    name = "Bà con bốn xóm góp công làm con đường mới"
    html = page(
        f"<div><h1>{name}</h1>{PROSE}<div>Lê An</div><div>Ngày 12/05/2025 14:10</div></div>",
        title=name,
    )
    found = extract(html, "http://a.vn/tin/12.html")
    assert found.published_at.isoformat() == "2025-05-12T14:10:00+07:00"
    assert "14:10" not in found.text


@pytest.mark.parametrize("day", ["Ngày 12 tháng 5 năm 2015", "Bắc Lý, ngày 12 tháng 5 năm 2015"])
def test_a_day_in_words_under_the_text_dates_it(day):
    html = page(
        f"<table><tr><td><h2>{NOTICE}</h2></td></tr><tr><td>{PROSE}</td></tr><tr><td>{day}</td></tr></table>"
    )
    assert extract(html, "http://a.vn/ct.asp?id=1").published_at.date().isoformat() == "2015-05-12"
