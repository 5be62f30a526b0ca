"""The load generator for what may be asked once only, or leads to an event: its own process, one thread.

Reads a plan as JSON on standard input: {"port", "connections", "requests": [{"method", "path", "cookie" or "headers", "body",
"status", "contains"}]}; writes {"latencies": [ms …], "seconds", "wrong": [what was wrong …]} on standard output.

It shares the cores with what it measures, so it does as little as it can: plain sockets and one wait for all of them.
"""

import json
import select
import socket
import sys
import time

FORM = "application/x-www-form-urlencoded"
BLANK = b"\r\n\r\n"


def head(request):
    body = request.get("body", "").encode()
    headers = request.get("headers") or {"Cookie": request["cookie"], "Content-Type": FORM}
    lines = [f"{request['method']} {request['path']} HTTP/1.1", "Host: 127.0.0.1",
             *(f"{name}: {value}" for name, value in headers.items())]
    if request["method"] == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + BLANK + body


def is_whole(answer):
    """Whether an answer has arrived to its end."""
    top = answer.find(BLANK)
    if top < 0:
        return False
    low = answer[:top + 2].lower()
    at = low.find(b"\r\ncontent-length:")
    if at < 0:
        return answer.endswith(b"\r\n0" + BLANK)
    return len(answer) >= top + 4 + int(low[at + 17:low.index(b"\r", at + 2)])


class Connection:
    """One request after the other, as soon as the one before is answered."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request):
        self.request, self.answer, self.began = request, b"", time.perf_counter()
        self.socket.sendall(request["bytes"])

    def hear(self):
        """What has arrived; whether that is the whole answer."""
        heard = self.socket.recv(2**18)
        if not heard:
            raise ConnectionError("closed before the answer was whole")
        self.answer += heard
        return is_whole(self.answer)

    def fault(self):
        status = int(self.answer[9:12])
        if status == self.request["status"] and self.request["contains"] in self.answer:
            return None
        return f"{self.request['method']} {self.request['path']} answered {status}, without what was looked for"


def work(port, connections, waiting, latencies, wrong):
    poll, working = select.epoll(), {}

    def go_on(connection):
        if waiting:
            connection.ask(waiting.pop())
        else:
            end(connection)

    def end(connection):
        del working[connection.socket.fileno()]
        connection.socket.close()

    for connection in [Connection(port) for _ in range(connections)]:
        working[connection.socket.fileno()] = connection
        poll.register(connection.socket, select.EPOLLIN)
        go_on(connection)
    while working:
        for number, _ in poll.poll():
            connection = working[number]
            try:
                if connection.hear():
                    latencies.append((time.perf_counter() - connection.began) * 1000)
                    if fault := connection.fault():
                        wrong.append(fault)
                    go_on(connection)
            except ConnectionError as lost:
                wrong.append(f"{connection.request['method']} {connection.request['path']}: {lost}")
                end(connection)


def main(plan):
    waiting = [request | {"bytes": head(request), "contains": request["contains"].encode()}
               for request in reversed(plan["requests"])]
    latencies, wrong = [], []
    began = time.perf_counter()
    try:
        work(plan["port"], plan["connections"], waiting, latencies, wrong)
    except ConnectionRefusedError:
        wrong.append("nobody listens there")
    print(json.dumps({"latencies": latencies, "seconds": time.perf_counter() - began, "wrong": wrong}))


main(json.load(sys.stdin))
