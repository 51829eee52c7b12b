from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.encoding.decoding import decode
from pipeline.clean.encoding.labels import codec_of

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


# "Đảng bộ …" as iconv writes it in TCVN 5712 and VISCII, and as VNI fonts type it
TCVN3 = (
    b"\xa7\xb6ng b\xe9 huy\xd6n L\xfd Nh\xa9n: \xad\xedc \xae\xb9t 1.250 t\xfb \xae\xe5ng, ngh\xdca v\xf4"
    b" qu\xa9n s\xf9, khuy\xd5n h\xe4c, \xae\xad\xeang hoa"
)
VISCII = (
    b"\xd0\xe4ng b\xb5 huy\xaen L\xfd Nh\xe2n: \xdf\xbec \xf0\xd5t 1.250 t\xd6 \xf0\xb0ng, ngh\xeea v\xf8"
    b" qu\xe2n s\xf1, khuy\xaan h\xf7c, \xf0\xdf\xb6ng hoa"
)
VNI = (
    "Ñaûng boä huyeän Lyù Nhaân: öôùc ñaït 1.250 tyû ñoàng, nghóa vuï quaân söï, khuyeán hoïc, ñöôøng hoa"
).encode("cp1252")


def typed(body: bytes, meta: str = "") -> bytes:
    return page(meta, "\x00").encode().replace(b"\x00", body)


def meta(charset: str) -> str:
    return f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'


def twice(text: str, flavour: str) -> str:
    """UTF-8 read in another encoding and saved as UTF-8: what windows-1252 lacks stays a control."""
    return "".join(
        bytes([b]).decode(flavour) if flavour == "latin-1" or b not in LACKING else chr(b)
        for b in text.encode()
    )


