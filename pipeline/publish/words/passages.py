"""Text with marks in it as safe markup: the words that a search found, the words that an edit changed."""

import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from pipeline.wording import Piece

_MATCH = re.compile("«([^«»]*)»")
_TAGS = {"removed": "del", "added": "ins"}
AROUND = 160
"""Letters of unchanged text that are shown before and after a change."""


def marked(snippet: str) -> Markup:
    """A search snippet, its «matches» in `<mark>`."""
    return Markup(_MATCH.sub(r"<mark>\1</mark>", str(escape(snippet))))  # nosec B704 # noqa: S704  (escaped here)


def fragments(pieces: Iterable[Piece], *, around: int = AROUND) -> Markup:
    """What changed, removed words in `<del>`, added ones in `<ins>`, with a little of the text around.

    Lines stay lines (the style keeps them); longer stretches without a change are an ellipsis.
    """
    return Markup("").join(_shown(list(pieces), around))


def _shown(pieces: list[Piece], around: int) -> Iterator[Markup]:
    last = len(pieces) - 1
    for number, piece in enumerate(pieces):
        if piece.kind == "same":
            yield escape(_cut(piece.text, number > 0 and around, number < last and around))
        else:
            tag = _TAGS[piece.kind]
            yield Markup(f"<{tag}>%s</{tag}>") % piece.text  # nosec B704 # noqa: S704  (escaped by the operator)


def _cut(text: str, head: int, tail: int) -> str:
    """Its first `head` and last `tail` letters, between words, with an ellipsis for what lies between."""
    if len(text) <= head + tail + 2:
        return text
    before = text[:head].rsplit(" ", 1)[0] if head else ""
    after = text[-tail:].split(" ", 1)[-1] if tail else ""
    gap = " …\n… " if "\n" in text[head : len(text) - tail] and before and after else " … "
    said = f"{before}{gap}{after}"
    return said.removeprefix(" ") if not before else said.removesuffix(" ") if not after else said
