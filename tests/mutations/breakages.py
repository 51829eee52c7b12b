"""The first set of breakages: what each does to a portal's answers, and what the watch should say then.

The state to say follows from the harm that was measured: a breakage that takes nothing from what is
stored is none, whatever it is called.
"""
# ruff: noqa: E501 - pages as portals send them

import json
import re
import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import BinaryIO

from live_portals.portal import Answer, Call, Item, Portal

from mutations.forks import TIMEOUT
from mutations.stages import Change, Stage

SILENT = "silent"
"""The harm of a portal that says nothing any more: nobody can measure it by articles."""


@dataclass(frozen=True)
class Breakage:
    """One way to break."""

    name: str
    change: Change | None
    states: tuple[str, ...]
    """The right names of its state where it does harm."""
    words: str
    """A pattern that the names or evidence of its symptoms or its next step must match."""
    portal: str = "nukeviet"
    days: tuple[float, ...] = (1, 1)
    a_day: int = 3
    before: Callable[[Portal], None] | None = None
    down: tuple[int, ...] = ()
    sections: tuple[str, ...] = ()
    """Where articles appear, if not anywhere."""
    changes: tuple[Change | None, ...] | None = None
    """One for each visit instead of `change`."""
    timeout: float = TIMEOUT
    """Seconds that its runs wait for an answer."""
    always: bool = False
    """It does harm though no article can show it."""


def html(answer: Answer) -> bool:
    """Whether an answer is a page."""
    return "html" in answer.content_type and answer.status == 200


def pages(work: Callable[[str], str]) -> Change:
    """Work on the text of every page."""

    def change(stage: Stage, call: Call, answer: Answer) -> Answer:
        if not html(answer):
            return answer
        return replace(answer, body=work(answer.body.decode()).encode())

    return change


def articles(work: Callable[[Stage, Item, str], str]) -> Change:
    """Work on the text of articles' pages."""

    def change(stage: Stage, call: Call, answer: Answer) -> Answer:
        item = stage.item(call)
        if item is None or not html(answer):
            return answer
        return replace(answer, body=work(stage, item, answer.body.decode()).encode())

    return change


def listings(work: Callable[[Stage, str], str]) -> Change:
    """Work on the text of all pages that are no articles."""

    def change(stage: Stage, call: Call, answer: Answer) -> Answer:
        if stage.item(call) is not None or not html(answer):
            return answer
        return replace(answer, body=work(stage, answer.body.decode()).encode())

    return change


def instead(text: str, status: int = 200, **headers: str) -> Change:
    """One page for whatever is asked, robots.txt excepted."""
    more = tuple((k.replace("_", "-"), v) for k, v in headers.items())

    def change(stage: Stage, call: Call, answer: Answer) -> Answer:
        if call.path == "/robots.txt":
            return answer
        return Answer(f"<!doctype html><html>{text}</html>".encode(), status, headers=more)

    return change


def articles_instead(text: str, status: int = 200) -> Change:
    """One page for every article."""
    whole = instead(text, status)
    return lambda stage, call, answer: whole(stage, call, answer) if stage.item(call) else answer


def main_part(text: str, new: str) -> str:
    """The page with another main part."""
    return re.sub(
        r"<div id=main>.*?</div><div id=sidebar>",
        lambda _: f"<div id=main>{new}</div><div id=sidebar>",
        text,
        flags=re.DOTALL,
    )


def no_sidebar(text: str) -> str:
    """The page without its lists of latest news."""
    return re.sub(
        r"<div id=sidebar>.*</div></div><div id=footer>",
        "<div id=sidebar></div></div><div id=footer>",
        text,
        flags=re.DOTALL,
    )


def raw(write: Callable[[BinaryIO], None]) -> Change:
    """Whatever is asked, these bytes."""
    return lambda stage, call, answer: Answer(raw=write)


def hang(out: BinaryIO) -> None:
    """No answer for longer than anybody waits here."""
    time.sleep(1.5)
    with suppress(OSError):
        out.write(b"")


