"""The registry as OPML: written, read back, and taken in from any feed reader."""

from dataclasses import replace
from pathlib import Path

import pytest
from cli_runs import ran
from lxml import etree

from crawler.sources import load_registry, load_sources, shipped
from crawler.sources.adopting import adopt
from crawler.sources.opml import MAX_BYTES, MAX_OUTLINES, Outline, read, written
from crawler.sources.selecting import Filters, select
from pipeline.errors import ConfigError
from pipeline.model import Source

OWN = Source(
    "mine", "Báo “Của Tôi” & <b>", "https://bao.example.vn/", "newspaper", "Ninh Bình", unit="37",
    feeds=("https://bao.example.vn/rss?a=1&b=2", "https://bao.example.vn/rss/2"),
)  # fmt: skip
BARE = Source("bare", "Không tỉnh", "https://bare.example.vn/tin")


def opml(*outlines: str) -> bytes:
    inside = "".join(f"<outline {outline}/>" for outline in outlines)
    body = f'<body><outline text="Folder">{inside}</outline></body>'
    return f'<?xml version="1.0"?><opml version="1.0">{body}</opml>'.encode()


def adopted(*outlines: str, allow_private: bool = False):
    known = shipped() | {"mine": OWN}
    return adopt(read(opml(*outlines), "x"), known, "x.opml", allow_private=allow_private)


def test_portals_are_written_in_groups_of_their_provinces() -> None:
    root = etree.fromstring(written([OWN, BARE, shipped()["hanam.gov.vn"]]))
    assert root.get("version") == "2.0"
    groups = {group.get("text"): [o.get("text") for o in group] for group in root.find("body")}
    assert groups == {
        "Ninh Bình": [OWN.name, shipped()["hanam.gov.vn"].name],
        "Khác": ["Không tỉnh"],
    }
    outline = root.find(".//outline[@xmlUrl]")
    assert outline.get("type") == "rss"
    assert outline.get("xmlUrl") == OWN.feeds[0]
    assert outline.get("htmlUrl") == OWN.url
    assert outline.get("{tag:congtin,2025:registry}unit") == "37"


def test_what_is_written_is_read_back() -> None:
    assert read(written([OWN, BARE]), "x") == [
        Outline(OWN.name, OWN.url, OWN.feeds, "mine", "newspaper", "37", ""),
        Outline(BARE.name, BARE.url, (), "bare", "unknown", "", ""),
    ]


def test_own_sources_come_back_the_same_where_nobody_knows_them() -> None:
    found = adopt(read(written([OWN, BARE]), "x"), {}, "x.opml")
    one, other = (addition.source for addition in found.additions)
    assert (one.id, one.name, one.url, one.level, one.unit, one.feeds) == (
        "mine", OWN.name, OWN.url, "newspaper", "37", OWN.feeds,
    )  # fmt: skip
    assert (other.id, other.url, other.level) == ("bare", BARE.url, "unknown")


@pytest.mark.parametrize(
    "outline",
    [
        'xmlUrl="https://hanam.gov.vn/rss/tin.rss"',
        'XMLURL="http://www.hanam.gov.vn/rss/tin.rss" text="x"',
        'htmlUrl="http://hanam.gov.vn"',
        'type="link" url="https://www.hanam.gov.vn/"',
        'htmlUrl="https://elsewhere.example/" xmlUrl="https://hanam.gov.vn/feed"',
        'xmlns:c="tag:congtin,2025:registry" c:id="hanam.gov.vn" htmlUrl="https://other.example/"',
    ],
)
def test_a_known_portal_is_told_by_id_host_or_feed(outline: str) -> None:
    found = adopted(outline)
    assert [source.id for source in found.known] == ["hanam.gov.vn"]
    assert not found.additions
    assert not found.refused


def test_a_known_feed_is_its_sources_wherever_it_lies() -> None:
    aside = OWN.feeds[0].replace("&", "&amp;")
    assert [source.id for source in adopted(f'xmlUrl="{aside}"').known] == ["mine"]


