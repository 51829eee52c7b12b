"""A name as a part of addresses; pure."""

import re
import unicodedata

_D = str.maketrans("đĐðÐ", "dddd")


def slug(name: str) -> str:
    """An address part in plain ASCII: "Ninh Bình" -> "ninh-binh", "Đắk Lắk" -> "dak-lak"; "" for nothing."""
    letters = unicodedata.normalize("NFKD", name.translate(_D)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")
