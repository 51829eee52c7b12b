"""The permanent identity of an entry: minted once, stored, never computed again."""

import base64
import hashlib

AUTHORITY = "congtin,2025"
"""The tagging entity of our tag: URIs (RFC 4151): a name and a date on which it was ours."""

KEY_LENGTH = 16


def mint(source_id: str, url: str, authority: str = AUTHORITY) -> tuple[str, str]:
    """The key and the tag: URI of the entry first seen in that source under that canonical URL.

    The key is 80 bits of SHA-256 in lower-case base32: an address's last part that no file system,
    reader or person confuses, and that two of a thousand million entries share less than once in a million.
    """
    digest = hashlib.sha256(f"{source_id}\n{url}".encode("utf-8", "replace")).digest()
    key = base64.b32encode(digest).decode("ascii").lower()[:KEY_LENGTH]
    return key, f"tag:{authority}:{source_id}/{key}"
