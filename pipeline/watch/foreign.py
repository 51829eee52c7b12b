"""What stands in new articles and is none of theirs: other articles' headlines, adverts of bets. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from pipeline.model import ArticleSample, Symptom
from pipeline.watch.chances import Usual, fall
from pipeline.watch.fields import MOST, finding, is_accented
from pipeline.watch.history import Finding, History

HEADLINE = 25
"""Characters of a headline that no other text has by chance."""
OTHERS = 2
"""Other articles' headlines in one text: a report may name another one."""
FEWEST = 2
BETS = re.compile(
    r"\bcasino\b|\bslots?\b|\bjackpot\b|\bpoker\b|\bbaccarat\b|\bsportsbook\b|\bnhà cái\b|\bkèo\b|\bnổ hũ\b"
    r"|\bxóc đĩa\b|\btài xỉu\b|\bsoi cầu\b|\blô đề\b|\bgame bài\b|\bbắn cá\b|\bđá gà\b|\bcá cược\b"
    r"|\bđổi thưởng\b|\bnạp đầu\b|\bcược\b|\bjudi\b|\btogel\b|\bgacor\b|\b\w*(?:88|789|68|365)bet\b",
    re.IGNORECASE,
)
"""What dealers in bets offer."""
LAW = re.compile(
    r"công an|cơ quan|khởi tố|\bbắt\b|đối tượng|bị can|bị cáo|triệt phá|xử lý|xử phạt|vi phạm|trái phép"
    r"|phòng,? chống|tệ nạn|cờ bạc|\btội\b|xét xử|cảnh báo|tuyên truyền|ngăn chặn",
    re.IGNORECASE,
)
"""With what news of them is told."""
KINDS, PLACES = 2, 3
"""A paragraph offers bets that names so many kinds of them, and an article that has so many paragraphs."""


def findings(history: History) -> Iterator[Finding]:
    """What new articles hold of others, where the usual ones hold none of it."""
    yield from _others(history)
    yield from _adverts(history)
    yield from _blocks(history)
    yield from _languages(history)


def _others(history: History) -> Iterator[Finding]:
    """A list of other articles in the text: it has slipped in, and its entries change."""
    every = (*history.recent, *history.usual)
    titles = {s.title for s in every if len(s.title) >= HEADLINE}
    newest = [_is_alone(s, titles) for s in history.recent]
    if all(newest) or not history.usual:
        return
    usual = [_is_alone(s, titles) for s in history.usual]
    found = fall(newest, Usual(sum(usual), len(usual)), usual)
    if found:
        example = next(s for s, alone in zip(history.recent, newest, strict=True) if not alone)
        said = (
            f"{found.total - found.count} of the last {found.total} new articles hold headlines of"
            f" others in their text; usual {1 - found.usual.share:.0%}: {example.url}"
        )
        yield finding("other-articles-in-text", said, found, history.recent, history)


def _is_alone(sample: ArticleSample, titles: set[str]) -> bool:
    text = sample.text[:MOST]
    return sum(title in text for title in titles if title != sample.title) < OTHERS


def _adverts(history: History) -> Iterator[Finding]:
    """Somebody else writes there too: some such articles are enough, where there was none."""
    since = history.runs[-1].started_at
    every = (*history.recent, *history.taken_in, *history.usual)
    sold = [s for s in every if is_advert(s)]
    if len(sold) < FEWEST or any(s.first_seen < since for s in sold):
        return
    new = sum(s.first_seen >= since for s in every)
    said = (
        f"{len(sold)} of the last {new} new articles offer bets; of {len(every) - new} before them 0:"
        f" {sold[0].url}"
    )
    yield Finding("degraded", Symptom("hijacked-articles", said), _disable(history))


def _blocks(history: History) -> Iterator[Finding]:
    """Somebody else's words stand in each new article: a paragraph is enough, where none ever had one."""
    newest = [_is_clean(s) for s in history.recent]
    if all(newest):
        return
    usual = [_is_clean(s) for s in history.usual]
    found = fall(newest, Usual(sum(usual), len(usual)), usual)
    if found:
        example = next(s for s, clean in zip(history.recent, newest, strict=True) if not clean)
        said = f"{found.said('are free of offers of bets')}: {example.url}"
        yield replace(
            finding("hijacked-articles", said, found, history.recent, history),
            next_step=_disable(history),
        )


def _is_clean(sample: ArticleSample) -> bool:
    return not any(_offers(paragraph) for paragraph in _paragraphs(sample))


def _languages(history: History) -> Iterator[Finding]:
    """Dozens of articles at once in another language than the source's own."""
    if not history.taken_in:
        return
    usual = [is_accented(s.text) for s in history.usual]
    taken = [is_accented(s.text) for s in history.taken_in]
    found = fall(taken, Usual(sum(usual), len(usual)), usual)
    if found:
        said = f"{found.said('are Vietnamese with its accents')}: {history.taken_in[0].url}"
        yield finding("no-accents", said, found, history.taken_in, history)


def _disable(history: History) -> str:
    return (
        "Tell the portal's operator: somebody else writes there. Until it is clean again, do not"
        f" follow it: congtin sources disable {history.source.id}"
    )


def is_advert(sample: ArticleSample) -> bool:
    """Whether an article, or what has been put into it, offers bets: not news of them."""
    return sum(map(_offers, _paragraphs(sample))) >= PLACES


def _paragraphs(sample: ArticleSample) -> list[str]:
    return unicodedata.normalize("NFC", sample.text[:MOST]).split("\n")


def _offers(paragraph: str) -> bool:
    kinds = {found.lower() for found in BETS.findall(paragraph)}
    return len(kinds) >= KINDS and not LAW.search(paragraph)
