# ruff: noqa: E501 (sentences as one line each)
"""Text typed in Vietnam's old code pages; the samples were made with iconv, not with our tables."""

import pytest

from pipeline import extract
from pipeline.clean.encoding.legacy import SCHEMES, TCVN3, rewriter, typed_in
from pipeline.clean.encoding.syllables import is_syllable

UNICODE = [
    "Hội đồng nhân dân xã họp kỳ thứ năm",
    "Đại biểu nghe báo cáo về đường giao thông nông thôn",
    "Bà con nông dân được mùa lúa, giá ổn định",
    "Uỷ ban nhân dân xã Bình Hoà trả lời ý kiến cử tri",
    "Nhiều hộ đã thoát nghèo nhờ nuôi cá lồng",
    "Kỳ họp thông qua 5 nghị quyết, tỷ lệ 100%",
]
TYPED = {
    "tcvn3": [
        "Héi ®ång nh©n d©n x· häp kú thø n¨m",
        "§¹i biÓu nghe b¸o c¸o vÒ ®\xad\xeang giao th«ng n«ng th«n",
        "Bµ con n«ng d©n ®\xad\xeec mïa lóa, gi¸ æn ®Þnh",
        "Uû ban nh©n d©n x· B×nh Hoµ tr¶ lêi ý kiÕn cö tri",
        "NhiÒu hé ®· tho¸t nghÌo nhê nu«i c¸ lång",
        "Kú häp th«ng qua 5 nghÞ quyÕt, tû lÖ 100%",
    ],
    "vni": [
        "Hoäi ñoàng nhaân daân xaõ hoïp kyø thöù naêm",
        "Ñaïi bieåu nghe baùo caùo veà ñöôøng giao thoâng noâng thoân",
        "Baø con noâng daân ñöôïc muøa luùa, giaù oån ñònh",
        "Uyû ban nhaân daân xaõ Bình Hoaø traû lôøi yù kieán cöû tri",
        "Nhieàu hoä ñaõ thoaùt ngheøo nhôø nuoâi caù loàng",
        "Kyø hoïp thoâng qua 5 nghò quyeát, tyû leä 100%",
    ],
    "viscii": [
        "Hµi ð°ng nhân dân xã h÷p kÏ thÑ nåm",
        "ÐÕi bi¬u nghe báo cáo v« ðß¶ng giao thông nông thôn",
        "Bà con nông dân ðßþc mùa lúa, giá ±n ð¸nh",
        "UÖ ban nhân dân xã Bình Hoà trä l¶i ý kiªn cØ tri",
        "Nhi«u hµ ðã thoát nghèo nh¶ nuôi cá l°ng",
        "KÏ h÷p thông qua 5 ngh¸ quyªt, tÖ l® 100%",
    ],
    "windows-1258": [
        "Hôòi ðôÌng nhân dân xaÞ hoòp kyÌ thýì nãm",
        "Ðaòi biêÒu nghe baìo caìo vêÌ ðýõÌng giao thông nông thôn",
        "BaÌ con nông dân ðýõòc muÌa luìa, giaì ôÒn ðiònh",
        "UyÒ ban nhân dân xaÞ BiÌnh HoaÌ traÒ lõÌi yì kiêìn cýÒ tri",
        "NhiêÌu hôò ðaÞ thoaìt ngheÌo nhõÌ nuôi caì lôÌng",
        "KyÌ hoòp thông qua 5 nghiò quyêìt, tyÒ lêò 100%",
    ],
}


@pytest.mark.parametrize("name", TYPED)
def test_a_typed_text_is_known_by_its_syllables_and_rewritten(name):
    scheme = typed_in(TYPED[name])
    assert scheme is not None
    assert scheme.name == name
    assert [scheme.rewrite(line) for line in TYPED[name]] == UNICODE


def test_viscii_capitals_stand_where_windows_has_quotes():
    scheme = typed_in(TYPED["viscii"])
    assert scheme is not None
    assert scheme.rewrite("“HµI NGH˜ T‘NG KŠT” – “ÐÕi”") == "“HộI NGHỊ TỔNG KẾT” – “Đại”"


