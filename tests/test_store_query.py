"""What is typed into the search box, as words, phrases and alternatives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store.query import PHRASE_WORDS, TERMS, Run, Term, parse


def shape(text: str) -> list[tuple[list[str], list[str]]]:
    """Each alternative's wanted and refused terms, as typed."""
    return [
        ([" ".join(t.exact) for t in each.wanted], [" ".join(t.exact) for t in each.unwanted])
        for each in parse(text).alternatives
    ]


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("cầu mới", [(["cầu", "mới"], [])]),
        ('"cầu mới" đò', [(["cầu mới", "đò"], [])]),
        ("cầu -đò", [(["cầu"], ["đò"])]),
        ('cầu -"đò ngang"', [(["cầu"], ["đò ngang"])]),
        ("cầu NOT đò", [(["cầu"], ["đò"])]),
        ('cầu NOT "đò ngang"', [(["cầu"], ["đò ngang"])]),
        ("cầu AND đò", [(["cầu", "đò"], [])]),
        ("cầu OR đò phà", [(["cầu"], []), (["đò", "phà"], [])]),
        ("cầu OR -đò", [(["cầu"], [])]),
        ("-đò", []),
        ("cầu cầu CẦU", [(["cầu"], [])]),
        ("xã-hội", [(["xã hội"], [])]),
        ("cầu - đò", [(["cầu", "đò"], [])]),
        ("--đò cầu", [(["cầu"], ["đò"])]),
        ('cầu"đò ngang"', [(["cầu", "đò ngang"], [])]),
        ('"" "-" cầu', [(["cầu"], [])]),
        ("", []),
    ],
)
def test_a_line_is_understood(text: str, understood: list) -> None:
    assert shape(text) == understood


def test_words_without_accents_are_looked_up_folded() -> None:
    assert Term(("cau", "moi"), ("cau", "moi")).runs() == [Run("folded", ("cau", "moi"))]


def test_words_with_accents_are_looked_up_as_typed() -> None:
    assert Term(("cầu", "mới"), ("cau", "moi")).runs() == [Run("exact", ("cầu", "mới"))]


def test_a_phrase_of_both_is_looked_up_folded_and_its_accents_as_typed() -> None:
    term = Term(("uy", "ban", "nhân", "dân"), ("uy", "ban", "nhan", "dan"))
    assert term.runs() == [Run("folded", term.folded), Run("exact", ("nhân", "dân"))]


def test_beyond_so_many_terms_and_words_the_rest_is_passed_over() -> None:
    many = parse(" ".join(f"x{n} OR" for n in range(10 * TERMS)))
    assert len(many.alternatives) <= TERMS
    long = parse('"' + "xã " * 500 + '"')
    assert [len(term.exact) for term in long.wanted()] == [PHRASE_WORDS]


@given(st.text())
def test_parsing_never_raises_and_wants_something_of_each_alternative(text: str) -> None:
    for alternative in parse(text).alternatives:
        assert alternative.wanted
        assert alternative.wanted_runs()
