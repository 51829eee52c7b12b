"""Notices in place of content: errors, challenges, maintenance, members-only pages."""

import re

from pipeline.clean.evidence import Evidence
from pipeline.clean.kinds.gone import gone_line, is_gone
from pipeline.clean.kinds.logins import has_own_password_form
from pipeline.errors import ChallengePage, ErrorPage, MaintenancePage, MembersOnly, PipelineError

NOT_FOUND = re.compile(
    r"\b404\b|not found|không (?:tìm thấy|tồn tại)|page (?:cannot be|not) found|server error"
    r"|\b50[0234]\b|lỗi (?:hệ thống|máy chủ)|bad gateway"
    r"|runtime error|trang (?:bạn|này) .{0,30}(?:không tồn tại|đã bị xóa)|đường dẫn .{0,20}không"
    r"|service unavailable|access denied|403 forbidden",
    re.IGNORECASE,
)
CHALLENGE = re.compile(
    r"just a moment|checking your browser|attention required|captcha|verify (?:you are|that you)"
    r"|are you a robot|robot check|ddos|xác (?:minh|thực) (?:bạn|người(?! dùng))"
    r"|mã xác nhận|cf-browser-verification|cf-challenge|_incapsula_|request unsuccessful"
    r"|the requested url was rejected|bạn không phải (?:là )?(?:robot|người máy)",
    re.IGNORECASE,
)
MAINTENANCE = re.compile(
    r"(?:đang|được|tạm) (?:bảo trì|nâng cấp)|bảo trì (?:hệ thống|website)|under (?:construction"
    r"|maintenance)|site (?:is )?(?:under|down|temporarily)|tạm (?:ngừng|ngưng|dừng) hoạt động"
    r"|domain (?:is )?(?:parked|for sale)|tên miền .{0,40}(?:hết hạn|tạm khóa|đăng ký)"
    r"|account (?:has been )?suspended|notactive|website .{0,20}(?:hết hạn|bị khóa)|coming soon"
    r"|đang xây dựng",
    re.IGNORECASE,
)
MEMBERS = re.compile(
    r"bạn không được phép (?:xem|truy cập)|không có quyền (?:xem|truy cập)|(?:cần|phải"
    r"|vui lòng) đăng nhập (?:để|mới) (?:xem|đọc|tiếp)|chỉ dành cho thành viên"
    r"|(?:nội dung|bài viết) (?:này )?(?:được )?bảo vệ(?: bằng)?|protected by (?:a )?password"
    r"|this content is (?:password|restricted)|password[- ]protected|members? only|yêu cầu đăng nhập",
    re.IGNORECASE,
)
SHORT_PAGE, MEMBERS_PROSE = 1200, 900
"""Characters of prose from which a page is more than a notice, a members' page more than its form."""
NOTICE = 600
SCRAP = 200.0
"""Characters of prose that are no more than a teaser has."""
KINDS: tuple[tuple[re.Pattern[str], type[PipelineError]], ...] = (
    (CHALLENGE, ChallengePage),
    (MAINTENANCE, MaintenancePage),
    (NOT_FOUND, ErrorPage),
)


def refuse_notices(evidence: Evidence, prose: float, *, dated: bool) -> None:
    """Raise where a notice stands in place of an article of `prose` characters.

    `dated`: it has an article's head, a title of words with a date beside it. With text below it is an
    article by all other signs, so that its words are news: "Bảo trì hệ thống …".
    """
    url = evidence.page.url
    inner = _inner_text(evidence)
    if prose < MEMBERS_PROSE and _is_members_only(evidence, inner[:NOTICE], prose):
        raise MembersOnly(inner[:80], url=url)
    if not (dated and prose >= SCRAP):
        _refuse_words(evidence, prose, inner[:NOTICE])
    if prose < SHORT_PAGE and (line := _gone(evidence, dated)):
        raise ErrorPage(line[:80], url=url)


def _refuse_words(evidence: Evidence, prose: float, opening: str) -> None:
    """Raise for words of a notice in the title, at the beginning of a short text or on a short page."""
    visible = " ".join(evidence.tree.lines.values())
    heading = f"{evidence.page.title} {evidence.title.text}"
    for pattern, error in KINDS:
        found = pattern.search(heading) or (prose < 400 and pattern.search(opening))
        if (found and prose < SHORT_PAGE) or (len(visible) < NOTICE and pattern.search(visible)):
            raise error(heading.strip()[:80], url=evidence.page.url)


def _gone(evidence: Evidence, dated: bool) -> str:
    """The line that says that the article is not there, "" where none does.

    Beside an article's printed head it speaks of what a box would show. A title that the page's head does
    not confirm may be another article's, from a list below the notice.
    """
    tree, title = evidence.tree, evidence.title
    if is_gone(title.text):
        return title.text
    if not dated or title.element is None:
        return gone_line(tree)
    return "" if title.confirmed else gone_line(tree, tree.index[title.element])


def _is_members_only(evidence: Evidence, inner: str, prose: float) -> bool:
    """WordPress' password form, or the words, with a form of its own or hardly any text."""
    forms = evidence.page.root.iter("form")
    if any("post-password-form" in (form.get("class") or "") for form in forms):
        return True
    return bool(MEMBERS.search(inner)) and (prose < 300 or has_own_password_form(evidence))


def _inner_text(evidence: Evidence) -> str:
    """The text of the container, or of the page where none was found."""
    tree = evidence.tree
    if evidence.place is None:
        return " ".join(tree.lines.values())
    first = tree.index[evidence.place.element]
    return " ".join(line for place, line in tree.lines.items() if tree.inside(place, first))
