"""What operators see of sources' health: their feed, the API, pages, doctor; readers' feeds never name it."""

import ast
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest
from commands import congtin, register
from lxml import etree
from sample_entries import DAK_LAK, HA_NAM
from web_client import page_of, save, words

from crawler.network.outcomes import NEXT_STEPS
from pipeline.model import VIETNAM, Health, HealthState, Notice, Symptom
from pipeline.publish.words.health import LOOKS, STATES, SYMPTOMS
from pipeline.publish.words.reasons import REASONS
from pipeline.store import open_store
from pipeline.watch import outcomes

NOON = datetime(2026, 3, 2, 12, tzinfo=VIETNAM)
HOSTILE = "<script>alert(1)</script>]]></title>&\x01 \"'onload=x"
SYMPTOMS_SEEN = (Symptom("no-dates", "0 of 12 have a date"), Symptom("one-title", HOSTILE))
SUSPICION = (Symptom("captcha", "a picture puzzle at /tin"),)
BROKEN = Health(
    HA_NAM.id, "broken", NOON, NOON, SYMPTOMS_SEEN, "Look at the page.", "blocked", 1, 7, SUSPICION
)
NOTICE = Notice(HA_NAM.id, NOON, "broken", "healthy", SYMPTOMS_SEEN, "Look at the page.")
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def judged(store):
    """A district that is broken, a newspaper that nobody judged, an article of each."""
    store.put_sources([HA_NAM, DAK_LAK])
    save(store, 1)
    save(store, 2, DAK_LAK, url="https://baodaklak.example.vn/2")
    store.save_health(BROKEN, NOTICE)
    return store


def feed_of(client):
    answer = client.get("/operators/feed.atom")
    assert answer.status_code == 200
    return answer, etree.fromstring(answer.content)


def test_each_change_is_an_entry_whose_id_stays(client, judged):
    answer, feed = feed_of(client)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert answer.headers["x-robots-tag"] == "noindex"
    (entry,) = feed.findall("a:entry", ATOM)
    assert entry.findtext("a:title", namespaces=ATOM) == "lynhan.example.vn: broken (was healthy)"
    assert entry.findtext("a:id", namespaces=ATOM) == (
        f"tag:congtin,2025:operators/{HA_NAM.id}/20260302T050000/broken"
    )
    assert entry.findtext("a:updated", namespaces=ATOM) == "2026-03-02T12:00:00+07:00"
    content = entry.findtext("a:content", namespaces=ATOM)
    assert "no-dates: 0 of 12 have a date" in content
    assert "Hỏng" in content
    assert "<script" not in content
    assert feed.findtext("a:updated", namespaces=ATOM) == "2026-03-02T12:00:00+07:00"


def test_the_newest_hundred_stand_in_it_newest_first(client, judged):
    for number in range(101):
        state = "late" if number == 100 else "broken"
        judged.save_health(
            BROKEN, replace(NOTICE, at=NOON.replace(minute=number % 60), state=state)
        )
    _, feed = feed_of(client)
    entries = feed.findall("a:entry", ATOM)
    assert len(entries) == 100
    assert "late" in entries[0].findtext("a:title", namespaces=ATOM)


def test_without_a_notice_the_feed_is_empty_and_not_of_today(client, store):
    _, feed = feed_of(client)
    assert feed.findtext("a:updated", namespaces=ATOM).startswith("1970-")


def test_a_copy_that_is_current_is_not_sent_again(client, judged):
    answer, _ = feed_of(client)
    again = client.get("/operators/feed.atom", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/operators/feed.atom?x=1").status_code == 422


@pytest.mark.parametrize(
    "path", ["/", f"/sources/{HA_NAM.id}", "/feeds", "/subscribe", "/topics", "/api/feeds"]
)
def test_what_readers_see_never_names_the_operators_feed(client, judged, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert "operators" not in answer.text


def test_the_list_of_sources_does_and_says_what_it_is(client, judged):
    page = page_of(client.get("/sources?lang=en"))
    (found,) = page.xpath("//link[@rel='alternate'][contains(@href, 'operators')]")
    assert found.get("href") == "/operators/feed.atom"
    assert found.get("title") == "For operators: how sources are (Atom)"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("health=broken", [HA_NAM.id]),
        ("health=healthy", []),
        ("health=waiting", [DAK_LAK.id, HA_NAM.id]),
        ("health=broken&q=báo", []),
    ],
)
def test_sources_are_narrowed_by_their_state(client, judged, query, expected):
    page = page_of(client.get(f"/sources?{query}"))
    shown = [link.rpartition("/")[2] for link in page.xpath("//tbody/tr/th/a/@href")]
    assert sorted(shown) == sorted(expected)
    items = client.get(f"/api/sources?{query}").json()["items"]
    assert sorted(item["id"] for item in items) == sorted(expected)


