"""What new articles have, against what the source's articles have always had. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import expm1, log

from pipeline.model import ArticleSample, Symptom
from pipeline.watch.chances import FIRM, NEW, Fall, Usual, fall, quantile
from pipeline.watch.history import Finding, History

VIETNAMESE = re.compile(r"[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]")
ACCENTED = 0.08
"""Share of letters with marks from which on a text is Vietnamese as it is written: it has a quarter."""
ENOUGH = 4000
"""Characters that tell a language: a lead in it may stand above a text in another one."""
DIGITS = re.compile(r"\d+")
JOINED = re.compile(r"\S{25,}")
MOST_JOINED = 0.3
"""Share of a text that may be such words: addresses, rows of dots. Syllables of Vietnamese stand apart."""
CUT = ("…", "...")
SET_OFF = re.compile(r"\s[|»·•]\s|^\[[^\]]{2,40}\]\s")
"""What parts a headline from the name of a site or section beside it."""
MOST = 20_000
"""Characters of a text that are looked through."""
GARBLED = re.compile(
    "\ufffd|[\x00-\x08\x0e-\x1f\x7f-\x9f]|(?:\\b\\w{1,20}\\?\\w{1,20}\\b[^?]{0,40}){3}"
    "|(?:[ÃÄÆÂ][\xa0-ÿ€-™]){2}|á[º»]|&(?:[A-Za-z]{2,8}|#x?[0-9A-Fa-f]{1,6});"
)
"""Replacement and control characters, question marks inside words, UTF-8 read as Latin, entities."""
SIGNS_GARBLED = re.compile("[\ufffd?ÃÄÆÂº»&\x00-\x08\x0e-\x1f\x7f-\x9f]")
"""Nearly all texts have none of these: quicker to see."""
MARKUP = re.compile(
    r"</?(?:div|p|span|br|a|img|table|td|tr|font|strong|script|style|iframe)\b[^>]{0,200}>"
    r"|function\s{0,3}\w{0,60}\s{0,3}\([^)]{0,80}\)\s{0,3}\{|\{\{[^}]{1,80}\}\}|\$\(document\)|<!--|-->",
    re.IGNORECASE,
)
SIGNS_MARKUP = re.compile(r"[<{>]")
QUARTILES = (0.05, 0.25, 0.5)
"""Lengths below which so many of the usual articles stay, as marks for the new ones; and as many above."""
OF_REPORTS = frozenset(("no-leads", "no-pictures", "no-files"))
NOTICE = 0.5
SURE = 1e-6
"""The chance of lengths that no second run need confirm."""
SHORT = "short-texts"
LOST, MOST_LOST = 0.1, 0.6
"""The chance that an editor takes from a stored article what a field says, and the share of those read again
that lost it, below which nothing is the matter with them."""
LENGTH = 0.5
"""The middle one of the new texts has half of the usual length or less, or twice of it or more."""

Holds = Callable[[ArticleSample], bool]


def accents(text: str) -> float:
    """The share of a text's letters that bear marks of Vietnamese."""
    sample = text[:ENOUGH].lower()
    letters = sum(map(str.isalpha, sample))
    return len(VIETNAMESE.findall(sample)) / letters if letters else 0.0


def is_accented(text: str) -> bool:
    """Whether it is Vietnamese as it is written."""
    return accents(text) >= ACCENTED


def _is_clear(sample: ArticleSample) -> bool:
    text = f"{sample.title}\n{sample.text[:MOST]}"
    return not SIGNS_GARBLED.search(text) or not GARBLED.search(text)


def _is_plain(sample: ArticleSample) -> bool:
    text = f"{sample.title}\n{sample.text[:MOST]}"
    return not SIGNS_MARKUP.search(text) or not MARKUP.search(text)


def _is_spaced(sample: ArticleSample) -> bool:
    return all(
        sum(map(len, JOINED.findall(text))) <= MOST_JOINED * len(text)
        for text in (sample.title, sample.text[:MOST])
    )


LEGIBLE: tuple[tuple[str, str, Holds], ...] = (
    ("no-texts", "have a text", lambda s: bool(s.text.strip())),
    ("garbled-text", "are free of broken characters", _is_clear),
    (
        "no-accents",
        "are Vietnamese with its accents",
        lambda s: not s.text or is_accented(s.text),
    ),
    ("no-accents", "have titles with their accents", lambda s: is_accented(s.title)),
    ("joined-words", "have their words apart in text and title", _is_spaced),
    ("markup-in-text", "are free of markup in their text", _is_plain),
)
"""Symptoms of texts that cannot be read, what the articles have that do not show it, and how that is seen."""
HELD: tuple[tuple[str, str, Holds], ...] = (
    ("no-dates", "have a date", lambda s: s.published_at is not None),
    ("no-authors", "have an author", lambda s: bool(s.author)),
    ("no-leads", "have a lead", lambda s: bool(s.lead)),
    ("no-pictures", "have a picture", lambda s: s.images > 0),
    ("no-files", "have a file", lambda s: s.attachments > 0),
    ("no-language", "say their language", lambda s: bool(s.language)),
    ("capital-titles", "have titles in small letters", lambda s: not s.title.isupper()),
    ("cut-titles", "have whole titles", lambda s: not s.title.rstrip().endswith(CUT)),
    (
        "names-in-titles",
        "have titles without a name set off",
        lambda s: not SET_OFF.search(s.title),
    ),
)
"""The same of fields that lack something."""


