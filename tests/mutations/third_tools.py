"""How breakages of the third set work on answers: on all that is text, on bodies, on dates, on titles."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from live_portals.portal import VIETNAM, Answer, Call, Item

from mutations.breakages import articles, html
from mutations.stages import Change, Stage

BODY = re.compile(r"(<div class=(?:entry-)?content>)(.*?)(</div>)", re.DOTALL)


DATE = re.compile(r"(<div class=date>).*?(</div>)", re.DOTALL)


LISTED = re.compile(r"(<span class=time>)(\d\d/\d\d/\d{4})(</span>)")


def text_of(work: Callable[[Stage, str], str]) -> Change:
    """Work on all that is text: pages, feeds, sitemaps."""

    def change(stage: Stage, call: Call, answer: Answer) -> Answer:
        if answer.status != 200 or answer.raw or call.path == "/robots.txt":
            return answer
        return replace(answer, body=work(stage, answer.body.decode()).encode())

    return change


def told(work: Callable[[Item, str], str], *, lines: bool = True) -> Change:
    """Put each title, and each line of the articles, in other words wherever they stand."""

    def change(stage: Stage, text: str) -> str:
        for item in stage.portal.items:
            text = text.replace(item.title, work(item, item.title))
            for line in item.parts[0] if lines else ():
                text = text.replace(line, work(item, line))
                text = text.replace(line[:100], work(item, line[:100]))
        return text

    return text_of(change)


def body(work: Callable[[Stage, Item, str], str]) -> Change:
    """Another inside of every article's body."""
    return articles(
        lambda stage, item, text: BODY.sub(
            lambda found: found[1] + work(stage, item, found[2]) + found[3], text, count=1
        )
    )


def dated(show: Callable[[Stage, datetime], str]) -> Change:
    """Articles' and listings' dates in another form."""

    def change(stage: Stage, call: Call, answer: Answer) -> Answer:
        if not html(answer):
            return answer
        text, item = answer.body.decode(), stage.item(call)
        if item:
            text = DATE.sub(lambda found: found[1] + show(stage, item.when) + found[2], text)

        def of_list(found: re.Match[str]) -> str:
            day = datetime.strptime(found[2], "%d/%m/%Y").replace(tzinfo=VIETNAM)
            return found[1] + show(stage, day) + found[3]

        return replace(answer, body=LISTED.sub(of_list, text).encode())

    return change
