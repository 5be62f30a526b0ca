"""Filled databases: two thousand exchanges go through the stores, the rest are copied; kept for the next run."""

import itertools
import pathlib
import shutil
import time

from copies import Copies, Template, identity
from postgresql import PostgreSQL
from program import Program
from sqlite import SQLite

GENUINE = 2000
# Where the people of the demonstration work, who are measured: they receive and send as much as any others.
UNIVERSITY, TRUST = "University of Leeds", "RR8"
AT_ONCE = 5000
# Up to so many exchanges a database is filled anew for each run; in larger ones, what earlier runs have sent is removed.
SOON_FILLED = 100_000


class Store:
    """The bench's data folder: one genuine installation for each engine, and one filled from it for each size."""

    def __init__(self, folder, binary, server=None):
        self.folder, self.binary, self.server = pathlib.Path(folder), binary, server

    def filled(self, exchanges):
        """An engine with so many exchanges; made where there is none."""
        kind = "postgresql" if self.server else "sqlite"
        base, full = self.folder / f"{kind}-genuine", self.folder / f"{kind}-{exchanges}"
        if not (base / "is-complete").exists():
            self.rehearse(base)
        if (full / "is-complete").exists() and exchanges > SOON_FILLED:
            engine = self.engine(full)
            forget(engine, int((full / "is-complete").stat().st_mtime * 1000))
            return engine
        shutil.rmtree(full, ignore_errors=True)
        engine, began = self.engine(base).copy_to(full), time.perf_counter()
        (full / "is-complete").unlink()
        multiply(engine, exchanges)
        (full / "is-complete").write_text(f"{time.perf_counter() - began:.0f} s\n")
        print(f"  filled {engine.name} with {exchanges} exchanges in {time.perf_counter() - began:.0f} s,"
              f" {engine.size() / 2**30:.1f} GiB", flush=True)
        return engine

    def engine(self, folder):
        if not self.server:
            return SQLite(folder)
        return PostgreSQL(folder, self.server, folder.name.replace("-", "_"))

    def rehearse(self, base):
        """Through the stores, as people would."""
        shutil.rmtree(base, ignore_errors=True)
        base.mkdir(parents=True)
        if self.server:
            PostgreSQL.create(base, self.server, base.name.replace("-", "_"))
        program = Program(self.binary, base, self.engine(base).program_settings)
        with program:
            pass
        program.command("rehearse", "--exchanges", str(GENUINE))
        (base / "is-complete").touch()


def forget(engine, since):
    """Removes what has been sent since a moment, in milliseconds, and whom it was about: the university it all went to
    would have more open from run to run, and the larger databases, which are kept, would look slower for it."""
    sent = engine.rows(f"""
        SELECT e.id, e.person_id FROM exchange e JOIN organisation o ON o.id = e.sender_organisation_id
        WHERE o.ods_code = '{TRUST}' AND e.created_at > {since}""")
    if not sent:
        return
    exchanges, people = (", ".join({f"'{row[name]}'" for row in sent}) for name in ("id", "person_id"))
    columns = engine.columns()
    wheres = [(table, f"exchange_id IN ({exchanges})") for table, names in columns.items() if "exchange_id" in names]
    wheres += [(table, f"person_id IN ({people})") for table, names in columns.items()
               if "person_id" in names and not {"exchange_id", "seq"} & names.keys()]
    wheres += [("exchange", f"id IN ({exchanges})"), ("person", f"id IN ({people})")]
    engine.run("BEGIN;\n" + "".join(f"DELETE FROM {table} WHERE {where};\n" for table, where in wheres) + "COMMIT;\n")


def multiply(engine, exchanges):
    """Adds copies until there are so many exchanges."""
    columns, now = engine.columns(), int(time.time() * 1000)
    there = int(engine.rows("SELECT COUNT(*) AS count FROM exchange")[0]["count"])
    if exchanges <= there:
        return
    copies = Copies(exchanges - there, now, *templates(engine, columns), *sides(engine, columns, exchanges, now))
    made = {table for template in copies.ended + copies.opened for table in template.rows}
    last = engine.rows("SELECT COALESCE(MAX(seq), 0) AS last FROM audit_entry")[0]["last"]
    engine.begin_filling({table: columns[table] for table in sorted(made)})
    seq = itertools.count(int(last) + 1)
    for begin in range(0, copies.total, AT_ONCE):
        for table, rows in copies.rows(range(begin, min(begin + AT_ONCE, copies.total)), seq).items():
            engine.fill(table, rows)
    engine.end_filling()


def templates(engine, columns):
    """Some genuine exchanges that have ended, and some that are open; each about a student with no other."""
    taken = {row["reference"] for row in engine.rows("SELECT reference FROM exchange")}
    wanted = """
        SELECT e.* FROM exchange e WHERE {} EXISTS (SELECT 1 FROM exchange_clock c WHERE c.exchange_id = e.id)
            AND e.recipient_service_id IS NOT NULL
            AND (SELECT COUNT(*) FROM exchange o WHERE o.person_id = e.person_id) = 1
        ORDER BY e.created_at DESC LIMIT 24"""
    return [[Template(engine, columns, row, taken) for row in engine.rows(wanted.format(word))] for word in ("NOT", "")]


def sides(engine, columns, exchanges, now):
    """The trusts and universities of the country, or of a small part of it, each with a team; those measured first."""
    universities, trusts = min(max(exchanges // 2500, 4), 400), min(max(exchanges // 5000, 2), 200)
    trust = known(engine, f"o.ods_code = '{TRUST}'")
    university = known(engine, f"o.name = '{UNIVERSITY}'")
    of_service = f"WHERE service_id = '{university['service']}' AND closed_at IS NULL"
    point = engine.rows(f"SELECT * FROM contact_point {of_service}")[0]
    senders, recipients = [(trust["id"], trust["service"])], [(university["id"], university["service"], point["id"])]
    services, points = [], []
    for place, (found, count, into) in enumerate([(trust, trusts, senders), (university, universities, recipients)]):
        team = engine.rows(f"SELECT * FROM service WHERE id = '{found['service']}'")[0]
        for number, other in enumerate(others(engine, found, count - 1)):
            service, contact = identity(now, 0xF00 + place, number), identity(now, 0xF10 + place, number)
            services.append(team | {"id": service, "organisation_id": other})
            points.append(point | {"id": contact, "organisation_id": other, "service_id": service})
            into.append((other, service) if place == 0 else (other, service, contact))
    engine.begin_filling({"service": columns["service"], "contact_point": columns["contact_point"]})
    engine.fill("service", [tuple(row.values()) for row in services])
    engine.fill("contact_point", [tuple(row.values()) for row in points])
    engine.end_filling()
    return senders, recipients


def known(engine, where):
    """An organisation, and the team of it that most exchanges have to do with."""
    return engine.rows(f"""
        SELECT o.id, o.kind, t.service_id AS service, COUNT(*) AS count FROM organisation o
        JOIN service s ON s.organisation_id = o.id JOIN exchange_team t ON t.service_id = s.id
        WHERE {where} GROUP BY o.id, o.kind, t.service_id ORDER BY count DESC LIMIT 1""")[0]


def others(engine, found, count):
    rows = engine.rows(f"""
        SELECT o.id FROM organisation o WHERE o.kind = '{found['kind']}' AND o.closed_on IS NULL
            AND NOT EXISTS (SELECT 1 FROM service s WHERE s.organisation_id = o.id) ORDER BY o.id LIMIT {count}""")
    return [row["id"] for row in rows]
