# ruff: noqa: E501 (pages as one line each)
import pytest
from bs4 import BeautifulSoup
from lxml import etree

from pipeline import extract
from pipeline.clean.body.blocks import read_blocks
from pipeline.clean.body.captions import attach_captions
from pipeline.clean.body.pictures import largest
from pipeline.clean.body.soup import DEEPEST, graft
from tests.article_pages import article

BASE = "http://a.example.vn/tin/1.html"
PICTURE = '<img src="/anh/hoi-nghi.jpg" alt="x">'


def body(html: str):
    tree = etree.fromstring(f"<body>{html}</body>", etree.HTMLParser(encoding="utf-8"))
    return graft([tree.find("body")])[0]


def blocks(html: str):
    return attach_captions(read_blocks(body(html), BASE))


def lines(html: str) -> list[str]:
    return [line for block in blocks(html) for line in block.lines]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div>Một<p>Hai</p>Ba<div>Bốn</div>Năm</div>", ["Một", "Hai", "Ba", "Bốn", "Năm"]),
        ("<span><p>Một</p><p>Hai</p></span>", ["Một", "Hai"]),
        ("<b><p>Một</p><p>Hai</p></b>", ["Một", "Hai"]),
        ("<div>Một</div><div>Hai</div>", ["Một", "Hai"]),
        ('<span style="display:block">Một</span><span style="display: block">Hai</span>', ["Một", "Hai"]),
        ("Một<br>Hai<br/><br/>Ba", ["Một", "Hai", "Ba"]),
        ("<p>Một<br><b>Hai<br>Ba</b></p>", ["Một", "Hai", "Ba"]),
        ("<center>Một</center>Hai<center>Ba</center>", ["Một", "Hai", "Ba"]),
        ("<font size=2>Một<br>Hai</font>", ["Một", "Hai"]),
        ("<pre>Một\nHai\n\nBa</pre>", ["Một", "Hai", "Ba"]),
        ('<div style="white-space: pre-line">Một\nHai</div>', ["Một", "Hai"]),
        ("<p>Một\nhai\n  ba</p>", ["Một hai ba"]),
        ("<blockquote>Một<footer>Hai</footer></blockquote>", ["Một", "Hai"]),
        ("<dl><dt>Một</dt><dd>Hai</dd><dt>Ba</dt><dd>Bốn</dd></dl>", ["Một", "Hai", "Ba", "Bốn"]),
        ("<ul><li>Một</li><li><p>Hai</p></li></ul>", ["Một", "Hai"]),
        ("<ul><li>Một<ul><li>Hai</li><li>Ba</li></ul></li><li>Bốn</li></ul>", ["Một", "Hai", "Ba", "Bốn"]),
        ("<ol><li>Một</li><li>Hai</li></ol>", ["Một", "Hai"]),
        ("<p>Năm 2024.Đồng chí</p>", ["Năm 2024.Đồng chí"]),
        ("<table><tr><td>Một<table><tr><td>Hai</td></tr></table></td></tr><tr><td>Ba</td></tr></table>", ["Một", "Hai", "Ba"]),
        ("<p>Một</p><video><p>Trình duyệt không hỗ trợ.</p></video><p>Hai</p>", ["Một", "Hai"]),
    ],
)  # fmt: skip
def test_blocks_are_never_glued(html, expected):
    assert lines(html) == expected


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("<p>H<span>ội</span> ngh<b>ị</b> tổng<i>\nkết</i></p>", "Hội nghị tổng kết"),
        ("<p>Hu<span style='font-size:14px'>yện</span> ủy</p>", "Huyện ủy"),
        ("<p><b>T</b>rong năm</p>", "Trong năm"),
        ("<p><span class='dropcap'>T</span>rong năm</p>", "Trong năm"),
        ("<div><div class='drop-cap'>T</div>rong năm</div>", "Trong năm"),
        ("<p><font>Hu</font><font>yện</font>&nbsp;<font>ủy</font></p>", "Huyện ủy"),
        ("<p>10 m<sup>2</sup></p>", "10 m2"),
        ("<p><b>Hai</b> <i>chữ</i></p>", "Hai chữ"),
        ("<table><tr><td>Hu<span>yện</span></td><td>1</td></tr><tr><td>Xã</td><td>2</td></tr></table>", "Huyện | 1"),
    ],
)  # fmt: skip
def test_syllables_split_over_inline_tags_stay_whole(html, line):
    assert lines(html)[0] == line


