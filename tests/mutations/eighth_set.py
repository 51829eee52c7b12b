"""The eighth set: what a fourth judge from outside found that was not named (2026-11-27), made anew for ours.

159 of its 167 cells were named rightly, 95 in a hundred; it had read neither the watch nor its tests.
"""

import json
from dataclasses import replace

from live_portals.portal import Answer, Call, Item, Portal

from mutations.breakages import WORSE, Breakage, articles, html
from mutations.stages import Stage

MERGED = "https://tinh-moi.example"


def _remember(portal: Portal) -> None:
    portal.former = frozenset(item.number for item in portal.items)  # type: ignore[attr-defined]


def _elsewhere(stage: Stage, call: Call, answer: Answer) -> Answer:
    """What is new stands on the new province's portal; the lists here lead to it."""
    if not html(answer):
        return answer
    text = answer.body.decode()
    for item in stage.portal.items:
        if item.number not in stage.portal.former:  # type: ignore[attr-defined]
            path = stage.portal.path(item)
            for quote in ("'", '"'):
                text = text.replace(
                    f"href={quote}{path}{quote}", f"href={quote}{MERGED}{path}{quote}"
                )
    return replace(answer, body=text.encode())


def _section_for_title(stage: Stage, item: Item, text: str) -> str:
    name = stage.portal.sections[item.section]
    return text.replace(item.title, name).replace(json.dumps(item.title), json.dumps(name))


def _article_before(stage: Stage, call: Call, answer: Answer) -> Answer:
    """A cache's keys have slipped: each address gives the article that was written before its own."""
    item = stage.item(call)
    if item is None or not html(answer):
        return answer
    older = [other for other in stage.portal.public() if other.number < item.number]
    before = max(older, key=lambda other: other.number, default=item)
    return stage.portal.answer(replace(call, target=stage.portal.path(before)))


EIGHTH_SET = (
    Breakage("new ones elsewhere", _elsewhere, WORSE, "entries-elsewhere", before=_remember),
    Breakage(
        "sections' names as titles",
        articles(_section_for_title),
        WORSE,
        r"title|doubled",
        "modern",
        a_day=2,
    ),
    *(
        Breakage(
            f"the article before, {portal}",
            _article_before,
            WORSE,
            r"misnamed|replaced|doubled",
            portal,
            a_day=2,
        )
        for portal in ("nukeviet", "modern")
    ),
)
"""Four."""
