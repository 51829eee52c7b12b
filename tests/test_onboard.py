"""`congtin add` on portals nobody has seen: what one short visit finds out."""

import tomllib

import pytest
import unseen_portals as portals
from onboarding import HOME, onboard, visited

from crawler.onboarding.asking import FEWEST_REQUESTS, MOST_REQUESTS
from crawler.onboarding.findings import remarks_for
from crawler.onboarding.onboard import NoPortalError
from crawler.sources import format_source

SITE = HOME.rstrip("/")


def portal(name: str) -> dict:
    return portals.at(getattr(portals, name)(), SITE)


def names(found) -> list[str]:
    return [one.section.name for one in found.sections]


SECTIONS = {
    "tables": list(portals.TABLES_NEWS.values()),
    "drupal": list(portals.DRUPAL_NAMES),
    "joomla": list(portals.JOOMLA_NAMES.values()),
    "modern": list(portals.MODERN_NAMES.values()),
    "crowded": list(portals.CROWDED_NEWS),
}
PAGERS = {
    "tables": ("postback", "ctl00$cph$grvTin Page$2"),
    "drupal": ("numbered", "/tin-tong-hop?page=1"),
    "joomla": ("offset", "/index.php/tin-trong-xa?start=6"),
    "crowded": ("numbered", "/chuyen-muc/100?p=2"),
}
DATES = {
    "tables": "Cập nhật lúc",
    "drupal": "Đăng bởi Ban biên tập, ngày",
    "joomla": "Được đăng:",
    "modern": "06:30",
    "crowded": "Thứ hai, ",
}


@pytest.mark.parametrize("name", SECTIONS)
def test_the_sections_are_those_that_a_person_would_list(name):
    assert names(onboard(portal(name))) == SECTIONS[name]


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_that_was_looked_at_tells_how_many_articles_it_lists(name):
    counts = [one.articles for one in onboard(portal(name)).sections if one.articles is not None]
    assert counts
    assert min(counts) > 3


@pytest.mark.parametrize("name", PAGERS)
def test_the_pager_is_named_with_its_example(name):
    pager = onboard(portal(name)).pager
    assert (pager.kind, pager.example) == PAGERS[name]


def test_a_button_that_loads_more_is_a_pager():
    assert onboard(portal("modern")).pager.kind == "load-more"


@pytest.mark.parametrize("name", DATES)
def test_the_sample_is_an_article_with_its_date_as_printed(name):
    found = onboard(portal(name))
    assert found.sample.title.startswith("Nhân dân ")
    assert DATES[name] in found.date.printed
    assert found.date.at == found.sample.published_at
    assert found.rejected == ()


@pytest.mark.parametrize("name", SECTIONS)
def test_a_visit_is_short_and_asks_for_no_address_twice(name):
    found, asked = visited(portal(name))
    assert len(asked) == len(set(asked)) == found.requests <= MOST_REQUESTS


@pytest.mark.parametrize("name", SECTIONS)
def test_the_entry_can_be_read_back_and_says_how_it_was_found(name):
    found = onboard(portal(name))
    text = format_source(found.source, remarks_for(found))
    assert tomllib.loads(text)["source"][0]["name"] == found.source.name
    assert text.startswith("# Found by congtin add on ")
    assert f"# pager: {found.pager.kind}" in text
    assert "# charset: " in text


def test_a_feed_that_nothing_declares_is_found_where_the_platform_has_it():
    (feed,) = onboard(portal("drupal")).feeds
    assert (feed.url, feed.kind, feed.entries) == (f"{SITE}/rss.xml", "RSS", 10)
    assert f"{feed.newest:%Y-%m-%d %H:%M}" == "2024-05-16 07:20"


def test_an_atom_feed_is_called_so():
    assert [feed.kind for feed in onboard(portal("joomla")).feeds] == ["Atom"]


def test_a_feed_of_another_site_does_not_count():
    answers = portal("drupal")
    status, headers, body = answers["/rss.xml"]
    answers["/rss.xml"] = status, headers, body.replace(b"cong.example.vn", b"khac.example.vn")
    assert onboard(answers).feeds == ()


def test_a_page_about_feeds_leads_to_the_feed():
    answers = portal("joomla")
    status, headers, body = answers["/"]
    answers["/"] = (
        status,
        headers,
        body.replace(b"</ul>", b'<li><a href="/rss">RSS</a></li></ul>', 1),
    )
    answers["/rss"] = portals.ok('<h1>RSS</h1><a href="/tin.rss">Tin</a>')
    answers["/tin.rss"] = answers.pop("/?format=feed&type=rss")
    assert [feed.url for feed in onboard(answers).feeds] == [f"{SITE}/tin.rss"]