def test_headings_quotes_and_lists_keep_their_kind():
    html = "<h2>Mục</h2><p>Chữ</p><blockquote><p>Lời</p></blockquote><ul><li>Ý một</li></ul>"
    assert [b.kind for b in blocks(html)] == ["heading", "paragraph", "quote", "list"]


def test_a_bold_question_of_an_interview_stays_a_paragraph():
    found = blocks("<p><b>PV: Thưa ông, vì sao xã chọn cây tre?</b></p><p>Ông Nam: Tre giữ bờ.</p>")
    assert [b.kind for b in found] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        ("<table><tr><th>Xã</th><th>Hộ</th></tr><tr><td>Bắc Lý</td><td>120</td></tr></table>", ("Xã | Hộ", "Bắc Lý | 120")),
        ("<table><thead><tr><th colspan=2>Kết quả</th></tr></thead><tbody><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></tbody></table>", ("Kết quả", "A | 1", "B | 2")),
        ("<table><caption>Bảng 1</caption><tr><td>A</td><td>1</td></tr><tr><td>B</td><td></td></tr><tr><td></td><td></td></tr></table>", ("Bảng 1", "A | 1", "B")),
        ("<table><form><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></form></table>", ("A | 1", "B | 2")),
        ("<table><tr><td><p>A</p><p>a</p></td><td>1<br>2</td></tr><tr><td>B</td><td>3</td></tr></table>", ("A a | 1 2", "B | 3")),
    ],
)  # fmt: skip
def test_a_data_table_keeps_its_rows(html, rows):
    assert [(b.kind, b.lines) for b in blocks(html)] == [("table", rows)]


def test_a_data_tables_markup_keeps_heads_and_spans():
    html = "<table><tr><th colspan=2>Kết quả</th></tr><tr><td>A</td><td>&lt;1</td></tr><tr><td>B</td><td>2</td></tr></table>"
    assert blocks(html)[0].markup[:2] == (
        '<th colspan="2">Kết quả</th>',
        "<td>A</td><td>&lt;1</td>",
    )


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td><p>Đoạn thứ nhất.</p><p>Đoạn thứ hai.</p></td></tr></table>",
        "<table><tr><td>Đoạn thứ nhất.</td></tr><tr><td>Đoạn thứ hai.</td></tr></table>",
        "<table><tr><td><table><tr><td>Đoạn thứ nhất.</td></tr></table></td></tr><tr><td>Đoạn thứ hai.</td></tr></table>",
    ],
)
def test_a_layout_table_is_read_as_text(html):
    assert lines(html) == ["Đoạn thứ nhất.", "Đoạn thứ hai."]


def test_links_and_emphasis_stay_in_a_lines_markup():
    html = '<p>Xem <a href="/x?a=1&amp;b=2">trang <b>này</b></a> &lt;nhé&gt;</p>'
    assert blocks(html)[0].markup == (
        'Xem <a href="/x?a=1&amp;b=2">trang <b>này</b></a> &lt;nhé&gt;',
    )


def test_a_break_inside_emphasis_closes_and_opens_it_again():
    assert [b.markup[0] for b in blocks("<p><b>Một<br>Hai</b> ba</p>")] == [
        "<b>Một</b>",
        "<b>Hai</b> ba",
    ]


def test_a_parsed_soup_reads_like_a_grafted_one():
    html = f"<h2>Mục</h2><p class=a>Chữ <b>đậm</b></p><figure>{PICTURE}<figcaption>Chú</figcaption></figure>"
    parsed = BeautifulSoup(html, "lxml").body
    assert parsed is not None
    assert attach_captions(read_blocks(parsed, BASE)) == blocks(html)


