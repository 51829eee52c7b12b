"""What tests of pages and API share: a client, and short ways to save and to read.

starlette 1.x warns at import that it would rather have httpx2; our dev extra holds httpx, which it
still takes, and every warning is an error in these tests.
"""

import warnings

from lxml import html
from sample_entries import HA_NAM, make_article, make_visit

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

__all__ = ["TestClient", "page_of", "save", "words"]


def save(store, number=1, source=HA_NAM, **fields):
    article = make_article(number, **fields)
    return store.save(article, make_visit(article, source)).key


def page_of(response):
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return html.fromstring(response.content)


def words(page):
    return " ".join(page.xpath("//main")[0].text_content().split())
