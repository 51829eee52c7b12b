"""Portals made up by a seed: their articles, when each appears, and the pages that show them. No I/O.

Figures: pages of 20 to 120 KB, most of it boilerplate (45 KB in the middle, ../shared/FIELD.md); answers in
0.2 to 2 s; weekday and office rhythms from two articles a month to twenty a day, a handful in the middle.
"""

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from html import escape

SYLLABLES = (
    "xã huyện tỉnh nông thôn mới xây dựng đường giao thông khánh thành nhà văn hóa nhân dân góp công "
    "hội nghị triển khai kế hoạch phát triển kinh tế chuyển đổi số cải cách hành chính giáo dục y tế "
    "môi trường an ninh trật tự lễ hội truyền thống du lịch cộng đồng sản xuất lúa vụ mùa thủy lợi "
    "phòng chống thiên tai bão lũ "
).split()
SECTIONS = (
    ("tin-tuc", "Tin tức"),
    ("kinh-te", "Kinh tế"),
    ("van-hoa", "Văn hóa - Xã hội"),
    ("thong-bao", "Thông báo"),
)
PER_PAGE = 20
HOURS = (7, 8, 8, 9, 9, 9, 10, 10, 11, 14, 14, 15, 15, 15, 16, 16, 17, 20)


@dataclass(frozen=True, slots=True)
class Story:
    """One article: its number on the portal, and when it appears."""

    number: int
    at: datetime
    section: int


