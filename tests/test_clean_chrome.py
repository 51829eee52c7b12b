# ruff: noqa: E501 (pages as one line each)
"""Pages in a portal's full dress: what stands in the middle decides, not the boxes around it."""

import pytest

from pipeline import extract
from pipeline.clean import clean, shape_of
from pipeline.clean.kinds.gone import GONE
from pipeline.clean.template.learning import learn
from pipeline.errors import EmptyPage, ErrorPage, ListingPage, LoginPage, MembersOnly, StaticPage

SITE = "Trang thông tin điện tử xã Đông Thạnh"
NAME = "Thông báo lịch cắt điện để sửa đường dây ở ấp Ba"
URL = "http://dongthanh.example.vn/thong-bao/lich-cat-dien-3181.html"
MENU = "".join(f"<li><a href='/muc-{n}'>Chuyên mục {n}</a></li>" for n in range(7))
LATEST = "".join(f"<li><a href='/tin/{n}.html'>Bà con ấp {n} thu hoạch xong vụ lúa đông xuân</a></li>" for n in range(2, 8))  # fmt: skip
LOGIN = "<div><h3>{}</h3>Tên: <input name='ten'> Mật khẩu: <input type='password' name='mk'><a href='/quen'>Quên mật khẩu</a></div>"
FOOT = "Bản quyền thuộc Ủy ban nhân dân xã Đông Thạnh. Địa chỉ: ấp Hai, xã Đông Thạnh. Giấy phép số 41/GP-TTĐT do Sở Văn hóa cấp ngày 04/03/2019."
DATE = "<p class='ngay'>Thứ Sáu, 14/03/2025 09:15</p>"
FILE = "<p><a href='/tep/lich-cat-dien.pdf'>lich-cat-dien.pdf</a></p>"
PROSE = "<p>" + "Đội quản lý điện phối hợp với ấp phát quang hành lang và thay hai mươi cột cũ. " * 5 + "</p>"  # fmt: skip
WORDPRESS = "<meta name='generator' content='WordPress 6.1'>"


def in_columns(
    main: str, *, title: str = NAME, login: str = LOGIN.format("Đăng nhập"), side: str = LATEST
) -> str:
    """Tables without telling names: menu, a column with the login box, the middle, the latest news."""
    return (
        f"<html lang='vi'><head><title>{title} - {SITE}</title></head><body><table><tr><td colspan='3'><ul>{MENU}</ul></td></tr>"
        f"<tr><td>{login}<div>Bình chọn: giao diện mới thế nào?</div></td><td>{main}</td><td><b>Tin mới</b><ul>{side}</ul></td></tr>"
        f"<tr><td colspan='3'>{FOOT}</td></tr></table></body></html>"
    )


def in_parts(main: str, *, title: str = NAME, login: str = LOGIN.format("Thành viên")) -> str:
    """Named parts: a header with the login box, the middle, a side bar, a footer."""
    return (
        f"<html lang='vi'><head><title>{title} - {SITE}</title></head><body><header>{login}<nav><ul>{MENU}</ul></nav></header>"
        f"<main>{main}</main><aside class='sidebar'><h2>Tin mới</h2><ul>{LATEST}</ul></aside><footer><p>{FOOT}</p></footer></body></html>"
    )


def as_wordpress(main: str, *, title: str = "Thông báo", body: str = "archive") -> str:
    """A theme that calls each page that is no post an archive."""
    return (
        f"<html lang='vi'><head><title>{title} - {SITE}</title>{WORDPRESS}</head><body class='{body}'><header><ul>{MENU}</ul></header>"
        f"<main>{main}</main><aside class='widget-area'><h2>Bài mới</h2><ul>{LATEST}</ul></aside><footer>{FOOT}</footer></body></html>"
    )


DRESSES = [in_columns, in_parts]


@pytest.mark.parametrize("name", [NAME, "Danh sách thí sinh đăng ký dự thi viên chức năm 2025"])
@pytest.mark.parametrize("dress", DRESSES)
def test_a_file_under_a_title_is_an_article_beside_a_login_box(dress, name):
    found = extract(dress(f"<div><h1>{name}</h1>{DATE}{FILE}</div>", title=name), URL)
    assert found.title == name
    assert [file.url for file in found.attachments] == ["http://dongthanh.example.vn/tep/lich-cat-dien.pdf"]  # fmt: skip
    assert "Bản quyền" not in found.text


