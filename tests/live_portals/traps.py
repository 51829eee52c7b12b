"""A small portal with one trap in it: what hostile, broken and careless servers do to a crawler.

The portal's real articles are few and easy to reach, so a crawl is right when it stores exactly these, asks
within bounds, ends soon, and leaves alone what must not be touched.
"""

import gzip
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from live_portals.lists import redirect
from live_portals.portal import Answer, Call, Item, Portal

Route = Callable[["Trap", Call], Answer]
CAPTCHA = (
    "<html><head><title>Xác minh</title></head><body><form action='/verify' method=post>"
    "<h1>Vui lòng xác minh bạn không phải là robot</h1><div class='g-recaptcha' data-sitekey=x></div>"
    "<input name=captcha></form></body></html>"
)
WAF = (
    "<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1><p>The requested URL was "
    "rejected. Your support ID is: 881726</p></body></html>"
)
MAINTENANCE = "<html><title>Bảo trì</title><body><h1>Hệ thống đang bảo trì</h1></body></html>"
NEVER = (
    "/admin/delete?id={n}", "/index.php?act=delete&amp;id={n}", "/news/delete/{n}", "/logout",
    "/vote.php?do=vote&amp;id={n}", "/gio-hang/them?id={n}", "/admin/approve/{n}", "/tin/xoa?id={n}",
    "/like?id={n}", "/users/logout/",
)  # fmt: skip
"""Links that change something: no visitor of news has any business there."""


MOST = 300
"""Requests after which a trap lets go, so that who is caught in it gets out and can be told so."""


class Trap(Portal):
    """Two sections, fourteen articles, and whatever `set` puts in."""

    sections = {"thoi-su": "Thời sự", "doi-song": "Đời sống"}  # noqa: RUF012
    per_page = 5

    def __init__(self, now: datetime, *, size: int = 14, seed: str = "trap") -> None:
        super().__init__(now, size=size, seed=seed)
        self.most = MOST
        self.routes: dict[str, Route] = {}
        self.before: Route | None = None
        """Asked first; an Answer whose status is 0 means: go on as usual."""
        self.robots_txt: Answer | None = None
        self.on_home = ""
        self.on_pages = ""

    def path(self, item: Item) -> str:
        return f"/tin/{item.slug}-{item.number}.html"

    def sidebar(self) -> str:
        return f"{super().sidebar()}{self.on_pages}"

    def robots(self) -> Answer:
        return self.robots_txt or super().robots()

    def answer(self, call: Call) -> Answer:
        if len(self.log) > self.most:
            return self.not_found()
        if self.before and call.path != "/robots.txt":
            first = self.before(self, call)
            if first.status:
                return first
        return super().answer(call)

    def route(self, call: Call) -> Answer:
        for prefix, route in self.routes.items():
            if call.target.startswith(prefix):
                return route(self, call)
        if call.path == "/":
            body = f"<h2>Tin mới</h2>{self.teasers(self.listed()[:4])}{self.on_home}"
            return Answer(self.shell("Cổng thông tin huyện Mẫu", body))
        if item := self.by_path(call.path):
            return self.withheld(item) or self.article(item)
        section = call.path.strip("/")
        return self._section(call, section) if section in self.sections else self.not_found()

    def _section(self, call: Call, section: str) -> Answer:
        items, number = self.listed(section), int(call.query.get("page") or 1)
        pager = "".join(
            f"<a href='/{section}/?page={n}'>{n}</a>" for n in range(1, self.last_page(items) + 1)
        )
        shown = self.teasers(self.page_of(items, number))
        main = f"<h1>{self.sections[section]}</h1>{shown}<div class=pagination>{pager}</div>"
        return Answer(self.shell(self.sections[section], main))


PASS = Answer(status=0)
"""Go on as usual."""


def article_link(
    path: str, text: str = "Hội nghị tổng kết công tác năm của huyện và các xã"
) -> str:
    """A home page's link that looks like an article's."""
    return f"<div class=item><h3><a href='{path}'>{text}</a></h3></div>"


