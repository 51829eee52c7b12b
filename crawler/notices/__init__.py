"""Operators are told of sources whose state changed: by webhook and by mail."""

from crawler.notices.beside import Messenger
from crawler.notices.delivering import Delivery, channels, deliver, send_test

__all__ = ["Delivery", "Messenger", "channels", "deliver", "send_test"]
