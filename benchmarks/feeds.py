"""What it costs to keep feeds current: `python benchmarks/feeds.py --articles 100000`.

Fills a new store with sources, units, topics and articles, publishes once, then again with nothing new,
with one new article, and with one edited article. Prints CPU and wall time of each, and the disk taken.
`--store FILE` starts from a copy of a filled SQLite database instead: articles are added to that file.
"""

import argparse
import random
import resource
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import insert

from pipeline.config import FEED_ARCHIVES, Config
from pipeline.geography import Unit, gazetteer
from pipeline.model import VIETNAM, Article, Image, NamedPlace, PageVisit, Source
from pipeline.publish.publishing.files import publish
from pipeline.store import Store, open_store, tables
from pipeline.store.identity.minting import mint
from pipeline.store.records import plain
from pipeline.store.timeline import timeline
from pipeline.store.topics import topics_of

BEGINNING = datetime(2015, 1, 1, tzinfo=VIETNAM)
SEEN = datetime(2026, 1, 1, tzinfo=VIETNAM)
ROWS = 1000
EDITED = 5
"""The last articles: stored one by one, as they are edited later."""
_PLAIN = ("images", "attachments", "tags", "provenance", "places")
WORDS = (
    "huyện xã tỉnh nhân dân nông thôn mới hội nghị kiểm tra công tác triển khai kế hoạch phát triển "
    "kinh tế văn hóa giáo dục y tế thể thao lãnh đạo đại biểu phong trào sản xuất vụ mùa giao thông"
).split()


def main() -> None:
    """Fill, publish, change, publish, and print a line for each."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="congtin-feeds-") as directory:
        config = Config(data=Path(directory), base_url="https://tin.example.vn")
        config = replace(config, feed_archives=asked.archives)
        if asked.store:
            config = replace(config, database_url=f"sqlite:///{asked.store.resolve()}")
        with open_store(config.database) as store:
            if not asked.store:
                _timed("articles stored", lambda: _fill(store, asked.articles, asked.sources))
            _measure(store, config)


def _measure(store: Store, config: Config) -> None:
    articles, portal = store.count(), store.registered()[3]
    print(f"{articles} articles of {len(store.registered())} sources")
    _publish(store, config, "first publishing")
    files = [path for path in config.feeds.rglob("*") if path.is_file()]
    disk = sum(path.stat().st_size for path in files)
    pages = sum(path.stat().st_size for path in files if path.parent.name == "archive")
    state = (config.feeds / ".state.db").stat().st_size
    print(f"{'disk':28} {disk / 1e6:9.0f} MB, {disk / articles / 1e3:.1f} kB an article")
    print(
        f"{'  archive pages':28} {pages / 1e6:9.0f} MB, {pages / articles / 1e3:.1f} kB an article"
    )
    print(f"{'  state':28} {state / 1e6:9.0f} MB, {state / articles:.0f} bytes an article")
    chance = random.Random(7)
    for number in range(3):
        _publish(store, config, "nothing new")
        _save(store, portal, _article(portal, articles + number, chance))
        _publish(store, config, "one new article")
        entry = store.entries(limit=EDITED)[0][number + 1]
        changed = {"title": f"Tin đã sửa {number}", "content_hash": f"sửa {number}"}
        source = Source(id=entry.source_id, name=entry.source_name, url=portal.url)
        _save(store, source, replace(entry.article, **changed), later=number + 1)
        _publish(store, config, "one edited article")


def _fill(store: Store, articles: int, sources: int) -> None:
    """Rows as `Store.save` writes them, in bulk; nothing here searches or compares, so no more is needed."""
    chance = random.Random(5)
    portals = [_source(number) for number in range(sources)]
    store.put_sources(portals)
    bulk = articles - EDITED
    for start in range(0, bulk, ROWS):
        rows = [_row(portals, n, chance) for n in range(start, min(start + ROWS, bulk))]
        of_topics = [
            {"slug": slug, "name": name, "article": row["number"], "timeline": row["timeline"]}
            for row in rows
            for slug, name in topics_of(row["section"], row["tags"]).items()
        ]
        of_units = [
            {"unit": place["unit"], "article": row["number"], "timeline": row["timeline"]}
            for row in rows
            for place in row["places"]
        ]
        noted = [{"article": row["number"], "kind": "new", "at": SEEN} for row in rows]
        with store._writing() as connection:
            connection.execute(insert(tables.articles), rows)
            connection.execute(insert(tables.topics), of_topics)
            connection.execute(insert(tables.mentions), of_units)
            connection.execute(insert(tables.changes), noted)
    for number in range(bulk, articles):
        source = portals[number % len(portals)]
        _save(store, source, _article(source, number, chance))


def _row(portals: list[Source], number: int, chance: random.Random) -> dict[str, Any]:
    source = portals[number % len(portals)]
    article = _article(source, number, chance)
    key, tag = mint(source.id, article.url)
    row = {name: plain(getattr(article, name)) for name in _PLAIN}
    row |= {f.name: getattr(article, f.name) for f in fields(article) if f.name not in row}
    moments = dict.fromkeys(("first_seen", "last_seen", "updated"), SEEN)
    when = article.published_at or SEEN
    own = {"number": number + 1, "id": tag, "key": key, "source_id": source.id, "sort_time": when}
    return row | own | moments | {"timeline": timeline(when, key)}


def _save(store: Store, source: Source, article: Article, later: int = 0) -> None:
    when = SEEN + timedelta(days=later)
    line = PageVisit(source.id, article.url, article.url, 200, "article", when)
    store.save(article, line)


def _publish(store: Store, config: Config, name: str) -> None:
    done = []
    _timed(name, lambda: done.append(publish(store, config)))
    print(f"{'':28} {len(done[0].written)} files written")


def _timed(name: str, act: Callable[[], object]) -> None:
    cpu, wall = process_time(), perf_counter()
    act()
    cpu, wall = process_time() - cpu, perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:28} {cpu * 1000:9.0f} ms CPU {wall * 1000:9.0f} ms wall {peak:6.0f} MB", flush=True
    )


def _source(number: int) -> Source:
    """A district's portal; every other one a commune has taken over."""
    known, district = gazetteer(), _district(number)
    commune = known.successors(district)[0]
    before, now = known.province(district).bare, known.province_now(district).bare
    return Source(
        id=f"cong-{number}",
        name=f"Cổng thông tin số {number}",
        url=f"https://c{number}.example.vn/",
        level="district",
        province=now,
        province_before="" if before == now else before,
        district=district.name,
        commune=commune.name if number % 2 else "",
        unit=commune.code if number % 2 else "",
        unit_before=district.code,
    )


