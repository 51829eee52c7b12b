"""A stage: one portal on a port of its own, whose answers a breakage changes on their way out."""

import contextlib
import copy
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

from live_portals.portal import Answer, Call, Item, Portal
from live_portals.serving import Handler, _Server

Change = Callable[["Stage", Call, Answer], Answer]
"""What a breakage makes of an answer."""


class Stage:
    """Serves a portal; takes another one, a change or silence at any time."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.change: Change | None = None
        self.log: list[object] = []
        self._server: _Server | None = None
        self._port = 0

    @property
    def url(self) -> str:
        return self.portal.url

    def answer(self, call: Call) -> Answer:
        """The portal's answer, or what has become of it; what is broken answers no condition."""
        if self.change is None:
            return self.portal.answer(call)
        return self.change(self, call, self.portal.answer(replace(call, headers={})))

    def item(self, call: Call) -> Item | None:
        """The article that stands at an address."""
        return next(
            (i for i in self.portal.items if self.portal.path(i) in (call.target, call.path)), None
        )

    def put_on(self, portal: Portal, change: Change | None = None) -> Portal:
        """A portal of one's own, as the given one is now, which may be changed at will."""
        self.portal, self.change = copy.deepcopy(portal), change
        return self.portal

    def open(self) -> None:
        """Listen, on the same port as before."""
        names = {"portal": self, "lock": threading.Lock(), "latency": 0.0}
        self._server = _Server(("127.0.0.1", self._port), type("Bound", (Handler,), names))
        self._port = self._server.server_address[1]
        self.portal.url = f"http://127.0.0.1:{self._port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Nothing listens there any more."""
        assert self._server
        self._server.shutdown()
        self._server.server_close()

    @contextlib.contextmanager
    def serving(self) -> Iterator["Stage"]:
        self.open()
        try:
            yield self
        finally:
            self.close()
