"""Every archived page is read again, offline."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from raw_pages import ADDRESS, SITE, SOURCE, TITLE, WHEN, article, raw

from pipeline.archive import Archive
from pipeline.differences import differences
from pipeline.errors import DocumentPage
from pipeline.ingest import TOO_OLD, ingest, visit
from pipeline.model import VIETNAM, Article, PageRules, RawPage
from pipeline.reprocess import reprocess
from pipeline.store import Store, open_store

OTHER = "Từ sáng sớm, bà con xã Lam Sơn ra đồng nạo vét kênh mương."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def store(store: Store) -> Store:
    store.put_sources([SOURCE])
    return store


def archived(folder: Path, page: RawPage) -> RawPage:
    return replace(page, warc=Archive(folder).write(page))


def test_with_nothing_changed_nothing_changes(folder: Path, store: Store) -> None:
    ingest(archived(folder, raw()), SOURCE, store)
    before = store.entries()
    done = reprocess(folder, SOURCE, store)
    assert (done.pages, done.unchanged, done.new + done.changed + done.rejected) == (1, 1, 0)
    assert store.entries() == before


def test_what_new_rules_read_differently_is_changed_but_not_updated(
    folder: Path, store: Store
) -> None:
    markup = article().replace("<h1>", '<h2 class="own">Tên riêng của bài viết</h2><h1>')
    ingest(archived(folder, raw(markup)), SOURCE, store)
    before = store.entries()[0][0]
    done = reprocess(folder, replace(SOURCE, page=PageRules(title=".own")), store)
    after = store.entries()[0][0]
    assert done.changed == 1
    assert (before.article.title, after.article.title) == (TITLE, "Tên riêng của bài viết")
    assert (after.id, after.updated) == (before.id, before.updated)


def test_a_page_once_rejected_may_now_give_an_article(folder: Path, store: Store) -> None:
    store.record(visit(archived(folder, raw()), DocumentPage.reason))
    assert reprocess(folder, SOURCE, store).new == 1
    assert store.entries()[0][0].first_seen == WHEN


def test_a_page_that_is_no_article_is_counted(folder: Path, store: Store) -> None:
    ingest(archived(folder, raw(b"%PDF-1.7", url=f"{SITE}/a.html")), SOURCE, store)
    done = reprocess(folder, SOURCE, store)
    assert (done.pages, done.rejected) == (1, 1)


def test_a_page_keeps_the_address_that_was_asked_for(folder: Path, store: Store) -> None:
    asked = f"{SITE}/cu-215.html"
    ingest(archived(folder, raw(url=asked, final_url=ADDRESS)), SOURCE, store)
    reprocess(folder, SOURCE, store)
    assert [(v.url, v.canonical) for v in store.visits("huyen")] == [(asked, ADDRESS)]


FIRST, SECOND = f"{SITE}/cau-moi/", f"{SITE}/cau-moi/2/"


def over_two(folder: Path, first: str = "", second: str = "") -> RawPage:
    """An article's two pages, archived."""
    links = f"<div class='page-links'><a href='{FIRST}'>1</a> <a href='{SECOND}'>2</a></div>"
    texts = (
        first or "Sáng nay, huyện khánh thành cây cầu mới.",
        second or "Bà con hai bờ sông đã chờ cây cầu từ lâu.",
    )
    one, two = (
        archived(folder, raw(article(text=t).replace("</div>", f"{links}</div>", 1), url))
        for t, url in zip(texts, (FIRST, SECOND), strict=True)
    )
    return replace(one, parts=(two,))


def test_an_article_over_several_pages_is_joined_again(folder: Path, store: Store) -> None:
    ingest(over_two(folder), SOURCE, store)
    before, lines = store.entries(), list(store.visits("huyen"))
    assert reprocess(folder, SOURCE, store, dry_run=True).articles == ()
    done = reprocess(folder, SOURCE, store)
    assert (done.pages, done.unchanged) == (1, 1)
    assert (store.entries(), list(store.visits("huyen"))) == (before, lines)


def test_parts_that_an_earlier_version_kept_apart_are_joined(folder: Path, store: Store) -> None:
    whole = over_two(folder)
    (two,) = whole.parts
    ingest(replace(whole, parts=()), SOURCE, store)
    store.record(visit(two, "static"))
    assert reprocess(folder, SOURCE, store).changed == 1
    assert "chờ cây cầu từ lâu" in store.entries()[0][0].article.text
    assert {(v.url, v.outcome, v.canonical) for v in store.visits("huyen")} == {
        (FIRST, "article", FIRST),
        (SECOND, "continuation", FIRST),
    }


