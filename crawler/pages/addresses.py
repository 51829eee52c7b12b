"""Addresses: which lead to an article, which to a listing, which nowhere. Pure.

Only the address and its anchor text are looked at, so a wrong guess costs one request and no more:
what a page is, is decided when it is read.
"""

import re
from enum import Enum
from urllib.parse import parse_qsl, urlsplit

from crawler.pages.endless import is_endless
from crawler.platforms import PLATFORMS, Platform
from pipeline.remembering import remembered

Shape = Enum("Shape", ["ARTICLE", "LISTING", "SKIP"])

FILES = re.compile(
    r"\.(jpe?g|png|gif|webp|svg|ico|bmp|tiff?|pdf|docx?|xlsx?|pptx?|odt|ods|rtf|txt|zip|rar|7z|gz|mp[34]"
    r"|wav|wma|wmv|avi|mov|flv|m4a|css|js|json|xml|rss|atom|ics|exe|apk|ashx|axd)$",
    re.IGNORECASE,
)
SEGMENTS = frozenset(
    """
    login logout dang-nhap dang-xuat signin sign-in register dang-ky users user account tai-khoan
    thanh-vien member members lost-password quen-mat-khau search tim-kiem timkiem ket-qua-tim-kiem
    seek tag tags tu-khoa keyword topic topics author authors tac-gia print savefile sendmail share
    comment comments reply contact contacts lien-he lienhe gop-y feedback hoi-dap hoidap faq faqs qa
    qna hoi-va-dap siteterms privacy terms dieu-khoan-su-dung poll polls voting vote binh-chon
    tham-do-y-kien khao-sat opinions sitemap so-do-cong so-do-trang so-do-site so-do-website laws
    van-ban vanban van-ban-phap-luat van-ban-phap-quy van-ban-quy-pham-phap-luat he-thong-van-ban
    legal-documents thu-tuc-hanh-chinh dich-vu-cong cart gio-hang checkout calendar lich
    lich-cong-tac lich-lam-viec banners statistics thong-ke-truy-cap download downloads amp wp-admin
    wp-json wp-login.php admin administrator cgi-bin api ajax co-cau-to-chuc bo-may-to-chuc organs
    danh-ba duong-day-nong rao-vat weblinks lien-ket
    xoa delete del remove edit sua them like dislike unlike thich approve duyet update create
    """.split()
)
"""Path segments of pages that are neither news nor lists of it, as the portals' systems name them."""
SOFT_SEGMENTS = frozenset(
    """
    about gioi-thieu gioithieu gioi-thieu-chung documents rss feed feeds thu-vien-anh thu-vien-video
    album albums gallery galleries video videos media multimedia hinh-anh audio truyen-hinh
    """.split()
)
"""Segments that news may stand under all the same, when the rest of the address says so."""
COPY = re.compile(r"/(print|printer|trang-in|ban-in|in-bai)([./?-]|$)", re.IGNORECASE)
QUERY_SKIP = re.compile(
    r"(^|&)(download|print\w*|tmpl|share|reply\w*|keywords?|search\w*|tukhoa|tu-?khoa|returnurl|redirect\w*|output)="
    r"|(^|&)[sq]=(?!\d+(&|$))"
    r"|(^|&)(action|act|do|task|ctl|mode|cmd)=(log|sign|reg|profile|terms|privacy|send|mail|print|edit|add"
    r"|del|reply|comment|vote|poll|search|rss|feed|down|like|share|tag|rate|sort|captcha|dang|tim-?kiem|in(&|$))"
    r"|(^|&)lang(uage)?=(en|us|gb|zh|cn|ja|jp|ko|kr|fr|ru|de|lo|la|km|kh|th|es)",
    re.IGNORECASE,
)
"""What does something to a page, finds, sorts or translates. `do=`, `task=`, `s=` also choose articles
("?do=news&act=detail", Joomla's "task=view", "s=12"), so there the value decides.
"""
TAG = re.compile(r"-tag-?\d+(\.\w+)?$", re.IGNORECASE)
DETAIL = re.compile(
    r"(^|[/_-])(chi-?tiet(-?(tin|bai-?viet|tin-?tuc))?|(news|view)?-?detail|view|xem-tin|bai-viet|article"
    r"|post|tin-bai|view-article|view_content)([/_.-]|$)",
    re.IGNORECASE,
)
DETAILED = re.compile(
    r"/(chi-?tiet(-?(tin|bai-?viet|tin-?tuc))?|xem-?tin(-?tuc)?|bai-viet|tin-bai|(news|view|article|post)?-?details?)"
    r"/[^/]{6,}$",
    re.IGNORECASE,
)
"""A title behind a segment that says "in detail"."""
GROUPED = re.compile(
    r"/(category|categories|chuyen-?muc|danh-?muc|loai-?tin|nhom-?tin|chu-?de|term|itemlist/[a-z]+)/[^/]+/?$",
    re.IGNORECASE,
)
"""A name behind a segment that says "section"."""
DATED = re.compile(
    r"/(19|20)\d\d[-/_]\d\d?[-/_]\d\d?/[^/]{4,}|/(19|20)\d\d[01]\d([0-3]\d)?/[^/]{8,}"
)
DETAIL_PAIR = re.compile(
    r"(^|&)(mode|act|action|view|op|task|do|page|cmd)=(\w*detail\w*|chi-?tiet\w*|viewnews|xem-?tin)(&|$)",
    re.IGNORECASE,
)
ID_KEYS = re.compile(
    r"^(id|p|[abnt]id|bvid|idbv|nd|urile|ddocname|dinhdanh|detail\w*|baiviet\w*|matin\w*|item|article|post|news"
    r"|(news?|tin|tintuc|bai|article|item|content|post|doc|document|story|entry|detail)s?_?(id|no|code)"
    r"|n?id_?(news?|tin|tintuc|bai|baiviet|ch|content|article|post))$",
    re.IGNORECASE,
)
GROUP_KEYS = re.compile(
    r"cat|zone|group|nhom|chuyen_?muc|menu|module|section|channel|topic|year|nam$|page|trang|start|offset|limit"
    r"|cur|size|ctl|mid$|tab|lang|site|ver|^v$|^t$",
    re.IGNORECASE,
)
"""Numbered parameters that choose a group, a page of it or a place on the page."""
ID_VALUE = re.compile(r"^([A-Z_]*\d[\w-]*|[0-9a-f]{8,}|[0-9a-f-]{36})$", re.IGNORECASE)
ENDING_ID = re.compile(r"(?<=[-_./a-z])([a-z]{0,4}\d{1,20}|[0-9a-f]{7,32})$", re.IGNORECASE)
LONG_ID = re.compile(r"\d{6,}[^/]*$")
"""Portals number few sections and many articles, the newer ones by the time to the millisecond."""
PAGED = re.compile(
    r"/((page|trang|paged?|currentpage|page-?(index|no|number))[-_/]?|p-?)\d{1,4}(/|\.\w+$|$)"
    r"|(^|[_-])(page|paged?|p)-?\d{1,3}(\.\w+|/)?$"
    r"|[?&](page\w*|trang|p|start|\w*_?cur(page)?|currentpage|offset|limitstart)=\d{1,5}(&|$)",
    re.IGNORECASE,
)
PAGED_TITLE = re.compile(r"/(?P<title>[^/]+)[-_]trang-?\d{1,3}(\.\w+|/)?$", re.IGNORECASE)
"""The second page of "Tin tức" ends in "-trang-2", so does the second article on Nha Trang."""
EXTENSION = re.compile(r"\.(s?html?|aspx?|php|jsp|epi|vnp|vov|ldo|bdg|tpo|do)$", re.IGNORECASE)
PLATFORM_ARTICLE = re.compile(
    "|".join(f"(?:{p.article})" for p in PLATFORMS if p.article), re.IGNORECASE
)
ARTICLE_SCORE = 2.5
TITLE_WORDS = 5
NUMBERED_WORDS, TITLED_WORDS = 7, 9
"""A text of this many words names an article where a number stands in its address ("/tin/215")."""


