"""A listing's next page, by every kind of pager; and what only looks like one."""

from collections.abc import Iterator
from urllib.parse import urljoin

import httpx
import pytest

from crawler.farm import FARM_NOW, PORTALS, Farm
from crawler.pages.links import read_links, read_page
from crawler.pages.pager import NextPage, last_page, next_page
from crawler.pages.paging.sequence import page_at, page_number, same_listing
from pipeline.model import RawPage

URL = "https://huyen.example.vn/tin-tuc"


def follow(markup: str, url: str = URL, number: int = 1) -> NextPage | None:
    body = f"<html><body>{markup}</body></html>".encode()
    return next_page(read_page(RawPage("s", url, url, 200, (), body, FARM_NOW)), number)


def after(markup: str, url: str = URL, number: int = 1) -> str:
    """The next page's address, without the site; "" for none."""
    found = follow(markup, url, number)
    return found.url.removeprefix("https://huyen.example.vn") if found else ""


def pager(*links: tuple[str, str], name: str = "pagination") -> str:
    items = "".join(f'<li><a href="{href}">{label}</a></li>' for label, href in links)
    return f'<ul class="{name}">{items}</ul>'


def numbers(pattern: str, *shown: int) -> str:
    return pager(*((str(n), pattern.format(n)) for n in shown))


@pytest.mark.parametrize(
    "pattern",
    [
        "/tin-tuc/page/{}",
        "/tin-tuc/page-{}/",
        "/tin-tuc/trang-{}.html",
        "/tin-tuc-p{}.html",
        "/tin-tuc-trang-{}.html",
        "/tin-tuc/{}",
        "/tin-tuc/index_{}.html",
        "/tin-tuc/currentpage/{}",
        "/tin-tuc/currentpage/{}/default.aspx",
        "?page={}",
        "?trang={}",
        "?PageIndex={}&amp;sz=20",
        "?p_p_id=x_INSTANCE_y&amp;p_p_lifecycle=0&amp;_x_INSTANCE_y_delta=20&amp;_x_INSTANCE_y_cur={}",
    ],
)
def test_the_number_after_this_pages_is_followed(pattern: str) -> None:
    wanted = urljoin(URL, pattern.format(2).replace("&amp;", "&"))
    assert URL + after(numbers(pattern, 1, 2, 3)).removeprefix("/tin-tuc") == wanted


@pytest.mark.parametrize(
    "pattern", ["/tin-tuc/page/{}", "/tin-tuc-p{}.html", "?page={}", "?_x_cur={}", "/tin-tuc/{}"]
)
def test_in_the_middle_neither_an_earlier_nor_the_last_page_is_taken(pattern: str) -> None:
    here = urljoin(URL, pattern.format(5))
    markup = pager(
        ("«", pattern.format(1)),
        ("4", pattern.format(4)),
        ("5", pattern.format(5)),
        ("6", pattern.format(6)),
        ("»", pattern.format(99)),
    )
    assert urljoin(URL, after(markup, here, 5)) == urljoin(URL, pattern.format(6))


def test_offsets_are_followed_by_their_labels() -> None:
    markup = pager(("1", "?start=0"), ("2", "?start=20"), ("3", "?start=40"))
    assert after(markup) == "/tin-tuc?start=20"
    assert after(markup, f"{URL}?start=20", 2) == "/tin-tuc?start=40"


def test_a_pager_that_counts_from_zero_is_followed_by_its_labels() -> None:
    assert after(pager(("1", "?page=0"), ("2", "?page=1"), ("3", "?page=2"))) == "/tin-tuc?page=1"


@pytest.mark.parametrize(
    "label",
    "Sau »|Trang sau|Tiếp theo ›|Tiếp|›|»|>|Next|Older posts|Các bài viết cũ hơn|Trang kế|Trang tiếp theo"
    "|chevron_right|Ti\u00ea\u0301p".split("|"),
)
def test_a_link_that_only_says_next_is_followed(label: str) -> None:
    assert after(f'<a href="?page=2">{label}</a>') == "/tin-tuc?page=2"


