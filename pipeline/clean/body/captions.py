"""Which lines are captions, of which picture, and who took it."""

import re
from dataclasses import replace
from itertools import groupby

from pipeline.clean.body.blocks import Draft
from pipeline.clean.people.names import LABELLED, is_name
from pipeline.model import Block, Image

LONGEST = 300
"""Characters of a caption; a longer line is text."""
CREDIT = re.compile(
    r"(?:^|[\s(.\-–—|/])(?:ảnh|photos?|photograph|foto|image|hình|nguồn ảnh|ảnh minh họa|nguồn|credit"
    r"|picture|source)\s*(?:[:：]|(?<=photo)\s+by\s|(?<=photograph)\s+by\s)"
    r"\s*(?P<who>[^:]{2,80}?)\s*\)?\.?$|(?:^|\s)[©(]\s*©?\s*(?P<owner>[^()©:]{2,50}/[^()©:]{2,50})\)?$",
    re.IGNORECASE,
)
"""Who took it, at a caption's end: "Ảnh: Văn Vương", "(Photo by Jane Doe)", "© Jane Doe/Reuters"."""
CREDIT_MARK = re.compile(
    r"(?:^|[\s(.\-–—|/])(?:ảnh|photos?|image|hình|nguồn ảnh)\s*(?:[:：]|(?<=photo)\s+by\s)"
    r"\s*[^:]{2,80}$",
    re.IGNORECASE,
)
"""A credit that makes a caption of any line right after a picture."""
ILLUSTRATION = re.compile(
    r"^\W*+(?:nguồn\s+)?(?:ảnh|hình)(?:\s+(?:minh h[oọ]a|tư liệu|tl|internet|sưu tầm"
    r"|đại diện))?\s*(?:[:：].{0,80})?\)?\W*$",
    re.IGNORECASE,
)
LONE_LETTER = re.compile(r"^[^\W\d_]$")
FILE_NAME = re.compile(r"^[\w\s()%.-]+\.(?:jpe?g|png|gif|bmp|webp)$", re.IGNORECASE)
PLAIN_SHARE = 0.5
"""A look that so much of the text has tells no caption: some portals centre whole articles."""


def attach_captions(drafts: list[Draft]) -> list[Block]:
    """Blocks in order, each picture with the caption that stands in its box or right after it."""
    drafts = [draft for draft in drafts if draft.kind == "figure" or not _is_stray(draft.text)]
    plain = _plain_looks(drafts)
    blocks: list[Block] = []
    for box, group in groupby(drafts, key=lambda draft: draft.box):
        members = list(group)
        if box and any(draft.image for draft in members) and _all_short(members):
            blocks += _boxed(members)
        else:
            blocks += _followed(members, plain, blocks)
    return blocks


def _is_stray(line: str) -> bool:
    """A lone letter or a file name: an alternative text that leaked from a picture."""
    if len(line) > 1 and line[-4:-3] != "." and line[-5:-4] != ".":
        return False
    return bool(LONE_LETTER.match(line) or FILE_NAME.match(line))


def _plain_looks(drafts: list[Draft]) -> frozenset[str]:
    """The looks (italic, centred) that half of the text has: they set nothing apart."""
    texts = [draft for draft in drafts if draft.kind != "figure" and not draft.box]
    whole = sum(len(draft.text) for draft in texts)
    long = [draft for draft in texts if len(draft.text) > LONGEST]
    if not long and len(texts) < 4:
        return frozenset()
    sizes = {
        "italic": sum(len(draft.text) for draft in texts if draft.italic),
        "centred": sum(len(draft.text) for draft in texts if draft.centred),
    }
    return frozenset(look for look, size in sizes.items() if size > PLAIN_SHARE * whole)


def _all_short(members: list[Draft]) -> bool:
    return all(len(d.text) <= LONGEST and d.kind != "table" for d in members if d.image is None)


