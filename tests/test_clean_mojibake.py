"""UTF-8 read twice, in markup as pages carry it; and all that looks like it and is none."""

import pytest

from pipeline import extract
from pipeline.clean.encoding.mojibake import mend


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        ("Huyá»‡n BÃ¬nh Lá»¥c", "Huyện Bình Lục"),
        ("Huy\xe1\xbb\x87n B\xc3\xacnh L\xe1\xbb\xa5c", "Huyện Bình Lục"),
        ("lÃ\xa0m Ä‘Æ°á»\x9dng, Ä‘Æ°á»£c mÃ¹a", "làm đường, được mùa"),
        ("Huy&aacute;&raquo;&Dagger;n Ph&aacute;&ordm;&iexcl;m", "Huyện Phạm"),
        ("donâ€™t, â€œyesâ€\x9d â€“ so", "don’t, “yes” – so"),
        ("cafÃ© crÃ¨me brÃ»lÃ©e", "café crème brûlée"),
        ("grÃ¼ÃŸe, schÃ¶n", "grüße, schön"),
        ("&#xD83D;&#xDE00; &#55357;&#56832;", "😀 😀"),
    ],
)
def test_text_encoded_twice_is_read_once_more(broken, text):
    assert mend(broken) == text


@pytest.mark.parametrize(
    "text",
    [
        "Ông nói: «rất khá»… rồi «quá»…",
        "XÃ HỘI CHỦ NGHĨA; ĐÃ, LÃNH ĐẠO; Ã, Â, Ê",
        "NÃO, SÃO PAULO, CORAÇÃO, À «l’été»",
        "5 µm à 3 €, §5, ±2 °C; §¶ng bé huyÖn",
        "Ñaûng boä huyeän; Ðäng bµ huy®n",
        "&aacute; &atilde; &#xD83D; &#7879;",
        "Привет, мир! «да» №5; 中文",
        "một trang có \ufffd",
    ],
)
def test_what_may_be_meant_is_left_alone(text):
    assert mend(text) == text


def test_markup_around_it_is_kept():
    assert (
        mend('<a href="/x">Huyá»‡n</a> &lt;<b>Phá»§ LÃ½</b>')
        == '<a href="/x">Huyện</a> &lt;<b>Phủ Lý</b>'
    )


HEAD = "<html><body><h1>Kỳ họp của xã</h1><p>Ngày 05/06/2024 08:30</p>"


@pytest.mark.parametrize("kind", [str, str.encode])
def test_an_article_of_such_text_is_read_from_bytes_and_from_text(kind):
    words = (
        "Há»™i Ä‘á»“ng nhÃ¢n dÃ¢n xÃ£ há»\x8dp ká»³ thá»© nÄƒm, thÃ´ng qua nÄƒm nghá»‹ quyáº¿t. "
    )
    page = f"{HEAD}<div><p>{words * 2}</p><p>{words * 3}</p></div></body></html>"
    found = extract(kind(page), "http://xa.example.vn/tin/1")
    assert "Hội đồng nhân dân xã họp kỳ thứ năm, thông qua năm nghị quyết." in found.text
    assert found.title == "Kỳ họp của xã"


@pytest.mark.parametrize(
    ("reference", "letter"),
    [("&#7879;", "ệ"), ("&#x1EC7;", "ệ"), ("&ecirc;&#803;", "ệ"), ("&#150;", "–"), ("&#x93;", "“")],
)
def test_references_are_read_as_html5_says(reference, letter):
    words = f"Năm 2020{reference}2025 xã làm mười cây số đường giao thông, bà con đi lại dễ dàng."
    page = f"{HEAD}<div><p>{words}</p><p>{words} Xong.</p></div></body></html>"
    found = extract(page, "http://xa.example.vn/tin/1")
    assert f"2020{letter}2025" in found.text
