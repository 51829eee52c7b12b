"""Pages and feeds over HTTP: what readers see, what browsers are told, what failures look like."""

import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from lxml import html
from sample_entries import DAK_LAK, HA_NAM, NOON, make_article, make_config, make_visit
from sqlalchemy import Engine, event
from web_client import TestClient

from pipeline.errors import ConfigError, StoreError
from pipeline.model import RunReport, Source
from pipeline.publish import website
from pipeline.publish.files import publish
from pipeline.publish.markup import page_html
from pipeline.publish.vietnamese import health, marked, number, published, state
from pipeline.publish.web import create_app, serve
from pipeline.store import open_store

HOSTILE = (
    '<p onclick="alert(1)">Chữ</p><script>alert(2)</script><iframe src="//e.vn"></iframe>'
    '<img src="https://x.vn/a.jpg" onerror="alert(3)"><a href="javascript:alert(4)">bấm</a>'
    '<form action="/x"><input name="p"></form><svg onload="alert(5)"><style>p{}</style></svg>'
    '<img src="data:image/png;base64,AAAA"><a href="/rel">gần</a>'
)


@pytest.fixture
def config(tmp_path):
    return make_config(tmp_path)


@pytest.fixture
def store(config):
    with open_store(config.database) as store:
        store.put_sources([HA_NAM, DAK_LAK])
        yield store


@pytest.fixture
def client(config, store):
    with TestClient(create_app(config), base_url="http://testserver") as client:
        yield client


def save(store, number=1, source=HA_NAM, **fields):
    article = make_article(number, **fields)
    return store.save(article, make_visit(article, source)).key


def page_of(response):
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return html.fromstring(response.content)


def links(page, rel):
    return [link.get("href") for link in page.xpath(f"//link[@rel='{rel}']")]


def words(page):
    return " ".join(page.xpath("//main")[0].text_content().split())


def test_home_shows_newest_articles_with_source_time_lead_and_picture(client, store):
    key = save(store, 1)
    save(store, 2)
    page = page_of(client.get("/"))
    assert [title.text for title in page.xpath("//h3/a")] == [
        "Khánh thành nhà văn hóa thứ 2",
        "Khánh thành nhà văn hóa thứ 1",
    ]
    teaser = page.xpath("//article")[1]
    assert teaser.xpath(".//h3/a/@href") == [f"/articles/{key}"]
    assert teaser.xpath(".//time/@datetime") == ["2024-05-01T13:00+07:00"]
    assert HA_NAM.name in teaser.text_content()
    assert "Sáng nay, xã Hợp Lý" in teaser.text_content()
    picture = teaser.xpath(".//img")[0]
    assert (picture.get("src"), picture.get("loading"), picture.get("referrerpolicy")) == (
        "https://lynhan.example.vn/anh/1.jpg",
        "lazy",
        "no-referrer",
    )


def test_articles_stand_under_their_days(client, store):
    save(store, 1)
    save(store, 2, published_at=NOON - timedelta(days=1))
    days = [day.text for day in page_of(client.get("/")).xpath("//section/h2")]
    assert days == ["Thứ Tư, 01/05/2024", "Thứ Ba, 30/04/2024"]


def test_paging_by_cursor_walks_every_article_once(client, store):
    for n in range(45):
        save(store, n)
    seen, address = [], "/"
    while address:
        page = page_of(client.get(address))
        seen += page.xpath("//h3/a/@href")
        following = page.xpath("//a[@rel='next']/@href")
        address = following and f"/{following[0]}"
    assert len(seen) == len(set(seen)) == 45


def test_an_empty_store_says_what_to_do(client):
    assert "congtin crawl" in words(page_of(client.get("/")))


def test_an_article_shows_everything_that_is_known(client, store):
    key = save(store, 1, lead="Lời dẫn đứng riêng.", source_credit="TTXVN")
    page = page_of(client.get(f"/articles/{key}"))
    shown = words(page)
    for part in (
        "Khánh thành nhà văn hóa thứ 1",
        HA_NAM.name,
        "Thứ Tư, 01/05/2024, 13:00",
        "Văn Vương",
        "Lời dẫn đứng riêng.",
        "góp công xây dựng",
        "Toàn cảnh Thu Hà",
        "Kế hoạch số 5",
        "nông thôn mới, văn hóa",
        "TTXVN",
        f"tag:congtin,2025:{HA_NAM.id}/{key}",
    ):
        assert part in shown
    assert "https://lynhan.example.vn/tin/1?muc=1&trang=2" in page.xpath("//main//a/@href")
    assert f"/api/articles/{key}" in page.xpath("//main//a/@href")


