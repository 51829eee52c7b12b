"""What only looks like a reprint: forms filled in twice, shared passages. All texts are our own."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from reprint_texts import ALL, BRIDGE, FLOOD, PARTY, RICE, SCHOOL, News, news

Filling = Mapping[str, str]

POWER = (
    "Thông báo lịch ngừng cung cấp điện ngày {day}",
    """Điện lực {place} trân trọng thông báo đến quý khách hàng lịch tạm ngừng cung cấp điện để bảo
trì lưới điện như sau:

Ngày {day}, từ {hours}, ngừng cấp điện khu vực {area} để sửa chữa đường dây trung thế và thay sứ
cách điện.

Đề nghị quý khách hàng chủ động bố trí sản xuất, sinh hoạt và đặc biệt lưu ý: lưới điện có thể được
đóng lại bất cứ lúc nào khi công việc kết thúc sớm, vì vậy tuyệt đối không tự ý sửa chữa điện trong
thời gian trên. Mọi thắc mắc xin liên hệ tổng đài chăm sóc khách hàng để được giải đáp. Rất mong quý
khách hàng thông cảm.""",
    (
        {"day": "5/6", "place": "Hòa Lộc", "hours": "7 giờ 30 đến 11 giờ", "area": "xã An Thủy"},
        {"day": "12/6", "place": "Hòa Lộc", "hours": "7 giờ 30 đến 11 giờ", "area": "xã An Thủy"},
        {"day": "5/6", "place": "Tân Hưng", "hours": "6 giờ đến 16 giờ", "area": "xã Vĩnh Lợi"},
        {"day": "19/6", "place": "Hòa Lộc", "hours": "8 giờ đến 17 giờ", "area": "xã Phú Hòa"},
    ),
)

LAND = (
    "Thông báo thu hồi đất của hộ {who}",
    """Ủy ban nhân dân huyện Hòa Lộc thông báo thu hồi đất để thực hiện dự án nâng cấp, mở rộng
tuyến đường liên xã.

Thu hồi {area} m² đất của hộ {who}, thường trú tại {village}, thuộc thửa đất số {plot}, tờ bản đồ số
{sheet}, loại đất trồng cây lâu năm.

Lý do thu hồi: thực hiện dự án phát triển kinh tế - xã hội vì lợi ích quốc gia, công cộng. Hộ gia
đình có trách nhiệm phối hợp với Trung tâm Phát triển quỹ đất trong việc điều tra, khảo sát, đo đạc,
kiểm đếm tài sản gắn liền với đất. Trường hợp không phối hợp, Ủy ban nhân dân huyện sẽ triển khai
kiểm đếm bắt buộc theo quy định của pháp luật. Thông báo này được niêm yết công khai tại trụ sở Ủy
ban nhân dân xã.""",
    (
        {
            "who": "ông Nguyễn Văn An",
            "area": "120",
            "village": "ấp Bình Trung",
            "plot": "45",
            "sheet": "12",
        },
        {
            "who": "bà Trần Thị Bé",
            "area": "86",
            "village": "ấp Bình Trung",
            "plot": "47",
            "sheet": "12",
        },
        {
            "who": "ông Nguyễn Văn Ân",
            "area": "120",
            "village": "ấp Bình Trung",
            "plot": "45",
            "sheet": "12",
        },
        {
            "who": "ông Lê Hoàng Sơn",
            "area": "240",
            "village": "ấp Phú Thạnh",
            "plot": "9",
            "sheet": "3",
        },
    ),
)

WEATHER = (
    "Dự báo thời tiết ngày {day}",
    """Thời tiết các khu vực trong tỉnh ngày {day}: nhiều mây, có mưa rào và dông rải rác, cục bộ có
nơi mưa vừa, mưa to. Gió {wind}. Trong mưa dông có khả năng xảy ra lốc, sét và gió giật mạnh.

Nhiệt độ thấp nhất từ {low} độ C, nhiệt độ cao nhất từ {high} độ C. Độ ẩm không khí trung bình {wet}
phần trăm. Vùng biển ven bờ sóng cao từ {wave} mét, tàu thuyền nhỏ khi ra khơi cần chú ý an toàn.

