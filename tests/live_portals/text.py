"""Texts of the live portals: Vietnamese of our own making, the same for the same seed, none like another."""

import random
import re
import unicodedata

UNITS = (
    "UBND huyện", "Huyện đoàn", "Hội Nông dân huyện", "Phòng Giáo dục", "Trung tâm Y tế",
    "Hội Phụ nữ xã", "Công an huyện", "Ban Chỉ huy Quân sự", "Đảng ủy xã", "Trường Tiểu học",
    "Hội Cựu chiến binh", "Mặt trận Tổ quốc", "Hạt Kiểm lâm", "Ngân hàng Chính sách", "Đoàn xã",
)  # fmt: skip
DEEDS = (
    "tổ chức", "triển khai", "phát động", "tổng kết", "khai mạc", "kiểm tra", "tập huấn", "ra quân",
    "hoàn thành", "thẩm định", "bàn giao", "khánh thành", "sơ kết", "tuyên truyền", "rà soát",
)  # fmt: skip
THINGS = (
    "công tác trồng cây đầu năm", "mô hình nuôi cá lồng", "cuộc thi cắm hoa nghệ thuật",
    "đợt tiêm phòng cho đàn gia súc", "tuyến đường liên thôn", "nhà văn hóa cộng đồng",
    "lớp học nghề đan lát", "chiến dịch làm sạch kênh mương", "giải bóng chuyền nông dân",
    "phiên chợ hàng thủ công", "kế hoạch phòng chống cháy rừng", "nhà tình nghĩa cho gia đình chính sách",
    "hội thi nấu ăn truyền thống", "vụ lúa hè thu", "ngày hội đọc sách", "cánh đồng mẫu lớn",
    "trạm bơm điện mới", "buổi diễn tập cứu nạn", "quỹ khuyến học của dòng họ", "câu lạc bộ dân ca",
)  # fmt: skip
PLACES = tuple(
    f"{kind} {first} {second}"
    for kind in ("xã", "thôn", "khu phố")
    for first, second in zip(
        "An Bình Cẩm Diên Đông Hải Khánh Lâm Minh Nghĩa Phú Quang Sơn Tân Vĩnh".split(),
        "Lộc Hòa Thạch Khê Yên Tiến Thủy Giang Đức Hưng Mỹ Trung Kỳ Lập Thịnh".split(),
        strict=True,
    )
)
CLOSERS = (
    "với sự tham gia của {n} hộ dân", "trên diện tích {n} héc-ta", "trong {n} ngày liên tục",
    "với kinh phí {n} triệu đồng", "cho {n} học sinh của địa phương", "nhân dịp {n} năm thành lập",
    "đạt {n} phần trăm kế hoạch đề ra", "cùng {n} tình nguyện viên trẻ",
)  # fmt: skip
OPENERS = (
    "Sáng nay", "Theo kế hoạch", "Tại buổi lễ", "Phát biểu ở hội nghị", "Trước đó", "Dịp này",
    "Được biết", "Sau nhiều tháng chuẩn bị", "Nhờ sự đồng lòng của người dân", "Ghi nhận tại chỗ",
)  # fmt: skip


class Writer:
    """Writes titles and paragraphs; no two alike in one portal."""

    def __init__(self, seed: str) -> None:
        self._dice = random.Random(seed)
        self._titles: set[str] = set()

    def title(self) -> str:
        """A headline of eight to sixteen words; one in twelve is short, as portals have them."""
        while True:
            pick = self._dice.choice
            long = f"{pick(UNITS)} {pick(DEEDS)} {pick(THINGS)} tại {pick(PLACES)}"
            short = f"{pick(THINGS).capitalize()} {pick(PLACES)}"
            made = short if self._dice.random() < 0.08 else long
            if made not in self._titles:
                self._titles.add(made)
                return made

    def paragraph(self) -> str:
        """Three to five sentences, one line."""
        return " ".join(self._sentence() for _ in range(self._dice.randint(3, 5)))

    def paragraphs(self, count: int) -> list[str]:
        """So many paragraphs."""
        return [self.paragraph() for _ in range(count)]

    def _sentence(self) -> str:
        pick = self._dice.choice
        closer = pick(CLOSERS).format(n=self._dice.randint(3, 980))
        return f"{pick(OPENERS)}, {pick(UNITS)} {pick(DEEDS)} {pick(THINGS)} ở {pick(PLACES)} {closer}."


def slug(text: str) -> str:
    """The text as portals write it into addresses: "Đảng ủy xã" -> "dang-uy-xa"."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
