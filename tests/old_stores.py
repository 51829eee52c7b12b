"""Databases as released versions left them: their schema by the migrations of then, rows in raw SQL."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from alembic import command
from sqlalchemy import Connection, create_engine

from pipeline.store.database import schema
from pipeline.store.database.engine import parse_url

WRITTEN = ("0001", "0002", "0003")
"""Versions whose rows stand here; a later one is what its migrations made of those of 0003."""
RELEASED = (*WRITTEN, "0004", "0005", "0006", "0007", "0008")

SOURCES = (
    ("lynhan", "Huyện Lý Nhân", "Ninh Bình", "Hà Nam", "Huyện Lý Nhân"),
    ("hanam", "Báo Hà Nam", "Ninh Bình", "Hà Nam", ""),
    ("camau", "Xã Tây Nam", "Cà Mau", "", ""),
)


@dataclass(frozen=True)
class Old:
    """An article's row as it was written then; the rest follows from it."""

    key: str
    source: str
    title: str
    text: str
    published: str | None
    precision: str | None = "minute"
    first_seen: str = "2024-05-02T01:00:00.000000Z"
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    images: list[dict[str, Any]] = field(default_factory=list)
    gone: bool = False

    @property
    def id(self) -> str:
        return f"tag:congtin,2025:{self.source}/{self.key}"

    @property
    def url(self) -> str:
        return f"http://{self.source}.test/tin/{self.key}"


ARTICLES = (
    Old("aaa", "lynhan", "Khánh thành cầu mới", "Sáng nay, huyện khánh thành cầu.\nCầu dài 120 mét.",
        "2024-05-01T01:30:00.000000Z", section="Kinh tế", tags=["cầu", "Nông thôn mới"],
        images=[{"url": "http://lynhan.test/a.jpg", "caption": "Cầu 'mới'", "credit": None}]),
    Old("bbb", "lynhan", "Họp hội đồng", "Hội đồng họp phiên thứ nhất.", "2024-05-01T02:00:00.000000Z"),
    Old("ccc", "hanam", "Lễ hội làng", "Dân làng mở hội.", "2024-05-01T02:00:00.000000Z", section="Kinh tế"),
    Old("ddd", "hanam", "Ngày hội", "Ngày hội đọc sách.", "2024-04-30T17:00:00.000000Z", "day"),
    Old("eee", "hanam", "Không ngày", "Bài không có ngày.", None, None),
    Old("fff", "camau", "Đã gỡ", "Bài đã bị gỡ.", "2024-05-01T03:00:00.000000Z", gone=True),
    Old("ggg", "camau", "Xa xưa", "Bài có ngày của máy hỏng.", "0001-01-02T00:00:00.000000Z"),
    Old("hhh", "camau", "Xa sau", "Bài có ngày của máy khác.", "9999-12-30T00:00:00.000000Z"),
)  # fmt: skip


def make(url: str, revision: str) -> None:
    """The database of that revision, with rows."""
    engine = create_engine(parse_url(url))
    with engine.begin() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        written = min(revision, WRITTEN[-1])
        command.upgrade(config, written)
        _fill(connection, written)
        if revision > written:
            command.upgrade(config, revision)
        if "0006" <= revision < "0008":
            _stray(connection)
    engine.dispose()


def _fill(connection: Connection, revision: str) -> None:
    for name, title, province, before, district in SOURCES:
        _insert(connection, "sources", id=name, name=title, url=f"http://{name}.test/", level="district",
                province=province, province_before=before, district=district, platform="nukeviet",
                enabled=True, active_from="2024-01-01", active_until=None, successor="",
                settings={"delay": 2.5, "sections": [{"name": "Tin", "url": "http://x.test/"}]})  # fmt: skip
    for number, old in enumerate(ARTICLES, 1):
        _article(connection, revision, number, old)
    _insert(connection, "listings", source_id="lynhan", url="http://lynhan.test/tin")
    run = {"status": "finished", "requests": 5, "bytes": 1000, "new": 3, "changed": 0, "unchanged": 2,
           "errors": 0, "rejected": {"listing": 2, "elsewhere": 3}, "statuses": {"200": 5},
           "detail": ""}  # fmt: skip
    for name in ("lynhan", "camau"):
        _insert(connection, "runs", source_id=name, started_at="2024-05-02T00:00:00.000000Z",
                finished_at="2024-05-02T00:01:30.000000Z" if name == "lynhan" else None, **run)  # fmt: skip
    if revision >= "0002":
        _insert(connection, "templates", source_id="lynhan", learned_at="2024-05-02T00:00:00.000000Z",
                articles=3, pages=3, data="{}")  # fmt: skip
    if revision >= "0003":
        _insert(connection, "hosts", host="lynhan.test", delay=1.5, robots="User-agent: *\nDisallow:\n",
                robots_at="2024-05-02T00:00:00.000000Z")  # fmt: skip


def _article(connection: Connection, revision: str, number: int, old: Old) -> None:
    first = old.first_seen
    later: dict[str, Any] = {}
    if revision >= "0002":
        later["provenance"] = [{"field": "title", "rule": "h1 as the head", "confidence": 0.9}]
    if revision >= "0003":
        later["gone_at"] = "2024-05-03T01:00:00.000000Z" if old.gone else None
    _insert(connection, "articles", id=old.id, key=old.key, source_id=old.source, url=old.url,
            kind="article", title=old.title, lead=None, text=old.text, html=f"<p>{old.text}</p>",
            content_hash=f"hash-{old.key}", published_at=old.published, published_precision=old.precision,
            published_source=None if old.published is None else "label",
            section=old.section, images=old.images, attachments=[], tags=old.tags, language="vi",
            first_seen=first, last_seen=first, updated=old.published or first,
            sort_time=old.published or first, **later)  # fmt: skip
    _insert(connection, "pages", source_id=old.source, url=old.url, canonical=old.url, status=200,
            outcome="article", fetched_at=first, warc_file="a.warc.gz" if number % 2 else None,
            warc_offset=number * 10, warc_length=20)  # fmt: skip
    _index(connection, number, old)


def _index(connection: Connection, number: int, old: Old) -> None:
    """The search index as it was: words between spaces, here of plain Vietnamese alone."""
    title, body = (re.sub(r"\W+", " ", part.lower()) for part in (old.title, old.text))
    columns = {
        "title": f" {title} ",
        "body": f" {body} ",
        "title_folded": " x ",
        "body_folded": " x ",
    }
    if connection.dialect.name == "sqlite":
        _insert(connection, "article_search", rowid=number, **columns)
        return
    _insert(connection, "article_search", article=number, words=f"'={title.split()[0]}'", **columns)


def _stray(connection: Connection) -> None:
    """A row of the index of then, which held other words than today's."""
    if connection.dialect.name == "sqlite":
        _insert(connection, "article_search", rowid=5, folded="cau moi", exact="_cầu", other="-")
        return
    words = {"title": " cầu ", "body": " ", "title_folded": " cau ", "body_folded": " "}
    _insert(connection, "article_search", timeline=5, words="'cau' '-'", **words)


def _insert(connection: Connection, table: str, **row: Any) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(map(_literal, row.values()))
    connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({values})")


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return str(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "'" + text.replace("'", "''") + "'"
