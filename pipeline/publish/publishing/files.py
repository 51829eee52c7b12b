"""Feeds as files: any web server can serve them. Written whole or not at all, and only what changed.

The order of the steps makes it safe to be killed anywhere: the plan (which article stands in which
document) is kept first, then archive pages are written, then the documents to subscribe to, then that all
this is done. Whoever comes next finds a plan that was not carried out, and carries it out.
"""

from dataclasses import dataclass, field, replace

from pipeline.config import Config
from pipeline.publish.catalog import FORMATS
from pipeline.publish.feeds.styles import STYLESHEET, stylesheet
from pipeline.publish.publishing.archives import rebase
from pipeline.publish.publishing.documents import Addresses, archive_page, subscription
from pipeline.publish.publishing.items import ARCHIVED, Items, open_items
from pipeline.publish.publishing.opml import opml
from pipeline.publish.publishing.plan import Plan, Work, make_plan, stamp
from pipeline.publish.publishing.state import BASE, State, open_state
from pipeline.publish.publishing.writing import one_at_a_time, read, writable, write
from pipeline.store import Store

__all__ = ["OPML", "Published", "publish", "write"]

OPML = "subscriptions.opml"
_LISTED = "listed"
"""The fact that says of which feeds the list was last written."""


@dataclass(frozen=True, slots=True)
class Published:
    """What one publishing did: paths relative to `Config.feeds`, and what was left out with the reason."""

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    """Files that were current; archive pages never change and are not listed."""
    skipped: tuple[tuple[str, str], ...] = ()
    """(entry key, reason), each once."""


def publish(store: Store, config: Config, *, anew: bool = False) -> Published:
    """Bring every feed file under `config.feeds` up to date with the store.

    Costs what changed since the last time; `anew` makes every document again and writes archive pages
    that are missing. One publisher at a time: a second one waits, so an older state never overwrites a
    newer one. Raises PublishError when a file cannot be written; files that were there stay whole.
    """
    directory = config.feeds
    with writable(directory), one_at_a_time(directory), open_state(directory) as state:
        plan = make_plan(store, state, config, anew=anew)
        done = _Done(config, state)
        with open_items(directory, store, state.leave_out) as items:
            for work in plan.works:
                _write_archive(done, work, items)
                _write_documents(done, work, items, plan.run)
        _write_lists(done, plan)
        # Asked first: where nothing is new, the state's file stays as it is.
        if state.fact(BASE) != config.base_url:
            state.put_fact(BASE, config.base_url)
        state.commit()
        current = [feed.path(form) for feed in plan.catalog for form in FORMATS]
        return Published(
            written=tuple(path for path, new in done.files.items() if new),
            unchanged=tuple(
                p for p in dict.fromkeys((*current, *done.files)) if not done.files.get(p)
            ),
            skipped=tuple(state.left_out().items()),
        )


@dataclass(frozen=True, slots=True)
class _Done:
    """What was written so far: path -> whether the file is another now."""

    config: Config
    state: State
    files: dict[str, bool] = field(default_factory=dict)

    def write(self, path: str, content: bytes) -> bool:
        """Write a file under the feeds directory, unless it is so already."""
        self.files[path] = write(self.config.feeds / path, content)
        return self.files[path]

    @property
    def addresses(self) -> Addresses:
        """The links to print."""
        keeps = self.config.feed_archives != "none"
        return Addresses(self.config.base_url, self.config.hub, archives=keeps)


def _write_archive(done: _Done, work: Work, items: Items) -> None:
    """The archive pages that are not there yet; those that are stay as they are."""
    config, kept = done.config, work.kept
    if kept.base != config.base_url:
        rebase(config.feeds, work.feed, kept, config.base_url)
        work.kept = replace(kept, base=config.base_url)
    for number, keys in work.sealed if config.feed_archives != "none" else ():
        for form in ARCHIVED:
            path = work.feed.archive(form, number)
            if not (config.feeds / path).is_file():
                links = done.addresses.of_page(work.feed, form, number)
                summary = config.feed_archives == "summary"
                shown = items.of(form, keys, summary=summary).values()
                done.write(path, archive_page(form, work.feed, links, shown, config.base_url))


def _write_documents(done: _Done, work: Work, items: Items, run: int) -> None:
    """The documents to subscribe to, in every format; then it is kept that they are."""
    config, state = done.config, done.state
    places, left_out = state.current(work.kept.id), state.left_out()
    for form in FORMATS:
        path = work.feed.path(form)
        body = subscription(
            form,
            work.feed,
            done.addresses.of_subscription(work.feed, form, work.kept.pages),
            places,
            items,
            base_url=config.base_url,
            left_out=() if work.anew else left_out,
            former=b"" if work.anew else read(config.feeds / path),
            fresh=work.fresh,
        )
        new = done.write(path, body)
        if config.hub and (new or work.interrupted):
            state.add_ping(work.feed.address(form, config.base_url), run)
        if (found := stamp(config.feeds, path)) is not None:
            state.put_file(path, *found)
    state.save_feed(replace(work.kept, written=work.kept.pages, stale=False))
    if work.sealed:
        state.commit()


def _write_lists(done: _Done, plan: Plan) -> None:
    """The list of all feeds, and what makes a feed readable in a browser."""
    done.write(STYLESHEET, stylesheet())
    state, directory = done.state, done.config.feeds
    found = stamp(directory, OPML)
    if found and state.fact(_LISTED) == plan.looks and state.file(OPML) == found:
        done.files[OPML] = False
        return
    done.write(OPML, opml(plan.catalog, done.config.base_url))
    state.put_fact(_LISTED, plan.looks)
    if found := stamp(directory, OPML):
        state.put_file(OPML, *found)
