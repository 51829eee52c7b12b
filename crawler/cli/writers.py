"""Entries as JSON Lines, CSV and Parquet, one after the other: memory does not grow with their number."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from pipeline.errors import ConfigError
from pipeline.model import Entry

FIELDS = (
    "id key source_id source_name province url kind title published_at published_precision published_source"
    " updated_at author source_credit section lead text html images attachments tags language"
    " content_hash first_seen last_seen updated gone_at story also unit unit_name places provenance"
).split()
"""What can be asked for, under the names that JSON has for it."""

CSV_FIELDS = (
    "id key source_id source_name province url title published_at published_precision updated_at"
    " author source_credit section lead text tags language first_seen last_seen updated gone_at story"
    " unit unit_name places"
).split()
"""A table's columns where none are asked for."""

FORMULA = re.compile(r"[\t\r\n]|[\s\ufeff\u200b-\u200f\u2060]*[=+\-@＝＋－＠﹦﹢﹣﹫]")
"""How a cell begins that a spreadsheet may take for a formula (OWASP, CSV injection): also behind what nobody
sees, and in the full-width signs that East Asian ones read as the same.
"""

GROUP = 1000
"""Entries of a row group of Parquet: held at a time, about 10 MB."""


def write_jsonl(entries: Iterable[Entry], fields: Sequence[str], to: IO[str]) -> None:
    """One object a line; without `fields` all that there is."""
    for entry in entries:
        row = entry.to_dict()
        chosen = {name: row[name] for name in fields} if fields else row
        to.write(json.dumps(chosen, ensure_ascii=False) + "\n")


def write_csv(entries: Iterable[Entry], fields: Sequence[str], to: IO[str]) -> None:
    """A table for spreadsheets, RFC 4180: lists joined by "; ", formulas disarmed by a quote before them.

    So a text that begins with "=", "+", "-" or "@" is not byte for byte what is stored: JSON Lines is.
    """
    fields = fields or CSV_FIELDS
    writer = csv.writer(to, lineterminator="\r\n")
    writer.writerow(fields)
    for entry in entries:
        row = entry.to_dict()
        writer.writerow([_cell(row[name]) for name in fields])


def write_parquet(entries: Iterable[Entry], fields: Sequence[str], file: Path) -> None:
    """A typed file for pandas, polars, DuckDB. Raises ConfigError where pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise ConfigError(
            "--format parquet needs pyarrow. Run: pip install 'congtin[parquet]'"
        ) from error
    schema = _arrow(pyarrow, fields or FIELDS)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for group in _groups(entries):
            rows = [_typed(entry.to_dict(), schema.names) for entry in group]
            writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema))


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(_disarmed(_item(one)) for one in value)  # some split at semicolons
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    return _disarmed(value) if isinstance(value, str) else value


def _disarmed(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def _item(value: Any) -> str:
    """A tag as it is, a picture or a file by its address, another article by its key, a place by its name."""
    if not isinstance(value, dict):
        return str(value)
    return str(value.get("key") or value.get("url") or value.get("name"))


def _groups(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while group := list(islice(rest, GROUP)):
        yield group


_MOMENTS = ("published_at", "updated_at", "first_seen", "last_seen", "updated", "gone_at")


def _typed(row: dict[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    """The row with its times as times."""
    chosen = {name: row[name] for name in fields}
    for name in chosen.keys() & set(_MOMENTS):
        chosen[name] = _moment(chosen[name])
    if "also" in chosen:
        chosen["also"] = [
            copy | {"published_at": _moment(copy["published_at"])} for copy in chosen["also"]
        ]
    if "provenance" in chosen:
        chosen["provenance"] = list(chosen["provenance"].items())
    return chosen


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _arrow(pa: Any, fields: Sequence[str]) -> Any:
    """The types of the columns: text where nothing else is said."""
    moment, words = pa.timestamp("us", tz="Asia/Ho_Chi_Minh"), pa.string()
    image = pa.struct([("url", words), ("caption", words), ("credit", words)])
    attachment = pa.struct([("url", words), ("name", words)])
    names = ("key", "source_id", "source_name", "url", "title")
    copy = pa.struct([*((name, words) for name in names), ("published_at", moment)])
    place = pa.struct(
        [*((name, words) for name in ("unit", "name", "level", "form")), ("count", pa.int64())]
    )
    finding = pa.struct([("rule", words), ("confidence", pa.float64())])
    typed = dict.fromkeys(_MOMENTS, moment) | {
        "images": pa.list_(image),
        "attachments": pa.list_(attachment),
        "tags": pa.list_(words),
        "also": pa.list_(copy),
        "places": pa.list_(place),
        "provenance": pa.map_(words, finding),
    }
    return pa.schema([(name, typed.get(name, words)) for name in fields])