@pytest.mark.parametrize(
    "link",
    [
        '<a class="next page-numbers" href="?page=2"></a>',
        '<li class="next"><a href="?page=2"><span></span></a></li>',
        '<a href="?page=2"><i class="fa fa-angle-right"></i></a>',
        '<a href="?page=2" title="Trang sau"><img src="n.gif"></a>',
        '<a href="?page=2" aria-label="Next"><svg></svg></a>',
    ],
)
def test_a_next_link_without_text_is_known_by_its_name_or_icon(link: str) -> None:
    assert after(link) == "/tin-tuc?page=2"


@pytest.mark.parametrize(
    "label", ["Trước", "« Đầu", "Trang cuối", "Xem tiếp", "Tiếp nhận hồ sơ", "<"]
)
def test_other_words_are_no_next(label: str) -> None:
    assert after(f'<a href="?page=2">{label}</a>') == ""


@pytest.mark.parametrize("dots", ["...", "…"])
def test_behind_a_window_of_numbers_the_dots_lead_on(dots: str) -> None:
    shown = [(str(n), f"?page={n}") for n in range(1, 11)]
    markup = pager(*shown, (dots, "?page=11"), ("50", "?page=50"))
    assert after(markup, f"{URL}?page=10", 10) == "/tin-tuc?page=11"


def test_dots_that_lead_back_are_not_followed() -> None:
    markup = pager(("...", "?page=9"), ("10", "?page=10"), ("11", "?page=11"))
    assert after(markup, f"{URL}?page=11", 11) == ""


def test_rel_next_goes_before_every_label() -> None:
    markup = '<link rel="next" href="/tin-tuc/page/2/">' + pager(("2", "/van-hoa/page/2/"))
    assert after(markup) == "/tin-tuc/page/2/"


def test_rel_next_to_the_next_article_is_not_followed() -> None:
    article = "https://huyen.example.vn/2024/05/19/hoi-nghi-tong-ket-cong-tac/"
    markup = '<link rel="next" href="/2024/05/20/le-khanh-thanh-cau-moi/">'
    assert after(markup, article) == ""


@pytest.mark.parametrize(
    "markup",
    [
        '<table id="wp-calendar"><td><a href="/2024/05/01">1</a><a href="/2024/05/02">2</a></td></table>',
        '<table><td><a href="?ngay=1">1</a><a href="?ngay=2">2</a><a href="?ngay=3">3</a></td></table>',
        '<table><td><a href="?date=1-5-2024">1</a><a href="?date=2-5-2024">2</a></td></table>',
        '<div class="pages"><a href="?cpage=1#c">1</a><a href="?cpage=2#c">2</a></div>',
        '<p class="nav"><a href="/tin-tuc/comment-page-1/">1</a><a href="/tin-tuc/comment-page-2/">2</a></p>',
        '<ul class="comment-pager"><li><a href="?page=1">1</a></li><li><a href="?page=2">2</a></li></ul>',
        '<div class="carousel"><a href="?page=2" class="next">›</a></div>',
    ],
)
def test_calendars_comments_and_sliders_are_no_pagers(markup: str) -> None:
    assert after(markup) == ""


def test_the_next_article_is_no_next_page() -> None:
    url = "https://huyen.example.vn/news.aspx?id=7"
    assert after('<a href="news.aspx?id=8">Tin tiếp theo</a>', url) == ""


def test_another_listings_pager_is_not_taken() -> None:
    assert after('<p><a href="/van-hoa?page=2">2</a></p>') == ""


def test_a_pager_to_another_site_is_not_taken() -> None:
    assert after(numbers("https://bao.example.vn/tin-tuc?page={}", 1, 2, 3)) == ""


def test_the_last_page_has_no_next() -> None:
    assert after(numbers("?page={}", 1, 2, 3), f"{URL}?page=3", 3) == ""


def test_a_last_page_that_points_to_the_first_again_ends_the_listing() -> None:
    markup = '<a href="?page=2">2</a><a href="?page=1">Trang sau</a>'
    assert after(markup, f"{URL}?page=3", 3) == ""


