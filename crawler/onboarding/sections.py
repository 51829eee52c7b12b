"""Which entries of a portal's menus are sections of news, told by names and by what they hold. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import urlsplit

from crawler.onboarding.menus import MenuEntry, names_something
from crawler.pages.addresses import form
from pipeline.remembering import remembered

ASIDE = re.compile(
    r"^(trang )?(chủ|nhất|đầu)$|^home( ?page)?$"
    r"|^(giới thiệu|tổng quan|thông tin chung|about|introduction|overview)\b"
    r"|^(đăng (nhập|ký|xuất)|log ?(in|out)|sign|regist)|liên hệ|^contact|sơ đồ|site ?map"
    r"|^rss\b|tìm kiếm|^search|^(english|tiếng \w+|vietnamese|việt nam|vi|en)$"
    r"|hỏi\s*(-|–|và|,|&)?\s*(đáp|trả lời)|\bfaqs?\b|góp ý|phản ánh|bình luận|phản hồi|comment"
    r"|văn bản|thủ tục"
    r"|dịch vụ công|một cửa|^lịch (?!sử)|lịch (công tác|làm việc|tiếp|tuần|họp|cắt|hoạt động)"
    r"|quy chế|quy trình|biểu mẫu|thư viện|\bvideos?\b|\bclips?\b|\baudio\b|(hình|album) ảnh"
    r"|\balbum|gallery|phim|truyền hình|phát thanh|podcast|infographic|e-?magazine|báo in"
    r"|ấn phẩm|danh bạ|\bbản đồ|hộp thư|thư điện tử|e-?mail|webmail|đường dây nóng|khảo sát"
    r"|thăm dò|bình chọn|ý kiến|bộ máy|cơ cấu|chức năng|nhiệm vụ$|^nhiệm vụ|tiếp công dân"
    r"|liên kết|phần mềm|cơ sở dữ liệu|hệ thống(?! chính trị)|công báo|quay lại|^về đầu|tra cứu|điều khoản"
    r"|chính sách bảo mật|bản quyền|^(documents?|legal|procedures?|feedback|links|tags?)\b"
    r"|xem kết quả|vạn niên|xổ số|thời tiết|tỷ giá|quảng cáo|đặt báo|tòa soạn|toà soạn"
)
"""What stands beside the news: whatever else the name says, it is no section of it."""
NEWS = re.compile(
    r"(?<!thông )(?<!bản )(?<!công nghệ thông )\btin\b(?! (học|nhắn))|sự kiện|thời sự"
    r"|\bhoạt động\b|tiêu điểm|nổi bật|điểm báo|phóng sự|người tốt|việc tốt"
    r"|gương (người|sáng|điển hình|mặt)|điển hình|bài viết|\bnews\b|\bevents?\b|activities"
    r"|thông tin (tuyên truyền|thời sự|đối ngoại|tổng hợp|cơ sở)"
    r"|xây dựng (đảng|nông thôn|chính quyền)"
)
SUPPLY = re.compile(
    r"lịch sử|lãnh đạo|đấu thầu|quy hoạch|ngân sách|dự án|đề tài|đề án|tuyển dụng|số liệu"
    r"|thống kê|báo cáo|chiến lược|kế hoạch|điều kiện tự nhiên|danh lam|di tích|địa giới"
    r"|vị trí|bảng giá|giá đất|công khai|tiềm năng|tổ chức|đơn vị|phòng ban|ban ngành"
    r"|^các (xã|phường|thị trấn|ban|phòng)|nghị quyết|quyết định|công văn|tiểu sử|hồ sơ|tài liệu"
    r"|dữ liệu|đại biểu|giải quyết|khiếu nại"
)
"""Standing pages and stocks of papers, unless the name says that it is news about them."""
TOPIC = re.compile(
    r"chính trị|kinh tế|văn hóa|văn hoá|xã hội|đời sống|giáo dục|y tế|sức kho[ẻe]|thể thao"
    r"|du lịch|an ninh|quốc phòng|nội chính|pháp luật|cải cách|chuyển đổi số|công nghệ"
    r"|khoa học|môi trường|tài nguyên|nông nghiệp|nông thôn|công nghiệp|thương mại|dịch vụ"
    r"|đầu tư|xây dựng|giao thông|đô thị|đoàn thể|mặt trận|đảng|dân vận|dân tộc|tôn giáo"
    r"|thanh niên|phụ nữ|nông dân|cựu chiến binh|công đoàn|tuyên truyền|phổ biến|thông báo"
    r"|chỉ đạo|điều hành|trong nước|quốc tế|thế giới|trong (tỉnh|huyện|xã)|phòng chống"
    r"|dịch bệnh|bầu cử|đại hội|nghiên cứu|trao đổi|bình luận|chuyện|học tập và làm theo"
    r"|(đất|nhân) và người|đất và người|việc làm|lao động|người có công|chính sách|văn xã"
    r"|văn nghệ|nhân ái|bạn đọc|giải trí|kinh doanh|bảo hiểm|phòng cháy|nhịp (sống|cầu)"
    r"|quê hương|chủ trương|khuyến nông|tiêu dùng|thị trường|doanh nghiệp|^thông tin"
)
"""Subjects that portals sort their news by; a page of another kind may bear such a name."""
MARKED_NUMBER = re.compile(r"[-_/]([a-z]{1,3})\d+(?:\.\w+)?/?$", re.IGNORECASE)
WORTH = {"news": 2.0, "topic": 1.5, "plain": 0.0, "supply": -1.5, "aside": -5.0}
ENOUGH = 1.5
MOST = 40
SITE = "/"
FEWEST_ARTICLES = 2
FEWEST_KIN = 2
TITLE_WORDS = 6
"""Words of a name from which on an address like an article's is one."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A menu's entry and how much speaks for its being a section of news; ENOUGH and above: it is."""

    entry: MenuEntry
    score: float
    articles: int | None = None
    """Articles that its page lists; None where it was not looked at."""


@remembered(4_096)
def subject(name: str) -> str:
    """What a name speaks of: "news", "topic", "plain" (neither), "supply" or "aside"."""
    low = normalize("NFC", name).lower()
    for kind, words in (("aside", ASIDE), ("news", NEWS), ("supply", SUPPLY), ("topic", TOPIC)):
        if words.search(low):
            return kind
    return "plain"


def judge_entries(
    entries: Sequence[MenuEntry],
    articles: Iterable[str],
    *,
    seen: Mapping[str, int | None] | None = None,
    everywhere: frozenset[str] = frozenset(),
) -> list[Judged]:
    """The entries in page order with their scores.

    `articles`: addresses of articles on the home page; `seen`: how many articles the pages that
    were looked at list, None for one that did not answer; `everywhere`: addresses that stand on
    every page looked at, as those of menus do.
    """
    paths = Counter(stem for url in articles for stem in _stems(url))
    kin = _forms(entries)
    judged = []
    for entry in entries:
        kinship, in_menu = kin.get(_form(entry.url), 0.0), entry.url in everywhere
        score = _by_name(entry) + _by_place(entry, paths) + kinship
        score += 0.5 if in_menu else 0.0
        score -= 0.0 if kinship or not entry.like_article else _doubt(entry, in_menu=in_menu)
        judged.append(_by_visit(entry, score, seen or {}))
    return judged


def chosen(judged: Iterable[Judged]) -> list[Judged]:
    """The sections of news, each name once, in page order; MOST at most."""
    found: dict[str, Judged] = {}
    for one in judged:
        if one.score >= ENOUGH and names_something(one.entry.name):
            found.setdefault(one.entry.name.lower(), one)
    every = list(found.values())
    if len(every) > MOST:  # a newspaper: its sections without what lies below them
        stems = {_stem(one.entry.url) for one in every} - {"", SITE}
        every = [one for one in every if not stems & set(_stems(one.entry.url))] or every
    return every[:MOST]


def to_visit(judged: Iterable[Judged], most: int) -> list[MenuEntry]:
    """The entries whose pages are worth a look, those that look most like news first."""
    hopeful = [one for one in judged if one.score > WORTH["supply"] and one.entry.name]
    ranked = sorted(hopeful, key=lambda one: one.score, reverse=True)  # stable: page order decides
    return [one.entry for one in ranked[:most]]


def _doubt(entry: MenuEntry, *, in_menu: bool) -> float:
    """How much an address that looks like an article's speaks against a section."""
    if len(entry.name.split()) >= TITLE_WORDS:
        return 4.0
    return 0.0 if in_menu else 1.5