Cảnh báo: mưa lớn cục bộ có khả năng gây ngập úng tại các khu vực trũng thấp, lũ quét trên các sông
suối nhỏ và sạt lở đất trên sườn dốc.""",
    (
        {
            "day": "3/7",
            "wind": "tây nam cấp 3",
            "low": "24 đến 26",
            "high": "31 đến 33",
            "wet": "84",
            "wave": "1 đến 2",
        },
        {
            "day": "4/7",
            "wind": "tây nam cấp 3",
            "low": "24 đến 26",
            "high": "31 đến 33",
            "wet": "84",
            "wave": "1 đến 2",
        },
        {
            "day": "5/7",
            "wind": "tây cấp 4",
            "low": "25 đến 27",
            "high": "30 đến 32",
            "wet": "88",
            "wave": "1 đến 2",
        },
        {
            "day": "3/8",
            "wind": "nam cấp 2",
            "low": "23 đến 25",
            "high": "32 đến 34",
            "wet": "80",
            "wave": "0,5 đến 1",
        },
    ),
)

GOLD = (
    "Giá vàng hôm nay {day}",
    """Giá vàng miếng trong nước sáng nay {day} được các doanh nghiệp niêm yết ở mức {buy} triệu
đồng một lượng mua vào và {sell} triệu đồng một lượng bán ra, so với hôm qua {move} đồng ở cả hai
chiều.

Vàng nhẫn tròn trơn được giao dịch quanh mức {ring} triệu đồng một lượng. Chênh lệch giữa giá mua và
giá bán vẫn ở mức cao, nhà đầu tư được khuyến cáo cân nhắc kỹ trước khi giao dịch.

Trên thị trường thế giới, giá vàng giao ngay đứng ở mức {world} đô la Mỹ một ounce. Giới phân tích
cho rằng giá kim loại quý còn phụ thuộc vào quyết định lãi suất sắp tới của các ngân hàng trung
ương.""",
    (
        {
            "day": "10/4",
            "buy": "99,1",
            "sell": "101,6",
            "move": "tăng 300.000",
            "ring": "98,9",
            "world": "3.082",
        },
        {
            "day": "11/4",
            "buy": "101,2",
            "sell": "103,4",
            "move": "tăng 2.100.000",
            "ring": "100,4",
            "world": "3.175",
        },
        {
            "day": "12/4",
            "buy": "102,0",
            "sell": "105,0",
            "move": "giảm 500.000",
            "ring": "101,1",
            "world": "3.236",
        },
        {
            "day": "14/4",
            "buy": "103,5",
            "sell": "106,5",
            "move": "tăng 500.000",
            "ring": "101,3",
            "world": "3.227",
        },
    ),
)

MEETING = (
    "Giấy mời dự kỳ họp thứ {session} Hội đồng nhân dân {place}",
    """Thường trực Hội đồng nhân dân {place} trân trọng kính mời các vị đại biểu Hội đồng nhân dân
và đại diện các cơ quan, đoàn thể đến dự kỳ họp thứ {session}.

Thời gian: bắt đầu từ {time}. Địa điểm: hội trường trung tâm {place}. Nội dung: xem xét các báo cáo
về tình hình phát triển kinh tế - xã hội, thu chi ngân sách; thảo luận và thông qua các nghị quyết
theo thẩm quyền; chất vấn và trả lời chất vấn.

Kính đề nghị các vị đại biểu nghiên cứu trước tài liệu, đến dự đúng thành phần và đúng giờ để kỳ họp
đạt kết quả tốt. Đại biểu vắng mặt xin báo lại Văn phòng trước khi khai mạc một ngày.""",
    (
        {"session": "15", "place": "huyện Hòa Lộc", "time": "7 giờ 30 ngày 18/7"},
        {"session": "16", "place": "huyện Hòa Lộc", "time": "7 giờ 30 ngày 11/12"},
        {"session": "15", "place": "huyện Tân Hưng", "time": "7 giờ 30 ngày 18/7"},
        {"session": "2", "place": "xã Trà Giang", "time": "8 giờ ngày 25/7"},
    ),
)

RECEPTION = (
    "Lịch tiếp công dân của lãnh đạo Ủy ban nhân dân {place} tháng {month}",
    """Ủy ban nhân dân {place} thông báo lịch tiếp công dân định kỳ tháng {month} của lãnh đạo như
