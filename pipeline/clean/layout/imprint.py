"""A portal's imprint: the long line at its foot that reads like text where the text itself is short. Pure."""

import re

OPENING = re.compile(
    r"\W*(?:©|copyright\b|bản quyền (?:thuộc|©|\d)|(?:cơ quan|đơn vị) chủ quản|giấy phép (?:số|thiết lập)"
    r"|chịu trách nhiệm (?:chính|nội dung|xuất bản|quản lý))",
    re.IGNORECASE,
)
OWNER = re.compile(
    r"(?:địa chỉ|trụ sở|điện thoại|đt|e-?mail|fax|hotline)\s?[:：]|gp-ttđt|giấy phép (?:số|thiết lập)"
    r"|chịu trách nhiệm (?:chính|nội dung)|ghi rõ nguồn",
    re.IGNORECASE,
)


def is_imprint(line: str) -> bool:
    """Whether a line begins as an imprint does and names an address, a licence or who answers for it."""
    opening = OPENING.match(line)
    return opening is not None and OWNER.search(line, opening.end()) is not None
