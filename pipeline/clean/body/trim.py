"""Lines that stand in the text's container but tell of it: date lines, bylines and counters at its edges."""

import re
from dataclasses import replace
from itertools import groupby

from pipeline.accounts import is_account
from pipeline.clean.counters import is_counter, name_without_counters, without_counters
from pipeline.clean.dates.words import CLOCK, DATE_LIKE
from pipeline.clean.people.names import is_name
from pipeline.clean.phrases import CHROME, STOP
from pipeline.model import Block

LONGEST_BUTTON = 250
"""Characters of a button or of a file's name; longer lines are not even tried."""
PROSE = 60
"""A line this long ends the head of the container."""
AGAIN = 120
"""Characters of a paragraph that nobody prints twice on purpose."""
FOOT = 8
"""Blocks at the end among which files may be listed."""
TITLE_WITHIN = 3
"""Blocks at the head among which the title may be repeated."""
PUNCTUATION = 6
"""Characters that quotation marks and a full stop add to it."""
BESIDE_DATE = 45
GLUED_DATE = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*20\d\d")
"""A date that a counter follows without a space: styles alone hold them apart."""
BARS = re.compile(r"\s*[|•·]\s*")
"""Between the parts of a row: date, author, counter."""
SECTION_PATH = re.compile(r"^\s*(?:trang chủ|home|trang nhất)\b.{0,120}$", re.IGNORECASE)
FILE_LABEL = re.compile(
    r"^\W*(?:(?:file|tệp|tài liệu|tập tin)\s*(?:tin\s*)?(?:đính kèm|kèm theo)?\s*\d*\s*:?)?\W*$",
    re.IGNORECASE,
)
FILE_NAME = re.compile(
    r"^\W*(?:(?:tập tin|tệp|file)\s*\d+\s*:\s*)?"
    r"\S+\.(?:pdf|docx?|xlsx?|zip|rar)(?:\s*\([\d.,]+\s*[KMG]?B\))?\W*$",
    re.IGNORECASE,
)
"""A label or a name alone is a button; both in one line are the writer's own: "File đính kèm: a.pdf"."""
LABEL = re.compile(r"^\W*(?:file|tệp|tài liệu|tập tin)[^:]{0,25}:", re.IGNORECASE)
FILE_WORD = re.compile(r"\.(?:pdf|docx?|xlsx?|zip|rar)\W*$", re.IGNORECASE)
LONGEST_ACCOUNT = 40
WORD = re.compile(r"\w")


def trim(blocks: list[Block], author: str, title: str = "", *, fields: bool = False) -> list[Block]:
    """The blocks without such lines at the head, without buttons and end headings at the tail.

    With `fields` the text is a document's fields, whose dates and names stay.
    """
    blocks = _untitled(_once(blocks), title)
    first = _text_start(blocks)
    head = [block for block in blocks[:first] if fields or not _is_meta(block, author)]
    rest = blocks[first:]
    while rest and (is_button(rest[-1]) or _is_posting_time(rest[-1]) or _is_row(rest[-1])):
        rest.pop()
    told = [*rest[:-FOOT], *(b for b in rest[-FOOT:] if not _is_file_list(b))]
    return [*head, *told[:-1], *map(_uncounted, told[-1:])]


def _uncounted(block: Block) -> Block:
    """The last block without the counter beside its signature: "Lê An | 271 lượt xem"."""
    line = without_counters(block.lines[0]) if len(block.lines) == 1 else ""
    short = block.kind in ("paragraph", "heading") and 0 < len(line) < PROSE
    return replace(block, lines=(line,), markup=()) if short and line != block.lines[0] else block


def _is_posting_time(block: Block) -> bool:
    """A day with a clock time and nothing beside it, under the text: when it was posted."""
    if block.kind != "paragraph" or len(block.lines) != 1:
        return False
    rest = CLOCK.sub("", DATE_LIKE.sub("", block.lines[0], count=1), count=1)
    timed = DATE_LIKE.search(block.lines[0]) and CLOCK.search(block.lines[0])
    return bool(timed) and not WORD.search(POSTED.sub("", rest))


