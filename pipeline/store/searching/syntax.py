"""What a reader types into the search box, understood.

Words and "phrases" side by side must all be there; OR parts alternatives and binds least; NOT and - refuse;
parentheses group. source: place: section: author: topic: name a field, after: and before: a day, month or
year. Anything can be typed: signs that mean nothing are passed over, an unknown field is plain words.
"""

import re
from collections import deque
from dataclasses import dataclass
from dataclasses import field as kept
from datetime import datetime
from typing import cast

from pipeline.model import VIETNAM
from pipeline.slug import slug
from pipeline.spelling import spellings, visible
from pipeline.store.searching.query import All, Any, Field, Mark, Node, Query, Term

TERMS = 16
"""Words, phrases and fields of one query that count: more is junk, and each costs the database a walk."""

PHRASE_WORDS = 32
DEEPEST = 8
"""Parentheses in parentheses that count."""

_TOKEN = re.compile(
    r"""(?P<minus>-)?(?:
      (?P<name>source|place|section|author|topic|after|before):(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"()]+))
    | "(?P<phrase>[^"]*)"?
    | (?P<sign>[()])
    | (?P<word>[^\s"()]+)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_QUOTES = str.maketrans("“”„‟«»″", '"""""""')
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_PRINTED = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})", re.ASCII)


def parse(text: str) -> Query:
    """The query in a line of text. Never raises."""
    reading = _Reading(deque(_TOKEN.finditer(visible(text).translate(_QUOTES))))
    root = reading.choices(0)
    if not isinstance(root, All):
        root = All((root,)) if root else All()
    after, before = max(reading.after, default=None), min(reading.before, default=None)
    return Query(root, after, before, tuple(reading.problems))


def day(text: str) -> datetime | None:
    """The start of a day, month or year in +07:00: 2025-07-01, 2025-07, 2025, 1/7/2025. None for no date."""
    if match := _DAY.fullmatch(text):
        year, month, number = match.groups()
    elif match := _PRINTED.fullmatch(text):
        number, month, year = match.groups()
    else:
        return None
    try:
        return datetime(int(year), int(month or 1), int(number or 1), tzinfo=VIETNAM)
    except ValueError:
        return None


@dataclass
class _Reading:
    """A line being read, from left to right."""

    left: deque[re.Match[str]]
    after: list[datetime] = kept(default_factory=list)
    before: list[datetime] = kept(default_factory=list)
    problems: list[str] = kept(default_factory=list)
    terms: int = 0

    def choices(self, depth: int) -> Node | None:
        """Groups with OR between them, up to the end or the sign that closes them."""
        groups = [self._group(depth)]
        while self.left and self.left[0]["word"] == "OR":
            self.left.popleft()
            groups.append(self._group(depth))
        asked = tuple(dict.fromkeys(group for group in groups if group.wanted))
        if len(asked) > 1:
            return Any(asked)
        return asked[0] if asked else (groups[0] if len(groups) == 1 else None)

    def _group(self, depth: int) -> All:
        """Nodes side by side, up to an OR or the sign that closes them."""
        wanted: dict[Node, None] = {}
        refused: dict[Node, None] = {}
        against = False
        while self.left and self.left[0]["word"] != "OR":
            if self.left[0]["sign"] == ")" and depth:
                break
            token = self.left.popleft()
            refuses = against or bool(token["minus"])
            node = self._node(token, depth, refuses)
            if node and refuses:
                refused[node] = None
            elif node:
                wanted |= dict.fromkeys(_spread(node))
            against = token["word"] == "NOT"
        return All(tuple(wanted), tuple(refused))

    def _node(self, token: re.Match[str], depth: int, refuses: bool) -> Node | None:
        if token["sign"]:
            return self._grouped(depth) if token["sign"] == "(" and depth < DEEPEST else None
        if token["word"] in ("AND", "NOT") or self.terms >= TERMS:
            return None
        if token["name"]:
            return self._field(token, refuses)
        node = _term(token["word"] if token["phrase"] is None else token["phrase"])
        self.terms += bool(node)
        return node

    def _grouped(self, depth: int) -> Node | None:
        node = self.choices(depth + 1)
        if self.left:
            self.left.popleft()
        return None if isinstance(node, All) and not node.wanted else node

    def _field(self, token: re.Match[str], refuses: bool) -> Node | None:
        name = token["name"].lower()
        value = (token["bare"] or token["quoted"] or "").strip()
        if name in ("after", "before"):
            moment = None if refuses else day(value)
            if moment is None:
                self.problems.append(token[0])
            else:
                (self.after if name == "after" else self.before).append(moment)
            return None
        self.terms += 1
        known = cast("Field", name)
        return Mark(known, (as_marked(known, value),)) if value else None


def as_marked(name: Field, value: str) -> str:
    """A field's value as the index has it: sources by id, places by name, the others by slug."""
    if name == "source":
        return value.lower()
    return value if name == "place" else slug(value)


def _spread(node: Node) -> tuple[Node, ...]:
    """The nodes of a group that refuses nothing: parentheses round them say nothing."""
    return node.wanted if isinstance(node, All) and not node.refused else (node,)


def _term(text: str) -> Term | None:
    exact, folded = spellings(text)
    if not exact:
        return None
    return Term(tuple(exact[:PHRASE_WORDS]), tuple(folded[:PHRASE_WORDS]))
