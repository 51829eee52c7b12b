"""Words, letters and dates as other programs would write them."""

import html as markup
import json
import random
import re
import unicodedata
from datetime import datetime, timedelta

from live_portals.portal import VIETNAM, Item

from mutations.stages import Change, Stage
from mutations.third_tools import LISTED, text_of


def ago(stage: Stage, when: datetime) -> str:
    """How long ago, in words."""
    minutes = int((stage.portal.now - when).total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} phút trước"
    return f"{minutes // 60} giờ trước" if minutes < 1440 else f"{minutes // 1440} ngày trước"


def yearless(stage: Stage, when: datetime) -> str:
    """Day, month and hour."""
    return f"{when:%H:%M} - ngày {when:%d/%m}"


def in_english(stage: Stage, when: datetime) -> str:
    """As an English template prints it."""
    return f"{when:%B} {when.day}, {when:%Y %I:%M %p}"


def shifted(hours: float) -> Change:
    """All times so many hours off, in whatever form."""

    def moved(stage: Stage, text: str) -> str:
        for pattern, form in (
            (r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\b", "%Y-%m-%dT%H:%M:%S"),
            (r"\b\d\d:\d\d, \d\d/\d\d/\d{4}\b", "%H:%M, %d/%m/%Y"),
            (r"\b\d\d/\d\d/\d{4} \d\d:\d\d\b", "%d/%m/%Y %H:%M"),
        ):

            def other(found: re.Match[str], form: str = form) -> str:
                return (
                    datetime.strptime(found[0], form).replace(tzinfo=VIETNAM)
                    + timedelta(hours=hours)
                ).strftime(form)

            text = re.sub(pattern, other, text)
        return text

    return text_of(moved)


def ever_today(stage: Stage, text: str) -> str:
    """The lists say the day of the visit beside every entry, and the page has a clock."""
    now = stage.portal.now
    text = LISTED.sub(lambda found: f"{found[1]}{now:%d/%m/%Y}{found[3]}", text)
    return text.replace(
        "<div id=header>", f"<div id=header><span>Hôm nay {now:%d/%m/%Y %H:%M}</span>"
    )


def cut_off(item: Item, words: str) -> str:
    """As a short column of a table keeps them."""
    return f"{words[:24].rstrip()}..."


def tagged(stage: Stage, text: str) -> str:
    """Every title begins with its section."""
    for item in stage.portal.items:
        told_so = f"{stage.portal.sections[item.section]} | {item.title}"
        text = text.replace(item.title, told_so)
        text = text.replace(json.dumps(item.title), json.dumps(told_so))
    return text


def toneless(text: str) -> str:
    """Vietnamese without its marks."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def escaped_twice(text: str) -> str:
    """Letters as numbers, and the numbers escaped once more."""
    return "".join(c if ord(c) < 128 else markup.escape(f"&#{ord(c)};") for c in text)


TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        strict=True,
    )
)


def in_tcvn3(text: str) -> str:
    """Letters of the fonts that Vietnam wrote with before Unicode."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(TCVN3.get(c) or TCVN3.get(c.lower()) or c for c in composed)


ENGLISH = (
    "district council farmers school village meeting programme support project youth women health "
    "road water harvest forest training campaign local people committee commune held launched "
    "reviewed opened completed annual new important successful many over during with and the of for"
).split()


def english(item: Item, words: str) -> str:
    """As an English edition would say it: no sentence like another."""
    dice = random.Random(words)
    return " ".join(dice.choices(ENGLISH, k=max(5, len(words.split())))).capitalize()


def decomposed(text: str) -> str:
    """Letters and marks apart, as some systems write them."""
    return unicodedata.normalize("NFD", text)
