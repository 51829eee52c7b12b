"""Texts as portals write them, made up for `reprint_judged`: each a title and its paragraphs."""

# Whole news, each of its own kind.

MEETING = (
    "Hội đồng nhân dân xã Yên Lộc khai mạc kỳ họp thường lệ giữa năm 2025",
    (
        "Sáng ngày 5 tháng 6 năm 2025, tại hội trường Ủy ban nhân dân xã, HĐND xã Yên "
        "Lộc khoá XX tổ chức khai mạc kỳ "
        "họp thường lệ giữa năm. Dự kỳ họp có ông Trần Quốc Hoà, Bí thư Đảng uỷ; bà "
        "Lê Thị Thuỷ, Chủ tịch HĐND xã cùng 26 đại "
        "biểu đại diện cho cử tri của 14 thôn.\n"
        "Theo báo cáo trình bày tại kỳ họp, sáu tháng đầu năm, tổng giá trị sản xuất "
        "của xã đạt 187,4 tỷ đồng, bằng 52% kế "
        "hoạch. Thu ngân sách đạt 6,3 tỷ đồng; toàn xã gieo cấy 412 ha lúa xuân, năng "
        "suất ước đạt 67 tạ mỗi héc-ta. Hai trường "
        "học được sửa chữa, trạm y tế có thêm máy siêu âm.\n"
        "Các đại biểu dành nhiều thời gian thảo luận về tiến độ làm đường liên thôn, "
        "việc thu gom rác thải và tình trạng "
        "chó thả rông. Bà Nguyễn Thị Mến, đại biểu thôn Đông, đề nghị xã sớm lắp đèn "
        "đường ở khu vực cổng trường.\n"
        "Kết luận kỳ họp, Chủ tịch HĐND xã yêu cầu các ngành tiếp thu ý kiến của cử "
        "tri, trả lời bằng văn bản trước ngày 30 "
        "tháng 6 và tập trung gỡ vướng cho các công trình chậm tiến độ. Kỳ họp đã "
        "thông qua bốn nghị quyết."
    ),
)
ROAD = (
    "Thông xe tuyến đường tránh qua thị trấn Phú Khê",
    (
        "Chiều 12/8, UBND huyện Tân Giang phối hợp với đơn vị thi công tổ chức lễ "
        "thông xe tuyến đường tránh thị trấn Phú Khê. "
        "Tuyến dài 4,7 km, mặt đường rộng 11 m, tổng mức đầu tư 96 tỷ đồng từ ngân "
        "sách huyện và tỉnh.\n"
        "Công trình khởi công tháng 3 năm ngoái, đi qua địa bàn ba xã, thu hồi đất "
        "của 128 hộ. Nhờ vận động tốt, "
        "các hộ đều bàn giao mặt bằng đúng hạn, trong đó 17 hộ hiến hơn hai nghìn mét vuông đất vườn.\n"
        "Ông Đỗ Văn Khải, Phó Chủ tịch UBND huyện, cho biết tuyến đường mới sẽ giảm "
        "ùn tắc ở ngã tư chợ, nơi mỗi ngày có "
        "hơn 6.000 lượt xe đi qua, đồng thời mở hướng phát triển cụm công nghiệp phía nam.\n"
        'Anh Phạm Văn Tuấn, người dân xã Khê Thượng, nói: "Trước đây chở rau lên chợ '
        "đầu mối phải đi vòng mất cả tiếng, "
        'nay chỉ còn hai mươi phút. Bà con ai cũng phấn khởi".\n'
        "Huyện giao Phòng Kinh tế và Hạ tầng cắm biển hạn chế tải trọng, đồng thời "
        "kêu gọi người dân không phơi thóc, "
        "không đổ vật liệu xây dựng ra lòng đường."
    ),
)
HEALTH = (
    "Tiêm bổ sung vắc xin sởi cho trẻ từ 1 đến 5 tuổi",
    (
        "Trạm Y tế xã Hoà Bình vừa hoàn thành đợt tiêm bổ sung vắc xin sởi cho trẻ từ "
        "1 đến 5 tuổi trên địa bàn. Sau hai ngày, "
        "214 trong số 221 trẻ thuộc diện đã được tiêm, đạt 96,8%.\n"
        "Bác sĩ Hoàng Thị Ngà, Trưởng trạm, cho biết bảy trẻ còn lại đang sốt hoặc đi "
        "theo bố mẹ xa nhà, sẽ được tiêm vét vào tuần "
        "sau. Trước khi tiêm, các cháu được đo nhiệt độ, khám sàng lọc và gia đình "
        "được tư vấn cách theo dõi phản ứng.\n"
        "Từ đầu năm đến nay, toàn xã ghi nhận ba ca sốt phát ban nghi sởi, cả ba đều "
        "chưa tiêm đủ mũi. Trạm đã khử khuẩn "
        "lớp học mẫu giáo, lập danh sách người tiếp xúc và phát tờ rơi tới từng hộ.\n"
        "Ngành y tế khuyến cáo phụ huynh đưa trẻ đi tiêm đúng lịch, giữ nhà cửa thông "
        "thoáng, cho trẻ rửa tay bằng xà phòng. Khi "
        "trẻ sốt, ho, nổi ban, cần đưa ngay đến cơ sở y tế, không tự ý mua thuốc điều trị."
    ),
)
WEATHER = (
    "Cảnh báo mưa lớn, lũ quét ở các huyện miền núi",
    (
        "Đài Khí tượng Thuỷ văn tỉnh cho biết, do ảnh hưởng của rãnh áp thấp nối với "
        "vùng thấp trên Biển Đông, từ đêm 9/9 đến hết "
        "ngày 11/9, các huyện miền núi có mưa to đến rất to, lượng mưa phổ biến "
        "120-200 mm, có nơi trên 280 mm.\n"
        "Mực nước sông Ngàn tại trạm Cầu Treo lúc 7 giờ sáng nay là 5,42 m, dưới báo "
        "động II 0,58 m và đang lên nhanh. Dự báo "
        "trong 24 giờ tới, đỉnh lũ có thể vượt báo động II.\n"
        "Nguy cơ sạt lở cao tại các xã Mường Lát, Sơn Kim, Đồng Văn, nhất là các đoạn "
        "taluy dương dọc quốc lộ. Những vùng "
        "trũng ven suối cần đề phòng ngập sâu.\n"
        "Ban Chỉ huy phòng chống thiên tai tỉnh yêu cầu các địa phương rà soát các hộ "
        "ở chân đồi, sẵn sàng sơ tán trước 17 giờ; "
        "cử người gác ở ngầm tràn, kiên quyết không cho người và xe qua khi nước chảy "
        "xiết; kiểm tra các hồ chứa nhỏ."
    ),
)
POLICE = (
    "Công an huyện Thạch Bàn bắt nhóm trộm cắp xe máy liên huyện",
    (
        "Ngày 21/4, Công an huyện Thạch Bàn cho biết vừa bắt giữ ba đối tượng gây ra "
        "hàng loạt vụ trộm cắp xe máy trên địa bàn "
        "các huyện phía tây của tỉnh.\n"
        "Ba đối tượng gồm Vũ Văn Lâm (sinh năm 1998), Đào Xuân Bách (sinh năm 2001) "
        "và Ngô Văn Dũng (sinh năm 2003). Theo điều "
        "tra ban đầu, từ tháng 1 đến nay, nhóm này dùng vam phá khoá, lấy trộm 14 xe "
        "máy rồi bán cho một cửa hàng "
        "sửa chữa ở thị trấn với giá từ 3 đến 7 triệu đồng mỗi chiếc.\n"
        "Khám xét nơi ở của Lâm, cơ quan công an thu giữ 5 xe máy, 3 bộ vam, 11 biển "
        "số giả và một số giấy tờ xe. Chủ cửa hàng "
        "mua xe cũng đã bị triệu tập để làm rõ hành vi tiêu thụ tài sản do người khác phạm tội mà có.\n"
        "Công an huyện đề nghị những ai bị mất xe từ đầu năm đến trụ sở, gặp điều tra "
        "viên Bùi Đức Thịnh để nhận dạng. "
        "Vụ án đang được tiếp tục mở rộng."
    ),
)
CULTURE = (
    "Rộn ràng lễ hội đình làng Vân Đoài",
    (
        "Từ ngày 10 đến 12 tháng Giêng, nhân dân làng Vân Đoài lại mở hội đình, tưởng "
        "nhớ vị Thành hoàng có công dạy dân "
        "nghề dệt lụa. Theo cụ từ Nguyễn Văn Thự, hội có từ thời Lê Trung Hưng, ba "
        "năm mới mở một lần hội chính.\n"
        "Mở đầu là lễ rước nước từ bến sông Vân về đình. Đoàn rước dài gần một cây số "
        "với 5 kiệu, trống, chiêng và phường bát "
        "âm. Các trai làng khiêng kiệu phải là người chưa vợ, gia đình không có tang.\n"
        "Phần hội sôi nổi với thi dệt lụa, kéo lửa thổi cơm, đánh đu, cờ người và hát "
        "chèo. Năm nay, đội của xóm Thượng giành giải "
        "nhất thi thổi cơm khi nồi cơm chín dẻo chỉ sau 27 phút.\n"
        'Chị Trịnh Thu Phương, du khách đến từ Hải Phòng, chia sẻ: "Tôi ấn tượng '
        "nhất là các cụ bà ngoài bảy mươi vẫn đưa thoi "
        'thoăn thoắt".\n'
        "Năm 2019, lễ hội được ghi vào danh mục di sản văn hoá phi vật thể quốc gia. "
        "Xã đang lập dự án tôn tạo nhà tả vu và "
        "mở lớp truyền nghề dệt cho ba mươi thanh niên."
    ),
)
SPORT = (
    "Đội xã Minh Tiến vô địch giải bóng chuyền nữ nông dân",
    (
        "Sau ba ngày tranh tài, giải bóng chuyền nữ nông dân huyện Lâm Hà lần thứ VII "
        "đã kết thúc tối 18/10 tại nhà thi đấu "
        "huyện. Giải có 12 đội với gần 150 vận động viên.\n"
        "Trong trận chung kết, đội Minh Tiến thắng đội Quang Trung 3-1 (25-21, 22-25, "
        "25-18, 25-23). Ván thứ tư là ván căng "
        "thẳng nhất, hai đội bám nhau từng điểm cho đến cú đập quyết định của chủ công Lý Thị Hạnh.\n"
        "Đồng hạng ba là đội Tân Dân và đội thị trấn. Ban tổ chức trao giải cầu thủ "
        "xuất sắc cho Lý Thị Hạnh, giải chuyền hai "
        "hay nhất cho Hoàng Bích Liên của đội Quang Trung, giải phong cách cho đội Phúc Sơn.\n"
        "Bà Chu Thị Dịu, Chủ tịch Hội Nông dân huyện, nói giải là sân chơi bổ ích sau "
        "vụ gặt, cũng là dịp chọn người dự giải "
        "tỉnh vào tháng 12 tới."
    ),
)
FARMING = (
    "Chủ động phòng trừ sâu cuốn lá nhỏ lứa 6 trên lúa mùa",
    (
        "Theo Trạm Trồng trọt và Bảo vệ thực vật huyện, bướm sâu cuốn lá nhỏ lứa 6 "
        "đang ra rộ, mật độ trung bình 3-5 con/m2, "
        "nơi cao 15 con/m2, tập trung ở các xã Hưng Đạo, Trực Cát, Nam Phong. Sâu non "
        "sẽ nở rộ từ 22 đến 27/8 và gây hại mạnh "
        "trên trà lúa đang làm đòng.\n"
        "Trạm khuyến cáo bà con thăm đồng thường xuyên; ruộng có mật độ sâu non trên "
        "20 con/m2 thì phun bằng một trong các "
        "thuốc có hoạt chất Indoxacarb, Chlorantraniliprole hoặc Emamectin, đủ lượng "
        "nước 20-25 lít cho mỗi sào.\n"
        "Phun vào chiều mát, khi sâu tuổi 1 đến tuổi 2. Ruộng nào mật độ cao phải "
        "phun kép lần hai sau 5 ngày. Gặp mưa trong vòng "
        "sáu giờ sau khi phun thì phun lại.\n"
        "Các hợp tác xã cần phát thanh lịch phun mỗi ngày hai buổi, thu gom vỏ bao "
        "thuốc về bể chứa. Không trộn nhiều loại thuốc, "
        "không phun phòng tràn lan vừa tốn kém vừa diệt mất thiên địch."
    ),
)
SPEECH = (
    "Diễn văn của Chủ tịch UBND xã tại lễ khai giảng năm học mới",
    (
        "Kính thưa các vị đại biểu, các thầy giáo, cô giáo, các bậc phụ huynh và các "
        "em học sinh thân mến!\n"
        "Hôm nay, trong không khí cả nước hân hoan bước vào năm học mới, tôi rất vui "
        "được về dự lễ khai giảng của Trường Tiểu học "
        "và Trung học cơ sở Bình Xuân. Thay mặt lãnh đạo xã, tôi gửi tới các thầy cô "
        "và các em lời chúc tốt đẹp nhất.\n"
        "Năm học vừa qua, nhà trường có 612 học sinh, tỷ lệ lên lớp đạt 99,5%, chín "
        "em đoạt giải học sinh giỏi cấp tỉnh. Dãy phòng "
        "học tám gian vừa xây xong, các em không còn phải học ca chiều.\n"
        "Tôi mong các thầy cô luôn giữ lửa yêu nghề, mỗi giờ lên lớp là một giờ có "
        "ích. Tôi mong các bậc cha mẹ dành thời gian bên "
        "con, đừng phó mặc cho nhà trường, đừng để chiếc điện thoại dạy con thay mình.\n"
        "Với các em học sinh, nhất là 98 em lớp Một hôm nay lần đầu đến trường, bác "
        "mong các em chăm ngoan, biết hỏi khi chưa hiểu, "
        "biết xin lỗi khi làm sai, biết thương bạn nghèo. Chúc năm học mới thắng lợi!"
    ),
)
CHARITY = (
    "Trao nhà Đại đoàn kết cho hộ nghèo ở bản Nà Luông",
    (
        "Ngày 17-11, Ủy ban MTTQ Việt Nam xã Pa Ham tổ chức trao nhà Đại đoàn kết cho "
        "gia đình chị Lò Thị Panh ở bản Nà Luông. "
        "Chị Panh một mình nuôi ba con nhỏ, chồng mất vì tai nạn lao động cách đây bốn năm.\n"
        "Ngôi nhà rộng 54 mét vuông, ba gian, mái tôn, nền xi măng, trị giá 118 triệu "
        "đồng. Trong đó, quỹ Vì người nghèo của "
        "huyện hỗ trợ 50 triệu, Đoàn Kinh tế quốc phòng góp 20 triệu cùng 60 ngày "
        "công, số còn lại do họ hàng và dân bản giúp.\n"
        'Nhận chìa khoá, chị Panh xúc động: "Mấy mùa mưa trước, mẹ con tôi phải lấy '
        "chậu hứng nước giữa nhà. Từ nay các cháu "
        'có chỗ khô để ngồi học".\n'
        "Từ đầu năm, xã đã xoá được 23 nhà tạm, còn 9 hộ sẽ hoàn thành trước Tết. "
        "Nhân dịp này, đoàn công tác tặng gia đình một "
        "chiếc ti vi, hai bộ chăn màn và 10 suất quà cho học sinh trong bản."
    ),
)
FIRE = (
    "Kịp thời dập tắt đám cháy xưởng gỗ ở phường Đông Ngàn",
    (
        "Khoảng 2 giờ 15 phút sáng 3/12, một xưởng mộc rộng chừng 400 m2 ở tổ dân phố "
        "số 6, phường Đông Ngàn bốc cháy dữ dội. "
        "Người dân phát hiện khói, hô hoán và gọi điện cho lực lượng chữa cháy.\n"
        "Năm xe cùng 38 cán bộ, chiến sĩ Cảnh sát phòng cháy đến nơi sau mười phút. "
        "Do trong xưởng chứa nhiều sơn và mùn cưa, "
        "lửa lan nhanh, đe doạ dãy nhà liền kề. Đến 4 giờ kém, đám cháy được khống chế.\n"
        "Không có thiệt hại về người. Hai công nhân ngủ ở gác xép đã kịp chạy ra bằng "
        "cửa sau. Toàn bộ máy móc và 12 bộ bàn ghế "
        "chuẩn bị giao cho khách bị thiêu rụi, ước thiệt hại 1,2 tỷ đồng.\n"
        "Chủ xưởng, ông Ngô Quý Tỵ, cho biết tối hôm trước thợ vẫn phun sơn đến 21 "
        "giờ. Nguyên nhân vụ cháy đang được làm rõ, nghi "
        "do chập điện ở máy nén khí."
    ),
)
WATER = (
    "Hơn 1.200 hộ dân vùng ven biển có nước sạch",
    (
        "Nhà máy nước Giao Hải vừa hoàn tất mở rộng mạng lưới đường ống, đưa nước "
        "sạch về thêm 1.240 hộ ở các xã ven biển. Dự án "
        "có vốn 31 tỷ đồng, gồm 27 km ống nhựa và một trạm tăng áp.\n"
        "Trước đây, bà con phải dùng nước giếng khoan nhiễm mặn hoặc chứa nước mưa "
        "trong bể. Mùa khô, mỗi mét khối nước mua "
        "của xe bồn có giá tới 80.000 đồng.\n"
        "Bà Mai Thị Tươi, thôn Liên Phong, vừa rửa rau dưới vòi vừa cười: nước trong, "
        "không có mùi tanh, lại chảy mạnh cả giờ nấu "
        "cơm. Mỗi tháng nhà bà dùng 14 khối, hết hơn trăm nghìn.\n"
        "Ông Vũ Ngọc Oánh, Giám đốc nhà máy, cho biết nước thô được lấy từ sông Ninh "
        "Cơ, cách cửa biển 19 km, độ mặn luôn dưới "
        "ngưỡng. Nhà máy sẽ lấy mẫu xét nghiệm hai lần mỗi tháng, công khai kết quả ở "
        "nhà văn hoá thôn."
    ),
)
DIGITAL = (
    "Tập huấn chữ ký số cá nhân cho cán bộ thôn",
    (
        "Sáng 7/3, UBND phường Nam Tiến tổ chức lớp tập huấn sử dụng chữ ký số cá "
        "nhân cho 64 trưởng thôn, bí thư chi bộ và tổ công "
        "nghệ số cộng đồng. Giảng viên là kỹ sư của Trung tâm Viễn thông.\n"
        "Học viên được hướng dẫn cài ứng dụng, đăng ký bằng căn cước gắn chíp, ký thử "
        "một đơn xin xác nhận cư trú và nộp hồ sơ trên "
        "Cổng dịch vụ công. Ai cũng làm được ngay tại lớp.\n"
        "Phó Chủ tịch UBND phường Đinh Thế Anh đề nghị mỗi học viên về hướng dẫn lại "
        "cho ít nhất mười hộ. Phường phấn đấu đến hết "
        "quý II, 60% người trưởng thành có chữ ký số."
    ),
)

