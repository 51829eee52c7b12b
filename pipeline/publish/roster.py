"""The list of sources as readers narrow it: by words of a name, by province, by how they are."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

from pipeline.model import Health, HealthState, SourceStatus
from pipeline.publish.words.telling import health
from pipeline.slug import slug

LastRun = Literal["bad", "waiting", "good"]
LAST_RUNS: tuple[LastRun, ...] = get_args(LastRun)
STATES: tuple[HealthState, ...] = get_args(HealthState)
WORST_FIRST = tuple(reversed(STATES[1:])) + STATES[:1]


def narrowed(
    statuses: Iterable[SourceStatus],
    *,
    q: str = "",
    province: str = "",
    health: str = "",
    judged: Mapping[str, Health] | None = None,
) -> list[SourceStatus]:
    """Those whose name, address or places hold every word (accents do not count), of that province
    and in that health: a state that they were judged to be in, or how their last run ended; "" takes all.
    """
    wanted = slug(q).split("-") if q.strip() else []
    return [
        status
        for status in statuses
        if (not province or slug(status.source.province) == slug(province))
        and health in ("", health_of(status), state_of(status, judged or {}))
        and all(word in _words(status) for word in wanted)
    ]


def health_of(status: SourceStatus) -> str:
    """good, bad, or waiting where no run has ended yet."""
    return health(status.last_run)


def state_of(status: SourceStatus, judged: Mapping[str, Health]) -> str | None:
    """The state that it was judged to be in; None where it never was."""
    health = judged.get(status.source.id)
    return health.state if health else None


def counted(statuses: Iterable[SourceStatus]) -> dict[str, int]:
    """How many last runs ended how, trouble first."""
    counts = Counter(map(health_of, statuses))
    return {name: counts[name] for name in LAST_RUNS}


def counted_states(
    statuses: Iterable[SourceStatus], judged: Mapping[str, Health]
) -> dict[HealthState, int]:
    """How many are in each state that any is in, trouble first."""
    counts = Counter(state_of(status, judged) for status in statuses)
    return {state: counts[state] for state in WORST_FIRST if counts[state]}


def provinces(statuses: Sequence[SourceStatus]) -> list[str]:
    """The provinces that there are sources of, Đ beside D."""
    names = {status.source.province for status in statuses}
    return sorted(filter(None, names), key=lambda name: (slug(name), name))


def _words(status: SourceStatus) -> str:
    source = status.source
    places = (source.province, source.province_before, source.district)
    return slug(" ".join((source.name, source.url, source.id, *places)))
