"""Names under which nobody writes: the accounts of content systems, and what stands for no name. Pure."""

import re

ACCOUNT = re.compile(
    r"(?:(?:by|posted by|bởi|đăng bởi|người đăng|tác giả)\s*:?\s+)?(?:[\w.-]+[\\/|])?"
    r"(?:(?:super|site|web|wp|sys|sp|ict|bbt|cms|portal)?[\s._-]?admin(?:istrator)?s?(?:[\s._-].{0,30}|\d+)?"
    r"|admin\w{0,12}|quan[\s._-]?tri\w*(?:[._-].{0,20})?|(?:ban\s+)?quản trị(?: viên| hệ thống| web\w*)?"
    r"|super[\s._-]?user(?: account)?|root|users?\d*|test\d*|editor|webmaster|host|guest|unknown|anonymous"
    r"|system(?: account)?|tác giả|đang cập nhật|n/?a|none|null|undefined|default|author|người đăng)",
    re.IGNORECASE,
)


def is_account(name: str) -> bool:
    """Whether the name is an account's ("admin", "quantri_lynhan", "Super User") or none at all."""
    return bool(ACCOUNT.fullmatch(name.strip(" \t.,:;*()[]-–")))
