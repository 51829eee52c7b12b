"""The piece of text shown with a hit."""

from store_samples import article

from pipeline.store.searching.query import terms
from pipeline.store.searching.snippet import LEADING, WORDS, snippet
from pipeline.store.searching.syntax import parse


def cut(text: str, query: str) -> str:
    return snippet(article(text=text), terms(parse(query).root))


def test_matches_stand_between_marks_in_their_own_spelling() -> None:
    assert cut("Đoàn về Hoà Bình.", "hòa") == "Đoàn về «Hoà» Bình."


def test_neighbouring_matches_share_marks() -> None:
    assert cut("Cầu mới ở xã mới", "cau moi") == "«Cầu mới» ở xã «mới»"


def test_words_of_a_phrase_alone_are_not_marked() -> None:
    assert cut("cầu cũ và cầu mới", '"cầu mới"') == "cầu cũ và «cầu mới»"


def test_excluded_words_are_not_marked() -> None:
    assert cut("cầu cũ", "cầu -mới") == "«cầu» cũ"


def test_lines_become_one() -> None:
    assert cut("Lời dẫn.\nCầu  mới.", "cầu") == "Lời dẫn. «Cầu» mới."


def test_marks_of_the_text_itself_become_quotes() -> None:
    assert cut("báo «Tin» nói về cầu", "cầu") == "báo “Tin” nói về «cầu»"


def test_a_long_text_is_cut_around_the_first_match() -> None:
    text = " ".join(["trước"] * 100 + ["cầu"] + ["sau"] * 100)
    piece = cut(text, "cầu")
    assert piece.startswith("… trước")
    assert piece.endswith("sau …")
    assert piece.count("trước") == LEADING
    assert len(piece.split()) == WORDS + 2


def test_the_window_shows_the_most_different_words() -> None:
    text = " ".join(["cầu"] + ["x"] * 100 + ["cầu", "mới"] + ["x"] * 100)
    assert "«cầu mới»" in cut(text, "cầu mới")


def test_a_match_near_the_end_fills_the_window_backwards() -> None:
    piece = cut(" ".join(["trước"] * 100 + ["cầu."]), "cầu")
    assert piece.count("trước") == WORDS - 1
    assert piece.endswith("«cầu».")


def test_a_match_in_the_title_alone_shows_the_beginning() -> None:
    assert cut("Không có từ ấy.", "cầu") == "Không có từ ấy."


def test_a_text_without_words_shows_nothing() -> None:
    assert cut("", "cầu") == ""
    assert cut("---", "cầu") == ""
