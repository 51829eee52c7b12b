"""Legal documents: the labelled fields that tell them (số ký hiệu, trích yếu, ngày ban hành …)."""

import re
from itertools import pairwise

from pipeline.clean.layout.outline import Outline

DOCUMENT_FIELDS = re.compile(
    r"^\W*(?:số\s*(?:/|,)?\s*k[íý]\s*hiệu|số hiệu|số văn bản|trích yếu(?: nội dung)?|ngày ban hành"
    r"|ngày có hiệu lực|ngày hiệu lực|cơ quan ban hành|người ký(?: duyệt)?|loại văn bản|thể loại"
    r"|hình thức văn bản"
    r"|lĩnh vực|ngày hết hiệu lực|hiệu lực|hạn (?:góp ý|lấy ý kiến)|thời hạn góp ý|ngày bắt đầu"
    r"|ngày kết thúc|cơ quan (?:soạn thảo|chủ trì))\W*(?::|$)",
    re.IGNORECASE,
)


GENERIC_TITLE = re.compile(
    r"^\W*(?:(?:xem )?(?:thông tin )?(?:chi tiết )?(?:văn bản|công văn|tài liệu)(?: chi tiết)?"
    r"|thuộc tính|nội dung văn bản|hệ thống văn bản.{0,30}"
    r"|văn bản (?:pháp quy|pháp luật|quy phạm pháp luật|chỉ đạo(?: điều hành)?))\W*$",
    re.IGNORECASE,
)
"""A heading of every document's page."""
ABSTRACT = re.compile(
    r"^\W*(?:trích yếu(?: nội dung)?|tên văn bản|về việc)\s*:?\s*(?P<value>.*)$", re.IGNORECASE
)


def document_title(tree: Outline, title: str) -> str:
    """What the document is about, where the page's own heading says no more than "Chi tiết văn bản"."""
    if title and not GENERIC_TITLE.match(title):
        return title
    lines = [line for place, line in tree.lines.items() if not tree.dead[place]]
    for line, following in pairwise([*lines, ""]):
        match = ABSTRACT.match(line)
        if match and (value := match["value"] or following):
            return value
    return title


def document_fields(tree: Outline) -> list[int]:
    """The places of a legal document's labelled fields, each label once and in a row of its own.

    Fewer than three, a label that comes again and again (a list of documents) or labels side by
    side (such a list's head) give none.
    """
    found: dict[str, int] = {}
    rows: set[int] = set()
    again = 0
    for place in tree.lines:
        match = DOCUMENT_FIELDS.match(tree.lines[place]) if len(tree.lines[place]) < 300 else None
        if match is None or tree.dead[place]:
            continue
        label = match[0].strip(" :").lower()
        if label in found:
            again += 1
            continue
        found[label] = place
        rows.add(place if tree.elements[place].tag == "dt" else tree.parents[place])
    fitting = len(found) >= 3 and len(rows) >= 2 and again < 3 * len(found)
    return sorted(found.values()) if fitting else []
