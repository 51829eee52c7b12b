"""Pagers that are chosen from: a list of pages to pick one from, a field for a page's number. Pure."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element as Element

from crawler.pages.links import resolve
from crawler.pages.paging.pagescripts import calls_in, effect, inline, submitted
from crawler.pages.paging.postback import CALL, posted_form
from crawler.pages.paging.sequence import PAGE_KEY, NextPage, same_listing
from crawler.pages.titles import text_of
from pipeline.clean.page import Page
from pipeline.normalise.urls import same_site

PAGE_LABEL = re.compile(r"^(?:trang|page|p\.?)?\s*(\d{1,5})(?:\s*/\s*\d+)?$", re.IGNORECASE)
TOTAL = re.compile(r"(?:/|của|of|trong)\s*(\d{1,5})\b", re.IGNORECASE)
NUMBERED = 2
"""Options that number pages make a pager; one may be anything."""


def chosen(page: Page, number: int) -> NextPage | None:
    """The page of that number as a list of pages or a field for its number leads to it; None without."""
    return _picked(page, number) or _typed(page, number)


def last_chosen(page: Page) -> NextPage | None:
    """The last page that a list of pages offers."""
    numbers = [n for select in page.root.iter("select") for n in _options(select)]
    return _picked(page, max(numbers)) if numbers and max(numbers) > 1 else None


def _options(select: Element) -> dict[int, Element]:
    """The options of a list that number pages one after the other."""
    found: dict[int, Element] = {}
    for option in select.iter("option"):
        label = PAGE_LABEL.match(text_of(option))
        if label is None:
            return {}
        found[int(label[1])] = option
    numbers = sorted(found)
    return found if len(found) >= NUMBERED and numbers[:2] == [1, 2] else {}


def _picked(page: Page, number: int) -> NextPage | None:
    for select in page.root.iter("select"):
        option = _options(select).get(number)
        if option is None or not _turns(select):
            continue
        found = _by_option(page, select, option.get("value", text_of(option)), number)
        if found:
            return found
    return None


def _turns(select: Element) -> bool:
    """Whether choosing does something, or the list's name is that of a page's number."""
    name = select.get("name", "").rpartition("$")[2]
    return bool(select.get("onchange")) or bool(PAGE_KEY.match(name))


def _by_option(page: Page, select: Element, value: str, number: int) -> NextPage | None:
    if not value.isdecimal() and (address := resolve(page.base, value)):
        fit = same_site(address, page.url) and same_listing(address, page.url)
        return NextPage(address, number=number) if fit else None
    change = select.get("onchange", "")
    name = select.get("name", "")
    if call := CALL.search(change):
        form = posted_form(page, call[1], call[2])
        if form is None:
            return None
        fields = dict(form[1]) | {name: value}
        return NextPage(form[0], tuple(fields.items()), number)
    script = inline(page)
    for function, arguments in calls_in(change):
        given = [value if "value" in argument else argument for argument in arguments]
        done = effect(page, script, function, given or [value])
        if done:
            return NextPage(done.url, done.form, number, partial=done.partial)
    done = submitted(page, {name: value}) if name else None
    return NextPage(done.url, done.form, number) if done else None


def _typed(page: Page, number: int) -> NextPage | None:
    """The form with a field for a page's number, up to the number of pages printed beside it."""
    for field in _fields(page):
        around = " ".join(text_of(element) for element in islice(field.iterancestors(), 2))
        total = TOTAL.search(around[:200])
        if total is None or number > int(total[1]):
            continue
        done = submitted(page, {field.get("name", ""): str(number)})
        if done:
            return NextPage(done.url, done.form, number)
    return None


def _fields(page: Page) -> Iterator[Element]:
    for field in page.root.iter("input"):
        written = field.get("type", "text").lower() in ("text", "number")
        if written and PAGE_KEY.match(field.get("name", "")):
            yield field
