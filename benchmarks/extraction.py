"""CPU per page of pipeline.extract against trafilatura (with metadata) and readability-lxml, in one run.

    python benchmarks/extraction.py [--rounds 3] [FOLDER]

Reads the farm's article pages, or every .html file of FOLDER. Needs the extra `peers`.
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


def folder_pages(folder: Path) -> list[Page]:
    """Every page of a folder."""
    files = sorted(folder.glob("*.html"))
    return [(f"http://example.vn/{file.name}", file.read_bytes()) for file in files]


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
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
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
