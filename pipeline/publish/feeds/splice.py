"""XML documents put together from finished items and taken apart again, byte by byte.

Why that is safe: lxml escapes every "<" and ">" of text and attributes, and feedgen is never asked for
CDATA, so in a document of ours the bytes `<item>` and `</item>` stand for a tag and for nothing else,
whatever an article says.
"""

import re
from collections.abc import Sequence
from html import escape, unescape
from typing import Any

from lxml import etree

from pipeline.publish.feeds.styles import STYLESHEET
from pipeline.publish.uris import uri

RENDERING = "2"
"""The number of this rendering; every document prints it. It grows with every change of what an item
holds: `split` takes no document of another number apart, so stale items are never used again."""

_HEAD = 20_000
"""The number stands within the first so many bytes."""


def bare(element: Any, names: dict[str, str]) -> bytes:
    """The element in UTF-8 without the declarations of the prefixes that its document declares."""
    parent = etree.Element("x", nsmap=names)
    parent.append(element)
    body: bytes = etree.tostring(parent, encoding="UTF-8")
    return body[body.index(b"<", 1) : -len(b"</x>")]


def frame(root: Any, names: dict[str, str], default: str = "") -> bytes:
    """The root with these prefixes declared at its top, so that bare items fit into it."""
    declared: dict[str | None, str] = {None: default} if default else {}
    top = etree.Element(root.tag, dict(root.attrib), nsmap=declared | names)
    top.extend(list(root))
    etree.cleanup_namespaces(top, keep_ns_prefixes=list(names))
    body: bytes = etree.tostring(top, encoding="UTF-8", xml_declaration=True)
    return body


def join(head: bytes, end: bytes, items: Sequence[bytes], styles: str = "") -> bytes:
    """The frame with its stylesheet, and the items before its end, one beginning on each line."""
    declaration, rest = head.removesuffix(end).split(b"\n", 1)
    return b"\n".join((declaration, *_stylesheet(styles), rest, *items, end, b""))


def take_apart(
    body: bytes, tag: bytes, identity: re.Pattern[bytes], end: bytes
) -> dict[str, bytes]:
    """Each item by its id. {} for a document that was not written to its end, or not like this."""
    opening, closing, end = b"<" + tag + b">", b"</" + tag + b">", b"\n" + end + b"\n"
    start = body.find(opening)
    if start < 0 or not body.endswith(end):
        return {}
    pieces = body[start + len(opening) : -len(end)].split(b"\n" + opening)
    found: dict[str, bytes] = {}
    for piece in pieces:
        match = identity.search(piece)
        if not match or not piece.endswith(closing):
            return {}
        found[unescape(match.group(1).decode())] = opening + piece
    return found


def written_here(body: bytes, mark: bytes) -> bool:
    """True for a document that bears the mark of this rendering."""
    return mark in body[:_HEAD]


def _stylesheet(styles: str) -> list[bytes]:
    """The processing instruction that names the sheet."""
    place = escape(uri(styles))  # and no "?>" is left in it
    return [f'<?xml-stylesheet type="text/css" href="{place}{STYLESHEET}"?>'.encode()] * bool(place)
