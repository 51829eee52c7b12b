"""Atom 1.0: RFC 4287, and the W3C validator's advice on it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from feed_rules import markup, values
from feed_rules.xml import (
    ATOM,
    DC,
    HISTORY,
    XHTML,
    attributes,
    children,
    link,
    links_around,
    parsed,
    texts,
)

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FEED_ONCE = {
    f"{ATOM}{name}" for name in "generator icon id logo rights subtitle title updated".split()
} | {
    f"{HISTORY}archive",
    f"{HISTORY}complete",
    f"{XHTML}div",
}
_FEED_OFTEN = {f"{ATOM}{name}" for name in "author category contributor link entry".split()}
_ENTRY_ONCE = {
    f"{ATOM}{name}" for name in "content id published rights source summary title updated".split()
}
_ENTRY_OFTEN = {f"{ATOM}{name}" for name in "author category contributor link".split()} | {
    f"{DC}publisher"
}
_NEEDED = {f"{ATOM}{name}" for name in ("id", "title", "updated")}
_TEXTS = {
    f"{ATOM}id": values.uri,
    f"{ATOM}title": values.words,
    f"{ATOM}subtitle": values.words,
    f"{ATOM}summary": values.words,
    f"{ATOM}updated": values.rfc3339,
    f"{ATOM}published": values.rfc3339,
    f"{ATOM}icon": values.address,
    f"{ATOM}generator": values.words,
    f"{DC}publisher": values.words,
}


def problems(body: bytes, address: str) -> Iterator[str]:
    """Each rule that a document breaks, in words."""
    root = parsed(body)
    if root.tag != f"{ATOM}feed":
        yield "no Atom feed"
        return
    yield from attributes(root, {_LANG: values.language}, {_LANG})
    yield from children(root, _FEED_ONCE, _FEED_OFTEN, _NEEDED | {f"{ATOM}author"})
    yield from texts(root, _TEXTS)
    yield from _people(root)
    yield from links_around(root, address, "application/atom+xml")
    tags = [child.tag for child in root]
    if f"{ATOM}entry" in tags and set(tags[tags.index(f"{ATOM}entry") :]) != {f"{ATOM}entry"}:
        yield "metadata after the first entry"
    entries = root.findall(f"{ATOM}entry")
    counts = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    yield from (f"id {name} stands {n} times" for name, n in counts.items() if n > 1)
    for entry in entries:
        yield from (f"{entry.findtext(f'{ATOM}id')}: {wrong}" for wrong in _entry(entry))


def _entry(entry: Any) -> Iterator[str]:
    yield from children(entry, _ENTRY_ONCE, _ENTRY_OFTEN, _NEEDED | {f"{ATOM}summary"})
    yield from texts(entry, _TEXTS)
    yield from _people(entry)
    for name in ("title", "summary"):
        for element in entry.findall(f"{ATOM}{name}"):
            yield from attributes(element, {_LANG: values.language}, set())
    for category in entry.findall(f"{ATOM}category"):
        yield from attributes(category, {"term": values.words}, {"term"})
    for content in entry.findall(f"{ATOM}content"):
        kinds = {"type": lambda text: "" if text == "html" else "not html", _LANG: values.language}
        yield from attributes(content, kinds, {"type"})
        yield from markup.problems(content.text or "")
    yield from _links(entry)


def _links(entry: Any) -> Iterator[str]:
    found = entry.findall(f"{ATOM}link")
    for element in found:
        yield from link(element)
    alternates = [e for e in found if e.get("rel", "alternate") == "alternate"]
    if not alternates:
        yield "no link rel=alternate"
    if len({(e.get("type"), e.get("hreflang")) for e in alternates}) < len(alternates):
        yield "two alternates of one type"
    yield from (
        f"an enclosure without a type: {e.get('href')}"
        for e in found
        if e.get("rel") == "enclosure" and not e.get("type")
    )


def _people(parent: Any) -> Iterator[str]:
    for author in parent.findall(f"{ATOM}author"):
        once = {f"{ATOM}name", f"{ATOM}uri", f"{ATOM}email"}
        yield from children(author, once, set(), {f"{ATOM}name"})
        yield from texts(author, {f"{ATOM}name": values.words, f"{ATOM}uri": values.address})
