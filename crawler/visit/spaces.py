"""Address spaces that no rule names: forms of addresses that were tried and led to nothing."""

from collections import Counter
from urllib.parse import parse_qsl, urlsplit

from crawler.pages.addresses import form

DOUBLES = 3
"""Second addresses that each article may have: one a section, a menu, a list of tags."""
TRIES = 25
"""Fruitless addresses of one form after which no more are asked for, for each that bore fruit."""
MOST_FORMS = 10_000


class Spaces:
    """What a crawl has learnt of each form of address: how many were asked for, how many bore fruit.

    Counting alone: the same addresses in the same order give the same answers. Addresses of words
    alone, without numbers and parameters, are menus: finite, and never refused.
    """

    def __init__(self, tries: int = TRIES) -> None:
        self._tries = tries
        self._fruitless: Counter[str] = Counter()
        self._fruitful: Counter[str] = Counter()
        self._doubled: Counter[str] = Counter()
        self._single: Counter[str] = Counter()

    def takes(self, url: str) -> bool:
        """Whether an address is still worth asking for: its form has borne fruit often enough."""
        name = space(url)
        if not name:
            return True
        if self._fruitless[name] >= self._tries * (1 + self._fruitful[name]):
            return False
        names = parameters(url)
        return not names or self._doubled[names] < self._tries + DOUBLES * self._single[names]

    def learn(self, url: str, *, fruitful: bool) -> None:
        """Count what an address gave: an article, or a listing with articles that were not known."""
        _count(self._fruitful if fruitful else self._fruitless, space(url))

    def lead(self, url: str, *, again: bool) -> None:
        """Count an address that led to an article: to its own, or to one that another address had led to
        (`again`). Tickets in addresses make such ones without end.
        """
        _count(self._doubled if again else self._single, parameters(url))


def _count(counted: Counter[str], name: str) -> None:
    if name and (name in counted or len(counted) < MOST_FORMS):
        counted[name] += 1


def parameters(url: str) -> str:
    """The names of an address's parameters; "" where it has none."""
    return "&".join(sorted({name.lower() for name, _ in parse_qsl(urlsplit(url).query)}))


def space(url: str) -> str:
    """The form that an address shares with those that differ in numbers and values; "" for a menu's."""
    parts = urlsplit(url)
    numbered = any(letter.isdigit() for letter in parts.path)
    return form(url) if numbered or parts.query else ""
