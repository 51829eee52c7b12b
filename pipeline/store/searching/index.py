"""The search index: FTS5 on SQLite, tsvector and GIN on PostgreSQL, the same answers from both.

An article's row in it is its place in time, so that the newest matches come first of themselves and a walk
ends with the last one wanted. SQLite's table holds no text (contentless): what leaves it is told again in the
words that went in. On PostgreSQL a phrase is looked up in two steps: its words in the GIN index, then the
phrase itself in the indexed text, because a tsvector keeps only 256 positions of a word.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    cast,
    column,
    delete,
    false,
    func,
    insert,
    literal,
    literal_column,
    not_,
    or_,
    select,
    table,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR
from sqlalchemy.types import Text

from pipeline.spelling import folded
from pipeline.store.searching.query import All, Mark, Node, Run, Term
from pipeline.store.searching.terms import EVERY, Row, Words, lookups, mark, pairs, words_of
from pipeline.store.tables import articles

TABLE = "article_search"
_ROW: ColumnElement[int] = literal_column(f"{TABLE}.rowid", BigInteger)
_FTS = table(TABLE, *(column(n) for n in ("rowid", "folded", "exact", "other")))
_COMMANDS = table(TABLE, *(column(n) for n in (TABLE, "rank")))
_TSV = table(
    TABLE,
    column("timeline", BigInteger),
    *(column(name, Text) for name in ("title", "title_folded", "body", "body_folded")),
    column("words", TSVECTOR),
)
INDEXED = ("timeline", "source_id", "title", "text", "section", "author", "tags", "places")
"""The columns of `articles` that the index is made of."""

_BATCH = 500
BULK, USUAL = 1 << 26, 1 << 20
"""Bytes that FTS5 gathers before it writes them out: when all is indexed anew, and its own measure."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: what, from which place in time on, before which, and what else must hold."""

    node: Node
    first: int | None = None
    last: int | None = None
    """The place before which it must stand."""
    checks: tuple[ColumnElement[bool], ...] = ()
    """Of `articles`, where the index alone cannot tell."""


def put(connection: Connection, *rows: Row) -> None:
    """Index articles (rows of `articles`) that the index does not hold."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        put_documents(connection, [documents_of(row) for row in rows])
    else:
        connection.execute(_PUT, [_vector(row) for row in rows])


def put_documents(connection: Connection, documents: list[dict[str, Any]]) -> None:
    """Index what `documents_of` made of articles; SQLite alone."""
    in_order = sorted(documents, key=itemgetter("rowid"))  # out of it FTS5 writes out after each
    connection.execute(insert(_FTS), in_order)


def take(connection: Connection, row: Row) -> None:
    """Take an article out; `row`: as it stood when it was put in."""
    if connection.dialect.name == "sqlite":
        connection.execute(_TAKE, documents_of(row))
    else:
        connection.execute(delete(_TSV).where(_TSV.c.timeline == row["timeline"]))


def replace(connection: Connection, before: Row, after: Row) -> None:
    """Index an article as it is after a change, if the index shows any of that change."""
    if any(before[name] != after[name] for name in INDEXED):
        take(connection, before)
        put(connection, after)


def rebuild(connection: Connection) -> None:
    """Index every article anew: for a copy, for a migration after a change of `terms` or spellings."""
    is_sqlite = connection.dialect.name == "sqlite"
    connection.execute(
        insert(_COMMANDS).values(article_search="delete-all") if is_sqlite else delete(_TSV)
    )
    gather(connection, BULK)
    wanted = select(*(articles.c[name] for name in INDEXED)).order_by(articles.c.timeline)
    rows = connection.execute(wanted.limit(_BATCH)).mappings().all()
    while rows:
        put(connection, *rows)
        beyond = wanted.where(articles.c.timeline > rows[-1]["timeline"])
        rows = connection.execute(beyond.limit(_BATCH)).mappings().all()
    gather(connection, USUAL)


def gather(connection: Connection, size: int) -> None:
    """Let SQLite gather so many bytes of new index before it writes them out."""
    if connection.dialect.name == "sqlite":
        connection.execute(insert(_COMMANDS).values(article_search="hashsize", rank=size))


def matching(
    connection: Connection, asked: Asked, limit: int, *, oldest: bool = False
) -> Select[Any]:
    """The places in time of the newest articles that answer, at most `limit`; or of the oldest."""
    row = _ROW if connection.dialect.name == "sqlite" else _TSV.c.timeline
    query = answering(connection, asked.node)
    if asked.first is not None:
        query = query.where(row >= asked.first)
    if asked.last is not None:
        query = query.where(row < asked.last)
    if asked.checks:
        checked = select(literal(1)).select_from(articles).where(articles.c.timeline == row)
        query = query.where(checked.where(*asked.checks).correlate(_FTS, _TSV).exists())
    return query.order_by(row if oldest else row.desc()).limit(limit)


def held(connection: Connection) -> Select[Any]:
    """Every place in time that the index holds, in no order."""
    return answering(connection, All())


def answering(connection: Connection, node: Node) -> Select[Any]:
    """The places in time of all articles that answer, in no order."""
    if connection.dialect.name == "sqlite":
        return select(_ROW.label("timeline")).select_from(_FTS).where(_answers(node))
    return select(_TSV.c.timeline).where(_tsv(node))


def places(connection: Connection, asked: Asked, limit: int, *, oldest: bool = False) -> list[int]:
    """What `matching` selects."""
    query = matching(connection, asked, limit, oldest=oldest)
    return list(connection.execute(query).scalars().all())


def count(connection: Connection, asked: Asked, limit: int) -> int:
    """How many articles answer, at most `limit`."""
    found = matching(connection, asked, limit).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


def documents_of(row: Row) -> dict[str, Any]:
    """The article as FTS5 is given it; made of nothing but the row, so that it can be told again."""
    words = words_of(row)
    title = (Run("folded", words.title_folded), Run("exact", words.title))
    body = (Run("folded", words.body_folded), Run("exact", words.body))
    told = [*lookups(title[0], True), EVERY, *lookups(title[1], True)]
    beside = dict.fromkeys([*pairs(words.title_folded), *pairs(words.body_folded)])
    spelt = [
        " ".join([*lookups(of_title, False), EVERY, *lookups(of_body, False)])
        for of_title, of_body in zip(title, body, strict=True)
    ]
    other = " ".join([*words.marks, *told, *beside])
    return {"rowid": row["timeline"], "folded": spelt[0], "exact": spelt[1], "other": other}


_TAKE = text(
    "INSERT INTO article_search (article_search, rowid, folded, exact, other)"
    " VALUES ('delete', :rowid, :folded, :exact, :other)"
)


def _answers(node: Node) -> ColumnElement[bool]:
    return literal_column(TABLE).bool_op("MATCH")(_fts(node))


def _fts(node: Node) -> str:
    """FTS5's own query language. No word and no mark has a quote in it: quotes are escape enough."""
    match node:
        case Term():
            return _both(_fts_run(run, node.in_title) for run in node.runs())
        case Mark():
            marks = [mark(node.field, value) for value in node.values] or ["none-"]
            return f"({' OR '.join(map(_quoted, marks))})"
        case All():
            wanted = _both(map(_fts, node.wanted)) if node.wanted else _quoted(EVERY)
            return f"({wanted}{''.join(f' NOT {_fts(each)}' for each in node.refused)})"
    return f"({' OR '.join(map(_fts, node.choices))})"


