"""What guides and faults both stand on: a folder of the run's own, and a PostgreSQL in it."""

import shutil

import pytest

from machine import free_port, scratch_folder
from postgresql import BIN, PostgreSQL


@pytest.fixture(scope="session")
def scratch():
    folder = scratch_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server(scratch):
    """A PostgreSQL of this run's own."""
    if not (BIN / "initdb").exists():
        pytest.skip("PostgreSQL is not on this machine (Debian: postgresql)")
    server = PostgreSQL(scratch / "postgresql", free_port())
    server.start()
    yield server
    server.kill()
