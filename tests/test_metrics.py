"""/metrics: what it says, by Prometheus' conventions; the dashboard and the alerts speak of nothing else."""

import json
import math
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from prometheus_client import parser
from sample_entries import DAK_LAK, HA_NAM
from web_client import TestClient, save

from pipeline.clock import now
from pipeline.config import Config
from pipeline.model import Health, Notice, RunReport
from pipeline.publish.publishing.files import publish
from pipeline.publish.web import create_app
from pipeline.store import Store
from pipeline.telling import MAIL, WEBHOOK

DOCS = Path(__file__).parent.parent / "docs"
ALERTS = yaml.safe_load((DOCS / "prometheus-alerts.yml").read_text(encoding="utf-8"))
DASHBOARD = json.loads((DOCS / "grafana-dashboard.json").read_text(encoding="utf-8"))
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
EXPRESSIONS = [rule["expr"] for rule in RULES] + [
    target["expr"] for panel in PANELS for target in panel["targets"]
]
PROMETHEUS_OWN = {"up"}
QUEUE = re.compile(r"congtin_(jobs?|workers?)(_|\b)")
"""Of the workers' queue: tests/test_queue_metrics.py."""
HOME = ("127.0.0.1", 50_000)


@pytest.fixture
def operator(config: Config, store: Store) -> Iterator[TestClient]:
    """Who asks from this machine."""
    with TestClient(create_app(replace(config, webhook="https://a.vn/")), client=HOME) as client:
        yield client


