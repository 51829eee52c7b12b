"""Articles over several pages in a live crawl: whole, each once, and so again offline."""

import json
import shutil
from datetime import datetime, timedelta

import pytest
from commands import congtin, rows
from databases import lose
from live_portals import VIETNAM, serve
from live_portals.parts import Parts
from live_portals.portal import Answer
from live_portals.visiting import Visits, plain

NOW = datetime(2026, 11, 20, 9, tzinfo=VIETNAM)


class Troubled(Parts):
    """Parts that do not answer, are linked before their first page, or lead on without end."""

    def prepare(self):
        def over(pages, days=1):
            return self.add(self.now - timedelta(days=days), pages=pages)

        self.broken, self.alone = set(), None
        self.plain, self.failing, self.early = over(3), over(2), over(3)
        self.endless, self.bare, self.quiet = over(2), over(2), over(2, days=300)

    def answer(self, call):
        return Answer(b"", 500) if call.target in self.broken else super().answer(call)

    def route(self, call):
        made = super().route(call)
        if call.path == "/":  # its second page, before any listing names the first
            link = f"<a href='{self.part_path(self.early, 2)}'>Phần tiếp: {self.early.title}</a>"
            return Answer(made.body.replace(b"<h2>", link.encode() + b"<h2>", 1))
        if made.status == 404 and self.endless.slug in call.path:
            return self._article(self.endless, 2)
        return made

    def _article(self, item, number):
        if item is self.endless:
            following = f"<a href='{self.part_path(item, number + 1)}'>Trang sau</a>"
            return self.article(item, min(number, 2) - 1, f"<div>{following}</div>")
        if item is self.bare:  # it tells title and date on both, and of the first on none
            following = (
                f"<a href='{self.part_path(item, 2)}'>Trang sau »</a>" if number == 1 else ""
            )
            return self.article(item, number - 1, f"<p>{following}</p>")
        return super()._article(item, number)


@pytest.fixture(scope="module")
def tour(tmp_path_factory):
    """A portal visited while a part does not answer, an hour later when it does, and again after a day."""
    with serve(Troubled(NOW, size=12)) as portal:
        visits = Visits({"bao": portal}, tmp_path_factory.mktemp("parts") / "data")
        portal.broken = {portal.part_path(portal.failing, 2)}
        visits.crawl()
        visits.asked, visits.first = list(visits.log["bao"]), texts(visits)
        portal.broken = set()
        visits.advance(hours=1)
        visits.crawl()
        visits.second = texts(visits)
        visits.original = list(portal.plain.parts[1])
        portal.plain.parts[1][0] = (
            "Đoạn này ở trang hai vừa được toà soạn viết lại cho rõ ràng hơn."
        )
        portal.broken = {portal.part_path(portal.early, 3)}
        visits.advance(hours=40)
        visits.crawl()
        visits.third = texts(visits)
        yield visits


def texts(visits):
    """Every stored text, by its title; fails where a title stands twice."""
    found = rows(visits.data, "SELECT title, text FROM articles")
    assert len(found) == len({title for title, _ in found})
    return {plain(title): plain(text) for title, text in found}


def lines(item, *pages):
    return [plain(line) for page in pages or range(len(item.parts)) for line in item.parts[page]]


def content(data):
    query = (
        "SELECT key, url, title, text, html, content_hash, images, attachments, author, published_at,"
        " first_seen FROM articles ORDER BY key"
    )
    return rows(data, query)


@pytest.mark.parametrize("name", ["early", "endless", "bare", "quiet"])
def test_the_text_is_whole_and_no_part_an_article(tour, name):
    item = getattr(tour.portals["bao"], name)
    text = tour.first[plain(item.title)]
    assert [text.count(line) for line in lines(item)] == [1] * len(lines(item))
    assert len(tour.first) == len(tour.portals["bao"].truth())


def test_no_part_is_asked_for_twice_and_a_chain_without_end_is_left(tour):
    asked = [one.target for one in tour.asked if one.status == 200]
    assert len(asked) == len(set(asked))
    assert len([t for t in asked if tour.portals["bao"].endless.slug in t]) == 3


def test_without_a_part_that_does_not_answer_the_rest_is_stored_and_the_next_visit_completes_it(
    tour,
):
    item = tour.portals["bao"].failing
    first, second = tour.first[plain(item.title)], tour.second[plain(item.title)]
    assert all(line in first for line in lines(item, 0))
    assert not any(line in first for line in lines(item, 1))
    assert all(line in second for line in lines(item))


def test_an_edit_on_a_later_page_is_noticed(tour):
    item = tour.portals["bao"].plain
    assert all(line in tour.third[plain(item.title)] for line in lines(item))
    assert plain(tour.original[0]) not in tour.third[plain(item.title)]


def test_an_article_read_again_without_one_of_its_parts_stays_as_it_was(tour):
    title = plain(tour.portals["bao"].early.title)
    asked = [one for one in tour.log["bao"] if tour.portals["bao"].early.slug in one.target]
    assert 500 in {one.status for one in asked}
    assert tour.third[title] == tour.second[title]


def test_each_part_stands_in_the_ledger_under_its_article(tour):
    query = "SELECT url, canonical, warc_file IS NOT NULL FROM pages WHERE outcome = 'continuation'"
    portal = tour.portals["bao"]
    expected = {
        (f"{portal.url}{portal.part_path(item, n)}", f"{portal.url}{portal.path(item)}", 1)
        for item in portal.items
        if item is not portal.endless
        for n in range(2, len(item.parts) + 1)
    }
    assert expected <= set(rows(tour.data, query))


def test_reprocessing_joins_the_same_parts(tour):
    before = content(tour.data)
    done = congtin("reprocess", "--json", data=tour.data)
    assert [(one["new"], one["changed"]) for one in json.loads(done.out)] == [(0, 0)]
    assert content(tour.data) == before


def test_a_database_made_again_from_the_archive_holds_the_same(tour, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(tour.data, data)
    lose(data)
    assert congtin("reprocess", "--from-archive", data=data).code == 0
    assert content(data) == content(tour.data)


def test_importing_the_answers_gives_the_same_texts(tour, tmp_path):
    data = tmp_path / "data"
    files = sorted(tour.data.glob("archive/bao/*.warc.gz"))
    done = congtin("import", *files, data=data)
    assert done.code == 0, done.err
    found = dict(rows(data, "SELECT title, text FROM articles"))
    assert {plain(title): plain(text) for title, text in found.items()} == tour.third