def test_several_feeds_of_one_host_are_one_source() -> None:
    found = adopted(
        'text="Báo Lạ" xmlUrl="https://la.example/a.rss" htmlUrl="https://la.example/tin"',
        'text="Báo Lạ 2" xmlUrl="https://www.la.example/b.rss"',
    )
    (addition,) = found.additions
    assert addition.source == Source(
        "la-example", "Báo Lạ", "https://la.example/tin",
        feeds=("https://la.example/a.rss", "https://www.la.example/b.rss"),
    )  # fmt: skip
    assert addition.remarks == ("from OPML x.opml; congtin add URL looks closer",)


def test_an_id_that_another_source_has_is_never_taken() -> None:
    known = {"la-example": Source("la-example", "x", "https://x.example/")}
    found = adopt([Outline("L", "https://la.example/")], known, "x.opml")
    assert [addition.source.id for addition in found.additions] == ["la-example-2"]


def test_units_and_levels_that_do_not_exist_are_left_out() -> None:
    outline = Outline("L", "https://la.example/", (), "A B", "city", "99999", "353")
    (addition,) = adopt([outline], {}, "x.opml").additions
    source = addition.source
    assert (source.id, source.level, source.unit, source.unit_before) == (
        "la-example", "unknown", "", "353",
    )  # fmt: skip


PRIVATE = [
    "http://127.0.0.1:8086/feed", "http://localhost/feed", "http://10.0.0.8/", "http://[::1]/",
    "http://2130706433/", "http://0x7f.1/", "http://printer/", "http://nas.local/", "http://x.localhost/",
    "http://[::ffff:10.0.0.1]/",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_refused_unless_it_is_allowed(address: str) -> None:
    found = adopted(f'text="in" xmlUrl="{address}"')
    assert not found.additions
    assert "--allow-private" in found.refused[0].why
    found = adopted(f'text="in" xmlUrl="{address}"', allow_private=True)
    assert [addition.source.allow_private for addition in found.additions] == [True]
    assert not found.refused


@pytest.mark.parametrize("mixed", ["xmlUrl", "htmlUrl"])
def test_a_private_address_does_not_hide_beside_a_public_one(mixed: str) -> None:
    other = {"xmlUrl": "htmlUrl", "htmlUrl": "xmlUrl"}[mixed]
    found = adopted(f'{mixed}="http://10.0.0.8/" {other}="https://la.example/"')
    assert len(found.refused) == 1


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://169.254.169.254/latest", "never asked"),
        ("http://0.0.0.0/", "never asked"),
        ("javascript:alert(1)", "no web address"),
        ("file:///etc/passwd", "no web address"),
        ("//la.example/feed", "no web address"),
        ("https://la.example:99999/", "no web address"),
        ("https://la.example/&#10;x", "no web address"),
        ("https://me:secret@la.example/", "user's name"),
    ],
)
def test_what_is_no_public_web_address_is_refused_whatever_is_allowed(
    address: str, why: str
) -> None:
    found = adopted(f'text="x" xmlUrl="{address}"', allow_private=True)
    assert not found.additions
    assert why in found.refused[0].why


