"""The third set: what neither of the others tries, written without a look at the rules of pipeline/watch.

Named rightly when it was first run: 36 of 58, of the harmful 30 of 51; all of its near-misses were quiet.
"""
# ruff: noqa: E501 - pages as portals send them

import json

from mutations import third_answers as answers
from mutations import third_bodies as bodies
from mutations import third_news as news
from mutations import third_tools as tools
from mutations import third_words as words
from mutations.breakages import (
    BLOCKED,
    BROKEN,
    DOWN,
    GONE,
    WORSE,
    Breakage,
    articles,
    instead,
    pages,
    raw,
)
from mutations.nearmisses import QUIET

INCAPSULA = (
    "<head><META NAME='robots' CONTENT='noindex,nofollow'></head><body><iframe id='main-iframe' src='/_Incapsula_Resource?"
    "SWUDNSAI=31&xinfo=9-1' frameborder=0 width='100%'>Request unsuccessful. Incapsula incident ID: 77-8</iframe></body>"
)
COOKIE = (
    '<body><script>document.cookie="D1N=5f1b8c0d2e"+"; expires=Fri, 31-Dec-2099 23:59:59 GMT; path=/";'
    "window.location.reload(true);</script></body>"
)
ABROAD = (
    "<head><meta charset=utf-8><title>Từ chối truy cập</title></head><body><h1>Truy cập bị từ chối</h1><p>Địa chỉ IP của"
    " bạn nằm ngoài lãnh thổ Việt Nam nên không được phép truy cập hệ thống này.</p></body>"
)
PAUSE = (
    "<head><meta charset=utf-8><title>Cổng thông tin</title></head><body><div><img src=/logo.png><h2>Website đang được"
    " cập nhật phiên bản mới</h2><p>Dự kiến hoạt động trở lại trong thời gian sớm nhất. Trân trọng!</p></div></body>"
)
AWAY = (
    "<head><meta charset=utf-8><meta http-equiv='refresh' content='0; url=https://cong-moi.example/trang-chu'><title>Chuyển"
    " hướng</title></head><body>Đang chuyển đến <a href='https://cong-moi.example/trang-chu'>địa chỉ mới</a>…</body>"
)
EXPIRED = (
    "<head><meta charset=utf-8><title>Tên miền hết hạn</title></head><body><h1>Tên miền congmau.vn đã hết hạn sử dụng</h1>"
    "<p>Nếu bạn là chủ sở hữu, vui lòng liên hệ nhà đăng ký để gia hạn tên miền. Gọi 1900 0000.</p></body>"
)
IIS = (
    "<head><title>IIS Windows Server</title></head><body><div id=container><a href='http://go.microsoft.com/fwlink/?"
    "linkid=66138&amp;clcid=0x409'><img src='iisstart.png' alt='IIS' width=960 height=600></a></div></body>"
)
INDEX_OF = (
    "<head><title>Index of /</title></head><body><h1>Index of /</h1><table><tr><th>Name</th><th>Last modified</th><th>Size"
    "</th></tr><tr><td><a href='cgi-bin/'>cgi-bin/</a></td><td>2026-03-09 10:02</td><td>-</td></tr><tr><td><a href='"
    "backup_web.zip'>backup_web.zip</a></td><td>2026-03-09 10:04</td><td>412M</td></tr></table></body>"
)
NO_DATABASE = (
    "<head><title>Database Error</title></head><body id=error-page><div class=wp-die-message><h1>Error establishing a"
    " database connection</h1></div></body>"
)
CONSENT = (
    "<head><meta charset=utf-8><title>Chính sách quyền riêng tư</title></head><body><form method=post action='/dong-y'>"
    "<h1>Trước khi tiếp tục</h1><p>Trang này dùng cookie và xử lý dữ liệu cá nhân theo Nghị định 13. Bấm Đồng ý để vào"
    " trang.</p><button name=ok value=1>Đồng ý</button></form></body>"
)
UNNAMED = {
    "one picture for all": "stored articles that are read again take the new picture without a revision, so"
    " that the usual ones seem to have had it",
}
"""What the watch does not name within two runs, and why."""
LISTS = r"no-news|listing|news|empty"
WORDS = r"charset|coding|garbl|mojibake|letters|accents|text|title|language"
INSIDE = r"repeat|chrome|boilerplate|template|text|long"

