"""The pages in a real browser: nothing runs, nothing sticks out, everything is reachable by keyboard."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from chromium import BINARY, Browser
from sample_entries import DAK_LAK, HA_NAM, NOON, make_article, make_config, make_visit
from served import served

from pipeline.model import RunReport
from pipeline.publish import rendering
from pipeline.publish.publishing.files import publish
from pipeline.publish.web import create_app
from pipeline.store import open_store

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not BINARY, reason="no Chromium here (apt-get install chromium)"),
]

OWN = "document.documentElement.dataset.owned = 1"
HOSTILE = (
    f"<script>{OWN}</script><img src='/static/none.png' onerror='{OWN}'><svg onload='{OWN}'></svg>"
    f"<a id='bait' href='javascript:{OWN}'>bấm</a><iframe srcdoc='<script>parent.{OWN}</script>'></iframe>"
    f"<details open ontoggle='{OWN}'>x</details><style>body{{display:none}}</style>"
    "<table><tr>" + "<td>Một ô khá dài không ngắt</td>" * 20 + "</tr></table>"
    "<p>" + "https://lynhan.example.vn/" + "dai" * 200 + "</p>"
    "<pre>" + "x" * 500 + "</pre><img src='/static/icon.svg' width='2000' height='50'>"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return make_config(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def hostile_key(config):
    with open_store(config.database) as store:
        store.put_sources([HA_NAM, DAK_LAK])
        for number in range(12):
            article = make_article(
                number, title=f"Một tựa đề khá dài của bài viết thứ {number} " * 3
            )
            store.save(article, make_visit(article))
        store.save_run(RunReport(HA_NAM.id, NOON, NOON, "challenge", rejected={"listing": 3}))
        store.save_run(
            RunReport(
                HA_NAM.id,
                NOON,
                NOON + timedelta(hours=1, minutes=2),
                "finished",
                requests=1_234_567,
                bytes=987_654_321,
                rejected={"listing": 3000, "not-an-article": 400, "login": 1},
                errors=4,
                failures={"failed-timeout-connect": 3, "failed-server-error": 1},
                statuses={str(status): 1000 for status in range(200, 220)},
                detail="failed-server-error: https://lynhan.example.vn/" + "dai" * 90,
            )
        )
        article = make_article(99, title=f"<script>{OWN}</script>" + "dài" * 60, html=HOSTILE)
        key = store.save(article, make_visit(article)).key
        publish(store, config)
    return key


@pytest.fixture(scope="module")
def site(config, hostile_key) -> Iterator[str]:
    with served(create_app(config)) as running:
        yield running.address


@pytest.fixture
def addresses(site, hostile_key):
    paths = (
        "/",
        f"/articles/{hostile_key}",
        "/search?q=xây+dựng",
        "/sources",
        "/sources?health=bad&province=Ninh+Bình&q=ly+nhan",
        f"/sources/{HA_NAM.id}",
        "/provinces/ninh-binh",
        "/feeds",
        f"/articles/{hostile_key}/history",
        "/subscribe?q=xây+dựng&lang=en",
        "/places?lang=en",
        "/topics?lang=vi",
        "/districts/ha-nam/huyen-ly-nhan",
        "/docs",
        "/nope",
    )
    return [site + path for path in paths]


def test_hostile_content_runs_no_script(browser, site, hostile_key):
    browser.open(f"{site}/articles/{hostile_key}")
    assert browser.evaluate("document.documentElement.dataset.owned ?? 'nobody'") == "nobody"
    assert browser.evaluate("getComputedStyle(document.body).display") == "block"
    assert "bấm" in browser.evaluate("document.body.innerText")


def test_even_unsanitised_content_runs_nothing_under_the_policy(
    browser, config, site, hostile_key, monkeypatch
):
    monkeypatch.setitem(rendering.FILTERS, "page_html", lambda article: article.html)
    with served(create_app(config)) as other:
        browser.open(f"{other.address}/articles/{hostile_key}")
        browser.evaluate("document.getElementById('bait').click()")
        owner = browser.evaluate("document.documentElement.dataset.owned ?? 'nobody'")
    assert owner == "nobody"
    assert any("Content Security Policy" in problem for problem in browser.problems)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(browser, addresses, width):
    for address in addresses:
        browser.open(address, width=width)
        assert browser.evaluate("document.documentElement.scrollWidth") <= width, address


def test_pages_ask_nobody_else_for_anything_but_pictures(browser, site, addresses):
    for address in addresses:
        browser.open(address)
        # data: is the browser's own drawing (the calendar sign of a date field).
        elsewhere = [url for url in browser.requests if not url.startswith((site, "data:"))]
        assert [url for url in elsewhere if "/anh/" not in url] == []


def test_our_own_pages_break_no_rule_of_their_own_policy(browser, addresses):
    for address in addresses:
        browser.open(address)
        assert not [problem for problem in browser.problems if "Content Security" in problem]


def test_feed_autodiscovery_stands_in_the_head(browser, site):
    browser.open(f"{site}/")
    found = browser.evaluate(
        "[...document.head.querySelectorAll('link[rel=alternate]')].map(l => [l.type, l.href])"
    )
    assert ["application/rss+xml", f"{site}/feeds/all.rss"] in found
    assert ["application/atom+xml", f"{site}/feeds/all.atom"] in found


def test_the_first_tab_key_reaches_the_skip_link_and_shows_it(browser, site):
    browser.open(f"{site}/")
    browser.press("Tab", 9)
    focused = browser.evaluate(
        "(e => [e.className, e.getBoundingClientRect().left >= 0, getComputedStyle(e).outlineStyle])"
        "(document.activeElement)"
    )
    assert focused == ["skip", True, "solid"]


def test_everything_that_can_be_pressed_can_be_reached_by_keyboard(browser, site):
    browser.open(f"{site}/search?q=xã")
    assert browser.evaluate(
        "[...document.querySelectorAll('a, button, input, select')].every(e => e.tabIndex >= 0)"
    )


def test_dark_readers_get_a_dark_page(browser, site):
    grounds = []
    for scheme in ("light", "dark"):
        browser.open(f"{site}/", scheme=scheme)
        grounds.append(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(251, 249, 244)", "rgb(23, 22, 20)"]


def test_touch_targets_of_the_menu_are_tall_enough(browser, site):
    browser.open(f"{site}/")
    heights = browser.evaluate(
        "[...document.querySelectorAll('nav a, button')].map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 24
