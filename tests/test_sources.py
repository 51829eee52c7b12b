"""The registry of portals: read, written, and every mistake named."""

import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.sources import add_source, find_source, format_source, load_sources
from pipeline.errors import ConfigError
from pipeline.model import PageRules, Section, Source

HEAD = '[[source]]\nid = "a"\nname = "Huyện A"\nurl = "https://a.example.vn/"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "sources.toml"


def written(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def error(file: Path, text: str) -> str:
    """What is said of a file, without the file's own name; that it begins with the name is asserted."""
    with pytest.raises(ConfigError) as caught:
        load_sources(written(file, text))
    message = str(caught.value)
    assert message.startswith(str(file))
    assert caught.value.exit_code == 2
    return message.removeprefix(str(file))


def test_no_file_is_no_sources(file: Path) -> None:
    assert load_sources(file) == {}


def test_sources_come_by_id_in_file_order(file: Path) -> None:
    text = HEAD.replace('"a"', '"b"') + HEAD
    assert list(load_sources(written(file, text))) == ["b", "a"]


def test_every_key_is_read(file: Path) -> None:
    more = """
level = "district"
sections = [{ name = "Tin tức", url = "https://a.example.vn/tin-tuc" }]
feeds = ["https://a.example.vn/rss"]
delay = 2
allow_private = true
active_from = 2021-05-01
page = { title = "h1", remove = [".ads", "#x"] }
"""
    source = load_sources(written(file, HEAD + more))["a"]
    assert source.level == "district"
    assert source.sections == (Section("Tin tức", "https://a.example.vn/tin-tuc"),)
    assert source.feeds == ("https://a.example.vn/rss",)
    assert source.delay == 2.0
    assert isinstance(source.delay, float)
    assert source.allow_private
    assert source.active_from == date(2021, 5, 1)
    assert source.page == PageRules(title="h1", remove=(".ads", "#x"))


def test_tables_below_an_entry_are_read(file: Path) -> None:
    more = '[source.page]\ntitle = "h1"\n[[source.sections]]\nname = "Tin"\nurl = "http://a.vn/t"\n'
    source = load_sources(written(file, HEAD + more))["a"]
    assert (source.page.title, source.sections[0].name) == ("h1", "Tin")


def test_a_file_saved_by_windows_editor_is_read(file: Path) -> None:
    assert list(load_sources(written(file, "\ufeff" + HEAD.replace("\n", "\r\n")))) == ["a"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("colour = 3", ", line 5, key colour: no such key; known: id, name, url"),
        ('delay = "fast"', ", line 5, key delay: 'fast' is not a number"),
        ("delay = true", ", line 5, key delay: True is not a number"),
        ("delay = -1", ", line 5, key delay: -1.0 is no delay: use seconds, 0 to 3600"),
        ("delay = nan", ", line 5, key delay: nan is no delay"),
        ('enabled = "no"', ", line 5, key enabled: 'no' is not true or false"),
        ("enabled = 1", ", line 5, key enabled: 1 is not true or false"),
        ('active_from = "2021"', ", line 5, key active_from: '2021' is not a date"),
        ('level = "city"', ", line 5, key level: 'city' is none of province, district"),
        ("level = []", ", line 5, key level: [] is none of province, district"),
        ('feeds = "https://a.vn/rss"', ", line 5, key feeds: must be a list"),
        ("feeds = [3]", ", line 5, key feeds: 3 is not a string"),
        ('feeds = ["rss"]', ", line 5, key feeds: 'rss' is no http(s) address"),
        ('sitemaps = ["/x"]', ", line 5, key sitemaps: '/x' is no http(s) address"),
        ('page = "h1"', ", line 5, key page: must be a table"),
        ('page = { titel = "h1" }', ", line 5, key titel: no such key; known: container"),
        ("page = { title = 1 }", ", line 5, key title: 1 is not a string"),
        ('[source.page]\ntitel = "h1"', ", line 6, key titel: no such key"),
        ('sections = [{ name = "x" }]', ", line 1, key url: is missing"),
        ('sections = [\n  { name = "x", url = "tin" },\n]', ", line 5, key sections: 'tin' is no"),
    ],
)
def test_a_wrong_key_is_named_with_its_line(file: Path, line: str, says: str) -> None:
    said = error(file, HEAD + line + "\n")
    assert said.startswith(says.replace("line 1, key url", "line 4, key url")), said


