"""How text looks: what tags, styles and class words say of it. A caption and a lead are told by it."""

import re
from dataclasses import dataclass, replace

from bs4 import Tag

from pipeline.clean.words import HEADINGS
from pipeline.model import BlockKind
from pipeline.remembering import remembered

TELLING_STYLE = re.compile(
    r"text-align|font-style|font-weight|display\s*:\s*block|white-space\s*:\s*pre-line",
    re.IGNORECASE,
)
"""The styles that are read; every other one is dropped before BeautifulSoup sees it."""
ALIGNED = re.compile(
    r"text-align\s*:\s*(?:-webkit-|-moz-)?(left|right|center|justify|start|end)", re.IGNORECASE
)
ITALIC = re.compile(r"font-style\s*:\s*(?:(italic|oblique)|normal)", re.IGNORECASE)
BOLD = re.compile(r"font-weight\s*:\s*(?:(bold(?:er)?|[6-9]00)|normal|[1-5]00)", re.IGNORECASE)
BOLD_NAMES = re.compile(
    r"(?:^|\s)(?:font-(?:semi|extra)?bold|fw-(?:semi)?bold(?:er)?|text-bold)(?:$|\s)", re.IGNORECASE
)
"""Class words of Tailwind and Bootstrap."""
BLOCK = re.compile(r"^(?!.*\bfloat\s*:).*display\s*:\s*block", re.IGNORECASE | re.DOTALL)
"""A line of its own; what floats is a drop cap beside its word."""
KEPT_BREAKS = re.compile(r"white-space\s*:\s*pre-line", re.IGNORECASE)
ALIGN_NAMES = re.compile(
    r"(?:^|\s)(?:has-text-align-|text-|rte|ql-align-|align-|txt-?)(left|right|center|justify)(?:$|\s)",
    re.IGNORECASE,
)
"""Class words of WordPress, Bootstrap, Drupal's and Quill's editors."""
CAPTION_NAMES = re.compile(
    r"caption|legend|chu[-_]?thich|(?:img|image|photo|pic|fig|picture|anh)[-_]?(?:desc|note|credit|source)"
    r"|picture[-_]?text|desc[-_]?(?:image|img|photo)|figure|expNoEdit",
    re.IGNORECASE,
)
LEAD_NAMES = re.compile(
    r"(?:^|[-_\s])(?:sapo|(?<!with-)summary|tom-?tat|mo-?ta|chapeau|chapo|standfirst|hometext"
    r"|gioi-?thieu-?ngan|dek)(?:$|[-_\s])|(?:^|\s)(?:lead|lede)(?:$|\s)",
    re.IGNORECASE,
)
BOX_NAMES = re.compile(
    r"(?:photo|gallery|album|slide|image|picture|img|pic)[-_]?(?:item|box|wrap\w*|block|holder|frame)",
    re.IGNORECASE,
)
DROP_CAP = re.compile(r"drop-?_?cap|first-?letter", re.IGNORECASE)
SPECIAL = HEADINGS | {"figure", "figcaption", "blockquote", "center", "pre", "caption"}


@dataclass(frozen=True, slots=True)
class Look:
    """What the tags around a text say of it."""

    kind: BlockKind = "paragraph"
    align: str = ""
    italic: bool = False
    bold: bool = False
    caption: bool = False
    lead: bool = False
    breaks: bool = False
    """Line ends in the markup are line ends in print."""
    box: int = 0
    """The figure or picture table it stands in, 0 for none."""


def names_of(tag: Tag) -> str:
    """Class and id words of a tag, as one string."""
    value = tag.get("class") or ""
    classes = value if isinstance(value, str) else " ".join(value)
    identity = tag.get("id")
    return f"{classes} {identity}" if identity else classes


@remembered(5_000)
def is_telling(names: str) -> bool:
    """Whether class or id words say anything of the text's look."""
    patterns = (CAPTION_NAMES, LEAD_NAMES, BOX_NAMES, DROP_CAP, ALIGN_NAMES, BOLD_NAMES)
    return any(pattern.search(names) for pattern in patterns)


@remembered(5_000)
def is_telling_style(style: str) -> bool:
    """Whether a style is one of those that are read."""
    return bool(TELLING_STYLE.search(style))


def block_look(tag: Tag, look: Look) -> Look:
    """The look inside a block, given the look around it."""
    if not tag.attrs and tag.name not in SPECIAL:
        return look
    look = _attributed(tag, look) if tag.attrs else look
    name = tag.name
    if name in HEADINGS:
        return replace(look, kind="heading", bold=True)
    if name in ("figcaption", "caption"):
        return replace(look, kind="paragraph", caption=True)
    if name == "blockquote" and look.kind == "paragraph":
        return replace(look, kind="quote")
    if name == "center":
        return replace(look, align="center")
    return replace(look, breaks=True) if name == "pre" else look


def inline_look(tag: Tag, look: Look) -> Look:
    """The look inside inline markup, given the look around it."""
    if tag.name in ("em", "i", "cite") and not look.italic:
        look = replace(look, italic=True)
    elif tag.name in ("b", "strong") and not look.bold:
        look = replace(look, bold=True)
    return _attributed(tag, look) if tag.attrs else look


def _attributed(tag: Tag, look: Look) -> Look:
    style, names = str(tag.get("style") or ""), names_of(tag)
    align = str(tag.get("align") or "").lower()
    if not (style or names or align):
        return look
    caption = look.caption or (tag.name != "figure" and bool(CAPTION_NAMES.search(names)))
    italic, bold = ITALIC.search(style), BOLD.search(style)
    return Look(
        kind="paragraph" if caption else look.kind,
        align=_aligned(style, names) or align or look.align,
        italic=bool(italic[1]) if italic else look.italic,
        bold=bool(bold[1]) if bold else look.bold or bool(BOLD_NAMES.search(names)),
        caption=caption,
        lead=look.lead or bool(LEAD_NAMES.search(names)),
        breaks=look.breaks or bool(KEPT_BREAKS.search(style)),
        box=look.box,
    )


def _aligned(style: str, names: str) -> str:
    found = ALIGNED.search(style) or ALIGN_NAMES.search(names)
    return found[1].lower() if found else ""
