# ruff: noqa: E501 (pages as one line each)
"""Where the article stands: names that lie, bodies cut into parts, titles of other parts, links between paragraphs."""

import pytest

from pipeline import extract
from pipeline.clean.layout.outline import outline
from pipeline.clean.page import MAX_DEPTH, parse
from pipeline.errors import TooLarge

URL = "http://a.example.vn/tin/dap-ke-7.html"
NAME = "Xã Phú Lâm hoàn thành đắp 2 km kè sông trước mùa mưa"
FIRST = "Sau ba tháng thi công, tuyến kè dài hai ki-lô-mét qua thôn Đoài đã hoàn thành trong niềm vui của người dân ven sông."
SECOND = "Công trình do nhân dân đóng góp một phần kinh phí, phần còn lại lấy từ nguồn vốn phòng chống thiên tai của xã trong năm."
THIRD = "Theo kế hoạch, đoạn còn lại qua thôn Đông sẽ được khởi công ngay sau khi nước rút, dự kiến xong trước Tết Nguyên đán."
DATE = "<p class='ngay'>Ngày đăng: 12/05/2025 08:30</p>"


def page(body: str, title: str = NAME) -> str:
    return f"<html lang='vi'><head><title>{title}</title></head><body>{body}</body></html>"


def text(body: str, title: str = NAME) -> list[str]:
    return extract(page(body, title), URL).text.split("\n")


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize(
    "names",
    ["elementor-widget-container", "section--ads", "main-menu-content", "banner-wrap", "has-sidebar sidebar"],
)  # fmt: skip
def test_a_wrapper_with_a_wrong_name_is_still_the_text(names):
    body = f"<h1>{NAME}</h1>{DATE}<div class='{names}'>{paragraphs(FIRST, SECOND, THIRD)}</div>"
    assert text(body) == [FIRST, SECOND, THIRD]


def test_sections_that_are_all_called_advertisements_are_still_the_text():
    parts = "".join(f"<section class='part part--ads'>{paragraphs(line * 2)}</section>" for line in (FIRST, SECOND, THIRD))  # fmt: skip
    assert text(f"<h1>{NAME}</h1>{DATE}{parts}") == [FIRST * 2, SECOND * 2, THIRD * 2]


def test_comments_are_never_the_text_however_long_they_are():
    comments = "".join(
        f"<div class='comment'><p>Bạn đọc {n}: {SECOND * 3}</p></div>" for n in range(9)
    )
    body = f"<h1>{NAME}</h1>{DATE}<div class='noidung'>{paragraphs(FIRST, THIRD)}</div><div class='comments'>{comments}</div>"
    assert text(body) == [FIRST, THIRD]


def test_a_body_cut_into_parts_by_advertisements_is_read_whole():
    parts = "<div class='qc'>Quảng cáo</div>".join(
        f"<div class='chunk'><div class='article-body'>{paragraphs(line * 2)}</div></div>"
        for line in (FIRST, SECOND, THIRD)
    )
    assert text(f"<h1>{NAME}</h1>{DATE}<div class='story'>{parts}</div>") == [FIRST * 2, SECOND * 2, THIRD * 2]  # fmt: skip


def test_a_title_below_the_text_cuts_nothing_of_it():
    body = f"<div class='noidung'>{DATE}{paragraphs(FIRST, SECOND, THIRD)}<h4 class='title'>{NAME}</h4><p>Bài của Ban Văn hóa xã.</p></div>"
    assert text(body)[:3] == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Xem thêm: <a href='/tin/khac-8.html'>Thôn Đông bàn giao mặt bằng cho đoạn kè tiếp theo</a></p>",
        "<p><strong>&gt;&gt; <a href='/tin/khac-8.html'>Thôn Đông bàn giao mặt bằng cho đoạn kè tiếp theo</a></strong></p>",
        "<p><b>Read more:</b> <a href='/tin/khac-8.html'>Dong hamlet hands over the land for the next part</a></p>",
        "<p>Leia também: <a href='/tin/khac-8.html'>A aldeia entrega o terreno para a próxima parte</a></p>",
        "<p>Читайте также: <a href='/tin/khac-8.html'>Деревня передала землю для следующего участка</a></p>",
    ],
)
def test_a_link_to_another_article_between_paragraphs_is_cut(line):
    body = f"<h1>{NAME}</h1>{DATE}<div class='noidung'>{paragraphs(FIRST, SECOND)}{line}{paragraphs(THIRD)}</div>"
    assert text(body) == [FIRST, SECOND, THIRD]


def test_a_sentence_that_only_begins_like_such_a_link_stays():
    line = "Xem thêm trong sổ tay của thôn, người dân biết được lịch trực đê và số điện thoại của từng tổ."
    body = (
        f"<h1>{NAME}</h1>{DATE}<div class='noidung'>{paragraphs(FIRST, SECOND, line, THIRD)}</div>"
    )
    assert text(body) == [FIRST, SECOND, line, THIRD]


