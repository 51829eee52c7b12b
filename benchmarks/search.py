"""Search over made-up Vietnamese articles: how long ten ordinary queries take, and the worst that can be typed.

    python benchmarks/search.py [--articles 20000] [--repeat 30] [--database search.db] [--keep] [--worst]

Writes articles of 300 to 400 words in the shape of portals' news (words of the trade by Zipf's law, a long tail
of rarer syllables, names of people and places), of 700 districts' portals over 15 years, naming units near by, into a database
of their own, without stories; then prints for each query the median and the 95th percentile of a first page (20 hits with
snippets, total) and of the counts by source, province and month, the time to load and to index, and bytes an
article. `--database` is kept with `--keep` and measured again where it is there already. `--worst` adds
queries made to be slow.
"""

# ruff: noqa: E501 - lists of words, and lines of figures

import argparse
import random
import statistics
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text

from pipeline.geography import Unit, gazetteer
from pipeline.model import VIETNAM, Source
from pipeline.store import open_store
from pipeline.store.database.engine import connect, for_writing, parse_url
from pipeline.store.searching import index
from pipeline.store.tables import articles, mentions, topics
from pipeline.store.timeline import timeline
from pipeline.store.topics import topics_of

SOURCES, YEARS, BATCH, WRITERS = 700, 15, 2000, 3
START = datetime(2011, 1, 1, tzinfo=VIETNAM)

COMMON = """và|của|các|trong|cho|được|có|với|là|đã|về|trên|tại|những|một|đến|không|người|này|từ|ra|để|khi|năm|
nhân dân|phát triển|xây dựng|công tác|huyện|xã|tỉnh|thực hiện|tổ chức|hoạt động|địa phương|thôn|ngày|tháng|
Ủy ban nhân dân|lãnh đạo|cán bộ|kinh tế|xã hội|nông thôn|nông thôn mới|xây dựng nông thôn mới|chương trình|
cũng|như|sau|theo|đồng chí|Đảng ủy|Bí thư|Chủ tịch|Phó Chủ tịch|Hội đồng nhân dân|chính sách|gia đình|hộ nghèo|
đường|đường liên xã|giao thông|cầu|công trình|dự án|đầu tư|triệu đồng|tỷ đồng|nguồn vốn|ngân sách|tiêu chí|
đại hội|đảng bộ|đảng viên|chi bộ|nghị quyết|nhiệm kỳ|Mặt trận Tổ quốc|đoàn viên|thanh niên|phụ nữ|nông dân|
cựu chiến binh|hội viên|sản xuất|nông nghiệp|trồng lúa|vụ xuân|vụ mùa|thu hoạch|chăn nuôi|lợn|gia cầm|thủy sản|
chuyển đổi số|dịch vụ công|cải cách hành chính|một cửa|hồ sơ|thủ tục|căn cước|trực tuyến|an ninh trật tự|công an|
quân sự|tuyển quân|nhập ngũ|phòng chống dịch|tiêm chủng|y tế|trạm y tế|bệnh viện|sức khỏe|bảo hiểm|giáo dục|
trường học|học sinh|giáo viên|khai giảng|năm học|khuyến học|văn hóa|lễ hội|di tích|làng văn hóa|thể thao|bóng đá|
phòng chống thiên tai|bão|lũ|mưa lớn|thiệt hại|khắc phục|hỗ trợ|ủng hộ|quỹ|hòa bình|chiến sĩ|liệt sĩ|mẹ Việt Nam|
tri ân|thăm hỏi|tặng quà|Tết|Nguyên đán|vệ sinh|môi trường|rác thải|cây xanh|nước sạch|điện|chợ|doanh nghiệp|
việc làm|lao động|tập huấn|hội nghị|tổng kết|sơ kết|triển khai|quán triệt|tuyên truyền|vận động|hướng dẫn|kiểm tra|
giám sát|xử lý|vi phạm|đất đai|giải phóng mặt bằng|quy hoạch|khu dân cư|sáp nhập|đơn vị hành chính|bầu cử|cử tri|
tiếp xúc|kiến nghị|phản ánh|thanh tra|khiếu nại|tố cáo|mô hình|hợp tác xã|sản phẩm OCOP|du lịch|rừng|thủy lợi|kênh
mương|hạn hán|xâm nhập mặn|cà phê|cao su|hồ tiêu|sầu riêng|mía|tôm|cá tra|muối|làng nghề|gốm|dệt|xuất khẩu""".split(
    "|"
)
FUNCTION, THEME = 25, 12
"""The first so many stand in articles of any theme; so many side by side make a theme."""

