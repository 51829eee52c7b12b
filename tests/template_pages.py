"""A portal of our own writing, page by page: what stands around its articles, and what recurs in them."""

from random import Random

SITE = "https://lamkieu.example.vn"
WORDS = (
    "người dân thôn bản cùng nhau sửa đường nạo vét kênh mương trồng cây dựng nhà văn hóa góp công góp đất"
    " thu hoạch lúa ngô khoai sắn cam bưởi chè cà phê nuôi cá tôm lợn gà học nghề mở chợ đón tết"
).split()


def sentence(seed: str, words: int = 18) -> str:
    """A sentence that no other seed gives."""
    chosen = Random(seed).choices(WORDS, k=words)
    return " ".join(chosen).capitalize() + "."


def title_of(number: int) -> str:
    """The title of an article."""
    return sentence(f"title {number}", 9).rstrip(".")


def address(number: int) -> str:
    """Where an article stands."""
    return f"{SITE}/bai/tin-thu-{number}.html"


def paragraphs(number: int) -> list[str]:
    """The text of an article."""
    return [f"{sentence(f'{number} {n}')} {sentence(f'{number} {n} b')}" for n in range(4)]


def page(
    number: int,
    *,
    title: str = "",
    first: str = "",
    last: str = "",
    beside: str = "",
    body: str = "",
) -> str:
    """One article's page. `first` and `last` are markup in the text, `beside` stands in its column."""
    text = body or "".join(f"<p>{line}</p>" for line in paragraphs(number))
    menu = "".join(
        f'<li><a href="/{n}">{name}</a></li>'
        for n, name in enumerate(("Trang chủ", "Giới thiệu", "Ban Thường vụ Huyện ủy", "Văn bản"))
    )
    title = title or title_of(number)
    around = "".join(f"<p>{line}</p>" for line in counters(number))
    foot = "".join(f"<p>{line}</p>" for line in FOOT)
    return f"""<html><head><title>{title}</title></head><body class="p{number} bai">
        <div class="k1"><ul class="k2">{menu}</ul></div>
        <div class="k3"><div class="k4"><h1>{title}</h1>
        <p class="k5">Ngày đăng: {number % 28 + 1:02}/0{number % 9 + 1}/2024 0{number % 10}:30</p>
        <p class="k6">Tác giả: Ban biên tập</p><p class="k7">Tin tức</p></div>
        <div class="k8">{first}{text}{last}</div>{beside}</div>
        <div class="k9">{around}</div><div class="k10">{foot}</div></body></html>"""


FOOT = (
    "Trưởng ban biên tập: ông Trần Văn Lam, Phó Chủ tịch huyện Lam Kiều.",
    "Trụ sở tại số 1 đường Lê Lợi, thị trấn Lam Kiều. Điện thoại: 0210 000 000.",
)


def counters(number: int) -> list[str]:
    """What every page counts anew."""
    return [f"Đang trực tuyến: {number * 7 + 3}", f"Tổng lượt truy cập: {number * 911 + 12}"]
