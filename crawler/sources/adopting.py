"""Outlines of an OPML file -> portals that are known, and new sources; no network."""

import re
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Address
from typing import cast
from urllib.parse import urlsplit

from crawler.manners.hosts import host_key
from crawler.network.guard import is_private, is_secret
from crawler.onboarding.discover import source_id
from crawler.onboarding.owner import with_owner
from crawler.sources.checking import ID
from crawler.sources.editing import Addition
from crawler.sources.finding import home_of
from crawler.sources.opml import Outline
from crawler.sources.selecting import LEVELS
from pipeline.geography import units_of
from pipeline.geography.hosts import units_of_host
from pipeline.model import Level, Source
from pipeline.normalise.urls import normalise_url

INSIDE = re.compile(r"(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|arpa)$|^[^.]*$")
"""Names that no public DNS knows."""
UNFIT = re.compile(r"[\s\x00-\x20\x7f<>\"\\^`{|}]")


@dataclass(frozen=True, slots=True)
class Refused:
    """An outline that nothing is made of, and why."""

    outline: Outline
    why: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """What an OPML file comes to."""

    known: tuple[Source, ...]
    additions: tuple[Addition, ...]
    refused: tuple[Refused, ...]
    off: frozenset[str] = frozenset()
    """Ids of known ones that the file has disabled."""
    order: tuple[str, ...] = ()
    """The ids of known and new ones as the file has them."""


def adopt(
    outlines: Iterable[Outline],
    registry: Mapping[str, Source],
    name: str,
    *,
    allow_private: bool = False,
) -> Adopted:
    """Match each outline by id, home, feed or host with a portal of the registry; the others become sources.

    Of one host comes one source, with all its feeds. `name`: the file's, for the comment above new ones.
    Private addresses are refused unless allowed, those where a cloud keeps its secrets always.
    """
    finder = _Finder(registry)
    known: dict[str, Source] = {}
    new: dict[str, Source] = {}
    refused = []
    on: set[str] = set()
    order: dict[str, None] = {}
    for outline in outlines:
        if (match := finder.find(outline)) is not None:
            placed = _at_its_address(match, outline, allow_private=allow_private)
            if isinstance(placed, Refused):
                refused.append(placed)
                continue
            if match.id not in known or placed != match:
                known[match.id] = placed
            order[match.id] = None
            on |= {match.id} if outline.enabled else set()
            continue
        drafted = _draft(outline, allow_private=allow_private)
        if isinstance(drafted, Refused):
            refused.append(drafted)
        else:
            order[_gather(new, drafted, registry)] = None
    remark = f"from OPML {name}; congtin add URL looks closer"
    additions = tuple(Addition(source, (remark,)) for source in new.values())
    off = frozenset(known.keys() - on)
    return Adopted(tuple(known.values()), additions, tuple(refused), off, tuple(order))


class _Finder:
    """The registry, by what outlines name of it."""

    def __init__(self, registry: Mapping[str, Source]) -> None:
        self._by_id = registry
        last = sorted(registry.values(), key=lambda source: source.enabled)  # hosts are used again
        self._by_home = {home_of(source.url): source for source in last}
        self._by_feed = {feed: source for source in last for feed in source.feeds}
        self._by_host: dict[str, list[Source]] = {}
        for source in last:
            self._by_host.setdefault(host_key(source.url), []).append(source)

    def find(self, outline: Outline) -> Source | None:
        """The portal that it means; None for one that nobody knows, or that could be several."""
        if found := self._by_id.get(outline.id):
            return found
        addresses = [a for a in (outline.html, *outline.feeds) if not _wrong(a)]
        homes = (self._by_home.get(home_of(address)) for address in addresses[:1])
        feeds = (self._by_feed.get(feed) for feed in addresses)
        hosts = (self._by_host.get(host_key(address), []) for address in addresses)
        lone = (there[0] for there in hosts if len(there) == 1)
        return next((source for source in (*homes, *feeds, *lone) if source), None)