@dataclass
class Portal:
    """One portal, from a seed: what it has published until any moment."""

    name: str
    seed: int
    start: datetime
    past: int
    """Articles published before `start`."""
    days: float
    """For how long it goes on publishing."""
    stories: list[Story] = field(init=False)
    daily: float = field(init=False)

    def __post_init__(self) -> None:
        dice = random.Random(self.seed)
        self.daily = min(20.0, max(0.07, dice.lognormvariate(1.0, 1.0)))
        self.filler = max(4_000, min(100_000, int(dice.lognormvariate(10.3, 0.5))))
        self.slowness = min(1.5, max(0.15, dice.lognormvariate(-0.9, 0.5)))
        future = self._moments(dice, self.start, self.start + timedelta(days=self.days))
        span = timedelta(days=max(3.0, self.past / self.daily * 1.5))
        while len(former := self._moments(dice, self.start - span, self.start)) < self.past:
            span *= 1.5
        moments = [*former[-self.past :], *future] if self.past else future
        self.stories = [
            Story(n + 1, at, dice.randrange(len(SECTIONS))) for n, at in enumerate(moments)
        ]

    def _moments(self, dice: random.Random, first: datetime, last: datetime) -> list[datetime]:
        found, day = [], first.replace(hour=0, minute=0, second=0, microsecond=0)
        while day < last:
            expected = self.daily * (0.15 if day.weekday() > 4 else 1.34)
            number = int(expected) + (dice.random() < expected % 1)
            found += [
                day.replace(hour=dice.choice(HOURS)) + timedelta(seconds=dice.randrange(3600))
                for _ in range(number)
            ]
            day += timedelta(days=1)
        return sorted(at for at in found if first <= at < last)

    def until(self, moment: datetime) -> Sequence[Story]:
        """What stands there at that moment, oldest first."""
        return self.stories[: bisect_right(self.stories, moment, key=lambda story: story.at)]

    def answer(self, path: str, moment: datetime) -> tuple[int, str, bytes]:
        """Status, type and body of what it answers at that moment."""
        if path == "/robots.txt":
            return 200, "text/plain", b"User-agent: *\nAllow: /\n"
        there = self.until(moment)
        way, _, query = path.partition("?")
        parts = way.strip("/").split("/")
        if way == "/":
            return 200, "text/html", self._page("Trang chủ", self._list(there, 0), "")
        section = next((n for n, (slug, _) in enumerate(SECTIONS) if slug == parts[0]), None)
        if section is None:
            return 404, "text/html", "<title>404</title><h1>Không tìm thấy trang</h1>".encode()
        if len(parts) == 1:
            number = int(query.removeprefix("page=") or 1) if query else 1
            mine = [story for story in there if story.section == section]
            listing = self._list(mine, number - 1) + self._pager(parts[0], len(mine), number)
            return 200, "text/html", self._page(SECTIONS[section][1], listing, "")
        number = int(parts[1].rpartition("-")[2])
        if not 0 < number <= len(there):
            return 404, "text/html", "<title>404</title><h1>Không tìm thấy trang</h1>".encode()
        return 200, "text/html", self._article(there[number - 1], there)

    def title(self, story: Story) -> str:
        """The article's headline."""
        dice = random.Random(self.seed * 1_000_003 + story.number)
        words = " ".join(dice.choices(SYLLABLES, k=dice.randint(9, 17)))
        return f"{words[0].upper()}{words[1:]} số {story.number}"

    def link(self, story: Story) -> str:
        """The article's path."""
        return f"/{SECTIONS[story.section][0]}/bai-viet-{story.number}"

    def _list(self, stories: Sequence[Story], page: int) -> str:
        last = len(stories) - page * PER_PAGE
        shown = [stories[n] for n in range(last - 1, max(-1, last - 1 - PER_PAGE), -1)]
        items = "".join(
            f'<div class="item"><h3><a href="{self.link(story)}">{escape(self.title(story))}</a></h3>'
            f'<span class="date">{story.at:%d/%m/%Y}</span></div>\n'
            for story in shown
        )
        return f'<div class="list-news">{items}</div>'

    def _pager(self, slug: str, articles: int, number: int) -> str:
        last = max(1, -(-articles // PER_PAGE))
        pages = sorted({1, number - 1, number, number + 1, last} & set(range(1, last + 1)))
        links = "".join(f'<a href="/{slug}?page={n}">{n}</a> ' for n in pages)
        return f'<div class="pagination">{links}</div>'

    def _article(self, story: Story, there: Sequence[Story]) -> bytes:
        dice = random.Random(self.seed * 7_919 + story.number)
        paragraphs = "".join(
            f"<p>{_sentence(dice, dice.randint(30, 90))}</p>\n" for _ in range(dice.randint(3, 9))
        )
        body = (
            f'<div class="news-detail"><h1>{escape(self.title(story))}</h1>'
            f'<div class="date">{story.at:%d/%m/%Y %H:%M}</div>'
            f'<p class="sapo"><strong>{_sentence(dice, 30)}</strong></p>\n{paragraphs}'
            f'<p><img src="/anh/{story.number}.jpg" alt=""></p>\n'
            f'<p class="author">Minh Hà</p></div>'
        )
        latest = "".join(
            f'<li><a href="{self.link(one)}">{escape(self.title(one))}</a></li>'
            for one in there[-8:]
        )
        return self._page(self.title(story), body, f"<h4>Tin mới nhất</h4><ul>{latest}</ul>")

    def _page(self, title: str, main: str, aside: str) -> bytes:
        head, menu, foot = self._frame
        return (
            f"{head}<title>{escape(title)} - {self.name}</title></head><body>{menu}"
            f'<div id="main">{main}</div><div class="sidebar">{aside}</div>{foot}'
        ).encode()

    @cached_property
    def _frame(self) -> tuple[str, str, str]:
        """What every page has: styles and scripts for two thirds, links for the rest."""
        dice = random.Random(self.seed + 17)
        style = ".".join(
            f"c{n}{{margin:{n % 7}px;color:#{n:06x}}}" for n in range(self.filler // 46)
        )
        menu = "".join(f'<li><a href="/{slug}">{name}</a></li>' for slug, name in SECTIONS)
        links = "".join(
            f'<li><a href="https://lien-ket-{n}.example.vn/">Liên kết {_sentence(dice, 4)}</a></li>'
            for n in range(self.filler // 300)
        )
        counter = "<p>Thống kê truy cập: 1234 - Hôm nay: 12</p>"
        return (
            f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><style>{style}</style>',
            f'<div class="menu"><ul><li><a href="/">Trang chủ</a></li>{menu}</ul></div>',
            f'<div class="footer"><ul class="links">{links}</ul>{counter}</div></body></html>',
        )


def _sentence(dice: random.Random, words: int) -> str:
    text = " ".join(dice.choices(SYLLABLES, k=words))
    return f"{text[0].upper()}{text[1:]}."
