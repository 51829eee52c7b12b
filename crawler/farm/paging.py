"""Cuts a list into pages, as every portal's listings do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """One page of a listing: its number from 1, what is on it, what follows, and how many pages there are."""

    number: int
    items: Sequence[T]
    rest: Sequence[T]
    last: int


def pages(items: Sequence[T], size: int) -> Iterator[ListPage[T]]:
    """The list in pages of `size`; an empty list gives one empty page."""
    last = max(1, -(-len(items) // size))
    for number in range(1, last + 1):
        end = number * size
        yield ListPage(number, items[end - size : end], items[end:], last)
