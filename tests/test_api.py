"""The JSON API: every field, filters, cursors, and one shape for every failure."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sample_entries import DAK_LAK, HA_NAM, NOON, make_article, make_visit
from web_client import TestClient, save

from pipeline.model import RunReport
from pipeline.publish.api import articles as api
from pipeline.publish.api.shapes import ArticleOut
from pipeline.publish.api.shapes_lists import RunOut
from pipeline.publish.web import create_app


@pytest.fixture
def store(store):
    store.put_sources([HA_NAM, DAK_LAK])
    return store


def titles(answer):
    assert answer.status_code == 200, answer.text
    return [item["title"][-1] for item in answer.json()["items"]]


def error(answer):
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    return answer.status_code, body["error"]["code"]


def test_an_article_has_every_field_of_the_entry_and_its_page(client, store):
    key = save(store)
    answer = client.get(f"/api/articles/{key}").json()
    assert answer == store.entry(key).to_dict() | {"page": f"https://tin.example.vn/articles/{key}"}


def test_the_documented_shape_leaves_no_field_out(store):
    key = save(store)
    assert set(ArticleOut.model_fields) == set(store.entry(key).to_dict()) | {"page"}
    assert set(RunOut.model_fields) == set(RunReport.__dataclass_fields__) | {"duration"}


def test_times_carry_vietnams_offset(client, store):
    answer = client.get(f"/api/articles/{save(store)}").json()
    for field in ("published_at", "first_seen", "last_seen", "updated"):
        assert answer[field].endswith("+07:00")


def test_what_is_unknown_is_null(client, store):
    key = save(store, published_at=None, published_precision=None, author=None)
    answer = client.get(f"/api/articles/{key}").json()
    assert answer["published_at"] is answer["author"] is None


def test_articles_come_newest_first_and_cursors_walk_them_once(client, store):
    for n in range(7):
        save(store, n)
    seen, cursor = [], ""
    while cursor is not None:
        answer = client.get("/api/articles", params={"limit": 3, "cursor": cursor})
        seen += titles(answer)
        cursor = answer.json()["next"]
    assert seen == list("6543210")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"source": "dak-lak"}, "4"),
        ({"province": "Ninh Bình"}, "321"),
        ({"section": "Kinh tế"}, "3"),
        ({"after": "2024-05-01T14:00:00+07:00"}, "432"),
        ({"after": "2024-05-01T14:00:00"}, "432"),
        ({"before": "2024-05-01T07:00:00Z"}, "1"),
        ({"after": "2024-05-02"}, ""),
        ({"source": "none"}, ""),
    ],
)
def test_filters_narrow_the_list(client, store, filters, expected):
    save(store, 1)
    save(store, 2)
    save(store, 3, section="Kinh tế")
    save(store, 4, DAK_LAK)
    assert titles(client.get("/api/articles", params=filters)) == list(expected)


def test_a_search_counts_its_results_and_pages_through_them(client, store):
    for n in range(5):
        save(store, n)
    save(store, 7, text="chuyện khác", lead=None, html="<p>chuyện khác</p>", title="Khác 7")
    first = client.get("/api/articles", params={"q": "góp công", "limit": 3})
    assert (len(titles(first)), first.json()["total"]) == (3, 5)
    rest = client.get(
        "/api/articles", params={"q": "góp công", "limit": 3, "cursor": first.json()["next"]}
    )
    assert (len(titles(rest)), rest.json()["next"]) == (2, None)


def test_a_search_keeps_to_the_filters(client, store):
    save(store, 1)
    save(store, 2, DAK_LAK)
    answer = client.get("/api/articles", params={"q": "góp công", "source": "dak-lak"})
    assert titles(answer) == ["2"]


def test_sources_come_with_counts_and_last_run(client, store):
    save(store, 1)
    store.save_run(
        RunReport(HA_NAM.id, NOON, NOON + timedelta(minutes=1), "finished", new=1, requests=9)
    )
    listed = {item["id"]: item for item in client.get("/api/sources").json()["items"]}
    one = client.get(f"/api/sources/{HA_NAM.id}").json()
    assert listed[HA_NAM.id] == one
    assert one["articles"] == 1
    assert one["newest"] == "2024-05-01T13:00:00+07:00"
    assert one["last_run"]["requests"] == 9
    assert listed["dak-lak"]["last_run"] is None


def test_a_source_tells_its_units_and_its_time(client, store):
    told = replace(
        HA_NAM, unit="13573", unit_before="353", commune="Xã Lý Nhân", successor=DAK_LAK.id,
        active_from=date(2020, 1, 2), active_until=date(2025, 6, 30), enabled=False,
    )  # fmt: skip
    store.put_sources([told, DAK_LAK])
    one = client.get(f"/api/sources/{HA_NAM.id}").json()
    assert {key: one[key] for key in ("unit", "unit_before", "commune", "successor")} == {
        "unit": "13573", "unit_before": "353", "commune": "Xã Lý Nhân", "successor": DAK_LAK.id,
    }  # fmt: skip
    assert (one["active_from"], one["active_until"]) == ("2020-01-02", "2025-06-30")
    other = client.get(f"/api/sources/{DAK_LAK.id}").json()
    assert (other["active_until"], other["unit"], other["successor"]) == (None, "", "")
    shape = client.get("/openapi.json").json()["components"]["schemas"]["SourceOut"]
    assert shape["properties"].keys() == one.keys()
    assert "2025-06-30" in shape["properties"]["unit_before"]["description"]


def test_a_run_tells_its_duration_and_names_its_failures(client, store):
    end = NOON + timedelta(minutes=1)
    store.save_run(RunReport(HA_NAM.id, NOON, end, errors=2, gone=1, failures={"failed-dns": 2}))
    (run,) = client.get("/api/runs").json()["items"]
    assert (run["duration"], run["gone"], run["failures"]) == (60.0, 1, {"failed-dns": 2})


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["dak-lak", HA_NAM.id]),
        ({"q": "ly nhan"}, [HA_NAM.id]),
        ({"province": "Đắk Lắk"}, ["dak-lak"]),
        ({"health": "bad"}, [HA_NAM.id]),
        ({"health": "bad", "q": "báo"}, []),
    ],
)
def test_sources_are_narrowed_by_words_province_and_health(client, store, filters, expected):
    store.save_run(RunReport(HA_NAM.id, NOON, NOON, "challenge"))
    listed = client.get("/api/sources", params=filters).json()["items"]
    assert [source["id"] for source in listed] == expected


def test_an_article_that_its_portal_withdrew_says_since_when(client, store):
    key = save(store)
    assert client.get(f"/api/articles/{key}").json()["gone_at"] is None
    later = replace(make_visit(make_article(1)), fetched_at=NOON + timedelta(days=3), status=404)
    store.mark_gone(later)
    assert client.get(f"/api/articles/{key}").json()["gone_at"] == "2024-05-04T12:00:00+07:00"


def test_runs_come_newest_first_and_by_source(client, store):
    for hours, source in enumerate((HA_NAM, DAK_LAK, HA_NAM)):
        store.save_run(
            RunReport(source.id, NOON + timedelta(hours=hours), rejected={"listing": hours})
        )
    everything = client.get("/api/runs").json()["items"]
    assert [run["rejected"]["listing"] for run in everything] == [2, 1, 0]
    own = client.get("/api/runs", params={"source": "dak-lak"}).json()["items"]
    assert [run["source_id"] for run in own] == ["dak-lak"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/api/articles/none", (404, "not_found")),
        ("/api/articles/%00", (404, "not_found")),
        ("/api/sources/none", (404, "not_found")),
        ("/api/nope", (404, "not_found")),
        ("/api/articles?cursor=made-up", (404, "not_found")),
        ("/api/articles?q=a&cursor=made-up", (404, "not_found")),
        ("/api/articles?q=a&cursor=-1", (404, "not_found")),
        ("/api/articles?q=a&cursor=99999999", (404, "not_found")),
        ("/api/articles?limit=201", (422, "invalid")),
        ("/api/articles?limit=many", (422, "invalid")),
        ("/api/articles?after=yesterday", (422, "invalid")),
        ("/api/articles?after=2024-02-30", (422, "invalid")),
        ("/api/articles?after=1714500000", (422, "invalid")),
        (f"/api/articles?q={'a' * 301}", (422, "invalid")),
        ("/api/articles?q=a+after:2024-13", (422, "invalid")),
        ("/api/facets?q=before:mai", (422, "invalid")),
        ("/api/runs?limit=0", (422, "invalid")),
        ("/api/sources?health=ill", (422, "invalid")),
    ],
)
def test_every_failure_has_the_one_shape(client, address, expected):
    assert error(client.get(address)) == expected


def test_a_wrong_parameter_is_named(client):
    message = client.get("/api/articles?limit=201").json()["error"]["message"]
    assert "limit" in message
    assert "200" in message


def test_a_word_of_the_query_that_is_no_date_is_named(client):
    message = client.get("/api/articles?q=a+after:2024-13").json()["error"]["message"]
    assert "after:2024-13 is no date: write 2025-07-01" in message
    assert message.startswith("q: after:2024-13 ")


def test_no_snippet_is_made_that_no_field_asks_for(client, store, monkeypatch):
    save(store)
    made = []
    monkeypatch.setattr(
        "pipeline.store.searching.search.snippet", lambda *_: made.append(1) or "một đoạn"
    )
    asked = {"q": "góp công", "fields": "key,title"}
    (item,) = client.get("/api/articles", params=asked).json()["items"]
    assert (set(item), made) == ({"key", "title"}, [])
    (item,) = client.get("/api/articles", params=asked | {"fields": "snippet"}).json()["items"]
    assert (item, made) == ({"snippet": "một đoạn"}, [1])


def test_writing_is_refused_in_the_one_shape(client):
    assert error(client.post("/api/articles")) == (405, "method_not_allowed")


@pytest.mark.parametrize("name", ["source", "province", "section", "q"])
def test_control_characters_in_a_filter_break_nothing(client, store, name):
    save(store)
    assert client.get(f"/api/articles?{name}=a%00%1f%ed%a0%80b").status_code == 200


def test_openapi_describes_the_errors_by_their_one_shape(client):
    document = client.get("/openapi.json").json()
    reference = {"$ref": "#/components/schemas/ErrorOut"}
    for path, operations in document["paths"].items():
        assert path.startswith("/api/")
        for status, answer in operations["get"]["responses"].items():
            if status not in ("200", "304"):
                assert answer["content"]["application/json"]["schema"] == reference


def test_docs_name_every_path_parameter_and_shape(client):
    document = client.get("/openapi.json").json()
    shown = client.get("/docs").text
    for path, operations in document["paths"].items():
        assert f"GET {path}" in shown
        for parameter in operations["get"].get("parameters", []):
            assert f"<code>{parameter['name']}</code>" in shown
    for name in document["components"]["schemas"]:
        assert f'id="{name}"' in shown


def test_under_a_base_path_openapi_names_the_server(config, store):
    with TestClient(create_app(replace(config, base_url="https://example.vn/tin"))) as client:
        assert client.get("/openapi.json").json()["servers"] == [{"url": "/tin"}]


def test_fields_trim_the_items_of_a_list(client, store):
    save(store, 1)
    answer = client.get("/api/articles?fields=title,key").json()
    assert [set(item) for item in answer["items"]] == [{"title", "key"}]
    assert set(answer) == {"items", "next", "total", "more"}


def test_a_field_that_there_is_not_is_refused_with_those_there_are(client):
    answer = client.get("/api/articles?fields=title,headline")
    assert error(answer) == (422, "invalid")
    message = answer.json()["error"]["message"]
    assert "headline" in message
    assert "published_at" in message


def test_a_parameter_that_there_is_not_is_refused_with_those_there_are(client):
    answer = client.get("/api/articles?sourc=dak-lak")
    assert error(answer) == (422, "invalid")
    message = answer.json()["error"]["message"]
    assert message.startswith("sourc:")
    assert "source" in message


def test_an_article_is_found_by_its_whole_id(client, store):
    key = save(store, 1)
    whole = store.entry(key).id
    assert titles(client.get("/api/articles", params={"id": whole})) == ["1"]
    assert titles(client.get("/api/articles", params={"id": f"tag:other,2025:x/{key}"})) == []


def test_the_oldest_come_first_where_that_is_asked_for(client, store):
    for n in range(5):
        save(store, n)
    seen, cursor = [], ""
    while cursor is not None:
        answer = client.get(f"/api/articles?order=oldest&limit=2&cursor={cursor}")
        seen += titles(answer)
        cursor = answer.json()["next"]
    assert seen == list("01234")


def test_a_search_may_be_ordered_by_time(client, store):
    for n in (2, 1, 3):
        save(store, n)
    assert titles(client.get("/api/articles?q=cong+trinh&order=oldest")) == list("123")
    assert titles(client.get("/api/articles?q=cong+trinh&order=newest")) == list("321")


def test_a_hit_shows_where_it_was_found_and_a_listed_article_does_not(client, store):
    save(store, 1)
    (hit,) = client.get("/api/articles", params={"q": "góp công"}).json()["items"]
    assert "«góp» «công»" in hit["snippet"] or "«góp công»" in hit["snippet"]
    (item,) = client.get("/api/articles").json()["items"]
    assert item["snippet"] is None


def test_a_search_ends_where_it_says_it_does(client, store, monkeypatch):
    monkeypatch.setattr(api, "_DEEPEST", 4)
    for n in range(9):
        save(store, n)
    first = client.get("/api/articles?q=cong+trinh&limit=3").json()
    last = client.get(f"/api/articles?q=cong+trinh&limit=3&cursor={first['next']}").json()
    assert (len(first["items"]), len(last["items"]), last["next"]) == (3, 1, None)
    assert client.get("/api/articles?q=cong+trinh&cursor=4").status_code == 404


def test_a_moment_is_read_as_it_is_written_in_addresses(client, store):
    save(store, 1)
    for text in (
        "2024-05-01T13:00:00 07:00",  # the plus was not percent-encoded
        "2024-05-01T06:00:00Z",
        "2024-05-01 13:00",
        "0001-01-01T00:00:00Z",
    ):
        assert titles(client.get(f"/api/articles?after={text}")) == ["1"], text
    assert titles(client.get("/api/articles?after=9999-12-31T23:59:59-12:00")) == []


def test_facets_count_the_matches(client, store):
    save(store, 1)
    save(store, 2)
    save(store, 3, DAK_LAK)
    answer = client.get("/api/facets", params={"q": "góp công"}).json()
    assert answer["sources"] == [
        {"id": HA_NAM.id, "articles": 2},
        {"id": "dak-lak", "articles": 1},
    ]
    assert answer["months"] == [{"month": "2024-05", "articles": 3}]
    assert (answer["counted"], answer["more"]) == (3, False)
    narrowed = client.get("/api/facets", params={"q": "góp công", "source": "dak-lak"}).json()
    assert narrowed["counted"] == 1


def test_topics_come_largest_first(client, store):
    save(store, 1)
    save(store, 2, tags=("văn hóa",))
    answer = client.get("/api/topics?least=1").json()["items"]
    assert [(item["slug"], item["articles"]) for item in answer][-1] == ("nong-thon-moi", 1)
    (most,) = client.get("/api/topics?least=2&limit=1").json()["items"]
    assert most["articles"] == 2
    assert most["page"] == f"https://tin.example.vn/topics/{most['slug']}"


def test_a_place_can_be_asked_for_as_it_is_named(client, store):
    save(store, 1)
    save(store, 2, DAK_LAK)
    places = client.get("/api/places").json()["items"]
    assert {place["kind"] for place in places} == {"province", "province-before", "district"}
    for place in places:
        found = client.get("/api/articles", params={"place": place["place"]})
        assert len(titles(found)) == place["articles"] == 1, place


def test_feeds_are_listed_page_by_page(client, store):
    names, cursor = [], ""
    while cursor is not None:
        answer = client.get(f"/api/feeds?limit=2&cursor={cursor}").json()
        names += [item["name"] for item in answer["items"]]
        cursor = answer["next"]
    assert len(names) == len(set(names))
    assert {"all", "sources/dak-lak", "provinces/ninh-binh"} <= set(names)


def test_an_answer_that_is_known_is_not_sent_again(client, store):
    save(store, 1)
    first = client.get("/api/articles")
    again = client.get("/api/articles", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    save(store, 2)
    later = client.get("/api/articles", headers={"if-none-match": first.headers["etag"]})
    assert later.status_code == 200


def test_every_operation_and_parameter_is_explained(client):
    document = client.get("/openapi.json").json()
    for path, operations in document["paths"].items():
        operation = operations["get"]
        assert operation["description"]
        assert {"200", "304", "422", "500", "503"} <= set(operation["responses"])
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "query":
                assert parameter.get("description"), (path, parameter["name"])
            assert {"type": "null"} not in parameter["schema"].get("anyOf", [])
