# ruff: noqa: E501 (pages as one line each)
import pytest

from pipeline import extract
from pipeline.clean import clean
from pipeline.model import Finding
from tests.article_pages import TITLE, article

URL = "http://bacson.example.vn/tin/trong-cay-12.html"
TRAIL = '<div class="duong-dan"><a href="/">Trang chủ</a> » <a href="/tin">Tin tức</a> » <a href="/tin/nn">Nông nghiệp</a></div>'


def files(markup: str) -> list[tuple[str, str]]:
    return [(file.url, file.name) for file in extract(markup, URL).attachments]


def at(path: str) -> str:
    return f"http://bacson.example.vn{path}"


@pytest.mark.parametrize(
    ("markup", "address", "name"),
    [
        ('<a href="/f/ke-hoach.pdf">Kế hoạch số 12</a>', "/f/ke-hoach.pdf", "Kế hoạch số 12"),
        ('<a href="/f/Ke%20hoach.docx">Tải về</a>', "/f/Ke%20hoach.docx", "Ke hoach.docx"),
        ('<a href="/f/a.pdf" title="Biểu giá đất">Xem chi tiết tại đây</a>', "/f/a.pdf", "Biểu giá đất"),
        ('<a href="/tin/a.html?download=1&amp;id=0" title="Tập tin 1ke-hoach.pdf">Tập tin 1: <strong>ke-hoach.pdf</strong></a>', "/tin/a.html?download=1&id=0", "ke-hoach.pdf"),
        ('<a href="/f/a.doc">Tệp đính kèm: Ke hoach 12.doc (1,5 MB)</a>', "/f/a.doc", "Ke hoach 12.doc"),
        ('<a href="/ubnd/Lists/ThongBao/Attachments/31/tb-12.pdf">tb-12.pdf</a>', "/ubnd/Lists/ThongBao/Attachments/31/tb-12.pdf", "tb-12.pdf"),
        ('<a href="/documents/20182/0/bang-gia/4f2a?t=1">Bảng giá</a>', "/documents/20182/0/bang-gia/4f2a?t=1", "Bảng giá"),
        ('<a href="/LinkClick.aspx?fileticket=x1%3d&amp;tabid=5">Phụ lục</a>', "/LinkClick.aspx?fileticket=x1%3D&tabid=5", "Phụ lục"),
        ('<a href="https://docs.google.com/viewer?url=http://bacson.example.vn/f/a.pdf">Xem</a>', "/f/a.pdf", "a.pdf"),
        ('<iframe src="/f/thong-bao.pdf"></iframe>', "/f/thong-bao.pdf", "thong-bao.pdf"),
        ('<iframe data-src="/f/thong-bao.pdf#zoom=90"></iframe>', "/f/thong-bao.pdf", "thong-bao.pdf"),
        ('<iframe src="https://docs.google.com/gview?url=http%3A%2F%2Fbacson.example.vn%2Ff%2Fa.pdf&amp;embedded=true"></iframe>', "/f/a.pdf", "a.pdf"),
        ('<iframe src="/pdfjs/web/viewer.html?file=/f/a.pdf"></iframe>', "/f/a.pdf", "a.pdf"),
        ('<iframe src="https://view.officeapps.live.com/op/embed.aspx?src=http://bacson.example.vn/f/b.xlsx"></iframe>', "/f/b.xlsx", "b.xlsx"),
        ('<embed src="/f/a.pdf" type="application/pdf">', "/f/a.pdf", "a.pdf"),
        ('<object data="/f/a.pdf" type="application/pdf"></object>', "/f/a.pdf", "a.pdf"),
    ],
)  # fmt: skip
def test_a_file_is_offered_by_link_or_viewer_under_its_name(markup, address, name):
    assert files(article(body=f"<p>{markup}</p>")) == [(at(address), name)]


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/tin/ke-hoach-13.html">Kế hoạch số 13</a>',
        '<a href="javascript:void(0)" onclick="download(3)">Tải về</a>',
        '<a href="/savefile/tin/a.html">Lưu bài viết</a>',
        '<iframe src="https://www.youtube.com/embed/x1"></iframe>',
        '<a href="/profile/le-an">Lê An</a>',
    ],
)
def test_other_links_and_frames_are_no_files(markup):
    assert files(article(body=f"<p>{markup}</p>")) == []


def test_the_same_file_in_link_and_viewer_is_one():
    both = '<p><a href="/f/a.pdf">Thông báo 12</a></p><iframe src="/f/a.pdf"></iframe>'
    assert files(article(body=both)) == [(at("/f/a.pdf"), "Thông báo 12")]


def test_files_after_the_text_are_the_articles_until_other_articles_begin():
    after = '<p><a href="/f/a.pdf">Thông báo 12</a></p><h3>Tin liên quan</h3><p><a href="/f/b.pdf">Thông báo 11</a></p>'
    assert files(article(after=after)) == [(at("/f/a.pdf"), "Thông báo 12")]


