"""Search in Vietnamese, the same answers from both databases."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import FAR, article, at, fill, visit

from pipeline.model import EntryFilter, Found
from pipeline.store import Store

TEXTS = {
    "roads": ("Mở rộng đường liên xã", "Con đường dài 3 km nối hai thôn, khởi công tháng 5."),
    "peace": ("Thăm xã Hoà Bình", "Đoàn công tác thăm hỏi các gia đình chính sách."),
    "flowers": ("Hội hoa xuân", "Người dân đem hoa đến bình chọn tại chợ hoa."),
    "countryside": ("Tin kinh tế", "Xây dựng nông thôn mới nâng cao năm 2024 đạt 19 tiêu chí."),
    "scattered": ("Họp tổng kết", "Nông dân xây thêm kho mới, dựng trại ở thôn Đoài."),
    "committee": ("Uỷ ban họp", "UBND huyện và Uỷ ban Mặt trận phối hợp, dự toán 1.500 triệu."),
    "sugar": ("Nhà máy đường", "Sản lượng mía vụ này tăng, dương lịch tháng một."),
    "eth": ("Ðảng bộ huyện", "Ðại hội đại biểu nhiệm kỳ mới."),
}


@pytest.fixture
def filled(store: Store) -> Store:
    """One article for each text, each a day older than the one before."""
    names = list(TEXTS)
    articles = [
        article(n, *TEXTS[name], section=name, published_at=at(28 - n))
        for n, name in enumerate(names)
    ]
    fill(store, *articles)
    return store


def found(store: Store, query: str, **where: str) -> list[str]:
    """The names of the texts that a query finds, best first."""
    answer = store.search(query, EntryFilter(**where))
    assert answer.total == len(answer.hits)
    return [hit.entry.article.section or "" for hit in answer.hits]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("duong", ["roads", "sugar"]),
        ("đường", ["roads", "sugar"]),
        ("ĐƯỜNG", ["roads", "sugar"]),
        ("ðường", ["roads", "sugar"]),
        ("dương", ["sugar"]),
        ("đướng", []),
        ("hoà bình", ["peace"]),
        ("hòa bình", ["peace"]),
        ("hoa binh", ["peace", "flowers"]),
        ("hoa", ["flowers", "peace"]),
        ("ủy ban", ["committee"]),
        ("uỷ ban", ["committee"]),
        ("uy ban", ["committee"]),
        ("đảng bộ", ["eth"]),
        ("Đại hội", ["eth"]),
        ("dai hoi", ["eth"]),
        ("xây dựng nông thôn mới", ["countryside", "scattered"]),
        ('"xây dựng nông thôn mới"', ["countryside"]),
        ('"nong thon moi"', ["countryside"]),
        ('"nông thôn" mới', ["countryside"]),
        ("“nông thôn”", ["countryside"]),
        ('"nông thon moi"', ["countryside"]),
        ('"thôn nông"', []),
        ('"nông thôn', ["countryside"]),
        ("nông-thôn", ["countryside"]),
        ("1.500", ["committee"]),
        ("500.1", []),
        ("nông -mới", []),
        ("thôn -nông", ["roads"]),
        ("thôn NOT nông", ["roads"]),
        ('thôn -"nông thôn"', ["roads", "scattered"]),
        ('huyện -"uy ban"', ["eth"]),
        ("hoà OR đường", ["roads", "peace", "sugar"]),
        ("hoà OR thôn -nông", ["peace", "roads"]),
        ("mía AND dương", ["sugar"]),
        ("thôn or mới", []),
        ("-thôn", ["peace", "flowers", "committee", "sugar", "eth"]),
        ("NOT thôn -đường", ["peace", "flowers", "committee", "eth"]),
        ("", []),
        ("  \t ", []),
        ("***", []),
        ("OR", []),
        ("NOT", []),
        ("đường OR", ["roads", "sugar"]),
        ("OR đường", ["roads", "sugar"]),
        ("(đường)", ["roads", "sugar"]),
        ("title:đường", []),
        ("đườ", []),
    ],
)
def test_a_query_finds_just_these_best_first(filled: Store, query: str, names: list[str]) -> None:
    assert found(filled, query) == names
    assert found(filled, unicodedata.normalize("NFD", query)) == names


def test_a_match_in_the_title_comes_before_newer_ones_in_the_text(store: Store) -> None:
    fill(
        store,
        article(1, "Tin", "cầu mới", section="text", published_at=at(9)),
        article(2, "Cầu mới", "thông xe", section="title", published_at=at(1)),
    )
    assert found(store, "cầu") == ["title", "text"]


def test_words_in_a_row_come_before_scattered_ones(store: Store) -> None:
    fill(
        store,
        article(1, "Tin", "mới có cầu", section="scattered", published_at=at(9)),
        article(2, "Tin", "có cầu mới", section="row", published_at=at(1)),
    )
    assert found(store, "cau moi") == ["row", "scattered"]


def test_just_the_accents_typed_come_before_others(store: Store) -> None:
    fill(
        store,
        article(1, "Tin", "ăn chung", section="other", published_at=at(9)),
        article(2, "Tin", "An Chung", section="typed", published_at=at(1)),
    )
    assert found(store, "an chung") == ["typed", "other"]


def test_equals_come_newest_first(store: Store) -> None:
    fill(store, *(article(n, "Tin", "cầu", section=str(n), published_at=at(n)) for n in (2, 3, 1)))
    assert found(store, "cau") == ["3", "2", "1"]


def test_filters_narrow_hits_and_total(filled: Store) -> None:
    fill(filled, article(1, "Đường xa", "đèo", section="far", published_at=at(1)), source=FAR)
    assert found(filled, "đường", province="Cà Mau") == ["far"]
    assert found(filled, "đường", section="roads") == ["roads"]
    assert filled.search("đường", EntryFilter(after=at(28))).total == 1


def test_pages_of_hits_join_without_overlap(filled: Store) -> None:
    whole = filled.search("mới")
    pieces = [filled.search("mới", limit=1, offset=n) for n in range(whole.total)]
    assert tuple(piece.hits[0] for piece in pieces) == whole.hits
    assert {piece.total for piece in pieces} == {whole.total}


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (-5, 0), (5, 10**30)])
def test_a_page_beyond_the_hits_is_empty_and_counts_them(
    filled: Store, limit: int, offset: int
) -> None:
    assert filled.search("đường", limit=limit, offset=offset) == Found((), 2)


def test_a_changed_text_is_found_by_its_new_words_alone(store: Store) -> None:
    before = article(1, "Tin", "cầu", section="it")
    fill(store, before)
    after = replace(before, text="đò", content_hash="2")
    store.save(after, visit(after, at(25)))
    assert (found(store, "cầu"), found(store, "đò")) == ([], ["it"])


def test_a_phrase_deep_in_a_long_text_is_found(store: Store) -> None:
    long = " ".join(f"xã {n}" for n in range(20_000)) + " cầu mới"
    fill(store, article(1, "Tin", long, section="long"))
    assert found(store, '"cầu mới"') == ["long"]
    assert found(store, '"xã 19999"') == ["long"]
    assert found(store, '"cầu xã"') == []


def test_a_text_of_endless_different_words_is_stored_and_found(store: Store) -> None:
    fill(
        store,
        article(1, "Tin", " ".join(f"w{n}x{n * 7919}" for n in range(60_000)), section="junk"),
    )
    assert found(store, "tin") == ["junk"]


def test_a_snippet_shows_the_match(filled: Store) -> None:
    hits = filled.search('"nong thon moi"').hits
    assert hits[0].snippet == "Xây dựng «nông thôn mới» nâng cao năm 2024 đạt 19 tiêu chí."


@given(
    query=st.lists(
        st.sampled_from(
            ['"', "-", "OR", "NOT", "AND", "(", ")", "*", ":", "^", "{", "'", "\\", "%"]
        )
        | st.sampled_from(["đường", "hoa", "title", "NEAR", "xã-hội"])
        | st.text(max_size=6)
    ).map(" ".join)
)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_junk_raises(store: Store, query: str) -> None:
    fill(store, article(1, *TEXTS["roads"]))
    for spelling in (query, query.replace(" ", "")):
        found = store.search(spelling)
        assert len(found.hits) == found.total


@pytest.mark.parametrize(
    "query", ["đường " * 5000, '"' + "xã " * 5000, "-x " * 5000, "a OR " * 5000, "\x00", "\ud800"]
)
def test_no_length_and_no_odd_letter_raises(filled: Store, query: str) -> None:
    found = filled.search(query)
    assert len(found.hits) == found.total
