"""kill -9 of the PostgreSQL server, and a server that refuses to write, while people write."""

import re
import time

import pytest

from browser import Browser
from guide import require_cause
from machine import free_port, fresh_number, wait_for
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


def test_who_watches_hears_that_postgresql_is_gone_before_they_stop_listening(own_server, process):
    watching = Browser(process.address, "this machine")
    assert watching.get("/ready").status == 200
    own_server.kill()
    for _ in range(3):
        begun = time.monotonic()
        assert watching.get("/ready").status == 503
        figures = watching.get("/metrics").text
        assert time.monotonic() - begun < 10
        assert "\nfootbridge_database_up 0\n" in figures and "\nprocess_start_time_seconds " in figures, figures
        assert re.search(r'\nfootbridge_database_connections{state="lost"} [1-9]', figures), figures
    own_server.start()
    wait_for("ready again", lambda: watching.get("/ready").status == 200)
    wait_for("figures again", lambda: "\nfootbridge_database_up 1\n" in watching.get("/metrics").text)
