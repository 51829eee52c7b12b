"""Live portals on loopback: they publish, edit, rename, move and withdraw. The texts are our own."""

from datetime import datetime

from live_portals.backwards import Backwards
from live_portals.calendar import Calendar
from live_portals.modern import Modern
from live_portals.nukeviet import NukeViet
from live_portals.parts import Parts
from live_portals.portal import VIETNAM, Item, Portal, Truth
from live_portals.serving import serve
from live_portals.webforms import WebForms
from live_portals.wordpress import WordPress

__all__ = [
    "VIETNAM",
    "Backwards",
    "Calendar",
    "Item",
    "Modern",
    "NukeViet",
    "Parts",
    "Portal",
    "Truth",
    "WebForms",
    "WordPress",
    "idioms",
    "serve",
]


def idioms(now: datetime, size: int = 0) -> dict[str, Portal]:
    """One portal of each kind, by name; `size`: how many ordinary articles, else some two hundred."""
    modern = Modern(now, size=size or 220, seed="json")
    modern.answers_json, modern.whole_sitemap = True, False
    plain = NukeViet(now, size=size or 220, seed="plain")
    plain.machine_lists = False
    single = WebForms(now, size=size or 180, seed="single")
    single.twice = single.sessions = False
    for bare in (modern, plain, single):  # chance would show what no pager was followed to
        bare.random_blocks = False
    return {
        "nukeviet": NukeViet(now, size=size or 240),
        "nukeviet-plain": plain,
        "wordpress": WordPress(now, size=size or 200),
        "webforms": WebForms(now, size=size or 180),
        "webforms-single": single,
        "modern": Modern(now, size=size or 220),
        "modern-json": modern,
        "calendar": Calendar(now, size=size or 200),
        "parts": Parts(now, size=size or 180),
        "backwards": Backwards(now, size=size or 180),
    }