def _by_name(entry: MenuEntry) -> float:
    own = subject(entry.name)
    if own == "aside" or not names_something(entry.name):
        return WORTH["aside"]
    above = next((kind for kind in map(subject, entry.under) if kind != "plain"), "plain")
    return WORTH[own] + {"aside": -2.5, "supply": -1.0, "news": 1.5, "topic": 1.0}.get(above, 0.0)


def _by_place(entry: MenuEntry, paths: Counter[str]) -> float:
    """Articles under its address, or in the block that it heads.

    What holds every article, as "/vi/" does, is the site: that says nothing.
    """
    below = paths[_stem(entry.url)]
    told = 0 if below == paths[SITE] else min(below, 2)
    return told + (2.0 if entry.heads >= 2 else 0.0)


def _stems(url: str) -> Iterable[str]:
    """The folders that an address lies in, the site's root first."""
    parts = urlsplit(url).path.split("/")[1:-1]
    for end in range(len(parts) + 1):
        yield f"/{'/'.join(parts[:end])}/" if end else SITE


def _stem(url: str) -> str:
    """The folder that an address is, or would be: "/tin-tuc.html" and "/tin-tuc/" are "/tin-tuc/"."""
    path = re.sub(r"\.(html?|aspx?|php)$", "", urlsplit(url).path.rstrip("/"), flags=re.IGNORECASE)
    return "" if urlsplit(url).query else f"{path}/"