@pytest.mark.parametrize("missing", ["id", "name", "url"])
def test_a_missing_key_is_named_with_its_own_entrys_line(file: Path, missing: str) -> None:
    lines = [line for line in HEAD.splitlines() if not line.startswith(missing)]
    text = HEAD.replace('"a"', '"first"') + "\n".join(lines) + "\n" + HEAD.replace('"a"', '"last"')
    assert error(file, text) == f", line 5, key {missing}: is missing."


@pytest.mark.parametrize(
    "wrong",
    ["ftp://a.vn/", "a.example.vn", "https://", "http://[::1", "http://a.vn:99999/", "http:///x"],
)
def test_an_address_that_is_none_is_named(file: Path, wrong: str) -> None:
    said = error(file, HEAD.replace("https://a.example.vn/", wrong))
    assert said == f", line 4, key url: {wrong!r} is no http(s) address."


@pytest.mark.parametrize("wrong", ["", "Huyện", "-a", "a/b", "..", "A", "a" * 101])
def test_an_id_that_fits_no_file_name_is_named(file: Path, wrong: str) -> None:
    assert ", line 2, key id: " in error(file, HEAD.replace('"a"', f'"{wrong}"'))


def test_two_sources_with_one_id_are_named(file: Path) -> None:
    assert (
        error(file, HEAD + HEAD) == ", line 6, key id: 'a' is another source's already. Rename one."
    )


def test_a_misspelt_table_is_no_silent_emptiness(file: Path) -> None:
    said = error(file, HEAD + HEAD.replace("[[source]]", "[[sources]]"))
    assert said.startswith(", line 5, key sources: no such key")


@pytest.mark.parametrize("text", ["source = 3\n", '[source]\nid = "a"\n'])
def test_a_source_that_is_no_list_is_named(file: Path, text: str) -> None:
    assert error(file, text).startswith(", line 1, key source: must be a list of tables")


def test_a_source_that_is_no_table_is_named(file: Path) -> None:
    assert error(file, "source = [3]\n").startswith(", line 1, key source: each source must be")


def test_broken_toml_is_named_with_its_line(file: Path) -> None:
    assert "at line 5" in error(file, HEAD + "delay = \n")


def test_bytes_that_are_no_utf_8_are_named_with_their_line(file: Path) -> None:
    written(file, "").write_bytes(b"# x\n# y\nid = '\xff'\n")
    with pytest.raises(ConfigError, match="line 3: not UTF-8"):
        load_sources(file)


