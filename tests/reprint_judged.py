"""Pairs of portal texts as a reader would judge them: AGAIN is one article printed twice, APART is not.

Written before the rules of `pipeline.store.stories.likeness` were read, so that their figures say something.
"""

import unicodedata

import reprint_judged_texts as of

Text = tuple[str, str]
Pair = tuple[Text, Text]


def put(text: Text, *changes: tuple[str, str], title: str | None = None) -> Text:
    """The text with these words exchanged everywhere, under that title."""
    heading, body = text
    for old, new in changes:
        assert old in body, old
        body = body.replace(old, new)
    return title or heading, body


def fill(form: Text, **values: str) -> Text:
    return form[0].format(**values), form[1].format(**values)


def opening(text: Text, share: float, ending: str = "", title: str | None = None) -> Text:
    """The first share of the words, cut wherever that falls."""
    words = text[1].split(" ")
    return title or text[0], " ".join(words[: round(len(words) * share)]) + ending


def blocks(text: Text) -> list[str]:
    return text[1].split("\n")


def woven(text: Text, *more: tuple[int, str], title: str | None = None) -> Text:
    """The text with these paragraphs put in, each before the paragraph of that number."""
    lines = blocks(text)
    for number, line in sorted(more, reverse=True):
        lines.insert(number, line)
    return title or text[0], "\n".join(lines)


def without(text: Text, number: int, title: str | None = None) -> Text:
    lines = blocks(text)
    del lines[number]
    return title or text[0], "\n".join(lines)


CITIZENS = fill(of.CITIZENS, month="6", chair="Lưu Văn Bảo", days="5, 12, 19, 26/6/2025")
INVITATION = fill(
    of.INVITATION,
    about="bàn kế hoạch phòng chống thiên tai năm 2025",
    whom="các đồng chí trong Ban Chỉ huy phòng chống thiên tai xã; trưởng các thôn; "
    "trạm trưởng trạm bơm",
    when="8 giờ 00 ngày 15 tháng 5 năm 2025",
    where="hội trường tầng 2, trụ sở UBND xã",
    chair="Trịnh Văn Sỹ, Chủ tịch UBND xã",
)
POWER = fill(
    of.POWER,
    day="14/7/2025",
    work="thay máy biến áp và phát quang hành lang lưới điện",
    start="5 giờ 30",
    end="11 giờ 00",
    area="thôn 3, thôn 4, thôn 7 xã Quỳnh Thạch; trạm bơm Đồng Quan",
)
JOB = fill(
    of.JOB,
    what="nhân viên nấu ăn",
    who="Trường Mầm non Hoa Sen",
    number="2",
    skill="có chứng chỉ nghề nấu ăn",
    until="đến hết ngày 20/8/2025",
    contact="cô Phan Thị Hiền, hiệu phó, điện thoại 0912 000 111",
)
AUCTION = fill(
    of.AUCTION,
    place="khu dân cư Đồng Bông, xã An Thịnh",
    plots="24 lô đất ở",
    area="2.880,5",
    price="4.500.000",
    until="10/9/2025",
    day="13/9/2025",
)
PRICES = fill(
    of.PRICES,
    day="3/11",
    pig="62.000",
    hen="95.000",
    duck="48.000",
    egg="31.000",
    rice="14.500",
    sticky="26.000",
    corn="8.200",
    spinach="5.000",
    tomato="18.000",
    cabbage="9.000",
    potato="16.000",
    carp="58.000",
    shrimp="155.000",
)
DECISION = fill(
    of.DECISION,
    post="Hiệu trưởng Trường Trung học cơ sở Hải Lý",
    person="bà Tống Thị Vân",
    born="12/5/1979",
    was="Phó Hiệu trưởng Trường Trung học cơ sở Hải Châu",
    start="01/8/2024",
    title="Bà",
    name="Tống Thị Vân",
    factor="0,55",
)
MOURNING = fill(
    of.MOURNING,
    hamlet="Đông Tiến",
    person="cụ Bùi Văn Chẩn",
    born="1937",
    merit="thương binh hạng 3/4, huy hiệu 55 năm tuổi Đảng, nguyên Chủ nhiệm Hợp tác xã",
    cause="tuổi cao sức yếu",
    when="3 giờ 20 phút ngày 2/10/2025",
    age="89",
    visit="8 giờ ngày 3/10",
    burial="14 giờ cùng ngày",
)
ELECTION = fill(
    of.ELECTION,
    hamlet="Tiền Phong",
    listed="318",
    voted="301",
    rate="94,7",
    valid="296",
    winner="ông Hà Văn Quyết, sinh năm 1976",
    votes="241",
    share="81,4",
)
CONTEST = fill(
    of.CONTEST,
    what="Bí thư chi bộ giỏi",
    days="hai",
    number="36",
    first="đồng chí Lê Hồng Nhung, Chi bộ Trường Tiểu học Xuân Lam",
    second="đồng chí Đặng Quốc Việt, Chi bộ thôn Hạ; đồng chí Mai Văn Sáu, Chi bộ Công an",
    third="đồng chí Kiều Thị Oanh, Chi bộ Trạm Y tế; đồng chí Phùng Bá Lộc, Chi bộ thôn Nghè",
    others="tám đồng chí thuộc các chi bộ nông thôn",
)
CONGRESS = fill(
    of.CONGRESS,
    commune="Thọ Lâm",
    ordinal="XXIV",
    days="9 và 10/5",
    guest="Hoàng Minh Đạo",
    office="Phó Bí thư Thường trực Huyện uỷ",
    delegates="118",
    members="326",
    merit="Thu nhập bình quân đạt 58 triệu đồng mỗi người; tỷ lệ hộ nghèo còn 1,9%; xã "
    "về đích nông thôn mới nâng cao năm 2023.",
    committee="15",
    secretary="Lại Thế Vinh",
)
STATISTICS = fill(
    of.STATISTICS,
    month="9",
    industry="1.284",
    growth="9,7",
    retail="612",
    area="8.455",
    pigs="41.200",
    birds="870",
    fish="1.932",
    income="74,6",
    spending="91,3",
    paid="68",
    accidents="5",
    dead="2",
    fires="1",
)
WEEK = fill(
    of.WEEK,
    week="18",
    first="28/4",
    last="4/5/2025",
    monday="Chủ tịch dự họp trực tuyến với thành phố về giải phóng mặt bằng",
    tuesday="Phó Chủ tịch Hà làm việc với Ban quản lý chợ",
    wednesday="Thường trực HĐND giám sát thu phí vỉa hè",
    thursday="nghỉ lễ",
    friday="nghỉ bù",
)
PRAISE = fill(
    of.PRAISE,
    occasion="ngày Thầy thuốc Việt Nam 27/2",
    whom="đội ngũ y, bác sĩ Trạm Y tế",
    wish="rèn luyện y đức, nâng cao tay nghề, chăm lo sức khoẻ cho người dân",
)
LAND = fill(
    of.LAND,
    owner="ông Chu Văn Hợi",
    hamlet="thôn Bằng Y",
    number="AK 402117",
    plot="88",
    sheet="12",
    area="315",
    issued="22/6/2007",
    how="trong lúc sửa nhà, gia đình chuyển đồ đạc và để thất lạc, tìm nhiều nơi không thấy",
)

