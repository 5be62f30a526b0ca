"""Beside *message in*: a service of FHIRStarter and asyncpg that takes the same messages and only keeps them."""

import json
import os
import pathlib
import subprocess
import sys
import time

from machine import answers, free_port
from measuring import Figure, Meter
from scenarios.receiving import message, nhs_numbers

FOLDER = pathlib.Path(__file__).parents[1] / "peers"


class PlainCreate:
    """Two processes of it, since the machine that we measure on has at least two cores."""

    def __init__(self, server, names):
        self.server, self.names, self.numbers, self.port = server, names, nhs_numbers(), free_port()

    def __enter__(self):
        address = f"postgresql://footbridge@127.0.0.1:{self.server.port}/postgres"
        command = [sys.executable, "-W", "ignore", "-m", "uvicorn", "--port", str(self.port), "--workers", "2",
                   "--log-level", "error", "plain_create:app"]
        self.process = subprocess.Popen(command, cwd=FOLDER, env=os.environ | {"DATABASE": address})
        while not answers(self.port):
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def measure(self, connections, count):
        requests = [self.request() for _ in range(count)]
        return Figure.of(Meter.loaded({"port": self.port, "connections": connections, "requests": requests}))

    def request(self):
        return {"method": "POST", "path": "/Bundle", "headers": {"Content-Type": "application/fhir+json"},
                "status": 201, "contains": "/Bundle/", "body": json.dumps(message(next(self.names), next(self.numbers)))}
