"""*Audit verify*: checking the record of a genuine installation, beside SHA-256 over the same bytes."""

import hashlib
import json
import re
import time

from visiting import WrongAnswer


def verify(program, engine):
    """:return: entries, seconds to verify them, seconds to hash their bytes in one go."""
    columns = engine.columns()["audit_entry"]
    lengths = " + ".join(f"COALESCE(LENGTH(CAST({name} AS TEXT)), 0)" for name in columns)
    there = engine.rows(f"SELECT COUNT(*) AS count, SUM({lengths}) AS bytes FROM audit_entry")[0]
    # Only `demo` and `rehearse` look for the demonstration area in the data folder by themselves.
    folder = program.data / "demonstration"
    # An installation that was kept from an earlier run may be of an earlier version, which `verify` leaves alone.
    program.command("migrate", data=folder)
    program.command("audit", "verify", data=folder)
    began = time.perf_counter()
    said = program.command("audit", "verify", data=folder).stdout
    seconds = time.perf_counter() - began
    read = re.search(r"intact: ([0-9,]+) entries", said)
    if not read or int(read[1].replace(",", "")) != int(there["count"]):
        raise WrongAnswer(f"audit verify was to read {there['count']} entries, and said: {said}")
    data = bytes(int(there["bytes"]))
    began = time.perf_counter()
    hashlib.sha256(data).digest()
    return {"entries": int(there["count"]), "seconds": seconds, "hashing": time.perf_counter() - began}


def measure(program, entries):
    """So many entries in a database made for it: microseconds for each to write, seal and check, beside SHA-256."""
    return json.loads(program.command("audit", "measure", "--entries", str(entries)).stdout)
