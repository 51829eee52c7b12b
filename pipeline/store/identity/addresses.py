"""What is the same in an article's address wherever its portal moves, and the addresses that it had."""

import hashlib
import re
from urllib.parse import urlsplit

from sqlalchemy import Connection

from pipeline.store.database.upsert import insert
from pipeline.store.tables import addresses

_HEAD = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_PORT = re.compile(r":(?:80|443)(?=/|$)")


def url_key(url: str) -> int:
    """63 bits of the address without scheme and host, the case of letters, a last slash, the order of its
    query: who has the same may stand elsewhere now, or may be another article of the same path.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # no address, and so only its own
        return _number(url)
    query = "&".join(sorted(filter(None, parts.query.lower().split("&"))))
    return _number(f"{parts.path.lower().rstrip('/')}?{query}")


def _number(words: str) -> int:
    digest = hashlib.sha256(words.encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def same_address(one: str, other: str) -> bool:
    """Whether both are one address, by http or https, with `www.` or without."""
    return _bare(one) == _bare(other)


def same_host(one: str, other: str) -> bool:
    """Whether both stand on one host and port, `www.` aside."""
    return _bare(one).partition("/")[0] == _bare(other).partition("/")[0]


def _bare(url: str) -> str:
    head, slash, path = _HEAD.sub("", url, count=1).partition("/")
    return _PORT.sub("", head.lower()) + slash + path


def note(connection: Connection, article: int, source_id: str, url: str) -> None:
    """Keep an address that was or is an article's beside its own: a former one, a copy's."""
    row = {"article": article, "source_id": source_id, "url": url, "url_key": url_key(url)}
    connection.execute(insert(connection, addresses).values(row).on_conflict_do_nothing())
