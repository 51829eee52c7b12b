"""How sources are, in words: their states, and what is not as it was."""

from pipeline.model import HealthState
from pipeline.publish.words.reasons import REASONS
from pipeline.publish.words.speech import Speech

STATES: dict[HealthState, str] = {
    "healthy": "Bình thường",
    "late": "Chậm tin",
    "degraded": "Thiếu sót",
    "broken": "Hỏng",
    "unreachable": "Không truy cập được",
    "blocked": "Bị chặn",
    "retired": "Đã ngừng hoặc chuyển chỗ",
}
LOOKS: dict[HealthState, str] = {
    "healthy": "good",
    "late": "waiting",
    "degraded": "waiting",
    "broken": "bad",
    "unreachable": "bad",
    "blocked": "bad",
    "retired": "bad",
}
"""The class by which the style sheet colours a state; the words beside it say the same."""
SYMPTOMS: dict[str, str] = {
    "captcha": "trang đòi mã xác nhận (captcha)",
    "login-wall": "đòi đăng nhập",
    "empty-pages": "trang trống",
    "script-shell": "trang chỉ có JavaScript",
    "not-found": "không thấy trang",
    "error-pages": "trang báo lỗi",
    "server-errors": "máy chủ báo lỗi",
    "out-of-order": "máy chủ đang quá tải",
    "too-many-requests": "máy chủ đòi hỏi chậm lại",
    "robots-forbid": "robots.txt không cho phép",
    "not-found-by-name": "tên miền không tồn tại",
    "own-error": "lỗi của Congtin",
    "other-owner": "trang chủ mang tên đơn vị khác",
    "closing": "trang chủ báo ngừng hoạt động",
    "past-its-end": "đã quá ngày kết thúc",
    "no-articles": "không đọc được bài nào",
    "no-new-articles": "không có bài mới",
    "empty-listing": "trang danh mục trống",
    "entries-elsewhere": "bài mới dẫn sang trang khác",
    "endless-pages": "trang nối trang không dứt",
    "misnamed-articles": "bài mở ra không phải bài ghi trong danh mục",
    "withdrawn-in-mass": "nhiều bài bị gỡ cùng lúc",
    "doubled-articles": "bài cũ hiện lại ở địa chỉ mới",
    "read-as-listings": "bài bị đọc thành trang danh mục",
    "read-as-standing-pages": "bài bị đọc thành trang cố định",
    "read-as-documents": "bài bị đọc thành văn bản",
    "read-as-no-articles": "bài bị đọc thành trang khác",
    "no-dates": "bài thiếu ngày đăng",
    "strange-dates": "ngày đăng lạ",
    "swapped-dates": "ngày và tháng bị đảo",
    "moved-dates": "ngày đăng của bài cũ bị dời",
    "one-date": "mọi bài cùng một ngày đăng",
    "future-dates": "giờ đăng sau cả lúc đọc",
    "dates-in-another-zone": "giờ đăng lệch (múi giờ, sáng hay chiều)",
    "no-authors": "bài thiếu tác giả",
    "one-author": "mọi bài cùng một tác giả mới",
    "no-leads": "bài thiếu tóm tắt",
    "no-pictures": "bài thiếu ảnh",
    "one-picture": "nhiều bài cùng một ảnh",
    "no-files": "bài thiếu tệp đính kèm",
    "no-language": "bài không ghi ngôn ngữ",
    "no-texts": "bài không có chữ",
    "no-accents": "chữ mất dấu",
    "garbled-text": "chữ bị lỗi mã",
    "joined-words": "chữ dính liền nhau",
    "markup-in-text": "mã HTML lẫn trong bài",
    "short-texts": "bài ngắn hơn hẳn",
    "long-texts": "bài dài hơn hẳn",
    "repeated-text": "một đoạn lặp lại ở nhiều bài",
    "one-text": "nhiều bài cùng một nội dung",
    "other-articles-in-text": "tiêu đề bài khác lẫn trong bài",
    "replaced-articles": "bài khác hiện ở địa chỉ cũ",
    "hijacked-articles": "cổng bị chèn bài quảng cáo cờ bạc",
    "one-title": "nhiều bài cùng một tiêu đề",
    "site-name-in-titles": "tiêu đề lẫn tên cổng",
    "names-in-titles": "tiêu đề lẫn tên cổng hoặc chuyên mục",
    "capital-titles": "tiêu đề toàn chữ hoa",
    "cut-titles": "tiêu đề bị cắt cụt",
    "lengthened-titles": "tiêu đề bị thêm chữ",
}
"""The symptoms' names of pipeline.watch; those of failed requests are named as outcomes are (REASONS)."""


def condition(state: HealthState, t: Speech) -> str:
    """A source's state."""
    return t(STATES[state])


def symptom(name: str, t: Speech) -> str:
    """What is not as it was; the name itself where there are no words for it."""
    words = SYMPTOMS.get(name) or REASONS.get(f"failed-{name}") or REASONS.get(name)
    return t(words) if words else name
