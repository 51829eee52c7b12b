# ruff: noqa: E501 (pages as one line each)
import pytest
from lxml import etree

from pipeline import extract
from pipeline.clean.body.blocks import read_blocks
from pipeline.clean.body.captions import attach_captions
from pipeline.clean.body.soup import graft
from tests.article_pages import article

BASE = "http://a.example.vn/tin/1.html"
PICTURE = '<img src="/anh/hoi-nghi.jpg" alt="x">'
OTHER = '<img src="/anh/ruong-lua.jpg" alt="y">'
CAPTION = "Quang cảnh hội nghị. Ảnh: Văn Vương"
TEXT = "<p>Sáng nay, hội nghị đã thông qua nghị quyết về phát triển nông nghiệp của xã trong năm tới.</p>"
LONG = f"<p>{'Bà con các xóm đã góp nhiều ý kiến về việc làm đường và nạo vét kênh. ' * 6}</p>"


def blocks(html: str):
    tree = etree.fromstring(f"<body>{html}</body>", etree.HTMLParser(encoding="utf-8"))
    return attach_captions(read_blocks(graft([tree.find("body")])[0], BASE))


def captions(html: str) -> list[str | None]:
    return [b.image.caption for b in blocks(html) if b.image]


SHAPES = {
    "figcaption": f"<figure>{PICTURE}<figcaption>{CAPTION}</figcaption></figure>",
    "figcaption above": f"<figure><figcaption>{CAPTION}</figcaption>{PICTURE}</figure>",
    "figcaption of paragraphs": f"<figure>{PICTURE}<figcaption><p>Quang cảnh hội nghị.</p><p>Ảnh: Văn Vương</p></figcaption></figure>",
    "centred em paragraph": f'<p style="text-align:center">{PICTURE}</p><p style="text-align: center;"><em>{CAPTION}</em></p>',
    "em after a break": f"<p>{PICTURE}<br><em>{CAPTION}</em></p>",
    "em after a break, in spans": f'<p><span style="font-size:14px">{PICTURE}<br/><span><em><span>{CAPTION}</span></em></span></span></p>',
    "two-row table": f"<table><tr><td>{PICTURE}</td></tr><tr><td><em>{CAPTION}</em></td></tr></table>",
    "plain two-row table": f"<table align=center><tbody><tr><td>{PICTURE}</td></tr><tr><td><p>{CAPTION}</p></td></tr></tbody></table>",
    "caption above in a table": f"<table><tr><td>{CAPTION}</td></tr><tr><td>{PICTURE}</td></tr></table>",
    "table caption": f"<table><caption>{CAPTION}</caption><tr><td>{PICTURE}</td></tr></table>",
    "class image-caption": f'<p>{PICTURE}</p><p class="image-caption">{CAPTION}</p>',
    "Word italics": f'<p class="MsoNormal" align="center">{PICTURE}</p><p class="MsoNormal" align="center"><i><span lang="VI">{CAPTION}</span></i></p>',
    "wp-caption": f'<div class="wp-caption aligncenter">{PICTURE}<p class="wp-caption-text">{CAPTION}</p></div>',
    "wp-block-image": f'<figure class="wp-block-image">{PICTURE}<figcaption class="wp-element-caption">{CAPTION}</figcaption></figure>',
    "PhotoCMS_Caption": f'<div class="VCSortableInPreviewMode" type="Photo"><div>{PICTURE}</div><div class="PhotoCMS_Caption"><p>{CAPTION}</p></div></div>',
    "td.pCaption": f'<table class="picture"><tr><td class="pic">{PICTURE}</td></tr><tr><td class="pCaption">{CAPTION}</td></tr></table>',
    "image_desc": f'<p>{PICTURE}</p><div class="image_desc">{CAPTION}</div>',
    "fig-desc": f'<div>{PICTURE}</div><div class="fig-desc">{CAPTION}</div>',
    "expNoEdit": f'<div>{PICTURE}</div><div class="expNoEdit">{CAPTION}</div>',
    "chu_thich": f'<p>{PICTURE}</p><p class="chu_thich_anh">{CAPTION}</p>',
    "ck_legend": f'<p>{PICTURE}</p><p class="ck_legend">{CAPTION}</p>',
    "gallery item": f'<ul class="gallery"><li>{PICTURE}<p>{CAPTION}</p></li></ul>',
    "photo box": f'<div class="photo-item"><a href="/x">{PICTURE}</a><div>{CAPTION}</div></div>',
    "stray alt before it": f"<p>{PICTURE}</p><p>i</p><p style='text-align:center'>{CAPTION}</p>",
    "credit alone tells it": f"<p>{PICTURE}</p><p>{CAPTION}</p>",
    "centred div": f'<div align="center">{PICTURE}</div><div align="center">{CAPTION}</div>',
    "centred by class": f'<p class="text-center">{PICTURE}</p><p class="text-center">{CAPTION}</p>',
    "style italic": f'<p>{PICTURE}</p><p><span style="font-style: italic">{CAPTION}</span></p>',
    "center and font": f"<center>{PICTURE}</center><center><font size=2><i>{CAPTION}</i></font></center>",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_caption_is_found_in_every_shape_and_printed_once(shape):
    found = blocks(f"{TEXT}{shape}{TEXT}{LONG}")
    assert [b.image.caption for b in found if b.image] == [CAPTION]
    assert [b.image.credit for b in found if b.image] == ["Văn Vương"]
    assert [b.kind for b in found] == ["paragraph", "figure", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    "after",
    [
        TEXT,
        "<p>Hội nghị bế mạc lúc 11 giờ.</p>",
        "<p style='text-align:right'><strong>Tin, ảnh: Văn Vương</strong></p>",
        "<p style='text-align:right'><em>Văn Vương</em></p>",
        "<p><em>Bài, ảnh: Văn Vương</em></p>",
        "<h3>Kết quả bước đầu</h3>",
        f"<p><em>{'Một đoạn văn in nghiêng rất dài. ' * 12}</em></p>",
        '<p style="font-style:normal"><strong>Ông Nam cho biết thêm.</strong></p>',
    ],
)
def test_what_follows_a_picture_without_being_its_caption_stays_text(after):
    assert captions(f"{LONG}<p>{PICTURE}</p>{after}") == [None]


def test_each_column_of_a_picture_table_has_its_own_caption():
    html = f"<table><tr><td>{PICTURE}</td><td>{OTHER}</td></tr><tr><td>Hội nghị</td><td>Ruộng lúa</td></tr></table>"
    assert captions(html) == ["Hội nghị", "Ruộng lúa"]


def test_captions_over_a_row_of_pictures_go_by_column():
    html = f"<table><tr><td>Hội nghị</td><td>Ruộng lúa</td></tr><tr><td>{PICTURE}</td><td>{OTHER}</td></tr></table>"
    assert captions(html) == ["Hội nghị", "Ruộng lúa"]


def test_pictures_and_captions_in_turn_stay_pairs():
    html = f"<table><tr><td>{PICTURE}</td></tr><tr><td>Hội nghị</td></tr><tr><td>{OTHER}</td></tr><tr><td>Ruộng lúa</td></tr></table>"
    assert captions(html) == ["Hội nghị", "Ruộng lúa"]


def test_one_caption_under_two_pictures_is_the_last_ones():
    html = f"<table><tr><td>{PICTURE}</td><td>{OTHER}</td></tr><tr><td colspan=2>Hai góc nhìn</td></tr></table>"
    assert captions(html) == [None, "Hai góc nhìn"]


def test_a_gallery_keeps_a_caption_for_each_picture():
    figure = "<figure>{}<figcaption>{}</figcaption></figure>"
    html = f"<figure class=wp-block-gallery>{figure.format(PICTURE, 'Hội nghị')}{figure.format(OTHER, 'Ruộng lúa')}</figure>"
    assert captions(html) == ["Hội nghị", "Ruộng lúa"]


def test_a_second_caption_line_is_taken_only_as_a_credit():
    html = f"{LONG}<p>{PICTURE}</p><p><em>Hội nghị</em></p><p><em>(Ảnh minh họa)</em></p><p><em>Lời bình của tác giả.</em></p>"
    found = blocks(html)
    assert found[1].lines == ("Hội nghị", "(Ảnh minh họa)")
    assert found[1].image.caption == "Hội nghị"
    assert found[2].lines == ("Lời bình của tác giả.",)


def test_a_credit_in_a_line_of_its_own_is_the_pictures_and_not_its_caption():
    html = f"{LONG}<p>{PICTURE}</p><p><em>Hội nghị</em></p><p><em>Nguồn ảnh: Văn Vương</em></p>"
    image = blocks(html)[1].image
    assert (image.caption, image.credit) == ("Hội nghị", "Văn Vương")


def test_where_all_text_is_centred_centring_tells_no_caption():
    html = f'<div style="text-align:center">{LONG}<p>{PICTURE}</p>{TEXT}{LONG}</div>'
    assert captions(html) == [None]


def test_where_all_text_is_italic_italics_tell_no_caption():
    html = f"<em>{LONG}<p>{PICTURE}</p>{TEXT}{LONG}</em>"
    assert captions(html) == [None]


def test_the_caption_of_a_video_is_text_and_no_pictures_caption():
    html = f"<p>{PICTURE}</p><figure><iframe src='https://v.example/1'></iframe><figcaption>Phóng sự về hội nghị</figcaption></figure>"
    found = blocks(html)
    assert [b.image.caption for b in found if b.image] == [None]
    assert found[-1].lines == ("Phóng sự về hội nghị",)


@pytest.mark.parametrize(
    "markup", ['<img src="/a.jpg" title="Hội nghị">', '<img src="/a.jpg" alt="Hội nghị">']
)
def test_alt_and_title_are_no_captions(markup):
    assert captions(f"<p>{markup}</p>") == [None]


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Quang cảnh hội nghị. Ảnh: Văn Vương", "Văn Vương"),
        ("Quang cảnh hội nghị (Ảnh: Văn Vương)", "Văn Vương"),
        ("Quang cảnh hội nghị (Ảnh: Văn Vương).", "Văn Vương"),
        ("Quang cảnh hội nghị - Ảnh: Q.ANH", "Q.ANH"),
        ("Hội nghị | ẢNH: TTXVN", "TTXVN"),
        ("Ảnh minh họa. Nguồn: Internet", "Internet"),
        ("The river at dawn. Photo: Jane Doe", "Jane Doe"),
        ("The river at dawn (Photo by Jane Doe)", "Jane Doe"),
        ("The river at dawn © Jane Doe/Reuters", "Jane Doe/Reuters"),
        ("Quang cảnh hội nghị", None),
        ("Ông Nam xem ảnh: một kỷ niệm: đáng nhớ", None),
    ],
)
def test_a_credit_is_read_from_the_captions_end(caption, credit):
    found = blocks(f"<figure>{PICTURE}<figcaption>{caption}</figcaption></figure>")
    assert found[0].image.credit == credit


