"""Times, numbers and states as a Vietnamese reader writes them. Everything in +07:00."""

import re
from datetime import datetime

from markupsafe import Markup, escape

from pipeline.model import VIETNAM, Entry, RunReport
from pipeline.publish.reasons import REASONS

_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_MATCH = re.compile("«([^«»]*)»")


def day(moment: datetime) -> str:
    """Weekday and day: Thứ Tư, 21/10/2015."""
    local = moment.astimezone(VIETNAM)
    return f"{_DAYS[local.weekday()]}, {local:%d/%m/%Y}"


def clock(moment: datetime) -> str:
    """Hour and minute: 08:33."""
    return f"{moment.astimezone(VIETNAM):%H:%M}"


def minute(moment: datetime) -> str:
    """The whole moment: 08:33, 21/10/2015."""
    return f"{moment.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"


def machine(moment: datetime) -> str:
    """ISO 8601 with offset, for `<time datetime>`."""
    return moment.astimezone(VIETNAM).isoformat(timespec="minutes")


def published(entry: Entry) -> str:
    """The publication time as exactly as it is known, e.g. "Thứ Tư, 21/10/2015, 08:33"; "" if unknown."""
    moment = entry.article.published_at
    if moment is None:
        return ""
    if entry.article.published_precision == "day":
        return day(moment)
    return f"{day(moment)}, {clock(moment)}"


def number(count: int) -> str:
    """With the thousands' point: 12.345."""
    return f"{count:,}".replace(",", ".")


def state(run: RunReport | None) -> str:
    """How the last run of a source ended, in words."""
    if run is None:
        return "Chưa thu thập"
    if run.status == "finished":
        return "Hoàn tất, có lỗi" if run.errors else "Hoàn tất"
    words = {"running": "Đang chạy", "stopped": "Dừng giữa chừng"}
    return words.get(run.status) or f"Không thành: {REASONS.get(run.status, run.status)}"


def health(run: RunReport | None) -> str:
    """The class name of a state: good, waiting or bad."""
    if run is None or run.status in ("running", "stopped"):
        return "waiting"
    return "good" if run.status == "finished" and not run.errors else "bad"


def brought(run: RunReport) -> str:
    """What became of the articles: "12 mới, 3 sửa, 1 đã gỡ, 40 như cũ"."""
    counts = (
        (run.new, "mới"),
        (run.changed, "sửa"),
        (run.gone, "đã gỡ"),
        (run.unchanged, "như cũ"),
    )
    always = counts[:2]
    return ", ".join(
        f"{number(count)} {word}" for count, word in counts if count or (count, word) in always
    )


def reasons(counted: dict[str, int]) -> str:
    """Names of reasons or failures in words, the most frequent first: "trang danh mục 3, văn bản 1"."""
    pairs = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{REASONS.get(reason, reason)} {number(count)}" for reason, count in pairs)


def failed(run: RunReport) -> str:
    """Requests without a usable answer, by failure; their number where no failure was named."""
    return reasons(run.failures) or (f"{number(run.errors)} lỗi" if run.errors else "")


def detail(run: RunReport) -> str:
    """The run's evidence, its failures' names in words."""
    parts = (part.partition(": ") for part in run.detail.split("; "))
    return "; ".join(f"{REASONS.get(name, name)}{colon}{rest}" for name, colon, rest in parts)


def lasted(run: RunReport) -> str:
    """How long a run took: "45 giây", "2 phút 5 giây", "1 giờ 3 phút"; "" while it is not known."""
    if run.duration is None:
        return ""
    seconds = round(run.duration)
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    parts = ((hours, "giờ"), (minutes, "phút"), (0 if hours else seconds % 60, "giây"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "dưới 1 giây"


def size(count: int) -> str:
    """Bytes as people write them: "812 kB", "3,4 MB"."""
    if count < 1000:
        return f"{count} B"
    for unit, amount in (("GB", 10**9), ("MB", 10**6)):
        if count >= amount:
            return f"{count / amount:.1f} {unit}".replace(".", ",")
    return f"{round(count / 1000)} kB"


def marked(snippet: str) -> Markup:
    """A search snippet as safe markup, its «matches» in `<mark>`."""
    return Markup(_MATCH.sub(r"<mark>\1</mark>", str(escape(snippet))))  # noqa: S704  (escaped here)