def _is_row(block: Block) -> bool:
    """What a portal tells of the article under it, in one row: section, day, author, counter."""
    parts = [part for line in block.lines for part in BARS.split(line) if part]
    told = all(ROW.match(part) or CHROME.match(part) for part in parts)
    return block.kind == "paragraph" and len(parts) >= FEWEST_PARTS and told


FEWEST_PARTS = 2
ROW = re.compile(
    r"^\W*(?:chuyên mục|ngày đăng|ngày cập nhật|đăng(?: lúc| ngày| bởi)?|cập nhật(?: lúc| ngày)?|tác giả"
    r"|nguồn(?: tin)?|(?:số )?lượt (?:xem|đọc))\s*[:：].{1,60}$",
    re.IGNORECASE,
)
POSTED = re.compile(
    r"ngày(?: đăng)?|đăng(?: lúc| ngày)?|cập nhật|lúc|thứ \w+|chủ nhật|gmt\s*\+\s*7|[:+]\d\d\b",
    re.IGNORECASE,
)


def _is_file_list(block: Block) -> bool:
    """Names and labels of files alone, which a portal lists above the byline that ends the text."""
    lines = [line for line in block.lines if WORD.search(line)]
    return (
        block.kind in ("paragraph", "heading", "list")
        and bool(lines)
        and all(_matches(line, (FILE_NAME, FILE_LABEL)) for line in lines)
    )


def _untitled(blocks: list[Block], title: str) -> list[Block]:
    """Without the title that many portals print again as the text's first line."""
    for place, block in enumerate(blocks[:TITLE_WITHIN]):
        line = without_counters(block.lines[0]) if len(block.lines) == 1 else ""
        if block.kind != "figure" and _says(line, title):
            return [*blocks[:place], *blocks[place + 1 :]]
    return blocks