def endless_listing(trap: Trap) -> None:
    """Page N of a section links page N+1 and ten new pages that are no articles."""

    def listing(trap: Trap, call: Call) -> Answer:
        number = int(call.query.get("page") or 1)
        junk = "".join(
            article_link(
                f"/rac/chuyen-trang-thong-tin-so-{number * 10 + n}.html",
                f"Chuyên trang thông tin tổng hợp số {number * 10 + n} của huyện",
            )
            for n in range(10)
        )  # fmt: skip
        more = (
            f"<div class=pagination><b>{number}</b><a "
            f"href='/vo-tan/?page={number + 1}'>{number + 1}</a></div>"
        )
        return Answer(trap.shell("Chuyên trang", f"<h1>Chuyên trang</h1>{junk}{more}"))

    trap.on_pages = "<ul class=menu><li><a href='/vo-tan/'>Chuyên trang</a></li></ul>"
    trap.routes["/vo-tan/"] = listing
    trap.routes["/rac/"] = lambda trap, call: Answer(
        trap.shell("Chuyên trang", f"<p>Chưa có nội dung {call.path[-9:]}</p>")
    )


def endless_body(trap: Trap) -> None:
    """A page that never ends."""

    def write(out: BinaryIO) -> None:
        out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>")
        with suppress(OSError):
            while True:
                out.write(b"<p>Dong chu lap lai mai khong het.</p>" * 2000)

    trap.on_home = article_link("/tin/bai-viet-dai-vo-tan-cua-cong-thong-tin-9001.html")
    trap.routes["/tin/bai-viet-dai-vo-tan"] = lambda *_: Answer(raw=write)


def slow_drip(trap: Trap) -> None:
    """A page that comes at a byte a quarter of a second."""

    def write(out: BinaryIO) -> None:
        out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
        with suppress(OSError):
            for _ in range(100_000):
                out.write(b"x")
                out.flush()
                time.sleep(0.25)

    trap.on_home = article_link("/tin/bai-viet-nho-giot-cua-cong-thong-tin-9002.html")
    trap.routes["/tin/bai-viet-nho-giot"] = lambda *_: Answer(raw=write)


def redirects(trap: Trap) -> None:
    """Loops, chains, private and metadata addresses, other sites, other schemes, nonsense."""
    ends = {
        "vong-lap-a": "/tin/chuyen-huong-vong-lap-b-cua-cong-thong-tin-1.html",
        "vong-lap-b": "/tin/chuyen-huong-vong-lap-a-cua-cong-thong-tin-1.html",
        "metadata": "http://169.254.169.254/latest/meta-data/",
        "noi-bo": "http://10.0.0.1/",
        "cuc-bo": "http://localhost:1/",
        "file": "file:///etc/passwd",
        "khac": "http://cong-khac.example/tin-tuc-tong-hop-123456.html",
        "rong": "",
        "hong": "http://[::1",
    }
    trap.on_home = "".join(
        article_link(
            f"/tin/chuyen-huong-{k}-cua-cong-thong-tin-1.html",
            f"Chuyển hướng {k} của cổng thông tin điện tử",
        )
        for k in (*ends, "chuoi")
    )  # fmt: skip

    def go(trap: Trap, call: Call) -> Answer:
        name = call.path.removeprefix("/tin/chuyen-huong-").partition("-cua-")[0]
        if name.startswith("chuoi"):
            number = int(call.query.get("n") or 0) + 1
            return redirect(f"{call.path}?n={number}")
        return redirect(ends.get(name, "/"), 302)

    trap.routes["/tin/chuyen-huong-"] = go


def gzip_bomb(trap: Trap) -> None:
    """Two hundred kilobytes that unpack to two hundred megabytes."""
    packed = gzip.compress(b"<p>Bom</p>" * 20_000_000, 9)

    def write(out: BinaryIO) -> None:
        head = (
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
            f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
        )
        out.write(head.encode() + packed)

    trap.on_home = article_link("/tin/qua-bom-nen-cua-cong-thong-tin-dien-tu-9003.html")
    trap.routes["/tin/qua-bom-nen"] = lambda *_: Answer(raw=write)


