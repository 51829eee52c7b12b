"""What holds of everything that is read from hostile bytes, whatever they are."""

import json
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from feed_rules import problems
from feed_samples import BASE
from test_sanitised import assert_article_harmless

from pipeline.model import Article, RawPage


def aware(*moments: datetime | None) -> None:
    """No time is without its zone."""
    for moment in moments:
        assert moment is None or moment.utcoffset() is not None, f"a time without a zone: {moment}"


def web(addresses: Iterable[str]) -> None:
    """Each is an absolute address of the web that parses."""
    for address in addresses:
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https"), f"no address of the web: {address!r}"
        assert not set(address) & set("\r\n\t\0"), f"an address over several lines: {address!r}"


def plain(*texts: str | None) -> None:
    """A line of text: composed, and nothing that moves a terminal's cursor or ends an XML document."""
    for text in texts:
        if text is None:
            continue
        assert unicodedata.is_normalized("NFC", text), f"not composed: {text!r}"
        wrong = [c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
        assert not wrong, f"control characters: {text!r}"


def sound(article: Article) -> None:
    """An article that may be stored, published, printed and sent."""
    aware(article.published_at, article.updated_at)
    plain(article.title, article.text, article.lead, article.author, article.section)
    plain(article.source_credit, *article.tags, *(file.name for file in article.attachments))
    assert article.title == article.title.strip()
    assert_article_harmless(article)
    json.dumps(article.to_dict(), allow_nan=False).encode()


def page(raw: RawPage) -> None:
    """A captured page that the pipeline may take."""
    aware(raw.fetched_at)
    assert isinstance(raw.body, bytes)
    assert raw.final_url


def valid_feed(form: str, body: bytes) -> None:
    """Valid by the rules of its format."""
    found = problems(form, body, f"{BASE}.{form}")
    assert found == [], f"{form}: {found}"
