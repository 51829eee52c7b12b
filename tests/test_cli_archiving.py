"""`congtin reprocess`, `congtin captures` and `congtin import --captures`, as a person runs them."""

import sys

import pytest
from captures_server import SITE, StandIn, serving, shot
from commands import congtin, register, stored
from databases import lose

from crawler.farm import Farm


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Two portals crawled: what `congtin export` then says, and the folder."""
    with Farm(base_port=0, portals=("nukeviet", "huyenuy")) as farm:
        entries = [(one.id, one.url) for one in farm.portals]
        data = register(tmp_path_factory.mktemp("reprocess") / "data", *entries)
        assert congtin("crawl", data=data).code == 0
    return data, export(data)


def export(data):
    done = congtin("export", "--format", "jsonl", data=data)
    assert done.code == 0
    return done.out


def files(data):
    """Every file with its bytes and the moment it was written."""
    found = (path for path in data.rglob("*") if path.is_file())
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def test_a_dry_run_writes_nothing_and_finds_nothing_to_change(crawled):
    data, _ = crawled
    before = files(data)
    done = congtin("reprocess", "--dry-run", "--json", data=data)
    assert (done.code, done.err) == (0, "")
    assert [(one["changed"], one["new"], one["articles"]) for one in done.json] == [(0, 0, [])] * 2
    assert sum(one["unchanged"] for one in done.json) >= len(stored(data)) > 0
    assert files(data) == before


def test_with_nothing_changed_every_article_comes_out_byte_for_byte(crawled):
    data, before = crawled
    done = congtin("reprocess", data=data)
    assert (done.code, done.err) == (0, "")
    assert export(data) == before


def test_a_lost_database_is_made_again_byte_for_byte(crawled):
    data, before = crawled
    lose(data)
    done = congtin("reprocess", "--from-archive", "--json", data=data)
    assert (done.code, done.err) == (0, "")
    assert sum(one["new"] for one in done.json) == len(before.splitlines())
    assert export(data) == before


def test_a_rule_of_ones_own_shows_in_the_dry_run_article_by_article(crawled, tmp_path):
    data, _ = crawled
    sources = (data / "sources.toml").read_text()
    try:
        (data / "sources.toml").write_text(f'{sources}[source.page]\ntitle = "title"\n')
        done = congtin("reprocess", "huyenuy", "--dry-run", data=data)
        whole = congtin("reprocess", "huyenuy", "--dry-run", "--json", data=data).json[0]
    finally:
        (data / "sources.toml").write_text(sources)
    assert whole["changed"] == len(whole["articles"]) > 0
    first = whole["articles"][0]
    assert f"changed  {first['url']}  {next(iter(first['fields']))} " in done.out


@pytest.mark.parametrize("flag", ["--dry-run", "--learn"])
def test_from_archive_stands_alone(flag, tmp_path):
    done = congtin("reprocess", "--from-archive", flag, data=tmp_path)
    assert done.code == 2
    assert "--from-archive stands alone" in done.err


@pytest.fixture
def wayback():
    shots = [
        shot(f"20{year}0305060708", f"/tin-tuc/mot-bai-viet-{year}.html") for year in (18, 19, 20)
    ]
    with serving(StandIn(shots)) as archive:
        yield archive


def test_captures_are_listed_without_fetching_any(wayback, tmp_path):
    index = f"{wayback.base}/cdx/search/cdx"
    asked = ("captures", "huyen.example.vn", "--index", index, "--from", "2019")
    done = congtin(*asked, "--json", data=tmp_path / "data")
    assert (done.code, done.err) == (0, "")
    assert [one["timestamp"][:4] for one in done.json] == ["2019", "2020"]
    table = congtin(*asked, "--limit", "1", data=tmp_path / "data")
    assert "2019-03-05 13:07" in table.out
    assert "--limit 0 lists all" in table.err
    assert wayback.pages == []
    assert not (tmp_path / "data").exists()


def test_captures_are_imported(wayback, tmp_path):
    index = f"{wayback.base}/cdx/search/cdx"
    asked = ("import", "--captures", SITE, "--index", index, "--to", "2019-12-31")
    done = congtin(*asked, data=tmp_path / "data")
    assert done.code == 0
    assert done.err.endswith("not followed until: congtin sources enable huyen-example-vn\n")
    assert len(stored(tmp_path / "data")) == 2
    assert len(wayback.pages) == 2
    assert wayback.agents.pop().startswith("Congtin/")


def test_an_archive_that_is_not_there_is_named(tmp_path):
    patch = "import crawler.captures.asking as asking; asking.BACK_OFF = 0.01"
    asked = ("captures", "huyen.example.vn", "--index", "http://127.0.0.1:9/cdx/search/cdx")
    done = congtin(*asked, data=tmp_path / "data", patch=patch)
    assert done.code == 1
    assert "http://127.0.0.1:9/cdx/search/cdx" in done.err


def test_without_the_extra_it_is_said_how_to_install_it(tmp_path):
    patch = "import sys; sys.modules['cdx_toolkit'] = None"
    done = congtin("captures", "huyen.example.vn", data=tmp_path / "data", patch=patch)
    assert done.code == 2
    assert "pip install 'congtin[captures]'" in done.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["import"], "Name files, or a host"),
        (["import", "x.warc", "--captures", "h"], "Name files, or a host"),
        (["captures", "h", "--from", "yesterday"], "'yesterday' is no date"),
        (["captures", "h", "--to", "2019-13"], "'2019-13' is no date"),
        (["captures", "h", "--index", "nowhere"], "neither ia, cc nor an address"),
    ],
)
def test_a_mistake_is_one_message(words, told, tmp_path):
    done = congtin(*words, data=tmp_path / "data")
    assert done.code == 2
    assert told in done.err
    assert sys.executable not in done.err
