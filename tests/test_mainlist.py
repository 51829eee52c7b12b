"""The listing itself, told from the boxes and menus around it."""

import pytest

from crawler.farm import FARM_NOW
from crawler.pages.links import Links, read_links, read_page
from pipeline.model import RawPage

URL = "https://huyen.example.vn/tin-tuc/"
TITLE = "Huyện tổ chức hội nghị tổng kết công tác năm lần thứ"


def read(markup: str) -> Links:
    body = f"<html><body>{markup}</body></html>".encode()
    return read_links(read_page(RawPage("s", URL, URL, 200, (), body, FARM_NOW)))


def main(markup: str) -> list[int]:
    """The numbers of the listing's own articles."""
    return [int(link.url.removesuffix(".html").rpartition("-")[2]) for link in read(markup).main]


def link(number: int) -> str:
    return f'<a href="/hoi-nghi-tong-ket-cong-tac-nam-{number}.html">{TITLE} {number}</a>'


def item(number: int) -> str:
    return (
        f"<li><h3>{link(number)}</h3>05/03/2024<p>Sáng 5/3, hội nghị tổng kết đã diễn ra.</p></li>"
    )


def plain(*numbers: int) -> str:
    return "".join(f"<li>{link(number)}</li>" for number in numbers)


LIST = f"<ul>{item(1)}{item(2)}{item(3)}</ul>"
PAGER = '<p class="pages"><a href="?page=1">1</a><a href="?page=2">2</a></p>'


@pytest.mark.parametrize(
    "box",
    [
        f"<aside><ul>{plain(*range(11, 25))}</ul></aside>",
        f'<div class="sidebar"><ul>{plain(*range(11, 25))}</ul></div>',
        f'<div><h3>Tin mới nhất</h3><ul>{plain(*range(11, 25))}</ul></div>',
        f'<div id="doc-nhieu"><ul>{plain(*range(11, 25))}</ul></div>',
        f"<footer><ul>{plain(*range(11, 25))}</ul></footer>",
    ],
)  # fmt: skip
def test_boxes_beside_the_list_are_no_part_of_it(box: str) -> None:
    assert main(f"<div>{box}</div><div>{LIST}{PAGER}</div>") == [1, 2, 3]
    assert main(f"<div>{LIST}</div><div>{box}</div>") == [1, 2, 3]


@pytest.mark.parametrize("before", [True, False])
def test_what_stands_in_the_list_and_in_a_box_belongs_to_the_list(before: bool) -> None:
    box = f'<div class="widget"><ul>{plain(*range(1, 9))}</ul></div>'
    page = f"<div>{LIST}{PAGER}</div>"
    assert main(box + page if before else page + box) == [1, 2, 3]


def test_what_stands_in_a_box_without_a_name_and_in_the_list_belongs_to_the_list() -> None:
    rows = "".join(f"<tr><td>{link(n)}</td></tr>" for n in (1, 2, 11))
    box = f"<td><table><tr><th>Tin mới</th></tr>{rows}</table></td>"
    assert main(f"<table><tr>{box}<td><div>{LIST}{PAGER}</div></td></tr></table>") == [1, 2, 3]


def test_a_link_beside_the_items_of_a_list_is_none_of_them() -> None:
    box = f"<div><ul>{plain(*range(11, 17))}</ul></div>"
    inside = f"<ul>{item(1)}{item(2)}{item(3)}<p>Xem thêm: {link(11)}</p></ul>"
    assert main(f"{box}<div>{inside}{PAGER}</div>") == [1, 2, 3]


def test_a_longer_list_away_from_the_pager_is_not_the_main_one() -> None:
    box = f"<div><ul>{plain(*range(11, 19))}</ul></div>"
    assert main(f"{box}<div><ul>{plain(1, 2, 3, 4)}</ul>{PAGER}</div>") == [1, 2, 3, 4]


