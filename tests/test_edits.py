"""What a reader calls an edit, and what merely reads otherwise."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from store_samples import FULL

from pipeline.edits import is_edit, is_less
from pipeline.model import Article, Attachment, Finding, Image

PDF = FULL.attachments[0]
LATER = FULL.published_at + timedelta(days=1)  # type: ignore[operator]
LONG_AGO = FULL.published_at - timedelta(days=365)  # type: ignore[operator]


def doubtful(article: Article) -> Article:
    """With a date that counts from today."""
    return replace(article, provenance=(Finding("published_at", "label", 0.5),))


@pytest.mark.parametrize(
    "fields",
    [
        {"content_hash": "h2"},
        {"author": "Thu Hà"},
        {"author": None},
        {"source_credit": "Đài tỉnh"},
        {"published_at": LATER},
        {"attachments": (PDF, Attachment("http://lynhan.test/b.pdf", "Phụ lục"))},
        {"attachments": ()},
        {"attachments": (replace(PDF, name="Quyết định đã sửa"),)},
        {"images": (replace(FULL.images[0], caption="Cầu cũ"), FULL.images[1])},
        {"images": (replace(FULL.images[0], credit="Ảnh: Thu Hà"), FULL.images[1])},
    ],
    ids=str,
)
def test_a_publisher_edits(fields: dict[str, Any]) -> None:
    assert is_edit(FULL, replace(FULL, **fields))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"html": "<p>Khác</p>"},
        {"url": "https://www.lynhan.test/tin/cau-moi"},
        {"section": "Tin tức"},
        {"tags": ()},
        {"updated_at": LATER},
        {"published_source": "label"},
        {"published_at": FULL.published_at + timedelta(minutes=1)},  # type: ignore[operator]
        {"published_at": None},
        {"published_at": LATER, "published_source": "label"},
        {"published_at": LATER, "published_precision": "day"},
        {"images": tuple(replace(one, url=f"{one.url}?t=12") for one in FULL.images)},
        {"images": (*FULL.images, Image("http://lynhan.test/c.jpg"))},
        {"images": ()},
        {"attachments": (replace(PDF, url="http://lynhan.test/a.pdf?token=9"),)},
        {"attachments": (replace(PDF, name="Quyết định (12 lượt tải)"),)},
        {"language": None},
        {"provenance": (Finding("title", "h1", 0.9),)},
    ],
    ids=str,
)
def test_it_merely_reads_otherwise(fields: dict[str, Any]) -> None:
    assert not is_edit(FULL, replace(FULL, **fields))


@pytest.mark.parametrize(
    ("fields", "less"),
    [
        ({"images": ()}, True),
        ({"lead": None}, True),
        ({"published_at": LONG_AGO}, True),
        ({"published_at": LONG_AGO, "published_source": "label"}, True),
        ({"images": FULL.images[:1]}, False),
        ({"published_at": None}, False),  # the stored one stays
        ({"published_at": FULL.published_at - timedelta(hours=20)}, False),  # type: ignore[operator]
        ({"html": "<p>Khác</p>"}, False),
    ],
    ids=str,
)
def test_a_page_can_read_as_less_than_it_was(fields: dict[str, Any], less: bool) -> None:
    assert is_less(FULL, replace(FULL, **fields)) is less


def test_a_doubtful_date_goes_forward_by_itself_and_to_the_minute_never_back() -> None:
    now, past = replace(FULL, published_at=LATER), replace(FULL, published_at=LONG_AGO)
    assert not is_less(doubtful(FULL), doubtful(now))
    assert is_less(doubtful(FULL), doubtful(past))
    by_day = [replace(doubtful(one), published_precision="day") for one in (FULL, past)]
    assert not is_less(*by_day)


def test_a_counter_behind_a_files_name_is_no_part_of_it() -> None:
    counted = [replace(FULL, attachments=(replace(PDF, name=f"QĐ 5.pdf ({n})"),)) for n in (1, 2)]
    assert not is_edit(*counted)


def test_a_date_that_counts_from_today_moves_by_itself() -> None:
    assert not is_edit(doubtful(FULL), doubtful(replace(FULL, published_at=LATER)))
