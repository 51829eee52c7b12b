"""The sample farm: what it serves, what it claims to be true, and the traps it sets."""

import csv
import html
import re
import signal
import socket
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import httpx
import pytest
from lxml import html as lxml_html

from crawler.farm import FARM_NOW, PORTALS, Farm, Portal, TrueArticle
from crawler.farm.compose import compose
from crawler.farm.portals import SITES
from crawler.farm.portals.nukeviet import NukeViet
from crawler.farm.site import Call, Site
from crawler.farm.stock import PLACES, TOPICS
from pipeline.errors import ConfigError

SHARED = Path(__file__).parent.parent.parent / "shared"
GRID = "ctl00$PlaceHolderMain$g_7d1b_news$grvTinTuc"


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with Farm(base_port=0) as running:
        yield running


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=10) as session:
        yield session


@pytest.fixture(params=PORTALS)
def portal(farm: Farm, request: pytest.FixtureRequest) -> Portal:
    return farm.portal(request.param)


def site_of(portal_id: str) -> Site:
    return SITES[portal_id](
        portal_id, "http://127.0.0.1:8101/", FARM_NOW, compose(FARM_NOW)[portal_id]
    )


def bare(text: str) -> str:
    """NFC without white space and invisible characters, to compare texts across markup."""
    text = unicodedata.normalize("NFC", text)
    return "".join(c for c in text if not c.isspace() and c not in "\u200b\ufeff\u00ad")


def links(page: httpx.Response) -> list[str]:
    hrefs = re.findall(r"""href=["']([^"']+)["']""", page.text)
    return [urldefrag(urljoin(str(page.url), html.unescape(href)))[0] for href in hrefs]


def hidden_fields(page: httpx.Response) -> dict[str, str]:
    fields = lxml_html.fromstring(page.text).xpath("//input[@type='hidden']")
    return {field.get("name"): field.get("value", "") for field in fields}


# --- what is served


def test_there_are_six_portals_of_forty_two_articles_or_more(farm: Farm) -> None:
    assert len(farm.portals) == 6
    assert all(len(p.truth) >= 42 for p in farm.portals)


def test_every_portal_has_four_to_six_sections(portal: Portal) -> None:
    assert 4 <= len({article.section for article in portal.truth}) <= 6


def test_articles_spread_over_the_two_years_before_now(portal: Portal) -> None:
    times = [article.published_at for article in portal.truth]
    assert max(times) < FARM_NOW
    assert min(times) > FARM_NOW - timedelta(days=732)
    assert max(times) - min(times) > timedelta(days=650)


def test_no_two_articles_share_a_title(farm: Farm) -> None:
    titles = [article.title for p in farm.portals for article in p.truth]
    assert len(set(titles)) == len(titles)


def test_bodies_differ_from_each_other(farm: Farm) -> None:
    def shingles(article: TrueArticle) -> set[tuple[str, ...]]:
        words = article.text.split()
        return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}

    articles = [a for p in farm.portals for a in p.truth]
    grams = [shingles(a) for a in articles if len(a.text) > 600]
    alike = [len(a & b) / len(a | b) for a, b in combinations(grams, 2)]
    assert max(alike) < 0.5
    assert len({a.text for a in articles}) == len(articles)


def test_forms_of_news_vary(farm: Farm) -> None:
    articles = [article for p in farm.portals for article in p.truth]
    assert sum("PV: " in a.text for a in articles) >= 12
    assert sum(" | " in a.text for a in articles) >= 20
    assert sum(bool(a.attachments) for a in articles) >= 30
    assert sum(not a.images for a in articles) >= 20


def test_leads_belong_to_their_titles() -> None:
    assert all(len(topic.titles) == len(topic.leads) for topic in TOPICS)


def test_truth_lists_each_caption_as_a_line_of_the_text(farm: Farm) -> None:
    for article in (a for p in farm.portals for a in p.truth):
        assert set(article.captions) <= set(article.text.split("\n"))


