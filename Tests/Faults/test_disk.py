"""A disk that is full, and files that cannot be written: people are told that nothing was saved; it mends itself."""

import contextlib
import errno
import pathlib
import shutil
import subprocess
import tempfile

import pytest

from guide import require_cause
from installation import Footbridge
from load import NOT_STORED
from machine import IS_ROOT, Process, free_port
from postgresql import PostgreSQL

pytestmark = pytest.mark.skipif(not IS_ROOT, reason="only root may mount a small disk")


class SmallDisk:
    """A disk in memory, with a file on it that can take all the room there is."""

    def __init__(self, folder, megabytes):
        self.folder, self.megabytes = folder, megabytes
        self.ballast = folder / "ballast"

    def __enter__(self):
        self.folder.mkdir()
        self.mount()
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "--lazy", self.folder], check=True)
        self.folder.rmdir()

    def mount(self, *options):
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", ",".join([f"size={self.megabytes}m", *options]), "tmpfs", self.folder],
            check=True,
        )

    def fill(self):
        with open(self.ballast, "ab", buffering=0) as ballast:
            try:
                while ballast.write(b"x" * 4096):
                    pass
            except OSError as full:
                assert full.errno == errno.ENOSPC

    def make_room(self):
        self.ballast.unlink()


@pytest.fixture
def disk(scratch):
    disk = SmallDisk(scratch / "small", megabytes=200)
    try:
        disk.__enter__()
    except subprocess.CalledProcessError as refusal:
        disk.folder.rmdir()
        pytest.skip(f"this machine lets nobody mount a small disk ({refusal})")
    yield disk
    disk.__exit__()


def said_in_plain_words(load):
    """Every refusal was the page that says so, not a broken one."""
    refused = [write.said for write in load.writes if write.outcome == NOT_STORED]
    strange = [said for said in refused if not said.startswith("503") or "Nothing was saved" not in said]
    return refused and not strange


def fill_and_make_room(disk, load):
    load.wait_for_confirmed(20)
    disk.fill()
    load.wait_for_refused(20)
    assert said_in_plain_words(load), {write.said for write in load.writes if write.outcome == NOT_STORED}
    disk.make_room()
    load.wait_for_confirmed(20)


def test_a_full_disk_refuses_in_plain_words_and_mends_itself(disk, sqlite_world, begin, under_load):
    process = begin(sqlite_world, folder=disk.folder / "data")
    found = under_load("disk full, and back, SQLite", process, lambda load: fill_and_make_room(disk, load))
    assert found.not_stored
    require_cause(process, "database or disk is full")
    process.require_life()


def test_a_full_disk_of_postgresql_refuses_in_plain_words_and_mends_itself(
    disk, postgresql_world, begin, under_load
):
    server = PostgreSQL(disk.folder / "postgresql", free_port())
    with running(server):
        server.copy_of(postgresql_world.server)
        folder, _ = postgresql_world.copy()
        settings = {"FOOTBRIDGE_POSTGRESQL": server.address("world")}
        process = begin(postgresql_world, copied=(folder, settings))

        def fill(load):
            load.wait_for_confirmed(20)
            disk.fill()
            load.wait_for_refused(10)
            disk.make_room()
            server.start()
            load.wait_for_confirmed(20)

        under_load("disk full, and back, PostgreSQL", process, fill)
        require_cause(process, "No space left on device")
        process.require_life()


@contextlib.contextmanager
def running(server):
    server.start()
    try:
        yield server
    finally:
        server.kill()


@contextlib.contextmanager
def unchangeable(*files):
    """For a while nobody can change the files, not even who has them open already."""
    subprocess.run(["chattr", "+i", *files], check=True)
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *files], check=True)


def is_kept_from_changing(folder):
    """Whether this disk knows how to; one in memory does not."""
    probe = folder / "probe"
    unable = (subprocess.CalledProcessError, FileNotFoundError)
    with open(probe, "wb", buffering=0) as opened, contextlib.suppress(*unable):
        with unchangeable(probe):
            try:
                opened.write(b"x")
            except PermissionError:
                return True
    return False


@pytest.fixture
def lasting_folder():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="footbridge-faults-", dir="/var/tmp"))
    if not is_kept_from_changing(folder):
        shutil.rmtree(folder)
        pytest.skip("no disk of this machine can keep an open file from being changed")
    yield folder
    shutil.rmtree(folder)


def test_files_that_cannot_be_written_are_told_in_plain_words(lasting_folder, sqlite_world, begin, under_load):
    process = begin(sqlite_world, folder=lasting_folder / "data")
    database = lasting_folder / "data/demonstration/footbridge.sqlite"

    def only_read(load):
        load.wait_for_confirmed(20)
        with unchangeable(database, f"{database}-wal"):
            load.wait_for_refused(10)
            assert said_in_plain_words(load), {write.said for write in load.writes if write.outcome == NOT_STORED}
        load.wait_for_confirmed(20)

    found = under_load("database read-only, and back, SQLite", process, only_read)
    assert found.not_stored
    require_cause(process, "disk I/O error")
    process.require_life()


def test_a_read_only_disk_stops_the_start_and_says_why(disk, sqlite_world, begin, scratch):
    folder, settings = sqlite_world.copy(disk.folder / "data")
    disk.mount("remount", "ro")
    process = Footbridge(folder, scratch, **settings)
    Process.start(process)
    assert process.running.wait(60) != 0
    assert "cannot be written" in process.said() or "cannot write" in process.said(), process.said()
    disk.mount("remount", "rw")
    begin(sqlite_world, copied=(folder, settings)).stop()