sau:

Đồng chí {who} tiếp công dân vào các ngày {days}. Buổi sáng từ 7 giờ 30 đến 11 giờ, buổi chiều từ 13
giờ 30 đến 16 giờ 30 tại trụ sở tiếp công dân.

Công dân đến khiếu nại, tố cáo, kiến nghị, phản ánh phải xuất trình giấy tờ tùy thân, tuân thủ nội
quy nơi tiếp công dân và hướng dẫn của người tiếp. Trường hợp lãnh đạo bận công tác đột xuất, Văn
phòng sẽ thông báo và bố trí tiếp bù vào ngày làm việc kế tiếp.""",
    (
        {"place": "huyện Hòa Lộc", "month": "4", "who": "Lê Quang Thuận", "days": "10 và 25"},
        {"place": "huyện Hòa Lộc", "month": "5", "who": "Lê Quang Thuận", "days": "10 và 25"},
        {"place": "huyện Tân Hưng", "month": "4", "who": "Võ Thành Danh", "days": "5 và 20"},
        {"place": "xã Trà Giang", "month": "9", "who": "Đỗ Thị Hạnh", "days": "8 và 22"},
    ),
)

LOTTERY = (
    "Kết quả xổ số kiến thiết ngày {day}",
    """Kết quả xổ số kiến thiết mở thưởng ngày {day}: giải đặc biệt {first}; giải nhất {second};
giải nhì {third}; giải ba {fourth}.

Vé trúng thưởng được lĩnh trong thời hạn ba mươi ngày kể từ ngày mở thưởng. Người trúng thưởng mang
theo vé còn nguyên hình, nguyên khổ, không rách rời, không chắp vá, tẩy xóa và giấy tờ tùy thân đến
trụ sở công ty hoặc các đại lý được ủy quyền để nhận thưởng. Công ty không chịu trách nhiệm với vé
đã quá hạn.""",
    (
        {"day": "2/5", "first": "402817", "second": "55190", "third": "30218", "fourth": "78001"},
        {"day": "9/5", "first": "911375", "second": "20477", "third": "66120", "fourth": "14953"},
        {"day": "16/5", "first": "038264", "second": "71032", "third": "95507", "fourth": "22846"},
    ),
)

HIRING = (
    "Thông báo tuyển dụng viên chức {unit}",
    """{unit} thông báo tuyển dụng viên chức với các nội dung sau: số lượng cần tuyển {number} chỉ
tiêu, vị trí {post}.

Người đăng ký dự tuyển phải có đủ các điều kiện: có quốc tịch Việt Nam và cư trú tại Việt Nam; từ đủ
18 tuổi trở lên; có phiếu đăng ký dự tuyển; có lý lịch rõ ràng; có văn bằng, chứng chỉ phù hợp; đủ
sức khỏe để thực hiện công việc. Hồ sơ nộp trực tiếp trong giờ hành chính đến hết ngày {day}. Những
người bị mất năng lực hành vi dân sự hoặc đang bị truy cứu trách nhiệm hình sự không được đăng ký dự
tuyển.""",
    (
        {
            "unit": "Trung tâm Y tế Hòa Lộc",
            "number": "12",
            "post": "bác sĩ và điều dưỡng",
            "day": "30/6",
        },
        {
            "unit": "Trung tâm Y tế Tân Hưng",
            "number": "7",
            "post": "bác sĩ và điều dưỡng",
            "day": "15/7",
        },
        {
            "unit": "Trường Mầm non Hoa Sen",
            "number": "4",
            "post": "giáo viên mầm non",
            "day": "30/6",
        },
    ),
)

AUCTION = (
    "Thông báo đấu giá quyền sử dụng đất {place}",
    """Công ty Đấu giá hợp danh {house} thông báo đấu giá quyền sử dụng {lots} lô đất ở tại {place},
hình thức trả giá lên, bỏ phiếu trực tiếp nhiều vòng.

