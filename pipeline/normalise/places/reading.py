"""Names behind their forms, whole enumerations of them, and the units that are said to hold them; pure."""

import re
from collections.abc import Mapping

from pipeline.geography import Level
from pipeline.normalise.places.asides import old_after
from pipeline.normalise.places.forms import Form
from pipeline.normalise.places.mention import Mention, link
from pipeline.normalise.places.names import Found, names_at
from pipeline.normalise.places.options import Era, Tiers, bare, formed
from pipeline.normalise.places.standing import stands_whole
from pipeline.normalise.places.words import Words

_BEFORE_NAME = re.compile(r"[ \u00a0]{1,2}|[ \u00a0]?:? ?[\"“”'‘]?")
_DOT = re.compile(r"\. ?")
_LIST = re.compile(r"\s?[,;/&]\s?|\s?[-–]\s?")
_ASIDE = re.compile(r"\s?\(\s?")
_CLOSED = re.compile(r"\s?[\"”']?\)")
_AND = frozenset(("và", "cùng", "với", "hoặc", "đến"))
_OF = frozenset(("thuộc", "của", "ở"))
_ABOVE: dict[Level, frozenset[Level]] = {
    "commune": frozenset(("district", "province")),
    "district": frozenset(("province",)),
    "province": frozenset(),
}
_DEEPEST = 8
"""Forms that may hang on each other: commune, district, province, and lists of such."""
_RANK: dict[Level, int] = {"province": 2, "district": 1, "commune": 0}