def test_a_lead_in_the_body_is_not_printed_twice(client, store):
    key = save(store, 1)
    assert words(page_of(client.get(f"/articles/{key}"))).count("Sáng nay, xã Hợp Lý") == 1


def test_a_day_without_time_stays_a_day(client, store):
    midnight = NOON.replace(hour=0)
    key = save(store, 1, published_at=midnight, published_precision="day")
    shown = words(page_of(client.get(f"/articles/{key}")))
    assert "Thứ Tư, 01/05/2024 nguồn chỉ ghi ngày" in shown
    assert "00:00" not in shown


def test_an_article_without_date_says_when_it_was_first_seen(client, store):
    key = save(store, 1, published_at=None, published_precision=None)
    assert "Chưa rõ giờ đăng; thấy lần đầu" in words(page_of(client.get(f"/articles/{key}")))


def test_hostile_content_comes_out_harmless(client, store):
    key = save(store, 1, title="<script>alert(0)</script>", html=HOSTILE, tags=("<b>x</b>",))
    page = page_of(client.get(f"/articles/{key}"))
    assert page.xpath("//script|//iframe|//object|//svg|//main//form|//style") == []
    assert [name for node in page.iter() for name in node.attrib if name.startswith("on")] == []
    assert all(
        href.startswith(("http", "/", "#", "mailto:")) and not href.startswith("/rel")
        for href in page.xpath("//main//a/@href")
    )
    assert "Chữ" in words(page)
    assert "bấm" in words(page)


def test_hostile_addresses_of_article_picture_and_file_are_never_links(client, store):
    article = make_article(1)
    bad = "javascript:alert(1)"
    key = save(
        store,
        1,
        url=bad,
        images=(replace(article.images[0], url=bad),),
        attachments=(replace(article.attachments[0], url=bad),),
    )
    for address in ("/", f"/articles/{key}"):
        assert "javascript:" not in client.get(address).text


def test_pictures_in_the_body_load_late_and_tell_no_portal_who_reads():
    markup = page_html(make_article(html='<p><img src="https://x.vn/a.jpg" loading="eager"></p>'))
    picture = html.fragment_fromstring(markup, create_parent=True).xpath(".//img")[0]
    assert (picture.get("loading"), picture.get("referrerpolicy")) == ("lazy", "no-referrer")


def test_small_data_pictures_and_relative_links_are_dropped():
    markup = page_html(make_article(html=HOSTILE, images=()))
    assert "data:" not in markup
    assert "/rel" not in markup


def test_every_page_names_the_feeds(client, store):
    key = save(store)
    for address in ("/", f"/articles/{key}", "/search", "/sources", "/feeds", "/docs", "/nope"):
        alternates = links(page_of(client.get(address)), "alternate")
        assert {"/feeds/all.rss", "/feeds/all.atom"} <= set(alternates), address


def test_pages_of_a_source_and_a_province_name_their_own_feeds_first(client, store):
    save(store)
    source = links(page_of(client.get(f"/sources/{HA_NAM.id}")), "alternate")
    assert source[:2] == [f"/feeds/sources/{HA_NAM.id}.rss", f"/feeds/sources/{HA_NAM.id}.atom"]
    province = links(page_of(client.get("/provinces/ninh-binh")), "alternate")
    assert province[0] == "/feeds/provinces/ninh-binh.rss"


def test_search_finds_without_accents_and_marks_the_words(client, store):
    save(store, 1)
    page = page_of(client.get("/search", params={"q": "nong thon moi"}))
    assert "1 kết quả" in words(page)
    assert [mark.text for mark in page.xpath("//mark")] == ["nông thôn mới"]


def test_search_keeps_to_the_days_asked_for(client, store):
    save(store, 1)
    asked = {"q": "nông thôn", "after": "2024-05-01", "before": "2024-05-01"}
    assert "1 kết quả" in words(page_of(client.get("/search", params=asked)))
    assert "0 kết quả" in words(
        page_of(client.get("/search", params=asked | {"after": "2024-05-02", "before": ""}))
    )