SURNAMES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Lâm Mai".split()
MIDDLES = "Văn Thị Đức Hữu Minh Quang Thanh Ngọc Xuân Đình Công Thu Hồng Bá Kim".split()
GIVEN = """An Anh Bình Chi Cường Dung Dũng Duy Đạt Giang Hà Hải Hạnh Hiền Hiếu Hoa Hòa Hùng Hương Khánh Khoa Lan
Linh Long Mai Minh Nam Nga Nghĩa Nhung Phong Phúc Phương Quân Quyên Sơn Tâm Thảo Thắng Thịnh Thuận Thủy Tiến Toàn
Trang Trung Tuấn Tùng Uyên Vân Việt Vinh Yến""".split()
ONSETS = "b c ch d đ g gi h k kh l m n ng nh ph qu r s t th tr v x".split()
RIMES = """a ác ạc ài ám án ang ánh ào áp át áy ầm ân ấp ật âu ấy ăm ăng ắt e én eo ê ếch ên ếp ết ì ích iêm iên
iếp iết iêu im in inh ít ò óc oi óm on ong óp ót ô ốc ôi ôm ôn ông ốp ốt ơ ơi ơm ơn ớp ớt ú úc ui um un ung
úp út uôc uôi uôn uông uốt ư ức ưng ươc ươi ươm ươn ương ướp ướt""".split()
PLACES = """Lý Nhân|Bình Lục|Kim Bảng|Duy Tiên|Yên Mô|Nho Quan|Gia Viễn|Ý Yên|Vụ Bản|Hải Hậu|Giao Thủy|Xuân Trường|
Đầm Dơi|Cái Nước|Năm Căn|Trần Văn Thời|Châu Thành|Mỏ Cày|Ba Tri|Giồng Trôm|Sơn Động|Lục Ngạn|Yên Thế|Hiệp Hòa""".split(
    "|"
)
SECTIONS = [
    "Kinh tế",
    "Văn hóa - Xã hội",
    "An ninh",
    "Xây dựng Đảng",
    "Nông thôn mới",
    "Tin tức",
    "Y tế",
    "",
]

QUERIES = {
    "one word": "cầu",
    "one word without accents": "duong",
    "tone placed the other way": "hoà bình",
    "five words": "xây dựng nông thôn mới",
    "five words without accents": "xay dung nong thon moi",
    "a phrase": '"chuyển đổi số"',
    "a name of common parts": '"Nguyễn Thị Hồng Hạnh"',
    "a name without accents": "tran van thinh",
    "a source and words": "phòng chống dịch source:s0042",
    "a place and a year": '(bão OR lũ) "thiệt hại" place:"Cà Mau" after:2020 before:2021',
    "words and a refused one": "đại hội đảng bộ -huyện",
    "a section alone": "section:kinh-te",
    "a district and words": 'đại hội place:"huyện Lý Nhân"',
    "a province alone": 'place:"Ninh Bình"',
}
WORST = {
    "common words together": "và của các trong cho được có với là đã về trên tại những một đến không người này từ ra",
    "common words, any": " OR ".join(
        "va cua cac trong cho duoc co voi la da ve tren tai nhung mot den".split()
    ),
    "one-letter words": " ".join("abcdefghijklmnopqrstuvwxyz"),
    "a phrase that stands nowhere": '"của và trong các"',
    "common phrases that stand nowhere": '"nhân dân của" "xã hội các" "huyện trong" "phát triển cho"',
    "refused commons": "năm -và -của -các -trong -cho -được -có -với",
    "rare together": "tran bui dang vo ho ngo ly dinh doan lam mai hoang phan vu",
    "every source of a province, refused": 'cầu -place:"Cà Mau"',
    "no article": "zzzzz của",
    "parentheses": "((va OR cua) (cac OR trong) (cho OR duoc) (co OR voi) (la OR da) (ve OR tren))",
}