def test_a_portal_alone_serves_the_same_articles_as_among_all() -> None:
    with Farm(base_port=0, portals=("dnn",)) as alone:
        titles = [article.title for article in alone.portals[0].truth]
    assert titles == [story.title for story in compose(FARM_NOW)["dnn"]]


@pytest.mark.parametrize("portal_id", PORTALS)
def test_the_same_requests_get_the_same_bytes(portal_id: str) -> None:
    first, second = site_of(portal_id), site_of(portal_id)
    assert first.truth == second.truth
    for target in list(first.pages)[::7]:
        assert first.answer(Call("GET", target)) == second.answer(Call("GET", target))


def test_another_now_moves_the_articles() -> None:
    moved = compose(FARM_NOW - timedelta(days=100))["liferay"]
    assert max(story.published_at for story in moved) < FARM_NOW - timedelta(days=100)


# --- the truth stands on the pages


def test_every_article_answers_with_its_title_and_every_line_in_order(
    portal: Portal, client: httpx.Client
) -> None:
    for article in portal.truth:
        page = client.get(article.url)
        assert page.status_code == 200
        text = bare(lxml_html.fromstring(page.text).text_content())
        assert bare(article.title) in text
        at = 0
        for cell in article.text.replace(" | ", "\n").split("\n"):
            at = text.index(bare(cell), at) + len(bare(cell))


def test_pictures_and_files_are_what_their_names_say(portal: Portal, client: httpx.Client) -> None:
    starts = {"png": b"\x89PNG", "pdf": b"%PDF", "lsx": b"PK"}
    image = next(image for article in portal.truth for image in article.images)
    assert client.get(image.url).content.startswith(starts["png"])
    for file in {f.name[-3:]: f for article in portal.truth for f in article.attachments}.values():
        assert client.get(file.url).content.startswith(starts[file.name[-3:]])


def test_images_and_files_stand_on_the_page(portal: Portal, client: httpx.Client) -> None:
    article = next(a for a in portal.truth if a.images and a.attachments)
    page = client.get(article.url)
    sources = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    addresses = {urljoin(article.url, html.unescape(source)) for source in sources}
    assert {image.url for image in article.images} | {
        file.url for file in article.attachments
    } <= addresses


def test_pages_beside_the_news_answer_as_their_kind_says(
    portal: Portal, client: httpx.Client
) -> None:
    for url, kind in portal.not_articles.items():
        page = client.get(url)
        assert page.status_code in ((302,) if kind == "off-site" else (200, 301))
    assert {"listing", "static", "login", "search", "copy"} <= set(portal.not_articles.values())


# --- listings


def walk(client: httpx.Client, portal: Portal) -> set[str]:
    """Every address that listing pages link, following pagers (postbacks as well)."""
    listings = {url for url, kind in portal.not_articles.items() if kind == "listing"}
    todo, seen, found = list(listings), set(), set()
    while todo:
        url = todo.pop()
        if url in seen:
            continue
        seen.add(url)
        page = client.get(url)
        found.update(links(page))
        found.update(link for turned in postbacks(client, page) for link in links(turned))
        todo += [link for link in links(page) if re.search(r"_cur=\d|[?&]start=|[?&]page=", link)]
    return found


def postbacks(client: httpx.Client, page: httpx.Response) -> Iterator[httpx.Response]:
    done, todo = set(), re.findall(r"Page\$(\d+)", page.text)
    while todo:
        number = todo.pop()
        if number in done:
            continue
        done.add(number)
        form = hidden_fields(page) | {"__EVENTTARGET": GRID, "__EVENTARGUMENT": f"Page${number}"}
        turned = client.post(str(page.url), data=form)
        todo += re.findall(r"Page\$(\d+)", turned.text)
        yield turned


def test_listings_reach_every_article(portal: Portal, client: httpx.Client) -> None:
    assert {article.url for article in portal.truth} <= walk(client, portal)


def test_widgets_stand_on_every_article(portal: Portal, client: httpx.Client) -> None:
    text = lxml_html.fromstring(client.get(portal.truth[5].url).text).text_content()
    for widget in (
        "Thống kê truy cập",
        "Đăng nhập",
        "Thăm dò ý kiến",
        "mới nhất",
        "Liên kết ",
        "Bản quyền",
        "Giấy phép số",
    ):
        assert widget in text


