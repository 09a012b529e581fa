"""What keeps a process that reads a stranger's file from doing anything else: limits, no files, network or programs.

The kernel may not have all of it; `standing` says what is there, and `inkstead doctor` passes it on.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

PR_SET_NO_NEW_PRIVS = 38
PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2
# Numbers of system calls that are the same on every architecture since Linux 5.
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
LANDLOCK_RULE_PATH_BENEATH = 1
LANDLOCK_EXECUTE, LANDLOCK_READ_FILE = 1 << 0, 1 << 2
LANDLOCK_CREATE_RULESET_VERSION = 1
LANDLOCK_EVERY_FILE_RIGHT = (1 << 13) - 1  # of ABI 1: execute, read, write, list, make and remove
EPERM = 1
# socket, connect, bind, execve, execveat, ptrace, clone3, clone, fork, vfork: by architecture (linux/unistd.h).
REFUSED = {
    "x86_64": (0xC000003E, (41, 42, 49, 59, 322, 101, 435, 56, 57, 58)),
    "aarch64": (0xC00000B7, (198, 203, 200, 221, 281, 117, 435, 220)),
}
# A program that runs behind walls starts once and has threads: execve, clone and clone3 are left to it. Landlock says
# which file it may start, and RLIMIT_NPROC would count the threads of everybody.
LEFT_TO_PROGRAMS = {"x86_64": (59, 56, 435), "aarch64": (221, 220, 435)}


@dataclass(frozen=True, slots=True)
class Walls:
    memory: bool
    files: bool
    network: bool

    @property
    def missing(self) -> list[str]:
        names = {"memory": self.memory, "files": self.files, "network": self.network}
        return [name for name, stands in names.items() if not stands]


def standing() -> Walls:
    """What this machine can do, asked without doing it."""
    if sys.platform != "linux":
        return Walls(memory=True, files=False, network=False)
    seccomp = platform.machine() in REFUSED and "Seccomp:" in Path("/proc/self/status").read_text(encoding="ascii")
    return Walls(memory=True, files=_landlock_version() > 0, network=seccomp)


def raise_walls(*, memory: int, seconds: int) -> None:
    """For good, and for every thread to come: what was let in before stays open. `memory` comes on top of today's."""
    here = _address_space() + memory
    resource.setrlimit(resource.RLIMIT_AS, (here, here))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        _close_files(libc)
        _close_network(libc)


def raise_walls_around(program: str, *, memory: int, seconds: int) -> None:
    """For a process that is about to become another program: it may start this file, and read it, and nothing else.

    `memory` is what it may write to (RLIMIT_DATA, since Linux 4.7): a program whose runtime reserves more
    addresses than it ever uses could not live with RLIMIT_AS.
    """
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        _close_files(libc, but=program)
        _close_network(libc, LEFT_TO_PROGRAMS.get(platform.machine(), ()))


def _address_space() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 1024**3
    return pages * os.sysconf("SC_PAGE_SIZE")


def _landlock_version() -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), LANDLOCK_CREATE_RULESET_VERSION)
    return max(0, int(version))


def _close_files(libc: ctypes.CDLL, *, but: str = "") -> None:
    """A Landlock ruleset that handles every right and grants none, or those to start one file (landlock(7))."""
    if _landlock_version() == 0:
        return
    handled = ctypes.create_string_buffer(struct.pack("Q", LANDLOCK_EVERY_FILE_RIGHT))
    ruleset = libc.syscall(LANDLOCK_CREATE_RULESET, handled, ctypes.c_size_t(8), 0)
    if ruleset >= 0 and but:
        file = os.open(but, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("=Qi", LANDLOCK_EXECUTE | LANDLOCK_READ_FILE, file)
        libc.syscall(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_RULE_PATH_BENEATH, ctypes.create_string_buffer(rule), 0)
        os.close(file)
    if ruleset >= 0:
        libc.syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0)
        os.close(ruleset)


def _close_network(libc: ctypes.CDLL, left: tuple[int, ...] = ()) -> None:
    """A seccomp filter (seccomp(2)): these calls answer EPERM, and another architecture's numbers end the process."""
    known = REFUSED.get(platform.machine())
    if known is None:
        return
    architecture, calls = known[0], [call for call in known[1] if call not in left]
    load, jump_if_equal, answer = 0x20, 0x15, 0x06
    kill, allow, refuse = 0x80000000, 0x7FFF0000, 0x00050000 | EPERM
    steps = [(load, 0, 0, 4), (jump_if_equal, 1, 0, architecture), (answer, 0, 0, kill), (load, 0, 0, 0)]
    for at, call in enumerate(calls):
        steps.append((jump_if_equal, len(calls) - at, 0, call))
    steps += [(answer, 0, 0, allow), (answer, 0, 0, refuse)]
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    kept = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(kept))
    libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.create_string_buffer(head, len(head)), 0, 0)
