"""ASP.NET's form pagers: the form that a page posts back to itself. Pure."""

import re
from collections.abc import Callable, Iterator

from lxml.etree import _Element as Element

from crawler.pages.links import resolve
from crawler.pages.paging.forms import forms_of
from crawler.pages.paging.sequence import Form, NextPage
from pipeline.clean.page import Page

EVENT = ("__EVENTTARGET", "__EVENTARGUMENT")
STATED = re.compile(r"__V(IEW)?STATE")
STATE = re.compile(r"^__(VIEW|V)STATE")
CALL = re.compile(
    r"(?:__doPostBack|WebForm_PostBackOptions)\(\s*\\?['\"]([^'\"\\]+)\\?['\"]\s*,\s*\\?['\"]([^'\"\\]*)\\?['\"]"
)
ONWARD = re.compile(
    r"(^|[$_:])(lnk|lbtn?|lb|btn|ibtn?|ib|img|hpl|hl|cmd|a)?_?(next|tiep(theo)?|sau)(page|trang)?\d*$",
    re.IGNORECASE,
)
"""The control that leads on, where it is drawn as a picture."""
LAST_TARGET = re.compile(
    r"(^|[$_:])(lnk|lbtn?|lb|btn|ibtn?|ib)?_?(last|cuoi)(page)?\d*$", re.IGNORECASE
)
Says = Callable[[Element, str], bool]
"""Whether a control with that label leads on."""
DOTS = frozenset(("...", "…", "[...]", ".."))


def posted_form(page: Page, target: str, argument: str) -> tuple[str, Form] | None:
    """The address and fields that `__doPostBack(target, argument)` sends; None without a `__VIEWSTATE`.

    Buttons are left out, as the browser's script leaves them out.
    """
    return _sent(page, dict(zip(EVENT, (target, argument), strict=True)))


def pressed(page: Page, button: Element) -> tuple[str, Form] | None:
    """The same for a button that is pressed: its name and value go along, a picture's with the place."""
    name = button.get("name", "")
    if button.get("type", "").lower() == "image":
        return _sent(page, {f"{name}.x": "1", f"{name}.y": "1"})
    return _sent(page, {name: button.get("value", "")})


def _sent(page: Page, fields: dict[str, str]) -> tuple[str, Form] | None:
    stateful = (f for f in forms_of(page) if any(STATE.match(name) for name in f.fields))
    form = next(stateful, None)
    if form is None:
        return None
    kept = {name: value for name, value in form.form_values() if name not in EVENT}
    if EVENT[0] not in fields and EVENT[0] in form.fields:
        kept |= dict.fromkeys(EVENT, "")
    action = resolve(page.base, form.get("action") or page.url) or page.url
    return action, tuple((kept | fields).items())


def postback_call(anchor: Element) -> tuple[str, str] | None:
    """Target and argument of the form post that a link makes; None where it makes none."""
    call = (
        CALL.search(anchor.get("href", ""))
        or CALL.search(anchor.get("onclick", ""))
        or CALL.search(anchor.get("onchange", ""))
    )
    return (call[1], call[2]) if call else None


def next_post(
    page: Page, number: int, label: Callable[[Element], str], says: Says
) -> NextPage | None:
    """The form post that leads to the page after the `number`-th; None without such a pager.

    A window of ten numbers goes on behind a link labelled "...": a GridView's argument carries the
    number, AspNetPager's is the number; other controls name it by its place, behind the window's
    last number.
    """
    following = str(number + 1)
    ranked: list[tuple[int, tuple[str, str]]] = []
    last = 0
    for anchor, call in _posting(page):
        text = label(anchor)
        if text == following or call[1] in (f"Page${following}", following):
            ranked.append((0, call))
        elif says(anchor, text) or call[1] == "Page$Next" or ONWARD.search(call[0]):
            ranked.append((1, call))
        elif text in DOTS and last >= max(number - 1, 2) and not call[1].startswith("Page$"):
            ranked.append((2, call))
        last = int(text) if text.isdecimal() else last
    form = posted_form(page, *min(ranked, key=lambda found: found[0])[1]) if ranked else None
    form = form or _next_button(page, following, says)
    return NextPage(*form, number + 1) if form else None


def last_post(page: Page, label: Callable[[Element], str], says: Says) -> NextPage | None:
    """The form post to the last page that a pager shows, by its highest number or its "last" link."""
    best: tuple[int, tuple[str, str]] | None = None
    for anchor, call in _posting(page):
        text = label(anchor)
        if says(anchor, text) or call[1] == "Page$Last" or LAST_TARGET.search(call[0]):
            best = (0, call)
            break
        if text.isdecimal() and len(text) < 6 and (best is None or int(text) > best[0]):
            best = (int(text), call)
    form = posted_form(page, *best[1]) if best else None
    return NextPage(*form, best[0]) if form and best else None


def _posting(page: Page) -> Iterator[tuple[Element, tuple[str, str]]]:
    if "PostBack" not in page.text:
        return
    for anchor in page.root.iter("a", "input", "button", "span", "li"):
        call = postback_call(anchor)
        if call:
            yield anchor, call


def _next_button(page: Page, following: str, says: Says) -> tuple[str, Form] | None:
    """What is sent when the button is pressed that has the next number, else the one that says "next"."""
    if not STATED.search(page.text):
        return None
    named = [b for b in page.root.iter("input", "button") if b.get("name") and _is_button(b)]
    numbered = (b for b in named if _face(b) == following)
    onward = (b for b in named if says(b, _face(b).lower()) or ONWARD.search(b.get("name", "")))
    button = next(numbered, None)
    if button is None:
        button = next(onward, None)
    return None if button is None else pressed(page, button)


def _is_button(element: Element) -> bool:
    kind = element.get("type", "submit" if element.tag == "button" else "text").lower()
    return kind in ("submit", "image") and element.get("disabled") is None


def _face(button: Element) -> str:
    """What is written on a button."""
    words = "".join(button.itertext()).strip() if button.tag == "button" else ""
    return words or button.get("value", "").strip() or button.get("alt", "").strip()
