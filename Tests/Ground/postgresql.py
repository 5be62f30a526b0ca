"""A PostgreSQL server of the test's own, on a free port of this machine, by bin/postgresql."""

import contextlib
import os
import pathlib
import subprocess

from machine import IS_ROOT, ROOT, Process, answers, servant, wait_for

STARTER = ROOT / "bin/postgresql"
BIN = pathlib.Path(subprocess.run([STARTER, "programs"], capture_output=True, text=True).stdout.strip() or "/usr/bin")
# Shared memory is in files of the folder, where a server that is killed leaves none behind for the machine.
SETTINGS = {"fsync": "on", "synchronous_commit": "on", "max_connections": "100", "shared_buffers": "32MB",
            "log_min_messages": "warning", "max_wal_size": "64MB", "min_wal_size": "32MB",
            "listen_addresses": "127.0.0.1", "dynamic_shared_memory_type": "mmap"}


class PostgreSQL(Process):
    """Made by its first start."""

    def __init__(self, folder, port, **settings):
        self.folder, self.port = folder, port
        settings = [f"{name}={value}" for name, value in (SETTINGS | settings | {"port": port}).items()]
        super().__init__("postgresql", [STARTER, "run", folder, *settings], folder.with_name(f"{folder.name}.log"))

    def start(self):
        """Begins it, again where the children of one that was killed still hold its memory."""

        def is_up():
            if not self.is_alive:
                Process.start(self)
            return answers(self.port) and self.says("SELECT 1") == "1"

        wait_for("PostgreSQL answers", is_up, every=0.1)

    def copy_of(self, other):
        """Starts it, with what the other has in its database `world`."""
        self.start()
        self.run("CREATE DATABASE world")
        carry(other.address("world"), self.address("world"))

    def only_read(self):
        """From its next start it follows a primary that never comes, until it is promoted."""
        signal = self.folder / "cluster/standby.signal"
        signal.touch()
        if IS_ROOT:
            os.chown(signal, servant().pw_uid, servant().pw_gid)

    def address(self, database):
        """As libpq reads it."""
        return f"host=127.0.0.1 port={self.port} user=footbridge dbname={database} connect_timeout=5"

    def psql(self, statement, database="postgres"):
        command = ["psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement, self.address(database)]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return subprocess.run([BIN / command[0], *command[1:]], env=kept, capture_output=True, text=True, timeout=60)

    def run(self, statement, database="postgres"):
        answer = self.psql(statement, database)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout.strip()

    def says(self, statement):
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.psql(statement).stdout.strip()


def carry(here, there):
    """Brings what is in one database into another, which is empty."""
    dump = subprocess.run([BIN / "pg_dump", "--no-owner", here], check=True, capture_output=True, timeout=60)
    command = [BIN / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", there]
    subprocess.run(command, input=dump.stdout, check=True, timeout=60)
