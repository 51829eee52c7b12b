"""Words in the two spellings that search knows."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.spelling import LONGEST, exact, folded, spellings, visible, words


@pytest.mark.parametrize(
    ("typed", "spelling"),
    [
        ("hoà", "hòa"),
        ("hoá", "hóa"),
        ("HOẠ", "họa"),
        ("khoẻ", "khỏe"),
        ("thuỷ", "thủy"),
        ("uỷ", "ủy"),
        ("thuý", "thúy"),
        ("quý", "quý"),
        ("qúy", "quý"),
        ("quỹ", "quỹ"),
        ("hoàn", "hoàn"),
        ("khoảng", "khoảng"),
        ("ngoài", "ngoài"),
        ("huyện", "huyện"),
        ("ðường", "đường"),
        ("Ðà", "đà"),
        ("ĐẢNG", "đảng"),
    ],
)
def test_a_word_has_one_exact_spelling(typed: str, spelling: str) -> None:
    assert exact(typed) == spelling


def test_decomposed_letters_are_the_same_word() -> None:
    assert exact(unicodedata.normalize("NFD", "Trường")) == "trường"


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("Đường", "duong"),
        ("ðường", "duong"),
        ("Hoà", "hoa"),
        ("NGUYỄN", "nguyen"),
        ("ươ", "uo"),
        ("123", "123"),
    ],
)
def test_folding_strips_every_accent(typed: str, bare: str) -> None:
    assert folded(typed) == bare


def test_hyphens_points_and_underscores_part_words() -> None:
    assert [word for word, _, _ in words("Covid-19, 1.500 tỷ/năm_nay")] == [
        *("Covid", "19", "1", "500", "tỷ", "năm", "nay"),
    ]


def test_zero_width_characters_part_no_word() -> None:
    assert spellings("nông\u200b th\u00adôn") == (["nông", "thôn"], ["nong", "thon"])


def test_words_say_where_they_stand() -> None:
    text = "«Đổi mới» 2024"
    assert [text[start:end] for _, start, end in words(text)] == ["Đổi", "mới", "2024"]


@given(st.text())
def test_spellings_are_letters_and_digits_that_need_no_escape(text: str) -> None:
    for spelling in (word for side in spellings(text) for word in side):
        assert spelling
        assert not set(spelling) & set(" \t\n\"'\\%_*^:(){}-+&|!<>\x00")


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    for word, _, _ in words(visible(text)):
        assert len(exact(word)) <= LONGEST
        assert exact(exact(word)) == exact(word)
        assert folded(exact(word)) == folded(word)
