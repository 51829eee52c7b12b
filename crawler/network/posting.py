"""One POST to an address that the operator chose: within a time, and to no other place.

Private addresses are allowed here, and only here: it is no portal that names them.
"""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from threading import Thread
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

TIMEOUT = 10.0
"""Seconds for one answer."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why something was not taken."""

    words: str
    status: int = 0
    """Of the answer, where there was one."""


class _Stay(HTTPRedirectHandler):
    """A receiver that has moved is a setting to mend: a POST must not end up elsewhere as a GET."""

    def redirect_request(self, *_args: object, **_fields: object) -> None:
        """Nowhere."""


def post(request: Request, seconds: float = TIMEOUT) -> Failure | None:
    """None where it was taken (any 2xx)."""
    return within(min(TIMEOUT, seconds), lambda: _post(request))


def within(seconds: float, attempt: Callable[[], Failure | None]) -> Failure | None:
    """What came of it in time. In a thread, which ends the wait for one that drips its answer."""
    answers: list[Failure | None] = [Failure("no answer in time")]
    thread = Thread(target=lambda: answers.append(attempt()), daemon=True)
    thread.start()
    thread.join(max(0.0, seconds))
    return answers[-1]


def words_of(error: Exception) -> str:
    """What went wrong, of a refused certificate what is wrong with it."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is refused: {cause.verify_message.rstrip('.')}"
    return str(error) or type(error).__name__


def _post(request: Request) -> Failure | None:
    try:
        with build_opener(_Stay).open(request, timeout=TIMEOUT):
            return None
    except HTTPError as error:
        with error:
            return Failure(str(error), error.code)
    except (HTTPException, OSError, ValueError) as error:  # URLError is an OSError
        return Failure(words_of(error))
