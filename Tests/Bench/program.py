"""The program under test: started on a data folder, watched from outside."""

import http.client
import os
import pathlib
import re
import subprocess
import time

from machine import free_port

TICKS = os.sysconf("SC_CLK_TCK")


class Program:
    """The demonstration area of one data folder, served by the release build."""

    def __init__(self, binary, data, settings):
        self.binary, self.data, self.port = str(binary), pathlib.Path(data), free_port()
        self.environment = os.environ | settings | {
            "FOOTBRIDGE_DATA": str(data), "FOOTBRIDGE_PORT": str(self.port), "FOOTBRIDGE_LOG_LEVEL": "error",
            "FOOTBRIDGE_REQUESTS_PER_MINUTE": "1000000"}
        self.process = None

    def __enter__(self):
        """Starts it; `ready_after` is how many seconds it took until it answered."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.said = open(self.data / "program.log", "w")
        began = time.perf_counter()
        self.process = subprocess.Popen([self.binary, "demo"], env=self.environment, stdout=self.said, stderr=self.said)
        while not self.answers():
            if self.process.poll() is not None:
                raise SystemExit(f"{self.binary} stopped: {(self.data / 'program.log').read_text()}")
            time.sleep(0.005)
        self.ready_after = time.perf_counter() - began
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.said.close()

    def answers(self):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def command(self, *words, data=None):
        """Runs another of its commands on the same data, or on the folder `data`."""
        environment = self.environment | {"FOOTBRIDGE_DATA": str(data or self.data)}
        done = subprocess.run([self.binary, *words], env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{self.binary} {' '.join(words)} failed: {done.stderr or done.stdout}")
        return done

    def resident(self):
        """Megabytes now."""
        return self.status("VmRSS") / 1024

    def most_resident(self):
        """The most megabytes there were at any time."""
        return self.status("VmHWM") / 1024

    def status(self, name):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{name}:\s+(\d+)", text)[1])

    def cpu(self):
        """Seconds of processor time used so far."""
        return cpu_of(self.process.pid)


def cpu_of(pid):
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS
