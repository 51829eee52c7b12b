"""What was measured of a page, in one place, for every decision about its kind."""

from dataclasses import dataclass, replace

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.clean.dates.dateline import PrintedDates, printed_dates
from pipeline.clean.heading.headline import printed_title
from pipeline.clean.heading.title import Title
from pipeline.clean.language import is_vietnamese
from pipeline.clean.layout.locate import Place, locate
from pipeline.clean.layout.outline import Outline, long_lines, long_text, outline
from pipeline.clean.layout.scan import Scan, scan
from pipeline.clean.layout.sparse import THIN, locate_sparse
from pipeline.clean.page import Page
from pipeline.clean.profiles import select
from pipeline.clean.template.learning import apply
from pipeline.model import DateEvidence, PageRules, Template


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page with its outline, title, container ("place", None where no text stands) and printed dates."""

    page: Page
    tree: Outline
    measured: Scan
    title: Title
    place: Place | None
    dates: tuple[DateEvidence, ...] = ()
    updated: str = ""
    """When the page says it last changed, as printed."""
    cut: frozenset[int] = frozenset()
    """The places of what the source's template knows for boilerplate."""

    @property
    def vietnamese(self) -> bool:
        """Whether the page is Vietnamese, whatever it declares. Counted anew at each call."""
        return is_vietnamese(self.page, self.tree, self.place.element if self.place else None)


def measure(
    page: Page, title: Title, rules: PageRules, template: Template = Template()
) -> Evidence:
    """Walk the page once and find its container and dates; a source's own rules go first."""
    etree.strip_elements(page.root, *UNREAD, with_tail=False)
    ruled = select(page, rules.container)[:1] if rules.container else []
    tree = _outlined(page, title, ruled)
    if title.element not in tree.index:
        title = replace(title, element=None)  # printed by a button, an option or the like
    cut = _cut(template, tree, title)
    measured, place = _located(page, tree, title, ruled)
    if place is None and cut:
        return measure(page, title, rules)  # the template cut the text
    if place and not title.confirmed and (printed := printed_title(tree, measured, title, place)):
        title = printed
        measured, place = _located(page, tree, title, ruled)
    dates = (
        printed_dates(page, tree, title.element, place.element, rules.published)
        if place
        else PrintedDates()
    )
    return Evidence(page, tree, measured, title, place, dates.published, dates.updated, cut)


def _cut(template: Template, tree: Outline, title: Title) -> frozenset[int]:
    """The template's parts of the page: dead from here on, with all that stands in them."""
    found = apply(template, tree, title.element)
    for place in found:
        for inner in range(place, tree.ends[place]):
            tree.dead[inner] = True
    return found


UNREAD = ("script", "style", "template", "svg", "math")
"""What holds no text; the head's JSON-LD is read before."""


def _outlined(page: Page, title: Title, ruled: list[Element]) -> Outline:
    """The outline; without trust in names where they hide nearly all the text ("section--ads")."""
    keep = [element for element in (title.element, *ruled) if element is not None]
    tree = outline(page.root, keep)
    live = long_lines(tree)
    if live < HIDDEN_BY_NAMES and long_text(page.root) > HIDDEN_BY_NAMES + 3 * live:
        return outline(page.root, keep, trust_names=False)
    return tree


HIDDEN_BY_NAMES = 300
"""Characters of long lines."""


def _located(
    page: Page, tree: Outline, title: Title, ruled: list[Element]
) -> tuple[Scan, Place | None]:
    measured = scan(tree, title.element, title.element if title.confirmed else None)
    if ruled and ruled[0] in tree.index:
        return measured, Place(ruled[0], "rule", 1e6, 1.0)
    place = locate(page, tree, measured, title.element)
    if place is None or (place.prose < THIN and place.rule == "density"):
        place = locate_sparse(tree, measured, title) or place
    return measured, place