class Reader:
    """Reads one text. `mentions`: what was found so far, in no order."""

    def __init__(self, words: Words, forms: Mapping[int, Form], era: Era) -> None:
        self.mentions: list[Mention] = []
        self._words, self._forms, self._era = words, forms, era
        self._done = 0
        self._depth = 0

    def read(self) -> list[Mention]:
        """All that stand behind a form, and what they are said to lie in."""
        for first, form in self._forms.items():
            if first >= self._done:
                self._group(form, [])
        return self.mentions

    def _group(self, form: Form, before: list[Mention]) -> list[Mention]:
        """One form with the names behind it. `before`: the end of a list that goes on here."""
        self._depth += 1
        items: list[Mention] = []
        pending, at, old = list(before), form.name, form.old
        while True:
            item = self._item(form, at, items, pending) if at >= 0 else None
            if item is None:
                at = self._past_unknown(form, at, items)
                if at < 0:
                    break
                continue
            if item.upper is item:  # a unit that holds those before it
                item.upper = None
                pending = [item]
            else:
                items.append(item)
                item.likes = items
                pending.append(item)
            at, was = self._behind(item, pending)
            old = old or was
        if old and items:
            for item in items if form.plural or form.old else items[-1:]:
                self._make_old(item, form)
        self._depth -= 1
        return items

    def _item(
        self, form: Form, at: int, items: list[Mention], pending: list[Mention]
    ) -> Mention | None:
        """The unit named there: one of the list, or one that holds those before it."""
        words = self._words
        if not (words.capital(at) or (at < len(words) and words.raw[at].isdigit())):
            return None
        if not items:
            return self._first(form, at) if self._opens(form, at) else None
        like = self._like(form, at, items)
        if like and form.plural:
            return like
        above = self._above(at, pending)
        return above or like

    def _opens(self, form: Form, at: int) -> bool:
        """Whether what stands between form and name does not part them."""
        if at == form.first:
            return True
        gap, last = self._words.gap(at - 1), self._words.keys[at - 1]
        if _BEFORE_NAME.fullmatch(gap):
            return bool(gap)
        return _DOT.fullmatch(gap) is not None and (len(last) == 1 or last in {"tp", "tx", "tt"})

    def _first(self, form: Form, at: int) -> Mention | None:
        for found in names_at(self._words, at):
            tiers = formed(found.bearers, form.kinds, self._era, old=form.old)
            if tiers and stands_whole(self._words, found.last, told=True):
                alone = len(form.kinds) == 1 and ":" not in self._words.gap(at - 1)
                first = form.first if alone else at
                return self._made(first, at, found, tiers, form)
        for found in names_at(self._words, at):  # of no unit that is known: "thành phố Ninh Bình"
            self._made(form.first, at, found, (), form)
            break
        return None

    def _like(self, form: Form, at: int, items: list[Mention]) -> Mention | None:
        """Another of the list; without a word for many it must be the first one's like."""
        for found in names_at(self._words, at):
            tiers = formed(found.bearers, form.kinds, self._era, old=form.old)
            if not tiers or not stands_whole(self._words, found.last, told=form.plural):
                continue
            parents = {unit.parent for unit in items[-1].units}
            if form.plural or any(unit.parent in parents for tier in tiers for unit in tier):
                made = self._made(at, at, found, tiers, form)
                made.follows = not form.plural
                return made
        return None

    def _above(self, at: int, pending: list[Mention]) -> Mention | None:
        """A bare name of what holds those before it: "xã Hợp Lý, Lý Nhân, Hà Nam"."""
        levels = {unit.level for mention in pending[-1:] for unit in mention.units}
        if not levels:
            return None
        wanted = _ABOVE[min(levels, key=_RANK.__getitem__)]
        for found in names_at(self._words, at):
            old, _ = old_after(self._words, found.last)
            tiers = bare(found.bearers, wanted, self._era, old=old)
            if not tiers or not stands_whole(self._words, found.last, told=False):
                continue
            made = self._made(at, at, found, tiers, None)
            if _hold(made, pending):
                made.upper = made
                self._keep(made)
                return made
        return None

    def _made(
        self, first: int, name: int, found: Found, tiers: Tiers, form: Form | None
    ) -> Mention:
        words = self._words
        line = words.text.rfind("\n", 0, words.starts[first])
        doubtful = form is not None and form.short and "commune" in form.levels
        sure = not doubtful and not _is_lower(words, name, found.last)
        made = Mention(first, found.last, tiers, line, found.bearers, sure)
        if form:
            self._keep(made)
        return made

    def _keep(self, mention: Mention) -> None:
        self.mentions.append(mention)
        self._done = max(self._done, mention.last + 1)

    def _behind(self, item: Mention, pending: list[Mention]) -> tuple[int, bool]:
        """(where the next name of the list may begin, or -1; whether "cũ" stood behind this one)."""
        old, after = old_after(self._words, item.last)
        last = after - 1
        if _ASIDE.fullmatch(self._words.gap(last)):
            last = self._aside(last + 1, item, pending)
            if last < 0:
                return -1, old
        return self._next(last, pending), old

    def _next(self, last: int, pending: list[Mention]) -> int:
        words, at = self._words, last + 1
        gap = words.gap(last)
        listed = _LIST.fullmatch(_CLOSED.sub("", gap, count=1)) is not None
        word = words.key(at)
        if word in _AND and (listed or words.joined(last) or gap == ") ") and words.joined(at):
            at, holds = at + 1, False
        elif word in _OF and words.joined(last) and words.joined(at):
            at, holds = at + 1, True
        elif listed:
            holds = True
        else:
            return -1
        if at in self._forms:
            if self._depth < _DEEPEST:
                self._go_on(self._forms[at], pending, holds=holds)
            return -1
        return at

    def _go_on(self, form: Form, pending: list[Mention], *, holds: bool) -> None:
        """Behind a sign another form: of what holds these, or of the next of a longer list."""
        lowest = {unit.level for mention in pending[-1:] for unit in mention.units}
        higher = bool(lowest) and all(
            _RANK[level] > max(map(_RANK.__getitem__, lowest)) for level in form.levels
        )
        if higher and holds and not form.plural:
            found = self._group(form, [])
            if found:
                _hold(found[0], pending)
        elif not higher and form.levels & lowest and not form.plural:
            self._group(form, pending)

    def _aside(self, at: int, item: Mention, pending: list[Mention]) -> int:
        """What stands in brackets behind a name; its last word, -1 where the list ends with it."""
        while self._words.key(at) in {"nay", "thuộc", "là", "trước", "đây"}:
            at += 1
        if self._depth == _DEEPEST:
            return -1
        if form := self._forms.get(at):
            found = self._group(form, [])
            if found and not _hold(found[0], pending):
                for one in found:
                    link(one, item)
        else:
            above = self._above(at, pending)
            if above is None:
                return -1
            above.upper = None
            found = [above]
        last = max(self._done - 1, at)
        _, after = old_after(self._words, last)
        closed = _CLOSED.match(self._words.gap(after - 1)) is not None
        if closed and found:
            pending.clear()
        return after - 1 if closed else -1

    def _past_unknown(self, form: Form, at: int, items: list[Mention]) -> int:
        """Behind a name of an enumeration that no unit has: such as merged before the data begins."""
        words = self._words
        if at < 0 or not form.plural or not items or not words.capital(at):
            return -1
        while words.joined(at) and words.capital(at + 1):
            at += 1
        return self._next(at, [])

    def _make_old(self, item: Mention, form: Form) -> None:
        if item.bearers is None:
            return
        tiers = formed(item.bearers, form.kinds, self._era, old=True)
        kept = {unit.id for tier in tiers for unit in tier}
        if kept & {unit.id for unit in item.units}:
            item.narrow(kept)


def _hold(upper: Mention, pending: list[Mention]) -> bool:
    """Said of the last one before it, and of as many before that as it may be true of."""
    held = False
    for mention in reversed(pending):
        if mention is upper or mention.upper is not None or not link(mention, upper):
            break
        held = True
    return held


def _is_lower(words: Words, name: int, last: int) -> bool:
    """Whether a part of the name is written small, as words are that are no name: "xã An toàn"."""
    return any(words.raw[i][0].islower() for i in range(name, last + 1))
