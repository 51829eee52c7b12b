"""Pages of places and topics: what there is, now and before, and what stands on each."""

import pytest
from many_pages import WARD, fill
from sample_entries import DAK_LAK, HA_NAM
from web_client import page_of, words

from pipeline.model import Source


@pytest.fixture
def filled(store, config):
    return fill(store, config)


def test_places_are_listed_as_they_are_and_as_they_were_with_their_articles(client, filled):
    page = page_of(client.get("/places"))
    rows = {
        item.xpath("./a/@href")[0]: " ".join(item.text_content().split())
        for item in page.xpath("//main//li")
    }
    assert rows == {
        "/provinces/dak-lak": "Đắk Lắk 0",
        "/provinces/hai-phong": "Hải Phòng 1",
        "/provinces/ninh-binh": "Ninh Bình 2",
        "/provinces-before/ha-nam": "Hà Nam 2",
        "/communes/hai-phong/phuong-le-chan": "Phường Lê Chân 1",
        "/districts/ha-nam/huyen-ly-nhan": "Huyện Lý Nhân 2",
        "/districts/hai-phong/quan-le-chan": "Quận Lê Chân 1",
    }


def test_every_place_listed_has_its_page_and_its_own_feeds(client, filled):
    for address in page_of(client.get("/places")).xpath("//main//li/a/@href"):
        page = page_of(client.get(address))
        feeds = page.xpath("//link[@rel='alternate']/@href")
        assert feeds[:3] == [f"/feeds{address}.{form}" for form in ("rss", "atom", "json")]
        assert page.xpath("//h1")


@pytest.mark.parametrize(
    ("q", "found"),
    [("le chan", 2), ("Lê Chân", 2), ("hà nam", 2), ("không đâu cả", 0)],
)
def test_places_are_found_by_name_without_accents(client, filled, q, found):
    page = page_of(client.get("/places", params={"q": q}))
    assert len(page.xpath("//main//li")) == found
    assert ("Không có địa phương nào" in words(page)) == (found == 0)


def test_a_district_names_the_province_of_its_time_and_its_end(client, filled):
    page = page_of(client.get("/districts/ha-nam/huyen-ly-nhan"))
    assert page.xpath("//nav[@class='trail']/a/@href") == ["/places", "/provinces-before/ha-nam"]
    assert "có đến hết 30/6/2025" in words(page)
    assert len(page.xpath("//article")) == 2


def test_a_province_names_the_units_within_it(client, filled):
    page = page_of(client.get("/provinces/hai-phong"))
    assert page.xpath("//details//a/@href") == [
        "/communes/hai-phong/phuong-le-chan",
        "/districts/hai-phong/quan-le-chan",
    ]


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