def test_search_pages_keep_what_was_asked(client, store):
    for n in range(25):
        save(store, n)
    asked = {"q": "xây dựng", "province": "Ninh Bình"}
    page = page_of(client.get("/search", params=asked))
    following = page.xpath("//a[@rel='next']/@href")[0]
    second = page_of(client.get(f"/search{following}"))
    assert len(second.xpath("//article")) == 5
    assert second.xpath("//option[@selected]/text()") == ["Ninh Bình"]


@pytest.mark.parametrize("q", ['"', "AND OR NOT", "*:^(", "🐃", "a" * 300, "'; DROP TABLE x"])
def test_no_query_breaks_the_search(client, store, q):
    save(store)
    assert client.get("/search", params={"q": q}).status_code == 200


def test_a_query_comes_back_escaped(client):
    page = page_of(client.get("/search", params={"q": '"><script>alert(1)</script>'}))
    assert page.xpath("//script") == []


def test_sources_show_their_health(client, store):
    save(store)
    store.save_run(
        RunReport(HA_NAM.id, NOON, NOON + timedelta(minutes=2), "finished", new=12, changed=3)
    )
    row = page_of(client.get("/sources")).xpath("//tbody/tr[th//text()[contains(.,'Lý Nhân')]]")[0]
    shown = " ".join(row.text_content().split())
    assert "Hoàn tất, 12:02, 01/05/2024: 12 mới, 3 sửa" in shown
    assert "13:00, 01/05/2024" in shown


def test_a_source_names_what_it_rejected_and_why(client, store):
    store.save_run(
        RunReport(HA_NAM.id, NOON, NOON, "challenge", errors=1, rejected={"challenge": 4})
    )
    shown = words(page_of(client.get(f"/sources/{HA_NAM.id}")))
    assert "Không thành: trang chặn truy cập" in shown
    assert "trang chặn truy cập 4" in shown


def test_many_sources_come_in_pages(client, store):
    store.put_sources(Source(f"s{n}", f"Nguồn {n}", "https://x.vn/") for n in range(150))
    page = page_of(client.get("/sources"))
    assert len(page.xpath("//tbody/tr")) == 100
    assert len(page_of(client.get("/sources?page=2")).xpath("//tbody/tr")) == 52


def test_the_feeds_page_lists_every_feed_by_its_public_address(client, store):
    save(store)
    addresses = page_of(client.get("/feeds")).xpath("//code/text()")
    for path in (
        "all.rss",
        "all.atom",
        "provinces/dak-lak.rss",
        "provinces/ninh-binh.atom",
        "sources/dak-lak.rss",
        f"sources/{HA_NAM.id}.atom",
    ):
        assert f"https://tin.example.vn/feeds/{path}" in addresses


@pytest.mark.parametrize(
    "address",
    ["/articles/none", "/sources/none", "/provinces/none", "/feeds/../congtin.db", "/x/y"],
)
def test_what_is_not_there_is_a_friendly_404(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "Không tìm thấy" in words(page_of(response))


@pytest.mark.parametrize(
    ("address", "status"),
    [("/?cursor=%00x", 400), ("/sources?page=0", 422), ("/search?q=a&after=hôm-qua", 422)],
)
def test_a_wrong_value_is_a_friendly_page(client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert page_of(response).xpath("//h1")


def test_nothing_writes_over_http(client):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert client.request(method, "/").status_code == 405
        assert client.request(method, "/api/articles").status_code == 405


def test_a_feed_that_was_not_published_says_what_to_run(client):
    response = client.get("/feeds/all.rss")
    assert response.status_code == 404
    assert "congtin publish" in words(page_of(response))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("all.rss", "application/rss+xml"),
        ("sources/dak-lak.atom", "application/atom+xml"),
        ("subscriptions.opml", "text/x-opml"),
    ],
)
def test_feeds_are_served_as_published_with_their_types(client, store, config, path, kind):
    publish(store, config)
    response = client.get(f"/feeds/{path}")
    assert response.content == (config.feeds / path).read_bytes()
    assert response.headers["content-type"] == f"{kind}; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=300"


