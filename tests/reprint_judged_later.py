"""Pairs as in `reprint_judged`, written after the rules were mended with those and judged untouched."""

import reprint_judged_texts as of
from reprint_judged import Pair, Text, blocks, fill, opening, put, without, woven

LIBRARY = (
    "Khai trương thư viện cộng đồng ở thôn Phù Lưu",
    (
        "Ngày 26/3, Đoàn Thanh niên xã Phù Lưu Tế phối hợp với nhà trường khai trương "
        "thư viện cộng đồng đặt tại nhà văn hoá thôn Phù Lưu. Thư viện có 2.150 đầu "
        "sách do cựu học sinh và "
        "các nhà hảo tâm trao tặng.\n"
        "Phòng đọc rộng 70 m2, kê 8 bàn dài, có quạt và máy lọc nước. Thư viện mở cửa "
        "từ 17 giờ đến 20 giờ các ngày trong tuần, cả ngày thứ Bảy và Chủ nhật; mượn "
        "về nhà không mất tiền.\n"
        "Em Trần Gia Bảo, học sinh lớp 5, ôm hai cuốn truyện tranh khoe: ở nhà em chỉ "
        "có sách giáo khoa, từ nay chiều nào em cũng ra đây. Các bác cựu chiến binh "
        "thì ngồi ở góc đọc báo, bàn chuyện "
        "thời sự.\n"
        "Anh Nguyễn Tiến Đạt, Bí thư Đoàn xã, cho biết chi phí sửa phòng là 46 triệu "
        "đồng, trong đó đoàn viên bán phế liệu được 9 triệu. Cuối mỗi tháng, thư viện "
        "sẽ tổ chức kể chuyện theo sách, "
        "chọn ra ba bạn đọc chăm chỉ để trao quà."
    ),
)
BEES = (
    "Làm giàu từ nuôi ong dưới tán rừng keo",
    (
        "Từ 12 đàn ong mua chịu năm 2016, đến nay anh Hoàng Văn Chiến ở xóm Khuôn "
        "Ngục đã có 340 đàn, mỗi năm thu hơn 5 tấn mật, lãi 400 triệu đồng.\n"
        "Anh kể, năm đầu chưa biết cách chống rét, ong chết quá nửa. Không nản, anh "
        "xuống tận trại ong của một người bạn ở Bắc Giang học việc ba tháng, rồi về "
        "làm lại từ đầu. Bí quyết của anh là chuyển "
        "ong theo mùa hoa: tháng Ba ở vườn vải, tháng Năm lên rừng keo, cuối năm vào vùng hoa bạc hà.\n"
        "Thấy anh làm được, 17 hộ trong xóm xin theo. Năm 2022, họ lập tổ hợp tác, "
        "mua chung máy tách nước, dán nhãn, mật bán được 180 nghìn đồng một lít, cao "
        "hơn trước 50 nghìn.\n"
        "Ông Nông Quốc Huy, Chủ tịch Hội Nông dân xã, đánh giá nuôi ong hợp với hộ ít "
        "đất, vốn nhỏ. Hội đã đứng ra bảo lãnh cho các thành viên vay 850 triệu đồng "
        "và đang làm hồ sơ đăng ký OCOP cho sản phẩm."
    ),
)
RABIES = (
    "Tăng cường phòng, chống bệnh dại ở chó, mèo",
    (
        "Trước tình hình bệnh dại diễn biến phức tạp, từ đầu năm đã làm 2 người trong "
        "tỉnh tử vong, UBND xã Kim Sơn yêu cầu các thôn triển khai ngay các biện "
        "pháp sau.\n"
        "Rà soát, lập sổ quản lý chó, mèo của từng hộ; hộ nuôi phải đăng ký, xích "
        "nhốt, đeo rọ mõm khi đưa chó ra đường. Từ ngày 1/4 đến ngày 15/4, thú y xã "
        "tổ chức tiêm vắc xin dại tại nhà văn hoá các thôn, mức "
        "thu 25 nghìn đồng một con; hộ nghèo được miễn.\n"
        "Thành lập tổ bắt chó thả rông gồm công an, thú y, dân quân. Chó bị bắt quá "
        "48 giờ không có người nhận sẽ bị xử lý; chủ chó bị phạt từ 1 đến 2 triệu "
        "đồng.\n"
        "Người bị chó, mèo cắn phải rửa vết thương dưới vòi nước với xà phòng trong "
        "15 phút, đến cơ sở y tế tiêm phòng càng sớm càng tốt, tuyệt đối không chữa "
        "bằng thuốc nam."
    ),
)
EXAM = (
    "Thông báo tuyển sinh lớp 10 {school}",
    (
        "Hội đồng tuyển sinh {school} thông báo kế hoạch tuyển sinh vào lớp 10 năm học 2025 - 2026:\n"
        "Chỉ tiêu: {seats} học sinh, chia thành {classes} lớp.\n"
        "Đối tượng: học sinh tốt nghiệp trung học cơ sở, trong độ tuổi, có nơi thường trú tại {area}.\n"
        "Môn thi: Toán, Ngữ văn, Tiếng Anh. Hồ sơ gồm phiếu đăng ký dự tuyển, bản sao "
        "giấy khai sinh, học bạ, giấy xác nhận ưu tiên nếu có.\n"
        "Nhận hồ sơ trực tuyến và trực tiếp tại văn phòng nhà trường từ ngày {begin} "
        "đến ngày {end}, trừ thứ Bảy và Chủ nhật. Điện thoại {phone}.\n"
        "Thí sinh theo dõi số báo danh, phòng thi trên trang thông tin của trường; có "
        "mặt trước giờ thi 30 phút, mang theo giấy tờ tuỳ thân. Phụ huynh không vào "
        "khu vực thi, không đỗ xe trước cổng trường."
    ),
)
FINE = (
    "Xử phạt vi phạm hành chính về {what}",
    (
        "Công an xã Trung Nghĩa vừa lập hồ sơ, tham mưu Chủ tịch UBND xã ra quyết "
        "định xử phạt vi phạm hành chính đối với {who} về hành vi {what}.\n"
        "Theo đó, {when}, qua tuần tra, lực lượng công an phát hiện {how}. Tại cơ "
        "quan công an, người vi phạm đã thừa nhận hành vi, ký vào biên bản và cam kết "
        "không tái phạm.\n"
        "Căn cứ các quy định hiện hành, Chủ tịch UBND xã quyết định phạt {fine} đồng.\n"
        "Công an xã đề nghị nhân dân nâng cao ý thức chấp hành pháp luật, kịp thời tố "
        "giác các hành vi vi phạm qua đường dây nóng của trực ban hoặc trang Zalo "
        "của công an xã. Thông tin người báo tin được giữ bí mật."
    ),
)
SCHOOL = fill(
    EXAM,
    school="Trường THPT Lương Tài",
    seats="450",
    classes="10",
    area="các xã phía nam huyện",
    begin="5/5",
    end="12/5/2025",
    phone="0222 3867 111",
)
BURNING = fill(
    FINE,
    what="đốt rơm rạ ven đường",
    who="ông Đ.V.M., trú tại thôn Cả",
    when="khoảng 18 giờ ngày 9/6",
    how="ông M. đốt hơn hai sào rơm cạnh đường tỉnh, khói che khuất tầm nhìn của người đi đường",
    fine="3.500.000",
)
BEES_ELSEWHERE: Text = (
    "Ong ngoại bén duyên đất đồi",
    (
        "Đến xóm Khuôn Ngục mùa keo trổ hoa, đi đâu cũng gặp những thùng ong xếp hàng "
        "dưới tán rừng. Người khởi xướng nghề này là anh Hoàng Văn Chiến.\n"
        "Sinh ra trong gia đình bảy anh chị em, học hết lớp 9, anh đi phụ hồ khắp "
        "nơi. Năm 2016, về thăm quê, thấy rừng keo bạt ngàn hoa mà không ai lấy mật, "
        "anh quyết ở lại. Vợ anh, chị Lưu Thị Sim, kể có "
        "đêm rét 4 độ, hai vợ chồng đem cả chăn ra đắp cho ong.\n"
        "Giờ đây trang trại có 340 đàn, thu 5 tấn mật mỗi năm. Anh còn bán ong giống "
        "với giá 900 nghìn đồng một đàn, dạy nghề miễn phí cho thanh niên.\n"
        "Điều anh trăn trở là thuốc trừ cỏ: mùa hè vừa rồi, 22 đàn chết vì ăn phải "
        "hoa bị phun. Anh mong xã quy hoạch vùng hoa, cấm phun thuốc vào giờ ong đi "
        "làm."
    ),
)
RABIES_LATER: Text = (
    "Kim Sơn: tiêm phòng dại cho hơn 1.300 con chó, mèo",
    (
        "Sau nửa tháng triển khai, đến hết ngày 15/4, xã Kim Sơn đã tiêm vắc xin dại "
        "cho 1.312 con chó, mèo, đạt 91% tổng đàn; cao nhất là thôn Ngọc Chi với "
        "99%.\n"
        "Tổ bắt chó thả rông đã ra quân 11 buổi, bắt 26 con, 19 chủ đến nhận và nộp "
        "phạt. Nhiều hộ tự giác rào cổng, mua rọ mõm.\n"
        "Rà soát, lập sổ quản lý chó, mèo của từng hộ; hộ nuôi phải đăng ký, xích "
        "nhốt, đeo rọ mõm khi đưa chó ra đường.\n"
        "Bà Tạ Thị Hoè, cán bộ thú y, cho biết số chưa tiêm chủ yếu là chó con dưới "
        "hai tháng và chó đang chửa; xã sẽ tiêm bổ sung vào tháng 6. Trong tháng 4, "
        "trạm y tế tiếp nhận 7 người bị chó cắn, tất cả đã được "
        "tiêm đủ mũi."
    ),
)

