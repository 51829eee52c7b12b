"""Articles over several pages: the next part, the first of a later one, and all joined."""

import pytest
from raw_pages import SOURCE, raw

from pipeline.clean.body.trim import is_pager
from pipeline.clean.parts.addresses import firsts, is_numbered_apart, is_part, part_value
from pipeline.clean.parts.joining import continues, join
from pipeline.errors import ContinuationPage, PipelineError
from pipeline.extract import extract
from pipeline.gathering import next_address, with_parts
from pipeline.model import Block, CleanPage, Image

BASE = "https://a.example.vn"
PROSE = (
    "<p>Sáng nay, nhân dân các thôn cùng nhau ra quân nạo vét mương máng, chuẩn bị cho vụ mùa mới.</p>"
    "<p>Gần ba trăm hội viên đã đào đắp hơn hai nghìn mét khối đất trong buổi sáng đầu tiên.</p>"
    "<p>Phong trào sẽ kéo dài đến hết tháng, với sự tham gia của thanh niên và quân đội đóng gần đó.</p>"
)
MORE = (
    "<p>Ở thôn Hạ, con mương dài hơn một cây số đã thông dòng sau hai ngày làm việc liên tục.</p>"
    "<p>Bà con cho biết nước về đến tận chân ruộng, không còn cảnh tát gàu như các năm trước.</p>"
)
TITLE = "Nhân dân các thôn ra quân làm thuỷ lợi đầu vụ mùa"


def page(behind="", inside="", above="", head="", text=PROSE, title=TITLE, date="05/03/2024 08:30"):
    """An article's page: `inside` its text's box at the end, `behind` it, `above` it."""
    return (
        f"<html><head><title>{title}</title>{head}</head><body><nav><a href='/'>Trang chủ</a></nav>"
        f"<div class='news-detail'><h1>{title}</h1><p class='date'>Ngày đăng: {date}</p>{above}"
        f"<div class='content'>{text}{inside}</div>{behind}</div>"
        "<footer>Cổng thông tin huyện Lam Kiều</footer></body></html>"
    )


def following(markup, url, *parts):
    """The part behind a page, relative to the site."""
    made = raw(markup, BASE + url, parts=tuple(raw(m, BASE + u) for m, u in parts))
    return next_address(made).removeprefix(BASE)


def numbers(address, *values, css="pages"):
    """A pager's links; `{}` in the address is the number."""
    return (
        f"<div class='{css}'>Trang: <b>1</b> "
        + " ".join(f"<a href='{address.format(v)}'>{n}</a>" for n, v in enumerate(values, 2))
        + "</div>"
    )


