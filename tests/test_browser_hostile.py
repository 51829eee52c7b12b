"""Hostile words on every page and a hostile archived page, in Chromium: nothing runs or is asked for."""

import time
from collections.abc import Iterator

import pytest
from chromium import BINARY, Browser
from many_pages import Filled, fill, hostile_article
from sample_entries import HA_NAM, make_article, make_config, make_visit
from served import Served, served
from xss_corpus import ATTACKS

from pipeline.publish.publishing.files import publish
from pipeline.publish.web import create_app
from pipeline.store import open_store

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not BINARY, reason="no Chromium here (apt-get install chromium)"),
]

OWN = "document.documentElement.dataset.owned=1"
ARMED = [attack.replace("alert(1)", OWN).replace("//evil.example", "/trap") for attack in ATTACKS]
EVERYTHING = " ".join(ARMED)
PAGE = (
    f"<title>Cũ</title><p id=text>Trang cũ</p><script>{OWN}; fetch('/trap/fetch')</script>"
    f"<script src=/trap/s.js></script><img src=/trap/i.png onerror='{OWN}'><iframe src=/trap/f></iframe>"
    "<link rel=stylesheet href=/trap/c.css><style>p{color:red;background:url(/trap/b.png)}</style>"
    "<meta http-equiv=refresh content='0;url=/trap/refresh'><object data=/trap/o></object>"
    "<video src=/trap/v autoplay></video><form id=form action=/trap/form><button>x</button></form>"
    "<a id=up target=_top href=/trap/top>lên</a><a id=out target=_blank href=/trap/out>ra</a>"
    f"<svg onload='{OWN}'></svg><base href=/trap/>" + EVERYTHING
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Iterator[tuple[Served, Filled, list[str]]]:
    """A site whose every field is hostile, its pages, and articles of eight attacks each."""
    config = make_config(tmp_path_factory.mktemp("data"))
    with open_store(config.database) as store:
        filled = fill(store, config, EVERYTHING, PAGE)
        keys = []
        for number in range(0, len(ARMED), 4):
            article = hostile_article(
                make_article(100 + number), " ".join(ARMED[number : number + 4])
            )
            keys.append(store.save(article, make_visit(article)).key)
        publish(store, config)
    with served(create_app(config)) as site:
        yield site, filled, keys


def owned(browser):
    return browser.evaluate("document.documentElement.dataset.owned ?? 'nobody'") != "nobody"


def trapped(site):
    return [path for path in site.asked if path.startswith("/trap")]


def harmless_pictures(urls, site):
    """What pages asked of others: only pictures of portals may be."""
    return [
        url
        for url in urls
        if not url.startswith((site.address, "data:", "https://lynhan.example.vn/anh/"))
    ]


def test_no_page_runs_or_fetches_what_stands_in_its_words(browser, hostile):
    site, filled, _ = hostile
    english = [f"/articles/{filled.edited}/history", f"/stories/{filled.first}", "/search?q=cầu"]
    for path in (
        *filled.paths,
        *(f"{path}{'&' if '?' in path else '?'}lang=en" for path in english),
    ):
        browser.open(f"{site.address}{path}")
        assert not owned(browser), path
        assert browser.evaluate("document.querySelectorAll('main').length") == 1, path
        assert not [p for p in browser.problems if "Content Security" in p], (
            path,
            browser.problems,
        )
    assert trapped(site) == []


def test_no_attack_in_any_field_of_an_article_runs_in_its_page_or_in_lists(browser, hostile):
    site, _, keys = hostile
    for key in keys:
        browser.open(f"{site.address}/articles/{key}")
        assert not owned(browser), key
        assert harmless_pictures(browser.requests, site) == [] or _portal_only(browser, site), key
    browser.open(f"{site.address}/sources/{HA_NAM.id}")
    assert not owned(browser)


def _portal_only(browser, site):
    """Pictures that an article shows may come from anywhere on the web, nothing else may."""
    kinds = browser.evaluate(
        "performance.getEntriesByType('resource').map(e => e.initiatorType)"
        ".filter(t => !['img', 'link', 'css', 'video', 'audio', 'other'].includes(t))"
    )
    return kinds == []


def test_an_archived_page_runs_nothing_loads_nothing_and_stays_where_it_is(browser, hostile):
    site, filled, _ = hostile
    address = f"{site.address}/articles/{filled.edited}/archived/page"
    browser.open(address)
    time.sleep(0.3)
    assert not owned(browser)
    assert browser.evaluate("location.href") == address
    assert browser.evaluate("document.getElementById('text').innerText") == "Trang cũ"
    browser.evaluate("document.getElementById('form').submit?.()")
    time.sleep(0.2)
    assert browser.evaluate("location.href") == address
    assert trapped(site) == []


def test_in_its_frame_it_cannot_move_the_window(browser, hostile):
    site, filled, _ = hostile
    address = f"{site.address}/articles/{filled.edited}/archived"
    browser.open(address, width=1280)
    time.sleep(0.5)
    assert browser.evaluate("location.href") == address
    assert browser.evaluate("document.querySelector('iframe').contentDocument") is None
    assert not owned(browser)
    assert f"/articles/{filled.edited}/archived/page" in site.asked
    assert trapped(site) == []