# Other writers' accounts of the same events, and what came after them.

ROAD_BY_ANOTHER = (
    "Phú Khê có đường tránh mới",
    (
        "Sau gần một năm rưỡi thi công, con đường tránh dài 4,7 km đi vòng phía nam "
        "thị trấn Phú Khê đã chính thức cho xe chạy vào chiều 12/8.\n"
        "Có mặt từ sớm, nhiều người dân ba xã dọc tuyến háo hức đi thử trên mặt nhựa "
        "còn mới. Bác Phạm Thị Lụa, người đã hiến 180 m2 vườn nhãn, bảo rằng mất "
        "mấy gốc nhãn thì tiếc, nhưng con cháu có đường đi thì lợi hơn nhiều.\n"
        "Phát lệnh thông xe, Phó Chủ tịch UBND huyện Đỗ Văn Khải cảm ơn các hộ đã bàn "
        "giao đất và yêu cầu nhà thầu bảo hành công trình đủ 24 tháng. Ông cũng lưu "
        "ý "
        "cảnh sát giao thông tuần tra trong những ngày đầu, bởi đường rộng và thẳng, "
        "thanh niên dễ phóng nhanh.\n"
        "Với tổng mức đầu tư 96 tỷ đồng, đây là công trình giao thông lớn nhất của "
        "huyện trong nhiệm kỳ này."
    ),
)
FIRE_BY_ANOTHER = (
    "Cháy xưởng mộc trong đêm, hai công nhân thoát nạn",
    (
        "Rạng sáng nay (3/12), ngọn lửa bùng lên tại xưởng mộc của ông Ngô Quý Tỵ ở "
        "phường Đông Ngàn, thiêu rụi nhiều tài sản.\n"
        "Theo lời kể của anh Cường, thợ mộc ngủ lại xưởng, khoảng hơn hai giờ anh "
        "thấy ngạt thở, mở mắt ra thì khói đã đầy nhà. Anh lay bạn dậy, cả hai chạy "
        "thoát "
        "theo lối cửa sau.\n"
        "Nhận tin báo, 5 xe chữa cháy đã được điều tới. Do ngõ vào chỉ rộng hơn ba "
        "mét, lính cứu hoả phải kéo vòi gần một trăm mét. Hàng xóm múc nước ao tiếp "
        "sức.\n"
        "Sau gần hai tiếng, lửa tắt hẳn. Công an đang khám nghiệm hiện trường. Đây là "
        "vụ cháy thứ ba tại làng nghề kể từ đầu năm."
    ),
)
MEETING_BY_ANOTHER = (
    "Cử tri Yên Lộc gửi gắm nhiều mong mỏi tới kỳ họp HĐND xã",
    (
        "Chuyện đèn đường trước cổng trường, xe rác chậm chuyến, chó thả rông đã làm "
        "nóng nghị trường kỳ họp giữa năm của HĐND xã Yên Lộc sáng 5/6.\n"
        "Mở đầu phần thảo luận, đại biểu Nguyễn Thị Mến nói thẳng: mùa đông năm giờ "
        "chiều trời đã tối, học sinh tan học đi trên đoạn đường không đèn rất nguy "
        "hiểm. Ý kiến của bà "
        "được nhiều đại biểu tán thành.\n"
        "Trả lời chất vấn, Chủ tịch UBND xã cho biết đã bố trí 85 triệu đồng lắp 20 "
        "bóng đèn năng lượng mặt trời, xong trước khai giảng. Về rác thải, xã sẽ thay "
        "đơn vị thu gom nếu "
        "tháng tới còn bị phản ánh.\n"
        "Kỳ họp cũng xem xét báo cáo kinh tế - xã hội với tổng giá trị sản xuất 187,4 "
        "tỷ đồng, và thông qua bốn nghị quyết."
    ),
)
SPORT_BY_ANOTHER = (
    "Chị em nông dân đua tài trên sân bóng chuyền",
    (
        "Ban ngày ra đồng, tối về tập bóng. Đó là câu chuyện của mười hai đội bóng "
        "chuyền nữ vừa tranh tài ở giải nông dân huyện Lâm Hà.\n"
        "Chị Lý Thị Hạnh, chủ công đội Minh Tiến, mới cấy xong ba sào ruộng thì khoác "
        "ba lô lên huyện. Chị cao 1,71 m, bật nhảy tốt, ghi tới 31 điểm trong trận "
        "chung kết thắng "
        "Quang Trung 3-1.\n"
        "Huấn luyện viên Nông Văn Tùng kể, đội chỉ có sân đất, bóng cũ, lưới vá. Bù "
        "lại các chị rất chịu khó. Có hôm trời mưa, cả đội tập chuyền ở sân kho.\n"
        "Khán đài tối bế mạc không còn chỗ trống. Tiếng trống, tiếng hò reo vang tới tận khuya."
    ),
)
POLICE_NEXT_DAY = (
    "Khởi tố chủ cửa hàng tiêu thụ 14 xe máy trộm cắp",
    (
        "Chiều 22/4, cơ quan Cảnh sát điều tra Công an huyện Thạch Bàn đã khởi tố, "
        "bắt tạm giam Kim Văn Huấn, chủ cửa hàng sửa xe ở thị trấn, về tội tiêu thụ "
        "tài sản do người khác phạm "
        "tội mà có.\n"
        "Tại cơ quan điều tra, Huấn khai đã mua 14 xe không giấy tờ, tháo lấy phụ "
        "tùng bán cho khách vãng lai, thu lời hơn 60 triệu đồng. Khám xét cửa hàng, "
        "công an thu 3 khung xe đã mài số.\n"
        "Trước đó, như tin đã đưa, ba đối tượng gồm Vũ Văn Lâm (sinh năm 1998), Đào "
        "Xuân Bách (sinh năm 2001) và Ngô Văn Dũng (sinh năm 2003). Theo điều "
        "tra ban đầu, từ tháng 1 đến nay, nhóm này dùng vam phá khoá, lấy trộm 14 xe "
        "máy rồi bán cho một cửa hàng sửa chữa ở thị trấn với giá từ 3 đến 7 triệu "
        "đồng mỗi chiếc.\n"
        "Đến nay đã có 9 người đến nhận lại xe."
    ),
)
FIRE_NEXT_DAY = (
    "Vụ cháy xưởng gỗ Đông Ngàn: xác định nguyên nhân ban đầu",
    (
        "Sáng 4/12, Công an phường Đông Ngàn cho biết nguyên nhân ban đầu của vụ cháy "
        "là do chập điện ở máy nén khí không được ngắt cầu dao.\n"
        "Khoảng 2 giờ 15 phút sáng 3/12, một xưởng mộc rộng chừng 400 m2 ở tổ dân phố "
        "số 6, phường Đông Ngàn bốc cháy dữ dội. Người dân phát hiện khói, hô hoán "
        "và gọi điện cho lực lượng chữa cháy.\n"
        "Ngay trong chiều qua, đoàn liên ngành đã kiểm tra 46 cơ sở sản xuất đồ gỗ "
        "trong làng nghề, lập biên bản 19 cơ sở không có bình chữa cháy, đình chỉ 4 "
        "cơ sở để sơn chung với chỗ ngủ.\n"
        "Chủ tịch UBND phường yêu cầu các hộ ký cam kết, mở lối thoát nạn thứ hai "
        "trước ngày 15/12; quá hạn sẽ cắt điện sản xuất. Hội Phụ nữ đã vận động giúp "
        "hai công nhân gặp nạn 8 triệu đồng."
    ),
)
WEATHER_NEXT_DAY = (
    "Lũ trên sông Ngàn đạt đỉnh, hai xã bị chia cắt",
    (
        "Đài Khí tượng Thuỷ văn tỉnh cho biết, lúc 3 giờ sáng 11/9, lũ trên sông Ngàn "
        "tại trạm Cầu Treo đã đạt đỉnh 6,31 m, trên báo động II 0,31 m và đang xuống "
        "chậm.\n"
        "Tính đến 6 giờ, mưa đã làm sập hai ngôi nhà, cuốn trôi một cầu tạm, ngập 140 "
        "ha lúa. Quốc lộ qua xã Sơn Kim bị sạt ba điểm với khoảng 2.500 m3 đất đá. "
        "Hai xã Mường Lát, Đồng Văn bị chia cắt, "
        "bộ đội biên phòng đang dùng xuồng tiếp tế mì tôm và nước uống.\n"
        "Chưa có thông tin về người chết, mất tích. Toàn tỉnh đã sơ tán 212 hộ ở chân "
        "đồi đến trường học và nhà văn hoá.\n"
        "Những vùng trũng ven suối cần đề phòng ngập sâu. Dự báo mưa giảm dần từ trưa nay."
    ),
)
WATER_LATER = (
    "Nước sạch Giao Hải: sau một tháng nhìn lại",
    (
        "Một tháng sau khi mở rộng mạng lưới đường ống, Nhà máy nước Giao Hải đã lắp "
        "đồng hồ cho 1.187 trong số 1.240 hộ đăng ký ở vùng ven biển.\n"
        "Trước đây, bà con phải dùng nước giếng khoan nhiễm mặn hoặc chứa nước mưa "
        "trong bể. Mùa khô, mỗi mét khối nước mua của xe bồn có giá tới 80.000 "
        "đồng.\n"
        "Tuy nhiên, một số hộ cuối nguồn ở xóm 9 phản ánh nước yếu vào buổi tối. Ông "
        "Vũ Ngọc Oánh, Giám đốc nhà máy, thừa nhận áp lực chưa đều và hứa lắp thêm "
        "một máy bơm trong tháng này.\n"
        "Kết quả xét nghiệm mẫu nước đầu tiên cho thấy cả 14 chỉ tiêu đều đạt quy "
        "chuẩn; độ đục 0,6 NTU, clo dư 0,4 mg/l. Bảng kết quả được dán tại nhà văn "
        "hoá các thôn."
    ),
)
ROUNDUP = (
    "Điểm tin tuần qua",
    (
        "Chiều 12/8, UBND huyện Tân Giang phối hợp với đơn vị thi công tổ chức lễ "
        "thông xe tuyến đường tránh thị trấn Phú Khê. Tuyến dài 4,7 km, mặt đường "
        "rộng 11 m, tổng mức đầu tư 96 tỷ đồng từ ngân sách huyện và tỉnh.\nTrạm Y tế "
        "xã Hoà Bình vừa hoàn thành đợt tiêm bổ sung vắc xin sởi cho trẻ từ 1 đến 5 "
        "tuổi trên địa bàn.\nTheo Trạm Trồng trọt và Bảo vệ thực vật huyện, bướm sâu "
        "cuốn lá nhỏ lứa 6 đang ra rộ, mật độ trung bình 3-5 con/m2, nơi cao 15 "
        "con/m2.\nĐoàn thanh niên huyện ra quân trồng 1.500 cây bàng dọc đê biển, thu "
        "gom hai tấn rác.\nPhiên chợ quê xã Khê Thượng bán được hơn 40 mặt hàng, "
        "doanh thu 210 triệu đồng."
    ),
)

