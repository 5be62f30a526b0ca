"""PostgreSQL as the bench sees it: a server of its own on a free port."""

import csv
import io
import pathlib
import shutil
import subprocess

from machine import free_port
from program import TICKS, cpu_of

STARTER = pathlib.Path(__file__).resolve().parents[2] / "bin/postgresql"
BINARIES = pathlib.Path(subprocess.run([STARTER, "programs"], capture_output=True, text=True).stdout.strip())
SETTINGS = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "1GB",
            "max_wal_size": "4GB", "checkpoint_timeout": "15min", "max_connections": "100", "jit": "off",
            "autovacuum": "on", "maintenance_work_mem": "512MB", "listen_addresses": "127.0.0.1"}
NULL = "\\N"


class Server:
    """The server itself, by bin/postgresql; its cluster lives in the bench's data folder."""

    def __init__(self, folder):
        self.folder, self.port = pathlib.Path(folder), free_port()

    def __enter__(self):
        settings = [f"{name}={value}" for name, value in (SETTINGS | {"port": self.port}).items()]
        subprocess.run([STARTER, "start", self.folder, *settings], check=True, stdout=subprocess.DEVNULL)
        self.pid = int((self.folder / "cluster/postmaster.pid").read_text().split()[0])
        return self

    def __exit__(self, *_):
        subprocess.run([STARTER, "stop", self.folder], check=True)

    def address(self, database):
        return f"host=127.0.0.1 port={self.port} user=footbridge dbname={database}"

    def cpu(self):
        """Of the server and its connections, those that have ended included."""
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        ended = (int(fields[13]) + int(fields[14])) / TICKS
        children = pathlib.Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return ended + cpu_of(self.pid) + sum(cpu_of(child) for child in children)


class PostgreSQL:
    name = "PostgreSQL"

    def __init__(self, folder, server, database):
        self.folder, self.server, self.database = pathlib.Path(folder), server, database
        self.program_settings = {"FOOTBRIDGE_POSTGRESQL": server.address(database)}
        kept = ("fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size")
        version = subprocess.run([BINARIES / "postgres", "--version"], capture_output=True, text=True).stdout.split()[2]
        self.settings = f"PostgreSQL {version}: " + ", ".join(f"{name} = {SETTINGS[name]}" for name in kept)

    @staticmethod
    def create(folder, server, database):
        """An empty database; whatever an attempt before left of it is dropped."""
        outside = PostgreSQL(folder, server, "postgres")
        outside.run(f"DROP DATABASE IF EXISTS {database}")
        outside.run(f"CREATE DATABASE {database}")

    def copy_to(self, folder):
        shutil.copytree(self.folder, folder)
        copy = PostgreSQL(folder, self.server, pathlib.Path(folder).name.replace("-", "_"))
        outside = PostgreSQL(folder, self.server, "postgres")
        outside.run(f"DROP DATABASE IF EXISTS {copy.database}")
        outside.run(f"CREATE DATABASE {copy.database} TEMPLATE {self.database}")
        return copy

    def cpu(self):
        return self.server.cpu()

    def psql(self, *words):
        quietly = ["env", "PGOPTIONS=-c client_min_messages=warning", "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"]
        return [*quietly, "-d", self.server.address(self.database), *words]

    def run(self, sql):
        subprocess.run(self.psql("-f", "-"), input=sql, text=True, check=True, stdout=subprocess.DEVNULL)

    def rows(self, sql):
        answer = subprocess.run(self.psql("--csv", "-P", f"null={NULL}", "-c", sql), check=True, capture_output=True)
        return [{name: None if value == NULL else value for name, value in row.items()}
                for row in csv.DictReader(io.StringIO(answer.stdout.decode(), newline=""))]

    def columns(self):
        """Only the tables that a statement names: a partition is filled through its parent."""
        found = self.rows("""
            SELECT c.relname AS table, a.attname AS column, COALESCE(b.typname, t.typname) AS type FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = NULLIF(t.typbasetype, 0)
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            ORDER BY c.relname, a.attnum""")
        names = {"text": "TEXT", "int8": "BIGINT", "float8": "DOUBLE PRECISION", "bytea": "BLOB"}
        tables = {}
        for row in found:
            tables.setdefault(row["table"], {})[row["column"]] = names.get(row["type"], row["type"])
        return tables

    def size(self):
        return int(self.rows(f"SELECT pg_database_size('{self.database}') AS size")[0]["size"])

    def begin_filling(self, tables):
        listed = ", ".join(f"'{table}'" for table in tables)
        self.indexes = self.rows(f"""
            SELECT i.indexname AS name, i.indexdef AS sql FROM pg_indexes i
            WHERE i.schemaname = 'public' AND i.tablename IN ({listed}) AND NOT EXISTS (SELECT 1 FROM pg_constraint k
                WHERE k.conindid = format('%I.%I', i.schemaname, i.indexname)::regclass)""")
        # That of a table in parts is made again for all of its parts at once.
        for index in self.indexes:
            index["sql"] = index["sql"].replace(" ON ONLY ", " ON ")
        self.run("".join(f"DROP INDEX {index['name']};\n" for index in self.indexes))
        self.copies = {}
        for table, columns in tables.items():
            copy = self.psql("-c", "SET synchronous_commit = off",
                             "-c", f"COPY {table} ({', '.join(columns)}) FROM STDIN")
            self.copies[table] = subprocess.Popen(copy, stdin=subprocess.PIPE)

    def fill(self, table, rows):
        lines = "".join("\t".join(map(copied, row)) + "\n" for row in rows)
        self.copies[table].stdin.write(lines.encode())

    def end_filling(self):
        for copy in self.copies.values():
            copy.stdin.close()
        if any(copy.wait() != 0 for copy in self.copies.values()):
            raise SystemExit("PostgreSQL did not take the rows; what it said is above.")
        self.run("SET maintenance_work_mem = '2GB';\n" + "".join(f"{index['sql']};\n" for index in self.indexes))
        # Numbers that were given to copies are given to nobody else.
        self.run("SELECT setval(s::regclass, (SELECT MAX(seq) FROM audit_entry)) FROM to_regclass('audit_entry_seq') s"
                 " WHERE s IS NOT NULL;")
        self.run("VACUUM ANALYZE;")
        self.run("CHECKPOINT;")


def copied(value):
    """A value as COPY reads it. Rows were read through psql, so what is a blob is its \\x text already."""
    if value is None:
        return NULL
    if isinstance(value, int):
        return str(value)
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
