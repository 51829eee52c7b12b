"""An article's further pages: those met before their first, those of captures, those that links name."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from raw_pages import SITE, SOURCE, WHEN, article, raw

from crawler.pages.links import Link
from crawler.pages.paging.captured import gathered
from crawler.visit.frontier import Frontier
from crawler.visit.gathering import Gathering, without_parts
from pipeline.archive import Archive
from pipeline.model import KnownPage, RawPage

FIRST = f"{SITE}/tin-tuc/khanh-thanh-cau-moi-qua-song-lam-kieu-215/"
SECOND, THIRD = f"{FIRST}2/", f"{FIRST}3/"


def part(number: int, last: int = 3) -> RawPage:
    """A page of an article over several, with links to all of them."""
    links = "".join(
        f"<a href='{FIRST}{f'{n}/' if n > 1 else ''}'>{n}</a>"
        for n in range(1, last + 1)
        if n != number
    )
    text = f"Đây là trang thứ {number} của bài viết về cây cầu mới bắc qua sông Lam Kiều."
    markup = article(text=text).replace("</div>", f"<div class='page-links'>{links}</div></div>", 1)
    url = FIRST if number == 1 else f"{FIRST}{number}/"
    return raw(markup, url, fetched_at=WHEN + timedelta(seconds=number))


def kept(archive: Archive, page: RawPage) -> RawPage:
    return replace(page, warc=archive.write(page))


def test_the_next_part_is_asked_for(tmp_path: Path) -> None:
    parts = Gathering(SOURCE, Archive(tmp_path))
    assert parts.follow(part(1)) == (part(1), SECOND)


def test_a_part_that_came_before_its_first_is_read_from_the_archive(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    parts = Gathering(SOURCE, archive)
    parts.meet(kept(archive, part(2)))
    found, address = parts.follow(part(1))
    assert ([one.url for one in found.parts], address) == ([SECOND], THIRD)


def test_without_an_archive_it_is_asked_for_once_more() -> None:
    parts = Gathering(SOURCE, None)
    parts.meet(part(2))
    assert parts.follow(part(1)) == (part(1), SECOND)


def test_captures_are_joined_and_no_part_comes_alone(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    pages = [kept(archive, part(number)) for number in (3, 2, 1)]
    (whole,) = gathered(pages, SOURCE.page, lambda page: archive.read(page.warc, SOURCE.id))
    assert [one.url for one in (whole, *whole.parts)] == [FIRST, SECOND, THIRD]


def test_of_a_part_captured_twice_the_one_behind_its_first_page_counts(tmp_path: Path) -> None:
    archive, day = Archive(tmp_path), timedelta(days=1)
    again = [replace(part(n, 2), fetched_at=WHEN + day * 3 + timedelta(seconds=n)) for n in (1, 2)]
    pages = [kept(archive, page) for page in (part(1, 2), part(2, 2), *again)]
    found = gathered(pages, SOURCE.page, lambda page: archive.read(page.warc, SOURCE.id))
    assert [[one.fetched_at for one in page.parts] for page in found] == [
        [WHEN + timedelta(seconds=2)],
        [again[1].fetched_at],
    ]


def test_a_part_whose_article_was_not_captured_comes_alone(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    pages = [kept(archive, part(2))]
    found = gathered(pages, SOURCE.page, lambda page: archive.read(page.warc, SOURCE.id))
    assert [page.url for page in found] == [SECOND]


def left(*urls: str, own: str = "") -> list[str]:
    links = [Link(url, "") for url in urls]
    return [link.url for link in without_parts(links, own)]


def test_on_an_articles_page_its_parts_are_no_articles() -> None:
    other = f"{SITE}/tin-tuc/thuy-loi-7/"
    assert left(SECOND, f"{FIRST}?page=2", f"{FIRST}?showall=1", other, own=FIRST) == [other]


def test_in_a_listing_parts_beside_their_article_are_none() -> None:
    assert left(FIRST, SECOND) == [FIRST]


@pytest.mark.parametrize(
    "urls",
    [
        pytest.param((f"{SITE}/tin-tuc", f"{SITE}/tin-tuc/12"), id="an article below its section"),
        pytest.param((FIRST[:-1], f"{FIRST[:-1]}-2"), id="a second article of the same title"),
        pytest.param((SECOND,), id="a part alone, which the pipeline will judge"),
    ],
)
def test_other_addresses_with_small_numbers_stay(urls: tuple[str, ...]) -> None:
    assert left(*urls) == list(urls)


def known(url: str, outcome: str, canonical: str = FIRST) -> KnownPage:
    return KnownPage(url, canonical, outcome, WHEN, title="Khánh thành cầu")


def frontier(*pages: KnownPage) -> Frontier:
    return Frontier(SOURCE, pages, {}, None, WHEN)


def test_a_known_part_leads_to_its_article() -> None:
    run = frontier(known(SECOND, "continuation"), known(FIRST, "article"))
    found = run.article(SECOND)
    assert found is not None
    assert found.url == FIRST
    assert [page.url for page in run.articles()] == [FIRST]
    assert not run.take_article(SECOND)


def test_for_a_part_that_did_not_answer_its_article_is_read_again() -> None:
    run = frontier(known(FIRST, "article"), known(SECOND, "failed-timeout"))
    assert [page.url for page in run.lacking()] == [FIRST]
    assert run.failed_before() == []
    assert run.missing(FIRST) == [SECOND]
