"""How a date line reads: what is a date, what labels it, and what beside it is no date line. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from pipeline.months import MONTHS

_LETTERS = groupby(sorted(MONTHS), key=lambda name: name[0])
_MONTH = "|".join(
    rf"{first}(?:{'|'.join(sorted((name[1:] for name in names), key=len, reverse=True))})"
    for first, names in _LETTERS
)
_YEAR = r"20\d\d(?:(?!\d)|(?=\d+\s*(?:lượt|views?\b)))"
"""It ends here, or a counter of views is glued to it: 22/12/20231520 lượt xem."""
_NUMBER = r"[0-9](?<![0-9][0-9])"
"""The first digit of a number; what follows it costs nothing where there is none."""
DATE_LIKE = re.compile(
    rf"{_NUMBER}(?:"
    rf"(?<!/[0-9])\d?\s*[/.–-]\s*\d{{1,2}}\s*[/.–-]\s*(?:{_YEAR}|\d\d(?!\d))"
    r"|(?:(?<=1)9|(?<=2)0)\d\d(?:\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}"
    rf"|\.?\s+(?:m\.\s+)?(?:{_MONTH})\s+\d{{1,2}}|\s*[年년]\s*\d{{1,2}}\s*[月월]\s*\d{{1,2}})"
    r"|\d?\s*[,/-]?\s*th(?:g|áng)?\.?\s*\d{1,2}\s*[,/-]?\s*(?:năm\s+)?20\d\d"
    r"|\d?\s*[,/-]?\s*tháng\s+\S+(?:\s+\S+)?\s*,?\s*(?:năm\s+)?20\d\d"
    rf"|\d?(?:st|nd|rd|th|er|[.ºª])?(?:\s+(?:de|of)\s+|[\s./-]+)(?:{_MONTH})\.?,?"
    r"(?:\s+(?:de|del|of)\s+|[\s./-]+)20\d\d"
    r"|\d{0,2}\s+(?:phút|giờ|ngày|tuần)\s+trước|\d?\s+(?:minute|hour|day)s?\s+ago"
    r")|[thvjfmasond](?:"
    r"(?<=t)háng\s+\S+(?:\s+\S+)?\s+\d{1,2}\s*,?\s+20\d\d"
    r"|(?<=h)ôm (?:nay|qua)\b(?!\W*\d+(?!\d*\s*[:hg]))|(?<=v)ừa xong"
    r"|(?<!\w\w)(?:an|eb|ar|pr|ay|u[nlg]|ep|ct|ov|ec)[a-z]*\.?\s+\d{1,2}"
    r"(?:(?:st|nd|rd|th)?,?|\s+\d\d:\d\d:\d\d(?:\s+[a-z]{3,5})?)\s+20\d\d"
    r")",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?P<posted>ngày\s+(?:ban\s+hành|đăng|gửi|xuất\s*bản|phát\s*hành|đưa(?:\s+tin)?|tạo"
    r"|viết)(?:\s+(?:tin|bài))?|đăng\s+(?:ngày|lúc|vào|tải|bởi[^:]{0,40})|đăng(?:\s+tin)?(?=\s*:)"
    r"|được\s+đăng|(?<!nhà )xuất\s*bản(?:\s+(?:ngày|lúc))?|(?:ngày|thời gian|giờ)\s+(?:đăng|xuất\s*bản)"
    r"|(?:gửi|viết|tạo)\s+(?:ngày|lúc)|post(?:ed)?\s+(?:on|date)|publi(?:sh|cation)\s+date"
    r"|published(?:\s+on)?|veröffentlicht|publié|pub[bl]+icad?[oa]\b|pubblicato|gepubliceerd|geplaatst"
    r"|opublikowan\w+|опубликован\w*|publicer(?:ad|et)|yayın\w*|diterbitkan|publikováno|publicação"
    r"|(?:^|(?<=[|(•·-]))\W*+(?:date|thời gian|posted)\b)"
    r"|(?P<updated>(?:ngày\s+|lần\s+)?(?:cập\s*nhật|sửa|chỉnh\s+sửa|thay đổi)(?:\s+(?:cuối|lúc|ngày"
    r"|lần cuối|mới nhất))*|(?:last\s+)?(?:updated|modified)(?:\s+on)?|aktualisiert|mise?\s+à\s+jour"
    r"|a(?:c)?tualizad[oa]|aggiornat[oa]|bijgewerkt|güncelle\w+|diperbarui|обновлен\w*|z?aktualiz\w+"
    r"|uppdaterad\w*|opdateret)",
    re.IGNORECASE,
)
LABEL_CELL = re.compile(
    r"(?:ngày (?:ban hành|đăng(?: tin)?|tạo|xuất bản|gửi|viết)|ngày|(?:đăng|tạo|gửi) (?:ngày|lúc)"
    r"|(?:ngày |lần )?cập nhật(?: (?:lúc|ngày|cuối))?|thời gian(?: đăng)?|xuất bản|posted(?: on)?"
    r"|published(?: on)?|(?:last )?updated(?: on)?|date)\s*:?",
    re.IGNORECASE,
)
"""A whole line that labels the date of the next: cells of a table, boxes of a flex row."""
CANDIDATE = re.compile(r"\d|hôm (?:nay|qua)|vừa xong", re.IGNORECASE)
"""What no date line is without: tried before anything dearer."""
CLOCK = re.compile(r"\d{1,2}\s*(?::|h|g(?=\d)|giờ)\s*\d\d", re.IGNORECASE)
CLOCK_ALONE = re.compile(
    r"\W*(?:lúc\s+)?\d{1,2}\s*(?::|h|g|giờ)\s*\d\d(?::\d\d)?\s*(?:phút|'|sa|ch|am|pm)?\W*",
    re.IGNORECASE,
)
CALENDAR = re.compile(
    rf"\d{{1,2}}[\s/,.-]*(?:(?:tháng|thg|th)?\.?\s*\d{{1,2}}|(?:{_MONTH})\.?)[\s/,.-]*(?:năm\s*)?20\d\d"
    rf"|(?:tháng\s*\d{{1,2}}|(?:{_MONTH})\.?)[\s,]+\d{{1,2}}[\s,]+20\d\d",
    re.IGNORECASE,
)
FOREIGN_DATE = re.compile(
    r"\d+/[A-ZĐ]{2}|\b(?:số:?\s*\d|(?:căn cứ|quyết định|nghị định|công văn|hiệu lực|sinh (?:ngày|năm))\b)"
    r"|©|copyright|\b(?:từ|đến|tới|trước|hạn) ngày",
    re.IGNORECASE,
)
"""Beside a date it tells of a document, a birth, a term: never when the article was posted."""
EVENT = re.compile(
    r"thời gian|địa điểm|khai mạc|diễn ra|bắt đầu|\bhồi\b|từ \d|chụp (?:ngày|lúc)"
    r"|(?<![\dhg] )\b(?:sáng|chiều|tối)\s+(?:ngày\s+)?\d",
    re.IGNORECASE,
)
"""Before a date it tells when something takes place."""
SENTENCE_ENDS = (".", "!", "?", "…", ":", ";")
HALF_DAY = re.compile(r"[ap]\.m\.$", re.IGNORECASE)
BARS = re.compile(r"\s[|•·]\s")
SHORT = 140
"""A date line is short: what remains beside the date is a label, a weekday, a name."""
BESIDE = 60
LABEL_REACH = 40
"""Characters between a label and its date: a weekday, "lúc", a time."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """One date of a line: the text to read it by, the date alone, and its label, lower case."""

    text: str
    date: str
    kind: Literal["posted", "updated", "bare"]
    label: str = ""


def stamps(line: str) -> Iterator[Stamp]:
    """The dates of a date line, each with its own label; none of a line that tells something."""
    dates = list(DATE_LIKE.finditer(line))
    if not dates or len(line) > SHORT + sum(len(date[0]) for date in dates):
        return
    ends = [0, *(date.end() for date in dates)]
    labels = [_label(line, end, date.start()) for end, date in zip(ends[:-1], dates, strict=True)]
    starts = [_start(line, end, label) for end, label in zip(ends[:-1], labels, strict=True)]
    bare = {date[0] for date, label in zip(dates, labels, strict=True) if label is None}
    for date, label, (start, end) in zip(
        dates, labels, pairwise([*starts, len(line)]), strict=True
    ):
        text = line[start : min(end, start + 200)]
        if label is not None:
            kind: Literal["posted", "updated"] = "updated" if label["updated"] else "posted"
            yield Stamp(text, date[0], kind, label[0].strip(" |(•·-").lower())
        elif len(bare) == 1 and not _tells(line[start:end], date[0]):
            yield Stamp(text, date[0], "bare")


def _label(line: str, start: int, end: int) -> re.Match[str] | None:
    """The last label before the date at `end`, where it stands close to it."""
    found = next(reversed(list(LABEL.finditer(line, start, end))), None)
    return found if found and end - found.end() <= LABEL_REACH else None


def _start(line: str, earliest: int, label: re.Match[str] | None) -> int:
    """Where the text of a date begins: at its label, earlier where a clock stands before that."""
    if label is None:
        return earliest
    return 0 if not earliest and CLOCK.search(line, 0, label.start()) else label.start()


def _tells(text: str, date: str) -> bool:
    """Whether words stand beside the date, as in a sentence, a document's name, a copyright line."""
    end = text.rstrip()
    beside = len(text) - len(date)
    if end.endswith(SENTENCE_ENDS) and beside > 1 and not HALF_DAY.search(end):
        return True
    before, _, after = text.partition(date)
    if FOREIGN_DATE.search(before):
        return True
    # between bars stand fields of their own: 22/12/2023 | 08:30 | a long name
    return beside > BESIDE and len(BARS.split(before)[-1]) + len(BARS.split(after)[0]) > BESIDE