def test_a_link_to_the_page_itself_is_no_next() -> None:
    assert after(f'<a href="{URL}">Sau »</a>') == ""


def test_a_sections_number_in_its_address_does_not_hide_its_pager() -> None:
    url = "https://huyen.example.vn/tin-tuc-45.html"
    assert after('<a href="/tin-tuc-45/page-2.html">Sau</a>', url) == "/tin-tuc-45/page-2.html"


def form(links: str, state: str = "__VIEWSTATE") -> str:
    return (
        f'<form action="tin.aspx?c=3" method="post"><input type="hidden" name="{state}" value="abc">'
        '<input type="hidden" name="__EVENTTARGET" value="old"><input name="q" value="">'
        f'<input type="submit" name="find" value="Tìm">{links}</form>'
    )


def call(label: str, target: str, argument: str = "") -> str:
    return f"<a href=\"javascript:__doPostBack('{target}','{argument}')\">{label}</a>"


def test_a_form_pager_posts_the_next_number_with_the_pages_state() -> None:
    links = call("1", "ctl00$g", "Page$1") + call("2", "ctl00$g", "Page$2")
    assert follow(form(links)) == NextPage(
        "https://huyen.example.vn/tin.aspx?c=3",
        (
            ("__VIEWSTATE", "abc"),
            ("q", ""),
            ("__EVENTTARGET", "ctl00$g"),
            ("__EVENTARGUMENT", "Page$2"),
        ),
        2,
    )


def posted(links: str, number: int) -> tuple[str, str] | None:
    found = follow(form(links), number=number)
    fields = dict(found.form) if found else {}
    return (fields["__EVENTTARGET"], fields["__EVENTARGUMENT"]) if found else None


def test_a_form_pagers_window_goes_on_behind_its_dots() -> None:
    links = "".join(call(str(n), "g", f"Page${n}") for n in range(1, 10)) + "<span>10</span>"
    assert posted(links + call("...", "g", "Page$11"), 10) == ("g", "Page$11")


def test_a_form_pager_without_arguments_goes_on_behind_its_last_number() -> None:
    links = "".join(call(str(n), f"d$ctl{n:02}") for n in range(1, 5)) + "<span>5</span>"
    assert posted(links + call("...", "d$ctl06"), 5) == ("d$ctl06", "")


def test_a_form_pagers_dots_before_the_window_lead_back_and_are_not_taken() -> None:
    links = call("...", "d$ctl00") + "<span>6</span>" + call("7", "d$ctl02") + call("8", "d$ctl03")
    assert posted(links, 6) == ("d$ctl02", "")
    assert posted(call("...", "d$ctl00") + call("6", "d$ctl01") + "<span>7</span>", 7) is None


@pytest.mark.parametrize(
    "link",
    [
        call("Sau", "g", "Page$Next"),
        call("<img>", "g", "Page$Next"),
        "<a href=\"#\" onclick=\"__doPostBack('g','Page$Next')\">&gt;</a>",
        """<a href='javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions("g", "Page$Next"))'>
        Tiếp</a>""",
    ],
)
def test_a_form_pagers_next_link_is_enough(link: str) -> None:
    assert posted(link, 3) == ("g", "Page$Next")


def test_a_form_link_that_is_no_pager_is_not_posted() -> None:
    assert posted(call("Đăng nhập", "login") + call("12", "cal", "8888"), 1) is None


def test_without_the_pages_state_nothing_is_posted() -> None:
    assert follow(form(call("2", "g", "Page$2"), state="other")) is None


