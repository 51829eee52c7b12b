"""RawPage -> CleanPage: find the article in a page and cut the boilerplate."""

from pipeline.clean.encoding.decoding import decode, settle
from pipeline.clean.encoding.retype import retype
from pipeline.clean.evidence import Evidence, measure
from pipeline.clean.heading.title import title_of
from pipeline.clean.kinds.decision import decide
from pipeline.clean.kinds.heads import refuse_by_head
from pipeline.clean.page import Page, parse, refuse_non_html
from pipeline.clean.parts import next_links, next_part, own_addresses
from pipeline.clean.read import read
from pipeline.clean.template.shape import Shape, shape
from pipeline.errors import EmptyPage
from pipeline.model import CleanPage, PageRules, Template

__all__ = ["clean", "clean_part", "following_part", "parsed", "shape_of"]


def clean(
    body: bytes | str,
    url: str = "",
    *,
    rules: PageRules = PageRules(),
    content_type: str = "",
    template: Template = Template(),
    explain: bool = False,
) -> CleanPage:
    """The article's parts as the page prints them. Raises the named error of a page that is no article.

    With `explain` the page also tells what was cut from the container.
    """
    evidence = _measured(body, url, rules, content_type, template)
    return retype(read(evidence, decide(evidence), rules, template, explain=explain))


def clean_part(
    body: bytes | str,
    url: str = "",
    *,
    rules: PageRules = PageRules(),
    content_type: str = "",
    template: Template = Template(),
) -> CleanPage:
    """A later page of an article, which may print no date and hold little. Raises where no text stands."""
    evidence = _measured(body, url, rules, content_type, template)
    return retype(read(evidence, "article", rules, template))


def following_part(page: Page, first: Page, rules: PageRules = PageRules()) -> str:
    """The address of the part behind a page of an article, "" at its end, or where it is no article.

    `first`: the article's first page, which may be `page` itself. Measuring cuts into the page's tree.
    """
    links = next_links(page, own_addresses(first))
    if not links:
        return ""
    if page is first:
        refuse_by_head(page)
    evidence = measure(page, title_of(page, rules.title), rules)
    if page is first and decide(evidence) == "document":
        return ""
    return next_part(links, evidence.place.element) if evidence.place else ""


def shape_of(
    body: bytes | str, url: str, *, rules: PageRules = PageRules(), content_type: str = ""
) -> Shape:
    """What an article's page gives to learning its source's template. Raises as `clean` does."""
    evidence = _measured(body, url, rules, content_type, Template())
    decide(evidence)
    if evidence.place is None:
        raise EmptyPage("no text", url=url)
    return shape(evidence.tree, url, evidence.title.element, evidence.place.element)


def parsed(body: bytes | str, url: str, content_type: str = "") -> Page:
    """A page's tree. Raises the named error of what is no readable markup."""
    if isinstance(body, bytes):
        refuse_non_html(body, content_type, url)
        body = decode(body, content_type)
    else:
        body = settle(body)
    return parse(body, url)


def _measured(
    body: bytes | str, url: str, rules: PageRules, content_type: str, template: Template
) -> Evidence:
    page = parsed(body, url, content_type)
    refuse_by_head(page)
    return measure(page, title_of(page, rules.title), rules, template)
