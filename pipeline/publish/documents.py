"""A feed's documents made of finished items: those of a former document are reused byte for byte."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from pipeline.model import Entry
from pipeline.publish.catalog import FORMATS, Feed
from pipeline.publish.feeds import Format, Links, document, item, split
from pipeline.publish.membership import moment
from pipeline.publish.state import Place
from pipeline.store import Store

ARCHIVED: tuple[Format, ...] = ("rss", "atom")
"""The formats of archive pages: RFC 5005 knows these two. A JSON Feed has its older pages on demand."""

BATCH = 200
"""Entries asked for at once."""
KEPT = 2000
"""Entries held at most: the same article stands in half a dozen feeds."""


class Renderer:
    """Items of stored articles, each rendered once as long as it is held."""

    def __init__(self, store: Store, leave_out: Callable[[str, str], None]) -> None:
        self._store = store
        self._leave_out = leave_out
        self._entries: dict[str, Entry | None] = {}
        self._items: dict[tuple[str, Format, bool], bytes | None] = {}

    def items(
        self, form: Format, keys: Sequence[str], *, summary: bool = False
    ) -> dict[str, bytes]:
        """Key -> item of those articles, in their order, without those that cannot stand in a feed."""
        self._load(keys)
        found = ((key, self._item(form, key, summary)) for key in keys)
        return {key: body for key, body in found if body is not None}

    def updated(self, keys: Iterable[str]) -> datetime | None:
        """When the content of any of those articles last changed."""
        held = filter(None, map(self._entries.get, keys))
        return max((entry.updated for entry in held), default=None)

    def _load(self, keys: Sequence[str]) -> None:
        if len(self._entries) > KEPT:
            self._entries.clear()
            self._items.clear()
        missing = [key for key in keys if key not in self._entries]
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            self._entries |= dict.fromkeys(batch)
            self._entries |= {entry.key: entry for entry in self._store.entries_of(batch)}

    def _item(self, form: Format, key: str, summary: bool) -> bytes | None:
        name = (key, form, summary)
        if name not in self._items:
            self._items[name] = self._rendered(form, self._entries[key], summary)
        return self._items[name]

    def _rendered(self, form: Format, entry: Entry | None, summary: bool) -> bytes | None:
        if entry is None:
            return None
        try:
            return item(form, entry, summary=summary)
        except ValueError as error:
            self._leave_out(entry.key, str(error))
            return None


def subscription(
    form: Format,
    feed: Feed,
    links: Links,
    places: Sequence[Place],
    renderer: Renderer,
    *,
    base_url: str,
    left_out: Collection[str] = (),
    former: bytes = b"",
    fresh: Collection[str] = (),
) -> bytes:
    """The document to subscribe to, `places` newest first.

    `former`: the document as it was; its items are reused but those of `fresh` articles, which may have
    changed. `left_out` are known to be unable to stand in a feed.
    """
    wanted = [place for place in places if place.key in fresh or place.key not in left_out]
    old = {key_of(name): body for name, body in split(form, former).items()} if former else {}
    kept = {key: body for key, body in old.items() if key not in fresh}
    bodies = kept | renderer.items(form, [p.key for p in wanted if p.key not in kept])
    shown = [place for place in wanted if place.key in bodies]
    updated = max((place.updated for place in shown), default=None)
    return document(
        form,
        feed.channel(base_url),
        links,
        [bodies[place.key] for place in shown],
        None if updated is None else moment(updated),
    )


def archive_page(
    form: Format,
    feed: Feed,
    links: Links,
    items: Mapping[str, bytes],
    updated: datetime | None,
    base_url: str,
) -> bytes:
    """An archive page of those items, newest first as given."""
    return document(form, feed.channel(base_url), links, list(items.values()), updated)


def key_of(identity: str) -> str:
    """The key of an entry by its id, whose last part it is."""
    return identity.rpartition("/")[2]


class Addresses:
    """The links of a feed's documents."""

    def __init__(self, base_url: str, hub: str = "", *, archives: bool = True) -> None:
        self._base = base_url.rstrip("/")
        self._hub = hub
        self._archives = archives

    def of_subscription(self, feed: Feed, form: Format, pages: int) -> Links:
        """Of the document to subscribe to, where there are so many archive pages."""
        kept = self._archives and pages > 0 and form in ARCHIVED
        return Links(
            self_=feed.address(form, self._base),
            alternates=tuple((other, feed.address(other, self._base)) for other in FORMATS),
            prev_archive=self._at(feed.archive(form, pages)) if kept else "",
            hub=self._hub,
            styles=up(feed.path(form)),
        )

    def of_page(self, feed: Feed, form: Format, number: int) -> Links:
        """Of an archive page. It names the page before it and never the one after: it must not change."""
        return Links(
            self_=self._at(feed.archive(form, number)),
            alternates=tuple((other, self._at(feed.archive(other, number))) for other in ARCHIVED),
            current=feed.address(form, self._base),
            prev_archive=self._at(feed.archive(form, number - 1)) if number > 1 else "",
            is_archive=True,
            styles=up(feed.archive(form, number)),
        )

    def _at(self, path: str) -> str:
        return f"{self._base}/feeds/{path}"


def up(path: str) -> str:
    """From a file under the feeds directory to that directory: "sources/a.rss" -> "../"."""
    return "../" * path.count("/") or "./"