def test_a_link_goes_before_a_form() -> None:
    assert after(form(call("2", "g", "Page$2")) + numbers("?page={}", 1, 2)) == "/tin-tuc?page=2"


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/tin-tuc", 0),
        ("/tin-tuc?page=3", 3),
        ("/tin-tuc?pagesize=20&trang=4", 4),
        ("/tin-tuc?start=40", 40),
        ("/tin-tuc/page/7/", 7),
        ("/tin-tuc-p8.html", 8),
        ("/tin-tuc/currentpage/9/default.aspx", 9),
        ("/tin-tuc-215.html", 0),
        ("/tin-tuc?id=5", 0),
    ],
)
def test_a_pages_number_is_read_where_the_address_says_it(address: str, number: int) -> None:
    assert page_number(f"https://huyen.example.vn{address}") == number


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/tin-tuc/page/2", "/tin-tuc", True),
        ("/tin-tuc/default.aspx", "/tin-tuc/", True),
        ("/tin-tuc?page=2", "/tin-tuc?page=3", True),
        ("/list?cat=3&page=2", "/list?cat=3", True),
        ("/news?id=8", "/news?id=7", False),
        ("/tin-tuc", "/van-hoa", False),
        ("/a/page/2", "/b/page/3", False),
    ],
)
def test_addresses_of_one_listing_are_told_from_others(one: str, other: str, same: bool) -> None:
    host = "https://huyen.example.vn"
    assert same_listing(host + one, host + other) is same


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with Farm(base_port=0) as running:
        yield running


def walk(client: httpx.Client, url: str) -> Iterator[set[str]]:
    """The article links of a listing's pages, page by page."""
    answer, number = client.get(url), 1
    while number < 99:
        page = read_page(
            RawPage("s", url, str(answer.url), answer.status_code, (), answer.content, FARM_NOW)
        )
        yield {link.url for link in read_links(page).articles}
        following = next_page(page, number)
        if following is None:
            return
        form = dict(following.form)
        answer = client.post(following.url, data=form) if form else client.get(following.url)
        number += 1


@pytest.mark.parametrize("portal_id", PORTALS)
def test_the_sample_portals_listings_are_walked_to_their_last_article(
    farm: Farm, portal_id: str
) -> None:
    portal = farm.portal(portal_id)
    with httpx.Client(trust_env=False, follow_redirects=True) as client:
        home = client.get(portal.url)
        page = read_page(RawPage("s", portal.url, str(home.url), 200, (), home.content, FARM_NOW))
        listings = [str(home.url), *(link.url for link in read_links(page).listings)]
        walked = [list(walk(client, url)) for url in listings]
    assert {article.url for article in portal.truth} <= set().union(*(p for w in walked for p in w))
    assert max(len(pages) for pages in walked) < 20, "every listing came to its end"
    assert max(len(pages) for pages in walked) > 1


@pytest.mark.parametrize(
    "label",
    ["Trang 2", "Page 2", '<span class="sr-only">Page</span>2', "02", "[2]", "Trang số 2"],
)
def test_a_number_may_come_with_the_word_page(label: str) -> None:
    assert after(f'<a href="?page=2">{label}</a>') == "/tin-tuc?page=2"


@pytest.mark.parametrize(
    "link",
    [
        '<a href="?page=2" title="Go to next page">Next ›</a>',
        '<a href="?page=2"><span class="visually-hidden">Next page</span><span>Next ›</span></a>',
        '<a href="?page=2"><img alt="Trang sau" src="a.gif"></a>',
        '<a href="?page=2"><img src="/images/next.gif"></a>',
        '<a href="?page=2">Xem thêm tin khác</a>',
    ],
)
def test_other_ways_to_say_next(link: str) -> None:
    assert after(link) == "/tin-tuc?page=2"


def test_a_pager_that_counts_from_zero_goes_on_from_its_second_page() -> None:
    markup = pager(("1", "?page=0"), ("2", "?page=1"), ("3", "?page=2"), ("Next ›", "?page=2"))
    assert after(markup, f"{URL}?page=1", 2) == "/tin-tuc?page=2"


def test_offsets_without_numbers_go_on_by_their_next_link() -> None:
    markup = '<a href="?start=20">Trước</a><a href="?start=60">Sau</a>'
    assert after(markup, f"{URL}?start=40", 3) == "/tin-tuc?start=60"


