"""`congtin doctor`: what is well, what is not, and what to do."""

import sqlite3

import databases
import pytest
from commands import congtin, page, portal, register, rows
from tls_servers import answering, listening, secure, sign, silent

from crawler.farm import Farm

CONTACT = {"CONGTIN_CONTACT": "mailto:you@example.org"}


def checks(done):
    return {check["subject"]: check for check in done.json}


@pytest.fixture(scope="module")
def healthy(tmp_path_factory):
    """A portal that answers, crawled once."""
    with Farm(base_port=0, portals=("huyenuy",)) as farm:
        source = farm.portals[0]
        data = register(tmp_path_factory.mktemp("doctor") / "data", (source.id, source.url))
        assert congtin("crawl", data=data).code == 0
        yield data


def test_all_is_well(healthy):
    done = congtin("doctor", "--json", data=healthy, env=CONTACT)
    assert done.code == 0
    assert {check["state"] for check in done.json} == {"ok"}
    found = checks(done)
    assert found.keys() == {
        "contact", "data", "sources", "database", "search index", "huyenuy: last run", "huyenuy: health",
        "huyenuy: portal",
    }  # fmt: skip
    assert "next visit" in found["huyenuy: last run"]["found"]


def test_for_people_it_is_a_table_with_one_line_for_each(healthy):
    done = congtin("doctor", data=healthy)
    assert done.code == 0
    assert len(done.out.splitlines()) == 1 + 8
    assert "Set CONGTIN_CONTACT" in done.out
    assert done.err == ""


def test_it_changes_nothing(healthy):
    before = rows(healthy, "SELECT count(*) FROM runs"), rows(healthy, "SELECT * FROM pages")
    assert congtin("doctor", "--offline", data=healthy).code == 0
    assert (
        rows(healthy, "SELECT count(*) FROM runs"),
        rows(healthy, "SELECT * FROM pages"),
    ) == before


def test_where_nothing_is_yet_nothing_is_broken_and_nothing_is_made(tmp_path):
    done = congtin("doctor", "--json", data=tmp_path / "new", env=CONTACT)
    assert done.code == 0
    assert checks(done)["sources"]["next_step"].startswith("congtin add URL")
    assert not (tmp_path / "new").exists()


def test_an_empty_database_is_told_and_stays_empty(tmp_path):
    file = tmp_path / "elsewhere.db"
    file.touch()
    url = {"CONGTIN_DATABASE_URL": f"sqlite:///{file}"}
    done = congtin("doctor", "--json", data=tmp_path / "new", env=CONTACT | url)
    assert (done.code, checks(done)["database"]["state"]) == (0, "warning")
    assert checks(done)["database"]["found"].endswith("elsewhere.db: empty")
    assert sqlite3.connect(file).execute("SELECT * FROM sqlite_master").fetchall() == []


def test_a_damaged_registry_and_a_damaged_database_are_both_told(tmp_path):
    (tmp_path / "sources.toml").write_text("[[source\n")
    (tmp_path / "congtin.db").write_bytes(b"no database" * 1000)
    done = congtin("doctor", "--json", data=tmp_path)
    assert done.code == 1
    found = checks(done)
    assert found["sources"]["state"] == found["database"]["state"] == "broken"
    assert "line 1" in found["sources"]["found"]
    assert ".recover" in found["database"]["found"]


def test_a_data_folder_that_is_none_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    done = congtin("doctor", "--json", data=tmp_path / "file")
    assert done.code == 1
    assert checks(done)["data"]["state"] == "broken"


def test_a_portal_that_changed_and_its_failed_run_are_told(tmp_path):
    with portal({"/": page("<p>Chào mừng.</p>")}) as url:
        data = register(tmp_path / "data", ("moved", f"{url}/"))
        assert congtin("crawl", data=data).code == 1
        done = congtin("doctor", "--json", data=data)
    assert done.code == 1
    found = checks(done)
    assert found["moved: last run"]["state"] == found["moved: portal"]["state"] == "broken"
    assert found["moved: portal"]["found"].startswith("no-news")


def test_the_cause_the_evidence_and_the_line_to_write_are_told(tmp_path):
    blocked = page("<h1>Yêu cầu của bạn đã bị chặn bởi tường lửa</h1>", "Thông báo")
    signed = sign("tu ky")
    with (
        portal({"/": blocked}) as firewall,
        listening(answering(secure(tmp_path, signed))) as port,
        listening(silent) as mute,
    ):
        data = register(
            tmp_path / "data",
            ("tuong-lua", f"{firewall}/"),
            ("tu-ky", f"https://127.0.0.1:{port}/"),
            ("im-lang", f"http://127.0.0.1:{mute}/"),
        )
        short = 'from crawler.fetch import FetchSpider\nFetchSpider.custom_settings["DOWNLOAD_TIMEOUT"] = 3'
        done = congtin("doctor", "--json", data=data, patch=short)
    found = checks(done)
    causes = {name: found[f"{name}: portal"]["cause"] for name in ("tuong-lua", "tu-ky", "im-lang")}
    assert causes == {
        "tuong-lua": "challenge",
        "tu-ky": "failed-certificate-self-signed",
        "im-lang": "failed-timeout",
    }
    assert "bị chặn" in found["tuong-lua: portal"]["found"]
    assert found["tu-ky: portal"]["next_step"].endswith(f'certificate = "{signed.pin}"')
    assert "took longer" in found["im-lang: portal"]["found"]


def test_a_source_never_crawled_is_a_warning_and_offline_no_portal_is_visited(tmp_path):
    data = register(tmp_path / "data", ("new", "http://127.0.0.1:9/"))
    assert congtin("publish", data=data).code == 0
    done = congtin("doctor", "--json", "--offline", data=data)
    assert done.code == 0
    found = checks(done)
    assert found["new: last run"]["state"] == "warning"
    assert found["new: last run"]["next_step"] == "congtin crawl new"
    assert "new: portal" not in found


def test_a_password_is_never_printed(tmp_path):
    url = "postgresql://me:secret@127.0.0.1:9/none"
    done = congtin("doctor", "--json", "--database-url", url, data=tmp_path)
    assert done.code == 1
    assert "secret" not in done.out + done.err


def test_a_disabled_source_is_not_asked_to_be_crawled(tmp_path):
    data = register(tmp_path / "d", ("off", "http://127.0.0.1:9/"))
    file = data / "sources.toml"
    file.write_text(file.read_text().rstrip() + "\nenabled = false\n")
    congtin("sources", data=data)
    told = checks(congtin("doctor", "--offline", "--json", data=data))["off: last run"]
    assert (told["state"], told["found"]) == ("ok", "disabled, so not crawled")


def test_a_machine_that_shares_others_sources_needs_no_sources_toml(healthy, tmp_path):
    """As a second worker does, whose database is all that it has of them."""
    url = {"CONGTIN_DATABASE_URL": f"sqlite:///{healthy}/congtin.db"} | CONTACT
    url |= databases.settings(healthy)
    done = congtin("doctor", "--offline", "--json", data=tmp_path / "second", env=url)
    assert checks(done)["sources"]["state"] == "ok"
    assert "the database knows 1 of other machines" in checks(done)["sources"]["found"]
