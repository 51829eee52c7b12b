"""A record's own header and payload, read by hand: what the index of digests asks of thousands of records."""

from dataclasses import dataclass

from pipeline.model import WarcLocation

END = b"\r\n\r\n"
DIGITS = 18
"""Of a length: more than any file has, and fewer than Python refuses to read."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A response that lies in the archive, as its own header names it. Empty string: not said."""

    place: WarcLocation
    id: str
    url: str
    date: str
    digest: str
    payload: bytes = b""
    """The body as it was stored, still packed where it came packed."""


def kept(data: bytes, place: WarcLocation) -> Kept | None:
    """The response in one record's bytes; None for any other record."""
    head, _, block = data.partition(END)
    named = fields(head)
    if named.get("warc-type") != "response" or not named.get("warc-target-uri"):
        return None
    length = named.get("content-length", "")
    block = block[: int(length)] if length.isdecimal() and len(length) <= DIGITS else block
    return Kept(
        place,
        id=named.get("warc-record-id", ""),
        url=named["warc-target-uri"].strip("<>"),
        date=named.get("warc-date", ""),
        digest=named.get("warc-payload-digest", ""),
        payload=block.partition(END)[2],
    )


def fields(head: bytes) -> dict[str, str]:
    """Header lines by lower-case name; the first line is the version."""
    found = {}
    for line in head.split(b"\n")[1:]:
        name, _, value = line.partition(b":")
        found[name.strip().lower().decode("latin-1")] = value.strip().decode("utf-8", "replace")
    return found
