"""Labelled pairs: reprints of every kind, and what only looks like one. All texts are our own."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace

from reprint_texts import ALL, BRIDGE, FLOOD, HEALTH, PARTY, RICE, SCHOOL, News

Pair = tuple[str, News, News]
"""What the pair shows, and its two texts."""

REWORDED = {
    BRIDGE.title: "Cầu Bến Đò chính thức thông xe",
    RICE.title: "Lúa đông xuân Tân Hưng: trúng mùa, được giá",
    SCHOOL.title: "Thị trấn Đồi Ngô có thêm một trường đạt chuẩn quốc gia mức độ 2",
    FLOOD.title: "Mường Sang dồn sức giúp dân sau mưa lũ",
    HEALTH.title: "Đăk Pơ đưa vắc xin sởi đến tận thôn làng",
    PARTY.title: "Phó Bí thư Thường trực Tỉnh ủy Hồ Minh Tuấn làm việc tại xã Trà Giang",
}

CAPTIONS = (
    "Quang cảnh buổi lễ. Ảnh: Thu Trang",
    "Các đại biểu tham quan khu trưng bày sản phẩm của địa phương.",
    "Bà con phấn khởi trò chuyện với phóng viên. (Ảnh: CTV)",
)

HOUSE_STYLE = {"Ủy ban nhân dân": "UBND", "đồng chí": "ông", "Đồng chí": "Ông"}


def identical(news: News) -> News:
    return news


def reworded(news: News) -> News:
    return replace(news, title=REWORDED.get(news.title, "Tin địa phương: " + news.title))


def captioned(news: News) -> News:
    parts = news.paragraphs
    parts[1:1] = CAPTIONS[:1]
    parts[3:3] = CAPTIONS[1:]
    return replace(news, text="\n".join(parts))


def credited(news: News) -> News:
    return replace(
        news, text=f"{news.text}\nTin, ảnh: Hoàng Nam\nNguồn: Cổng thông tin điện tử tỉnh"
    )


def cut_short(news: News) -> News:
    """Its first two fifths, to the word."""
    words = news.text.split(" ")
    return replace(news, text=" ".join(words[: len(words) * 2 // 5 + 1]) + "…")


def without_lead(news: News) -> News:
    return replace(news, text="\n".join(news.paragraphs[1:]))


def mended(news: News) -> News:
    """A few words put right, and one number."""
    text = news.text.replace(" nhiều ", " khá nhiều ").replace(" cho biết ", " cho hay ")
    text = text.replace("Nhiều ", "Không ít ").replace(" hơn ", " trên ", 1)
    number = next((word for word in text.split() if word.isdigit() and len(word) == 2), "một")
    return replace(news, text=text.replace(f" {number} ", " 26 ", 1))


def without_accents(news: News) -> News:
    def bare(text: str) -> str:
        apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
        return "".join(letter for letter in apart if not unicodedata.combining(letter))

    return News(bare(news.title), bare(news.text))


def spelt_otherwise(news: News) -> News:
    """The tone on the other vowel, decomposed, ð for đ, a title in capitals."""
    text = news.text
    for one, other in (("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("úy", "uý"), ("ùy", "uỳ")):
        text = text.replace(one, other)
    return News(news.title.upper(), unicodedata.normalize("NFD", text.replace("đ", "ð")))


def in_capitals(news: News) -> News:
    return News(news.title.upper(), news.text.upper())


def glued(news: News) -> News:
    return replace(news, text=news.text.replace(".\n", "").replace(", ", ",").replace("\n", ""))


def quoted_otherwise(news: News) -> News:
    text = news.text.replace(", ", " , ").replace(" - ", " – ").replace(". ", ".  ")
    words = text.split(" ")
    words[10], words[16] = f"“{words[10]}", f"{words[16]}”"
    return replace(news, text=" ".join(words))


def in_house_style(news: News) -> News:
    """As a province's paper prints a district's text."""
    text = news.text
    for long, short in HOUSE_STYLE.items():
        text = text.replace(long, short)
    parts = text.split("\n")
    return News(
        "(Báo tỉnh) " + news.title, "\n".join(("BTT - " + parts[0], *parts[1:], "Minh Châu"))
    )


def captioned_and_cut(news: News) -> News:
    parts = captioned(news).paragraphs
    return reworded(replace(news, text="\n".join(parts[:5])))


def credited_without_lead(news: News) -> News:
    return credited(without_lead(news))


KINDS: tuple[Callable[[News], News], ...] = (
    identical,
    reworded,
    captioned,
    credited,
    cut_short,
    without_lead,
    mended,
    without_accents,
    spelt_otherwise,
    in_capitals,
    glued,
    quoted_otherwise,
    in_house_style,
    captioned_and_cut,
    credited_without_lead,
)
"""What portals do to a text that they reprint."""


def positives() -> Iterator[Pair]:
    """150 pairs of an original and a reprint, 60 of two reprints of one original."""
    for news in ALL:
        for kind in KINDS:
            yield kind.__name__, news, kind(news)
    for number, news in enumerate(ALL):
        for one, other in SECOND_HAND:
            if number % 2 == 0 or one is not cut_short:
                yield f"{one.__name__}/{other.__name__}", one(news), other(news)


SECOND_HAND = (
    (cut_short, captioned),
    (credited, captioned),
    (without_lead, mended),
    (in_house_style, credited),
    (spelt_otherwise, glued),
    (reworded, in_house_style),
    (captioned, credited_without_lead),
)