def letters(history: History) -> Iterator[Finding]:
    """Texts that cannot be read as the source's always could."""
    yield from _fallen(history, LEGIBLE)


def findings(history: History) -> Iterator[Finding]:
    """The fields that have fallen, each against the source's own share."""
    yield from _fallen(history, HELD)
    if history.recent and history.usual:
        yield from _lengths(history)


def _fallen(history: History, held: Sequence[tuple[str, str, Holds]]) -> Iterator[Finding]:
    if not history.recent or not history.usual:
        return
    for name, words, holds in held:
        judged = _without_notices(history) if name in OF_REPORTS else history.recent
        newest, earlier = [holds(s) for s in judged], [holds(s) for s in history.usual]
        usual = Usual(sum(earlier), len(earlier))
        found = fall(newest, usual, earlier, beside=_lost_beside(history, holds))
        if found:
            example = next(s for s in judged if not holds(s))
            yield finding(name, f"{found.said(words)}: {example.url}", found, judged, history)


def _lost_beside(history: History, holds: Holds) -> float:
    """The chance of what stored articles lost that the last run read again; 1 where most of them did not."""
    again = [edit for edit in history.edits if holds(edit.before)]
    lost = sum(not holds(edit.after) for edit in again)
    is_most = lost and lost >= MOST_LOST * (len(again) + history.run.unchanged)
    return LOST**lost if is_most else 1.0


def _without_notices(history: History) -> list[ArticleSample]:
    """New articles but for those far shorter than the source's shortest: a notice of a line has neither
    lead nor picture.
    """
    shortest = quantile(sorted(len(s.text) for s in history.usual), QUARTILES[0])
    return [s for s in history.recent if len(s.text) >= NOTICE * shortest]


def finding(
    name: str, evidence: str, found: Fall, judged: Sequence[ArticleSample], history: History
) -> Finding:
    """A degradation, faint where chance alone may have made it; where the articles that show it were found by
    several runs, no further one need confirm it.
    """
    several = history.are_of_several_runs([judged[place] for place in found.missing])
    is_new = several and found.is_new and history.are_whole_runs(judged, found.total)
    is_faint = found.chance >= (NEW if is_new else FIRM)
    is_certain = several and not is_faint
    return Finding("degraded", Symptom(name, evidence), is_faint=is_faint, is_certain=is_certain)


def _lengths(history: History) -> Iterator[Finding]:
    """Texts that collapsed to a part of the usual length, or were blown up."""
    usual = sorted(log(1 + len(s.text)) for s in history.usual)
    newest = [log(1 + len(s.text)) for s in history.recent]
    middle = quantile(usual, 0.5)
    found = _shorter(newest, usual)
    if found and not _is_series([history.recent[place] for place in found.missing]):
        said = _length_words(history, found, middle)
        yield _of_lengths(SHORT, said, found, history)
    if found := _shorter([-n for n in newest], sorted(-n for n in usual)):
        said = _length_words(history, found, middle)
        yield _of_lengths("long-texts", said, found, history)


def _is_series(articles: Sequence[ArticleSample]) -> bool:
    """Whether most of them are one notice after another of one kind: "Lịch tiếp công dân tuần 46", "… 47"."""
    kinds = Counter(DIGITS.sub("0", s.title) for s in articles)
    return 2 * max(kinds.values()) > len(articles) and len({s.title for s in articles}) > 1


def _of_lengths(name: str, evidence: str, found: Fall, history: History) -> Finding:
    """One is certain only where chance hardly ever makes it: some weeks bring reports, and others notices.
    Shorter ones than ever by half, each of them, are no notices either.
    """
    told = finding(name, evidence, found, history.recent, history)
    is_sure = found.chance < SURE or (found.is_new and name == SHORT)
    return replace(told, is_certain=told.is_certain and is_sure)


def _shorter(newest: Sequence[float], usual: Sequence[float]) -> Fall | None:
    """Whether the new ones lie below: by the mark that shows it best."""
    best: Fall | None = None
    for mark in (usual[0] + log(LENGTH), *(quantile(usual, share) for share in QUARTILES)):
        known = Usual(sum(one >= mark for one in usual), len(usual))
        found = fall([one >= mark for one in newest], known)
        if found and (best is None or found.chance < best.chance):
            best = found
    if best is None:
        return None
    there = quantile(sorted(newest[: best.total]), 0.5)
    return best if there <= quantile(usual, 0.5) + log(LENGTH) else None


def _length_words(history: History, found: Fall, middle: float) -> str:
    newest = history.recent[: found.total]
    length = quantile(sorted(len(s.text) for s in newest), 0.5)
    return (
        f"the middle one of the last {found.total} new articles has {length:.0f} characters;"
        f" usual {expm1(middle):.0f}: {newest[0].url}"
    )