AGAIN: dict[str, Pair] = {
    "meeting: another title": (
        of.MEETING,
        put(of.MEETING, title="Xã Yên Lộc: Khai mạc kỳ họp giữa năm của HĐND"),
    ),
    "meeting: date form, short names": (
        of.MEETING,
        put(
            of.MEETING,
            ("ngày 5 tháng 6 năm 2025", "05/6/2025"),
            ("Ủy ban nhân dân xã", "UBND xã"),
            ("HĐND", "Hội đồng nhân dân"),
            ("30 tháng 6", "30/6"),
        ),
    ),
    "meeting: opening and source": (
        of.MEETING,
        opening(of.MEETING, 0.45, "... (Theo Cổng thông tin điện tử huyện)"),
    ),
    "meeting: NFD and captions": (
        of.MEETING,
        (
            of.MEETING[0],
            unicodedata.normalize(
                "NFD",
                woven(
                    of.MEETING,
                    (1, "Quang cảnh kỳ họp. Ảnh: Thu Hà"),
                    (3, "Đại biểu Nguyễn Thị Mến thảo luận"),
                )[1],
            ),
        ),
    ),
    "road: title, captions, author": (
        of.ROAD,
        woven(
            of.ROAD,
            (1, "Các đại biểu cắt băng thông xe"),
            (3, "Một đoạn tuyến đường mới"),
            (5, "Hồng Quân"),
            title="Tân Giang thông xe đường tránh trị giá 96 tỷ đồng",
        ),
    ),
    "road: opening, caption": (
        of.ROAD,
        opening(woven(of.ROAD, (1, "Lễ cắt băng (Ảnh: Văn Bình)")), 0.4, "... Xem tiếp"),
    ),
    "road: quotes and dashes": (
        of.ROAD,
        put(
            of.ROAD,
            ('"', "”"),
            (", nơi mỗi ngày", " – nơi mỗi ngày"),
            ("4,7 km", "4,7km"),
            ("11 m,", "11m,"),
        ),
    ),
    "road: a name corrected": (of.ROAD, put(of.ROAD, ("Phạm Văn Tuấn", "Phạm Văn Tuân"))),
    "health: tone placement, figure rounded": (
        of.HEALTH,
        put(of.HEALTH, ("Hoà Bình", "Hòa Bình"), ("96,8%", "97%"), ("ý mua", "ý đi mua")),
    ),
    "health: headings put in": (
        of.HEALTH,
        woven(
            of.HEALTH,
            (1, "Bảy trẻ sẽ được tiêm vét"),
            (2, "Ba ca nghi sởi từ đầu năm"),
            (3, "Khuyến cáo của ngành y tế"),
        ),
    ),
    "health: paragraph added by the reprinter": (
        of.HEALTH,
        woven(
            of.HEALTH,
            (
                4,
                (
                    "Được biết, cùng thời gian này, các xã lân cận cũng đang tiêm cho hơn một "
                    "nghìn trẻ; Trung tâm Y tế huyện đã phân bổ đủ vắc xin và cử hai tổ hỗ trợ kỹ "
                    "thuật."
                ),
            ),
        ),
    ),
    "weather: without its lead": (of.WEATHER, without(of.WEATHER, 0)),
    "weather: opening half": (
        of.WEATHER,
        opening(of.WEATHER, 0.5, " ...", title="Miền núi mưa rất to, đề phòng lũ quét"),
    ),
    "police: title and source": (
        of.POLICE,
        woven(
            of.POLICE,
            (4, "Nguồn: Báo Công an nhân dân"),
            title="Ba đối tượng trộm 14 xe máy sa lưới",
        ),
    ),
    "police: names shortened for privacy": (
        of.POLICE,
        put(
            of.POLICE,
            ("Vũ Văn Lâm", "Vũ Văn L."),
            ("Đào Xuân Bách", "Đào Xuân B."),
            ("Ngô Văn Dũng", "Ngô Văn D."),
            ("của Lâm", "của L."),
        ),
    ),
    "police: opening and captions": (
        of.POLICE,
        opening(
            woven(of.POLICE, (1, "Ba đối tượng tại cơ quan công an"), (2, "Tang vật vụ án")),
            0.55,
            " (Xem tiếp trang sau)",
        ),
    ),
    "culture: captions everywhere": (
        of.CULTURE,
        woven(
            of.CULTURE,
            (1, "Rước nước từ bến sông"),
            (2, "Thi thổi cơm"),
            (3, "Các cụ bà thi dệt lụa"),
            (4, "Cờ người"),
            (5, "Ảnh và bài: Minh Nguyệt"),
        ),
    ),
    "culture: opening third": (
        of.CULTURE,
        opening(of.CULTURE, 0.36, "…", title="Độc đáo hội làng Vân Đoài"),
    ),
    "culture: last paragraph dropped": (of.CULTURE, without(of.CULTURE, 4)),
    "sport: scores with other dashes, NFD": (
        of.SPORT,
        put(
            of.SPORT,
            ("-", "–"),
            ("18/10", "18-10"),
            title="Minh Tiến đăng quang bóng chuyền nữ nông dân",
        ),
    ),
    "sport: lead reworded": (
        of.SPORT,
        put(
            of.SPORT,
            (
                (
                    "Sau ba ngày tranh tài, giải bóng chuyền nữ nông dân huyện Lâm Hà lần thứ VII "
                    "đã kết thúc tối 18/10"
                ),
                "Tối 18/10, giải bóng chuyền nữ nông dân lần thứ VII của huyện Lâm Hà đã bế mạc",
            ),
        ),
    ),
    "farming: opening with more": (of.FARMING, opening(of.FARMING, 0.6, " Xem chi tiết tại đây")),
    "farming: dates written out": (
        of.FARMING,
        put(
            of.FARMING,
            ("từ 22 đến 27/8", "từ ngày 22 đến ngày 27 tháng 8"),
            ("hợp tác xã", "HTX"),
            ("20-25 lít", "20 đến 25 lít"),
        ),
    ),
    "speech: without the greeting": (
        of.SPEECH,
        without(of.SPEECH, 0, "Bài phát biểu của lãnh đạo xã nhân ngày khai trường"),
    ),
    "charity: names expanded": (
        of.CHARITY,
        put(
            of.CHARITY,
            ("Ủy ban MTTQ Việt Nam", "Uỷ ban Mặt trận Tổ quốc Việt Nam"),
            ("17-11", "17/11"),
            ("54 mét vuông", "54 m2"),
        ),
    ),
    "charity: opening": (of.CHARITY, opening(of.CHARITY, 0.38, "... (Theo daidoanket.vn)")),
    "fire: correction of a figure": (
        of.FIRE,
        put(
            of.FIRE,
            ("1,2 tỷ đồng", "hơn 1 tỷ đồng"),
            ("38 cán bộ", "gần 40 cán bộ"),
            title="Cháy lớn tại xưởng gỗ ở Đông Ngàn",
        ),
    ),
    "water: opening and paragraph added": (
        of.WATER,
        woven(
            opening(of.WATER, 0.6, "."),
            (
                0,
                (
                    "Báo tỉnh số ra hôm nay có bài viết về công trình nước sạch của vùng ven "
                    "biển. Ban biên tập xin trích giới thiệu cùng bạn đọc."
                ),
            ),
        ),
    ),
    "digital: short, title and author": (
        of.DIGITAL,
        woven(
            of.DIGITAL,
            (3, "Tin, ảnh: Bùi Hạnh - Đài Truyền thanh phường"),
            title="Phường Nam Tiến đưa chữ ký số về từng ngõ",
        ),
    ),
    "digital: short, name corrected": (
        of.DIGITAL,
        put(of.DIGITAL, ("Đinh Thế Anh", "Đinh Thế Ánh"), ("7/3", "07/3/2025")),
    ),
    "citizens: the same notice, short names": (
        CITIZENS,
        put(
            CITIZENS,
            ("Ủy ban nhân dân xã", "UBND xã"),
            ("Tư pháp - Hộ tịch", "Tư pháp – Hộ tịch"),
            ("7 giờ 30", "7h30"),
            ("11 giờ 30", "11h30"),
        ),
    ),
    "invitation: date form": (
        INVITATION,
        put(
            INVITATION,
            ("8 giờ 00 ngày 15 tháng 5 năm 2025", "8h00 ngày 15/5/2025"),
            title="Mời họp bàn phương án phòng chống thiên tai",
        ),
    ),
    "power: printed by the commune": (
        POWER,
        woven(
            POWER,
            (0, "UBND xã Quỳnh Thạch thông báo lại để nhân dân được biết:"),
            title="Lịch cắt điện ngày 14/7 trên địa bàn xã",
        ),
    ),
    "job: hyphens and title": (
        JOB,
        put(JOB, ("20/8/2025", "20-8-2025"), title="Trường Mầm non Hoa Sen tuyển nhân viên nấu ăn"),
    ),
    "auction: date forms": (
        AUCTION,
        put(
            AUCTION,
            ("10/9/2025", "10 tháng 9 năm 2025"),
            ("ngày 13/9/2025", "ngày 13 tháng 9 năm 2025"),
            ("UBND", "Ủy ban nhân dân"),
        ),
    ),
    "prices: with a source": (
        PRICES,
        woven(
            PRICES, (5, "Nguồn: Trung tâm Khuyến nông tỉnh"), title="Cập nhật giá nông sản sáng nay"
        ),
    ),
    "decision: without the preamble": (DECISION, (DECISION[0], "\n".join(blocks(DECISION)[4:]))),
    "mourning: tone placement": (
        MOURNING,
        put(
            MOURNING,
            ("Đảng uỷ", "Đảng ủy"),
            ("Ủy ban MTTQ", "Uỷ ban Mặt trận Tổ quốc"),
            title="Tin buồn: cụ Bùi Văn Chẩn từ trần",
        ),
    ),
    "congress: opening": (CONGRESS, opening(CONGRESS, 0.55, "... Đọc tiếp")),
    "statistics: the same month, headings": (
        STATISTICS,
        woven(
            STATISTICS,
            (1, "Nông nghiệp"),
            (2, "Tài chính, ngân sách"),
            (3, "Văn hoá - xã hội"),
            title="Kinh tế huyện tháng 9 tăng trưởng khá",
        ),
    ),
    "land: the same loss": (
        LAND,
        put(
            LAND,
            ("UBND xã", "Ủy ban nhân dân xã"),
            ("UBND huyện", "Ủy ban nhân dân huyện"),
            ("22/6/2007", "22 tháng 6 năm 2007"),
        ),
    ),
}