IDIOMS = (
    (
        "WordPress inside the text",
        "/ra-quan/",
        {"inside": numbers("/ra-quan/{}/", 2, 3, css="page-links")},
        "/ra-quan/2/",
    ),
    (
        "WordPress behind the text",
        "/ra-quan/",
        {"behind": numbers("/ra-quan/{}/", 2, css="post-nav-links")},
        "/ra-quan/2/",
    ),
    (
        "WordPress, next page alone",
        "/ra-quan/",
        {"inside": "<div class='page-links'><a href='/ra-quan/2/'>Trang sau</a></div>"},
        "/ra-quan/2/",
    ),
    (
        "WordPress, an arrow",
        "/ra-quan/",
        {"inside": "<p class='page-links'><a href='/ra-quan/2/'>»</a></p>"},
        "/ra-quan/2/",
    ),
    (
        "WordPress, a page's own words",
        "/ra-quan/",
        {
            "inside": "<div class='page-links'>"
            "<a class='post-page-numbers' href='/ra-quan/2/'>Kết quả bước đầu</a></div>"
        },
        "/ra-quan/2/",
    ),
    (
        "WordPress, plain addresses",
        "/?p=17",
        {"inside": numbers("/?p=17&page={}", 2, css="page-links")},
        "/?p=17&page=2",
    ),
    ("no closing slash", "/ra-quan", {"behind": numbers("/ra-quan/{}", 2)}, "/ra-quan/2"),
    (
        "Joomla counts from zero",
        "/tin/12-ra-quan.html",
        {"behind": numbers("?start={}", 1, 2, css="pagination")},
        "/tin/12-ra-quan.html?start=1",
    ),
    (
        "Joomla, next",
        "/tin/12-ra-quan",
        {
            "behind": "<ul class='pagenav'><li><a href='/tin/12-ra-quan?start=1'>Tiếp theo</a></li></ul>"
        },
        "/tin/12-ra-quan?start=1",
    ),
    (
        "Joomla of old",
        "/tin/12-ra-quan",
        {
            "behind": "<div class='pagenavbar'><a href='/tin/12-ra-quan?limitstart=1'>Next &gt;</a></div>"
        },
        "/tin/12-ra-quan?limitstart=1",
    ),
    (
        "Joomla's index above the text",
        "/tin/12-ra-quan",
        {
            "above": "<div class='article-index'><ul><li><a href='/tin/12-ra-quan'>Mở đầu</a></li>"
            "<li><a href='/tin/12-ra-quan?start=1'>Ở thôn Hạ</a></li>"
            "<li><a href='/tin/12-ra-quan?showall=1'>Tất cả</a></li></ul></div>",
            "behind": "<a href='/tin/12-ra-quan?start=1'>Tiếp</a>",
        },
        "/tin/12-ra-quan?start=1",
    ),
    (
        "NukeViet",
        "/tin/ra-quan-215.html",
        {"behind": numbers("/tin/ra-quan-215/page-{}.html", 2, css="pagination")},
        "/tin/ra-quan-215/page-2.html",
    ),
    (
        "Drupal counts from zero",
        "/node/17",
        {"behind": numbers("/node/17?page={}", 1, 2, css="pager")},
        "/node/17?page=1",
    ),
    (
        "Liferay",
        "/-/ra-quan",
        {
            "inside": numbers(
                "/-/ra-quan?p_p_id=101&amp;p_p_lifecycle=0&amp;_101_INSTANCE_x_page={}", 2
            )
        },
        "/-/ra-quan?p_p_id=101&p_p_lifecycle=0&_101_INSTANCE_x_page=2",
    ),
    (
        "a portal of its own",
        "/xem.aspx?id=215",
        {"behind": numbers("/xem.aspx?id=215&amp;trang={}", 2, 3)},
        "/xem.aspx?id=215&trang=2",
    ),
    (
        "-trang-2.html",
        "/ra-quan-215.html",
        {"behind": numbers("/ra-quan-215-trang-{}.html", 2)},
        "/ra-quan-215-trang-2.html",
    ),
    (
        "-p2.html",
        "/ra-quan-215.html",
        {"behind": numbers("ra-quan-215-p{}.html", 2)},
        "/ra-quan-215-p2.html",
    ),
    (
        "before the article's number",
        "/ra-quan-215.html",
        {"behind": numbers("/ra-quan-trang-{}-215.html", 2)},
        "/ra-quan-trang-2-215.html",
    ),
    (
        "DNN",
        "/tin/ra-quan-215",
        {"behind": numbers("/tin/ra-quan-215/page/{}", 2, css="paging")},
        "/tin/ra-quan-215/page/2",
    ),
    (
        "labels with words",
        "/ra-quan/",
        {"behind": "<p><a href='/ra-quan/2/'>Trang 2</a> <a href='/ra-quan/3/'>Trang 3</a></p>"},
        "/ra-quan/2/",
    ),
    (
        "behind share buttons and tags",
        "/ra-quan/",
        {
            "behind": "<div class='share'><a href='https://fb.example/'>Chia sẻ</a></div>"
            "<p>Từ khóa: <a href='/tag/mua/'>vụ mùa</a></p>" + numbers("/ra-quan/{}/", 2)
        },
        "/ra-quan/2/",
    ),
    (
        "the pager before others' news",
        "/ra-quan/",
        {
            "behind": numbers("/ra-quan/{}/", 2)
            + "<h3>Tin liên quan</h3><ul><li><a href='/b/'>Xã Hạ khai giảng năm học mới</a></li></ul>"
        },
        "/ra-quan/2/",
    ),
    (
        "linked by its canonical address",
        "/index.php?id=5",
        {
            "head": f"<link rel='canonical' href='{BASE}/ra-quan-5'>",
            "behind": numbers("/ra-quan-5?page={}", 2),
        },
        "/ra-quan-5?page=2",
    ),
)
OTHERS = (
    "<ul>"
    + "".join(
        f"<li><a href='/bai-{n}'>Xã số {n} khai mạc hội thao mừng xuân mới</a></li>"
        for n in range(4)
    )
    + "</ul>"
)
NO_PARTS = (
    ("one page", "/ra-quan/", {}),
    (
        "comments' pages",
        "/ra-quan/",
        {
            "behind": "<div id='comments'><p>Hay quá!</p>"
            + numbers("/ra-quan/comment-page-{}/", 2)
            + "</div>"
        },
    ),
    (
        "comments' pages by number",
        "/ra-quan/",
        {
            "behind": "<div id='comments'><p>Hay!</p>"
            + numbers("/ra-quan/?page={}#comments", 2, 3)
            + "</div>"
        },
    ),
    (
        "comments' pages without a name",
        "/ra-quan/",
        {"behind": "<h3>Bình luận (31)</h3><p>Hay quá!</p>" + numbers("/ra-quan/?page={}", 2, 3)},
    ),
    ("cpage", "/ra-quan/", {"behind": numbers("/ra-quan/?cpage={}", 2)}),
    (
        "the next article",
        "/ra-quan/",
        {"behind": "<a rel='next' href='/khai-giang/'>Bài tiếp theo</a>"},
    ),
    (
        "the next article of a series",
        "/ky-uc/",
        {"behind": "<a href='/ky-uc-2/'>Bài tiếp theo</a>"},
    ),
    (
        "a series' second article",
        "/ky-uc-phan-1.html",
        {"inside": "<p><a href='/ky-uc-phan-2.html'>Phần 2</a></p>"},
    ),
    (
        "a related list's pager",
        "/ra-quan-215.html",
        {"behind": f"<div class='related'>{OTHERS}{numbers('?page={}', 2, 3)}</div>"},
    ),
    (
        "a nameless list's pager",
        "/ra-quan-215.html",
        {"behind": f"<div>{OTHERS}{numbers('?page={}', 2, 3)}</div>"},
    ),
    (
        "a list's pager inside the text",
        "/ra-quan-215.html",
        {"inside": f"<p><b>Các tin khác</b></p>{OTHERS}{numbers('?page={}', 2, 3)}"},
    ),
    (
        "a sidebar's pager",
        "/ra-quan-215.html",
        {"behind": f"<div class='sidebar'>{numbers('?page={}', 2, 3)}</div>"},
    ),
    (
        "a sidebar's pager before the text",
        "/ra-quan-215.html",
        {"above": f"<div>{OTHERS}{numbers('?page={}', 2, 3)}</div>"},
    ),
    (
        "an album's pager",
        "/ra-quan/",
        {"inside": f"<div class='ngg-galleryoverview'>{numbers('/ra-quan/?page={}', 2)}</div>"},
    ),
    (
        "an album's pager in the path",
        "/ra-quan/",
        {"inside": numbers("/ra-quan/nggallery/page/{}", 2)},
    ),
    ("its section's pager", "/tin/ra-quan-215.html", {"behind": numbers("/tin/page-{}.html", 2)}),
    ("another article's parts", "/ra-quan/", {"behind": numbers("/khai-giang/{}/", 2)}),
    (
        "a number that counts something else",
        "/ra-quan/",
        {"behind": "<a href='/ra-quan/2/'>2 phản hồi mới</a>"},
    ),
)


