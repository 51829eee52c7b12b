"""Ten news texts of our own, for pairs of reprints and of what only looks like one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class News:
    """A title, and a text of paragraphs of which the first is the lead."""

    title: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n")


def news(title: str, text: str) -> News:
    """Paragraphs stand apart by an empty line here."""
    return News(title, "\n".join(" ".join(part.split()) for part in text.split("\n\n")))


BRIDGE = news(
    "Khánh thành cầu Bến Đò nối hai xã ven sông",
    """Sáng 14/3, Ủy ban nhân dân huyện Hòa Lộc tổ chức lễ khánh thành cầu Bến Đò, công trình nối xã An
Thủy với xã Phú Hòa sau 18 tháng thi công.

Cầu dài 240 mét, rộng 9 mét, có tổng mức đầu tư 86 tỷ đồng từ nguồn vốn ngân sách tỉnh và huyện.
Công trình thay thế bến phà cũ vốn phải ngừng hoạt động mỗi khi nước lên, giúp học sinh hai xã đến
trường an toàn hơn.

Phát biểu tại buổi lễ, đồng chí Lê Quang Thuận, Chủ tịch Ủy ban nhân dân huyện, ghi nhận nỗ lực của
đơn vị thi công và cảm ơn 47 hộ dân đã hiến đất làm đường dẫn. Đồng chí đề nghị hai xã quản lý tốt
công trình, không để xe quá tải qua cầu, đồng thời sớm hoàn thành hệ thống chiếu sáng.

Bà Trần Thị Mười, người dân ấp Bình Trung, chia sẻ rằng trước đây mỗi lần chở lúa qua sông bà phải
chờ phà cả giờ đồng hồ, nay chỉ mất năm phút. Nhiều hộ trong ấp đã mở thêm quán ăn, tiệm sửa xe dọc
đường dẫn.

Theo kế hoạch, trong năm nay huyện sẽ khởi công thêm ba cây cầu nhỏ trên tuyến đường liên xã để thay
các cầu gỗ đã xuống cấp.""",
)

RICE = news(
    "Nông dân Tân Hưng được mùa lúa đông xuân",
    """Đến ngày 20/2, nông dân huyện Tân Hưng đã thu hoạch được hơn 12.500 ha lúa đông xuân, năng suất bình
quân đạt 7,2 tấn mỗi ha, cao hơn vụ trước 0,4 tấn.

Ông Nguyễn Hữu Phước ở xã Vĩnh Lợi cho biết gia đình ông gieo sạ 3 ha giống lúa thơm, sau khi trừ
chi phí còn lãi khoảng 35 triệu đồng mỗi ha. Giá lúa tươi được thương lái mua tại ruộng từ 8.200 đến
8.600 đồng một kg.

Theo Phòng Nông nghiệp và Môi trường huyện, vụ này nông dân xuống giống tập trung theo lịch né rầy
nên dịch bệnh ít xảy ra. Các hợp tác xã đã liên kết với doanh nghiệp bao tiêu sản phẩm trên diện
tích 4.300 ha.

Để chuẩn bị vụ hè thu, ngành nông nghiệp khuyến cáo bà con cày ải phơi đất ít nhất ba tuần, vệ sinh
đồng ruộng và chủ động trữ nước ngọt vì xâm nhập mặn có thể lấn sâu vào nội đồng trong tháng tới.

Huyện cũng nạo vét 26 tuyến kênh thủy lợi với tổng chiều dài gần 40 km, bảo đảm đủ nước tưới cho cả
vùng.""",
)

SCHOOL = news(
    "Trường THCS Nguyễn Trãi đón bằng công nhận đạt chuẩn quốc gia",
    """Trường THCS Nguyễn Trãi, thị trấn Đồi Ngô vừa tổ chức lễ đón bằng công nhận trường đạt chuẩn quốc
gia mức độ 2 và kỷ niệm 45 năm thành lập.

Dự buổi lễ có đồng chí Phạm Thị Hoài, Phó Bí thư Thường trực Huyện ủy, lãnh đạo Sở Giáo dục và Đào
tạo cùng các thế hệ thầy cô giáo và học sinh nhà trường.

Từ một ngôi trường mái lá với sáu phòng học, đến nay trường có 28 phòng học kiên cố, thư viện, phòng
thí nghiệm và nhà đa năng. Năm học vừa qua, toàn trường có 97% học sinh tốt nghiệp, 31 em đoạt giải
trong các kỳ thi học sinh giỏi cấp tỉnh.

Thay mặt nhà trường, thầy Hiệu trưởng Vũ Đình Khoa bày tỏ lòng biết ơn đối với các thế hệ đi trước
và hứa tiếp tục nâng cao chất lượng dạy học, xây dựng môi trường thân thiện, an toàn cho học sinh.

Nhân dịp này, hội cựu học sinh trao tặng nhà trường 60 bộ máy tính và 40 suất học bổng cho các em có
hoàn cảnh khó khăn vươn lên trong học tập.""",
)

FLOOD = news(
    "Khẩn trương khắc phục hậu quả mưa lũ tại các xã vùng cao",
    """Mưa lớn kéo dài từ đêm 8/9 đến trưa 10/9 đã gây ngập úng, sạt lở đất ở nhiều xã vùng cao của huyện
