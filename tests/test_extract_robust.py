# ruff: noqa: E501 (pages as one line each)
"""No page, however broken, ends in anything but an article or a named error."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import extract
from pipeline.errors import PipelineError

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
SCRAPS = (
    b"<div>", b"</div>", b"<table><tr><td>", b"</table>", b"<form>", b"<a href='http://[x'>", b"<!--", b"-->", b"<script>",
    b"<svg><title>", b"<base href='::'>", b"\x00", b"\xff\xfe", b"&#0;&#x110000;", b"<img src='//['>", b"<meta charset=utf-7>",
    b"<link rel=canonical href='http://a:b/'>", b"31/02/2025", b"<time datetime='x'>", b"]]>", b"<br>" * 50, b"<p><b><i><u>" * 20,
    b"<script type='application/ld+json'>{\"@graph\":[[[]]],\"author\":[1]}</script>",
)  # fmt: skip


def mutate(body: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randrange(1, 6)):
        start = chance.randrange(len(body))
        end = min(len(body), start + chance.randrange(1, 400))
        kind = chance.randrange(5)
        if kind == 0:
            body = body[:start] + body[end:]
        elif kind == 1:
            body = body[:start] + chance.choice(SCRAPS) + body[start:]
        elif kind == 2:
            body = body[:start] + body[start:end] * 4 + body[end:]
        elif kind == 3:
            body = body[:start] + chance.randbytes(20) + body[end:]
        else:
            body = body[: max(start, 20)]
    return body


def survives(body: bytes | str) -> None:
    try:
        found = extract(body, "http://a.vn/tin/1.html")
    except PipelineError as error:
        assert error.reason  # noqa: PT017 (an article is as good an end)
    else:
        assert found.title == found.title.strip()


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_cut_and_shuffled_pages_end_well(path):
    chance = random.Random(path.stem)
    body = path.read_bytes()
    for _ in range(40):
        survives(mutate(body, chance))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_end_well(tail):
    survives(b"<html><body><h1>Tin</h1>" + tail)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_end_well(tail):
    survives("<p>" + tail)


def test_a_deep_article_within_the_bounds_is_read():
    words = "Hội nghị thống nhất kế hoạch công tác năm 2025 của toàn xã. " * 8
    html = f"<html lang='vi'><title>Hội nghị xã</title><h1>Hội nghị xã</h1><p>Ngày đăng: 02/01/2025</p>{'<div>' * 150}<p>{words}</p>"
    assert "thống nhất kế hoạch" in extract(html, "http://a.vn/x").text