def test_counters_change_at_every_request(portal: Portal, client: httpx.Client) -> None:
    first, second = (client.get(portal.truth[0].url).text for _ in range(2))
    assert first != second
    assert re.sub(r"\d+", "", first)[:200] == re.sub(r"\d+", "", second)[:200]


# --- manners


def test_robots_txt_forbids_something(portal: Portal, client: httpx.Client) -> None:
    robots = client.get(urljoin(portal.url, "/robots.txt"))
    assert "Disallow: /" in robots.text
    assert robots.headers["content-type"].startswith("text/plain")


def test_an_unknown_path_answers_404_save_on_nukeviet(portal: Portal, client: httpx.Client) -> None:
    page = client.get(urljoin(portal.url, "/khong-co-trang-nay.html"))
    expected = (301, portal.url) if portal.id == "nukeviet" else (404, None)
    assert (page.status_code, page.headers.get("location")) == expected


def test_head_gives_the_headers_of_get(portal: Portal, client: httpx.Client) -> None:
    head, get = (
        client.request(method, urljoin(portal.url, "/robots.txt")) for method in ("HEAD", "GET")
    )
    assert head.content == b""
    assert head.headers["content-length"] == get.headers["content-length"]


def test_other_methods_are_refused(farm: Farm, client: httpx.Client) -> None:
    assert client.delete(farm.portal("dnn").url).status_code == 405


def test_every_request_is_logged_in_order() -> None:
    with (
        Farm(base_port=0, portals=("dnn", "huyenuy")) as quiet,
        httpx.Client(trust_env=False) as client,
    ):
        for p in quiet.portals:
            client.get(p.url + "x?y=1")
            client.head(p.url)
        log = [(r.portal, r.method, r.path, r.status) for r in quiet.log]
    assert log == [
        ("dnn", "GET", "/x?y=1", 404),
        ("dnn", "HEAD", "/", 200),
        ("huyenuy", "GET", "/x?y=1", 404),
        ("huyenuy", "HEAD", "/", 200),
    ]


def test_one_connection_serves_requests_sent_at_once(farm: Farm) -> None:
    port = httpx.URL(farm.portal("dnn").url).port
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(
            b"GET /robots.txt HTTP/1.1\r\n\r\nHEAD / HTTP/1.1\r\nConnection: close\r\n\r\n"
        )
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.count(b"HTTP/1.1 200 OK") == 2


def test_nonsense_answers_400(farm: Farm) -> None:
    port = httpx.URL(farm.portal("dnn").url).port
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")


def test_answers_wait_for_the_latency_and_keep_their_order() -> None:
    with (
        Farm(base_port=0, portals=("dnn",), latency=0.02) as slow,
        httpx.Client(trust_env=False) as client,
    ):
        assert [client.get(slow.portals[0].url).status_code for _ in range(2)] == [200, 200]


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(ConfigError, match=rf"Port {port} .*--farm-port"),
            Farm(port, portals=PORTALS[:1]),
        ):
            pass


def test_an_unknown_portal_is_named() -> None:
    with pytest.raises(ConfigError, match=r"joomla.*nukeviet"):
        Farm(portals=("joomla",))


def test_ports_follow_the_order_of_the_portals() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        base = probe.getsockname()[1]
    with Farm(base, portals=PORTALS[1:2]) as one:
        assert one.portals[0].url == f"http://127.0.0.1:{base + 1}/"


def test_the_module_serves_until_it_is_interrupted() -> None:
    command = [sys.executable, "-m", "crawler.farm", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(7)]
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(20) == 0
        finally:
            process.kill()
    assert [line.split()[0].startswith("http://127.0.0.1:") for line in lines[:6]] == [True] * 6


