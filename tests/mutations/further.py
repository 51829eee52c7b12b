"""The second set: other breakages, and those of the first in other words, on other portals."""
# ruff: noqa: E501 - pages as portals send them

import gzip
import re
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO

from live_portals.portal import Answer, Call, Item, Portal

from mutations.breakages import (
    BLOCKED,
    BROKEN,
    DOWN,
    GONE,
    WORSE,
    Breakage,
    articles,
    articles_instead,
    charset,
    html,
    instead,
    listings,
    main_part,
    no_sidebar,
    pages,
    raw,
    to,
)
from mutations.nearmisses import QUIET
from mutations.stages import Stage

CLOUDFLARE = (
    "<head><title>Just a moment...</title><meta http-equiv=refresh content=390></head><body><div class=main-wrapper>"
    "<noscript>Enable JavaScript and cookies to continue</noscript></div>"
    "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=8a'></script></body>"
)
WAF = "<head><title>Request Rejected</title></head><body>The requested URL was rejected. Your support ID is: 1187</body>"
SSO = "https://login.microsoftonline.com/common/oauth2/authorize?client_id=1&redirect_uri=x"
GOODBYE = (
    "<head><meta charset=utf-8><title>Thông báo ngừng hoạt động</title></head><body><h1>Thông báo</h1><p>Trang thông"
    " tin điện tử huyện Mẫu đã ngừng hoạt động kể từ ngày 01/03/2026. Mời quý vị truy cập trang mới tại"
    " <a href='http://cong-moi.example/'>cong-moi.example</a>.</p></body>"
)
SQL = (
    "<head><title>Runtime Error</title></head><body><h1>Server Error in '/' Application.</h1><h2>Login failed for"
    " user 'sa'. A network-related error occurred while establishing a connection to SQL Server.</h2></body>"
)
ALIEN = (
    "<head><meta charset=utf-8><title>Shop giày thể thao giá rẻ</title></head><body><h1>Shop giày</h1>"
    + "".join(
        f"<div><a href='/san-pham/giay-{n}.html'>Giày sneaker nam nữ mã {n} giá 199k freeship</a></div>"
        for n in range(30)
    )
    + "</body>"
)


def _no_bytes(out: BinaryIO) -> None:
    with suppress(OSError):
        out.flush()


