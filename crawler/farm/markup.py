"""Markup that several portals share (lists, tables), and the truth of a story printed at an address."""

from collections.abc import Callable, Sequence

from markupsafe import Markup, escape

from crawler.farm.stories import Passage, Story
from crawler.farm.truth import TrueArticle, TrueFile, TrueImage


def bullets(passage: Passage, attributes: str = "") -> str:
    """A list as <ul>."""
    items = "\n".join(f"<li>{escape(line)}</li>" for line in passage.lines)
    return f"<ul{attributes}>\n{items}\n</ul>"


def grid(passage: Passage, attributes: str = ' border="1" cellpadding="4" cellspacing="0"') -> str:
    """A data table, header cells in its first row."""
    head, *rows = (line.split(" | ") for line in passage.lines)
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in rows
    )
    return f"<table{attributes}>\n<tbody>\n<tr>{top}</tr>\n{body}\n</tbody>\n</table>"


def safe(html: str) -> Markup:
    """Finished markup, not to be escaped again."""
    return Markup(html)  # noqa: S704 - every text in it went through escape


def true_article(
    story: Story,
    url: str,
    *,
    section: str,
    image: Callable[[str], str],
    file: Callable[[str], str],
    author: str | None = None,
    source_credit: str | None = None,
    day_only: bool = False,
    tags: Sequence[str] = (),
    optional: Sequence[str] = (),
    continued: Sequence[str] = (),
) -> TrueArticle:
    """The truth of a story printed at `url`; `image` and `file` give the absolute addresses of its files."""
    published = story.published_at.replace(hour=0, minute=0) if day_only else story.published_at
    return TrueArticle(
        url=url,
        title=story.title,
        published_at=published,
        precision="day" if day_only else "minute",
        author=author,
        source_credit=source_credit,
        section=section,
        lead=story.lead or None,
        text="\n".join(story.lines),
        captions=tuple(p.caption for p in story.pictures if p.caption),
        attachments=tuple(TrueFile(file(name), name) for name in story.files),
        images=tuple(TrueImage(image(p.file), p.caption or None) for p in story.pictures),
        tags=tuple(tags),
        optional=tuple(optional),
        continued=tuple(continued),
    )
