"""A machine where systemd is the first process: the guides are done there, and the unit holds what it promises."""

import contextlib
import json

import pytest

from small_machine import SmallMachine, why_not
from test_unit import MOST_EXPOSED

pytestmark = pytest.mark.skipif(why_not() is not None, reason=str(why_not()))

# What somebody with Footbridge's user could do on this machine, and the unit's program cannot.
HELD = {
    "write beside the system's programs": "touch /usr/local/share/everybody/file",
    "change its own program": "touch /opt/footbridge/current/everybody",
    "change its settings": "echo >> /etc/everybody",
    "look into a home": "cat /home/everybody",
    "see what others leave in /tmp": "cat /tmp/everybody",
    "see the processes of others": "cat /proc/1/comm",
    "see more of the system than processes": "cat /proc/uptime",
    "use what is no plain device": "test -e /dev/tty1",
    "have namespaces of its own": "unshare --user true",
    "make a program that others run as it": "cp /usr/bin/true /var/tmp/ours && chmod u+s /var/tmp/ours",
    "leave its memory on the disk": "test $(ulimit -Hc) != 0",
}
# Where all may write and read, so that it is the unit that says no.
OPEN_TO_ALL = """
mkdir -p /usr/local/share/everybody
touch /opt/footbridge/current/everybody /etc/everybody /home/everybody /tmp/everybody /dev/tty1
chmod 777 /usr/local/share/everybody /opt/footbridge/current/everybody /etc/everybody
"""
# Another program under the unit's own rules: the one of the file /usr/local/bin/trial.
TRIAL = """
mkdir -p /etc/systemd/system/footbridge@trial.service.d
cat > /etc/systemd/system/footbridge@trial.service.d/trial.conf <<'END'
[Service]
Type=oneshot
Restart=no
ExecStart=
ExecStart=/bin/sh /usr/local/bin/trial
ExecStartPost=
END
systemctl daemon-reload
"""


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    machine = SmallMachine(tmp_path_factory.mktemp("small-machine"))
    try:
        machine.boot().follow("installing.md")
        machine.run(OPEN_TO_ALL + TRIAL)
        yield machine
    finally:
        machine.stop()


def shown(machine, *names):
    return [machine.run(f"systemctl show --value --property={name} footbridge@8080") for name in names]


def serves(machine):
    return machine.ask("curl --fail --silent --max-time 5 http://127.0.0.1:8080/ready").returncode == 0


def test_installing_ends_with_a_service_that_serves_and_says_so_in_the_journal(machine):
    assert shown(machine, "ActiveState", "UnitFileState") == ["active", "enabled"]
    assert serves(machine)
    said = machine.run("journalctl --unit footbridge@8080 --output cat --grep 'route.*/ready'")
    assert json.loads(said.splitlines()[-1])["status"] == "200"


def test_little_of_the_running_service_is_exposed(machine):
    machine.run(f"systemd-analyze security --no-pager --threshold={MOST_EXPOSED * 10:.0f} footbridge@8080")


@contextlib.contextmanager
def another_setting(machine, line):
    machine.run(f"cp /etc/footbridge/settings /root/settings; echo '{line}' >> /etc/footbridge/settings")
    try:
        yield
    finally:
        machine.run("cat /root/settings > /etc/footbridge/settings; systemctl restart footbridge@8080")


@pytest.mark.parametrize("what", HELD)
def test_the_service_cannot(what, machine):
    machine.run(f"cat > /usr/local/bin/trial <<'END'\n{HELD[what]}\nEND")
    machine.run("runuser -u footbridge -- sh /usr/local/bin/trial")
    assert machine.ask("systemctl start footbridge@trial").returncode != 0
    assert machine.run("systemctl show --value --property=Result footbridge@trial") == "exit-code"


def test_the_service_can_write_where_its_data_is_and_nobody_else_can_read_it(machine):
    machine.run("echo 'echo mine > /var/lib/footbridge/trial && echo mine > /tmp/trial' > /usr/local/bin/trial")
    machine.run("systemctl start footbridge@trial")
    kept = machine.run("stat --format=%U:%a /var/lib/footbridge/trial /var/lib/footbridge")
    assert kept.split() == ["footbridge:600", "footbridge:700"]


def test_a_process_that_was_killed_comes_back_with_what_it_had(machine):
    before, times = shown(machine, "MainPID", "NRestarts")
    machine.run("systemctl kill --signal=KILL footbridge@8080")
    machine.wait("it is started again", lambda: shown(machine, "NRestarts") == [str(int(times) + 1)])
    machine.wait("it serves again", lambda: serves(machine))
    assert shown(machine, "MainPID") != [before]
    machine.run("systemctl stop footbridge@8080")
    assert "intact" in machine.run("footbridge audit verify")
    machine.run("systemctl start footbridge@8080")


def test_stopping_is_no_failure_and_stays(machine):
    machine.run("systemctl stop footbridge@8080")
    assert shown(machine, "ActiveState", "Result", "ExecMainStatus") == ["inactive", "success", "0"]
    assert not serves(machine)
    machine.run("systemctl start footbridge@8080")
    assert serves(machine)


def test_a_start_that_cannot_succeed_is_told_at_once(machine):
    with another_setting(machine, "FOOTBRIDGE_READERS=none"):
        assert machine.ask("systemctl restart footbridge@8080").returncode != 0
        assert "FOOTBRIDGE_READERS" in machine.run("journalctl --unit footbridge@8080 --lines 20 --output cat")
    assert serves(machine)


def test_where_the_database_is_away_it_is_tried_again(machine):
    times = int(*shown(machine, "NRestarts"))
    with another_setting(machine, 'FOOTBRIDGE_POSTGRESQL="host=127.0.0.1 port=1"'):
        machine.run("systemctl restart --no-block footbridge@8080")
        machine.wait("it is tried again and again", lambda: int(*shown(machine, "NRestarts")) > times + 1)
    assert serves(machine)


def test_the_upgrade_and_the_way_back_go_as_the_guide_says(machine):
    machine.run("cd /opt/footbridge; mv $(readlink current) 0.0.1; ln -sfn 0.0.1 current")
    machine.run("systemctl restart footbridge@8080")
    said = machine.follow("upgrade.md")
    assert "The schema is up to date." in said
    assert serves(machine) and machine.run("readlink /opt/footbridge/current") == "0.0.1"