READING = (
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><head><title>&a;</title></head>'
    b'<body><outline xmlUrl="http://a.vn/"/></body></opml>'
)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "no XML"),
        (b"hello", "x, line 1: no XML"),
        (b"<opml><body>\n<outline", "x, line 2: no XML"),
        (b"<rss/>", "its root is <rss>"),
        (opml('text="only a folder"'), "no outline with an xmlUrl"),
        (opml('type="include" url="https://la.example/more.opml"'), "no outline with an xmlUrl"),
        (b'<!DOCTYPE opml><opml><body><outline xmlUrl="http://a.vn/"/></body></opml>', "document type"),
        (READING, "document type"),
        (b" " * (MAX_BYTES + 1), "larger than 5 MB"),
        (opml(*['xmlUrl="http://a.vn/"'] * MAX_OUTLINES), f"more than {MAX_OUTLINES} outlines"),
    ],
)  # fmt: skip
def test_what_is_no_opml_is_refused_by_name(body: bytes, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(body, "x")
    assert says in str(caught.value)
    assert "root:" not in str(caught.value)


def test_entities_that_grow_without_end_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE o [<!ENTITY l0 "ha">{laughs}]><opml><body><outline text="&l11;" xmlUrl="http://a.vn/"/></body></opml>'
    with pytest.raises(ConfigError):
        read(body.encode(), "x")


def test_an_exported_place_is_followed_by_importing_it_and_again_changes_nothing(
    tmp_path: Path,
) -> None:
    done = ran("sources", "export", "--place", "Ninh Bình", data=tmp_path)
    file = tmp_path / "nb.opml"
    file.write_text(done.out)
    there = [source.id for source in select(shipped().values(), Filters(("Ninh Bình",)))]
    dry = ran("sources", "import", file, "--dry-run", data=tmp_path)
    assert (dry.code, f"{len(there)} added (dry run)" in dry.err) == (0, True)
    assert not (tmp_path / "sources.toml").exists()
    done = ran("sources", "import", file, "--json", data=tmp_path)
    assert [change["id"] for change in done.json["changes"]] == there
    assert list(load_sources(tmp_path / "sources.toml")) == there
    before = (tmp_path / "sources.toml").read_bytes()
    assert "nothing to change" in ran("sources", "import", file, data=tmp_path).err
    assert (tmp_path / "sources.toml").read_bytes() == before
    assert len(read(ran("sources", "export", data=tmp_path).out.encode(), "x")) == len(there)


def test_a_readers_list_is_taken_in_and_what_is_refused_is_told(tmp_path: Path) -> None:
    file = tmp_path / "reader.opml"
    file.write_bytes(
        opml(
            'text="Hà Nam" xmlUrl="https://hanam.gov.vn/rss"',
            'text="Lạ  &quot;x&quot;" xmlUrl="https://la.example/rss"',
            'text="Nhà" xmlUrl="http://127.0.0.1:9/rss"',
        )
    )
    done = ran("sources", "import", file, "--json", data=tmp_path)
    assert done.code == 1
    assert [(c["id"], c["did"]) for c in done.json["changes"]] == [
        ("hanam.gov.vn", "added"), ("la-example", "added"),
    ]  # fmt: skip
    assert [one["outline"] for one in done.json["refused"]] == ["Nhà"]
    text = (tmp_path / "sources.toml").read_text()
    assert "# from OPML reader.opml; congtin add URL looks closer\n[[source]]" in text
    assert load_registry(tmp_path / "sources.toml")["la-example"].name == 'Lạ "x"'
    allowed = ran("sources", "import", file, "--allow-private", data=tmp_path)
    assert (allowed.code, load_sources(tmp_path / "sources.toml")["127-0-0-1-9"].allow_private) == (
        0,
        True,
    )


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = ran("sources", "import", tmp_path / "no.opml", data=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "no.opml: cannot be read (No such file or directory)" in done.err


# --- to a feed reader and to another Congtin --------------------------------------------------------


def test_a_portal_without_a_feed_has_ours_where_it_is_followed() -> None:
    ours = {"bare": "http://me.example/feeds/sources/bare.rss", "mine": "http://me.example/x.rss"}
    root = etree.fromstring(written([OWN, BARE, shipped()["hanam.gov.vn"]], ours))
    feeds = {o.get("text"): o.get("xmlUrl") for o in root.iter("outline") if o.get("htmlUrl")}
    assert feeds == {
        OWN.name: OWN.feeds[0],
        BARE.name: ours["bare"],
        shipped()["hanam.gov.vn"].name: None,
    }


def test_our_feed_is_never_taken_for_the_portals_own() -> None:
    ours = "http://me.example/feeds/sources/bare.rss"
    (marked,) = read(written([BARE], {"bare": ours}), "x")
    (unmarked,) = read(opml(f'xmlUrl="{ours}" htmlUrl="{BARE.url}"'), "x", "http://me.example/")
    (others,) = read(opml(f'xmlUrl="{ours}" htmlUrl="{BARE.url}"'), "x", "http://you.example")
    assert (marked.feeds, unmarked.feeds, others.feeds) == ((), (), (ours,))


def test_what_is_exported_comes_back_the_same_disabled_ones_too(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    ran("sources", "enable", "hanam.gov.vn", "namdinh.gov.vn", data=one)
    ran("sources", "disable", "namdinh.gov.vn", data=one)
    file = one / "sources.toml"
    mine = '\n[[source]]\nid = "mine"\nname = "Mine"\nurl = "https://mine.example.vn/"\nenabled = false\n'
    ended = '\n[[source]]\nid = "phuyen.gov.vn"\n'
    file.write_text(file.read_text() + mine + ended)
    exported = ran("sources", "export", data=one).out
    assert "http://127.0.0.1:8000/feeds/sources/hanam.gov.vn.rss" in exported
    assert ran("sources", "import", "-", data=other, stdin=exported).code == 0
    assert ran("sources", "export", data=other).out == exported
    followed = load_sources(other / "sources.toml")
    assert followed == load_sources(file) | {"phuyen.gov.vn": followed["phuyen.gov.vn"]}
    assert [source.id for source in followed.values() if source.enabled] == ["hanam.gov.vn"]


def test_what_is_disabled_there_stays_as_it_is_here(tmp_path: Path) -> None:
    ran("sources", "enable", "namdinh.gov.vn", data=tmp_path)
    off = replace(shipped()["namdinh.gov.vn"], enabled=False)
    done = ran("sources", "import", "-", data=tmp_path, stdin=written([off]).decode())
    assert "nothing to change" in done.err
    assert load_sources(tmp_path / "sources.toml")["namdinh.gov.vn"].enabled


def test_a_new_source_is_of_the_unit_that_its_host_tells() -> None:
    outline = Outline("Tin", "https://lynhan.hanam.gov.vn/")
    (addition,) = adopt([outline], {}, "x.opml").additions
    source = addition.source
    assert (source.unit_before, source.district, source.province, source.level) == (
        "353", "Huyện Lý Nhân", "Ninh Bình", "district",
    )  # fmt: skip


def test_stdin_that_is_no_opml_is_named(tmp_path: Path) -> None:
    done = ran("sources", "import", "-", data=tmp_path, stdin="hello")
    assert (done.code, "stdin, line 1: no XML" in done.err) == (2, True)


def test_an_address_of_ones_own_comes_back_and_is_judged(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    entry = '[[source]]\nid = "hanam.gov.vn"\nurl = "http://127.0.0.1:19600/"\n'
    (one / "sources.toml").write_text(entry)
    file = tmp_path / "all.opml"
    file.write_text(ran("sources", "export", data=one).out)
    refused = ran("sources", "import", file, data=other)
    assert refused.code == 1
    assert "--allow-private" in refused.err
    assert not load_sources(other / "sources.toml")
    done = ran("sources", "import", file, "--allow-private", data=other)
    assert "hanam.gov.vn: followed at http://127.0.0.1:19600/, as the file says" in done.err
    source = load_sources(other / "sources.toml")["hanam.gov.vn"]
    assert (source.url, source.allow_private) == ("http://127.0.0.1:19600/", True)
    again = ran("sources", "import", file, "--allow-private", data=other)
    assert "hanam.gov.vn:" not in again.err


@pytest.mark.parametrize("address", ["http://hanam.gov.vn", "https://www.hanam.gov.vn/"])
def test_the_shipped_address_written_otherwise_is_the_shipped_one(address: str) -> None:
    found = adopted(f'xmlns:c="tag:congtin,2025:registry" c:id="hanam.gov.vn" htmlUrl="{address}"')
    assert found.known == (shipped()["hanam.gov.vn"],)