def in_1258(text: str) -> bytes:
    """As Windows of old wrote Vietnamese: letters, then their tones."""
    done = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            done.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next((p for p in parts if p in "\u0300\u0301\u0303\u0309\u0323"), "")
            base = unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts)
            done.append(base.encode("cp1258", "replace") + tone.encode("cp1258"))
    return b"".join(done)


def charset(encode: Callable[[str], bytes]) -> Change:
    """Pages in another coding, declared UTF-8 all the same."""

    def change(stage: Stage, call: Call, answer: Answer) -> Answer:
        return replace(answer, body=encode(answer.body.decode())) if html(answer) else answer

    return change


def twice_coded(text: str) -> bytes:
    """UTF-8 taken for Windows-1252 and written as UTF-8 again."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode()).encode()


def flipped(text: str) -> str:
    """Month first."""
    return re.sub(r"\b(\d\d)/(\d\d)/(\d{4})\b", r"\2/\1/\3", text)


def undated(text: str) -> str:
    """No date anywhere."""
    text = re.sub(
        r"<div class=date>.*?</div>|<span class=time>.*?</span>", "", text, flags=re.DOTALL
    )
    return re.sub(r'"datePublished": "[^"]*"', '"x": ""', text)


def dated_now(stage: Stage, item: Item, text: str) -> str:
    """The time of the visit for every article's."""
    now = f"{stage.portal.now:%d/%m/%Y %H:%M}"
    return re.sub(
        r"<div class=date>.*?</div>", f"<div class=date>{now}</div>", text, flags=re.DOTALL
    )


CHROME = (
    "<p>Quý bạn đọc quan tâm có thể theo dõi trang thông tin trên các nền tảng mạng xã hội Zalo, Facebook.</p>"
    "<p>Đường dây nóng tiếp nhận phản ánh kiến nghị của người dân và doanh nghiệp: 0203 111 222 - 0913 444 555.</p>"
    "<p>Mọi ý kiến đóng góp xin gửi về Ban biên tập theo địa chỉ số 1 đường Hòa Bình, thị trấn Mẫu, huyện Mẫu.</p>"
)


def chromed(stage: Stage, item: Item, text: str) -> str:
    """The same lines in every article's body, before and after its words."""
    return text.replace("<div class=content>", f"<div class=content>{CHROME}").replace(
        item.parts[0][-1] + "</p>", item.parts[0][-1] + "</p>" + CHROME.replace("Quý bạn", "Bạn")
    )


def only_lead(stage: Stage, item: Item, text: str) -> str:
    """The body is gone but for the lead."""
    return re.sub(
        r"<div class=content>.*?</div>", "<div class=content></div>", text, flags=re.DOTALL
    )


def unsigned(stage: Stage, item: Item, text: str) -> str:
    """Nobody signs."""
    return re.sub(r"<p class=author.*?</p>", "", text, flags=re.DOTALL)


def unpictured(stage: Stage, item: Item, text: str) -> str:
    """No picture."""
    return re.sub(r"<p><img.*?></p>", "", text, flags=re.DOTALL)


SITE = "Cổng thông tin điện tử huyện Mẫu"


def named_as_site(text: str) -> str:
    """Every title, also in listings, is the site's name."""
    text = re.sub(r"<title>.*?</title>", f"<title>{SITE}</title>", text)
    text = re.sub(r"<h1 class=title>.*?</h1>", f"<h1 class=title>{SITE}</h1>", text)
    headline = f'"headline": {json.dumps(SITE)}'
    return re.sub(r'"headline": "[^"]*"', lambda _: headline, text)


def untitled(text: str) -> str:
    """No title on any article's page."""
    text = re.sub(r"<title>.*?</title>", "<title></title>", text)
    text = re.sub(r"<h1 class=title>.*?</h1>", "<h1 class=title></h1>", text)
    text = re.sub(r'"headline": "[^"]*"', '"headline": ""', text)
    return re.sub(r" alt='[^']*'", "", text)


