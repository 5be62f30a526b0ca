"""A backup that is taken while people write: the copy is whole, and has all that was confirmed before it began."""

import shutil
import subprocess

from count import Sight, tally
from installation import Footbridge
from load import STORED, Cast, Load
from machine import fresh_number
from postgresql import BIN


def copy_of_sqlite(process, world, scratch):
    """By `footbridge backup` and `restore`, into a data folder of its own."""
    backups, folder = scratch / f"backups_{fresh_number()}", scratch / f"restored_{fresh_number()}"
    backups.mkdir()
    made = process.run("backup", "--to", backups)
    assert made.returncode == 0, made.stderr
    (folder / "demonstration").mkdir(parents=True)
    shutil.copy(process.data / "demonstration/keys.json", folder / "demonstration")
    restored = Footbridge(folder, scratch).run("restore", "--from", next(backups.glob("*.sqlite")))
    assert restored.returncode == 0, restored.stderr
    (folder / "demonstration/demonstration-is-complete").touch()
    return folder, {}


def copy_of_postgresql(process, world, scratch):
    """By pg_dump and pg_restore, into a database of its own."""
    dump, database = scratch / f"dump_{fresh_number()}", f"restored_{fresh_number()}"
    here, there = process.settings["FOOTBRIDGE_POSTGRESQL"], world.server.address(database)
    subprocess.run([BIN / "pg_dump", "--format=custom", f"--file={dump}", f"--dbname={here}"], check=True, timeout=60)
    world.server.run(f"CREATE DATABASE {database} TEMPLATE template0")
    restore = [BIN / "pg_restore", "--exit-on-error", "--no-owner", "--single-transaction", f"--dbname={there}", dump]
    subprocess.run(restore, check=True, timeout=60)
    return process.data, {"FOOTBRIDGE_POSTGRESQL": there}


COPIES = {"SQLite": copy_of_sqlite, "PostgreSQL": copy_of_postgresql}


def test_a_copy_taken_while_people_write_is_whole(world, begin, scratch, table):
    process = begin(world)
    with Load(process.address, Cast.of(process.address)) as load:
        load.wait_for_confirmed(30)
        before = [write for write in load.writes if write.outcome == STORED]
        copied = COPIES[world.name](process, world, scratch)
        load.wait_for_confirmed(10)
    copy = begin(world, copied=copied)
    sights = [Sight(copy.address, load.cast, side, notices=True) for side in (0, 1)]
    found = tally(f"backup while people write, {world.name}", before, sights, load.gap)
    table.append(found)
    found.require_nothing_lost()
    copy.stop()
    assert "intact" in copy.run("audit", "verify").stdout
    assert copy.run("keys", "list").returncode == 0
