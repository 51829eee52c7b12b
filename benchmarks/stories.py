"""What finding reprints costs an article, as the store grows; how many it finds, and takes for one.

    python benchmarks/stories.py [--sizes 1000,10000,50000] [--seed 11] [--pairs 400] [--crowd 3000]

Fills a SQLite store with a year of generated news: of ten articles six are of their own, two reprint one
of the last days, two are a form that hundreds of portals fill in. Prints milliseconds of CPU an article at
each size, their ratio, and bytes. Then the worst that may come: one form, and one text, `crowd` times within
a week. Last, precision and recall on labelled pairs of generated texts.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.model import VIETNAM, Article, PageVisit, Source
from pipeline.store import Store, open_store, saving
from pipeline.store.stories import likeness, signature

SYLLABLES = [
    first + vowel + last
    for first in "b c ch d đ g h kh l m n ng nh ph s t th tr v x".split()
    for vowel in "a à á ạ ă ắ â ấ ầ e ê ế i í o ó ô ố ơ ờ u ú ư ừ".split()
    for last in ("", "n", "ng", "m", "t")
]
NAMES = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
BEGIN, DAYS = datetime(2024, 1, 1, tzinfo=VIETNAM), 365
PORTALS = 700


@dataclass(frozen=True)
class Text:
    """A title and a text."""

    title: str
    text: str


class Writer:
    """Writes news and fills in forms, from a seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.common = self.rng.sample(SYLLABLES, 900)
        self.forms = [self._form() for _ in range(40)]

    def sentence(self, words: int) -> str:
        """So many words, now and then a name or a number."""
        made = [self.rng.choice(self.common) for _ in range(words)]
        for place in range(4, words, 11):
            made[place] = self.rng.choice((self.name(), self.number()))
        return " ".join(made).capitalize() + "."

    def name(self) -> str:
        """A family name and a given one."""
        return f"{self.rng.choice(NAMES)} {self.rng.choice(self.common).capitalize()}"

    def number(self) -> str:
        """A number as texts print it."""
        return str(self.rng.randrange(2, 3000))

    def news(self, sentences: int = 0) -> Text:
        """A text of its own."""
        count = sentences or self.rng.randrange(8, 30)
        said = [self.sentence(self.rng.randrange(10, 30)) for _ in range(count)]
        return Text(self.sentence(9)[:-1], self.paragraphs(said))

    def paragraphs(self, sentences: Sequence[str]) -> str:
        """Three sentences a line."""
        return "\n".join(" ".join(sentences[n : n + 3]) for n in range(0, len(sentences), 3))

    def _form(self) -> Callable[[], Text]:
        said = [self.sentence(self.rng.randrange(12, 25)) for _ in range(self.rng.randrange(4, 9))]
        title = self.sentence(6)[:-1]

        def fill() -> Text:
            day = f"{self.rng.randrange(1, 29)}/{self.rng.randrange(1, 13)}"
            places = [f"ngày {day}", f"ông {self.name()}", f"số {self.number()}"]
            filled = [
                f"{one} {self.rng.choice(self.common)} {places[n % 3]}" if n < 3 else one
                for n, one in enumerate(said)
            ]
            return Text(f"{title} ngày {day}", self.paragraphs(filled))

        return fill

    def form(self) -> Text:
        """One of the forms with other facts."""
        return self.rng.choice(self.forms)()

    def reprint(self, of: Text) -> Text:
        """The text as another portal prints it: one to three of the usual changes."""
        title, lines = of.title, of.text.split("\n")
        for change in self.rng.sample(
            ("title", "captions", "credit", "cut", "lead", "mend", "glue"), self.rng.randrange(1, 4)
        ):
            if change == "title":
                title = self.sentence(9)[:-1]
            elif change == "captions":
                lines.insert(self.rng.randrange(len(lines) + 1), self.sentence(12)[:-1])
            elif change == "credit":
                lines.append(f"Nguồn: {self.name()}")
            elif change == "cut" and len(lines) > 3:
                lines = lines[: max(2, int(len(lines) * self.rng.uniform(0.45, 0.9)))]
            elif change == "lead" and len(lines) > 4:
                lines = lines[1:]
            elif change == "mend":
                lines = [self._mended(line) for line in lines]
            elif change == "glue":
                lines = ["".join(lines)]
        return Text(title, "\n".join(lines))

    def _mended(self, line: str) -> str:
        words = line.split(" ")
        place = self.rng.randrange(len(words))
        if words[place].islower():
            words[place] = self.rng.choice(self.common)
        return " ".join(words)


def year(writer: Writer, count: int) -> Iterator[tuple[datetime, Text]]:
    """A year of news in the order of time, thinned out to so many."""
    recent: list[Text] = []
    for number in range(count):
        kind = writer.rng.random()
        if kind < 0.2:
            text = writer.form()
        elif kind < 0.4 and recent:
            text = writer.reprint(writer.rng.choice(recent[-40:]))
        else:
            text = writer.news()
            recent = [*recent[-39:], text]
        yield BEGIN + timedelta(days=DAYS * number / count), text


