"""Expressions of a page's scripts, as far as pagers use them: texts and names joined by "+". Pure."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from crawler.pages.paging.sequence import HOLE
from pipeline.clean.page import Page

BODY = 3000
NAME = r"[A-Za-z_$][\w$]*"
ASSIGNS = re.compile(rf"(?:^|[;{{}}\s])(?:var|let|const)?\s*({NAME})\s*=(?![=>])\s*")
WRAPPERS = re.compile(
    r"\b(?:encodeURIComponent|encodeURI|escape|String|parseInt|Number)\(([^()]*)\)"
)
COUNTED = re.compile(rf"\+\+({NAME})|\(?\s*({NAME})\s*\+\s*1\b\s*\)?")
TOKEN = re.compile(
    rf"\s*(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"|`((?:[^`\\]|\\.)*)`|(\d+)|({NAME}(?:\.{NAME})*)|(\+))"
)
SIGNS = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`(?:[^`\\]|\\.)*`|[(){};,\n]")
ENDS = frozenset(";,\n})")
INNER = re.compile(r"\$\{([^{}]*)\}")
Names = Callable[[str], str | None]
"""What a name of a script stands for; None where nobody knows."""


def knower(page: Page, script: str, values: Mapping[str, str]) -> Names:
    """A lookup of names: arguments first, then the window's address, then the script's constants."""
    parts = urlsplit(page.url)
    known = {
        "pathname": parts.path,
        "href": page.url.partition("?")[0],
        "URL": page.url.partition("?")[0],
        "origin": f"{parts.scheme}://{parts.netloc}",
        "host": parts.netloc,
    }

    def look(name: str) -> str | None:
        if name in values:
            return values[name]
        first, _, last = name.rpartition(".")
        if first.endswith(("location", "document")) and last in known:
            return known[last]
        constant = re.search(
            rf"(?:^|[^\w$.])['\"]?{re.escape(last)}['\"]?\s*[:=](?!=)\s*(?:(\d+)\b|'([^'\n]*)'|\"([^\"\n]*)\")(?!\s*\+)",
            script,
        )
        if constant is None:
            return None
        return next(g for g in constant.groups() if g is not None).replace("\\/", "/")

    return look


def evaluate(expression: str, names: Names) -> str | None:
    """The text that an expression of strings, numbers and names joined by "+" gives; None for others."""
    text = COUNTED.sub(lambda m: _counted(next(g for g in m.groups() if g), names), expression)
    text = WRAPPERS.sub(r"\1", text)
    place, joined, wanted = 0, "", True
    while text[place:].strip():
        token = TOKEN.match(text, place)
        if token is None or bool(token[6]) is wanted:
            return None
        if not token[6]:
            value = _value(token, names)
            if value is None:
                return None
            joined += value
        place, wanted = token.end(), not wanted
    return joined if joined and not wanted else None


def _counted(name: str, names: Names) -> str:
    """A number and one, where the name stands for a number; else the name."""
    value = names(name)
    return str(int(value) + 1) if value and value.isdecimal() else name


def _value(token: re.Match[str], names: Names) -> str | None:
    single, double, template, number, name = token.groups()[:5]
    if name is not None:
        return names(name)
    if template is None:
        return (number or single or double or "").replace("\\/", "/")
    holes = {hole: evaluate(hole, names) for hole in INNER.findall(template)}
    if None in holes.values():
        return None
    return INNER.sub(lambda m: holes[m[1]] or "", template)


def expression_at(text: str, start: int) -> str:
    """The expression that begins at a place: to the sign that ends it outside quotes and brackets."""
    depth = 0
    for found in SIGNS.finditer(text, start, start + BODY):
        sign = found[0]
        if not depth and sign in ENDS:
            return text[start : found.start()]
        depth += {"(": 1, ")": -1, "{": 1, "}": -1}.get(sign, 0)
    return text[start : start + BODY]


def with_locals(body: str, names: Names) -> Names:
    """The names with what a body assigns to its own variables."""
    values: dict[str, str] = {}

    def look(name: str) -> str | None:
        return values[name] if name in values else names(name)

    for found in ASSIGNS.finditer(body):
        value = evaluate(expression_at(body, found.end()), look)
        if value is not None and names(found[1]) != HOLE:
            values[found[1]] = value
    return look
