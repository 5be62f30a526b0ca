"""Two builds of the program in turns on one machine: what a change gained, whatever else the machine does meanwhile."""

import contextlib
import shutil

from filling import UNIVERSITY
from measuring import Figure, Meter
from program import Program
from report import said
from scenarios import People
from scenarios.reading import pages
from scenarios.receiving import Receiving
from scenarios.sending import Sending
from visiting import fresh_names, provider

CONNECTIONS = 32


class Side:
    """One build on a copy of the database that nobody else writes to."""

    def __init__(self, program, engine, options):
        names = fresh_names()
        self.meter, people = Meter(program, engine, options.seconds), People(program.port)
        university = provider(people.clinicians[0], UNIVERSITY)
        self.sending = Sending(self.meter, people, university, names, options.sends)
        self.receiving = Receiving(self.meter, people, names, options.sends)
        self.sending.prepare(30)
        self.reading, self.figures = pages(people), {}

    def take(self):
        taken = {"send": self.sending.measure(CONNECTIONS), "message in": self.receiving.measure(CONNECTIONS)}
        taken |= {name: self.meter.pages(asked, CONNECTIONS) for name, asked in self.reading.items()}
        for name, figure in taken.items():
            self.figures.setdefault(name, []).append(figure)

    def check(self):
        self.sending.check()
        self.receiving.check()
        return {name: Figure.middle(rounds) for name, rounds in self.figures.items()}


def measure(options, store, exchanges):
    """The figures of the build beside, then of this one."""
    full = store.filled(exchanges)
    folder = full.folder.with_name(full.folder.name + "-beside")
    shutil.rmtree(folder, ignore_errors=True)
    copy = full.copy_to(folder)
    with contextlib.ExitStack() as stack:
        sides = [Side(stack.enter_context(Program(binary, engine.folder, engine.program_settings)), engine, options)
                 for binary, engine in ((options.beside, copy), (options.program, full))]
        for number in range(options.rounds):
            for side in sides if number % 2 else reversed(sides):
                side.take()
            print(f"  round {number + 1} of {options.rounds}", flush=True)
        return [side.check() for side in sides]


def table(before, after):
    heads = ("what", "before /s", "after /s", "ratio", "p99", "p99", "CPU", "CPU", "db CPU", "db CPU")
    rows = [(name, said(old.rate), said(new.rate), f"{new.rate / old.rate:.2f}", said(old.p99), said(new.p99),
             said(old.cpu), said(new.cpu), said(old.engine_cpu), said(new.engine_cpu))
            for name, old in before.items() for new in [after[name]]]
    return "\n".join(f"{row[0]:22}" + "".join(f"{cell:>10}" for cell in row[1:]) for row in [heads, *rows])
