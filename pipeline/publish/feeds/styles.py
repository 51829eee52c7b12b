"""The sheet that makes a feed readable in a browser; it stands beside the feeds (`Links.styles`).

A browser uses it only for a feed served as application/xml or text/xml: Chromium shows application/rss+xml
and application/atom+xml as plain text. So a server that can answers by the Accept header: XML for who asks
for text/html (a browser), the feed's own type for everyone else (`Vary: Accept`).
"""

from importlib.resources import files

STYLESHEET = "feed.css"
BROWSER_TYPE = "application/xml"
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Content-Security-Policy of a feed: nothing in it runs or loads but the sheet."""


def stylesheet() -> bytes:
    """The sheet's content, text/css in UTF-8."""
    return (files("pipeline.publish.static") / STYLESHEET).read_bytes()
