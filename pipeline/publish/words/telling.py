"""Runs of sources in words: how they ended, what they brought, what failed; names of an article's fields."""

from pipeline.model import RunReport
from pipeline.publish.words.reasons import REASONS
from pipeline.publish.words.speech import Speech

FIELDS = {
    "kind": "loại trang",
    "published_at": "giờ đăng",
    "published_precision": "độ chính xác của giờ đăng",
    "updated_at": "giờ cập nhật",
    "author": "tác giả",
    "source_credit": "nguồn ghi trong bài",
    "section": "chuyên mục",
    "images": "ảnh",
    "attachments": "tệp đính kèm",
    "tags": "thẻ",
    "language": "ngôn ngữ",
}
"""An article's fields as a list of changes names them."""


def field_name(name: str, t: Speech) -> str:
    """Of an article's field."""
    return t(FIELDS.get(name, name))


def health(run: RunReport | None) -> str:
    """The class name of a state: good, waiting or bad."""
    if run is None or run.status in ("running", "stopped"):
        return "waiting"
    return "good" if run.status == "finished" and not run.errors else "bad"


def state(run: RunReport | None, t: Speech) -> str:
    """How the last run of a source ended."""
    if run is None:
        return t("Chưa thu thập")
    if run.status == "finished":
        return t("Hoàn tất, có lỗi") if run.errors else t("Hoàn tất")
    if run.status == "running":
        return t("Đang chạy")
    if run.status == "stopped":
        return t("Dừng giữa chừng")
    return t("Không thành: {reason}", reason=_reason(run.status, t))


def brought(run: RunReport, t: Speech) -> str:
    """What became of the articles: "12 mới, 3 sửa, 1 đã gỡ, 40 như cũ"."""
    parts = [t("{n} mới", n=run.new), t("{n} sửa", n=run.changed)]
    if run.gone:
        parts.append(t("{n} đã gỡ", n=run.gone))
    if run.unchanged:
        parts.append(t("{n} như cũ", n=run.unchanged))
    return ", ".join(parts)


def reasons(counted: dict[str, int], t: Speech) -> str:
    """Names of reasons or failures, the most frequent first: "trang danh mục 3, văn bản 1"."""
    pairs = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{_reason(reason, t)} {t.number(count)}" for reason, count in pairs)


def failed(run: RunReport, t: Speech) -> str:
    """Requests without a usable answer, by failure; their number where no failure was named."""
    return reasons(run.failures, t) or (t("{n} lỗi", n=run.errors) if run.errors else "")


def detail(run: RunReport, t: Speech) -> str:
    """The run's evidence, its failures' names in words."""
    parts = (part.partition(": ") for part in run.detail.split("; "))
    return "; ".join(f"{_reason(name, t)}{colon}{rest}" for name, colon, rest in parts)


def lasted(run: RunReport, t: Speech) -> str:
    """How long a run took: "45 giây", "2 phút 5 giây", "1 giờ 3 phút"; "" while it is not known."""
    if run.duration is None:
        return ""
    seconds = round(run.duration)
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    parts = []
    if hours:
        parts.append(t("{n} giờ", n=hours))
    if minutes:
        parts.append(t("{n} phút", n=minutes))
    if rest and not hours:
        parts.append(t("{n} giây", n=rest))
    return " ".join(parts) or t("dưới 1 giây")


def _reason(name: str, t: Speech) -> str:
    return t(REASONS[name]) if name in REASONS else name
