"""Beside *message in*: services from PyPI that take the same messages and only keep them."""

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from machine import answers, free_port
from measuring import Figure, Meter
from scenarios.receiving import message, nhs_numbers
from visiting import WrongAnswer

FOLDER = pathlib.Path(__file__).parents[1] / "peers"


class Peer:
    """A service on a port of its own, that is sent a message as a Bundle to create."""

    path = "/Bundle"

    def __init__(self, names):
        self.names, self.numbers, self.port = names, nhs_numbers(), free_port()

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.start()
        return self

    def start(self):
        self.process = subprocess.Popen(self.command(), cwd=self.folder.name, env=os.environ | self.environment(),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not answers(self.port):
            time.sleep(0.1)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()

    def measure(self, connections, count, attempts=3):
        """A service may start one of its processes anew while it is asked, or end; then it is asked once more."""
        if self.process.poll() is not None:
            self.start()
        requests = [self.request() for _ in range(count)]
        try:
            return Figure.of(Meter.loaded({"port": self.port, "connections": connections, "requests": requests}))
        except WrongAnswer:
            if attempts == 1:
                raise
            return self.measure(connections, count, attempts - 1)

    def request(self):
        return {"method": "POST", "path": self.path, "headers": {"Content-Type": "application/fhir+json"},
                "status": 201, "contains": "/Bundle/", "body": json.dumps(message(next(self.names), next(self.numbers)))}


class FHIRStarter(Peer):
    """FHIRStarter with asyncpg, in two processes, since the machine that we measure on has at least two cores."""

    name = "FHIRStarter with asyncpg"

    def __init__(self, names, server):
        super().__init__(names)
        self.server = server

    def command(self):
        return [sys.executable, "-W", "ignore", "-m", "uvicorn", "--app-dir", FOLDER, "--port", str(self.port),
                "--workers", "2", "--log-level", "error", "plain_create:app"]

    def environment(self):
        return {"DATABASE": f"postgresql://footbridge@127.0.0.1:{self.server.port}/postgres"}


class Sekmet(Peer):
    """sekmet-fhir, on SQLite: one process, as it is made."""

    name, path = "sekmet-fhir", "/fhir/Bundle"

    def command(self):
        return [pathlib.Path(sys.executable).with_name("sekmet"), "serve", "--host", "127.0.0.1", "--port", str(self.port)]

    def environment(self):
        return {"SEKMET_DB": "sekmet.db"}


@contextlib.contextmanager
def peers(server, names):
    with FHIRStarter(names, server) as starter, Sekmet(names) as sekmet:
        yield starter, sekmet


PEERS = (FHIRStarter.name, Sekmet.name)
