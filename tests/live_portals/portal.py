"""A portal on loopback that lives: it publishes, edits, renames, moves, withdraws, and logs each request.

The other modules hold the kinds of portals; this is what they share: articles, log,
truth. All pages and texts are of our own making.
"""

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import BinaryIO
from urllib.parse import parse_qsl, urlsplit

from live_portals.text import Writer, slug

VIETNAM = timezone(timedelta(hours=7))
NEWS = {
    "tin-trong-huyen": "Tin trong huyện",
    "kinh-te": "Kinh tế",
    "van-hoa-xa-hoi": "Văn hóa - Xã hội",
    "an-ninh-quoc-phong": "An ninh - Quốc phòng",
    "xay-dung-dang": "Xây dựng Đảng",
    "guong-nguoi-tot": "Gương người tốt",
}
FIVE = dict(list(NEWS.items())[:5])
SPAN_DAYS = 730
"""The first articles are two years old on the portal's first day."""


@dataclass
class Item:
    """One article of a portal and what became of it."""

    number: int
    title: str
    section: str
    when: datetime
    parts: list[list[str]]
    """Its paragraphs, a list for each of its pages."""
    state: str = "public"
    """"public", "gone" (404), "gone-410", "gone-home" (redirect to the home page), "gone-200" (a page that
    says so), or what is never collected: "members", "password", "scheduled", "external"."""
    old_paths: list[str] = field(default_factory=list)
    also: tuple[str, ...] = ()
    sticky: bool = False
    slug: str = ""

    def __post_init__(self) -> None:
        self.slug = self.slug or slug(self.title)


@dataclass(frozen=True)
class Call:
    """One request as the portal sees it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode("latin-1"), keep_blank_values=True))


@dataclass(frozen=True)
class Answer:
    """What the portal sends back."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    raw: Callable[[BinaryIO], None] | None = None
    """Writes the whole answer itself, head included, and then the connection ends."""


@dataclass(frozen=True)
class Logged:
    """One line of the log; times are `time.monotonic()`."""

    began: float
    ended: float
    method: str
    target: str
    status: int
    conditional: bool
    agent: str
    wait: float = 0.0
    """The seconds of a Retry-After header that was sent."""


@dataclass(frozen=True)
class Truth:
    """One article as it must be stored now."""

    url: str
    title: str
    when: datetime
    lines: tuple[str, ...]


