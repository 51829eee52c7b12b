"""A table's rows, and what a table is: data, a picture with its caption, or mere layout. Pure."""

from collections.abc import Iterator
from html import escape

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.clean.body.soup import BREAKING

CELLS = frozenset(("td", "th"))
LONGEST_CELL = 400
"""Characters of a data table's cell, on average: more is text in columns."""
CAPTIONED = 500
"""Characters that may stand in a table around pictures; more is text with a picture in it."""

MOST_NODES = 1000
"""Tags and strings of something short: wrappers in wrappers are not counted through at every level."""

Row = list[Tag]


def rows_of(table: Tag) -> list[Row]:
    """The table's own rows, its `<caption>` one of them; a cell outside any row is a row of its own."""
    return [row for row in _rows(table) if row]


def _rows(tag: Tag) -> Iterator[Row]:
    for child in tag.contents:
        if not isinstance(child, Tag) or child.name == "table":
            continue
        if child.name == "tr":
            yield [c for c in child.contents if isinstance(c, Tag) and c.name in CELLS]
        elif child.name in CELLS or child.name == "caption":
            yield [child]
        else:
            yield from _rows(child)


def is_data(rows: list[Row]) -> bool:
    """Two rows and two columns of short cells without pictures or tables in them."""
    wide = [row for row in rows if len(row) >= 2]
    if len(wide) < 2 or len(wide) < 0.4 * len(rows):
        return False
    cells = [cell for row in wide for cell in row]
    if any(holds(cell, ("table", "img")) for cell in cells):
        return False
    return sum(len(flat_text(cell)) for cell in cells) <= LONGEST_CELL * len(cells)


def is_picture_table(table: Tag) -> bool:
    """Whether the table is there for its pictures: with captions, hardly more."""
    return is_short(table, CAPTIONED) and holds(table, ("img",))


def by_columns(rows: list[Row]) -> list[list[Row]]:
    """The rows of a picture table in groups that belong together, each picture with its caption.

    A row of pictures over (or under) a row of as many captions is read column by column.
    """
    groups: list[list[Row]] = [[]]
    place = 0
    while place < len(rows):
        row, following = rows[place], rows[place + 1] if place + 1 < len(rows) else []
        if len(row) > 1 and len(row) == len(following) and _are_paired(row, following):
            groups += [[[above], [below]] for above, below in zip(row, following, strict=True)]
            groups.append([])
            place += 2
        else:
            groups[-1].append(row)
            place += 1
    return [group for group in groups if group]


def _are_paired(above: Row, below: Row) -> bool:
    """Whether one row holds pictures alone and the other text alone."""
    shown = [any(holds(cell, ("img",)) for cell in row) for row in (above, below)]
    told = [any(flat_text(cell) for cell in row) for row in (above, below)]
    return shown != told and sorted(shown) == sorted(told) == [False, True]


def holds(tag: Tag, names: tuple[str, ...]) -> bool:
    """Whether a tag of one of those names stands in it."""
    return any(
        isinstance(child, Tag) and (child.name in names or holds(child, names))
        for child in tag.contents
    )


def is_short(tag: Tag, most: int) -> bool:
    """Whether hardly any text stands in it; looks no further than it must."""
    size = 0
    for number, node in enumerate(tag.descendants):
        if type(node) is NavigableString:
            size += len(node.strip())
        if size > most or number > MOST_NODES:
            return False
    return True


def row_text(row: Row) -> str:
    """The filled cells of a row as one line: "a | b"."""
    return " | ".join(text for cell in row if (text := flat_text(cell)))


def row_markup(row: Row) -> str:
    """The cells of a row as markup."""
    return "".join(_cell_markup(cell) for cell in row)


def _cell_markup(cell: Tag) -> str:
    name = cell.name if cell.name in CELLS else "td"
    span = str(cell.get("colspan") or "")
    wide = f' colspan="{span}"' if span.isdigit() and span != "1" else ""
    return f"<{name}{wide}>{escape(flat_text(cell), quote=False)}</{name}>"


def flat_text(tag: Tag) -> str:
    """All text of a tag as one line: blocks and breaks part words, inline tags never do."""
    parts: list[str] = []
    _flatten(tag, parts)
    return " ".join("".join(parts).split())


def _flatten(tag: Tag, parts: list[str]) -> None:
    for child in tag.contents:
        if isinstance(child, Tag):
            if child.name in BREAKING or child.name == "br":
                parts.append(" ")
                _flatten(child, parts)
                parts.append(" ")
            else:
                _flatten(child, parts)
        elif type(child) is NavigableString:
            parts.append(child)
