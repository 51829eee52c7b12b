"""`congtin places`: what a name or code means, and what became of it."""

import json

import pytest
from typer.testing import CliRunner

from crawler.cli import app
from crawler.sources import shipped
from pipeline.errors import ConfigError

SOURCES = """
[[source]]
id = "ly-nhan"
name = "Cổng Lý Nhân"
url = "https://lynhan.example.vn/"
unit_before = "353"
"""


@pytest.fixture
def places(tmp_path):
    (tmp_path / "sources.toml").write_text(SOURCES, encoding="utf-8")

    def ask(*words):
        return CliRunner().invoke(app, ["places", *words, "--data", str(tmp_path)])

    return ask


def test_a_district_leads_to_its_communes_to_its_province_and_to_its_portals(places):
    done = places("huyện Lý Nhân")
    assert done.exit_code == 0
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[0] == "Huyện Lý Nhân, Tỉnh Hà Nam"
    assert "stood         until 2025-06-30" in lines
    assert "province now  Tỉnh Ninh Bình (37)" in lines
    assert any(line.startswith("became        Xã Lý Nhân (13573), Xã Nam Xang") for line in lines)
    assert any(line.startswith("portals") and "1 followed" in line for line in lines)
    assert done.stderr == "1 of 1 shown.\n"


def test_a_district_that_ended_before_the_merger_tells_what_it_went_into(places):
    lines = [line.strip() for line in places("quận 2").stdout.splitlines()]
    assert "stood         until 2020-12-31" in lines
    assert "went into     Thành phố Thủ Đức (769)" in lines
    shared = json.loads(places("769", "--json").stdout)["units"]
    assert [unit["id"] for unit in shared] == ["769", "769-2020"]


def test_names_that_are_near_are_told_with_what_they_lie_in(places):
    assert "Near: Phường 13, Quận " in places("quận 13").stderr


def test_json_holds_every_fact_with_codes(places):
    told = json.loads(places("Lý Nhân", "--json").stdout)
    new, old = told["units"]
    assert (new["id"], old["id"]) == ("13573@2025", "353")
    assert (new["since"], new["until"]) == ("2025-07-01", None)
    assert (old["since"], old["until"]) == (None, "2025-06-30")
    assert {"id": "13573@2025", "code": "13573", "name": "Xã Lý Nhân"} in old["successors"]
    assert old["province_now"] == {"id": "37@2025", "code": "37", "name": "Tỉnh Ninh Bình"}
    assert [unit["name"] for unit in new["districts_before"]] == ["Huyện Lý Nhân"]
    assert old["portals"]["followed"] == ["ly-nhan"]
    assert told["near"] == []


def test_portals_that_come_with_the_program_are_known_and_not_followed(places):
    portals = json.loads(places("35", "--day", "2025-06-30", "--json").stdout)["units"][0][
        "portals"
    ]
    assert set(portals["known"]) - set(portals["followed"]) <= shipped().keys()
    assert "hanam.gov.vn" in portals["known"]


def test_a_day_leaves_those_that_stood_on_it(places):
    assert "Xã Lý Nhân, Tỉnh Ninh Bình" not in places("Lý Nhân", "--day", "2024-05-31").stdout
    assert "Huyện Lý Nhân" in places("Lý Nhân", "--day", "2024-05-31").stdout
    assert places("Lý Nhân", "--day", "2026-05-31").stdout.startswith(
        "Xã Lý Nhân, Tỉnh Ninh Bình\n"
    )


def test_a_renamed_unit_says_until_when_it_was_called_so(places):
    assert "formerly      Xã Dầu Giây (until 2026-04-29)" in places("xã Dầu Giây").stdout


def test_what_is_no_place_says_what_is_near(places):
    done = places("Lý Nhâm")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("Nothing found. Near: Xã Lý Nhân, Tỉnh Ninh Bình; Huyện Lý Nhân")
    assert places("qwertyuiop").stderr == "Nothing found.\n"
    assert json.loads(places("Lý Nhâm", "--json").stdout)["near"][0]["code"] == "13573"


def test_of_many_units_the_terminal_shows_some_and_json_all(places):
    done = places("Hòa Bình")
    assert done.stdout.count("  code  ") == 20
    assert "20 of " in done.stderr
    assert len(json.loads(places("Hòa Bình", "--json").stdout)["units"]) > 20


@pytest.mark.parametrize(
    ("words", "message"),
    [((" ",), "Nothing asked"), (("Lý Nhân", "--day", "31/5/2024"), "--day '31/5/2024'")],
)
def test_a_question_that_cannot_be_answered_is_refused(places, words, message):
    done = places(*words)
    assert isinstance(done.exception, ConfigError)
    assert message in str(done.exception)
