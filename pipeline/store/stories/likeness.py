"""Whether two texts are one text printed twice, or one form filled in twice; pure.

A reprint adds captions and a credit, drops the lead or the end, rewords the title and mends a word here and
there: one of the two texts holds nearly all of the other. A form holds as much: a notice of next week's power
cuts differs from this week's in a few words. But where the one prints a date, a number or a name, the other
prints another one in the same place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline import spelling
from pipeline.store.stories.signature import RUN, Words, words_of

HELD, SHARE = 0.62, 0.25
"""How much of its runs the shorter text must find in the longer, and the longer in the shorter."""

CUT_SHORT, OPENING = 0.6, 0.25
"""A text that is so much shorter was cut off: what they share begins in this part of the longer one. One that
stands further down was quoted in a round-up, which has a title of its own: a decision without its preamble
has the decision's."""

PLACE = 20
"""Words of a place of a form: where more are others, a passage was rewritten."""

PER_MEND = 150
"""Words that both print, for each number or name that was mended."""

OF_TITLE = 2
"""Mended names that it outweighs where each title says what its own text says and the other's does not."""

PER_SIGNATURE = 100
"""Words that both print, for who wrote it to be another at the end: a letter is signed, news has a byline."""

SHORT_TEXT, TITLES_SHARE = 60, 0.3
"""A text with fewer runs needs a title that shares so much with the other's."""

SAME_TITLE = 0.6
"""Titles that share so much of all their words are one title, or one form's."""

_OF_DATES = frozenset(
    "ngay thang nam tuan quy ky dot so lan khoa thu mung hom sang trua chieu toi dem".split()
)
"""Words before numbers that tell one notice of a series from the next."""


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Text:
    """A title and a text, read for comparison."""

    title: Words
    body: Words


@dataclass(frozen=True, slots=True)
class _Gap:
    """A stretch of one text's words that the other does not print so: from `first` to before `end`."""

    words: Words
    first: int
    end: int

    @property
    def before(self) -> tuple[str, ...]:
        """The run that both print in front of it; () at the beginning."""
        return self.words.folded[max(self.first - RUN, 0) : self.first]

    @property
    def is_last(self) -> bool:
        """Whether it ends the text."""
        return self.end == len(self.words.folded)

    @property
    def behind(self) -> tuple[str, ...]:
        return self.words.folded[self.end : self.end + RUN]


def read(title: str, text: str) -> Text:
    """The text as `is_reprint` compares it."""
    return Text(words_of(title), words_of(text))


def is_reprint(one: Text, other: Text) -> bool:
    """Whether one is a reprint of the other; the same whichever comes first."""
    one, other = sorted((one, other), key=lambda text: (text.body.typed, text.title.typed))
    common = one.body.runs & other.body.runs
    short, long = sorted((one.body, other.body), key=lambda body: len(body.runs))
    if len(common) < max(HELD * len(short.runs), SHARE * len(long.runs), 1):
        return False
    if not _titles_agree(one.title, other.title, len(short.runs)):
        return False
    if one.body.folded == other.body.folded:
        return True
    if len(short.runs) < CUT_SHORT * len(long.runs) and not (
        _opens(long, common) or _is_same(one.title, other.title)
    ):
        return False
    return not _is_form(one, other, common)


def _titles_agree(one: Words, other: Words, runs: int) -> bool:
    a, b = set(one.folded), set(other.folded)
    common = len(a & b)
    if runs < SHORT_TEXT and common < TITLES_SHARE * min(len(a), len(b)):
        return False
    return not (_is_same(one, other) and _differ(_whole(one), _whole(other)))


def _is_same(one: Words, other: Words) -> bool:
    a, b = set(one.folded), set(other.folded)
    return len(a & b) >= SAME_TITLE * len(a | b)


def _whole(words: Words) -> _Gap:
    return _Gap(words, 0, len(words.typed))


def _opens(long: Words, common: frozenset[str]) -> bool:
    """Whether what is common begins near the beginning of the longer text."""
    first = next(n for n, run in enumerate(_runs(long)) if run in common)
    return first <= OPENING * len(long.folded)


def _runs(words: Words) -> Iterator[str]:
    folded = words.folded
    return map(" ".join, zip(*(folded[n:] for n in range(RUN)), strict=False))


def _is_form(one: Text, other: Text, common: frozenset[str]) -> bool:
    """Whether numbers and names in the same places are others, more than are ever mended."""
    mended = OF_TITLE * (_is_told(one, other) and _is_told(other, one))
    gaps, shared = _gaps(one.body, common)
    others, _ = _gaps(other.body, common)
    for gap, opposite in _opposite(gaps, others):
        if _dates_differ(gap, opposite):
            return True
        if not (shared >= PER_SIGNATURE and gap.is_last and opposite.is_last):
            mended += _differ(gap, opposite)
    return mended > shared // PER_MEND


