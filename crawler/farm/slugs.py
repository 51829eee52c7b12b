"""Address and file names from Vietnamese titles."""

import re
import unicodedata


def slug(text: str, limit: int = 90) -> str:
    """Lower-case ASCII words joined by hyphens: "Đường hoa ở xã" -> "duong-hoa-o-xa"."""
    folded = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c)))
    return "-".join(words)[:limit].strip("-")
