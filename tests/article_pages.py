"""One small news page to put the case of a test into."""

PARAGRAPHS = (
    "<p>Sáng nay, xã Bắc Sơn tổ chức ngày hội trồng cây tại khu đất bãi ven sông, có hơn hai trăm người"
    " dân và học sinh tham gia từ sớm.</p>"
    "<p>Theo kế hoạch, toàn xã trồng mới một nghìn cây sao đen và lát hoa dọc tuyến đường liên thôn, giao"
    " từng xóm chăm sóc trong ba năm đầu.</p>"
)
TITLE = "Xã Bắc Sơn trồng một nghìn cây xanh ven sông"


def article(
    *, body: str = "", head: str = "", beside: str = "", after: str = "", text: str = PARAGRAPHS
) -> str:
    """A page with `beside` under its title, `body` at the end of its text and `after` right after that."""
    return (
        f'<html lang="vi"><head><title>{TITLE}</title><meta property="og:title" content="{TITLE}">'
        f'<meta property="og:type" content="article">{head}</head><body><div class="main">'
        f"<h1>{TITLE}</h1><p>20/03/2024 08:30</p>{beside}"
        f'<div class="noi-dung">{text}{body}</div>{after}</div></body></html>'
    )


ENGLISH = (
    "<p>The council voted on Tuesday to plant a thousand trees along the river, after a debate that lasted"
    " until late in the evening and drew a large crowd.</p><p>Residents said that the plan had been"
    " promised for years, and that work on the first half mile should start before the spring ends.</p>"
)
