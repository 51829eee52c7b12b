# ruff: noqa: E501 (pages as one line each)
"""Idioms of real content systems: WordPress' block themes, Drupal 7, WebCenter, newspaper systems."""

import pytest

from pipeline import extract
from pipeline.clean.words import is_negative
from pipeline.errors import ContinuationPage, ListingPage

SENTENCE = "Ủy ban nhân dân xã phối hợp với các thôn tổ chức thực hiện kế hoạch đã đề ra, bảo đảm đúng tiến độ. "
PROSE = f"<p>{SENTENCE * 3}</p><p>{SENTENCE * 2}</p>"
TITLE = "Người dân các thôn góp công làm ba cây số đường"
LEAD = "Ba cây số đường liên thôn vừa được đổ bê tông bằng công sức của hơn hai trăm hộ dân."


def page(body: str, title: str = TITLE, head: str = "", body_class: str = "") -> str:
    return f"<html lang='vi'><head><title>{title}</title>{head}</head><body class='{body_class}'>{body}</body></html>"


@pytest.mark.parametrize(
    "names",
    [
        "field field-name-body field-type-text-with-summary field-label-hidden",
        "field field--name-body field--label-hidden field__item",
        "entry has-sidebar comments-open",
        "wrap no-sidebar",
        "post-12 post type-post hentry tag-khuyen-hoc category-tin-tuc",
    ],
)
def test_words_that_tell_a_state_never_make_boilerplate(names):
    assert not is_negative(names)


@pytest.mark.parametrize(
    "names", ["hidden", "sidebar", "visually-hidden", "comments", "tag-list", "menu-hidden menu"]
)
def test_words_that_name_boilerplate_do(names):
    assert is_negative(names)


def test_a_drupal_7_node_is_read_with_its_author():
    html = page(
        f"<h1 id='page-title'>{TITLE}</h1><div class='node'><div class='submitted'>Được gửi bởi <span class='username'>Lê Hoài</span> vào Thứ Hai, 12/05/2025 - 08:30</div>"
        f"<div class='field field-name-field-tom-tat field-label-hidden'><p>{LEAD}</p></div>"
        f"<div class='field field-name-body field-label-hidden'>{PROSE}</div></div>"
        "<form><input type='password'/></form>"
    )
    found = extract(html, "http://a.vn/node/12")
    assert found.lead == LEAD
    assert found.author == "Lê Hoài"
    assert found.text.count("kế hoạch") == 5


def test_a_picture_above_the_title_that_the_theme_calls_the_posts_own_comes_first():
    html = page(
        "<div><img src='/logo.png'/></div>"
        f"<main><figure class='wp-block-post-featured-image'><img src='/anh.jpg'/></figure><h1>{TITLE}</h1>"
        f"<time class='published' datetime='2025-05-12T08:30:00+07:00'></time><div class='entry-content'>{PROSE}</div></main>"
    )
    assert [i.url for i in extract(html, "http://a.vn/bai/").images] == ["http://a.vn/anh.jpg"]


def test_a_later_page_of_a_post_whose_address_ends_in_html_is_no_article():
    html = page(
        f"<link href='/wp-content/x.css'/><h1>{TITLE}</h1><p>12/05/2025 08:30</p><div class='entry-content'>{PROSE}"
        "<div class='page-links'><a class='post-page-numbers' href='http://a.vn/bai.html'>1</a></div></div>",
        body_class="single single-post single-paged-2",
    )
    with pytest.raises(ContinuationPage):
        extract(html, "http://a.vn/bai.html/2")


def story(number: int) -> str:
    return (
        f"<div class='story'><h2><a href='/bai-{number}.html'>Một bài khác nữa của trang tin này số {number}</a></h2>"
        f"<time>1{number}/05/2025 08:30</time><div>{LEAD}</div></div>"
    )


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("heading", ["", "<h1>Kinh tế</h1>"])
def test_a_section_of_one_or_two_articles_is_a_listing(count, heading):
    stories = "".join(map(story, range(count)))
    with pytest.raises(ListingPage):
        extract(page(f"<main>{heading}{stories}</main>", title="Kinh tế"), "http://a.vn/kinh-te")


def test_an_article_whose_text_follows_a_link_to_another_is_one():
    html = page(
        f"<h1>{TITLE}</h1><p class='date'>Ngày đăng: 12/05/2025 08:30</p>"
        f"<p><a href='/bai-2.html'>Một bài khác nữa của trang tin này, đăng hôm qua</a></p><div><p>{SENTENCE * 4}</p></div>"
    )
    assert extract(html, "http://a.vn/bai-1.html").title == TITLE


def test_a_document_of_the_content_server_that_is_a_page_is_no_file():
    related = "".join(
        f"<li><a href='/webcenter/portal/xa/pages_tin-tuc/chi-tiet?dDocName=PORTAL{n}'>Một bài khác nữa của trang tin này số {n}</a></li>"
        for n in range(3)
    )
    html = page(
        f"<div><h3>{TITLE}</h3><p>Ngày đăng: 08:30 | 12/05/2025</p><div>{PROSE}</div></div><ul>{related}</ul>"
        "<a href='/webcenter/content/conn/UCM/path/ke-hoach?dDocName=KH1'>Kế hoạch</a>"
    )
    found = extract(html, "http://a.vn/webcenter/portal/xa/pages_tin-tuc/chi-tiet?dDocName=PORTAL9")
    assert [a.name for a in found.attachments] == ["Kế hoạch"]
