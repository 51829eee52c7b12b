"""The people a byline names, apart from what is glued to them: dates, roles, places, handles. Pure."""

import re

from pipeline.clean.counters import name_without_counters
from pipeline.clean.people.names import LONGEST_NAME

LABEL = re.compile(
    r"^\W*(?:(?:được\s+)?(?:(?:viết|đăng)\s+)?bởi|tác giả"
    r"|(?:(?:written|posted|published|reported|story|text|words|article|report|review(?:ed)?|edited)\s+)?"
    r"by|posté par|écrit par|publié par|escrito por|publicado por|verfasst von|geschreven door|scritto da"
    r"|a cura di|par|von|por|door|oleh|av|af|przez|pióra|autor(?:en|es|a|i)?|auteurs?|authors?|tekst"
    r"|text|texte|texto|redactie|redaktion|reporters?)\s*(?::\s*|\s(?=[^\W\d_]))|^di\s+(?=\S+\s+\S+)",
    re.IGNORECASE,
)
"""What newspapers print before a name; "Di" and "De" may be part of one."""
PARTS = re.compile(r"\s*[|•·●▪]+\s*")
TAIL = re.compile(
    r"\s*(?:[,(]?\s*(?:@\w+|https?://\S+|\S+@\S+\.\w+)|[,;]?\s*\b(?:updated?|published|posted|last modified"
    r"|cập nhật|đăng|ngày|thứ|on|at|am|le|el)?\W*(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\w*\W+)?"
    r"(?:\d{1,4}[\s./:-]|[a-zçéûä]{3,9}\.?\s+\d{1,2},?\s+\d{4}).*)$",
    re.IGNORECASE,
)
"""An address, a handle or a date after the name, and all that follows it."""
ROLE = re.compile(
    r"\b(?:correspondents?|editors?|reporters?|writers?|staff|columnists?|journalists?|producers?|contributors?"
    r"|analysts?|critics?|bureau chief|senior|chief|journaliste|redakteur\w*|redacteur|redaktor|periodista"
    r"|giornalista|jornalista|professor|director|fellow|lecturer|photographers?|intern)\b",
    re.IGNORECASE,
)
PLACE = re.compile(r"\s+(?:in|reporting from)\s+[^\W\d_a-z].*$")
COUNTS = re.compile(
    r"^\W*\d*\s*(?:comments?|bình luận|min(?:ute)?s? read|shares?|views?|follow\w*)\b.*$",
    re.IGNORECASE,
)
BUTTON = re.compile(
    r"^\W*(?:xem |theo dõi\b|các bài viết|bài viết (?:của|khác)|view |see |all (?:posts|articles)"
    r"|more (?:from|by)|follow\b)",
    re.IGNORECASE,
)
"""A link beside the name: "Xem các bài viết của tác giả"."""
JOINTS = re.compile(r"\s*,\s*|\s+(?:and|und|et|y|e|og|och|en|dan)\s+(?=[^\W\d_a-z])")
DEGREE = re.compile(r"\b(?:PGS|GS|TS|Th\.?S|BS(?:\.?\s?CK\w*)?|CN|KS|DS|LS|ĐD)\.\s*(?=[^\W\d_])")
"""Before a name: "BS. Lê An", "CN. Lê An"."""
SENTENCE = re.compile(r"[.?!]\s|[?!]$")
PARTICLES = frozenset(
    "de la van von der den del da di dos das do el al bin ibn du le y e af ten ter zu and und et".split()
)
MOST_WORDS = 12
LONGEST_BYLINE = 2000
"""Letters that are looked at: no byline is as long, and patterns are tried at each."""


def people_in(text: str, site: frozenset[str]) -> list[str]:
    """The names that a byline gives, in order; `site` holds names, case-folded, that are nobody's."""
    text = " ".join(
        text[:LONGEST_BYLINE].split()
    )  # JSON-LD and attributes may hold a page of blanks
    if "http" in text[:8] or text.casefold().strip() in site:
        return []
    for part in PARTS.split(text.strip()):
        name = LABEL.sub("", TAIL.sub("", LABEL.sub("", name_without_counters(part.strip()))))
        name = _without_site(PLACE.sub("", name), site).strip(" ,;:*/|-–—")
        if name and not COUNTS.match(name) and not BUTTON.match(name) and _is_short(name):
            return _without_roles(name)
    return []


def is_plausible(name: str) -> bool:
    """Whether each word could stand in a name: capitalised, a particle, or in a script without capitals."""
    words = [word for word in re.split(r"[\s,&/.-]+", name) if word]
    cased = [word for word in words if word.lower() != word.upper()]
    if not words or len(words) > MOST_WORDS or any(c.isdigit() for c in name):
        return False
    if cased and len(words) < 2:
        return False
    return all(word[0].isupper() or word in PARTICLES for word in cased)


def _is_short(name: str) -> bool:
    """A name or a list of names, no sentence about one."""
    longest = max(map(len, JOINTS.split(name)))
    return (
        len(name) >= 2
        and longest <= LONGEST_NAME
        and not SENTENCE.search(DEGREE.sub("", name.rstrip(".")))
    )


def _without_site(name: str, site: frozenset[str]) -> str:
    """The name without the site's at its end: "Jane Doe - The Daily", "Jane Doe, The Daily"."""
    low = name.casefold()
    for own in site:
        if low.endswith(own):
            return name[: len(name) - len(own)]
    return name


def _without_roles(name: str) -> list[str]:
    """The name, or the names of a list, without the roles in it: "Jane Doe, Political Editor"."""
    if not ROLE.search(name):
        return [name]
    return [part for part in JOINTS.split(name) if part and not ROLE.search(part)]
