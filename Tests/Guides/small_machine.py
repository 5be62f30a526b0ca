"""A machine with a systemd of its own, on which what a guide says is done as it is written, by root."""

import contextlib
import os
import pathlib
import re
import subprocess

import pytest

from installation import FOOTBRIDGE
from machine import IS_ROOT, ROOT, installed, wait_for
from sandbox import blocks

BOOT = pathlib.Path(__file__).with_suffix(".sh")
NEEDED = ("systemctl", "unshare", "nsenter", "setpriv", "useradd", "runuser", "curl", "ldd")


def control_groups():
    """Where the kernel's one tree of control groups is mounted."""
    for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines():
        place, kind = line.split()[4], line.split(" - ")[1].split()[0]
        if kind == "cgroup2":
            return pathlib.Path(place)


def libraries():
    """The folders outside /usr in which the program finds what it is linked with."""
    said = subprocess.run(["ldd", FOOTBRIDGE], check=True, capture_output=True, text=True).stdout
    folders = {os.path.dirname(os.path.realpath(file)) for file in re.findall(r"=> (/\S+)", said)}
    return {folder for folder in folders if not folder.startswith("/usr/")}


def why_not():
    """Why there can be no such machine on this one; nothing where there can."""
    if not IS_ROOT:
        return "only root can boot a systemd of its own"
    if missing := [program for program in NEEDED if not installed(program)]:
        return f"these are not on this machine: {' '.join(missing)}"
    if control_groups() is None:
        return "this machine's kernel has no control groups of the second version mounted"
    if hidden := [folder for folder in libraries() if folder.startswith(("/home/", "/root/"))]:
        return f"Swift's libraries are in a home, where no service can read them: {hidden[0]}"


class SmallMachine:
    def __init__(self, folder):
        self.tree, self.log = folder / "tree", folder / "boot.log"
        self.tree.mkdir()
        self.running = None
        self.group = control_groups() / f"footbridge-{os.getpid()}"

    def boot(self):
        try:
            self.group.mkdir()
        except OSError as error:
            pytest.skip(f"this machine lets nobody make a control group: {error}")
        places = [self.tree, self.group, FOOTBRIDGE.resolve().parent, ROOT / "docs", *libraries()]
        with open(self.log, "wb") as log:
            self.running = subprocess.Popen(
                [BOOT, *places], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")
        wait_for("systemd has begun", lambda: self.has_begun() or self.running.poll() is not None)
        if self.running.poll() is not None:
            self.stop()
            pytest.skip(f"this machine boots no systemd: {self.log.read_text()[-300:]}")
        self.run("systemctl is-system-running --wait")
        return self

    def has_begun(self):
        children = pathlib.Path(f"/proc/{self.running.pid}/task/{self.running.pid}/children")
        with contextlib.suppress(OSError):
            self.first = next(iter(children.read_text().split()), None)
            return self.first and self.ask("test -S /run/systemd/private").returncode == 0

    def ask(self, script):
        """Does it there, by root, to its end, whatever that is."""
        return subprocess.run(
            ["nsenter", f"--target={self.first}", "--all", "env", "-i", "PATH=/usr/local/bin:/usr/sbin:/usr/bin",
             "bash", "-euo", "pipefail", "-c", f"cd /sources\n{script}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300,
        )

    def run(self, script):
        said = self.ask(script)
        assert said.returncode == 0, f"{script} ended with {said.returncode}:\n{said.stdout[-3000:]}"
        return said.stdout.strip()

    def wait(self, words, happened):
        wait_for(words, happened, every=0.3)

    def follow(self, page):
        """Does all that a guide says, in one shell from top to bottom."""
        return self.run("".join(step.text for step in blocks(page) if step.kind == "sh"))

    def stop(self):
        if self.running is None:
            return
        self.running.kill()
        self.running.wait()
        wait_for("its control groups are empty", self.has_cleared)

    def has_cleared(self):
        """Every process of the machine ends with its first; its groups can go once the last one has."""
        for folder, _, _ in os.walk(self.group, topdown=False):
            with contextlib.suppress(OSError):
                os.rmdir(folder)
        return not self.group.exists()