@pytest.mark.parametrize(
    ("url", "given", "expected"), [i[1:] for i in IDIOMS], ids=[i[0] for i in IDIOMS]
)
def test_the_next_part_of_an_article_is_found(url, given, expected):
    assert following(page(**given), url) == expected


@pytest.mark.parametrize(("url", "given"), [i[1:] for i in NO_PARTS], ids=[i[0] for i in NO_PARTS])
def test_what_is_numbered_otherwise_is_no_part(url, given):
    assert following(page(**given), url) == ""


def test_a_listings_next_page_is_no_part():
    teasers = "".join(
        f"<div class='item'><h3><a href='/bai-{n}.html'>Xã số {n} khai mạc hội thao mừng xuân mới</a></h3>"
        f"<p>Sáng ngày {n}, xã khai mạc hội thao với đông đảo vận động viên.</p></div>"
        for n in range(9)
    )
    listing = f"<title>Tin tức</title><h1>Tin tức</h1>{teasers}{numbers('/tin-tuc?page={}', 2, 3)}"
    assert following(listing, "/tin-tuc") == ""


def part(number, last=3, text=MORE, address="/ra-quan/{}/", **given):
    """A later page of the article, with links to all its pages."""
    links = "".join(
        f"<a href='{address.format(n) if n > 1 else '/ra-quan/'}'>{n}</a>"
        if n != number
        else f"<b>{n}</b>"
        for n in range(1, last + 1)
    )
    return page(inside=f"<div class='page-links'>Trang: {links}</div>", text=text, **given)


