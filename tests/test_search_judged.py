"""Questions that readers ask, each with what a person judged to be the right answers in the right order."""

from datetime import timedelta

from store_samples import article, at, fill

from pipeline.store import Store

CORPUS = {
    "bridge": ("Khánh thành cầu Châu Giang", "Cầu nối hai xã, dài 120 mét, thông xe sáng nay."),
    "bridge-plan": ("Họp bàn giao thông", "Huyện dự kiến xây cầu Châu Giang vào năm sau."),
    "road": ("Làm đường ở thôn Đoài", "Con đường liên xã dài ba cây số được trải nhựa."),
    "sugar": ("Giá đường tăng", "Đại lý cho biết giá đường và sữa đều tăng dịp Tết."),
    "solar": ("Lịch sinh hoạt", "Theo dương lịch, lớp học bắt đầu ngày 5."),
    "peace": ("Phường Hoà Bình ra quân", "Đoàn viên phường dọn vệ sinh các tuyến phố."),
    "flowers": ("Chợ hoa xuân", "Bà con bình chọn chậu hoa đẹp."),
    "rural": ("Xã về đích nông thôn mới", "Xã hoàn thành 19 tiêu chí."),
    "rural-talk": ("Hội nghị xã Nhân Mỹ", "Bàn việc xây dựng nông thôn mới kiểu mẫu."),
    "farmers": ("Hội nông dân họp", "Thôn có kho mới cho nông dân gửi thóc."),
    "digital": ("Tập huấn chuyển đổi số", "Cán bộ học dịch vụ công trực tuyến."),
    "number": ("Đổi số nhà", "Việc chuyển số nhà cũ được đổi dần."),
    "flood": ("Ứng phó bão số 3", "Bão gây thiệt hại 2 ha lúa, nước lũ rút chậm."),
    "storm": ("Tặng quà sau lũ", "Các hộ bị thiệt hại được hỗ trợ."),
    "committee": ("Ủy ban nhân dân xã tiếp dân", "Chủ tịch nghe kiến nghị của 12 hộ."),
    "nguyen-an": ("Gương sáng Nguyễn Văn An", "Ông hiến đất làm kênh."),
    "nguyen-an-in-text": ("Gương sáng", "Ông Nguyễn Văn Ân và bà Lê Thị An hiến đất."),
}
"""Each a day older than the one before."""

JUDGED = {
    "cầu Châu Giang": "bridge bridge-plan",
    "cau chau giang": "bridge bridge-plan",
    '"Châu Giang" -"thông xe"': "bridge-plan",
    "đường": "road sugar",
    "duong": "road sugar solar",
    "dương": "solar",
    "đương": "",
    "đường -sữa": "road",
    "hòa bình": "peace",
    "hoà bình": "peace",
    "hoa binh": "peace flowers",
    "Hoa": "flowers peace",
    "nông thôn mới": "rural rural-talk farmers",
    '"nông thôn mới"': "rural rural-talk",
    "nong thon moi": "rural rural-talk farmers",
    "nông-thôn-mới": "rural rural-talk",
    '"nông thôn mới" OR "nông dân"': "rural farmers rural-talk",
    "chuyển đổi số": "digital number",
    "(bão OR lũ) thiệt hại": "flood storm",
    "bão lũ": "flood",
    "lũ NOT bão": "storm",
    "uỷ ban nhân dân": "committee",
    "UBND": "",
    "nguyễn văn an": "nguyen-an nguyen-an-in-text",
    "nguyen van an": "nguyen-an nguyen-an-in-text",
    '"nguyễn văn ân"': "nguyen-an-in-text",
    "nguyên văn an": "",
    "xã section:rural": "rural",
    "topic:flood": "flood",
    "after:2024-05-27 cầu": "bridge bridge-plan",
    "before:2024-05-14": "nguyen-an nguyen-an-in-text",
}


def test_every_question_has_the_judged_answers_in_their_order(store: Store) -> None:
    days = {name: at(28) - timedelta(days=n) for n, name in enumerate(CORPUS)}
    fill(
        store,
        *(
            article(n, *CORPUS[name], section=name, published_at=days[name])
            for n, name in enumerate(CORPUS)
        ),
    )
    found = {
        line: " ".join(hit.entry.article.section or "" for hit in store.search(line).hits)
        for line in JUDGED
    }
    assert found == JUDGED
