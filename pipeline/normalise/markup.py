"""Blocks -> the article's body as markup, the same words in the same order as its text. Pure."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from pipeline.model import Block, BlockKind
from pipeline.normalise.text import clean_line
from pipeline.normalise.urls import normalise_url


def body_markup(lead: str, blocks: Sequence[Block]) -> str:
    """Lead and blocks, one element each, lists and tables whole; not yet sanitised."""
    parts = [f"<p><strong>{escape(lead, quote=False)}</strong></p>"] if lead else []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        parts += _list_or_each(kind, list(group))
    return "\n".join(parts)


def _list_or_each(kind: BlockKind, blocks: list[Block]) -> Iterable[str]:
    """Items that follow each other are one list; every other block stands alone."""
    if kind == "list":
        items = "".join(f"<li>{line}</li>" for block in blocks for line in _lines(block))
        return (f"<ul>{items}</ul>",)
    return map(_element, blocks)


def _element(block: Block) -> str:
    if block.kind == "figure":
        return _figure(block)
    if block.kind == "table":
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in _lines(block))}</table>"
    tag = "h3" if block.kind == "heading" else "p"
    inside = "".join(f"<{tag}>{line}</{tag}>" for line in _lines(block))
    return f"<blockquote>{inside}</blockquote>" if block.kind == "quote" else inside


def _figure(block: Block) -> str:
    caption = " ".join(escape(clean_line(line), quote=False) for line in block.lines)
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    if block.image is None:
        return below
    name = escape(clean_line(block.image.caption or ""))
    address = escape(normalise_url(block.image.url))
    return f'<figure><img src="{address}" alt="{name}">{below}</figure>'


def _lines(block: Block) -> Sequence[str]:
    markup = block.markup or [escape(line, quote=False) for line in block.lines]
    return [clean_line(line) for line in markup]
