"""Pages: what readers see of articles, searches, sources and feeds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sample_entries import DAK_LAK, HA_NAM, NOON, make_article, make_visit
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


def row_of(client, source, address="/sources"):
    (row,) = page_of(client.get(address)).xpath(f"//tbody/tr[th/a/@href='/sources/{source.id}']")
    return row


def test_sources_show_when_they_were_visited_and_what_that_brought(client, store):
    save(store)
    store.save_run(
        RunReport(
            HA_NAM.id,
            NOON,
            NOON + timedelta(minutes=2, seconds=5),
            "finished",
            requests=1234,
            new=12,
            changed=3,
            unchanged=40,
            gone=1,
            rejected={"listing": 4, "login": 1},
        )
    )
    row = row_of(client, HA_NAM)
    shown = " ".join(row.text_content().split())
    assert "Hoàn tất, 12:02, 01/05/2024, trong 2 phút 5 giây" in shown
    assert "1.234 12 mới, 3 sửa, 1 đã gỡ, 40 như cũ, 5 không phải tin" in shown
    assert row.xpath(".//time/@datetime") == ["2024-05-01T13:00+07:00", "2024-05-01T12:02+07:00"]


def test_sources_name_the_errors_of_the_last_run(client, store):
    failures = {"failed-timeout": 3, "failed-reset": 1}
    store.save_run(RunReport(HA_NAM.id, NOON, NOON, "finished", errors=4, failures=failures))
    row = row_of(client, HA_NAM)
    shown = " ".join(row.text_content().split())
    assert "Hoàn tất, có lỗi" in shown
    assert "lỗi: không trả lời kịp 3, bị cắt kết nối 1" in shown
    assert row.xpath(".//span[contains(@class, 'state')]/@class") == ["state bad"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [DAK_LAK.id, HA_NAM.id]),
        ("q=ly+nhan", [HA_NAM.id]),
        ("q=Lý+Nhân", [HA_NAM.id]),
        ("q=ninh+binh", [HA_NAM.id]),
        ("q=baodaklak.example.vn", [DAK_LAK.id]),
        ("province=Đắk+Lắk", [DAK_LAK.id]),
        ("health=bad", [HA_NAM.id]),
        ("health=waiting", [DAK_LAK.id]),
        ("health=good", []),
        ("health=bad&province=Đắk+Lắk", []),
    ],
)
def test_sources_are_narrowed_by_words_province_and_health(client, store, query, expected):
    store.save_run(RunReport(HA_NAM.id, NOON, NOON, "failed-dns"))
    page = page_of(client.get(f"/sources?{query}"))
    assert page.xpath("//tbody/tr/th/a/@href") == [f"/sources/{name}" for name in expected]


def test_each_health_is_a_link_that_keeps_the_other_filters(client, store):
    store.save_run(RunReport(HA_NAM.id, NOON, NOON, "failed-dns"))
    page = page_of(client.get("/sources?province=Ninh+Bình&health=bad"))
    chips = {" ".join(a.text_content().split()): a for a in page.xpath("//p[@class='chips']/a")}
    assert list(chips) == ["Tất cả 1", "Có lỗi 1", "Chưa xong 0", "Tốt 0"]
    assert [name for name, a in chips.items() if a.get("aria-current")] == ["Có lỗi 1"]
    assert page.xpath("//form//input[@type='hidden']/@value") == ["bad"]
    back = page_of(client.get("/sources" + chips["Tất cả 1"].get("href")))
    assert back.xpath("//tbody/tr/th/a/@href") == [f"/sources/{HA_NAM.id}"]


def test_later_pages_keep_the_filters(client, store):
    store.put_sources(
        Source(f"s{n}", f"Nguồn {n}", "https://x.vn/", province="Hà Nội") for n in range(150)
    )
    (link,) = page_of(client.get("/sources?province=Hà+Nội")).xpath("//a[@rel='next']/@href")
    page = page_of(client.get(f"/sources{link}"))
    assert len(page.xpath("//tbody/tr")) == 50


def test_a_source_names_what_it_rejected_and_why(client, store):
    store.save_run(
        RunReport(HA_NAM.id, NOON, NOON, "challenge", errors=1, rejected={"challenge": 4})
    )
    shown = words(page_of(client.get(f"/sources/{HA_NAM.id}")))
    assert "Không thành: trang chặn truy cập" in shown
    assert "trang chặn truy cập 4" in shown


def test_a_source_shows_the_history_of_its_runs_under_named_columns(client, store):
    for hours in range(40):
        start = NOON + timedelta(hours=hours)
        store.save_run(
            RunReport(
                HA_NAM.id,
                start,
                start + timedelta(seconds=90),
                "finished",
                requests=50,
                bytes=1_234_567,
                new=hours,
                errors=2,
                failures={"failed-timeout": 2},
                rejected={"listing": 3},
                statuses={"200": 47, "304": 3},
                detail="failed-timeout: https://lynhan.example.vn/x",
            )
        )
    page = page_of(client.get(f"/sources/{HA_NAM.id}"))
    (table,) = page.xpath("//section[@aria-labelledby='lich-su']/table")
    columns = [head.text_content() for head in table.xpath("./thead/tr/th[@scope='col']")]
    rows = table.xpath("./tbody/tr[th/@scope='row']")
    assert table.xpath("./caption")
    assert len(rows) == 30
    cells = [" ".join(cell.text_content().split()) for cell in rows[0]]
    assert dict(zip(columns, cells, strict=True)) == {
        "Bắt đầu": "03:00, 03/05/2024",
        "Tình trạng": "Hoàn tất, có lỗi không trả lời kịp: https://lynhan.example.vn/x",
        "Thời gian": "1 phút 30 giây",
        "Kết quả": "39 mới, 0 sửa",
        "Không phải tin": "trang danh mục 3",
        "Lỗi": "không trả lời kịp 2",
        "Lượt tải": "50, 1,2 MB HTTP 200: 47, 304: 3",
    }


def test_a_source_that_never_ran_shows_no_history(client, store):
    page = page_of(client.get(f"/sources/{DAK_LAK.id}"))
    assert page.xpath("//section[@aria-labelledby='lich-su']") == []
    assert "Chưa thu thập" in words(page)


def test_what_a_run_says_is_shown_as_text(client, store):
    store.save_run(
        RunReport(HA_NAM.id, NOON, NOON, "<b>x", detail="<script>1</script>", statuses={"<i>": 1})
    )
    for address in ("/sources", f"/sources/{HA_NAM.id}"):
        assert page_of(client.get(address)).xpath("//script | //main//b | //main//i") == []


def test_an_article_that_its_portal_withdrew_stays_and_says_so(client, store):
    key = save(store, 1)
    assert "gỡ bài" not in words(page_of(client.get(f"/articles/{key}")))
    later = NOON + timedelta(days=3)
    store.mark_gone(replace(make_visit(make_article(1)), fetched_at=later, status=404))
    page = page_of(client.get(f"/articles/{key}"))
    assert "Cổng đã gỡ bài này; thấy vậy lúc 12:00, 04/05/2024." in words(page)
    assert "góp công xây dựng" in words(page)
    found = words(page_of(client.get("/search?q=khánh+thành")))
    assert "cổng đã gỡ" in found


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
