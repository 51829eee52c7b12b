"""The parts of an article -> one CleanPage. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import dropwhile
from unicodedata import normalize

from pipeline.model import Block, CleanPage

PAGE_MARK = re.compile(
    r"[\W_]*(?:trang|page|phần|part)\s*(?:số\s*)?\d{1,2}(?:\s*/\s*\d+)?[\W_]*$", re.IGNORECASE
)
ALIKE = 0.6
OPENING = 3
"""Blocks at an article's beginning that a theme may print on every part."""
WORDS = re.compile(r"\W+")


def join(first: CleanPage, parts: Sequence[CleanPage]) -> CleanPage:
    """One page: the first's title, date, lead and tags; the blocks, pictures and files of all in order.

    A byline stands under the end of a text, so the last part's goes first. What is no part of the
    article (another title, or nothing that was not read before) is left out with all behind it.
    """
    joined = first
    for part in parts:
        if not continues(joined, part):
            break
        blocks = _new(joined, part)
        joined = replace(
            joined,
            blocks=(*joined.blocks, *blocks),
            images=(*joined.images, *(block.image for block in blocks if block.image)),
            attachments=tuple(dict.fromkeys((*joined.attachments, *part.attachments))),
            author=part.author or joined.author,
            source_credit=part.source_credit or joined.source_credit,
        )
    return joined


def continues(before: CleanPage, part: CleanPage) -> bool:
    """Whether a page goes on with what was read before: under its title, with text of its own."""
    return same_title(before, part) and bool(_new(before, part))


def _new(before: CleanPage, part: CleanPage) -> list[Block]:
    """A part's blocks without what themes print on every part: title, lead, opening, picture. None where
    all of them were read before, as on an article's page that only shows further comments.
    """
    blocks = list(part.blocks)
    if part.lead:
        blocks.insert(0, Block("paragraph", tuple(part.lead.split("\n"))))
    pictures = {image.url for image in before.images}
    told = _lines(before, before.blocks)
    new = [b for b in blocks if b.image and b.image.url not in pictures]
    if not new and all(_fold(line) in told for block in blocks for line in block.lines):
        return []
    blocks = [b for b in blocks if b.lines or not b.image or b.image.url not in pictures]
    opening = _lines(before, before.blocks[:OPENING])
    return list(dropwhile(lambda b: _is_among(b, opening), blocks))


def _is_among(block: Block, lines: set[str]) -> bool:
    return bool(block.lines) and all(_fold(line) in lines for line in block.lines)


def _lines(page: CleanPage, blocks: Sequence[Block]) -> set[str]:
    lines = [page.title, *page.lead.split("\n"), *(line for b in blocks for line in b.lines)]
    return {_fold(line) for line in lines}


def same_title(before: CleanPage, part: CleanPage) -> bool:
    """Whether a page bears the article's title, "Trang 2" aside, or none."""
    first, second = (_fold(PAGE_MARK.sub("", page.title)) for page in (before, part))
    if not first or not second or first in second or second in first:
        return True
    return SequenceMatcher(None, first, second).ratio() >= ALIKE


def _fold(text: str) -> str:
    return WORDS.sub(" ", normalize("NFC", text).casefold()).strip()
