"""The search index: FTS5 on SQLite, tsvector and GIN on PostgreSQL, the same answers from both.

Both hold the same words, parted and spelt by `fold`. A phrase is looked up on PostgreSQL in two steps: its
words in the GIN index, then the phrase itself in the indexed text, because a tsvector keeps only the first
16,383 positions of a text and 256 of a word.
"""

from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    and_,
    cast,
    column,
    delete,
    func,
    insert,
    literal,
    literal_column,
    not_,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import Text

from pipeline.store.fold import spellings
from pipeline.store.query import Alternative, Run
from pipeline.store.tables import articles

Field = Literal["title", "anywhere"]

_FIELDS: dict[Field, tuple[str, ...]] = {"title": ("title",), "anywhere": ("title", "body")}
_SUFFIX = {"exact": "", "folded": "_folded"}
_COLUMNS = ("title", "body", "title_folded", "body_folded")
_FTS = table(
    "article_search", column("rowid", BigInteger), *(column(name, Text) for name in _COLUMNS)
)
_TSV = table(
    "article_search",
    column("article", BigInteger),
    *(column(name, Text) for name in _COLUMNS),
    column("words", TSVECTOR),
)
_TITLE_ROOM, _BODY_ROOM = 20_000, 200_000
"""Bytes of different words of one title and text that are indexed: all spellings together stay below the
1 MiB of a tsvector. The 7,000 or so syllables of Vietnamese take about 50,000: beyond is no prose."""


def put(connection: Connection, number: int, title: str, text: str) -> None:
    """Index the article of that row number, in place of what the index held of it."""
    typed = dict(zip(_COLUMNS, _padded(title, text), strict=True))
    if connection.dialect.name == "sqlite":
        connection.execute(delete(_FTS).where(_FTS.c.rowid == number))
        connection.execute(insert(_FTS).values(rowid=number, **typed))
        return
    vector = func.array_to_tsvector(cast(_lexemes(typed), ARRAY(Text)))
    connection.execute(delete(_TSV).where(_TSV.c.article == number))
    connection.execute(insert(_TSV).values(article=number, words=vector, **typed))


def rebuild(connection: Connection) -> None:
    """Index every article anew: for a migration after a change of `fold`."""
    connection.execute(delete(_FTS if connection.dialect.name == "sqlite" else _TSV))
    numbers = connection.execute(select(articles.c.number)).scalars().all()
    for number in numbers:
        query = select(articles.c.title, articles.c.text).where(articles.c.number == number)
        title, text = connection.execute(query).one()
        put(connection, number, title, text)


def matching(
    connection: Connection, alternatives: tuple[Alternative, ...], field: Field = "anywhere"
) -> Select[Any]:
    """The row numbers of the articles that any alternative describes; `field`: where wanted words stand."""
    if connection.dialect.name == "sqlite":
        expression = " OR ".join(_fts(each, field) for each in alternatives)
        matches = literal_column("article_search").bool_op("MATCH")(literal(expression))
        return select(_FTS.c.rowid).where(matches)
    return select(_TSV.c.article).where(or_(*(_tsv(each, field) for each in alternatives)))


def _padded(title: str, text: str) -> list[str]:
    """The index's columns: words between single spaces, so that a phrase is a substring."""
    title_exact, title_folded = _bounded(title, _TITLE_ROOM)
    exact, folded = _bounded(text, _BODY_ROOM)
    return [f" {' '.join(part)} " for part in (title_exact, exact, title_folded, folded)]


def _bounded(text: str, room: int) -> tuple[list[str], list[str]]:
    """The text's words in both spellings, up to where different ones fill the room."""
    exact, folded = spellings(text)
    seen: set[str] = set()
    for place, word in enumerate(exact):
        if word not in seen:
            seen.add(word)
            room -= len(word.encode()) + 1
        if room < 0:
            return exact[:place], folded[:place]
    return exact, folded


def _fts(alternative: Alternative, field: Field) -> str:
    """FTS5's own query language. Words are letters and digits alone: quotes are escape enough."""
    wanted = " AND ".join(_fts_run(run, field) for run in alternative.wanted_runs())
    unwanted = [
        " AND ".join(_fts_run(run, "anywhere") for run in runs)
        for runs in alternative.unwanted_runs()
    ]
    refused = "".join(f" NOT ({runs})" for runs in unwanted)
    return f"(({wanted}){refused})"


def _fts_run(run: Run, field: Field) -> str:
    columns = " ".join(name + _SUFFIX[run.spelling] for name in _FIELDS[field])
    return f'{{{columns}}} : "{" ".join(run.words)}"'


def _tsv(alternative: Alternative, field: Field) -> ColumnElement[bool]:
    wanted = [_tsv_run(run, field) for run in alternative.wanted_runs()]
    unwanted = [
        and_(*(_tsv_run(run, "anywhere") for run in runs)) for runs in alternative.unwanted_runs()
    ]
    return and_(*wanted, *(not_(runs) for runs in unwanted))


def _tsv_run(run: Run, field: Field) -> ColumnElement[bool]:
    marked = " & ".join(f"'{_mark(field, run.spelling)}{word}'" for word in run.words)
    found: ColumnElement[bool] = _TSV.c.words.bool_op("@@")(cast(marked, TSQUERY))
    if len(run.words) == 1:
        return found
    phrase = f" {' '.join(run.words)} "
    columns = [_TSV.c[name + _SUFFIX[run.spelling]] for name in _FIELDS[field]]
    return and_(found, or_(*(each.contains(phrase) for each in columns)))


def _mark(field: str, spelling: str) -> str:
    """What a lexeme starts with: "t" for a word of the title, then the sign of its spelling."""
    return ("t" if field == "title" else "") + ("=" if spelling == "exact" else "~")


def _lexemes(columns: dict[str, str]) -> list[str]:
    """Every word once for each way to look it up, as far as a tsvector holds them."""
    found: dict[str, None] = {}
    for spelling in ("exact", "folded"):
        title, body = (columns[name + _SUFFIX[spelling]].split() for name in ("title", "body"))
        found |= dict.fromkeys(_mark("title", spelling) + word for word in title)
        found |= dict.fromkeys(_mark("anywhere", spelling) + word for word in title + body)
    return list(found)