@pytest.mark.shared
def test_no_place_of_the_farm_is_a_real_unit() -> None:
    folder = SHARED / "geography"
    if not folder.exists():
        pytest.skip("needs ../shared/geography")
    kinds = r"(?:Thị trấn|Thị xã|Thành phố|Đặc khu|Phường|Quận|Huyện|Xã|Tỉnh) "
    real = set()
    for name in ("communes_map", "communes_new", "districts_old"):
        with (folder / f"{name}.tsv").open(encoding="utf-8") as file:
            cells = (cell for row in csv.reader(file, delimiter="\t") for cell in row)
            real |= {re.sub(f"^{kinds}", "", cell) for cell in cells}
    assert not real & {name for place in PLACES.values() for name in (place.unit, *place.parts)}


# --- NukeViet


def nukeviet_pages(farm: Farm, kind: str) -> list[str]:
    return [url for url, k in farm.portal("nukeviet").not_articles.items() if k == kind]


def test_nukeviet_prints_the_right_date_only_where_readers_see_it(
    farm: Farm, client: httpx.Client
) -> None:
    edited = 0
    for article in farm.portal("nukeviet").truth:
        text = client.get(article.url).text
        assert f"{article.published_at:%d/%m/%Y %H:%M}</span>" in text
        assert f'content="{article.published_at:%Y-%m-%d+07%H:%M}:00"' in text
        edited += f'itemprop="datePublished">{article.published_at.isoformat()}' not in text
    assert edited > 10


def test_nukeviet_hides_admin_where_there_is_no_author(farm: Farm, client: httpx.Client) -> None:
    article = next(a for a in farm.portal("nukeviet").truth if a.author is None)
    assert '<span itemprop="name">admin</span>' in client.get(article.url).text


def test_nukeviet_feed_prints_the_month_for_the_minutes(farm: Farm, client: httpx.Client) -> None:
    dates = re.findall(
        r"<pubDate>(.*?)</pubDate>", client.get(farm.portal("nukeviet").url + "rss/").text
    )
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    assert len(dates) == 20
    assert all(int(d.split()[4][3:5]) == months.index(d.split()[2]) + 1 for d in dates)


def test_nukeviet_members_only_articles_answer_200_and_stand_in_listings(
    farm: Farm, client: httpx.Client
) -> None:
    urls = nukeviet_pages(farm, "members-only")
    sitemap = client.get(farm.portal("nukeviet").url + "sitemap-vi.news.xml").text
    assert len(urls) == 2
    for url in urls:
        assert "Bạn không được phép xem bài viết" in client.get(url).text
        assert f"<loc>{url}</loc>" in sitemap


def test_nukeviet_external_article_leads_off_the_site_to_a_refusal(
    farm: Farm, client: httpx.Client
) -> None:
    (url,) = nukeviet_pages(farm, "off-site")
    page = client.get(url)
    assert page.status_code == 302
    with pytest.raises(httpx.ConnectError):
        client.get(page.headers["location"])


def test_nukeviet_page_99_goes_back_to_page_1(farm: Farm, client: httpx.Client) -> None:
    url = farm.portal("nukeviet").url + "kinh-te-nong-thon/"
    assert client.get(url + "page-99/").headers["location"] == url


def test_nukeviet_secondary_category_redirects_to_the_main_one(
    farm: Farm, client: httpx.Client
) -> None:
    url = farm.portal("nukeviet").url
    listed = [link for link in links(client.get(url + "tin-noi-bat/")) if "/tin-noi-bat/" in link]
    second = next(link for link in listed if link.endswith(".html"))
    page = client.get(second)
    assert page.status_code == 301
    assert page.headers["location"].rpartition("/")[2] == second.rpartition("/")[2]


def test_nukeviet_lists_one_section_oldest_first(farm: Farm, client: httpx.Client) -> None:
    portal = farm.portal("nukeviet")
    dates = {a.url: a.published_at for a in portal.truth}
    rows = lxml_html.fromstring(client.get(portal.url + "van-hoa-xa-hoi/").content).xpath(
        "//h3/a/@href"
    )
    shown = [dates[urljoin(portal.url, row)] for row in rows if urljoin(portal.url, row) in dates]
    assert shown == sorted(shown)


