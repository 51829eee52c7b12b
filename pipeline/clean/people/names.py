"""Names of people and offices, and the labels that print them: "Tác giả: …", "Tin, ảnh: …". Pure."""

import re

LABELLED = re.compile(
    r"^\W*(?:tác\s+giả(?:\s+bài\s+viết)?|người\s+(?:viết|gửi|đưa tin)|(?:tin"
    r"|bài)(?:\s+viết)?(?:\s*(?:,|và|&|-|–|\+|/)?\s*(?:bài|ảnh|hình ảnh|hình|clip|video|đồ họa))*"
    r"|ảnh\s*(?:,|và|&|-|\+)\s*bài|(?:nhóm\s+)?thực\s+hiện|tổng hợp|biên soạn|(?:nhóm )?phóng viên|pv|ctv"
    r"|nhóm pv|bút danh|cộng tác viên|lược dịch|biên dịch|người dịch|ghi)"
    r"\s*[:：]\s*(?P<name>\S.{1,100})$",
    re.IGNORECASE,
)
IN_BRACKETS = re.compile(r"\s*\([^()]{2,30}\)$")
NAME = re.compile(r"[^\W\d_][\w\s.,’'&/–-]*")
OFFICE = re.compile(
    r"^\W*(?:ban (?:biên tập|tuyên giáo|truyền thông|quản trị)|bbt|bộ phận .{2,40}|trung tâm .{3,60}"
    r"|văn phòng .{3,60}|phòng .{3,50}|đài .{3,50}|cổng ttđt .{0,40}|tổ .{3,40}|tt (?:vh|ttvh|tt)\S* .{2,40}"
    r"|(?:pv|bbt|ctv|ttxvn|vov|vtv)\s*[/-]\s*(?:ttxvn|vov|vtv|tcvn|vietnam\+).{0,20}|ttxvn"
    r"|nhóm (?:pv|phóng viên)(?: .{2,40})?)\W*$",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"^\W*\(?(?:(?:phó\s+)?(?:trưởng|giám đốc|chủ tịch|bí thư|chánh|hiệu trưởng|tổng biên tập)\b"
    r"|cán bộ|chuyên viên|công chức|đoàn viên|hội viên|giáo viên|phóng viên|ctv\b|cộng tác viên|trung tâm"
    r"|phòng|ban|văn phòng|đài|trạm|sở|chi cục|ubnd|mttq|hội"
    r"|huyện đoàn|huyện ủy|đảng ủy|công an|ủy ban|trường|tt\s?vh)\b[^.!?]{0,90}$",
    re.IGNORECASE,
)
"""The line under a name that tells who that is: "Phó Giám đốc Trung tâm Y tế huyện"."""
CONNECTIVES = frozenset(("và", "tổng", "hợp", "theo", "and"))
LONGEST_NAME = 60
MOST_WORDS = 14
"""Words of a byline, labels and all."""


def is_name(line: str) -> bool:
    """Whether the line is one or more personal names: two to twelve capitalised words, no sentence."""
    line = line.strip()
    if not 3 <= len(line) <= LONGEST_NAME or any(c.isdigit() for c in line):
        return False
    names = line.rstrip(".")
    if names.startswith("(") and names.endswith(")"):
        names = names[1:-1]
    if not NAME.fullmatch(IN_BRACKETS.sub("", names)):
        return False
    if bracket := IN_BRACKETS.search(names):
        told = bracket[0].strip(" ()")
        line = names[: bracket.start()] if OFFICE.match(told) or ROLE.match(told) else line
    words = [w for w in re.split(r"[\s,&/()’'–-]+", line) if w and w.lower() not in CONNECTIVES]
    return 1 < len(words) <= 12 and all(w[0].isupper() for w in words)


def is_office(line: str) -> bool:
    """An office, or a person of one: "Ban biên tập.", "Lê Hoài - Trung tâm Văn hóa huyện"."""
    if len(line) > LONGEST_NAME + 20:
        return False
    if OFFICE.match(IN_BRACKETS.sub("", line)):
        return True
    person, dash, office = re.sub(r"\s*[–-]\s+|\s+[–-]\s*", "\n", line, count=1).partition("\n")
    return bool(dash and is_name(person) and (OFFICE.match(office) or ROLE.match(office)))


def is_spoken(name: str) -> bool:
    """A question or a sentence: interviews print who asks as a label, "PV: Thưa ông, …?"."""
    return name.rstrip().endswith(("?", "!", "…", ":")) or len(name.split()) > MOST_WORDS
