"""`footbridge move` is killed on its way: nobody is served by what is there then, until the same command has ended it."""

from installation import Footbridge
from machine import Process, fresh_number, wait_for


def refused(installation, *commands):
    for command in commands:
        said = installation.run(*command.split())
        assert said.returncode != 0, f"{command} was not refused: {said.stdout}"
        yield said.stdout + said.stderr


def killed_midway(mover):
    """A move that has brought some tables and not all."""
    mover.command[1:] = ["move"]
    mover.environment["FOOTBRIDGE_DATA"] += "/demonstration"
    Process.start(mover)
    wait_for("the first tables are over", lambda: "rows are over" in mover.said(), every=0.001)
    mover.kill()
    assert "Moved." not in mover.said()


def test_a_move_that_was_killed_is_served_by_nobody_until_it_has_ended(sqlite_world, server, scratch):
    folder, _ = sqlite_world.copy()
    name = f"moved_{fresh_number()}"
    server.run(f"CREATE DATABASE {name} LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    here = Footbridge(folder, scratch)
    there = Footbridge(folder, scratch, FOOTBRIDGE_POSTGRESQL=server.address(name))
    for words in refused(there, "serve", "migrate", "audit verify"):
        assert "is empty, and there is an installation in" in words

    killed_midway(Footbridge(folder, scratch, FOOTBRIDGE_POSTGRESQL=server.address(name)))
    for words in refused(there, "serve", "migrate", "audit verify", "keys list", "retention report"):
        assert "has begun and not ended" in words

    moved = there.run("move")
    assert moved.returncode == 0 and "Moved." in moved.stdout, moved.stdout + moved.stderr
    assert "intact" in there.run("audit", "verify").stdout
    for words in refused(here, "serve", "migrate", "audit verify", "keys list"):
        assert "This installation moved to PostgreSQL on" in words
    assert here.run("move", "--back").returncode == 0
    assert "intact" in here.run("audit", "verify").stdout
