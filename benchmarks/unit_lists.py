"""Lists of a unit's articles in a large store: milliseconds of the newest twenty, of a count, of a page.

    python benchmarks/unit_lists.py [--articles 100000] [--repeat 20] [--database unit-lists.db] [--keep]

Writes short articles of 700 portals of districts (each its commune's since the merger, real codes) over ten
years, each naming four units near its own, without stories and search index; then prints the median and the
slowest of each list. `--database`: a file's path or a PostgreSQL URL; kept with `--keep`, and measured again
where it is there already.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from pipeline.geography import Unit, gazetteer
from pipeline.model import VIETNAM, EntryFilter, Source
from pipeline.store import Store, open_store
from pipeline.store.tables import articles, mentions
from pipeline.store.timeline import timeline

PORTALS, YEARS, BATCH, NAMED = 700, 10, 5000, 4
START = datetime(2016, 10, 1, tzinfo=VIETNAM)
TEXT = "Sáng nay, Ủy ban nhân dân huyện tổ chức hội nghị triển khai kế hoạch năm. " * 8


def portals() -> list[tuple[Source, list[Unit]]]:
    """Portals with the units that their articles name."""
    known = gazetteer()
    districts = [u for u in known.units.values() if u.level == "district"][:PORTALS]
    found = []
    for unit in districts:
        heirs = known.successors(unit)
        province, old = known.province_now(unit), known.province(unit)
        source = Source(
            f"s{unit.code}",
            unit.name,
            f"http://s{unit.code}.test/",
            "district",
            province.bare,
            old.bare,
            unit.name,
            heirs[0].name,
            unit=heirs[0].code,
            unit_before=unit.code,
        )
        found.append((source, [unit, *heirs, *known.within(unit), province, old]))
    return found


def rows(number: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """So many articles in the order of time, each with its rows of `mentions`."""
    chance, known = random.Random(number), portals()
    step = timedelta(days=365 * YEARS) / number
    for n in range(1, number + 1):
        source, near = chance.choice(known)
        at = START + n * step
        place = timeline(at, str(n))
        named = {unit.id for unit in chance.choices(near, k=NAMED)}
        yield (
            {
                "number": n,
                "id": f"tag:{n}",
                "key": str(n),
                "source_id": source.id,
                "url": f"{source.url}{n}",
                "kind": "article",
                "title": f"Hội nghị lần thứ {n}",
                "text": TEXT,
                "html": TEXT,
                "content_hash": str(n),
                "published_at": at,
                "published_precision": "minute",
                **{name: [] for name in ("images", "attachments", "tags", "places", "provenance")},
                **dict.fromkeys(("first_seen", "last_seen", "updated", "sort_time"), at),
                "timeline": place,
                "url_key": n,
            },
            [{"unit": unit, "timeline": place, "article": n} for unit in named],
        )


def fill(store: Store, number: int) -> None:
    """Put them in, and let the database take stock of its tables."""
    store.put_sources(source for source, _ in portals())
    made = rows(number)
    while batch := [row for _, row in zip(range(BATCH), made, strict=False)]:
        with store._writing() as connection:
            connection.execute(insert(articles), [row for row, _ in batch])
            connection.execute(insert(mentions), [one for _, many in batch for one in many])
    with store._writing() as connection:
        connection.execute(text("ANALYZE"))


def lists(store: Store) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is asked, by name."""
    questions = {
        "district of before": EntryFilter(unit="353"),
        "commune of now": EntryFilter(unit="13573@2025"),
        "commune, never a portal's": EntryFilter(unit="13591"),
        "province of now": EntryFilter(unit="37@2025"),
        "province of before": EntryFilter(unit="35"),
        "place 'Lý Nhân'": EntryFilter(place="Lý Nhân"),
        "place 'Ninh Bình'": EntryFilter(place="Ninh Bình"),
        "province='Ninh Bình'": EntryFilter(province="Ninh Bình"),
        "district, once": EntryFilter(unit="353", once=True),
    }
    for name, where in questions.items():
        yield f"{name}: newest 20", lambda w=where: store.entries(w, limit=20)
        yield f"{name}: count", lambda w=where: store.count(w)
    middle = store.entries(EntryFilter(before=START + timedelta(days=1500)), limit=1)[1]
    for name in ("district of before", "province of now"):
        yield (
            f"{name}: 20 from the middle on",
            lambda w=questions[name]: store.entries(w, limit=20, cursor=middle),
        )
        yield (
            f"{name}: oldest 200 standings",
            lambda w=questions[name]: store.entries(w, limit=200, oldest=True),
        )


def main() -> None:
    """Fill, ask, print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--articles", type=int, default=100_000)
    asked.add_argument("--repeat", type=int, default=20)
    asked.add_argument("--database", default="")
    asked.add_argument("--keep", action="store_true")
    options = asked.parse_args()
    with ExitStack() as kept:
        folder = kept.enter_context(tempfile.TemporaryDirectory())
        name = options.database if options.keep else str(Path(folder, "unit-lists.db"))
        url = name if "://" in name else f"sqlite:///{Path(name).resolve()}"
        store = kept.enter_context(open_store(url))
        if not store.count():
            fill(store, options.articles)
        print(f"{store.count()} articles{'':26} median ms   slowest ms")
        for question, ask in lists(store):
            took = []
            for _ in range(options.repeat):
                start = time.perf_counter()
                ask()
                took.append(1000 * (time.perf_counter() - start))
            print(f"{question:42} {statistics.median(took):9.2f} {max(took):12.2f}", flush=True)


if __name__ == "__main__":
    main()
