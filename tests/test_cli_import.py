"""`congtin import`: whole records are taken, the rest is named, and nothing else is kept."""

import gzip
import json
import shutil

import pytest
from commands import congtin, register, rows, stored
from databases import url_of

from crawler.farm import Farm
from pipeline.store import open_store


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """A portal crawled, and the WARC file that the crawl left."""
    with Farm(base_port=0, portals=("huyenuy",)) as farm:
        source = farm.portals[0]
        data = register(tmp_path_factory.mktemp("import") / "data", (source.id, source.url))
        assert congtin("crawl", data=data).code == 0
    (warc,) = (data / "archive").rglob("*.warc.gz")
    return data, warc


def test_an_import_gives_what_the_crawl_gave(crawled, tmp_path):
    data, warc = crawled
    done = congtin("import", warc, data=tmp_path / "new")
    [told] = done.err.splitlines()
    new = congtin("sources", "--json", data=tmp_path / "new").json
    assert (done.code, [one["source"]["enabled"] for one in new]) == (0, [False])
    assert told.endswith(f"not followed until: congtin sources enable {new[0]['source']['id']}")
    assert stored(tmp_path / "new") == stored(data)
    again = congtin("import", warc, data=tmp_path / "new")
    assert again.code == 0
    assert stored(tmp_path / "new") == stored(data)


def test_what_is_imported_can_be_read_again_offline(crawled, tmp_path):
    data, warc = crawled
    assert congtin("import", warc, data=tmp_path / "new").code == 0
    done = congtin("reprocess", "--json", data=tmp_path / "new").json
    assert [(one["unchanged"], one["unreadable"]) for one in done] == [(len(stored(data)), 0)]


def test_an_uncompressed_file_is_taken_as_well(crawled, tmp_path):
    data, warc = crawled
    plain = tmp_path / "portal.warc"
    plain.write_bytes(gzip.decompress(warc.read_bytes()))
    assert congtin("import", plain, data=tmp_path / "new").code == 0
    assert stored(tmp_path / "new") == stored(data)


def test_of_a_file_cut_in_the_middle_every_whole_record_is_taken(crawled, tmp_path):
    data, warc = crawled
    cut = tmp_path / "cut.warc.gz"
    whole = warc.read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    done = congtin("import", cut, data=tmp_path / "new")
    assert done.code == 1
    assert f"congtin: {cut}: damaged at byte " in done.err
    assert "the file ends in the middle of a record" in done.err
    assert 10 < len(stored(tmp_path / "new")) < len(stored(data))
    assert set(stored(tmp_path / "new")) < set(stored(data))
    assert congtin("import", warc, data=tmp_path / "new").code == 0
    assert stored(tmp_path / "new") == stored(data)


def test_behind_a_damaged_stretch_the_import_goes_on(crawled, tmp_path):
    data, warc = crawled
    broken = tmp_path / "broken.warc.gz"
    content = bytearray(warc.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 50] = b"\x00" * 50
    broken.write_bytes(content)
    done = congtin("import", broken, data=tmp_path / "new")
    assert done.code == 1
    assert "damaged at byte" in done.err
    assert len(stored(data)) - 3 <= len(stored(tmp_path / "new")) <= len(stored(data))


NO_WARC = {
    "empty": (b"", "empty"),
    "text": (b"this is no WARC file\n" * 20, "no WARC file"),
    "gzipped text": (gzip.compress(b"this is no WARC file\n" * 20), "no captured page"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(300), "no WARC file"),
}


@pytest.mark.parametrize("kind", NO_WARC)
def test_what_is_no_warc_file_is_refused_and_not_kept(kind, tmp_path):
    content, told = NO_WARC[kind]
    file = tmp_path / "file.warc.gz"
    file.write_bytes(content)
    done = congtin("import", file, data=tmp_path / "new")
    assert done.code == 5
    assert done.err.startswith(f"congtin: {file}: ")
    assert told in done.err
    assert stored(tmp_path / "new") == []
    assert not (tmp_path / "new" / "archive").exists()


@pytest.mark.parametrize("name", ["missing.warc.gz", "."])
def test_a_file_that_cannot_be_read_is_named(name, tmp_path):
    done = congtin("import", name, data=tmp_path / "new", cwd=tmp_path)
    assert done.code == 5
    assert done.err.startswith(f"congtin: {name}: ")


def test_a_file_without_a_web_page_says_so(tmp_path):
    info = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 2\r\n\r\nx\n\r\n\r\n"
    (tmp_path / "info.warc").write_bytes(info)
    done = congtin("import", tmp_path / "info.warc", data=tmp_path / "new")
    assert done.code == 5
    assert "no captured page in it" in done.err
    assert not (tmp_path / "new" / "archive").exists()


def test_a_bad_file_does_not_keep_the_others_out(crawled, tmp_path):
    data, warc = crawled
    copied = shutil.copy(warc, tmp_path / "good.warc.gz")
    done = congtin("import", tmp_path / "missing.warc.gz", copied, data=tmp_path / "new")
    assert done.code == 5
    assert "missing.warc.gz" in done.err
    assert stored(tmp_path / "new") == stored(data)


def test_an_export_is_taken_in_under_its_ids(crawled, tmp_path):
    data, _ = crawled
    with open_store(url_of(data)) as store:
        told = [json.dumps(entry.to_dict()) for entry in store.iter_entries()]
    file = tmp_path / "all.jsonl"
    file.write_text("\n".join([told[0], "{", *told[1:]]), encoding="utf-8")
    done = congtin("import", file, data=tmp_path / "new")
    assert (done.code, done.err.count("congtin: ")) == (1, 1)
    assert f"congtin: {file}: line 2: no JSON" in done.err
    assert ids(tmp_path / "new") == ids(data)


def ids(data):
    return rows(
        data, "SELECT id, key, url, first_seen, last_seen, updated FROM articles ORDER BY id"
    )