Mường Sang, làm 2 người bị thương và 63 ngôi nhà bị hư hỏng.

Ngay trong đêm, Ban Chỉ huy phòng thủ dân sự huyện đã huy động hơn 300 cán bộ, chiến sĩ và dân quân
giúp người dân di dời đến nơi an toàn. Tuyến đường từ trung tâm huyện đi xã Nậm Khao bị sạt lở tại
11 điểm với khối lượng đất đá khoảng 9.000 mét khối.

Trực tiếp kiểm tra hiện trường, đồng chí Lò Văn Pháy, Phó Chủ tịch Ủy ban nhân dân huyện, yêu cầu
các đơn vị ưu tiên thông tuyến trước 17 giờ chiều nay, cung cấp đủ lương thực, nước uống cho các bản
bị cô lập.

Hội Chữ thập đỏ huyện đã trao 120 thùng mì, 500 chai nước và 80 chiếc chăn cho các gia đình bị thiệt
hại. Các trường học trong vùng ngập cho học sinh nghỉ đến hết tuần.

Cơ quan khí tượng dự báo mưa giảm dần từ ngày mai, song nguy cơ lũ quét và sạt lở đất vẫn còn cao ở
những nơi đất đã no nước.""",
)

HEALTH = news(
    "Tiêm chủng mở rộng: bảo vệ trẻ em vùng sâu trước dịch sởi",
    """Trung tâm Y tế khu vực Đăk Pơ đang triển khai chiến dịch tiêm vắc xin phòng bệnh sởi cho trẻ từ 6
tháng đến 10 tuổi tại 7 xã, phường trên địa bàn.

Sau năm ngày, đã có 2.816 trẻ được tiêm, đạt 84% kế hoạch. Các trạm y tế tổ chức 22 điểm tiêm cố
định và 5 đội lưu động đến tận thôn làng xa trung tâm.

Bác sĩ Đinh Ngọc Trâm, Phó Giám đốc Trung tâm, cho biết khó khăn lớn nhất là nhiều gia đình theo rẫy
dài ngày. Vì vậy cán bộ y tế cùng già làng, trưởng thôn đến từng nhà vận động, có nơi tiêm vào buổi
tối để phụ huynh tiện đưa con đi.

Chị Y Blơi ở làng Kon Hra kể rằng lúc đầu chị lo con bị sốt nên không muốn tiêm, nhưng được bác sĩ
giải thích kỹ chị đã đưa cả hai con đến trạm. Ngành y tế khuyến cáo phụ huynh theo dõi trẻ ít nhất
48 giờ sau khi tiêm.

Chiến dịch dự kiến kết thúc vào cuối tháng, những trẻ bị hoãn sẽ được tiêm bù trong tháng kế tiếp.""",
)

PARTY = news(
    "Thường trực Tỉnh ủy làm việc với Ban Thường vụ Đảng ủy xã Trà Giang",
    """Chiều 6/8, đồng chí Hồ Minh Tuấn, Phó Bí thư Thường trực Tỉnh ủy, chủ trì buổi làm việc với Ban
Thường vụ Đảng ủy xã Trà Giang về tình hình vận hành chính quyền địa phương hai cấp.

Báo cáo tại buổi làm việc, Bí thư Đảng ủy xã Đỗ Thị Hạnh cho biết sau hơn một tháng hoạt động, Trung
tâm Phục vụ hành chính công xã đã tiếp nhận 1.934 hồ sơ, giải quyết đúng và trước hạn 1.890 hồ sơ.

Tuy vậy, xã còn thiếu 6 công chức chuyên môn về đất đai, xây dựng; đường truyền ở ba thôn miền núi
chưa ổn định; trụ sở làm việc phải bố trí ở hai nơi cách nhau 9 km.

Kết luận buổi làm việc, đồng chí Hồ Minh Tuấn đánh giá cao tinh thần chủ động của cán bộ xã, đồng
thời yêu cầu rà soát, sắp xếp lại đội ngũ theo vị trí việc làm, không để người dân phải đi lại nhiều
lần. Những kiến nghị về biên chế và kinh phí sửa chữa trụ sở được giao Sở Nội vụ, Sở Tài chính tham
mưu trước ngày 25/8.

Trước đó, đoàn công tác đã đến thăm hai gia đình chính sách và kiểm tra bộ phận một cửa của xã.""",
)

FESTIVAL = news(
    "Rộn ràng lễ hội đua ghe ngo mừng lễ Ok Om Bok",
    """Hàng vạn người dân và du khách đã về bờ sông Maspero cổ vũ giải đua ghe ngo truyền thống mừng lễ Ok
Om Bok của đồng bào Khmer.

Giải năm nay quy tụ 52 đội ghe với gần 3.000 vận động viên, tranh tài ở cự ly 1.000 mét đối với ghe
nữ và 1.200 mét đối với ghe nam. Ngay từ sáng sớm, hai bên bờ sông đã kín người với trống, chiêng và
cờ hoa rực rỡ.

