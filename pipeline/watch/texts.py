"""What new articles share as none ever did: chrome leaking in, one title for all of them. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.model import ArticleSample, Symptom
from pipeline.watch.chances import FAINT, FALLEN, Fall, Usual, fall
from pipeline.watch.fields import DIGITS, finding
from pipeline.watch.history import Finding, History

OFFICE = re.compile(r"^\s*\((?:[^()\n]|\([^()\n]*\)){1,80}\)")
"""How reports begin: "(Cổng TTĐT huyện Lam Kiều (nay là phường mới)) – Sáng 5/3 …"."""
LOOKED = 8
"""New articles whose texts are looked through for what they share."""
FEWEST, SOONEST = 2, 2
"""New articles that have to share it, and those that tell soonest."""
SHARED = 0.7
"""Share of them that do."""
WORDS = 6
"""In a row: fewer are a turn of phrase."""
LEAST = 12
"""Characters of a line: shorter ones are names and places."""
MOST = 20_000
"""Characters of a text that are looked through."""
AGAIN = 4
"""Times in one text."""
WHOLE = 0.6
"""Articles of which so much is the same print one text: no chrome, but one thing told twice."""
PARTED = re.compile(r".*(?:\s[-–—|:»>·•]+\s?|[|:»>]\s)", re.DOTALL)
AUTHORS, SIGNED = 3, 5
"""Authors that a source has to have had, and new articles in a row that all bear one who is none of them."""
FEW = 0.2
"""Share of articles with a title of their own among others of one title: where more have, it is a series of
notices ("Lịch tiếp công dân")."""
SENTENCE, OFTEN, FOREIGN = 40, 4, 0.5
"""Characters of a line that no other article has by chance; articles that print one which is a form's; the
share of an article's lines that others print, from which on its text is not its own."""
SHORTEST = 8
"""Characters of what titles begin or end with."""


def findings(history: History) -> Iterator[Finding]:
    """What repeats itself across the new articles and not across the usual ones."""
    if not history.usual:
        return
    yield from _known_titles(history)
    if len(history.recent) < FEWEST:
        return
    yield from _repeated_text(history)
    yield from _one_text(history)
    yield from _one_title(history)
    yield from _one_author(history)
    yield from _one_picture(history)


def _repeated_text(history: History) -> Iterator[Finding]:
    """A line, or some words in a row, in nearly all of the new texts and in hardly any of the usual ones. The
    newest two tell as much as eight, where it is a line that both of them hold.
    """
    newest, usual = ([_said(s) for s in some] for some in (history.recent, history.usual))
    newest_texts = newest[:LOOKED]
    for pieces, looked in (
        (lines, newest_texts),
        (runs_of_words, newest_texts),
        (lines, newest_texts[:SOONEST]),
    ):
        counts, always = (
            Counter(piece for text in texts for piece in pieces(text))
            for texts in (looked, usual[:LOOKED])
        )
        enough = max(FEWEST, SHARED * len(looked))
        often = [
            p for p, n in counts.items() if n >= enough and 2 * always[p] <= len(usual[:LOOKED])
        ]
        if not often:
            continue
        looks = len(pieces(newest[0])) if pieces is runs_of_words else 1
        for piece in sorted(often, key=lambda p: (-counts[p], -len(p), p))[:3]:
            known = Usual(sum(piece not in text for text in usual), len(usual))
            found = fall([piece not in text for text in newest], known)
            if found and (found := _told(history, piece, found, looks)):
                alike = history.recent[: found.total]
                said = (
                    f"{found.total - found.count} of the last {found.total} new articles hold"
                    f" “{_as_printed(piece, alike)[:80]}”; of {len(usual)} usual ones"
                    f" {len(usual) - int(known.count)}: {history.recent[0].url}"
                )
                yield finding("repeated-text", said, found, history.recent, history)
                return


