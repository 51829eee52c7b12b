"""A text's signature, held still: the database keeps it."""

import subprocess
import sys
import unicodedata

import pytest
from rensa import RMinHash
from reprint_texts import BRIDGE

from pipeline.store.stories.signature import BANDS, bands, packed, runs_of, unpacked, words_of

KEPT = (-1862227599, -1716004142, -1249949294)
"""The first bands of BRIDGE. Another program must find what this one has stored: where these have to
change, a migration makes all bands anew."""


def test_bands_are_the_same_for_ever() -> None:
    assert RMinHash.ALGORITHM_VERSION == 2
    assert bands(runs_of(BRIDGE.text))[:3] == KEPT


def test_another_process_makes_the_same_bands() -> None:
    program = "import sys; from pipeline.store.stories.signature import *; print(bands(runs_of(sys.argv[1])))"
    for seed in ("1", "2"):
        made = subprocess.run(
            [sys.executable, "-c", program, BRIDGE.text],
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert made.stdout.strip() == str(bands(runs_of(BRIDGE.text)))


@pytest.mark.parametrize(
    "other",
    [
        BRIDGE.text.upper(),
        unicodedata.normalize("NFD", BRIDGE.text),
        BRIDGE.text.replace("Hòa", "Hoà").replace("Ủy", "Uỷ").replace("đ", "ð"),
        BRIDGE.text.replace(".\n", "").replace(", ", ","),
        BRIDGE.text.replace("14/3", "14/03").replace(" ", "\u00a0"),
    ],
    ids=["capitals", "decomposed", "tone placement", "glued lines", "a zero before, other spaces"],
)
def test_spelling_makes_no_difference(other: str) -> None:
    assert bands(runs_of(other)) == bands(runs_of(BRIDGE.text))


def test_both_ways_to_read_a_text_agree() -> None:
    words = words_of(BRIDGE.text)
    assert words.runs == runs_of(BRIDGE.text)
    assert len(words.typed) == len(words.folded) == len(words.begins)


def test_bands_are_kept_in_four_bytes_each() -> None:
    made = bands(runs_of(BRIDGE.text))
    assert len(made) == BANDS
    assert len(packed(made)) == 4 * BANDS
    assert unpacked(packed(made)) == made