def scrape(client: TestClient) -> dict[tuple[str, ...], float]:
    """Each sample's value, by its name and its labels' values in the order of their names."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in parser.text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def ran(store: Store, source=HA_NAM, status: str = "finished", **counts: object) -> RunReport:
    at = now().replace(microsecond=0)
    begun = RunReport(source.id, at - timedelta(seconds=90), **counts)
    if status == "running":
        return store.save_run(begun)
    return store.save_run(replace(begun, finished_at=at, status=status))


@pytest.fixture
def lived_in(store: Store, config: Config) -> Store:
    """Two sources with articles, runs, a state, a notice, feeds."""
    store.put_sources([HA_NAM, DAK_LAK])
    save(store, 1)
    save(store, 2)
    counts = {"rejected": {"static": 1}, "failures": {"timeout": 3}, "statuses": {"200": 9}}
    ran(store, requests=12, new=2, bytes=9000, **counts)
    at = now()
    notice = Notice(HA_NAM.id, at, "broken", None, (), "")
    store.save_health(Health(HA_NAM.id, "broken", at, at, (), ""), notice)
    publish(store, config)
    (config.archive).mkdir(parents=True, exist_ok=True)
    config.backups.mkdir()
    (config.backups / "congtin-2026-03-01T023000.db").write_bytes(b"")
    return store


def test_the_stored_articles_and_sources_are_counted(operator, lived_in):
    told = scrape(operator)
    assert told["congtin_articles",] == 2
    assert told["congtin_source_articles", HA_NAM.id] == 2
    assert told["congtin_source_articles", DAK_LAK.id] == 0
    assert told["congtin_sources", "broken"] == 1
    assert told["congtin_sources", "unjudged"] == 1
    assert told["congtin_sources", "healthy"] == 0
    assert told["congtin_source_state", HA_NAM.id, "broken"] == 1
    assert ("congtin_source_state", HA_NAM.id, "healthy") not in told
    assert told["congtin_notices_untold",] == 1
    assert told["congtin_database_up",] == 1
    assert told["congtin_database_size_bytes",] > 10_000


def test_the_age_of_the_last_backup_is_told_where_there_is_one(operator, lived_in, config):
    old, new = (config.backups / f"congtin-2026-03-0{day}T023000.db" for day in (1, 2))
    for file, at in ((new, 2_000_000), (old, 1_000_000)):
        file.write_bytes(b"")
        os.utime(file, (at, at))
    (config.backups / "drill.db").write_bytes(b"")
    assert scrape(operator)["congtin_backup_timestamp_seconds",] == 2_000_000
    for file in (old, new):
        file.unlink()
    assert ("congtin_backup_timestamp_seconds",) not in scrape(operator)


def test_a_notice_is_untold_until_each_channel_has_it(config, lived_in):
    both = {"webhook": "https://a.vn/", "smtp_url": "smtp://a.vn", "mail_to": "lan@a.vn"}
    (notice,) = lived_in.notices()
    with TestClient(create_app(replace(config, **both)), client=HOME) as client:
        for channel, left in ((WEBHOOK, 1), (MAIL, 0)):
            lived_in.mark_told([notice.number], channel)
            assert scrape(client)["congtin_notices_untold",] == left


def test_a_source_s_last_run_is_told(operator, lived_in):
    told = scrape(operator)
    assert told["congtin_source_last_run_requests", HA_NAM.id] == 12
    assert told["congtin_source_last_run_received_bytes", HA_NAM.id] == 9000
    assert told["congtin_source_last_run_duration_seconds", HA_NAM.id] == 90
    assert told["congtin_source_last_run_status", HA_NAM.id, "finished"] == 1
    assert (
        abs(told["congtin_source_last_run_timestamp_seconds", HA_NAM.id] - now().timestamp()) < 60
    )


def test_how_late_the_crawls_are_is_told_where_somebody_plans_them(operator, lived_in, config):
    assert ("congtin_visit_overdue_seconds",) not in scrape(operator)
    with TestClient(create_app(config, lambda store: 7200.5), client=HOME) as client:
        assert scrape(client)["congtin_visit_overdue_seconds",] == 7200.5


def test_what_is_not_known_is_left_out(operator, lived_in):
    of_the_other = {key for key in scrape(operator) if DAK_LAK.id in key}
    assert of_the_other == {
        ("congtin_source_articles", DAK_LAK.id),
        ("congtin_source_state", DAK_LAK.id, "unjudged"),
    }


def test_a_crawl_under_way_is_no_last_run(operator, lived_in):
    ran(lived_in, status="running", requests=1)
    told = scrape(operator)
    assert told["congtin_source_last_run_requests", HA_NAM.id] == 12
    assert told["congtin_runs_under_way",] == 1


def test_runs_that_end_are_counted_once_from_the_first_scrape_on(operator, lived_in):
    under_way = ran(lived_in, status="running", requests=1)
    scrape(operator)
    ran(lived_in, requests=5, failures={"timeout": 2}, statuses={"200": 4})
    ran(lived_in, DAK_LAK, "blocked", requests=1)
    done = replace(under_way, status="finished", finished_at=now(), requests=7, new=1)
    assert scrape(operator)["congtin_requests_total",] == 6
    lived_in.save_run(done)
    for _ in range(2):
        told = scrape(operator)
        assert told["congtin_requests_total",] == 13
        assert told["congtin_articles_new_total",] == 1
        assert told["congtin_runs_total", "finished"] == 2
        assert told["congtin_runs_total", "blocked"] == 1
        assert told["congtin_request_failures_total", "timeout"] == 2
        assert told["congtin_answers_total", "200"] == 4


def test_counters_begin_at_0_under_the_names_that_are_known(operator, lived_in):
    told = scrape(operator)
    assert told["congtin_request_failures_total", "timeout"] == 0
    assert told["congtin_pages_rejected_total", "static"] == 0
    assert told["congtin_runs_total", "killed"] == 0


def test_feeds_that_lag_behind_the_database_show(operator, lived_in, config):
    assert scrape(operator)["congtin_feeds_pending_changes",] == 0
    save(lived_in, 3)
    assert scrape(operator)["congtin_feeds_pending_changes",] == 1
    publish(lived_in, config)
    assert scrape(operator)["congtin_feeds_pending_changes",] == 0


def test_answers_are_counted_by_route_and_status_never_by_address(operator):
    for path in ("/articles/1", "/articles/2", "/nowhere/1", "/nowhere/2", "/static/no.css"):
        assert operator.get(path).status_code == 404
    told = scrape(operator)
    counted = {key[1:]: n for key, n in told.items() if key[0] == "congtin_http_requests_total"}
    assert counted == {
        ("/articles/{key}", "404"): 2,
        ("none", "404"): 2,
        ("/static", "404"): 1,
    }
    assert told["congtin_http_request_duration_seconds_count", "none"] == 2
    assert told["congtin_http_request_duration_seconds_bucket", "+Inf", "none"] == 2


def test_a_refusal_at_the_door_is_counted_too(operator):
    operator.request("GET", "/", headers={"content-length": "99999"})
    assert scrape(operator)["congtin_http_requests_total", "none", "413"] == 1


def test_without_a_database_the_scrape_says_so(tmp_path):
    config = Config(data=tmp_path, database_url="postgresql://nobody@127.0.0.1:9/none")
    with TestClient(create_app(config), client=HOME) as client:
        told = scrape(client)
    assert told["congtin_database_up",] == 0
    assert ("process_resident_memory_bytes",) in told
    assert not [key for key in told if key[0] == "congtin_articles"]


@pytest.mark.parametrize(
    ("setting", "client", "headers", "status"),
    [
        ("private", "127.0.0.1", {}, 200),
        ("private", "::1", {}, 200),
        ("private", "10.1.2.3", {}, 200),
        ("private", "::ffff:172.17.0.1", {}, 200),
        ("private", "fd00::7", {}, 200),
        ("private", "fe80::1%eth0", {}, 200),
        ("private", "203.162.0.11", {}, 403),
        ("private", "2405:4800::1", {}, 403),
        ("private", "::ffff:203.162.0.11", {}, 403),
        ("private", "no address", {}, 403),
        ("private", "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("private", "127.0.0.1", {"X-Forwarded-Proto": "https"}, 403),
        ("private", "127.0.0.1", {"Forwarded": "for=127.0.0.1"}, 403),
        ("private", "127.0.0.1", {"Via": "1.1 caddy"}, 403),
        ("private", "127.0.0.1", {"X-Real-IP": "127.0.0.1"}, 403),
        ("public", "203.162.0.11", {"Via": "1.1 caddy"}, 200),
        ("off", "127.0.0.1", {}, 404),
    ],
)
def test_who_may_read_it(setting, client, headers, status, tmp_path):
    config = Config(data=tmp_path, metrics=setting)
    with TestClient(create_app(config), client=(client, 50_000)) as asker:
        answer = asker.get("/metrics", headers=headers)
    assert answer.status_code == status
    assert ("congtin_" in answer.text) == (status == 200)
    if status != 200:
        assert answer.json()["error"]["message"]


def families(client: TestClient):
    text = client.get("/metrics").text
    return text, list(parser.text_string_to_metric_families(text))


def test_it_is_written_by_prometheus_conventions(operator, lived_in):
    text, found = families(operator)
    assert len({family.name for family in found}) == len(found)
    for family in found:
        name = family.name
        assert re.fullmatch(r"(congtin|process|python)_[a-z][a-z_]*[a-z]", name), name
        assert len(family.documentation) > 5, name
        assert not name.endswith(("_total", "_count", "_sum", "_bucket", "_created")), name
        assert not re.search(r"_(ms|milliseconds|minutes|hours|days|kb|mb|kilobytes)(_|$)", name)
        if "seconds" in name or "bytes" in name:
            assert name.endswith(("_seconds", "_bytes")), name
        assert f"# HELP {name}" in text
        for sample in family.samples:
            assert math.isfinite(sample.value), sample
            assert "created" not in sample.name
            if family.type == "counter":
                assert sample.name == f"{name}_total"
                assert sample.value >= 0


def test_openmetrics_is_spoken_to_whoever_asks_for_it(operator):
    accept = {"accept": "application/openmetrics-text; version=1.0.0"}
    answer = operator.get("/metrics", headers=accept)
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def test_a_source_s_odd_id_does_not_break_the_text(operator, store):
    odd = replace(HA_NAM, id='a"b\\c\nd')
    store.put_sources([odd])
    assert scrape(operator)["congtin_source_articles", odd.id] == 0


@pytest.fixture
def named(operator: TestClient, lived_in: Store) -> set[str]:
    """The names of all samples."""
    operator.get("/")
    return {key[0] for key in scrape(operator)}


def test_the_dashboard_and_the_alerts_name_only_metrics_that_there_are(named, config):
    missing = {}
    for expression in EXPRESSIONS:
        bare = re.sub(r'\{[^}]*\}|"[^"]*"|\b(by|without) ?\([^)]*\)', " ", expression)
        words = set(re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b(?!\s*\()|\bup\b", bare))
        assert words, expression
        missing |= dict.fromkeys(words - named - PROMETHEUS_OWN, expression)
    missing.pop("congtin_archive_size_bytes", None)  # no crawl, so no index of an archive
    missing.pop("congtin_visit_overdue_seconds", None)  # `serve` and `run` say it
    missing = {name: where for name, where in missing.items() if not QUEUE.match(name)}
    assert missing == {}


def test_the_dashboard_and_the_alerts_name_only_labels_and_states_that_there_are(
    operator, lived_in
):
    operator.get("/")
    _, found = families(operator)
    labels = {name for family in found for sample in family.samples for name in sample.labels}
    states = {s.labels["state"] for f in found if f.name == "congtin_sources" for s in f.samples}
    for expression in (one for one in EXPRESSIONS if not re.search(QUEUE.pattern, one)):
        for matchers in re.findall(r"\{([^}]*)\}", expression):
            pairs = dict(re.findall(r'(\w+)[=!]~?"([^"]*)"', matchers))
            assert pairs.keys() <= labels | {"job", "le"}, expression
            assert set(pairs.get("state", "healthy").split("|")) <= states, expression
        for grouped in re.findall(r"\bby \(([^)]*)\)", expression):
            assert set(grouped.split(", ")) <= labels | {"le"}, expression


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_is_closed(expression):
    for opening, closing in ("()", "{}", "[]"):
        assert expression.count(opening) == expression.count(closing)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_is_wrong_and_what_to_do(rule):
    assert re.fullmatch("Congtin[A-Za-z]+", rule["alert"])
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["action"]
    assert re.fullmatch(r"\d+[mhd]", rule.get("for", "0m"))


def test_the_dashboard_s_panels_stand_beside_each_other():
    taken: set[tuple[int, int]] = set()
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert at["x"] + at["w"] <= 24
        assert not cells & taken, panel["title"]
        taken |= cells