def test_a_feed_has_a_strong_etag_and_answers_304(client, store, config):
    save(store)
    publish(store, config)
    first = client.get("/feeds/all.rss")
    assert re.fullmatch(r'"[0-9a-f]{32}"', first.headers["etag"])
    again = client.get("/feeds/all.rss", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    since = {"if-modified-since": first.headers["last-modified"]}
    assert client.get("/feeds/all.rss", headers=since).status_code == 304


def test_a_changed_feed_is_sent_though_the_date_has_not_moved(client, store, config):
    publish(store, config)
    first = client.get("/feeds/all.rss")
    save(store)
    publish(store, config)
    asked = {
        "if-none-match": first.headers["etag"],
        "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT",
    }
    assert client.get("/feeds/all.rss", headers=asked).status_code == 200


@pytest.mark.parametrize("tags", ['W/{}, "x"', '"x",{}', "*"])
def test_etags_are_compared_as_lists_and_weakly(client, store, config, tags):
    publish(store, config)
    etag = client.get("/feeds/all.rss").headers["etag"]
    answer = client.get("/feeds/all.rss", headers={"if-none-match": tags.format(etag)})
    assert answer.status_code == 304


def test_an_unreadable_date_is_ignored(client, store, config):
    publish(store, config)
    answer = client.get("/feeds/all.rss", headers={"if-modified-since": "yesterday"})
    assert answer.status_code == 200


def test_head_answers_like_get_without_a_body(client, store, config):
    publish(store, config)
    for address in ("/", "/feeds/all.rss", "/api/articles", "/static/style.css", "/healthz"):
        whole, head = client.get(address), client.head(address)
        assert head.status_code == 200
        assert head.content == b""
        assert head.headers["content-length"] == whole.headers["content-length"]


@pytest.mark.parametrize("address", ["/", "/nope", "/api/nope", "/static/style.css", "/docs"])
def test_every_answer_carries_a_strict_policy(client, address):
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    for rule in ("default-src 'none'", "style-src 'self'", "base-uri 'none'", "form-action 'self'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_pages_use_no_script_no_inline_style_and_nothing_from_elsewhere(client, store):
    save(store, images=())
    for address in ("/", "/search?q=xã", "/sources", "/feeds", "/docs", "/nope"):
        page = page_of(client.get(address))
        assert page.xpath("//script | //style | //*[@style]") == []
        loaded = page.xpath("//img/@src | //link[@rel='stylesheet' or @rel='icon']/@href")
        assert all(source.startswith("/static/") for source in loaded)
        for source in loaded:
            assert client.get(source).status_code == 200


def test_every_page_is_vietnamese_with_one_heading_and_a_skip_link(client, store):
    key = save(store)
    for address in ("/", f"/articles/{key}", "/search", "/sources", "/feeds", "/nope"):
        page = page_of(client.get(address))
        assert page.get("lang") == "vi"
        assert len(page.xpath("//h1")) == 1
        assert page.xpath("//body/a[1]/@href") == ["#main"]
        assert page.xpath("//main[@id='main']")
        named = set(page.xpath("//label/@for"))
        assert {field.get("id") for field in page.xpath("//input|//select")} == named


def test_pages_weigh_less_than_100_kb(client, store):
    store.put_sources(
        Source(
            f"cong-thong-tin-{n}",
            f"Cổng thông tin huyện {n}",
            "https://x.vn/",
            province=f"T{n % 34}",
        )
        for n in range(300)
    )
    for n in range(30):
        save(store, n, lead="Một câu dẫn dài vừa phải. " * 40)
    for address in ("/", "/search?q=xây", "/sources", "/feeds", f"/sources/{HA_NAM.id}", "/docs"):
        assert len(client.get(address).content) < 100_000, address


def test_each_page_takes_a_constant_number_of_queries(client, store):
    counted = []

    def count(*_args):
        counted.append(1)

    def queries(address):
        counted.clear()
        assert client.get(address).status_code == 200
        return len(counted)

    key = save(store, 0)
    addresses = (
        "/",
        f"/articles/{key}",
        "/search?q=xây",
        "/sources",
        f"/sources/{HA_NAM.id}",
        "/provinces/ninh-binh",
        "/feeds",
        "/api/articles",
        "/api/sources",
    )
    client.get("/")
    event.listen(Engine, "before_cursor_execute", count)
    try:
        few = {address: queries(address) for address in addresses}
        for n in range(1, 30):
            save(store, n)
        store.put_sources(Source(f"s{n}", f"Nguồn {n}", "https://x.vn/") for n in range(50))
        assert {address: queries(address) for address in addresses} == few
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def test_a_base_path_stands_before_every_link(config, store):
    save(store)
    app = create_app(replace(config, base_url="https://example.vn/tin/"))
    with TestClient(app) as client:
        for prefix in ("", "/tin"):  # a proxy may strip the prefix or pass it on
            page = page_of(client.get(f"{prefix}/"))
            inner = page.xpath("//a/@href[starts-with(., '/')] | //link/@href | //form/@action")
            assert inner
            assert all(link.startswith("/tin/") for link in inner)
            assert client.get(f"{prefix}/api/nope").json()["error"]["code"] == "not_found"
        assert client.get("/tin/static/style.css").status_code == 200
        assert "https://example.vn/tin/feeds/all.rss" in client.get("/feeds").text


def test_alive_and_ready(client):
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_database_that_does_not_open_is_503_everywhere_and_the_process_lives(config):
    Path(config.database.removeprefix("sqlite:///")).write_bytes(b"this is no database" * 100)
    with TestClient(create_app(config)) as client:
        assert client.get("/healthz").status_code == 200
        ready = client.get("/readyz")
        assert ready.status_code == 503
        assert ready.json()["error"]["code"] == "unavailable"
        assert "congtin.db" in ready.json()["error"]["message"]
        assert client.get("/api/articles").status_code == 503
        page = client.get("/")
        assert page.status_code == 503
        assert page.headers["retry-after"]
        assert "Tạm thời không phục vụ được" in words(page_of(page))


def test_a_database_that_comes_back_is_used_again(config, store, monkeypatch):
    answers = [StoreError("The database is locked."), None]

    def flaky(url):
        error = answers.pop(0)
        if error:
            raise error
        return open_store(url)

    monkeypatch.setattr(website, "open_store", flaky)
    with TestClient(create_app(config)) as client:
        assert client.get("/readyz").status_code == 503
        assert client.get("/readyz").status_code == 200


def test_an_unforeseen_failure_tells_the_reader_nothing_inside(config, monkeypatch):
    def broken(_url):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(website, "open_store", broken)
    with TestClient(create_app(config), raise_server_exceptions=False) as client:
        for address in ("/", "/api/articles"):
            response = client.get(address)
            assert response.status_code == 500
            assert "secret" not in response.text


def test_a_taken_port_is_named_with_what_to_do(config):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=rf"127\.0\.0\.1:{port}.*--port"):
            serve(replace(config, port=port))


def test_a_host_that_is_not_ours_is_named(config):
    with pytest.raises(ConfigError, match=r"192\.0\.2\.1.*--host"):
        serve(replace(config, host="192.0.2.1"))


def test_serving_ends_cleanly_on_ctrl_c(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = (
        "from pathlib import Path; from pipeline.config import Config; "
        "from pipeline.publish.web import serve; "
        f"serve(Config(data=Path({str(tmp_path)!r}), port={port}))"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE)
    try:
        while process.poll() is None and not answers(port):
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, noise = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, noise) == (0, b"")


def answers(port):
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    except httpx.TransportError:
        return False


STYLE = (website.STATIC / "style.css").read_text(encoding="utf-8")


def colours(scheme):
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[0]))
    return found | (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[1])) if scheme else {})


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "soft", "accent", "link", "good", "waiting", "bad"])
@pytest.mark.parametrize("ground", ["paper", "card"])
def test_text_stands_out_as_wcag_aa_asks(scheme, text, ground):
    palette = colours(scheme)
    lighter, darker = sorted((luminance(palette[text]), luminance(palette[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_buttons_and_marks_stand_out_too(scheme):
    palette = colours(scheme)
    for text, ground in (("on-accent", "accent"), ("ink", "mark")):
        lighter, darker = sorted(
            (luminance(palette[text]), luminance(palette[ground])), reverse=True
        )
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_snippets_are_escaped_before_their_matches_are_marked():
    assert marked("<b> «nông thôn» & «mới»") == (
        "&lt;b&gt; <mark>nông thôn</mark> &amp; <mark>mới</mark>"
    )


def test_numbers_have_the_vietnamese_point():
    assert number(1234567) == "1.234.567"


def test_a_source_that_never_ran_says_so():
    assert (state(None), health(None)) == ("Chưa thu thập", "waiting")


def test_times_from_other_zones_are_printed_in_ours(store):
    key = save(store, 1)
    assert published(store.entry(key)) == "Thứ Tư, 01/05/2024, 13:00"
