"""The list of sources as readers narrow it: by words of a name, by province, by how they are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from pipeline.model import SourceStatus
from pipeline.publish.words.telling import health
from pipeline.slug import slug

Health = Literal["bad", "waiting", "good"]
HEALTHS: tuple[Health, ...] = get_args(Health)


def narrowed(
    statuses: Iterable[SourceStatus], *, q: str = "", province: str = "", health: str = ""
) -> list[SourceStatus]:
    """Those whose name, address or places hold every word (accents do not count), of that province
    and in that health; "" takes all.
    """
    wanted = slug(q).split("-") if q.strip() else []
    return [
        status
        for status in statuses
        if (not province or slug(status.source.province) == slug(province))
        and (not health or health_of(status) == health)
        and all(word in _words(status) for word in wanted)
    ]


def health_of(status: SourceStatus) -> str:
    """good, bad, or waiting where no run has ended yet."""
    return health(status.last_run)


def counted(statuses: Iterable[SourceStatus]) -> dict[str, int]:
    """How many are in each health, trouble first."""
    counts = Counter(map(health_of, statuses))
    return {name: counts[name] for name in HEALTHS}


def provinces(statuses: Sequence[SourceStatus]) -> list[str]:
    """The provinces that there are sources of, Đ beside D."""
    names = {status.source.province for status in statuses}
    return sorted(filter(None, names), key=lambda name: (slug(name), name))


def _words(status: SourceStatus) -> str:
    source = status.source
    places = (source.province, source.province_before, source.district)
    return slug(" ".join((source.name, source.url, source.id, *places)))