def test_a_file_is_an_article_beside_a_login_box_where_the_template_is_known():
    def told(n: int) -> str:
        name = f"Ấp {n} ra quân dọn vệ sinh đường liên xóm"
        text = "".join(f"<p>Việc thứ {m * n} của ấp {n} là nạo vét mương số {m + n}, do tổ {m * 7 + n} đảm nhận từ đầu tháng cùng bà con.</p>" for m in range(1, 5))  # fmt: skip
        return in_columns(f"<div><h1>{name}</h1>{DATE}<div>{text}</div></div>", title=name)

    pages = ((told(n), f"http://dongthanh.example.vn/tin/ap-{n}.html") for n in range(2, 14))
    template = learn(shape_of(page, url) for page, url in pages)
    assert template.slots
    html = in_columns(f"<div><h1>{NAME}</h1>{DATE}{FILE}</div>")
    assert len(clean(html, URL, template=template).attachments) == 1
    with pytest.raises(EmptyPage):
        clean(in_columns(f"<div><h1>{NAME}</h1>{DATE}</div>"), URL, template=template)


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize(
    "main",
    [f"<h1>{NAME}</h1>{DATE}", f"<h1>{NAME}</h1>", f"<h1>{NAME}</h1>{FILE}"],
    ids=["no text", "no date", "a file without a date"],
)
def test_hardly_any_text_beside_a_login_box_is_no_login(dress, main):
    html = dress(f"<div>{main}</div>").replace(FOOT, "")
    with pytest.raises((EmptyPage, StaticPage, ListingPage)):
        extract(html, URL)


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("main", ["", "<h2>Tin tức</h2>", "<p>Chưa có bài viết</p>"])
def test_an_empty_section_beside_a_login_box_is_no_login(dress, main):
    html = dress(f"<div>{main}</div>", title="Tin tức").replace(FOOT, "")
    with pytest.raises((EmptyPage, StaticPage, ListingPage)):
        extract(html, URL)


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize(
    "name", ["Đăng nhập", "Đăng nhập hệ thống quản lý văn bản", "Quên mật khẩu", "Đăng ký thành viên", "Sign In"]
)  # fmt: skip
def test_a_login_in_full_dress_is_one(dress, name):
    html = dress(LOGIN.format(name), title=name, login="").replace(FOOT, "")
    with pytest.raises(LoginPage):
        extract(html, "http://dongthanh.example.vn/vao.html")


@pytest.mark.parametrize("heading", ["Hệ thống quản lý văn bản và điều hành", "Xin chào", ""])
def test_a_bare_form_is_a_login_whatever_it_is_called(heading):
    html = f"<html lang='vi'><head><title>{SITE}</title></head><body>{LOGIN.format(heading)}</body></html>"
    with pytest.raises(LoginPage):
        extract(html, "http://dongthanh.example.vn/vao.html")


ASKED = "Từ tháng tới bà con phải đăng nhập để tiếp tục dùng dịch vụ công của xã bằng tài khoản định danh."


def test_an_article_about_logging_in_is_for_everybody_beside_a_login_box():
    html = in_columns(f"<div><h1>{NAME}</h1>{DATE}<p>{ASKED}</p>{PROSE}</div>")
    assert ASKED in extract(html, URL).text


def test_a_form_under_the_title_is_for_members():
    main = f"<div><h1>{NAME}</h1>{DATE}<p>Vui lòng đăng nhập để đọc tiếp bài viết này.</p>{PROSE}{LOGIN.format('Tài khoản')}</div>"
    with pytest.raises(MembersOnly):
        extract(in_columns(main, login=""), URL)


NOTICES = [
    "Bài viết không tồn tại hoặc đã bị xóa.",
    "Không tìm thấy nội dung",
    "Không tìm thấy bài viết bạn yêu cầu!",
    "Trang bạn yêu cầu không có",
    "Trang mà quý vị đang tìm kiếm không tồn tại. Mời quay lại trang chủ.",
    "Rất tiếc, nội dung này đã bị gỡ bỏ.",
    "Bài viết này không còn tồn tại trên hệ thống",
    "Tin bài đã bị xóa",
    "Lỗi 404: Không tìm thấy trang",
    "Liên kết bạn truy cập không khả dụng",
    "Oops! That page can’t be found.",
    "The requested page could not be found.",
    "This post does not exist",
]


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("form", ["<h1>{}</h1>", "<div><h3>{}</h3><p><a href='/'>Về trang chủ</a></p></div>", "<p>{}</p>", "<span style='color:red'><b>{}</b></span>"])  # fmt: skip
@pytest.mark.parametrize("dress", [*DRESSES, as_wordpress])
@pytest.mark.parametrize("title", ["Thông báo", "Chi tiết tin"])
def test_a_notice_in_the_articles_place_is_an_error_in_any_dress(dress, form, notice, title):
    with pytest.raises(ErrorPage):
        extract(dress(form.format(notice), title=title), URL)


