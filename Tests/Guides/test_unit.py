"""The systemd unit: systemd accepts it, finds little exposed, and Footbridge can work within what it allows."""

import ctypes
import subprocess

import pytest

import unit
from browser import Browser
from installation import FOOTBRIDGE, Footbridge
from machine import installed

# Out of 10, by systemd's own count; a network service without any hardening has 9.6.
MOST_EXPOSED = 2.0
TRY = "import socket, mmap, os, tempfile\nfile = tempfile.NamedTemporaryFile()\n"
DENIED = {
    "mount": TRY + "os.system('exec mount -t tmpfs x /mnt') and exit(1)",
    "speak to the kernel by netlink": TRY + "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "have memory that is written and run": TRY + "mmap.mmap(-1, 4096, prot=7)",
    "give a file away": TRY + "os.chown(file.name, 1, 1)",
}

pytestmark = pytest.mark.skipif(not installed("systemd-analyze"), reason="systemd-analyze is not on this machine")


@pytest.fixture
def file(tmp_path):
    """The unit for one port, with a program that is there."""
    file = tmp_path / "footbridge@8081.service"
    file.write_text(unit.FILE.read_text().replace("/opt/footbridge/current/footbridge", str(FOOTBRIDGE)))
    return file


@pytest.fixture
def confine():
    try:
        ctypes.CDLL(unit.LIBRARY)
    except OSError:
        pytest.skip("libseccomp is not on this machine (Debian: libseccomp2)")
    return unit.confinement()


def test_systemd_accepts_every_line(file):
    said = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True)
    assert said.returncode == 0 and file.name not in said.stderr, said.stderr


def test_little_is_exposed(file):
    threshold = f"--threshold={MOST_EXPOSED * 10:.0f}"
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", threshold, "--no-pager", file], capture_output=True, text=True
    )
    assert said.returncode == 0, said.stdout[-200:]


@pytest.mark.parametrize("what", DENIED)
def test_within_the_unit_nobody_can(what, confine):
    free = subprocess.run(["python3", "-c", TRY], preexec_fn=confine, capture_output=True, text=True)
    assert free.returncode == 0, free.stderr
    held = subprocess.run(["python3", "-c", DENIED[what]], preexec_fn=confine, capture_output=True, text=True)
    assert held.returncode != 0


@pytest.mark.parametrize("engine", ["SQLite", "PostgreSQL"])
def test_footbridge_works_within_the_unit(engine, confine, scratch, request):
    settings = {}
    if engine == "PostgreSQL":
        server = request.getfixturevalue("server")
        server.run("CREATE DATABASE unit")
        settings["FOOTBRIDGE_POSTGRESQL"] = server.address("unit").replace("127.0.0.1", "localhost")
    process = Footbridge(scratch / f"unit-{engine}", scratch, **settings)
    process.confine = confine
    process.start()
    try:
        clinician = Browser(process.address, "Tom Okafor").sign_in()
        assert clinician.act("/notices").status == 303
        assert clinician.get("/metrics").status == 200
    finally:
        process.stop()
    assert process.running.returncode == 0, process.said()