LAST = MORE.replace("thôn Hạ", "thôn Thượng").replace("Bà con", "Các cụ")


def test_the_chain_goes_on_from_part_to_part_and_ends_with_the_last():
    second, third = (part(2), "/ra-quan/2/"), (part(3, text=LAST), "/ra-quan/3/")
    first = part(1, text=PROSE)
    assert following(first, "/ra-quan/") == "/ra-quan/2/"
    assert following(first, "/ra-quan/", second) == "/ra-quan/3/"
    assert following(first, "/ra-quan/", second, third) == ""


def gathered(second):
    """The first page with the one that its pager leads to."""
    pages = {f"{BASE}/ra-quan/2/": raw(second, f"{BASE}/ra-quan/2/")}
    made = with_parts(raw(part(1, text=PROSE), f"{BASE}/ra-quan/"), SOURCE.page, pages.get)
    return len(made.parts), made.missing.removeprefix(BASE)


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(part(2, title="Khai giảng năm học mới"), id="it is another article"),
        pytest.param("<html></html>", id="it is empty"),
    ],
)
def test_what_is_no_part_ends_the_chain(second):
    assert gathered(second) == (0, "")


def test_a_part_that_repeats_the_first_ends_the_chain_and_adds_nothing():
    second = part(2, text=PROSE)  # as where comments are paged
    assert gathered(second) == (1, "")
    alone = extract(part(1, text=PROSE), f"{BASE}/ra-quan/")
    both = extract(
        part(1, text=PROSE), f"{BASE}/ra-quan/", parts=[raw(second, f"{BASE}/ra-quan/2/")]
    )
    assert both == alone


def test_the_chain_goes_on_behind_a_part():
    assert gathered(part(2)) == (1, "/ra-quan/3/")


def test_a_chain_without_end_is_cut():
    pages = {
        f"{BASE}/ra-quan/{n}/": raw(
            part(
                n,
                99,
                f"<p>Phần thứ {n} của bài viết dài này kể tiếp chuyện thuỷ lợi ở các thôn trong xã.</p>"
                * 2,
            ),
            f"{BASE}/ra-quan/{n}/",
        )
        for n in range(2, 99)
    }
    made = with_parts(raw(part(1, 99, PROSE), f"{BASE}/ra-quan/"), SOURCE.page, pages.get)
    assert 25 < len(made.parts) <= 30


def test_a_part_that_is_not_to_be_had_is_named():
    made = with_parts(raw(part(1, text=PROSE), f"{BASE}/ra-quan/"), SOURCE.page, {}.get)
    assert (made.parts, made.missing) == ((), f"{BASE}/ra-quan/2/")


