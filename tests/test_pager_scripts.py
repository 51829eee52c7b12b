"""Pagers whose links run a script: what it would ask for is asked for, the script itself never run."""

import pytest

from crawler.pages.pager import NextPage, next_page
from pipeline.clean.page import parse

URL = "http://a.vn/tin-tuc"


def follow(markup: str, script: str = "", number: int = 1, url: str = URL) -> NextPage | None:
    return next_page(parse(f"<body>{markup}<script>{script}</script></body>", url), number)


@pytest.mark.parametrize(
    "link",
    [
        """<a href="javascript:void(0)" onclick="window.location.href='/tin-tuc?page=2'">2</a>""",
        """<a href="#" onclick='location="/tin-tuc?page=2"'>Trang sau</a>""",
        """<a href="javascript:window.location='/tin-tuc?page=2'">2</a>""",
        """<a href="javascript:go('/tin-tuc?page=2')">2</a>""",
    ],
)
def test_a_script_that_sets_the_address_leads_to_the_next_page(link: str) -> None:
    found = follow(f"<div class='pages'><b>1</b>{link}</div>")
    assert found
    assert found.url == "http://a.vn/tin-tuc?page=2"


def test_sharepoints_list_pager_gives_its_address_to_a_script() -> None:
    there = "/tin-tuc/Forms/All.aspx?Paged=TRUE\\u0026p_ID=30\\u0026PageFirstRow=31"
    link = (
        f"""<a href="javascript:" onclick='RefreshPageTo(event, "{there}");'><img alt="Next"></a>"""
    )
    found = follow(link, url="http://a.vn/tin-tuc/Forms/All.aspx")
    assert found
    assert found.url == "http://a.vn/tin-tuc/Forms/All.aspx?Paged=TRUE&p_ID=30&PageFirstRow=31"


LINKS = '<a href="javascript:gotoPage(1)">1</a><a href="javascript:gotoPage(2)">2</a>'


@pytest.mark.parametrize(
    "script",
    [
        "function gotoPage(p){ location.href='/tin-tuc?page='+p }",
        "function gotoPage(p) {\n var u = b + '?page=' + p;\n window.location = u;\n} var b='/tin-tuc';",
        'function gotoPage(n){ location.assign(location.pathname + "?page=" + encodeURIComponent(n)) }',
        "const gotoPage = (p) => { document.location.href = `/tin-tuc?page=${p}`; }",
        "var gotoPage = function (p) { top.location.href = '\\/tin-tuc?page=' + p; };",
    ],
)
def test_a_function_of_the_page_that_sets_the_address_is_followed(script: str) -> None:
    assert follow(LINKS, script) == NextPage("http://a.vn/tin-tuc?page=2", number=2)


def test_a_next_link_may_call_the_function_with_the_next_number() -> None:
    link = '<a href="#" onclick="return gotoPage(4);">Trang sau</a>'
    found = follow(link, "function gotoPage(p){ location.href='/tin-tuc?page='+p }", 3)
    assert found == NextPage("http://a.vn/tin-tuc?page=4", number=4)


FORM = (
    '<form name="f" id="f" method="{}" action="/list.do">'
    '<input type="hidden" name="pageIndex" id="pi" value="1">'
    '<input type="hidden" name="menu" value="7"></form>'
)


@pytest.mark.parametrize(
    "script",
    [
        "function gotoPage(p){ document.f.pageIndex.value = p; document.f.submit(); }",
        "function gotoPage(p){ document.getElementById('pi').value = p; document.forms['f'].submit(); }",
        "function gotoPage(p){ $('#pi').val(p); $('#f').submit(); }",
    ],
)
def test_a_function_that_fills_a_form_and_submits_it_is_followed(script: str) -> None:
    posted = NextPage("http://a.vn/list.do", (("pageIndex", "2"), ("menu", "7")), 2)
    assert follow(FORM.format("post") + LINKS, script) == posted
    got = NextPage("http://a.vn/list.do?pageIndex=2&menu=7", number=2)
    assert follow(FORM.format("get") + LINKS, script) == got


@pytest.mark.parametrize(
    ("script", "url", "form"),
    [
        (
            "$.get('/tin/phan?cat=5&page=' + p, function (r) { add(r); })",
            "/tin/phan?cat=5&page=2",
            (),
        ),
        (
            "$.ajax({ url: '/tin/phan', type: 'POST', data: { page: p, cat: 5 } })",
            "/tin/phan",
            (("page", "2"), ("cat", "5")),
        ),
        ("$.ajax({ url: '/tin/phan', data: { page: p } })", "/tin/phan?page=2", ()),
        ("$('#list').load('/tin/phan/' + p + ' #list > li')", "/tin/phan/2", ()),
        ("fetch(`/api/tin?trang=${p}`).then(show)", "/api/tin?trang=2", ()),
    ],
)
def test_a_function_that_fetches_a_part_of_the_page_gives_a_partial(
    script: str, url: str, form: tuple[tuple[str, str], ...]
) -> None:
    found = follow(LINKS, f"function gotoPage(p){{ {script} }}")
    assert found == NextPage(f"http://a.vn{url}", form, 2, partial=True)


@pytest.mark.parametrize(
    "script",
    [
        "",
        "function gotoPage(p){ slider.show(p); }",
        "function gotoPage(p){ location.href = unknown + p; }",
        "function gotoPage(p){ location.href = 'http://khac.vn/?page=' + p; }",
    ],
)
def test_a_function_that_leads_nowhere_known_is_not_followed(script: str) -> None:
    assert follow(LINKS, script) is None


def test_a_calendars_script_is_no_pager() -> None:
    script = "function gotoPage(p){ location.href='/tin-tuc?page='+p }"
    assert follow(f'<div class="calendar">{LINKS}</div>', script) is None