def test_of_two_pagers_on_a_page_the_one_that_was_begun_goes_on() -> None:
    begun = "https://huyen.example.vn/tin-tuc?p_p_id=a&_a_cur=2"
    one = pager(("1", "?p_p_id=b&amp;_b_cur=1"), ("3", "?p_p_id=b&amp;_b_cur=3"))
    two = pager(("1", "?p_p_id=a&amp;_a_cur=1"), ("3", "?p_p_id=a&amp;_a_cur=3"))
    assert after(one + two, begun, 2) == "/tin-tuc?p_p_id=a&_a_cur=3"


def test_of_two_pagers_on_a_first_page_the_main_lists_goes_on() -> None:
    slug = "/huyen-to-chuc-hoi-nghi-tong-ket-cong-tac-nam-{}.html"
    item = f'<li><a href="{slug}">Huyện tổ chức hội nghị tổng kết công tác năm</a><p>Sáng 5/3/2024</p></li>'
    items = "".join(item.format(n) for n in range(5))
    side = pager(("1", "?b_cur=1"), ("2", "?b_cur=2"))
    main = f"<ul>{items}</ul>" + pager(("1", "?a_cur=1"), ("2", "?a_cur=2"))
    assert after(f"<div>{side}</div><div>{main}</div>") == "/tin-tuc?a_cur=2"
    assert after(f"<div>{main}</div><div>{side}</div>") == "/tin-tuc?a_cur=2"


@pytest.mark.parametrize(
    ("button", "name", "value"),
    [
        (
            '<input type="submit" name="ctl00$btnNext" value="Trang sau">',
            "ctl00$btnNext",
            "Trang sau",
        ),
        ('<input type="submit" name="g$p2" value="2">', "g$p2", "2"),
        ('<input type="submit" name="rg$c1" value=" " title="Next Page">', "rg$c1", " "),
        ('<input type="image" name="ctl00$ibNext" src="n.gif">', "ctl00$ibNext.x", "1"),
        ('<button type="submit" name="trang" value="2">Tiếp</button>', "trang", "2"),
    ],
)
def test_a_form_pagers_button_is_pressed(button: str, name: str, value: str) -> None:
    found = follow(form(button))
    assert found
    fields = dict(found.form)
    assert (fields[name], fields["__EVENTTARGET"], fields["__VIEWSTATE"]) == (value, "", "abc")
    assert "find" not in fields, "no other button is pressed with it"


@pytest.mark.parametrize(
    "button",
    [
        '<input type="submit" name="login" value="Đăng nhập">',
        '<input type="submit" name="ctl00$btnNext" value="Sau" disabled>',
        '<input type="button" name="ctl00$btnNext" value="Sau">',
    ],
)
def test_other_buttons_are_never_pressed(button: str) -> None:
    assert follow(form(button)) is None


def test_aspnetpagers_argument_is_the_number() -> None:
    links = "".join(call(str(n), "AspNetPager1", str(n)) for n in range(1, 10))
    assert posted(links + call("...", "AspNetPager1", "11"), 10) == ("AspNetPager1", "11")


def test_a_picture_link_leads_on_by_its_controls_name() -> None:
    assert posted(call("<img>", "ctl00$lnkNext"), 1) == ("ctl00$lnkNext", "")


def last(markup: str, url: str = URL) -> tuple[str, int] | None:
    body = f"<html><body>{markup}</body></html>".encode()
    found = last_page(read_page(RawPage("s", url, url, 200, (), body, FARM_NOW)))
    return (found.url.removeprefix("https://huyen.example.vn"), found.number) if found else None


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ((("1", "?page=1"), ("2", "?page=2"), ("40", "?page=40")), ("/tin-tuc?page=40", 40)),
        ((("2", "?page=2"), ("Sau", "?page=2"), ("Cuối »", "?page=40")), ("/tin-tuc?page=40", 0)),
        ((("2", "?start=20"), ("3", "?start=40"), ("»»", "?start=480")), ("/tin-tuc?start=480", 0)),
        ((("2", "?page=1"), ("9", "?page=8"), ("Last »", "?page=8")), ("/tin-tuc?page=8", 9)),
        ((("2", "/tin-tuc/2"), ("3", "/tin-tuc/3")), ("/tin-tuc/3", 3)),
        ((("2", "?page=2"), ("›", "?page=2"), ("»", "?page=9")), ("/tin-tuc?page=9", 0)),
    ],
)
def test_the_last_page_is_what_the_pager_shows_of_it(
    links: tuple[tuple[str, str], ...], expected: tuple[str, int]
) -> None:
    assert last(pager(*links)) == expected


