"""A source found by id, address or host, and the ids that are near."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from urllib.parse import urlsplit

from crawler.manners.hosts import host_key
from crawler.sources.periods import has_ended
from pipeline.clock import today
from pipeline.errors import ConfigError
from pipeline.model import Source

NONE_YET = "There is none yet: congtin add URL."


def find_source(
    sources: Mapping[str, Source], wanted: str, followed: Iterable[str] | None = None
) -> Source:
    """The source with that id, address or host. Raises ConfigError listing what is near.

    `followed`: the ids to list where nothing is, if not all of `sources` are followed.
    """
    found = lookup(sources, wanted)
    if found is not None:
        return found
    if near := near_ids(sources, wanted):
        hint = f"Known: {', '.join(near)}."
    elif followed is None:
        hint = f"Known: {', '.join(list(sources)[:5])}." if sources else NONE_YET
    else:
        ids = list(followed)[:5]
        hint = f"Followed: {', '.join(ids)}." if ids else NONE_YET
    every = " --all" if followed is not None else ""
    raise ConfigError(f"no source {wanted!r}. {hint} 'congtin sources{every}' lists all.")


def lookup(sources: Mapping[str, Source], wanted: str) -> Source | None:
    """The source with that id, address or host: of several of one host the one that goes on.

    None where there is none, or several go on.
    """
    if wanted in sources:
        return sources[wanted]
    host = _host(wanted)
    matching = [source for source in sources.values() if host and _host(source.url) == host]
    if len(matching) > 1:
        day = today()
        matching = [source for source in matching if not has_ended(source, day)] or matching
    return matching[0] if len(matching) == 1 else None


def _host(address: str) -> str:
    """The host of an address with or without its scheme, without www.; "" where it has none."""
    try:
        return host_key(address if "//" in address else f"//{address}")
    except ValueError:
        return ""


def near_ids(known: Iterable[str], wanted: str) -> list[str]:
    """The ids that are spelt nearly so, or hold what was typed; five at most."""
    ids = list(known)
    typed = wanted.lower()
    near = get_close_matches(typed, ids, 3, 0.75)
    return list(dict.fromkeys([*near, *(i for i in ids if len(typed) > 2 and typed in i)]))[:5]


def home_of(address: str) -> str:
    """The host and path of a home: the same over http and https, with and without www."""
    return host_key(address) + urlsplit(address).path.rstrip("/")