def test_a_hidden_copy_of_the_picture_adds_nothing():
    hidden = f'<div id="imgpreview" style="display:none">{PICTURE}<p>Hội nghị</p></div>'
    page = article(body=f"<figure>{PICTURE}<figcaption>Hội nghị</figcaption></figure>{hidden}")
    found = extract(page, BASE)
    assert found.text.count("Hội nghị") == 1
    assert [image.caption for image in found.images] == ["Hội nghị"]


def test_the_same_picture_with_its_caption_is_printed_once():
    figure = f"<figure>{PICTURE}<figcaption>Hội nghị của xã</figcaption></figure>"
    found = extract(article(beside=figure, body=figure), BASE)
    assert found.text.count("Hội nghị của xã") == 1


def test_a_caption_between_title_and_text_is_no_lead():
    caption = "Bà con các xóm xuống đồng từ sáng sớm để kịp gieo cấy vụ chiêm xuân năm nay."
    found = extract(
        article(beside=f"<figure>{PICTURE}<figcaption>{caption}</figcaption></figure>"), BASE
    )
    assert found.lead is None
    assert [image.caption for image in found.images] == [caption]
    assert found.text.count(caption) == 1


def test_the_second_part_of_a_caption_stands_apart_from_the_first():
    shape = f"<figure>{PICTURE}<figcaption><span>Quang cảnh hội nghị</span><span class='by'>Ảnh: Văn Vương</span></figcaption></figure>"
    assert captions(shape) == ["Quang cảnh hội nghị Ảnh: Văn Vương"]