def test_a_sitemap_is_counted_and_a_news_sitemap_named():
    (sitemap,) = onboard(portal("modern")).sitemaps
    assert (sitemap.url, sitemap.pages, sitemap.news) == (f"{SITE}/sitemap-news.xml", 6, True)
    (sitemap,) = onboard(portal("joomla")).sitemaps
    assert (sitemap.pages, sitemap.sitemaps, sitemap.news) == (10, None, False)


def test_a_sitemap_that_robots_names_and_that_is_none_is_left_out():
    answers = portal("joomla")
    answers["/ban-do.xml"] = portals.ok("<h1>404</h1>")
    assert onboard(answers).source.sitemaps == ()


def test_a_sitemap_is_looked_for_where_robots_names_none():
    answers = portal("joomla")
    answers["/sitemap.xml"] = answers["/ban-do.xml"]
    answers["/robots.txt"] = portals.robots()
    assert onboard(answers).source.sitemaps == (f"{SITE}/sitemap.xml",)


def test_the_charset_is_told_as_declared_and_as_read():
    charset = onboard(portal("tables")).charset
    assert (charset.declared, charset.read_as) == ("windows-1258", "cp1258")
    wrong = portal("drupal")
    wrong["/"] = wrong["/"][0], {"Content-Type": "text/html; charset=iso-8859-1"}, wrong["/"][2]
    charset = onboard(wrong).charset
    assert (charset.declared, charset.read_as) == ("iso-8859-1", "utf-8")


def test_a_wide_page_is_read_and_told():
    answers = portal("drupal")
    wide = answers["/"][2].decode().encode("utf-16")
    answers["/"] = 200, {"Content-Type": "text/html"}, wide
    assert onboard(answers).charset.read_as == "utf-16"


def test_the_delay_is_what_robots_asks_for():
    answers = portal("drupal")
    answers["/robots.txt"] = portals.robots("Crawl-delay: 7")
    found = onboard(answers)
    assert (found.source.delay, found.delay.why) == (7.0, "robots.txt asks for it")
    assert FEWEST_REQUESTS <= found.requests <= 60 / 7


@pytest.mark.parametrize(
    ("seconds", "delay"), [(0.1, None), (0.5, None), (0.9, 2.0), (1.2, 2.5), (3.0, 6.0)]
)
def test_a_slow_host_is_given_twice_its_answer_time(seconds, delay):
    found = onboard(portal("drupal"), seconds=seconds)
    assert found.source.delay == delay
    assert found.delay.seconds == (delay or 1.0)


@pytest.mark.parametrize("kind", portals.INTROS)
def test_the_home_behind_an_intro_page_is_the_source(kind):
    found = onboard(portals.at(portals.behind_intro(kind), SITE))
    assert found.source.url == f"{SITE}{portals.INNER}"
    assert names(found) == SECTIONS["modern"]
    assert "only a way in" in found.remarks[0]


def test_a_page_that_leads_on_to_another_site_is_named():
    leads = portals.ok("<script>location.replace('http://khac.example.vn/')</script>")
    with pytest.raises(NoPortalError, match=r"offsite .*khac\.example\.vn"):
        onboard({"/": leads})


@pytest.mark.parametrize(
    ("name", "inside", "home"),
    [
        ("modern", "/nhan-dan-cung-nhau-hoan-thanh-phan-viec-lon-240515.html", "/"),
        ("modern", "/thoi-su-c4.html", "/"),
        ("drupal", "/tin-tong-hop", "/"),
        ("tables", "/ChiTiet.aspx?ID=33&loai=11", "/Default.aspx"),
        ("tables", "/DanhMuc.aspx?loai=11", "/Default.aspx"),
    ],
)
def test_a_page_deep_inside_leads_to_the_portals_home(name, inside, home):
    found = onboard(portal(name), f"{SITE}{inside}")
    assert found.source.url == f"{SITE}{home}"
    assert names(found) == SECTIONS[name]
    assert "lies inside the portal" in found.remarks[0]


def test_a_portal_in_a_folder_of_its_own_is_not_mistaken_for_its_hosts():
    home = portals.ok('<title>Tỉnh</title><a href="/tin-tuc">Tin tức</a><a href="/xa-a">Xã A</a>')
    inner = portals.ok(
        '<title>Xã A</title><a href="/xa-a/tin-tuc">Tin tức</a><a href="/xa-a/kinh-te">Kinh tế</a>'
    )
    assert onboard({"/": home, "/xa-a": inner}, f"{SITE}/xa-a").source.url == f"{SITE}/xa-a"


