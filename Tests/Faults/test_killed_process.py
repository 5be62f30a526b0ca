"""kill -9 of Footbridge while people write: what was confirmed is there once, what was refused is not."""

import random
import time


def test_power_cuts_lose_and_double_nothing(world, begin, under_load, rounds):
    process = begin(world)

    def cut(load):
        for _ in range(rounds):
            load.wait_for_confirmed(3)
            time.sleep(random.uniform(0, 0.3))
            process.kill()
            process.start()

    under_load(f"{rounds} × kill -9 of Footbridge, {world.name}", process, cut)
    process.stop()
    assert "intact" in process.run("audit", "verify").stdout


def test_stopping_keeps_what_was_begun(world, begin, under_load):
    process = begin(world)

    def restart(load):
        for _ in range(5):
            load.wait_for_confirmed(3)
            process.stop()
            process.start()

    under_load(f"5 × SIGTERM of Footbridge, {world.name}", process, restart)