def test_on_the_last_page_there_is_no_later_one() -> None:
    markup = pager(("1", "/tin-tuc/"), ("2", "/tin-tuc/page-2/"), ("Sau", "/tin-tuc/page-4/"))
    assert last(markup, "https://huyen.example.vn/tin-tuc/page-4/") is None


def test_the_pages_of_an_article_shown_in_full_are_no_pager_of_the_listing() -> None:
    post = "/2024/05/19/hoi-nghi-tong-ket-cong-tac/"
    pages = f'<p class="page-links">Trang: 1 <a href="{post}2/">2</a> <a href="{post}3/">3</a></p>'
    assert after(pages) == ""
    assert last(pages) is None
    assert after(pages, f"https://huyen.example.vn{post}") == f"{post}2/"


def test_a_listing_without_a_pager_shows_no_last_page() -> None:
    assert (
        last('<a href="/tin-tuc/cau-moi-215.html">Cầu mới</a><a href="/van-hoa?page=9">9</a>')
        is None
    )


def test_a_form_pagers_last_page_is_posted() -> None:
    links = "".join(call(str(n), "g", f"Page${n}") for n in range(1, 8))
    body = f"<html><body>{form(links)}</body></html>".encode()
    found = last_page(read_page(RawPage("s", URL, URL, 200, (), body, FARM_NOW)))
    assert found
    assert (dict(found.form)["__EVENTARGUMENT"], found.number) == ("Page$7", 7)


# --- a page between two known ones -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "place", "between"),
    [
        ((2, "?page=2"), (9, "?page=9"), 5, "?page=5"),
        ((2, "?start=10"), (9, "?start=80"), 5, "?start=40"),
        ((2, "?page=1"), (9, "?page=8"), 5, "?page=4"),
        ((2, "/trang-2.html"), (30, "/trang-30.html"), 11, "/trang-11.html"),
        ((2, "-8/p2?id=7"), (9, "-8/p9?id=7"), 3, "-8/p3?id=7"),
    ],
    ids=["numbers", "offsets", "from zero", "in the path", "beside other numbers"],
)
def test_a_page_between_two_is_told_by_the_one_number_they_differ_in(
    one: tuple[int, str], other: tuple[int, str], place: int, between: str
) -> None:
    ends = (NextPage(URL + tail, number=number) for number, tail in (one, other))
    assert page_at(*ends, place) == NextPage(URL + between, number=place)


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        ((2, "?page=2"), (9, "?page=9"), 2),
        ((2, "?page=2"), (9, "?page=9"), 9),
        ((2, "?page=2"), (9, "?page=9"), 12),
        ((9, "?page=9"), (2, "?page=2"), 5),
        ((2, "?page=2&t=8"), (9, "?page=9&t=7"), 5),
        ((2, "?start=10"), (9, "?start=83"), 5),
        ((2, "?page=2"), (9, "?cuoi=9"), 5),
        ((2, "?page=2"), (9, "/trang-cuoi"), 5),
        ((0, "?page=2"), (0, "?page=9"), 5),
    ],
    ids=[
        *("the first", "the last", "behind", "backwards", "two numbers", "no even steps"),
        *("other words", "no number", "numbers unknown"),
    ],
)
def test_where_they_tell_no_page_between_there_is_none(
    one: tuple[int, str], other: tuple[int, str], place: int
) -> None:
    ends = (NextPage(URL + tail, number=number) for number, tail in (one, other))
    assert page_at(*ends, place) is None