FOREIGN = {
    "French": "Où sont passés les élèves ? À l’été 2024, le maïs a été semé tôt : « ça ira », dit Noël Lefèvre, "
    "né à Sète, chez les bœufs. L’île d’Oléron, là-bas, où naît le goût du thé, reste à côté.",
    "German": "Größe, Straße, Mädchen und Jürgen müssen für die schöne Brücke über den Fluß grüßen. Öl, Übung, "
    "Ärger: „früher“ hörte man das öfter. Tür, Rösti, Bär, Süden, Köln, Düsseldorf.",
    "Portuguese": "Não há razão: a situação econômica da região não é só má. São João, Conceição, às três, pão, "
    "mãe, avó, avô, você, também, já, até, lá, nós, cá, dê, põe.",
    "Spanish": "El niño soñó con el año pasado. ¿Dónde está la señora Núñez? ¡Qué día! Él sí, tú también, más té.",
    "Swedish": "Så är det på ön: hon går över ån för att få råd när våren når Åland. Då må vi gå, små och stora.",
    "Danish": "På øen så man ræve; når året går, får børnene æbler og øl. Også små køer må stå på gården.",
    "Turkish": "Türkiye’de üç gün süren görüşmeler için İstanbul’a çağrıldı; ölü, kül, sözlük, güçlü, şöyle.",
    "Czech": "Příliš žluťoučký kůň úpěl ďábelské ódy; město, děti, řeka, čtyři, šest, že, má, dá, tě, mě.",
    "Hungarian": "Árvíztűrő tükörfúrógép; és, ő, úr, tó, hó, két, öt, hét, nő, kő, bíró, zöld, sör, föld.",
    "Icelandic": "Það er gott að fá sér kaffi þegar veðrið er vont; hún á bók og þú átt tvær. Góðan dag, já.",
    "Catalan": "Això és així: demà anirà a València perquè què més? L’any vinent, són, té, bé, només, país.",
    "Science": "5 µm, 3 µg/m³, ½ và ¼, 37 °C, §5, ±2 %, m², ©2024, Công ty® và ™, £5, ¥100, 3×4, 8÷2, ¶, «a», ·",
    "Chinese": "中文新闻：会议于2024年举行，代表们讨论了报告。«测试» 5µm",
    "Russian": "Сегодня в «Доме культуры» прошла встреча: §3, 5 µм, ½. Так и было — «да».",
    "Pinyin": "Nǐ hǎo, Lǐ Bái; hé, shí, guó, má, lí, dé, yú, nán, péi, táng, běi jīng, lǜ sè, nǚ ér.",
    "Vietnamese": "Ông Núñez, bà Müller và Jörg Schröder (Đức) đã tới Lý Nhân, ăn phở ở 5 quán, trả 3 triệu đồng.",
    "Vietnamese with ð": "Ðây là ðiểm mới: ðoàn ðã ði ðến ðâu cũng ðược ðón. Ðó là ðội văn nghệ của xã.",
    "unmarked Vietnamese": "Trung tâm lưu trữ: toán, hoá, là, và, các, có, thì, nhà, tháng, mùa, lúa, xã, cá.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_no_other_text_is_taken_for_a_typed_one(language):
    assert typed_in([FOREIGN[language]] * 3) is None
    sentences = [part for part in FOREIGN[language].replace(",", ".").split(".") if part.strip()]
    assert typed_in(sentences) is None


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
@pytest.mark.parametrize(
    "line",
    [
        "Lê Minh",
        "Ảnh: Lê Hoà",
        "Hà Nam",
        "Thùy Trâm – Trung tâm VH-TT&DL",
        "Jürgen Müller",
        "© 2009 Cổng thông tin",
        "Giá 5 £, ½ cân, 30 °C",
        "plain words",
    ],
)
def test_a_unicode_line_among_typed_ones_stays(line, scheme):
    assert rewriter(line, scheme)(line) == line


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Ảnh: BÖnh viÖn cung cÊp", "Ảnh: Bệnh viện cung cấp"),
        ("Ủy viªn Ban Th\xad\xeang vô huyÖn", "Ủy viên Ban Thường vụ huyện"),
        ("Đồng chí Lê Văn Tám ở §¹i häc Sư phạm", "Đồng chí Lê Văn Tám ở Đại học Sư phạm"),
    ],
)
def test_unicode_words_in_a_typed_line_stay(line, text):
    assert rewriter(line, TCVN3)(line) == text


@pytest.mark.parametrize(
    "word", "nghiêng hoà hòa quý giếng khuya thuở rượu xoong nghĩa Đường ĐẠI oắt".split()
)
def test_vietnamese_words_are_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", "für schön élève niño tôtt càc nghà́ắ ñaïi bé́ bcde Wörter".split())
def test_other_words_are_none(word):
    assert not is_syllable(word)


def page(title: str, paragraphs: list[str], charset: str = "utf-8") -> bytes:
    body = "".join(f"<p>{text}. {text}. {text}.</p>" for text in paragraphs)
    return f"""<html lang="vi"><head><meta charset="{charset}"><title>{title}</title></head><body>
<div id="menu"><a href="/">Trang chủ</a> <a href="/tin">Tin tức</a></div>
<div class="article"><h1>{title}</h1><div class="date">Ngày đăng: 05/06/2007 08:30</div>
<div class="content">{body}<p>LiÖn hÖ <a href="/tµi-liÖu.html">th\xad viÖn x·</a></p>
<p>Ảnh: Lê Minh</p></div></div></body></html>""".encode()


@pytest.mark.parametrize("name", ["tcvn3", "vni", "viscii"])
def test_an_article_pasted_into_a_unicode_page_is_repaired_whole(name):
    typed = TYPED[name]
    found = extract(page(typed[0], typed[1:]), "http://xa.example.vn/tin/1")
    assert found.title == UNICODE[0]
    for line in UNICODE[1:]:
        assert f"{line}. {line}. {line}." in found.text
        assert line in found.html
    assert "Lê Minh" in found.text


def test_links_keep_their_addresses_when_their_words_are_repaired():
    typed = TYPED["tcvn3"]
    found = extract(page(typed[0], typed[1:]), "http://xa.example.vn/tin/1")
    assert ">thư viện xã</a>" in found.html
    assert "tài-liệu" not in found.html
