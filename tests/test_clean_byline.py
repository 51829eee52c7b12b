# ruff: noqa: E501 (pages as one line each)
import pytest

from pipeline import extract
from pipeline.accounts import is_account
from pipeline.clean import clean
from pipeline.clean.people.people import people_in
from tests.article_pages import ENGLISH, article

URL = "http://bacson.example.vn/tin/trong-cay-12.html"
RIGHT = '<p style="text-align:right"><strong>{}</strong></p>'


def author(markup: str) -> str | None:
    return extract(markup, URL).author


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("<p>Tác giả: Lê An</p>", "Lê An"),
        ("<p><b>Tác giả bài viết:</b> Lê An</p>", "Lê An"),
        ("<p>Bài, ảnh: Trần Bình</p>", "Trần Bình"),
        ("<p>Tin, ảnh: Trần Bình - Lê An</p>", "Trần Bình - Lê An"),
        ("<p>Tin và ảnh: Trần Bình</p>", "Trần Bình"),
        ("<p>Thực hiện: Trần Bình</p>", "Trần Bình"),
        ("<p>Nhóm PV: Lê An, Trần Bình</p>", "Lê An, Trần Bình"),
        ("<p>Ban biên tập.</p>", "Ban biên tập"),
        (RIGHT.format("Trần Bình"), "Trần Bình"),
        (RIGHT.format("XUÂN BÌNH"), "XUÂN BÌNH"),
        (RIGHT.format("Lê An &amp; Trần Bình"), "Lê An & Trần Bình"),
        (RIGHT.format("Lê An/Trần Bình"), "Lê An/Trần Bình"),
        (RIGHT.format("Lê An và Trần Bình"), "Lê An và Trần Bình"),
        ("<p>Lê An – Trung tâm VH-TT huyện</p>", "Lê An – Trung tâm VH-TT huyện"),
        ("<p>Lê An</p><p>Phó Giám đốc Trung tâm Y tế huyện</p>", "Lê An"),
        ("<p>Lê An (tổng hợp)</p>", "Lê An (tổng hợp)"),
        ("<p>PV/TTXVN</p>", "PV/TTXVN"),
        ("<p>TTXVN/Vietnam+</p>", "TTXVN/Vietnam+"),
        ("<p>Lê An</p><p>(Theo Báo Bắc Sơn)</p>", "Lê An"),
        ('<p>Lê An</p><p>In bài viết</p><p><a href="/a.pdf">ke-hoach.pdf</a></p>', "Lê An"),
        ("<p>Lê An</p><p>Tệp đính kèm:</p>", "Lê An"),
    ],
)
def test_a_byline_at_the_texts_end_is_found_in_every_shape(line, name):
    assert author(article(body=line)) == name


@pytest.mark.parametrize(
    "line",
    [
        "<p>Thưa bà con, xin cảm ơn!</p>",
        "<p>PV: Thưa ông, xã sẽ làm gì tiếp theo?</p>",
        "<p>(Theo Báo Bắc Sơn)</p>",
        "<p>Theo đó, các xóm hoàn thành trước ngày 30/4.</p>",
        "<p>Kết quả: Nhất toàn đoàn xóm Đồng Tâm, nhì xóm Bến, ba xóm Chùa và các giải phụ khác cho xóm Trại.</p>",
        "<p>Tác giả: admin</p>",
        "<p>" + "a" * 58 + "!</p>",
    ],
)
def test_what_only_looks_like_a_byline_is_none(line):
    assert author(article(body=line)) is None