@remembered(20_000)  # every page of a portal repeats its menus
def shape(url: str, text: str = "", platform: Platform | None = None) -> Shape:
    """What an absolute address looks like, with its anchor text and its platform where known."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    full = f"{parts.path}?{parts.query}" if parts.query else parts.path
    score = article_score(url, text)
    certain = bool(platform and platform.article and _finds(platform.article, full))
    if parts.scheme not in ("http", "https") or _is_skipped(path, parts.query, score):
        return Shape.SKIP
    if is_endless(url):
        return Shape.SKIP
    if platform and platform.skip and _finds(platform.skip, full):
        return Shape.SKIP
    if not certain and is_paged(full):
        return Shape.LISTING
    if path in ("", "/index.html", "/index.php") and not parts.query:
        return Shape.LISTING
    return Shape.ARTICLE if score >= ARTICLE_SCORE else Shape.LISTING


def is_paged(full: str) -> bool:
    """Whether an address, or its path and query, is that of a numbered page of a listing."""
    titled = PAGED_TITLE.search(full)
    return bool(PAGED.search(full) or (titled and _words(titled["title"]) < TITLE_WORDS))


def is_dated(url: str) -> bool:
    """Whether an address carries a day or a number as only articles do."""
    path = EXTENSION.sub("", urlsplit(url).path.rstrip("/"))
    return bool(DATED.search(path) or LONG_ID.search(path))


def _finds(pattern: str, full: str) -> bool:
    return bool(re.search(pattern, full, re.IGNORECASE))


def _is_skipped(path: str, query: str, score: float) -> bool:
    names = {EXTENSION.sub("", segment).lower() for segment in path.split("/") if segment}
    return bool(
        FILES.search(path)
        or names & SEGMENTS
        or TAG.search(path)
        or (names & SOFT_SEGMENTS and score < ARTICLE_SCORE)
        or COPY.search(path)
        or QUERY_SKIP.search(query)
    )


@remembered(20_000)
def article_score(url: str, text: str = "") -> float:
    """How much an address and its anchor text look like an article's; ARTICLE_SCORE and above: yes."""
    parts = urlsplit(url)
    full = f"{parts.path}?{parts.query}" if parts.query else parts.path
    marks = (
        (1.5, PLATFORM_ARTICLE.search(full)),
        (1.5, DATED.search(parts.path)),
        (1.0, DETAIL.search(parts.path)),
        (1.0, DETAILED.search(parts.path)),
        (1.0, DETAIL_PAIR.search(parts.query)),
        (-4.5, GROUPED.search(parts.path) and not is_dated(url)),
    )
    score = sum(weight for weight, mark in marks if mark)
    numbered = _id_score(parts.path, parts.query)
    told = 0.5 if numbered and NUMBERED_WORDS <= len(text.split()) < TITLED_WORDS else 0.0
    return score + _slug_score(parts.path) + numbered + _text_score(text) + told


