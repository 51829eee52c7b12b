"""What RSS and Atom share: elements that may stand where, how often, and links around a feed."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from feed_rules import values

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
MEDIA = "{http://search.yahoo.com/mrss/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
_PAGING = {"first", "previous", "next", "last", "prev-archive", "next-archive"}

Check = Callable[[str], str]


def parsed(body: bytes) -> Any:
    """The root. Raises etree.XMLSyntaxError: a feed that is not well formed is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(body, parser)
    assert root.getroottree().docinfo.encoding == "UTF-8"
    assert not root.getroottree().docinfo.doctype
    return root


def children(parent: Any, once: set[str], often: set[str], needed: set[str]) -> Iterator[str]:
    """Elements that are unknown here, missing, or there twice; text beside elements."""
    counts = Counter(child.tag for child in parent)
    where = etree.QName(parent).localname
    for tag, count in counts.items():
        if tag not in once | often:
            yield f"{where}: {tag} has no place here"
        if tag in once and count > 1:
            yield f"{where}: {tag} stands {count} times"
    yield from (f"{where}: no {tag}" for tag in sorted(needed - set(counts)))
    loose = [parent.text, *(child.tail for child in parent)]
    if any((text or "").strip() for text in loose):
        yield f"{where}: text beside elements"


def texts(parent: Any, checks: dict[str, Check]) -> Iterator[str]:
    """Elements whose text is wrong."""
    for tag, check in checks.items():
        for element in parent.findall(tag):
            if wrong := check(element.text or ""):
                yield f"{tag}: {wrong}: {(element.text or '')[:80]!r}"


def attributes(element: Any, checks: dict[str, Check], needed: set[str]) -> Iterator[str]:
    """Attributes that are unknown, missing or wrong."""
    where = etree.QName(element).localname
    yield from (f"{where}: no {name}" for name in sorted(needed - set(element.attrib)))
    for name, value in element.attrib.items():
        if name not in checks:
            yield f"{where}: attribute {name} has no place here"
        elif wrong := checks[name](value):
            yield f"{where}/@{name}: {wrong}: {value[:80]!r}"


def link(element: Any) -> Iterator[str]:
    """An atom:link, wherever it stands."""
    checks = {
        "href": values.address,
        "rel": lambda rel: "" if rel in values.RELATIONS else "unregistered relation",
        "type": values.mime,
        "hreflang": values.language,
        "title": values.words,
        "length": values.length,
    }
    yield from attributes(element, checks, {"href"})
    if len(element) or (element.text or "").strip():
        yield "link: not empty"


def links_around(parent: Any, address: str, media_type: str) -> Iterator[str]:
    """The links of a feed: self, no two alike (RFC 4287, 4.1.1), archives and pages (RFC 5005)."""
    found = parent.findall(f"{ATOM}link")
    for element in found:
        yield from link(element)
    keys = Counter((e.get("rel"), e.get("type"), e.get("hreflang")) for e in found)
    yield from (f"links alike: {key}" for key, count in keys.items() if count > 1)
    rels = {element.get("rel", "alternate"): element for element in found}
    if "self" not in rels:
        yield "no link rel=self"
    elif rels["self"].get("href") != address:
        yield f"self is {rels['self'].get('href')}, not {address}"
    elif rels["self"].get("type") != media_type:
        yield "self has another type"
    yield from _history(parent, {rel: e.get("href", "") for rel, e in rels.items()})


def _history(parent: Any, rels: dict[str, str]) -> Iterator[str]:
    archive = parent.find(f"{HISTORY}archive") is not None
    complete = parent.find(f"{HISTORY}complete") is not None
    if archive and complete:
        yield "an archive page cannot be complete"
    if archive and not rels.get("current"):
        yield "an archive page names no current feed"
    if archive and rels.get("current") == rels.get("self"):
        yield "an archive page is its own current feed"
    if complete and (beside := _PAGING & set(rels)):
        yield f"complete, and yet it has {sorted(beside)}"
    for rel in {"prev-archive", "next-archive", "next", "previous"} & set(rels):
        if rels[rel] == rels.get("self"):
            yield f"{rel} leads to the feed itself"
