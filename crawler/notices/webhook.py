"""A message as JSON, to the address that operators chose: a program of theirs, or a chat's webhook."""

import base64
import json
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import Request

from crawler.network.posting import Failure, post
from crawler.notices.messages import Message, Told, chat_line, where
from pipeline.config import Config
from pipeline.model import VIETNAM
from pipeline.publish.uris import uri
from pipeline.publish.words.notices import is_recovery, page, said

LONGEST = 1800
"""Letters of `text`: Discord takes 2,000."""
REFUSED = (400, 413, 422)
"""What says that one message is not liked; all else says that none is taken now."""

_PLAIN = str.maketrans({"<": "‹", ">": "›", "@": "＠", "[": "［", "]": "］"})


def send(
    config: Config, messages: Sequence[Message], budget: float
) -> Iterator[tuple[Message, str]]:
    """Each message with what went wrong, "" where it was taken; what comes after a receiver that takes none
    now, or after `budget` seconds, is left for the next time.
    """
    until = monotonic() + budget
    for message in messages:
        seconds = until - monotonic()
        if seconds <= 0:
            return
        failure = post(request_of(config, message), seconds)
        yield message, _told(config, failure) if failure else ""
        if failure and failure.status not in REFUSED:
            return


def request_of(config: Config, message: Message) -> Request:
    """The POST; a name and password in the address go into a header, as HTTP has it."""
    parts = urlsplit(config.webhook)
    headers = {
        "content-type": "application/json; charset=utf-8",
        "user-agent": config.user_agent.encode("ascii", "replace").decode(),
    }
    if parts.username:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"
    address = parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
    body = json.dumps(payload(message, config.base_url), ensure_ascii=False)
    return Request(uri(address), body.encode("utf-8", "replace"), headers, method="POST")  # noqa: S310


def payload(message: Message, base_url: str) -> dict[str, Any]:
    """What is posted: `kind` says whether it is one "notice", many "notices" or a "test".

    `text` is what Slack, Mattermost, Zulip and their like show, `content` what Discord shows: the same words,
    in which nothing that a portal printed can call people (`@everyone`) or hide where a link leads.
    """
    text = chat_line(message, base_url).translate(_PLAIN)
    shown = {
        "text": text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…",
        "allowed_mentions": {"parse": []},
    }
    shown["content"] = shown["text"]
    if message.is_one:
        kind = "test" if message.is_test else "notice"
        return {"kind": kind} | _one(message.items[0], base_url) | shown
    return {
        "kind": "notices",
        "state": message.state,
        "count": len(message.items),
        "remark": message.remark,
        "notices": [_one(item, base_url) for item in message.items],
        "page": where(message, base_url),
    } | shown


def _one(item: Told, base_url: str) -> dict[str, Any]:
    notice, source = item.notice, item.source
    symptoms = [{"name": said(one.name), "evidence": said(one.evidence)} for one in notice.symptoms]
    return {
        "number": notice.number,
        "source": notice.source_id,
        "name": said(source.name) if source else "",
        "url": source.url if source else "",
        "state": notice.state,
        "former": notice.former,
        "at": notice.at.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "symptoms": symptoms,
        "next_step": said(notice.next_step),
        "recovered": is_recovery(notice),
        "page": page(notice, base_url),
    }


def _told(config: Config, failure: Failure) -> str:
    """Without the address's path, which is a secret of most chats."""
    host = urlsplit(config.webhook).netloc.rpartition("@")[2]
    moved = (
        ": it has moved; set CONGTIN_WEBHOOK to where it is" if 300 <= failure.status < 400 else ""
    )
    return f"webhook at {host}: {said(failure.words)}{moved}"
