"""A private network inside this machine: one bridge, and for each node a namespace whose cable can be pulled."""

import contextlib
import os
import signal
import subprocess

BRIDGE, SUBNET = "fbfaults", "10.213.77"
HERE = f"{SUBNET}.1"


def ip(*words, check=True):
    return subprocess.run(["ip", *map(str, words)], check=check, capture_output=True, text=True)


class Node:
    """One machine, as far as its processes can tell."""

    def __init__(self, number):
        self.number = number
        self.name, self.cable, self.address = f"fbnode{number}", f"fbcable{number}", f"{SUBNET}.{10 + number}"

    def plug(self):
        ip("netns", "add", self.name)
        ip("link", "add", self.cable, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        ip("-n", self.name, "address", "add", f"{self.address}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            ip("-n", self.name, "link", "set", device, "up")
        ip("link", "set", self.cable, "up")
        self.mend_cable()

    def inside(self, *command):
        return ["ip", "netns", "exec", self.name, *map(str, command)]

    def cut_cable(self):
        """What is sent in either direction is gone, and nobody is told."""
        ip("link", "set", self.cable, "nomaster")

    def mend_cable(self):
        ip("link", "set", self.cable, "master", BRIDGE)

    def kill_everything(self):
        """The machine loses its power."""
        for pid in ip("netns", "pids", self.name, check=False).stdout.split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)

    def remove(self):
        self.kill_everything()
        ip("netns", "delete", self.name, check=False)
        ip("link", "delete", self.cable, check=False)


def why_there_can_be_no_network():
    """What the kernel says to somebody who tries; `None` where there can be one."""
    try:
        with network(1):
            return None
    except subprocess.CalledProcessError as refusal:
        return refusal.stderr.strip()


@contextlib.contextmanager
def network(count):
    """So many nodes that see each other and this machine; what an earlier run left behind is cleared away first."""
    nodes = [Node(number) for number in range(1, count + 1)]

    def clear():
        for node in nodes:
            node.remove()
        ip("link", "delete", BRIDGE, check=False)

    clear()
    try:
        ip("link", "add", BRIDGE, "type", "bridge")
        ip("address", "add", f"{HERE}/24", "dev", BRIDGE)
        ip("link", "set", BRIDGE, "up")
        for node in nodes:
            node.plug()
        yield nodes
    finally:
        clear()
