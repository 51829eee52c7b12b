"""Listings that go on behind a "Xem thêm" button."""

import pytest

from crawler.pages.pager import NextPage, last_page, next_page
from crawler.pages.paging.fragments import after_partial
from pipeline.clean.page import parse

URL = "http://a.vn/tin-tuc"


def follow(markup: str, script: str = "", number: int = 1, url: str = URL) -> NextPage | None:
    return next_page(parse(f"<body>{markup}<script>{script}</script></body>", url), number)


@pytest.mark.parametrize(
    ("button", "address"),
    [
        ('<button data-url="/phan?cat=3&amp;page=2">Xem thêm</button>', "/phan?cat=3&page=2"),
        (
            '<div class="load-more" data-url="/phan?cat=3" data-page="1">Thêm</div>',
            "/phan?cat=3&page=2",
        ),
        ('<a href="#" class="btn-more" data-href="/phan/{page}">Tải thêm tin</a>', "/phan/2"),
        (
            '<button hx-get="/tin-tuc/page/2" hx-swap="beforeend">Hiển thị thêm</button>',
            "/tin-tuc/page/2",
        ),
        ('<span class="xem-them" data-next-url="/phan?start=20">…</span>', "/phan?start=20"),
        ('<button data-url="/phan" data-offset="12">Load more</button>', "/phan?offset=12"),
        ('<div class="infinite-scroll" data-url="/phan" data-paged="1"></div>', "/phan?paged=2"),
        ('<button data-url="/phan/tin/">Xem thêm</button>', "/phan/tin/2"),
    ],
)
def test_a_buttons_attributes_name_the_next_piece(button: str, address: str) -> None:
    found = follow(button)
    assert found
    assert (found.url, found.number, found.partial) == (f"http://a.vn{address}", 2, True)


NUMBERED = '<a data-page="1">1</a><a data-page="2" href="javascript:;">2</a>'


def test_numbers_without_addresses_are_asked_for_where_the_pager_says() -> None:
    found = follow(f'<div class="paging" data-url="/phan?cat=1">{NUMBERED}</div>')
    assert found
    assert (found.url, found.partial) == ("http://a.vn/phan?cat=1&page=2", True)


def test_numbers_without_addresses_are_asked_for_as_the_script_does() -> None:
    found = follow(
        NUMBERED, "$('a').click(function(){ $('#l').load('/phan?p=' + $(this).data('page')) })"
    )
    assert found
    assert (found.url, found.partial) == ("http://a.vn/phan?p=2", True)


BUTTON = '<button id="more" data-cat="9">Xem thêm</button>'


@pytest.mark.parametrize(
    ("script", "url", "form"),
    [
        ("var page = 1; function more(){ page++; $.get('/phan?page=' + page, add); }", "/phan?page=2", ()),
        (
            "let p = 1; const more = () => { $.post('/phan', { page: p + 1, cat: $(b).data('cat') }, add); }",
            "/phan",
            (("page", "2"), ("cat", "9")),
        ),
        (
            "$.ajax({ type: 'post', url: '/phan', data: { trang: trang, loai: 'tin' }, success: add });",
            "/phan",
            (("trang", "2"), ("loai", "tin")),
        ),
        ("const url = '/api/tin?page='; fetch(url + nextPage).then(add)", "/api/tin?page=2", ()),
    ],
)  # fmt: skip
def test_a_script_that_counts_pages_names_the_next_piece(
    script: str, url: str, form: tuple[tuple[str, str], ...]
) -> None:
    found = follow(BUTTON, script)
    assert found
    assert (found.url, found.form, found.partial) == (f"http://a.vn{url}", form, True)


def test_wordpress_answers_its_own_pages_whatever_the_button_does() -> None:
    head = '<link href="/wp-content/themes/x/a.css"><button class="loadmore">Xem thêm</button>'
    found = follow(head, 'var x = {"ajaxurl":"/wp-admin/admin-ajax.php","max_page":"3"};')
    assert found
    assert found.url == "http://a.vn/tin-tuc/page/2/"
    assert follow(head, 'var x = {"max_page":"3"};', 3, f"{URL}/page/3/") is None


@pytest.mark.parametrize(
    "markup",
    [
        '<button class="comment-more" data-url="/binh-luan?page=2">Xem thêm</button>',
        '<button data-url="http://khac.vn/phan?page=2">Xem thêm</button>',
        "<button>Xem thêm</button>",
        '<button data-url="/phan?page=2">Gửi</button>',
        '<button data-toggle="collapse" data-target="#a">Xem thêm</button>',
    ],
)
def test_other_buttons_bring_no_more(markup: str) -> None:
    assert follow(markup) is None


def test_a_link_to_the_next_page_goes_before_the_button() -> None:
    found = follow('<a href="?page=2">Trang sau</a><button data-url="/p?page=2">Xem thêm</button>')
    assert found == NextPage("http://a.vn/tin-tuc?page=2", number=2)


PIECE = parse('<p><a href="/a-1.html">Một tin</a></p>', URL)


def test_the_pieces_are_counted_on_to_the_last() -> None:
    first = follow('<button data-url="/phan" data-page="1" data-max-page="3">Xem thêm</button>')
    assert first
    second = after_partial(first, PIECE)
    assert second
    assert (second.url, second.number) == ("http://a.vn/phan?page=3", 3)
    assert after_partial(second, PIECE) is None


def test_offsets_are_counted_on_by_their_step() -> None:
    first = follow('<button data-url="/phan" data-offset="12">Xem thêm</button>')
    assert first
    second = after_partial(first, PIECE)
    assert second
    assert second.url == "http://a.vn/phan?offset=24"


def test_an_empty_piece_ends_the_listing() -> None:
    first = follow('<button data-url="/phan" data-page="1">Xem thêm</button>')
    assert first
    assert after_partial(first, parse("<p>Hết tin</p>", URL)) is None


def test_the_last_piece_is_named_where_the_button_says_how_many_there_are() -> None:
    button = '<button data-url="/phan" data-page="1" data-max-page="31">Xem thêm</button>'
    found = last_page(parse(f"<body>{button}</body>", URL))
    assert found
    assert (found.url, found.number) == ("http://a.vn/phan?page=31", 31)
