"""A feed's documents made of finished items: those of a former document are reused byte for byte."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from pipeline.publish.catalog import FORMATS, Feed
from pipeline.publish.feeds import Format, Links, document, split
from pipeline.publish.publishing.items import ARCHIVED, Finished, Items
from pipeline.publish.publishing.membership import moment
from pipeline.publish.publishing.state import Place


def subscription(
    form: Format,
    feed: Feed,
    links: Links,
    places: Sequence[Place],
    items: Items,
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
    made = items.of(form, [place.key for place in wanted if place.key not in kept])
    bodies = kept | {key: finished.body for key, finished in made.items()}
    shown = [place for place in wanted if place.key in bodies]
    updated = _latest(place.updated for place in shown)
    ordered = [bodies[place.key] for place in shown]
    return document(form, feed.channel(base_url), links, ordered, updated)


def archive_page(
    form: Format, feed: Feed, links: Links, items: Collection[Finished], base_url: str
) -> bytes:
    """An archive page of those items, newest first as given."""
    updated = _latest(finished.updated for finished in items)
    return document(form, feed.channel(base_url), links, [item.body for item in items], updated)


def _latest(moments: Iterable[int]) -> datetime | None:
    latest = max(moments, default=None)
    return None if latest is None else moment(latest)


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