def main() -> None:
    """Load, measure, print."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--articles", type=int, default=20_000)
    ask.add_argument("--repeat", type=int, default=30)
    ask.add_argument("--database", type=Path)
    ask.add_argument("--keep", action="store_true")
    ask.add_argument("--worst", action="store_true")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = given.database or Path(folder) / "search.db"
        url = f"sqlite:///{file.absolute()}"
        if not file.exists():
            load(url, given.articles)
        sizes(file, url)
        measure(url, given.repeat, QUERIES)
        if given.worst:
            measure(url, min(given.repeat, 3), WORST)
        if not given.keep:
            file.unlink()


def load(url: str, number: int) -> None:
    """Fill a new database, and say how long it took."""
    with open_store(url) as store:
        store.put_sources(source(n) for n in range(SOURCES))
    engine = connect(parse_url(url))
    stored, indexed = 0.0, 0.0
    with for_writing(engine).begin() as connection:
        index.gather(connection, index.BULK)
    for batch, documents in written(number):
        begun = time.perf_counter()
        with for_writing(engine).begin() as connection:
            put_articles(connection, batch)
            between = time.perf_counter()
            index.put_documents(connection, documents)
        stored += between - begun
        indexed += time.perf_counter() - between
    with for_writing(engine).begin() as connection:
        index.gather(connection, index.USUAL)
    engine.dispose()
    print(f"{number:,} articles: stored in {stored:,.0f} s, indexed in {indexed:,.0f} s")


def put_articles(connection: Connection, batch: list[dict[str, Any]]) -> None:
    """Articles and their topics, many at a time."""
    connection.execute(insert(articles), batch)
    named = [
        {"slug": slug, "name": name, "article": row["number"], "timeline": row["timeline"]}
        for row in batch
        for slug, name in topics_of(row["section"], row["tags"]).items()
    ]
    connection.execute(insert(topics), named)
    spoken = [
        {"unit": each["unit"], "article": row["number"], "timeline": row["timeline"]}
        for row in batch
        for each in row["places"]
    ]
    connection.execute(insert(mentions), spoken)


def source(number: int) -> Source:
    """One of the portals."""
    known, unit = gazetteer(), districts()[number % len(districts())]
    province, url = known.province_now(unit).bare, f"http://s{number:04}.test/"
    heir = known.successors(unit)[0]
    codes = {"unit": heir.code, "unit_before": unit.code}
    return Source(
        f"s{number:04}", unit.name, url, "district", province, district=unit.name, **codes
    )


@cache
def districts() -> list[Unit]:
    """Those of before the merger."""
    return [unit for unit in gazetteer().units.values() if unit.level == "district"]


def named(chance: random.Random, place: int) -> list[dict[str, Any]]:
    """Units near by that an article names."""
    known, unit = gazetteer(), districts()[place % len(districts())]
    near = [unit, *known.within(unit), *known.successors(unit), *known.above(unit)]
    units = {each.id: each for each in chance.choices(near, k=chance.randrange(6))}
    return [
        {"unit": key, "name": each.name, "level": each.level, "form": each.name, "count": 1}
        for key, each in units.items()
    ]


Batch = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def written(number: int) -> Iterator[Batch]:
    """Batches of rows of `articles` in the order of time, made while others are stored."""
    with ProcessPoolExecutor(WRITERS) as pool:
        starts = iter(range(1, number + 1, BATCH))
        ahead = deque(pool.submit(batch_of, start, number) for start in islice(starts, 2 * WRITERS))
        while ahead:
            yield ahead.popleft().result()
            ahead.extend(pool.submit(batch_of, start, number) for start in islice(starts, 1))


def batch_of(start: int, number: int) -> Batch:
    """Rows from that number on, `number` in all, and what the index is given of them."""
    vocabulary, weights = words(random.Random(5))
    chance = random.Random(start)
    step = timedelta(days=365 * YEARS) / number
    numbers = range(start, min(start + BATCH, number + 1))
    moments = [(START + n * step).replace(microsecond=0) for n in numbers]
    rows = [row(n, at, chance, vocabulary, weights) for n, at in zip(numbers, moments, strict=True)]
    return rows, [index.documents_of(each) for each in rows]


def words(chance: random.Random) -> tuple[list[str], list[float]]:
    """Words and phrases, the frequent first, and their weights summed up: Zipf's law with Mandelbrot's shift."""
    frequent = [" ".join(part.split()) for part in COMMON]
    tail = sorted({onset + rime for onset in ONSETS for rime in RIMES})
    chance.shuffle(tail)
    vocabulary = frequent + tail
    return vocabulary, list(accumulate(1 / (rank + 2.7) for rank in range(1, len(vocabulary) + 1)))


def row(
    number: int,
    moment: datetime,
    chance: random.Random,
    vocabulary: list[str],
    weights: list[float],
) -> dict[str, Any]:
    """One article."""
    place = chance.randrange(SOURCES)
    picked = drawn(chance, vocabulary, weights)
    for _ in range(chance.randint(1, 4)):
        picked[chance.randrange(len(picked))] = name(chance)
    for _ in range(3):
        picked[chance.randrange(len(picked))] = PLACES[place % len(PLACES)].strip()
    section, lines = (
        chance.choice(SECTIONS),
        [picked[n : n + 40] for n in range(0, len(picked), 40)],
    )
    body = "\n".join(" ".join(line).capitalize() + "." for line in lines)
    title = " ".join(
        chance.choices(vocabulary, cum_weights=weights, k=chance.randint(4, 7))
    ).capitalize()
    key = sha256(str(number).encode()).hexdigest()[:16]
    url = f"http://s{place:04}.test/tin/{number}"
    fields = dict.fromkeys(("lead", "updated_at", "source_credit", "gone_at", "story"))
    return fields | {
        "number": number, "id": f"tag:bench.test,2026:{key}", "key": key, "source_id": f"s{place:04}",
        "url": url, "kind": "article", "title": title, "text": body,
        "html": "".join(f"<p>{line}</p>" for line in body.split("\n")), "content_hash": key,
        "published_at": moment, "published_precision": "minute", "published_source": "nukeviet:h5",
        "author": name(chance) if number % 3 else None, "section": section or None, "images": [],
        "attachments": [], "tags": [chance.choice(vocabulary[40:200])], "language": "vi",
        "places": named(chance, place), "provenance": [], "first_seen": moment, "last_seen": moment, "updated": moment,
        "sort_time": moment, "timeline": timeline(moment, key),
    }  # fmt: skip


def drawn(chance: random.Random, vocabulary: list[str], weights: list[float]) -> list[str]:
    """Words of an article: some that stand in any, those of its two themes, and a few from everywhere."""
    themes = [chance.randrange(FUNCTION, len(COMMON) - THEME) for _ in range(2)]
    size = chance.randint(170, 215)
    picked = chance.choices(vocabulary[:FUNCTION], cum_weights=weights[:FUNCTION], k=size * 5 // 10)
    for start in themes:
        picked += chance.choices(vocabulary[start : start + THEME], k=size * 3 // 20)
    picked += chance.choices(vocabulary, cum_weights=weights, k=size * 2 // 10)
    chance.shuffle(picked)
    return picked


def name(chance: random.Random) -> str:
    """A person's."""
    middle = " ".join(chance.sample(MIDDLES, chance.choice((1, 1, 2))))
    return f"{chance.choice(SURNAMES)} {middle} {chance.choice(GIVEN)}"