def _told(history: History, piece: str, found: Fall, looks: int) -> Fall | None:
    """What repeats itself, unless one notice comes after another of one kind; less sure where it was picked
    out of so many (`looks`): of hundreds of words in a row some recur by chance.
    """
    alike = history.recent[: found.total]
    if is_strewn(piece, alike):
        return found
    rarer = replace(found, chance=min(1.0, found.chance * looks))
    return rarer if rarer.chance < FAINT and not _is_one_text(alike, history.usual) else None


def _as_printed(piece: str, articles: Sequence[ArticleSample]) -> str:
    """A piece with the numbers that one of the articles prints in it."""
    pattern = re.compile(re.escape(piece.strip()).replace("0", r"\d+"))
    found = (pattern.search(s.text[:MOST]) for s in articles)
    return next((one[0] for one in found if one), piece.strip())


def is_strewn(piece: str, articles: Sequence[ArticleSample]) -> bool:
    """Whether a piece stands in each of the articles that hold it again and again: no form says a thing so
    often.
    """
    held = [_plain(s.text).count(piece) for s in articles]
    return all(times >= AGAIN for times in held if times)


def _said(sample: ArticleSample) -> str:
    """What an article says beside its title and the office that it begins with: captions and leads repeat
    the one, with a small letter, too; the other may be renamed.
    """
    return _plain(OFFICE.sub("", sample.text)).replace(_plain(sample.title)[1:], "")


def _plain(text: str) -> str:
    """A text without its numbers: counters and dates differ in what is repeated."""
    return DIGITS.sub("0", text[:MOST])


def lines(text: str, least: int = LEAST) -> set[str]:
    """A text's lines that are long enough to tell something."""
    return {line for line in text.split("\n") if len(line) >= least}


def runs_of_words(text: str) -> set[str]:
    """Each six words in a row of a text's lines."""
    words = text.replace("\n", " \n ").split(" ")
    runs = (words[n : n + WORDS] for n in range(len(words) - WORDS + 1))
    return {" ".join(run) for run in runs if "\n" not in run and "" not in run}


def _is_one_text(articles: Sequence[ArticleSample], usual: Sequence[ArticleSample]) -> bool:
    """Whether most of what they say is the same, one notice after another of one kind; the words that all
    of the source's articles share are not counted.
    """
    same, always = _sameness(articles), _sameness(usual)
    return always < 1 and (same - always) / (1 - always) >= WHOLE


