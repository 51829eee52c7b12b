"""Composes each portal's news from the stock: the same `now` gives the same stories, whatever is served."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random

from crawler.farm.slots import Slots
from crawler.farm.slugs import slug
from crawler.farm.stock import PLACES, SHARED, TOPICS, Topic
from crawler.farm.stories import Form, Passage, Picture, Story

COUNT = 46
"""Stories of one portal."""
_SPAN = timedelta(days=730)
_FIRST_NUMBER = 101
_HEADS = frozenset(
    {"Ban", "Bí", "Công", "Hội", "Mặt", "Ngân", "Ủy", "Đoàn", "Trung", "Sổ", "Hợp", "Trạm"}
)
"""First syllables that keep their capital inside a sentence."""


@lru_cache(maxsize=4)
def compose(now: datetime) -> dict[str, tuple[Story, ...]]:
    """Every portal's stories, newest first, published in the two years before `now`. No two share a title."""
    titles: set[str] = set()
    return {portal: _portal(portal, now, titles) for portal in PLACES}


def _portal(portal: str, now: datetime, titles: set[str]) -> tuple[Story, ...]:
    random = Random(f"congtin farm {portal}")  # noqa: S311 - plausible text, no secret
    topics = random.sample(TOPICS, len(TOPICS))
    return tuple(_story(portal, index, now, topics, random, titles) for index in range(COUNT))


def _story(
    portal: str,
    index: int,
    now: datetime,
    topics: Sequence[Topic],
    random: Random,
    titles: set[str],
) -> Story:
    published = _moment(index, now, random)
    topic, form = _assignment(index, topics)
    slots, title, lead = _headed(topic, form, portal, published, random, titles)
    edited = (
        published + timedelta(minutes=random.randint(40, 60 * 24 * 3))
        if index % 3 == 1
        else published
    )
    number = _FIRST_NUMBER + COUNT - 1 - index
    name = slug(title)
    return Story(
        number=number,
        slug=name,
        title=title,
        kind="thong-bao" if form == "notice" else topic.kind,
        form=form,
        published_at=published,
        edited_at=min(edited, now - timedelta(minutes=5)),
        reporter=slots.fill("{phongvien}"),
        lead="" if form == "notice" else slots.fill(lead),
        passages=_notice(slots, lead, random)
        if form == "notice"
        else _TOLD[form](slots, topic, random, number),
        files=_files(form, index, name),
        tags=tuple(random.sample(topic.tags, random.randint(2, len(topic.tags)))),
    )


def _moment(index: int, now: datetime, random: Random) -> datetime:
    step = _SPAN / COUNT
    day = now - step * index - step * random.uniform(0.1, 0.8)
    moment = day.replace(
        hour=random.randint(7, 20), minute=random.randint(0, 59), second=0, microsecond=0
    )
    return moment if moment < now - timedelta(hours=1) else moment - timedelta(days=1)


