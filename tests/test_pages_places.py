"""Pages of places and topics: what there is, now and before, and what stands on each."""

from dataclasses import replace
from datetime import datetime

import pytest
from many_pages import WARD, fill
from sample_entries import DAK_LAK, HA_NAM, make_article, make_visit
from web_client import page_of, words

from pipeline.geography import MERGER, address_of, gazetteer, unit_at
from pipeline.model import VIETNAM, NamedPlace, Source


@pytest.fixture
def filled(store, config):
    return fill(store, config)


def rows(page, where="//main//li"):
    return [" ".join(item.text_content().split()) for item in page.xpath(where)]


def test_all_provinces_are_listed_with_those_they_were_made_of_and_their_articles(client, filled):
    page = page_of(client.get("/places"))
    listed = rows(page, "//ul[@class='branches']/li")
    assert len(listed) == 34
    assert (
        "Ninh Bình 2 trước đây: Hà Nam, Nam Định, Ninh Bình Nơi có cổng đang theo dõi Huyện Lý Nhân 2"
        in listed
    )
    assert "An Giang 0 trước đây: An Giang, Kiên Giang" in listed


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_link_of_the_tree_leads_to_a_page_with_its_own_feeds(client, filled, language):
    page = page_of(client.get("/places", params={"lang": language}))
    addresses = page.xpath("//ul[@class='branches']//a/@href")
    assert len(addresses) == 34 + 63 + 3
    for address in addresses[:8] + addresses[-4:]:
        found = page_of(client.get(address))
        feeds = found.xpath("//link[@rel='alternate']/@href")
        assert feeds[:3] == [f"/feeds{address}.{form}" for form in ("rss", "atom", "json")]
        assert found.xpath("//h1")


@pytest.mark.parametrize(
    ("q", "first"),
    [
        (
            "huyện lý nhân",
            "Huyện Lý Nhân, Tỉnh Hà Nam (đến 30/6/2025) → nay thuộc Xã Lý Nhân, Xã Nam Xang,",
        ),
        ("Lê Chân", "Phường Lê Chân, Thành phố Hải Phòng 1"),
        ("353", "Huyện Lý Nhân, Tỉnh Hà Nam (đến 30/6/2025)"),
        ("châu thành, tiền giang", "Huyện Châu Thành, Tỉnh Tiền Giang (đến 30/6/2025)"),
    ],
)
def test_any_unit_is_found_by_name_or_code_whether_it_has_portals_or_not(client, filled, q, first):
    page = page_of(client.get("/places", params={"q": q}))
    assert rows(page, "//ul[@class='units']/li")[0].startswith(first)


def test_a_search_for_places_shows_twenty(client, filled):
    assert len(rows(page_of(client.get("/places?q=an")), "//ul[@class='units']/li")) == 20


def test_a_name_that_is_nearly_right_offers_the_right_one(client, filled):
    page = page_of(client.get("/places", params={"q": "Hóa Bình, Phú Thọ"}))
    assert "Không có địa phương nào" in words(page)
    assert page.xpath("//ul[@class='units']/li//a/@href")[0] == "/communes/phu-tho/phuong-hoa-binh"


@pytest.mark.parametrize(
    "unit_id",
    [
        *(
            "01@2025",
            "35",
            "353",
            "13573@2025",
            "13573",
            "16075",
            "26326@2025",
            "318",
            "498",
            "761",
        ),
        *("769-2020", "221"),
    ],
)
def test_every_unit_has_a_page_at_its_address_though_no_source_is_of_it(client, unit_id):
    unit = gazetteer().units[unit_id]
    address = "/" + "/".join(address_of(unit))
    page = page_of(client.get(address))
    assert page.xpath("string(//h1)") == unit.name
    assert page.xpath("//link[@rel='alternate']/@href")[0] == f"/feeds{address}.rss"
    assert unit.code in page.xpath("//dl//code/text()")
    led = set(page.xpath("//main//a/@href"))
    known = gazetteer()
    for other in (*known.successors(unit), *known.predecessors(unit), *known.within(unit)):
        assert "/" + "/".join(address_of(other)) in led
    assert client.get(f"/feeds{address}.rss").status_code == 200
    led_to = client.get(f"/units/{unit.id}", follow_redirects=False).headers["location"]
    shared = len(known.codes.get(unit.id, ())) > 1
    assert led_to.endswith(f"/places?q={unit.id}" if shared else address)


