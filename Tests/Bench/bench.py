"""Times what people wait for, with one browser's worth of load, over a demonstration area with many exchanges.

Each figure is paired with its floor in the same run: the same number of commits, or a page that asks nothing.
"""

import http.client
import os
import pathlib
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid

PROGRAM = os.environ["FOOTBRIDGE"]
# How many exchanges go through the stores; more are copied from them, because only their number matters to a list.
GENUINE = 2000


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, data):
        self.port = free_port()
        settings = {"FOOTBRIDGE_DATA": data, "FOOTBRIDGE_PORT": str(self.port), "FOOTBRIDGE_LOG_LEVEL": "error",
                    "FOOTBRIDGE_REQUESTS_PER_MINUTE": "1000000"}
        self.environment = os.environ | settings

    def start(self):
        began = time.perf_counter()
        self.process = subprocess.Popen([PROGRAM, "demo"], env=self.environment, stdout=subprocess.DEVNULL)
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1):
                    return time.perf_counter() - began
            except OSError:
                time.sleep(0.005)

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def memory(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


class Browser:
    """One signed-in person on one kept-alive connection."""

    def __init__(self, port, name):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.cookie = ""
        page = self.ask("GET", "/sign-in")[1]
        account = re.search(r'value="([0-9a-f-]{36})">\s*<button[^>]*>\s*<b>' + name, page)
        self.cookie = self.ask("POST", "/demonstration/sign-in", account=account[1])[2]

    def ask(self, method, path, **fields):
        headers = {"Cookie": self.cookie} if self.cookie else {}
        body = urllib.parse.urlencode(fields, doseq=True) if method == "POST" else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        assert answer.status < 400, f"{method} {path} answered {answer.status}"
        cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
        return answer.getheader("Location"), text, cookie


def timed(count, act):
    times = []
    for number in range(count):
        began = time.perf_counter()
        act(number)
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.99)]


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="(formToken|seen|version)" value="([^"]*)"', page))


class Notice:
    """Fills the six pages; only the last one, which sends, is timed."""

    def __init__(self, clinician, provider):
        self.clinician, self.provider = clinician, provider

    def step(self, path, **fields):
        page = self.clinician.ask("GET", path)[1]
        return self.clinician.ask("POST", path, **hidden(page), **fields)[0]

    def ready(self, number):
        page = self.clinician.ask("GET", "/notices")[1]
        path = self.clinician.ask("POST", "/notices", **hidden(page))[0]
        base = path.rsplit("/", 1)[0]
        who = {"givenName": "Bench", "familyName": f"Case {time.time_ns()} {number}", "birthDate-day": "3",
               "birthDate-month": "5", "birthDate-year": "2005"}
        if not self.step(path, **who).endswith("/student"):
            self.step(path, **who, person="new")
        self.step(base + "/student", answer="yes", provider=self.provider)
        self.step(base + "/consent", answer="given", categories=["contactHappened", "riskSummary"])
        happened = {"text-contactHappened": "Came in alone.", "text-riskSummary": "Feels safer now."}
        self.step(base + "/happened", kind="presentation", when="now", requests=["checkInWithin48Hours"],
                  urgency="within7Days", **happened)
        return base, hidden(self.clinician.ask("GET", base + "/check")[1])

    def send(self, base, fields):
        assert self.clinician.ask("POST", base + "/check", **fields)[0].endswith("/receipt"), "the notice was not sent"


