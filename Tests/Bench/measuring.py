"""One measurement: so many connections, so many requests, and how it went."""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from visiting import WrongAnswer

HERE = pathlib.Path(__file__).parent


@dataclass
class Figure:
    """Requests a second, and milliseconds a request."""

    rate: float
    median: float
    p99: float
    # Seconds of processor time for a thousand requests: the program's, and the database server's.
    cpu: float = 0.0
    engine_cpu: float = 0.0

    @staticmethod
    def of(answer):
        return Figure(answer["requests"] / answer["seconds"], answer["median"], answer["p99"])

    @staticmethod
    def middle(rounds):
        """The median of several rounds, each figure by itself."""
        return Figure(*(statistics.median(getattr(one, name) for one in rounds)
                        for name in ("rate", "median", "p99", "cpu", "engine_cpu")))


def of_latencies(latencies, seconds):
    times = sorted(latencies)
    return {"requests": len(times), "seconds": seconds, "median": times[len(times) // 2],
            "p99": times[min(len(times) - 1, len(times) * 99 // 100)]}


class Meter:
    """Measures one program over one engine. The load comes from another process, so its work is not the program's."""

    def __init__(self, program, engine, seconds):
        self.program, self.engine, self.seconds = program, engine, seconds

    def pages(self, pages, connections):
        """Pages that may be asked for any number of times: (path, cookie, what each of them contains)."""
        with tempfile.NamedTemporaryFile("w", suffix=".plan") as plan:
            plan.writelines("\t".join(page) + "\n" for page in pages)
            plan.flush()
            # What wrk leaves unfinished is served all the same: one request a connection.
            return self.metered(lambda: self.wrk(plan.name, pages[0][0], connections, self.seconds), connections)

    def wrk(self, plan, path, connections, seconds):
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", HERE / "pages.lua",
                   f"http://127.0.0.1:{self.program.port}/"]
        planned = os.environ | {"PLAN": plan}
        said = subprocess.run(command, env=planned, check=True, capture_output=True, text=True).stdout
        answer = json.loads(said.split("RESULT ")[1])
        if answer["wrong"]:
            raise WrongAnswer(f"{answer['wrong']} of {answer['requests']} answers like {path} were wrong")
        # Slow is not wrong: it is asked for longer.
        return answer if answer["requests"] else self.wrk(plan, path, connections, seconds * 2)

    def once(self, requests, connections):
        """Requests that are made once each, in their order, by whichever connection is free."""
        plan = {"port": self.program.port, "connections": connections, "requests": requests}
        return self.metered(lambda: self.loaded(plan))

    @staticmethod
    def loaded(plan):
        done = subprocess.run([sys.executable, HERE / "load.py"], input=json.dumps(plan), text=True, check=True,
                              stdout=subprocess.PIPE)
        answer = json.loads(done.stdout)
        if answer["wrong"]:
            raise WrongAnswer(f"{len(answer['wrong'])} wrong: {answer['wrong'][0]}")
        return of_latencies(answer["latencies"], answer["seconds"])

    def metered(self, load, unfinished=0):
        before, engine_before = self.program.cpu(), self.engine.cpu()
        answer = load()
        self.rest()
        figure, served = Figure.of(answer), (answer["requests"] + unfinished) / 1000
        figure.cpu = (self.program.cpu() - before) / served
        figure.engine_cpu = (self.engine.cpu() - engine_before) / served
        return figure

    def rest(self):
        """Waits until the program has nothing left to do, so that no scenario pays for the one before it."""
        for _ in range(300):
            before = self.program.cpu()
            time.sleep(0.1)
            if self.program.cpu() - before < 0.02:
                return
        raise WrongAnswer("the program was still at work half a minute after the last request")
