"""How many articles of its own each listing showed: what the watch compares from run to run. Pure."""

from collections.abc import Callable, Collection, Mapping, Sequence

from crawler.visit.settling import is_block, shown_by_several, shown_everywhere

MOVED = 0.5
"""Share of a listing's former articles that others show, from which on it was moved or merged, not lost."""

Shown = Mapping[str, Sequence[str]]
"""By a listing's address what its first page showed; nothing where no page came, or the home instead."""


def counted(
    shown: Shown,
    heads: Shown,
    home: str,
    linked: Collection[str] | None,
    is_article: Callable[[str], bool],
) -> dict[str, int]:
    """By address how many stored articles each listing showed that are no block of the latest on every page.

    `heads`: what each began with when it was last read. `linked`: the listings that the entry or a menu
    names, None where no menu was read. One without articles that nobody names any more, or whose former ones
    stand in others now, is left out.
    """
    everywhere, shared = shown_everywhere(shown.values()), shown_by_several(shown.values())
    counts: dict[str, int] = {}
    for base, urls in shown.items():
        head = heads.get(base, ())
        own = urls if base == home else [url for url in urls if url not in everywhere]
        is_lost = base != home and (not own or is_block(own, head, shared))
        if not is_lost:
            counts[base] = sum(map(is_article, own))
        elif (linked is None or base in linked) and not _stand_elsewhere(base, head, shown, home):
            counts[base] = 0
    return counts


def _stand_elsewhere(base: str, head: Sequence[str], shown: Shown, home: str) -> bool:
    others = [set(urls) for other, urls in shown.items() if other not in (base, home)]
    sections = [urls for urls in others if urls != set(shown.get(home, ()))]  # the home, once more
    return any(head and len(urls.intersection(head)) >= MOVED * len(head) for urls in sections)
