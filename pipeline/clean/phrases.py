"""Printed words that are no text: headings of what follows an article, buttons, links to other articles."""

import re

_OTHER_NEWS = (
    r"(?:các\s+|những\s+)?"
    r"(?:tin(?:\s+tức)?|bài(?:\s+viết)?|bản tin|thông tin|văn bản|chủ đề)\s*,?\s*(?:bài\s+)?"
    r"(?:đã đưa|khác|cũ hơn|mới hơn|mới nhất|mới|liên quan|cùng chuyên mục|cùng loại|cùng chủ đề|nổi bật"
    r"|đọc nhiều|xem nhiều|tiếp theo|trước đó|đọc nhiều nhất|cùng thể loại|cùng mục|cùng danh mục)"
    r"(?:\s+(?:cùng|trong|của)\s[\w\s]{0,20})?"
)
"""Every Vietnamese way to head a list of other articles: "Các tin đã đưa", "Bài viết cùng chuyên mục"."""
_OTHERS = (
    # Vietnamese
    _OTHER_NEWS,
    r"(?:những\s+)?(?:tin|bài)(?:\s+viết)?\s+(?:mới|cũ)\s+hơn",
    r"(?:các\s+)?văn bản\s+(?:cùng|liên|khác|mới).{0,40}",
    r"bình luận(?:\s*\(?\d*\)?)?|ý kiến bạn đọc(?:\s*\(\d+\))?|ý kiến(?:\s+của bạn)?|phản hồi",
    r"gửi (?:bình luận|phản hồi|ý kiến)(?: của bạn)?|để lại (?:một )?bình luận.*|viết bình luận",
    r"xem thêm|đọc thêm|có thể bạn quan tâm|bạn có thể quan tâm|đừng bỏ lỡ|mời bạn đọc thêm",
    r"tin đã đưa|liên quan|thông tin tác giả",
    # English
    r"related (?:articles|posts|stories|news|content|topics)|you may (?:also )?like|read (?:more|next)",
    r"more (?:from|on|in) .{1,40}|comments?(?: \(\d+\))?|leave a (?:reply|comment)|recommended(?: for you)?",
    r"most (?:read|popular)|about the authors?|share this (?:article|story|post)|trending(?: now)?",
    r"top stories|latest (?:news|stories)",
    # German
    r"(?:das |dies )?(?:thema )?könnte(?:n)? (?:sie|dich|euch) auch interessieren",
    r"auch interessant|mehr zum thema",
    r"weitere (?:artikel|themen|meldungen)|ähnliche (?:artikel|beiträge)|verwandte (?:artikel|themen)",
    r"kommentare?(?: \(\d+\))?|schreibe einen kommentar|schlagw[oö]rte?r?|über den autor|meistgelesen",
    # French
    r"(?:à )?lire (?:aussi|également)|sur le même (?:sujet|thème)|articles? (?:liés|similaires|connexes)",
    r"commentaires?(?: \(\d+\))?|laisser un commentaire|vous aimerez aussi|les plus lus",
    # Spanish and Portuguese
    r"(?:te|le) puede interesar|lee también|leer más|noticias relacionadas|comentarios?",
    r"más (?:noticias|leídas)|temas relacionados|artículos relacionados",
    r"leia (?:também|mais)|notícias relacionadas|veja também|mais lidas|comentários?",
    # Italian, Dutch, Indonesian, Turkish, Polish, Scandinavian, Finnish, Czech, Hungarian
    r"leggi anche|articoli correlati|potrebbe interessarti(?: anche)?|commenti|lees ook|meer over",
    r"gerelateerd(?:e artikelen)?|reacties|baca juga|berita terkait|artikel terkait|ilgili haberler|yorumlar",
    r"zobacz (?:też|także|również)|czytaj (?:też|także|również)|komentarze|læs også|les også",
    r"läs (?:också|mer|även)|lue myös|přečtěte si také|související články|kapcsolódó cikkek",
    # Russian and Ukrainian
    r"читайте (?:также|також)|по теме|по темі|комментарии|связанные новости",
    # Chinese, Japanese, Korean, Arabic
    r"相关(?:新闻|阅读|文章|推荐|链接)|相關(?:新聞|閱讀|文章)|延伸阅读|延伸閱讀|推荐阅读|関連(?:記事|ニュース|リンク)",
    r"おすすめ記事|관련\s?(?:기사|뉴스)|추천\s?(?:기사|뉴스)|많이 본 (?:기사|뉴스)|اقرأ أيضا|مواضيع ذات صلة",
)
STOP = re.compile(rf"^\W*(?:{'|'.join(_OTHERS)})\s*[:：…\.»>]*\s*$", re.IGNORECASE)
"""A heading after which nothing belongs to the article."""
_ALSO = (
    r"xem thêm|đọc thêm|mời xem thêm|tin liên quan|>>",
    r"read (?:more|also|next)|also read|see also|related|more(?: on| from)?(?: this)?",
    r"don't miss|recommended|watch",
    r"lesen sie (?:auch|mehr)|mehr (?:dazu|zum thema)|siehe auch",
    r"(?:à )?lire (?:aussi|également|encore|plus)|voir aussi",
    r"lee (?:también|además|más)|leer más|ver también|te puede interesar",
    r"leia (?:também|mais)|veja (?:também|mais)|saiba mais|leggi anche|vedi anche|lees ook|bekijk ook",
    r"baca (?:juga|selengkapnya)|ayrıca|ilgili haber|zobacz|czytaj|læs også|les også|läs (?:också|mer|även)",
    r"lue myös|přečtěte si|čtěte (?:také|více)|читайте (?:также|також|ещё)|см\. также",
    r"延伸阅读|相关阅读|関連記事|관련기사|اقرأ أيضا",
)
ALSO_READ = re.compile(rf"^\W*(?:{'|'.join(_ALSO)})\b\s*[:：|»›>–—-]*", re.IGNORECASE)
"""Before a link to another article within the text."""
CHROME = re.compile(
    r"^\W*(?:in (?:bài viết|ra|trang|bài|tin)(?: này)?|bản in|gửi (?:email|bài viết|mail|cho bạn bè"
    r"|tin)(?: .{0,20})?|lưu (?:bài viết|tin|bài)(?: này)?"
    r"|chia sẻ(?: (?:bài|tin|trang|link|liên kết|lên|qua|trên|tới|facebook|zalo|ngay|mạng"
    r"|với bạn).{0,20})?|facebook|twitter|tweet|zalo|email|print|share(?: this)?(?: .{0,12})?"
    r"|like|thích|google\+?|linkedin|pinterest"
    r"|quay lại(?: trang)?|trở (?:lại|về)(?: .{0,16})?|về (?:đầu trang|trang trước)|lên đầu trang"
    r"|back|xem (?:với )?cỡ chữ|cỡ chữ|a[-+]?"
    r"|đọc bài(?: viết)?|nghe (?:bài viết|đọc bài)|nghe|giọng (?:nam|nữ)(?: .{0,12})?|copy link"
    r"|sao chép(?: liên kết)?|link bài gốc|lấy link"
    r"|(?:số )?(?:lượt|lần|người) (?:xem|đọc|truy cập|người xem)\s*:?\s*[\d.,]*"
    r"|lượt xem\s*:?\s*[\d.,]*|đã xem\s*:?\s*[\d.,]*|số lượt người xem\s*:?.*"
    r"|[\d.,]+ (?:lượt xem|lượt đọc|lượt người xem)|đánh giá(?: bài viết)?"
    r"|tổng số điểm của bài viết là.*|xếp hạng.*|click để đánh giá.*"
    r"|tags?|từ khóa|thẻ|chủ đề|(?:mã )?qr(?: ?code)?"
    r"|follow us|theo dõi .{0,40}trên.{0,40}|mời quý độc giả.{0,60}"
    r"|(?:hiện )?chưa có (?:bình luận|ý kiến|phản hồi)(?: nào)?(?: cho bài viết(?: này)?)?"
    r"|\d{1,2}:\d\d\s*/\s*\d{1,2}:\d\d"
    r"|advertisement|quảng cáo|sign up.*|skip to .*"
    r"|đăng ký|đăng nhập|bình chọn|gửi|báo lỗi|tắt chức năng.*|tắt .{0,12}gõ.*|phóng to|thu nhỏ"
    r"|xem ảnh lớn|tải về|về trang chủ|trang chủ|thêm bình luận|download)\W*+(?:\d[\d.,]*+)?\W*+$",
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
STANDING_TITLE = re.compile(
    r"^\W*(?:(?:trang\s+)?giới thiệu(?: chung)?|(?:sơ đồ|cơ cấu|bộ máy)(?: bộ máy)? tổ chức(?: bộ máy)?"
    r"|chức năng\W+(?:và\s+)?nhiệm vụ(?:\W+(?:và\s+)?quyền hạn)?|lịch sử hình thành(?: và phát triển)?"
    r"|điều kiện tự nhiên|hỏi\W*đáp(?: pháp luật| trực tuyến)?|câu hỏi thường gặp|thông tin liên hệ|liên hệ"
    r"|sơ đồ (?:cổng|trang|web\w*)(?: thông tin)?(?: điện tử)?|danh bạ(?: điện thoại| cơ quan)?)\W*$",
    re.IGNORECASE,
)
"""The whole name of a page that stands for years, whatever date it prints: its last change, a question's."""
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")


def word_count(text: str) -> int:
    """How many words a line has; scripts without spaces count a word for two letters."""
    return max(len(text.split()), len(_UNSPACED.findall(text)) // 2)