def test_states_that_some_source_is_in_are_links_with_their_number(client, judged):
    page = page_of(client.get("/sources?q=cổng"))
    (link,) = page.xpath("//a[contains(@href, 'health=broken')]")
    assert " ".join(link.text_content().split()) == "Hỏng 1"
    assert "q=" in link.get("href")


def test_a_source_s_page_says_how_it_is_why_what_to_do_and_what_was(client, judged):
    vietnamese = words(page_of(client.get(f"/sources/{HA_NAM.id}")))
    assert "Hỏng, từ 12:00, 02/03/2026" in vietnamese
    assert "bài thiếu ngày đăng: 0 of 12 have a date" in vietnamese
    assert "có thể là: Bị chặn" in vietnamese
    assert "a picture puzzle at /tin" in vietnamese.partition("có thể là: Bị chặn")[2]
    page = page_of(client.get(f"/sources/{HA_NAM.id}?lang=en"))
    english = words(page)
    assert "Broken, since 12:00, 2 Mar 2026" in english
    assert "articles without dates: 0 of 12 have a date" in english
    assert "What to do" in english
    assert english.count("Look at the page.") == 2
    assert "Changes of its state" in english
    assert not page.xpath("//main//script")
    assert "<script>alert(1)</script>" in english


def test_a_source_that_was_never_judged_says_nothing_of_it(client, judged):
    assert "Việc cần làm" not in words(page_of(client.get(f"/sources/{DAK_LAK.id}")))


def test_the_api_tells_how_each_source_is(client, judged):
    by_id = {item["source_id"]: item for item in client.get("/api/health").json()["items"]}
    assert by_id[DAK_LAK.id]["state"] is None
    found = by_id[HA_NAM.id]
    assert (found["state"], found["since"]) == ("broken", "2026-03-02T12:00:00+07:00")
    assert found["symptoms"][0] == {"name": "no-dates", "evidence": "0 of 12 have a date"}
    assert (found["next_step"], found["suspected"]) == ("Look at the page.", "blocked")
    assert [one["name"] for one in found["suspicion"]] == ["captcha"]
    assert found["page"] == f"https://tin.example.vn/sources/{HA_NAM.id}"
    only = client.get("/api/health?state=broken").json()["items"]
    assert [item["source_id"] for item in only] == [HA_NAM.id]


def test_the_api_tells_one_source_s_history(client, judged):
    found = client.get(f"/api/health/{HA_NAM.id}").json()
    (notice,) = found["notices"]
    assert (notice["state"], notice["former"], notice["told"]) == ("broken", "healthy", [])
    assert client.get("/api/health/none").status_code == 404
    assert client.get("/api/health?state=ill").status_code == 422
    described = client.get("/openapi.json").json()["paths"]
    assert {"/api/health", "/api/health/{source_id}"} <= described.keys()


def test_the_view_tells_it_at_its_end(judged):
    with judged._reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM source_health").mappings().all()
    told = {row["source_id"]: list(row.items())[-3:] for row in rows}
    assert told[HA_NAM.id] == [
        ("state", "broken"),
        ("since", "2026-03-02 12:00"),
        ("next_step", "Look at the page."),
    ]
    assert told[DAK_LAK.id] == [("state", None), ("since", None), ("next_step", None)]


@pytest.fixture
def data(tmp_path):
    """Two sources, one of them in the state that a test asks for."""
    return register(
        tmp_path / "data", ("mot", "http://127.0.0.1:9/"), ("hai", "http://127.0.0.2:9/")
    )