def test_nested_inline_markup_keeps_the_order_of_the_words():
    root = parse("<p>một <b>hai <i>ba <u>bốn</u></i> năm</b> sáu</p>", URL).root
    assert list(outline(root).lines.values()) == ["một hai ba bốn năm sáu"]


def test_line_breaks_of_the_source_are_no_line_breaks_of_the_page():
    root = parse("<p>Ngày\n đăng:\n 12/05/2025<br>Tác giả</p>", URL).root
    assert list(outline(root).lines.values()) == ["Ngày đăng: 12/05/2025\nTác giả"]


def test_elements_deeper_than_is_read_are_named():
    with pytest.raises(TooLarge, match="deep"):
        outline(parse("<div>" * (MAX_DEPTH + 5) + "x", URL).root)


def test_many_comments_before_the_markup_cost_nothing():
    """A pattern that tried every way to read them took twice as long for each one more."""
    html = "<!-- menu -->" * 3000 + page(f"<h1>{NAME}</h1>{DATE}{paragraphs(FIRST, SECOND)}")
    assert extract(html, URL).title == NAME


def test_links_within_a_sentence_are_its_words():
    links = [f"<a href='/nguoi-{n}.html'>ông Nguyễn Văn Thứ {n}</a>" for n in range(4)]
    line = f"Tuyến kè được nghiệm thu với sự có mặt của <span>{', '.join(links)}</span> cùng đông đảo người dân ven sông."
    body = f"<h1>{NAME}</h1>{DATE}<div class='noidung'>{paragraphs(FIRST, line, THIRD)}</div>"
    assert "ông Nguyễn Văn Thứ 0, ông Nguyễn Văn Thứ 1, ông Nguyễn Văn Thứ 2" in text(body)[1]


def test_a_linked_word_with_a_telling_name_stays_in_its_sentence():
    line = FIRST.replace("thôn Đoài", "thôn <a class='search-tag' href='/tim?q=doai'>Đoài</a>")
    body = f"<h1>{NAME}</h1>{DATE}<div class='noidung'>{paragraphs(line, SECOND, THIRD)}</div>"
    assert text(body) == [FIRST, SECOND, THIRD]


def test_cards_of_other_articles_inside_the_container_are_cut():
    card = "<div class='the'><div><a href='/tin/{0}.html'>Tin khác của xã số {0}</a></div><span>0{0}/05/2025 07:15</span><p>{1}</p></div>"
    cards = "".join(card.format(n, SECOND) for n in range(1, 5))
    body = f"<div class='bai'><h1>{NAME}</h1>{DATE}{paragraphs(FIRST, THIRD)}<div class='cung-muc'>{cards}</div></div>"
    assert text(body) == [FIRST, THIRD]


@pytest.mark.parametrize("heading", ["<h3>Cùng tuyến kè</h3>", "<p>Các kỳ trước:</p>"])
def test_the_heading_of_a_list_of_links_goes_with_it(heading):
    links = "".join(
        f"<li><a href='/tin/{n}.html'>Kỳ {n}: chuyện bên tuyến kè qua thôn Đoài</a></li>"
        for n in range(4)
    )
    body = f"<h1>{NAME}</h1>{DATE}<div class='noidung'>{paragraphs(FIRST, SECOND)}{heading}<ul>{links}</ul>{paragraphs(THIRD)}</div>"
    assert text(body) == [FIRST, SECOND, THIRD]


def test_the_heading_of_a_list_of_files_stays():
    files = "".join(f"<li><a href='/tep/{n}.pdf'>Bản vẽ đoạn kè số {n}</a></li>" for n in range(3))
    body = f"<h1>{NAME}</h1>{DATE}<div class='noidung'>{paragraphs(FIRST, SECOND)}<p>Kèm theo các bản vẽ:</p><ul>{files}</ul>{paragraphs(THIRD)}</div>"
    assert "Kèm theo các bản vẽ:" in text(body)


def test_a_line_that_links_to_another_site_is_a_source_and_stays():
    line = "<p><a href='https://thuyloi.example.org/bao-cao'>Báo cáo của Viện Thủy lợi về tuyến kè</a></p>"
    body = f"<h1>{NAME}</h1>{DATE}<div class='noidung'>{paragraphs(FIRST, SECOND)}{line}{paragraphs(THIRD)}</div>"
    assert text(body) == [FIRST, SECOND, "Báo cáo của Viện Thủy lợi về tuyến kè", THIRD]


def test_a_line_that_links_to_this_site_or_a_part_of_it_is_another_article():
    line = "<p><a href='https://www.a.example.vn/bao-cao'>Báo cáo của xã về tuyến kè qua thôn Đoài</a></p>"
    body = f"<h1>{NAME}</h1>{DATE}<div class='noidung'>{paragraphs(FIRST, SECOND)}{line}{paragraphs(THIRD)}</div>"
    assert text(body) == [FIRST, SECOND, THIRD]
