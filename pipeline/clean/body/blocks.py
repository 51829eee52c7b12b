"""The article's subtree -> its blocks in reading order. BeautifulSoup lives here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.clean.body.looks import (
    BLOCK,
    BOX_NAMES,
    DROP_CAP,
    Look,
    block_look,
    inline_look,
    names_of,
)
from pipeline.clean.body.pictures import image_address
from pipeline.clean.body.soup import BREAKING, INLINE
from pipeline.clean.body.tables import (
    by_columns,
    holds,
    is_data,
    is_picture_table,
    is_short,
    row_markup,
    row_text,
    rows_of,
)
from pipeline.model import BlockKind, Image

LONGEST_CAPTION = 300
"""Characters of text beside a picture in its own list item or box; more is text."""
LONGEST_ADDRESS = 1000
"""Characters of a link's address, which each line within it repeats; a longer one is left out."""
INVISIBLE = "\u200b\ufeff\u00ad |"


@dataclass(frozen=True, slots=True)
class Draft:
    """A block as first read: its lines and the looks that tell a caption from a paragraph."""

    kind: BlockKind
    lines: tuple[str, ...]
    image: Image | None = None
    markup: tuple[str, ...] = ()
    """Each line with its inline markup, as in Block."""
    align: str = ""
    italic: bool = False
    bold: bool = False
    lead: bool = False
    """A class says that it is the lead."""
    caption: bool = False
    """A class, a figcaption or a picture's table says that it is a caption."""
    box: int = 0
    """The figure or picture table it stands in, 0 for none."""

    @property
    def text(self) -> str:
        """Its lines as one string."""
        return "\n".join(self.lines)

    @property
    def centred(self) -> bool:
        """Whether it is printed in the middle."""
        return self.align == "center"


def read_blocks(root: Tag, base: str) -> list[Draft]:
    """The blocks of `root`: paragraphs, headings, lists, quotes, data tables and pictures."""
    reader = _Reader(base)
    reader.element(root, Look())
    reader.flush(Look())
    return reader.drafts


