"""An article's further pages, asked for one after another: from the network, the archive, a capture.

Who asks brings the answers; what to ask for next, and where it ends, is told here alone, so that the same
answers give the same article wherever they come from.
"""

from collections.abc import Callable
from dataclasses import replace

from pipeline.clean import clean, following_part, parsed
from pipeline.clean.page import Page
from pipeline.clean.parts import (
    MOST,
    continues,
    join,
    may_have_parts,
    next_links,
    own_addresses,
    same_title,
)
from pipeline.errors import PipelineError
from pipeline.extract import clean_parts
from pipeline.model import CleanPage, PageRules, RawPage
from pipeline.normalise import normalise_url


def next_address(raw: RawPage, rules: PageRules = PageRules(), page: Page | None = None) -> str:
    """The address of an article's next part behind those it has, normalised; "" at the end.

    `raw`: the first page with its `parts` so far; `page`: its tree where that is at hand, only looked at.
    The end is also where a part only repeats what was read, or leads back, and behind MOST parts.
    """
    try:
        address = normalise_url(_following(raw, rules, page))
    except PipelineError:
        return ""
    visited = {normalise_url(url) for one in (raw, *raw.parts) for url in (one.url, one.final_url)}
    return "" if address in visited else address


def add_part(raw: RawPage, part: RawPage, rules: PageRules = PageRules()) -> RawPage | None:
    """The article with that page behind its parts; None where the page is another article's, or none."""
    try:
        pages = _cleaned(replace(raw, parts=(part,)), rules)
    except PipelineError:
        return None
    if part.status != 200 or len(pages) < 2 or not same_title(*pages):
        return None
    return replace(raw, parts=(*raw.parts, part))


def with_parts(raw: RawPage, rules: PageRules, read: Callable[[str], RawPage | None]) -> RawPage:
    """A first page with all parts that can be had by their addresses; one that `read` lacks ends it."""
    while address := next_address(raw, rules):
        part = read(address)
        if part is None:
            return replace(raw, missing=address)
        grown = add_part(raw, part, rules)
        if grown is None:
            return raw
        raw = grown
    return raw


def _following(raw: RawPage, rules: PageRules, page: Page | None) -> str:
    """Nearly every page has no link to a part and is told by its addresses alone."""
    if len(raw.parts) >= MOST or raw.status != 200:
        return ""
    if page is None and not raw.parts and not may_have_parts(raw.body):
        return ""
    first = page or _parsed(raw)
    last = _parsed(raw.parts[-1]) if raw.parts else first
    if not next_links(last, own_addresses(first)) or not _goes_on(raw, rules):
        return ""
    if last is page:
        first = last = _parsed(raw)  # measuring cuts into a tree that is not ours
    return following_part(last, first, rules)


def _goes_on(raw: RawPage, rules: PageRules) -> bool:
    """Whether the last part holds what was not read before."""
    if not raw.parts:
        return True
    first, *parts = _cleaned(raw, rules)
    return len(parts) == len(raw.parts) and continues(join(first, parts[:-1]), parts[-1])


def _cleaned(raw: RawPage, rules: PageRules) -> list[CleanPage]:
    kind = raw.header("content-type")
    first = clean(raw.body, raw.final_url, rules=rules, content_type=kind)
    return [first, *clean_parts(raw.parts, rules)]


def _parsed(raw: RawPage) -> Page:
    return parsed(raw.body, raw.final_url, raw.header("content-type"))
