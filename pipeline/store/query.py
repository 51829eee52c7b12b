"""What a reader types into the search box, understood: words, "phrases", OR, NOT and -word.

Words stand side by side for AND; OR parts alternatives and binds least. Anything can be typed: signs
that mean nothing are passed over, and what asks for nothing (only excluded words, say) finds nothing.
"""

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from pipeline.store.fold import spellings, visible

TERMS = 32
"""Words and phrases of one query that count: more is junk, and databases bound their expressions."""

PHRASE_WORDS = 64

Spelling = Literal["exact", "folded"]

_TOKEN = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans("“”„‟«»″", '"""""""')


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in a row in the index, in one spelling."""

    spelling: Spelling
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or words that must stand in a row, in both spellings."""

    exact: tuple[str, ...]
    folded: tuple[str, ...]
    as_typed: bool = False
    """A word typed without accents must carry none."""

    def runs(self) -> list[Run]:
        """What to look up: all words without accents, and as typed each run of words that carry some."""
        if self.as_typed or all(map(str.__ne__, self.exact, self.folded)):
            return [Run("exact", self.exact)]
        runs = [Run("folded", self.folded)]
        pairs = zip(self.exact, self.folded, strict=True)
        for accented, group in groupby(pairs, lambda pair: pair[0] != pair[1]):
            if accented:
                runs.append(Run("exact", tuple(exact for exact, _ in group)))
        return runs


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that must all stand in an article, and terms of which none may."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()

    def wanted_runs(self) -> list[Run]:
        """Runs that must all be there."""
        return [run for term in self.wanted for run in term.runs()]

    def unwanted_runs(self) -> list[list[Run]]:
        """For each refused term, the runs that together make it out."""
        return [term.runs() for term in self.unwanted]

    def as_typed(self) -> "Alternative":
        """The same with no accents but those that were typed."""
        return replace(self, wanted=tuple(replace(term, as_typed=True) for term in self.wanted))

    def in_a_row(self) -> "Alternative":
        """The same with all wanted words as one phrase."""
        exact = tuple(word for term in self.wanted for word in term.exact)
        folded = tuple(word for term in self.wanted for word in term.folded)
        return replace(self, wanted=(Term(exact, folded),))


@dataclass(frozen=True, slots=True)
class Query:
    """Alternatives, any of which is enough. Without one nothing is asked for."""

    alternatives: tuple[Alternative, ...] = ()

    def wanted(self) -> tuple[Term, ...]:
        """Every term that a hit may show."""
        return tuple(term for alternative in self.alternatives for term in alternative.wanted)


def parse(text: str) -> Query:
    """The query in a line of text. Never raises."""
    groups: list[list[tuple[bool, Term]]] = [[]]
    refused = False
    for token in list(_TOKEN.finditer(visible(text).translate(_QUOTES)))[: 4 * TERMS]:
        word = token["word"]
        if word == "OR":
            groups.append([])
        if word not in ("OR", "AND", "NOT"):
            term = _term(token["phrase"] if word is None else word)
            groups[-1] += [(refused or bool(token["minus"]), term)] if term.exact else []
        refused = word == "NOT"
    return Query(_alternatives(groups))


def _term(text: str) -> Term:
    exact, folded = spellings(text)
    return Term(tuple(exact[:PHRASE_WORDS]), tuple(folded[:PHRASE_WORDS]))


def _alternatives(groups: list[list[tuple[bool, Term]]]) -> tuple[Alternative, ...]:
    left, found = TERMS, []
    for group in groups:
        kept = group[:left]
        left -= len(kept)
        wanted = tuple(dict.fromkeys(term for refused, term in kept if not refused))
        unwanted = tuple(dict.fromkeys(term for refused, term in kept if refused))
        if wanted:
            found.append(Alternative(wanted, unwanted))
    return tuple(found)
