"""Remembers what pure functions gave for short texts: words and addresses come again on every page."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

LONGEST = 500
"""Characters of an address or of class words that are remembered; those of Liferay's portals have 400."""
WORD = 64
"""Characters of a word that is."""

P = ParamSpec("P")
R = TypeVar("R")


def remembered(size: int, longest: int = LONGEST) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """`functools.lru_cache` for what pages say: a longer text is worked out anew each time it comes.

    A hostile portal makes up a word of a megabyte for every page, and a crawler runs for years. Arguments
    are positional.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        kept = cast("Callable[P, R]", lru_cache(size)(function))

        @wraps(function)
        def recalled(*given: P.args, **named: P.kwargs) -> R:
            for one in given:
                if isinstance(one, str) and len(one) > longest:
                    return function(*given, **named)
            return kept(*given, **named)

        return recalled

    return decorate
