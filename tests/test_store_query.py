"""What is typed into the search box, as words, phrases, fields and how they are joined."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import VIETNAM
from pipeline.store.searching import query
from pipeline.store.searching.query import All, Mark, Node, Run, Term, terms
from pipeline.store.searching.syntax import PHRASE_WORDS, TERMS, day, parse


def shape(node: Node) -> str:
    """The question in one line: & and | between, ! before what is refused, [phrases] in brackets."""
    match node:
        case Term(exact=exact):
            return exact[0] if len(exact) == 1 else f"[{' '.join(exact)}]"
        case Mark(field=field, values=values):
            return f"{field}={'|'.join(values)}"
        case All(wanted=wanted, refused=refused):
            return " & ".join([*map(inner, wanted), *(f"!{inner(each)}" for each in refused)])
    return " | ".join(map(inner, node.choices))


def inner(node: Node) -> str:
    joins = isinstance(node, All | query.Any)
    return f"({shape(node)})" if joins else shape(node)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("cầu mới", "cầu & mới"),
        ('"cầu mới" đò', "[cầu mới] & đò"),
        ("cầu -đò", "cầu & !đò"),
        ('cầu -"đò ngang"', "cầu & ![đò ngang]"),
        ("cầu NOT đò", "cầu & !đò"),
        ('cầu NOT "đò ngang"', "cầu & ![đò ngang]"),
        ("cầu AND đò", "cầu & đò"),
        ("cầu OR đò phà", "((cầu) | (đò & phà))"),
        ("cầu OR -đò", "cầu"),
        ("-đò", "!đò"),
        ("cầu cầu CẦU", "cầu"),
        ("xã-hội", "[xã hội]"),
        ("cầu - đò", "cầu & đò"),
        ("--đò cầu", "cầu & !đò"),
        ('cầu"đò ngang"', "cầu & [đò ngang]"),
        ('"" "-" cầu', "cầu"),
        ("", ""),
        ("(cầu)", "cầu"),
        ("(cầu OR đò) mới", "((cầu) | (đò)) & mới"),
        ("mới (cầu OR đò) -(phà OR bè)", "mới & ((cầu) | (đò)) & !((phà) | (bè))"),
        ("(cầu mới) đò", "cầu & mới & đò"),
        ("cầu -(đò ngang)", "cầu & !(đò & ngang)"),
        ("((cầu", "cầu"),
        ("cầu) đò", "cầu & đò"),
        ("() cầu", "cầu"),
        ("(-đò) cầu", "cầu"),
        ("source:lynhan cầu", "source=lynhan & cầu"),
        ("SOURCE:LyNhan", "source=lynhan"),
        ('place:"Hà Nam"', "place=Hà Nam"),
        ("place:“Hà Nam” cầu", "place=Hà Nam & cầu"),
        ('section:"Kinh tế" author:minh-hà', "section=kinh-te & author=minh-ha"),
        ('topic:"Giao thông"', "topic=giao-thong"),
        ("cầu -source:lynhan", "cầu & !source=lynhan"),
        ("cầu NOT section:tin-tuc", "cầu & !section=tin-tuc"),
        ("source:a OR source:b", "((source=a) | (source=b))"),
        ("title:cầu", "[title cầu]"),
        ("source: cầu", "source & cầu"),
        ('source:""', ""),
        ("before:2025", ""),
    ],
)  # fmt: skip
def test_a_line_is_understood(text: str, understood: str) -> None:
    assert shape(parse(text).root) == understood


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("2025", (2025, 1, 1)),
        ("2025-07", (2025, 7, 1)),
        ("2025-7-9", (2025, 7, 9)),
        ("9/7/2025", (2025, 7, 9)),
        ("07/2025", (2025, 7, 1)),
        ("2025-02-30", None),
        ("2025-13", None),
        ("0000", None),
        ("20250701", None),
        ("hôm qua", None),
        ("٢٠٢٥", None),
        ("", None),
    ],
)
def test_days_months_and_years_begin_in_vietnam(
    typed: str, start: tuple[int, int, int] | None
) -> None:
    assert day(typed) == (datetime(*start, tzinfo=VIETNAM) if start else None)


def test_several_days_narrow_each_other() -> None:
    read = parse("cầu after:2024 after:2025-03 before:2026 before:2025-07-01")
    assert (read.after, read.before) == (day("2025-03"), day("2025-07-01"))


def test_a_date_that_is_none_is_told_as_typed() -> None:
    assert parse('cầu after:2025-13 before:"hôm qua" -after:2025').problems == (
        "after:2025-13",
        'before:"hôm qua"',
        "-after:2025",
    )


def test_words_without_accents_are_looked_up_folded() -> None:
    assert Term(("cau", "moi"), ("cau", "moi")).runs() == [Run("folded", ("cau", "moi"))]


def test_words_with_accents_are_looked_up_as_typed() -> None:
    assert Term(("cầu", "mới"), ("cau", "moi")).runs() == [Run("exact", ("cầu", "mới"))]


def test_a_phrase_of_both_is_looked_up_folded_and_its_accents_as_typed() -> None:
    term = Term(("uy", "ban", "nhân", "dân"), ("uy", "ban", "nhan", "dan"))
    assert term.runs() == [Run("folded", term.folded), Run("exact", ("nhân", "dân"))]


def test_in_a_row_joins_the_words_side_by_side_alone() -> None:
    asked = parse('cầu "đò ngang" -mới source:a (phà bè OR sông)').root
    assert (
        shape(query.in_a_row(asked)) == "[cầu đò ngang] & source=a & (([phà bè]) | (sông)) & !mới"
    )


@pytest.mark.parametrize("reading", [query.titled, query.typed, query.in_a_row])
def test_what_is_refused_is_refused_as_before(reading) -> None:
    asked = parse("cầu mới -(đò ngang)").root
    assert reading(asked).refused == asked.refused


@pytest.mark.parametrize(
    "text", ["x{} ", "x{} OR ", "-x{} ", "(x{} ", "source:x{} ", "(x{} OR (-y{} AND "]
)
def test_beyond_so_many_terms_the_rest_is_passed_over(text: str) -> None:
    asked = parse("cầu " + "".join(text.replace("{}", str(n)) for n in range(10 * TERMS)))
    assert count(asked.root) <= TERMS


def test_a_phrase_has_an_end() -> None:
    (long,) = terms(parse('"' + "xã " * 500 + '"').root)
    assert len(long.exact) == PHRASE_WORDS


@given(st.text() | st.text(alphabet='()"-:ORAND source before2ầ '))
def test_parsing_never_raises_and_every_choice_wants_something(text: str) -> None:
    assert wants(parse(text).root, top=True)


def count(node: Node) -> int:
    """How many terms and fields there are in it."""
    match node:
        case All(wanted=wanted, refused=refused):
            return sum(map(count, (*wanted, *refused)))
        case query.Any(choices=choices):
            return sum(map(count, choices))
    return 1


def wants(node: Node, *, top: bool = False) -> bool:
    """Whether each part asks for something, not only against; the whole alone may."""
    match node:
        case All(wanted=wanted, refused=refused):
            return bool(wanted or top) and all(map(wants, (*wanted, *refused)))
        case query.Any(choices=choices):
            return all(map(wants, choices))
    return True