def _boxed(members: list[Draft]) -> list[Block]:
    """The pictures of a box with its texts: below their picture, or above where the box ends in one."""
    above = members[0].image is None and members[-1].image is not None
    figures: list[tuple[Image, list[str]]] = []
    waiting: list[str] = []
    for draft in members:
        if draft.image is not None:
            figures.append((draft.image, waiting))
            waiting = []
        elif above or not figures:
            waiting += draft.lines
        else:
            figures[-1][1].extend(draft.lines)
    return [_figure(image, tuple(lines)) for image, lines in figures]


def _followed(members: list[Draft], plain: frozenset[str], before: list[Block]) -> list[Block]:
    """Drafts outside any box, each picture with the caption lines that follow it."""
    blocks: list[Block] = []
    place = 0
    while place < len(members):
        draft = members[place]
        place += 1
        if draft.image is not None:
            taken = _caption_lines(members, place, plain)
            blocks.append(_figure(draft.image, *(d.lines for d in members[place : place + taken])))
            place += taken
        elif not blocks and _belongs_to(draft, before):
            before[-1] = _extended(before[-1], draft)
        else:
            blocks.append(Block(draft.kind, draft.lines, markup=draft.markup))
    return blocks


def _belongs_to(draft: Draft, before: list[Block]) -> bool:
    """Whether a marked caption goes with the picture whose box ends right before it."""
    last = before[-1] if before else None
    if last is None or last.image is None or draft.box or len(draft.text) > LONGEST:
        return False
    bare = not last.lines
    return (bare and _looks_captioned(draft, frozenset())) or bool(ILLUSTRATION.match(draft.text))


def _extended(block: Block, draft: Draft) -> Block:
    assert block.image is not None
    return _figure(block.image, block.lines, draft.lines)


def _caption_lines(drafts: list[Draft], place: int, plain: frozenset[str]) -> int:
    """How many of the drafts from `place` on are the caption of the picture before it."""
    taken = 0
    for at in range(place, len(drafts)):
        draft = drafts[at]
        if draft.image is not None or not _is_caption(draft, taken, plain):
            break
        taken += 1
        if not draft.caption and not _goes_on(drafts, place + taken):
            break
    return taken


def _goes_on(drafts: list[Draft], place: int) -> bool:
    """Whether the caption goes on in the next line: "(Ảnh minh họa)" or a credit of its own."""
    return place < len(drafts) and bool(ILLUSTRATION.match(drafts[place].text))


def _is_caption(draft: Draft, taken: int, plain: frozenset[str]) -> bool:
    text = draft.text
    if len(text) > LONGEST or draft.kind in ("table", "list"):
        return False
    if draft.caption or (taken and ILLUSTRATION.match(text)):
        return True
    return not taken and _looks_captioned(draft, plain)


def _looks_captioned(draft: Draft, plain: frozenset[str]) -> bool:
    """Whether a line right after a picture looks like its caption, not like text or a byline."""
    text = draft.text
    if draft.caption:
        return True
    if draft.kind == "heading" or LABELLED.match(text) or _is_signature(draft):
        return False
    if draft.italic and "italic" not in plain:
        return True
    if draft.centred and not draft.bold and "centred" not in plain:
        return True
    return bool(CREDIT_MARK.search(text) or ILLUSTRATION.match(text))


def _is_signature(draft: Draft) -> bool:
    """A name on the right: who wrote the article that ends in a picture."""
    return draft.align in ("right", "end") and (draft.bold or is_name(draft.text))


def _figure(image: Image, *parts: tuple[str, ...]) -> Block:
    """The picture with its caption, the first part with words; a credit may stand in a part of its own."""
    filled = [part for part in parts if part]
    told = [match for part in filled if (match := CREDIT.search(" ".join(part)))]
    credit = (told[-1]["who"] or told[-1]["owner"]).strip(" .()") if told else None
    return Block(
        "figure",
        tuple(line for part in filled for line in part),
        replace(image, caption=" ".join(filled[0]) if filled else None, credit=credit or None),
    )