def test_an_article_is_whole_over_all_its_parts():
    picture = (
        "<figure><img src='/cau.jpg'><figcaption>Cây cầu mới của thôn Hạ</figcaption></figure>"
    )
    parts = [
        raw(part(2, text=MORE + picture, date=""), f"{BASE}/ra-quan/2/"),
        raw(
            part(
                3,
                text=LAST
                + "<p><a href='/mau.pdf'>mau.pdf</a></p><p style='text-align:right'><b>Lê Văn Mẫu</b></p>",
            ),
            f"{BASE}/ra-quan/3/",
        ),
    ]
    one = extract(part(1, text=PROSE), f"{BASE}/ra-quan/", parts=parts)
    alone = extract(
        page(
            text=PROSE
            + MORE
            + picture
            + LAST
            + "<p><a href='/mau.pdf'>mau.pdf</a></p><p style='text-align:right'><b>Lê Văn Mẫu</b></p>"
        ),
        f"{BASE}/ra-quan/",
    )
    assert one.text == alone.text
    assert one.content_hash == alone.content_hash
    assert (one.url, one.title, one.published_at) == (f"{BASE}/ra-quan/", TITLE, alone.published_at)
    assert (one.images, one.attachments, one.author) == (
        alone.images,
        alone.attachments,
        alone.author,
    )
    assert one.html == alone.html


LATER = (
    ("a link back", "/ra-quan/2/", part(2), "/ra-quan/"),
    (
        "?trang=2",
        "/ra-quan?trang=2",
        page(behind="<div>Trang: <a href='/ra-quan'>1</a> <b>2</b></div>"),
        "/ra-quan",
    ),
    (
        "its canonical address is the first's",
        "/ra-quan/2/",
        page(head=f"<link rel='canonical' href='{BASE}/ra-quan/'>"),
        "/ra-quan/",
    ),
    ("rel=prev", "/ra-quan/2/", page(head="<link rel='prev' href='/ra-quan/'>"), "/ra-quan/"),
    (
        "previous page",
        "/ra-quan.html?page=2",
        page(behind="<a href='/ra-quan.html'>Trang trước</a>"),
        "/ra-quan.html",
    ),
)
OWN = (
    (
        "an article with a small number",
        "/tin/12",
        page(behind="<a href='/tin'>Quay lại tin tức</a>"),
    ),
    ("a first page", "/ra-quan/", part(1, text=PROSE)),
    (
        "the previous article",
        "/ra-quan-2/",
        page(behind="<a rel='prev' href='/khai-giang/'>Bài trước</a>"),
    ),
    (
        "comments' pages lead back",
        "/ra-quan/?page=2",
        page(behind="<div id='comments'><a href='/ra-quan/'>1</a></div>"),
    ),
)


@pytest.mark.parametrize(
    ("url", "markup", "first"), [x[1:] for x in LATER], ids=[x[0] for x in LATER]
)
def test_a_later_part_is_no_article_and_names_the_first(url, markup, first):
    with pytest.raises(ContinuationPage) as refused:
        extract(markup, BASE + url)
    assert refused.value.detail == BASE + first


@pytest.mark.parametrize(("url", "markup"), [x[1:] for x in OWN], ids=[x[0] for x in OWN])
def test_an_article_whose_address_looks_like_a_parts_stays_one(url, markup):
    assert extract(markup, BASE + url).title == TITLE


@pytest.mark.parametrize(
    ("address", "first", "value"),
    [
        ("/a/2/", "/a/", 2), ("/a/2", "/a", 2), ("/a.html?page=3", "/a.html", 3), ("/a?start=1", "/a", 1),
        ("/a-trang-2.html", "/a.html", 2), ("/a/page-2.html", "/a.html", 2), ("/a.html/2", "/a.html", 2),
        ("/a_2.aspx", "/a.aspx", 2),
        ("/?p=5&page=2", "/?p=5", 2), ("/?p=6", "/?p=5", None), ("/page/2/", "/", None),
        ("/?page=2", "/", None),
        ("/a/2024/", "/a/", None), ("/b/2/", "/a/", None), ("/a?page=2&sort=x", "/a", None),
        ("/a?cpage=2", "/a", None), ("/a?page=2#comments", "/a", None), ("/a/31/", "/a/", None),
        ("/a-b/", "/a/", None), ("/a", "/a", None),
    ],
)  # fmt: skip
def test_a_parts_address_is_the_articles_and_a_number(address, first, value):
    assert part_value(BASE + address, BASE + first) == value


