"""Three PostgreSQL under Patroni: the primary hands over, dies, or loses its network. Nothing confirmed is lost."""

import contextlib
import threading
import time
from collections import Counter

import pytest

from cluster import Cluster
from count import count, tally
from libpq import Connection, Lost, Refused, Unreachable
from load import NOT_STORED, STORED, UNKNOWN, Cast, Load, Write, longest_silence
from machine import IS_ROOT, installed, wait_for
from network import network, why_there_can_be_no_network
from postgresql import carry

pytestmark = pytest.mark.skipif(not IS_ROOT, reason="only root may make a network of its own")


@pytest.fixture(scope="module")
def cluster(scratch):
    if missing := [program for program in ("patroni", "etcd", "haproxy", "ip") if not installed(program)]:
        pytest.skip(f"not on this machine: {', '.join(missing)}")
    if refusal := why_there_can_be_no_network():
        pytest.skip(f"this machine allows no network of one's own: {refusal}")
    with network(3) as nodes, Cluster(nodes, scratch / "cluster") as cluster:
        connection = Connection(cluster.addresses("postgres")["HAProxy"])
        connection.run("CREATE TABLE line (text TEXT NOT NULL, key TEXT NOT NULL UNIQUE)")
        connection.run("CREATE DATABASE world")
        connection.close()
        yield cluster


@pytest.fixture
def processes(cluster, postgresql_world, begin):
    """One Footbridge for each way to the primary, all on one database."""
    folder, _ = postgresql_world.copy()
    ways = cluster.addresses("world")
    if not cluster.has_world:
        carry(postgresql_world.server.address("world"), ways["HAProxy"])
        cluster.has_world = True
    settings = {way: {"FOOTBRIDGE_POSTGRESQL": address} for way, address in ways.items()}
    return {way: begin(postgresql_world, copied=(folder, found)) for way, found in settings.items()}


INSERT = "INSERT INTO line VALUES ($1, $2) ON CONFLICT (key) DO NOTHING"


class RawWriter(threading.Thread):
    """Writes lines without Footbridge in between: what the cluster itself keeps of its word."""

    def __init__(self, address):
        super().__init__(daemon=True)
        self.address, self.is_over, self.problem = address, False, None
        self.writes, self.connection = [], None

    def __enter__(self):
        self.began = time.monotonic()
        self.start()
        return self

    def __exit__(self, *failure):
        self.is_over, self.ended = True, time.monotonic()
        self.join(60)
        assert any(failure) or not self.problem, self.problem

    def run(self):
        try:
            while not self.is_over:
                self.write_one()
        except Exception as problem:
            self.problem = problem

    def write_one(self):
        write = Write.new("line", None)
        for attempt in range(1 + len(self.writes) % 2):
            try:
                self.connection = self.connection or Connection(self.address)
                self.connection.run(INSERT, write.text, write.key)
                write.outcome, write.at = STORED, time.monotonic()
                break
            except Refused as refusal:
                # A second attempt says nothing about the first.
                write.outcome, write.said = UNKNOWN if attempt else NOT_STORED, str(refusal)
                self.hang_up()
                break
            except Lost as loss:
                write.said = str(loss)
                self.hang_up()
            except Unreachable:
                if not attempt:
                    return time.sleep(0.05)
        self.writes.append(write)
        time.sleep(0.002)

    def hang_up(self):
        self.connection.close()
        self.connection = None

    def confirmed_since(self, moment):
        return sum(write.outcome == STORED and write.at > moment for write in list(self.writes))

    @property
    def gap(self):
        return longest_silence(self)


class Lines:
    """What stands in the table at the end."""

    def __init__(self, cluster):
        connection = Connection(cluster.addresses("postgres")["HAProxy"])
        self.found = Counter(connection.run("SELECT text FROM line"))
        connection.close()

    def times(self, write):
        return self.found[write.text]


SCENARIOS = {
    "switch-over": Cluster.switch_over,
    "kill -9 of the primary's node": Cluster.kill_primary,
    "network of the primary cut": Cluster.cut_primary,
}


def happens(cluster, scenario):
    """Lets it happen, and waits for another primary. What undoes it comes back."""
    former = SCENARIOS[scenario](cluster)
    cluster.wait_for_another_than(former)
    return former


def mends(cluster, former):
    """What was cut or killed is back, and follows the new primary."""
    former.node.mend_cable()
    if not former.is_alive:
        former.start()
    cluster.wait_until_whole()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_was_confirmed_is_kept_once(cluster, processes, table, scenario):
    cast = Cast.of(processes["HAProxy"].address)
    writers = {way: RawWriter(address) for way, address in cluster.addresses("postgres").items()}
    loads = {way: Load(process.address, cast) for way, process in processes.items()}
    with contextlib.ExitStack() as works:
        for work in (*writers.values(), *loads.values()):
            works.enter_context(work)
        for load in loads.values():
            load.wait_for_confirmed()
        former = happens(cluster, scenario)
        moment = time.monotonic()
        for work in (*writers.values(), *loads.values()):
            wait_for("everybody is confirmed again", lambda: work.confirmed_since(moment) > 10)
    mends(cluster, former)
    lines = Lines(cluster)
    found = [tally(f"{scenario}, SQL by {way}", writer.writes, [lines], writer.gap) for way, writer in writers.items()]
    address = processes["libpq"].address
    found += [count(f"{scenario}, Footbridge by {way}", load, address) for way, load in loads.items()]
    table.extend(found)
    for row in found:
        row.require_nothing_lost()
    assert not any(load.turned_away() for load in loads.values()), "somebody was signed out"