def test_a_code_that_two_eras_share_leads_to_both_units(client):
    page = page_of(client.get("/units/11383"))
    offered = page.xpath("//ul[@class='units']/li//a/@href")
    for unit in gazetteer().find("11383"):
        assert "/" + "/".join(address_of(unit)) in offered


def test_a_district_that_ended_before_the_merger_says_when_and_what_it_went_into(client):
    page = page_of(client.get("/districts/ho-chi-minh/quan-2"))
    assert "có đến hết 31/12/2020" in words(page)
    assert "/districts/ho-chi-minh/thanh-pho-thu-duc" in page.xpath("//dl[@class='facts']//a/@href")
    (row,) = rows(page_of(client.get("/places?q=quận 2")), "//ul[@class='units']/li")
    assert row.startswith("Quận 2, Thành phố Hồ Chí Minh (đến 31/12/2020) → nay thuộc Phường")
    assert "until 31 December 2020" in words(
        page_of(client.get("/districts/ho-chi-minh/quan-2?lang=en"))
    )


@pytest.mark.parametrize(
    ("path", "moved"),
    [
        ("/communes/dong-nai/phuong-dau-giay", "/communes/dong-nai/xa-dau-giay"),
        ("/communes/dong-nai/phuong-dau-giay?lang=en", "/communes/dong-nai/xa-dau-giay?lang=en"),
        ("/districts/ha-nam/huyen-duy-tien", "/districts/ha-nam/thi-xa-duy-tien"),
        ("/provinces-before/hue", "/provinces-before/thua-thien-hue"),
        ("/districts/hue/huyen-a-luoi", "/districts/thua-thien-hue/huyen-a-luoi"),
    ],
)
def test_a_later_or_former_name_leads_to_the_address_that_stays(client, path, moved):
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code == 301
    assert answer.headers["location"] == f"https://tin.example.vn{moved}"


def test_a_renamed_unit_says_what_it_was_called(client):
    page = page_of(client.get("/communes/dong-nai/xa-dau-giay"))
    assert page.xpath("string(//h1)") == "Phường Dầu Giây"
    assert "Xã Dầu Giây (trước 30/4/2026)" in words(page)


def test_huyen_ly_nhan_leads_to_its_communes_its_province_now_and_its_portal(client, filled):
    page = page_of(client.get("/districts/ha-nam/huyen-ly-nhan"))
    facts = page.xpath("//dl[@class='facts']//a/@href")
    assert "/communes/ninh-binh/xa-ly-nhan" in facts
    assert "/communes/ninh-binh/xa-vinh-tru" in facts
    assert "/provinces/ninh-binh" in facts
    assert f"/sources/{HA_NAM.id}" in facts
    assert "/communes-before/ha-nam/huyen-ly-nhan/xa-hop-ly" in page.xpath("//details//a/@href")


def test_a_place_that_no_resolution_names_has_a_page_all_the_same(client, store):
    named = Source("x", "Báo Mẫu", "https://x.example.vn/", province="Tỉnh Mẫu", commune="Xã Mẫu")
    store.put_sources([named])
    assert "Xã Mẫu, Tỉnh Mẫu" in words(page_of(client.get("/places?q=xa+mau")))
    page = page_of(client.get("/communes/tinh-mau/xa-mau"))
    assert page.xpath("//nav[@class='trail']/a/@href") == ["/places", "/provinces/tinh-mau"]


def test_a_portal_is_a_districts_then_and_a_communes_now(client, store):
    portal = Source(
        "lechan", "Cổng Lê Chân", "https://lc.example.vn/", unit="11383", unit_before="305",
        province="Hải Phòng", district="Quận Lê Chân", commune="Phường Lê Chân",
    )  # fmt: skip
    store.put_sources([portal])
    for number, when in (
        (1, datetime(2024, 5, 1, tzinfo=VIETNAM)),
        (2, datetime(2026, 2, 1, tzinfo=VIETNAM)),
    ):
        article = make_article(number, published_at=when, places=())
        store.save(article, make_visit(article, portal))
    for address, number in (
        ("/districts/hai-phong/quan-le-chan", 1),
        ("/communes/hai-phong/phuong-le-chan", 2),
    ):
        titles = page_of(client.get(address)).xpath("//article//h3/a/text()")
        assert titles == [f"Khánh thành nhà văn hóa thứ {number}"], address


