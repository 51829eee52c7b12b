"""Entries of our own making for the tests of feeds, files, pages and API."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.config import Config
from pipeline.model import (
    VIETNAM,
    Article,
    Attachment,
    Entry,
    Image,
    PageVisit,
    Source,
)

NOON = datetime(2024, 5, 1, 12, 0, tzinfo=VIETNAM)

HA_NAM = Source(
    id="ha-nam-ly-nhan",
    name="Cổng thông tin huyện Lý Nhân",
    url="https://lynhan.example.vn/",
    level="district",
    province="Ninh Bình",
    province_before="Hà Nam",
    district="Huyện Lý Nhân",
)
DAK_LAK = Source(
    id="dak-lak", name="Báo Đắk Lắk", url="https://baodaklak.example.vn/", province="Đắk Lắk"
)


def make_article(number: int = 1, **fields: Any) -> Article:
    """An article whose every field is filled; `fields` replaces some."""
    lead = f"Sáng nay, xã Hợp Lý khánh thành nhà văn hóa thứ {number}."
    body = f"Công trình số {number} do nhân dân góp công xây dựng nông thôn mới."
    article = Article(
        url=f"https://lynhan.example.vn/tin/{number}?muc=1&trang=2",
        title=f"Khánh thành nhà văn hóa thứ {number}",
        text=f"{lead}\n{body}",
        html=f"<p>{lead}</p><p>{body}</p>",
        content_hash=f"hash-{number}",
        published_at=NOON + timedelta(hours=number),
        published_precision="minute",
        published_source="label",
        author="Văn Vương",
        section="Văn hóa – Xã hội",
        lead=lead,
        images=(Image(f"https://lynhan.example.vn/anh/{number}.jpg", "Toàn cảnh", "Thu Hà"),),
        attachments=(Attachment(f"https://lynhan.example.vn/tep/{number}.pdf", "Kế hoạch số 5"),),
        tags=("nông thôn mới", "văn hóa"),
        language="vi",
    )
    return replace(article, **fields)


def make_entry(number: int = 1, **fields: Any) -> Entry:
    """An entry of the district's portal; `fields` are the article's."""
    return Entry(
        id=f"tag:congtin,2025:{HA_NAM.id}/key{number}",
        key=f"key{number}",
        source_id=HA_NAM.id,
        source_name=HA_NAM.name,
        province=HA_NAM.province,
        article=make_article(number, **fields),
        first_seen=NOON + timedelta(days=1),
        last_seen=NOON + timedelta(days=2),
        updated=NOON + timedelta(days=1, minutes=number),
    )


def make_visit(article: Article, source: Source = HA_NAM) -> PageVisit:
    """The visit that brought the article."""
    return PageVisit(
        source_id=source.id,
        url=article.url,
        canonical=article.url,
        status=200,
        outcome="article",
        fetched_at=NOON + timedelta(days=1),
    )


def make_config(directory: Path, **fields: Any) -> Config:
    """Settings whose data lie in that directory, served under example.vn."""
    return Config(data=directory, **{"base_url": "https://tin.example.vn"} | fields)
