"""The pieces that a listing goes on in, read as pages: markup, or JSON that holds some. Pure."""

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from crawler.pages.paging.sequence import NextPage
from pipeline.clean.encoding.decoding import decode
from pipeline.clean.page import Page, parse
from pipeline.errors import NotHtml
from pipeline.model import RawPage

JSONP = re.compile(r"^\s*[\w$.]+\(\s*(?=[\[{])(.*)\)\s*;?\s*$", re.DOTALL)
LINK_KEYS = (
    "url link href permalink detail_url detailurl linkdetail share_url slug alias friendlyurl urlpath path"
).split()
TITLE_KEYS = "title name tieude tieu_de subject headline newstitle ten".split()
TEASER_KEYS = "description summary excerpt sapo trichyeu intro lead teaser mota".split()
MOST_OBJECTS = 500


def after_partial(done: NextPage, page: Page) -> NextPage | None:
    """The piece after one that was read; None where the listing ends: nothing came, or it was the last."""
    if done.template is None or next(page.root.iter("a"), None) is None:
        return None
    following = done.template.page(done.number + 1)
    same = following is not None and (following.url, following.form) == (done.url, done.form)
    return None if same else following


def read_partial(raw: RawPage, listing: str) -> Page:
    """What a "more" button brought, as a page of the listing's address that links can be read from.

    A piece of markup; JSON that holds markup; or JSON of objects with an address and a title, which
    become a list. Raises PipelineError where it is none of these.
    """
    text = decode(raw.body, raw.header("content-type")).strip()
    jsonp = JSONP.match(text)
    text = jsonp[1] if jsonp else text
    if text[:1] in ("{", "[", '"'):
        try:
            text = "\n".join(_markup(json.loads(text, strict=False)))
        except (ValueError, RecursionError) as error:
            raise NotHtml("broken JSON", url=raw.final_url) from error
    return parse(f"<html><body>{text}</body></html>", listing)


def _markup(value: Any) -> Iterator[str]:
    """The markup in a JSON value, and its objects with an address as items of a list."""
    if isinstance(value, str):
        if "<" in value and "href" in value:
            yield value
    elif isinstance(value, list):
        for item in value[:MOST_OBJECTS]:
            yield from _markup(item)
    elif isinstance(value, dict):
        item = _item({str(key).lower().replace("-", "_"): v for key, v in value.items()})
        if item:
            yield item
        else:
            for inner in value.values():
                yield from _markup(inner)


def _item(fields: dict[str, Any]) -> str:
    """An object of JSON as an item with a link; "" where it has no address or no title."""
    address = _first(fields, LINK_KEYS)
    title = _first(fields, TITLE_KEYS)
    if not address or not title or "<" in address:
        return ""
    if not address.startswith(("/", "http", "?")):
        address = f"/{address}"
    teaser = _first(fields, TEASER_KEYS)
    return f'<div><h3><a href="{escape(address)}">{escape(title)}</a></h3><p>{escape(teaser)}</p></div>'


def _first(fields: dict[str, Any], keys: list[str]) -> str:
    for key in keys:
        value = fields.get(key)
        value = value.get("rendered") if isinstance(value, dict) else value  # WordPress' own API
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""
