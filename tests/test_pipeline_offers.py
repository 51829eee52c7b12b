"""What `from pipeline import …` offers to programs of other people."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from store_samples import FULL, article, fill

import pipeline
from pipeline import EntryFilter, extract, open_store
from pipeline.store import Store


@pytest.mark.parametrize("name", pipeline.__all__)
def test_everything_named_is_there(name: str) -> None:
    assert getattr(pipeline, name)


def test_a_name_that_is_not_there_is_an_error_as_usual() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        pipeline.nonsense  # noqa: B018


def test_who_only_extracts_does_not_load_the_store() -> None:
    program = "import sys; from pipeline import extract; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "False\n"


def test_a_store_is_opened_searched_and_read(store: Store, database_url: str) -> None:
    fill(store, FULL, article(2, "Nông thôn mới"))
    with open_store(database_url, read_only=True) as opened:
        assert [hit.entry.article.title for hit in opened.search("nong thon").hits] == [
            "Nông thôn mới"
        ]
        assert len(list(opened.iter_entries(EntryFilter(source_id="lynhan")))) == 2
    assert extract is pipeline.extract


def test_the_example_runs(tmp_path: Path) -> None:
    folder = tmp_path / "congtin-data"
    folder.mkdir()
    with open_store(f"sqlite:///{folder}/congtin.db") as store:
        fill(store, article(2, "Xây dựng nông thôn mới"))
    _, _, example = (pipeline.__doc__ or "").partition("For programs of your own:\n")
    program = textwrap.dedent(re.sub(r"^\n+", "", example))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path
    )
    assert (done.stdout, done.stderr) == ("None Xây dựng nông thôn mới\n", "")