AGAIN: dict[str, Pair] = {
    "library: title, caption, author": (
        LIBRARY,
        woven(
            LIBRARY,
            (1, "Các em nhỏ đọc sách trong ngày khai trương"),
            (4, "Thanh Tùng"),
            title="Đưa sách về làng",
        ),
    ),
    "library: opening": (
        LIBRARY,
        opening(LIBRARY, 0.42, "... (Theo Báo Tiền Phong)", title="Thư viện giữa làng"),
    ),
    "library: figure with another point, date": (
        LIBRARY,
        put(LIBRARY, ("2.150", "2150"), ("Ngày 26/3", "Sáng ngày 26 tháng 3"), ("70 m2", "70m²")),
    ),
    "library: name corrected": (LIBRARY, put(LIBRARY, ("Nguyễn Tiến Đạt", "Nguyễn Tiến Đát"))),
    "bees: headings": (
        BEES,
        woven(
            BEES, (1, "Thất bại không nản"), (2, "Cả xóm cùng làm"), title="Tỷ phú ong ở Khuôn Ngục"
        ),
    ),
    "bees: without lead, end cut": (BEES, without(without(BEES, 3), 0)),
    "bees: rewording inside": (
        BEES,
        put(
            BEES,
            ("Không nản, anh xuống tận", "Quyết không bỏ cuộc, anh đến tận"),
            ("Thấy anh làm được", "Thấy mô hình hiệu quả"),
            ("mua chung", "cùng mua"),
        ),
    ),
    "rabies: names expanded, quarter": (
        RABIES,
        put(
            RABIES,
            ("UBND", "Uỷ ban nhân dân"),
            ("từ 1 đến 2 triệu", "từ 01 - 02 triệu"),
            ("ngày 1/4 đến ngày 15/4", "01/4 đến 15/4/2025"),
        ),
    ),
    "rabies: opening with caption": (
        RABIES,
        opening(
            woven(RABIES, (1, "Tiêm phòng dại cho chó (ảnh minh hoạ)")), 0.5, " [...] Xem thêm"
        ),
    ),
    "rabies: paragraph added before": (
        RABIES,
        woven(
            RABIES,
            (
                0,
                (
                    "Để bà con trên địa bàn nắm được chủ trương của xã bạn và cùng thực hiện, Đài "
                    "Truyền thanh xin giới thiệu toàn văn nội dung chỉ đạo dưới đây."
                ),
            ),
        ),
    ),
    "school: on the commune's portal": (
        SCHOOL,
        woven(
            SCHOOL,
            (0, "UBND xã nhận được thông báo của nhà trường, xin đăng tải để phụ huynh được biết:"),
            title="Trường THPT Lương Tài tuyển 450 học sinh lớp 10",
        ),
    ),
    "school: names expanded": (
        SCHOOL,
        put(
            SCHOOL,
            ("THPT", "trung học phổ thông"),
            ("2025 - 2026", "2025-2026"),
            ("12/5/2025", "12-5-2025"),
        ),
    ),
    "fine: another title, source": (
        BURNING,
        woven(
            BURNING, (4, "Nguồn: Công an xã"), title="Đốt rơm rạ, một người bị phạt 3,5 triệu đồng"
        ),
    ),
    "fine: the accused in full": (
        BURNING,
        put(BURNING, ("ông Đ.V.M.", "ông Đặng Văn Miện"), ("ông M.", "ông Miện")),
    ),
    "charity: other sign in the date, last paragraph dropped": (
        of.CHARITY,
        put(without(of.CHARITY, 3), ("17-11", "17.11"), ('"', "'")),
    ),
}