@pytest.mark.parametrize(("name", "given"), [("drupal", "/rss.xml"), ("joomla", "/ban-do.xml")])
def test_a_feed_or_sitemap_leads_to_its_portal(name, given):
    found = onboard(portal(name), f"{SITE}{given}")
    assert found.source.url == HOME
    assert f"{SITE}{given}" in (*found.source.feeds, *found.source.sitemaps)
    assert names(found) == SECTIONS[name]


def test_a_home_that_moves_to_https_is_kept_there():
    answers = portal("modern")
    answers[HOME] = 301, {"Location": HOME.replace("http:", "https:")}, b""
    assert onboard(answers).source.url == "https://cong.example.vn/"


def test_a_home_that_moves_within_its_host_is_kept_as_given():
    answers = portal("modern")
    answers["/web/guest"] = answers["/"]
    answers["/"] = 302, {"Location": "/web/guest"}, b""
    found = onboard(answers)
    assert (found.source.url, names(found)) == (HOME, SECTIONS["modern"])


def test_http_is_tried_where_https_was_only_guessed():
    answers = portal("modern")
    secure = HOME.replace("http:", "https:")
    answers[secure] = "failed-refused"
    assert onboard(answers, secure, guessed=True).source.url == HOME
    with pytest.raises(NoPortalError, match="failed-refused"):
        onboard(answers, secure)


@pytest.mark.parametrize("name", ["tables", "modern", "crowded"])
def test_sections_are_found_where_no_other_page_answers(name):
    found = onboard({"/": portal(name)["/"]})
    assert names(found) == SECTIONS[name]
    assert any("none of the pages tried gave an article" in line for line in found.warnings)


def test_a_home_that_only_scripts_fill_is_made_up_for_by_a_sitemap():
    answers = portal("modern")
    answers["/"] = portals.ok("<title>Tân Lộc</title><div id=app></div><script src=/a.js></script>")
    found = onboard(answers)
    assert found.source.sitemaps == (f"{SITE}/sitemap-news.xml",)
    assert found.sample.title.startswith("Nhân dân ")
    del answers["/sitemap-news.xml"]
    with pytest.raises(NoPortalError):
        onboard(answers)


def test_the_menu_of_a_site_map_page_stands_in_for_one_that_is_not_in_the_home():
    answers = portal("drupal")
    answers["/so-do-cong"] = answers["/tin-tong-hop"]
    answers["/"] = portals.ok(
        '<title>Xã Suối Cát</title><a href="/b/1"><img src=/1.jpg></a><a href="/so-do-cong">Sơ đồ cổng</a>'
        + "".join(f'<a href="/b/{n}"><img src=/{n}.jpg></a>' for n in range(2, 8))
    )
    assert names(onboard(answers)) == SECTIONS["drupal"]


def test_pages_that_are_no_articles_are_named_with_their_reason():
    answers = portal("crowded")
    answers["/bai/7008"] = answers["/bai/7016"] = (500, {}, b"")
    found = onboard(answers)
    assert (f"{SITE}/bai/7008", "error-page") in found.rejected
    assert found.sample


def test_what_is_doubtful_is_warned_of():
    answers = portal("drupal")
    for path in ("/tin-tong-hop", "/xay-dung-dang", "/van-hoa-xa-hoi"):
        status, headers, body = answers[path]
        answers[path] = status, headers, body.replace(b"Next", b"").replace(b'rel="next"', b"")
    warnings = " ".join(onboard(answers).warnings)
    assert "stale feed /rss.xml: its newest entry is of 2024-05-16" in warnings


def test_an_address_that_gives_nothing_is_named_with_its_next_step():
    with pytest.raises(NoPortalError, match=r"failed-dns .*\."):
        onboard({"/": "failed-dns"})
    with pytest.raises(NoPortalError, match="gone"):
        onboard({})


def test_further_sections_are_looked_at_until_one_shows_a_pager():
    answers = portal("crowded")
    for number in (100, 101, 106):
        status, headers, body = answers[f"/chuyen-muc/{number}"]
        answers[f"/chuyen-muc/{number}"] = status, headers, body.replace(b"Trang sau", b"")
    found = onboard(answers)
    assert found.pager.seen_on not in ("/chuyen-muc/100", "/chuyen-muc/101", "/chuyen-muc/106")
    assert found.pager.kind == "numbered"
