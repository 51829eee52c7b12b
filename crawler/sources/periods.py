"""When a source is its portal's: hosts are used again, and portals move; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pipeline.model import Source


def has_ended(source: Source, day: date) -> bool:
    """Whether its time is over: its last day is past, or is that day and it is not enabled any more."""
    last = source.active_until
    return last is not None and (last < day or (last == day and not source.enabled))


def is_of(source: Source, day: date) -> bool:
    """Whether what its host showed on that day was the source's."""
    begun = source.active_from is None or source.active_from <= day
    return begun and (source.active_until is None or day <= source.active_until)


def owner_on(sources: Sequence[Source], day: date) -> Source:
    """Of the sources of one host, at least one: whose it was on that day, else the nearest in time."""
    fitting = [source for source in sources if is_of(source, day)]
    return max(
        fitting or sources,
        key=lambda one: (-_distance(one, day), one.active_from or date.min, one.enabled),
    )


def _distance(source: Source, day: date) -> int:
    early = (source.active_from - day).days if source.active_from else 0
    late = (day - source.active_until).days if source.active_until else 0
    return max(early, late, 0)


def with_forerunners(sources: Iterable[Source], known: Mapping[str, Source]) -> list[Source]:
    """The sources, and those of `known` that they succeeded, at any remove: where their articles began."""
    found = {source.id: source for source in sources}
    while more := [s for s in known.values() if s.successor in found and s.id not in found]:
        found |= {source.id: source for source in more}
    return list(found.values())


def free_id(wanted: str, taken: Iterable[str], day: date) -> str:
    """An id for a host that had another owner: its own while nobody has it, else with the day's year."""
    known = set(taken)
    if wanted not in known:
        return wanted
    dated = f"{wanted}-{day.year}"
    numbered = (f"{dated}-{number}" for number in range(2, len(known) + 3))
    return next(one for one in (dated, *numbered) if one not in known)