Giá khởi điểm từ {price} đồng một mét vuông, bước giá 100.000 đồng một mét vuông. Thời gian bán và
tiếp nhận hồ sơ trong giờ hành chính đến 17 giờ ngày {until}. Người tham gia nộp tiền đặt trước bằng
20% giá khởi điểm vào tài khoản của công ty. Khách hàng có nhu cầu liên hệ trực tiếp để được xem hồ
sơ, tài liệu và xem thực địa.""",
    (
        {
            "place": "khu dân cư Đồng Bàu",
            "house": "Minh Pháp",
            "lots": "18",
            "price": "4.200.000",
            "until": "9/10",
        },
        {
            "place": "khu dân cư Gò Sỏi",
            "house": "Minh Pháp",
            "lots": "25",
            "price": "3.600.000",
            "until": "9/10",
        },
        {
            "place": "khu dân cư Đồng Bàu",
            "house": "Minh Pháp",
            "lots": "16",
            "price": "4.200.000",
            "until": "6/11",
        },
    ),
)

FORMS = (POWER, LAND, WEATHER, GOLD, MEETING, RECEPTION, LOTTERY, HIRING, AUCTION)


def filled(form: tuple[str, str, Sequence[Filling]]) -> list[News]:
    title, text, fillings = form
    return [news(title.format(**each), text.format(**each)) for each in fillings]


def _line(text: str) -> str:
    return " ".join(text.split())


CONGRATULATION = news(
    "Thư chúc mừng ngày Nhà giáo Việt Nam của Chủ tịch huyện Hòa Lộc",
    """Nhân kỷ niệm ngày Nhà giáo Việt Nam, thay mặt lãnh đạo huyện Hòa Lộc, tôi gửi đến các thầy
giáo, cô giáo, cán bộ và nhân viên ngành giáo dục lời chúc mừng tốt đẹp nhất.

Kính chúc các thầy cô luôn mạnh khỏe, hạnh phúc và thành công.

Chủ tịch Lê Quang Thuận""",
)
CONGRATULATION_OF_ANOTHER = news(
    "Thư chúc mừng ngày Nhà giáo Việt Nam của Chủ tịch huyện Tân Hưng",
    """Nhân kỷ niệm ngày Nhà giáo Việt Nam, thay mặt lãnh đạo huyện Tân Hưng, tôi gửi đến các thầy
giáo, cô giáo, cán bộ và nhân viên ngành giáo dục lời chúc mừng tốt đẹp nhất.

Kính chúc các thầy cô luôn mạnh khỏe, hạnh phúc và thành công.

Chủ tịch Võ Thành Danh""",
)

LAW = _line(
    """Theo Luật Khiếu nại, người khiếu nại có quyền tự mình khiếu nại hoặc ủy quyền cho luật sư,
người đại diện; được biết, đọc, sao chụp tài liệu, chứng cứ do người giải quyết khiếu nại thu
thập; yêu cầu cơ quan, tổ chức có liên quan cung cấp thông tin; nhận văn bản trả lời về việc
thụ lý giải quyết khiếu nại; được khôi phục quyền, lợi ích hợp pháp đã bị xâm phạm và được bồi
thường thiệt hại theo quy định của pháp luật."""
)
LAW_IN_A_VILLAGE = news(
    "Đưa pháp luật về khiếu nại đến với bà con xã An Thủy",
    f"""Tối qua, hơn tám mươi người dân xã An Thủy đã đến nhà văn hóa nghe báo cáo viên phổ biến quy
định về khiếu nại, tố cáo và hòa giải ở cơ sở.

{LAW}

Kết thúc buổi tuyên truyền, nhiều câu hỏi về đất đai, thừa kế được giải đáp cặn kẽ. Xã sẽ duy
trì mỗi tháng một buổi như vậy tại các ấp, gắn với sinh hoạt của câu lạc bộ pháp luật.""",
)
LAW_IN_A_COURT = news(
    "Hỏi đáp: Khi nào quyết định hành chính bị khiếu nại?",
    f"""Bạn đọc hỏi: Gia đình tôi không đồng ý với quyết định bồi thường khi làm đường, vậy tôi phải
gửi đơn đến đâu và trong thời hạn bao lâu?

Luật sư trả lời:

{LAW}

Thời hiệu khiếu nại là 90 ngày kể từ ngày nhận được quyết định hành chính. Đơn gửi lần đầu đến
người đã ra quyết định; nếu không được giải quyết thì có thể khởi kiện ra tòa.""",
)

SPEECH = _line(
    """Phát huy truyền thống vẻ vang, Đảng bộ, chính quyền và nhân dân quyết tâm đoàn kết, đổi mới,
