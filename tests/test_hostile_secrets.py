"""No verb prints a secret: not where it works, not where database, webhook or mail server are gone."""

import itertools
import re
import traceback

import pytest
from cli_runs import ran
from commands import congtin
from sqlalchemy import make_url

from pipeline.config import load_config
from pipeline.errors import CongtinError
from pipeline.store import open_store

HIDDEN = "CRET"
"""In every secret of these tests, and in nothing else."""
DATABASES = (
    "postgresql://me:SECRET@127.0.0.1:9/none",
    "postgresql://me:SE#CRET@127.0.0.1:9/none",
    "postgresql://me:SE/CRET@127.0.0.1:9/none",
    "postgresql://me:SE?CRET@127.0.0.1:9/none",
    "postgresql://me:SE:CRET[@127.0.0.1:9/none",
    "postgresql://me:SE%40CRET@127.0.0.1:9/none",
    "postgresql://127.0.0.1:9/none?user=me&password=SECRET",
    "postgresql://me:SECRET@127.0.0.1:port/none",
    "postgresql://me:SECRET@[::1/none",
    "postgresql://me:SECRET@no-such-host.invalid/none",
    "mysql://me:SECRET@127.0.0.1/none",
    "me:SECRET@127.0.0.1",
)  # fmt: skip
"""Addresses of databases that are not there, with passwords as people write them."""
VERBS = (
    "doctor --offline", "doctor --json --offline", "runs", "search x", "export", "publish", "sources --json",
    "notices", "jobs", "reprocess --all", "archive prune", "db upgrade", "db reindex", "import {file}",
    "db backup {file}.db", "crawl --due", "serve --port 1", "worker",
)  # fmt: skip
TOLD = {
    "CONGTIN_WEBHOOK": "http://me:SECRET@127.0.0.1:9/hooks/SECRET?token=SECRET",
    "CONGTIN_SMTP_URL": "smtp://me:SECRET@127.0.0.1:9",
    "CONGTIN_MAIL_TO": "lan@example.org",
}


@pytest.mark.parametrize("url", DATABASES)
def test_no_verb_tells_the_password_of_a_database_that_is_gone(url, tmp_path):
    file = tmp_path / "x.warc.gz"
    file.write_bytes(b"x")
    for words in VERBS:
        done = ran(*words.format(file=file).split(), "--database-url", url, data=tmp_path)
        assert HIDDEN not in done.out + done.err, words
        assert done.code != 0 or "doctor" in words, words


def test_doctor_does_not_tell_the_password_of_one_that_is_there(database_url, tmp_path):
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        pytest.skip("SQLite has no passwords")
    url = url.update_query_dict({"password": "SECRET"})
    told = url.render_as_string(hide_password=False)
    done = ran("doctor", "--offline", "--database-url", told, data=tmp_path)
    assert f"PostgreSQL database {url.database} at " in done.out
    assert HIDDEN not in done.out + done.err


@pytest.mark.parametrize("url", DATABASES)
def test_no_traceback_of_a_failed_connection_holds_it(url):
    """As logs and crash reports have it: the error with all that caused it."""
    with pytest.raises(CongtinError) as failed:
        open_store(url)
    error = failed.value
    chain = itertools.takewhile(bool, iter_causes(error))
    said = "".join(str(one) + repr(one) for one in chain)
    assert HIDDEN not in said
    lines = "".join(traceback.format_exception(error))
    assert not re.search(r"Error: .*CRET", lines)


def iter_causes(error):
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


@pytest.mark.parametrize("form", ["text", "json"])
def test_where_operators_are_told_is_told_to_nobody(form, tmp_path):
    for words in (("notices", "--test"), ("doctor", "--offline", "--json")):
        done = congtin(*words, "--log-format", form, data=tmp_path, env=TOLD)
        assert HIDDEN not in done.out + done.err, words


WRONG = {
    "CONGTIN_WEBHOOK": (
        "ftp://me:SECRET@x/", "SECRET", "http://x y/SECRET", "http://[SECRET", "http://x:SECRET/",
    ),
    "CONGTIN_SMTP_URL": (
        "http://me:SECRET@x/", "SECRET", "smtp://me:SE CRET@x", "smtp://[SECRET", "smtp://x:SECRET/",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in WRONG.items() for v in values])
def test_a_wrong_one_is_refused_without_its_value(name, value, tmp_path):
    for flags, told in (({}, {name: value}), ({name[8:].lower(): value}, {})):
        with pytest.raises(CongtinError) as failed:
            load_config(flags, told, tmp_path / "none.toml")
        assert (
            HIDDEN
            not in "".join(traceback.format_exception(failed.value)).rpartition("\n  File")[2]
        )
