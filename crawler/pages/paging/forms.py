"""A page's forms, with the fields that a browser would send. Pure."""

from lxml import html

from pipeline.clean.apart import apart
from pipeline.clean.page import Page


def forms_of(page: Page) -> list[html.FormElement]:
    """All forms of the page, in page order."""
    parser = html.HTMLParser(encoding="utf-8")
    root = apart(lambda: html.document_fromstring(page.text.encode(), parser=parser))
    return list(root.forms)
