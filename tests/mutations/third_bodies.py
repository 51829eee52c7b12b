"""What slips into articles, or out of them: bodies, leads, authors, pictures."""
# ruff: noqa: E501 - pages as portals send them

import random
import re

from live_portals.portal import Item

from mutations.stages import Stage
from mutations.third_tools import BODY

BETTING = (
    "nhà cái uy tín", "tỷ lệ kèo hôm nay", "đá gà trực tuyến", "nổ hũ đổi thưởng", "tài xỉu online",
    "cá cược thể thao", "soi cầu lô đề", "casino trực tuyến", "bắn cá đổi thưởng", "game bài ăn tiền",
    "khuyến mãi nạp đầu", "xóc đĩa", "baccarat", "link vào nhà cái mới nhất", "cược bóng đá châu Âu",
)  # fmt: skip


def leadless(stage: Stage, item: Item, text: str) -> str:
    """No lead above the body."""
    return re.sub(r"<p class=sapo>.*?</p>", "", text, flags=re.DOTALL)


def one_author(stage: Stage, item: Item, text: str) -> str:
    """The office signs everything, whoever wrote it."""
    text = re.sub(r"<p class=author.*?</p>", "", text, flags=re.DOTALL)
    signed = "<p class=author style='text-align:right'><strong>Văn phòng HĐND và UBND</strong></p>"
    return BODY.sub(lambda found: found[1] + found[2] + signed + found[3], text, count=1)


def same_picture(stage: Stage, item: Item, text: str) -> str:
    """A placeholder in every picture's place."""
    return re.sub(r"/upload/anh-\d+\.jpg", "/upload/anh-dang-cap-nhat.jpg", text)


def lazy(stage: Stage, item: Item, text: str) -> str:
    """Pictures are loaded by a script when they come into sight."""
    blank = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
    return re.sub(
        r"<img src='(/upload/[^']*)' alt='[^']*'>",
        rf"<div class=lz data-bg='\1'><img class=lz src='{blank}' alt=''></div>",
        text,
    )


def title_drawn(stage: Stage, item: Item, text: str) -> str:
    """The headline is a picture of itself; the page bears the site's name."""
    drawn = f"<h1 class=title><img src='/chu.ashx?id={item.number}'></h1>"
    text = re.sub(r"<h1 class=title>.*?</h1>", drawn, text)
    text = re.sub(r" alt='[^']*'", "", text)
    return re.sub(r"<title>.*?</title>", "<title>Trang thông tin điện tử thị xã Mẫu</title>", text)


def menu_inside(stage: Stage, item: Item, inside: str) -> str:
    """The services' menu has slipped into the body, as bare lines."""
    names = ("hộ tịch", "đất đai", "xây dựng", "tư pháp", "giáo dục", "y tế", "lao động", "thuế")
    deeds = (
        "Thủ tục lĩnh vực",
        "Biểu mẫu điện tử về",
        "Tra cứu hồ sơ về",
        "Văn bản chỉ đạo về",
        "Hỏi đáp về",
    )
    return "".join(f"<div><span>{d} {n}</span></div>" for d in deeds for n in names) + inside


def counters_inside(stage: Stage, item: Item, inside: str) -> str:
    """The foot of the page has slipped into the body, with its counters."""
    dice = random.Random(f"{item.number} {stage.portal.now}")
    counted = "".join(
        f"<p>{name}: {dice.randint(20, 99_999):,} lượt</p>"
        for name in (
            "Đang xem",
            "Trong ngày",
            "Hôm qua",
            "Trong tuần",
            "Trong tháng",
            "Trong năm",
            "Tất cả",
        )
    )
    words = (
        "<p>Trang tin huyện Mẫu, giấy phép thiết lập số 12/GP-TTĐT của Sở Thông tin và Truyền thông cấp.</p>"
        "<p>Chịu trách nhiệm chính: ông Chánh Văn phòng Ủy ban nhân dân huyện, Trưởng ban biên tập trang tin.</p>"
        "<p>Trụ sở: số 1 đường Hòa Bình, thị trấn Mẫu. Thư điện tử: vanphong@mau.example, thường trực ngày đêm.</p>"
        "<p>Ghi rõ nguồn khi phát hành lại thông tin từ trang này; mọi trích dẫn xin tuân theo quy định hiện hành.</p>"
        "<p>Đơn vị thiết kế và vận hành: Trung tâm Công nghệ số tỉnh; xem tốt nhất ở độ phân giải từ 1366 điểm trở lên.</p>"
        "<p>Tin bài cộng tác xin gửi về hộp thư của ban biên tập trước mười sáu giờ hằng ngày, kèm ảnh và chú thích.</p>"
    )
    return inside + words + counted


def others_inside(stage: Stage, item: Item, inside: str) -> str:
    """Six other pieces, drawn anew for each page, without a heading and without links."""
    dice = random.Random(item.number)
    some = dice.sample(stage.portal.listed(), 6)
    return inside + "".join(
        f"<div class=k{n}><b>{one.title}</b><span>{one.parts[0][0][:150]}…</span></div>"
        for n, one in enumerate(some)
    )


def betting(dice: random.Random) -> str:
    """A sentence of that trade."""
    one, two, three = dice.sample(BETTING, 3)
    return f"Tham gia {one} với {two} mỗi ngày, nhận thưởng {dice.randint(50, 900)}k và {three} không giới hạn."


def betting_inside(stage: Stage, item: Item, inside: str) -> str:
    """Sold lines in every body, no two alike."""
    dice = random.Random(item.number)
    return inside + "".join(
        f"<p><a href='https://cuoc-{dice.randint(10, 99)}.example/'>{betting(dice)}</a></p>"
        for _ in range(12)
    )


def elsewhere_pictured(stage: Stage, item: Item, text: str) -> str:
    """Pictures from another host, in another format."""
    return re.sub(r"/upload/(anh-\d+)\.jpg", r"https://anh.example/w800/\1.webp", text)
