"""A machine to follow a guide on: the guide's folders are folders of the test's, and what belongs to root is played."""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass

from installation import FOOTBRIDGE
from machine import ROOT, free_port

GUIDES = ROOT / "docs/guides"
FOLDERS = ("/var/lib/footbridge", "/var/backups/footbridge", "/media/safe", "/opt/footbridge", "/etc/footbridge",
           "/etc/systemd/system", "/usr/local/bin")
PORTS = ("8080", "8081", "8082", "8083")
# Users and groups are the tester's; there is no journal and no service that keeps the time.
PLAYED = {
    "useradd": "", "chgrp": "", "journalctl": "", "timedatectl": "", "fuser": "", "ss": "",
    "runuser": 'while [ "$1" != -- ]; do shift; done\nshift\nexec "$@"',
    "install": 'set -- "$@" ""\nwhile [ -n "$1" ]; do case $1 in -o | -g) shift 2 ;; *) set -- "$@" "$1"; shift ;; '
               'esac; done\nshift\nexec /usr/bin/install "$@"',
    "systemctl": f'exec {sys.executable} {pathlib.Path(__file__).with_name("systemctl.py")} "$@"',
}


@dataclass
class Block:
    section: str
    kind: str
    text: str


def blocks(page):
    """The fenced blocks of a guide, from top to bottom."""
    section, found = "", []
    headings_and_fences = r"^#+ ([^\n]+)$|^```(\w*)\n(.*?)^```$"
    for heading, kind, text in re.findall(headings_and_fences, (GUIDES / page).read_text(), re.M | re.S):
        section = heading or section
        if not heading:
            found.append(Block(section, kind, text))
    return found


class Sandbox:
    def __init__(self, folder, server=None):
        self.folder, self.server = folder, server
        self.places = {place: str(folder / place[1:]) for place in FOLDERS} | {p: str(free_port()) for p in PORTS}
        for place in ("/media/safe", "/etc/systemd/system", "/usr/local/bin"):
            self.path(place).mkdir(parents=True)
        self.lay_out_sources()
        self.play()

    def path(self, text):
        return pathlib.Path(self.here(text))

    def here(self, text):
        """The same with this machine's folders and ports."""
        return re.sub("|".join(map(re.escape, self.places)), lambda found: self.places[found[0]], text)

    def as_written(self, text):
        """What a program said here, as it would say it on a machine of the guide's."""
        for place, ours in self.places.items():
            text = text.replace(ours, place)
        return text

    def lay_out_sources(self):
        """The copy of the sources that the guides stand in, with a program that is built already."""
        release = self.folder / "sources/.build/release"
        release.mkdir(parents=True)
        for built in (FOOTBRIDGE, *FOOTBRIDGE.parent.glob("*.resources")):
            (release / built.name).symlink_to(built.resolve())
        shutil.copytree(ROOT / "docs", self.folder / "sources/docs")
        for file in (self.folder / "sources/docs/deploy").iterdir():
            file.write_text(self.here(file.read_text()))

    def play(self):
        (self.folder / "bin").mkdir()
        for name, body in PLAYED.items():
            file = self.folder / "bin" / name
            file.write_text(f"#!/bin/sh\n{body}\n")
            file.chmod(0o755)

    @property
    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FOOTBRIDGE", "PG"))}
        path = f"{self.folder}/bin:{self.path('/usr/local/bin')}:{os.environ['PATH']}"
        if self.server:
            kept |= {"PGPORT": str(self.server.port), "PGUSER": "footbridge"}
        return kept | {"PATH": path, "SANDBOX": str(self.folder)}

    def bash(self, script):
        """Runs it to its end, whatever that is."""
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", self.here(script)], cwd=self.folder / "sources", text=True, timeout=300,
            env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )

    def follow(self, page, sections=None):
        """Does what a guide says, or some sections of it, in one shell from top to bottom.

        Returns what was said.
        """
        steps = [b for b in blocks(page) if b.kind == "sh" and (sections is None or b.section in sections)]
        assert steps, f"{page} has nothing to do"
        script = "".join(f"echo '── {page}, {step.section}'\n{step.text}" for step in steps)
        said = self.bash(script)
        assert said.returncode == 0, f"{page} ended with {said.returncode}:\n{said.stdout[-3000:]}"
        return self.as_written(said.stdout)

    def clear(self):
        for file in self.folder.glob("*.pid"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(file.read_text()), signal.SIGKILL)
