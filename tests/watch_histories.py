"""A source's healthy past, to be broken in one way or another: what tests of pipeline.watch judge."""

from dataclasses import replace
from datetime import datetime, timedelta

from pipeline.model import (
    VIETNAM,
    ArticleSample,
    Health,
    Publication,
    RunReport,
    Source,
    Symptom,
)
from pipeline.watch.history import History

NOW = datetime(2026, 3, 18, 15, tzinfo=VIETNAM)
"""A Wednesday; Tết was a month ago."""
SOURCE = Source("lamkieu", "Xã Lam Kiều", "http://lamkieu.test/", "commune")
LISTINGS = {"http://lamkieu.test/tin-tuc": 10, "http://lamkieu.test/van-hoa": 10}
TOPICS = (
    "cây cầu nối hai thôn được đưa vào sử dụng sau tám tháng thi công",
    "trường tiểu học đón thêm hai trăm học sinh trong năm học mới",
    "nông dân thu hoạch vụ lúa sớm nhờ giống ngắn ngày của viện",
    "đoàn thanh niên ra quân trồng cây dọc bờ đê và kênh mương",
    "trạm y tế tiêm phòng cho trẻ nhỏ ở cả bảy thôn trong tuần",
    "hội phụ nữ góp quà tặng các gia đình gặp khó khăn dịp này",
    "bộ phận một cửa trả kết quả hồ sơ sớm hơn hẹn nửa ngày",
)


def sample(number: int, seen: datetime, **fields: object) -> ArticleSample:
    """An article as the source's articles are; found two hours after it was published."""
    topics = (TOPICS[(number * step + step) % len(TOPICS)] for step in (1, 2, 3))
    told = "\n".join(
        f"{topic.capitalize()}, lần {number} kể từ khi xã {chr(97 + number % 26)}{number} lập ra."
        f" Người dân thôn {chr(97 + number * 7 % 26)}{number} cho biết {topic} là điều mong đợi."
        for topic in topics
    )
    own = {
        "key": f"k{number}",
        "url": f"http://lamkieu.test/tin-{number}",
        "title": f"{TOPICS[number % len(TOPICS)].capitalize()} số {number}",
        "text": told,
        "first_seen": seen,
        "published_at": seen - timedelta(hours=2, minutes=number * 7 % 59),
        "published_precision": "minute",
        "author": "Minh Hà",
        "lead": told.split("\n")[0],
        "images": 1 + number % 2,
        "attachments": 0,
        "language": "vi",
    }
    return ArticleSample(**(own | fields))


def run(days_ago: float, **fields: object) -> RunReport:
    """A run of so many days ago that read its listings and found three articles."""
    start = NOW - timedelta(days=days_ago, minutes=5)
    own = {
        "finished_at": start + timedelta(minutes=3),
        "status": "finished",
        "requests": 14,
        "new": 3,
        "unchanged": 2,
        "statuses": {"200": 14},
        "listings": dict(LISTINGS),
        "candidates": 3,
        "fruitful": 3,
        "id": 1000 - int(days_ago * 10),
    }
    return RunReport(SOURCE.id, start, **(own | fields))


def past(*last: RunReport, **fields: object) -> History:
    """Thirty days with a run and three articles each; `last`: the runs to be judged, newest first."""
    runs = last or (run(0),)
    seen = [NOW - timedelta(days=1 + n // 3, hours=3 * (n % 3)) for n in range(80)]
    usual = [sample(n, moment) for n, moment in enumerate(seen)]
    recent = [sample(100 + n, NOW - timedelta(minutes=4 - n % 3)) for n in range(6)]
    own = {
        "source": SOURCE,
        "at": NOW,
        "runs": runs,
        "earlier": tuple(run(n) for n in range(len(runs), 31)),
        "recent": tuple(recent),
        "usual": tuple(usual),
        "latest": recent[0].url,
        "published": tuple(_publication(s) for s in (*recent, *usual)),
    }
    return History(**(own | fields))


def _publication(article: ArticleSample) -> Publication:
    return Publication(article.first_seen, article.published_at, article.published_precision)


def with_recent(**fields: object) -> History:
    """The past with all new articles otherwise than usual; a callable makes its field of the article's."""
    history = past()
    return replace(history, recent=tuple(changed(one, **fields) for one in history.recent))


def changed(one: ArticleSample, **fields: object) -> ArticleSample:
    """An article with other fields; a callable makes its field from the article."""
    made = {name: value(one) if callable(value) else value for name, value in fields.items()}
    return replace(one, **made)


def ill(state: str = "degraded", **fields: object) -> Health:
    """A source that has been ill for three days."""
    since = NOW - timedelta(days=3)
    symptoms = (Symptom("no-dates", "0 of 6"),)
    return Health(SOURCE.id, state, since, NOW - timedelta(days=1), symptoms, "Look.", **fields)
