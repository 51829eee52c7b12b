"""Word-level differences: exact, readable, bounded."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import wording
from pipeline.wording import Piece, word_diff


def marked(before: str, after: str) -> str:
    """The pieces in one line: [-removed-]{+added+}."""
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[p.kind].format(p.text) for p in word_diff(before, after))


@pytest.mark.parametrize(
    ("before", "after", "reads"),
    [
        ("", "", ""),
        ("Tin mới", "Tin mới", "Tin mới"),
        ("", "Tin mới", "{+Tin mới+}"),
        ("Tin cũ", "", "[-Tin cũ-]"),
        ("Xã An Lạc họp", "Xã An Lộc họp", "Xã An [-Lạc-]{+Lộc+} họp"),
        ("có 1.200 hộ", "có 1.350 hộ", "có [-1.200-]{+1.350+} hộ"),
        ("ngày 12/3/2024.", "ngày 13/3/2024.", "ngày [-12/3/2024-]{+13/3/2024+}."),
        ("kết thúc.", "kết thúc!", "kết thúc[-.-]{+!+}"),
        ("một hai", "một hai ba", "một hai{+ ba+}"),
        ("dòng một\ndòng hai", "dòng một\ndòng ba", "dòng một\ndòng [-hai-]{+ba+}"),
        ("một\nhai\nba", "một\nba", "một\n[-hai\n-]ba"),
        ("dòng cũ", "dòng cũ\ndòng mới", "dòng cũ{+\ndòng mới+}"),
        ("a x b y c", "a p b q c", "a [-x-]{+p+} b [-y-]{+q+} c"),
        ("hoàn toàn khác nhau", "viết lại từ đầu", "[-hoàn toàn khác nhau-]{+viết lại từ đầu+}"),
        ("hoa\u0301 ra", "hoà ra", "[-hoa\u0301-]{+hoà+} ra"),
    ],
)
def test_it_reads_as_an_editor_would_mark_it(before: str, after: str, reads: str) -> None:
    assert marked(before, after) == reads


def exact(before: str, after: str) -> bool:
    pieces = word_diff(before, after)
    kinds = [piece.kind for piece in pieces]
    former = "".join(piece.text for piece in pieces if piece.kind != "added")
    latter = "".join(piece.text for piece in pieces if piece.kind != "removed")
    apart = all(one != other for one, other in pairwise(kinds))
    return (former, latter) == (before, after) and apart


words = st.lists(st.sampled_from(["tỉnh", "xã", " ", "  ", "\n", ".", "1,5", "\r", "\x85", "a"]))
texts = st.one_of(st.text(), words.map("".join))


@given(texts, texts)
def test_the_pieces_joined_are_both_texts(before: str, after: str) -> None:
    assert exact(before, after)


@given(texts, texts)
def test_the_pieces_are_exact_when_effort_runs_out(before: str, after: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "EFFORT", 0)
        assert exact(before, after)


@given(texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert word_diff(text, text) == ((Piece("same", text),) if text else ())


@pytest.mark.parametrize("unit", ["a b ", "a\nb\n", "từ khác nhau {} ", "dòng {}\n"])
def test_effort_is_bounded_on_huge_texts(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spent: list[wording._Effort] = []
    plain = wording._Effort

    def counted(left: int) -> wording._Effort:
        spent.append(plain(left))
        return spent[-1]

    monkeypatch.setattr(wording, "_Effort", counted)
    before = "đầu " + "".join(unit.format(n) for n in range(20_000)) + " x" * 5_000
    after = "mở " + "".join(unit.format(n * 7 % 20_000) for n in range(20_000)) + " y" * 5_000
    assert exact(before, after)
    assert spent[0].left > -2 * wording.EFFORT


def test_an_edit_in_a_huge_text_is_still_told_by_the_word() -> None:
    lines = [f"Đoạn {n} của bản tin dài." for n in range(30_000)]
    edited = [line.replace("dài", "ngắn") if n % 100 == 0 else line for n, line in enumerate(lines)]
    pieces = word_diff("\n".join(lines), "\n".join(edited))
    assert [piece.text for piece in pieces if piece.kind == "added"] == ["ngắn"] * 300
