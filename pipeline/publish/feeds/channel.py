"""What a feed says of itself: its name and the addresses around it."""

from dataclasses import dataclass
from typing import Literal

Format = Literal["rss", "atom", "json"]
MEDIA_TYPES: dict[Format, str] = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself. `id` is a permanent tag: URI; addresses are absolute."""

    id: str
    title: str
    description: str
    page: str
    """The web page with the same articles."""
    help: str = ""
    """The page that tells how to subscribe; a browser that opens the feed shows a link to it."""
    icon: str = ""
    """A square picture, for Atom and JSON Feed."""
    heirs: tuple[tuple[str, str], ...] = ()
    """Where a feed of what is no more goes on: (name, address without the format's suffix) of each feed."""

    def heirs_in(self, form: Format) -> list[tuple[str, str]]:
        """(name, address) of each feed in which this one goes on, in that format."""
        return [(name, f"{address}.{form}") for name, address in self.heirs]

    def told(self, form: Format) -> str:
        """The description, with where the feed goes on: for readers that show nothing else."""
        ways = "; ".join(f"{name}: {address}" for name, address in self.heirs_in(form))
        return f"{self.description} Theo dõi tiếp: {ways}" if ways else self.description


@dataclass(frozen=True, slots=True)
class Links:
    """Where a document is served and what lies around it: absolute addresses, "" where there is none.

    RFC 5005: a feed's newest document gives `prev_archive`; an archive page gives `is_archive`,
    `current`, and its neighbours `prev_archive` (older) and `next_archive` (newer). A paged feed, whose
    pages move as articles come, gives `first`, `previous`, `next` (older) and `last`. JSON Feed knows
    only `next_url`: `next`, else `prev_archive`.
    """

    self_: str
    """rel="self": where this very document is served; a WebSub topic."""
    alternates: tuple[tuple[Format, str], ...] = ()
    """The same feed in the other formats; the document's own format is passed over."""
    current: str = ""
    prev_archive: str = ""
    next_archive: str = ""
    first: str = ""
    previous: str = ""
    next: str = ""
    last: str = ""
    hub: str = ""
    """The WebSub hub that is pinged when `self_` changes."""
    is_archive: bool = False
    """fh:archive: this document will not change any more, and `current` is the feed to subscribe to."""
    is_complete: bool = False
    """fh:complete: every entry of the feed stands in this document."""
    styles: str = ""
    """Where feed.css lies: a directory's address ending in "/", absolute or relative ("./", "../").

    "": no stylesheet. A relative one holds wherever the files are copied to."""

    def relations(self) -> list[tuple[str, str]]:
        """(rel, address) of each link that is set, but `self_` and alternates, in a fixed order."""
        named = {
            "hub": self.hub,
            "current": self.current,
            "prev-archive": self.prev_archive,
            "next-archive": self.next_archive,
            "first": self.first,
            "previous": self.previous,
            "next": self.next,
            "last": self.last,
        }
        return [(rel, address) for rel, address in named.items() if address]
