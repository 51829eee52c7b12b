"""What a page is: an article, a document, or one of the many things that are neither.

Decided by what the page is built of: forms, notices, many teasers, a date beside the title.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement

from pipeline.clean.locate import Place, Scan
from pipeline.clean.outline import Outline
from pipeline.clean.page import Page
from pipeline.clean.title import Title
from pipeline.clean.words import STATIC_TITLE
from pipeline.errors import (
    ChallengePage,
    ContinuationPage,
    CopyPage,
    EmptyPage,
    ErrorPage,
    ListingPage,
    LoginPage,
    MaintenancePage,
    MembersOnly,
    PipelineError,
    PollPage,
    SearchPage,
    StaticPage,
)
from pipeline.model import DateEvidence, PageKind

NOT_FOUND = re.compile(
    r"\b404\b|not found|không (?:tìm thấy|tồn tại)|page (?:cannot be|not) found|server error|\b50[0234]\b|lỗi (?:hệ thống|máy chủ)|bad gateway"
    r"|runtime error|trang (?:bạn|này) .{0,30}(?:không tồn tại|đã bị xóa)|đường dẫn .{0,20}không|service unavailable|access denied|403 forbidden",
    re.IGNORECASE,
)
CHALLENGE = re.compile(
    r"just a moment|checking your browser|attention required|captcha|verify (?:you are|that you)|are you a robot|robot check|ddos|xác (?:minh|thực) (?:bạn|người)"
    r"|mã xác nhận|cf-browser-verification|cf-challenge|_incapsula_|request unsuccessful|the requested url was rejected|bạn không phải (?:là )?(?:robot|người máy)",
    re.IGNORECASE,
)
MAINTENANCE = re.compile(
    r"(?:đang|được|tạm) (?:bảo trì|nâng cấp)|bảo trì (?:hệ thống|website)|under (?:construction|maintenance)|site (?:is )?(?:under|down|temporarily)|tạm (?:ngừng|ngưng|dừng) hoạt động"
    r"|domain (?:is )?(?:parked|for sale)|tên miền .{0,40}(?:hết hạn|tạm khóa|đăng ký)|account (?:has been )?suspended|notactive|website .{0,20}(?:hết hạn|bị khóa)|coming soon|đang xây dựng",
    re.IGNORECASE,
)
MEMBERS = re.compile(
    r"bạn không được phép (?:xem|truy cập)|không có quyền (?:xem|truy cập)|(?:cần|phải|vui lòng) đăng nhập (?:để|mới) (?:xem|đọc|tiếp)|chỉ dành cho thành viên"
    r"|(?:nội dung|bài viết) (?:này )?(?:được )?bảo vệ(?: bằng)?|protected by (?:a )?password|this content is (?:password|restricted)|password[- ]protected|members? only|yêu cầu đăng nhập",
    re.IGNORECASE,
)
LOGIN = re.compile(r"đăng nhập|đăng ký|quên mật khẩu|log ?in|sign ?in|register|lost your password|mật khẩu|thành viên", re.IGNORECASE)
SEARCH = re.compile(r"^\W*(?:kết quả tìm kiếm|tìm kiếm|search(?: results)?|bạn đã tìm)", re.IGNORECASE)
POLL = re.compile(r"^\W*(?:thăm dò ý kiến|kết quả (?:thăm dò|bình chọn)|bình chọn|poll)", re.IGNORECASE)
COPY = re.compile(
    r"url của bản tin này|đóng cửa sổ này|<body[^>]+onload\s*=\s*[\"']?\s*(?:javascript:)?\s*(?:window|self)\.print", re.IGNORECASE
)
COPY_URL = re.compile(r"/(?:print|in-?bai(?:viet)?|printpage|inbaiviet)\.(?:aspx|php|jsp|html?)|viewMode=print|/(?:print|savefile|sendmail|email|pdf)/|[?&](?:print|printer|inbaiviet|savefile|tmpl=component|format=pdf|in)=", re.IGNORECASE)
LISTING_URL = re.compile(r"/(?:tag|tags|category|categories|chuyen-muc|author|tac-gia|topic|topics|dong-su-kien|page-\d+|page/\d+|trang-\d+|groups)(?:/|$)", re.IGNORECASE)
CONTINUATION_URL = re.compile(r"/\d{1,2}/?$")
LISTING_BODY = re.compile(r"(?:^|\s)(?:home|blog|archive|category|tag|author|date|search-results|search|error404|paged)(?:\s|$)", re.IGNORECASE)
WORDPRESS_PAGE = re.compile(r"(?:^|\s)(?:page-id-\d+|page-template-default)(?:\s|$)")
SINGLE_BODY = re.compile(r"(?:^|\s)(?:single|single-post|postid-\d+|node-type-\w+|page-node-type-\w+|article-detail)(?:\s|$)", re.IGNORECASE)
DOCUMENT_FIELDS = re.compile(
    r"^\W*(?:số\s*(?:/|,)?\s*k[íý]\s*hiệu|số hiệu|số văn bản|trích yếu(?: nội dung)?|ngày ban hành|ngày có hiệu lực|ngày hiệu lực|cơ quan ban hành|người ký|loại văn bản|thể loại|hình thức văn bản"
    r"|lĩnh vực|ngày hết hiệu lực|hiệu lực|hạn (?:góp ý|lấy ý kiến)|thời hạn góp ý|ngày bắt đầu|ngày kết thúc|cơ quan (?:soạn thảo|chủ trì))\W*(?::|$)",
    re.IGNORECASE,
)
NUKEVIET_PAGE = re.compile(r'nv_module_name\s*=\s*"(?P<module>[\w-]+)"\s*,\s*nv_func_name\s*=\s*"(?P<func>[\w-]+)"')
ARTICLE_TYPES = re.compile(r"(?:News|Blog|Report|Scholarly|Opinion)?(?:Article|Posting)$|NewsArticle", re.IGNORECASE)
FEWEST = 80
LISTING_TITLE = re.compile(
    r"^\W*(?:tag|tags|thẻ|từ khóa|category|categories|chuyên mục|danh mục|author|tác giả|archives?|lưu trữ|day|month|year|topic|chủ đề|dòng sự kiện)\s*[:：-]\s*\S", re.IGNORECASE
)
SHORT_PAGE = 1200
ENOUGH = 700.0
"""Characters of prose that make an undated page outside the portals' standing pages an article."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything measured of the page on which its kind is decided."""

    page: Page
    tree: Outline
    measured: Scan
    title: Title
    place: Place | None
    dates: tuple[DateEvidence, ...] = ()


