"""The fourth set: written after the third one's misses were mended, before it was ever run.

Named rightly then: 14 of 18, of the harmful 12 of 16.
"""
# ruff: noqa: E501 - pages as portals send them

import random
import re
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import BinaryIO

from live_portals.portal import Answer, Call, Item, Portal
from live_portals.text import slug

from mutations.breakages import (
    BLOCKED,
    BROKEN,
    DOWN,
    GONE,
    WORSE,
    Breakage,
    articles,
    articles_instead,
    html,
    instead,
    pages,
)
from mutations.nearmisses import QUIET
from mutations.portals import NAMES
from mutations.stages import Stage
from mutations.third_set import INSIDE, LISTS, WORDS
from mutations.third_tools import body, dated, told
from mutations.third_words import english

BARRED = (
    "<head><meta charset=utf-8><title>Thông báo</title></head><body><h3>Trang web này đã bị chặn</h3><p>Theo yêu cầu của cơ"
    " quan chức năng, nhà mạng đã ngăn truy cập đến địa chỉ này. Chi tiết xin gọi 18008000.</p></body>"
)
LICENCE = (
    "<head><meta charset=utf-8><title>CMS</title></head><body><p>Bản quyền phần mềm cổng thông tin đã hết hiệu lực. Đề nghị"
    " đơn vị liên hệ nhà cung cấp để gia hạn.</p></body>"
)
TO_LOGIN = (
    "<head><title>Portal</title></head><body><script>if(!localStorage.getItem('tk')){window.location.href='/dang-nhap';}"
    "</script><form action=/dang-nhap><input type=password name=mk></form></body>"
)
STYLES = "<p>" + " ".join(
    f".ct-{n} .hd-{n % 7} {{ margin: {n}px auto; color: #3{n:02}a5c; line-height: 1.{n % 9}em }}" for n in range(24)
) + "</p>"  # fmt: skip
VNI = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứự",
        (
            "aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä ñ eø eû eõ eù eï eâ eà eå eã eá eä"
            " oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï"
        ).split(),
        strict=True,
    )
)


def _vni(text: str) -> str:
    return "".join(VNI.get(c, c) for c in text)


def _a_month_behind(text: str) -> str:
    """Months counted from nought."""
    return text.replace("/03/2026", "/02/2026")


def _two_digits(stage: Stage, when: datetime) -> str:
    return f"{when:%d/%m/%y %H:%M}"


def _but_home_closes(stage: Stage, call: Call, answer: Answer) -> Answer:
    """The home page comes from a cache; behind it nobody answers."""

    def nothing(out: BinaryIO) -> None:
        with suppress(OSError):
            out.flush()

    return answer if call.path in ("/", "/robots.txt") else Answer(raw=nothing)


def _splash(stage: Stage, call: Call, answer: Answer) -> Answer:
    """A picture in front of the portal; the old home page stands behind it, and all else leads to it."""
    if call.path == "/vao-trang":
        return stage.portal.answer(replace(call, target="/", headers={}))
    if call.path == "/robots.txt" or stage.item(call):
        return answer
    shown = "<head><title>Chào mừng</title></head><body><a href='/vao-trang'><img src=/lich-su.jpg></a></body>"
    return Answer(f"<html>{shown}</html>".encode())


def _few_kept(stage: Stage, call: Call, answer: Answer) -> Answer:
    """What is older than the five newest is gone; the lists still name it."""
    item = stage.item(call)
    kept = stage.portal.listed()[:5]
    return answer if item is None or item in kept else stage.portal.not_found()


def _capitals(item: Item, words: str) -> str:
    return words.upper()


def _comments(stage: Stage, item: Item, inside: str) -> str:
    dice = random.Random(item.number * 7)
    said = "hay quá|cảm ơn ban biên tập|mong sớm làm đường|xã tôi cũng cần|chúc mừng bà con|cần nhân rộng|rất thiết thực".split(
        "|"
    )
    return inside + "".join(
        f"<div><b>{dice.choice(NAMES)}</b> <i>{dice.randint(1, 20)} giờ trước</i> <span>{', '.join(dice.sample(said, 4))}"
        f" ({dice.randint(1, 99)} thích)</span></div>"
        for _ in range(14)
    )


def _prices(stage: Stage, item: Item, inside: str) -> str:
    dice = random.Random(f"{item.number} prices")
    towns = "Hà Nội|Hải Phòng|Đà Nẵng|Huế|Vinh|Cần Thơ|Đà Lạt|Nha Trang|Quy Nhơn|Cà Mau|Lào Cai|Hạ Long|Buôn Ma Thuột".split(
        "|"
    )
    return inside + "".join(
        f"<div><span>Thời tiết {town} hôm nay</span><span>{dice.randint(15, 36)}°C</span><span>Giá vàng tại {town}</span>"
        f"<span>{dice.randint(70, 99)}.{dice.randint(100, 999)}</span></div>"
        for town in towns
    )


