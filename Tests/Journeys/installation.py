"""A Footbridge process on a free port of this machine, with a data folder of its own."""

import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOOTBRIDGE = pathlib.Path(os.environ.get("FOOTBRIDGE", ROOT / ".build/debug/footbridge"))
PATIENCE_SECONDS = 120


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def until(holds, seconds=60):
    """Waits for what comes about by itself."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.5)


class Installation:
    def __init__(self, folder, command, settings=None):
        self.folder, self.command, self.settings = pathlib.Path(folder), command, settings or {}
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = self.folder.parent / f"{self.folder.name}.log"
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FOOTBRIDGE")}
        environment |= {
            "FOOTBRIDGE_PORT": str(self.port),
            "FOOTBRIDGE_DATA": str(self.folder),
            "FOOTBRIDGE_REQUESTS_PER_MINUTE": "100000",
        } | self.settings
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [FOOTBRIDGE, self.command], cwd=self.folder.parent, env=environment, stdout=log, stderr=log
            )
        self.wait_until_ready()

    def wait_until_ready(self):
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError(f"footbridge {self.command} ended by itself:\n{self.said()[-3000:]}")
            try:
                with urllib.request.urlopen(f"{self.address}/ready", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                pass
            time.sleep(0.1)
        raise AssertionError(f"footbridge {self.command} was not ready in time:\n{self.said()[-3000:]}")

    def stop(self):
        """As an operator would: it finishes what it has begun."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("footbridge did not stop within 20 seconds of being asked to")

    def pull_the_plug(self):
        """A power cut, as far as the process can tell."""
        self.process.kill()
        self.process.wait()

    def said(self):
        return self.log.read_text(errors="replace")

    def run(self, *arguments, given=None):
        """Another footbridge command on the same data, with the same settings; `given` is what it reads."""
        data = self.folder / "demonstration" if self.command == "demo" else self.folder
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FOOTBRIDGE")}
        environment |= self.settings | {"FOOTBRIDGE_DATA": str(data)}
        return subprocess.run(
            [FOOTBRIDGE, *arguments], env=environment, capture_output=True, text=True, cwd=self.folder.parent,
            input=given,
        )