def test_nukeviet_theme_switch_turns_every_later_page_mobile(farm: Farm) -> None:
    portal = farm.portal("nukeviet")
    with httpx.Client(trust_env=False) as visitor:
        page = visitor.get(portal.truth[0].url)
        switch = next(link for link in links(page) if "nvvithemever=m" in link)
        assert "nv_redirect=" in switch
        assert visitor.get(switch).status_code == 302
        mobile = visitor.get(portal.truth[1].url).text
    assert 'class="mobile_egov"' in mobile
    assert portal.truth[1].title in html.unescape(mobile)


def test_nukeviet_always_changed_a_day_ago(farm: Farm, client: httpx.Client) -> None:
    page = client.get(farm.portal("nukeviet").truth[0].url)
    assert page.headers["last-modified"] == "Wed, 30 Sep 2026 01:00:00 GMT"
    assert "etag" not in page.headers


def test_nukeviet_has_nfd_and_invisible_characters_in_some_bodies(
    farm: Farm, client: httpx.Client
) -> None:
    pages = [client.get(article.url).text for article in farm.portal("nukeviet").truth]
    assert sum(not unicodedata.is_normalized("NFC", page) for page in pages) >= 3
    assert sum("\u200b" in page or "\u00ad" in page for page in pages) >= 4


def test_nukeviet_repeats_the_lead_in_some_bodies(farm: Farm, client: httpx.Client) -> None:
    found = 0
    for article in farm.portal("nukeviet").truth:
        body = lxml_html.fromstring(client.get(article.url).content).get_element_by_id(
            "news-bodyhtml"
        )
        found += bool(article.lead) and bare(article.lead) in bare(body.text_content())
    assert found >= 5


@pytest.mark.parametrize(
    "idiom",
    [
        "<figcaption>",
        '<p style="text-align: center;"><em>',
        "<br />\n<em>",
        '<table align="center"',
        "image-caption",
        "<i><span",
    ],
)
def test_nukeviet_captions_come_in_six_kinds(farm: Farm, client: httpx.Client, idiom: str) -> None:
    captioned = [a for a in farm.portal("nukeviet").truth if a.captions]
    assert any(idiom in client.get(article.url).text for article in captioned)


def test_nukeviet_numbers_beyond_the_listing_lead_home() -> None:
    site = site_of("nukeviet")
    assert isinstance(site, NukeViet)
    assert site.answer(Call("GET", "/banners/click/?id=3&s=ab")).status == 302


# --- SharePoint


def grid_titles(page: httpx.Response) -> list[str]:
    found = lxml_html.fromstring(page.text).xpath("//a[@class='newsTitle']")
    return [str(link.text_content()) for link in found]


def test_sharepoint_pages_turn_only_by_postback(farm: Farm, client: httpx.Client) -> None:
    url = farm.portal("sharepoint").url + "portal/Pages/Tin-Tuc-Su-Kien.aspx"
    page = client.get(url)
    form = hidden_fields(page) | {"__EVENTTARGET": GRID, "__EVENTARGUMENT": "Page$5"}
    turned = client.post(url, data=form)
    assert grid_titles(page) != grid_titles(turned)
    assert "Page$2')" in page.text
    assert "Page$6" not in page.text


@pytest.mark.parametrize(
    "spoiled",
    [
        {"__VIEWSTATE": ""},
        {"__VIEWSTATE": "/wEPDwUKMTIzNDU2Nzg5MGRk"},
        {"__EVENTVALIDATION": "not base64!"},
        {"__EVENTTARGET": "ctl00$other"},
        {"__EVENTARGUMENT": "Page$77"},
    ],
)
def test_sharepoint_shows_page_one_for_a_form_it_did_not_make(
    farm: Farm, client: httpx.Client, spoiled: dict[str, str]
) -> None:
    url = farm.portal("sharepoint").url + "portal/Pages/Tin-Tuc-Su-Kien.aspx"
    page = client.get(url)
    form = hidden_fields(page) | {"__EVENTTARGET": GRID, "__EVENTARGUMENT": "Page$2"} | spoiled
    assert grid_titles(client.post(url, data=form)) == grid_titles(page)


