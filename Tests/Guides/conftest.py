"""What the guides stand on: a folder of the test's own, and a PostgreSQL."""

import shutil

import pytest

from installation import World
from machine import free_port, scratch_folder
from postgresql import BIN, PostgreSQL


@pytest.fixture(scope="session")
def scratch():
    folder = scratch_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server(scratch):
    if not (BIN / "initdb").exists():
        pytest.skip("PostgreSQL is not on this machine (Debian: postgresql)")
    server = PostgreSQL(scratch / "postgresql", free_port())
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def world(scratch):
    """The data of weeks of work, sealed."""
    return World(scratch / "world").build().folder / "demonstration"
