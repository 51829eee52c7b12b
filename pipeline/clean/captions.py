"""Which lines are captions, of which picture, and who took it."""

import re
from dataclasses import replace

from pipeline.clean.blocks import Draft
from pipeline.model import Block, Image

LONGEST = 300
CREDIT = re.compile(
    r"(?:^|[\s(.\-–—|/])(?:ảnh|photo|photos|image|hình|nguồn ảnh|ảnh minh họa)\s*(?:[:：]"
    r"|(?<=photo)\s+by\s)\s*(?P<who>[^:]{2,80}?)\s*\)?\.?$",
    re.IGNORECASE,
)
ILLUSTRATION = re.compile(
    r"^\W*\(?\s*(?:ảnh|hình)(?:\s+(?:minh h[oọ]a|tư liệu|tl|internet|sưu tầm"
    r"|đại diện))?\s*(?:[:：].{0,80})?\)?\W*$",
    re.IGNORECASE,
)
LONE_LETTER = re.compile(r"^[^\W\d_]$")
FILE_NAME = re.compile(r"^[\w\s()%.-]+\.(?:jpe?g|png|gif|bmp|webp)$", re.IGNORECASE)


def attach_captions(drafts: list[Draft]) -> list[Block]:
    """Blocks in order, each picture with the caption that stands in its box or right after it."""
    drafts = [draft for draft in drafts if draft.kind == "figure" or not _is_stray(draft.text)]
    blocks: list[Block] = []
    place = 0
    while place < len(drafts):
        draft = drafts[place]
        place += 1
        if draft.kind != "figure" or draft.image is None:
            blocks.append(Block(draft.kind, draft.lines, markup=draft.markup))
            continue
        taken = _caption_lines(drafts, place - 1)
        blocks.append(
            _figure(draft.image, [line for d in drafts[place : place + taken] for line in d.lines])
        )
        place += taken
    return blocks


def _caption_lines(drafts: list[Draft], place: int) -> int:
    """How many of the drafts after the picture are its caption."""
    picture = drafts[place]
    taken = 0
    for draft in drafts[place + 1 :]:
        if draft.kind == "figure" or not _is_caption(draft, picture, taken):
            break
        taken += 1
        if not draft.box and not draft.caption and not _goes_on(drafts, place + taken):
            break
    return taken


def _goes_on(drafts: list[Draft], place: int) -> bool:
    """Whether the caption at `place` goes on in the next line: "(Ảnh minh họa)" or a credit of its own."""
    following = drafts[place + 1] if place + 1 < len(drafts) else None
    return (
        following is not None
        and following.kind != "figure"
        and bool(ILLUSTRATION.match(following.text))
    )


def _is_caption(draft: Draft, picture: Draft, taken: int) -> bool:
    text = draft.text
    if len(text) > LONGEST or draft.kind in ("table", "list"):
        return False
    if picture.box and draft.box == picture.box:
        return True
    if draft.caption or (taken and ILLUSTRATION.match(text)):
        return True
    if taken:
        return False
    if draft.kind == "heading":
        return False
    return bool(
        draft.italic
        or (draft.centred and not draft.bold)
        or CREDIT.search(text)
        or ILLUSTRATION.match(text)
    )


def _is_stray(line: str) -> bool:
    """A lone letter or a file name: an alternative text that leaked from a picture."""
    return bool(LONE_LETTER.match(line) or FILE_NAME.match(line))


def _figure(image: Image, lines: list[str]) -> Block:
    caption = " ".join(lines)
    match = CREDIT.search(caption)
    credit = match["who"].strip(" .()") if match else None
    return Block(
        "figure", tuple(lines), replace(image, caption=caption or None, credit=credit or None)
    )
