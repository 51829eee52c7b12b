"""The options that say which articles: the same for search and export."""

from typing import Annotated

import typer

from crawler.cli.app import date_of
from pipeline.model import EntryFilter

InSource = Annotated[str, typer.Option("--source", metavar="ID", help="Of this source.")]
InProvince = Annotated[
    str, typer.Option("--province", metavar="NAME", help="Of this present province.")
]
InPlace = Annotated[
    str,
    typer.Option("--place", metavar="NAME", help='Of this unit, present or former: "Lý Nhân".'),
]
InSection = Annotated[str, typer.Option("--section", metavar="NAME", help="Of this section.")]
OnTopic = Annotated[
    str, typer.Option("--topic", metavar="SLUG", help="Of this section or tag: kinh-te.")
]
ByAuthor = Annotated[str, typer.Option("--author", metavar="NAME", help="Signed by.")]
After = Annotated[
    str | None, typer.Option("--after", metavar="DATE", help="Published on or after, 2025-07-01.")
]
Before = Annotated[str | None, typer.Option("--before", metavar="DATE", help="Published before.")]
Once = Annotated[bool, typer.Option("--once", help="Of each story only who printed it first.")]


def filter_of(
    *,
    source: str = "",
    province: str = "",
    place: str = "",
    section: str = "",
    topic: str = "",
    author: str = "",
    after: str | None = None,
    before: str | None = None,
    once: bool = False,
) -> EntryFilter:
    """The filter that these options say. Raises ConfigError for a date that is none."""
    return EntryFilter(
        source_id=source,
        province=province,
        place=place,
        section=section,
        topic=topic,
        author=author,
        after=date_of("--after", after),
        before=date_of("--before", before),
        once=once,
    )
