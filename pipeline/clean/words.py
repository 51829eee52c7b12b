"""The words that tell an article's parts from what stands around it, in classes and in print."""

import re
from functools import lru_cache

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td"
    " tfoot th thead tr ul caption".split()
)
MUTE_TAGS = frozenset(
    (
        "script style noscript template iframe object embed select option textarea input svg math"
        " canvas head link meta title datalist"
    ).split()
)
"""Nothing in them is text."""
DEAD_TAGS = MUTE_TAGS | {"nav", "footer", "button", "dialog", "label", "aside"}
"""Text in them is never the article's."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NEGATIVE = re.compile(
    r"(?:^|[-_\s:])(?:comments?|commentlist|disqus|respond|reply|binh-?luan|related\w*"
    r"|(?:tin-?)?lien-?quan|tin-?khac"
    r"|tin-?moi|other-?(?:news|posts?|articles?)|more-?(?:news|stories|articles)|recommend\w*"
    r"|most-?(?:read|viewed)|"
    r"sidebars?|side-?bar|aside|footer|foot|menus?|mega-?menu|nav|navbar|navigation|topbar"
    r"|breadcrumbs?|crumbs?"
    r"|widgets?|banners?|advert\w*|ads?|adsense|qc|quang-?cao|shar(?:e|ing)\w*|socials?|socialicon"
    r"|toolbars?|tool-?box"
    r"|ratings?|votes?|vote-?\w+|polls?|tham-?do|log-?in|signin|sign-?up|register|dang-?nhap"
    r"|search\w*|tim-?kiem"
    r"|popups?|modals?|copyright|thong-?ke|counter|truy-?cap|web-?links?|lien-?ket|newsletter|subscri\w+"
    r"|promo\w*|sponsor\w*|outbrain|taboola|cookies?|gdpr|consent|pagers?|pagination|paging"
    r"|page-?numbers?|rss"
    r"|skip-?links?|screen-?reader-?text|sr-only|visually-?hidden|tags|tag(?=$|\s)|tag-?(?:list"
    r"|box|links|detail|cloud)|keywords?"
    r"|addthis\w*|a2a\w*|fb-(?:like|share|comments|root)|zalo\w*|post-?nav\w*|author-?(?:box|bio"
    r"|info)|imgpreview|jp-relatedposts"
    r"|yarpp\w*|print-?(?:btn|button|link)|hidden|d-none|accessibility|language-?\w*|hotline|qtip"
    r"|tooltip)(?:$|[-_\s:])",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"(?:[\w-]+-)?(?:has|no|not|with|without)-[\w-]+$|(?!visually)[\w-]+-(?:hidden|open|closed)$"
    r"|hidden-(?:xs|sm|print|phone|mobile)$",
    re.IGNORECASE,
)
"""Class words that say how an element is shown or what it holds: Drupal's "field-label-hidden",
themes' "has-sidebar", WordPress' "comments-open", Bootstrap's "hidden-xs". They never name what it is."""
_SHOWN = re.compile(
    r"(?:d|display)-(?:sm|md|lg|xl)-(?!none)\w+|(?:sm|md|lg|xl):(?!hidden)\w+", re.IGNORECASE
)
"""Bootstrap and Tailwind: hidden on small screens alone ("d-none d-md-block", "hidden md:flex")."""
_POSITIVE = re.compile(
    r"(?:^|[-_\s:])(?:article|body|content|detail\w*|entry|story|post|news|text|noi-?dung|chi-?tiet"
    r"|bai-?viet|main|fck\w*"
    r"|journal|maincontent)(?:$|[-_\s:])",
    re.IGNORECASE,
)
STOP = re.compile(
    r"^\W*(?:(?:các\s+|những\s+)?(?:tin(?:\s+tức)?|bài(?:\s+viết)?|bản tin|thông tin|văn bản"
    r"|chủ đề)\s*,?\s*(?:bài\s+)?"
    r"(?:đã đưa|khác|cũ hơn|mới hơn|mới nhất|mới|liên quan|cùng chuyên mục|cùng loại|cùng chủ đề"
    r"|nổi bật|đọc nhiều|xem nhiều"
    r"|tiếp theo|trước đó|đọc nhiều nhất|cùng thể loại|cùng mục|cùng danh mục)(?:\s+(?:cùng|trong"
    r"|của)\s[\w\s]{0,20})?"
    r"|(?:những\s+)?(?:tin|bài)(?:\s+viết)?\s+(?:mới|cũ)\s+hơn|(?:các\s+)?văn bản\s+(?:cùng|liên"
    r"|khác|mới).{0,40}|bình luận(?:\s*\(?\d*\)?)?|ý kiến bạn đọc(?:\s*\(\d+\))?"
    r"|ý kiến(?:\s+của bạn)?|phản hồi|gửi (?:bình luận|phản hồi|ý kiến)(?: của bạn)?"
    r"|để lại (?:một )?bình luận.*|viết bình luận"
    r"|xem thêm|đọc thêm|có thể bạn quan tâm|bạn có thể quan tâm|đừng bỏ lỡ|mời bạn đọc thêm"
    r"|tin đã đưa|liên quan"
    r"|related (?:articles|posts|stories|news|content|topics)|you may (?:also )?like|read (?:more"
    r"|next)|more (?:from|on|in) .{1,40}"
    r"|comments?(?: \(\d+\))?|leave a (?:reply|comment)|recommended(?: for you)?|most (?:read"
    r"|popular)|thông tin tác giả)\s*[:…\.»>]*\s*$",
    re.IGNORECASE,
)
"""A heading after which nothing belongs to the article."""
CHROME = re.compile(
    r"^\W*(?:in (?:bài viết|ra|trang|bài|tin)(?: này)?|bản in|gửi (?:email|bài viết|mail|cho bạn bè"
    r"|tin)(?: .{0,20})?|lưu (?:bài viết|tin|bài)(?: này)?"
    r"|chia sẻ(?: .{0,22})?|facebook|twitter|tweet|zalo|email|print|share(?: this)?(?: .{0,12})?"
    r"|like|thích|google\+?|linkedin|pinterest"
    r"|quay lại(?: trang)?|trở (?:lại|về)(?: .{0,16})?|về (?:đầu trang|trang trước)|lên đầu trang"
    r"|back|xem (?:với )?cỡ chữ|cỡ chữ|a[-+]?"
    r"|đọc bài(?: viết)?|nghe (?:bài viết|đọc bài)|nghe|giọng (?:nam|nữ)(?: .{0,12})?|copy link"
    r"|sao chép(?: liên kết)?|link bài gốc|lấy link"
    r"|(?:số )?(?:lượt|lần|người) (?:xem|đọc|truy cập|người xem)\s*:?\s*[\d.,]*"
    r"|lượt xem\s*:?\s*[\d.,]*|đã xem\s*:?\s*[\d.,]*|số lượt người xem\s*:?.*"
    r"|[\d.,]+ (?:lượt xem|lượt đọc|lượt người xem)|đánh giá(?: bài viết)?"
    r"|tổng số điểm của bài viết là.*|xếp hạng.*|click để đánh giá.*"
    r"|tags?|từ khóa|thẻ|chủ đề|follow us|theo dõi .{0,40}trên.{0,40}|mời quý độc giả.{0,60}"
    r"|advertisement|quảng cáo|sign up.*|skip to .*"
    r"|đăng ký|đăng nhập|bình chọn|gửi|báo lỗi|tắt chức năng.*|tắt .{0,12}gõ.*|phóng to|thu nhỏ"
    r"|xem ảnh lớn|tải về|về trang chủ|trang chủ|thêm bình luận|download)\W*[\d.,]*\W*$",
    re.IGNORECASE,
)
"""A short line that is a button or a counter, never text."""
STATIC_TITLE = re.compile(
    r"^\W*(?:giới thiệu|liên hệ|về chúng tôi|chức năng|cơ cấu|sơ đồ|lãnh đạo|ban lãnh đạo|điều khoản"
    r"|quy định sử dụng|chính sách"
    r"|hỏi đáp|câu hỏi|about|contact|terms|privacy|faq|sitemap|bản đồ|lịch sử hình thành|tổng quan"
    r"|thông tin liên hệ|đầu mối|danh bạ)",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def is_negative(names: str) -> bool:
    """Whether class and id words name something around the article."""
    return bool(_NEGATIVE.search(split_camel(_naming(names))))


def _naming(names: str) -> str:
    """The class and id words that name an element, without its states."""
    words = [word for word in names.split() if not _STATE.match(word)]
    if any(_SHOWN.fullmatch(word) for word in words):
        words = [word for word in words if word not in ("d-none", "hidden")]
    return " ".join(words)


def split_camel(names: str) -> str:
    """Class and id words with their parts apart: "lblTacGia" as "lbl-Tac-Gia"."""
    return _CAMEL.sub("-", names)


@lru_cache(maxsize=20_000)
def is_positive(names: str) -> bool:
    """Whether class and id words name an article's body."""
    return bool(_POSITIVE.search(split_camel(names)))
