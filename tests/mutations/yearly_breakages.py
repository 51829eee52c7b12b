"""What can befall a simulated source: each changes a visit's report and the articles that it finds."""
# ruff: noqa: E501 - pages as portals send them

import random
from dataclasses import replace
from datetime import timedelta

from mutations.yearly import Breaking, Harm
from pipeline.model import ArticleSample, RunReport

Found = tuple[RunReport, list[ArticleSample]]
CHROME = "Đường dây nóng tiếp nhận phản ánh kiến nghị của người dân và doanh nghiệp: 0203 111 222.\nTheo dõi trang thông tin trên các nền tảng mạng xã hội Zalo, Facebook của địa phương."


def undated(b: Breaking, run: RunReport, fresh: list[ArticleSample], dice: random.Random) -> Found:
    return run, [replace(a, published_at=None, published_precision=None) for a in fresh]


def unsigned(b: Breaking, run: RunReport, fresh: list[ArticleSample], dice: random.Random) -> Found:
    return run, [replace(a, author=None) for a in fresh]


def unpictured(
    b: Breaking, run: RunReport, fresh: list[ArticleSample], dice: random.Random
) -> Found:
    return run, [replace(a, images=0) for a in fresh]


def chrome(b: Breaking, run: RunReport, fresh: list[ArticleSample], dice: random.Random) -> Found:
    return run, [replace(a, text=f"{a.text}\n{CHROME}") for a in fresh]


def short(b: Breaking, run: RunReport, fresh: list[ArticleSample], dice: random.Random) -> Found:
    return run, [replace(a, text=" ".join(a.text.split()[:20])) for a in fresh]


def same_title(
    b: Breaking, run: RunReport, fresh: list[ArticleSample], dice: random.Random
) -> Found:
    return run, [replace(a, title="Cổng thông tin điện tử huyện Mẫu") for a in fresh]


def garbled(b: Breaking, run: RunReport, fresh: list[ArticleSample], dice: random.Random) -> Found:
    def wrong(text: str) -> str:
        return text.encode("latin-1", "replace").decode("latin-1")

    return run, [replace(a, title=wrong(a.title), text=wrong(a.text)) for a in fresh]


def flipped(b: Breaking, run: RunReport, fresh: list[ArticleSample], dice: random.Random) -> Found:
    def turned(a: ArticleSample) -> ArticleSample:
        at = a.published_at
        if at is None or at.day > 12:
            return replace(a, published_at=None, published_precision=None)
        return replace(a, published_at=at.replace(day=at.month, month=at.day))

    return run, [turned(a) for a in fresh]


def dated_now(
    b: Breaking, run: RunReport, fresh: list[ArticleSample], dice: random.Random
) -> Found:
    return run, [replace(a, published_at=a.first_seen - timedelta(seconds=30)) for a in fresh]


def _nothing(run: RunReport, **more: object) -> Found:
    return replace(run, new=0, candidates=0, fruitful=0, **more), []  # type: ignore[arg-type]


def emptied(b: Breaking, run: RunReport, fresh: list[ArticleSample], dice: random.Random) -> Found:
    return _nothing(run, listings=dict.fromkeys(run.listings, 0), unchanged=0)


def articles_gone(
    b: Breaking, run: RunReport, fresh: list[ArticleSample], dice: random.Random
) -> Found:
    n = len(fresh)
    done, _ = _nothing(run, rejected={"gone": n} if n else {}, statuses={"200": 4, "404": n})
    return replace(done, candidates=n), []


def ending(status: str) -> Harm:
    def harm(b: Breaking, run: RunReport, fresh: list[ArticleSample], dice: random.Random) -> Found:
        return RunReport(
            run.source_id,
            run.started_at,
            run.finished_at,
            status,
            requests=2,
            rejected={} if status.startswith("failed") else {status: 1},
            failures={status: 1} if status.startswith("failed") else {},
            errors=1,
            detail=status,
        ), []

    return harm


def frozen(b: Breaking, run: RunReport, fresh: list[ArticleSample], dice: random.Random) -> Found:
    return _nothing(run)


WORSE = ("degraded", "broken")
IN_A_YEAR = (
    Breaking("dates gone", ("degraded",), undated),
    Breaking("listings emptied", ("broken",), emptied),
    Breaking("captcha", ("blocked",), ending("challenge")),
    Breaking("chrome", ("degraded",), chrome),
    Breaking("refused", ("unreachable",), ending("failed-refused")),
    Breaking("short texts", WORSE, short),
    Breaking("frozen", ("late", "broken"), frozen),
    Breaking("one title", WORSE, same_title),
    Breaking("forbidden", ("blocked",), ending("forbidden")),
    Breaking("garbled", WORSE, garbled),
    Breaking("articles gone", ("broken",), articles_gone),
    Breaking("month first", ("degraded",), flipped),
    Breaking("parked", ("retired",), ending("parked")),
    Breaking("authors gone", ("degraded",), unsigned),
    Breaking("only scripts", ("broken",), ending("empty")),
    Breaking("pictures gone", ("degraded",), unpictured),
    Breaking("dates all now", ("degraded",), dated_now),
    Breaking("moved", ("retired",), ending("moved")),
)