class Portal:
    """The articles, and what all portals do alike. An idiom says where things stand and how they look."""

    sections: dict[str, str]
    """Slug -> name."""
    per_page = 10
    random_blocks = True

    def __init__(self, now: datetime, *, size: int = 240, seed: str = "") -> None:
        self.now = now
        self.seed = seed or type(self).__name__
        self.url = ""
        self.log: list[Logged] = []
        self.visits = 0
        self._dice = random.Random(self.seed)
        self._writer = Writer(self.seed)
        self.items: list[Item] = []
        step = timedelta(days=SPAN_DAYS) / size
        for index in range(size):
            self.add(now - timedelta(hours=3) - step * (size - 1 - index))
        self.prepare()

    # --- what an idiom says -----------------------------------------------------------------------

    def prepare(self) -> None:
        """Put in what is not to be collected, secondary sections, second pages."""

    def path(self, item: Item) -> str:
        """The article's canonical path and query."""
        raise NotImplementedError

    def route(self, call: Call) -> Answer:
        """The answer to a call."""
        raise NotImplementedError

    # --- what happens between visits --------------------------------------------------------------

    def add(self, when: datetime, section: str = "", *, pages: int = 1, **more: object) -> Item:
        """Write an article; a section is drawn where none is named."""
        section = section or self._dice.choice(list(self.sections))
        minute = when.replace(second=0, microsecond=0)
        parts = [self._writer.paragraphs(self._dice.randint(3, 6)) for _ in range(pages)]
        item = Item(
            100 + len(self.items),
            self._writer.title(),
            section,
            minute,
            parts,
            **more,  # type: ignore[arg-type]
        )
        self.items.append(item)
        return item

    def advance(self, **span: float) -> None:
        """Let time pass: `advance(days=1)`."""
        self.now += timedelta(**span)

    def publish(self, count: int = 1, section: str = "") -> list[Item]:
        """Publish so many articles in the last minutes."""
        return [
            self.add(self.now - timedelta(minutes=7 * (count - n)), section) for n in range(count)
        ]

    def edit(self, item: Item) -> None:
        """The text gains a paragraph and its first one is written anew."""
        item.parts[0][0] = self._writer.paragraph()
        item.parts[0].append(self._writer.paragraph())

    def rename(self, item: Item, *, moves: bool = False) -> None:
        """A new title; with `moves` at a new address, to which the old one redirects (301)."""
        old = self.path(item)
        item.title = self._writer.title()
        if moves:
            item.slug = slug(item.title)
            item.old_paths.append(old)

    def move(self, item: Item, section: str) -> None:
        """File the article in another section; an old address redirects."""
        old = self.path(item)
        item.section = section
        if self.path(item) != old:
            item.old_paths.append(old)

    def withdraw(self, item: Item, how: str = "gone") -> None:
        """Take it off: "gone", "gone-410", "gone-home", "gone-200"."""
        item.state = how

    def restore(self, item: Item) -> None:
        """Put it back."""
        item.state = "public"

    # --- what there is ----------------------------------------------------------------------------

    def listed(self, section: str = "") -> list[Item]:
        """What a listing shows, newest first: public ones and those whose text is withheld."""
        shown = [
            i
            for i in self.items
            if i.state in ("public", "members", "password", "external")
            and i.when <= self.now
            and (not section or section == i.section or section in i.also)
        ]
        return sorted(shown, key=lambda i: (i.when, i.number), reverse=True)

    def leads(self) -> int:
        """How many addresses of articles the listings name: every page of each, and secondary ones."""
        return sum(len(item.parts) + len(item.also) for item in self.listed())

    def public(self) -> list[Item]:
        """What is to be collected."""
        return [i for i in self.items if i.state == "public"]

    def truth(self) -> dict[str, Truth]:
        """What must be stored, by address."""
        return {t.url: t for t in map(self.true, self.public())}

    def true(self, item: Item) -> Truth:
        """An article as it must be stored."""
        lines = tuple(line for part in item.parts for line in part)
        return Truth(self.url + self.path(item), item.title, item.when, lines)

    def canonical(self, url: str) -> str:
        """The address under which the truth knows a stored one."""
        return url

    def by_path(self, target: str) -> Item | None:
        """The article at a path and query."""
        return next((i for i in self.items if self.path(i) == target), None)

    def moved(self, target: str) -> Item | None:
        """The article that once stood at a path and query."""
        return next((i for i in self.items if target in i.old_paths), None)

    def withheld(self, item: Item) -> Answer | None:
        """The answer in place of an article that is no longer or not publicly there."""
        if item.when > self.now or item.state in ("gone", "scheduled"):
            return self.not_found()
        if item.state == "gone-410":
            return Answer(self.shell("410", "<p>Nội dung này đã được gỡ bỏ.</p>"), 410)
        if item.state == "gone-home":
            return Answer(b"", 302, headers=(("Location", "/"),))
        if item.state == "gone-200":
            return Answer(self.shell("Thông báo", "<p>Không tìm thấy bài viết</p>"))
        if item.state == "external":
            return Answer(b"", 302, headers=(("Location", f"http://bao.example/{item.number}"),))
        if item.state == "members":
            text = "<p>Bạn không được phép xem bài viết này. Vui lòng đăng nhập thành viên.</p>"
            return Answer(self.shell(item.title, text))
        return None

    def not_found(self) -> Answer:
        """What an unknown address gives."""
        return Answer(self.shell("404", "<h1>404</h1><p>Không tìm thấy trang.</p>"), 404)

    # --- what pages share -------------------------------------------------------------------------

    def shell(self, title: str, main: str, head: str = "") -> bytes:
        """A page: menu, the main part, sidebar, counters that never stand still."""
        page = (
            f"<!doctype html><html lang=vi><head><meta charset=utf-8><title>{title}</title>{head}</head>"
            f"<body><div id=header><a href='/'>Trang chủ</a></div>{self.menu()}"
            f"<div class=container><div id=main>{main}</div><div id=sidebar>{self.sidebar()}</div></div>"
            f"<div id=footer>{self.footer()}</div></body></html>"
        )
        return page.encode()

    def section_path(self, section: str) -> str:
        """The path of a section's first page."""
        return f"/{section}/"

    def menu(self) -> str:
        """The menu of sections and standing pages."""
        named = (
            f"<li><a href='{self.section_path(s)}'>{name}</a></li>"
            for s, name in self.sections.items()
        )
        return f"<ul class='menu nav'>{''.join(named)}{self.standing()}</ul>"

    def standing(self) -> str:
        """Menu entries that are no news."""
        return "<li><a href='/lien-he/'>Liên hệ</a></li>"

    def sidebar(self) -> str:
        """Latest, most read, and something at random."""
        shown = self.listed()
        if not shown:
            return ""
        most = sorted(shown, key=lambda i: hashlib.sha1(str(i.number).encode()).digest())[:5]
        blocks = [("Tin mới nhất", shown[:5]), ("Đọc nhiều", most)]
        if self.random_blocks:
            blocks.append(("Có thể bạn quan tâm", self._dice.sample(shown, min(4, len(shown)))))
        return "".join(
            f"<div class='block'><h4>{name}</h4><ul>{''.join(map(self.teaser_link, items))}</ul></div>"
            for name, items in blocks
        )

    def teaser_link(self, item: Item) -> str:
        """A sidebar's line."""
        return f"<li><a href='{self.path(item)}'>{item.title}</a></li>"

    def footer(self) -> str:
        """The counters."""
        self.visits += 1
        online = self._dice.randint(3, 90)
        return (
            f"<p>Đang truy cập: {online}</p><p>Tổng lượt truy cập: {90_000 + self.visits}</p>"
            "<p>Cơ quan chủ quản: UBND huyện Mẫu</p>"
        )

    def article(self, item: Item, part: int = 0, foot: str = "", head: str = "") -> Answer:
        """An article's page."""
        words = "".join(f"<p>{line}</p>" for line in item.parts[part])
        main = (
            f"<div class=post><h1 class=title>{item.title}</h1><div class=date>{self.date(item)}</div>"
            f"<div class=content>{words}</div>{foot}</div>"
        )
        return Answer(self.shell(item.title, main, head))

    def date(self, item: Item) -> str:
        """The date as the portal prints it."""
        return f"{item.when:%d/%m/%Y %H:%M}"

    def teasers(self, items: list[Item]) -> str:
        """A listing's entries."""
        return "".join(
            f"<div class=item><h3><a href='{self.path(i)}'>{i.title}</a></h3>"
            f"<span class=time>{i.when:%d/%m/%Y}</span><p>{i.parts[0][0][:110]}…</p></div>"
            for i in items
        )

    def page_of(self, items: list[Item], number: int) -> list[Item]:
        """The entries of a listing's page, counted from 1."""
        return items[(number - 1) * self.per_page : number * self.per_page]

    def last_page(self, items: list[Item]) -> int:
        """The number of a listing's last page."""
        return max(1, -(-len(items) // self.per_page))

    # --- serving ----------------------------------------------------------------------------------

    def answer(self, call: Call) -> Answer:
        """The answer to a call, standing pages and robots.txt included."""
        if call.path == "/robots.txt":
            return self.robots()
        if call.path == "/lien-he/":
            text = "<h1>Liên hệ</h1><p>Số 1, đường Hòa Bình.</p>"
            return Answer(self.shell("Liên hệ", text))
        return self.route(call)

    def robots(self) -> Answer:
        """robots.txt."""
        return Answer(b"User-agent: *\nDisallow: /admin/\n", content_type="text/plain")