APART: dict[str, Pair] = {
    "school: another school": (
        SCHOOL,
        fill(
            EXAM,
            school="Trường THPT Thiên Đức",
            seats="405",
            classes="9",
            area="các xã phía bắc huyện",
            begin="5/5",
            end="12/5/2025",
            phone="0222 3777 222",
        ),
    ),
    "school: more time to apply": (
        SCHOOL,
        put(
            SCHOOL,
            ("5/5 đến ngày 12/5/2025", "13/5 đến ngày 16/5/2025"),
            ("450", "38"),
            title="Thông báo tuyển sinh bổ sung lớp 10 Trường THPT Lương Tài",
        ),
    ),
    "fine: another act": (
        BURNING,
        fill(
            FINE,
            what="đánh bắt cá bằng xung điện",
            who="anh N.T.H., trú tại thôn Bến",
            when="rạng sáng ngày 2/7",
            how="anh H. dùng bộ kích điện bắt cá trên kênh chính, trong giỏ có gần bốn cân cá",
            fine="4.000.000",
        ),
    ),
    "fine: the same act, another man": (
        BURNING,
        fill(
            FINE,
            what="đốt rơm rạ ven đường",
            who="bà P.T.L., trú tại thôn Nội",
            when="khoảng 17 giờ ngày 11/6",
            how="bà L. đốt rơm cạnh trạm biến áp, lửa cháy lan sang hàng rào",
            fine="2.500.000",
        ),
    ),
    "bees: another writer": (BEES, BEES_ELSEWHERE),
    "rabies: two weeks later": (RABIES, RABIES_LATER),
    "rabies: another commune's order": (
        RABIES,
        put(
            RABIES,
            ("Kim Sơn", "Lệ Chi"),
            ("1/4 đến ngày 15/4", "10/4 đến ngày 20/4"),
            ("25 nghìn", "30 nghìn"),
        ),
    ),
    "library: another village's": (
        LIBRARY,
        put(
            LIBRARY,
            ("26/3", "19/5"),
            ("Phù Lưu Tế", "Hoà Xá"),
            ("Phù Lưu", "Đốc Tín"),
            ("2.150", "1.300"),
            ("Trần Gia Bảo", "Lê Ngọc Hân"),
            ("Nguyễn Tiến Đạt", "Phí Mạnh Cường"),
            ("46", "31"),
        ),
    ),
    "power: substation, same day": (
        fill(
            of.POWER,
            day="14/7/2025",
            work="sửa chữa đường dây",
            start="5 giờ 30",
            end="11 giờ 00",
            area="thôn Đoài, thôn Đông xã Quỳnh Thạch",
        ),
        fill(
            of.POWER,
            day="14/7/2025",
            work="sửa chữa đường dây",
            start="5 giờ 30",
            end="11 giờ 00",
            area="khối 3, khối 5 thị trấn Cầu Giát",
        ),
    ),
    "job: welders and weavers of one firm": (
        fill(
            of.JOB,
            what="thợ hàn",
            who="Công ty cổ phần Cơ khí An Phát",
            number="10",
            skill="có tay nghề bậc ba trở lên",
            until="đến hết ngày 30/9/2025",
            contact="phòng Tổ chức, điện thoại 0228 555 666",
        ),
        fill(
            of.JOB,
            what="lái xe nâng",
            who="Công ty cổ phần Cơ khí An Phát",
            number="10",
            skill="có bằng lái phù hợp",
            until="đến hết ngày 30/9/2025",
            contact="phòng Tổ chức, điện thoại 0228 555 666",
        ),
    ),
    "praise: one firm and another": (
        fill(
            of.PRAISE,
            occasion="ngày Doanh nhân Việt Nam 13/10",
            whom="các doanh nhân",
            wish="mở rộng sản xuất, tạo thêm việc làm",
        ),
        fill(
            of.PRAISE,
            occasion="ngày Phụ nữ Việt Nam 20/10",
            whom="chị em phụ nữ",
            wish="giữ lửa gia đình, giỏi việc nước",
        ),
    ),
    "contest: the youth's and the women's": (
        fill(
            of.CONTEST,
            what="Tin học trẻ",
            days="hai",
            number="44",
            first="em Lã Minh Khôi",
            second="em Đới Thảo My; em Vương Gia Huy",
            third="em Nông Bảo Châu; em Tô Đức Anh",
            others="bảy em",
        ),
        fill(
            of.CONTEST,
            what="Nấu ăn ngày Tết",
            days="hai",
            number="44",
            first="chị Khổng Thị Lệ",
            second="chị Âu Thị Hoa; chị Đàm Kim Chi",
            third="chị Giáp Thị Nụ; chị Lỗ Thị Vinh",
            others="bảy chị",
        ),
    ),
    "decision: dismissal from office and appointment": (
        fill(
            of.DECISION,
            post="Trưởng phòng Văn hoá",
            person="ông Thân Văn Tài",
            born="2/2/1980",
            was="Phó Trưởng phòng Văn hoá",
            start="01/3/2025",
            title="Ông",
            name="Thân Văn Tài",
            factor="0,30",
        ),
        fill(
            of.DECISION,
            post="Chánh Thanh tra huyện",
            person="bà Doãn Thị Yên",
            born="7/11/1982",
            was="Phó Chánh Thanh tra huyện",
            start="01/3/2025",
            title="Bà",
            name="Doãn Thị Yên",
            factor="0,30",
        ),
    ),
    "road: with bees in a round-up": (
        BEES,
        (
            "Gương sáng quanh ta",
            "\n".join(
                (
                    blocks(LIBRARY)[0],
                    blocks(BEES)[0],
                    (
                        "Chị Quàng Thị Dung ở bản Lốm nhận nuôi ba cháu mồ côi suốt chín năm qua, bản "
                        "làng ai cũng quý."
                    ),
                    blocks(of.CHARITY)[0],
                )
            ),
        ),
    ),
    "week: same shape, two wards": (
        fill(
            of.WEEK,
            week="22",
            first="26/5",
            last="1/6/2025",
            monday="họp giao ban",
            tuesday="dự hội nghị trực tuyến",
            wednesday="kiểm tra chợ dân sinh",
            thursday="làm việc tại cơ quan",
            friday="dự lễ tổng kết năm học",
        ),
        fill(
            of.WEEK,
            week="23",
            first="2/6",
            last="8/6/2025",
            monday="họp giao ban",
            tuesday="dự hội nghị trực tuyến",
            wednesday="làm việc tại cơ quan",
            thursday="tiếp đoàn giám sát",
            friday="dự đại hội chi bộ",
        ),
    ),
}
