"""The W3C feed validator's rules and those of the specifications, run offline: our own, from their texts.

RSS 2.0 and the RSS Advisory Board's profile, RFC 4287 (Atom), RFC 5005 (archives and pages), Media RSS,
Dublin Core, JSON Feed 1.1. What the validator calls a warning is a problem here too.
"""

from feed_rules import atom, jsonfeed, rss

_FORMATS = {"rss": rss, "atom": atom, "json": jsonfeed}


def problems(form: str, body: bytes, address: str) -> list[str]:
    """What is wrong with a document served at that address; [] for a valid one."""
    return list(_FORMATS[form].problems(body, address))