def refuse_by_head(page: Page, title: Title) -> None:
    """Raise for pages that show what they are before any text is weighed."""
    url = page.url
    if COPY_URL.search(url) or (COPY.search(page.text) and len(page.text) < 200_000 and _is_copy(page)):
        raise CopyPage("made for printing or saving", url=url)
    if _is_root(url):
        raise ListingPage("the home page", url=url)
    if match := NUKEVIET_PAGE.search(page.text):
        _refuse_nukeviet(match["module"], match["func"], url)
    body = (page.root.find("body").get("class") if page.root.find("body") is not None else "") or ""
    if _is_wordpress(page) and not SINGLE_BODY.search(body):
        if "error404" in body.split():
            raise ErrorPage("WordPress says 404", url=url)
        if LISTING_BODY.search(body):
            raise ListingPage("WordPress archive", url=url)
        if WORDPRESS_PAGE.search(body):
            raise StaticPage("a WordPress page, not a post", url=url)


def _is_copy(page: Page) -> bool:
    """A copy has no menus: few links stand in it."""
    return sum(1 for _ in page.root.iter("a")) < 25


def _is_root(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    home = re.fullmatch(r"/?(?:index|default|home|trang-chu)?(?:\.\w{3,5})?/?|/(?:vi|en)(?:-VN)?/?|/web/guest(?:/home)?/?|/portal/?(?:pages/)?(?:default\.aspx)?", parts.path, re.IGNORECASE)
    keys = {key.lower() for key, _ in parse_qsl(parts.query)}
    return bool(parts.netloc and home and not keys - {"language", "lang", "mobile", "nvvithemever", "nv_redirect", "paged", "page"})


def _is_wordpress(page: Page) -> bool:
    return "/wp-content/" in page.text or "/wp-includes/" in page.text or "wordpress" in page.first("generator").lower()


def _refuse_nukeviet(module: str, func: str, url: str) -> None:
    """NukeViet names its own page in every page's script: `nv_func_name="detail"` is an article."""
    if func in ("print", "savefile", "sendmail"):
        raise CopyPage(f"NukeViet {func}", url=url)
    if module == "users":
        raise LoginPage("NukeViet users", url=url)
    if module == "contact":
        raise StaticPage("NukeViet contact", url=url)
    if module in ("seek", "search"):
        raise SearchPage("NukeViet seek", url=url)
    if module == "voting":
        raise PollPage("NukeViet voting", url=url)
    if func == "main" and module not in ("about", "page", "siteterms"):
        raise ListingPage(f"NukeViet {module}, its front", url=url)
    if func in ("viewcat", "tag", "topic", "author", "groups", "rss", "viewgroup", "signer", "subject", "area", "cat"):
        raise ListingPage(f"NukeViet {func}", url=url)


def decide(evidence: Evidence) -> PageKind:
    """The kind of an article page. Raises the named error of anything else."""
    page, url = evidence.page, evidence.page.url
    prose = evidence.place.prose if evidence.place else 0.0
    _refuse_notices(evidence, prose)
    if _is_document(evidence):
        return "document"
    named = LOGIN.search(f"{page.title} {evidence.title.text}")
    if _has_password_form(page.root) and prose < 150 and (named or _teaser_count(evidence) < 3):
        raise LoginPage("a password field and little text", url=url)
    if SEARCH.match(evidence.title.text):
        raise SearchPage(evidence.title.text, url=url)
    if POLL.match(evidence.title.text):
        raise PollPage(evidence.title.text, url=url)
    teasers = _teaser_count(evidence)
    site = page.first("og:site_name").casefold()
    if site and evidence.title.text.casefold() == site:
        raise ListingPage("its title is the site's name", url=url)
    if LISTING_TITLE.match(evidence.title.text) and not _is_article_typed(page):
        raise ListingPage(evidence.title.text, url=url)
    if teasers >= 3 and not evidence.title.confirmed and 0 < len(evidence.title.text.split()) < 4:
        raise ListingPage(f"{teasers} teasers under {evidence.title.text!r}", url=url)
    if LISTING_URL.search(urlsplit(url).path if url else "") and not _is_article_typed(page):
        raise ListingPage("its address is a listing's", url=url)
    if evidence.place is None or (prose < 40 and not _has_substance(evidence)):
        if teasers >= 3:
            raise ListingPage(f"{teasers} teasers and no text", url=url)
        raise EmptyPage("no text", url=url)
    _refuse_undated(evidence, prose, teasers)
    _refuse_continuation(evidence)
    return "article"


def _refuse_notices(evidence: Evidence, prose: float) -> None:
    page, url = evidence.page, evidence.page.url
    visible = " ".join(evidence.tree.lines.values())
    heading = f"{page.title} {evidence.title.text}"
    inner = _inner_text(evidence)
    if any("post-password-form" in (f.get("class") or "") for f in page.root.iter("form")) and prose < 900:
        raise MembersOnly("a password form in place of the text", url=url)
    if MEMBERS.search(inner[:600]) and (prose < 300 or _has_password_form(page.root)) and prose < 900:
        raise MembersOnly(inner[:80], url=url)
    for pattern, error in ((CHALLENGE, ChallengePage), (MAINTENANCE, MaintenancePage), (NOT_FOUND, ErrorPage)):
        told = pattern.search(heading) or (prose < 400 and pattern.search(inner[:600]))
        if (told and prose < SHORT_PAGE) or (len(visible) < 600 and pattern.search(visible)):
            raise_kind: type[PipelineError] = error
            raise raise_kind(heading.strip()[:80], url=url)


def _inner_text(evidence: Evidence) -> str:
    """The text of the container, or of the page where none was found."""
    tree = evidence.tree
    if evidence.place is None:
        return " ".join(tree.lines.values())
    first = tree.index[evidence.place.element]
    return " ".join(line for place, line in tree.lines.items() if tree.inside(place, first))


def _has_password_form(root: HtmlElement) -> bool:
    return any((i.get("type") or "").lower() == "password" and _shown(i) for i in root.iter("input"))


def _shown(element: HtmlElement) -> bool:
    return not any("none" in (a.get("style") or "") or "modal" in (a.get("class") or "") for a in element.iterancestors())


def document_fields(tree: Outline) -> list[int]:
    """The places of a legal document's labelled fields, each label once and in a row of its own.

    Fewer than three, a label that comes again and again (a list of documents) or labels side by
    side (such a list's head) give none.
    """
    found: dict[str, int] = {}
    rows: set[int] = set()
    again = 0
    for place in sorted(tree.lines):
        match = DOCUMENT_FIELDS.match(tree.lines[place]) if len(tree.lines[place]) < 300 else None
        if match is None or tree.dead[place]:
            continue
        label = match[0].strip(" :").lower()
        if label in found:
            again += 1
            continue
        found[label] = place
        rows.add(tree.parents[place])
    fitting = len(found) >= 3 and len(rows) >= 2 and again < 3 * len(found)
    return sorted(found.values()) if fitting else []


def _is_document(evidence: Evidence) -> bool:
    """Three or more labelled fields of a legal document stand in the page."""
    fields = document_fields(evidence.tree)
    return len(fields) >= 3 and not _is_article_typed(evidence.page)


def _teaser_count(evidence: Evidence) -> int:
    """Teasers after the title: a listing has many, and little text of its own."""
    tree, teasers = evidence.tree, evidence.measured.teasers
    grouped = sum(1 for place, group in teasers.items() if tree.parents[place] == group and not tree.dead[place])
    return grouped + len(evidence.measured.excerpts)


def _teasers_inside(evidence: Evidence) -> int:
    """Teasers within the container itself."""
    tree, measured = evidence.tree, evidence.measured
    if evidence.place is None:
        return 0
    first = tree.index[evidence.place.element]
    grouped = sum(1 for p, g in measured.teasers.items() if tree.parents[p] == g and tree.inside(p, first))
    return grouped + sum(1 for p in measured.excerpts if tree.inside(p, first))


def _is_article_typed(page: Page) -> bool:
    if "article" in page.first("og:type").lower():
        return True
    kinds = [k for o in page.data for k in (o.get("@type") if isinstance(o.get("@type"), list) else [o.get("@type")])]
    return any(isinstance(k, str) and ARTICLE_TYPES.search(k) for k in kinds)


def _has_substance(evidence: Evidence) -> bool:
    """A date beside the title and something to show: a picture or a file."""
    place = evidence.place
    return place is not None and bool(_near_dates(evidence)) and any(True for _ in place.element.iter("img", "a"))


def _near_dates(evidence: Evidence) -> list[DateEvidence]:
    return [d for d in evidence.dates if not d.source.startswith(("after",))]


def _refuse_undated(evidence: Evidence, prose: float, teasers: int) -> None:
    page, url = evidence.page, evidence.page.url
    typed = _is_article_typed(page)
    dated = bool(_near_dates(evidence))
    share = evidence.place.share if evidence.place else 0.0
    if _teasers_inside(evidence) >= 3 and not typed and not (dated and evidence.title.confirmed) and prose < ENOUGH:
        raise ListingPage(f"{teasers} teasers, {prose:.0f} characters of text", url=url)
    if teasers >= 5 and not typed and not dated and prose < ENOUGH:
        raise ListingPage(f"{teasers} teasers, {prose:.0f} characters of text, no date", url=url)
    if dated or typed:
        return
    if STATIC_TITLE.match(evidence.title.text) or _is_portal(page):
        raise StaticPage("no publication date", url=url)
    if teasers >= 5 and share < 0.5:
        raise ListingPage(f"{teasers} teasers and no date", url=url)
    if prose < ENOUGH and not any(True for _ in page.root.iter("article")):
        raise StaticPage("no publication date and little text", url=url)


def refuse_without_text(evidence: Evidence, lines: list[str], files: int) -> None:
    """Raise where hardly a word is left after cutting: an article has a sentence, a picture or a file."""
    url = evidence.page.url
    size = sum(map(len, lines))
    pictures = any(True for _ in evidence.place.element.iter("img")) if evidence.place else False
    if size >= FEWEST or files or (pictures and _near_dates(evidence)):
        return
    if _teaser_count(evidence):
        raise ListingPage(f"teasers and {size} characters of text", url=url)
    if size < FEWEST // 4:
        raise EmptyPage(f"{size} characters of text", url=url)


def _is_portal(page: Page) -> bool:
    """A Vietnamese page: its articles print their date, its standing pages do not."""
    lang = (page.root.get("lang") or "").lower()
    sample = page.text[:200_000]
    return lang.startswith("vi") or sum(sample.count(c) for c in "ưđơạảấầậếềệ") > 60


def _refuse_continuation(evidence: Evidence) -> None:
    """WordPress' second page of a post: /slug/2/ whose canonical link or page links lead to /slug/."""
    url = evidence.page.url
    match = CONTINUATION_URL.search(url)
    if match is None or not _is_wordpress(evidence.page):
        return
    first = url[: match.start() + 1]
    linked = any((a.get("href") or "").split("#")[0] == first for a in evidence.page.root.iter("a"))
    paged = re.search(r"\b(?:single-paged-\d+|paged-\d+|page-links|post-page-numbers)\b", evidence.page.text)
    if linked and paged:
        raise ContinuationPage("a later page of a post", url=url)