Sau hai ngày thi đấu sôi nổi, đội ghe chùa Tum Pok Sok giành giải nhất nội dung nam với thời gian 4
phút 58 giây; đội ghe chùa Prek Takor đứng đầu nội dung nữ.

Bên cạnh đua ghe, ban tổ chức còn mở hội chợ với 180 gian hàng, trình diễn nhạc ngũ âm và nghi thức
cúng trăng. Đại đức Thạch Hoàng Vinh cho biết nhà chùa đã tập luyện suốt ba tháng để chuẩn bị cho
ngày hội.

Ngành du lịch ước tính lễ hội đón khoảng 150.000 lượt khách, công suất phòng khách sạn đạt trên 90
phần trăm.""",
)

FIRE = news(
    "Tập huấn kỹ năng phòng cháy chữa cháy cho tiểu thương chợ Vườn Xoài",
    """Nhằm nâng cao ý thức phòng cháy trong mùa khô, Công an phường Long Bình phối hợp với Ban quản lý chợ
Vườn Xoài tổ chức tập huấn kỹ năng thoát nạn cho 215 tiểu thương.

Tại buổi tập huấn, Thiếu tá Bùi Xuân Lâm giới thiệu cách phát hiện nguy cơ chập điện, sử dụng bình
chữa cháy xách tay và các bước cần làm khi có khói dày đặc trong nhà lồng chợ.

Các tiểu thương được chia thành 12 nhóm để thực hành dập lửa bằng chăn ướt, bình bột và vòi nước.
Nhiều người lần đầu cầm bình chữa cháy đã mạnh dạn hỏi về cách kiểm tra đồng hồ áp suất và hạn sử
dụng.

Chị Mai Kim Cúc, chủ sạp vải số 38, nói rằng trước đây chị thường chất hàng sát bảng điện, sau buổi
học chị sẽ dọn lại sạp và lắp thêm aptomat. Ban quản lý chợ cũng cam kết kiểm tra hệ thống điện mỗi
quý một lần.

Từ nay đến cuối năm, công an phường sẽ mở thêm tám lớp cho các khu nhà trọ và hộ kinh doanh karaoke.""",
)

FOREST = news(
    "Người giữ rừng ở đầu nguồn suối Khe Rỗ",
    """Suốt 16 năm qua, anh Vi Văn Thắng ở thôn Nà Trắng vẫn đều đặn mỗi tuần ba buổi lội suối, băng đồi để
tuần tra cánh rừng nguyên sinh Khe Rỗ.

Tổ bảo vệ rừng cộng đồng do anh phụ trách có 14 thành viên, nhận khoán 620 ha rừng đặc dụng. Hành
trang của mỗi chuyến đi chỉ có con dao quắm, nắm cơm và chiếc điện thoại đã cũ để chụp lại những gốc
cây bị xâm hại.

Có lần phát hiện nhóm người cưa trộm gỗ lim, anh cùng hai thành viên mật phục suốt đêm dưới mưa, kịp
báo cho kiểm lâm bắt giữ 4 đối tượng. Anh kể lại chuyện ấy nhẹ tênh như kể chuyện hái măng.

Ông Giáp Văn Ơn, Hạt trưởng Hạt Kiểm lâm, nhận xét nhờ những người như anh Thắng mà ba năm liền khu
rừng không xảy ra vụ cháy nào. Tiền dịch vụ môi trường rừng giúp mỗi hộ có thêm 11 triệu đồng một
năm.

Mùa xuân này, tổ của anh ươm được 5.000 cây lát, cây giổi bản địa để trồng bù vào những khoảnh rừng
nghèo.""",
)

MARKET = news(
    "Đưa hàng Việt về miền núi: phiên chợ của niềm vui",
    """Trong ba ngày từ 21 đến 23/11, phiên chợ đưa hàng Việt về miền núi diễn ra tại sân vận động xã Phước
Bình thu hút hơn 8.000 lượt người tham quan, mua sắm.

Phiên chợ có 36 gian hàng của các doanh nghiệp trong và ngoài tỉnh, bày bán hàng tiêu dùng, nông cụ,
quần áo với mức giảm giá từ 10 đến 40%. Tổng doanh thu đạt 1,7 tỷ đồng, tăng gấp rưỡi so với phiên
chợ năm ngoái.

Chị Katơr Thị Sương, dân tộc Raglai ở thôn Hành Rạc, mua được nồi cơm điện và hai chiếc áo ấm cho
con. Chị bảo hàng ở đây rõ nguồn gốc, giá lại mềm hơn ngoài tiệm tạp hóa.

Ông Lâm Quốc Bảo, Phó Giám đốc Sở Công Thương, cho biết qua bảy năm tổ chức, chương trình giúp thay
đổi thói quen mua sắm của bà con và mở đường cho nông sản địa phương vào hệ thống siêu thị.

Ban tổ chức còn trao 50 phần quà cho học sinh nghèo và tặng xã một bộ loa phục vụ sinh hoạt cộng
đồng.""",
)

ALL = (BRIDGE, RICE, SCHOOL, FLOOD, HEALTH, PARTY, FESTIVAL, FIRE, FOREST, MARKET)