CROP = "Bà con ấp {0} thu hoạch xong vụ lúa đông xuân"
LEAD = "Năng suất bình quân của ấp {0} đạt bảy tấn một héc ta, cao hơn vụ trước nửa tấn, thương lái mua tận ruộng."
SIDES = {
    "dated headings": f"<div><h4><a href='/tin/{{0}}.html'>{CROP}</a></h4><span>14/03/2025 08:0{{0}}</span></div>",
    "leads": f"<div><h3><a href='/tin/{{0}}.html'>{CROP}</a></h3><span>(14/03/2025 08:0{{0}})</span><p>{LEAD}</p></div>",
    "no links": f"<p><b>{CROP}</b><br>14/03/2025 08:0{{0}}</p>",
}


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("title", ["", "Thông báo", "Tin tức"])
@pytest.mark.parametrize("form", ["<p>{}</p>", "<h3>{}</h3>", "<b>{}</b>"])
@pytest.mark.parametrize("login", ["", LOGIN.format("Đăng nhập")], ids=["", "a login box"])
def test_a_notice_beside_other_articles_is_an_error(login, form, title, side):
    for notice in NOTICES[:6]:
        beside = "".join(SIDES[side].format(n) for n in range(2, 8))
        html = in_columns(form.format(notice), title=title, login=login, side=beside)
        with pytest.raises(ErrorPage):
            extract(html, URL)


@pytest.mark.parametrize(
    "line",
    [
        "Không tìm thấy nạn nhân trong vụ lật thuyền ở bến Cầu Sến",
        "Thông tin ấp Ba không có điện cả tuần là sai sự thật",
        "Nội dung hội nghị không có gì thay đổi",
        "Bài viết của học sinh ấp Hai được giải",
        "Không tìm thấy bài viết nào phù hợp",
        "Văn bản giả mạo đã bị xóa khỏi mạng xã hội",
        "Trang trại không có điện",
    ],
)
def test_the_news_of_something_missing_is_no_notice(line):
    assert not GONE.match(line)


@pytest.mark.parametrize("rest", [PROSE * 2, FILE], ids=["a text", "a file"])
def test_a_box_that_misses_what_it_shows_makes_no_error_of_the_article_beside_it(rest):
    main = f"<div><h1>{NAME}</h1>{DATE}{rest}</div><div><h4>Video</h4><p>Không tìm thấy nội dung</p></div>"
    assert extract(in_columns(main), URL).title == NAME


IMPRINTS = [
    FOOT,
    "© 2025 UBND xã Đông Thạnh. Điện thoại: 0270 3 000 000. Email: xa@example.vn. Ghi rõ nguồn khi dẫn lại tin của trang này.",
    "Cơ quan chủ quản: Ủy ban nhân dân xã Đông Thạnh. Chịu trách nhiệm nội dung: Chánh Văn phòng ủy ban. Trụ sở: ấp Hai.",
    "Giấy phép số 41/GP-TTĐT do Sở Văn hóa cấp. Địa chỉ: ấp Hai, xã Đông Thạnh, huyện Tam Bình, tỉnh Vĩnh Long.",
]


@pytest.mark.parametrize("foot", IMPRINTS)
def test_the_imprint_is_not_the_text_of_a_short_article(foot):
    html = in_columns(f"<div><h1>{NAME}</h1>{DATE}{FILE}</div>").replace(FOOT, foot)
    assert foot[:30] not in extract(html, URL).text


def test_a_paragraph_that_speaks_of_a_licence_is_text():
    told = "Giấy phép số 12 của chủ bến đò ấp Ba hết hạn từ tháng trước, địa chỉ liên hệ để gia hạn là tổ một cửa của xã."
    html = in_columns(f"<div><h1>{NAME}</h1>{DATE}<div>{PROSE}<p>{told}</p>{PROSE}</div></div>")
    assert told in extract(html, URL).text


def test_a_wordpress_archive_stays_a_listing():
    posts = "".join(f"<article class='post'><h2><a href='/b{n}/'>Bài số {n} của xã Đông Thạnh</a></h2>{PROSE}</article>" for n in range(4))  # fmt: skip
    with pytest.raises(ListingPage):
        extract(as_wordpress(posts), URL)


def test_a_post_behind_a_password_is_none_though_it_has_a_title_and_a_date() -> None:
    form = (
        "<form method=post><p>Nội dung này được bảo mật. Hãy nhập mật khẩu để xem tiếp:</p>"
        "<input name=post_password type=password></form>"
    )
    html = (
        "<title>Hội Nông dân xã khánh thành nhà văn hóa thôn</title><body><ul>"
        + "".join(f"<li><a href=/muc-{n}>Chuyên mục {n}</a></li>" for n in range(2))
        + "</ul><article><h1>Hội Nông dân xã khánh thành nhà văn hóa thôn</h1>"
        f"<time datetime='2025-12-06T09:00:00+07:00'>06/12/2025 09:00</time><div>{form}</div></article></body>"
    )
    with pytest.raises(LoginPage):
        extract(html, "http://xa.example.vn/khanh-thanh-nha-van-hoa/")