LACKING = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
CASES += [
    ("tcvn3, undeclared", typed(TCVN3), ""),
    ("tcvn3, declared latin", typed(TCVN3, LATIN_META), ""),
    ("tcvn3, declared utf-8", typed(TCVN3, UTF8_META), ""),
    ("tcvn3, x-user-defined", typed(TCVN3, meta("x-user-defined")), ""),
    ("tcvn3, by its name", typed(TCVN3, meta("x-tcvn")), ""),
    ("tcvn3, header", typed(TCVN3), "text/html; charset=TCVN-5712"),
    ("viscii, undeclared", typed(VISCII), ""),
    ("viscii, declared", typed(VISCII, meta("viscii")), ""),
    ("viscii, x-viscii", typed(VISCII, meta("x-viscii")), "text/html; charset=iso-8859-1"),
    ("viscii, declared latin", typed(VISCII, LATIN_META), "text/html; charset=windows-1252"),
    ("vni, undeclared", typed(VNI), ""),
    ("vni, declared latin", typed(VNI, LATIN_META), ""),
    ("vni, declared utf-8", typed(VNI, UTF8_META), ""),
    ("twice, windows-1252", page(UTF8_META, twice(TEXT, "cp1252")).encode(), ""),
    ("twice, latin-1", page(UTF8_META, twice(TEXT, "latin-1")).encode(), ""),
    ("three times", page(UTF8_META, twice(twice(TEXT, "cp1252"), "cp1252")).encode(), ""),
    ("twice, menus once", page(UTF8_META + f"<b>{TEXT}</b>", twice(TEXT, "cp1252")).encode(), ""),
    ("utf-8 in an x-user-defined page", page(meta("x-user-defined")).encode(), ""),
    ("utf-8, old label", page(meta("unicode-1-1-utf-8")).encode(), ""),
    ("utf-8, two metas", page(meta("windows-1252") + UTF8_META).encode(), ""),
    ("utf-8, mark behind blanks", b"\r\n\xef\xbb\xbf" + page("").encode(), ""),
    ("utf-8, label of no encoding", page(meta("rot13")).encode(), "text/html; charset=hex"),
    ("1258, label of no encoding", cp1258(page(meta("unicode_escape"))), "text/html; charset=zip"),
    ("1258, two metas", cp1258(page(UTF8_META + VN_META)), ""),
    ("1258, x-cp1258", cp1258(page(meta("x-cp1258"))), ""),
    ("utf-16 be, mark, meta utf-8", b"\xfe\xff" + page(UTF8_META).encode("utf-16-be"), ""),
    ("utf-16 cut in a letter", b"\xff\xfe" + page("").encode("utf-16-le") + b"\x00", ""),
    ("utf-8 cut in a letter", page(UTF8_META).encode() + "ệ".encode()[:2], ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body", "header"), CASES, ids=[c[0] for c in CASES])
def test_vietnamese_is_read_whatever_is_declared(name, body, header):
    text = decode(body, header)
    assert TEXT in text
    assert "\ufffd" not in text


RUSSIAN = "Вчера в городе открыли новую школу, сообщили жители"
CHINESE = "昨天市政府在大会上宣布了新的计划，人民代表都来了，他们说这是好的开始"
TAIWANESE = "昨天市政府在大會上宣布了新的計畫，人民代表都來了，他們說這是好的開始"
JAPANESE = "昨日、市の新しい学校がひらかれました。子どもたちはとても喜んでいます。"
KOREAN = "어제 도시에서 새로운 학교가 문을 열었다고 주민들이 말했다"
DECLARED = [
    ("Café à la crème", "latin-1", "iso-8859-1"),
    ("“Café” – 5 €", "cp1252", "iso-8859-1"),
    ("“Café” – 5 €", "cp1252", "us-ascii"),
    (RUSSIAN, "koi8-r", "KOI8-R"),
    (RUSSIAN, "cp1251", "windows-1251"),
    (RUSSIAN, "cp1251", "win-1251"),
    (RUSSIAN, "cp1251", "x-cp1251"),
    (RUSSIAN, "iso8859-5", "iso-8859-5"),
    (RUSSIAN, "cp866", "ibm866"),
    ("Їжак і ґанок", "koi8-u", "koi8-u"),
    (CHINESE, "gbk", "gb2312"),
    ("朱镕基 㐀", "gb18030", "gb2312"),
    (CHINESE, "gb18030", "gbk"),
    (TAIWANESE, "big5", "big5"),
    (TAIWANESE, "big5", "x-x-big5"),
    (JAPANESE, "shift_jis", "Shift_JIS"),
    ("①② 髙島屋", "cp932", "x-sjis"),
    (JAPANESE, "euc_jp", "euc-jp"),
    (JAPANESE, "iso2022_jp", "iso-2022-jp"),
    (KOREAN, "euc_kr", "euc-kr"),
    ("똠방각하", "cp949", "ks_c_5601-1987"),
    ("Příliš žluťoučký kůň", "iso8859-2", "iso-8859-2"),
    ("Příliš žluťoučký kůň", "cp1250", "windows-1250"),
    ("İstanbul’da ığdır", "cp1254", "iso-8859-9"),
    ("Καλημέρα κόσμε", "cp1253", "windows-1253"),
    ("Καλημέρα κόσμε", "iso8859-7", "iso-8859-7"),
    ("שלום עולם", "cp1255", "windows-1255"),
    ("مرحبا بالعالم", "cp1256", "windows-1256"),
    ("Labrīt, pasaule", "cp1257", "windows-1257"),
    ("สวัสดีชาวโลก", "tis-620", "tis-620"),
    ("สวัสดี “ชาวโลก”", "cp874", "windows-874"),
]


@pytest.mark.parametrize(("text", "encoding", "label"), DECLARED)
def test_other_encodings_follow_their_declaration_as_in_browsers(text, encoding, label):
    assert text in decode(page("", text).encode(encoding), f"text/html; charset={label}")
    assert text in decode(page(meta(label), text).encode(encoding))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (CHINESE, "gbk"),
        (TAIWANESE, "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "euc_kr"),
        ("Où sont les élèves ? À l’école, où naît le goût du maïs", "cp1252"),
        ("Größe, Straße, Mädchen und Jürgen für schöne Brücken", "cp1252"),
    ],
)
@pytest.mark.parametrize("wrong", ["", "utf-8", "iso-8859-1"])
def test_an_undeclared_or_wrongly_declared_script_is_known_by_its_letters(text, encoding, wrong):
    header = f"text/html; charset={wrong}" if wrong else ""
    assert text in decode(page("", text * 2).encode(encoding), header)


def test_an_undeclared_page_is_read_in_its_languages_encoding():
    body = page("", "Příliš žluťoučký kůň").replace("<html>", '<html lang="cs">')
    assert "Příliš žluťoučký kůň" in decode(body.encode("cp1250"))


@pytest.mark.parametrize("label", ["rot13", "hex", "utf-7", "unicode_escape", "idna", "x", "", "ü"])
def test_a_label_of_no_page_encoding_is_none(label):
    assert codec_of(label) == ""


def test_one_broken_byte_does_not_turn_a_utf8_page_into_another():
    body = page(UTF8_META, TEXT * 20).encode() + b"\xe1"
    assert TEXT in decode(body)


def test_any_bytes_become_text():
    assert isinstance(decode(bytes(range(256)) * 3), str)


def test_broken_bytes_leave_no_replacement_character():
    body = page(UTF8_META, f"{TEXT * 20} \x00 x").encode().replace(b"\x00", b"\xe1\xbb")
    assert "\ufffd" not in decode(body)


def test_a_replacement_character_that_the_page_printed_stays():
    assert "\ufffd" in decode(page(UTF8_META, f"{TEXT} \ufffd").encode())


def test_a_pasted_windows_dash_is_read_as_one():
    body = page(UTF8_META, f"{TEXT * 20} 2020\x002025").encode().replace(b"\x00", b"\x96")
    assert "2020–2025" in decode(body)


@given(st.binary(max_size=300), st.sampled_from(["", "gb2312", "x-sjis", "viscii", "utf-7", "hex"]))
def test_no_bytes_raise_and_none_leave_a_replacement_character(body, label):
    text = decode(body, f"text/html; charset={label}")
    assert (
        "\ufffd" not in text
        or b"\xff\xfd" in body
        or b"\xfd\xff" in body
        or b"\xef\xbf\xbd" in body
    )
