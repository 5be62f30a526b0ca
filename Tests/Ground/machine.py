"""What the tests use of this machine: ports, folders, and a user for servers that refuse to be run by root."""

import contextlib
import itertools
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120
IS_ROOT = os.geteuid() == 0


def servant():
    """Who runs PostgreSQL, etcd, Patroni and HAProxy."""
    if not IS_ROOT:
        return pwd.getpwuid(os.geteuid())
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres")
    return pwd.getpwnam("nobody")


def as_servant(*command):
    """The command as the servant would give it; it ends with us, however we end."""
    who = servant()
    change = [f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups"] if IS_ROOT else []
    return ["setpriv", *change, "--pdeathsig", "KILL", *map(str, command)]


def scratch_folder():
    """A folder that the servant can reach, in memory where there is room: what is killed here is never the kernel."""
    roomy = pathlib.Path("/dev/shm")
    in_memory = os.access(roomy, os.W_OK) and shutil.disk_usage(roomy).free > 3_000_000_000
    folder = pathlib.Path(tempfile.mkdtemp(prefix="footbridge-faults-", dir=roomy if in_memory else "/tmp"))
    folder.chmod(0o755)
    return folder


def give(folder):
    """Makes a folder for the servant's use."""
    folder.mkdir(parents=True, exist_ok=True)
    if IS_ROOT:
        os.chown(folder, servant().pw_uid, servant().pw_gid)
    folder.chmod(0o700)
    return folder


def installed(*programs):
    return all(shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") for program in programs)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


NUMBERS = itertools.count(1)


def fresh_number():
    """For the name of a folder or a database of its own: a free port can be the same one twice."""
    return next(NUMBERS)


def wait_for(words, happened, seconds=PATIENCE_SECONDS, every=0.05):
    """What `happened` answers, once that is something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := happened():
            return answer
        time.sleep(every)
    raise AssertionError(f"waited {seconds} seconds in vain: {words}")


def answers(port, host="127.0.0.1"):
    with contextlib.suppress(OSError), socket.create_connection((host, port), 1):
        return True


class Process:
    """One process that the test begins, kills and begins again. What it says goes to a file."""

    # What it does to itself before it becomes the program.
    confine = None

    def __init__(self, name, command, log, environment=None):
        self.name, self.command, self.log, self.environment = name, [str(word) for word in command], log, environment
        self.running = None

    def start(self):
        with open(self.log, "ab") as log:
            self.running = subprocess.Popen(
                self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                preexec_fn=self.confine,
            )

    @property
    def is_alive(self):
        return self.running is not None and self.running.poll() is None

    def require_life(self):
        assert self.is_alive, f"{self.name} ended by itself ({self.running.returncode}):\n{self.said()[-3000:]}"

    def signal(self, number):
        if self.is_alive:
            self.running.send_signal(number)

    def kill(self):
        """A power cut, as far as the process can tell."""
        self.signal(signal.SIGKILL)
        if self.running is not None:
            self.running.wait()

    def stop(self, seconds=30):
        """As an operator would: it finishes what it has begun."""
        self.signal(signal.SIGTERM)
        try:
            if self.running is not None:
                self.running.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.name} did not stop within {seconds} seconds of being asked to") from None

    def said(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""
