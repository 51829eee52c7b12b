"""Markup read in a thread of its own.

libxml2 keeps every name of an element or attribute that a thread has met until that thread ends: a hostile
page makes up two million of them, a quarter of a gigabyte, and the next page others.
"""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

R = TypeVar("R")


def apart(read: Callable[[], R]) -> R:
    """What `read` gives or raises, done in a thread that ends with it; the names go with what was read."""
    future: Future[R] = Future()
    thread = Thread(target=_settle, args=(future, read))
    thread.start()
    thread.join()
    return future.result()


def _settle(future: Future[R], read: Callable[[], R]) -> None:
    try:
        future.set_result(read())
    except BaseException as error:  # noqa: BLE001 - raised where it is waited for
        future.set_exception(error)
