"""Every page of a store of 100,000 articles: milliseconds to answer and bytes, in this process.

    python benchmarks/pages.py [--articles N] [--repeat N] [--data FOLDER] [--crawling]

Fills FOLDER (a temporary one where none is named; a full one is measured again) with made-up articles of
700 sources (benchmarks/search.py), one edited and archived, one printed twelve times, then asks for each page
in turn and prints median and 95th percentile of `--repeat` answers, the processor's part of it, and bytes.
`--crawling` stores an article before each answer, so that nothing counted before holds. Pages must stay below
100 KB and 50 ms.
"""

import argparse
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from search import load

from pipeline.archive import Archive
from pipeline.config import Config
from pipeline.model import VIETNAM, Article, NamedPlace, PageVisit, RawPage, RunReport, Source
from pipeline.publish.web import create_app
from pipeline.store import Store, open_store

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

NOW = datetime(2026, 6, 1, 8, tzinfo=VIETNAM)
MOST_MS, MOST_BYTES = 50, 100_000
TEXT = "\n".join(
    f"Đoạn thứ {n}: nhân dân xã cùng góp công xây dựng đường liên thôn, dài {n * 120} mét."
    for n in range(30)
)


def main() -> None:
    """Fill, measure, print; exit 1 where a page is too slow or too heavy."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--articles", type=int, default=100_000)
    ask.add_argument("--repeat", type=int, default=30)
    ask.add_argument("--data", type=Path)
    ask.add_argument("--crawling", action="store_true")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = Config(data=given.data or Path(folder))
        if not (config.data / "congtin.db").exists():
            config.data.mkdir(exist_ok=True)
            load(config.database, given.articles)
        with open_store(config.database) as store:
            keys = fill(store, config)
            step = stored_between(store) if given.crawling else lambda: None
            with TestClient(create_app(config)) as client:
                measured = [measure(client, path, given.repeat, step) for path in paths(keys)]
    sys.exit(not all(measured))


def fill(store: Store, config: Config) -> list[str]:
    """An edited and archived article and a story of twelve copies: their keys; a run of each source."""
    sources = [status.source for status in store.sources()]
    if not store.runs(limit=1):
        for source in sources:
            store.save_run(
                RunReport(source.id, NOW, NOW + timedelta(minutes=2), "finished", 40, 900_000, 3)
            )
    archive = Archive(config.archive)
    edited = ""
    for edition in range(6):
        text = TEXT.replace("120", str(120 + edition))
        article = made(f"{sources[0].url}sua", text, f"Bài được sửa lần {edition}")
        visit = visited(article, sources[0], NOW + timedelta(days=edition))
        raw = RawPage(
            sources[0].id, article.url, article.url, 200, (), text.encode(), visit.fetched_at
        )
        edited = store.save(article, replace(visit, warc=archive.write(raw))).key
    printed = TEXT.replace("mét", "m")
    copies = [
        store.save(article, visited(article, source, NOW)).key
        for number, source in enumerate(sources[:12])
        for article in [
            made(f"{source.url}chung", f"{printed} Nguồn {number}.", "Một tin, nhiều nơi đăng")
        ]
    ]
    return [edited, copies[0]]


def made(url: str, text: str, title: str) -> Article:
    """A made-up article of that text."""
    return Article(
        url=url, title=title, text=text, html=f"<p>{text}</p>", content_hash=str(hash(text)),
        published_at=NOW, published_precision="minute", section="Kinh tế", tags=("nông thôn mới",),
        places=(NamedPlace("353", "Huyện Lý Nhân", "district", "huyện Lý Nhân"),),
    )  # fmt: skip


def visited(article: Article, source: Source, at: datetime) -> PageVisit:
    """The visit that brought it."""
    return PageVisit(source.id, article.url, article.url, 200, "article", at)


def stored_between(store: Store) -> Callable[[], object]:
    """Each call stores another article, as a crawl does meanwhile."""
    source = store.sources()[5].source

    def articles() -> Iterator[Article]:
        for number in range(1_000_000):
            yield made(f"{source.url}moi/{time.time_ns()}", f"{number} {TEXT}", f"Tin mới {number}")

    coming = articles()
    return lambda: store.save(article := next(coming), visited(article, source, NOW))


def paths(keys: list[str]) -> list[str]:
    """One of each kind of page, and searches that find much, little and nothing."""
    edited, story = keys
    return [
        "/", "/?lang=en", "/sources", "/sources?q=huyen", "/sources/s0003", "/sources/s0699", "/places",
        "/places?q=ly+nhan", "/places?q=an", "/places?q=khongdauco", "/provinces/ninh-binh",
        "/provinces/ho-chi-minh", "/provinces-before/ha-noi", "/districts/ha-nam/huyen-ly-nhan",
        "/communes/ninh-binh/xa-ly-nhan", "/communes-before/ha-nam/huyen-ly-nhan/xa-hop-ly",
        "/districts/ha-nam/huyen-ly-nhan?lang=en", "/topics",
        "/topics/kinh-te",
        "/topics/nong-thon-moi", f"/articles/{edited}", f"/articles/{edited}/history",
        f"/articles/{edited}/archived", f"/stories/{story}", f"/articles/{story}", "/search",
        "/search?q=nông+thôn+mới", "/search?q=xa", "/search?q=khongdaucoca", "/search?source=s0003",
        "/search?place=Ninh+Bình&order=newest", "/search?place=huyện+Lý+Nhân&order=newest",
        "/search?q=đường&topic=kinh-te&after=2024-01-01",
        "/subscribe",
        "/subscribe?q=bão+lũ", "/api/units?q=ly+nhan", "/api/units/353", "/api/units/01",
        "/api/articles?unit=353", "/feeds", "/docs", "/nope",
    ]  # fmt: skip


def measure(client: TestClient, path: str, repeat: int, step: Callable[[], object]) -> bool:
    """Print a line; whether the page is fast and light enough."""
    client.get(path)
    spent, worked = [], []
    for _ in range(repeat):
        step()
        begun, began = time.perf_counter(), time.process_time()
        response = client.get(path)
        spent.append((time.perf_counter() - begun) * 1000)
        worked.append((time.process_time() - began) * 1000)
    size = len(response.content)
    median, p95 = statistics.median(spent), sorted(spent)[int(len(spent) * 0.95)]
    good = median < MOST_MS and size < MOST_BYTES
    work = statistics.median(worked)
    figures = f"{median:7.1f} ms {p95:7.1f} ms, processor {work:6.1f} ms, {size:8,} B"
    print(f"{path:52} {response.status_code} {figures}{'' if good else '  <<<'}", flush=True)
    return good


if __name__ == "__main__":
    main()
