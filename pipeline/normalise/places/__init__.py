"""The administrative units that a text names; pure.

A text is taken apart into words once; forms lead to names, names are looked up (`names`), and what a
name may mean is decided by what stands around it (`deciding`). What is not certain is left out.
"""

from collections.abc import Sequence
from datetime import date

from pipeline.model import NamedPlace
from pipeline.normalise.places.bare import known_mentions, own_units, province_mentions
from pipeline.normalise.places.deciding import Judge, home_of
from pipeline.normalise.places.forms import STARTS, Form, form_at
from pipeline.normalise.places.mention import Mention
from pipeline.normalise.places.options import era_of
from pipeline.normalise.places.reading import Reader
from pipeline.normalise.places.words import Words, words_of


def named_places(
    lines: Sequence[str], *, home: Sequence[str] = (), day: date | None = None
) -> tuple[NamedPlace, ...]:
    """The units that the lines name, each once, in the order in which they come.

    `home`: ids of the units whose portal it is, of before and of now. `day`: the article's, in
    Vietnam; until 2025-06-30 units of before are meant, since then those of now where one is called so.
    """
    words = words_of(lines)
    forms = _forms(words)
    era = era_of(day, (kind for form in forms.values() for kind in form.kinds))
    mentions = Reader(words, forms, era).read()
    taken = {i for mention in mentions for i in range(mention.first, mention.last + 1)}
    own = own_units(home)
    judge = Judge(home_of(home))
    free = province_mentions(words, taken, mentions, era)
    judge.decide((*mentions, *free))
    told = [mention.unit for mention in mentions if mention.unit]
    taken.update(i for mention in free for i in range(mention.first, mention.last + 1))
    known = known_mentions(words, taken, dict.fromkeys(told), own, era)
    judge.decide(known)
    return _places(words, [*mentions, *free, *known], day)


def _forms(words: Words) -> dict[int, Form]:
    starts = STARTS
    places = [i for i, key in enumerate(words.keys) if key in starts]
    found = ((i, form_at(words, i)) for i in places)
    return {i: form for i, form in found if form}


def _places(words: Words, mentions: list[Mention], day: date | None) -> tuple[NamedPlace, ...]:
    found: dict[str, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda one: one.first):
        if mention.unit:
            found.setdefault(mention.unit.id, []).append(mention)
    return tuple(_place(words, of, day) for of in found.values())


def _place(words: Words, mentions: list[Mention], day: date | None) -> NamedPlace:
    first = mentions[0]
    assert first.unit is not None
    unit = first.unit
    form = words.shown(first.first, first.last)
    return NamedPlace(unit.id, unit.name_on(day), unit.level, form, len(mentions))