def test_a_folder_in_the_files_place_is_named(file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(ConfigError, match=r"sources\.toml: cannot be read \(Is a directory\)"):
        load_sources(file)


A = Source("a-example-vn", "Huyện A", "https://a.example.vn/tin/")
B = Source("b-example-vn", "Huyện B", "https://b.example.vn/")
KNOWN = {source.id: source for source in (A, B)}


@pytest.mark.parametrize(
    "wanted", ["a-example-vn", "a.example.vn", "https://a.example.vn/", "http://a.example.vn/x"]
)
def test_a_source_is_found_by_id_host_or_address(wanted: str) -> None:
    assert find_source(KNOWN, wanted) is A


def test_an_unknown_source_is_answered_with_what_is_near() -> None:
    with pytest.raises(ConfigError, match=r"no source 'b-exam'. Known: b-example-vn\."):
        find_source(KNOWN, "b-exam")
    with pytest.raises(ConfigError, match=r"congtin add URL"):
        find_source({}, "x")


def test_what_is_no_address_at_all_is_an_unknown_source() -> None:
    with pytest.raises(ConfigError, match="no source"):
        find_source(KNOWN, "http://[bad")


def test_two_sources_of_one_host_are_told_apart_only_by_id() -> None:
    twin = Source("a2", "A2", "https://a.example.vn/khac/")
    with pytest.raises(ConfigError, match="no source"):
        find_source({**KNOWN, "a2": twin}, "a.example.vn")


def test_a_first_source_brings_the_files_head_along(file: Path) -> None:
    add_source(file, A)
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# The portals that Congtin crawls")
    assert text.endswith(f"\n\n{format_source(A)}")
    assert load_sources(file) == {A.id: A}


def test_what_a_person_wrote_stays_as_it_is(file: Path) -> None:
    mine = f"# mine\n{HEAD}# the end"
    add_source(written(file, mine), B)
    assert file.read_text(encoding="utf-8") == f"{mine}\n\n{format_source(B)}"


@pytest.mark.parametrize("twin", [Source(A.id, "x", "https://x.vn/"), Source("x", "x", A.url)])
def test_a_source_that_is_there_already_is_refused_and_nothing_changes(
    file: Path, twin: Source
) -> None:
    add_source(file, A)
    before = file.read_bytes()
    with pytest.raises(ConfigError, match="is there already, as 'a-example-vn'"):
        add_source(file, twin)
    assert file.read_bytes() == before


def test_a_damaged_file_is_never_written_over(file: Path) -> None:
    written(file, "[[source]\n")
    with pytest.raises(ConfigError, match="line 1"):
        add_source(file, A)
    assert file.read_text(encoding="utf-8") == "[[source]\n"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written"):
        add_source(tmp_path / "file" / "sources.toml", A)


def test_many_that_add_at_once_lose_no_source(file: Path) -> None:
    sources = [Source(f"s{n}", "x", f"https://s{n}.vn/") for n in range(12)]
    threads = [threading.Thread(target=add_source, args=(file, source)) for source in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(load_sources(file)) == {source.id for source in sources}


def test_an_entry_reads_as_a_person_would_write_it() -> None:
    source = Source(
        "a",
        'Huyện "A"',
        "https://a.vn/",
        sections=(Section("Tin tức", "https://a.vn/tin"),),
        delay=2.5,
        allow_private=True,
        page=PageRules(title="h1", remove=(".x",)),
        active_until=date(2025, 7, 1),
    )
    assert format_source(source) == (
        '[[source]]\nid = "a"\nname = "Huyện \\"A\\""\nurl = "https://a.vn/"\n'
        'sections = [\n  { name = "Tin tức", url = "https://a.vn/tin" },\n]\n'
        'delay = 2.5\npage = { title = "h1", remove = [\n  ".x",\n] }\n'
        "allow_private = true\nactive_until = 2025-07-01\n"
    )


TEXT = st.text(max_size=40)
URL = st.builds("https://{}.vn/{}".format, st.from_regex(r"[a-z]{1,9}", fullmatch=True), TEXT)
URLS = st.lists(URL, max_size=3).map(tuple)
SOURCES = st.builds(
    Source,
    id=st.from_regex(r"[a-z0-9][a-z0-9.-]{0,30}", fullmatch=True),
    name=TEXT,
    url=URL,
    level=st.sampled_from(["province", "district", "unknown"]),
    province=TEXT,
    sections=st.lists(st.builds(Section, TEXT, URL), max_size=3).map(tuple),
    feeds=URLS,
    sitemaps=URLS,
    delay=st.none() | st.floats(0, 3600),
    page=st.builds(PageRules, title=TEXT, remove=st.lists(TEXT, max_size=2).map(tuple)),
    allow_private=st.booleans(),
    enabled=st.booleans(),
    active_from=st.none() | st.dates(),
    successor=TEXT,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(SOURCES)
def test_whatever_is_written_is_read_back_the_same(tmp_path: Path, source: Source) -> None:
    file = written(tmp_path / "sources.toml", format_source(source))
    assert load_sources(file) == {source.id: source}
