"""The figures in words and tables: on the terminal, and in docs/performance.md."""

import datetime
import os
import pathlib
import re

import plots
from scenarios.peers import PEERS

DOCS = pathlib.Path(__file__).parents[2] / "docs"
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
SCENARIOS = ("send", "find a person", "inbox", "an exchange", "ledger", "search a university", "health")
GROWING = ("send", "find a person", "inbox", "an exchange", "ledger", "search a university")


def sizes(found):
    return sorted(int(size) for size in found if size != "audit")


def said(number):
    """Three digits that say something: 0.123, 1.23, 12.3, 123, 1,230."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def lines(found):
    """A line for each scenario, its floor beside it: raw rows for a send, the page that asks nothing for the others."""
    figures = found["figures"]
    for name in SCENARIOS:
        for connections in (1, 32):
            figure = figures[f"{name}, {connections}"]
            floor = "rows alone" if name == "send" else "health"
            base = figures[f"{floor}, {connections}"]
            yield (name, connections, *(said(figure[of]) for of in ("rate", "median", "p99")), said(base["rate"]),
                   f"{figure['rate'] / base['rate']:.2f}", said(figure["cpu"]), said(figure["engine_cpu"]))


HEADS = ("what", "connections", "a second", "median ms", "p99 ms", "floor, a second", "ratio", "CPU s per 1,000",
         "database CPU s per 1,000")


def table(engine, exchanges, found):
    """For the terminal."""
    rows = [("what", "conn.", "/s", "median", "p99", "floor /s", "ratio", "CPU", "db CPU"), *lines(found)]
    text = [f"{row[0]:22}" + "".join(f"{str(cell):>10}" for cell in row[1:]) for row in rows]
    memory, live = found["memory"], found["live"]["stored to shown"]
    return "\n".join([
        f"{ENGINES[engine]}, {exchanges:,} exchanges, {found['size'] / 2**30:.2f} GiB", *text,
        *(f"{row[0]:22}" + "".join(f"{cell:>10}" for cell in row[1:]) for row in messages(found)),
        f"stored to shown: median {said(live['median'])} ms, p99 {said(live['p99'])} ms",
        f"ready after {found['ready'] * 1000:.0f} ms;"
        f" resident {memory['idle']:.0f} MB idle, {memory['most']:.0f} MB at most,"
        f" {memory['after']:.0f} MB after; {found['sent']} notices sent and found, {found['rows']} rows of"
        f" {found['bytes']:,} bytes each"])


def markdown(heads, rows):
    cells = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in cells)


def machine():
    """Processor, cores, memory, system."""
    model = re.search(r"model name\s*: (.+)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())[1]) / 2**20
    system = re.search(r'PRETTY_NAME="(.+)"', pathlib.Path("/etc/os-release").read_text())[1]
    return f"{os.cpu_count()} cores ({model[1] if model else os.uname().machine}), {memory:.0f} GiB, {system}"


def messages(found):
    """Of one size: messages of a record system, and the same to a service that only keeps them."""
    for name, figure in found.get("messages", {}).items():
        what, connections = name.rsplit(", ", 1)
        yield (what, connections, *(said(figure[of]) for of in ("rate", "median", "p99")))


def growth(found):
    """The p99 at each size, and how much more the largest is than the smallest. With 32 connections most of it is waiting
    for each other, which hides what one request costs more."""
    at = sizes(found)
    for name in (*GROWING, "health"):
        for connections in (1, 32):
            times = [found[str(size)]["figures"][f"{name}, {connections}"]["p99"] for size in at]
            yield (name, connections, *map(said, times), f"{times[-1] / times[0]:.2f}")


def aims(found):
    """What we want of it, what was measured, and whether that is enough: at the largest size, growth from the smallest."""
    at = sizes(found)
    small, large = found[str(at[0])], found[str(at[-1])]
    figures = large["figures"]
    send, floor = figures["send, 32"], figures["rows alone, 32"]
    yield aim("notices a second, as a share of the raw engine's", send["rate"] / floor["rate"], "≥", 0.6)
    yield aim("p99 of a send with 32 connections, ms", send["p99"], "<", 25)
    for name in ("inbox", "find a person") if len(at) > 1 else ():
        for connections in (1, 32):
            grown = figures[f"{name}, {connections}"]["p99"] / small["figures"][f"{name}, {connections}"]["p99"]
            yield aim(f"p99 of {name}, {counted(connections)}, {at[-1]:,} to {at[0]:,}", grown, "≤", 1.5)
    yield from message_aims(large["messages"])
    yield aim("stored to shown, p99 ms", large["live"]["stored to shown"]["p99"], "<", 100)
    yield aim("resident memory at most, MB", large["memory"]["most"], "<", 200)
    yield aim("ready after start, ms", large["ready"] * 1000, "<", 1000)


def message_aims(found):
    """A message is checked, decided upon, audited and given to the outbox; the others only keep it."""
    ours, others = found["message in, 32"], [found[f"{peer}, 32"]["rate"] for peer in PEERS]
    yield aim("messages a second, as a multiple of the faster of two services that only keep them",
              ours["rate"] / max(others), "≥", 6)
    yield aim("p99 of a message with 32 connections, ms", ours["p99"], "<", 30)


def counted(connections):
    return f"{connections} connection{'s' * (connections > 1)}"


def aim(name, value, sign, wanted):
    is_met = {"≥": value >= wanted, "≤": value <= wanted, "<": value < wanted}[sign]
    return name, f"{sign} {wanted:,}", said(value), "yes" if is_met else "**no**"


def section(engine, found):
    at = sizes(found)
    parts = [f"## {ENGINES[engine]}", found[str(at[0])]["settings"] + ".",
             markdown(("aim", "wanted", "measured", "met"), aims(found))]
    for size in at:
        one = found[str(size)]
        memory, live = one["memory"], one["live"]
        parts += [f"### {size:,} exchanges", markdown(HEADS, lines(one)),
                  f"A notice is {one['rows']} rows of {one['bytes']:,} bytes in all. The database has"
                  f" {one['size'] / 2**30:.2f} GiB. Ready {one['ready'] * 1000:.0f} ms after start. Resident memory:"
                  f" {memory['idle']:.0f} MB idle, {memory['most']:.0f} MB at most under load, {memory['after']:.0f} MB"
                  f" after it. {one['sent']} notices were sent, and each was found again.",
                  markdown(("live, ms", "median", "p99"),
                           [(name, said(times["median"]), said(times["p99"])) for name, times in live.items()])]
        handed_in = list(messages(one))
        if handed_in:
            parts.append(markdown(("messages", "connections", "a second", "median ms", "p99 ms"), handed_in))
    if len(at) > 1:
        heads = ("p99 ms", "connections", *(f"{size:,}" for size in at), "largest to smallest")
        parts += ["### How cost grows", markdown(heads, growth(found)),
                  "With 32 connections most of the time is waiting for the others; with 1 it is the request itself.",
                  "`/health` asks nothing and should stay as it is: what it took tells how far milliseconds of two sizes,"
                  " measured at different hours, can be compared.",
                  f"![The p99 of each page at each size](images/performance-growth-{engine}.svg)"]
    audit = found.get("audit")
    if audit:
        parts.append(f"`footbridge audit verify` read {audit['entries']:,} entries in {audit['seconds']:.2f} s:"
                     f" {audit['seconds'] / audit['entries'] * 1e6:.1f} s for a million,"
                     f" {audit['seconds'] / audit['hashing']:.0f} times as long as SHA-256 over the same bytes.")
    return "\n\n".join(parts)


def record(found):
    """Of a million entries: what each costs, and how that compares with hashing as many bytes."""
    heads = ("each of a million entries", "microseconds")
    costs = [(words.removeprefix("µs "), said(value)) for words, value in found.items() if words.startswith("µs")]
    ratios = [(words, said(value)) for words, value in found.items() if "÷" in words]
    return "\n\n".join([
        "## The record of who did what", "A million entries of"
        f" {found['bytes each']:.0f} bytes, written, sealed and checked by `footbridge audit measure` on SQLite.",
        markdown(heads, costs), markdown(("", "ratio"), ratios)])


def write(figures, options):
    engines = [engine for engine in ENGINES if engine in figures]
    today = datetime.date.today()
    text = [
        "# Performance",
        f"Measured on {today.day} {today:%B %Y} by `bin/bench --write` with a release build on {machine()}."
        " The load comes"
        " from another process on the same machine, so both share the cores. Each figure is the median of"
        f" {options.rounds} rounds in which every scenario had its turn beside its floor.",
        "The floor of *send* is the rows of one notice in the same tables with the same indexes, written by the"
        " raw engine"
        " alone: on SQLite by a C program with prepared statements (with 1 connection a commit for each notice,"
        " with 32 one"
        " for 32), on PostgreSQL by pgbench (prepared, pipelined, one transaction a notice). Its tables are empty when it"
        " begins, whatever the size of the database beside it; on SQLite they are in a file of their own. So the ratio has"
        " in it what a send costs more among many notices. The floor of a page is the page that asks nothing, `/health`.",
        "A message handed in by a record system is checked against the official definitions, decided upon, audited and"
        " given to the outbox before it is confirmed. Beside it, in turns, the same message is created in FHIRStarter with"
        " asyncpg on PostgreSQL and in sekmet-fhir, which check it by their model and keep it.",
        "In a database of any size each university is sent 12.5 exchanges a day, as 400 would be at 5,000 a day"
        " nationally;"
        " 1% are open, the latest. Up to a million exchanges there is one university for 2,500 of them, so its pages"
        " show as"
        " much in each size, and what grows is what lies behind. At five million each has five times the history,"
        " and five"
        " times as many are open.",
        "![Notices a second beside the raw engine](images/performance-send.svg)",
        *(section(engine, figures[engine]) for engine in engines),
        *([record(figures["record"])] if "record" in figures else []),
    ]
    (DOCS / "performance.md").write_text("\n\n".join(text) + "\n")
    (DOCS / "images").mkdir(exist_ok=True)
    (DOCS / "images/performance-send.svg").write_text(plots.bars(
        "Notices sent a second, beside the raw engine writing the same rows", list(bars(figures, engines))))
    for engine in engines:
        at = sizes(figures[engine])
        if len(at) > 1:
            series = {name: [figures[engine][str(size)]["figures"][f"{name}, 32"]["p99"] for size in at]
                      for name in GROWING}
            title = f"{ENGINES[engine]}: p99 with 32 connections, by exchanges in the database"
            (DOCS / f"images/performance-growth-{engine}.svg").write_text(plots.curves(title, at, series))


def bars(figures, engines):
    """Of each engine at its largest size: (label, the raw engine, Footbridge)."""
    for engine in engines:
        largest = sizes(figures[engine])[-1]
        for connections in (1, 32):
            found = figures[engine][str(largest)]["figures"]
            label = f"{ENGINES[engine]}, {largest:,}, {counted(connections)}"
            yield (label, found[f"rows alone, {connections}"]["rate"], found[f"send, {connections}"]["rate"])
