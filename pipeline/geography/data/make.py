"""Makes units.tsv and successions.tsv beside it, from vietnamadminunits 1.0.4 and amendments.tsv.

    pip download --no-deps vietnamadminunits==1.0.4
    python pipeline/geography/data/make.py vietnamadminunits-1.0.4-py3-none-any.whl

The wheel (MIT; its notice stands in NOTICE) holds the units as they were on 2025-06-30 and as they are
since 2025-07-01, with the official codes (Quyết định 19/2025/QĐ-TTg), and which old communes went into which
new ones. Nothing of it is run: its tables are read. Later changes stand in amendments.tsv, each with its
resolution; the program reads them beside these. The same wheel gives the same bytes.
"""

import csv
import json
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TABLES = "vietnamadminunits/data/dataset.db"
CONVERSIONS = "vietnamadminunits/data/converter_2025.json"

Pair = tuple[str, str]
Row = tuple[str, ...]


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
            f"SELECT DISTINCT {columns} FROM {table} ORDER BY 1"  # noqa: S608 (written here)
        ):
            if code:
                yield era, code, name, parent


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
    ordered = sorted({(before, rank, since) for before, since, rank in (*whole, *divided)})
    return [(before, since) for before, _, since in ordered]


def _write(name: str, heads: Row, rows: Iterable[Row]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