class Meter:
    """CPU seconds spent on stories, and in all."""

    def __init__(self) -> None:
        self.stories = self.all = 0.0
        self._put = saving.stories.put

    def __enter__(self) -> "Meter":
        saving.stories.put = self._timed
        return self

    def __exit__(self, *_: object) -> None:
        saving.stories.put = self._put

    def _timed(self, *given: Any) -> None:
        start = time.process_time()
        self._put(*given)
        self.stories += time.process_time() - start

    def save(self, store: Store, number: int, moment: datetime, text: Text) -> None:
        """Save it as an article of one of the portals."""
        source = f"s{number % PORTALS}"
        digest = sha256(f"{number}{text}".encode()).hexdigest()
        article = Article(
            f"http://{source}.test/{number}",
            text.title,
            text.text,
            "",
            digest,
            published_at=moment,
            published_precision="minute",
        )
        visit = PageVisit(source, article.url, article.url, 200, "article", moment)
        start = time.process_time()
        store.save(article, visit)
        self.all += time.process_time() - start


def filled(folder: Path, name: str) -> Store:
    """A store of that name with all portals in it."""
    store = open_store(f"sqlite:///{folder / name}.db")
    store.put_sources(
        Source(f"s{n}", f"Huyện {n}", f"http://s{n}.test/", "district") for n in range(PORTALS)
    )
    return store


LAST = 500
"""Articles at the end of a size over which its cost is the mean."""


def growth(folder: Path, sizes: list[int], seed: int) -> None:
    """Cost and bytes an article at each size."""
    costs = []
    writer = Writer(seed)
    for size in sizes:
        with filled(folder, f"year{size}") as store, Meter() as meter:
            for number, (moment, text) in enumerate(year(writer, size)):
                if number == size - LAST:
                    meter.stories = meter.all = 0.0
                meter.save(store, number, moment, text)
            cost = 1000 * meter.stories / LAST
            costs.append(cost)
            whole = 1000 * meter.all / LAST
            told = f"{cost:.2f} ms of {whole:.2f} ms CPU an article"
            print(
                f"{size:>7} articles in a year: {told}; {_bytes(store, size):.0f} bytes an article"
            )
    print(f"ratio of the largest to the smallest: {costs[-1] / costs[0]:.2f}")


def _bytes(store: Store, size: int) -> float:
    with store._reading() as connection:
        query = "SELECT sum(pgsize) FROM dbstat WHERE name IN ('bands', 'sketches', 'reprints')"
        try:
            total = connection.exec_driver_sql(query).scalar_one()
        except Exception:  # noqa: BLE001  SQLite without dbstat
            return float("nan")
    return float(total) / size


def crowd(folder: Path, count: int, seed: int) -> None:
    """One form with other facts each time, and one text, within a week; oldest and newest first."""
    writer = Writer(seed)
    form, same = writer.forms[0], writer.news()
    for name, text in (("one form", form), ("one text", lambda: same)):
        for order in ("oldest first", "newest first"):
            moments = [BEGIN + timedelta(minutes=10080 * n / count) for n in range(count)]
            if order == "newest first":
                moments.reverse()
            with filled(folder, f"{name} {order}") as store, Meter() as meter:
                costs = []
                for number, moment in enumerate(moments):
                    meter.save(store, number, moment, text())
                    if (number + 1) % (count // 3) == 0:
                        costs.append(3000 * meter.stories / count)
                        meter.stories = 0.0
            told = ", ".join(f"{cost:.2f}" for cost in costs)
            print(f"{name} {count} times in a week, {order}: {told} ms CPU an article, by thirds")


def judged(count: int, seed: int) -> None:
    """Precision and recall on generated pairs."""
    writer = Writer(seed)
    right = found = missed = 0
    for number in range(count):
        one = writer.news() if number % 4 else writer.form()
        other = writer.reprint(one)
        is_found = _found(one, other)
        right += is_found
        missed += not is_found
        form = writer.rng.choice(writer.forms)
        found += _found(form(), form()) + _found(one, writer.news())
    precision = right / max(right + found, 1)
    print(
        f"{count} reprints, {2 * count} others: precision {precision:.4f}, recall {right / count:.4f}"
    )


def _found(one: Text, other: Text) -> bool:
    first, second = (likeness.read(each.title, each.text) for each in (one, other))
    bands = (set(signature.bands(each.body.runs)) for each in (first, second))
    return bool(set.intersection(*bands)) and likeness.is_reprint(first, second)


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,50000")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--pairs", type=int, default=400)
    parser.add_argument("--crowd", type=int, default=3000)
    given = parser.parse_args()
    judged(given.pairs, given.seed)
    with tempfile.TemporaryDirectory() as folder:
        growth(Path(folder), [int(size) for size in given.sizes.split(",")], given.seed)
        crowd(Path(folder), given.crowd, given.seed)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
