"""The raw engines doing the same rows: what no program above them can beat."""

import json
import pathlib
import re
import subprocess
import tempfile

from postgresql import BINARIES, PostgreSQL

HERE = pathlib.Path(__file__).parent
# Columns whose values must differ between notices: ids, and what is unique or keyed.
OWN = re.compile(r"(^|_)(id|key)$|^reference$")
SCATTERED = re.compile(r"_index$|hash$|_root$")


def rows_of_one(engine, exchange):
    """Every row that sending one notice wrote, by table, as the program left it."""
    found = engine.rows(f"SELECT id, person_id FROM exchange WHERE id = '{exchange}'")[0]
    about, rows = (found["id"], found["person_id"]), []
    for table, columns in engine.columns().items():
        names = [name for name in ("exchange_id", "person_id", "subject_id") if name in columns]
        if table in ("exchange", "person"):
            names = ["id"]
        if names:
            listed = ", ".join(f"'{one}'" for one in about)
            where = " OR ".join(f"{name} IN ({listed})" for name in names)
            rows += [(table, columns, row) for row in engine.rows(f"SELECT * FROM {table} WHERE {where}")]
    return rows


def kind_of(table, name, kind, value):
    if value is None:
        return "NOTHING"
    if kind == "BIGINT":
        return "COUNTED" if (table, name) == ("audit_entry", "seq") else "NUMBER"
    if kind == "BLOB":
        return "BYTES"
    if SCATTERED.search(name):
        return "SCATTERED"
    return "OWN" if OWN.search(name) and len(value) >= 8 else "TEXT"


def volume(rows):
    """How many rows a notice is, and how many bytes its values are."""
    return len(rows), sum(len(str(value)) if not isinstance(value, bytes) else len(value)
                          for _, _, row in rows for value in row.values() if value is not None)


class SQLiteFloor:
    """A fresh file with the same tables and indexes, filled by a small C program that is compiled here."""

    def __init__(self, engine, rows):
        self.folder = tempfile.TemporaryDirectory(prefix="floor-", dir=engine.folder.parent)
        work = pathlib.Path(self.folder.name)
        (work / "floor.c").write_text(self.written(rows))
        subprocess.run(["cc", "-O2", "-o", work / "floor", work / "floor.c", "-lsqlite3"], check=True)
        self.program, self.file = work / "floor", work / "floor.sqlite"
        subprocess.run(["sqlite3", self.file], input=";\n".join(engine.schema()) + ";", text=True, check=True)

    def run(self, count, together):
        answer = subprocess.run([self.program, self.file, str(count), str(together)], check=True, capture_output=True)
        return json.loads(answer.stdout)

    def written(self, rows):
        values, inserts = [], []
        for number, (table, columns, row) in enumerate(rows):
            made = [self.value(kind_of(table, name, columns[name], row[name]), row[name]) for name in columns]
            values.append(f"static const struct value row{number}[] = {{ {', '.join(made)} }};")
            marks = ", ".join("?" for _ in columns)
            inserts.append(f'    {{ "INSERT INTO {table} VALUES ({marks})", {len(columns)}, row{number} }},')
        table = "\n".join([*values, "static const struct row rows[] = {", *inserts, "};"])
        return (HERE / "floor.c").read_text().replace("\nROWS\n", f"\n{table}\n")

    @staticmethod
    def value(kind, value):
        if kind in ("NOTHING", "COUNTED"):
            return f"{{ {kind} }}"
        if kind == "NUMBER":
            return f"{{ {kind}, {value}LL }}"
        data = value if isinstance(value, bytes) else value.encode()
        text = "".join(f"\\{byte:03o}" for byte in data)
        return f'{{ {kind}, 0, "{text}", {len(data)} }}'


class PostgreSQLFloor:
    """The same tables and indexes in a schema of their own, filled by pgbench: prepared, one round trip a notice."""

    def __init__(self, engine, rows):
        self.engine, self.folder = engine, tempfile.TemporaryDirectory(prefix="floor-", dir=engine.folder.parent)
        tables = sorted({table for table, _, _ in rows})
        made = "".join(f"CREATE TABLE floor.{table} (LIKE public.{table} INCLUDING ALL);\n" for table in tables)
        engine.run(f"DROP SCHEMA IF EXISTS floor CASCADE; CREATE SCHEMA floor;\nCREATE SEQUENCE floor.notice;\n{made}")
        self.script = pathlib.Path(self.folder.name) / "notice.sql"
        self.script.write_text(self.written(rows))
        self.rounds = 0

    def run(self, count, clients):
        """As many notices in all, by so many connections at once, each notice a transaction."""
        log = pathlib.Path(self.folder.name) / "log"
        for old in log.parent.glob("log.*"):
            old.unlink()
        self.rounds += 1
        command = [BINARIES / "pgbench", "-n", "-M", "prepared", "-f", self.script, "-D", f"round={self.rounds}",
                   "-D", "turn=0", "-c", str(clients), "-j", str(min(clients, 2)), "-t", str(max(1, count // clients)),
                   "-l", f"--log-prefix={log}",
                   self.engine.server.address(self.engine.database)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        times = sorted(int(line.split()[2]) / 1000 for one in log.parent.glob("log.*") for line in one.open())
        rate = float(re.search(r"tps = ([0-9.]+)", said)[1])
        return {"requests": len(times), "seconds": len(times) / rate, "median": times[len(times) // 2],
                "p99": times[len(times) * 99 // 100]}

    @staticmethod
    def written(rows):
        """Ids end in a number that no other transaction has: of the client, the round and the turn."""
        lines = ["\\set turn :turn + 1", "\\set number (:client_id + 1) * 10000000000 + :round * 10000000 + :turn",
                 "\\startpipeline", "BEGIN;"]
        for place, (table, columns, row) in enumerate(rows):
            made = []
            for name in columns:
                value, kind = row[name], kind_of(table, name, columns[name], row[name])
                if kind == "NOTHING":
                    made.append("NULL")
                elif kind == "NUMBER":
                    made.append(str(value))
                elif kind == "COUNTED":
                    made.append("nextval('floor.notice')")
                elif kind == "BYTES":
                    made.append(f"'{value}'")
                else:
                    made.append(PostgreSQLFloor.text(kind, value, place))
            lines.append(f"INSERT INTO floor.{table} ({', '.join(columns)}) VALUES ({', '.join(made)});")
        return "\n".join([*lines, "COMMIT;", "\\endpipeline"]) + "\n"


    @staticmethod
    def text(kind, value, place):
        if kind == "OWN":
            return f"{quoted(value[:-10])} || lpad(to_hex(:number::bigint), 10, '0')"
        if kind == "SCATTERED":
            return f"md5(:number::text || '{place}') || {quoted(value[32:])}"
        return quoted(value)


def quoted(text):
    """A literal in which pgbench sees no variable of its own, which begin with a colon."""
    escaped = text.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n").replace(":", "\\x3a")
    return f"E'{escaped}'"


def floor(engine, rows):
    return (PostgreSQLFloor if isinstance(engine, PostgreSQL) else SQLiteFloor)(engine, rows)