def test_rows_of_a_grid_are_one_list() -> None:
    row = '<div class="row"><div>{}</div><div>{}</div></div>'
    grid = "".join(row.format(link(n), link(n + 1)) for n in (1, 3, 5))
    assert main(f"<div>{grid}</div>{PAGER}") == [1, 2, 3, 4, 5, 6]


def test_rows_of_a_table_layout_are_a_list() -> None:
    rows = "".join(f"<tr><td><img></td><td>{link(n)}<br>05/03/2024</td></tr>" for n in (1, 2, 3))
    side = (
        f"<td><table>{''.join(f'<tr><td>{link(n)}</td></tr>' for n in range(11, 16))}</table></td>"
    )
    assert main(f"<table><tr><td><table>{rows}</table>{PAGER}</td>{side}</tr></table>") == [1, 2, 3]


def test_what_a_listing_features_above_its_list_is_its_own() -> None:
    featured = f'<div class="top"><div>{link(8)}</div><div>{link(9)}</div></div>'
    assert main(f"<div>{featured}{LIST}{PAGER}</div>") == [8, 9, 1, 2, 3]


def test_a_list_shown_in_several_pieces_without_a_pager_is_taken_whole() -> None:
    pieces = (
        f'<div class="main"><div>{LIST}</div><section><ul>{item(4)}{item(5)}</ul></section></div>'
    )
    assert main(f"{pieces}<aside><ul>{plain(11, 12)}</ul></aside>") == [1, 2, 3, 4, 5]


def test_the_generous_articles_hold_the_boxes_as_well() -> None:
    links = read(f"<aside><ul>{plain(11, 12)}</ul></aside><div>{LIST}{PAGER}</div>")
    assert len(links.articles) == 5


def test_a_page_without_articles_has_no_list() -> None:
    assert main('<a href="/van-hoa">Văn hóa</a>') == []


SHORT = (
    '<li class="i"><h3><a href="/tin/{0}">Cầu mới {0} thông xe</a></h3><span>05/03/2024</span></li>'
)


def test_items_with_a_date_are_articles_whatever_their_address() -> None:
    links = read(f"<ul>{''.join(SHORT.format(name) for name in ('a', 'b', 'c', 'd'))}</ul>")
    assert [link.url.rpartition("/")[2] for link in links.articles] == ["a", "b", "c", "d"]


def test_a_list_of_offices_stays_a_list_of_listings() -> None:
    names = ("kinh-te", "noi-vu", "tu-phap", "y-te")
    offices = "".join(
        f'<li><a href="/phong/{n}">Phòng Kinh tế và Hạ tầng {n}</a></li>' for n in names
    )
    assert not read(f"<ul>{offices}</ul>").articles


def test_what_only_a_long_text_speaks_for_is_no_article_beside_plain_ones() -> None:
    page = '<a href="/khoa/khi-tuong.php">Khí tượng, Khoa học và Công nghệ biển, Tài nguyên và Môi trường</a>'
    assert len(read(LIST + page).articles) == 3
    assert len(read(page).articles) == 1


def abroad(number: int) -> str:
    return item(number).replace('href="', 'href="https://tinh.example.vn')


def test_entries_that_leave_the_site_are_told_from_links_in_boxes() -> None:
    other = '<a href="https://a.vn/mot-tin-khac-cua-tinh">Một tin khác của tỉnh nhà</a>'
    links = read(
        f"<aside><ul><li>{other}</li></ul></aside><ul>{item(1)}{abroad(2)}{item(3)}</ul>{PAGER}"
    )
    assert len(links.main) == 2
    assert {url.rpartition("-")[2] for url in links.elsewhere} == {"2.html"}


def test_of_a_listing_all_of_which_leaves_the_site_all_entries_are_told() -> None:
    whole = read(f"<div><ul>{abroad(1)}{abroad(2)}{abroad(3)}</ul></div>")
    assert (whole.main, len(whole.elsewhere)) == ((), 3)
    assert not read(
        f"<div><ul>{abroad(1)}{abroad(2)}</ul></div>"
    ).elsewhere  # two links are no list