def test_joomlas_all_pages_are_no_article_of_their_own():
    assert is_part(f"{BASE}/a?showall=1", f"{BASE}/a")


@pytest.mark.parametrize(
    ("address", "first"),
    [("/a/2/", "/a/"), ("/a/2", "/a"), ("/a.html?page=2&x=1", "/a.html?x=1"), ("/a-trang-2.html", "/a.html"),
     ("/a-trang-2-17.html", "/a-17.html"), ("/a/page-2.html", "/a.html")],
)  # fmt: skip
def test_from_a_parts_address_the_firsts_is_guessed(address, first):
    assert BASE + first in firsts(BASE + address)


def test_an_ordinary_address_is_nobodys_part():
    assert firsts(f"{BASE}/tin-tuc/khanh-thanh-cau-215.html?id=4711") == ()


@pytest.mark.parametrize(
    ("address", "apart"),
    [
        ("/a/2/", True),
        ("/a?page=2", True),
        ("/a-trang-2.html", True),
        ("/a-2/", False),
        ("/a_2.html", False),
    ],
)
def test_a_number_alone_at_a_titles_end_may_be_another_articles(address, apart):
    assert is_numbered_apart(BASE + address) is apart


@pytest.mark.parametrize(
    "line",
    [
        "Trang: 1 2 3",
        "[1] [2]",
        "Trang sau »",
        "Xem tiếp trang 2",
        "« Trang trước 1 2",
        "1 | 2 | Next page",
    ],
)
def test_the_links_to_other_pages_are_no_text(line):
    assert is_pager(line)


@pytest.mark.parametrize(
    "line", ["Trang 2", "15", "Năm 1 2", "2 1", "Ngày 25 12", "Tiếp theo", "Tỉ số: 1 2"]
)
def test_other_lines_with_numbers_are_text(line):
    assert not is_pager(line)


def words(*lines):
    return tuple(Block("paragraph", (line,)) for line in lines)


FIRST = CleanPage(
    f"{BASE}/a/",
    TITLE,
    lead="Sapo của bài.",
    blocks=words("Một.", "Hai."),
    author="admin",
    images=(Image("/a.jpg"),),
)


def test_what_a_theme_prints_on_every_part_stands_once():
    figure = Block("figure", (), Image("/a.jpg"))
    second = CleanPage(
        f"{BASE}/a/2/", TITLE, lead="Sapo của bài.", blocks=(figure, *words("Một.", "Ba.", "Hai."))
    )
    assert join(FIRST, [second]).blocks == words("Một.", "Hai.", "Ba.", "Hai.")


def test_a_parts_first_paragraph_taken_for_a_lead_stays():
    assert join(FIRST, [CleanPage("", TITLE, lead="Ba.", blocks=words("Bốn."))]).blocks == words(
        "Một.", "Hai.", "Ba.", "Bốn."
    )


def test_the_byline_under_the_last_part_goes_first():
    joined = join(FIRST, [CleanPage("", TITLE, blocks=words("Ba."), author="Lê Mẫu")])
    assert (joined.author, joined.lead, joined.title) == ("Lê Mẫu", "Sapo của bài.", TITLE)


@pytest.mark.parametrize(
    ("title", "same"),
    [
        (f"{TITLE} - Trang 2", True),
        (f"{TITLE} (page 2/3)", True),
        ("", True),
        ("Tin vắn trong tuần", False),
    ],
)
def test_a_part_stands_under_the_articles_title(title, same):
    assert continues(FIRST, CleanPage("", title, blocks=words("Ba."))) is same


def test_a_part_with_pictures_alone_is_one():
    assert continues(FIRST, CleanPage("", TITLE, blocks=(Block("figure", (), Image("/b.jpg")),)))


def test_pages_that_cannot_be_read_have_no_next_part():
    with pytest.raises(PipelineError):
        extract(b"%PDF-1.7", f"{BASE}/a/")
    assert next_address(raw(b"%PDF-1.7")) == ""
