"""What `saving.save` would find stored of an article: asked, and nothing written."""

from dataclasses import fields

from sqlalchemy import Connection

from pipeline.model import Article, Entry, PageVisit
from pipeline.store.identity.matching import match
from pipeline.store.reading import entries, to_entry
from pipeline.store.records import plain, revive_fields, storable


def as_stored(article: Article) -> Article:
    """The article as it comes back from the database."""
    revived: Article = revive_fields(Article, storable(plain(article)))
    return revived


def entry_for(connection: Connection, article: Article, visit: PageVisit) -> Entry | None:
    """The entry that the article would be stored as; None for a new one."""
    given = {field.name: storable(getattr(article, field.name)) for field in fields(article)}
    found = match(connection, entries(), visit, given)
    return to_entry(found.row) if found else None
