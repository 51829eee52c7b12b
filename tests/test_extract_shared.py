"""Floors on recorded pages where ../shared stands beside the project. They may only rise."""

import importlib.util
import json
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline import extract
from pipeline.errors import PipelineError

SHARED = Path(__file__).parents[2] / "shared"
FLOORS = {
    "f1": 0.965,
    "title": 1.0,
    "date": 1.0,
    "author": 0.95,
    "captions": 0.93,
    "attachments": 1.0,
}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (SHARED / "pages" / "score.py").exists(), reason="no ../shared/pages beside the project"
    ),
]


@pytest.fixture(scope="module")
def score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("shared_score", SHARED / "pages" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        spec.loader.exec_module(module)
    return module


def judged(score: ModuleType, html: bytes, url: str, gold: dict[str, Any]) -> dict[str, Any]:
    return score.judge(extract(html, url).to_dict(), gold)


def test_pages_with_gold_keep_the_floors(score):
    rows = [
        judged(score, html, url, gold) for _, _, html, url, gold in score.page_set(SHARED / "pages")
    ]
    means = {
        k: sum(float(r[k]) for r in rows if k in r) / sum(k in r for r in rows) for k in FLOORS
    }
    assert {k: round(v, 3) for k, v in means.items() if v < FLOORS[k]} == {}
    assert [r["leaks"] for r in rows if r["leaks"]] == []


def test_every_title_and_minute_of_the_recorded_portals_is_right(score):
    rows = [
        (url, judged(score, html, url, gold))
        for number, (_, _, html, url, gold) in enumerate(score.site_set(SHARED / "sites"))
        if number % 5 == 0
    ]
    assert [url for url, row in rows if not (row["title"] and row["date"])] == []
    assert sum(row["f1"] for _, row in rows) / len(rows) >= 0.98


def test_pages_that_are_no_articles_say_so():
    wrong = []
    for entry in json.loads((SHARED / "pages" / "index.json").read_text()):
        if entry["kind"] in ("article", "document"):
            continue
        body = (SHARED / "pages" / "html" / f"{entry['slug']}.html").read_bytes()
        try:
            wrong.append((entry["slug"], extract(body, entry["url"] or "").title))
        except PipelineError:
            continue
    assert wrong == []
