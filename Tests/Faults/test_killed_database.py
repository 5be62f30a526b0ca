"""kill -9 of the PostgreSQL server, and a server that refuses to write, while people write."""

import time

import pytest

from guide import require_cause
from machine import free_port, fresh_number
from postgresql import PostgreSQL

ROUNDS = 5


@pytest.fixture
def own_server(scratch, postgresql_world):
    """A server that may be killed, with a copy of the world in it."""
    server = PostgreSQL(scratch / f"killed_postgresql_{fresh_number()}", free_port())
    server.copy_of(postgresql_world.server)
    yield server
    server.kill()


@pytest.fixture
def process(own_server, postgresql_world, begin):
    folder, _ = postgresql_world.copy()
    return begin(postgresql_world, copied=(folder, {"FOOTBRIDGE_POSTGRESQL": own_server.address("world")}))


def test_a_killed_postgresql_loses_and_doubles_nothing(own_server, process, under_load):
    def cut(load):
        for _ in range(ROUNDS):
            load.wait_for_confirmed(10)
            own_server.kill()
            time.sleep(0.5)
            own_server.start()
        load.wait_for_confirmed(10)

    under_load(f"{ROUNDS} × kill -9 of PostgreSQL", process, cut)


def test_a_postgresql_that_only_reads_is_told_in_plain_words(own_server, process, under_load):
    def only_read(load):
        load.wait_for_confirmed()
        own_server.kill()
        own_server.only_read()
        own_server.start()
        load.wait_for_refused(3)
        own_server.run("SELECT pg_promote()")
        load.wait_for_confirmed()

    found = under_load("PostgreSQL read-only, and back", process, only_read)
    assert found.not_stored
    require_cause(process, "no database that takes writes was reached")