def test_sharepoint_refuses_the_view_state_of_another_listing(
    farm: Farm, client: httpx.Client
) -> None:
    pages = farm.portal("sharepoint").url + "portal/Pages/"
    other = hidden_fields(client.get(pages + "Kinh-Te-Doi-Song.aspx"))
    form = other | {"__EVENTTARGET": GRID, "__EVENTARGUMENT": "Page$2"}
    turned = client.post(pages + "Tin-Tuc-Su-Kien.aspx", data=form)
    assert grid_titles(turned) == grid_titles(client.get(pages + "Tin-Tuc-Su-Kien.aspx"))


def test_sharepoint_titles_every_page_with_the_name_of_the_site(
    farm: Farm, client: httpx.Client
) -> None:
    portal = farm.portal("sharepoint")
    titles = {
        lxml_html.fromstring(client.get(a.url).content).findtext(".//title")
        for a in portal.truth[:9]
    }
    assert {str(title).strip() for title in titles} == {portal.name}


def test_sharepoint_prints_dates_in_two_ways_and_splits_words(
    farm: Farm, client: httpx.Client
) -> None:
    pages = [client.get(article.url).text for article in farm.portal("sharepoint").truth]
    assert any(re.search(r">\d+/\d\d/\d{4} \d+:\d\d (SA|CH)<", page) for page in pages)
    assert any(
        re.search(r">(Thứ \w+|Chủ Nhật), \d\d/\d\d/\d{4}, \d\d:\d\d<", page) for page in pages
    )
    assert any(re.search(r"\w</span><span[^>]*>\w", page) for page in pages)
    assert any("&ocirc;" in page for page in pages)


# --- Liferay


def test_liferay_copies_name_the_one_address(farm: Farm, client: httpx.Client) -> None:
    portal = farm.portal("liferay")
    copies = [url for url, kind in portal.not_articles.items() if kind == "copy"]
    assert len(copies) == 3 * len(portal.truth)
    for url in copies[:12]:
        canonical = re.search(r'<link href="([^"]+)" rel="canonical"', client.get(url).text)
        assert canonical
        assert canonical[1] in {article.url for article in portal.truth}


def test_liferay_pager_reads_its_own_parameters_of_many(farm: Farm, client: httpx.Client) -> None:
    portal = farm.portal("liferay")
    first = client.get(portal.url + "web/guest/doi-song-xa-hoi")
    turn = next(link for link in links(first) if link.endswith("_cur=2") and "_delta=8" in link)
    articles = {article.url for article in portal.truth}
    assert "p_r_p_564233524_resetCur=false" in turn
    assert not articles & set(links(first)) & set(links(client.get(turn)))


# --- DNN


def test_dnn_has_two_kinds_of_address_and_of_pager(farm: Farm, client: httpx.Client) -> None:
    portal = farm.portal("dnn")
    assert sum("?tabid=57&ItemID=" in article.url for article in portal.truth) >= 10
    assert sum("/chi-tiet/id/" in article.url for article in portal.truth) >= 30
    pagers = " ".join(url for url, kind in portal.not_articles.items() if kind == "listing")
    assert "/currentpage/2" in pagers
    assert "?page=2" in pagers


def test_dnn_bodies_have_no_paragraphs(farm: Farm, client: httpx.Client) -> None:
    for article in farm.portal("dnn").truth:
        body = lxml_html.fromstring(client.get(article.url).content).xpath(
            "//div[@class='news-body']"
        )[0]
        assert not body.xpath(".//p")
        assert len(article.text.split("\n")) < 4 or body.xpath(".//br")


# --- WordPress


def test_wordpress_protects_two_posts_with_a_password(farm: Farm, client: httpx.Client) -> None:
    portal = farm.portal("wordpress")
    locked = [url for url, kind in portal.not_articles.items() if kind == "members-only"]
    assert len(locked) == 2
    for url in locked:
        page = client.get(url)
        assert page.status_code == 200
        assert "post-password-form" in page.text


