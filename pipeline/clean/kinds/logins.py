"""Forms that ask for a password: the page's own subject, or one of the boxes around it."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element as Element

from pipeline.clean.evidence import Evidence
from pipeline.clean.heading.title import SITE_TITLE

LOGIN = re.compile(
    r"đăng nhập|đăng ký|quên mật khẩu|log ?in|sign ?in|register|lost your password|mật khẩu|thành viên",
    re.IGNORECASE,
)
FEW_PROSE, FEW_TEASERS = 150, 3
"""Less text, and fewer announcements, than a page has that is about something else."""
MENU = 6
"""Links of a menu or a list; a form has its own few: a lost password, an account, another door."""


def is_login_wall(evidence: Evidence, prose: float, teasers: int) -> bool:
    """Whether a page of `prose` characters and no article's head is about logging in.

    Many portals print a login box on each page, so that a field for a password alone tells nothing.
    """
    if prose >= FEW_PROSE or not has_password_form(evidence.page.root):
        return False
    named = LOGIN.search(f"{evidence.page.title} {evidence.title.text}")
    if named and not _is_boxed(evidence):
        return True
    return teasers < FEW_TEASERS and has_own_password_form(evidence)


def _is_boxed(evidence: Evidence) -> bool:
    """Whether the title found is the login box's own heading, on a page that its head calls otherwise."""
    head, title = evidence.page.title, evidence.title
    telling = bool(head) and not SITE_TITLE.match(head) and not LOGIN.search(head)
    return telling and not title.confirmed and bool(LOGIN.search(title.text))


def has_own_password_form(evidence: Evidence) -> bool:
    """Whether a password is asked for beside the title, with no menu or list between the two."""
    title = None if _is_boxed(evidence) else evidence.title.element
    around = set(title.iterancestors()) if title is not None else {evidence.page.root}
    return any(
        _link_count(part) < MENU
        for field in _password_fields(evidence.page.root)
        if (part := next((a for a in field.iterancestors() if a in around), None)) is not None
    )


def is_asked_in_text(evidence: Evidence) -> bool:
    """Whether the place of the text is the form itself: a post behind a password has an article's head."""
    place = evidence.place.element if evidence.place else None
    if place is None or _link_count(place) >= MENU:
        return False
    around = {place, *place.iterancestors()}
    forms = (
        next(field.iterancestors("form"), None) for field in _password_fields(evidence.page.root)
    )
    return any(
        form is not None and (form in around or place in form.iterancestors()) for form in forms
    )


def _link_count(part: Element) -> int:
    return sum(1 for _ in islice((a for a in part.iter("a") if a.get("href")), MENU))


def has_password_form(root: Element) -> bool:
    """Whether a password is asked for where it can be seen."""
    return any(True for _ in _password_fields(root))


def _password_fields(root: Element) -> Iterator[Element]:
    fields = (i for i in root.iter("input") if (i.get("type") or "").lower() == "password")
    return (field for field in fields if _is_shown(field))


def _is_shown(element: Element) -> bool:
    return not any(
        "none" in (a.get("style") or "") or "modal" in (a.get("class") or "")
        for a in element.iterancestors()
    )