def _assignment(index: int, topics: Sequence[Topic]) -> tuple[Topic, Form]:
    forms: dict[int, Form] = {5: "notice", 7: "interview"}
    wanted = forms.get(index % 11, "report")
    fit = {
        "notice": [t for t in topics if t.notices],
        "interview": [t for t in topics if t.interview],
    }
    candidates = fit.get(wanted, topics)
    return candidates[(index // 11 if wanted != "report" else index) % len(candidates)], wanted


def _headed(
    topic: Topic, form: Form, portal: str, published: datetime, random: Random, titles: set[str]
) -> tuple[Slots, str, str]:
    """Slots, the title that they give and no other story has, and the template of its lead."""
    while True:
        slots = Slots(random, PLACES[portal], published)
        template, lead = random.choice(_heads(topic, form))
        title = slots.fill(template)
        if title not in titles:
            titles.add(title)
            return slots, title, lead


def _heads(topic: Topic, form: Form) -> list[tuple[str, str]]:
    """Title and lead templates that belong together. A notice's lead is its first sentence."""
    if form == "notice":
        return [(notice["title"], notice["line"]) for notice in topic.notices]
    if form == "interview":
        return [(title, topic.interview["lead"]) for title in topic.interview["titles"]]
    return list(zip(topic.titles, topic.leads, strict=True))


def _files(form: str, index: int, name: str) -> tuple[str, ...]:
    if form == "notice":
        return (f"{name[:50].strip('-')}.pdf",)
    if index % 9 == 4:
        return (f"phu-luc-{name[:40].strip('-')}.xlsx", f"ke-hoach-{name[:40].strip('-')}.pdf")
    return ()


def _report(slots: Slots, topic: Topic, random: Random, number: int) -> tuple[Passage, ...]:
    groups = _grouped(_facts(slots, topic, random), random)
    blocks = [
        _paragraph([_linked(group[0], i, random), *group[1:]]) for i, group in enumerate(groups)
    ]
    voices = random.sample(topic.voices, random.randint(1, len(topic.voices)))
    for voice in voices:
        blocks.insert(random.randint(1, len(blocks)), _paragraph([slots.fill(voice)]))
    if len(blocks) >= 6:
        blocks.insert(len(blocks) // 2, Passage("heading", (random.choice(SHARED.headings),)))
    blocks += _extras(slots, topic, random)
    blocks.append(_paragraph(_outlook(slots, topic, random)))
    return _with_figures(blocks, slots, topic, random, number)


def _facts(slots: Slots, topic: Topic, random: Random) -> list[str]:
    facts = random.sample(topic.facts, random.randint(4, min(10, len(topic.facts))))
    if random.random() < 0.5:
        facts.insert(random.randint(0, 2), random.choice(SHARED.context))
    return [slots.fill(fact) for fact in facts]


def _grouped(sentences: list[str], random: Random) -> list[list[str]]:
    groups: list[list[str]] = []
    while sentences:
        size = random.choice((1, 1, 2, 2, 3))
        groups.append(sentences[:size])
        sentences = sentences[size:]
    return groups


def _linked(sentence: str, index: int, random: Random) -> str:
    """Half of the later paragraphs begin with a link, unless a name or an office begins the sentence."""
    if (
        not index
        or sentence.split(maxsplit=1)[0] in _HEADS
        or not sentence[1].islower()
        or random.random() < 0.5
    ):
        return sentence
    return f"{random.choice(SHARED.links)} {sentence[0].lower()}{sentence[1:]}"


def _outlook(slots: Slots, topic: Topic, random: Random) -> list[str]:
    chosen = [random.choice(topic.outlook)]
    if random.random() < 0.4:
        chosen.append(random.choice(SHARED.outlook))
    return [slots.fill(sentence) for sentence in chosen]


def _extras(slots: Slots, topic: Topic, random: Random) -> list[Passage]:
    draw = random.random()
    if topic.table and draw < 0.3:
        return [_paragraph([f"{slots.fill(topic.table['title'])}:"]), _table(slots, topic, random)]
    if topic.list and draw < 0.55:
        items = tuple(slots.fill(item) for item in topic.list["items"])
        return [_paragraph([slots.fill(topic.list["intro"])]), Passage("list", items)]
    return []


def _table(slots: Slots, topic: Topic, random: Random) -> Passage:
    parts = random.sample(slots.place.parts, random.randint(4, 6))
    rows = [" | ".join(topic.table["header"])]
    for index, part in enumerate(parts, 1):
        cells = (
            cell.replace("{i}", str(index)).replace("{phan}", part) for cell in topic.table["row"]
        )
        rows.append(" | ".join(slots.fill(cell) for cell in cells))
    return Passage("table", tuple(rows))


def _with_figures(
    blocks: list[Passage], slots: Slots, topic: Topic, random: Random, number: int
) -> tuple[Passage, ...]:
    captions = random.sample(topic.captions, random.choice((0, 1, 1, 2, 2, 3)))
    for index, template in enumerate(captions, 1):
        caption = slots.fill(template) if random.random() < 0.93 else ""
        file = f"{slug(caption or topic.id, 48)}-{number}-{index}.png"
        figure = Passage("figure", (caption,) if caption else (), Picture(file, caption))
        places = [
            i for i in range(1, len(blocks)) if blocks[i].kind == blocks[i - 1].kind == "paragraph"
        ]
        blocks.insert(random.choice(places or [0]), figure)
    return tuple(blocks)


def _notice(slots: Slots, line: str, random: Random) -> tuple[Passage, ...]:
    return _paragraph([slots.fill(line)]), _paragraph([random.choice(SHARED.endings)])


def _interview(slots: Slots, topic: Topic, random: Random, number: int) -> tuple[Passage, ...]:
    official = slots.fill("{canbo}")
    blocks = [
        _paragraph(
            [f"Phóng viên đã trao đổi với {official[0].lower()}{official[1:]} về vấn đề này."]
        )
    ]
    facts = iter(slots.fill(fact) for fact in random.sample(topic.facts, 5))
    for turn in random.sample(topic.interview["turns"], 2):
        blocks += [
            Passage("question", (f"PV: {slots.fill(turn['q'])}",)),
            _paragraph([slots.fill(turn["a"]), next(facts)]),
            _paragraph([next(facts)]),
        ]
    blocks.append(_paragraph([slots.fill(random.choice(topic.voices)), next(facts)]))
    blocks.append(_paragraph(["Xin trân trọng cảm ơn!"]))
    return _with_figures(blocks, slots, topic, random, number)


def _paragraph(sentences: list[str]) -> Passage:
    return Passage("paragraph", (" ".join(sentences),))


_TOLD = {"report": _report, "interview": _interview}
