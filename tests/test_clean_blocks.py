# ruff: noqa: E501 (pages as one line each)
import pytest
from bs4 import BeautifulSoup

from pipeline.clean.blocks import read_blocks
from pipeline.clean.captions import attach_captions

BASE = "http://a.example.vn/tin/1.html"
PICTURE = '<img src="/anh/hoi-nghi.jpg" alt="x">'


def blocks(html: str):
    return attach_captions(read_blocks(BeautifulSoup(html, "lxml").body, BASE))


def lines(html: str) -> list[str]:
    return [line for block in blocks(html) for line in block.lines]


def test_blocks_are_never_glued():
    assert lines("<div>Một<p>Hai</p>Ba<div>Bốn</div>Năm</div>") == [
        "Một",
        "Hai",
        "Ba",
        "Bốn",
        "Năm",
    ]


def test_syllables_split_over_spans_stay_whole():
    assert lines("<p>H<span>ội</span> ngh<b>ị</b> tổng<i>\nkết</i></p>") == ["Hội nghị tổng kết"]


def test_a_line_break_ends_a_line():
    assert lines("Một<br>Hai<br/><br/>Ba") == ["Một", "Hai", "Ba"]


def test_list_items_are_lines_of_their_own():
    assert lines("<ul><li>Một</li><li><p>Hai</p></li></ul>") == ["Một", "Hai"]


def test_headings_and_quotes_keep_their_kind():
    kinds = [b.kind for b in blocks("<h2>Mục</h2><p>Chữ</p><blockquote><p>Lời</p></blockquote>")]
    assert kinds == ["heading", "paragraph", "quote"]


def test_a_data_table_keeps_its_rows():
    html = "<table><tr><th>Xã</th><th>Hộ</th></tr><tr><td>Bắc Lý</td><td>120</td></tr></table>"
    assert [(b.kind, b.lines) for b in blocks(html)] == [("table", ("Xã | Hộ", "Bắc Lý | 120"))]


def test_a_layout_table_is_read_as_text():
    html = "<table><tr><td><p>Đoạn thứ nhất.</p><p>Đoạn thứ hai.</p></td></tr></table>"
    assert lines(html) == ["Đoạn thứ nhất.", "Đoạn thứ hai."]


CAPTION = "Quang cảnh hội nghị. Ảnh: Văn Vương"
SHAPES = {
    "figcaption": f"<figure>{PICTURE}<figcaption>{CAPTION}</figcaption></figure>",
    "centred em paragraph": f'<p style="text-align:center">{PICTURE}</p><p style="text-align: center;"><em>{CAPTION}</em></p>',
    "em after a break": f"<p>{PICTURE}<br><em>{CAPTION}</em></p>",
    "two-row table": f"<table><tr><td>{PICTURE}</td></tr><tr><td><em>{CAPTION}</em></td></tr></table>",
    "plain two-row table": f"<table align=center><tr><td>{PICTURE}</td></tr><tr><td><p>{CAPTION}</p></td></tr></table>",
    "class image-caption": f'<p>{PICTURE}</p><p class="image-caption">{CAPTION}</p>',
    "Word italics": f'<p class="MsoNormal" align="center">{PICTURE}</p><p class="MsoNormal" align="center"><i><span>{CAPTION}</span></i></p>',
    "wp-caption": f'<div class="wp-caption">{PICTURE}<p class="wp-caption-text">{CAPTION}</p></div>',
    "stray alt before it": f"<p>{PICTURE}</p><p>i</p><p style='text-align:center'>{CAPTION}</p>",
    "credit alone tells it": f"<p>{PICTURE}</p><p>{CAPTION}</p>",
    "centred div": f'<div align="center">{PICTURE}</div><div align="center">{CAPTION}</div>',
    "style italic": f'<p>{PICTURE}</p><p><span style="font-style: italic">{CAPTION}</span></p>',
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_caption_is_found_in_every_shape(shape):
    found = blocks(
        f"<p>Đoạn văn đứng trước bức ảnh của bài.</p>{shape}<p>Đoạn văn đứng sau bức ảnh ấy, không phải chú thích.</p>"
    )
    assert [b.image.caption for b in found if b.image] == [CAPTION]
    assert [b.image.credit for b in found if b.image] == ["Văn Vương"]
    assert found[-1].kind == "paragraph"


def test_a_paragraph_after_a_picture_is_no_caption():
    found = blocks(f"<p>{PICTURE}</p><p>Sáng nay, hội nghị đã thông qua nghị quyết.</p>")
    assert [b.image.caption for b in found if b.image] == [None]


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
        ('<img srcset="/n.jpg 300w, /l.jpg 800w">', "http://a.example.vn/n.jpg"),
    ],
)
def test_a_lazy_picture_is_where_its_attribute_says(markup, address):
    assert [b.image.url for b in blocks(markup) if b.image] == [address]


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="/icons/print.png">',
        '<img src="/a.png" width="16">',
        '<img src="/x.svg">',
        "<img>",
    ],
)
def test_icons_are_no_pictures(markup):
    assert blocks(markup) == []


def test_stray_letters_and_file_names_are_no_text():
    assert lines("<p>IMG_2041.JPG</p><p>l</p><p>Chữ thật.</p>") == ["Chữ thật."]
