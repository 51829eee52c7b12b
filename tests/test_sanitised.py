"""No attack survives: neither `sanitise` alone nor a page's whole way to feeds; judged on parsed markup."""

from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from lxml import html as lxml_html
from xss_corpus import ATTACKS

from pipeline import extract
from pipeline.errors import PipelineError
from pipeline.model import Article
from pipeline.normalise.html import ATTRIBUTES, TAGS, sanitise
from pipeline.publish.markup import feed_html, page_html

BASE = "https://xa.example.vn/tin/bai.html"
OURS = {
    "a": {"rel"},
    "img": {"loading", "referrerpolicy"},
    "audio": {"preload"},
    "video": {"preload"},
}
SCHEMES = {"a": {"http", "https", "mailto", "tel"}}


def elements(markup: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every element and its attributes, as two unlike parsers see them."""
    for element in lxml_html.fragment_fromstring(markup, create_parent="p").iter():
        assert isinstance(element.tag, str), f"no element: {element!r}"
        yield element.tag, {str(k): str(v) for k, v in element.attrib.items()}
    for tag in BeautifulSoup(markup, "html.parser").find_all(True):
        yield (
            tag.name,
            {k: str(v if isinstance(v, str) else " ".join(v)) for k, v in tag.attrs.items()},
        )


def assert_harmless(markup: str) -> None:
    for name, attributes in elements(markup):
        assert name in TAGS
        assert set(attributes) <= ATTRIBUTES.get(name, set()) | OURS.get(name, set())
        for key in {"href", "src", "poster"} & set(attributes):
            small_picture = name == "img" and attributes[key].startswith("data:image/")
            allowed = SCHEMES.get(name, {"http", "https"})
            assert urlsplit(attributes[key]).scheme in allowed or small_picture
            assert not small_picture or len(attributes[key]) < 5000
        assert attributes.get("rel", "noopener noreferrer") == "noopener noreferrer"


def assert_article_harmless(article: Article) -> None:
    for markup in (article.html, feed_html(article), page_html(article)):
        assert_harmless(markup)
    for thing in (*article.images, *article.attachments):
        assert urlsplit(thing.url).scheme in ("http", "https")


def test_the_corpus_is_wide():
    assert len(set(ATTACKS)) == len(ATTACKS) >= 150


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    "around", ["{}", "<p>Trước</p>{}<p>Sau</p>", "<table><tr><td>{}</td></tr></table>"]
)
@pytest.mark.parametrize("base", [BASE, ""])
def test_nothing_that_runs_or_tracks_survives_sanitising(attack, around, base):
    once = sanitise(around.format(attack), base)
    if base:
        assert_harmless(once)
    assert sanitise(once, base) == once


WORDS = (
    "Sáng nay, hơn hai trăm người dân trong xã cùng dọn ba cây số bờ kênh, vớt bèo và trồng hoa. "
    * 3
)
PAGE = """<html lang="vi"><head><title>{title}</title></head><body><a href="/">Trang chủ</a>
<h1>{title}</h1><div class="date">Ngày đăng: 05/06/2024 08:30</div><div class="content"><p>{words}</p>
{body}<p>{words} Hết.</p></div></body></html>"""


def article(title: str, body: str) -> Article | None:
    try:
        return extract(PAGE.format(title=title, body=body, words=WORDS), BASE)
    except PipelineError:
        return None


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_the_body_of_an_article_comes_to_nothing(attack):
    if found := article("Xã ra quân làm sạch bờ kênh", f"<div>{attack}</div>"):
        assert_article_harmless(found)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_title_caption_names_and_addresses_comes_to_nothing(attack):
    quoted = escape(attack)
    body = (
        f'<figure><img src="/anh/kenh.jpg" alt="{quoted}" title="{quoted}" width="600">'
        f"<figcaption>Người dân vớt bèo {quoted}</figcaption></figure>"
        f'<p><img data-src="{quoted}" width="600"><a href="{quoted}">xem thêm {quoted}</a></p>'
        f'<p><a href="/tep/ke-hoach.pdf">{quoted}</a> <a href="/tep/{quoted}.docx">Kế hoạch</a></p>'
        f"<p><a href=\"javascript:taive('{quoted}.pdf')\">Tải về</a></p>"
    )
    found = article(f"Xã ra quân làm sạch bờ kênh {quoted}", body)
    assert found is not None
    assert_article_harmless(found)


def test_words_of_an_attack_written_as_text_stay_text():
    found = article(
        "Bài học an toàn", "<p>Thẻ &lt;script&gt;alert(1)&lt;/script&gt; rất nguy hiểm.</p>"
    )
    assert found is not None
    assert "Thẻ <script>alert(1)</script> rất nguy hiểm." in found.text
    assert "&lt;script&gt;" in found.html