def commit_floor(folder, count):
    """One durable commit of as many rows as a notice writes, straight into SQLite."""
    raw = sqlite3.connect(folder + "/floor.sqlite", isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("CREATE TABLE row (a TEXT PRIMARY KEY, b TEXT, c BLOB)")

    def commit(number):
        raw.execute("BEGIN IMMEDIATE")
        for part in range(20):
            raw.execute("INSERT INTO row VALUES (?, ?, ?)", (f"{number}-{part}", "x" * 60, b"y" * 200))
        raw.execute("COMMIT")

    return timed(count, commit)


def multiply(database, times):
    """Copies what belongs to each exchange under new ids, earlier by some minutes; sealed text opens in its copies too."""
    raw = sqlite3.connect(database)
    raw.create_function("new_id", 1, lambda _: str(uuid.uuid4()))
    tables = ["exchange_content", "exchange_request", "exchange_checklist", "exchange_event", "exchange_clock",
              "exchange_team", "sharing_decision", "message"]
    own = {"exchange_request", "exchange_event", "sharing_decision", "message"}
    raw.execute("CREATE TEMP TABLE genuine AS SELECT id FROM exchange")
    for copy in range(1, times):
        raw.execute("CREATE TEMP TABLE pair AS SELECT id AS old, new_id(id) AS new FROM genuine")
        columns = [row[1] for row in raw.execute("PRAGMA table_info(exchange)")]
        changed = {"id": "p.new", "reference": f"e.reference || '-{copy}'", "idempotency_key": "p.new",
                   "created_at": f"e.created_at - {copy * 61_000}"}
        values = ", ".join(changed.get(column, f"e.{column}") for column in columns)
        raw.execute(f"INSERT INTO exchange SELECT {values} FROM exchange e JOIN pair p ON p.old = e.id")
        for table in tables:
            columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
            changed = {"exchange_id": "p.new"}
            if table in own:
                changed["id"] = "new_id(t.id)"
            if table == "message":
                changed["idempotency_key"] = "new_id(t.id)"
            values = ", ".join(changed.get(column, f"t.{column}") for column in columns)
            raw.execute(f"INSERT INTO {table} SELECT {values} FROM {table} t JOIN pair p ON p.old = t.exchange_id")
        raw.execute("DROP TABLE pair")
    raw.commit()
    raw.execute("ANALYZE")
    raw.commit()
    count = raw.execute("SELECT count(*) FROM exchange").fetchone()[0]
    raw.close()
    return count


def main(exchanges):
    with tempfile.TemporaryDirectory(prefix="footbridge-bench-", dir=os.environ.get("BENCH_DIR")) as data:
        server = Server(data)
        server.start()
        time.sleep(1)
        server.stop()
        began = time.perf_counter()
        genuine = min(exchanges, GENUINE)
        subprocess.run([PROGRAM, "rehearse", "--exchanges", str(genuine)], env=server.environment, check=True)
        filled = time.perf_counter() - began
        total = multiply(data + "/demonstration/footbridge.sqlite", max(1, exchanges // genuine))
        ready = server.start()
        practitioner, clinician = Browser(server.port, "Priya Shah"), Browser(server.port, "Tom Okafor")
        rows = [("page that asks nothing (/health)", *timed(500, lambda _: practitioner.ask("GET", "/health")))]
        rows.append(("inbox, first page", *timed(200, lambda _: practitioner.ask("GET", "/inbox"))))
        rows.append(("closed list", *timed(100, lambda _: practitioner.ask("GET", "/inbox?list=closed"))))
        typed = ["u", "uc", "ucl", "leeds be", "falmouth", "lse", "imperial", "the one in falmouth"]
        rows.append(("university search as you type", *timed(
            400, lambda n: clinician.ask("GET", "/directory/providers.json?q=" + urllib.parse.quote(typed[n % len(typed)])))))
        found = clinician.ask("GET", "/directory/providers.json?q=university%20of%20leeds")[1]
        notice = Notice(clinician, re.search(r'"id"\s*:\s*"([0-9a-f-]{36})"', found)[1])
        waiting = [notice.ready(number) for number in range(40)]
        rows.append(("send (check page to receipt)", *timed(40, lambda n: notice.send(*waiting[n]))))
        rows.append(("one durable commit of 20 rows, sqlite3", *commit_floor(data, 200)))
        memory = server.memory()
        server.stop()
    print(f"\n{total} exchanges: {genuine} sent and answered through the stores in {filled:.0f} s, the others copied from them")
    print(f"ready {ready * 1000:.0f} ms after start; {memory:.0f} MB resident at the end\n")
    print(f"{'what':44} {'median ms':>10} {'p99 ms':>8}")
    for name, median, late in rows:
        print(f"{name:44} {median:10.2f} {late:8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
