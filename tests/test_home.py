"""What came in place of a portal's home page."""

from dataclasses import replace

import pytest
from raw_pages import SITE, SOURCE, raw

from crawler.home import judge_home
from pipeline.model import RawPage, Section

NEWS = "".join(
    f"<li><a href='/tin-tuc/khanh-thanh-cay-cau-moi-so-{n}-qua-song-{n}215.html'>Khánh thành cây cầu mới "
    f"số {n} qua sông Lam Kiều</a></li>"
    for n in range(9)
)
HOME = f"<html><head><title>Huyện Lam Kiều</title></head><body><ul>{NEWS}</ul></body></html>"
WELCOME = "<html><head><title>Huyện Lam Kiều</title></head><body><p>Chào mừng.</p></body></html>"


def home(markup: str, status: int = 200) -> RawPage:
    return raw(markup, url=f"{SITE}/", status=status)


def test_a_home_page_with_news_is_none() -> None:
    assert judge_home(home(HOME), SOURCE) is None


@pytest.mark.parametrize(
    ("markup", "status", "name"),
    [
        ("<h1>Chỉ một lát...</h1><script>window._cf_chl_opt={}</script>", 403, "challenge"),
        ("<h1>Just a moment...</h1><div class='g-recaptcha'></div>", 200, "challenge"),
        ("<h1>Website đang được bảo trì</h1>", 503, "maintenance"),
        ("<p>Access from your country is not allowed</p>", 403, "geo-blocked"),
        ("<p>Tên miền đã hết hạn</p>", 200, "parked"),
        ("<title>IIS Windows Server</title>", 200, "default-page"),
        ("<div id=root></div>", 200, "script-shell"),
        (" ", 200, "empty"),
        ("<form><input name=u><input type=password></form>", 200, "login"),
        ("<h1>Unauthorized</h1>", 401, "login"),
        ("<h1>Forbidden</h1>", 403, "forbidden"),
        ("<h1>Slow down</h1>", 429, "failed-busy"),
        ("<h1>Oops</h1>", 500, "failed-server-error"),
        ("<h1>404</h1>", 404, "gone"),
        (WELCOME, 200, "no-news"),
    ],
)
def test_what_came_instead_is_named(markup: str, status: int, name: str) -> None:
    found = judge_home(home(markup, status), SOURCE)
    assert found is not None
    assert found[0] == name
    assert found[1]


def test_with_another_way_in_a_home_page_needs_no_news() -> None:
    ways = (
        replace(SOURCE, feeds=(f"{SITE}/rss",)),
        replace(SOURCE, sitemaps=(f"{SITE}/sitemap.xml",)),
        replace(SOURCE, sections=(Section("Tin", f"{SITE}/tin"),)),
    )
    assert [judge_home(home(WELCOME), source) for source in ways] == [None] * 3


def test_but_a_refusal_stays_one() -> None:
    source = replace(SOURCE, feeds=(f"{SITE}/rss",))
    found = judge_home(home("<h1>Web Page Blocked</h1><p>Attack ID: 20000051</p>"), source)
    assert found is not None
    assert found[0] == "challenge"
