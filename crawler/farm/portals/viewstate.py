"""ASP.NET's hidden fields: made at every request, really checked on the way back."""

import base64
import binascii
from hashlib import sha256
from urllib.parse import parse_qs

_PREFIX = b"\xff\x01\x0f\x0f\x05"
"""The first bytes of a real view state, hence its well-known beginning "/wEPDwU"."""


def token(field: str, path: str, nonce: int) -> str:
    """A view state or event validation for the form at `path`; another one for every nonce."""
    claim = f"{field}|{path}|{nonce}"
    return base64.b64encode(_PREFIX + f"{claim}|{_seal(claim)}".encode()).decode()


def accepts(field: str, path: str, value: str) -> bool:
    """Whether the value was made by `token` for the same field and path."""
    try:
        text = base64.b64decode(value, validate=True).removeprefix(_PREFIX).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    claim, _, seal = text.rpartition("|")
    return claim.startswith(f"{field}|{path}|") and seal == _seal(claim)


def posted_page(path: str, body: bytes, target: str) -> int:
    """The page number that a posted form asks for; 1 for any form that the server does not accept."""
    form = {
        name: values[0]
        for name, values in parse_qs(body.decode("latin-1"), keep_blank_values=True).items()
    }
    fields = ("__VIEWSTATE", "__EVENTVALIDATION")
    if not all(accepts(name, path, form.get(name, "")) for name in fields):
        return 1
    command, _, number = form.get("__EVENTARGUMENT", "").partition("$")
    asked = form.get("__EVENTTARGET") == target and command == "Page" and number.isdecimal()
    return int(number) if asked else 1


def _seal(claim: str) -> str:
    return sha256(f"congtin farm {claim}".encode()).hexdigest()[:24]
