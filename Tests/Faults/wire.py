"""The wire between Footbridge and PostgreSQL: it reads what each says, and can break at a word."""

import contextlib
import re
import socket
import threading

COMMIT = re.compile(rb"COMMIT$")
ASKING = re.compile(rb"INSERT INTO footbridge_receipt\b.*\bON CONFLICT\b", re.DOTALL)
# What each kind of message begins with (PostgreSQL 15 manual, 55.7 Message Formats).
PARSE, BIND, READY = b"P", b"B", b"Z"


class Wire:
    """Hands on what comes to its port, and breaks two connections each time that it is told to.

    The first breaks before a COMMIT reaches the server; the second when the server has answered what became of that,
    before its answer reaches Footbridge.
    """

    def __init__(self, server_port):
        self.server_port, self.listener = server_port, socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.broken, self.next, self.turn = 0, None, threading.Lock()
        threading.Thread(target=self.accept, daemon=True).start()

    def break_twice(self):
        self.next = COMMIT

    def breaks_at(self, statement):
        """Whether the wire breaks here: each time for one connection alone."""
        with self.turn:
            if self.next is None or not self.next.match(statement):
                return False
            self.next = ASKING if self.next is COMMIT else None
            self.broken += 1
            return True

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                Connection(self, self.listener.accept()[0])

    def close(self):
        self.listener.close()


class Connection:
    """One connection of Footbridge, and that to the server which belongs to it."""

    def __init__(self, wire, here):
        self.wire, self.here = wire, here
        self.there = socket.create_connection(("127.0.0.1", wire.server_port))
        self.statements, self.is_silenced = {}, False
        for carries in (self.carry_questions, self.carry_answers):
            threading.Thread(target=self.until_the_end, args=(carries,), daemon=True).start()

    def until_the_end(self, carries):
        with contextlib.suppress(OSError, EOFError):
            carries()
        for end in (self.here, self.there):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def carry_questions(self):
        self.there.sendall(message(self.here, kind=b""))
        while True:
            said = message(self.here)
            statement = self.statement_of(said)
            if self.wire.breaks_at(statement):
                if COMMIT.match(statement):
                    return
                self.is_silenced = True
            self.there.sendall(said)

    def statement_of(self, said):
        """What a message has the server carry out; nothing, for most of them."""
        kind, words = said[:1], said[5:].split(b"\0", 2)
        if kind == PARSE:
            self.statements[words[0]] = words[1]
        return self.statements[words[1]] if kind == BIND else b""

    def carry_answers(self):
        while True:
            said = message(self.there)
            if not self.is_silenced:
                self.here.sendall(said)
            elif said[:1] == READY:
                # All that was asked is done, and committed.
                return


def message(end, kind=None):
    """One message, whole. The first that a client sends has no kind."""
    kind = exactly(end, 1) if kind is None else kind
    length = exactly(end, 4)
    return kind + length + exactly(end, int.from_bytes(length, "big") - 4)


def exactly(end, count):
    got = b""
    while len(got) < count:
        more = end.recv(count - len(got))
        if not more:
            raise EOFError
        got += more
    return got
