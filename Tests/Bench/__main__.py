"""Measures Footbridge beside its floors: bin/bench --help"""

import argparse
import contextlib
import json
import pathlib
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.append(str(TESTS / "Ground"))

import beside
import report
from filling import GENUINE, UNIVERSITY, Store
from measuring import Figure, Meter
from postgresql import Server
from program import Program
from scenarios import People
from scenarios import auditing
from scenarios.finding import Finding
from scenarios.living import live
from scenarios.peers import peers
from scenarios.reading import pages
from scenarios.receiving import Receiving
from scenarios.sending import Sending
from visiting import WrongAnswer, fresh_names, provider

CONNECTIONS = (1, 32)


def arguments():
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="sqlite")
    parser.add_argument("--exchanges", type=int, nargs="+", default=[10_000], metavar="N",
                        help="how many exchanges the database holds; several are measured one after the other")
    parser.add_argument("--rounds", type=int, default=3, help="each figure is the median of so many")
    parser.add_argument("--seconds", type=int, default=2, help="how long each page is asked for in a round")
    parser.add_argument("--sends", type=int, default=200,
                        help="how many notices are sent with 32 connections in a round")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("/var/tmp/footbridge-bench"),
                        help="where filled databases are kept for the next run")
    parser.add_argument("--beside", type=pathlib.Path, metavar="PROGRAM",
                        help="measure another build in turns with this one, and nothing else")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md and its plots")
    parser.add_argument("--program", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def interleaved(options, meter, people, names):
    """Every scenario and its floor, in turn, several rounds; so whatever else the machine does falls on all of them."""
    university = provider(people.clinicians[0], UNIVERSITY)
    sending = Sending(meter, people, university, names, options.sends)
    floor, reading, figures = sending.floor(), pages(people), {}
    finding = None
    for number in range(options.rounds):
        for connections in CONNECTIONS:
            count = sending.count[connections] * 5
            taken = {"rows alone": Figure.of(floor.run(count, connections)), "send": sending.measure(connections)}
            if finding is None:
                finding = Finding(meter, people, names, [one.family for one in sending.sent], options.sends)
                finding.prepare()
            taken["find a person"] = finding.measure(connections)
            taken |= {name: meter.pages(asked, connections) for name, asked in reading.items()}
            for name, figure in taken.items():
                figures.setdefault((name, connections), []).append(figure)
        print(f"  round {number + 1} of {options.rounds}", flush=True)
    sent = sending.check()
    middle = {f"{name}, {connections}": vars(Figure.middle(rounds)) for (name, connections), rounds in figures.items()}
    return {"figures": middle, "sent": sent, "rows": sending.rows, "bytes": sending.bytes, "university": university}


def messages(meter, people, names, options, server):
    """Messages of a record system, beside services that do nothing but keep them."""
    receiving, figures = Receiving(meter, people, names, options.sends), {}
    with peers(server, names) as others:
        for _ in range(options.rounds):
            for connections in CONNECTIONS:
                taken = {"message in": receiving.measure(connections)}
                for peer in others:
                    taken[peer.name] = peer.measure(connections, receiving.count[connections])
                for name, figure in taken.items():
                    figures.setdefault(f"{name}, {connections}", []).append(figure)
    receiving.check()
    return {"messages": {name: vars(Figure.middle(rounds)) for name, rounds in figures.items()}}


def measure(options, store, exchanges):
    """All figures of one engine at one size."""
    engine = store.filled(exchanges)
    names = fresh_names()
    with Program(options.program, engine.folder, engine.program_settings) as program:
        time.sleep(2)
        idle, people = program.resident(), People(program.port)
        found = interleaved(options, Meter(program, engine, options.seconds), people, names)
        with contextlib.nullcontext(store.server) if store.server else Server(options.data) as server:
            found |= messages(Meter(program, engine, options.seconds), people, names, options, server)
        found["live"] = live(program, people, found.pop("university"), names, max(20, options.sends // 2))
        load = program.most_resident()
        time.sleep(2)
        found["memory"] = {"idle": idle, "most": load, "after": program.resident()}
    with Program(options.program, engine.folder, engine.program_settings) as program:
        found["ready"] = program.ready_after
    return found | {"settings": engine.settings, "size": engine.size()}


def audited(options, store):
    """Of the installation that went through the stores: the copies are no true chain."""
    engine = store.filled(GENUINE)
    return auditing.verify(Program(options.program, engine.folder, engine.program_settings), engine)


def recorded(options):
    """A record of a million entries, on SQLite whatever the engine."""
    return auditing.measure(Program(options.program, options.data / "record", {}), 1_000_000)


def stores(options):
    """Each engine that was asked for, with its server at work where it has one."""
    for name in ("sqlite", "postgresql") if options.engine == "both" else (options.engine,):
        with Server(options.data) if name == "postgresql" else contextlib.nullcontext() as server:
            yield name, Store(options.data, options.program, server)


def compare(options):
    """With another build, on the screen only."""
    for name, store in stores(options):
        for exchanges in options.exchanges:
            print(f"{name}, {exchanges} exchanges", flush=True)
            print(beside.table(*beside.measure(options, store, exchanges)), flush=True)


def main(options):
    kept = options.data / "figures.json"
    figures = json.loads(kept.read_text()) if kept.exists() else {}
    for name, store in stores(options):
        for exchanges in options.exchanges:
            print(f"{name}, {exchanges} exchanges", flush=True)
            figures.setdefault(name, {})[str(exchanges)] = found = measure(options, store, exchanges)
            kept.write_text(json.dumps(figures, indent=1))
            print(report.table(name, exchanges, found), flush=True)
        figures[name]["audit"] = audited(options, store)
        kept.write_text(json.dumps(figures, indent=1))
    figures["record"] = recorded(options)
    kept.write_text(json.dumps(figures, indent=1))
    if options.write:
        report.write(figures, options)


if __name__ == "__main__":
    asked = arguments()
    asked.data.mkdir(parents=True, exist_ok=True)
    try:
        compare(asked) if asked.beside else main(asked)
    except WrongAnswer as wrong:
        sys.exit(f"wrong answer: {wrong}")
