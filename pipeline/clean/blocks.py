"""The article's subtree -> its blocks in reading order. BeautifulSoup lives here."""

import re
from dataclasses import dataclass, field, replace
from html import escape

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.clean.links import absolute_url
from pipeline.clean.words import BLOCKS, HEADINGS
from pipeline.model import BlockKind, Image

CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
CAPTION_NAMES = re.compile(
    r"caption|legend|chu-?thich|img-?desc|image-?desc|photo-?desc|pic-?desc|figure|wp-caption"
    r"|picture-?text|desc_image",
    re.IGNORECASE,
)
LEAD_NAMES = re.compile(
    r"(?:^|[-_\s])(?:sapo|summary|tom-?tat|mo-?ta|chapeau|standfirst|hometext|gioi-?thieu-?ngan)(?:$"
    r"|[-_\s])",
    re.IGNORECASE,
)
SOURCES = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-original-src",
    "data-lazy",
    "data-img-src",
    "data-url",
)
PLACEHOLDER = re.compile(
    r"data:|blank|placeholder|spacer|loading|lazy|1x1|grey\.gif|transparent", re.IGNORECASE
)
ICON = re.compile(
    r"/(?:icons?|emoticons?|smileys?|emoji)/|icon[-_]|[-_]icon|\.svg(?:$|\?)|gravatar\.com|/avatar",
    re.IGNORECASE,
)
SMALLEST = 40
INLINE = frozenset(("a", "b", "strong", "i", "em", "u", "sub", "sup"))
"""Tags whose meaning inside a line is kept."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A block as first read: its lines and the looks that tell a caption from a paragraph."""

    kind: BlockKind
    lines: tuple[str, ...]
    image: Image | None = None
    markup: tuple[str, ...] = ()
    """Each line with its inline markup, as in Block."""
    centred: bool = False
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


@dataclass(slots=True)
class _Run:
    """Inline text under way, with its markup and how much of it is italic or bold."""

    parts: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    italic: int = 0
    bold: int = 0


@dataclass(frozen=True, slots=True)
class _Look:
    """What the ancestors say of the text now read."""

    kind: BlockKind = "paragraph"
    centred: bool = False
    italic: bool = False
    bold: bool = False
    caption: bool = False
    lead: bool = False
    box: int = 0


def read_blocks(root: Tag, base: str) -> list[Draft]:
    """The blocks under `root`: paragraphs, headings, lists, quotes, data tables and pictures."""
    reader = _Reader(base)
    reader.walk(root, _Look())
    reader.flush(_Look())
    return reader.drafts


