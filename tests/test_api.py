"""The JSON API: every field, filters, cursors, and one shape for every failure."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sample_entries import DAK_LAK, HA_NAM, NOON, make_article, make_visit
from web_client import TestClient, save

from pipeline.model import RunReport
from pipeline.publish.shapes import ArticleOut, RunOut
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
        ("/api/articles?cursor=made-up", (400, "bad_request")),
        ("/api/articles?q=a&cursor=made-up", (400, "bad_request")),
        ("/api/articles?q=a&cursor=-1", (400, "bad_request")),
        ("/api/articles?q=a&cursor=99999999", (400, "bad_request")),
        ("/api/articles?limit=201", (422, "invalid")),
        ("/api/articles?limit=many", (422, "invalid")),
        ("/api/articles?after=yesterday", (422, "invalid")),
        ("/api/articles?after=0001-01-01T00:00:00Z", (422, "invalid")),
        ("/api/articles?before=9999-12-31T23:59:59-12:00", (422, "invalid")),
        (f"/api/articles?q={'a' * 301}", (422, "invalid")),
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
            if status != "200":
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
