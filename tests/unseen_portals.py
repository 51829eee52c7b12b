"""Portals in idioms that the farm does not have, each as {path: answer}; `commands.portal` serves them.

Every name, place and sentence is made up.
"""

import json
import unicodedata
from collections.abc import Iterator

HTML = {"Content-Type": "text/html"}
UTF8 = {"Content-Type": "text/html; charset=utf-8"}
XML = {"Content-Type": "application/xml"}
TEXT = {"Content-Type": "text/plain"}

PLACES = (
    "Mỏ Nhài|Bản Lầu|Cồn Chim|Gò Sậy|Vạn Ninh|Tân Lộc|Đồng Kho|Suối Cát|Hòn Đất|Láng Tròn".split(
        "|"
    )
)
DEEDS = (
    "khởi công tuyến kênh dẫn nước dài ba cây số",
    "trao hai mươi căn nhà cho hộ có hoàn cảnh khó khăn",
    "mở lớp dạy nghề đan lát cho chị em trong thôn",
    "hoàn thành việc kiểm kê đất đai đợt hai trong năm",
    "ra quân dọn vệ sinh các tuyến đường liên xóm",
    "tổ chức ngày hội đọc sách cho học sinh tiểu học",
    "nghiệm thu cây cầu dân sinh bắc qua lạch nước",
    "thống nhất phương án sửa chữa nhà văn hóa cũ",
)


def title(number: int) -> str:
    """The title of a made-up article: no two of the first eighty are alike."""
    return f"Nhân dân {PLACES[number % 10]} {DEEDS[(number // 10 + number) % 8]}"


def day(number: int) -> tuple[int, int, int]:
    """Day, month and year of an article; the higher its number the newer."""
    return number % 27 + 1, number % 9 + 1, 2024


def paragraphs(number: int) -> str:
    """The text of an article."""
    name = PLACES[number % 10]
    told = f"""
Sáng nay, tại {name}, đông đảo bà con cùng cán bộ địa phương đã có mặt từ rất sớm để tham gia buổi lễ thứ
{number} trong năm, với sự chuẩn bị chu đáo của ban tổ chức và các đoàn thể.

Theo ông Trần Văn Mẫu, trưởng ban tổ chức, công việc lần này được bàn bạc qua {number + 3} cuộc họp, lấy ý
kiến từng hộ và được mọi người đồng tình, góp cả công sức lẫn tiền bạc.

Bà con cho biết sẽ tiếp tục giữ gìn và chăm lo những gì đã làm được, đồng thời mong cấp trên quan tâm hỗ trợ
thêm kinh phí để phần việc còn lại sớm được hoàn thành trước mùa mưa.
"""
    return "".join(f"<p>{line}</p>" for line in told.strip().split("\n\n"))


def ok(markup: str, headers=UTF8, charset: str = "utf-8"):
    """An answer with that markup."""
    return 200, headers, markup.encode(charset, "xmlcharrefreplace")


def robots(*lines: str):
    """A robots.txt."""
    return 200, TEXT, "\n".join(("User-agent: *", *lines)).encode()


# A portal of tables: menus in nested tables, a GridView's pager, windows-1258 that nobody declares right.

TABLES_NEWS = {11: "Tin hoạt động", 12: "Nông nghiệp - Nông thôn", 13: "Giáo dục và y tế"}
TABLES_MENU = (
    ("/Default.aspx", "Trang chủ"),
    ("/GioiThieu.aspx?muc=1", "Giới thiệu chung"),
    *((f"/DanhMuc.aspx?loai={number}", name) for number, name in TABLES_NEWS.items()),
    ("/VanBan.aspx", "Văn bản pháp quy"),
    ("/LichCongTac.aspx", "Lịch công tác"),
    ("/HoiDap.aspx", "Hỏi - Đáp"),
    ("/LienHe.aspx", "Liên hệ"),
)


