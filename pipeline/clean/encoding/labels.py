"""Names of encodings as pages declare them -> Python's codecs, read as browsers do. Pure."""

import codecs
import re

READ_AS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "cp1252": "cp1252", "iso8859-9": "cp1254",
    "iso8859-11": "cp874", "tis-620": "cp874", "cp874": "cp874", "gb2312": "gb18030", "gbk": "gb18030",
    "cp936": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5hkscs": "big5hkscs",
    "cp950": "big5hkscs", "shift_jis": "cp932", "cp932": "cp932", "euc_jp": "euc_jp",
    "iso2022_jp": "iso2022_jp", "euc_kr": "cp949", "cp949": "cp949", "koi8-r": "koi8-r",
    "koi8-u": "koi8-u", "mac-roman": "mac-roman", "mac-cyrillic": "mac-cyrillic", "cp866": "cp866",
    "utf-8": "utf-8", "utf-8-sig": "utf-8", "utf-16": "utf-16", "utf-16-le": "utf-16",
    "utf-16-be": "utf-16", "utf-32": "utf-16", "utf-32-le": "utf-16", "utf-32-be": "utf-16",
}  # fmt: skip
"""Codec that a label names -> codec that reads it: the WHATWG Encoding Standard's larger sets."""
READ_AS |= {f"cp125{n}": f"cp125{n}" for n in (0, 1, 3, 4, 5, 6, 7, 8)}
READ_AS |= {f"iso8859-{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
ALIASES = {
    "unicode-1-1-utf-8": "utf-8", "x-unicode20utf8": "utf-8", "unicode": "utf-16",
    "x-sjis": "cp932", "windows-31j": "cp932", "x-euc-jp": "euc_jp", "x-euc": "euc_jp",
    "x-gbk": "gb18030", "gb_2312-80": "gb18030", "chinese": "gb18030", "x-x-big5": "big5hkscs",
    "cn-big5": "big5hkscs", "windows-949": "cp949", "x-windows-949": "cp949", "ksc_5601": "cp949",
    "koi": "koi8-r", "koi8": "koi8-r", "x-mac-roman": "mac-roman", "x-mac-cyrillic": "mac-cyrillic",
    "dos-874": "cp874", "windows-874": "cp874", "iso-8859-8-i": "iso8859-8", "ansi": "cp1252",
    "x-user-defined": "cp1252", "viscii": "viscii", "csviscii": "viscii", "x-viscii": "viscii",
    "tcvn": "tcvn3", "tcvn3": "tcvn3", "x-tcvn": "tcvn3", "tcvn-5712": "tcvn3", "tcvn5712-1": "tcvn3",
    "tcvn-5712-1": "tcvn3", "x-viet-tcvn5712": "tcvn3", "vni": "vni", "x-viet-vni": "vni",
    "x-vni": "vni", "x-viet-viscii": "viscii", "cskoi8r": "koi8-r", "gb_2312": "gb18030", "mac": "mac-roman",
}  # fmt: skip
"""Labels that Python lacks; Vietnam's old code pages are named as `legacy` names them."""
WINDOWS = re.compile(r"x-(?=cp125\d)|^windows[-_ ]?(?=125\d)|^win[-_]?(?=125\d)")


def codec_of(label: str) -> str:
    """The codec that reads a page of that label, "" for a label that names no page's encoding.

    Only what browsers read counts: Python would decode "rot13", "utf-7" or "unicode_escape" too.
    """
    label = label.strip().lower()
    if label in ALIASES:
        return ALIASES[label]
    try:
        name = codecs.lookup(WINDOWS.sub("", label)).name
    except (LookupError, ValueError):
        return ""
    return READ_AS.get(name, "")