@pytest.mark.parametrize(
    ("beside", "name"),
    [
        ('<div class="author">Lê An</div>', "Lê An"),
        ('<span class="tac-gia">Tác giả: Lê An</span>', "Lê An"),
        ('<p><a rel="author" href="/tac-gia/le-an">Lê An</a></p>', "Lê An"),
        ('<p itemprop="author" itemscope><span itemprop="name">Lê An</span></p>', "Lê An"),
        ('<div class="byline">By <a href="/authors/jane-doe">Jane Doe</a> and <a href="/authors/john-roe">John Roe</a></div>', "Jane Doe, John Roe"),
        ('<div class="byline">By Jane Doe 12 March 2024 09:15</div>', "Jane Doe"),
        ('<div class="article-author">Jane Doe | Updated March 3, 2024</div>', "Jane Doe"),
        ('<div class="byline">By Jane Doe, Political Editor</div>', "Jane Doe"),
        ('<div class="byline">Jane Doe @janedoe</div>', "Jane Doe"),
        ('<div class="byline">Jane Doe in London</div>', "Jane Doe"),
        ('<div class="autor">Von Max Mustermann</div>', "Max Mustermann"),
        ('<div class="auteur">Par Jeanne Dupont</div>', "Jeanne Dupont"),
        ('<div class="autor">Por Juana Pérez</div>', "Juana Pérez"),
        ('<div class="author">di Maria Bianchi</div>', "Maria Bianchi"),
        ('<div class="author">Door Jan Jansen</div>', "Jan Jansen"),
    ],
)  # fmt: skip
def test_a_byline_beside_the_title_is_found_by_its_markup(beside, name):
    assert author(article(beside=beside, text=ENGLISH)) == name


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<meta name="author" content="Jane Doe">', "Jane Doe"),
        ('<meta property="article:author" content="https://a.example/jane"><meta name="author" content="Jane Doe">', "Jane Doe"),
        ('<meta name="byl" content="By Jane Doe and John Roe">', "Jane Doe and John Roe"),
        ('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jane Doe">', "Jane Doe"),
        ('<meta property="og:site_name" content="The Daily Oak"><meta name="author" content="The Daily Oak">', None),
        ('<meta property="og:site_name" content="Daily Oak"><meta name="author" content="The Daily Oak.com">', None),
        ('<meta name="author" content="admin_bacson">', None),
        ('<meta name="author" content="VNPT">', None),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","author":{"@type":"Person","name":"Jane Doe"}}</script>', "Jane Doe"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","author":[{"name":"Jane Doe"},{"name":"John Roe"}]}</script>', "Jane Doe, John Roe"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","author":"Jane Doe"}</script>', "Jane Doe"),
        ('<script type="application/ld+json">{"@graph":[{"@type":"Article","headline":"x","author":{"@id":"#p"}},{"@type":"Person","@id":"#p","name":"Jane Doe"}]}</script>', "Jane Doe"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","author":{"name":"The Daily Oak"},"publisher":{"name":"The Daily Oak"}}</script>', None),
        ('<script type="application/ld+json">{"@type":"Comment","author":{"name":"A Reader"}}</script>', None),
    ],
)  # fmt: skip
def test_the_head_names_the_author_where_the_page_does_not(head, name):
    assert author(article(head=head, text=ENGLISH)) == name


def test_a_foreign_article_keeps_the_heads_author_over_its_last_line():
    page = article(
        head='<meta name="author" content="Jane Doe">', body="<p>Daily Oak</p>", text=ENGLISH
    )
    assert author(page) == "Jane Doe"


def test_a_vietnamese_signature_goes_before_the_heads_author():
    page = article(head='<meta name="author" content="Lê Ba">', body=RIGHT.format("Trần Bình"))
    assert author(page) == "Trần Bình"


@pytest.mark.parametrize(
    "beside",
    [
        '<div style="display:none"><span itemprop="author">Lê An</span></div>',
        '<span class="hidden" itemprop="author">Lê An</span>',
        '<div class="author">admin</div>',
        '<div class="author">Super User</div>',
        '<div class="author">quantri_bacson</div>',
        "<div><ul>"
        + 3
        * '<li class="tin"><h3><a href="/b">Xã bên cũng trồng rất nhiều cây</a></h3><span class="author">Lê Ba</span></li>'
        + "</ul></div>",
        '<div class="comment-body"><span class="author">Bạn Đọc</span></div>',
    ],
)
def test_hidden_fields_accounts_and_readers_are_no_authors(beside):
    assert author(article(beside=beside)) is None


@pytest.mark.parametrize(
    "name",
    ["admin", "Administrator", "admin_lynhan", "quantri", "Quản trị viên", "Super User", "by admin",
     "sharepoint\\system", "Guest", "n/a", "Tác giả", "portal admin", "user1"],
)  # fmt: skip
def test_accounts_are_nobody(name):
    assert is_account(name)


