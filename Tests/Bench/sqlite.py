"""SQLite as the bench sees it: one file, read and filled beside the program, never while the program runs."""

import contextlib
import pathlib
import shutil
import sqlite3

CACHE = "PRAGMA cache_size = -2000000"


class SQLite:
    name = "SQLite"
    settings = f"SQLite {sqlite3.sqlite_version}: write-ahead log, synchronous = FULL"

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.file = self.folder / "demonstration/footbridge.sqlite"
        self.program_settings = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def copy_to(self, folder):
        """The same installation once more, in another folder."""
        shutil.copytree(self.folder, folder)
        return SQLite(folder)

    def cpu(self):
        """It runs inside the program."""
        return 0.0

    def rows(self, sql):
        with contextlib.closing(sqlite3.connect(self.file)) as database:
            cursor = database.execute(sql)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row)) for row in cursor]

    def run(self, sql):
        with contextlib.closing(sqlite3.connect(self.file)) as database:
            database.executescript(sql)

    def columns(self):
        """The columns of each table: table → {column: type}."""
        tables = [row["name"] for row in self.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {
            table: {row["name"]: row["type"] for row in self.rows(f"PRAGMA table_info({table})")} for table in tables
        }

    def schema(self):
        """The statements that make the tables and their indexes."""
        return [row["sql"] for row in self.rows(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY type DESC")]

    def size(self):
        return self.file.stat().st_size

    # What follows fills many rows in one pass: no journal, and each index made once at the end.

    def begin_filling(self, tables):
        self.open = sqlite3.connect(self.file, isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
            self.open.execute(f"PRAGMA {setting}").fetchall()
        self.open.execute(CACHE)
        marks = ", ".join("?" for _ in tables)
        named = f"type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})"
        indexes = f"SELECT name, sql FROM sqlite_master WHERE {named}"
        self.indexes = self.open.execute(indexes, list(tables)).fetchall()
        for name, _ in self.indexes:
            self.open.execute(f"DROP INDEX {name}")
        self.open.execute("BEGIN")
        self.inserts = {table: f"INSERT INTO {table} VALUES ({', '.join('?' for _ in columns)})"
                        for table, columns in tables.items()}

    def fill(self, table, rows):
        self.open.executemany(self.inserts[table], rows)

    def end_filling(self):
        self.open.execute("COMMIT")
        for _, sql in self.indexes:
            self.open.execute(sql)
        self.open.execute("PRAGMA analysis_limit = 2000")
        self.open.execute("ANALYZE")
        self.open.execute("PRAGMA locking_mode = NORMAL").fetchall()
        self.open.execute("PRAGMA journal_mode = WAL").fetchall()
        self.open.close()
