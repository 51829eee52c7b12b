"""What the W3C validator asks of HTML in a feed: well formed, safe, and nothing relative."""

from collections.abc import Iterator
from html.parser import HTMLParser

from feed_rules import values

ELEMENTS = set(
    "a abbr b blockquote br caption cite code dd del dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins"
    " li ol p pre q s small strong sub sup table tbody td tfoot th thead tr u ul audio video source".split()
)
ATTRIBUTES = set(
    "href title rel src alt width height colspan rowspan controls poster type start".split()
)
VOID = {"br", "hr", "img", "source"}
ADDRESSES = {"href", "src", "poster"}
SCHEMES = ("http://", "https://", "mailto:", "tel:")


def problems(markup: str) -> Iterator[str]:
    """Each thing that is wrong, in words."""
    if wrong := values.characters(markup):
        yield wrong
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    yield from reader.problems
    if reader.open:
        yield f"never closed: {reader.open}"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.problems.append(f"element {tag}")
        if len({name for name, _ in attrs}) < len(attrs):
            self.problems.append(f"an attribute twice on {tag}")
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.problems.append(f"attribute {name} on {tag}")
            if name in ADDRESSES and not (value or "").lower().startswith(SCHEMES):
                self.problems.append(f"address {value!r} on {tag}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")

    def handle_comment(self, data: str) -> None:
        self.problems.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.problems.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self.problems.append("a processing instruction")

    def unknown_decl(self, data: str) -> None:
        self.problems.append("a declaration")