def tables() -> dict:
    """ASP.NET with layout tables."""
    answers = {"/robots.txt": robots("Crawl-delay: 0.02")}
    menu = "".join(
        f'<tr><td><table cellpadding=0><tr><td background="/i/b.gif"><a href="{url}">{name}</a></td></tr>'
        "</table></td></tr>"
        for url, name in TABLES_MENU
    )

    def frame(body: str, heading: str):
        markup = (
            '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1258">'
            f"<title>{heading}</title></head><body><form name=aspnetForm method=post action='#'>"
            '<input type=hidden name="__VIEWSTATE" value="dDwtMTA7Oz4=">'
            f"<table width=980><tr><td width=180 valign=top><table>{menu}</table></td>"
            f"<td valign=top>{body}</td></tr></table></form></body></html>"
        )
        return ok(_typed_in_1258(markup), HTML, "cp1258")

    def rows(numbers):
        return "".join(
            f'<tr><td><a href="/ChiTiet.aspx?ID={n}&loai={11 + n % 3}">{title(n)}</a> <i>({_slashed(n)})</i>'
            f"<br>Bà con {PLACES[n % 10]} cùng góp sức, mọi việc diễn ra đúng như đã định từ "
            f"đầu năm.</td></tr>"
            for n in numbers
        )

    home = "".join(
        f'<table><tr><td class=td1><a href="/DanhMuc.aspx?loai={c}">{name}</a></td></tr>'
        f"{rows(n for n in range(30, 60) if n % 3 == c - 11 and n < 42)}</table>"
        for c, name in TABLES_NEWS.items()
    )
    answers["/"] = answers["/Default.aspx"] = frame(home, "Trang tin điện tử xã Đồng Kho")
    for c, name in TABLES_NEWS.items():
        numbers = [n for n in range(30, 60) if n % 3 == c - 11][:6]
        pager = "".join(
            f"<td><a href=\"javascript:__doPostBack('ctl00$cph$grvTin','Page${p}')\">{p}</a></td>"
            for p in (2, 3)
        )
        body = (
            f"<h3>{name}</h3><table>{rows(numbers)}<tr><td><span>1</span></td>{pager}</tr></table>"
        )
        answers[f"/DanhMuc.aspx?loai={c}"] = frame(body, name)
    for n in range(30, 60):
        body = (
            f'<table><tr><td class="TieuDe"><b>{title(n)}</b></td></tr><tr><td>Cập nhật lúc '
            f"{_slashed(n)} 09:15"
            f"</td></tr><tr><td>{paragraphs(n)}</td></tr></table>"
        )
        answers[f"/ChiTiet.aspx?ID={n}&loai={11 + n % 3}"] = frame(body, title(n))
    for url, name in TABLES_MENU:
        answers.setdefault(url, frame(f"<h3>{name}</h3><p>Đang cập nhật.</p>", name))
    return answers


def _typed_in_1258(text: str) -> str:
    """Letters as windows-1258 writes them: a base letter and a combining tone."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            letter.encode("cp1258")
            out.append(letter)
            continue
        except UnicodeEncodeError:
            pass
        base, *marks = unicodedata.normalize("NFD", letter)
        tones = [m for m in marks if m in "\u0300\u0301\u0303\u0309\u0323"]
        others = [m for m in marks if m not in tones]
        out.append(unicodedata.normalize("NFC", base + "".join(others)) + "".join(tones))
    return "".join(out)


def _slashed(number: int) -> str:
    d, m, y = day(number)
    return f"{d:02}/{m:02}/{y}"


# Drupal: aliases without a number, views with ?page=1, a feed that is declared nowhere.

DRUPAL_NEWS = ("tin-tong-hop", "xay-dung-dang", "van-hoa-xa-hoi")
DRUPAL_NAMES = ("Tin tổng hợp", "Xây dựng Đảng", "Văn hóa - Xã hội")


def drupal() -> dict:
    """Drupal with a blocks' home page."""
    links = [(f"/{slug}", name) for slug, name in zip(DRUPAL_NEWS, DRUPAL_NAMES, strict=True)]
    menu = [
        ("/", "Trang chủ"),
        ("/gioi-thieu", "Giới thiệu"),
        *links,
        ("/thu-vien-anh", "Thư viện ảnh"),
    ]
    items = "".join(f'<li class="leaf"><a href="{url}">{name}</a></li>' for url, name in menu)

    def frame(body: str, heading: str):
        return ok(
            f'<!DOCTYPE html><html lang=vi><head><meta name="Generator" content="Drupal 9 '
            f'(https://www.drupal.org)">'
            f"<title>{heading} | Trang thông tin xã Suối Cát</title></head><body>"
            f'<div class="region region-primary-menu"><ul class="menu">{items}</ul></div>'
            f'<main class="main">{body}</main>'
            '<script data-drupal-selector="drupal-settings-json">{}</script></body></html>'
        )

    def url(n: int) -> str:
        return f"/{DRUPAL_NEWS[n % 3]}/nhan-dan-xa-ta-cung-lam-viec-{n}"

    def teaser(n: int) -> str:
        d, m, y = day(n)
        return (
            f'<div class="views-row"><h2><a href="{url(n)}">{title(n)}</a></h2><span>{d}/{m}/{y}</span>'
            f"<p>Tin từ {PLACES[n % 10]}: mọi phần việc đã xong trước hạn, bà con phấn khởi "
            f"chờ ngày khánh thành.</p></div>"
        )

    answers = {
        "/robots.txt": robots(),
        "/": frame("".join(map(teaser, range(60, 72))), "Trang chủ"),
    }
    for kind, (slug, name) in enumerate(zip(DRUPAL_NEWS, DRUPAL_NAMES, strict=True)):
        rows = "".join(teaser(n) for n in range(60, 79) if n % 3 == kind)
        pager = (
            f'<nav class="pager"><ul><li>1</li><li><a href="/{slug}?page=1" rel="next">Next '
            f"›</a></li></ul></nav>"
        )
        answers[f"/{slug}"] = frame(f"<h1>{name}</h1>{rows}{pager}", name)
    for n in range(60, 79):
        d, m, y = day(n)
        body = (
            f'<article class="node"><h1>{title(n)}</h1><div class="submitted">Đăng bởi Ban '
            f"biên tập, ngày {d:02}-{m:02}-{y}"
            f' - 07:20</div><div class="field--name-body">{paragraphs(n)}</div></article>'
        )
        answers[url(n)] = frame(body, title(n))
    entries = "".join(
        f"<item><title>{title(n)}</title><link>{{home}}{url(n)}</link>"
        f"<pubDate>Mon, {day(n)[0]:02} May 2024 07:20:00 +0700</pubDate></item>"
        for n in range(60, 70)
    )
    answers["/rss.xml"] = (
        200,
        XML,
        f'<?xml version="1.0"?><rss version="2.0"><channel><link>{{home}}/</link>{entries}</channel></rss>',
    )
    return answers


