"""Articles over several pages: where the next one stands, whose later page one is, and all in one."""

from pipeline.clean.parts.addresses import MOST, firsts, is_numbered_apart, is_part
from pipeline.clean.parts.joining import continues, join, same_title
from pipeline.clean.parts.pager import (
    first_part,
    may_have_parts,
    next_links,
    next_part,
    own_addresses,
)

__all__ = [
    "MOST",
    "continues",
    "first_part",
    "firsts",
    "is_numbered_apart",
    "is_part",
    "join",
    "may_have_parts",
    "next_links",
    "next_part",
    "own_addresses",
    "same_title",
]
