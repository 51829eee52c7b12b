"""What it costs to find the places that an article names, beside all of its extraction.

    python benchmarks/places.py [--rounds 5] [FOLDER …]

Reads the farm's article pages, the shared recorded portals where they are there, or every .html file of
the folders; and a text of 3 KB that names a place in every other line, as reports from communes do.
"""

import argparse
import gzip
import time
from collections.abc import Callable, Iterable
from datetime import date
from itertools import cycle
from pathlib import Path
from urllib.request import urlopen

from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler.farm import Farm
from pipeline import extract
from pipeline.errors import PipelineError
from pipeline.model import Article
from pipeline.normalise.places import named_places

SITES = Path(__file__).parents[2] / "shared" / "sites"
HOME = ("353", "13573@2025")
DAY = date(2024, 3, 5)
REPORT = (
    "Sáng 5/3, UBND huyện Lý Nhân tổ chức hội nghị đánh giá kết quả thực hiện nhiệm vụ tháng 2.",
    "Dự hội nghị có đồng chí Nguyễn Văn Bình, Phó Chủ tịch UBND tỉnh Hà Nam; lãnh đạo Công an tỉnh.",
    "Đến nay các xã Hợp Lý, Văn Lý, Chính Lý và thị trấn Vĩnh Trụ đã hoàn thành kế hoạch gieo cấy.",
    "Theo báo cáo, giá trị sản xuất nông nghiệp đạt 120 tỷ đồng, tăng 3,5% so với cùng kỳ năm trước.",
    "Đồng chí đề nghị các phòng, ban, ngành, đoàn thể tiếp tục thực hiện tốt các nhiệm vụ trọng tâm.",
    "Tại xã Hợp Lý (Lý Nhân), người dân đã xuống đồng từ mùng 6 Tết; đường Trần Hưng Đạo thông suốt.",
)
"""Repeated to 3 KB."""
Page = tuple[str, bytes]


def farm_pages() -> list[Page]:
    """Every article page of the farm."""
    with Farm(base_port=0) as farm:
        urls = [article.url for portal in farm.portals for article in portal.truth]
        return [(url, urlopen(url).read()) for url in urls]


def recorded_pages() -> Iterable[Page]:
    """Every answer in HTML of the recorded portals."""
    for path in sorted(SITES.glob("*.warc.gz")):
        with gzip.open(path) as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
                head = record.http_headers
                if head and head.status_code == 200 and "html" in (record.http_content_type or ""):
                    yield record.headers["WARC-Target-URI"], record.reader.read()


def articles(pages: Iterable[Page]) -> tuple[list[Article], float]:
    """The articles among the pages, and the mean milliseconds that each took to extract."""
    found, spent = [], 0.0
    for url, body in pages:
        begun = time.process_time()
        try:
            article = extract(body, url)
        except PipelineError:
            continue
        spent += time.process_time() - begun
        found.append(article)
    return found, 1000 * spent / max(len(found), 1)


def least(rounds: int, call: Callable[[], object]) -> float:
    """Milliseconds of CPU of the quickest of the rounds."""
    times = []
    for _ in range(rounds):
        begun = time.process_time()
        call()
        times.append(time.process_time() - begun)
    return 1000 * min(times)


def report(name: str, texts: list[list[str]], rounds: int, beside: float = 0.0) -> None:
    """One line: size, what a text costs, its share of the extraction."""
    each = [least(rounds, lambda t=text: named_places(t, home=HOME, day=DAY)) for text in texts]
    size = sum(len("\n".join(text).encode()) for text in texts) / len(texts) / 1024
    places = sum(len(named_places(text, home=HOME, day=DAY)) for text in texts)
    mean = sum(each) / len(each)
    share = f", {mean / beside:.1%} of extract's {beside:.1f} ms" if beside else ""
    print(
        f"{name}: {len(texts)} texts of {size:.1f} KB, {places} places; "
        f"{mean:.3f} ms each, at most {max(each):.3f}, {mean / size:.3f} ms a KB{share}"
    )


def main() -> None:
    """Print a line for each kind of text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    begun = time.process_time()
    named_places(("Huyện Lý Nhân",))
    print(f"names read once in a process: {time.process_time() - begun:.2f} s")
    text: list[str] = []
    for line in cycle(REPORT):
        if len("\n".join((*text, line)).encode()) > 3 * 1024:
            break
        text.append(line)
    report("report", [text], max(asked.rounds, 50))
    groups = {"farm": farm_pages} if not asked.folders else {}
    if SITES.is_dir() and not asked.folders:
        groups["recorded"] = lambda: list(recorded_pages())
    for folder in asked.folders:
        groups[folder.name] = lambda f=folder: [("", p.read_bytes()) for p in f.rglob("*.html")]
    for name, pages in groups.items():
        found, cost = articles(pages())
        if found:
            report(name, [[a.title, *a.text.split("\n")] for a in found], asked.rounds, cost)


if __name__ == "__main__":
    main()