def test_a_record_that_cannot_be_read_is_named_and_the_others_are_taken(
    folder: Path, store: Store
) -> None:
    ingest(archived(folder, raw()), SOURCE, store)
    other = archived(
        folder, raw(article("Xã Lam Sơn ra quân làm thuỷ lợi", OTHER), f"{SITE}/x-7.html")
    )
    ingest(other, SOURCE, store)
    assert other.warc is not None
    file = folder / other.warc.file
    file.write_bytes(file.read_bytes()[: other.warc.offset + 20])
    done = reprocess(folder, SOURCE, store)
    assert (done.pages, done.unreadable) == (1, 1)
    assert f"byte {other.warc.offset}" in done.problems[0]
    assert store.count() == 2


def test_visits_that_were_not_archived_are_passed_over(folder: Path, store: Store) -> None:
    ingest(raw(), SOURCE, store)
    assert reprocess(folder, SOURCE, store).pages == 0


def test_another_sources_pages_are_left_alone(folder: Path, store: Store) -> None:
    other = replace(SOURCE, id="khac", url="https://khac.example.vn/")
    store.put_sources([other])
    ingest(archived(folder, raw(source_id="khac")), other, store)
    assert reprocess(folder, SOURCE, store).pages == 0
    assert reprocess(folder, other, store).unchanged == 1


def test_a_visit_keeps_what_was_noted_of_it(folder: Path, store: Store) -> None:
    page = archived(folder, raw(headers=(("Content-Type", "text/html"), ("ETag", '"a1"'))))
    ingest(page, SOURCE, store, told="Khánh thành")
    (before,) = store.visits("huyen")
    reprocess(folder, SOURCE, store)
    assert list(store.visits("huyen")) == [before]
    assert before.etag == '"a1"'


def test_a_page_asked_for_again_since_and_unchanged_is_read_as_it_lies_in_the_archive(
    folder: Path, store: Store
) -> None:
    markup = article().replace("<h1>", '<h2 class="own">Tên riêng của bài viết</h2><h1>')
    ingest(archived(folder, raw(markup)), SOURCE, store)
    (line,) = store.visits("huyen")
    store.seen_unchanged(replace(line, fetched_at=WHEN + timedelta(days=3)))
    done = reprocess(folder, replace(SOURCE, page=PageRules(title=".own")), store)
    assert done.changed == 1
    assert store.entries()[0][0].last_seen == WHEN + timedelta(days=3)


def test_an_article_left_out_for_its_age_stays_out(folder: Path, store: Store) -> None:
    since = datetime(2025, 1, 1, tzinfo=VIETNAM)
    assert ingest(archived(folder, raw()), SOURCE, store, since=since).reason == TOO_OLD
    assert reprocess(folder, SOURCE, store).pages == 0
    assert store.count() == 0


def test_a_relative_date_counts_from_the_capture_and_not_from_today(
    folder: Path, store: Store
) -> None:
    markup = article().replace("Ngày đăng: 05/03/2024 08:30", "Đăng 2 ngày trước")
    ingest(archived(folder, raw(markup)), SOURCE, store)
    before = store.entries()[0][0]
    assert before.article.published_at is not None
    assert before.article.published_at.date() == (WHEN - timedelta(days=2)).date()
    assert reprocess(folder, SOURCE, store).unchanged == 1
    assert store.entries()[0][0] == before


# --- --dry-run ---------------------------------------------------------------------------------


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its bytes and the moment it was last written."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def rehearsed(folder: Path, source: object, url: str) -> object:
    """A dry run over a store that cannot write, with the proof that no file was written."""
    before = snapshot(folder.parent)
    with open_store(url, read_only=True) as closed:
        done = reprocess(folder, source, closed, dry_run=True)  # type: ignore[arg-type]
    assert snapshot(folder.parent) == before
    return done


