"""HAProxy, with one port in front of several servers."""

import socket

from machine import Process, as_servant, answers, give, wait_for

START = """
global
    maxconn 400
    stats socket {folder}/admin level admin
defaults
    timeout connect 2s
    timeout check 2s
    timeout client 1h
    timeout server 1h
"""


def primary_only(port, servers):
    """For PostgreSQL: only the node whose Patroni says that it is the primary; when that ends, so do its connections."""
    lines = [f"    server {name} {address}" for name, address in servers.items()]
    return port, "\n".join([
        "listen primary", "    mode tcp", f"    bind 127.0.0.1:{port}", "    option httpchk OPTIONS /primary",
        "    default-server inter 500ms fastinter 250ms fall 2 rise 1 on-marked-down shutdown-sessions", *lines, "",
    ])


def ready_ones(port, servers):
    """For Footbridge: every process that says it is ready, in turn; what could not be handed to one goes to another."""
    lines = [f"    server {name} {address} check" for name, address in servers.items()]
    return port, "\n".join([
        "listen footbridge", "    mode http", f"    bind 127.0.0.1:{port}", "    balance roundrobin",
        "    option httpchk GET /ready", "    option redispatch 1", "    retries 5", "    retry-on conn-failure",
        "    option http-server-close", "    default-server inter 250ms fall 1 rise 1", *lines, "",
    ])


class Proxy(Process):
    def __init__(self, folder, listening):
        self.folder = give(folder)
        self.port, text = listening
        settings = folder / "haproxy.cfg"
        settings.write_text(START.format(folder=folder) + text)
        settings.chmod(0o644)
        super().__init__("haproxy", as_servant("/usr/sbin/haproxy", "-db", "-f", settings), folder / "haproxy.log")

    def start(self):
        super().start()
        wait_for("HAProxy answers", lambda: self.require_life() or answers(self.port))

    def tell(self, command):
        """Speaks to HAProxy's administration socket."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.folder / "admin"))
            line.sendall(f"{command}\n".encode())
            return b"".join(iter(lambda: line.recv(4096), b"")).decode()