def test_what_nothing_reads_never_becomes_a_tag():
    html = '<p class="MsoNormal" style="margin:0"><span lang="VI" style="color:red">Chữ</span></p><script>x()</script>'
    assert str(body(html)) == "<body><p>Chữ</p></body>"


def test_very_deep_markup_is_read_without_gluing_blocks():
    deep = "<div>" * (2 * DEEPEST) + "Một<div>Hai</div>Ba" + "</div>" * (2 * DEEPEST)
    assert lines(deep) == ["Một", "Hai", "Ba"]


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<img src="/a.jpg">', "http://a.example.vn/a.jpg"),
        (
            '<img src="data:image/gif;base64,R0" data-src="/that.jpg">',
            "http://a.example.vn/that.jpg",
        ),
        ('<img src="/img/blank.gif" data-original="/that.jpg">', "http://a.example.vn/that.jpg"),
        ('<img data-lazy-src="that.jpg">', "http://a.example.vn/tin/that.jpg"),
        ('<img srcset="/n.jpg 300w, /l.jpg 800w">', "http://a.example.vn/l.jpg"),
        (
            '<img src="/thumb/blank.png" data-srcset="/n.jpg 1x, /l.jpg 2x">',
            "http://a.example.vn/l.jpg",
        ),
        (
            '<picture><source srcset="/l.webp 900w"><img src="data:,"></picture>',
            "http://a.example.vn/l.webp",
        ),
        (
            '<picture><source srcset="/l.webp 900w"><img src="/a.jpg"></picture>',
            "http://a.example.vn/a.jpg",
        ),
        ('<amp-img src="/a.jpg" width="900"></amp-img>', "http://a.example.vn/a.jpg"),
    ],
)
def test_a_lazy_picture_is_where_its_attribute_says(markup, address):
    assert [b.image.url for b in blocks(markup) if b.image] == [address]


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="/icons/print.png">',
        '<img src="/a.png" width="16">',
        '<img src="/a.png" style="width:16px">',
        '<img src="/a.png" class="avatar photo">',
        '<img src="/skin/logo.png">',
        '<img src="/skin/facebook.png">',
        '<img src="https://www.facebook.com/tr?id=1&ev=PageView">',
        '<img src="/images/spacer.gif">',
        '<img src="/x.svg">',
        '<div style="background-image:url(/a.jpg)"></div>',
        "<img>",
    ],
)
def test_icons_trackers_and_placeholders_are_no_pictures(markup):
    assert blocks(markup) == []


@pytest.mark.parametrize(
    ("srcset", "address"),
    [
        ("/a.jpg", "/a.jpg"),
        ("/a,w_300.jpg 300w, /b,w_900.jpg 900w", "/b,w_900.jpg"),
        ("/b.jpg 2x,/a.jpg 1x", "/b.jpg"),
        ("data:image/gif;base64,R0 1w, /a.jpg 300w", "/a.jpg"),
        ("", ""),
    ],
)
def test_the_largest_of_a_source_set_is_taken(srcset, address):
    assert largest(srcset) == address


def test_a_noscript_gives_a_lazy_picture_its_address():
    lazy = '<p><img class="lazy" src="data:image/gif;base64,R0"><noscript><img src="/that.jpg"></noscript></p>'
    found = extract(article(body=lazy), BASE)
    assert [image.url for image in found.images] == ["http://a.example.vn/that.jpg"]


def test_a_noscript_repeats_no_picture_that_has_an_address():
    lazy = '<p><img src="data:," data-src="/this.jpg"><noscript><img src="/this.jpg?w=100"></noscript></p>'
    found = extract(article(body=lazy), BASE)
    assert [image.url for image in found.images] == ["http://a.example.vn/this.jpg"]


def test_stray_letters_and_file_names_are_no_text():
    assert lines("<p>IMG_2041.JPG</p><p>l</p><p>Chữ thật.</p>") == ["Chữ thật."]
