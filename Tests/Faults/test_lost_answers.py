"""The wire to PostgreSQL breaks before a COMMIT, and again before the answer what became of it, while people write."""

import pytest

from machine import wait_for
from wire import Wire

ROUNDS = 10


@pytest.fixture
def wire(server):
    wire = Wire(server.port)
    yield wire
    wire.close()


def test_what_was_asked_twice_is_not_taken_for_kept(postgresql_world, wire, begin, under_load):
    folder, found = postgresql_world.copy()
    address = found["FOOTBRIDGE_POSTGRESQL"].replace(f"port={postgresql_world.server.port}", f"port={wire.port}")
    plain = f"{address} sslmode=disable gssencmode=disable"
    process = begin(postgresql_world, copied=(folder, {"FOOTBRIDGE_POSTGRESQL": plain}))

    def cut(load):
        for done in range(1, ROUNDS + 1):
            load.wait_for_confirmed(3)
            wire.break_twice()
            wait_for("the wire has broken twice", lambda: wire.broken == 2 * done)
        load.wait_for_confirmed(10)

    under_load(f"{ROUNDS} × PostgreSQL cut before COMMIT and after asking", process, cut)
