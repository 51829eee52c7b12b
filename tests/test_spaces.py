"""Forms of addresses that led to nothing are left alone; those that bore fruit are not."""

from crawler.visit.spaces import DOUBLES, TRIES, Spaces, space

HOST = "https://huyen.example.vn"


def tried(spaces: Spaces, pattern: str, count: int, *, fruitful: bool = False) -> None:
    for number in range(count):
        spaces.learn(HOST + pattern.format(number), fruitful=fruitful)


def test_a_form_that_never_bore_fruit_is_refused_after_so_many_tries() -> None:
    spaces = Spaces()
    tried(spaces, "/xem?mau={}", TRIES - 1)
    assert spaces.takes(f"{HOST}/xem?mau=x")
    tried(spaces, "/xem?mau={}", 1)
    assert not spaces.takes(f"{HOST}/xem?mau=x")


def test_other_forms_are_not_refused_with_it() -> None:
    spaces = Spaces()
    tried(spaces, "/xem?mau={}", TRIES)
    assert spaces.takes(f"{HOST}/xem?page=2")
    assert spaces.takes(f"{HOST}/tin/xem-215.html")


def test_each_fruit_earns_a_form_as_many_tries_again() -> None:
    spaces = Spaces(tries=5)
    tried(spaces, "/tin-{}.html", 2, fruitful=True)
    tried(spaces, "/tin-{}.html", 14)
    assert spaces.takes(f"{HOST}/tin-99.html")
    tried(spaces, "/tin-{}.html", 1)
    assert not spaces.takes(f"{HOST}/tin-99.html")


def test_addresses_of_words_alone_are_never_refused() -> None:
    spaces = Spaces(tries=1)
    tried(spaces, "/gioi-thieu/trang-gioi-thieu", 9)
    assert spaces.takes(f"{HOST}/tin-tuc/van-hoa")


def test_numbers_and_values_do_not_make_another_form_but_names_do() -> None:
    assert space(f"{HOST}/a?x=1&y=2") == space(f"{HOST}/b?y=7&x=3")
    assert space(f"{HOST}/a?x=1") != space(f"{HOST}/a?z=1")
    assert space(f"{HOST}/tin/cau-moi-5.html") == space(f"{HOST}/tin/le-hoi-lang-1234.html")


def test_addresses_that_lead_to_the_same_articles_over_and_over_are_refused() -> None:
    spaces = Spaces(tries=2)
    spaces.lead(f"{HOST}/tin-1.html?ve=0", again=False)
    for number in range(2 + DOUBLES):
        assert spaces.takes(f"{HOST}/tin-7.html?ve=x")
        spaces.lead(f"{HOST}/tin-1.html?ve={number + 1}", again=True)
    assert not spaces.takes(f"{HOST}/tin-7.html?ve=x")
    assert spaces.takes(f"{HOST}/tin-7.html")
    assert spaces.takes(f"{HOST}/xem?id=7")


def test_each_article_of_its_own_earns_its_parameters_some_such_addresses() -> None:
    spaces = Spaces(tries=2)
    for number in range(4):
        spaces.lead(f"{HOST}/xem?id={number}", again=False)
    for number in range(4 * DOUBLES):
        spaces.lead(f"{HOST}/xem?id={number}&ve=", again=True)
    assert spaces.takes(f"{HOST}/xem?id=9")
