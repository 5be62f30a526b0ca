"""Three Footbridge processes behind HAProxy on one PostgreSQL: they share the work, and none of them is missed."""

import csv
import io
import threading

import pytest

from browser import Browser
from load import Cast
from machine import PATIENCE_SECONDS, free_port
from proxy import Proxy, ready_ones
from test_clock import steps, sweeps


@pytest.fixture
def processes(postgresql_world, begin):
    copied = postgresql_world.copy()
    return [begin(postgresql_world, copied=copied) for _ in range(3)]


@pytest.fixture
def proxy(processes, scratch):
    servers = {process.name: f"127.0.0.1:{process.port}" for process in processes}
    proxy = Proxy(scratch / f"proxy_{free_port()}", ready_ones(free_port(), servers))
    proxy.start()
    proxy.address = ("127.0.0.1", proxy.port)
    yield proxy
    proxy.kill()


def served(proxy):
    """How many requests each process was handed."""
    rows = csv.DictReader(io.StringIO(proxy.tell("show stat").lstrip("# ")))
    return {row["svname"]: int(row["stot"]) for row in rows if row["svname"] not in ("FRONTEND", "BACKEND")}


def test_work_is_shared_and_a_killed_process_is_not_missed(processes, proxy, under_load):
    def one_dies(load):
        load.wait_for_confirmed(20)
        for process in processes:
            process.kill()
            load.wait_for_confirmed(20)
            process.start()

    under_load("3 × kill -9 of one of three processes", processes[0], one_dies, address=proxy.address)
    assert min(served(proxy).values()) > 10, served(proxy)


def test_a_rolling_restart_loses_no_request(processes, proxy, under_load):
    def restart(load):
        for process in processes:
            load.wait_for_confirmed(20)
            process.stop()
            load.wait_for_confirmed(20)
            process.start()
        load.wait_for_confirmed(20)
        doubts = {person.name: [w.said for w in person.writes if w.outcome != "stored"] for person in load.people}
        assert not any(doubts.values()) and not any(person.doubts for person in load.people), doubts

    found = under_load("rolling restart of three processes", processes[0], restart, address=proxy.address)
    assert found.unknown == 0 and found.not_stored == 0, found


def test_each_step_of_a_ladder_is_taken_once_by_three_sweepers(processes):
    cast = Cast.of(processes[0].address)
    begun = steps(processes[0], cast)
    for _ in range(3):
        together = [threading.Thread(target=sweeps, args=(process, 48)) for process in processes]
        for sweeping in together:
            sweeping.start()
        for sweeping in together:
            sweeping.join()
    climbed = steps(processes[0], cast)
    assert sum(climbed.values()) > sum(begun.values()), "no step of any ladder was taken"
    assert set(climbed.values()) == {1}, climbed


def test_a_page_that_is_open_on_one_process_hears_of_a_write_through_another(processes):
    first, second, _ = processes
    cast = Cast.of(first.address)
    priya, jamal = Browser(first.address, "Priya Shah").sign_in(), Browser(second.address, "Jamal Hussain").sign_in()
    exchange = next(exchange for exchange, sides in cast.sides.items() if sides == ("Jamal Hussain", "Priya Shah"))
    heard = listen(priya)
    assert "retry" in next(heard)
    answer = jamal.act(f"/exchanges/{exchange}/messages", **{"message-message": "Heard by the other process?"})
    assert answer.status == 303
    assert any(line == "event: change" for line in heard), "the open page heard nothing"


def listen(browser):
    """The lines of the open inbox's stream, as they come."""
    connection = browser.connection
    connection.sock.settimeout(PATIENCE_SECONDS)
    connection.request("GET", "/inbox/live", headers={"Cookie": browser.cookie})
    answer = connection.getresponse()
    assert answer.status == 200
    while line := answer.readline():
        yield line.decode().strip()
