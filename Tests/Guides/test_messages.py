"""what-to-do-when.md quotes what the program says; here the program is brought to say it."""

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess

import pytest

from browser import Browser
from installation import FOOTBRIDGE, Footbridge, environment
from machine import ROOT, free_port, fresh_number
from sandbox import blocks

PAGE = "what-to-do-when.md"
WRITTEN = "/var/lib/footbridge"


class Installation:
    """A data folder of its own, and what commands on it say."""

    def __init__(self, data, scratch, server=None):
        self.data, self.scratch, self.server = data, scratch, server
        self.processes = []

    @property
    def ring(self):
        return self.data / "keys.json"

    def says(self, *command, port=None, **settings):
        """What a command that cannot go on says before it ends."""
        port = port or free_port()
        ended = subprocess.run(
            [FOOTBRIDGE, *command], env=environment(self.data, port, settings), capture_output=True, text=True,
            timeout=60,
        )
        assert ended.returncode != 0, ended.stdout
        return (ended.stdout + ended.stderr).replace(str(self.data), WRITTEN)

    def begin(self, confine=None, **settings):
        """The demonstration on this data: its pages can be signed in to with one click."""
        process = Footbridge(self.data.parent, self.scratch, **settings)
        process.confine = confine
        self.processes.append(process)
        return process.start()

    def sql(self, statement):
        with sqlite3.connect(self.data / "footbridge.sqlite") as database:
            database.execute(statement)


@pytest.fixture
def installation(world, scratch, server):
    folder = scratch / f"messages_{fresh_number()}"
    shutil.copytree(world, folder / "demonstration")
    installation = Installation(folder / "demonstration", scratch, server)
    yield installation
    for process in installation.processes:
        process.kill()


def wrong_settings(its):
    wrong = {"FOOTBRIDGE_PORT": "80800"}, {"FOOTBRIDGE_PROT": "80"}, {"FOOTBRIDGE_PUBLIC_ADDRESS": "http://a.example"}
    return "".join(its.says("serve", **settings) for settings in wrong)


def two_on_one_folder(its):
    its.begin()
    return its.says("serve") + its.says("migrate")


def a_port_that_is_taken(its):
    process = its.begin()
    its.data = its.data.parent / "another"
    return its.says("serve", port=process.port)


def wrong_rings(its):
    kept, words = its.ring.read_text(), ""
    its.ring.unlink()
    words += its.says("serve")
    its.ring.write_text("{}")
    words += its.says("serve")
    another = Installation(its.data.parent.parent / f"another_{fresh_number()}/demonstration", its.scratch)
    another.begin().stop()
    its.ring.write_text(another.ring.read_text())
    words += its.says("serve")
    ring = json.loads(kept)
    ring["sealing"] = {"2": ring["sealing"]["1"]}
    its.ring.write_text(json.dumps(ring))
    words += its.says("serve")
    its.ring.write_text(kept)
    its.begin()
    return words


def a_newer_schema(its):
    its.sql("INSERT INTO migration (name, at) VALUES ('9999-later', 0)")
    return its.says("serve")


def an_older_schema(its):
    its.sql("DELETE FROM migration WHERE name = (SELECT max(name) FROM migration)")
    return its.says("audit", "verify")


def no_postgresql(its):
    return its.says("serve", FOOTBRIDGE_POSTGRESQL=f"host=127.0.0.1 port={free_port()} dbname=footbridge")


def a_move(its):
    """What a move leaves behind when it is cut off, and when it has ended; Tests/Faults cuts one off."""
    name = f"moving_{fresh_number()}"
    its.server.run(f"CREATE DATABASE {name} LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    words = its.says("serve", FOOTBRIDGE_POSTGRESQL=its.server.address(name))
    its.server.run("CREATE TABLE footbridge_move (name TEXT PRIMARY KEY, last TEXT, rows BIGINT)", name)
    words += its.says("serve", FOOTBRIDGE_POSTGRESQL=its.server.address(name))
    its.sql("CREATE TABLE footbridge_moved (at BIGINT NOT NULL)")
    its.sql("INSERT INTO footbridge_moved (at) VALUES (0)")
    return words + its.says("serve")


def a_damaged_file(its):
    with open(its.data / "footbridge.sqlite", "r+b") as file:
        file.seek(100_000)
        file.write(os.urandom(100_000))
    return its.says("serve")


def no_room(beyond):
    """No file of the process grows beyond so many bytes, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (beyond, beyond))


def what_cannot_be_stored(its):
    # What waits in the log moves into the database first, so that its size is what the process begins with.
    its.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    room = (its.data / "footbridge.sqlite").stat().st_size + 300_000
    process = its.begin(confine=lambda: no_room(room))
    clinician, words = Browser(process.address, "Tom Okafor").sign_in(), ""
    while "Nothing was saved" not in words:
        words = clinician.act("/notices").text
    logged = [json.loads(line) for line in process.said().splitlines() if line.startswith("{")]
    assert any(line["message"] == "request failed" and "database" in line["error"] for line in logged), logged[-3:]
    return words


def in_the_sources(its):
    """A commit whose outcome stays unknown takes minutes to bring about; Tests/Faults and the Swift tests do."""
    return (ROOT / "Sources/Website/Site/Site+Problems.swift").read_text()


def a_crowd(its):
    crowd = Browser(its.begin(FOOTBRIDGE_REQUESTS_PER_MINUTE="10").address, "somebody")
    return "".join(crowd.get("/health").text for _ in range(40))


def a_changed_record(its):
    its.sql("UPDATE audit_entry SET action = 'nothing' WHERE seq = 100")
    words = its.says("audit", "verify")
    for number in (9000, 1):
        words += its.says("audit", "verify", "--holds", f"{number}:{'9f' * 32}")
    return words


BROUGHT_ABOUT = {
    "A setting is wrong": wrong_settings,
    "Another process has the data folder": two_on_one_folder,
    "Another program has the port": a_port_that_is_taken,
    "The key ring is not there, or is another one": wrong_rings,
    "The database is from a newer version": a_newer_schema,
    "The database is from an older version": an_older_schema,
    "The database cannot be reached": no_postgresql,
    "It has moved to PostgreSQL, or is about to": a_move,
    "The file is damaged": a_damaged_file,
    "… people read “Nothing was saved”": what_cannot_be_stored,
    "… people read “We do not know whether that was saved”": in_the_sources,
    "… people read “Too many requests”": a_crowd,
    "… `audit verify` names a fault": a_changed_record,
}


def test_everything_that_is_quoted_is_brought_about():
    assert {block.section for block in blocks(PAGE) if block.kind == "text"} == set(BROUGHT_ABOUT)


@pytest.mark.parametrize("section", BROUGHT_ABOUT)
def test_the_program_says_what_the_page_quotes(section, installation):
    said = BROUGHT_ABOUT[section](installation)
    for block in blocks(PAGE):
        for line in block.text.splitlines() if block.kind == "text" and block.section == section else []:
            assert line in said, f"the page quotes “{line}”, the program said:\n{said[-2000:]}"
