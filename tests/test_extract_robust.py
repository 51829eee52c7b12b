# ruff: noqa: E501 (pages as one line each)
"""No page, however broken, ends in anything but an article or a named error."""

import random
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import extract
from pipeline.clean.body.trim import is_button
from pipeline.clean.profiles import _steps
from pipeline.composed import MOST_MARKS, compose
from pipeline.errors import PipelineError
from pipeline.model import Block

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


WORDS = "Hội nghị thống nhất kế hoạch công tác năm 2025 của toàn xã. "
HEAD = f"<html lang='vi'><title>Xã họp bàn việc</title><h1>Xã họp bàn việc</h1><p>Ngày đăng: 02/01/2025</p><div class=content>{f'<p>{WORDS * 3}</p>' * 4}"
LINK = "<a href='/tin-12.html'>Xã khởi công đường liên thôn</a>"
BOXES = "<div class='tags breadcrumb entry-meta author'>" * 90
LD = '<script type="application/ld+json">{"@id":"x","author":[{"@id":"q"},{"@id":"r"}]}</script>'
GROWING = {
    "cut links in a text": (40, f"<p>{LINK} ", f"<a class=share href=/x>chia sẻ</a> {WORDS}"),
    "end headings": (200, "", f"<p>Tin liên quan</p><p>{WORDS * 2}</p>"),
    "links in boxes called tags": (20, BOXES, "<a href='/tag/xa'>xã</a> "),
    "fields in boxes that name an author": (20, BOXES, "<b class=author><a>Lê</a></b> "),
    "class and id on everything": (250, "", "<b class=a id=b rel=c type=d></b>"),
    "references in JSON-LD": (800, "", LD),
    "marks on one letter": (20, "<p>a", "\u0301\u0323"),
}  # fmt: skip
"""What took the square of its number once: size, the start of a page, and what is repeated in it."""


def steps(page: str) -> int:
    """How many lines of Python and calls of anything a page takes: the same on every machine."""
    count = 0

    def line(_frame: FrameType, _event: str, _about: object) -> Any:
        nonlocal count
        count += 1
        return line

    def call(_frame: FrameType, event: str, _about: object) -> None:
        nonlocal count
        count += event == "c_call"

    before = sys.gettrace(), sys.getprofile()
    sys.settrace(line)
    sys.setprofile(call)
    try:
        survives(page.encode())
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return count


def assert_in_step(page: Callable[[int], str], size: int) -> None:
    """Four times the page takes about four times the steps."""
    steps(page(1))  # what is made once and kept
    small = steps(page(size))
    assert steps(page(4 * size)) < 5 * small


@pytest.mark.parametrize(("kilobytes", "start", "unit"), GROWING.values(), ids=GROWING)
def test_four_times_the_page_takes_about_four_times_the_steps(kilobytes, start, unit):
    assert_in_step(lambda n: HEAD + start + unit * n, kilobytes * 300 // len(unit))


def test_children_of_many_shapes_are_counted_once():
    names = [f"{'abcdefghij'[n % 10]}{'x' * (n // 10)}" for n in range(400)]
    assert_in_step(
        lambda n: HEAD + "".join(f"<div class={name}>{LINK}</div>" * 3 for name in names[:n]), 100
    )


def test_lines_in_a_link_do_not_repeat_an_endless_address():
    page = HEAD + f"<a href='/{'x' * 50_000}'>" + "xã<br>" * 6_000
    assert len(extract(page, "http://a.vn/x").html) < 200_000


@pytest.mark.parametrize(
    "url", ["http://[x", "http://a.vn:99999/x", "//x/y", "http://ệ.vn/\ud800", "tin.html", ""]
)
def test_an_address_that_is_none_breaks_no_page(url):
    page = f"<html lang=vi><title>Xã họp</title><h1>Xã họp bàn</h1><p>Ngày đăng: 02/01/2025</p><p>{WORDS * 9}</p>"
    assert "thống nhất kế hoạch" in extract(page, url).text


@pytest.mark.parametrize(
    "line",
    ["In bài viết " + ". , " * 200_000, "." * 400_000 + "pdf", "Tệp đính kèm " + "- " * 200_000],
)
def test_a_line_far_longer_than_a_button_is_none(line):
    assert not is_button(Block("paragraph", (line + "x",)))


@pytest.mark.parametrize(("text", "composed"), [
    ("Hu\u1ec7n", "Hu\u1ec7n"),
    ("Hue\u0323\u0302n" * 60, "Hu\u1ec7n" * 60),
    ("a" + "\u0323" * 500, "\u1ea1" + "\u0323" * (MOST_MARKS - 1)),
    ("—" * 300 + "…" * 300, "—" * 300 + "…" * 300),
])  # fmt: skip
def test_a_letter_keeps_its_first_marks_alone(text, composed):
    assert compose(text) == composed


def test_text_after_something_cut_stays_where_it_stood():
    box = "<div class=sidebar>Chia sẻ</div>"
    page = f"{HEAD}<div>Chiều nay{box}xã họp, {box}bàn nhiều việc lớn. {WORDS}</div>"
    assert "Chiều nay xã họp, bàn nhiều việc lớn." in extract(page, "http://a.vn/x").text


def test_a_stray_escape_sign_makes_no_japanese_of_a_page():
    page = f"<html lang=vi><h1>Xã họp bàn</h1><p>Ngày đăng: 02/01/2025</p><p>\x1b$B {WORDS * 9}</p>".encode()
    assert "thống nhất kế hoạch" in extract(page, "http://a.vn/x").text


@pytest.mark.parametrize(("selector", "steps"), [
    (".tags a", [".tags", "a"]),
    (".entry-meta .author a[rel~='tag x']", [".entry-meta", ".author", "a[rel~='tag x']"]),
    ("div > p span", ["div > p span"]),
    ("a:not(.x .y) b", ["a:not(.x .y)", "b"]),
])  # fmt: skip
def test_a_selector_is_followed_step_by_step_unless_it_asks_for_children(selector, steps):
    assert _steps(selector) == steps
