import pytest

from crawler.pager import next_page
from pipeline.clean.page import parse


@pytest.mark.parametrize(
    "link",
    [
        """<a href="javascript:void(0)" onclick="window.location.href='/tin-tuc?page=2'">2</a>""",
        """<a href="#" onclick='location="/tin-tuc?page=2"'>Trang sau</a>""",
        """<a href="javascript:window.location='/tin-tuc?page=2'">2</a>""",
    ],
)
def test_a_script_that_sets_the_address_leads_to_the_next_page(link):
    page = parse(f"<body><div class='pages'><b>1</b>{link}</div></body>", "http://a.vn/tin-tuc")
    found = next_page(page)
    assert found
    assert found.url == "http://a.vn/tin-tuc?page=2"