def _says(line: str, title: str) -> bool:
    """Whether the line has the title's letters, whatever its case and punctuation."""
    if not title or abs(len(line) - len(title)) > PUNCTUATION:
        return False
    return _letters(line) == _letters(title)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _once(blocks: list[Block]) -> list[Block]:
    """Without what comes again: a body printed once for each size of screen, a picture with its caption."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for block in blocks:
        long = block.kind == "paragraph" and sum(map(len, block.lines)) >= AGAIN
        shown = (block.image.url,) if block.image and block.lines else ()
        if not ((long or shown) and (*block.lines, *shown) in seen):
            kept.append(block)
        seen.add((*block.lines, *shown))
    return kept


def _text_start(blocks: list[Block]) -> int:
    """How many blocks stand before the text: a list begins it as a whole or not at all."""
    places = range(len(blocks))
    for listed, run in groupby(places, key=lambda place: blocks[place].kind == "list"):
        members = list(run)
        if listed and _is_told([line for place in members for line in blocks[place].lines]):
            return members[0]
        start = next((place for place in members if not listed and _is_text(blocks[place])), None)
        if start is not None:
            return start
    return len(blocks)


def _is_told(lines: list[str]) -> bool:
    """Whether a list tells something: more than author, date and buttons, or of several people."""
    people = sum(map(is_name, lines))
    return len(lines) > META_LINES or people >= PEOPLE or not all(map(_is_edge, lines))


def _is_text(block: Block) -> bool:
    return block.kind == "table" or any(
        len(line) >= PROSE and not _is_date_line(line) for line in block.lines
    )


PEOPLE = 3
"""Names that make a list one of people; who wrote an article are fewer."""
META_LINES = 6
"""Lines of a list of author, date and buttons above the text; more is text."""


def _is_edge(line: str) -> bool:
    """A date line, a button, a sign or a name: what lists above the text hold."""
    return (
        _is_date_line(line) or _matches(line, (CHROME,)) or not WORD.search(line) or is_name(line)
    )


def _is_meta(block: Block, author: str) -> bool:
    text = " ".join(block.lines).strip()
    if block.kind == "figure":
        return False
    named = name_without_counters(text).strip(" .-|*").casefold()
    own = bool(author) and named == author.strip(" .-|*").casefold()
    return (
        own
        or _is_date_line(text)
        or bool(SECTION_PATH.match(text))
        or not WORD.search(text)
        or _matches(text, (CHROME,))
        or is_counter(text)
        or _is_button_row(text)
        or (block.kind == "list" and all(_is_edge(line) for line in block.lines))
    )


BUTTONS = re.compile(
    r"bản in|in (?:bài(?: viết)?|trang|tin)|gửi (?:e?-?mail|tin|bài viết)|(?:xem )?cỡ chữ"
    r"|tương ph[ảa][ni]|giảm|tăng|mặc định|chia sẻ|nghe(?: bài viết)?|đọc bài|lưu(?: tin)?"
    r"|\ba[-+]?(?!\w)|facebook|zalo|twitter|print|email",
    re.IGNORECASE,
)


def _is_button_row(text: str) -> bool:
    """Several buttons on one line: "Bản in Gửi email Cỡ chữ A- A+"."""
    if len(text) >= PROSE or not BUTTONS.search(text):
        return False
    return not WORD.search(BUTTONS.sub("", text))


def _is_date_line(line: str) -> bool:
    """A date with no more than a weekday, a label or counters beside it; no sentence."""
    if not (DATE_LIKE.search(line) or GLUED_DATE.search(line)):
        return False
    rest = CLOCK.sub("", GLUED_DATE.sub("", DATE_LIKE.sub("", line)))
    told = [part for part in BARS.split(rest) if not CHROME.match(part)]
    return sum(map(len, told)) <= BESIDE_DATE and not line.rstrip().endswith((".", "!", "?"))


def is_after_text(block: Block) -> bool:
    """Whether a last block may stand below a signature: buttons, and files with their label."""
    return is_button(block) or (block.kind != "figure" and all(map(_names_files, block.lines)))


def _names_files(line: str) -> bool:
    """A label and names of files: "Tệp đính kèm: a.pdf b.xlsx"."""
    words = LABEL.sub("", line[:LONGEST_BUTTON]).split()
    return bool(words) and all(map(FILE_WORD.search, words))


def is_button(block: Block) -> bool:
    """Whether a block is no text: buttons, counters, a file's or an account's name, an end heading."""
    if block.kind not in ("paragraph", "heading", "list"):
        return False
    return all(
        _matches(line, (FILE_LABEL, FILE_NAME, CHROME, STOP))
        or not WORD.search(line)
        or is_counter(line)
        or (len(line) < LONGEST_ACCOUNT and is_account(line))
        or (len(line) <= LONGEST_PAGER and is_pager(line))
        for line in block.lines
    )


def is_pager(line: str) -> bool:
    """Whether a line is the links to an article's other pages: "Trang: 1 2 3", "[1] [2]", "Trang sau »"."""
    words = WORDS.findall(line.lower())
    numbers = [int(word) for word in words if word.isdecimal()]
    named = {word for word in words if not word.isdecimal()}
    if not named <= PAGER_WORDS or numbers != sorted(set(numbers)):
        return False
    counted = len(numbers) > 1 and numbers[-1] <= MOST_PAGES
    return counted or bool(named & {"trang", "page"} and named - {"trang", "page", "xem", "đọc"})


LONGEST_PAGER, MOST_PAGES = 80, 30
PAGER_WORDS = frozenset(
    "trang page pages sau trước tiếp theo kế đầu cuối next previous prev first last xem đọc".split()
)
WORDS = re.compile(r"\w+")


def _matches(line: str, buttons: tuple[re.Pattern[str], ...]) -> bool:
    """Whether a line as short as a button is one of those."""
    return len(line) <= LONGEST_BUTTON and any(button.match(line) for button in buttons)
