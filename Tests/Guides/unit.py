"""What the systemd unit allows its program, put on a process without systemd: system calls, memory, kinds of socket."""

import configparser
import ctypes
import errno
import os
import socket
import subprocess

from machine import ROOT

FILE = ROOT / "docs/deploy/footbridge@.service"
LIBRARY = "libseccomp.so.2"
ALLOW, REFUSE, EQUAL, MASKED_EQUAL, PR_SET_NO_NEW_PRIVS = 0x7FFF0000, 0x00050000, 4, 7, 38
PROT_WRITE, PROT_EXEC = 2, 4


def settings(file=FILE):
    """Each setting of the unit to what it was given, a line for each time."""

    class Lists(dict):
        def __setitem__(self, name, value):
            super().__setitem__(name, self.get(name, []) + value if isinstance(value, list) else value)

    text = configparser.RawConfigParser(dict_type=Lists, strict=False, delimiters="=")
    text.optionxform = str
    text.read(file)
    return {name: "\n".join(value) if isinstance(value, list) else value for name, value in text["Service"].items()}


def calls(group):
    """The system calls that systemd means by a name such as @system-service."""
    if not group.startswith("@"):
        return {group}
    said = subprocess.run(["systemd-analyze", "syscall-filter", group], check=True, capture_output=True, text=True)
    members = [line.strip() for line in said.stdout.splitlines() if line.startswith(" ")]
    return set().union(*(calls(member) for member in members if not member.startswith("#")))


def allowed(words):
    """`SystemCallFilter` as systemd reads it: what a line names is added, what a line with ~ names is taken away."""
    found = set()
    for line in words.split("\n"):
        named = set().union(*(calls(group) for group in line.lstrip("~").split()))
        found = found - named if line.startswith("~") else found | named
    return found


class Comparison(ctypes.Structure):
    _fields_ = [("argument", ctypes.c_uint), ("how", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


class Filter:
    """One filter of the kernel's; filters that are loaded one after the other all hold."""

    def __init__(self, library, otherwise):
        self.library = library
        library.seccomp_init.restype = ctypes.c_void_p
        self.pointer = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(otherwise)))

    def rule(self, action, call, *comparisons):
        number = self.library.seccomp_syscall_resolve_name(call.encode())
        array = (Comparison * max(1, len(comparisons)))(*comparisons)
        # A call that this kind of machine does not have has a number below zero, and is left out.
        if number >= 0:
            self.library.seccomp_rule_add_array(self.pointer, ctypes.c_uint32(action), number, len(comparisons), array)

    def load(self):
        if self.library.seccomp_load(self.pointer) != 0:
            os._exit(99)


def confinement():
    """What a process has to call before it becomes the program."""
    library, unit = ctypes.CDLL(LIBRARY), settings()
    fine = allowed(unit["SystemCallFilter"])
    families = {getattr(socket, name) for name in unit["RestrictAddressFamilies"].split()}
    assert unit["MemoryDenyWriteExecute"] == "yes"

    def confine():
        ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        refusals = Filter(library, ALLOW)
        both = PROT_WRITE | PROT_EXEC
        refusals.rule(REFUSE | errno.EPERM, "mmap", Comparison(2, MASKED_EQUAL, both, both))
        refusals.rule(REFUSE | errno.EPERM, "mprotect", Comparison(2, MASKED_EQUAL, PROT_EXEC, PROT_EXEC))
        for family in set(range(1, 46)) - families:
            refusals.rule(REFUSE | errno.EAFNOSUPPORT, "socket", Comparison(0, EQUAL, family, 0))
        refusals.load()
        calls_only = Filter(library, REFUSE | errno.EPERM)
        for call in fine:
            calls_only.rule(ALLOW, call)
        calls_only.load()

    return confine