def _sameness(articles: Sequence[ArticleSample]) -> float:
    """What share of its words an article has in common with the next one."""
    bags = [Counter(_plain(s.text).split()) for s in articles[:LOOKED]]
    shares = [sum((one & two).values()) / max(1, *_sizes(one, two)) for one, two in pairwise(bags)]
    return sorted(shares)[len(shares) // 2] if shares else 0.0


def _sizes(*bags: Counter[str]) -> list[int]:
    return [sum(bag.values()) for bag in bags]


def _one_text(history: History) -> Iterator[Finding]:
    """New articles most of whose lines stand in other ones: one text for several, or another's for each."""
    newest, usual = (
        [lines(s.text[:MOST], SENTENCE) for s in some] for some in (history.recent, history.usual)
    )
    before, among = (Counter(line for of in some for line in of) for some in (usual, newest))
    known = [_is_own(of, before) for of in usual]
    counts = among + Counter(line for line, times in before.items() if times <= OFTEN)
    found = fall([_is_own(of, counts) for of in newest], Usual(sum(known), len(known)), known)
    if found:
        example = history.recent[found.missing[0]]
        said = f"{found.said('have a text of their own')}; the others print lines of other articles"
        yield finding("one-text", f"{said}: {example.url}", found, history.recent, history)


def _is_own(lines_of: set[str], counts: Counter[str]) -> bool:
    """Whether hardly a line of a text stands in another one, too."""
    return not lines_of or sum(counts[line] > 1 for line in lines_of) < FOREIGN * len(lines_of)


def _one_title(history: History) -> Iterator[Finding]:
    """Articles that have a title with others, or whose titles all begin or end with the same words."""
    found = list(
        _alike(history, lambda s: s.title, "one-title", "have a title of their own", most=FEW)
    )
    yield from found
    if found:
        return
    titles = [s.title for s in history.recent]
    for end, words in ((False, "begin"), (True, "end")):
        piece = _common(titles[:LOOKED], end=end)
        if len(piece) < SHORTEST or len(titles) < FEWEST:
            continue
        bears = str.endswith if end else str.startswith
        usual = [not bears(s.title, piece) for s in history.usual]
        fell = fall([not bears(title, piece) for title in titles], Usual(sum(usual), len(usual)))
        if fell:
            said = (
                f"the titles of {fell.total - fell.count} of the last {fell.total} new articles {words}"
                f" with “{piece.strip()[:80]}”; usual {1 - fell.usual.share:.0%}: {history.recent[0].url}"
            )
            yield finding("site-name-in-titles", said, fell, history.recent, history)


def _common(titles: Sequence[str], *, end: bool) -> str:
    """What all of them begin or end with, as far as something parts it from the rest: "Lam Kiều | "."""
    turned = [title[::-1] if end else title for title in titles]
    first, last = min(turned), max(turned)
    same = (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
    piece = first[: next(same, len(first))]
    parted = PARTED.match(piece)
    piece = parted[0] if parted else ""
    return piece[::-1] if end else piece


def _alike(
    history: History,
    of: Callable[[ArticleSample], str | None],
    name: str,
    words: str,
    *,
    most: float = FALLEN,
) -> Iterator[Finding]:
    """New articles that share with another new one what each usual one has for itself.

    `most`: as `chances.fall` has it.
    """
    judged, known_ones = (
        [s for s in some if of(s) is not None] for some in (history.recent, history.usual)
    )
    newest, usual = [of(s) for s in judged], [of(s) for s in known_ones]
    counts, before = Counter(newest), Counter(usual)
    known = [before[one] == 1 for one in usual]
    found = fall([counts[one] == 1 for one in newest], Usual(sum(known), len(known)), most=most)
    if found:
        piece, times = counts.most_common(1)[0]
        said = (
            f"{found.said(words)}; “{str(piece)[:80]}” stands {times} times:"
            f" {judged[found.missing[0]].url}"
        )
        yield finding(name, said, found, judged, history)


def _known_titles(history: History) -> Iterator[Finding]:
    """Articles that come once more under other addresses, a few at a time or all at once."""
    before = Counter(s.title for s in history.usual)
    known = [before[s.title] == 1 for s in history.usual]
    judged = history.recent or history.taken_in
    found = fall([s.title not in before for s in judged], Usual(sum(known), len(known)), known)
    if found:
        said = (
            f"{found.total - found.count} of the last {found.total} new articles bear titles of stored"
            f" ones: {judged[0].url}"
        )
        told = finding("doubled-articles", said, found, judged, history)
        yield replace(told, is_certain=told.is_certain or judged is history.taken_in)


def _one_picture(history: History) -> Iterator[Finding]:
    yield from _alike(history, lambda s: s.picture, "one-picture", "have a picture of their own")


def _one_author(history: History) -> Iterator[Finding]:
    """A new name under all of them, where several wrote before: the portal's own, most often."""
    names = {s.author for s in history.recent}
    before = Counter(s.author for s in history.usual if s.author)
    if len(names) != 1 or len(history.recent) < SIGNED or len(before) < AUTHORS:
        return
    name = names.pop()
    if name and name not in before:
        said = (
            f"all of the last {len(history.recent)} new articles bear “{name[:80]}”; {len(before)} others"
            f" wrote the usual ones: {history.recent[0].url}"
        )
        is_certain = history.are_of_several_runs(history.recent)
        yield Finding("degraded", Symptom("one-author", said), is_certain=is_certain)
