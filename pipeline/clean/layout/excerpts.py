"""What was cut, in words: for a person who asks why."""

from collections.abc import Iterable
from itertools import islice

from lxml.etree import _Element as Element

from pipeline.clean.layout.outline import names_of
from pipeline.clean.layout.prune import Doomed
from pipeline.model import Block, Cut

LENGTH = 100
PIECES = 60


def excerpts(doomed: Iterable[Doomed]) -> tuple[Cut, ...]:
    """The beginning of each element that is cut, those without a word left out."""
    told = (Cut(each.reason, _beginning(each.element)) for each in doomed)
    return tuple(dict.fromkeys(cut for cut in told if cut.text))


def edges(before: Iterable[Block], after: Iterable[Block], reason: str) -> tuple[Cut, ...]:
    """The blocks of `before` that `after` has no more."""
    kept = {block.lines for block in after}
    gone = (block.lines for block in before if block.lines and block.lines not in kept)
    return tuple(Cut(reason, " ".join(lines)[:LENGTH]) for lines in gone)


def path_of(element: Element) -> str:
    """Tag, id and class words as a selector writes them."""
    names = names_of(element).split()
    own = element.get("id")
    classes = [name for name in names if name != own]
    return str(element.tag) + (f"#{own}" if own else "") + "".join(f".{name}" for name in classes)


def _beginning(element: Element) -> str:
    return " ".join("".join(islice(element.itertext(), PIECES)).split())[:LENGTH]
