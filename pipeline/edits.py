"""When a changed article is one that its publisher edited, and not merely one that reads otherwise. Pure."""

import re
from collections import Counter
from datetime import timedelta

from pipeline.model import Article, Image

TELLING = frozenset(
    ("content_hash", "author", "source_credit", "published_at", "attachments", "images", "lead")
)
"""The fields in which a reader would call a change an edit, or a loss one."""
SURE = 0.6
"""From this confidence on a date was printed as the publication's, and not counted from today."""
CLOCK = timedelta(minutes=2)
"""Times closer than this are one: "5 phút trước" is read a minute off."""
DAY = timedelta(days=1)
"""Two places of one page are no further apart, in two time zones."""
COUNTER = re.compile(r"\s*[(\[][^()\[\]]*\d[^()\[\]]*[)\]]\s*$")
"""Behind a file's name: its size, how often it was fetched ("Quyết định 12.pdf (35 lượt tải)")."""


def is_edit(before: Article, after: Article) -> bool:
    """Whether title, text, author, credit, date, files or captions are others.

    Never for what moves without anybody's hand: markup, addresses of pictures and files (tokens),
    counters, sections and tags, a time of editing alone, a date that counts from today.
    """
    return (
        _words(before) != _words(after)
        or _files(before) != _files(after)
        or _recaptioned(before, after)
        or _redated(before, after)
    )


def is_less(before: Article, after: Article) -> bool:
    """Whether a page that nobody edited reads as one without its pictures, its lead, or of another day."""
    return (
        bool(before.images and not after.images)
        or bool(before.lead and not after.lead)
        or _is_of_another_day(before, after)
    )


def _words(article: Article) -> tuple[str | None, ...]:
    return article.content_hash, article.author, article.source_credit


def _files(article: Article) -> Counter[str]:
    return Counter(COUNTER.sub("", one.name).strip() for one in article.attachments)


def _recaptioned(before: Article, after: Article) -> bool:
    """Another caption or credit under the same picture; its address may have another host or token."""
    captions = {_path(one): (one.caption, one.credit) for one in before.images}
    pairs = ((captions.get(_path(one)), (one.caption, one.credit)) for one in after.images)
    return any(old and any(old) and any(new) and old != new for old, new in pairs)


def _path(image: Image) -> str:
    return image.url.partition("://")[2].partition("/")[2].partition("?")[0]


def _redated(before: Article, after: Article) -> bool:
    """Another date in the same place of the page."""
    first, second = before.published_at, after.published_at
    if first is None or second is None or not (_is_sure(before) and _is_sure(after)):
        return False
    kind = (before.published_source, before.published_precision)
    same = kind == (after.published_source, after.published_precision)
    return same and abs(second - first) >= CLOCK


def _is_of_another_day(before: Article, after: Article) -> bool:
    """By whatever place of the page. A time of the last change that stands for a date goes forward by itself,
    one that counts months from today any way; to the minute none goes back.
    """
    first, second = before.published_at, after.published_at
    if first is None or second is None or abs(second - first) <= DAY:
        return False
    to_the_minute = before.published_precision == after.published_precision == "minute"
    return (second < first and to_the_minute) or (_is_sure(before) and _is_sure(after))


def _is_sure(article: Article) -> bool:
    """Unless its rule says otherwise."""
    found = (one.confidence for one in article.provenance if one.field == "published_at")
    return next(found, 1.0) >= SURE