def _forms(entries: Iterable[MenuEntry]) -> dict[str, float]:
    """Address forms that only news have: "-c12.aspx" for sections, "-p3.aspx" for standing pages."""
    forms: dict[str, Counter[str]] = {}
    for entry in entries:
        kind = "title" if len(entry.name.split()) >= TITLE_WORDS else subject(entry.name)
        forms.setdefault(_form(entry.url), Counter())[kind] += 1
    return {shape: 1.5 for shape, kinds in forms.items() if _are_sections(kinds)}


def _form(url: str) -> str:
    """How an address is built, with the letters that mark its number: "-c12.aspx" is not "-p3.aspx"."""
    marked = MARKED_NUMBER.search(urlsplit(url).path)
    return f"{form(url)} {marked[1] if marked else ''}"


def _are_sections(kinds: Counter[str]) -> bool:
    """Whether entries of one form are sections: subjects of news, and little else among them."""
    others = 4 * (kinds["aside"] + kinds["supply"]) + kinds["plain"] + kinds["title"]
    return kinds["news"] + kinds["topic"] >= max(FEWEST_KIN, others)


def _by_visit(entry: MenuEntry, score: float, seen: Mapping[str, int | None]) -> Judged:
    """What a section's own page lists outweighs its name, but for what stands beside the news."""
    if entry.url not in seen:
        return Judged(entry, score)
    count = seen[entry.url]
    if count is None:  # where none of the pages answers, nothing is learnt of any of them
        return Judged(entry, score - (4.0 if any(seen.values()) else 0.0))
    return Judged(entry, score + (3.0 if count >= FEWEST_ARTICLES else -4.0), count)
