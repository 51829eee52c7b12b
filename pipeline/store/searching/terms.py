"""The words that the search index holds of an article; the same on both databases; pure.

A word stands folded ("duong") and as typed ("_đường"), the title's once more ("t_duong", "t__đường"), and the
article's fields as marks ("source-lynhan", "topic-kinh-te"; "since-lynhan" beside the first where it is of
since the merger, "named-353" for each unit that it names). No word of a text has "_" or "-" in it.
A change here or in `fold` asks for a migration that calls `pipeline.store.searching.index.rebuild`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from sqlalchemy import RowMapping

from pipeline.slug import slug
from pipeline.spelling import spellings
from pipeline.store.mentions import units_named
from pipeline.store.searching.query import All, Mark, Node, Run, Term
from pipeline.store.timeline import MERGED
from pipeline.store.topics import topics_of

EVERY = "-"
"""The mark of every article. It stands between title and text too, so that no phrase runs across."""

Row: TypeAlias = Mapping[str, Any] | RowMapping
"""A row of `articles`."""

TITLE_ROOM, BODY_ROOM = 20_000, 200_000
"""Bytes of different words of one title and text that are indexed: all spellings together stay below the
1 MiB of a tsvector. The 7,000 or so syllables of Vietnamese take about 50,000: beyond is no prose."""

COMMON = frozenset(
    """
    a ai an anh ap ba bac bai ban bang bao bat bi bien biet bo bon buoc ca cac cach cai cam can cao cap cau
    chat chi chia chien chieu chinh cho chong chu chua chuan chung chuong chuyen co con cong cu cua cung cuoc
    cuoi da dai dam dan dang danh dao dat dau day de den di dia dich diem dien dieu dinh do doan doi don dong
    du dua duc dung duoc duong em gan gia giai giam gian giao giu gioi gom ha hai hanh hang hat hien hieu hinh
    ho hoa hoach hoan hoat hoc hoi hon hong hop huong huy huyen i ich ke ket kha khac khach khai khan khi kho
    khoa khoi khong khu kien kiem kinh ky la lai lam lan lanh lao lap lay le len lich lien lo loai loi long
    lon luat luc luong ly ma mac mang mat may minh mo moi mon mot muc mua my nam nang nao nay nen nga ngan
    ngay nghe nghi nghia nghiep nghiem ngoai nguoi nguon nguy nguyen nha nham nhan nhat nhieu nho nhu nhung
    noi nong nuoc o ong pham phan phap phat phe phi pho phong phu phuc phuong qua quan quang quoc quy quyen
    quyet ra rang rat rieng sach san sang sau si sinh so song su suc ta tac tai tam tan tao tap tat te tham
    than thanh thao thay the thi thich thien thiet thieu tho thoi thon thong thu thuan thuc thue thuong thuy
    thuyen tich tien tiep tiet tieu tin tinh to toan toi ton tong tot tra trach trai tran tren trien trinh tro
    trong tru truc trung truoc truong truyen tu tuan tung tuoi tuong tuyen tuyet uy va vai van vao vat ve vi
    vien viet viec vinh vo voi von vu vua vung xa xac xay xet xuan xuat xu y yen yeu
    """.split()
)
"""Folded syllables that stand in about one article of twenty or more. Two of them side by side are indexed as
a pair ("nhan_dan"), so that a phrase of nothing but such words needs no walk through half of all articles."""

LONGEST = 200
"""Letters of a mark's value that count."""

_ODD = re.compile(r"[^a-z0-9.-]")


@dataclass(frozen=True, slots=True)
class Words:
    """An article's title and text as words in both spellings, and its marks."""

    title: tuple[str, ...]
    title_folded: tuple[str, ...]
    body: tuple[str, ...]
    body_folded: tuple[str, ...]
    marks: tuple[str, ...]


def words_of(row: Row) -> Words:
    """The words of a row of `articles`."""
    title, title_folded = map(tuple, _bounded(row["title"], TITLE_ROOM))
    body, body_folded = map(tuple, _bounded(row["text"], BODY_ROOM))
    return Words(title, title_folded, body, body_folded, tuple(_marks(row)))


def answers(node: Node, words: Words) -> bool:
    """Whether an article of these words answers, as the index would say."""
    match node:
        case Term():
            return all(_stands(run, words, node.in_title) for run in node.runs())
        case Mark():
            return any(mark(node.field, value) in words.marks for value in node.values)
        case All():
            wanted = all(answers(part, words) for part in node.wanted)
            return wanted and not any(answers(part, words) for part in node.refused)
    return any(answers(part, words) for part in node.choices)


def _stands(run: Run, words: Words, in_title: bool) -> bool:
    exact = run.spelling == "exact"
    parts = [words.title if exact else words.title_folded]
    if not in_title:
        parts.append(words.body if exact else words.body_folded)
    return any(places_of(run.words, part) for part in parts)


def places_of(row: tuple[str, ...], words: Sequence[str]) -> list[int]:
    """Where those words stand in a row."""
    return [
        place for place in _places(row[0], words) if tuple(words[place : place + len(row)]) == row
    ]


def _places(word: str, words: Sequence[str]) -> Iterator[int]:
    place = -1
    with suppress(ValueError):  # none is left
        while True:
            place = words.index(word, place + 1)
            yield place


def mark(field: str, value: str) -> str:
    """The mark of a field's value; odd letters spelt out, since only words may hold any letter."""
    return f"{field}-{_ODD.sub(lambda odd: f'_{ord(odd[0]):x}_', value[:LONGEST])}"


def lookups(run: Run, in_title: bool) -> list[str]:
    """The run's words as the index holds them."""
    before = ("t_" if in_title else "") + ("_" if run.spelling == "exact" else "")
    return [before + word for word in run.words] if before else list(run.words)


def pairs(folded: Sequence[str]) -> list[str]:
    """The pairs of common syllables among words in a row, each once."""
    beside = dict.fromkeys(pairwise(folded))
    return [f"{one}_{other}" for one, other in beside if one in COMMON and other in COMMON]


def _marks(row: Row) -> list[str]:
    """Its source, since the merger twice; the slugs of section, author and topics, as far as they have any
    letters; the units that it names.
    """
    named = {"section": slug(row["section"] or ""), "author": slug(row["author"] or "")}
    marks = [mark("source", row["source_id"])]
    if row["timeline"] >= MERGED:
        marks.append(mark("since", row["source_id"]))
    marks += [mark(field, value) for field, value in named.items() if value]
    marks += [mark("topic", topic) for topic in topics_of(row["section"], row["tags"])]
    return marks + [mark("named", unit) for unit in units_named(row["places"])]


def _bounded(text: str, room: int) -> tuple[list[str], list[str]]:
    """The text's words in both spellings, up to where different ones fill the room."""
    exact, folded = spellings(text)
    if 4 * len(text) <= room:
        return exact, folded
    seen: set[str] = set()
    for place, word in enumerate(exact):
        if word not in seen:
            seen.add(word)
            room -= len(word.encode()) + 1
            if room < 0:
                return exact[:place], folded[:place]
    return exact, folded
