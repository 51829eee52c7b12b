"""The lead once in the text, even where the first paragraph repeats it. Pure."""

from collections.abc import Sequence

from pipeline.model import Block
from pipeline.normalise.text import fold_key

NEAR = 4
"""Blocks from the top that may repeat the lead."""
LONG = 30
"""Letters that no two paragraphs begin with by chance."""
CUT = ("…", "...")


def lead_once(lead: str, blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """The lead to print before the blocks, and the blocks, of two copies the fuller one.

    A paragraph that repeats the lead goes. Where the lead is cut ("… và nhân dân…": portals do it at a
    number of letters) and a paragraph says all of it, that one stays and the lead to print is "".
    """
    key = fold_key(lead)
    if not key:
        return "", list(blocks)
    cut = lead.endswith(CUT)
    texts = {n: " ".join(b.lines) for n, b in enumerate(blocks[:NEAR]) if b.kind != "figure"}
    near = {n: text for n, text in texts.items() if cut or len(text) < 2 * len(lead) + LONG}
    keys = {n: fold_key(text) for n, text in near.items()}
    if cut and any(_begins(own, key) for own in keys.values()):
        return "", list(blocks)
    gone = {n for n, own in keys.items() if _repeats(own, key, texts[n])} or _in_parts(keys, key)
    return lead, [block for n, block in enumerate(blocks) if n not in gone]


def _begins(own: str, key: str) -> bool:
    """Whether a longer paragraph begins with the cut lead, a dateline before it aside."""
    return len(own) > len(key) >= LONG and 0 <= own.find(key) <= LONG


def _repeats(own: str, key: str, text: str) -> bool:
    if own in key:
        return len(own) > 0.8 * len(key) or (len(own) >= LONG and text.endswith(CUT))
    return key in own and len(own) < 1.1 * len(key)


def _in_parts(keys: dict[int, str], key: str) -> set[int]:
    """The paragraphs that give the lead one after the other."""
    gone: set[int] = set()
    for n, own in keys.items():
        if not own or not key.startswith(own):
            break
        gone, key = gone | {n}, key[len(own) :]
    return set() if key else gone
