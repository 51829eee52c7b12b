"""Times, numbers and states as a Vietnamese reader writes them. Everything in +07:00."""

import re
from datetime import datetime

from markupsafe import Markup, escape

from pipeline.model import VIETNAM, Entry, RunReport

_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_MATCH = re.compile("«([^«»]*)»")
_REASONS = {
    "failed": "hỏng",
    "not-an-article": "không phải bài viết",
    "listing": "trang danh mục",
    "login": "trang đăng nhập",
    "search": "trang tìm kiếm",
    "poll": "thăm dò ý kiến",
    "members-only": "chỉ dành cho thành viên",
    "error-page": "trang báo lỗi",
    "challenge": "trang chặn truy cập",
    "maintenance": "trang bảo trì",
    "static": "trang cố định",
    "copy": "bản in hoặc bản sao",
    "continuation": "trang tiếp theo của bài",
    "document": "văn bản",
    "empty": "trang trống",
    "not-html": "không phải HTML",
    "too-large": "quá lớn",
    "failed-refused": "máy chủ từ chối kết nối",
    "failed-timeout": "không trả lời kịp",
    "failed-dns": "tên miền không tồn tại",
    "failed-tls": "kết nối bảo mật hỏng",
    "failed-server-error": "máy chủ báo lỗi",
    "failed-busy": "máy chủ đang quá tải",
    "failed-redirects": "chuyển hướng vòng quanh",
    "failed-connection": "mất kết nối",
    "gone": "không còn trang này",
    "forbidden": "bị từ chối truy cập",
    "robots": "robots.txt không cho phép",
    "offsite": "chuyển sang trang khác",
    "private": "địa chỉ nội bộ",
    "killed": "bị ngắt giữa chừng",
    "broken": "lỗi của Congtin",
    "no-news": "không thấy tin bài",
}


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
    words = {"finished": "Hoàn tất", "running": "Đang chạy", "stopped": "Dừng giữa chừng"}
    return words.get(run.status) or f"Không thành: {_REASONS.get(run.status, run.status)}"


def health(run: RunReport | None) -> str:
    """The class name of a state: good, waiting or bad."""
    if run is None or run.status in ("running", "stopped"):
        return "waiting"
    return "good" if run.status == "finished" and not run.errors else "bad"


def rejected(run: RunReport) -> str:
    """Pages that gave no article, by reason: "trang danh mục 3, trang đăng nhập 1"."""
    pairs = sorted(run.rejected.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{_REASONS.get(reason, reason)} {number(count)}" for reason, count in pairs)


def marked(snippet: str) -> Markup:
    """A search snippet as safe markup, its «matches» in `<mark>`."""
    return Markup(_MATCH.sub(r"<mark>\1</mark>", str(escape(snippet))))  # noqa: S704  (escaped here)
