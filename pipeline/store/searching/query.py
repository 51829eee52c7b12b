"""What a reader asks of the search index: terms, fields and how they are joined; pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Literal, TypeAlias

Spelling = Literal["exact", "folded"]
Field = Literal["source", "place", "section", "author", "topic", "since", "named"]
"""What can be asked of an article's fields. since: it is of that source, and of since the merger of units;
named: it names that unit.
"""


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
    in_title: bool = False

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
class Mark:
    """A field that has one of these values; a place is named, the other fields have their slugs or ids."""

    field: Field
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every one of `wanted` and none of `refused`. Without `wanted` it is asked of every article."""

    wanted: tuple["Node", ...] = ()
    refused: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of them."""

    choices: tuple["Node", ...]


Node: TypeAlias = Term | Mark | All | Any


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, from when on and before when; `problems`: pieces that name no day, as typed."""

    root: All = All()
    after: datetime | None = None
    before: datetime | None = None
    problems: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether anything is asked for or against: words to leave out alone list all others."""
        return bool(self.root.wanted or self.root.refused or self.after or self.before)


def terms(node: Node) -> tuple[Term, ...]:
    """Every term that a hit may show."""
    match node:
        case Term():
            return (node,)
        case All(wanted=parts) | Any(choices=parts):
            return tuple(dict.fromkeys(term for part in parts for term in terms(part)))
    return ()


def titled(node: Node) -> Node:
    """The stricter question whether the title alone answers. What is refused stays so anywhere."""
    match node:
        case Term():
            return replace(node, in_title=True)
        case All():
            return replace(node, wanted=tuple(map(titled, node.wanted)))
        case Any():
            return Any(tuple(map(titled, node.choices)))
    return node


def typed(node: Node) -> Node:
    """The stricter question for no accents but those that were typed."""
    match node:
        case Term():
            return replace(node, as_typed=True)
        case All():
            return replace(node, wanted=tuple(map(typed, node.wanted)))
        case Any():
            return Any(tuple(map(typed, node.choices)))
    return node


def in_a_row(node: Node) -> Node:
    """The stricter question for words that stand side by side in the query as one phrase."""
    match node:
        case All():
            beside = [part for part in node.wanted if isinstance(part, Term)]
            others = [in_a_row(part) for part in node.wanted if not isinstance(part, Term)]
            return replace(node, wanted=(*_joined(beside), *others))
        case Any():
            return Any(tuple(map(in_a_row, node.choices)))
    return node


def _joined(beside: list[Term]) -> tuple[Term, ...]:
    if not beside:
        return ()
    exact = tuple(word for term in beside for word in term.exact)
    folded = tuple(word for term in beside for word in term.folded)
    return (replace(beside[0], exact=exact, folded=folded),)
