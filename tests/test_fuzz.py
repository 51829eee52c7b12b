"""Every fuzz target on hypothesis' examples, briefly, and on whatever was once a finding."""

import gzip

import pytest
from fuzz.seeds import WORDS, seeds
from fuzz.targets import TARGETS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def record(address: bytes, length: bytes = b"17") -> bytes:
    """A record of a WARC file, as far as it says where it is from."""
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2020-01-01T00:00:00Z\r\nWARC-Target-URI: "
    )
    return gzip.compress(
        head + address + b"\r\nContent-Length: " + length + b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\r\n"
    )


FOUND = [
    ("addresses", b"thtp://[:/[::0:0]/"),
    ("addresses", "http://A/\x0e\u030c".encode()),
    ("addresses", b"http://a/%%341"),
    ("addresses", b"http://a/%%%34"),
    ("robots", b"User-agent: *\nSitemap: /\0\0sitemap.xml\n"),
    ("robots", b"User-agent: *\nSitemap: http://[x/s.xml\n"),
    ("warc", b"WARC/1.0\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n"),
    ("warc", b"\x1f\x8b\x08\x08" + b"\1" * 40),
    ("captures", b'[["timestamp", "original"], ["99991231235959", "http://a.vn/"]]'),
    ("captures", b'{"timestamp": "20190304050607", "url": "http://a.vn/\\ud800", "status": "200"}'),
    ("captures", b"[" * 5000),
    ("captures", b'{"timestamp": "20190304050607", "url": "http://a.[[vn/", "status": "200"}'),
    ("warc", record(b"http://[::1/")),
    ("warc", record(b"http://a.vn:b/")),
    ("warc", record(b"http://a.vn/", b"9" * 5000) + record(b"http://a.vn/")),
    ("captures", b"[[1], 2]"),
    ("syndication", b"<urlset:><url><loc>https://a.vn/1</loc></url></urlset:>"),
    ("syndication", b"<rss><channel><item><link>http://[x</link></item></channel></rss>"),
]
"""Inputs that ended a target in something other than what it promises."""


def inputs(target: str) -> st.SearchStrategy[bytes]:
    """Samples cut and joined with the target's own words and with anything."""
    words = [word.encode("utf-8", "surrogatepass") for word in WORDS.get(target, ("a",))]
    pieces = st.sampled_from([*words, *(s[:2000] for s in seeds(target))]) | st.binary(max_size=30)
    cut = st.builds(_cut, st.sampled_from(seeds(target)), st.floats(0, 1), pieces, st.floats(0, 1))
    return cut | st.lists(pieces, max_size=8).map(b"".join)


def _cut(sample: bytes, start: float, middle: bytes, end: float) -> bytes:
    """A sample with something else in place of a part of it."""
    return sample[: int(len(sample) * start)] + middle + sample[int(len(sample) * end) :]


@pytest.mark.parametrize("target", TARGETS)
def test_whatever_comes_the_target_ends_as_it_promises(target):
    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs(target))
    def run(data: bytes) -> None:
        TARGETS[target](data)

    run()


@pytest.mark.parametrize("target", TARGETS)
def test_the_samples_themselves_are_read(target):
    assert seeds(target)
    for sample in seeds(target):
        TARGETS[target](sample)


@pytest.mark.parametrize(("target", "data"), FOUND)
def test_what_was_a_finding_is_none_any_more(target, data):
    TARGETS[target](data)


def test_one_bad_link_in_a_feed_costs_no_other():
    from crawler.pages.syndication import read_feed

    items = "".join(
        f"<item><link>{url}</link></item>" for url in ("http://[x", "https://a.vn/1", "http://a:b/")
    )
    assert read_feed(f"<rss><channel>{items}</channel></rss>".encode()).articles == (
        "https://a.vn/1",
    )
