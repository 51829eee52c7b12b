"""Templates: what each source's pages share, one row a source."""

import json
from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.model import Template
from pipeline.store.database.upsert import upsert
from pipeline.store.tables import templates


def get(connection: Connection, source_id: str) -> tuple[Template, int]:
    """The source's template and how many articles it had when that was learned; empty and 0 without."""
    query = select(templates.c.data, templates.c.articles).where(templates.c.source_id == source_id)
    row = connection.execute(query).one_or_none()
    return (from_json(row.data), row.articles) if row else (Template(), 0)


def save(
    connection: Connection, source_id: str, template: Template, articles: int, learned_at: datetime
) -> None:
    """Put the template in the place of the source's last one."""
    row = {
        "source_id": source_id,
        "learned_at": learned_at,
        "articles": articles,
        "pages": template.pages,
        "data": to_json(template),
    }
    upsert(connection, templates, row, ["source_id"])


def to_json(template: Template) -> str:
    """The same bytes for the same template."""
    parts = {
        "pages": template.pages,
        "slots": sorted(template.slots),
        "lines": sorted(template.lines),
        "images": sorted(template.images),
    }
    return json.dumps(parts, separators=(",", ":"))


def from_json(data: str) -> Template:
    """The template that `to_json` wrote."""
    parts = json.loads(data)
    return Template(
        pages=parts["pages"],
        slots=frozenset((slot, most) for slot, most in parts["slots"]),
        lines=frozenset(parts["lines"]),
        images=frozenset(parts["images"]),
    )