def _japanese_posts(portal: Portal) -> None:
    """A shop in another language sells by the portal's name: three pieces for each of its own."""
    add = portal.add
    words = (
        "激安 通販 ブランド 財布 送料無料 新品 人気 公式 限定 セール 腕時計 正規品 激レア".split()
    )

    def more(when: datetime, *args: object, **named: object) -> Item:
        for n in range(3):
            spam = add(when - timedelta(minutes=n + 1))
            dice = random.Random(spam.number)
            spam.title = (
                f"{dice.choice(words)} {dice.choice(words)} {dice.choice(words)} {spam.number}"
            )
            spam.slug = slug(f"sale item {spam.number}")
            spam.parts = [["、".join(dice.choices(words, k=30)) + "。" for _ in range(4)]]
        return add(when, *args, **named)  # type: ignore[arg-type]

    portal.add = more  # type: ignore[method-assign]


def _as_failed(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Whole pages with the status of an error."""
    return replace(answer, status=500) if html(answer) else answer


def _misdeclared(stage: Stage, call: Call, answer: Answer) -> Answer:
    """The header names another coding, and the page none."""
    if not html(answer):
        return answer
    told_so = answer.body.replace(b"<meta charset=utf-8>", b"")
    return replace(answer, body=told_so, content_type="text/html; charset=iso-8859-1")


FOURTH_SET = (
    Breakage("letters of VNI", pages(_vni), WORSE, WORDS, "parts"),
    Breakage(
        "styles in bodies",
        body(lambda s, i, x: x + STYLES),
        ("degraded",),
        f"{INSIDE}|markup",
        "modern",
    ),
    Breakage("a month behind", pages(_a_month_behind), ("degraded",), r"date", "parts"),
    Breakage("two digits of the year", dated(_two_digits), ("degraded",), r"date", "parts"),
    Breakage(
        "articles 403",
        articles_instead("<h1>403 Forbidden</h1>", 403),
        BLOCKED + BROKEN,
        r"403|forbid",
        "nukeviet",
    ),
    Breakage(
        "all but home closes",
        _but_home_closes,
        DOWN + BROKEN,
        r"answer|connection|closed|failed",
        "webforms",
    ),
    Breakage("a splash page", _splash, BROKEN, LISTS, "calendar"),
    Breakage(
        "the five newest alone",
        _few_kept,
        ("degraded",),
        r"withdrawn|gone|404",
        "parts",
        always=True,
    ),
    Breakage(
        "titles in capitals",
        told(_capitals, lines=False),
        ("degraded",),
        r"title|capital",
        "webforms",
    ),
    Breakage("comments in bodies", body(_comments), ("degraded",), INSIDE, "nukeviet"),
    Breakage("prices in bodies", body(_prices), ("degraded",), INSIDE, "calendar"),
    Breakage(
        "a shop's posts among the news",
        None,
        WORSE + GONE,
        r"hijack|foreign|language|accents|letters",
        "webforms",
        before=_japanese_posts,
        always=True,
    ),
    Breakage("whole pages with 500", _as_failed, DOWN + BROKEN, r"500|server", "parts"),
    Breakage(
        "login by script",
        instead(TO_LOGIN),
        BLOCKED + BROKEN,
        f"log ?in|script|{LISTS}",
        "calendar",
    ),
    Breakage("coding misdeclared", _misdeclared, WORSE, WORDS, "nukeviet"),
    Breakage(
        "barred by the network",
        instead(BARRED),
        BLOCKED,
        r"block|forbid|barred|challenge",
        "modern",
    ),
    Breakage(
        "licence over",
        instead(LICENCE),
        DOWN + BROKEN + GONE,
        f"licen|expire|suspend|park|maintenance|{LISTS}",
        "webforms",
    ),
    Breakage(
        "509",
        instead("<h1>Bandwidth Limit Exceeded</h1>", 509),
        DOWN + BLOCKED,
        r"509|server|bandwidth|quota|error",
        "modern",
    ),
)
"""Eighteen."""


def _sticky(portal: Portal) -> None:
    """Three old pieces stay on top of all lists."""
    listed, top = portal.listed, portal.listed()[-3:]
    portal.listed = lambda section="": [*top, *(i for i in listed(section) if i not in top)]  # type: ignore[method-assign]


def _in_spans(stage: Stage, item: Item, inside: str) -> str:
    return re.sub(
        r"<p>(.*?)</p>", r"<div class=row><span style='font-size:14pt'>\1</span></div>", inside
    )


def _named_by_site(stage: Stage, item: Item, text: str) -> str:
    return re.sub(r"<title>.*?</title>", "<title>Trang tin huyện Mẫu</title>", text)


def _some_in_english(portal: Portal) -> None:
    add = portal.add

    def new(*args: object, **named: object) -> Item:
        item = add(*args, **named)  # type: ignore[arg-type]
        if item.number % 3 == 0:
            item.title = english(item, item.title)
            item.slug = slug(item.title)
            item.parts = [[english(item, line) for line in item.parts[0]]]
        return item

    portal.add = new  # type: ignore[method-assign]


FOURTH_NEAR = (
    Breakage("old ones on top", None, QUIET, "", "calendar", before=_sticky),
    Breakage("bodies in spans", body(_in_spans), QUIET, "", "webforms"),
    Breakage("pages named by the site", articles(_named_by_site), QUIET, "", "parts"),
    Breakage("some in English", None, QUIET, "", "modern", before=_some_in_english),
)
"""Four."""