def _fts_run(run: Run, in_title: bool) -> str:
    """The phrase, after its pairs: they are rare where its words are not."""
    hints = [] if in_title else pairs([folded(word) for word in run.words])
    return _both([*map(_quoted, hints), _quoted(" ".join(lookups(run, in_title)))])


def _both(expressions: Iterable[str]) -> str:
    return f"({' AND '.join(expressions)})"


def _quoted(words: str) -> str:
    return f'"{words}"'


_PUT = insert(_TSV).values(words=func.array_to_tsvector(cast(bindparam("lexemes"), ARRAY(Text))))


def _vector(row: Row) -> dict[str, Any]:
    """The article as PostgreSQL is given it: words between single spaces, so that a phrase is a substring."""
    words = words_of(row)
    spelt = {n: getattr(words, n) for n in ("title", "title_folded", "body", "body_folded")}
    padded = {name: f" {' '.join(part)} " for name, part in spelt.items()}
    return padded | {"timeline": row["timeline"], "lexemes": _lexemes(words)}


def _lexemes(words: Words) -> list[str]:
    """Every word once for each way to look it up, as far as a tsvector holds them."""
    title = (Run("folded", words.title_folded), Run("exact", words.title))
    body = (Run("folded", words.body_folded), Run("exact", words.body))
    found: dict[str, None] = dict.fromkeys(words.marks)
    for run in title:
        found |= dict.fromkeys(lookups(run, True))
    for run in (*title, *body):
        found |= dict.fromkeys(lookups(run, False))
    return list(found)


def _tsv(node: Node) -> ColumnElement[bool]:
    match node:
        case Term():
            return and_(*(_tsv_run(run, node.in_title) for run in node.runs()))
        case Mark():
            marks = [mark(node.field, value) for value in node.values]
            return _has(" | ".join(f"'{each}'" for each in marks)) if marks else false()
        case All():
            refused = (not_(_tsv(each)) for each in node.refused)
            return and_(true(), *map(_tsv, node.wanted), *refused)
    return or_(*map(_tsv, node.choices))


def _tsv_run(run: Run, in_title: bool) -> ColumnElement[bool]:
    found = _has(" & ".join(f"'{word}'" for word in lookups(run, in_title)))
    if len(run.words) == 1:
        return found
    suffix = "_folded" if run.spelling == "folded" else ""
    columns = [_TSV.c[name + suffix] for name in (("title",) if in_title else ("title", "body"))]
    phrase = f" {' '.join(run.words)} "
    return and_(found, or_(*(each.contains(phrase, autoescape=True) for each in columns)))


def _has(query: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = _TSV.c.words.bool_op("@@")(cast(query, TSQUERY))
    return found
