from unicodedata import normalize

import pytest

from pipeline.clean.encoding import decode

TEXT = "Đảng bộ huyện Lý Nhân: ước đạt 1.250 tỷ đồng, nghĩa vụ quân sự, khuyến học, đường hoa"


def page(meta: str, text: str = TEXT) -> str:
    return f"<html><head>{meta}</head><body><p>{text}</p></body></html>"


def cp1258(text: str) -> bytes:
    """As Windows writes it: base letter and tone mark apart where the code page has no whole letter."""
    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = _apart(letter)
            out += base.encode("cp1258") + tone.encode("cp1258")
    return out


def _apart(letter: str) -> tuple[str, str]:
    marks = normalize("NFD", letter)
    tone = next(m for m in marks if m in "\u0300\u0301\u0303\u0309\u0323")
    return normalize("NFC", marks.replace(tone, "")), tone


UTF8_META = '<meta charset="utf-8">'
LATIN_META = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'
VN_META = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">'
CASES = [
    ("utf-8, declared", page(UTF8_META).encode(), ""),
    ("utf-8, undeclared", page("").encode(), ""),
    ("utf-8, header", page("").encode(), "text/html; charset=UTF-8"),
    ("utf-8, quoted header", page("").encode(), 'text/html; charset="utf-8"'),
    ("utf-8, header says latin", page("").encode(), "text/html; charset=iso-8859-1"),
    ("utf-8, meta says latin", page(LATIN_META).encode(), ""),
    ("utf-8, meta says 1258", page(VN_META).encode(), ""),
    ("utf-8, header says 1258", page(UTF8_META).encode(), "text/html; charset=windows-1258"),
    ("utf-8, meta says utf-16", page('<meta charset="utf-16">').encode(), ""),
    (
        "utf-8, nonsense declared",
        page('<meta charset="tieng-viet">').encode(),
        "text/html; charset=none",
    ),
    ("utf-8, xml declaration", b'<?xml version="1.0" encoding="utf-8"?>' + page("").encode(), ""),
    ("utf-8 with a mark", b"\xef\xbb\xbf" + page("").encode(), "text/html; charset=iso-8859-1"),
    ("utf-8, decomposed", normalize("NFD", page(UTF8_META)).encode(), ""),
    ("utf-16 le with a mark", b"\xff\xfe" + page("").encode("utf-16-le"), ""),
    ("utf-16 be with a mark", b"\xfe\xff" + page("").encode("utf-16-be"), ""),
    ("utf-16 le, bare", page("").encode("utf-16-le"), "text/html; charset=utf-16le"),
    ("utf-16 be, bare", page("").encode("utf-16-be"), ""),
    (
        "utf-16, header says utf-8",
        b"\xff\xfe" + page(UTF8_META).encode("utf-16-le"),
        "text/html; charset=utf-8",
    ),
    ("utf-32 with a mark", b"\xff\xfe\x00\x00" + page("").encode("utf-32-le"), ""),
    ("1258, meta", cp1258(page(VN_META)), ""),
    ("1258, header", cp1258(page("")), "text/html; charset=windows-1258"),
    ("1258, python's name", cp1258(page("")), "text/html; charset=cp1258"),
    ("1258, undeclared", cp1258(page("")), ""),
    ("1258, header says latin", cp1258(page("")), "text/html; charset=iso-8859-1"),
    ("1258, meta says latin", cp1258(page(LATIN_META)), ""),
    ("1258, meta says utf-8", cp1258(page(UTF8_META)), ""),
    ("1258, header says utf-8", cp1258(page("")), "text/html; charset=utf-8"),
    ("1258, meta says utf-16", cp1258(page('<meta charset="utf-16">')), ""),
    ("1258 meta, latin header", cp1258(page(VN_META)), "text/html; charset=windows-1252"),
]


@pytest.mark.parametrize(("name", "body", "header"), CASES, ids=[c[0] for c in CASES])
def test_vietnamese_is_read_whatever_is_declared(name, body, header):
    text = decode(body, header)
    assert TEXT in text
    assert "\ufffd" not in text


@pytest.mark.parametrize(
    ("body", "header", "expected"),
    [
        ("Café à la crème".encode("latin-1"), "", "Café à la crème"),
        ("“Café”".encode("cp1252"), "text/html; charset=iso-8859-1", "“Café”"),
        ("Привет, мир".encode("koi8-r"), "text/html; charset=koi8-r", "Привет, мир"),
        ("東京の記事".encode("shift_jis"), "text/html; charset=Shift_JIS", "東京の記事"),
        ("中文新闻".encode("gbk"), "text/html; charset=gb2312", "中文新闻"),
    ],
)
def test_other_legacy_encodings_follow_their_declaration(body, header, expected):
    assert decode(body, header) == expected


def test_one_broken_byte_does_not_turn_a_utf8_page_into_another():
    body = page(UTF8_META, TEXT * 20).encode() + b"\xe1"
    assert TEXT in decode(body)


def test_any_bytes_become_text():
    assert isinstance(decode(bytes(range(256)) * 3), str)
