"""RawPage -> CleanPage: find the article in a page and cut the boilerplate."""

from pipeline.clean.encoding.decoding import decode, settle
from pipeline.clean.encoding.retype import retype
from pipeline.clean.evidence import Evidence, measure
from pipeline.clean.heading.title import title_of
from pipeline.clean.kinds.decision import decide
from pipeline.clean.kinds.heads import refuse_by_head
from pipeline.clean.page import parse, refuse_non_html
from pipeline.clean.read import read
from pipeline.clean.template.shape import Shape, shape
from pipeline.errors import EmptyPage
from pipeline.model import CleanPage, PageRules, Template

__all__ = ["clean", "shape_of"]


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


def shape_of(
    body: bytes | str, url: str, *, rules: PageRules = PageRules(), content_type: str = ""
) -> Shape:
    """What an article's page gives to learning its source's template. Raises as `clean` does."""
    evidence = _measured(body, url, rules, content_type, Template())
    decide(evidence)
    if evidence.place is None:
        raise EmptyPage("no text", url=url)
    return shape(evidence.tree, url, evidence.title.element, evidence.place.element)


def _measured(
    body: bytes | str, url: str, rules: PageRules, content_type: str, template: Template
) -> Evidence:
    if isinstance(body, bytes):
        refuse_non_html(body, content_type, url)
        body = decode(body, content_type)
    else:
        body = settle(body)
    page = parse(body, url)
    refuse_by_head(page)
    return measure(page, title_of(page, rules.title), rules, template)