def _half_body(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Every body breaks off in the middle of its Content-Length."""
    body = answer.body

    def write(out: BinaryIO) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
        out.write(head.encode() + body[: len(body) // 3])

    return Answer(raw=write) if html(answer) else answer


def _twice_zipped(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Zipped by the application and told so nowhere."""
    return replace(answer, body=gzip.compress(answer.body)) if html(answer) else answer


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _year_short(text: str) -> str:
    """Two digits of the year, month in front: 03/10/26."""
    return re.sub(r"\b(\d\d)/(\d\d)/20(\d\d)\b", r"\2/\1/\3", text)


def _buddhist(text: str) -> str:
    """Every date a year behind: a clock set wrong when the server was restored."""
    return text.replace("/2026", "/2025").replace("năm 2026", "năm 2025")


def _one_date(stage: Stage, item: Item, text: str) -> str:
    """All say the day of the restored backup."""
    return re.sub(
        r"<div class=date>.*?</div>",
        "<div class=date>15/01/2026 08:00</div>",
        text,
        flags=re.DOTALL,
    )


def _prefixed(stage: Stage, item: Item, text: str) -> str:
    """The section's name instead of the title."""
    name = stage.portal.sections[item.section]
    text = re.sub(r"<h1 class=title>.*?</h1>", f"<h1 class=title>{name}</h1>", text)
    return re.sub(r"<title>.*?</title>", f"<title>{name}</title>", text)


def _related_inside(stage: Stage, item: Item, text: str) -> str:
    """The latest news stand inside every body."""
    inside = "".join(
        f"<p><a href='{stage.portal.path(i)}'>{i.title}</a></p>" for i in stage.portal.listed()[:6]
    )
    return text.replace(
        "<div class=content>", f"<div class=content><p>Tin cùng chuyên mục</p>{inside}"
    )


def _same_body(stage: Stage, item: Item, text: str) -> str:
    """A cache gives one article's body for all."""
    first = stage.portal.items[0]
    body = "".join(f"<p>{line}</p>" for line in first.parts[0])
    return re.sub(
        r"<div class=content>.*?</div>", f"<div class=content>{body}</div>", text, flags=re.DOTALL
    )


def _lorem(stage: Stage, item: Item, text: str) -> str:
    """English instead: a demo's text."""
    words = (
        "<p>Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt.</p>"
        * 4
    )
    return re.sub(
        r"<div class=content>.*?</div>", f"<div class=content>{words}</div>", text, flags=re.DOTALL
    )


def _as_picture(stage: Stage, item: Item, text: str) -> str:
    """Every article is a scan of it."""
    scan = f"<p><img src='/upload/scan-{item.number}.jpg'></p>"
    text = re.sub(r"<p class=sapo>.*?</p>", "", text, flags=re.DOTALL)
    return re.sub(
        r"<div class=content>.*?</div>", f"<div class=content>{scan}</div>", text, flags=re.DOTALL
    )


def _old_list(stage: Stage, call: Call, answer: Answer) -> Answer:
    """A cache in front keeps the lists as they were: nothing new is ever listed."""
    if stage.item(call) or not html(answer):
        return answer
    listed = stage.portal.listed
    stage.portal.listed = lambda section="": [
        i for i in listed(section) if i.number <= stage.portal.last
    ]  # type: ignore[attr-defined,method-assign]
    try:
        return stage.portal.answer(replace(call, headers={}))
    finally:
        del stage.portal.listed  # type: ignore[method-assign]


def _remember_last(portal: Portal) -> None:
    portal.last = max(i.number for i in portal.items)  # type: ignore[attr-defined]


def _scripted(stage: Stage, text: str) -> str:
    """Entries of lists come by a script now."""
    new = "<h2>Tin tức</h2><div id=app-list data-api='/api/v2/list'>Đang tải...</div><script src=/l.js></script>"
    return main_part(no_sidebar(text), new)


def _hash_links(stage: Stage, text: str) -> str:
    """Entries open by script: links lead nowhere."""
    return re.sub(
        r"<h3><a href='[^']*'>",
        "<h3><a href='javascript:void(0)' onclick='mo(this)'>",
        no_sidebar(text),
    )


def _to_home(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Every article redirects to the home page."""
    return Answer(b"", 302, headers=(("Location", "/"),)) if stage.item(call) else answer


def _loops(stage: Stage, call: Call, answer: Answer) -> Answer:
    return (
        answer
        if call.path == "/robots.txt"
        else Answer(b"", 302, headers=(("Location", call.target),))
    )


def _robots_503(stage: Stage, call: Call, answer: Answer) -> Answer:
    return Answer(b"", 503) if call.path == "/robots.txt" else answer


def _refused_later(stage: Stage, call: Call, answer: Answer) -> Answer:
    """The home page is free, all else is forbidden."""
    if call.path in ("/", "/robots.txt"):
        return answer
    return Answer(f"<html>{WAF}</html>".encode(), 403)


def _articles_500(stage: Stage, call: Call, answer: Answer) -> Answer:
    return Answer(f"<html>{SQL}</html>".encode(), 500) if stage.item(call) else answer


SECOND_SET = (
    Breakage(
        "Cloudflare",
        instead(CLOUDFLARE, 403),
        BLOCKED,
        r"challenge|captcha|block|firewall|script",
        "parts",
    ),
    Breakage(
        "firewall 200", instead(WAF), BLOCKED, r"challenge|block|firewall|captcha", "webforms"
    ),
    Breakage(
        "firewall beyond the home page",
        _refused_later,
        BLOCKED + BROKEN,
        r"403|forbid|block|challenge",
        "parts",
    ),
    Breakage("sign-on elsewhere", to(SSO, 302), BLOCKED, r"login|log in", "webforms"),
    Breakage(
        "451", instead("<h1>Unavailable</h1>", 451), BLOCKED, r"451|geo|forbid|refus|block", "parts"
    ),
    Breakage(
        "goodbye page",
        instead(GOODBYE),
        GONE + BROKEN,
        r"no-news|moved|closed|successor|listing|news",
        "parts",
    ),
    Breakage(
        "another trade",
        instead(ALIEN),
        GONE + WORSE,
        r"hijack|no-news|listing|news|articles",
        "parts",
    ),
    Breakage("runtime error 200", instead(SQL), DOWN + BROKEN, r"error|server", "webforms"),
    Breakage("articles 500", _articles_500, DOWN + BROKEN, r"500|server|failed", "parts"),
    Breakage("robots 503", _robots_503, DOWN + BLOCKED, r"robots", "webforms", days=(1, 1, 1)),
    Breakage("closes without a word", raw(_no_bytes), DOWN, r"answer|connection|closed", "parts"),
    Breakage(
        "bodies cut off", _half_body, DOWN + BROKEN, r"broke off|connection|failed|answer", "parts"
    ),
    Breakage("redirects in a circle", _loops, DOWN + BROKEN, r"circle|redirect", "parts"),
    Breakage(
        "zipped untold",
        _twice_zipped,
        WORSE + DOWN,
        r"cod|html|empty|no-news|listing|text",
        "parts",
    ),
    Breakage(
        "utf-16 as utf-8",
        charset(_utf16),
        WORSE,
        r"charset|coding|garbl|letters|text|title|listing|news|empty",
        "webforms",
    ),
    Breakage("short years, month first", pages(_year_short), ("degraded",), r"date", "parts"),
    Breakage("a year behind", pages(_buddhist), ("degraded",), r"date", "webforms"),
    Breakage("one date for all", articles(_one_date), ("degraded",), r"date", "parts"),
    Breakage("section's name as title", articles(_prefixed), WORSE, r"title", "webforms"),
    Breakage(
        "latest news in bodies",
        articles(_related_inside),
        ("degraded",),
        r"repeat|chrome|boilerplate|template|text",
        "parts",
    ),
    Breakage("one body for all", articles(_same_body), WORSE, r"repeat|same|text", "webforms"),
    Breakage("demo text", articles(_lorem), WORSE, r"repeat|same|text|language|letters", "parts"),
    Breakage(
        "scans instead of text",
        articles(_as_picture),
        WORSE,
        r"short|text|empty|reject",
        "webforms",
    ),
    Breakage(
        "lists from an old cache",
        _old_list,
        ("late", "broken"),
        r"silen|late|days|since|new",
        "parts",
        days=(1, 2, 3, 2),
        before=_remember_last,
    ),
    Breakage(
        "lists by script", listings(_scripted), BROKEN, r"empty|listing|no-news|news", "parts"
    ),
    Breakage(
        "links by script", listings(_hash_links), BROKEN, r"empty|listing|no-news|news", "webforms"
    ),
    Breakage(
        "articles lead home",
        _to_home,
        BROKEN,
        r"redirect|gone|reject|listing|articles|404",
        "parts",
    ),
    Breakage(
        "articles to a sign-on",
        lambda s, c, a: to(SSO, 302)(s, c, a) if s.item(c) else a,
        BLOCKED + BROKEN,
        r"login|log in|offsite",
        "webforms",
    ),
    Breakage(
        "articles empty shells",
        articles_instead(
            "<head><title>Tin</title></head><body><div id=app></div><script src=a.js></script></body>"
        ),
        BROKEN,
        r"script|empty|reject|shell",
        "parts",
    ),
)
"""Twenty-nine."""


def _one_minute(portal: Portal) -> None:
    """Three pieces go up together, in one minute."""
    add = portal.add
    portal.add = lambda when, *a, **k: add(when.replace(hour=8, minute=15), *a, **k)  # type: ignore[method-assign]


def _longer(portal: Portal) -> None:
    add = portal.add

    def long(*args, **more):  # type: ignore[no-untyped-def]
        item = add(*args, **more)
        item.parts[0] *= 2
        return item

    portal.add = long  # type: ignore[method-assign]


FURTHER_NEAR = (
    Breakage("put up in one minute", None, QUIET, "", "parts", before=_one_minute),
    Breakage("as usual, postbacks", None, QUIET, "", "webforms"),
    Breakage("as usual, parts", None, QUIET, "", "parts"),
    Breakage("one piece a day", None, QUIET, "", "webforms", a_day=1),
    Breakage("three days' rest", None, QUIET, "", "webforms", days=(1, 1, 1), a_day=0),
    Breakage(
        "one maintenance page",
        None,
        QUIET,
        "",
        "webforms",
        changes=(
            instead(
                "<head><title>Bảo trì</title></head><body><h1>Hệ thống đang bảo trì</h1></body>"
            ),
            None,
        ),
    ),
    Breakage(
        "a captcha for one run", None, QUIET, "", "parts", changes=(instead(CLOUDFLARE, 403), None)
    ),
)
"""Seven more that must stay quiet."""