class _Reader:
    """Walks a subtree and cuts its text into drafts at every block boundary and line break."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.drafts: list[Draft] = []
        self.run = _Run()
        self.boxes = 0
        self.open: list[str] = []
        """Inline tags under way: a line that ends inside them closes them, the next opens them."""

    def walk(self, tag: Tag, look: _Look) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                self.element(child, look)
            elif type(child) is NavigableString:
                self.text(str(child), look)

    def text(self, text: str, look: _Look) -> None:
        self.run.parts.append(text)
        self.run.markup.append(escape(text, quote=False))
        size = len(text.strip())
        self.run.italic += size if look.italic else 0
        self.run.bold += size if look.bold else 0

    def element(self, tag: Tag, look: _Look) -> None:
        name = tag.name
        if name == "br":
            self.flush(look)
        elif name == "img":
            self.picture(tag, look)
        elif name in ("ul", "ol"):
            self.flush(look)
            self.walk(tag, replace(look, kind="list"))
            self.flush(look)
        elif name == "table":
            self.flush(look)
            self.table(tag, look)
        elif name in BLOCKS or name in HEADINGS:
            self.block(tag, look)
        elif name in INLINE:
            self.inline(tag, look)
        else:
            self.walk(tag, _inline(tag, look))

    def inline(self, tag: Tag, look: _Look) -> None:
        opening = f"<{tag.name}>"
        if tag.name == "a":
            opening = f'<a href="{escape(str(tag.get("href") or ""))}">'
        self.open.append(opening)
        self.run.markup.append(opening)
        self.walk(tag, _inline(tag, look))
        self.open.pop()
        self.run.markup.append(f"</{tag.name}>")

    def block(self, tag: Tag, look: _Look) -> None:
        self.flush(look)
        inner = self.look_of(tag, look)
        self.walk(tag, inner)
        self.flush(inner)

    def look_of(self, tag: Tag, look: _Look) -> _Look:
        style = str(tag.get("style") or "")
        names = f"{_classes(tag)} {tag.get('id') or ''}"
        box = look.box
        if tag.name == "figure" or "wp-caption" in names.split():
            self.boxes += 1
            box = self.boxes
        kind: BlockKind = look.kind
        if tag.name in HEADINGS:
            kind = "heading"
        elif tag.name == "blockquote" and look.kind == "paragraph":
            kind = "quote"
        return _Look(
            kind=kind,
            centred=_centred(tag, style, look.centred),
            italic=look.italic or bool(ITALIC.search(style)),
            bold=look.bold or tag.name in HEADINGS,
            caption=look.caption or tag.name == "figcaption" or _is_captioned(tag, names),
            lead=look.lead or bool(LEAD_NAMES.search(names)),
            box=box,
        )

    def picture(self, tag: Tag, look: _Look) -> None:
        url = image_address(tag, self.base)
        if not url:
            return
        self.flush(look)
        self.drafts.append(Draft("figure", (), Image(url), box=look.box))

    def table(self, tag: Tag, look: _Look) -> None:
        rows = _rows(tag)
        if _is_data(rows):
            filled = [row for row in rows if _row_text(row)]
            if filled:
                lines, markup = map(_row_text, filled), map(_row_markup, filled)
                self.drafts.append(Draft("table", tuple(lines), markup=tuple(markup)))
            return
        inner = look
        if tag.find("img") is not None and len(tag.get_text(" ", strip=True)) < 500:
            self.boxes += 1
            inner = replace(look, box=self.boxes, caption=True)
        for row in rows:
            for cell in row:
                self.block(cell, inner)

    def flush(self, look: _Look) -> None:
        """End the line under way."""
        text = " ".join("".join(self.run.parts).split())
        run, self.run = self.run, _Run(markup=list(self.open))
        if not text.strip("\u200b\ufeff\u00ad |"):
            return
        size = max(len(text.replace(" ", "")), 1)
        self.drafts.append(
            Draft(
                look.kind,
                (text,),
                markup=(" ".join("".join([*run.markup, *self.closing()]).split()),),
                centred=look.centred,
                italic=run.italic >= 0.7 * size,
                bold=run.bold >= 0.7 * size,
                lead=look.lead,
                caption=look.caption,
                box=look.box,
            )
        )

    def closing(self) -> list[str]:
        """The end tags of what is open, innermost first."""
        return [f"</{tag[1:].split(' ')[0].rstrip('>')}>" for tag in reversed(self.open)]


def _classes(tag: Tag) -> str:
    return " ".join(str(name) for name in tag.get_attribute_list("class") if name)


def _centred(tag: Tag, style: str, inherited: bool) -> bool:
    if "text-align" in style.lower():
        return bool(CENTRED.search(style))
    align = str(tag.get("align") or "").lower()
    return align == "center" if align else inherited or tag.name == "center"


def _is_captioned(tag: Tag, names: str) -> bool:
    return tag.name != "figure" and bool(CAPTION_NAMES.search(names))


def _inline(tag: Tag, look: _Look) -> _Look:
    style = str(tag.get("style") or "")
    italic = look.italic or tag.name in ("em", "i", "cite") or bool(ITALIC.search(style))
    names = _classes(tag)
    caption = look.caption or bool(names and CAPTION_NAMES.search(names))
    return replace(
        look, italic=italic, bold=look.bold or tag.name in ("b", "strong"), caption=caption
    )


def image_address(tag: Tag, base: str) -> str:
    """Where the picture really is: the lazy-loading attribute before a placeholder `src`; "" for icons."""
    choices = [str(tag.get(name) or "") for name in SOURCES]
    source = str(tag.get("src") or "")
    choices = [*choices, source] if not source or PLACEHOLDER.search(source) else [source, *choices]
    srcset = str(tag.get("data-srcset") or tag.get("srcset") or "")
    choices.append(srcset.split(",", maxsplit=1)[0].split(" ", maxsplit=1)[0].strip())
    url = next(
        (c.strip() for c in choices if c.strip() and not c.strip().lower().startswith("data:")), ""
    )
    if not url or ICON.search(url) or _tiny(tag):
        return ""
    return absolute_url(base, url)


def _tiny(tag: Tag) -> bool:
    for side in ("width", "height"):
        value = str(tag.get(side) or "").removesuffix("px")
        if value.isdigit() and int(value) < SMALLEST:
            return True
    return False


def _rows(table: Tag) -> list[list[Tag]]:
    rows = [
        [cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row]
        for row in table.find_all("tr")
        if row.find_parent("table") is table
    ]
    captions = [c for c in table.find_all("caption") if c.find_parent("table") is table]
    return [captions, *rows] if captions else rows


def _is_data(rows: list[list[Tag]]) -> bool:
    """Two rows and two columns of short cells without pictures or tables in them."""
    wide = [row for row in rows if len(row) >= 2]
    if len(wide) < 2 or len(wide) < 0.4 * len(rows):
        return False
    cells = [cell for row in wide for cell in row]
    if any(cell.find(["table", "img"]) is not None for cell in cells):
        return False
    return sum(len(cell.get_text()) for cell in cells) <= 400 * len(cells)


def _row_text(row: list[Tag]) -> str:
    return " | ".join(text for cell in row if (text := " ".join(cell.get_text(" ").split())))


def _row_markup(row: list[Tag]) -> str:
    cells = (" ".join(cell.get_text(" ").split()) for cell in row)
    return "".join(f"<td>{escape(text, quote=False)}</td>" for text in cells)
