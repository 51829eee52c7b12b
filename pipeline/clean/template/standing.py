"""Lines that stand inside the text of nearly every page of a source and that no article means. Pure.

"Ghi rõ nguồn … khi phát hành lại", "Lượt xem: 12". What recurs by right stays: names, bylines, captions,
headings, a column's opening, a legal formula. So a line must be a notice by its words and by its place.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import accumulate

from pipeline.clean.phrases import CHROME
from pipeline.clean.template.shape import FIELD, Line, Shape, field_of, key_of
from pipeline.model import Block, Template
from pipeline.remembering import remembered

FEWEST = 8
"""Pages below which no line is judged."""
OFTEN = 0.8
"""Share of all pages on which it stands."""
MOSTLY = 0.9
"""Share of those pages on which it stands in the right place."""
NOTICE = 40
"""Characters of a notice, and of prose; shorter lines are names, labels and headings."""
COUNTED = 3
"""Different numbers that show that a line counts."""
REPRINT = re.compile(
    r"bản quyền|(?:ghi|nêu|dẫn)\s+rõ\s+nguồn|trích\s+(?:dẫn\s+)?nguồn|phát hành lại|sao chép"
    r"|đăng (?:tải )?lại|tiếng việt có dấu|javascript|cookies?\b|copyright|©|all rights reserved"
    r"|reproduc|republish|syndicat",
    re.IGNORECASE,
)
"""Words of a notice wherever it stands."""
CONTACT = re.compile(
    r"giấy phép|đường dây nóng|hotline|điện thoại|e-?mail|\bfax\b|website|trang thông tin điện tử"
    r"|cổng thông tin điện tử|(?:quý|bạn) (?:độc giả|đọc|vị)|bạn đọc|vui lòng|tải ứng dụng|theo dõi"
    r"|đăng ký|bình luận|ý kiến|thử lại|subscribe|newsletter|sign up|follow us|comment|download"
    r"|advert|contact|terms|support|donat",
    re.IGNORECASE,
)
"""Words of a notice that stands behind prose; before it they open a column as well."""
COUNTER = re.compile(
    r"\W*(?:(?:số\s+)?(?:lượt|lần|người)|đã (?:xem|đọc)|(?:đang\s+)?(?:truy cập|trực tuyến|online)"
    r"|khách(?: viếng thăm)?|thành viên|máy chủ tìm kiếm|views?|visits?|hits?|reads?"
    r"|hôm (?:nay|qua)|tất cả|tổng|(?:trong\s+)?(?:tháng|tuần) (?:này|trước|hiện tại))"
    r"\D{0,40}[\d.,]+\W*(?:lượt|lần|người)?(?:\s*(?:xem|đọc|truy cập))?\W*"
    r"|\W*[\d.,]+\s*(?:lượt|lần|views?|visits?|người)\b\D{0,24}",
    re.IGNORECASE,
)

Spread = dict[tuple[int, int], int]
"""Family and key of a line -> the number of pages on which it stands."""


@dataclass(slots=True)
class _Seen:
    """What the sample shows of one line inside the articles."""

    pages: int = 0
    behind: int = 0
    """Pages on which prose of the page's own stands before it."""
    last: int = 0
    """Pages on which no text of the page's own stands after it."""
    texts: set[str] = field(default_factory=set)
    slots: set[int] = field(default_factory=set)


def standing_lines(sample: list[Shape], spread: Spread) -> set[int]:
    """The keys of the fixed notices and counters."""
    if len(sample) < FEWEST:
        return set()
    lines: dict[int, _Seen] = defaultdict(_Seen)
    prose: set[int] = set()
    for shape in sample:
        own = [line for line in shape.lines if line.place == "inside"]
        varied = [is_varied(line, spread) for line in own]
        said = [
            is_own and len(line.text) >= NOTICE for line, is_own in zip(own, varied, strict=True)
        ]
        prose |= {line.slot for line, is_prose in zip(own, said, strict=True) if is_prose}
        _count(own, said, varied, lines)
    often = OFTEN * len(sample)
    return {key for key, seen in lines.items() if seen.pages >= often and _stands(seen, prose)}


def is_varied(line: Line, spread: Spread) -> bool:
    """Text that no other page prints."""
    return not line.linked and spread[line.family, line.key] == 1


def _count(own: list[Line], said: list[bool], varied: list[bool], lines: dict[int, _Seen]) -> None:
    """Add one page to what is known of its lines; each line's last place on the page counts."""
    before, told = list(accumulate(varied)), list(accumulate(said))
    at = {line.key: n for n, line in enumerate(own)}
    for line in own:
        lines[line.key].texts.add(line.text)
        lines[line.key].slots.add(line.slot)
    for key, n in at.items():
        seen = lines[key]
        seen.pages += 1
        seen.behind += told[n] > 0
        seen.last += before[n] == before[-1]


def _stands(seen: _Seen, prose: set[int]) -> bool:
    text = min(seen.texts)
    if len(text) <= FIELD and COUNTER.fullmatch(text):
        return len(seen.texts) >= COUNTED
    if len(text) < NOTICE or field_of(text):
        return False
    if REPRINT.search(text):
        return True
    behind = seen.behind >= MOSTLY * seen.pages
    apart = seen.last >= MOSTLY * seen.pages and not seen.slots & prose
    return behind and (apart or bool(CONTACT.search(text)))


@remembered(20_000)
def is_chrome(text: str) -> bool:
    """Whether a line is a button or a counter."""
    return len(text) <= FIELD and bool(COUNTER.fullmatch(text) or CHROME.match(text))


def without_standing(template: Template, blocks: list[Block]) -> list[Block]:
    """The blocks without the template's notices; a line between breaks goes alone."""
    if not template.lines:
        return blocks
    return [kept for block in blocks if (kept := _without(template.lines, block)) is not None]


def _without(keys: frozenset[int], block: Block) -> Block | None:
    stays = [key_of(line) not in keys for line in block.lines]
    if all(stays):
        return block
    lines = tuple(line for line, stay in zip(block.lines, stays, strict=True) if stay)
    whole = len(block.markup) == len(block.lines)
    markup = tuple(m for m, stay in zip(block.markup, stays, strict=True) if stay) if whole else ()
    return replace(block, lines=lines, markup=markup) if lines or block.image else None
