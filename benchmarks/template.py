"""What a learned template adds: scores without and with it, with and without platform profiles.

    python benchmarks/template.py [--sites ../shared/sites] [--changes]

Reads the farm's articles (its truth beside them) and, where they are there, the recorded sites. Each
source's template is learned from all its article pages, as a crawl would learn it.
"""

import argparse
import importlib.util
import re
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from unicodedata import normalize

from crawler.farm import FARM_NOW, Farm, TrueArticle
from pipeline import extract
from pipeline.clean import shape_of
from pipeline.clean.template.learning import learn
from pipeline.errors import PipelineError
from pipeline.model import Template

MEASURES = ("f1", "precision", "recall", "clean", "title", "date", "author", "captions", "files")


@dataclass(frozen=True, slots=True)
class Sample:
    """One article page with what an ideal extractor prints of it."""

    source: str
    url: str
    body: bytes
    gold: dict[str, Any]
    fetched_at: datetime | None = None


def farm_samples() -> Iterator[Sample]:
    """Every article page of the farm."""
    with Farm(base_port=0) as farm:
        for portal in farm.portals:
            for true in portal.truth:
                body = urllib.request.urlopen(true.url).read()
                yield Sample(portal.id, true.url, body, _gold(true), FARM_NOW)


def _gold(true: TrueArticle) -> dict[str, Any]:
    date = true.published_at.isoformat()
    return {
        "text": true.text,
        "title": true.title,
        "date": date[:16] if true.precision == "minute" else date[:10],
        "author": true.author,
        "captions": [caption for caption in true.captions if caption],
        "attachments": [file.url for file in true.attachments],
        "optional_text": list(true.optional),
        "must_not_contain": [],
    }


def site_samples(folder: Path) -> Iterator[Sample]:
    """Every article page of the recorded sites, read by the functions that lie beside them."""
    script = folder.parent / "pages" / "score.py"
    spec = importlib.util.spec_from_file_location("score", script)
    if spec is None or spec.loader is None or not script.exists():
        return
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    for source, _, body, url, gold in score.site_set(folder):
        yield Sample(source, url, body, gold)


def judge(found: dict[str, Any], gold: dict[str, Any]) -> dict[str, float]:
    """F1 over groups of four words, and which fields are right."""
    text, true = _plain(found.get("text")), _plain(gold["text"])
    leaks = [s for s in gold["must_not_contain"] if _plain(s) in text and _plain(s) not in true]
    for line in gold["optional_text"]:
        text, true = text.replace(_plain(line), " "), true.replace(_plain(line), " ")
    precision, recall = _overlap(_groups(text), _groups(true))
    images, files = found.get("images") or [], found.get("attachments") or []
    date = str(gold["date"] or "").replace(" ", "T")[:16]
    shown = Counter(_plain(image["caption"]) for image in images if image["caption"])
    return {
        "f1": _f1(precision, recall),
        "precision": precision,
        "recall": recall,
        "clean": float(not leaks),
        "title": float(_words(found.get("title")) == _words(gold["title"])),
        "date": float(str(found.get("published_at") or "")[: len(date)] == date),
        "author": float(_words(found.get("author")) == _words(gold["author"])),
        "captions": _f1(*_overlap(shown, Counter(map(_plain, gold["captions"])))),
        "files": float(len(files) == len(gold["attachments"])),
    }


def _plain(text: Any) -> str:
    return " ".join(normalize("NFC", str(text or "")).replace("\u00a0", " ").split())


def _words(text: Any) -> list[str]:
    return re.findall(r"\w+", _plain(text))


def _groups(text: str) -> Counter[tuple[str, ...]]:
    words = _words(text)
    return Counter(tuple(words[n : n + 4]) for n in range(max(len(words) - 3, 1)))


def _overlap(got: Counter[Any], true: Counter[Any]) -> tuple[float, float]:
    common = sum((got & true).values())
    if not got or not true:
        return float(not true), float(not got)
    return common / sum(got.values()), common / sum(true.values())


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def scores(samples: list[Sample], template: Template) -> list[dict[str, float]]:
    """Every page judged."""
    judged = []
    for sample in samples:
        try:
            found = extract(
                sample.body, sample.url, template=template, fetched_at=sample.fetched_at
            ).to_dict()
        except PipelineError:
            found = {}
        judged.append(judge(found, sample.gold))
    return judged


def template_of(samples: list[Sample]) -> Template:
    """Learned from all of them."""
    shapes = []
    for sample in samples:
        try:
            shapes.append(shape_of(sample.body, sample.url))
        except PipelineError:
            continue
    return learn(shapes)


TABLES = ("PROFILES", "PLATFORM_LEADS")
"""Where modules keep what platforms' profiles say."""


def without_profiles(run: Callable[[], None]) -> None:
    """Run with every platform profile off, wherever they are used."""
    homes = [
        (vars(module), name)
        for module in list(sys.modules.values())
        for name in TABLES
        if module.__name__.startswith("pipeline.") and name in vars(module)
    ]
    kept = [home[name] for home, name in homes]
    try:
        for home, name in homes:
            home[name] = ()
        run()
    finally:
        for (home, name), profiles in zip(homes, kept, strict=True):
            home[name] = profiles


def table(samples: list[Sample], profiles: str, changes: bool) -> None:
    """Two lines a source, without and with its template."""
    for source in dict.fromkeys(sample.source for sample in samples):
        own = [sample for sample in samples if sample.source == source]
        template = template_of(own)
        plain = _timed(own, Template(), f"{source:16s} {profiles:8s} -       ")
        learned = _timed(own, template, f"{'':16s} {'':8s} learned ")
        print(f"{'':26s}{len(template.slots)} slots, {len(template.lines)} lines, ", end="")
        print(f"{len(template.images)} images from {template.pages} pages")
        for sample, before, after in zip(own, plain, learned, strict=True):
            moved = [f"{m} {before[m]:.3f}->{after[m]:.3f}" for m in MEASURES]
            if changes and before != after:
                print("   ", sample.url[-70:], *[m for m in moved if m[-5:] != m[-12:-7]])


def _timed(own: list[Sample], template: Template, label: str) -> list[dict[str, float]]:
    start = time.process_time()
    judged = scores(own, template)
    spent = (time.process_time() - start) * 1000 / len(own)
    means = (sum(row[m] for row in judged) / len(judged) for m in MEASURES)
    print(label, " ".join(f"{mean:9.3f}" for mean in means), f"{spent:6.1f}")
    return judged


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sites", type=Path, default=Path("../shared/sites"))
    parser.add_argument("--changes", action="store_true", help="print the pages that differ")
    options = parser.parse_args()
    samples = list(farm_samples())
    if options.sites.exists():
        samples += site_samples(options.sites)
    else:
        print(f"{options.sites}: skipped, it is not there")
    print(f"{'source':16s} profiles template", " ".join(f"{m:>9s}" for m in MEASURES), "    ms")
    table(samples, "on", options.changes)
    without_profiles(lambda: table(samples, "off", options.changes))


if __name__ == "__main__":
    main()
