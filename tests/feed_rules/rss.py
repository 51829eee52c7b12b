"""RSS 2.0 (rssboard.org/rss-specification), the RSS Advisory Board's profile, and its extensions here."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from feed_rules import markup, values
from feed_rules.xml import (
    ATOM,
    CONTENT,
    DC,
    HISTORY,
    MEDIA,
    XHTML,
    attributes,
    children,
    link,
    links_around,
    parsed,
    texts,
)

_CHANNEL_ONCE = set(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate"
    " generator docs cloud ttl image textInput skipHours skipDays rating".split()
) | {f"{ATOM}subtitle", f"{HISTORY}archive", f"{HISTORY}complete"}
_ITEM_ONCE = set("title link description author comments enclosure guid pubDate source".split()) | {
    f"{CONTENT}encoded",
    f"{ATOM}updated",
    f"{DC}language",
}
_ITEM_OFTEN = {
    "category",
    f"{ATOM}link",
    f"{DC}creator",
    f"{DC}publisher",
    f"{MEDIA}content",
}
_CHANNEL_TEXTS = {
    "title": values.plain,
    "link": values.address,
    "description": values.plain,
    "language": values.language,
    "lastBuildDate": values.rfc822,
    "docs": values.address,
    "generator": values.words,
}
_ITEM_TEXTS = {
    "title": values.plain,
    "link": values.address,
    "description": values.words,
    "guid": values.uri,
    "pubDate": values.rfc822,
    "category": values.plain,
    f"{ATOM}updated": values.rfc3339,
    f"{DC}creator": values.words,
    f"{DC}publisher": values.words,
    f"{DC}language": values.language,
}


def problems(body: bytes, address: str) -> Iterator[str]:
    """Each rule that a document breaks, in words."""
    root = parsed(body)
    if root.tag != "rss" or dict(root.attrib) != {"version": "2.0"} or len(root) != 1:
        yield "no rss 2.0 with one channel"
        return
    channel = root[0]
    often = {"category", f"{ATOM}link", "item"}
    yield from children(channel, _CHANNEL_ONCE, often, {"title", "link", "description", "language"})
    yield from texts(channel, _CHANNEL_TEXTS)
    yield from links_around(channel, address, "application/rss+xml")
    yield from _order(channel)
    for subtitle in channel.findall(f"{ATOM}subtitle"):
        yield from _xhtml(subtitle)
    items = channel.findall("item")
    counts = Counter(item.findtext("guid") for item in items)
    yield from (f"guid {guid} stands {n} times" for guid, n in counts.items() if n > 1)
    for item in items:
        yield from (f"{item.findtext('guid')}: {wrong}" for wrong in _item(item))


def _order(channel: Any) -> Iterator[str]:
    tags = [child.tag for child in channel]
    if "item" in tags and set(tags[tags.index("item") :]) != {"item"}:
        yield "metadata after the first item"


def _item(item: Any) -> Iterator[str]:
    yield from children(item, _ITEM_ONCE, _ITEM_OFTEN, {"title", "link", "description", "guid"})
    yield from texts(item, _ITEM_TEXTS)
    tags = [child.tag for child in item]
    if "author" in tags and f"{DC}creator" in tags:
        yield "author and dc:creator"
    if f"{CONTENT}encoded" in tags:
        if "description" not in tags[: tags.index(f"{CONTENT}encoded")]:
            yield "content:encoded before description"
        yield from markup.problems(item.findtext(f"{CONTENT}encoded") or "")
    yield from markup.problems(item.findtext("description") or "")
    permanent = {"isPermaLink": lambda text: "" if text == "false" else "the id is no address"}
    for guid in item.findall("guid"):
        yield from attributes(guid, permanent, {"isPermaLink"})
    for element in item.findall(f"{ATOM}link"):
        yield from link(element)
    yield from _media(item)


def _media(item: Any) -> Iterator[str]:
    enclosure = {"url": values.address, "length": values.length, "type": values.mime}
    for element in item.findall("enclosure"):
        yield from attributes(element, enclosure, set(enclosure))
    mediums = ("image", "audio", "video", "document", "executable")
    content = {
        "url": values.address,
        "type": values.mime,
        "medium": lambda text: "" if text in mediums else "unknown medium",
    }
    for element in item.findall(f"{MEDIA}content"):
        yield from attributes(element, content, {"url"})


def _xhtml(construct: Any) -> Iterator[str]:
    """RFC 4287, 3.1.1.3: one div, and in it nothing that runs."""
    if construct.get("type") != "xhtml" or [child.tag for child in construct] != [f"{XHTML}div"]:
        yield "an XHTML text is one div"
    for element in construct.iter(f"{XHTML}*"):
        if element.tag.removeprefix(XHTML) not in markup.ELEMENTS | {"div"}:
            yield f"{element.tag} in an XHTML text"
        if set(element.attrib) - {"href"}:
            yield f"attributes in an XHTML text: {dict(element.attrib)}"