@pytest.fixture
def filled(folder: Path, database_url: str) -> Path:
    """An article, a page that gave none, and a page that may give one now; the database is closed."""
    markup = article().replace("<h1>", '<h2 class="own">Tên riêng của bài viết</h2><h1>')
    with open_store(database_url) as store:
        store.put_sources([SOURCE])
        ingest(archived(folder, raw(markup)), SOURCE, store)
        other = raw(article("Xã Lam Sơn ra quân làm thuỷ lợi", OTHER), f"{SITE}/x-7.html")
        store.record(visit(archived(folder, other), DocumentPage.reason))
    return folder


def test_a_dry_run_says_what_would_change_and_writes_nothing(
    filled: Path, database_url: str
) -> None:
    done = rehearsed(filled, replace(SOURCE, page=PageRules(title=".own")), database_url)
    assert (done.pages, done.changed, done.new) == (2, 1, 1)  # type: ignore[attr-defined]
    changed, new = done.articles  # type: ignore[attr-defined]
    assert (new.kind, new.title) == ("new", "Xã Lam Sơn ra quân làm thuỷ lợi")
    told = changed.to_dict()
    assert (told["url"], told["kind"]) == (ADDRESS, "changed")
    assert told["fields"]["title"] == {"before": TITLE, "after": "Tên riêng của bài viết"}


def test_a_dry_run_counts_what_a_real_one_then_does(filled: Path, store: Store) -> None:
    told = reprocess(filled, SOURCE, store, dry_run=True)
    assert [one.kind for one in told.articles] == ["new"]
    done = reprocess(filled, SOURCE, store)
    assert replace(told, articles=()) == done
    assert reprocess(filled, SOURCE, store, dry_run=True).articles == ()


def test_a_dry_run_names_the_articles_that_would_be_none(folder: Path, store: Store) -> None:
    ingest(archived(folder, raw()), SOURCE, store)
    (line,) = store.visits("huyen")
    store.record(replace(line, warc=archived(folder, raw(b"%PDF-1.7")).warc))
    done = reprocess(folder, SOURCE, store, dry_run=True)
    assert [(one.url, one.kind) for one in done.articles] == [(ADDRESS, "not-html")]
    assert done.rejected == 1
    assert reprocess(folder, SOURCE, store).rejected == 1
    assert store.count() == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_log_left_by_a_killed_program_is_read_and_left_alone(filled: Path) -> None:
    database = filled.parent / "congtin.db"
    with open_store(f"sqlite:///{database}") as store:
        store.record(visit(raw(url=f"{SITE}/khac-9.html"), "listing"))
        for name in ("congtin.db", "congtin.db-wal"):  # as kill -9 leaves them
            (filled.parent / f"{name}.kept").write_bytes((filled.parent / name).read_bytes())
    for name in ("congtin.db", "congtin.db-wal"):
        (filled.parent / f"{name}.kept").replace(filled.parent / name)
    before = {
        name: snapshot(filled.parent)[str(filled.parent / name)]
        for name in ("congtin.db", "congtin.db-wal")
    }
    with open_store(f"sqlite:///{database}", read_only=True) as closed:
        assert reprocess(filled, SOURCE, closed, dry_run=True).pages == 2
        assert f"{SITE}/khac-9.html" in closed.known("huyen")
    after = snapshot(filled.parent)
    assert {name: after[str(filled.parent / name)] for name in before} == before


@pytest.mark.parametrize(
    ("field", "before", "after", "told"),
    [
        ("title", "Cũ", "Mới", {"before": "Cũ", "after": "Mới"}),
        ("author", None, "Lan", {"before": None, "after": "Lan"}),
        ("text", "Một\nHai\nBa", "Một\nBốn\nBa", {"added": 3, "removed": 3}),
        ("tags", ("a",), ("a", "b"), {"before": ["a"], "after": ["a", "b"]}),
        (
            "published_at",
            None,
            datetime(2024, 3, 5, 8, 30, tzinfo=VIETNAM),
            {"before": None, "after": "2024-03-05T08:30:00+07:00"},
        ),
    ],
)
def test_a_difference_is_told_by_its_field(
    field: str, before: object, after: object, told: dict[str, object]
) -> None:
    stored = replace(Article("u", "t", "x", "<p>x</p>", "h"), **{field: before})  # type: ignore[arg-type]
    (change,) = differences(stored, replace(stored, **{field: after}))  # type: ignore[arg-type]
    assert (change.field, change.to_dict()) == (field, told)
    assert str(change).startswith(field)
    assert differences(stored, stored) == ()