@pytest.mark.parametrize("name", ["Lê An", "Ban biên tập", "Adam Smith", "Hoàng Quản", "UBND xã"])
def test_people_and_offices_are_no_accounts(name):
    assert not is_account(name)


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("<p>Nguồn: Báo Bắc Sơn</p>", "Báo Bắc Sơn"),
        ("<p>(Theo Báo Bắc Sơn)</p>", "Báo Bắc Sơn"),
        ("<p>Theo: Báo Bắc Sơn</p>", "Báo Bắc Sơn"),
        ('<p>Theo "Báo Bắc Sơn điện tử"</p>', "Báo Bắc Sơn điện tử"),
        ("<p>Nguồn tin: bacson.example.vn</p>", "bacson.example.vn"),
        ("<p>Theo đó, các xóm sẽ hoàn thành trong tháng tư.</p>", None),
        ("<p>Theo Nghị định 100, người vi phạm bị phạt tiền.</p>", None),
    ],
)
def test_a_source_credit_is_a_publisher_and_no_sentence(line, credit):
    assert extract(article(body=line), URL).source_credit == credit


def test_each_author_names_its_rule():
    rules = {
        finding.rule
        for page in (
            article(body="<p>Tác giả: Lê An</p>"),
            article(body=RIGHT.format("Trần Bình")),
            article(beside='<div class="author">Lê An</div>'),
            article(head='<meta name="author" content="Jane Doe">'),
        )
        for finding in clean(page, URL).found
        if finding.field == "author"
    }
    assert rules == {"label", "signature", "class:author", "meta:author"}


BUTTONS = [
    "Xem các bài viết của tác giả",
    "Các bài viết của Lê An",
    "Bài viết khác của tác giả",
    "Theo dõi tác giả",
    "View all posts",
    "All articles by Jane Doe",
    "More from Jane Doe",
    "Follow Jane Doe",
]


@pytest.mark.parametrize("button", BUTTONS)
def test_a_link_to_more_of_a_writer_is_no_name(button):
    assert people_in(button, frozenset()) == []
    assert people_in(f"{button} | Jane Doe", frozenset()) == ["Jane Doe"]


@pytest.mark.parametrize("name", ["Seema Rao", "Viewegh Michal", "Moren Fromm", "Allan Postgate"])
def test_a_name_that_only_begins_like_such_a_link_is_one(name):
    assert people_in(name, frozenset()) == [name]


def test_the_name_beside_the_link_to_the_writers_articles_is_the_author():
    link = "<a href='/tac-gia/le-an-12.html'>Xem các bài viết của tác giả</a>"
    page = article(beside=f"<div class='article-author'><p class='name'>Lê An</p>{link}</div>")
    assert author(page) == "Lê An"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (RIGHT.format("Lê An – Chánh Văn phòng"), "Lê An – Chánh Văn phòng"),
        (RIGHT.format("Lê An (Phòng VHTT huyện)"), "Lê An (Phòng VHTT huyện)"),
        (RIGHT.format("Lê An") + "<p>Trạm Khuyến nông huyện</p>", "Lê An"),
        (RIGHT.format("BBT (tổng hợp)"), "BBT (tổng hợp)"),
        (RIGHT.format("Theo Báo Bắc Sơn"), None),
        ("<div><div>Tác giả:</div><div>Lê An</div></div>", "Lê An"),
    ],
)
def test_a_name_with_its_office_is_found_and_a_papers_is_none(line, name):
    assert author(article(body=line)) == name


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("<p>20/03/2024 08:30 | Tác giả: Lê An | Lượt xem: 9</p>", "Lê An"),
        ("<p>Ngày đăng: 20/03/2024 Tác giả: Lê An</p>", "Lê An"),
        ("<p>Ngày 20/03/2024, tác giả: các em học sinh lớp 5, lớp 6.</p>", None),
    ],
)
def test_the_author_is_read_from_a_row_of_date_and_counters(row, name):
    assert author(article(beside=row)) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Được viết bởi Lê An", ["Lê An"]),
        ("Đăng bởi: Lê An", ["Lê An"]),
        ("BS. Lê An", ["BS. Lê An"]),
        ("CN. Lê An", ["CN. Lê An"]),
        ("Hôm nay. Lê An đến", []),
    ],
)
def test_labels_and_degrees_of_vietnamese_fields(text, names):
    assert people_in(text, frozenset()) == names


def test_the_account_behind_joomlas_label_is_nobody():
    field = "<p itemprop='author'>Được viết bởi <span itemprop='name'>Super User</span></p>"
    assert author(article(beside=field, body=RIGHT.format("Lê An"))) == "Lê An"


def test_a_source_is_named_by_its_domain_too():
    assert extract(article(body="<p>Theo: baobacson.vn</p>"), URL).source_credit == "baobacson.vn"
