"""Legal documents: the labelled fields that tell them (số ký hiệu, trích yếu, ngày ban hành …)."""

import re

from pipeline.clean.outline import Outline

DOCUMENT_FIELDS = re.compile(
    r"^\W*(?:số\s*(?:/|,)?\s*k[íý]\s*hiệu|số hiệu|số văn bản|trích yếu(?: nội dung)?|ngày ban hành"
    r"|ngày có hiệu lực|ngày hiệu lực|cơ quan ban hành|người ký|loại văn bản|thể loại"
    r"|hình thức văn bản"
    r"|lĩnh vực|ngày hết hiệu lực|hiệu lực|hạn (?:góp ý|lấy ý kiến)|thời hạn góp ý|ngày bắt đầu"
    r"|ngày kết thúc|cơ quan (?:soạn thảo|chủ trì))\W*(?::|$)",
    re.IGNORECASE,
)


def document_fields(tree: Outline) -> list[int]:
    """The places of a legal document's labelled fields, each label once and in a row of its own.

    Fewer than three, a label that comes again and again (a list of documents) or labels side by
    side (such a list's head) give none.
    """
    found: dict[str, int] = {}
    rows: set[int] = set()
    again = 0
    for place in sorted(tree.lines):
        match = DOCUMENT_FIELDS.match(tree.lines[place]) if len(tree.lines[place]) < 300 else None
        if match is None or tree.dead[place]:
            continue
        label = match[0].strip(" :").lower()
        if label in found:
            again += 1
            continue
        found[label] = place
        rows.add(tree.parents[place])
    fitting = len(found) >= 3 and len(rows) >= 2 and again < 3 * len(found)
    return sorted(found.values()) if fitting else []
