"""Whether a name stands for its unit, or is a part of another name: of a street, a person, a school; pure."""

from pipeline.normalise.places.words import Words, key


def _keys(words: str) -> frozenset[str]:
    """The words in one spelling; those of which two follow each other with a hyphen."""
    return frozenset("-".join(map(key, word.split("-"))) for word in words.split())


_GO_ON = _keys(
    """ảnh theo năm ngày tháng tại ở từ trong với và là đã có do của cho khi để ông bà anh chị đồng chủ bí
    phó trưởng giám ubnd hđnd ubmttq mttq khóa lần nhiệm công ban hội đoàn đảng chi sở phòng trung hiện
    nay các những huyện tỉnh xã phường thành thị quận toàn nhằm qua về chiều sáng tối trước sau tin bài
    tác nguồn tọa tính cùng cũng đây tới đến đại thường nhân hưởng thực căn trên dưới"""
)
"""How what follows a name without a sign may begin: a sentence whose break was lost, a title, an office."""
_STOPS = _keys(
    """tại ở từ về đến tới của và các trong ngoài với cho khi theo trên qua giữa do bởi nay hiện là được
    thuộc bằng như vào ra rời nếu để nhưng hay hoặc cùng mà gồm sang gửi riêng thăm lên xuống đưa giúp
    sau trước"""
)
"""Words that part a name from what stands before them."""
_FREE = _STOPS | _keys(
    """người dân quê đất vùng miền toàn cả nơi xứ ubnd hđnd mttq ubmttq tand vksnd lđlđ bch"""
)
"""Words directly before a name that are none of it, however they are written."""
_OFFICES = _keys("sở cục ban hội đoàn đảng an viện kiểm ủy chi tòa thanh bộ quân đội tỉnh huyện")
_OWNERS = _keys(
    """khẩu thắng dịch riêng hươu long dừa hội lộ trạm dòng đường phố ngõ ngách hẻm sông suối hồ cầu chợ ga
    bến cảng núi đèo đồi dãy kênh rạch vịnh đảo biển chùa đình đền miếu thôn xóm ấp bản làng buôn sóc
    khóm ông bà anh chị em cháu cô chú bác cụ thầy bé chí sĩ vua tướng phường xã huyện quận giò chả bánh
    bún phở nem rượu gạo cam bưởi chè trà vải nhãn lồng gà mắm lụa quán tàu xe sư tập mẹ vợ chồng con
    tên hiệu phim bài thơ hát sen chuối cá mía tỏi kẹo cốm"""
)
"""What directly before a name makes it that of something else: "sông Hậu Giang", "chị Huế"."""
_HEADS = _keys(
    """trường thpt thcs ptth ptdt học-viện đại-học cao-đẳng tiểu-học mầm-non công-ty cty doanh-nghiệp
    tập-đoàn htx hợp-tác bệnh-viện bệnh-xá phòng-khám báo đài tạp-chí khách-sạn nhà-hàng siêu-thị
    ngân-hàng nhà-máy xí-nghiệp thủy-điện nhiệt-điện xi-măng khu-công cụm-công kcn ccn khu-đô kđt
    khu-phố khu-du tổ-dân giáo-xứ giáo-phận giáo-họ nhà-thờ nhà-ga bến-xe sân-bay cảng clb câu-lạc
    đội-bóng thương-hiệu nhãn-hiệu truyền-hình tượng-đài quốc-lộ cao-tốc tỉnh-lộ sân-vận trung-đoàn
    sư-đoàn tiểu-đoàn lữ-đoàn nhà-xuất rạp cà-phê chung-cư trang-trại chợ-nổi chợ-đầu viettel vnpt
    agribank vietcombank bidv tnhh cp vingroup vincom nhà-văn nhạc-sĩ ca-khúc bài-hát tiểu-khu vườn-quốc
    khu-bảo nhãn-lồng vải-thiều"""
)
"""What before a name, other words between, makes it a part of theirs: "Công ty nước sạch Hà Nam"."""
_NO_HEADS = _keys(
    """môi-trường thị-trường quảng-trường công-trường hiện-trường lập-trường nông-trường lâm-trường
    trường-hợp trường-kỳ thông-báo cảnh-báo dự-báo khai-báo bản-tin bà-con anh-em chị-em trẻ-em anh-hùng
    gia-đình triều-đình nhu-cầu yêu-cầu toàn-cầu đoàn-tàu người-con văn-bản cơ-bản nhật-bản đồng-bào
    kịch-bản đại-biểu đại-hội xã-hội quốc-hội phụ-nữ báo-cáo đường-lối học-tập sưu-tập hồ-sơ thành-phố
    đảng-ủy ngày-xe nhật-ký luyện-tập thực-tập"""
)
"""Two words of which one would be such, and is not in them."""
_PEACE = _keys("vì giữ nền yêu nobel chuộng hữu cho biểu chim bồ tự gìn lập mừng xây")
_FAR = 10
"""Words that are looked back over."""


def stands_whole(words: Words, last: int, *, told: bool) -> bool:
    """Whether the name ends there: of a longer one that no unit has, a shorter unit is not meant.

    `told`: with its form, so that an office or a person may follow: "xã Hợp Lý Nguyễn Văn An".
    """
    if not words.joined(last) or not words.capital(last + 1) or words.shouted(last):
        return True
    if words.key(last + 1) in _GO_ON or (told and words.shouted(last + 1)):
        return True
    return told and words.joined(last + 1) and words.capital(last + 2)


def stands_free(words: Words, first: int, last: int) -> bool:
    """Whether a bare name is nobody else's."""
    if not stands_whole(words, last, told=False):
        return False
    if not words.joined(first - 1):
        return _begins(words, first)
    before = words.key(first - 1)
    pair = f"{words.key(first - 2)}-{before}"
    if before in _OWNERS and pair not in _NO_HEADS:
        return False
    if words.keys[first : last + 1] == ["hòa", "bình"] and before in _PEACE:
        return False
    if words.capital(first - 1) and before not in _FREE and not _is_office(words, first - 1):
        return False
    return not _has_head(words, first)


def _begins(words: Words, first: int) -> bool:
    """At a sentence's or a clause's start; a hyphen or a quotation mark may bind it to what stands before."""
    gap = words.gap(first - 1)
    if gap in {" - ", " – "}:
        return not _has_head(words, first)
    if gap in {"-", "–", "."}:
        return False
    return '"' not in gap and "“" not in gap


def _is_office(words: Words, i: int) -> bool:
    """Whether the words in capitals up to there are an office's: "Cục Thuế", in capital letters anything."""
    if words.shouted(i):
        return words.shouted(i + 1)
    first = i
    while words.joined(first - 1) and words.capital(first - 1):
        first -= 1
    return words.key(first) in _OFFICES or words.key(first - 1) in _OFFICES


def _has_head(words: Words, first: int) -> bool:
    for i in range(first - 1, max(first - _FAR, -1), -1):
        if not words.joined(i) and words.gap(i) not in {" - ", " – "}:
            return False
        word, after = words.keys[i], words.key(i + 1)
        if word in _STOPS and not (word == "và" and words.key(i - 1) == "báo"):
            return False
        if word in _HEADS or (i + 1 < first and f"{word}-{after}" in _HEADS):
            pair, following = f"{words.key(i - 1)}-{word}", f"{word}-{after}"
            if pair not in _NO_HEADS and following not in _NO_HEADS:
                return True
    return False
