"""The live portals with what real ones print besides: lead, picture with caption, author."""

from collections.abc import Callable
from datetime import datetime

from live_portals.calendar import Calendar
from live_portals.modern import Modern
from live_portals.nukeviet import NukeViet
from live_portals.parts import Parts
from live_portals.portal import VIETNAM, Answer, Item, Portal
from live_portals.webforms import WebForms
from live_portals.wordpress import WordPress

BEGIN = datetime(2026, 3, 1, 9, tzinfo=VIETNAM)
"""The first visit: for ten days, day and month of a date can be taken for each other."""
BEFORE_TET = datetime(2026, 2, 7, 9, tzinfo=VIETNAM)
NAMES = ("Nguyễn Văn Hải", "Trần Thị Mai", "Lê Quốc Bình", "Phạm Thu Hà", "Đỗ Minh Tuấn")


def author(item: Item) -> str:
    """Who wrote it; nine in ten are signed."""
    return "" if item.number % 10 == 3 else NAMES[item.number % len(NAMES)]


def lead(item: Item) -> str:
    """The first sentence of the first paragraph in other words: every article has one."""
    title = f"{item.title[0].lower()}{item.title[1:]}"
    return f"Ngày {item.when.day}, tin từ cơ quan chủ trì: {title}, đạt kết quả tốt."


class Rich(Portal):
    """An article with lead, picture and author."""

    def article(self, item: Item, part: int = 0, foot: str = "", head: str = "") -> Answer:
        words = "".join(f"<p>{line}</p>" for line in item.parts[part])
        picture = f"<p><img src='/upload/anh-{item.number}.jpg' alt='{item.title}'></p>"
        signed = f"<p class=author style='text-align:right'><strong>{author(item)}</strong></p>"
        main = (
            f"<div class=post><h1 class=title>{item.title}</h1><div class=date>{self.date(item)}</div>"
            f"<p class=sapo><strong>{lead(item)}</strong></p><div class=content>"
            f"{picture if item.number % 6 else ''}{words}{signed if author(item) else ''}</div>{foot}</div>"
        )
        return Answer(self.shell(item.title, main, head))


class RichNukeViet(Rich, NukeViet):
    """No feeds, no sitemap: listings alone."""

    machine_lists = False

    def prepare(self) -> None:
        """Nothing that is not collected: the other tests have that."""
        self._from, self._count = 0.0, 0


class RichModern(Rich, Modern):
    """JSON-LD, sitemaps."""


class RichCalendar(Rich, Calendar):
    """Dates in words, endless spaces beside."""


class RichParts(Rich, Parts):
    """Articles over pages."""


class RichWebForms(Rich, WebForms):
    """Postback pagers."""

    twice = sessions = False


def small(portal: type[Portal], seed: str, begin: datetime = BEGIN) -> Portal:
    """Three sections and few articles: short crawls."""
    three = dict(list(portal.sections.items())[:3])
    made = type(portal.__name__, (portal,), {"sections": three})(begin, size=8, seed=seed)
    for (
        item
    ) in made.items:  # two days apart, not three months: it is no rhythm to be silent for so long
        item.when = (begin - (begin - item.when) / 45).replace(second=0, microsecond=0)
    return made


FIRST: dict[str, Callable[[], Portal]] = {
    "nukeviet": lambda: small(RichNukeViet, "watched-1"),
    "modern": lambda: small(RichModern, "watched-2"),
    "calendar": lambda: small(RichCalendar, "watched-3"),
    "tet": lambda: small(RichNukeViet, "watched-7", BEFORE_TET),
}
SECOND: dict[str, Callable[[], Portal]] = {
    "wordpress": lambda: small(WordPress, "watched-4"),
    "webforms": lambda: small(RichWebForms, "watched-5"),
    "parts": lambda: small(RichParts, "watched-6"),
}
