"""What `congtin add` makes of a portal beside the sources there are: one more, a successor, a new owner."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

import typer

from crawler.cli.display import note, print_json
from crawler.onboarding.owner import with_owner
from crawler.sources import add_source, find_source, load_registry, load_sources, shipped
from crawler.sources.finding import home_of
from crawler.sources.moving import check_reuse, check_succession, heir, newcomer, reuse, succeed
from crawler.sources.periods import free_id, has_ended
from pipeline.clock import today
from pipeline.errors import ConfigError
from pipeline.model import Source

FOUND = (
    *("url", "platform", "sections", "feeds", "sitemaps", "delay", "page"),
    *("allow_private", "tls", "certificate"),
)
"""What a visit tells of a shipped portal better than the registry; its name and place the registry knows."""


@dataclass(frozen=True, slots=True)
class Handing:
    """The sources there are, and the one whose portal moved (`succeeds`) or lost its host (`reuses`)."""

    file: Path
    followed: dict[str, Source]
    day: date
    succeeds: Source | None = None
    reuses: Source | None = None

    @classmethod
    def of(cls, file: Path, succeeds: str, reuses: str) -> "Handing":
        """As the options say. Raises ConfigError for both of them, or a source that is none."""
        if succeeds and reuses:
            raise ConfigError(
                "--succeeds is for a portal that moved, --reuses for a host with a new owner: use one."
            )
        day = today()
        followed, named = load_sources(file), succeeds or reuses
        old = find_source(load_registry(file), named, followed) if named else None
        return cls(file, followed, day, old if succeeds else None, old if reuses else None)

    def links(self, address: str) -> bool:
        """Whether a portal moved to one that is a source already: there is nothing to find out."""
        return self.succeeds is not None and self._at(address) is not None

    def link(self, address: str, *, dry_run: bool, as_json: bool) -> None:
        """End the portal that moved there, and say so."""
        old, heir_ = self.succeeds, self._at(address)
        assert old is not None  # of `links`
        assert heir_ is not None
        check_succession(old, heir_.url)
        if not dry_run:
            succeed(self.file, old, heir_, self.day)
        done = f"{old.id} goes on as {heir_.id}. Next: congtin crawl {heir_.id}"
        if as_json:
            print_json({"source": old.id, "successor": heir_.id, "written": not dry_run})
        (note if as_json else typer.echo)(done)

    def refuse_known(self, address: str) -> None:
        """Raise ConfigError for an address that is a source's already, or not what the option says."""
        if self.succeeds:
            check_succession(self.succeeds, address)
        if self.reuses:
            check_reuse(self.reuses, address)
        again = self._at(address)
        if again and again != self.reuses:
            raise ConfigError(f"{address} is a source already: {again.id!r} in {self.file}.")

    def _at(self, address: str) -> Source | None:
        """The source with that address that goes on."""
        same = (source for source in self.followed.values() if source.url == address)
        return next((source for source in same if not has_ended(source, self.day)), None)

    def entry(self, found: Source) -> Source:
        """The source to be written: under an id of its own, with what its forerunner tells of it."""
        taken = {**self.followed, **{one.id: one for one in (self.succeeds, self.reuses) if one}}
        ended = any(source.url == found.url for source in self.followed.values())
        new_owner = bool(self.reuses) or ended
        named = (None if new_owner else self._as_shipped(found)) or with_owner(found)
        if self.succeeds:
            named = heir(named, self.succeeds)
        elif new_owner:
            named = newcomer(named, self.day)
        else:
            return named
        return replace(named, id=free_id(named.id, taken, self.day))

    def _as_shipped(self, found: Source) -> Source | None:
        """The portal that comes with the program, where it is that one: with what was found out about it."""
        home = home_of(found.url)
        known = (one for one in shipped().values() if home_of(one.url) == home)
        base = next((one for one in known if not has_ended(one, self.day)), None)
        if base is None or base.id in self.followed:
            return None
        usual = {field.name: field.default for field in fields(Source)}
        told = {n: v for n in FOUND if (v := getattr(found, n)) != usual[n]}
        return replace(base, **told)

    def remarks(self) -> Sequence[str]:
        """Comments for the entry."""
        if self.succeeds:
            return (f"It succeeds {self.succeeds.id} ({self.succeeds.url}).",)
        return (f"Until it began the host was that of {self.reuses.id}.",) if self.reuses else ()

    def write(self, entry: Source, remarks: Sequence[str]) -> None:
        """Write the entry, and end the one before. Raises ConfigError."""
        if self.succeeds:
            succeed(self.file, self.succeeds, entry, self.day, remarks)
        elif self.reuses:
            reuse(self.file, self.reuses, entry, self.day, remarks)
        else:
            add_source(self.file, entry, remarks)
