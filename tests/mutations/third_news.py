"""What a portal publishes otherwise than it did: other news, other addresses, another order."""
# ruff: noqa: E501 - pages as portals send them

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from live_portals.portal import Item, Portal
from live_portals.text import slug

from mutations.third_bodies import BETTING, betting


def betting_posts(portal: Portal) -> None:
    """Somebody has the editors' password: four such pieces for each of theirs."""
    add = portal.add

    def more(when: datetime, *args: object, **named: object) -> Item:
        for n in range(4):
            spam = add(when - timedelta(minutes=n + 1))
            dice = random.Random(spam.number)
            spam.title = f"{dice.choice(BETTING).capitalize()} {dice.choice(BETTING)} năm {dice.randint(2026, 2999)}"
            spam.slug = slug(spam.title)
            spam.parts = [[" ".join(betting(dice) for _ in range(3)) for _ in range(4)]]
        return add(when, *args, **named)  # type: ignore[arg-type]

    portal.add = more  # type: ignore[method-assign]


def again(portal: Portal) -> None:
    """What is new is what has been published before, word for word, under a new number and date."""
    add, old = portal.add, portal.public()

    def repeated(*args: object, **named: object) -> Item:
        item = add(*args, **named)  # type: ignore[arg-type]
        before = old[item.number % 5 + 1]
        item.title, item.parts, item.slug = before.title, before.parts, before.slug
        return item

    portal.add = repeated  # type: ignore[method-assign]


def oldest_first(portal: Portal) -> None:
    """All lists run the other way, the home page's too, and are short."""
    listed = portal.listed
    portal.per_page = 4
    portal.listed = lambda section="": listed(section)[::-1]  # type: ignore[method-assign]


def on_themes(*themes: str) -> Callable[[Portal], None]:
    """What is new is about these."""

    def change(portal: Portal) -> None:
        add = portal.add

        def themed(*args: object, **named: object) -> Item:
            item = add(*args, **named)  # type: ignore[arg-type]
            theme = themes[item.number % len(themes)]
            item.title = f"{theme} ở {item.title.split(' tại ')[-1]}, vụ thứ {item.number}"
            item.slug = slug(item.title)
            item.parts[0] = [f"{line} {theme} là việc được nêu ra." for line in item.parts[0]]
            return item

        portal.add = themed  # type: ignore[method-assign]

    return change


def same_headline(portal: Portal) -> None:
    """Each day has a notice under a name that all such notices have."""
    add = portal.add

    def named(*args: object, **more: object) -> Item:
        item = add(*args, **more)  # type: ignore[arg-type]
        if item.number % 3 == 0:
            item.title = "Thông báo lịch tiếp công dân của lãnh đạo"
        return item

    portal.add = named  # type: ignore[method-assign]


def one_long_report(portal: Portal) -> None:
    """One of the new ones is ten times as long as any."""
    add = portal.add

    def long(*args: object, **more: object) -> Item:
        item = add(*args, **more)  # type: ignore[arg-type]
        if item.number % 3 == 0:
            item.parts[0] += portal._writer.paragraphs(40)
        return item

    portal.add = long  # type: ignore[method-assign]


def new_addresses(portal: Portal) -> None:
    """Another form of all articles' addresses; `at_new_addresses` serves them."""
    portal.path = lambda item: f"/noi-dung/{item.slug}-{item.number}.aspx"  # type: ignore[method-assign]
