# ruff: noqa: E501 (an attack a line)
"""Others' words on a terminal steer nothing: not in tables, notes, JSON, errors, nor in what is told of runs."""

import json

import pytest
from cli_runs import ran
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.cli.display import note, print_json, print_table, say
from crawler.cli.terminal import STEERING, harmless, harmless_json

TRICKS = [
    "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x9b31m", "\r\x1b[K all is well", "\x08\x08\x08", "\x1b]8;;http://evil.example/\x07x",
    "gov\u202env.live", "\u2066x\u2069", "\x7f\x00", "\x1bP$q\x1b\\", "a\u2028b", "\x0e\x0f\x0b\x0c",
]  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("shown", [
    lambda text: print_table(("title", "number"), [(text, 1)]),
    say,
    note,
    lambda text: print_json({"title": text}),
])  # fmt: skip
def test_nothing_that_steers_is_printed(trick, shown, capsys):
    shown(f"Tin {trick}")
    done = capsys.readouterr()
    assert "Tin" in done.out + done.err
    assert not STEERING.search(done.out + done.err)


@pytest.mark.parametrize("trick", TRICKS)
def test_json_says_the_same_all_the_same(trick, capsys):
    print_json({"title": trick})
    assert json.loads(capsys.readouterr().out) == {"title": trick}


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text())
def test_whatever_the_text_only_lines_and_tabs_are_left_of_what_steers(text):
    assert not STEERING.search(harmless(text))
    assert json.loads(harmless_json(json.dumps(text, ensure_ascii=False))) == text


def test_vietnamese_and_lines_stay_as_they_are():
    text = "Xã Hợp Lý:\n\tkhánh thành nhà văn hóa 🐃"
    assert harmless(text) == text


def test_the_name_of_a_file_that_is_refused_steers_nothing(tmp_path):
    name = tmp_path / "x\x1b[2J\x1b]0;y\x07.warc"
    name.write_bytes(b"no archive")
    done = ran("import", name, data=tmp_path)
    assert done.code != 0
    assert "\\x1b" in harmless(done.err)


def test_a_name_in_sources_toml_steers_nothing(tmp_path):
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nid = "xa"\nname = "X\\u001b[2J\\u202e"\nurl = "http://xa.example.vn/"\n'
    )
    for words in (("sources",), ("sources", "--json")):
        done = ran(*words, data=tmp_path)
        assert done.code == 0
        assert not STEERING.search(done.out + done.err)