@pytest.fixture
def counted(store):
    """Quận Lê Chân has two articles, phường Lê Chân one; huyện Lý Nhân's portal names quận Lê Chân twice,
    itself once, and xã Hợp Lý once."""
    portal = Source(
        "lechan", "Cổng Lê Chân", "https://lc.example.vn/", unit="11383", unit_before="305",
        province="Hải Phòng", district="Quận Lê Chân", commune="Phường Lê Chân",
    )  # fmt: skip
    other = replace(HA_NAM, unit="13573", unit_before="353")
    le_chan = NamedPlace("305", "Quận Lê Chân", "district", "quận Lê Chân")
    ly_nhan = NamedPlace("353", "Huyện Lý Nhân", "district", "huyện Lý Nhân")
    hop_ly = NamedPlace("13567", "Xã Hợp Lý", "commune", "xã Hợp Lý")
    store.put_sources([portal, other])
    for number, source, year, named in (
        (1, portal, 2023, ()),
        (2, portal, 2024, (le_chan,)),
        (3, portal, 2026, ()),
        (4, other, 2024, (le_chan, ly_nhan)),
        (5, other, 2026, (le_chan, hop_ly)),
    ):
        article = make_article(
            number, published_at=datetime(year, 5, 1, tzinfo=VIETNAM), places=named
        )
        store.save(article, make_visit(article, source))


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/districts/hai-phong/quan-le-chan", 4),
        ("/communes/hai-phong/phuong-le-chan", 1),
        ("/districts/ha-nam/huyen-ly-nhan", 1),
        ("/communes/ninh-binh/xa-ly-nhan", 1),
        ("/communes-before/ha-nam/huyen-ly-nhan/xa-hop-ly", 1),
        ("/provinces/hai-phong", 3),
        ("/provinces-before/hai-phong", 3),
        ("/provinces-before/ha-nam", 2),
        ("/communes/hai-phong/phuong-an-bien", 0),
    ],
)
def test_a_place_says_as_many_articles_as_it_shows_on_its_page_and_in_lists(
    client, counted, address, number
):
    page = page_of(client.get(address))
    assert len(page.xpath("//article")) == number
    assert f"{number} bài" in page.xpath("string(//p[@class='meta'])")
    unit = unit_at(address.strip("/").split("/"))
    found = page_of(client.get("/places", params={"q": gazetteer().full_name(unit)}))
    counts = {
        item.xpath(".//a/@href")[0]: item.xpath("string(.//span[@class='count'])")
        for item in found.xpath("//ul[@class='units']/li")
    }
    assert counts[address] == (str(number) if number else "")
    if unit.parent:
        upper = gazetteer().units[unit.parent]
        within = page_of(client.get("/" + "/".join(address_of(upper))))
        (tile,) = within.xpath(f"//ul[@class='tiles']/li[a/@href='{address}']")
        assert tile.xpath("string(span[@class='count'])") == (str(number) if number else "")


def test_the_tree_and_the_api_count_as_pages_do(client, counted):
    tree = rows(page_of(client.get("/places")), "//ul[@class='branches']//details//li")
    assert {"Quận Lê Chân 4", "Phường Lê Chân 1", "Huyện Lý Nhân 1", "Xã Lý Nhân 1"} <= set(tree)
    told = client.get("/api/places").json()["items"]
    numbers = {
        item["page"].removeprefix("https://tin.example.vn"): item["articles"] for item in told
    }
    assert numbers["/districts/hai-phong/quan-le-chan"] == 4
    assert numbers["/communes/hai-phong/phuong-le-chan"] == 1
    assert numbers["/provinces/hai-phong"] == 3