sáng tạo, thực hiện thắng lợi các mục tiêu, nhiệm vụ đã đề ra, góp phần xây dựng quê hương ngày
càng giàu đẹp, văn minh."""
)

BRIDGE_BY_ANOTHER = news(
    "Niềm vui bên cây cầu mới ở Hòa Lộc",
    """Không còn cảnh lụy phà, từ hôm nay người dân hai xã An Thủy và Phú Hòa đã có thể qua sông
bằng cầu Bến Đò.

Công trình vốn 86 tỷ đồng, dài 240 mét vừa được huyện Hòa Lộc đưa vào sử dụng sáng 14/3. Có mặt từ
rất sớm, cụ Huỳnh Văn Sáu năm nay 81 tuổi xúc động nói ông đã đợi ngày này từ thời trai trẻ.

Theo Chủ tịch huyện Lê Quang Thuận, 47 hộ dân hiến đất là điều làm nên thành công của dự án. Huyện
mong bà con giữ gìn cây cầu như giữ tài sản của chính mình, không cho xe quá tải lưu thông.

Hai bên đầu cầu, các em học sinh trường tiểu học vẫy cờ hoa đón đoàn xe đầu tiên. Từ đây, nông sản
của vùng cù lao sẽ ra chợ huyện nhanh hơn, bớt chi phí trung gian.""",
)
FLOOD_BY_ANOTHER = news(
    "Mưa lũ ở Mường Sang: nhiều bản bị cô lập",
    """Hai ngày mưa xối xả khiến suối Nậm Khao dâng cao, cuốn trôi nhiều đoạn đường và cô lập bốn
bản của huyện Mường Sang.

Thống kê sơ bộ cho thấy 63 ngôi nhà hư hỏng, 2 người bị thương đang được điều trị tại bệnh viện
huyện. Ruộng ngô dọc bờ suối gần như mất trắng.

Phó Chủ tịch huyện Lò Văn Pháy cùng lực lượng cứu hộ đã vượt bùn vào bản mang theo mì tôm và thuốc
men. Máy xúc làm việc xuyên trưa để thông tuyến trước khi trời tối.

Bà con cho biết đây là trận lũ lớn nhất trong mười năm. Chính quyền khuyên người dân chưa vội trở về
nhà khi đất còn no nước và trời vẫn âm u.""",
)


def _roundup(title: str, opening: str, *quoted: str) -> News:
    return News(title, "\n".join((opening, *quoted)))


def _others(news: News) -> Iterator[News]:
    return (other for other in ALL if other is not news)


def negatives() -> Iterator[tuple[str, News, News]]:
    """What the pair shows, and its two texts."""
    for form in FORMS:
        for one, other in combinations(filled(form), 2):
            yield f"form: {form[0]}", one, other
    yield "congratulations", CONGRATULATION, CONGRATULATION_OF_ANOTHER
    yield "a law quoted in both", LAW_IN_A_VILLAGE, LAW_IN_A_COURT
    yield "one event by two writers", BRIDGE, BRIDGE_BY_ANOTHER
    yield "one event by two writers", FLOOD, FLOOD_BY_ANOTHER
    for one, other in combinations((BRIDGE, RICE, PARTY, SCHOOL), 2):
        ends = [News(each.title, f"{each.text}\n{SPEECH}") for each in (one, other)]
        yield "a formula at the end of both", ends[0], ends[1]
    opening = (
        "Tuần qua, đời sống kinh tế - xã hội trên địa bàn tỉnh có nhiều chuyển biến đáng chú ý."
    )
    for quoted in ALL:
        leads = [other.paragraphs[1] for other in _others(quoted)][:4]
        week = _roundup("Tin vắn trong tuần", opening, *leads[:2], quoted.paragraphs[2], *leads[2:])
        yield "a paragraph quoted in a round-up", quoted, week
    for quoted, other in zip(ALL, (*ALL[1:], ALL[0]), strict=True):
        both = _roundup("Chuyện làng xã", opening, *other.paragraphs, *quoted.paragraphs[:3])
        yield "most of it told again further down", quoted, both