def test_an_article_may_be_one_file():
    page = article(
        text='<p><a href="/f/thong-bao-12.pdf">Thông báo số 12 về lịch tiếp công dân</a></p>'
    )
    assert files(page) == [(at("/f/thong-bao-12.pdf"), "Thông báo số 12 về lịch tiếp công dân")]


@pytest.mark.parametrize(
    ("parts", "section"),
    [
        ({"beside": '<ul class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="/tin">Nông nghiệp</a></li></ul>'}, "Nông nghiệp"),
        ({"beside": f'<ol id="breadcrumb"><li>Trang chủ /</li><li>Nông nghiệp /</li><li>{TITLE}</li></ol>'}, "Nông nghiệp"),
        ({"beside": '<nav class="Breadcrumbs"><a href="/">Home</a> › <a href="/tin">Nông nghiệp</a></nav>'}, "Nông nghiệp"),
        ({"beside": '<div itemtype="https://schema.org/BreadcrumbList"><a href="/"><span itemprop="name">Trang chủ</span></a><a href="/tin"><span itemprop="name">Nông nghiệp</span></a></div>'}, "Nông nghiệp"),
        ({"beside": TRAIL}, "Nông nghiệp"),
        ({"beside": '<span class="cat-links"><a href="/nn">Nông nghiệp</a></span>'}, "Nông nghiệp"),
        ({"head": '<meta property="article:section" content="Nông nghiệp">'}, "Nông nghiệp"),
        ({"head": '<script type="application/ld+json">{"@type":"NewsArticle","articleSection":["Nông nghiệp"]}</script>'}, "Nông nghiệp"),
        ({"head": f'<script type="application/ld+json">{{"@type":"BreadcrumbList","itemListElement":[{{"@type":"ListItem","name":"Trang chủ"}},{{"@type":"ListItem","item":{{"name":"Nông nghiệp"}}}},{{"@type":"ListItem","name":"{TITLE}"}}]}}</script>'}, "Nông nghiệp"),
        ({}, None),
    ],
)  # fmt: skip
def test_the_section_is_the_last_crumb_before_the_title(parts, section):
    assert extract(article(**parts), URL).section == section


def test_the_section_names_its_rule():
    assert Finding("section", "trail", 0.8) in clean(article(beside=TRAIL), URL).found


@pytest.mark.parametrize(
    ("parts", "tags"),
    [
        ({"after": '<div class="tags">Từ khóa: <a href="/t/a">trồng cây</a>, <a href="/t/b">#ven sông</a></div>'}, ("trồng cây", "ven sông")),
        ({"after": '<p><a rel="tag" href="/t/a">trồng cây</a> <a rel="tag" href="/t/a">trồng cây</a></p>'}, ("trồng cây",)),
        ({"head": '<meta property="article:tag" content="trồng cây"><meta property="article:tag" content="ven sông">'}, ("trồng cây", "ven sông")),
        ({"head": '<meta name="news_keywords" content="trồng cây, ven sông">'}, ("trồng cây", "ven sông")),
        ({}, ()),
    ],
)  # fmt: skip
def test_tags_are_linked_beside_the_text_or_named_by_the_head(parts, tags):
    assert extract(article(**parts), URL).tags == tags


def test_a_cloud_of_many_tags_is_read_too():
    links = "".join(f'<a href="/tag/{n}">chủ đề {n}</a>' for n in range(12))
    assert extract(article(after=f'<div class="tags">{links}</div>'), URL).tags == tuple(
        f"chủ đề {n}" for n in range(12)
    )


def test_the_pictures_address_is_absolute_against_the_base():
    page = article(head='<base href="/cms/">', body='<p><img src="anh/a.jpg"></p>')
    assert [image.url for image in extract(page, URL).images] == [at("/cms/anh/a.jpg")]


@pytest.mark.parametrize("names", ["detail-tags", "edn_tags", "field-name-field-tags"])
def test_tags_are_read_by_the_names_of_their_boxes(names):
    box = f"<div class='{names}'><a href='/t/1'>#trồng cây</a> <a href='/t/2'>ven sông</a></div>"
    assert extract(article(after=box), URL).tags == ("trồng cây", "ven sông")


def test_a_link_that_skips_the_menu_is_no_section():
    box = "<div class='ms-globalbreadcrumb'><a href='#main'>Skip to main content</a></div>"
    assert extract(article(beside=box), URL).section is None


def test_a_menu_parted_by_bars_is_no_path():
    menu = "".join(f" | <a href='/m{n}'>Mục {n}</a>" for n in range(3))
    row = f"<p><a href='/'>Trang chủ</a>{menu}</p>"
    assert extract(article(beside=row), URL).section is None
