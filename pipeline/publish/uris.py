"""Addresses as feeds print them."""

import re
from urllib.parse import quote

from pipeline.publish.xmltext import fit

_SAFE = "%/:?#[]@!$&'()*+,;=-._~"
_HOST = re.compile(r"(?<=://)[^/?#@:\[\]]+")


def uri(address: str) -> str:
    """An IRI as a URI, which is what RSS, Atom links and JSON Feed ask for; "" stays "".

    A host in other letters becomes its ASCII name (RFC 3490), everything else is percent-encoded.
    """
    if not (address := fit(address)).isascii():
        address = _HOST.sub(lambda host: _ascii(host.group()), address, count=1)
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(address, safe=_SAFE))


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host  # no name that DNS could hold; quoted like the rest
