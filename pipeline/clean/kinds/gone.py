"""What a portal says in place of an article that is not there, in the full dress of its other pages."""

import re

from pipeline.clean.layout.outline import Outline

_WHAT = (
    r"(?:bài(?: viết| báo)?|(?:bản )?tin(?: tức| bài)?|trang(?: web| tin)?|nội dung|thông tin|đường dẫn"
    r"|liên kết|địa chỉ|văn bản)"
)
_WHICH = (
    r"(?: (?:này|đó|mà|bạn|quý|vị|khách|độc|giả|đang|đã|vừa|cần|muốn|yêu cầu|tìm(?: kiếm)?|truy cập|xem|đọc"
    r"|chọn|nhập|hiện(?: tại| nay)?|tạm thời|theo)){0,9}"
)
"""The article meant: "trang mà quý vị đang tìm". No other word, or it is the news of something missing."""
_MISSING = (
    r"không (?:còn )?(?:tồn tại|có|(?:được )?tìm thấy|khả dụng)"
    r"|(?:có thể )?(?:đã )?(?:bị|được) (?:xóa|xoá|gỡ|hủy|huỷ|ẩn)(?: bỏ)?"
)
_REST = r"(?:\s(?:hoặc|hay|và|trên|khỏi|trong)\s.{1,60})?(?:\W*|[.,!]\s.{1,80})$"
GONE = re.compile(
    r"^\W*(?:(?:rất tiếc|xin lỗi|thông báo|lỗi|error|oops)\W+)?(?:404\W+)?(?:"
    rf"{_WHAT}{_WHICH} (?:{_MISSING}){_REST}"
    rf"|không (?:tìm thấy|tồn tại) {_WHAT}{_WHICH}{_REST}"
    r"|(?:the |this |that )?(?:requested )?(?:page|post|article|content)(?: you requested| requested)?"
    rf" (?:(?:could )?not (?:be )?found|can(?:'|’)?t be found|(?:does not|doesn(?:'|’)?t) exist"
    rf"|(?:has|have) been (?:removed|deleted)){_REST})",
    re.IGNORECASE,
)
"""A whole line of it: "Bài viết không tồn tại hoặc đã bị xóa." """
LONGEST = 160


def is_gone(line: str) -> bool:
    """Whether a line says no more than that the article is not there."""
    return len(line) <= LONGEST and bool(GONE.match(line))


def gone_line(tree: Outline, end: int | None = None) -> str:
    """The page's line that says so, links aside, above the element at `end`; "" where none does."""
    for place, text in tree.lines.items():
        if end is not None and place >= end:
            break
        if tree.dead[place] or tree.links.get(place, 0) > 0.5 * len(text):
            continue
        for line in text.split("\n"):
            if is_gone(line):
                return line
    return ""