def _slug_score(path: str) -> float:
    """Titles make long slugs: sections rarely pass five words, titles rarely stay below six."""
    segments = [EXTENSION.sub("", s) for s in path.split("/") if s][-3:]
    words = max((_words(segment) for segment in segments), default=0)
    steps = ((9, 2.5), (7, 2.0), (5, 1.0), (3, 0.5))
    return next((score for least, score in steps if words >= least), 0.0)


def _words(segment: str) -> int:
    return len([word for word in re.split(r"[-_.+ ]|%20", segment) if word and not word.isdigit()])


def _id_score(path: str, query: str) -> float:
    pairs = parse_qsl(query)
    if any(ID_KEYS.match(key) and ID_VALUE.match(value) for key, value in pairs):
        return 1.5
    numbered = any(v.isdigit() and len(v) > 2 and not GROUP_KEYS.search(k) for k, v in pairs)
    if numbered:
        return 1.5 if DETAIL.search(path) else 1.0
    segments = [EXTENSION.sub("", s) for s in path.split("/") if s]
    if segments and LONG_ID.search(segments[-1]):
        return 1.5
    if any(s.isdigit() for s in segments) or (segments and ENDING_ID.search(segments[-1])):
        return 1.0
    return 0.0


def _text_score(text: str) -> float:
    """Anchor texts of menus are short; those of titles are not."""
    words = len(text.split())
    steps = ((12, 2.5), (9, 2.0), (6, 1.0), (4, 0.0), (1, -0.5))
    return next((score for least, score in steps if words >= least), 0.0)


NUMBERS = re.compile(r"\d+")
WORDS = re.compile(r"[^/.?=&0-]+(-[^/.?=&0-]+)*")


@remembered(20_000)
def form(url: str) -> str:
    """How an address is built: its words and numbers left out, the rest as it stands."""
    parts = urlsplit(url)
    path = WORDS.sub("w", NUMBERS.sub("0", parts.path))
    return f"{path}?{'&'.join(sorted(pair.partition('=')[0] for pair in parts.query.split('&')))}"


def identity(url: str) -> str:
    """The part of an address that names its article wherever it is filed: the last segment where it
    carries a number or a title, else the parameters that number one; "" where nothing does.
    """
    parts = urlsplit(url)
    numbered = sorted(
        f"{key.lower()}={value}"
        for key, value in parse_qsl(parts.query)
        if ID_KEYS.match(key) and ID_VALUE.match(value)
    )
    if numbered:
        return f"{parts.path.lower()}?{'&'.join(numbered)}"
    last = parts.path.rstrip("/").rpartition("/")[2]
    stem = EXTENSION.sub("", last)
    if parts.query or not (ENDING_ID.search(stem) or _words(stem) >= TITLE_WORDS):
        return ""
    return last.lower()