def _at_its_address(match: Source, outline: Outline, *, allow_private: bool) -> Source | Refused:
    """The portal whose id an outline has, at the address that it gives where that is another.

    Not for one told by feed or host alone: readers name any page of it.
    """
    if outline.id != match.id or not outline.html:
        return match
    if wrong := _wrong(outline.html):
        return Refused(outline, f"{wrong}: {outline.html[:100]}")
    if _bare(outline.html) == _bare(match.url):
        return match
    url = normalise_url(outline.html)
    inside = _is_inside(url)
    if refused := _of_inside(outline, [url] if inside else [], allow_private=allow_private):
        return refused
    return replace(match, url=url, allow_private=inside or match.allow_private)


def _bare(address: str) -> str:
    """An address without what makes no other portal of it: scheme, www. and the last slash."""
    parts = urlsplit(address)
    return home_of(address) + (f"?{parts.query}" if parts.query else "")


def _of_inside(outline: Outline, inside: list[str], *, allow_private: bool) -> Refused | None:
    """Why addresses that lead inside are not taken; None where they may be."""
    if any(is_secret(_as_ip(urlsplit(a).hostname or "")) for a in inside):
        return Refused(outline, f"an address that is never asked: {inside[0]}")
    if inside and not allow_private:
        why = f"{inside[0]} is of this machine or its network. Add --allow-private if you mean it"
        return Refused(outline, why)
    return None


def _draft(outline: Outline, *, allow_private: bool) -> Source | Refused:
    """The source that an outline describes."""
    feeds = tuple(normalise_url(feed) for feed in outline.feeds if not _wrong(feed))
    if _wrong(outline.html) and not feeds:
        first = next((a for a in (outline.html, *outline.feeds) if a), "")
        return Refused(outline, f"{_wrong(first)}: {first[:100]}")
    home = _root(feeds[0]) if _wrong(outline.html) else normalise_url(outline.html)
    inside = [a for a in (home, *feeds) if _is_inside(a)]
    if refused := _of_inside(outline, inside, allow_private=allow_private):
        return refused
    before, since = units_of(outline.unit, outline.unit_before)
    drafted = Source(
        outline.id if ID.fullmatch(outline.id) else source_id(home),
        outline.name or urlsplit(home).netloc,
        home,
        level=cast("Level", outline.level) if outline.level in LEVELS else "unknown",
        unit=since.code if since else "",
        unit_before=before.id if before else "",
        feeds=feeds,
        allow_private=bool(inside),
        enabled=outline.enabled,
    )
    return drafted if before or since else _with_owner(drafted)


def _with_owner(source: Source) -> Source:
    """With the units that its name and host tell without doubt, and their level where none is said."""
    found = with_owner(source)
    before, since = units_of(found.unit, found.unit_before)
    unit = since or before
    known = unit is not None and source.level == "unknown" and unit.id in units_of_host(source.url)
    return replace(found, level=unit.level) if known and unit else found


def _wrong(address: str) -> str:
    """What is wrong with an address, "" for a web address."""
    try:
        parts = urlsplit(address)
        whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or UNFIT.search(address) or parts.scheme not in ("http", "https"):
        return "no web address"
    return "an address with a user's name in it" if "@" in parts.netloc else ""


def _root(address: str) -> str:
    parts = urlsplit(address)
    return normalise_url(f"{parts.scheme}://{parts.netloc}/")


def _is_inside(address: str) -> bool:
    """Whether it leads inside as it is written; what a name resolves to is judged when it is asked."""
    host = _as_ip(urlsplit(address).hostname or "")
    return is_private(host) or (":" not in host and bool(INSIDE.search(host)))


def _as_ip(host: str) -> str:
    """An IPv4 address however it is written ("2130706433", "0x7f.1"); every other host as it is."""
    try:
        return str(IPv4Address(socket.inet_aton(host.rstrip("."))))
    except OSError:
        return host.rstrip(".")


def _gather(new: dict[str, Source], drafted: Source, registry: Mapping[str, Source]) -> str:
    """Take a source in: to that of its host if there is one, else under an id that nobody has. The id."""
    host = host_key(drafted.url)
    same = next((source for source in new.values() if host_key(source.url) == host), None)
    if same is not None:
        feeds = tuple(dict.fromkeys((*same.feeds, *drafted.feeds)))
        new[same.id] = replace(same, feeds=feeds)
        return same.id
    numbered = (f"{drafted.id}-{number}" for number in range(2, len(registry) + len(new) + 3))
    free = next(i for i in (drafted.id, *numbered) if i not in registry and i not in new)
    new[free] = replace(drafted, id=free)
    return free