THIRD_SET = (
    Breakage(
        "pause for a new version",
        instead(PAUSE),
        DOWN + BROKEN,
        f"maintenance|{LISTS}",
        "wordpress",
    ),
    Breakage(
        "challenge in a frame",
        instead(INCAPSULA),
        BLOCKED,
        r"challenge|block|firewall|captcha",
        "webforms",
    ),
    Breakage(
        "challenge by cookie",
        instead(COOKIE),
        BLOCKED + BROKEN,
        r"challenge|script|cookie|block|captcha",
        "calendar",
    ),
    Breakage(
        "not from abroad",
        instead(ABROAD),
        BLOCKED,
        r"forbid|refus|block|denied|country|turned",
        "nukeviet",
    ),
    Breakage(
        "401",
        instead("<h1>401</h1>", 401, WWW_Authenticate="Basic realm=x"),
        BLOCKED,
        r"401|log ?in|password|forbid",
        "webforms",
    ),
    Breakage(
        "robots forbid the articles",
        answers.articles_forbidden,
        BLOCKED + BROKEN,
        r"robots",
        "calendar",
        days=(1, 1, 1),
    ),
    Breakage(
        "https that is none",
        answers.secured,
        DOWN + BROKEN,
        r"tls|certificate|ssl|connection|answer|secur|handshake",
        "modern",
        timeout=1.5,
    ),
    Breakage(
        "articles on another host",
        answers.elsewhere,
        GONE + BROKEN,
        r"redirect|offsite|moved|another|host",
        "parts",
    ),
    Breakage(
        "drips", raw(answers.drip), DOWN, r"time|answer|connection|slow", "wordpress", timeout=0.7
    ),
    Breakage(
        "503 for an hour each",
        instead("<h1>Service Unavailable</h1>", 503, Retry_After="3600"),
        DOWN + BLOCKED,
        r"503|busy|maintenance|server|wait",
        "parts",
    ),
    Breakage(
        "handed on for ever", answers.handed_on, DOWN + BROKEN, r"circle|redirect", "calendar"
    ),
    Breakage(
        "leads away by its head",
        instead(AWAY),
        GONE + BROKEN,
        f"moved|successor|redirect|another|{LISTS}",
        "nukeviet",
    ),
    Breakage("name expired", instead(EXPIRED), GONE, r"park|sale|expir", "webforms"),
    Breakage(
        "default page, other vendor",
        instead(IIS),
        GONE + BROKEN + DOWN,
        r"default|web server",
        "nukeviet",
    ),
    Breakage(
        "index of a folder",
        instead(INDEX_OF),
        GONE + BROKEN + DOWN,
        f"default|server|folder|director|{LISTS}",
        "wordpress",
    ),
    Breakage(
        "just installed",
        answers.fresh,
        BROKEN + GONE,
        f"404|gone|articles|default|{LISTS}",
        "wordpress",
    ),
    Breakage(
        "no database 200",
        instead(NO_DATABASE),
        DOWN + BROKEN,
        r"error|database|server",
        "wordpress",
    ),
    Breakage("blank 200", answers.blank, DOWN + BROKEN, f"blank|answer|{LISTS}", "parts"),
    Breakage(
        "410 everywhere",
        instead("<h1>Gone</h1>", 410),
        GONE + BROKEN + DOWN,
        r"410|gone",
        "webforms",
    ),
    Breakage(
        "slow down, 200",
        answers.tickets,
        BLOCKED,
        r"challenge|block|flood|busy|429|fast|slow",
        "nukeviet",
    ),
    Breakage(
        "asks for consent",
        instead(CONSENT),
        BLOCKED + BROKEN,
        f"cookie|consent|block|{LISTS}",
        "modern",
    ),
    Breakage(
        "feeds free, pages 403", answers.pages_forbidden, BLOCKED, r"403|forbid|refus", "wordpress"
    ),
    Breakage(
        "complaints in JSON",
        answers.json_alone,
        DOWN + BROKEN + BLOCKED,
        f"json|html|content|type|{LISTS}",
        "modern",
    ),
    Breakage(
        "pages as downloads",
        answers.downloads,
        DOWN + BROKEN,
        f"html|content|type|document|{LISTS}",
        "calendar",
    ),
    Breakage("home page 500", answers.home_fails, DOWN + BROKEN, r"500|server|home", "modern"),
    Breakage(
        "links based elsewhere",
        pages(answers.based),
        GONE + WORSE,  # its sitemap goes on, and is not read at each visit
        f"offsite|another|host|moved|{LISTS}",
        "wordpress",
        always=True,
    ),
    Breakage(
        "another authority's portal",
        answers.vhost,
        BROKEN + GONE + ("degraded",),
        f"404|another|foreign|title|articles|{LISTS}",
        "nukeviet",
    ),
    Breakage(
        "betting lines in bodies",
        tools.body(bodies.betting_inside),
        WORSE + GONE,
        r"hijack|bet|foreign|repeat|text",
        "nukeviet",
    ),
    Breakage(
        "betting posts among the news",
        None,
        WORSE + GONE,
        r"hijack|bet|casino|foreign",
        "nukeviet",
        before=news.betting_posts,
        always=True,
    ),
    Breakage("leads gone", articles(bodies.leadless), ("degraded",), r"lead", "parts", always=True),
    Breakage("dates in words, ago", tools.dated(words.ago), ("degraded",), r"date", "parts"),
    Breakage(  # pages without a date are read as standing ones there
        "no years", tools.dated(words.yearless), WORSE, r"date|standing", "nukeviet"
    ),
    Breakage("English dates", tools.dated(words.in_english), ("degraded",), r"date", "calendar"),
    Breakage(
        "seven hours ahead", words.shifted(7), ("degraded",), r"date|future|time|clock", "modern"
    ),
    Breakage(
        "seven hours behind", words.shifted(-7), ("degraded",), r"date|time|hour|clock", "parts"
    ),
    Breakage(
        "oldest first",
        None,
        ("late", "broken", "degraded"),
        f"silen|late|days|since|order|{LISTS}",
        "parts",
        days=(1, 2, 3, 2),
        before=news.oldest_first,
    ),
    Breakage(
        "frozen under a clock",
        tools.text_of(words.ever_today),
        ("late",),
        r"silen|late|no-new|last|days|since",
        "calendar",
        days=(6, 2, 2, 2),
        a_day=0,
        always=True,
    ),
    Breakage(
        "tickets in addresses",
        answers.with_sessions,
        WORSE,
        r"repeat|same|twice|session|address|endless|request|listing|title|copies",
        "nukeviet",
    ),
    Breakage(
        "every address new",
        answers.at_new_addresses,
        WORSE,
        r"repeat|same|twice|address|gone|moved|copies|withdrawn|again",
        "calendar",
        before=news.new_addresses,
    ),
    Breakage(
        "yesterday's pieces again",
        None,
        ("degraded",),
        r"repeat|same|twice|copies|title|again",
        "modern",
        before=news.again,
    ),
    Breakage(
        "numbers reused",
        answers.renumbered,
        WORSE,
        r"title|repeat|same|twice|edited|changed|old|again|copies|date",
        "webforms",
    ),
    Breakage("sections before titles", tools.text_of(words.tagged), WORSE, r"title", "modern"),
    Breakage("titles drawn", articles(bodies.title_drawn), WORSE, r"title", "webforms"),
    Breakage(
        "titles cut off",
        tools.told(words.cut_off, lines=False),
        ("degraded",),
        r"title",
        "wordpress",
    ),
    Breakage(
        "one author for all",
        articles(bodies.one_author),
        ("degraded",),
        r"author",
        "nukeviet",
        always=True,
    ),
    Breakage(
        "first lines alone",
        tools.body(
            lambda s, i, x: (
                f"<p>{i.parts[0][0][:90]}… <a href='/dang-nhap'>Đăng nhập để đọc tiếp</a></p>"
            )
        ),
        WORSE + BLOCKED,
        r"short|text|log ?in|length",
        "modern",
    ),
    Breakage(
        "in a viewer",
        tools.body(
            lambda s, i, x: (
                f"<iframe src='/viewer/web/viewer.html?file=/upload/vb-{i.number}.pdf' height=900></iframe>"
            )
        ),
        WORSE,
        r"document|short|text|reject|empty|no-article|articles",
        "wordpress",
    ),
    Breakage(
        "bodies by script",
        tools.body(lambda s, i, x: f"<script>var noiDung = {json.dumps(x)};</script><div id=nd>"),
        WORSE,
        r"script|empty|short|text|reject",
        "calendar",
    ),
    Breakage("menu in bodies", tools.body(bodies.menu_inside), ("degraded",), INSIDE, "webforms"),
    Breakage(
        "counters in bodies", tools.body(bodies.counters_inside), ("degraded",), INSIDE, "parts"
    ),
    Breakage(
        "other pieces in bodies",
        tools.body(bodies.others_inside),
        ("degraded",),
        INSIDE,
        "calendar",
    ),
    Breakage("letters of old fonts", pages(words.in_tcvn3), WORSE, WORDS, "webforms"),
    Breakage("no tones", pages(words.toneless), WORSE, WORDS, "nukeviet"),
    Breakage("escaped twice", pages(words.escaped_twice), WORSE, WORDS, "wordpress"),
    Breakage("English edition", tools.told(words.english), WORSE, WORDS, "modern"),
    Breakage(
        "words run together",
        tools.told(lambda i, words: words.replace(" ", "")),
        WORSE,
        WORDS,
        "parts",
    ),
    Breakage(
        "one picture for all",
        articles(bodies.same_picture),
        ("degraded",),
        r"picture|image",
        "parts",
        always=True,
    ),
    Breakage(
        "pictures by script", articles(bodies.lazy), ("degraded",), r"picture|image", "modern"
    ),
)

