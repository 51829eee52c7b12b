"""Makes units.tsv and successions.tsv beside it, from vietnamadminunits 1.0.4 and amendments.tsv.

    pip download --no-deps vietnamadminunits==1.0.4
    python pipeline/geography/data/make.py vietnamadminunits-1.0.4-py3-none-any.whl

The wheel (MIT; its notice stands in NOTICE) holds the units as they were on 2025-06-30 and as they are
since 2025-07-01, with the official codes (Quyết định 19/2025/QĐ-TTg), and which old communes went into which
new ones. Nothing of it is run: its tables are read. The same wheel gives the same bytes. Kept by hand and
read by the program beside these:

- amendments.tsv: names that changed, each with its day and resolution; after the merger, and of districts
  from 2015 up to it (those up to 2018 with the day of the resolution where that of its effect is not known);
- ended.tsv: districts that ended from 2020 to the merger, and those that they went into. A code that went on
  (769: Quận 2, then Thành phố Thủ Đức) is in both tables;
- aliases.tsv: names that people use and no resolution gave, or that this wheel spells otherwise.

The wheel knows old communes by their names within the present province, so two namesakes that went into one
province, each divided, have each other's heirs too: xã Tân Thạnh (Thới Lai, Cần Thơ) has xã Tân Thạnh 75 km
away, that of huyện Long Phú, Sóc Trăng. `_mistaken` tells those heirs, 31 rows of communes in 22 districts
in 1.0.4 (the same with any distance from 5 to 15 km), and they are left out.
"""

import csv
import json
import math
import sqlite3
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
TABLES = "vietnamadminunits/data/dataset.db"
CONVERSIONS = "vietnamadminunits/data/converter_2025.json"

FAR = 15.0
"""Kilometres from the middle of a district to an heir beyond which a namesake's heir is nobody else's."""

Row = tuple[str, ...]


class Old(NamedTuple):
    """A commune of before (a district without any is its own) and where its district lies."""

    name: str
    district: str
    lat: float
    lon: float


class Heir(NamedTuple):
    """A new commune that has land of an old one; `rank` 0 is the main one."""

    before: str
    rank: int
    since: str


def main(wheel: Path) -> None:
    """Read the wheel, write the two tables."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as archive:
        conversions = json.loads(archive.read(CONVERSIONS))
        database = sqlite3.connect(archive.extract(TABLES, folder))
        _write("units.tsv", ("era", "code", "name", "parent"), _units(database))
        _write("successions.tsv", ("before", "since"), _successions(database, conversions))
        database.close()


def _units(database: sqlite3.Connection) -> Iterator[Row]:
    """Each era's units, by level and code. The five districts without communes hold none here."""
    levels = (
        ("before", "provinceCode, province, ''", "admin_units_legacy"),
        ("before", "districtCode, district, provinceCode", "admin_units_legacy"),
        ("before", "wardCode, ward, districtCode", "admin_units_legacy"),
        ("since", "provinceCode, province, ''", "admin_units"),
        ("since", "wardCode, ward, provinceCode", "admin_units"),
    )
    for era, columns, table in levels:
        for code, name, parent in database.execute(
            f"SELECT DISTINCT {columns} FROM {table} ORDER BY 1"  # nosec B608 # noqa: S608 (written here)
        ):
            if code:
                yield era, code, _proper(name), parent


def _proper(name: str) -> str:
    """With the kind as it is written: ten units are a "Thị Xã" or "Thành Phố" there."""
    for kind in ("Thành phố", "Thị xã", "Thị trấn"):
        if name.lower().startswith(kind.lower()):
            return kind + name[len(kind) :]
    return name


def _successions(database: sqlite3.Connection, conversions: dict[str, dict[str, Any]]) -> list[Row]:
    """(old code, new code) of communes, and of districts without any; a divided one's main heir first."""
    old = {
        f"{p}_{d}_{w or ''}": code
        for p, d, w, code in database.execute(
            "SELECT provinceKey, districtKey, wardKey, coalesce(wardCode, districtCode)"
            " FROM admin_units_legacy"
        )
    }
    new = {
        (p, w): code
        for p, w, code in database.execute("SELECT provinceKey, wardKey, wardCode FROM admin_units")
    }
    whole = [
        (old[before], new[province, since], 0)
        for province, wards in conversions["DICT_PROVINCE_WARD_NO_DIVIDED"].items()
        for since, befores in wards.items()
        for before in befores
    ]
    divided = [
        (old[before], new[province, part["newWardKey"]], 0 if part["isDefaultNewWard"] else 1)
        for province, wards in conversions["DICT_PROVINCE_WARD_DIVIDED"].items()
        for before, parts in wards.items()
        for part in parts
    ]
    heirs = {Heir(before, rank, since) for before, since, rank in (*whole, *divided)}
    return [(h.before, h.since) for h in sorted(heirs - _mistaken(database, heirs))]


def _mistaken(database: sqlite3.Connection, heirs: set[Heir]) -> set[Heir]:
    """Heirs of a namesake in another district: far from here, and no neighbour here has them as main heir."""
    olds, places = _olds(database), _places(database)
    of, mains = defaultdict(set), defaultdict(set)
    for heir in heirs:
        of[heir.since].add(heir.before)
        if heir.rank == 0:
            mains[heir.since].add(heir.before)

    def is_mistaken(heir: Heir) -> bool:
        own = olds[heir.before]
        others = of[heir.since] - {heir.before}
        namesakes = {o for o in others if olds[o].name == own.name}
        neighbours = mains[heir.since] - {heir.before} - namesakes
        return (
            any(olds[o].district != own.district for o in namesakes)
            and all(olds[o].district != own.district for o in neighbours)
            and _km(own.lat, own.lon, *places[heir.since]) > FAR
        )

    return set(filter(is_mistaken, heirs))


def _olds(database: sqlite3.Connection) -> dict[str, Old]:
    return {
        code: Old(*row)
        for code, *row in database.execute(
            "SELECT coalesce(wardCode, districtCode), coalesce(ward, district), districtCode,"
            " districtLat, districtLon FROM admin_units_legacy"
        )
    }


def _places(database: sqlite3.Connection) -> dict[str, tuple[float, float]]:
    rows = database.execute("SELECT wardCode, wardLat, wardLon FROM admin_units")
    return {code: (lat, lon) for code, lat, lon in rows}


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Near enough within one province."""
    east = (lon - other_lon) * math.cos(math.radians(lat))
    return 111.2 * math.hypot(lat - other_lat, east)


def _write(name: str, heads: Row, rows: Iterable[Row]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
