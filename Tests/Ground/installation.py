"""A Footbridge process with its data; and the demonstration that every test begins with, built once and copied."""

import contextlib
import itertools
import os
import pathlib
import shutil
import sqlite3
import subprocess
import urllib.request

from machine import ROOT, Process, free_port, wait_for

FOOTBRIDGE = pathlib.Path(os.environ.get("FOOTBRIDGE", ROOT / ".build/debug/footbridge"))
numbers = itertools.count(1)


def environment(data, port, settings):
    """Nothing of the tester's own settings comes through."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FOOTBRIDGE")}
    return kept | {
        "FOOTBRIDGE_DATA": str(data),
        "FOOTBRIDGE_PORT": str(port),
        "FOOTBRIDGE_REQUESTS_PER_MINUTE": "1000000",
        "FOOTBRIDGE_LOG_LEVEL": "warning",
        **settings,
    }


class Footbridge(Process):
    def __init__(self, data, log_folder, **settings):
        self.data, self.settings = data, settings
        self.port = int(settings.get("FOOTBRIDGE_PORT") or free_port())
        self.address = ("127.0.0.1", self.port)
        name = f"footbridge-{next(numbers)}"
        super().__init__(
            name, [FOOTBRIDGE, "demo"], log_folder / f"{name}.log", environment(data, self.port, settings)
        )

    def start(self):
        super().start()
        self.wait_until_ready()
        return self

    def wait_until_ready(self):
        wait_for(f"{self.name} is ready", self.is_ready)

    def is_ready(self):
        self.require_life()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ready", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def run(self, *arguments):
        """Another footbridge command on the same data, to its end."""
        data = pathlib.Path(self.data) / "demonstration"
        return subprocess.run(
            [FOOTBRIDGE, *arguments], env=environment(data, self.port, self.settings), capture_output=True, text=True,
            cwd="/", timeout=300,
        )

    def run_sql(self, question):
        """Asks the demonstration's database on SQLite."""
        with contextlib.closing(sqlite3.connect(pathlib.Path(self.data) / "demonstration/footbridge.sqlite")) as database:
            return database.execute(question).fetchall()


class World:
    """The demonstration on its first morning, on one engine."""

    def __init__(self, folder, server=None):
        self.folder, self.server = folder, server
        self.logs = folder.parent
        self.copies = itertools.count(1)

    @property
    def name(self):
        return "PostgreSQL" if self.server else "SQLite"

    def build(self):
        self.folder.mkdir()
        first = Footbridge(self.folder, self.logs, **self.settings("world"))
        first.start()
        first.stop()
        return self

    def settings(self, database):
        return {"FOOTBRIDGE_POSTGRESQL": self.server.address(database)} if self.server else {}

    def copy(self, folder=None):
        """Another such world: its data folder, and the settings by which a process finds its database."""
        name = f"{self.folder.name}_{next(self.copies)}"
        folder = folder or self.folder.with_name(name)
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        if self.server:
            self.server.run(f"CREATE DATABASE {name} TEMPLATE world")
        return folder, self.settings(name)
