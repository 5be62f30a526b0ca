"""What every fault test stands on: the demonstration on each engine, and a table of what was counted."""

import os
import pathlib
import signal

import pytest

from count import count
from fixtures import scratch, server  # noqa: F401 (pytest finds them here)
from installation import Footbridge, World
from load import Cast, Load

HEADS = ("scenario", "stored", "not stored", "unknown", "lost", "doubled", "denied", "gap s")


def pytest_addoption(parser):
    parser.addoption("--rounds", type=int, default=50, help="how often Footbridge is killed on each engine")


@pytest.fixture(scope="session")
def rounds(request):
    return request.config.getoption("--rounds")


def pytest_configure():
    """Who stops the run by a signal finds everything cleared away too, as after Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(scope="session")
def sqlite_world(scratch):
    return World(scratch / "sqlite").build()


@pytest.fixture(scope="session")
def postgresql_world(scratch, server):
    server.run("CREATE DATABASE world")
    return World(scratch / "postgresql_world", server).build()


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request):
    """The demonstration on its first morning, on each engine; copied, never walked in."""
    return request.getfixturevalue(f"{request.param}_world")


@pytest.fixture
def begin(scratch):
    """Starts Footbridge on a copy of a world: begin(world), begin(world, folder=…). Stopped after, whatever happens."""
    begun = []

    def begin(world, folder=None, settings=None, copied=None):
        folder, found = copied or world.copy(folder)
        process = Footbridge(folder, scratch, **found, **(settings or {}))
        begun.append(process)
        return process.start()

    yield begin
    for process in begun:
        process.kill()


@pytest.fixture(scope="session")
def table():
    rows = []
    yield rows
    if not rows:
        return
    cells = [HEADS] + [
        (row.scenario, *map(str, (row.stored, row.not_stored, row.unknown, row.lost, row.doubled, row.denied)),
         f"{row.gap:.1f}")
        for row in rows
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADS))]
    text = "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in cells)
    print(f"\n\n{text}\n")
    if report := os.environ.get("FOOTBRIDGE_FAULTS_REPORT"):
        pathlib.Path(report).write_text(text + "\n")


@pytest.fixture
def under_load(table):
    """Runs `fault` while people write, then counts what became of everything they wrote."""

    def under_load(scenario, process, fault, address=None, read_at=None, notices=True):
        with Load(address or process.address, Cast.of(process.address), notices) as load:
            load.wait_for_confirmed()
            fault(load)
        found = count(scenario, load, read_at or process.address)
        table.append(found)
        found.require_nothing_lost()
        assert not load.turned_away(), f"{load.turned_away()} was signed out"
        return found

    return under_load