def test_wordpress_goes_on_with_two_posts_on_a_second_page(
    farm: Farm, client: httpx.Client
) -> None:
    portal = farm.portal("wordpress")
    halved = [article for article in portal.truth if article.continued]
    assert len(halved) == 2
    for article in halved:
        assert portal.not_articles[f"{article.url}2/"] == "continuation"
        second = bare(lxml_html.fromstring(client.get(f"{article.url}2/").content).text_content())
        assert all(bare(cell) in second for line in article.continued for cell in line.split(" | "))
        assert not set(article.continued) & set(article.text.split("\n"))


def test_wordpress_puts_an_old_sticky_post_first(farm: Farm, client: httpx.Client) -> None:
    portal = farm.portal("wordpress")
    first = lxml_html.fromstring(client.get(portal.url).content).xpath("//article")[0]
    newest = max(article.published_at for article in portal.truth)
    sticky = next(a for a in portal.truth if a.url == first.xpath(".//h2/a/@href")[0])
    assert "sticky" in first.get("class")
    assert sticky.published_at < newest - timedelta(days=90)


def test_wordpress_replytocom_is_a_copy_with_a_canonical_link(
    farm: Farm, client: httpx.Client
) -> None:
    portal = farm.portal("wordpress")
    url = next(url for url in portal.not_articles if "replytocom" in url)
    assert f'<link rel="canonical" href="{url.partition("?")[0]}"' in client.get(url).text


def test_wordpress_home_shows_full_bodies_and_cut_ones(farm: Farm, client: httpx.Client) -> None:
    page = client.get(farm.portal("wordpress").url).text
    assert 'class="more-link"' in page
    assert page.count('class="entry-content"') - page.count('class="more-link"') >= 5


def test_wordpress_has_galleries_and_tables(farm: Farm, client: httpx.Client) -> None:
    pages = " ".join(client.get(article.url).text for article in farm.portal("wordpress").truth)
    assert "wp-block-gallery" in pages
    assert "wp-block-table" in pages


# --- the party committee's portal


def test_huyenuy_prints_only_the_day_on_some_articles(farm: Farm, client: httpx.Client) -> None:
    articles = farm.portal("huyenuy").truth
    days = [article for article in articles if article.precision == "day"]
    assert 10 <= len(days) <= 20
    assert all((a.published_at.hour, a.published_at.minute) == (0, 0) for a in days)
    assert all(f"Ngày đăng: {a.published_at:%d/%m/%Y}<" in client.get(a.url).text for a in days)


def test_huyenuy_leaves_stray_letters_beside_pictures(farm: Farm, client: httpx.Client) -> None:
    pages = " ".join(client.get(article.url).text for article in farm.portal("huyenuy").truth)
    assert re.search(r'<img alt="[a-z]" ', pages)
    assert re.search(r'<div style="text-align:center">[a-z]</div>', pages)


def test_huyenuy_signs_with_the_editors_before_the_widgets(
    farm: Farm, client: httpx.Client
) -> None:
    article = next(a for a in farm.portal("huyenuy").truth if a.author == "Ban biên tập")
    text = lxml_html.fromstring(client.get(article.url).content).text_content()
    assert (
        text.index("Ban biên tập.")
        < text.index("Thông tin mới nhất")
        < text.index("Thống kê truy cập")
    )


def test_huyenuy_pages_by_offset_and_ends_in_an_empty_listing(
    farm: Farm, client: httpx.Client
) -> None:
    portal = farm.portal("huyenuy")
    offsets = [url for url in portal.not_articles if url.endswith("?start=10")]
    assert offsets
    beyond = client.get(offsets[0].replace("=10", "=500"))
    assert beyond.status_code == 200
    assert "Nội dung đang được cập nhật" in beyond.text


# --- the farm stands in for the outside world


def test_the_farm_imports_nothing_of_the_crawler() -> None:
    folder = Path(sys.modules["crawler.farm"].__file__ or "").parent
    imported = {
        name
        for module in folder.rglob("*.py")
        for name in re.findall(
            r"^\s*(?:from|import) ([\w.]+)", module.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    own = {name for name in imported if name.startswith(("crawler", "pipeline"))}
    assert {name for name in own if not name.startswith("crawler.farm")} == {"pipeline.errors"}
