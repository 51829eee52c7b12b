"""Crawls of small portals: listings that hide, pagers, passing failures, wishes for time."""

import time

from commands import congtin, page, portal, register, rows

TITLE = "Xã Lam Kiều khánh thành cây cầu dân sinh thứ {n}"
HOME = '<a href="/tin-tong-hop-cua-huyen-va-cac-xa-thi-tran-8.html">{name}</a>'.format(
    name="Tin tổng hợp của huyện và các xã, thị trấn trong ngày"
)
LISTING = "/tin-tong-hop-cua-huyen-va-cac-xa-thi-tran-8.html"


def address(n):
    return f"/xa-lam-kieu-khanh-thanh-cay-cau-dan-sinh-{n}.html"


def article(n):
    sentence = (
        "Cây cầu nối hai thôn Hạ và Thượng, giúp người dân đi lại thuận tiện hơn trước rất nhiều. "
    )
    return page(
        f"<h1>{TITLE.format(n=n)}</h1><div class=date>Thứ ba, 0{day(n)}/09/2026 08:30</div>"
        f"<div class=content><p>{sentence * 3}</p><p>Cầu số {n}. {sentence * 2}</p></div>"
    )


def day(n):
    return 9 if n == 9 else 9 - n  # the newest stands first, the ninth comes last


def listing(numbers, following=""):
    items = "".join(
        f'<div class=item><h3><a href="{address(n)}">{TITLE.format(n=n)}</a></h3>'
        f"<span>0{day(n)}/09/2026</span><p>Cây cầu nối hai thôn Hạ và Thượng.</p></div>"
        for n in numbers
    )
    return page(f"<h2>Tin tổng hợp</h2>{items}<div class=pagination>{following}</div>")


def site():
    return {
        "/": page(HOME),
        LISTING: listing(range(1, 6), f'<b>1</b> <a href="{LISTING}?page=2">2</a>'),
        f"{LISTING}?page=2": listing(range(6, 9), f'<a href="{LISTING}">1</a> <b>2</b>'),
        **{address(n): article(n) for n in range(1, 9)},
    }


def stored(data):
    return sorted(title for (title,) in rows(data, "SELECT title FROM articles"))


def test_a_listing_whose_address_looks_like_an_article_s_is_walked_to_its_end(tmp_path):
    with portal(site()) as url:
        data = register(tmp_path, ("mau", f"{url}/"))
        assert congtin("crawl", data=data).code == 0
    assert stored(data) == sorted(TITLE.format(n=n) for n in range(1, 9))


def test_what_failed_at_first_is_fetched_by_the_next_run(tmp_path):
    answers = site()
    whole = answers.pop(address(7))
    answers[address(7)] = (500, {}, b"")
    with portal(answers) as url:
        data = register(tmp_path, ("mau", f"{url}/"))
        assert congtin("crawl", data=data).code == 1
        assert TITLE.format(n=7) not in stored(data)
        answers[address(7)] = whole
        assert congtin("crawl", data=data).code == 0
    assert TITLE.format(n=7) in stored(data)


def test_an_article_that_is_gone_is_no_failure(tmp_path):
    answers = site()
    del answers[address(3)]
    with portal(answers) as url:
        data = register(tmp_path, ("mau", f"{url}/"))
        assert congtin("crawl", data=data).code == 0
    assert len(stored(data)) == 7


def test_a_pager_that_leads_in_a_circle_ends(tmp_path):
    answers = site()
    for number in (2, 3, 4):
        ahead = f'<a href="{LISTING}?page={number + 1}">{number + 1}</a>'
        answers[f"{LISTING}?page={number}"] = listing(range(6, 9), ahead)
    with portal(answers) as url:
        data = register(tmp_path, ("mau", f"{url}/"))
        assert congtin("crawl", data=data).code == 0
    assert rows(data, "SELECT requests FROM runs")[0][0] < 20


def test_a_new_article_is_found_by_few_requests(tmp_path):
    answers = site()
    with portal(answers) as url:
        data = register(tmp_path, ("mau", f"{url}/"))
        congtin("crawl", data=data)
        answers[LISTING] = listing([9, 1, 2, 3, 4], f'<a href="{LISTING}?page=2">2</a>')
        answers[address(9)] = article(9)
        congtin("crawl", data=data)
    assert TITLE.format(n=9) in stored(data)
    assert rows(data, "SELECT requests, new FROM runs ORDER BY id")[-1] == (3, 1)


def test_an_article_stands_once_though_two_addresses_lead_to_it(tmp_path):
    answers = site()
    answers["/"] = page(f'{HOME}<a href="/khac/{address(1)[1:]}">{TITLE.format(n=1)}</a>')
    answers[f"/khac{address(1)}"] = (301, {"Location": address(1)}, b"")
    with portal(answers) as url:
        data = register(tmp_path, ("mau", f"{url}/"))
        congtin("crawl", data=data)
    assert len(stored(data)) == 8


def test_robots_txt_that_forbids_the_portal_is_obeyed(tmp_path):
    answers = {**site(), "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /\n")}
    with portal(answers) as url:
        data = register(tmp_path, ("mau", f"{url}/"))
        done = congtin("crawl", data=data)
    assert done.code == 1
    assert "robots" in done.out
    assert stored(data) == []


class Crowd(dict):
    """A portal's answers, each taking its time, that remember how many were asked for at once."""

    here = most = 0

    def get(self, path, default=None):
        self.here += 1
        self.most = max(self.most, self.here)
        time.sleep(0.05)
        self.here -= 1
        return super().get(path, default)


def test_a_portal_is_asked_for_one_page_at_a_time(tmp_path):
    answers = Crowd(site())
    with portal(answers) as url:
        data = register(tmp_path, ("mau", f"{url}/"))
        assert congtin("crawl", data=data).code == 0
    assert answers.most == 1
