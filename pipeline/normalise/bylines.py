"""Bylines as printed -> the names alone, and the source an article is taken from. Pure."""

import re

from pipeline.accounts import is_account
from pipeline.normalise.text import clean_line

LABEL = re.compile(
    r"^\W*(?:(?:tác\s+giả(?:\s+bài\s+viết)?|người\s+(?:viết|đăng|gửi|đưa tin)|(?:đăng )?bởi(?=\s)"
    r"|(?:bài|tin)(?:\s+viết)?(?:\s*(?:,|và|&|-|\+|/)?\s*(?:ảnh|hình|clip|video|hình ảnh))*"
    r"|ảnh\s*(?:,|và|&|-)\s*bài|thực\s+hiện|biên\s+(?:tập|soạn)(?=\s*:)|phóng\s+viên(?=\s*:)"
    r"|nội dung|tổng hợp(?=\s*:)|author|by|written by|posted by|text|words)\s*(?::|：|(?<=by)\s"
    r"|(?<=bởi)\s)\s*)",
    re.IGNORECASE,
)
SOURCE = re.compile(
    r"^\W*(?:\(\s*)?(?:nguồn(?:\s+tin)?|theo|source|dẫn theo|nguồn bài viết)\s*[:：]?\s+(?=\S)"
    r"|^\W*nguồn(?:\s+tin)?\s*[:：]",
    re.IGNORECASE,
)  # fmt: skip
ADDRESS = re.compile(r"https?://\S+|\S+@\S+\.\S+|^@\w+$")
LONGEST = 120


def parse_byline(text: str) -> str | None:
    """The names of a byline without its labels; None for an empty one and for accounts like admin."""
    name = clean_line(text)
    previous = ""
    while previous != name:
        previous, name = name, LABEL.sub("", name)
    name = ADDRESS.sub("", name).strip(" \t-–—|,;:*/")
    if name.startswith("(") and name.endswith(")") and name.count("(") == 1:
        name = name[1:-1].strip()
    name = name[:-1].rstrip() if name.endswith(".") and not re.search(r"\b\w\.$", name) else name
    return None if not name or len(name) > LONGEST or is_account(name) else name


def parse_source(text: str) -> str | None:
    """The publisher named by "Nguồn: …" or "(Theo …)", None where nothing is left."""
    name = SOURCE.sub("", clean_line(text)).strip(" ()[]-–—:;,\"“”'")
    name = name[:-1].rstrip() if name.endswith(".") and not re.search(r"\b\w\.$", name) else name
    return name if name and len(name) <= 2 * LONGEST else None
