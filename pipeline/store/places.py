"""Which sources are a unit's, by the names it has now or had before."""

import re
from functools import lru_cache

from sqlalchemy import Connection, select

from pipeline.slug import slug
from pipeline.store.tables import sources

_UNITS = ("province", "province_before", "district", "commune")
_KIND = re.compile(
    r"(?:tinh|thanh-pho|tp|huyen|quan|thi-xa|thi-tran|xa|phuong|dac-khu)-(?=.*[a-z])"
)


def sources_of(connection: Connection, place: str) -> list[str]:
    """The ids of the sources of a place: "Hà Nam", "huyện Lý Nhân", "ly-nhan".

    With a province before it where others share the name: "tien-giang/huyen-chau-thanh". The kind of unit
    may be left out, never be another one: a "phường Lê Chân" is no "quận Lê Chân".
    """
    wanted = [slug(part) for part in place.split("/")]
    units = select(sources.c.id, *(sources.c[name] for name in _UNITS)).order_by(sources.c.id)
    return [row[0] for row in connection.execute(units) if _names(*row[1:]).issuperset(wanted)]


def in_province(connection: Connection, name: str) -> list[str]:
    """The ids of the sources of a present province, however its name is spelt: "ninh binh", "Ninh Bình"."""
    wanted = slug(name)
    provinces = select(sources.c.id, sources.c.province).order_by(sources.c.id)
    return [key for key, province in connection.execute(provinces) if wanted in _names(province)]


@lru_cache(maxsize=20_000)
def _names(*units: str) -> frozenset[str]:
    """What a source's units are called. Kept: 2,800 units made anew were half of the cost of a search."""
    names = frozenset(slug(unit) for unit in units if unit)
    return names | {_KIND.sub("", name) for name in names}
