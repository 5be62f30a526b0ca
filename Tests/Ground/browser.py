"""One person on one kept-alive connection, who knows whether a request can have arrived."""

import http.client
import re
import urllib.parse
from dataclasses import dataclass

# Footbridge waits for a database that comes back, and up to a minute to learn what became of a commit.
SECONDS_TO_ANSWER = 90


class NeverSent(Exception):
    """Nobody listened: the request did not leave."""


class Died(Exception):
    """The connection ended before there was an answer: nobody can say what became of the request."""


@dataclass
class Page:
    status: int
    location: str
    text: str
    cookie: str

    @property
    def wants_sign_in(self):
        return self.location.startswith("/sign-in") or "Sign in again" in self.text[:2000]

    def hidden(self):
        return dict(re.findall(r'<input type="hidden" name="(formToken|seen|version)" value="([^"]*)"', self.text))


class Browser:
    """Goes to an address that is a host and a port, and, where they speak TLS, the context to trust them by."""

    def __init__(self, address, name):
        self.address, self.name = address, name
        self.connection, self.cookie, self.form_token = None, "", ""

    def sign_in(self):
        self.cookie = ""
        page = self.get("/demonstration")
        account = re.search(r'value="([0-9a-f-]{36})">\s*<button[^>]*>\s*<b>' + self.name, page.text)
        assert account, f"{self.name} cannot be signed in as: {page.status}\n{page.text[:500]}"
        answer = self.post("/demonstration/sign-in", account=account[1])
        assert answer.cookie and answer.status == 303, f"{self.name} was not signed in: {answer.status}"
        self.cookie = answer.cookie
        self.form_token = self.get("/account").hidden()["formToken"]
        return self

    def get(self, path, **headers):
        return self.ask("GET", path, None, headers)

    def post(self, path, **fields):
        return self.ask("POST", path, urllib.parse.urlencode(fields, doseq=True))

    def act(self, path, **fields):
        """Sends a form of a page that was opened earlier."""
        return self.post(path, formToken=self.form_token, **fields)

    def ask(self, method, path, body, headers=None):
        if self.connection is None:
            self.connect()
        headers = dict(headers or {}) | ({"Cookie": self.cookie} if self.cookie else {})
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.hang_up()
            raise Died(repr(error)) from error
        if answer.will_close:
            self.hang_up()
        cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
        return Page(answer.status, answer.getheader("Location") or "", text, cookie)

    def lines(self, path):
        """The lines of a stream, as they come; the browser can do nothing else any more."""
        if self.connection is None:
            self.connect()
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.connection.getresponse()
        assert answer.status == 200, f"{path}: {answer.status}"
        while line := answer.readline():
            yield line.decode().strip()

    def connect(self):
        host, port, *tls = self.address
        connection = (
            http.client.HTTPSConnection(host, port, timeout=SECONDS_TO_ANSWER, context=tls[0]) if tls
            else http.client.HTTPConnection(host, port, timeout=SECONDS_TO_ANSWER)
        )
        try:
            connection.connect()
        except OSError as error:
            raise NeverSent(repr(error)) from error
        self.connection = connection

    def hang_up(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None
