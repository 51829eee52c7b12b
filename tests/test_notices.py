"""Operators are told of each change of a source's state, by every channel, once its receiver took it."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from filelock import FileLock
from receivers import MailServer, Webhook, running
from sample_entries import DAK_LAK, HA_NAM, make_config

from crawler.notices import deliver, send_test
from crawler.notices.beside import Messenger
from crawler.notices.mail import is_here
from crawler.notices.messages import TOGETHER, gathered, title
from pipeline.model import VIETNAM, Health, Notice, RunReport, Source, Symptom
from pipeline.store import open_store

NOON = datetime(2026, 3, 2, 12, tzinfo=VIETNAM)
HOSTILE = "Tin\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script> <!channel> @everyone [x](http://evil)\x1b[2J\u202e"
SYMPTOMS = (Symptom("no-dates", "0 of 12 new articles have a date; usual 1.00"),)
NOTICE = Notice(HA_NAM.id, NOON, "broken", "healthy", SYMPTOMS, "Look at the page.")


@pytest.fixture
def hook():
    with running(Webhook()) as server:
        yield server


@pytest.fixture
def post():
    with running(MailServer()) as server:
        yield server


@pytest.fixture
def config(tmp_path, database_url, hook):
    return make_config(tmp_path, database_url=database_url, webhook=hook.address)


@pytest.fixture
def mailing(tmp_path, database_url, post):
    return make_config(
        tmp_path,
        database_url=database_url,
        smtp_url=f"smtp://lan:may%40@127.0.0.1:{post.port}",
        mail_from="Cổng tin <tin@example.vn>",
        mail_to="lan@example.vn, minh@example.vn",
    )


def happened(store, *notices):
    """The notices, as runs leave them."""
    known = {HA_NAM.id: HA_NAM, DAK_LAK.id: DAK_LAK}
    for notice in notices:
        name = notice.source_id
        known.setdefault(name, Source(name, f"Cổng {name}", f"https://{name}.gov.vn/"))
    store.put_sources(known.values())
    for notice in notices:
        store.save_health(Health(notice.source_id, notice.state, notice.at, notice.at), notice)


def many(count, state="unreachable"):
    return [Notice(f"xa-{n}", NOON, state, "healthy", SYMPTOMS) for n in range(count)]


def test_a_webhook_gets_what_happened_to_whom_why_and_what_to_do(store, config, hook):
    happened(store, NOTICE)
    assert deliver(config, store).taken == (("webhook", 1),)
    (told,) = hook.told
    text = told.pop("text")
    assert told == {
        "kind": "notice",
        "number": 1,
        "source": HA_NAM.id,
        "name": "Cổng thông tin huyện Lý Nhân",
        "url": HA_NAM.url,
        "state": "broken",
        "former": "healthy",
        "at": "2026-03-02T12:00:00+07:00",
        "symptoms": [{"name": "no-dates", "evidence": SYMPTOMS[0].evidence}],
        "next_step": "Look at the page.",
        "recovered": False,
        "page": f"https://tin.example.vn/sources/{HA_NAM.id}",
        "content": text,
        "allowed_mentions": {"parse": []},
    }
    assert text.startswith("lynhan.example.vn: broken (was healthy)\nno-dates: 0 of 12")


def test_what_was_taken_is_not_told_again_and_what_was_not_is(store, config, hook):
    happened(store, NOTICE)
    hook.status = 503
    done = deliver(config, store)
    assert done.taken == (("webhook", 0),)
    assert "503" in done.problem_of("webhook")
    assert "secret-path" not in done.problem_of("webhook")
    hook.status = 200
    assert deliver(config, store).taken == (("webhook", 1),)
    assert deliver(config, store).taken == ()
    assert len(hook.told) == 2
    assert store.notices()[0].told == ("webhook",)


def test_a_recovery_says_so(store, config, hook):
    happened(store, replace(NOTICE, state="healthy", former="broken", symptoms=()))
    deliver(config, store)
    assert hook.told[0]["recovered"] is True
    assert hook.told[0]["text"].startswith("lynhan.example.vn: healthy again (was broken)")


def test_a_receiver_that_has_moved_is_followed_nowhere(store, config, hook):
    happened(store, NOTICE)
    hook.status = 302
    assert "moved" in deliver(config, store).problem_of("webhook")
    assert hook.paths == ["/hooks/T0/secret-path"]


def test_one_message_that_is_not_liked_keeps_back_no_other(store, config, hook):
    happened(store, NOTICE, replace(NOTICE, source_id=DAK_LAK.id))
    hook.answers = [400, 204]
    assert deliver(config, store).taken == (("webhook", 1),)
    assert [notice.source_id for notice in store.untold(["webhook"])] == [HA_NAM.id]


def test_after_a_receiver_that_takes_none_the_rest_waits_for_the_next_time(store, config, hook):
    happened(store, NOTICE, replace(NOTICE, source_id=DAK_LAK.id))
    hook.status = 429
    deliver(config, store)
    assert len(hook.told) == 1
    assert len(store.untold(["webhook"])) == 2


def test_a_name_and_password_in_the_address_go_into_a_header(store, config, hook):
    happened(store, NOTICE)
    address = hook.address.replace("http://", "http://lan:m%3Aay@")
    deliver(replace(config, webhook=address), store)
    assert hook.headers[0]["Authorization"] == "Basic bGFuOm06YXk="
    hook.status = 500
    done = send_test(replace(config, webhook=address))
    assert "ay@" not in done[0][1]


def test_a_storm_is_one_message_and_changes_of_other_kinds_stand_by_themselves(store, config, hook):
    happened(store, *many(TOGETHER + 1), NOTICE)
    assert deliver(config, store).taken == (("webhook", TOGETHER + 2),)
    storm, alone = hook.told
    assert (storm["kind"], storm["count"], storm["state"]) == ("notices", 6, "unreachable")
    assert storm["text"].startswith("6 sources: 6 unreachable")
    assert storm["page"] == "https://tin.example.vn/sources?health=unreachable"
    assert [each["source"] for each in storm["notices"]] == [f"xa-{n}" for n in range(6)]
    assert alone["source"] == HA_NAM.id
    assert store.untold(["webhook"]) == []


def run(status, hours=0, **fields):
    at = NOON + timedelta(hours=hours)
    return RunReport("x", at, at, status, **fields)


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([run("failed-dns"), run("failed-dns")], "None of the last 2 crawls got an answer"),
        ([run("failed-dns"), run("finished", statuses={"200": 3})], "1 of the last 2 crawls got"),
        (
            [run("failed-dns"), run("finished", -2, statuses={"200": 3})],
            "None of the last 1 crawls",
        ),
    ],
)
def test_a_storm_says_whether_anything_answers_at_all(runs, said):
    numbered = [replace(notice, number=n) for n, notice in enumerate(many(TOGETHER + 1))]
    (message,) = gathered(numbered, {}, runs)
    assert message.remark.startswith(said)


def test_what_answered_before_the_first_failure_does_not_speak_for_the_connection():
    numbered = [replace(notice, number=n) for n, notice in enumerate(many(TOGETHER + 1))]
    answered = {"statuses": {"200": 3}}
    failed = [replace(run("failed-dns", -0.2), source_id=f"xa-{n}") for n in range(4)]
    before = [run("finished", -0.5, **answered), run("finished", -0.3, **answered)]
    (message,) = gathered(numbered, {}, [*failed, *before])
    assert message.remark.startswith("None of the last 4 crawls got an answer")
    (message,) = gathered(numbered, {}, [run("finished", -0.1, **answered), *failed, *before])
    assert message.remark.startswith("1 of the last 5 crawls got answers")


def test_as_many_as_may_stand_alone_do():
    assert len(gathered(many(TOGETHER), {}, [])) == TOGETHER


def test_everything_is_told_however_much_has_gathered(store, config, hook):
    """A network that was down for a night leaves two notices of each of 700 sources."""
    happened(store, *many(300), *many(300, "healthy"))
    assert deliver(config, store).taken == (("webhook", 600),)
    assert [told["count"] for told in hook.told] == [300, 300]
    assert all(len(told["text"]) < 2000 for told in hook.told)


def test_words_of_portals_neither_call_people_nor_hide_links_in_a_chat(store, config, hook):
    happened(store, replace(NOTICE, symptoms=(Symptom("one-title", HOSTILE),)))
    deliver(config, store)
    text = hook.told[0]["text"]
    assert not set("<>@[]\x1b\u202e") & set(text)
    assert text.count("\n") == 3  # headline, evidence, step, page


def test_a_mail_holds_a_round_and_goes_to_all(store, mailing, post):
    happened(store, NOTICE, replace(NOTICE, source_id=DAK_LAK.id, state="healthy", former="late"))
    assert deliver(mailing, store).taken == (("e-mail", 2),)
    (letter,) = post.letters
    assert letter["subject"] == "[congtin] 2 sources: 1 broken, 1 healthy again"
    assert letter["from"] == "Cổng tin <tin@example.vn>"
    assert letter["to"] == "lan@example.vn, minh@example.vn"
    assert letter["auto-submitted"] == "auto-generated"
    assert post.envelopes == [["tin@example.vn", "lan@example.vn", "minh@example.vn"]]
    assert post.logins == [("lan", "may@")]
    body = letter.get_content().replace("\r\n", "\n")
    assert "Cổng thông tin huyện Lý Nhân" in body
    assert (
        "- no-dates: 0 of 12 new articles have a date; usual 1.00\nNext: Look at the page." in body
    )
    assert f"https://tin.example.vn/sources/{DAK_LAK.id}" in body
    assert deliver(mailing, store).taken == ()


def test_the_subject_of_one_names_the_host_and_both_states(store, mailing, post):
    happened(store, NOTICE)
    deliver(mailing, store)
    assert post.letters[0]["subject"] == "[congtin] lynhan.example.vn: broken (was healthy)"


def test_a_letter_sent_twice_has_one_id(store, mailing, post):
    happened(store, NOTICE)
    post.says = "451 later"
    assert "451 later" in deliver(mailing, store).problem_of("e-mail")
    post.says = "250 ok"
    deliver(mailing, store)
    assert len(post.letters) == 1
    first = store.notices()[0]
    again = gathered([replace(first, told=())], {HA_NAM.id: HA_NAM}, [])
    from crawler.notices.mail import letter_of

    assert letter_of(mailing, again)["message-id"] == post.letters[0]["message-id"]


def test_words_of_portals_make_no_header_and_no_line_of_their_own(store, mailing, post):
    named = replace(HA_NAM, name=HOSTILE)
    happened(store, replace(NOTICE, symptoms=(Symptom("one-title", HOSTILE),), next_step=HOSTILE))
    store.put_sources([named])
    deliver(mailing, store)
    (letter,) = post.letters
    assert "bcc" not in letter
    assert not {"\x1b", "\u202e"} & set(letter.get_content())
    assert not any(line.startswith("Bcc:") for line in letter.get_content().splitlines())


@pytest.mark.parametrize(
    ("refused", "taken"), [({"minh@example.vn"}, 1), ({"minh@example.vn", "lan@example.vn"}, 0)]
)
def test_a_recipient_that_is_not_taken_is_named(store, mailing, post, refused, taken):
    happened(store, NOTICE)
    post.refused = refused
    done = deliver(mailing, store)
    assert done.taken == (("e-mail", taken),)
    assert "minh@example.vn (550 nobody of that name)" in done.problem_of("e-mail")


def test_a_wrong_password_is_told_and_never_shown(store, mailing, post):
    happened(store, NOTICE)
    post.login = ("lan", "other")
    problem = deliver(mailing, store).problem_of("e-mail")
    assert "password is not taken (535)" in problem
    assert "may@" not in problem


def test_no_password_goes_to_another_machine_in_the_clear(store, mailing, post, monkeypatch):
    monkeypatch.setattr("crawler.notices.mail.is_here", lambda _host: False)
    happened(store, NOTICE)
    assert "STARTTLS" in deliver(mailing, store).problem_of("e-mail")
    assert post.logins == []


@pytest.mark.parametrize(
    ("host", "here"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.1", False)]
)
def test_what_is_this_very_machine(host, here):
    assert is_here(host) is here


def test_each_channel_is_told_by_itself(store, config, mailing, hook, post):
    both = replace(mailing, webhook=config.webhook)
    happened(store, NOTICE)
    hook.status = 500
    assert deliver(both, store).taken == (("webhook", 0), ("e-mail", 1))
    hook.status = 204
    assert deliver(both, store).taken == (("webhook", 1), ("e-mail", 0))
    assert len(post.letters) == 1
    assert store.notices()[0].told == ("e-mail", "webhook")


def test_two_processes_do_not_tell_twice(store, config, database_url, hook):
    happened(store, *[replace(notice, state="late") for notice in many(TOGETHER)])
    with open_store(database_url) as other:
        threads = [
            threading.Thread(target=deliver, args=(config, each), kwargs={"patience": 20.0})
            for each in (store, other, store, other)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(told["source"] for told in hook.told) == [f"xa-{n}" for n in range(TOGETHER)]


def test_who_finds_another_at_it_leaves_it_to_that_one(store, config, hook):
    happened(store, NOTICE)
    (config.data / "locks").mkdir(parents=True)
    with FileLock(config.data / "locks" / "notices.lock"):
        assert deliver(config, store).taken == ()
    assert hook.told == []


def test_machines_that_share_a_database_do_not_tell_twice_either(store, config, tmp_path, hook):
    happened(store, *[replace(notice, state="late") for notice in many(TOGETHER)])
    configs = [replace(config, data=tmp_path / name) for name in "ab"]
    if not config.database_url.startswith("postgresql"):
        pytest.skip("machines share no SQLite file")
    threads = [
        threading.Thread(target=deliver, args=(each, store), kwargs={"patience": 20.0})
        for each in configs
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hook.told) == TOGETHER


def test_what_goes_wrong_is_said_once_until_it_is_something_else(store, config, hook):
    happened(store, NOTICE)
    said = []
    teller = Messenger(config, store, said.append)
    hook.status = 503
    teller.finish()
    teller.finish()
    assert len(said) == 1
    assert said[0].startswith(f"congtin: webhook at 127.0.0.1:{hook.server_port}: ")
    hook.status = 404
    teller.finish()
    assert len(said) == 2


def test_beside_a_crawl_it_waits_for_its_time(store, config, hook, monkeypatch):
    happened(store, NOTICE)
    teller = Messenger(config, store, print)
    teller.look()
    assert teller._thread is None
    monkeypatch.setattr("crawler.notices.beside.EVERY", 0.0)
    teller.look()
    teller._thread.join()
    assert len(hook.told) == 1


def test_a_test_is_one(config, hook):
    assert send_test(config) == [("webhook", "")]
    assert hook.told[0]["kind"] == "test"
    assert "This is a test" in hook.told[0]["text"]


def test_a_title_counts_sources_and_states():
    late = [
        replace(one, source_id="a", state=state)
        for one, state in zip(many(2), ("late", "broken"), strict=True)
    ]
    assert title(gathered(late, {}, [])) == "1 source: 1 late, 1 broken"