def put(data, state):
    congtin("sources", data=data)
    with open_store(f"sqlite:///{data / 'congtin.db'}") as store:
        health = replace(BROKEN, source_id="mot", state=state, suspected=None)
        store.save_health(health, replace(NOTICE, source_id="mot", state=state))


@pytest.mark.parametrize(
    ("state", "code"), [("healthy", 0), ("late", 0), ("degraded", 1), ("retired", 1)]
)
def test_doctor_ends_with_1_where_a_source_is_to_be_mended(data, state, code, monkeypatch):
    monkeypatch.delenv("CONGTIN_TEST_POSTGRESQL", raising=False)
    put(data, state)
    done = congtin("doctor", "mot", "--offline", "--json", data=data)
    assert done.code == code
    assert {check["source"] for check in done.json} == {"mot"}
    (told,) = [check for check in done.json if check["health"]]
    assert (told["health"], told["since"]) == (state, "2026-03-02T12:00:00+07:00")
    assert told["symptoms"][0] == {"name": "no-dates", "evidence": "0 of 12 have a date"}
    assert told["next_step"] == "Look at the page."


def test_doctor_says_what_shows_a_suspicion_before_a_second_run_confirms_it(data):
    congtin("sources", data=data)
    with open_store(f"sqlite:///{data / 'congtin.db'}") as store:
        store.save_health(replace(BROKEN, source_id="mot", state="healthy", symptoms=()))
    (told,) = [
        check
        for check in congtin("doctor", "mot", "--offline", "--json", data=data).json
        if check["health"]
    ]
    assert (told["health"], told["suspected"], told["symptoms"]) == ("healthy", "blocked", [])
    assert told["suspicion"] == [{"name": "captcha", "evidence": "a picture puzzle at /tin"}]
    assert "points to blocked: captcha: a picture puzzle at /tin)" in told["found"]


def test_doctor_and_notices_know_sources_by_id_host_and_address_and_no_other(data):
    put(data, "late")
    for name in ("mot", "127.0.0.1:9", "http://127.0.0.1:9/"):
        found = congtin("doctor", name, "--offline", "--json", data=data).json
        assert {check["source"] for check in found} == {"mot"}
    for verb in (("doctor", "--offline"), ("notices",)):
        done = congtin(*verb, "nobody", data=data)
        assert done.code == 2
        assert "no source 'nobody'" in done.err


def test_the_lists_of_sources_and_notices_tell_the_state(data):
    put(data, "broken")
    listed = congtin("sources", "--json", data=data).json
    assert [item["health"] and item["health"]["state"] for item in listed] in (
        ["broken", None],
        [None, "broken"],
    )
    assert "broken" in congtin("sources", data=data).out
    (notice,) = congtin("notices", "--json", data=data).json
    assert (notice["source_id"], notice["state"], notice["told"]) == ("mot", "broken", [])


def test_without_a_channel_a_test_says_what_to_set(data):
    done = congtin("notices", "--test", data=data)
    assert done.code == 2
    assert "CONGTIN_WEBHOOK" in done.err


KEBAB = re.compile(r"[a-z]+(?:-[a-z]+)+")
NO_SYMPTOMS = {"before-since", "not-an-article", "failed-busy", "congtin-watch"}
"""What pipeline.watch names besides symptoms."""


def test_every_symptom_has_words_and_every_word_a_symptom():
    folder = Path(outcomes.__file__).parent
    named = {
        node.value
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    unsaid = {
        name
        for name in named
        if KEBAB.fullmatch(name) and name not in SYMPTOMS.keys() | REASONS.keys() | NO_SYMPTOMS
    }
    assert unsaid == set()
    assert SYMPTOMS.keys() - named == set()


@pytest.mark.parametrize("name", sorted(NEXT_STEPS))
def test_every_outcome_has_words_as_a_symptom(name):
    symptom = outcomes.symptom_of(name)
    assert symptom in SYMPTOMS or {symptom, f"failed-{symptom}"} & REASONS.keys()


def test_every_state_has_words_and_a_look():
    assert STATES.keys() == LOOKS.keys() == set(get_args(HealthState))
