"""What was reworded between two versions of a text, word by word; pure, and bounded on any text."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

WORDS = re.compile(r"\d+(?:[.,:/-]\d+)*|[\w\u0300-\u036f]+|\n|[^\S\n]+|[^\w\s]")
"""A number with its separators ("1.200", "12/3/2024"), a syllable, the end of a line, blanks, one sign."""
EFFORT = 400_000
"""Comparisons spent on one pair of texts (some 0.1 s); what they leave open is told by unique words."""

Kind = Literal["same", "removed", "added"]
_Match = tuple[int, int, int]
"""So many equal items from the first place in one and from the second in the other."""
_Hunk = tuple[str, str, str]
"""Text in both, then what of it was removed, and what was added in its place."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stands in both versions, or in one of them alone."""

    kind: Kind
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order, what was removed before what was added in its place.

    Same and removed pieces joined are `before`, same and added ones `after`, to the letter. Lines are
    compared first, then the words of those that differ. Two neighbours are never of one kind. The cost
    grows with the texts' length alone, however they are made: very long ones that share little come
    out coarser, never wrong.
    """
    effort = _Effort(EFFORT)
    lines = _hunks(before.splitlines(keepends=True), after.splitlines(keepends=True), effort)
    hunks = [
        word
        for same, old, new in lines
        for word in ((same, "", ""), *_hunks(WORDS.findall(old), WORDS.findall(new), effort))
    ]
    return tuple(_joined(_pieces(_readable(_closed(hunks)))))


class _Effort:
    """How many comparisons may still be made."""

    def __init__(self, left: int) -> None:
        self.left = left


def _hunks(old: Sequence[str], new: Sequence[str], effort: _Effort) -> Iterator[_Hunk]:
    i = j = 0
    same: Sequence[str] = ()
    for at_old, at_new, length in (*_matches(old, new, effort), (len(old), len(new), 0)):
        yield "".join(same), "".join(old[i:at_old]), "".join(new[j:at_new])
        same = old[at_old : at_old + length]
        i, j = at_old + length, at_new + length
    yield "".join(same), "", ""


def _matches(old: Sequence[str], new: Sequence[str], effort: _Effort) -> list[_Match]:
    """The common head and foot, and what is found between them."""
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    most -= head
    foot = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    a, b = old[head : len(old) - foot], new[head : len(new) - foot]
    found = _shortest(a, b, effort) if a and b else []
    between = _anchored(a, b) if found is None else found
    shifted = [(i + head, j + head, length) for i, j, length in between]
    return [(0, 0, head), *shifted, (len(old) - foot, len(new) - foot, foot)]


def _shortest(a: Sequence[str], b: Sequence[str], effort: _Effort) -> list[_Match] | None:
    """The matches of a shortest edit; None where finding it takes more effort than is left.

    E. Myers, An O(ND) Difference Algorithm and Its Variations (1986), the greedy form.
    """
    ends = {1: 0}
    trace: list[dict[int, int]] = []
    for edits in range(len(a) + len(b) + 1):
        reached: dict[int, int] = {}
        for k in range(-edits, edits + 1, 2):
            x = start = _furthest(ends, k, edits)
            while x < len(a) and 0 <= x - k < len(b) and a[x] == b[x - k]:
                x += 1
            reached[k] = x
            effort.left -= 1 + x - start
            if x >= len(a) and x - k >= len(b):
                return _traced([*trace, ends], x, k)
        if effort.left < 0:
            return None
        trace.append(ends)
        ends = reached
    return None


def _furthest(ends: dict[int, int], k: int, edits: int) -> int:
    """Where diagonal `k` begins with one edit more: an item added from above, or one removed."""
    if edits == 0:
        return 0
    if k == -edits or (k != edits and ends[k - 1] < ends[k + 1]):
        return ends[k + 1]
    return ends[k - 1] + 1


def _traced(trace: list[dict[int, int]], x: int, k: int) -> list[_Match]:
    """The matches on the way to the end, found by going it backwards."""
    matches: list[_Match] = []
    for edits in range(len(trace) - 1, -1, -1):
        ends = trace[edits]
        start = _furthest(ends, k, edits)
        if x > start:
            matches.append((start, start - k, x - start))
        if edits:
            down = k == -edits or (k != edits and ends[k - 1] < ends[k + 1])
            k = k + 1 if down else k - 1
            x = ends[k]
    return matches[::-1]


def _anchored(a: Sequence[str], b: Sequence[str]) -> list[_Match]:
    """Items that stand once in each, as many as keep their order, with what is equal around them."""
    once = {item for item, count in Counter(b).items() if count == 1}
    places = {item: j for j, item in enumerate(b) if item in once}
    counts = Counter(a)
    pairs = [(i, places[item]) for i, item in enumerate(a) if counts[item] == 1 and item in places]
    matches: list[_Match] = []
    i_free = j_free = 0
    for i, j in _rising(pairs):
        if i < i_free or j < j_free:
            continue  # already in the match before
        start = i
        while start > i_free and j - (i - start) > j_free and a[start - 1] == b[j - i + start - 1]:
            start -= 1
        end = i + 1
        while end < len(a) and j - i + end < len(b) and a[end] == b[j - i + end]:
            end += 1
        matches.append((start, j - i + start, end - start))
        i_free, j_free = end, j - i + end
    return matches


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A longest run of pairs in which both numbers grow (the first ones do already)."""
    tails: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        tails[place : place + 1] = [j]
        holders[place : place + 1] = [index]
        before.append(holders[place - 1] if place else -1)
    run: list[tuple[int, int]] = []
    index = holders[-1] if holders else -1
    while index >= 0:
        run.append(pairs[index])
        index = before[index]
    return run[::-1]


def _closed(hunks: list[_Hunk]) -> list[_Hunk]:
    """Without those in which nothing changes: their text leads the next one, or stands last."""
    closed: list[_Hunk] = []
    pending = ""
    for same, old, new in hunks:
        pending += same
        if old or new:
            closed.append((pending, old, new))
            pending = ""
    return [*closed, (pending, "", "")]


def _readable(hunks: list[_Hunk]) -> list[_Hunk]:
    """Two changes with less between them than either changes read as one: a sentence written anew."""
    read: list[_Hunk] = []
    for hunk in hunks:
        one = hunk
        while read and _is_splinter(read[-1], one):
            same, old, new = read.pop()
            one = (same, old + one[0] + one[1], new + one[0] + one[2])
        read.append(one)
    return read


def _is_splinter(last: _Hunk, hunk: _Hunk) -> bool:
    between, old, new = hunk
    if "\n" in between or not (old or new):
        return False
    edited = min(max(len(last[1]), len(last[2])), max(len(old), len(new)))
    return not any(map(str.isalnum, between)) or len(between) < edited


def _pieces(hunks: list[_Hunk]) -> Iterator[Piece]:
    for same, old, new in hunks:
        yield Piece("same", same)
        yield Piece("removed", old)
        yield Piece("added", new)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Without empty ones, neighbours of one kind as one."""
    for kind, group in groupby((p for p in pieces if p.text), key=lambda piece: piece.kind):
        yield Piece(kind, "".join(piece.text for piece in group))
