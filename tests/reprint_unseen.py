"""Pairs written after the rules were settled, to see how they do on what they were not made for."""

from reprint_texts import News, news

FERRY = news(
    "Bến phà Cồn Sậy hoạt động trở lại",
    """Sau hai tuần tạm ngưng để sửa cầu dẫn, bến phà Cồn Sậy chính thức hoạt động trở lại từ 5 giờ sáng
nay, phục vụ nhu cầu đi lại của hơn 4.000 người dân xã cù lao.

Theo chủ bến Trương Văn Kiệt, phà mới có tải trọng 30 tấn, được trang bị đủ áo phao và hệ thống
camera giám sát. Giá vé không thay đổi so với trước.

Chính quyền xã Long Phụng đề nghị người dân mặc áo phao khi qua phà, không chen lấn vào giờ cao
điểm. Lực lượng công an xã sẽ trực hai đầu bến trong tuần đầu tiên để phân luồng xe.""",
)
CLINIC = news(
    "Khám bệnh miễn phí cho người cao tuổi xã Ea Tul",
    """Ngày 9/11, đoàn thầy thuốc trẻ tỉnh đã khám bệnh, cấp thuốc miễn phí cho 320 người cao tuổi xã Ea
Tul.

Các bác sĩ đo huyết áp, siêu âm, điện tim và tư vấn chế độ ăn uống cho từng cụ. Nhiều người được
phát hiện mắc bệnh tim mạch, tiểu đường mà trước đây không hề biết.

Cụ H'Bia Niê, 78 tuổi, nói cụ rất vui vì không phải đi xa hơn bốn mươi cây số lên bệnh viện. Tổng
trị giá thuốc và quà của chương trình là 95 triệu đồng, do các nhà hảo tâm đóng góp.""",
)


def line(of: News, number: int) -> str:
    return of.paragraphs[number]


_DUTY = """Căn cứ tình hình thực tế, Ủy ban nhân dân phường {place} phân công cán bộ trực {what} như sau: tổ
trưởng {who}, số điện thoại {phone}; ca sáng từ 7 giờ đến 11 giờ, ca chiều từ 13 giờ đến 17 giờ.

Đề nghị các đồng chí được phân công thực hiện nghiêm túc, ghi sổ theo dõi đầy đủ và báo cáo ngay
với lãnh đạo phường khi có tình huống phát sinh để kịp thời chỉ đạo, xử lý."""
_PERMIT = """Sở Xây dựng cấp giấy phép xây dựng cho chủ đầu tư {who} được phép xây dựng công trình nhà ở riêng
lẻ trên thửa đất số {plot}, tổng diện tích sàn {area} mét vuông, số tầng {floors}.

Chủ đầu tư phải hoàn toàn chịu trách nhiệm trước pháp luật nếu xâm phạm các quyền hợp pháp của các
chủ sở hữu liền kề; thông báo ngày khởi công cho cơ quan cấp phép; xuất trình giấy phép cho chính
quyền sở tại trước khi khởi công và treo biển báo tại địa điểm xây dựng theo quy định."""
_SCORES = """Trong khuôn khổ giải bóng đá thanh niên, chiều qua trên sân vận động trung tâm, đội {one} đã gặp
đội {other}. Hai đội nhập cuộc với tinh thần thi đấu cao thượng, cống hiến cho khán giả nhiều pha
bóng đẹp mắt. Kết quả chung cuộc nghiêng về đội {one} với tỷ số {score}. Ban tổ chức trao thưởng
cho cầu thủ xuất sắc nhất trận đấu và cảm ơn sự cổ vũ nồng nhiệt của đông đảo khán giả."""
_SEATS = """Trường Tiểu học thông báo tuyển giáo viên {what} theo hợp đồng lao động. Người dự tuyển nộp hồ sơ
tại văn phòng nhà trường trong giờ hành chính, gồm đơn xin việc, sơ yếu lý lịch, giấy khám sức
khỏe và bản sao văn bằng. Nhà trường ưu tiên người có kinh nghiệm, có hộ khẩu thường trú tại địa
phương và gắn bó lâu dài với công việc."""


def form(title: str, text: str, **facts: str) -> News:
    return news(title.format(**facts), text.format(**facts))


REPRINTS = (
    (FERRY, News("Cồn Sậy: phà chạy lại sau hai tuần", FERRY.text)),
    (FERRY, News(FERRY.title, "\n".join((line(FERRY, 0), line(FERRY, 1))))),
    (FERRY, News(FERRY.title, FERRY.text + "\nTheo Báo Đồng Khởi\nẢnh: Quốc Huy")),
    (FERRY, News(FERRY.title, FERRY.text.replace("Trương Văn Kiệt", "Trương Tuấn Kiệt"))),
    (FERRY, News(FERRY.title, FERRY.text.replace("chính thức hoạt động", "đã chạy"))),
    (FERRY, News(FERRY.title, FERRY.text.replace("Theo chủ bến", "Ông chủ bến").lower())),
    (CLINIC, News("Ea Tul: 320 cụ được khám bệnh", "\n".join(CLINIC.paragraphs[1:]))),
    (CLINIC, News(CLINIC.title, CLINIC.text.replace("Ngày 9/11", "Sáng ngày 9-11-2024"))),
    (CLINIC, News(CLINIC.title, CLINIC.text.replace("95 triệu đồng", "95.000.000 đồng"))),
    (CLINIC, News(CLINIC.title, "Khám mắt cho các cụ. Ảnh: H.L\n" + CLINIC.text)),
    (CLINIC, News(CLINIC.title, CLINIC.text.replace("320", "hơn 300"))),
    (CLINIC, News(CLINIC.title, CLINIC.text.replace("\n", " ").replace(". ", "."))),
)

OTHERS = (
    (
        form(
            "Phân công trực", _DUTY, place="Thới Bình", what="lễ", who="Ngô Tấn Lộc", phone="0903"
        ),
        form(
            "Phân công trực", _DUTY, place="Thới Bình", what="bão", who="Hà Kim Yến", phone="0918"
        ),
    ),
    (
        form("Cấp phép", _PERMIT, who="Đoàn Minh", plot="112", area="210", floors="3"),
        form("Cấp phép", _PERMIT, who="Đoàn Minh", plot="113", area="210", floors="3"),
    ),
    (
        form("Bóng đá", _SCORES, one="Phú Sơn", other="Bình Tân", score="2 - 1"),
        form("Bóng đá", _SCORES, one="Bình Tân", other="An Khê", score="3 - 0"),
    ),
    (
        form("Tuyển giáo viên {what}", _SEATS, what="tiếng Anh"),
        form("Tuyển giáo viên {what}", _SEATS, what="thể dục"),
    ),
    (FERRY, CLINIC),
    (
        CLINIC,
        News("Hoạt động từ thiện", "\n".join((line(FERRY, 0), line(CLINIC, 1), line(FERRY, 2)))),
    ),
    (
        News("Kế hoạch tuần 20", CLINIC.text.replace("9/11", "12/5")),
        News("Kế hoạch tuần 21", CLINIC.text.replace("9/11", "19/5")),
    ),
    (CLINIC, News(CLINIC.title, CLINIC.text.replace("Ea Tul", "Ea Kiết").replace("320", "275"))),
)
