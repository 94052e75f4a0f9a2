"""Confinement of one job's process: identity, capabilities, limits, descriptors, environment, system calls.

Called in the freshly forked child, before any candidate code. Each limit is a named argument.
"""

import ctypes
import os
import resource
import signal
import struct
from dataclasses import dataclass

from sandbox.inside import seccomp

_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_CAPSET = {"x86_64": 126, "aarch64": 91}.get(os.uname().machine, 126)
_CAPABILITY_VERSION = 0x20080522
_OPEN_FILES = 64
_FILE_BYTES = 8 << 20
_STACK_BYTES = 16 << 20
_ENVIRONMENT = {"HOME": "/tmp", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TMPDIR": "/tmp"}  # noqa: S108 - the jail's own tmpfs
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Limits:
    """Limits of one process: cpu in whole seconds, data in bytes of its own, processes counted per user id."""

    cpu_seconds: int
    memory_bytes: int
    processes: int


def prctl(option: int, value: int) -> int:
    """What one prctl call answers; a refusal is an error, since a wall would be missing.

    Raises:
        OSError
    """
    answer: int = _libc.prctl(option, value, 0, 0, 0)
    if answer < 0:
        raise OSError(ctypes.get_errno(), "prctl refused")
    return answer


def hide_from_peers(*, hidden: bool = True) -> None:
    """Keep other processes of the container from reading or tracing this one."""
    prctl(_PR_SET_DUMPABLE, 0 if hidden else 1)


def leave_the_family() -> None:
    """A session of its own, no inherited handlers, and the first to go when memory is short."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    score = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    os.write(score, b"1000")
    os.close(score)
    os.umask(0o077)


def take_job_environment() -> None:
    """The environment that every job inherits: nothing of the container's own."""
    os.environ.clear()
    os.environ.update(_ENVIRONMENT)


def become_user(uid: int) -> None:
    """Change from the container's root to ``uid``, for good.

    Raises:
        OSError
    """
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def drop_capabilities() -> None:
    """Give up every capability, also those over namespaces of its own.

    Raises:
        OSError
    """
    header = struct.pack("<Ii", _CAPABILITY_VERSION, 0)
    if _libc.syscall(_CAPSET, ctypes.c_char_p(header), ctypes.c_char_p(bytes(24))) != 0:
        raise OSError(ctypes.get_errno(), "capset refused")


def filter_calls(program: bytes, *, notify: bool) -> int | None:
    """No more privileges by any execution, and the system-call filter; its listener when ``notify``.

    Raises:
        OSError
    """
    prctl(_PR_SET_NO_NEW_PRIVS, 1)
    return seccomp.install(program, notify=notify)


def limit(limits: Limits) -> None:
    """Set the resource limits, for good: neither up nor down from here. What it was born with is not its own data.

    Raises:
        OSError, ValueError
    """
    memory, own = _memory_born_with()
    for kind, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (memory, limits.memory_bytes + own),
        (resource.RLIMIT_FSIZE, _FILE_BYTES),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_STACK, _STACK_BYTES),
    ):
        resource.setrlimit(kind, (value, value))
    seccomp.fix_limits()


def keep_descriptors(channel: int, output: int) -> None:
    """Leave open: 0 (empty), 1 and 2 (captured output), 3 (the frame channel); close the rest."""
    channel_copy = os.dup(channel)
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((output, 1), (output, 2), (null, 0), (channel_copy, 3)):
        os.dup2(source, target, inheritable=False)
    os.closerange(4, 4096)


def _memory_born_with() -> tuple[int, int]:
    """The limit that bounds a process's memory, and how many bytes count against it now.

    A kernel that counts no data, as gVisor's, does not limit it either: there it is the whole address space.
    """
    with open("/proc/self/statm") as sizes:  # noqa: PTH123 - pathlib is not imported in a job
        pages = [int(size) for size in sizes.read().split()]
    whole, data = pages[0], pages[5]
    kind, own = (resource.RLIMIT_DATA, data) if data else (resource.RLIMIT_AS, whole)
    return kind, own * resource.getpagesize()
