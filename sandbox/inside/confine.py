"""Confinement of one job's process: limits, identity, descriptors, environment.

Called in the freshly forked child, before any candidate code. Each limit is a named argument.
"""

import ctypes
import os
import resource
import signal
from dataclasses import dataclass

NOT_CONFINED = 120
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_OPEN_FILES = 64
_FILE_BYTES = 8 << 20
_STACK_BYTES = 16 << 20


@dataclass(frozen=True)
class Confinement:
    """Limits of one process: cpu in whole seconds, data in bytes, processes counted per user id."""

    uid: int
    cpu_seconds: int
    memory_bytes: int
    processes: int


def prctl(option: int, value: int) -> None:
    """One prctl call; a refusal is an error, since a wall would be missing.

    Raises:
        OSError
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl refused")


def hide_from_peers() -> None:
    """Keep other processes of the container from reading or tracing this one."""
    prctl(_PR_SET_DUMPABLE, 0)


def confine(limits: Confinement) -> None:
    """Give up everything the job does not need: privileges, session, limits, in this order.

    Raises:
        OSError: the container does not grant what the jail needs.
    """
    os.setsid()
    _first_to_go_when_memory_is_short()
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1)
    _set(resource.RLIMIT_DATA, limits.memory_bytes)
    _set(resource.RLIMIT_FSIZE, _FILE_BYTES)
    _set(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _set(resource.RLIMIT_NPROC, limits.processes)
    _set(resource.RLIMIT_STACK, _STACK_BYTES)
    os.setgroups([])
    os.setresgid(limits.uid, limits.uid, limits.uid)
    os.setresuid(limits.uid, limits.uid, limits.uid)
    prctl(_PR_SET_NO_NEW_PRIVS, 1)
    os.umask(0o077)
    os.environ.clear()
    os.environ.update(HOME="/tmp", PATH="/usr/bin:/bin", LANG="C.UTF-8", TMPDIR="/tmp")  # noqa: S108 - the jail's own tmpfs


def keep_descriptors(channel: int, output: int) -> None:
    """Leave open: 0 (empty), 1 and 2 (captured output), 3 (the frame channel); close the rest."""
    channel_copy = os.dup(channel)
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((output, 1), (output, 2), (null, 0), (channel_copy, 3)):
        os.dup2(source, target, inheritable=False)
    os.closerange(4, 4096)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _first_to_go_when_memory_is_short() -> None:
    with open("/proc/self/oom_score_adj", "w") as score:  # noqa: PTH123 - pathlib costs an import in every fork
        score.write("1000")


def _set(kind: int, soft: int, hard: int | None = None) -> None:
    resource.setrlimit(kind, (soft, soft if hard is None else hard))