APART: dict[str, Pair] = {
    "citizens: another month": (
        CITIZENS,
        fill(of.CITIZENS, month="7", chair="Lưu Văn Bảo", days="3, 10, 17, 24, 31/7/2025"),
    ),
    "citizens: the chair acts for another": (
        CITIZENS,
        fill(of.CITIZENS, month="8", chair="Vũ Thị Nhạn", days="7, 14, 21, 28/8/2025"),
    ),
    "invitation: another meeting": (
        INVITATION,
        fill(
            of.INVITATION,
            about="sơ kết sáu tháng thực hiện chuyển đổi số",
            whom="các đồng chí trong Ban Chỉ đạo chuyển đổi số xã; bí thư các chi bộ",
            when="14 giờ 00 ngày 2 tháng 7 năm 2025",
            where="hội trường tầng 2, trụ sở UBND xã",
            chair="Trịnh Văn Sỹ, Chủ tịch UBND xã",
        ),
    ),
    "invitation: the same meeting, next year": (
        INVITATION,
        put(
            INVITATION,
            ("15 tháng 5 năm 2025", "20 tháng 5 năm 2026"),
            title="Giấy mời họp bàn kế hoạch phòng chống thiên tai năm 2026",
        ),
    ),
    "power: another day and place": (
        POWER,
        fill(
            of.POWER,
            day="16/7/2025",
            work="thay máy biến áp và phát quang hành lang lưới điện",
            start="5 giờ 30",
            end="11 giờ 00",
            area="thôn 1, thôn 9 xã Quỳnh Hậu; trại gà ông Thắng",
        ),
    ),
    "power: same place, another day": (
        POWER,
        put(
            POWER, ("14/7/2025", "21/7/2025"), title="Thông báo ngừng cung cấp điện ngày 21/7/2025"
        ),
    ),
    "job: another post at the same school": (
        JOB,
        fill(
            of.JOB,
            what="nhân viên bảo vệ",
            who="Trường Mầm non Hoa Sen",
            number="1",
            skill="biết sử dụng thiết bị chữa cháy",
            until="đến hết ngày 20/8/2025",
            contact="cô Phan Thị Hiền, hiệu phó, điện thoại 0912 000 111",
        ),
    ),
    "job: the same post at another school": (
        JOB,
        fill(
            of.JOB,
            what="nhân viên nấu ăn",
            who="Trường Mầm non Sao Mai",
            number="2",
            skill="có chứng chỉ nghề nấu ăn",
            until="đến hết ngày 20/8/2025",
            contact="cô Trần Thị Mây, hiệu trưởng, điện thoại 0987 222 333",
        ),
    ),
    "auction: another place": (
        AUCTION,
        fill(
            of.AUCTION,
            place="khu tái định cư Cồn Dâu, xã Vĩnh Hoà",
            plots="11 lô đất ở",
            area="1.320",
            price="3.200.000",
            until="17/9/2025",
            day="20/9/2025",
        ),
    ),
    "auction: second round of the same lots": (
        AUCTION,
        put(
            AUCTION,
            ("24 lô", "9 lô"),
            ("2.880,5", "1.080"),
            ("10/9/2025", "8/10/2025"),
            ("13/9/2025", "11/10/2025"),
        ),
    ),
    "prices: the next day": (
        PRICES,
        put(
            PRICES,
            ("3/11", "4/11"),
            ("62.000", "62.500"),
            ("18.000", "19.000"),
            ("155.000", "152.000"),
            ("5.000 đồng/mớ", "6.000 đồng/mớ"),
            title="Giá nông sản ngày 4/11",
        ),
    ),
    "prices: a week later": (
        PRICES,
        put(
            PRICES,
            ("3/11", "10/11"),
            ("62.000", "60.000"),
            ("95.000", "98.000"),
            ("31.000", "29.000"),
            ("26.000", "27.000"),
            ("58.000", "61.000"),
            title="Giá nông sản ngày 10/11",
        ),
    ),
    "decision: another person and school": (
        DECISION,
        fill(
            of.DECISION,
            post="Hiệu trưởng Trường Tiểu học Hải Đông",
            person="ông Cao Xuân Thiều",
            born="30/1/1974",
            was="Phó Hiệu trưởng Trường Tiểu học Hải Phú",
            start="01/8/2024",
            title="Ông",
            name="Cao Xuân Thiều",
            factor="0,50",
        ),
    ),
    "decision: same school, the deputy": (
        DECISION,
        fill(
            of.DECISION,
            post="Phó Hiệu trưởng Trường Trung học cơ sở Hải Lý",
            person="bà Đoàn Thị Lựu",
            born="9/9/1985",
            was="giáo viên Trường Trung học cơ sở Hải Lý",
            start="01/8/2024",
            title="Bà",
            name="Đoàn Thị Lựu",
            factor="0,45",
        ),
    ),
    "mourning: another man": (
        MOURNING,
        fill(
            of.MOURNING,
            hamlet="Nam Sơn",
            person="cụ Trần Thị Ngợi",
            born="1931",
            merit="Mẹ Việt Nam Anh hùng, huy hiệu 60 năm tuổi Đảng",
            cause="tuổi cao sức yếu",
            when="22 giờ ngày 19/11/2025",
            age="95",
            visit="7 giờ ngày 21/11",
            burial="15 giờ cùng ngày",
        ),
    ),
    "mourning: same hamlet, another man": (
        MOURNING,
        put(
            MOURNING,
            ("Bùi Văn Chẩn", "Bùi Đình Nhượng"),
            ("1937", "1942"),
            ("3 giờ 20 phút ngày 2/10", "17 giờ ngày 30/10"),
            ("89", "84"),
            ("3/10", "1/11"),
            ("55 năm", "50 năm"),
        ),
    ),
    "election: another hamlet": (
        ELECTION,
        fill(
            of.ELECTION,
            hamlet="Quyết Tiến",
            listed="205",
            voted="198",
            rate="96,6",
            valid="195",
            winner="bà Ma Thị Lành, sinh năm 1983",
            votes="170",
            share="87,2",
        ),
    ),
    "contest: another contest": (
        CONTEST,
        fill(
            of.CONTEST,
            what="Giáo viên dạy giỏi",
            days="ba",
            number="52",
            first="cô Nguyễn Diệu Linh, Trường Tiểu học Kim Đồng",
            second="thầy Hứa Văn Páo, Trường Trung học cơ sở Bản Phố; cô Vi Thị Sen, Trường Mầm "
            "non số 1",
            third="cô Thào Thị Mai, Trường Tiểu học Nậm Mòn; thầy Lê Đức Cảnh, Trường Trung học "
            "cơ sở Na Hối",
            others="mười thầy cô giáo các trường vùng cao",
        ),
    ),
    "congress: another commune, the same guest": (
        CONGRESS,
        fill(
            of.CONGRESS,
            commune="Xuân Hưng",
            ordinal="XXVII",
            days="15 và 16/5",
            guest="Hoàng Minh Đạo",
            office="Phó Bí thư Thường trực Huyện uỷ",
            delegates="124",
            members="402",
            merit="Xã có 4 sản phẩm OCOP ba sao; 100% thôn có nhà văn hoá; thu ngân sách vượt "
            "36% kế hoạch.",
            committee="15",
            secretary="Nghiêm Thị Hồng",
        ),
    ),
    "congress: another commune and guest": (
        CONGRESS,
        fill(
            of.CONGRESS,
            commune="Quảng Vọng",
            ordinal="XIX",
            days="22 và 23/5",
            guest="Bạch Ngọc Chiến",
            office="Chủ tịch UBND huyện",
            delegates="97",
            members="241",
            merit="Diện tích nuôi tôm công nghệ cao tăng gấp đôi; cả ba trường đạt chuẩn quốc "
            "gia mức độ 2.",
            committee="13",
            secretary="Viên Đình Long",
        ),
    ),
    "statistics: the next month": (
        STATISTICS,
        fill(
            of.STATISTICS,
            month="10",
            industry="1.319",
            growth="10,1",
            retail="640",
            area="9.012",
            pigs="42.050",
            birds="905",
            fish="1.870",
            income="81,2",
            spending="88,7",
            paid="77",
            accidents="3",
            dead="1",
            fires="0",
        ),
    ),
    "statistics: a few figures only": (
        STATISTICS,
        put(
            STATISTICS,
            ("Tháng 9", "Tháng 8"),
            ("1.284", "1.240"),
            ("9,7", "9,4"),
            ("612", "598"),
            ("74,6", "70,1"),
            ("68%", "61%"),
            title="Tình hình kinh tế - xã hội tháng 8 năm 2025",
        ),
    ),
    "week: the next week": (
        WEEK,
        fill(
            of.WEEK,
            week="19",
            first="5/5",
            last="11/5/2025",
            monday="Chủ tịch làm việc với doanh nghiệp trên địa bàn",
            tuesday="Phó Chủ tịch Hà dự hội thi nấu ăn của phụ nữ",
            wednesday="kiểm tra tiến độ xây dựng trường mầm non",
            thursday="lãnh đạo dự Đại hội điểm tại tổ 5",
            friday="họp xét duyệt hộ nghèo",
        ),
    ),
    "praise: teachers, not doctors": (
        PRAISE,
        fill(
            of.PRAISE,
            occasion="ngày Nhà giáo Việt Nam 20/11",
            whom="các thầy giáo, cô giáo",
            wish="giữ vững phẩm chất, đổi mới phương pháp, chăm lo sự nghiệp trồng người",
        ),
    ),
    "praise: police, not doctors": (
        PRAISE,
        fill(
            of.PRAISE,
            occasion="kỷ niệm 80 năm ngày truyền thống Công an nhân dân",
            whom="cán bộ, chiến sĩ Công an xã",
            wish="bám cơ sở, gần dân, giữ bình yên cho thôn xóm",
        ),
    ),
    "land: another owner": (
        LAND,
        fill(
            of.LAND,
            owner="bà Phí Thị Lam",
            hamlet="thôn Vô Khuy",
            number="BC 118340",
            plot="203",
            sheet="7",
            area="240",
            issued="14/9/2010",
            how="do mưa lũ cuốn trôi tủ hồ sơ",
        ),
    ),
    "land: same owner, another plot": (
        LAND,
        put(LAND, ("AK 402117", "AK 402118"), ("số 88", "số 91"), ("315 m2", "1.046 m2")),
    ),
    "road: another writer": (of.ROAD, ROAD_BY_ANOTHER),
    "fire: another writer": (of.FIRE, FIRE_BY_ANOTHER),
    "meeting: another writer": (of.MEETING, MEETING_BY_ANOTHER),
    "sport: another writer": (of.SPORT, SPORT_BY_ANOTHER),
    "police: the next day": (of.POLICE, POLICE_NEXT_DAY),
    "fire: the next day": (of.FIRE, FIRE_NEXT_DAY),
    "weather: the next day": (of.WEATHER, WEATHER_NEXT_DAY),
    "water: a month later": (of.WATER, WATER_LATER),
    "road: in a round-up": (of.ROAD, ROUNDUP),
    "farming: in a round-up": (of.FARMING, ROUNDUP),
    "weather: the warning of another week": (
        of.WEATHER,
        put(
            of.WEATHER,
            ("đêm 9/9 đến hết ngày 11/9", "đêm 24/9 đến hết ngày 26/9"),
            ("120-200", "80-150"),
            ("280", "200"),
            ("5,42", "4,90"),
            ("0,58", "1,10"),
            ("Mường Lát, Sơn Kim, Đồng Văn", "Sơn Kim, Trung Lý, Bát Mọt"),
        ),
    ),
    "health: the same drive in another commune": (
        of.HEALTH,
        put(
            of.HEALTH,
            ("Hoà Bình", "Phú Nhuận"),
            ("214 trong số 221", "305 trong số 312"),
            ("96,8", "97,7"),
            ("Hoàng Thị Ngà", "Lương Quốc Toản"),
            ("ba ca", "năm ca"),
            ("cả ba", "cả năm"),
        ),
    ),
    "farming: the next generation of the pest": (
        of.FARMING,
        put(
            of.FARMING,
            ("lứa 6", "lứa 7"),
            ("3-5", "2-3"),
            ("15 con", "9 con"),
            ("từ 22 đến 27/8", "từ 18 đến 23/9"),
            ("Hưng Đạo, Trực Cát, Nam Phong", "Trực Cát, Nghĩa Lạc"),
            ("làm đòng", "trỗ bông"),
            title="Phòng trừ sâu cuốn lá nhỏ lứa 7",
        ),
    ),
    "digital: the same course in another ward": (
        of.DIGITAL,
        put(
            of.DIGITAL,
            ("7/3", "11/3"),
            ("Nam Tiến", "Bắc Cường"),
            ("64", "51"),
            ("Đinh Thế Anh", "Quách Thị Hải"),
        ),
    ),
}
