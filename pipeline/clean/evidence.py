"""What was measured of a page, in one place, for every decision about its kind."""

from dataclasses import dataclass

from pipeline.clean.dateline import date_evidence
from pipeline.clean.headline import printed_title
from pipeline.clean.locate import Place, Scan, locate, scan
from pipeline.clean.outline import Outline, outline
from pipeline.clean.page import Page
from pipeline.clean.profiles import select
from pipeline.clean.sparse import THIN, locate_sparse
from pipeline.clean.title import Title
from pipeline.model import DateEvidence, PageRules


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page with its outline, title, container ("place", None where no text stands) and printed dates."""

    page: Page
    tree: Outline
    measured: Scan
    title: Title
    place: Place | None
    dates: tuple[DateEvidence, ...] = ()


def measure(page: Page, title: Title, rules: PageRules) -> Evidence:
    """Walk the page once and find its container and dates; a source's own rules go first."""
    tree, measured, place = _located(page, title, rules)
    if place and not title.confirmed and (printed := printed_title(tree, measured, title, place)):
        title = printed
        tree, measured, place = _located(page, title, rules)
    dates = (
        date_evidence(page, tree, title.element, place.element, rules.published) if place else ()
    )
    return Evidence(page, tree, measured, title, place, dates)


def _located(page: Page, title: Title, rules: PageRules) -> tuple[Outline, Scan, Place | None]:
    tree = outline(page.root, title.element)
    measured = scan(tree, title.element, title.element if title.confirmed else None)
    place = _ruled(page, rules.container) or locate(page, tree, measured, title.element)
    if place is None or (place.prose < THIN and place.rule == "density"):
        place = locate_sparse(tree, measured, title) or place
    return tree, measured, place


def _ruled(page: Page, selector: str) -> Place | None:
    found = select(page, selector) if selector else []
    return Place(found[0], "rule", 1e6, 1.0) if found else None