def huge_header(trap: Trap) -> None:
    """A header of two megabytes."""

    def write(out: BinaryIO) -> None:
        out.write(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 2_000_000 + b"\r\n\r\n<p>Xin</p>")

    trap.on_home = article_link("/tin/dau-trang-dai-cua-cong-thong-tin-dien-tu-9004.html")
    trap.routes["/tin/dau-trang-dai"] = lambda *_: Answer(raw=write)


def wrong_length(trap: Trap) -> None:
    """A body cut off before its Content-Length, and an answer that is no HTTP."""

    def cut(out: BinaryIO) -> None:
        out.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n<h1>"
        )

    trap.on_home = article_link(
        "/tin/do-dai-sai-cua-cong-thong-tin-dien-tu-9005.html"
    ) + article_link("/tin/khong-phai-http-cua-cong-thong-tin-dien-tu-9006.html")
    trap.routes["/tin/do-dai-sai"] = lambda *_: Answer(raw=cut)
    trap.routes["/tin/khong-phai-http"] = lambda *_: Answer(
        raw=lambda out: _write(out, b"SSH-2.0-x\r\n")
    )


def _write(out: BinaryIO, data: bytes) -> None:
    out.write(data)


def lying_charset(trap: Trap) -> None:
    """Every page is UTF-8 and says that it is something else."""
    answer = trap.route

    def lie(trap: Trap, call: Call) -> Answer:
        true = answer(call)
        body = true.body.replace(b"charset=utf-8", b"charset=windows-1252")
        return replace(true, body=body, content_type="text/html; charset=iso-8859-1")

    trap.before = lie


def after(count: int, answer: Answer) -> Route:
    """Everything is as usual for so many requests, and then all answers are this one."""
    seen = [0]

    def route(trap: Trap, call: Call) -> Answer:
        del trap, call
        seen[0] += 1
        return answer if seen[0] > count else PASS

    return route


def captcha(trap: Trap) -> None:
    """A captcha with status 200 instead of every page from the eighth on."""
    trap.before = after(7, Answer(CAPTCHA.encode()))


def firewall(trap: Trap) -> None:
    """A web application firewall's 403 instead of every page from the eighth on."""
    trap.before = after(7, Answer(WAF.encode(), 403))


def maintenance(trap: Trap) -> None:
    """503 for an hour from the eighth page on."""
    trap.before = after(7, Answer(MAINTENANCE.encode(), 503, headers=(("Retry-After", "3600"),)))


def passing_503(trap: Trap) -> None:
    """503 once in a while, with a second's patience asked for."""
    seen = [0]

    def route(trap: Trap, call: Call) -> Answer:
        del trap, call
        seen[0] += 1
        busy = Answer(MAINTENANCE.encode(), 503, headers=(("Retry-After", "1"),))
        return busy if seen[0] % 9 == 0 else PASS

    trap.before = route


def nesting(trap: Trap) -> None:
    """Relative links that lead one level deeper on every page, as a link to itself in a folder does."""

    def deeper(trap: Trap, call: Call) -> Answer:
        links = (
            "<ul class=menu><li><a href='thu-muc/'>Thư mục</a>"
            "</li><li><a href='tin-xa/'>Tin xã</a></li></ul>"
        )
        listed = trap.teasers(trap.listed()[:5])
        return Answer(trap.shell("Thư mục", f"{links}{listed}<p>{len(call.path)}</p>"))

    trap.on_pages = "<ul class=menu><li><a href='/thu-muc/'>Thư mục</a></li></ul>"
    trap.routes["/thu-muc/"] = deeper


def many_links(trap: Trap) -> None:
    """A page of a hundred thousand links to standing pages."""
    links = "".join(f"<a href='/trang/{n}/'>Trang {n}</a> " for n in range(100_000))
    trap.routes["/so-do/"] = lambda trap, _: Answer(trap.shell("Trang", links))
    trap.routes["/trang/"] = lambda trap, _: Answer(trap.shell("Trang", "<p>Trống</p>"))
    trap.on_home = "<ul class=menu><li><a href='/so-do/'>Các trang</a></li></ul>"


