"""A store of random contents: every table has rows, every column that may be empty is so now and then."""

import random
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

from store_samples import at

from pipeline.model import (
    Article,
    Attachment,
    Finding,
    Health,
    Host,
    Image,
    ListingVisit,
    NamedPlace,
    Notice,
    PageVisit,
    RunReport,
    Section,
    Source,
    Symptom,
    Template,
    Verification,
    WarcLocation,
)
from pipeline.store import Store

WORDS = (
    "xã huyện Đảng đường hoà hòa xây dựng nông thôn mới “Cầu” 120m² 50% ½ e\u0301 e\u0323\u0302 ð 𝟙 👍🏽"
    " ﬁ ß İ \u202eđảo \x0b \\ ' \" ; -- %s :tên {} </p> \ufeff \u200b 北京 Nguyễn-Văn a+b"
).split(" ")
NAMES = ("lynhan", "ha-nam", "ca.mau")
UNITS = {"lynhan": ("13573", "353"), "ha-nam": ("", "35"), "ca.mau": ("", "")}
"""Codes since the merger and before."""
PLACES = (
    NamedPlace("353", "Huyện Lý Nhân", "district", "H. Lý Nhân", 2),
    NamedPlace("25363@2025", "Phường Đồng Phú", "commune", "phường Đồng Phú"),
)


COUNTS = {
    "rejected": {"listing": 2, "a": 1},
    "statuses": {"200": 5},
    "failures": {"failed-timeout": 1},
    "listings": {"http://lynhan.test/": 7},
    "noticed": {"named": 3},
}
"""Of a run, by name."""


def fill(store: Store, seed: int, articles: int = 24) -> None:
    """Sources, articles, edits, withdrawals, refused pages, listings, hosts, templates, looks, runs."""
    chance = random.Random(seed)
    store.put_sources([_source(chance, name) for name in NAMES])
    for number in range(articles):
        name = chance.choice(NAMES)
        article = _article(chance, name, number)
        visit = _visit(chance, name, article, number)
        store.save(article, visit)
        if chance.random() < 0.3:
            _later(store, chance, article, visit)
    _rest(store, chance)


def _later(store: Store, chance: random.Random, article: Article, visit: PageVisit) -> None:
    """It is edited, read anew by better rules, or withdrawn."""
    after = replace(visit, fetched_at=visit.fetched_at + timedelta(days=1))
    edited = replace(article, title=_words(chance, 5), content_hash=str(chance.random()))
    if chance.random() < 0.3:
        store.mark_gone(replace(after, outcome="gone"))
    else:
        store.save(edited, after, reextracted=chance.random() < 0.5)


def _rest(store: Store, chance: random.Random) -> None:
    moment = at(2) + timedelta(microseconds=chance.randrange(10**12))
    for name in NAMES:
        store.record(
            PageVisit(
                name, f"http://{name}.test/x", "", 404, "not-found", moment, told=_words(chance)
            )
        )
        listing = ListingVisit(name, f"http://{name}.test/tin", head=(_words(chance), "b"))
        store.save_listing(replace(listing, read_at=moment, order="oldest", next_number=3))
        store.save_host(
            Host(f"{name}.test:80", delay=chance.random(), resume_at=moment, reason="429")
        )
        store.save_template(name, Template(3, slots=frozenset({(-(1 << 62), 5)}), lines=frozenset({7})),
                            articles=3, learned_at=moment)  # fmt: skip
        ended = RunReport(name, moment, moment + timedelta(seconds=90), "finished", 5, 10**12)
        store.save_run(replace(ended, detail=_words(chance), **COUNTS))
        store.save_run(RunReport(name, moment))
        home = f"http://{name}.test/"
        store.save_verification(Verification(name, home, moment, "moved", detail=_words(chance)))
        symptoms = (Symptom("no-dates", _words(chance)),)
        store.save_health(
            Health(name, "degraded", moment, moment, symptoms, "Look.", "late", 1, 7),
            Notice(name, moment, "degraded", "healthy", symptoms, "Look.", ("webhook",)),
        )


def _source(chance: random.Random, name: str) -> Source:
    return Source(
        name,
        _words(chance),
        f"http://{name}.test/",
        "district",
        chance.choice(("Ninh Bình", "Cà Mau", "")),
        active_from=chance.choice((None, date(2024, 2, 29))),
        delay=chance.choice((None, 0.1, 3.0)),
        sections=(Section(_words(chance), f"http://{name}.test/tin"),),
        enabled=chance.random() < 0.5,
        unit=UNITS[name][0],
        unit_before=UNITS[name][1],
    )


def _article(chance: random.Random, name: str, number: int) -> Article:
    text = "\n".join(_words(chance, 12) for _ in range(4))
    day = chance.random() < 0.3
    when = at(1 + number % 20, 0) if day else at(1 + number % 5)
    return Article(
        url=f"http://{name}.test/tin-{number}?a=1&b=ă",
        title=_words(chance, 6),
        text=text,
        html=f"<p>{text}</p>",
        content_hash=sha256(text.encode()).hexdigest(),
        published_at=chance.choice((None, when)),
        published_precision="day" if day else "minute",
        updated_at=chance.choice((None, when + timedelta(hours=3))),
        author=chance.choice((None, "", _words(chance))),
        section=chance.choice((None, "Kinh tế", "kinh  tế", _words(chance))),
        lead=chance.choice((None, _words(chance))),
        images=tuple(Image(f"http://x/{n}.jpg", _words(chance), None) for n in range(number % 3)),
        attachments=tuple(Attachment(f"http://x/{n}.pdf", _words(chance)) for n in range(number % 2)),
        tags=tuple(_words(chance, 2) for _ in range(number % 4)),
        language=chance.choice((None, "vi")),
        places=PLACES[: number % 3],
        provenance=(Finding("title", "h1", chance.random()), Finding("text", "p", 1e-7)),
    )  # fmt: skip


def _visit(chance: random.Random, name: str, article: Article, number: int) -> PageVisit:
    warc = chance.choice((None, WarcLocation("a.warc.gz", 5_000_000_000 + number, 20)))
    seen = at(21) + timedelta(seconds=number // 2)
    return PageVisit(name, article.url, article.url, 200, "article", seen, warc, etag='W/"é"')


def _words(chance: random.Random, count: int = 3) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(count))