THIRD_NEAR = (
    Breakage("warnings above pages", pages(answers.warned), QUIET, "", "nukeviet"),
    Breakage("marks apart", pages(words.decomposed), QUIET, "", "modern"),
    Breakage("sections merged", answers.merged, QUIET, "", "calendar"),
    Breakage(
        "new addresses, old ones lead there",
        answers.led_to_new_addresses,
        QUIET,
        "",
        "calendar",
        before=news.new_addresses,
    ),
    Breakage("feeds and sitemaps gone", answers.no_machine_lists, QUIET, "", "wordpress"),
    Breakage("robots.txt is a page", answers.robots_page, QUIET, "", "parts", days=(1, 1, 1)),
    Breakage("a bar about cookies", pages(answers.bannered), QUIET, "", "modern"),
    Breakage(
        "news of bets",
        None,
        QUIET,
        "",
        "calendar",
        before=news.on_themes(
            "Triệt phá đường dây cá cược bóng đá",
            "Xét xử nhóm tổ chức casino trực tuyến",
            "Tuyên truyền phòng chống cờ bạc, tài xỉu online",
        ),
    ),
    Breakage(
        "news of outages",
        None,
        QUIET,
        "",
        "wordpress",
        before=news.on_themes(
            "Bảo trì hệ thống dịch vụ công",
            "Trang tin tạm ngừng hoạt động để nâng cấp",
            "Mã captcha khi đăng nhập hệ thống",
        ),
    ),
    Breakage("one long report", None, QUIET, "", "parts", before=news.one_long_report),
    Breakage("a headline each week alike", None, QUIET, "", "webforms", before=news.same_headline),
    Breakage("pictures elsewhere", articles(bodies.elsewhere_pictured), QUIET, "", "modern"),
    Breakage(
        "one section fails once", None, QUIET, "", "nukeviet", changes=(answers.section_fails, None)
    ),
    Breakage(
        "other spelling of dates",
        tools.dated(
            lambda s, when: f"Ngày đăng: {when.day}/{when.month}/{when.year} lúc {when:%H:%M:%S}"
        ),
        QUIET,
        "",
        "parts",
    ),
)
