"""Is a word a Vietnamese syllable? It tells Vietnamese from other languages and misread bytes. Pure."""

import re
from unicodedata import normalize

from pipeline.remembering import WORD, remembered

TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
STOPPED_TONES = {"\u0301", "\u0323", ""}
"""Before c, ch, p and t only sắc and nặng stand; "" is a word without any."""
SYLLABLE = re.compile(
    "(?:ngh?|nh|th|tr|ch|gh?|gi|kh|ph|qu|[bcdđhklmnprstvx])?"
    "(?:uyê|uya|oa|oă|oe|oo|uâ|uê|uy|ia|iê|ya|yê|ua|uô|uơ|ưa|ươ|[aăâeêioôơuưy])"
    "(ch|c|p|t|ng|nh|[miouny])?"
)


@remembered(4_096, WORD)
def is_syllable(word: str) -> bool:
    """Whether `word` (any case, NFC) is spelled as one Vietnamese syllable can be."""
    apart = normalize("NFD", word.lower())
    tones = TONES.findall(apart)
    match = SYLLABLE.fullmatch(normalize("NFC", TONES.sub("", apart)))
    if not match or len(tones) > 1:
        return False
    stopped = (match[1] or "") in ("c", "ch", "p", "t")
    return not stopped or "".join(tones) in STOPPED_TONES
