"""Whether a page that answers under a portal's name is somebody else's: a dealer in bets, a foreign site.

Names that run out are bought for the links that lead to them. A portal that reports on gambling says so in
an article, never in the name that it gives itself. Pure.
"""

import re
import unicodedata

from pipeline.clean.language import FEWEST_LETTERS, LETTERS
from pipeline.clean.page import Page

BETS = re.compile(
    r"\bcasino\b|\bslots?\b|\bjackpot\b|\bpoker\b|\bbaccarat\b|\bsportsbook\b|\bbet(?:ting|s)?\b|\bjudi\b"
    r"|\btogel\b|\bgacor\b|\b\w*(?:88|789|68|365)bet\b|\bbet\d{2,}\b|\bcá (?:cược|độ)\b|\bnhà cái\b|\bkèo\b"
    r"|\bnổ hũ\b|\bxóc đĩa\b|\btài xỉu\b|\bsoi cầu\b|\blô đề\b|\bgame bài\b|\bđánh bài\b|\bbắn cá\b"
    r"|\bđá gà\b|\bxổ số trực tuyến\b|\bphim (?:sex|cấp 3)\b|\bxxx\b|\bporn\w*",
    re.IGNORECASE,
)
"""What dealers in bets call themselves, in Vietnamese and in what is spoken around it."""
PUBLIC = re.compile(
    r"\bubnd\b|\b(?:ủy|uỷ) ban\b|(?:cổng|trang) thông tin|\bttđt\b|\b(?:huyện|tỉnh|thành) (?:ủy|uỷ)\b",
    re.IGNORECASE,
)
"""What portals call themselves."""
SAMPLE = 20_000
"""Characters of a page's text that are looked at."""


def is_dealer(name: str) -> bool:
    """Whether what a page calls itself is a dealer's name in bets."""
    plain = unicodedata.normalize("NFC", name)
    return bool(BETS.search(plain)) and not PUBLIC.search(plain)


def is_foreign(page: Page) -> bool:
    """Whether a page has hardly a letter that only Vietnamese has, whatever it declares."""
    text = unicodedata.normalize("NFC", " ".join(page.root.itertext())[:SAMPLE])
    return len(LETTERS.findall(f"{page.title} {text}")) < FEWEST_LETTERS
