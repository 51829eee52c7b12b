"""Who operators hear from, as they stand on loopback: a webhook's receiver, a mail server."""

import base64
import contextlib
import json
import socketserver
import ssl
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Webhook(ThreadingHTTPServer):
    """Writes down what it is told; answers with `status`, or as `answers` says for each in turn."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Hook)
        self.told, self.headers, self.paths = [], [], []
        self.status = 204
        self.answers = []

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/hooks/T0/secret-path"


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        server = self.server
        server.told.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        server.headers.append(dict(self.headers))
        server.paths.append(self.path)
        status = server.answers.pop(0) if server.answers else server.status
        self.send_response(status)
        self.send_header("location", f"http://127.0.0.1:{server.server_port}/elsewhere")
        self.send_header("content-length", "0")
        self.end_headers()

    def do_GET(self):
        self.server.paths.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_words):
        """Quiet."""


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail as RFC 5321 has it. `refused`: recipients that it does not take. `says`: for the letter.

    `tls`: its side of an encryption that it offers (STARTTLS, RFC 3207), or begins with `at_once`.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, tls=None, *, at_once=False):
        super().__init__(("127.0.0.1", 0), _Mail)
        self.letters, self.envelopes, self.logins = [], [], []
        self.encrypted = []
        self.tls, self.at_once = tls, at_once
        self.refused = set()
        self.says = "250 taken"
        self.login = None

    @property
    def port(self):
        return self.server_address[1]


class _Mail(socketserver.StreamRequestHandler):
    secured = False

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        with contextlib.suppress(
            ssl.SSLError, ConnectionError
        ):  # who refuses the certificate is gone
            self.talk()

    def secure(self):
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = (self.connection.makefile(mode, 0) for mode in ("rb", "wb"))
        self.secured = True

    def finish(self):
        super().finish()
        self.connection.close()

    def talk(self):
        if self.server.at_once:
            self.secure()
        self.to = []
        self.say("220 mail.test")
        while line := self.rfile.readline().decode().strip():
            verb = line.upper().split(":")[0].split(" ")[0]
            if verb == "QUIT":
                self.say("221 bye")
                return
            getattr(self, verb.lower(), self.unknown)(line)

    def ehlo(self, _line):
        self.say("250-mail.test")
        if self.server.tls and not self.secured:
            self.say("250-STARTTLS")
        self.say("250 AUTH PLAIN")

    def starttls(self, _line):
        self.say("220 go ahead")
        self.secure()

    def auth(self, line):
        _, user, password = base64.b64decode(line.split()[2]).decode().split("\0")
        self.server.logins.append((user, password))
        self.server.encrypted.append(self.secured)
        known = self.server.login in (None, (user, password))
        self.say("235 welcome" if known else "535 who are you?")

    def mail(self, line):
        self.to = [line[10:].strip("<> ").split(">")[0]]
        self.say("250 ok")

    def rcpt(self, line):
        address = line[8:].strip("<> ")
        if address in self.server.refused:
            self.say("550 nobody of that name")
        else:
            self.to.append(address)
            self.say("250 ok")

    def data(self, _line):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        if self.server.says.startswith("250"):
            self.server.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
            self.server.envelopes.append(self.to)
        self.say(self.server.says)

    def rset(self, _line):
        self.say("250 ok")

    def unknown(self, _line):
        self.say("502 not here")


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