class _Reader:
    """Walks a subtree and cuts its text into drafts at every block boundary and line break."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.drafts: list[Draft] = []
        self.boxes = 0
        self.open: list[str] = []
        """Inline tags under way: a line that ends inside them closes them, the next opens them."""
        self.parts: list[str] = []
        """The text under way."""
        self.markup: list[str] | None = None
        """The same with its inline tags, None as long as there are none."""
        self.italic = self.bold = 0
        """How many of its characters are."""

    def walk(self, tag: Tag, look: Look) -> None:
        for child in tag.contents:
            if isinstance(child, Tag):
                handle = HANDLERS.get(child.name)
                if handle is not None:
                    handle(self, child, look)
                else:
                    self.passed(child, look)
            elif type(child) is NavigableString:
                self.text(child, look)

    def element(self, tag: Tag, look: Look) -> None:
        """One tag by its handler."""
        HANDLERS.get(tag.name, _Reader.passed)(self, tag, look)

    def text(self, text: str, look: Look) -> None:
        if look.breaks and "\n" in text:
            for line in text.split("\n")[:-1]:
                self.text(line, look)
                self.flush(look)
            text = text.rsplit("\n", 1)[-1]
        self.parts.append(text)
        if self.markup is not None:
            self.markup.append(escape(text, quote=False))
        if look.italic or look.bold:
            size = sum(map(len, text.split()))
            self.italic += size if look.italic else 0
            self.bold += size if look.bold else 0

    def line_break(self, tag: Tag, look: Look) -> None:
        self.flush(look)
        if tag.contents:  # libxml2 leaves what follows a `<br>` in a foreign tree inside it
            self.walk(tag, look)

    def inline(self, tag: Tag, look: Look) -> None:
        opening = f"<{tag.name}>"
        if tag.name == "a":
            href = str(tag.get("href") or "")
            opening = f'<a href="{escape(href)}">' if len(href) <= LONGEST_ADDRESS else ""
        if not opening or opening in self.open:
            self.walk(tag, inline_look(tag, look))
            return
        if self.markup is None:
            self.markup = [escape("".join(self.parts), quote=False)]
        self.open.append(opening)
        self.markup.append(opening)
        self.walk(tag, inline_look(tag, look))
        self.open.pop()
        if self.markup is not None:
            self.markup.append(f"</{tag.name}>")

    def passed(self, tag: Tag, look: Look) -> None:
        """A tag without meaning of its own; styles may make a block of it."""
        if tag.attrs and BLOCK.search(str(tag.get("style") or "")):
            self.block(tag, look)
        else:
            self.walk(tag, inline_look(tag, look))

    def block(self, tag: Tag, look: Look) -> None:
        names = names_of(tag) if tag.attrs else ""
        if names and DROP_CAP.search(names):  # "<div class=dropcap>T</div>rong": one word
            self.walk(tag, look)
            return
        self.flush(look)
        inner = block_look(tag, look)
        if tag.name == "figure" or (names and BOX_NAMES.search(names) and _is_box(tag)):
            inner = self.boxed(inner)
        self.walk(tag, inner)
        self.flush(inner)

    def boxed(self, look: Look, caption: bool = False) -> Look:
        """The look in a new box."""
        self.boxes += 1
        return replace(look, box=self.boxes, caption=look.caption or caption, kind="paragraph")

    def listing(self, tag: Tag, look: Look) -> None:
        self.flush(look)
        self.walk(tag, replace(look, kind="list"))
        self.flush(look)

    def item(self, tag: Tag, look: Look) -> None:
        """A list item; in a gallery each is a picture with its caption."""
        self.flush(look)
        inner = block_look(tag, look)
        if _is_box(tag):
            inner = self.boxed(inner, caption=True)
        self.walk(tag, inner)
        self.flush(inner)

    def picture(self, tag: Tag, look: Look) -> None:
        url = image_address(tag, self.base)
        if url:
            self.flush(look)
            self.drafts.append(Draft("figure", (), Image(url), box=look.box))

    def table(self, tag: Tag, look: Look) -> None:
        self.flush(look)
        rows = rows_of(tag)
        if is_data(rows):
            filled = [(line, row) for row in rows if (line := row_text(row))]
            lines, markup = (line for line, _ in filled), (row_markup(row) for _, row in filled)
            if filled:
                self.drafts.append(Draft("table", tuple(lines), markup=tuple(markup)))
        elif is_picture_table(tag):
            for group in by_columns(rows):
                self.cells(group, self.boxed(look, caption=True))
        else:
            self.walk(tag, look)
        self.flush(look)

    def cells(self, group: list[list[Tag]], look: Look) -> None:
        for row in group:
            for cell in row:
                self.block(cell, look)

    def flush(self, look: Look) -> None:
        """End the line under way."""
        text = " ".join("".join(self.parts).split()) if self.parts else ""
        markup, italic, bold = self.markup, self.italic, self.bold
        self.parts, self.italic, self.bold = [], 0, 0
        self.markup = list(self.open) if self.open else None
        if not text.strip(INVISIBLE):
            return
        size = 0.7 * max(len(text.replace(" ", "")), 1)
        self.drafts.append(
            Draft(
                look.kind,
                (text,),
                markup=(_marked(text, markup, self.open),),
                align=look.align,
                italic=italic >= size,
                bold=bold >= size,
                lead=look.lead,
                caption=look.caption,
                box=look.box,
            )
        )


def _marked(text: str, markup: list[str] | None, opened: list[str]) -> str:
    """The line as markup, what is open in it closed, innermost first."""
    if markup is None:
        return escape(text, quote=False)
    ends = (f"</{tag[1:].split(' ')[0].rstrip('>')}>" for tag in reversed(opened))
    return " ".join("".join([*markup, *ends]).split())


def _is_box(tag: Tag) -> bool:
    """Whether a list item or named wrapper holds a picture, with no more than a caption beside it."""
    return is_short(tag, LONGEST_CAPTION) and holds(tag, ("img",))


HANDLERS: dict[str, Callable[[_Reader, Tag, Look], None]] = {
    **dict.fromkeys(BREAKING, _Reader.block),
    **dict.fromkeys(INLINE, _Reader.inline),
    **dict.fromkeys(("ul", "ol", "menu"), _Reader.listing),
    **dict.fromkeys(("img", "amp-img"), _Reader.picture),
    "li": _Reader.item,
    "table": _Reader.table,
    "br": _Reader.line_break,
}
