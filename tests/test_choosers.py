"""Pagers to choose from: lists of pages, fields for a page's number."""

import pytest

from crawler.pages.pager import NextPage, next_page
from crawler.pages.paging.choosers import last_chosen
from pipeline.clean.page import parse

URL = "http://a.vn/tin-tuc"


def follow(markup: str, script: str = "", number: int = 1) -> NextPage | None:
    return next_page(parse(f"<body>{markup}<script>{script}</script></body>", URL), number)


def options(*pairs: tuple[str, str]) -> str:
    return "".join(f'<option value="{value}">{label}</option>' for value, label in pairs)


ADDRESSES = options(("?page=1", "1"), ("?page=2", "2"), ("?page=3", "3"))
NUMBERS = options(("1", "Trang 1"), ("2", "Trang 2"), ("3", "Trang 3"))


def test_a_list_of_the_pages_addresses_leads_to_the_next() -> None:
    chooser = f'<select onchange="location.href=this.value">{ADDRESSES}</select>'
    assert follow(chooser, number=2) == NextPage("http://a.vn/tin-tuc?page=3", number=3)


def test_behind_its_last_page_a_list_leads_nowhere() -> None:
    chooser = f'<select onchange="location.href=this.value">{ADDRESSES}</select>'
    assert follow(chooser, number=3) is None


def test_a_list_that_calls_a_function_of_the_page_is_followed() -> None:
    chooser = f'<select onchange="go(this.value)">{NUMBERS}</select>'
    found = follow(chooser, "function go(p){ location.href='/tin-tuc?trang='+p }")
    assert found == NextPage("http://a.vn/tin-tuc?trang=2", number=2)


def test_a_list_in_a_form_is_sent_with_the_form() -> None:
    chooser = f'<select name="page" onchange="this.form.submit()">{NUMBERS}</select>'
    found = follow(
        f'<form action="/tin-tuc"><input type="hidden" name="c" value="4">{chooser}</form>'
    )
    assert found == NextPage("http://a.vn/tin-tuc?c=4&page=2", number=2)


def test_an_asp_net_list_is_posted_back_with_its_choice() -> None:
    change = "javascript:setTimeout('__doPostBack(\\'ctl00$ddl\\',\\'\\')', 0)"
    chooser = f'<select name="ctl00$ddl" onchange="{change}">{NUMBERS}</select>'
    found = follow(f'<form><input type="hidden" name="__VIEWSTATE" value="s">{chooser}</form>')
    assert found
    assert dict(found.form) == {
        "__VIEWSTATE": "s",
        "ctl00$ddl": "2",
        "__EVENTTARGET": "ctl00$ddl",
        "__EVENTARGUMENT": "",
    }


@pytest.mark.parametrize(
    "labels", [("Văn hóa", "Xã hội"), ("2023", "2024"), ("10", "20", "50"), ("1", "3")]
)
def test_a_list_of_other_things_is_no_pager(labels: tuple[str, ...]) -> None:
    chosen = options(*((f"?page={label}", label) for label in labels))
    assert follow(f'<select onchange="location.href=this.value">{chosen}</select>') is None


def test_a_field_for_the_number_is_filled_up_to_the_printed_total() -> None:
    form = '<form action="/tin-tuc"><p>Trang <input name="page" value="1"> / 3</p></form>'
    assert follow(form, number=2) == NextPage("http://a.vn/tin-tuc?page=3", number=3)
    assert follow(form, number=3) is None


def test_a_field_without_a_total_is_never_filled() -> None:
    assert follow('<form action="/tin-tuc"><input name="page" value="1"></form>') is None


def test_the_last_page_of_a_list_is_its_highest_number() -> None:
    chooser = f'<select onchange="location.href=this.value">{ADDRESSES}</select>'
    found = last_chosen(parse(f"<body>{chooser}</body>", URL))
    assert found == NextPage("http://a.vn/tin-tuc?page=3", number=3)
