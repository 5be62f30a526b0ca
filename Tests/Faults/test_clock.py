"""The machine's clock jumps ahead, and back: nothing is lost, a reminder goes out once, sessions end as they should."""

import glob
import pathlib
import re
from collections import Counter

import pytest

from browser import Browser
from count import count
from load import Cast, Load

LIBRARY = next(iter(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), None)
HOUR = 3600
STEPS = ("Reminder: half the time", "the deputy was told", "the manager was told", "the sender was told to phone")


class JumpingClock:
    """What the process takes for the time, in seconds ahead of the machine; can be moved while it runs."""

    def __init__(self, file):
        self.file = file
        self.move(0)

    def move(self, seconds):
        self.file.write_text(f"{seconds:+d}s\n")

    @property
    def settings(self):
        # Only the time of day jumps: what machines measure pauses with does not. Where the library makes its shared
        # memory itself it moves the environment, and a Swift program no longer finds its arguments.
        return {"LD_PRELOAD": LIBRARY, "FAKETIME_TIMESTAMP_FILE": str(self.file), "FAKETIME_NO_CACHE": "1",
                "FAKETIME_SHARED": f"/{self.file.parent.name} /{self.file.parent.name}",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}


@pytest.fixture
def clock(scratch):
    if not LIBRARY:
        pytest.skip("libfaketime is not on this machine (Debian: faketime)")
    yield JumpingClock(scratch / "clock")
    for left in pathlib.Path("/dev/shm").glob("*faketime_*"):
        pid = left.name.rsplit("_")[-1]
        if not pathlib.Path(f"/proc/{pid}").exists():
            left.unlink(missing_ok=True)


def sweeps(process, hours=1):
    """Moves the process's own clock ahead and lets all that is due happen now, as the sweeper would in its time."""
    answer = Browser(process.address, "nobody in particular").post("/demonstration/clock", hours=hours)
    assert answer.status == 303, answer.status


def steps(process, cast):
    """How often each step of each exchange's ladder stands in its history."""
    found = Counter()
    browsers = {name: Browser(process.address, name).sign_in() for name in Cast.SENDERS}
    for exchange, (sender, _) in cast.sides.items():
        timeline = browsers[sender].get(f"/exchanges/{exchange}").text
        for line in re.findall(r'fb-timeline__what">([^<]*)', timeline):
            if any(step in line for step in STEPS):
                found[exchange, line] += 1
    return found


def test_jumps_of_the_clock_lose_nothing_and_repeat_no_step(world, clock, begin, table):
    process = begin(world, settings=clock.settings)
    cast, writes = Cast.of(process.address), []
    begun = steps(process, cast)
    for ahead in (100 * HOUR, -3 * HOUR, 400 * HOUR, 0):
        clock.move(ahead)
        with Load(process.address, cast, notices=False) as load:
            load.wait_for_confirmed(10)
            sweeps(process)
            load.wait_for_confirmed(10)
        writes.append((ahead, load))
        sweeps(process)
    for ahead, load in writes:
        found = count(f"clock at {ahead // HOUR:+d} h, {world.name}", load, process.address)
        table.append(found)
        found.require_nothing_lost()
    climbed = steps(process, cast)
    assert sum(climbed.values()) > sum(begun.values()), "no step of any ladder was taken"
    assert set(climbed.values()) == {1}, climbed


def test_a_session_ends_by_the_clock_that_jumped_ahead_and_outlives_one_that_jumped_back(world, clock, begin):
    process = begin(world, settings=clock.settings)
    priya = Browser(process.address, "Priya Shah").sign_in()
    clock.move(-2 * HOUR)
    assert priya.get("/inbox").status == 200, "a clock that went back signed somebody out"
    clock.move(2 * HOUR)
    assert priya.get("/inbox").wants_sign_in, "nobody was signed out after two hours away"
    priya.sign_in()
    assert priya.get("/inbox").status == 200
    clock.move(-2 * HOUR)
    assert priya.get("/inbox").status == 200, "a clock that went back signed somebody out"
