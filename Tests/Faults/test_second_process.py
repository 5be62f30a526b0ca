"""Two processes on one SQLite file: the second is refused plainly, and the first does not notice."""

from installation import Footbridge
from machine import Process


def test_a_second_process_on_one_file_says_so_and_stops(sqlite_world, begin, scratch, under_load):
    first = begin(sqlite_world)

    def a_second_comes(load):
        for command in (["demo"], ["demo", "--fresh"], ["migrate"]):
            second = Footbridge(first.data, scratch)
            second.command[1:] = command
            if command[0] != "demo":
                second.environment["FOOTBRIDGE_DATA"] += "/demonstration"
            Process.start(second)
            assert second.running.wait(60) != 0, command
            assert "Another Footbridge process is using this data folder" in second.said(), second.said()
            load.wait_for_confirmed()

    under_load("a second process on one SQLite file", first, a_second_comes)


def test_a_second_program_on_one_port_says_so_and_stops(sqlite_world, begin, scratch):
    first = begin(sqlite_world)
    folder, settings = sqlite_world.copy()
    second = Footbridge(folder, scratch, **settings, FOOTBRIDGE_PORT=str(first.port))
    Process.start(second)
    assert second.running.wait(60) != 0
    assert f"Another program has the port {first.port}" in second.said(), second.said()
    assert first.is_ready()
