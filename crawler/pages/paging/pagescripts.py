"""What a page's own inline scripts do when a pager's link is clicked: where they lead. Pure.

No script is run. Read are only the shapes that pagers are written in: a function that sets the
window's address, fills a form and submits it, or fetches a part of the page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from crawler.pages.links import resolve
from crawler.pages.paging.expressions import (
    BODY,
    NAME,
    Names,
    evaluate,
    expression_at,
    knower,
    with_locals,
)
from crawler.pages.paging.forms import forms_of
from crawler.pages.paging.sequence import Form
from pipeline.clean.page import Page

MOST = 200_000
"""Characters of script that are read; a library pasted into a page has more."""
CALL = re.compile(r"(?:^|[;:{\s])(?:return\s+)?([A-Za-z_$][\w$.]*)\s*\(([^()]*)\)")
BUILTIN = frozenset("void alert confirm if for while setTimeout function return".split())
GOES = re.compile(
    r"(?:(?:window|document|self|top|parent)\.)*location(?:\.href)?\s*=(?!=)\s*"
    r"|location\.(?:assign|replace)\(\s*|window\.open\(\s*"
)
FETCHES = re.compile(
    r"(?:\$|jQuery|axios)\.(?P<verb>get|post|getJSON)\(\s*|\bfetch\(\s*|\.load\(\s*"
    r"|\burl\s*:\s*|\.open\(\s*['\"](?P<open>GET|POST)['\"]\s*,\s*",
    re.IGNORECASE,
)
POSTS = re.compile(r"(?:type|method)\s*:\s*['\"]post['\"]", re.IGNORECASE)
DATA = re.compile(r"(?:\bdata\s*:\s*|,\s*)\{([^{}]*)\}")
SETS = re.compile(
    rf"(?:getElementById\(\s*['\"](?P<id>[^'\"]+)['\"]\s*\)|\.(?:elements)?\.?(?P<name>{NAME})"
    r"|\[\s*['\"](?P<item>[^'\"]+)['\"]\s*\])\.value\s*=(?!=)\s*"
    r"|\$\(\s*['\"]#(?P<query>[\w-]+)['\"]\s*\)\.val\(\s*",
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a script asks for: an address, posted fields, and whether only a part of the page comes."""

    url: str
    form: Form = ()
    partial: bool = False


def inline(page: Page) -> str:
    """The page's own scripts, one text."""
    texts = (
        "".join(script.itertext())
        for script in page.root.iter("script")
        if not script.get("src") and "json" not in script.get("type", "")
    )
    return "\n".join(texts)[:MOST]


def calls(element: Element) -> Iterator[tuple[str, list[str]]]:
    """The functions that a click on an element calls, with the arguments as they stand."""
    yield from calls_in(element.get("onclick", ""))
    href = element.get("href", "")
    if href[:11].lower() == "javascript:":
        yield from calls_in(href[11:])


def calls_in(text: str) -> Iterator[tuple[str, list[str]]]:
    """The same for a piece of script."""
    for found in CALL.finditer(text):
        if found[1] not in BUILTIN:
            yield found[1], [part.strip() for part in found[2].split(",") if part.strip()]


def effect(page: Page, script: str, name: str, arguments: list[str]) -> Effect | None:
    """What calling a function of the page's script asks for; None where it asks for nothing known."""
    found = _function(script, name)
    if found is None:
        return None
    names, body = found
    values = {n: _literal(v) for n, v in zip(names, arguments, strict=False)}
    lookup = knower(page, script, values)
    return (
        _gone(page, body, lookup) or fetched(page, body, lookup) or _submitted(page, body, lookup)
    )


def _function(script: str, name: str) -> tuple[list[str], str] | None:
    bare = re.escape(name.rpartition(".")[2])
    head = re.search(
        rf"function\s+{bare}\s*\(([^()]*)\)\s*\{{|\b{bare}\s*[=:]\s*(?:async\s*)?"
        rf"(?:function\s*{NAME}?\s*\(([^()]*)\)\s*\{{|function\s*\(([^()]*)\)\s*\{{|\(?([^()=]*)\)?\s*=>\s*\{{)",
        script,
    )
    if head is None:
        return None
    parameters = next((group for group in head.groups() if group is not None), "")
    names = [part.partition("=")[0].strip() for part in parameters.split(",")]
    return names, _block(script, head.end())


def _block(script: str, start: int) -> str:
    """A function's body, to the brace that closes it."""
    depth = 1
    for place in range(start, min(start + BODY, len(script))):
        depth += {"{": 1, "}": -1}.get(script[place], 0)
        if not depth:
            return script[start:place]
    return script[start : start + BODY]


def _literal(text: str) -> str:
    return text.strip("'\"")


def _gone(page: Page, body: str, names: Names) -> Effect | None:
    """Where a body sends the window."""
    names = with_locals(body, names)
    for found in GOES.finditer(body):
        value = evaluate(expression_at(body, found.end()), names)
        if value and (address := resolve(page.base, value)):
            return Effect(address)
    return None


def fetched(page: Page, body: str, names: Names) -> Effect | None:
    """What a body fetches to put it into the page."""
    names = with_locals(body, names)
    for found in FETCHES.finditer(body):
        value = evaluate(expression_at(body, found.end()), names)
        address = resolve(page.base, value.partition(" ")[0]) if value else ""
        if not address:
            continue
        rest = body[found.end() : found.end() + BODY]
        fields = _fields(rest, names)
        verb = (found["verb"] or found["open"] or "").lower()
        if fields and (verb == "post" or POSTS.search(body)):
            return Effect(address, fields, partial=True)
        return Effect(with_fields(address, fields), partial=True)
    return None


def with_fields(address: str, fields: Form) -> str:
    """An address with more parameters, written as they are."""
    query = "&".join(f"{name}={value}" for name, value in fields)
    return f"{address}{'&' if '?' in address else '?'}{query}" if query else address


def _fields(text: str, names: Names) -> Form:
    """The fields of the first object of data in a call."""
    found = DATA.search(text)
    if found is None:
        return ()
    pairs = [part.partition(":") for part in found[1].split(",") if part.strip()]
    values = ((k.strip().strip("'\""), evaluate(v or k, names)) for k, _, v in pairs)
    return tuple((name, value) for name, value in values if value is not None)


def _submitted(page: Page, body: str, names: Names) -> Effect | None:
    """The form that a body fills and submits."""
    if "submit(" not in body:
        return None
    names = with_locals(body, names)
    filled: dict[str, str] = {}
    for found in SETS.finditer(body):
        value = evaluate(expression_at(body, found.end()), names)
        field = found["id"] or found["name"] or found["item"] or found["query"]
        if value is not None and field:
            filled[field] = value
    return submitted(page, filled) if filled else None


def submitted(page: Page, filled: Mapping[str, str]) -> Effect | None:
    """The page's form that has these fields (by name or id), sent with them filled."""
    for form in forms_of(page):
        named = [(name, i.get("id") or name) for i in form.inputs if (name := i.get("name"))]
        names = {called: name for name, id_ in named for called in (id_, name)}
        if not filled.keys() <= names.keys():
            continue
        fields = {n: v for n, v in form.form_values() if n}
        fields |= {names[field]: value for field, value in filled.items()}
        action = resolve(page.base, form.get("action") or page.url) or page.url
        if form.method == "POST":
            return Effect(action, tuple(fields.items()))
        return Effect(
            resolve(page.base, with_fields(action.partition("?")[0], tuple(fields.items())))
        )
    return None