def _district(number: int) -> Unit:
    districts = _districts()
    return districts[number % len(districts)]


@cache
def _districts() -> list[Unit]:
    return [unit for unit in gazetteer().units.values() if unit.level == "district"]


def _places(source: Source, chance: random.Random) -> tuple[NamedPlace, ...]:
    """Most articles name their own district and province, one in three another unit that has a feed."""
    known = gazetteer()
    own = known.with_code(source.unit_before, "before")
    other = (_district(chance.randrange(700)),) if chance.random() < 1 / 3 else ()
    named = dict.fromkeys((*((own, *known.above(own)) if own else ()), *other))
    return tuple(NamedPlace(unit.id, unit.name, unit.level, unit.name) for unit in named)


def _article(source: Source, number: int, chance: random.Random, title: str = "") -> Article:
    """About as long as a portal's article: 2,600 letters of text, two pictures."""
    lines = [" ".join(_words(chance, 60)) for _ in range(8)]
    url = f"{source.url}tin-{number}"
    return Article(
        url=url,
        title=title or f"Tin số {number}: {lines[0][:50]}",
        text="\n".join(lines),
        html="".join(f"<p>{line}</p>" for line in lines),
        content_hash=f"{title}{number}",
        published_at=BEGINNING + timedelta(minutes=number * 40),
        published_precision="minute",
        section=f"Mục {number % 40}",
        lead=lines[0],
        images=(Image(f"{url}/1.jpg", "Toàn cảnh"), Image(f"{url}/2.jpg")),
        tags=(f"thẻ {number % 211}", f"riêng {number}"),
        language="vi",
        places=_places(source, chance),
    )


def _words(chance: random.Random, count: int) -> Iterator[str]:
    return (chance.choice(WORDS) for _ in range(count))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--sources", type=int, default=200)
    parser.add_argument("--archives", default=Config().feed_archives, choices=FEED_ARCHIVES)
    parser.add_argument("--store", type=Path, help="a filled SQLite database that may be changed")
    return parser.parse_args()


if __name__ == "__main__":
    main()
