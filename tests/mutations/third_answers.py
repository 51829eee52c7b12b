"""What comes in place of answers: refusals, redirects, other portals, other addresses."""
# ruff: noqa: E501 - pages as portals send them

import json
import random
import re
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import BinaryIO

from live_portals.portal import Answer, Call, Portal

from mutations.breakages import html
from mutations.portals import BEGIN, RichCalendar, small
from mutations.stages import Stage


def renumbered(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Behind each number stands the piece that was four numbers before."""
    item = stage.item(call)
    if item is None or not html(answer):
        return answer
    public = stage.portal.public()
    return stage.portal.article(public[max(0, public.index(item) - 4)])


def at_new_addresses(stage: Stage, call: Call, answer: Answer) -> Answer:
    """The articles at their new addresses; the old ones are not known any more."""
    if item := stage.item(call):
        return stage.portal.withheld(item) or stage.portal.article(item)
    return stage.portal.not_found() if call.path.startswith("/bai-viet/") else answer


def led_to_new_addresses(stage: Stage, call: Call, answer: Answer) -> Answer:
    """As `at_new_addresses`, and the old ones lead there."""
    if item := stage.item(call):
        return stage.portal.withheld(item) or stage.portal.article(item)
    old = re.fullmatch(r"/bai-viet/(\d+)/[^/]*", call.path)
    item = next((i for i in stage.portal.items if old and str(i.number) == old[1]), None)
    if item is None:
        return answer
    return Answer(b"", 301, headers=(("Location", stage.portal.path(item)),))


def with_sessions(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Every link to an article bears a ticket, another one for each answer."""
    answer = stage.portal.answer(replace(call, target=call.target.split("?ve=")[0], headers={}))
    if not html(answer):
        return answer
    stage.portal.visits += 1
    ticket = random.Random(stage.portal.visits).randbytes(12).hex()
    return replace(answer, body=re.sub(rb"\.html'", f".html?ve={ticket}'".encode(), answer.body))


def tickets(stage: Stage, call: Call, answer: Answer) -> Answer:
    """After three requests of a visit, a page that says to slow down, with status 200."""
    if call.path == "/robots.txt":
        return answer
    counted: dict[datetime, int] = stage.portal.__dict__.setdefault("counted", {})
    counted[stage.portal.now] = counted.get(stage.portal.now, 0) + 1
    if counted[stage.portal.now] <= 3:
        return answer
    return Answer(
        "<html><head><meta charset=utf-8><title>Thông báo</title></head><body><h2>Bạn truy cập quá nhanh</h2>"
        "<p>Hệ thống ghi nhận quá nhiều yêu cầu từ địa chỉ của bạn. Vui lòng thử lại sau ít phút.</p></body></html>".encode()
    )


def vhost(stage: Stage, call: Call, answer: Answer) -> Answer:
    """The web server answers with another authority's portal."""
    other: Portal | None = stage.portal.__dict__.get("other")
    if other is None:
        other = stage.portal.__dict__["other"] = small(RichCalendar, "another authority", BEGIN)
        for hours in range(12):
            other.add(other.now - timedelta(hours=hours + 1))
    other.now, other.url = stage.portal.now, stage.portal.url
    return other.answer(replace(call, headers={}))


def drip(out: BinaryIO) -> None:
    """A byte now and then, without an end."""
    with suppress(OSError):
        out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html>")
        for _ in range(8):
            out.flush()
            time.sleep(0.25)
            out.write(b" ")


def secured(stage: Stage, call: Call, answer: Answer) -> Answer:
    """To https, where no TLS is spoken."""
    secure = stage.url.replace("http:", "https:")
    return Answer(b"", 301, headers=(("Location", secure + call.target),))


def blank(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Nothing, and with status 200."""
    return answer if call.path == "/robots.txt" else Answer(b"")


def handed_on(stage: Stage, call: Call, answer: Answer) -> Answer:
    """From one address to the next, without an end and never twice the same."""
    if call.path == "/robots.txt":
        return answer
    number = int(call.query.get("buoc") or 0) + 1
    return Answer(b"", 302, headers=(("Location", f"{call.path}?buoc={number}"),))


def articles_forbidden(stage: Stage, call: Call, answer: Answer) -> Answer:
    """robots.txt names the folder in which the articles lie."""
    if call.path != "/robots.txt":
        return answer
    return Answer(b"User-agent: *\nDisallow: /bai-viet/\n", content_type="text/plain")


def elsewhere(stage: Stage, call: Call, answer: Answer) -> Answer:
    """The articles alone have another host."""
    if stage.item(call) is None:
        return answer
    return Answer(b"", 301, headers=(("Location", f"http://tin-moi.example{call.target}"),))


def json_alone(stage: Stage, call: Call, answer: Answer) -> Answer:
    """An interface's complaint in place of pages."""
    if not html(answer):
        return answer
    said = json.dumps({"success": False, "code": "ERR_TENANT", "data": None})
    return Answer(said.encode(), content_type="application/json")


def downloads(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Pages as files to save."""
    if not html(answer):
        return answer
    return replace(
        answer,
        content_type="application/octet-stream",
        headers=(*answer.headers, ("Content-Disposition", "attachment")),
    )


def home_fails(stage: Stage, call: Call, answer: Answer) -> Answer:
    """The home page alone has an error."""
    return Answer(b"<h1>500</h1>", 500) if call.path == "/" else answer


def pages_forbidden(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Feeds and sitemaps are free, pages are not."""
    return Answer(b"<h1>Forbidden</h1>", 403) if html(answer) else answer


def no_machine_lists(stage: Stage, call: Call, answer: Answer) -> Answer:
    """No feeds and no sitemaps any more."""
    if "xml" in answer.content_type:
        return Answer(b"<h1>404</h1>", 404)
    return answer


def robots_page(stage: Stage, call: Call, answer: Answer) -> Answer:
    """The home page in place of robots.txt."""
    return stage.portal.answer(replace(call, target="/")) if call.path == "/robots.txt" else answer


def fresh(stage: Stage, call: Call, answer: Answer) -> Answer:
    """WordPress just installed."""
    if call.path == "/robots.txt":
        return answer
    first = (
        "<article class='post hentry'><h{n} class=entry-title><a href='/hello-world/'>Hello world!</a></h{n}>"
        "<time class=entry-date datetime='2026-03-09T01:02:03+00:00'>March 9, 2026</time><div class=entry-content>"
        "<p>Welcome to WordPress. This is your first post. Edit or delete it, then start writing!</p></div></article>"
    )
    head = "<head><title>My Site</title><meta name=generator content='WordPress 6.7'></head>"
    if call.path in ("/", "/hello-world/"):
        shown = first.format(n=2 if call.path == "/" else 1)
        return Answer(f"<html>{head}<body>{shown}</body></html>".encode())
    nothing = "<h1>Oops! That page can&rsquo;t be found.</h1>"
    return Answer(f"<html>{head}<body>{nothing}</body></html>".encode(), 404)


def merged(stage: Stage, call: Call, answer: Answer) -> Answer:
    """All sections' addresses lead to one list of everything."""
    found = re.fullmatch(r"/tin-tuc/[^/]+", call.path)
    return Answer(b"", 301, headers=(("Location", "/tin-tuc"),)) if found else answer


def section_fails(stage: Stage, call: Call, answer: Answer) -> Answer:
    """One section's list has an error."""
    first = next(iter(stage.portal.sections))
    if f"/{first}/" in call.target and stage.item(call) is None:
        return Answer(b"<h1>500</h1>", 500)
    return answer


def based(text: str) -> str:
    """All links are another host's."""
    return text.replace("<head>", "<head><base href='http://may-chu-thu.example/'>", 1)


def warned(text: str) -> str:
    """What PHP says of itself before each page."""
    return (
        "<br />\n<b>Deprecated</b>: Function strftime() is deprecated in <b>/home/web/includes/core.php</b> on line"
        f" <b>212</b><br />\n{text}"
    )


def bannered(text: str) -> str:
    """A bar that asks about cookies and a greeting of the season, over the page."""
    bar = (
        "<div class=cookie-bar role=dialog><p>Trang này dùng cookie để phục vụ bạn tốt hơn.</p><button>Đồng ý</button>"
        "</div><div class=popup><img src='/upload/chuc-mung.jpg'><p>Chúc mừng năm mới!</p></div>"
    )
    return text.replace("</body>", f"{bar}</body>")
