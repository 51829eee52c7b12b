import pytest

from pipeline.normalise.bylines import parse_byline, parse_source
from pipeline.normalise.fingerprint import content_hash
from pipeline.normalise.text import clean_line, clean_text, fold_key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hu\u0323\u0302i  nghi\u0323", "Hụ\u0302i nghị"),
        ("a\u00a0b\u2003c", "a b c"),
        ("Lý\u200b Nh\u00adân\ufeff", "Lý Nhân"),
        ("một\x00 \x0bhai", "một hai"),
        ("  \t\n", ""),
        ("a\ufffcb", "ab"),
        ("a\u200db\u2066c\u2069", "abc"),
        ("2020\x962025, \x93x\x94\x85", "2020–2025, “x”…"),
        ("a\x81b", "ab"),
        (" một", "một"),
        ("một ", "một"),
        ("một  hai", "một hai"),
        ("x\ufffdy", "x\ufffdy"),
    ],
)
def test_a_line_is_composed_and_visible(text, expected):
    assert clean_line(text) == expected


def test_lines_stay_apart_and_empty_ones_go():
    assert clean_text(" một\r\n\r\n hai\u2028ba ") == "một\nhai\nba"


@pytest.mark.parametrize("text", ["một\nhai", " một", "một\n\nhai\n", "một \n hai", "e\u0302\nx"])
def test_cleaning_twice_changes_nothing(text):
    once = clean_text(text)
    assert clean_text(once) == once
    assert all(clean_line(line) == line for line in once.split("\n"))


def test_the_publishers_tone_placement_is_kept():
    assert clean_line("hoà bình, uỷ ban") == "hoà bình, uỷ ban"


def test_a_fold_key_sees_letters_and_digits_only():
    assert fold_key("Sáng 22/12, HỌP.") == fold_key("sáng 22 12 họp")


def test_the_hash_ignores_spacing_and_normal_form():
    assert content_hash("Tin", "e\u0302  m\n") == content_hash(" Tin ", "ê m")


def test_the_hash_tells_other_words_apart():
    assert content_hash("Tin", "a") != content_hash("Tin a", "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tác giả: Văn Vương", "Văn Vương"),
        ("Tác giả bài viết: Trung tâm VH-TT&DL", "Trung tâm VH-TT&DL"),
        ("Bài, ảnh: Đức Hùng", "Đức Hùng"),
        ("Tin, ảnh: Thu Hà", "Thu Hà"),
        ("Bài và ảnh: Minh Thu.", "Minh Thu"),
        ("Tin ảnh: Văn Nam - Thu Hương", "Văn Nam - Thu Hương"),
        ("Người viết: Lê An", "Lê An"),
        ("By Nguyen An", "Nguyen An"),
        ("Bởi Lê An", "Lê An"),
        ("Ban biên tập.", "Ban biên tập"),
        ("NHẬT XUÂN, NGHI VŨ", "NHẬT XUÂN, NGHI VŨ"),
        ("Hà Thu (tổng hợp)", "Hà Thu (tổng hợp)"),
        ("(Quốc Anh)", "Quốc Anh"),
        ("ThS. Lê V.", "ThS. Lê V."),
        ("admin", None),
        ("Quản trị", None),
        ("admin admin", None),
        ("Bởi Quản trị hệ thống", None),
        ("banbientap@hanam.gov.vn", None),
        ("Tác giả:", None),
        ("", None),
        ("x" * 200, None),
    ],
)
def test_a_byline_gives_its_names_alone(text, name):
    assert parse_byline(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nguồn: Báo Hà Nam", "Báo Hà Nam"),
        ("Nguồn tin: TTXVN", "TTXVN"),
        ("(Theo Báo Hà Nam)", "Báo Hà Nam"),
        ("TTXVN", "TTXVN"),
        ("", None),
    ],
)
def test_a_source_credit_gives_the_publisher(text, name):
    assert parse_source(text) == name