def _is_told(one: Text, other: Text) -> bool:
    """Whether its title says of its text what is neither in the other's title nor its text: a cook is
    wanted here and a guard there. A reworded title says what both texts say.
    """
    elsewhere = {*other.title.folded, *other.body.folded}
    own = set(one.body.folded) - elsewhere
    return any(
        bare in own and not typed.isupper() and not _is_number(typed)
        for typed, bare in zip(one.title.typed, one.title.folded, strict=True)
    )


def _gaps(words: Words, common: frozenset[str]) -> tuple[list[_Gap], int]:
    """The stretches that are not of common runs, in their order, and the number of all other words."""
    is_shared = bytearray(len(words.folded))
    for number, run in enumerate(_runs(words)):
        if run in common:
            is_shared[number : number + RUN] = b"\1" * RUN
    gaps, first = [], 0
    while (first := is_shared.find(0, first)) >= 0:
        end = is_shared.find(1, first)
        end = len(is_shared) if end < 0 else end
        gaps.append(_Gap(words, first, end))
        first = end
    return gaps, is_shared.count(1)


def _opposite(gaps: Sequence[_Gap], others: Sequence[_Gap]) -> Iterator[tuple[_Gap, _Gap]]:
    """Places of a form: stretches of both texts that stand behind or before the same words."""
    before = {gap.before: gap for gap in others if len(gap.before) == RUN}
    behind = {gap.behind: gap for gap in others if len(gap.behind) == RUN}
    for gap in gaps:
        found = before.get(gap.before) or behind.get(gap.behind)
        if found and max(gap.end - gap.first, found.end - found.first) <= PLACE:
            yield gap, found


def _dates_differ(one: _Gap, other: _Gap) -> bool:
    """Whether each has a number of a date that is none of the other's: "từ 1/4" is "từ ngày 1/4"."""
    dated, others = set(_numbers(one, dates=True)), set(_numbers(other, dates=True))
    return bool(dated - set(_numbers(other)) and others - set(_numbers(one)))


def _differ(one: _Gap, other: _Gap) -> bool:
    """Whether each has a number, or each a name, that the other has not."""
    figures, others = list(_numbers(one)), list(_numbers(other))
    if "".join(figures) != "".join(others) and _others(set(figures), set(others)):
        return True  # 1.200 is 1200.
    bare = one.words.is_bare or other.words.is_bare
    names, strange = set(_names(one, bare=bare)), set(_names(other, bare=bare))
    return bool(_unknown(names, strange) and _unknown(strange, names))


def _others(one: set[str], other: set[str]) -> bool:
    return bool(one - other and other - one)


def _unknown(names: set[str], others: set[str]) -> set[str]:
    """The names that are none of the others; "L." is Lâm: portals shorten the names of the accused."""
    initials = {name[0] for name in others}
    short = {name for name in names if len(name) == 1 and name in initials}
    return {name for name in names - others - short if name[0] not in others}


def _numbers(gap: _Gap, *, dates: bool = False) -> Iterator[str]:
    words = gap.words
    for number in range(gap.first, gap.end):
        if _is_number(words.typed[number]) and (not dates or _is_dated(words.folded, number)):
            yield _figure(words.typed[number], words.folded[number])


def _figure(typed: str, folded: str) -> str:
    """The number in figures: quý II is quý 2."""
    if folded[0].isdigit():
        return folded
    values = [_ROMAN[letter] for letter in typed]
    follow = [*values[1:], 0]
    return str(sum(-n if n < then else n for n, then in zip(values, follow, strict=True)))


def _is_number(word: str) -> bool:
    return word[0].isdigit() or _ROMAN.keys() >= set(word)


def _is_dated(folded: Sequence[str], number: int) -> bool:
    before = folded[number - 1] if number else ""
    return before in _OF_DATES or before[:1].isdigit()


def _names(gap: _Gap, *, bare: bool) -> Iterator[str]:
    """The words with a capital that nothing else explains; abbreviations are no names ("UBND")."""
    words = gap.words
    if words.is_capitals:
        return
    spelt = spelling.folded if bare else spelling.exact
    for number in range(gap.first, gap.end):
        word = words.typed[number]
        if (
            word[0].isupper()
            and not words.begins[number]
            and (len(word) == 1 or not word.isupper())
        ):
            yield spelt(word)
