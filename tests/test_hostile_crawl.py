"""A real crawl of a portal that attacks in all that it serves: bounded, not led inside, still read."""

import json
import resource

import pytest
from commands import congtin
from hostile.portal import TITLES, hostile_portal

MEMORY = 3 << 30
"""Bytes of address space: less than any one of the portal's bombs unpacks to."""
MOST_SENT = 120 << 20
"""A few bodies, each cut off at its bound (16 MiB); what stands in the sockets counts as sent."""


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@pytest.fixture(scope="module")
def visited(tmp_path_factory):
    data = tmp_path_factory.mktemp("hostile")
    with hostile_portal() as portal:
        (data / "sources.toml").write_text(
            f'[[source]]\nid = "xa-hop-ly"\nname = "Xã"\nurl = "{portal.url}"\nallow_private = true\n'
        )
        done = congtin("crawl", "--json", data=data, preexec=bounded)
        yield portal, data, done


def test_the_crawl_comes_to_its_end_and_says_what_it_met(visited):
    _, _, done = visited
    run = json.loads(done.out)[0] if done.out.lstrip().startswith("[") else json.loads(done.out)
    assert done.code in (0, 1), done.err
    assert "MemoryError" not in done.err
    assert run


def test_its_true_articles_are_stored_and_nothing_else(visited):
    _, data, _ = visited
    stored = [json.loads(line) for line in congtin("export", data=data).out.splitlines()]
    assert sorted(entry["title"] for entry in stored) == sorted(TITLES)
    assert all("root:" not in json.dumps(entry) for entry in stored)


def test_nobody_inside_was_asked_for_anything(visited):
    portal, _, _ = visited
    assert [path for path in portal.asked if path.startswith("inside")] == []


def test_requests_and_bytes_stay_within_bounds(visited):
    portal, _, _ = visited
    assert sum(portal.asked.values()) < 80, portal.asked
    assert portal.sent < MOST_SENT


def test_nothing_was_written_outside_the_data_folder_or_beyond_reason(visited):
    _, data, _ = visited
    files = [path for path in data.rglob("*") if path.is_file()]
    assert all(path.resolve().is_relative_to(data.resolve()) for path in files)
    assert sum(path.stat().st_size for path in files) < 100 << 20


@pytest.mark.parametrize("verb", [("add", "--dry-run"), ("extract",)])
def test_other_verbs_are_not_led_inside_either(visited, verb, tmp_path):
    portal, _, _ = visited
    address = portal.url if verb[0] == "add" else f"{portal.url}to/bai-viet-dan-den-noi-khac-0.html"
    congtin(*verb, address, "--allow-private", data=tmp_path, preexec=bounded)
    assert [path for path in portal.asked if path.startswith("inside")] == []
