"""What is different between two versions of an article, as pages show it; pure."""

from dataclasses import dataclass, replace

from markupsafe import Markup

from pipeline.differences import differences
from pipeline.model import Article
from pipeline.publish.words.passages import fragments
from pipeline.wording import Piece, word_diff

_LONGEST = 8_000
"""Letters of changes that are shown of one pair; a text written anew is read in its own page."""
_WORDS = ("title", "text", "lead", "html", "url", "published_source")
"""Fields that the words tell, or that differ between portals anyway."""

NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Changed:
    """Title and text with what was removed and added; "" where they are the same."""

    title: Markup = NOTHING
    text: Markup = NOTHING
    more: bool = False
    """Not all of it is shown."""
    fields: tuple[str, ...] = ()
    """Other fields that differ."""

    @property
    def same(self) -> bool:
        """Nothing that a reader would see is different."""
        return not (self.title or self.text)


def changed(before: Article, after: Article, *, with_fields: bool = True) -> Changed:
    """From the one to the other."""
    words = Changed(title=_said(before.title, after.title))
    pieces = word_diff(before.text, after.text) if before.text != after.text else ()
    shown = _bounded(pieces)
    if pieces:
        words = replace(words, text=fragments(shown), more=len(shown) < len(pieces))
    if with_fields:
        names = (change.field for change in differences(before, after))
        words = replace(words, fields=tuple(name for name in names if name not in _WORDS))
    return words


def _said(before: str, after: str) -> Markup:
    return fragments(word_diff(before, after)) if before != after else NOTHING


def _bounded(pieces: tuple[Piece, ...]) -> list[Piece]:
    """The first changes; one that is too long is cut."""
    left, kept = _LONGEST, []
    for piece in pieces:
        if left <= 0:
            break
        if piece.kind == "same":
            kept.append(piece)
            left -= 300
        else:
            text = piece.text if len(piece.text) <= left else piece.text[:left] + " …"
            kept.append(replace(piece, text=text))
            left -= len(piece.text)
    return kept
