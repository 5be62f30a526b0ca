"""Everything that a guide tells an operator to type is typed here, from top to bottom, on a machine of its own."""

import re
import shutil
import sqlite3

import pytest

from machine import fresh_number
from sandbox import GUIDES, Sandbox, blocks

OPERATORS_PAGES = ("installing.md", "running.md", "upgrade.md", "backup-and-restore.md", "keys.md",
                   "e-mail.md", "sign-in-by-provider.md", "what-to-do-when.md")
# What cannot be done to a machine that tests: these lines are shown, and not run.
SHOWN_ONLY = ("bin/setup", "swift build", "bin/bench", "apt-get", "install -m 644 docs/deploy/haproxy.cfg",
              "systemctl reload haproxy", "git pull", "7 * * * *")


@pytest.fixture
def bare(scratch, server):
    """A machine with the sources and a PostgreSQL that holds nothing."""
    for database in ("footbridge", "footbridge_restored"):
        server.run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
    sandbox = Sandbox(scratch / f"machine_{fresh_number()}", server)
    yield sandbox
    sandbox.clear()


@pytest.fixture
def machine(bare, world):
    """After installing.md, with the work of weeks in its database and the ring in the safe."""
    bare.follow("installing.md")
    bare.bash("systemctl stop footbridge@8080")
    shutil.rmtree(bare.path("/var/lib/footbridge"))
    shutil.copytree(world, bare.path("/var/lib/footbridge"))
    shutil.copy(world / "keys.json", bare.path("/media/safe/footbridge-keys.json"))
    bare.bash("systemctl start footbridge@8080")
    return bare


@pytest.fixture
def on_postgresql(machine):
    """And after that has moved to PostgreSQL, where three processes serve it."""
    machine.moved = machine.follow("running.md", ["Beyond one machine"])
    return machine


def test_installing(bare):
    said = bare.follow("installing.md")
    assert "The settings in force can all be used." in said
    page = bare.bash("curl --silent --location http://127.0.0.1:8080/").stdout
    assert "operator" in page
    assert bare.path("/etc/footbridge/settings").stat().st_mode & 0o777 == 0o640


def test_running(on_postgresql):
    assert "Moved. Start Footbridge" in on_postgresql.moved
    for port in ("8081", "8082", "8083"):
        assert on_postgresql.bash(f"curl --fail --silent http://127.0.0.1:{port}/ready").returncode == 0
    assert on_postgresql.bash("curl --fail --silent http://127.0.0.1:8080/ready").returncode != 0


def test_nothing_serves_the_sqlite_that_was_left_until_it_is_taken_back(on_postgresql):
    on_postgresql.bash("systemctl disable footbridge@8081 footbridge@8082 footbridge@8083")
    on_postgresql.bash("sed -i /FOOTBRIDGE_POSTGRESQL/d /etc/footbridge/settings")
    for command in ("serve", "migrate", "audit verify", "keys list", "backup --to /media/safe"):
        said = on_postgresql.bash(f"footbridge {command}")
        assert said.returncode != 0 and "This installation moved to PostgreSQL on" in said.stdout, said.stdout
    said = on_postgresql.bash("footbridge move --back && systemctl start footbridge@8080 && footbridge audit verify")
    assert said.returncode == 0 and "The record is intact" in said.stdout, said.stdout
    said = on_postgresql.bash("systemctl stop footbridge@8080; footbridge move --back")
    assert said.returncode != 0 and "nothing has moved away from it" in said.stdout, said.stdout


def test_a_seal_that_was_written_down_is_held_beside_the_server_and_missed_when_it_is_gone(machine):
    said = machine.bash("footbridge audit verify").stdout
    number, seal = re.search(r"The newest seal is number (\d+): ([0-9a-f]{64})", said).groups()
    held = machine.bash(f"footbridge audit verify --holds {number}:{seal}")
    assert held.returncode == 0 and f"It holds seal {number}" in held.stdout, held.stdout
    machine.bash("systemctl stop footbridge@8080")
    with sqlite3.connect(machine.path("/var/lib/footbridge/footbridge.sqlite")) as database:
        database.execute("DELETE FROM audit_entry")
        database.execute("DELETE FROM audit_seal")
    assert "The record is intact: 0 entries" in machine.bash("footbridge audit verify").stdout
    missed = machine.bash(f"footbridge audit verify --holds {number}:{seal}")
    assert missed.returncode == 1 and f"seal {number}, which was written down, is not there" in missed.stdout