# Forms, filled in differently each time.

CITIZENS = (
    "Thông báo lịch tiếp công dân tháng {month} năm 2025",
    (
        "Thực hiện Luật Tiếp công dân năm 2013, Ủy ban nhân dân xã Tam Sơn thông báo "
        "lịch tiếp công dân định kỳ tháng {month} "
        "năm 2025 như sau:\n"
        "1. Chủ tịch UBND xã {chair} tiếp công dân vào các ngày {days}, buổi sáng từ "
        "7 giờ 30 đến 11 giờ 30.\n"
        "2. Công chức Tư pháp - Hộ tịch tiếp công dân thường xuyên vào giờ hành chính "
        "các ngày làm việc trong tuần.\n"
        "3. Địa điểm: Phòng Tiếp công dân, tầng 1, trụ sở UBND xã.\n"
        "Công dân đến phản ánh, kiến nghị, khiếu nại, tố cáo mang theo giấy tờ tuỳ "
        "thân và các tài liệu liên quan. Nếu lịch trùng "
        "ngày nghỉ hoặc người chủ trì bận công tác đột xuất, UBND xã sẽ thông báo "
        "lịch tiếp bù. Đề nghị các thôn thông báo trên hệ "
        "thống truyền thanh để nhân dân biết, liên hệ."
    ),
)
INVITATION = (
    "Giấy mời họp {about}",
    (
        "Kính gửi: {whom}.\n"
        "Uỷ ban nhân dân xã Hồng Phong trân trọng kính mời các đồng chí đến dự họp {about}.\n"
        "Thời gian: {when}.\n"
        "Địa điểm: {where}.\n"
        "Chủ trì: đồng chí {chair}.\n"
        "Đề nghị các đồng chí chuẩn bị ý kiến, đến dự đúng giờ, đúng thành phần; "
        "trường hợp vắng mặt phải báo cáo và được sự "
        "đồng ý của lãnh đạo UBND xã. Giao Văn phòng chuẩn bị tài liệu, phòng họp và "
        "các điều kiện bảo đảm phục vụ hội nghị. Tài "
        "liệu được gửi qua hệ thống quản lý văn bản, không in giấy."
    ),
)
POWER = (
    "Thông báo ngừng cung cấp điện ngày {day}",
    (
        "Điện lực Quỳnh Lưu trân trọng thông báo đến quý khách hàng: để {work}, đơn "
        "vị sẽ tạm ngừng cung cấp điện như sau:\n"
        "Thời gian: từ {start} đến {end} ngày {day}.\n"
        "Phạm vi mất điện: {area}.\n"
        "Đề nghị quý khách hàng chủ động kế hoạch sản xuất, sinh hoạt và thực hiện "
        "các biện pháp an toàn; nếu thời tiết không thuận "
        "lợi, lịch có thể thay đổi. Để phòng tránh tai nạn, xin coi lưới điện luôn có "
        "điện. Mọi thắc mắc xin gọi tổng đài 19006769, "
        "phục vụ 24/7. Điện lực rất mong nhận được sự thông cảm của quý khách hàng."
    ),
)
JOB = (
    "Thông báo tuyển dụng {what}",
    (
        "{who} thông báo tuyển dụng lao động hợp đồng năm 2025, cụ thể như sau:\n"
        "Vị trí: {what}; số lượng {number} người.\n"
        "Yêu cầu: công dân Việt Nam từ đủ 18 tuổi, có sức khoẻ tốt, lý lịch rõ ràng, "
        "{skill}. Ưu tiên người có hộ khẩu tại địa "
        "phương, bộ đội xuất ngũ, con em gia đình chính sách.\n"
        "Hồ sơ gồm: đơn xin việc viết tay, sơ yếu lý lịch có xác nhận, bản sao văn "
        "bằng, giấy khám sức khoẻ trong sáu tháng và hai "
        "ảnh cỡ 4x6.\n"
        "Thời gian nhận hồ sơ: trong giờ hành chính, {until}. Hồ sơ không trúng tuyển "
        "không hoàn trả. Mức lương thoả thuận, được "
        "đóng bảo hiểm xã hội, bảo hiểm y tế theo quy định. Mọi chi tiết liên hệ {contact}."
    ),
)
AUCTION = (
    "Thông báo đấu giá quyền sử dụng đất tại {place}",
    (
        "Công ty Đấu giá hợp danh Đông Đô thông báo tổ chức đấu giá tài sản theo hợp "
        "đồng ký với UBND huyện:\n"
        "Tài sản: quyền sử dụng {plots} tại {place}; tổng diện tích {area} m2; hình "
        "thức giao đất có thu tiền sử dụng đất, thời hạn "
        "lâu dài.\n"
        "Giá khởi điểm: {price} đồng/m2. Bước giá 100.000 đồng/m2. Tiền đặt trước "
        "bằng 20% giá khởi điểm của từng lô.\n"
        "Thời gian xem tài sản, bán và tiếp nhận hồ sơ: giờ hành chính từ ngày ra "
        "thông báo đến 17 giờ ngày {until}.\n"
        "Thời gian, địa điểm đấu giá: 8 giờ ngày {day}, tại hội trường UBND huyện.\n"
        "Phương thức trả giá lên, bỏ phiếu trực tiếp một vòng. Người đăng ký mang "
        "theo bản sao căn cước, nộp tiền hồ sơ 200.000 đồng "
        "mỗi bộ. Người trúng đấu giá không nộp đủ tiền đúng hạn bị huỷ kết quả và "
        "không được hoàn trả tiền cọc."
    ),
)
PRICES = (
    "Giá nông sản ngày {day}",
    (
        "Theo khảo sát của Trung tâm Khuyến nông tại chợ đầu mối, giá một số nông sản "
        "sáng {day} như sau:\n"
        "Lợn hơi: {pig} đồng/kg; gà ta thả vườn: {hen} đồng/kg; vịt thịt: {duck} "
        "đồng/kg; trứng gà: {egg} đồng/chục.\n"
        "Gạo tẻ thường: {rice} đồng/kg; nếp cái hoa vàng: {sticky} đồng/kg; ngô hạt: {corn} đồng/kg.\n"
        "Rau muống: {spinach} đồng/mớ; cà chua: {tomato} đồng/kg; bắp cải: {cabbage} "
        "đồng/kg; khoai tây: {potato} đồng/kg.\n"
        "Cá trắm: {carp} đồng/kg; tôm thẻ cỡ 60 con: {shrimp} đồng/kg.\n"
        "Giá trên là giá bán buôn, có thể chênh lệch tuỳ loại và thời điểm. Trung tâm "
        "khuyến cáo bà con theo dõi thị trường, không bán "
        "ồ ạt, chú ý phòng dịch cho đàn vật nuôi khi thời tiết thay đổi."
    ),
)
DECISION = (
    "Quyết định bổ nhiệm {post}",
    (
        "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN\n"
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Luật "
        "sửa đổi, bổ sung một số điều của Luật Tổ chức Chính "
        "phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019;\n"
        "Căn cứ Nghị định số 115/2020/NĐ-CP ngày 25 tháng 9 năm 2020 của Chính phủ "
        "quy định về tuyển dụng, sử dụng và quản lý viên chức;\n"
        "Xét đề nghị của Trưởng phòng Nội vụ,\n"
        "QUYẾT ĐỊNH:\n"
        "Điều 1. Bổ nhiệm {person}, sinh ngày {born}, {was}, giữ chức vụ {post}, thời "
        "hạn 5 năm kể từ ngày {start}.\n"
        "Điều 2. {title} {name} được hưởng phụ cấp chức vụ {factor} và các chế độ "
        "khác theo quy định hiện hành.\n"
        "Điều 3. Chánh Văn phòng HĐND và UBND huyện, Trưởng phòng Nội vụ, Trưởng "
        "phòng Tài chính - Kế hoạch, thủ trưởng đơn vị liên "
        "quan và {name} chịu trách nhiệm thi hành Quyết định này."
    ),
)
MOURNING = (
    "Tin buồn",
    (
        "Đảng uỷ, HĐND, UBND, Ủy ban MTTQ xã Bắc Hải, Ban Chỉ huy thôn {hamlet} và "
        "gia đình vô cùng thương tiếc báo tin: {person}, "
        "sinh năm {born}; quê quán: xã Bắc Hải; {merit}; do {cause}, mặc dù được gia "
        "đình và các y bác sĩ tận tình chăm sóc, đã "
        "từ trần hồi {when}, hưởng thọ {age} tuổi.\n"
        "Lễ viếng bắt đầu từ {visit} tại nhà riêng, thôn {hamlet}. Lễ truy điệu và "
        "đưa tang hồi {burial}; an táng tại nghĩa "
        "trang nhân dân xã.\n"
        "Xin trân trọng báo tin để các cơ quan, đoàn thể, thân bằng cố hữu gần xa "
        "được biết và tỏ lòng tiếc thương."
    ),
)
ELECTION = (
    "Kết quả bầu cử trưởng thôn {hamlet} nhiệm kỳ 2025 - 2027",
    (
        "Căn cứ biên bản kiểm phiếu của Tổ bầu cử, UBND xã Đại Thắng công bố kết quả "
        "bầu cử trưởng thôn {hamlet} nhiệm kỳ 2025 - 2027 "
        "như sau:\n"
        "Tổng số cử tri đại diện hộ gia đình trong danh sách: {listed}. Số cử tri "
        "tham gia bỏ phiếu: {voted}, đạt {rate}%.\n"
        "Số phiếu phát ra: {voted}; thu vào: {voted}; hợp lệ: {valid}.\n"
        "Người trúng cử: {winner}, được {votes} phiếu, bằng {share}% số phiếu hợp lệ.\n"
        "Cuộc bầu cử diễn ra dân chủ, đúng luật, an toàn, tiết kiệm; không có khiếu "
        "nại. Trưởng thôn mới được công nhận từ ngày ký "
        "quyết định, có trách nhiệm nhận bàn giao hồ sơ, con dấu, tài sản của thôn "
        "trong vòng mười ngày."
    ),
)
CONTEST = (
    "Kết quả hội thi {what}",
    (
        "Ban Tổ chức công bố kết quả hội thi {what} năm 2025. Sau {days} ngày, "
        "{number} thí sinh đã hoàn thành các phần thi lý thuyết, "
        "thực hành và xử lý tình huống.\n"
        "Giải Nhất: {first}.\n"
        "Giải Nhì: {second}.\n"
        "Giải Ba: {third}.\n"
        "Giải Khuyến khích: {others}.\n"
        "Ban Tổ chức đánh giá chất lượng hội thi năm nay cao hơn năm trước, các thí "
        "sinh chuẩn bị công phu, trả lời tự tin, thể hiện hiểu "
        "biết sâu về chuyên môn. Giấy chứng nhận và tiền thưởng được trao tại lễ tổng "
        "kết. Thí sinh đạt giải Nhất sẽ được cử dự thi cấp "
        "tỉnh vào quý sau."
    ),
)
CONGRESS = (
    "Đại hội Đảng bộ xã {commune} lần thứ {ordinal}, nhiệm kỳ 2025 - 2030",
    (
        "Trong hai ngày {days}, Đảng bộ xã {commune} long trọng tổ chức Đại hội đại "
        "biểu lần thứ {ordinal}, nhiệm kỳ 2025 - 2030. Dự Đại "
        "hội có đồng chí {guest}, {office} cùng {delegates} đại biểu thay mặt cho "
        "{members} đảng viên toàn Đảng bộ.\n"
        "Đại hội đã nghe báo cáo chính trị, báo cáo kiểm điểm của Ban Chấp hành khoá "
        "trước. Nhiệm kỳ qua, dưới sự lãnh đạo của cấp uỷ, "
        "kinh tế của xã tăng trưởng khá, đời sống nhân dân được nâng lên, quốc phòng, "
        "an ninh được giữ vững. {merit}\n"
        "Phát biểu chỉ đạo, đồng chí {guest} biểu dương những kết quả đạt được, đề "
        "nghị Đảng bộ xã tiếp tục nâng cao năng lực lãnh đạo, "
        "sức chiến đấu của tổ chức đảng; phát huy sức mạnh đại đoàn kết toàn dân; đẩy "
        "mạnh chuyển đổi số.\n"
        "Đại hội bầu {committee} đồng chí vào Ban Chấp hành khoá mới; đồng chí "
        "{secretary} được tín nhiệm bầu giữ chức Bí thư Đảng uỷ. Đại "
        "hội thành công tốt đẹp."
    ),
)
STATISTICS = (
    "Tình hình kinh tế - xã hội tháng {month} năm 2025",
    (
        "Tháng {month}, kinh tế của huyện tiếp tục ổn định và có bước phát triển. Giá "
        "trị sản xuất công nghiệp ước đạt {industry} tỷ đồng, tăng "
        "{growth}% so với cùng kỳ. Tổng mức bán lẻ hàng hoá đạt {retail} tỷ đồng.\n"
        "Về nông nghiệp, toàn huyện gieo trồng {area} ha; đàn lợn {pigs} con, đàn gia "
        "cầm {birds} nghìn con; sản lượng thuỷ sản {fish} tấn.\n"
        "Thu ngân sách trên địa bàn ước {income} tỷ đồng; chi ngân sách {spending} tỷ "
        "đồng; giải ngân vốn đầu tư công đạt {paid}% kế hoạch.\n"
        "Trong tháng xảy ra {accidents} vụ tai nạn giao thông, làm chết {dead} người; "
        "{fires} vụ cháy. Công tác y tế, giáo dục, an sinh "
        "xã hội được quan tâm; an ninh chính trị, trật tự an toàn xã hội được giữ vững.\n"
        "Nhiệm vụ tháng tới: tập trung chăm sóc cây trồng, phòng chống dịch bệnh, đẩy "
        "nhanh tiến độ các công trình trọng điểm, tăng thu ngân "
        "sách, cải cách hành chính và bảo đảm an toàn cho nhân dân."
    ),
)
WEEK = (
    "Lịch công tác tuần {week} của lãnh đạo UBND phường",
    (
        "Lịch công tác tuần {week} (từ ngày {first} đến ngày {last}) của Thường trực "
        "Đảng uỷ, HĐND và lãnh đạo UBND phường Trung Sơn:\n"
        "Thứ Hai: sáng, chào cờ, giao ban đầu tuần tại hội trường; chiều, {monday}.\n"
        "Thứ Ba: sáng, {tuesday}; chiều, làm việc tại cơ quan.\n"
        "Thứ Tư: sáng, {wednesday}; chiều, đồng chí Chủ tịch tiếp công dân.\n"
        "Thứ Năm: sáng, {thursday}; chiều, kiểm tra vệ sinh môi trường các tổ dân phố.\n"
        "Thứ Sáu: sáng, {friday}; chiều, họp Thường trực Đảng uỷ mở rộng.\n"
        "Thứ Bảy, Chủ nhật: trực cơ quan theo phân công. Lịch này thay giấy mời, các "
        "bộ phận căn cứ thực hiện."
    ),
)
PRAISE = (
    "Thư chúc mừng {occasion}",
    (
        "Nhân {occasion}, thay mặt Đảng uỷ, HĐND, UBND và Ủy ban MTTQ xã, tôi thân ái "
        "gửi tới {whom} lời chúc mừng tốt đẹp nhất.\n"
        "Trong những năm qua, vượt qua nhiều khó khăn, {whom} đã không ngừng nỗ lực, "
        "cống hiến, góp phần quan trọng vào sự phát triển của quê "
        "hương. Đảng bộ, chính quyền và nhân dân trong xã luôn trân trọng, ghi nhận "
        "những đóng góp đó.\n"
        "Tôi mong rằng, phát huy truyền thống vẻ vang, {whom} sẽ tiếp tục {wish}, "
        "xứng đáng với niềm tin yêu của nhân dân. Chúc các đồng chí và "
        "gia đình mạnh khoẻ, hạnh phúc, thành công."
    ),
)
LAND = (
    "Thông báo mất giấy chứng nhận quyền sử dụng đất của {owner}",
    (
        "UBND xã Cẩm Lĩnh nhận được đơn trình báo của {owner}, địa chỉ: {hamlet}, về "
        "việc bị mất giấy chứng nhận quyền sử dụng đất "
        "số phát hành {number}, thửa đất số {plot}, tờ bản đồ số {sheet}, diện tích "
        "{area} m2, do UBND huyện cấp ngày {issued}.\n"
        "Lý do mất: {how}.\n"
        "UBND xã niêm yết thông báo này tại trụ sở và nhà văn hoá thôn trong thời hạn "
        "30 ngày. Sau thời gian trên, nếu không có ai nộp lại "
        "giấy hoặc khiếu nại, UBND xã sẽ lập hồ sơ đề nghị Văn phòng Đăng ký đất đai "
        "huỷ giấy cũ, cấp lại giấy chứng nhận theo quy định của pháp "
        "luật. Ai nhặt được xin liên hệ bộ phận Một cửa của xã, xin cảm ơn."
    ),
)
