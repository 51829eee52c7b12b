"""CPU per page of pipeline.extract against trafilatura (with metadata) and readability-lxml, in one run.

    python benchmarks/extraction.py [--rounds 3] [--sizes] [FOLDER …]

Reads the farm's article pages, or every .html file of the folders. Needs the extra `peers`. With
`--sizes` it prints what a megabyte costs on pages that grow: the last ratio tells whether it grows too.
"""

import argparse
import statistics
import time
import urllib.request
import warnings
from collections.abc import Callable
from pathlib import Path

import trafilatura
from readability import Document

from crawler.farm import Farm
from pipeline import extract
from pipeline.errors import PipelineError

Page = tuple[str, bytes]


def congtin(page: Page) -> None:
    """Our own; a page that is no article ends early, as it does in a crawl."""
    url, body = page
    try:
        extract(body, url)
    except PipelineError:
        return


def trafilatura_with_metadata(page: Page) -> None:
    """What a feed needs: text and metadata."""
    url, body = page
    trafilatura.bare_extraction(body, url=url, with_metadata=True, include_images=True)


def readability_lxml(page: Page) -> None:
    """Title and summary markup."""
    url, body = page
    document = Document(body.decode("utf-8", "replace"), url=url)
    document.title()
    document.summary()


PEERS: tuple[Callable[[Page], None], ...] = (congtin, trafilatura_with_metadata, readability_lxml)


def farm_pages() -> list[Page]:
    """Every article page of the farm."""
    with Farm(base_port=0) as farm:
        urls = [article.url for portal in farm.portals for article in portal.truth]
        return [(url, urllib.request.urlopen(url).read()) for url in urls]


def folder_pages(folders: list[Path]) -> list[Page]:
    """Every page of the folders."""
    files = [file for folder in folders for file in sorted(folder.glob("*.html"))]
    return [(f"http://example.vn/{file.name}", file.read_bytes()) for file in files]


MEGABYTE = 1_000_000
SIZES = (0.25, 0.5, 1.0, 2.0)
"""Megabytes of the pages that grow."""
WORDS = "Hội nghị thống nhất kế hoạch công tác năm 2025 của toàn xã và các thôn. "
LINK = '<a href="/tin-12.html">Xã khởi công đường liên thôn</a>'
HEAD = (
    "<html lang=vi><title>Xã họp bàn việc làm đường</title><h1>Xã họp bàn việc làm đường</h1>"
    f"<p>Ngày đăng: 02/01/2025 08:30</p><div class=content>{f'<p>{WORDS * 3}</p>' * 5}"
)
SHAPES = {
    "one paragraph": ("<p>", WORDS),
    "paragraphs": ("", f"<p>{WORDS}</p>"),
    "line breaks": ("", f"{WORDS}<br>"),
    "inline tags": ("<p>", "<b>xã</b> họp bàn <i>làm</i> đường liên thôn, "),
    "links in a text": ("<p>", f"{LINK} và "),
    "list of links": ("<ul>", f"<li>{LINK}</li>"),
    "teasers": ("", f"<div class=item><h3>{LINK}</h3><p>{WORDS}</p></div>"),
    "table rows": ("<table>", "<tr><td>1</td><td>Lê Thị Thơm</td><td>12.000 đ</td></tr>"),
    "pictures": ("", '<p><img src="/a.jpg"></p><p><em>Ảnh: Lê Thơm</em></p>'),
    "files": ("", '<p><a href="/f/12.pdf">Kế hoạch số 12.pdf</a></p>'),
    "dates": ("", "<p>Ngày 02/01/2025 08:30</p>"),
    "end headings": ("", f"<p>Tin liên quan</p><p>{WORDS}</p>"),
    "foreign boxes": ("", f"<div class=sidebar>{LINK}</div> và "),
    "100 boxes in boxes": ("<div class=item>" * 100, f"<p>{WORDS}</p>"),
    "attribute": ("<p title='", "xã "),
    "letter and marks": ("<p>a", "\u0301\u0323"),
}
"""Pages by what is repeated in them, after a beginning."""


def grown(start: str, unit: str, megabytes: float) -> Page:
    """A page of an article and so much of one thing."""
    count = int(megabytes * MEGABYTE) // len(unit.encode())
    return "http://example.vn/tin-1.html", f"{HEAD}{start}{unit * count}".encode()


def print_sizes(rounds: int) -> None:
    """Milliseconds a megabyte of each shape at each size, and how much they grow."""
    print(f"ms a MB at {', '.join(f'{size:g}' for size in SIZES)} MB, best of {rounds}")
    for name, (start, unit) in SHAPES.items():
        seconds = measure(congtin, [grown(start, unit, size) for size in SIZES], rounds)
        costs = [each / size * 1000 for each, size in zip(seconds, SIZES, strict=True)]
        figures = "".join(f"{cost:9.0f}" for cost in costs)
        print(f"{name:28s}{figures}   the last is {costs[-1] / costs[0]:5.2f} of the first")


def measure(peer: Callable[[Page], None], pages: list[Page], rounds: int) -> list[float]:
    """The best CPU seconds of each page."""
    best = [float("inf")] * len(pages)
    for _ in range(rounds):
        for place, page in enumerate(pages):
            start = time.process_time()
            peer(page)
            best[place] = min(best[place], time.process_time() - start)
    return best


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    if options.sizes:
        print_sizes(options.rounds)
        return
    pages = folder_pages(options.folder) if options.folder else farm_pages()
    size = statistics.mean(len(body) for _, body in pages)
    print(f"{len(pages)} pages of {size / 1024:.0f} KB on average, best of {options.rounds}")
    ours: list[float] = []
    for peer in PEERS:
        seconds = measure(peer, pages, options.rounds)
        ours = ours or seconds
        mean, median = statistics.mean(seconds), statistics.median(seconds)
        print(
            f"{peer.__name__:28s} mean {mean * 1000:6.2f} ms  median {median * 1000:6.2f} ms"
            f"  ours is {statistics.mean(ours) / mean:5.2f} of its mean,"
            f" {statistics.median(ours) / median:5.2f} of its median"
        )


if __name__ == "__main__":
    main()
