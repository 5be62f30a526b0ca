"""Three Footbridge processes on one PostgreSQL: they share the work, and hear of each other."""

import threading

import pytest

from browser import Browser
from load import Cast
from test_clock import steps, sweeps


@pytest.fixture
def processes(postgresql_world, begin):
    copied = postgresql_world.copy()
    return [begin(postgresql_world, copied=copied) for _ in range(3)]


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
    heard = priya.lines("/inbox/live")
    assert "retry" in next(heard)
    answer = jamal.act(f"/exchanges/{exchange}/messages", **{"message-message": "Heard by the other process?"})
    assert answer.status == 303
    assert any(line == "event: change" for line in heard), "the open page heard nothing"
