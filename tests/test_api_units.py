"""The API's administrative units, and articles asked for by unit."""

from dataclasses import replace
from datetime import datetime

import pytest
from sample_entries import HA_NAM, make_article, make_visit

from pipeline.model import VIETNAM, NamedPlace

LY_NHAN = replace(HA_NAM, unit="13573", unit_before="353", commune="Xã Lý Nhân")


def save(store, number, when, **fields):
    store.put_sources([LY_NHAN])
    article = make_article(number, published_at=when, **fields)
    return store.save(article, make_visit(article, LY_NHAN)).key


@pytest.fixture
def before(store):
    place = NamedPlace("347", "Thành phố Phủ Lý", "district", "TP. Phủ Lý")
    return save(store, 1, datetime(2024, 5, 1, tzinfo=VIETNAM), places=(place,))


@pytest.fixture
def since(store):
    return save(store, 2, datetime(2026, 5, 1, tzinfo=VIETNAM), places=())


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("353", ["Huyện Lý Nhân, Tỉnh Hà Nam"]),
        ("lý nhân", ["Xã Lý Nhân, Tỉnh Ninh Bình", "Huyện Lý Nhân, Tỉnh Hà Nam"]),
        ("huyen Ly Nhan", ["Huyện Lý Nhân, Tỉnh Hà Nam"]),
        ("quận lê ch", ["Quận Lê Chân, Thành phố Hải Phòng"]),
        ("TP. Phủ Lý", ["Thành phố Phủ Lý, Tỉnh Hà Nam"]),
        ("khôngđâu", []),
    ],
)
def test_units_are_found_by_code_and_by_name_of_then_and_now(client, q, names):
    items = client.get("/api/units", params={"q": q}).json()["items"]
    assert [item["full_name"] for item in items] == names


def test_a_day_and_a_limit_narrow_the_units(client):
    asked = {"q": "Lý Nhân", "day": "2024-05-31"}
    assert [u["id"] for u in client.get("/api/units", params=asked).json()["items"]] == ["353"]
    assert len(client.get("/api/units", params={"q": "an", "limit": 3}).json()["items"]) == 3


def test_where_nothing_is_found_near_names_are_told(client):
    answer = client.get("/api/units", params={"q": "Lý Nhâm"}).json()
    assert answer["items"] == []
    assert answer["near"][0] == {
        "id": "13573@2025", "code": "13573", "name": "Xã Lý Nhân",
        "full_name": "Xã Lý Nhân, Tỉnh Ninh Bình",
    }  # fmt: skip


@pytest.mark.parametrize("q", ["Quận 1", "Huế", "00001"])
def test_what_is_a_name_or_a_code_is_not_completed(client, q):
    items = client.get("/api/units", params={"q": q}).json()["items"]
    assert {q} & {items[0]["code"], items[0]["name"], items[0]["name"].removeprefix("Thành phố ")}
    assert len({item["name"] for item in items}) == 1


def test_a_district_that_ended_before_the_merger_tells_its_last_day_and_where_it_went(client):
    unit = client.get("/api/units/769-2020").json()
    assert (unit["code"], unit["name"], unit["until"]) == ("769", "Quận 2", "2020-12-31")
    assert [heir["name"] for heir in unit["went_into"]] == ["Thành phố Thủ Đức"]
    assert client.get("/api/units/353").json()["went_into"] == []


def test_a_unit_tells_what_it_was_what_became_of_it_and_what_is_stored(client, before, since):
    unit = client.get("/api/units/353").json()
    assert unit["name"] == "Huyện Lý Nhân"
    assert unit["until"] == "2025-06-30"
    assert unit["since"] is None
    assert unit["province_now"]["name"] == "Tỉnh Ninh Bình"
    assert [heir["code"] for heir in unit["successors"]][:2] == ["13573", "13591"]
    assert len(unit["within"]) == 21
    assert unit["sources"] == [LY_NHAN.id]
    assert unit["articles"] == 1
    assert unit["page"] == "https://tin.example.vn/districts/ha-nam/huyen-ly-nhan"
    assert unit["rss"] == "https://tin.example.vn/feeds/districts/ha-nam/huyen-ly-nhan.rss"


@pytest.mark.parametrize(
    ("asked", "unit_id"),
    [("13573", "13573"), ("13573@2025", "13573@2025"), ("11948", "11948@2025")],
)
def test_a_unit_goes_by_its_id_else_by_its_code(client, asked, unit_id):
    assert client.get(f"/api/units/{asked}").json()["id"] == unit_id


def test_a_unit_that_there_is_not_is_404_in_the_one_shape(client):
    answer = client.get("/api/units/99999")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    "query", ["", "q=a&limit=0", "q=a&limit=101", "q=a&day=yesterday", "q=a&name=b"]
)
def test_a_wrong_question_is_422_in_the_one_shape(client, query):
    answer = client.get(f"/api/units?{query}")
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "invalid"


def test_articles_are_a_units_while_the_portal_was_its_own(client, before, since):
    for unit, keys in (
        ("353", [before]),
        ("13573@2025", [since]),
        ("13573", []),
        ("347", [before]),
        ("35", [since, before]),
        ("305", []),
    ):
        for asked in ({"unit": unit}, {"unit": unit, "q": "xã", "order": "newest"}):
            items = client.get("/api/articles", params=asked).json()["items"]
            assert [item["key"] for item in items] == keys, asked


def test_an_article_names_the_unit_whose_portal_it_was_and_those_it_names(client, before, since):
    then = client.get(f"/api/articles/{before}").json()
    now = client.get(f"/api/articles/{since}").json()
    assert (then["unit"], then["unit_name"]) == ("353", "Huyện Lý Nhân")
    assert (now["unit"], now["unit_name"]) == ("13573@2025", "Xã Lý Nhân")
    assert [place["form"] for place in then["places"]] == ["TP. Phủ Lý"]


@pytest.mark.parametrize("path", ["/api/articles", "/api/facets"])
def test_what_is_no_unit_is_refused(client, path):
    answer = client.get(path, params={"unit": "nowhere"})
    assert answer.status_code == 422
    assert "'nowhere' is no unit" in answer.json()["error"]["message"]
