"""A feed reader as tests need it: conditional requests, a memory of what it saw, a walk through archives."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import feedparser
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Reader:
    """Polls one feed; `seen` counts (id, updated) of what it had not seen before."""

    client: object
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    known: set[tuple[str, str]] = field(default_factory=set)
    seen: Counter = field(default_factory=Counter)
    polls: Counter = field(default_factory=Counter)

    def poll(self) -> None:
        """One conditional request; what is new in the answer is seen."""
        answer = self.client.get(self.path, headers=self.headers)
        self.polls[answer.status_code] += 1
        if answer.status_code == 304:
            assert answer.content == b""
            return
        assert answer.status_code == 200, answer.text
        self.headers = {"if-none-match": answer.headers["etag"]}
        for version in versions(answer, self.path):
            if version not in self.known:
                self.known.add(version)
                self.seen[version] += 1


def versions(answer, path) -> list[tuple[str, str]]:
    """(id, updated) of each entry of an answer in any of the three formats."""
    if path.endswith(".json"):
        return [(item["id"], item["date_modified"]) for item in answer.json()["items"]]
    feed = feedparser.parse(answer.content)
    assert feed.bozo == 0, feed.bozo_exception
    return [(entry.id, entry.updated) for entry in feed.entries]


def links(body: bytes) -> dict[str, str]:
    """rel -> address of the links of an RSS or Atom document itself."""
    root = etree.fromstring(body)
    head = root if root.tag == f"{ATOM}feed" else root[0]
    return {link.get("rel"): link.get("href") for link in head.findall(f"{ATOM}link")}


def walk(fetch, path: str) -> list[tuple[str, bytes]]:
    """(path, body) of the document to subscribe to and of each archive page behind it, newest first.

    `fetch`: path -> body.
    """
    found = []
    while path:
        body = fetch(path)
        found.append((path, body))
        path = urlsplit(links(body).get("prev-archive", "")).path
    return found


def ids(body: bytes) -> list[str]:
    """The ids of the entries of a document, in its order."""
    feed = feedparser.parse(body)
    assert feed.bozo == 0, feed.bozo_exception
    return [entry.id for entry in feed.entries]