def test_a_process_that_listens_elsewhere_is_waited_for_there(machine):
    machine.bash("systemctl stop footbridge@8080; echo FOOTBRIDGE_HOST=127.0.0.2 >> /etc/footbridge/settings")
    said = machine.bash("systemctl start footbridge@8080; curl --fail --silent http://127.0.0.2:8080/ready")
    assert said.returncode == 0 and "ready" in said.stdout, said.stdout


def test_upgrade(machine):
    said = machine.follow("upgrade.md")
    assert "The schema is up to date." in said
    assert list(machine.path("/var/backups/footbridge").glob("*.sqlite"))
    assert machine.bash("curl --fail --silent http://127.0.0.1:8080/ready").returncode == 0


def test_keys(machine):
    said = machine.follow("keys.md")
    assert "Everything is sealed with “2”." in said and "Took the key “1” out of the ring." in said
    assert "intact" in machine.bash("systemctl stop footbridge@8080; footbridge audit verify").stdout


def test_backup_and_restore_on_sqlite(machine):
    said = machine.follow("backup-and-restore.md", ["Backup and restore", "SQLite: back up", "SQLite: restore"])
    assert "The key ring opens everything in it." in said and "The record is intact" in said


def test_backup_and_restore_on_postgresql(on_postgresql):
    said = on_postgresql.follow("backup-and-restore.md", ["Backup and restore", "PostgreSQL"])
    assert "The record is intact" in said and "and seals what is new" in said
    entries = "SELECT count(*) > 100 FROM audit_entry"
    assert on_postgresql.server.run(entries, "footbridge_restored") == "t"


def test_what_is_set_by_hand_wins_over_the_settings(bare):
    """Or a rehearsal would look at the installation instead of the copy."""
    bare.follow("installing.md", ["Install"])
    bare.bash("echo FOOTBRIDGE_POSTGRESQL=port=1 >> /etc/footbridge/settings")
    said = bare.bash('FOOTBRIDGE_POSTGRESQL="host=127.0.0.1 port=2" footbridge audit verify')
    assert said.returncode != 0 and "port 2 failed" in said.stdout, said.stdout


def test_e_mail(machine):
    said = machine.follow("e-mail.md")
    assert "The settings in force can all be used." in said and "this is no report about a letter" in said
    assert machine.bash("curl --fail --silent http://127.0.0.1:8080/ready").returncode == 0


def test_sign_in_by_provider(machine):
    assert "The settings in force can all be used." in machine.follow("sign-in-by-provider.md")
    assert machine.bash("curl --fail --silent http://127.0.0.1:8080/ready").returncode == 0


def test_what_to_do_when(machine):
    machine.path("/var/backups/footbridge").mkdir(parents=True)
    machine.follow("what-to-do-when.md")
    assert machine.bash("curl --fail --silent http://127.0.0.1:8080/ready").returncode == 0


@pytest.mark.parametrize("page", OPERATORS_PAGES)
def test_whatever_is_not_run_has_to_be_known(page):
    for block in blocks(page):
        assert block.kind in ("sh", "console", "text"), f"{page}, {block.section}: a block of the kind “{block.kind}”"
        for line in block.text.splitlines() if block.kind == "console" else []:
            assert line.startswith(SHOWN_ONLY), f"{page} shows and does not run: {line}"
    text = (GUIDES / page).read_text()
    assert "\n\n    " not in text, f"{page} has an indented block, which nothing runs"


def test_a_guide_that_is_wrong_is_found_out(machine):
    said = machine.bash("footbridge audit verfy")
    assert said.returncode != 0
    with pytest.raises(AssertionError, match="nothing to do"):
        machine.follow("keys.md", ["No such section"])