def test_an_article_leads_to_whose_portal_it_was_and_to_the_places_it_names(client, store):
    portal = replace(HA_NAM, unit="13573", unit_before="353")
    store.put_sources([portal])
    place = NamedPlace("347", "Thành phố Phủ Lý", "district", "TP. Phủ Lý")
    unknown = NamedPlace("0", "Không đâu", "district", "Không đâu")
    article = make_article(1, places=(place, unknown))
    key = store.save(article, make_visit(article, portal)).key
    page = page_of(client.get(f"/articles/{key}"))
    assert page.xpath("//p[@class='meta']/a/@href")[1] == {
        True: "/districts/ha-nam/huyen-ly-nhan", False: "/communes/ninh-binh/xa-ly-nhan",
    }[article.published_at.date() < MERGER]  # fmt: skip
    assert "/districts/ha-nam/thanh-pho-phu-ly" in page.xpath("//dl//a/@href")
    assert "Không đâu" not in words(page)
    named = page_of(client.get("/districts/ha-nam/thanh-pho-phu-ly"))
    assert len(named.xpath("//article")) == 1


@pytest.mark.parametrize(
    "path",
    ["/search?place=huyện+Lý+Nhân", "/search?q=place:353+xã", "/subscribe?place=huyen+ly+nhan"],
)
def test_a_search_of_a_place_offers_the_unit_and_what_became_of_it(client, filled, path):
    page = page_of(client.get(path))
    (row,) = rows(page, "//ul[@class='units']/li")
    assert row.startswith("Huyện Lý Nhân, Tỉnh Hà Nam (đến 30/6/2025) → nay thuộc Xã Lý Nhân,")
    assert "/communes/ninh-binh/xa-ly-nhan" in page.xpath("//ul[@class='units']//a/@href")


def test_a_search_without_a_place_offers_none(client, filled):
    assert rows(page_of(client.get("/search?q=xã")), "//ul[@class='units']/li") == []


def test_a_district_names_the_province_of_its_time_and_its_end(client, filled):
    page = page_of(client.get("/districts/ha-nam/huyen-ly-nhan"))
    assert page.xpath("//nav[@class='trail']/a/@href") == ["/places", "/provinces-before/ha-nam"]
    assert "có đến hết 30/6/2025" in words(page)
    assert len(page.xpath("//article")) == 2


def test_a_province_names_the_units_within_it(client, filled):
    page = page_of(client.get("/provinces/hai-phong"))
    led = page.xpath("//details//a/@href")
    assert len(led) == 114
    assert "/communes/hai-phong/phuong-le-chan" in led


def test_a_source_names_its_places(client, filled):
    page = page_of(client.get(f"/sources/{WARD.id}"))
    assert "/communes/hai-phong/phuong-le-chan" in page.xpath("//dl//a/@href")
    former = page_of(client.get(f"/sources/{HA_NAM.id}"))
    assert "/districts/ha-nam/huyen-ly-nhan" in former.xpath("//dl//a/@href")


@pytest.mark.parametrize(
    "path", ["/provinces/none", "/districts/ha-nam/none", "/communes/x/y", "/topics/none"]
)
def test_what_is_no_place_and_no_topic_is_404(client, filled, path):
    assert client.get(path).status_code == 404


def test_topics_are_listed_with_their_articles_and_lead_to_them(client, filled):
    page = page_of(client.get("/topics"))
    rows = [" ".join(item.text_content().split()) for item in page.xpath("//main//li")]
    assert "văn hóa 3" in rows
    topic = page_of(client.get("/topics/van-hoa"))
    assert len(topic.xpath("//article")) == 3
    assert topic.xpath("//link[@rel='alternate']/@href")[0] == "/feeds/topics/van-hoa.rss"


def test_pages_of_places_stay_light_with_700_sources(client, store):
    store.put_sources(
        Source(
            f"huyen-so-{n}",
            f"Cổng thông tin điện tử huyện Đông Hưng Tây {n}",
            f"https://huyen{n}.example.vn/",
            province=f"Tỉnh số {n % 34}",
            province_before=f"Tỉnh cũ số {n % 63}",
            district=f"Huyện Đông Hưng Tây {n}",
            commune=f"Xã Đông Hưng Tây {n}",
        )
        for n in range(700)
    )
    store.put_sources([DAK_LAK])
    for path in (
        "/",
        "/places",
        "/provinces/tinh-so-1",
        "/search",
        "/subscribe",
        "/feeds",
        "/sources",
    ):
        response = client.get(path, headers={"accept-language": "en"})
        assert response.status_code == 200
        assert len(response.content) < 100_000, (path, len(response.content))