# Joomla: "12-alias" addresses, offsets, a home with two intro articles.

JOOMLA_NAMES = {"tin-trong-xa": "Tin trong xã", "an-ninh-quoc-phong": "An ninh - Quốc phòng"}


def joomla() -> dict:
    """Joomla with its blog layout."""
    menu = "".join(
        f'<li class="item-{i}"><a href="/index.php/{slug}">{name}</a></li>'
        for i, (slug, name) in enumerate(
            [
                ("gioi-thieu", "Giới thiệu"),
                *JOOMLA_NAMES.items(),
                ("van-ban", "Văn bản"),
                ("lien-he", "Liên hệ"),
            ]
        )
    )

    def frame(body: str, heading: str):
        return ok(
            '<html><head><base href="{home}/index.php"><meta name="generator" '
            'content="Joomla! - Open Source Content'
            f' Management"><title>{heading}</title></head><body><div class="moduletable"><ul '
            f'class="nav menu">{menu}</ul>'
            f'</div><div class="item-page">{body}</div></body></html>'
        )

    def url(n: int) -> str:
        slug = list(JOOMLA_NAMES)[n % 2]
        return f"/index.php/{slug}/{n}-nhan-dan-cung-nhau-lam-viec-{n}"

    def intro(n: int) -> str:
        return (
            f'<div class="items-row"><h2><a href="{url(n)}">{title(n)}</a></h2><dl><dd>Ngày '
            f"{_slashed(n)}</dd></dl><p>{PLACES[n % 10]} vào việc từ sáng sớm, đường làng ngõ "
            f"xóm đông vui.</p></div>"
        )

    answers = {
        "/": frame("".join(map(intro, (20, 21, 22, 23))), "Xã Láng Tròn"),
        "/robots.txt": robots("Disallow: /administrator/", "Sitemap: {home}/ban-do.xml"),
        "/ban-do.xml": (200, XML, _urlset(f"{{home}}{url(n)}" for n in range(20, 30))),
    }
    for kind, (slug, name) in enumerate(JOOMLA_NAMES.items()):
        rows = "".join(intro(n) for n in range(2, 24) if n % 2 == kind and n > 11)
        pages = (
            f'<div class="pagination"><ul><li>1</li><li><a href="/index.php/{slug}?start=6" '
            f'class="pagenav">2</a></li><li><a href="/index.php/{slug}?start=6" title="Tiếp">'
            f"Tiếp</a></li></ul></div>"
        )
        answers[f"/index.php/{slug}"] = frame(f"<h1>{name}</h1>{rows}{pages}", name)
    for n in range(2, 30):
        body = (
            f'<h2 itemprop="headline">{title(n)}</h2><dl class="article-info"><dd '
            f'class="published">Được đăng: {_slashed(n)} 15:40</dd></dl><div '
            f'itemprop="articleBody">{paragraphs(n)}</div>'
        )
        answers[url(n)] = frame(body, title(n))
    feed = "".join(
        f"<entry><title>{title(n)}</title><link rel='alternate' href='{{home}}{url(n)}'/>"
        f"<updated>2024-04-0{n % 9 + 1}T08:00:00Z</updated></entry>"
        for n in range(20, 26)
    )
    answers["/?format=feed&type=rss"] = (
        200,
        XML,
        f'<feed xmlns="http://www.w3.org/2005/Atom">{feed}</feed>',
    )
    return answers


