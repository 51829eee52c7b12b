"""Whatever a page is written in, its article is composed (NFC) and holds nothing invisible."""

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import is_normalized, normalize

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import extract

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]"
)
# without plain vowels: a title "Poll …" makes a page of another kind
VIETNAMESE = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđbcghklmnpqrstvx"
SPOILT = "\u200b\u00ad\ufffc\ufeff\u200e\u00a0\u2028\x0b"
WORD = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + SPOILT, min_size=2, max_size=7)
PHRASE = st.lists(WORD, min_size=4, max_size=9).map(" ".join)


def page(words: list[str], form: str) -> str:
    title, lead, body, caption, author, section, tag, file, cell, item, link, credit = words
    markup = f"""<html lang="vi"><head><title>{title}</title><meta name="keywords" content="{tag}"></head>
<body><div class="breadcrumb"><a href="/">Trang chủ</a> » <a href="/tin">{section}</a></div>
<div class="detail"><h1>{title}</h1><div class="date">Ngày đăng: 05/06/2024 08:30</div>
<div class="sapo">{lead}, và hơn thế nữa theo lời của bà con trong thôn.</div><div class="content">
<p>{body} {body} Người dân trong xã cùng nhau dọn bờ kênh, trồng hoa và sửa lại con đường ra đồng.</p>
<figure><img src="/anh/{link}.jpg" alt="{caption}" width="600">
<figcaption>{caption}. Ảnh: {credit}</figcaption>
</figure><table><tr><th>{cell}</th><th>Tấn</th></tr><tr><td>{cell}</td><td>21</td></tr>
<tr><td>Hè</td><td>18</td></tr></table><ul><li>{item}</li><li>Hai</li></ul>
<p>Tải về: <a href="/tep/{link}.pdf">{file}</a></p><p class="author">Tác giả: {author}</p>
<p>{body} Nguồn: {credit}</p></div><div class="tags">Từ khóa: <a href="/tag/{link}">{tag}</a></div></div>
</body></html>"""
    return normalize(form, markup)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


@settings(max_examples=40, deadline=None)
@given(st.lists(PHRASE, min_size=12, max_size=12), st.sampled_from(["NFD", "NFC"]), st.booleans())
def test_every_string_of_an_article_is_composed_and_visible(words, form, as_bytes):
    markup = page(words, form)
    found = extract(markup.encode() if as_bytes else markup, "http://xa.example.vn/tin/bai-1.html")
    for text in strings(found.to_dict()):
        assert is_normalized("NFC", text)
        assert not UNSEEN.search(text)


def test_table_rows_are_lines_with_their_cells_apart():
    words = ["Hai ba bốn năm"] * 8 + ["Vụ"] + ["Một hai ba bốn"] * 3
    found = extract(page(words, "NFD"), "http://xa.example.vn/tin/bai-1.html")
    assert "Vụ | Tấn\nVụ | 21\nHè | 18" in found.text


def test_both_normal_forms_of_a_page_are_one_article():
    words = ["Xã Bình Hoà họp bàn việc đường làng"] * 12
    one, other = (
        extract(page(words, form), "http://a.example.vn/tin/1") for form in ("NFC", "NFD")
    )
    assert one == other
