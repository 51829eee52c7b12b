"""Pages as a crawl brings them home, of our own writing."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from pipeline.model import VIETNAM, RawPage, Source

SITE = "https://huyen.example.vn"
SOURCE = Source("huyen", "Huyện Lam Kiều", f"{SITE}/")
WHEN = datetime(2024, 3, 6, 7, 0, tzinfo=VIETNAM)
HTML = (("Content-Type", "text/html; charset=utf-8"),)
ADDRESS = f"{SITE}/tin-tuc/khanh-thanh-cau-moi-qua-song-215.html"
TITLE = "Khánh thành cầu mới qua sông Lam Kiều"


def article(title: str = TITLE, text: str = "Sáng nay, huyện khánh thành cây cầu mới.") -> str:
    """The markup of a news article."""
    rest = "Cây cầu dài 120 mét, nối hai bờ sông, giúp bà con đi lại thuận tiện trong mùa mưa lũ năm nay."
    return f"""<html><head><title>{title}</title></head><body><nav><a href="/">Trang chủ</a></nav>
        <div class="news-detail"><h1>{title}</h1><p class="date">Ngày đăng: 05/03/2024 08:30</p>
        <div class="content"><p>{text}</p><p>{rest}</p><p>Công trình do nhân dân các xã cùng góp công
        xây dựng trong hơn một năm, với sự giúp đỡ của nhiều đơn vị trong và ngoài huyện.</p></div>
        </div><footer>Cổng thông tin huyện Lam Kiều</footer></body></html>"""


def raw(markup: str | bytes = "", url: str = ADDRESS, **fields: Any) -> RawPage:
    """An answer with that body, the sample article's where none is given."""
    body = markup.encode() if isinstance(markup, str) else markup
    made = RawPage(SOURCE.id, url, url, 200, HTML, body or article().encode(), WHEN)
    return replace(made, **fields)
