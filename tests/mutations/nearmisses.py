"""What looks like a breakage and is none: all of it must stay quiet."""

import re
from dataclasses import replace

from live_portals.portal import Answer, Call, Item, Portal

from mutations.breakages import (
    CAPTCHA,
    Breakage,
    articles,
    instead,
    pages,
    renamed,
)
from mutations.stages import Stage

QUIET = ("healthy",)


def _first_undated(stage: Stage, item: Item, text: str) -> str:
    newest = max(stage.portal.items, key=lambda i: i.number)
    if item.number != newest.number:
        return text
    return re.sub(r"<div class=date>.*?</div>", "", text, flags=re.DOTALL)


def _redesigned(text: str) -> str:
    text = renamed(text).replace("<h1", "<header><h1").replace("</h1>", "</h1></header>")
    text = text.replace("<div id=header>", "<nav id=top><b>UBND huyện Mẫu</b>")
    text = text.replace("<a href='/'>Trang chủ</a></div>", "<a href='/'>Trang chủ</a></nav>", 1)
    return text.replace(
        "<body>", "<body class=dark><div class=skip><a href='#c'>Tới nội dung</a></div>"
    )


def _moved_section(portal: Portal) -> None:
    """A section's name in the menu and its address change; its articles stay where they are."""
    old = type(portal).section_path
    last = list(portal.sections)[-1]
    portal.section_path = lambda s: "/muc-moi/" if s == last else old(portal, s)  # type: ignore[method-assign]


def _move(stage: Stage, call: Call, answer: Answer) -> Answer:
    last = list(stage.portal.sections)[-1]
    if call.path == "/muc-moi/":
        return stage.portal.answer(replace(call, target=f"/{last}/", headers={}))
    if call.path == f"/{last}/":
        return Answer(b"", 301, headers=(("Location", "/muc-moi/"),))
    return answer


def _withdraw_some(portal: Portal) -> None:
    for item in portal.public()[-3:]:
        portal.withdraw(item)


def _edit_many(portal: Portal) -> None:
    for item in portal.public()[-8:]:
        portal.edit(item)


def _one_captcha(stage: Stage, call: Call, answer: Answer) -> Answer:
    newest = max(stage.portal.items, key=lambda i: i.number)
    item = stage.item(call)
    if item is not None and item.number == newest.number:
        return instead(CAPTCHA)(stage, call, answer)
    return answer


def _short_notices(portal: Portal) -> None:
    """For once two of the three new ones are notices of a line."""
    add = portal.add

    def brief(*args, **more):  # type: ignore[no-untyped-def]
        item = add(*args, **more)
        if item.number % 3:
            item.parts = [[item.parts[0][0]]]
        return item

    portal.add = brief  # type: ignore[method-assign]


NIGHT = instead("<h1>503 Service Unavailable</h1>", 503)
NEAR_MISSES = (
    Breakage("one article without a date", articles(_first_undated), QUIET, ""),
    Breakage("a week of Tết", None, QUIET, "", "tet", days=(1, 1, 2, 2, 2), a_day=0),
    Breakage("one failing run", None, QUIET, "", changes=(instead("<h1>500</h1>", 500), None)),
    Breakage("one refused run", None, QUIET, "", "modern", down=(0,)),
    Breakage("a night of 503", None, QUIET, "", days=(0.5, 0.2, 0.3), changes=(NIGHT, NIGHT, None)),
    Breakage("redesign that keeps all readable", pages(_redesigned), QUIET, ""),
    Breakage("redesign, other idiom", pages(_redesigned), QUIET, "", "modern"),
    Breakage("twice the output", None, QUIET, "", a_day=6),
    Breakage("five times the output", None, QUIET, "", "calendar", a_day=15),
    Breakage("a moved section", _move, QUIET, "", before=_moved_section),
    Breakage("some withdrawn", None, QUIET, "", "calendar", before=_withdraw_some),
    Breakage("many edited", None, QUIET, "", "modern", before=_edit_many),
    Breakage("a captcha once", _one_captcha, QUIET, "", "calendar"),
    Breakage("short notices for once", None, QUIET, "", before=_short_notices),
    Breakage("all in one section", None, QUIET, "", "calendar", sections=("kinh-te",)),
    Breakage("a quiet day", None, QUIET, "", "calendar", a_day=0),
    Breakage("class names", pages(renamed), QUIET, "", "calendar"),
)
"""Seventeen."""