def sizes(file: Path, url: str) -> None:
    """Bytes of the database and of its search index."""
    engine = connect(parse_url(url))
    with engine.connect() as connection:
        number = connection.execute(text("SELECT count(*) FROM articles")).scalar_one()
        index_bytes = connection.execute(
            text("SELECT sum(length(block)) FROM article_search_data")
        ).scalar_one()
    engine.dispose()
    print(
        f"{number:,} articles: {file.stat().st_size / 1e6:,.0f} MB, {file.stat().st_size / number:,.0f} bytes"
        f" each, of which {index_bytes / number:,.0f} are the search index"
    )


def measure(url: str, repeat: int, queries: dict[str, str]) -> None:
    """Print a line for each query: matches, p50 and p95 of the first page, p50 of its counts; milliseconds."""
    print(
        f"{'query':40} {'matches':>8} {'p50':>7} {'p95':>7} {'newest':>7} {'counts':>7}   milliseconds"
    )
    taken: list[float] = []
    with open_store(url) as store:
        for label, typed in queries.items():
            found = store.search(typed)
            first = [timed(lambda: store.search(typed)) for _ in range(repeat)]  # noqa: B023
            newest = [timed(lambda: store.search(typed, order="newest")) for _ in range(repeat)]  # noqa: B023
            counts = [timed(lambda: store.facets(typed)) for _ in range(min(repeat, 10))]  # noqa: B023
            taken += first
            told = f"{found.total:,}{'+' if found.more else ''}"
            figures = [
                statistics.median(first),
                p95(first),
                statistics.median(newest),
                statistics.median(counts),
            ]
            print(f"{label[:40]:40} {told:>8} " + " ".join(f"{each:7.1f}" for each in figures))
    print(f"{'all':40} {'':8} {statistics.median(taken):7.1f} {p95(taken):7.1f}")


def timed(action: Any) -> float:
    """Milliseconds that it takes."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def p95(figures: list[float]) -> float:
    """The 95th percentile."""
    return sorted(figures)[int(len(figures) * 0.95)] if len(figures) > 1 else figures[0]


if __name__ == "__main__":
    main()
