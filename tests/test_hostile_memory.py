"""Pages that make up words, names and addresses without end: what was read of them is not kept."""

import platform
import subprocess
import sys
import threading

import pytest

from pipeline.clean.apart import apart
from pipeline.clean.links import LONGEST, absolute_url
from pipeline.errors import EmptyPage
from pipeline.remembering import remembered

PAGES = """
import ctypes
import gc
import random
import sys
from pathlib import Path

import pipeline
from crawler.pages.links import read_links
from pipeline.clean.page import parse

PROSE = "<p>Ủy ban nhân dân huyện tổ chức hội nghị tổng kết công tác năm và triển khai nhiệm vụ mới.</p>" * 12


def made_up(kind, dice):
    if kind == "names":
        attributes = (" ".join(f"a{dice.getrandbits(250)}" for _ in range(40)) for _ in range(1200))
        return "".join(f"<p {names}>x</p>" for names in attributes)
    long = "".join(dice.choices("abcdefghij", k=300_000))
    form = {
        "words": "<p>quận ộ{0} Tác giả: ộ{0}</p>",
        "classes": '<div class="{0}" style="text-align:center;{0}">chữ</div>',
        "addresses": '<a href="/{0}-2.html">bài viết số hai</a><img src=x srcset="/{0} 1x">',
    }[kind]
    return "".join(form.format(f"{n}{long}") for n in range(10))


def resident():
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what is free already is not what is meant
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20


dice, sizes = random.Random(7), []
for number in range(36):
    title = f"<h1>Hội nghị tổng kết năm {number}</h1><div class=date>12/03/2024 10:{number:02}</div>"
    junk = made_up(sys.argv[1], dice)
    html = f"<html><title>Tin</title><body>{title}<div class=content>{PROSE}{junk}{PROSE}</div></body></html>"
    url = f"http://x.vn/tin/bai-{number}.html"
    assert pipeline.extract(html, url).title
    read_links(parse(html, url))
    sizes.append(resident())
print(max(sizes[24:]) - max(sizes[:12]))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="asks /proc and glibc for the memory")
@pytest.mark.parametrize("kind", ["names", "words", "classes", "addresses"])
def test_memory_stays_whatever_pages_make_up(kind):
    done = subprocess.run(
        [sys.executable, "-c", PAGES, kind], stdout=subprocess.PIPE, text=True, check=True
    )
    assert int(done.stdout) < 60  # MiB from the first twelve pages to the last


def test_short_texts_are_worked_out_once_and_long_ones_each_time():
    asked = []

    @remembered(10, longest=3)
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [length(text) for text in ("abc", "abc", "abcd", "abcd")] == [3, 3, 4, 4]
    assert asked == ["abc", "abcd", "abcd"]


def test_what_is_read_apart_comes_back_and_so_does_what_is_raised():
    assert apart(threading.get_ident) != threading.get_ident()

    def fail() -> str:
        raise EmptyPage("no element", url="http://x.vn/")

    with pytest.raises(EmptyPage, match="no element"):
        apart(fail)


def test_an_address_longer_than_any_server_takes_is_none():
    assert absolute_url("http://x.vn/", "/" + "a" * LONGEST) == ""
    assert absolute_url("http://x.vn/a/b", "/c?d=e") == "http://x.vn/c?d=e"
