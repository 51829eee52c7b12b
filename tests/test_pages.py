"""Pages: what readers see of articles, searches, sources and feeds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sample_entries import DAK_LAK, HA_NAM, NOON, make_article
from web_client import page_of, save, words

from pipeline.model import RunReport, Source


@pytest.fixture
def store(store):
    store.put_sources([HA_NAM, DAK_LAK])
    return store


HOSTILE = (
    '<p onclick="alert(1)">Chữ</p><script>alert(2)</script><iframe src="//e.vn"></iframe>'
    '<img src="https://x.vn/a.jpg" onerror="alert(3)"><a href="javascript:alert(4)">bấm</a>'
    '<form action="/x"><input name="p"></form><svg onload="alert(5)"><style>p{}</style></svg>'
    '<img src="data:image/png;base64,AAAA"><a href="/rel">gần</a>'
)


def links(page, rel):
    return [link.get("href") for link in page.xpath(f"//link[@rel='{rel}']")]


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
