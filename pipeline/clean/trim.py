"""Lines that stand in the text's container but tell of it: date lines, bylines and counters at its edges."""

import re

from pipeline.clean.dateline import DATE_LIKE
from pipeline.clean.words import CHROME, STOP
from pipeline.model import Block

PROSE = 60
"""A line this long, or a picture, ends the head of the container."""
AGAIN = 120
"""Characters of a paragraph that nobody prints twice on purpose."""
BESIDE_DATE = 45
GLUED_DATE = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*20\d\d")
"""A date that a counter follows without a space: styles alone hold them apart."""
SECTION_PATH = re.compile(r"^\s*(?:trang chủ|home|trang nhất)\b.{0,120}$", re.IGNORECASE)
FILE_LINE = re.compile(
    r"^\W*(?:(?:file|tệp|tài liệu|tập tin)\s*(?:tin\s*)?(?:đính kèm"
    r"|kèm theo)?\s*\d*\s*:?\s*)?(?:\S+\.(?:pdf|docx?|xlsx?|zip"
    r"|rar))?(?:\s*\([\d.,]+\s*[KMG]?B\))?\W*$",
    re.IGNORECASE,
)
WORD = re.compile(r"\w")


def trim(blocks: list[Block], author: str) -> list[Block]:
    """The blocks without such lines at the head, without buttons and end headings at the tail."""
    blocks = _once(blocks)
    first = next((n for n, block in enumerate(blocks) if _is_text(block)), len(blocks))
    head = [block for block in blocks[:first] if not _is_meta(block, author)]
    rest = blocks[first:]
    while rest and is_button(rest[-1]):
        rest = rest[:-1]
    return [*head, *rest]


def _once(blocks: list[Block]) -> list[Block]:
    """Without long paragraphs that come again: a body printed once for each size of screen."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for block in blocks:
        long = block.kind == "paragraph" and sum(map(len, block.lines)) >= AGAIN
        if not (long and block.lines in seen):
            kept.append(block)
        seen.add(block.lines)
    return kept


def _is_text(block: Block) -> bool:
    return block.kind in ("figure", "table", "list") or any(
        len(line) >= PROSE and not _is_date_line(line) for line in block.lines
    )


def _is_meta(block: Block, author: str) -> bool:
    text = " ".join(block.lines).strip()
    if block.kind == "figure":
        return False
    own = bool(author) and text.strip(" .-|*").casefold() == author.strip(" .-|*").casefold()
    return (
        own
        or _is_date_line(text)
        or bool(SECTION_PATH.match(text))
        or not WORD.search(text)
        or bool(CHROME.match(text))
    )


def _is_date_line(line: str) -> bool:
    """A date with no more than a weekday, a label or counters beside it; no sentence."""
    match = DATE_LIKE.search(line) or GLUED_DATE.search(line)
    return (
        match is not None
        and len(line) - len(match[0]) <= BESIDE_DATE
        and not line.rstrip().endswith((".", "!", "?"))
    )


def is_button(block: Block) -> bool:
    """Whether a block is no text: buttons, counters, a file's name, the heading of other articles."""
    if block.kind not in ("paragraph", "heading", "list"):
        return False
    return all(
        FILE_LINE.match(line) or CHROME.match(line) or STOP.match(line) or not WORD.search(line)
        for line in block.lines
    )
