"""Sources, articles and visits to put into a store."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from pipeline.model import VIETNAM, Article, Attachment, Image, PageVisit, Source, WarcLocation
from pipeline.store import Store

SOURCE = Source("lynhan", "Huyện Lý Nhân", "http://lynhan.test/", "district", province="Ninh Bình")
OTHER = Source(
    "kimbang", "Huyện Kim Bảng", "http://kimbang.test/", "district", province="Ninh Bình"
)
FAR = Source("taynam", "Xã Tây Nam", "http://taynam.test/", "commune", province="Cà Mau")

FULL = Article(
    url="http://lynhan.test/tin/cau-moi",
    title="Khánh thành cầu mới qua sông Châu",
    text="Sáng nay, huyện khánh thành cầu.\nCầu dài 120 mét.",
    html="<p>Sáng nay, huyện khánh thành cầu.</p><p>Cầu dài 120 mét.</p>",
    content_hash="h1",
    kind="article",
    published_at=datetime(2024, 3, 5, 8, 30, tzinfo=VIETNAM),
    published_precision="minute",
    published_source="nukeviet:h5",
    updated_at=datetime(2024, 3, 5, 9, 0, tzinfo=VIETNAM),
    author="Minh Hà",
    source_credit="Đài huyện",
    section="Kinh tế",
    lead="Sáng nay, huyện khánh thành cầu.",
    images=(
        Image("http://lynhan.test/a.jpg", "Cầu mới", "Ảnh: M.H"),
        Image("http://lynhan.test/b.jpg"),
    ),
    attachments=(Attachment("http://lynhan.test/a.pdf", "Quyết định"),),
    tags=("cầu", "giao thông"),
    language="vi",
)


def at(day: int, hour: int = 8, month: int = 5) -> datetime:
    """A moment in 2024, Vietnam's time."""
    return datetime(2024, month, day, hour, tzinfo=VIETNAM)


def article(number: int = 1, title: str = "Tin", text: str = "Nội dung", **fields: Any) -> Article:
    """An article with an address, and so a content hash, of its own."""
    words = f"{number}|{title}|{text}".encode("utf-8", "replace")
    given = {"html": f"<p>{text}</p>", "content_hash": sha256(words).hexdigest()} | fields
    return Article(url=f"http://lynhan.test/tin-{number}", title=title, text=text, **given)


def visit(of: Article, when: datetime, source_id: str = "lynhan", **fields: Any) -> PageVisit:
    """The visit that gave that article."""
    line = PageVisit(
        source_id, of.url, of.url, 200, "article", when, WarcLocation("a.warc.gz", 10, 20)
    )
    return replace(line, **fields)


def fill(store: Store, *articles: Article, source: Source = SOURCE) -> list[str]:
    """Save the articles one after the other; their keys."""
    store.put_sources([source])
    return [store.save(each, visit(each, at(20), source.id)).key for each in articles]
