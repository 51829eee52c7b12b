"""A feed opened in Chromium: read like a page, with links, and nothing in it runs."""

import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from chromium import BINARY, Browser
from feed_samples import XML, feed
from sample_entries import make_entry

from pipeline.publish.feeds.styles import BROWSER_TYPE, POLICY, STYLESHEET, stylesheet

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not BINARY, reason="no Chromium here (apt-get install chromium)"),
]

HOSTILE = (
    "<script xmlns='http://www.w3.org/1999/xhtml'>document.documentElement.id='owned'</script>"
)
SHOWN = "[...document.querySelectorAll('{}')].map(e => getComputedStyle(e).display)"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Two feeds and the sheet beside them, as any server of files would serve them to a browser."""
    place = tmp_path_factory.mktemp("feeds")
    (place / STYLESHEET).write_bytes(stylesheet())
    for form in XML:
        entries = [make_entry(1), make_entry(2, title=f"Tin {HOSTILE}", lead=HOSTILE, html=HOSTILE)]
        (place / f"all.{form}").write_bytes(feed(form, entries).body)

    class Handler(SimpleHTTPRequestHandler):
        extensions_map = {".css": "text/css", ".rss": BROWSER_TYPE, ".atom": BROWSER_TYPE}  # noqa: RUF012

        def __init__(self, *args):
            super().__init__(*args, directory=str(place))

        def end_headers(self):
            self.send_header("content-security-policy", POLICY)
            self.send_header("x-content-type-options", "nosniff")
            super().end_headers()

        def log_message(self, *_args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.mark.parametrize("form", XML)
def test_a_feed_is_read_like_a_page(browser, address, form):
    browser.open(f"{address}/all.{form}", width=1000)
    assert browser.requests == [f"{address}/all.{form}", f"{address}/feed.css"]
    assert browser.problems == []
    title = "item > title" if form == "rss" else "entry > title"
    assert browser.evaluate(SHOWN.format(title)) == ["block", "block"]
    hidden = "encoded, guid" if form == "rss" else "content, entry > id"
    assert set(browser.evaluate(SHOWN.format(hidden))) == {"none"}


@pytest.mark.parametrize("form", XML)
def test_links_to_the_page_and_to_help_can_be_clicked(browser, address, form):
    browser.open(f"{address}/all.{form}")
    links = browser.evaluate(
        "[...document.links || document.querySelectorAll('a')].map(a => a.href)"
    )
    assert links == ["https://tin.example.vn/", "https://tin.example.vn/subscribe"]


@pytest.mark.parametrize("form", XML)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_and_nothing_sticks_out(browser, address, form, scheme):
    browser.open(f"{address}/all.{form}", scheme=scheme)
    assert browser.evaluate("document.documentElement.id") != "owned"
    assert browser.evaluate("document.querySelectorAll('script').length") == 0
    assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