def _urlset(urls: Iterator[str]) -> str:
    body = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>'


# A CMS of 2025: cards without words of class, "-c12" and "-890123" addresses, a button that loads more.

MODERN_NAMES = {
    "thoi-su-c4": "Thời sự",
    "chuyen-doi-so-c9": "CHUYỂN ĐỔI SỐ",
    "nguoi-va-viec-c7": "Người và việc",
}


def modern() -> dict:
    """Cards, a script that loads more, and a news sitemap."""
    menu = "".join(
        f'<a class="x1" href="/{slug}.html">{name}</a>' for slug, name in MODERN_NAMES.items()
    )
    aside = (
        '<a class="x1" href="/gioi-thieu-p1.html">Giới thiệu</a><a class="x1" '
        'href="/lich-tiep-dan-p3.html">Lịch tiếp công dân</a>'
    )

    def frame(body: str, heading: str):
        return ok(
            f'<!doctype html><html lang="vi"><head><title>{heading}</title><meta '
            f'property="og:site_name" content="Cổng thông'
            f' tin điện tử phường Tân Lộc"></head><body><header><div class="x0">'
            f"{menu}{aside}</div></header>{body}</body></html>"
        )

    def url(n: int) -> str:
        return f"/nhan-dan-cung-nhau-hoan-thanh-phan-viec-lon-{240500 + n}.html"

    def card(n: int) -> str:
        return (
            f'<div class="x7"><a href="{url(n)}"><img src="/m/{n}.webp" alt=""></a><h3><a '
            f'href="{url(n)}">{title(n)}</a></h3><time>{_slashed(n)}</time></div>'
        )

    answers = {
        "/": frame(
            f'<section class="x6">{"".join(map(card, range(40, 52)))}</section>', "Phường Tân Lộc"
        ),
        "/robots.txt": robots("Allow: /", "Sitemap: {home}/sitemap-news.xml"),
        "/sitemap-news.xml": (200, XML, _news_sitemap(url)),
    }
    for kind, (slug, name) in enumerate(MODERN_NAMES.items()):
        cards = "".join(card(n) for n in range(10, 52) if n % 3 == kind)
        more = (
            f'<button id="btn" onclick="taiThem()">Xem thêm</button><script>var trang = 1; '
            f"function taiThem() {{ trang++;"
            f' $.get("/ajax/tin?chuyenmuc={kind + 4}&trang=" + trang, function (d) '
            f'{{ $("#ds").append(d); }}); }}</script>'
        )
        answers[f"/{slug}.html"] = frame(
            f'<h1>{name}</h1><section id="ds">{cards}</section>{more}', name
        )
    for n in range(10, 52):
        data = json.dumps(
            {
                "@type": "NewsArticle",
                "headline": title(n),
                "datePublished": f"2024-{day(n)[1]:02}-{day(n)[0]:02}T06:30:00+07:00",
            },
            ensure_ascii=False,
        )
        body = (
            f'<script type="application/ld+json">{data}</script><article><h1>{title(n)}</h1>'
            f'<div class="x9">{_slashed(n)} 06:30</div><div class="x8">{paragraphs(n)}</div>'
            f"</article>"
        )
        answers[url(n)] = frame(body, title(n))
    return answers


def _news_sitemap(url) -> str:
    body = "".join(
        f"<url><loc>{{home}}{url(n)}</loc><news:news><news:publication_date>"
        f"2024-05-0{n % 9 + 1}</news:publication_date>"
        f"<news:title>{title(n)}</news:title></news:news></url>"
        for n in range(44, 50)
    )
    return (
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{body}</urlset>'
    )


# A home of banners and a menu of sixty entries, eight of them news; only lists' pages show articles.

