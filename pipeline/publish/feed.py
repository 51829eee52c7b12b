"""One feed: what it is of, where it is served, what it says of itself."""

from dataclasses import dataclass

from pipeline.model import EntryFilter
from pipeline.publish.feeds import Channel, Format
from pipeline.store.identity.minting import AUTHORITY

FORMATS: dict[Format, str] = {"rss": "RSS 2.0", "atom": "Atom", "json": "JSON Feed"}


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed in every format. `name` is its path without suffix, `page` the path of its web page."""

    name: str
    heading: str
    """What it is about: a portal, a province, everything."""
    description: str
    page: str
    where: EntryFilter
    sources: tuple[str, ...] = ()
    """Of a place's feed: the ids of the portals that are or were its own, where they are not told by name."""
    heirs: tuple[tuple[str, str], ...] = ()
    """Of the feed of a unit that is no more: (name, name of the feed) of each unit that has its land now."""

    @property
    def title(self) -> str:
        """As a reader's list of feeds shows it."""
        return f"{self.heading} – Cổng tin"

    def path(self, form: Format) -> str:
        """Relative to the feeds directory and to /feeds/: "sources/ha-nam.rss"."""
        return f"{self.name}.{form}"

    def archive(self, form: Format, number: int) -> str:
        """The path of an archive page (RFC 5005): "sources/ha-nam/archive/7.rss", the oldest is 1."""
        return f"{self.name}/archive/{number}.{form}"

    def address(self, form: Format, base_url: str) -> str:
        """Where it is served."""
        return f"{base_url.rstrip('/')}/feeds/{self.path(form)}"

    def channel(self, base_url: str) -> Channel:
        """What the feed says of itself. The id stays when `base_url` moves."""
        base = base_url.rstrip("/")
        heirs = tuple((name, f"{base}/feeds/{feed}") for name, feed in self.heirs)
        return Channel(
            id=f"tag:{AUTHORITY}:feeds/{self.name}",
            title=self.title,
            description=self.description,
            page=base + self.page,
            help=f"{base}/subscribe",
            icon=f"{base}/static/icon.svg",
            heirs=heirs,
        )
