"""RawPage -> CleanPage: find the article in a page and cut the boilerplate."""

from pipeline.clean.encoding import decode
from pipeline.clean.evidence import measure
from pipeline.clean.heads import refuse_by_head
from pipeline.clean.kinds import decide
from pipeline.clean.page import parse, refuse_non_html
from pipeline.clean.read import read
from pipeline.clean.title import title_of
from pipeline.model import CleanPage, PageRules

__all__ = ["clean"]


def clean(
    body: bytes | str, url: str = "", *, rules: PageRules = PageRules(), content_type: str = ""
) -> CleanPage:
    """The article's parts as the page prints them. Raises the named error of a page that is no article."""
    if isinstance(body, bytes):
        refuse_non_html(body, content_type, url)
        body = decode(body, content_type)
    page = parse(body, url)
    refuse_by_head(page)
    evidence = measure(page, title_of(page, rules.title), rules)
    return read(evidence, decide(evidence), rules)
