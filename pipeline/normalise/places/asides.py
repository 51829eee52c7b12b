"""What is said behind a name: that the unit is one of before; pure."""

from pipeline.normalise.places.words import Words

_BEFORE = frozenset(("đây", "kia", "sáp"))


def old_after(words: Words, last: int) -> tuple[bool, int]:
    """Whether "cũ", "(cũ)", "trước đây" stand behind that word, and the word behind that."""
    gap, word = words.gap(last).strip(), words.key(last + 1)
    if gap not in {"", "("} or "\n" in words.gap(last):
        return False, last + 1
    end = last + 2
    if word == "trước":
        following = words.key(last + 2)
        if following == "khi":
            following, end = words.key(last + 3), end + 1
        if following not in _BEFORE:
            return False, last + 1
        end += 1 + (following == "sáp")
    elif word != "cũ":
        return False, last + 1
    if gap == "(" and not words.gap(end - 1).lstrip().startswith(")"):
        return False, last + 1
    return True, end