RENAMED = {
    "class=post": "class=x9f2",
    "class=title": "class=x71c",
    "class=date": "class=x0aa",
    "class=content": "class=x55e",
    "class=item": "class=x13b",
    "class=news": "class=x7d7",
    "id=main": "id=x001",
    "id=sidebar": "id=x002",
    "class=sapo": "class=x77a",
    "class=container": "class=x00c",
}


def renamed(text: str) -> str:
    """Class names of a build tool."""
    for old, new in RENAMED.items():
        text = text.replace(old, new)
    return text


def emptied(stage: Stage, text: str) -> str:
    """Listings without entries, home page among them."""
    return main_part(no_sidebar(text), "<h2>Tin tức</h2><p>Chưa có bài viết nào.</p>")


def half_emptied(stage: Stage, call: Call, answer: Answer) -> Answer:
    """The second and further sections have no entries; nor has anything else of theirs."""
    names = list(stage.portal.sections)[1:]
    if any(f"/{name}" in call.target for name in names) and not stage.item(call) and html(answer):
        return replace(answer, body=emptied(stage, answer.body.decode()).encode())
    if stage.item(call) or not html(answer):
        return answer
    text = answer.body.decode()
    for item in stage.portal.items:
        if item.section in names:
            text = text.replace(f"href='{stage.portal.path(item)}'", "href='#'")
    return replace(answer, body=text.encode())