CROWDED_NEWS = (
    "Tin tức - Sự kiện|Kinh tế|Văn hóa - Thể thao|Giáo dục|Y tế|Quốc phòng|Gương người tốt việc tốt|Thông báo"
).split("|")
CROWDED_ASIDE = """
Giới thiệu: Lịch sử hình thành|Điều kiện tự nhiên|Bộ máy tổ chức|Di tích danh thắng|Tiềm năng đầu tư|Bản đồ
Văn bản: Văn bản trung ương|Văn bản tỉnh|Nghị quyết|Quyết định|Công văn|Báo cáo|Kế hoạch|Giấy mời|Tờ trình
Thủ tục hành chính: Lĩnh vực đất đai|Lĩnh vực hộ tịch|Lĩnh vực xây dựng|Lĩnh vực giáo dục|Lĩnh vực y tế
Công khai: Ngân sách|Quy hoạch|Dự án đầu tư|Mua sắm công|Kết quả thanh tra|Tài sản công|Giá đất|Tuyển dụng
Hỏi đáp: Gửi câu hỏi|Câu hỏi thường gặp|Đường dây nóng|Góp ý dự thảo|Tiếp công dân|Lĩnh vực văn hóa
Tiện ích: Lịch công tác|Danh bạ|Thư điện tử|Thư viện ảnh|Video|Phần mềm|Tra cứu hồ sơ|Sơ đồ cổng|Liên hệ
"""


def crowded() -> dict:
    """Dropdowns in plain lists."""
    numbers = iter(range(100, 200))
    news = {name: f"/chuyen-muc/{next(numbers)}" for name in CROWDED_NEWS}
    groups = (line.split(": ") for line in CROWDED_ASIDE.strip().splitlines())
    aside = {
        name: {one: f"/chuyen-muc/{next(numbers)}" for one in below.split("|")}
        for name, below in groups
    }

    def drop(name: str, below: dict[str, str]) -> str:
        inside = "".join(f'<li><a href="{url}">{one}</a></li>' for one, url in below.items())
        return f"<li><a href='#'>{name}</a><ul>{inside}</ul></li>"

    menu = drop("Tin bài", news) + "".join(drop(name, below) for name, below in aside.items())

    def frame(body: str, heading: str):
        return ok(
            f"<html><head><title>{heading}</title></head><body><ul>{menu}</ul>{body}</body></html>"
        )

    banners = "".join(f'<a href="/b/{n}"><img src="/b{n}.jpg" alt=""></a>' for n in range(4))
    answers = {"/": frame(banners, "Trang chủ - Cổng thông tin điện tử huyện Vạn Ninh Thượng")}
    for kind, (name, url) in enumerate(news.items()):
        listed = [n for n in range(80) if n % 8 == kind]
        rows = "".join(
            f'<li><a href="/bai/{n + 7000}">{title(n)}</a> <em>{_slashed(n)}</em></li>'
            for n in listed
        )
        answers[url] = frame(
            f'<h2>{name}</h2><ul class="list">{rows}</ul><a href="{url}?p=2">Trang sau</a>', name
        )
    for name, url in ((n, u) for below in aside.values() for n, u in below.items()):
        answers[url] = frame(
            f"<h2>{name}</h2><p>Nội dung đang được cập nhật, mời quý vị quay lại sau.</p>", name
        )
    for n in range(80):
        body = (
            f'<h1>{title(n)}</h1><p class="date">Thứ hai, {_slashed(n)}, 10:05</p><div '
            f'class="content">{paragraphs(n)}</div>'
        )
        answers[f"/bai/{n + 7000}"] = frame(body, title(n))
    return answers


# Ways in.


def behind_intro(kind: str) -> dict:
    """The portal of 2025 behind an intro page."""
    inside = modern()
    inside["/trang-chu.html"] = inside["/"]
    inside["/"] = ok(INTROS[kind])
    return inside


INNER = "/trang-chu.html"
INTROS = {
    "link": f'<body><h1>Chào mừng quý vị</h1><img src=/a.jpg><a href="{INNER}">Vào trang chủ</a></body>',
    "refresh": f'<head><meta http-equiv="refresh" content="3; URL={INNER}"></head><body>Đang chuyển…</body>',
    "frames": (
        f'<frameset rows="0,*"><frame name=t src="/trong.html"><frame name=main src="{INNER}"></frameset>'
    ),
    "script": f"<body><script>window.location.href = '{INNER}';</script></body>",
    "languages": f'<body><a href="/en.html">English</a> <a href="{INNER}">Tiếng Việt</a></body>',
    "map": f'<body><img usemap="#m" src=/s.jpg><map name=m><area href="{INNER}" alt="Vào cổng"></map></body>',
}


def at(answers: dict, home: str) -> dict:
    """The answers with the portal's own address put in where they name it."""
    return {path: _put_in(answer, home) for path, answer in answers.items()}


def _put_in(answer, home: str):
    status, headers, body = answer
    body = body.encode() if isinstance(body, str) else body
    return status, headers, body.replace(b"{home}", home.encode())