def control_characters(trap: Trap) -> None:
    """Titles with control and invisible characters."""
    for item in trap.items[:5]:
        item.slug = item.slug
        item.title = f"\x0b{item.title[:9]}\x00\u200b{item.title[9:]}\x1f\ufeff"


def strange_links(trap: Trap) -> None:
    """Links to other portals, scripts, mail, data, broken ones."""
    trap.on_pages = (
        "<a href='javascript:void(0)'>Xem</a><a href=\"javascript:location='/js/'\">Xem</a>"
        "<a href='mailto:a@b.example'>Thư</a><a href='data:text/html,<h1>x</h1>'>Dữ liệu</a>"
        "<a href='tel:0123'>Gọi</a><a href='http://[::1'>Hỏng</a><a href='http://:99999/'>Hỏng</a>"
        "<a href='//cong-khac.example/tin-tuc-tong-hop-cua-huyen-123456.html'>Tin "
        "tức tổng hợp của huyện bạn</a>"
        "<a href='http://169.254.169.254/latest/tin-tuc-tong-hop-cua-huyen-1.html'>Tin "
        "tức tổng hợp của máy</a>"
        "<a href='ftp://127.0.0.1/tin'>FTP</a><a href='\x00/tin'>0</a><a href='/%zz%00'>Mã hỏng</a>"
    )


def harmful(trap: Trap) -> None:
    """Links and forms that change something: never to be asked for."""
    links = "".join(
        f"<a href='{link.format(n=n)}'>Xóa bài viết này khỏi cổng thông tin điện tử {n}</a>"
        for n in range(3)
        for link in NEVER
    )
    trap.on_pages = links + (
        "<form action='/tim-kiem' method=get><input name=q></form>"
        "<form action='/binh-chon' method=post><input type=radio name=v value=1></form>"
        "<form action='/dang-nhap' method=post><input name=user></form>"
    )


def robots(
    text: str | bytes, status: int = 200, kind: str = "text/plain"
) -> Callable[[Trap], None]:
    """A trap that is a robots.txt."""
    body = text.encode() if isinstance(text, str) else text

    def put(trap: Trap) -> None:
        trap.robots_txt = Answer(body, status, kind)

    return put


TRAPS: dict[str, Callable[[Trap], None]] = {
    trap.__name__.replace("_", "-"): trap
    for trap in (
        endless_listing, endless_body, slow_drip, redirects, gzip_bomb, huge_header, wrong_length,
        lying_charset, captcha, firewall, maintenance, passing_503, nesting, many_links,
        control_characters, strange_links, harmful,
    )
}  # fmt: skip
ROBOTS: dict[str, Callable[[Trap], None]] = {
    "missing": robots("", 404),
    "forbidden": robots("", 403),
    "broken": robots("", 500),
    "html": robots("<!doctype html><html><body><h1>404</h1>Disallow: /</body></html>", 200, "text/html"),
    "bom": robots(b"\xef\xbb\xbfUser-agent: *\nDisallow: /doi-song/\n"),
    "huge": robots("# dong\n" * 400_000 + "User-agent: *\nDisallow: /\n"),
    "parts": robots("User-agent: *\nDisallow: /doi-song/\n"),
    "wildcards": robots("User-agent: *\nDisallow: /*?page=\nDisallow: /*.html$\nAllow: /tin/*.html$\n"),
    "named": robots("User-agent: Congtin\nDisallow: /doi-song/\n\nUser-agent: *\nDisallow: /\n"),
    "delay": robots("User-agent: *\nCrawl-delay: 1\n"),
    "rate": robots("User-agent: *\nRequest-rate: 1/1\n"),
    "asleep": robots("User-agent: *\nVisit-time: 0100-0101\n"),
    "garbage": robots(bytes(range(256)) * 20),
}  # fmt: skip