def looping(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Every page of a listing is its first, and says that a next one follows."""
    if not html(answer) or stage.item(call):
        return answer
    seen = re.search(r"page[-=](\d+)", call.target)
    bare = re.sub(r"page-\d+/|[?&]page=\d+", "", call.target)
    text = stage.portal.answer(replace(call, target=bare, headers={})).body.decode()
    number = int(seen[1]) + 1 if seen else 2
    if bare == "/" or not text:
        return answer
    link = f"<ul class=pagination><li><a href='{bare}page-{number}/'>{number}</a></li></ul>"
    return replace(answer, body=re.sub(r"<ul class=pagination>.*?</ul>", link, text).encode())


def endless(stage: Stage, call: Call, answer: Answer) -> Answer:
    """A section whose every page links ten new pages without news, and the next."""
    if call.path.startswith("/rac/"):
        return Answer(
            stage.portal.shell("Chuyên trang", f"<p>Chưa có nội dung {call.path[-9:]}</p>")
        )
    if call.path.startswith("/vo-tan"):
        n = int(call.query.get("page") or 1)
        junk = "".join(
            f"<div class=item><h3><a href='/rac/chuyen-trang-thong-tin-so-{n}-{k}.html'>Chuyên trang thông tin"
            f" tổng hợp số {n}{k} của huyện</a></h3></div>"
            for k in range(10)
        )
        more = f"<div class=pagination><b>{n}</b><a href='/vo-tan/?page={n + 1}'>{n + 1}</a></div>"
        return Answer(stage.portal.shell("Chuyên trang", f"<h1>Chuyên trang</h1>{junk}{more}"))
    if not html(answer):
        return answer
    menu = "<li><a href='/vo-tan/'>Chuyên trang</a></li></ul>"
    return replace(answer, body=answer.body.replace(b"</ul>", menu.encode(), 1))


def documents(stage: Stage, call: Call, answer: Answer) -> Answer:
    """An article is a link to a scanned letter."""
    item = stage.item(call)
    if item is None:
        return answer
    main = (
        f"<h1 class=title>{item.title}</h1><div class=content><p><a href='/upload/vb-{item.number}.pdf'>Tải"
        f" về văn bản số {item.number}/UBND-VP (PDF, 1,2 MB)</a></p></div>"
    )
    return Answer(stage.portal.shell(item.title, main))


def to(url: str, status: int = 301) -> Change:
    """Redirects everything, robots.txt too, path kept."""
    return lambda stage, call, answer: Answer(
        b"", status, headers=(("Location", url.rstrip("/") + call.target),)
    )


def log_in_first(stage: Stage, call: Call, answer: Answer) -> Answer:
    """Redirects to the login form."""
    if call.path == "/robots.txt":
        return answer
    if call.path == "/dang-nhap":
        return Answer(f"<!doctype html><html>{LOGIN}</html>".encode())
    return Answer(b"", 302, headers=(("Location", f"/dang-nhap?returnUrl={call.path}"),))


def forbidding(stage: Stage, call: Call, answer: Answer) -> Answer:
    """robots.txt forbids all."""
    if call.path != "/robots.txt":
        return answer
    return Answer(b"User-agent: *\nDisallow: /\n", content_type="text/plain")


def broken_gzip(out: BinaryIO) -> None:
    """Says gzip and is none."""
    body = b"\x1f\x8b\x08\x00 this is no gzip" * 40
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    out.write(head.encode() + body)


def frozen(portal: Portal) -> None:
    """Nothing is done: the runs publish nothing."""


def at_dawn(portal: Portal) -> None:
    """Articles bear a time of ten hours before they appear."""
    add = portal.add

    def late(when, *args, **more):  # type: ignore[no-untyped-def]
        return add(when - timedelta(hours=10), *args, **more)

    portal.add = late  # type: ignore[method-assign]


LOGIN = (
    "<head><meta charset=utf-8><title>Đăng nhập hệ thống</title></head><body><form action=/login method=post>"
    "<h1>Đăng nhập</h1><label>Tên đăng nhập<input name=username></label><label>Mật khẩu"
    "<input type=password name=password></label><button>Đăng nhập</button></form></body>"
)
CAPTCHA = (
    "<head><meta charset=utf-8><title>Xác minh</title></head><body><form action='/verify' method=post>"
    "<h1>Vui lòng xác minh bạn không phải là robot</h1><div class='g-recaptcha' data-sitekey=x></div>"
    "<input name=captcha></form></body>"
)
SHELL = (
    "<head><meta charset=utf-8><title>Cổng thông tin</title><script src='/static/js/main.8f2c.js' defer></script>"
    "</head><body><noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div></body>"
)
MAINTENANCE = (
    "<head><meta charset=utf-8><title>Bảo trì hệ thống</title></head><body><h1>Hệ thống đang được bảo trì,"
    " nâng cấp</h1><p>Kính mong quý vị thông cảm và quay lại sau.</p></body>"
)
SOFT_404 = (
    "<head><meta charset=utf-8><title>Thông báo</title></head><body><h2>Không tìm thấy trang</h2>"
    "<p>Bài viết bạn tìm không tồn tại hoặc đã bị xóa. <a href='/'>Về trang chủ</a></p></body>"
)
BETS = (
    "<head><meta charset=utf-8><title>Nhà cái uy tín số 1 - Cá cược bóng đá, Casino trực tuyến, Nổ hũ</title></head>"
    "<body><h1>Nhà cái hàng đầu châu Á</h1>"
    + "".join(
        f"<p><a href='/tin-{n}/'>Kèo nhà cái, soi kèo bóng đá hôm nay, nổ hũ đổi thưởng, casino {n}</a></p>"
        for n in range(20)
    )
    + "<p>Đăng ký nhận ngay 100K, cá cược thể thao, tài xỉu, baccarat.</p></body>"
)
PARKED = (
    "<head><title>congmau.vn - This domain is for sale</title></head><body><h1>This domain is for sale!</h1>"
    "<p>Buy this domain. The domain congmau.vn may be for sale by its owner.</p>"
    "<a href='https://www.sedo.com/'>Sedo</a></body>"
)
SUSPENDED = (
    "<head><title>Account Suspended</title></head><body><h1>This Account has been suspended.</h1>"
    "<p>Contact your hosting provider for more information.</p></body>"
)
NGINX = (
    "<head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1><p>If you see this page, the"
    " nginx web server is successfully installed and working. Further configuration is required.</p></body>"
)
MEMBERS = (
    "<head><meta charset=utf-8><title>Thông báo</title></head><body><p>Bạn không được phép xem bài viết này."
    " Vui lòng đăng nhập thành viên để xem nội dung.</p></body>"
)
BROKEN, BLOCKED, GONE = ("broken",), ("blocked",), ("retired",)
DOWN, WORSE = ("unreachable",), ("degraded", "broken")
