"""Plays `systemctl` for the sandbox's footbridge@ units: reads the installed unit file and does what it says."""

import os
import pathlib
import shlex
import signal
import string
import subprocess
import sys
import time

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parents[1] / "Ground")]

import unit  # noqa: E402

SANDBOX = pathlib.Path(os.environ["SANDBOX"])


class Service:
    def __init__(self, name):
        template, self.instance = name.split("@")
        file = SANDBOX / "etc/systemd/system" / f"{template}@.service"
        text = unit.settings(file)
        self.settings = {key: value.replace("\\\n", " ").replace("%i", self.instance) for key, value in text.items()}
        self.pid_file, self.log = SANDBOX / f"{name}.pid", SANDBOX / f"{name}.log"

    @property
    def pid(self):
        return int(self.pid_file.read_text()) if self.pid_file.exists() else None

    @property
    def is_running(self):
        return self.pid is not None and "footbridge" in command_of(self.pid)

    def environment(self):
        """What systemd leaves to a service, and the way to the test's PostgreSQL."""
        kept = {name: value for name, value in os.environ.items() if name.startswith("PG")}
        lines = shlex.split(self.settings["Environment"])
        lines += shlex.split(pathlib.Path(self.settings["EnvironmentFile"]).read_text())
        return kept | {"PATH": "/usr/bin:/bin"} | dict(line.split("=", 1) for line in lines)

    def start(self):
        with open(self.log, "ab") as log:
            running = subprocess.Popen(
                shlex.split(self.settings["ExecStart"]), env=self.environment(), stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True, cwd="/",
            )
        self.pid_file.write_text(str(running.pid))
        after = string.Template(self.settings["ExecStartPost"]).substitute(self.environment())
        known = self.environment() | {"MAINPID": str(running.pid)}
        subprocess.run(shlex.split(after), check=True, cwd="/", env=known)

    def stop(self):
        if not self.is_running:
            return
        os.kill(self.pid, signal.SIGTERM)
        end = time.monotonic() + int(self.settings["TimeoutStopSec"])
        while self.is_running:
            if time.monotonic() > end:
                sys.exit(f"{self.instance} did not stop in time")
            time.sleep(0.05)


def command_of(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().decode()
    except FileNotFoundError:
        return ""


def main(word, *names):
    services = [Service(name) for name in names if "@" in name and "*" not in name]
    for service in services:
        if word in ("stop", "restart", "disable"):
            service.stop()
        if word in ("start", "restart", "enable"):
            service.start()


main(*(word for word in sys.argv[1:] if not word.startswith("--")))
