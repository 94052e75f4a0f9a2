"""The system-call filter of a job: an allow-list, compiled to BPF as a binary search over call numbers.

Owns how a call is judged by number and, for a few, by argument; the lists are in `syscalls`. Where the kernel can
tell a supervisor about a stopped call (user notification), the filter's listener is handed out, so that the end of
the job can name the call; elsewhere the kernel kills the process at once. A second, small filter fixes the job's
resource limits, which are set after the first: a job that lowered its own would be killed by the kernel, as if from
outside.
"""

import ctypes
import errno
import fcntl
import os
import signal
import struct

from sandbox.inside import syscalls

_SECCOMP = {"x86_64": 317, "aarch64": 277}.get(os.uname().machine, 317)
_SET_MODE_FILTER = 1
_NEW_LISTENER = 8
_NOTIF_RECV = 0xC0502100
_NOTIFICATION = struct.Struct("<QIIiIQ6Q")

_ALLOW = 0x7FFF0000
_NOTIFY = 0x7FC00000
_KILL = 0x80000000
_ERRNO = 0x00050000

_LOAD, _RETURN, _JUMP = 0x20, 0x06, 0x05
_EQUAL, _AT_LEAST, _ANY_BIT = 0x15, 0x35, 0x45
_AT_NUMBER, _AT_ARCH, _AT_ARGUMENT = 0, 4, 16
_X32_BIT = 0x40000000

# Namespaces, tracing and a foreign parent. 0xEE: the time namespace, and signals that a child's end would send, SIGKILL
# among them; SIGCHLD, the ordinary one, is left.
_CLONE_REFUSED = 0x7E020000 | 0x2000 | 0x8000 | 0xEE
_TERMINAL_SIZE, _IS_TERMINAL, _READABLE = 0x5413, 0x5401, 0x541B
_CLOSE_ON_EXEC, _KEEP_ON_EXEC, _NON_BLOCKING = 0x5451, 0x5450, 0x5421
_IOCTL_ALLOWED = (_IS_TERMINAL, _TERMINAL_SIZE, _READABLE, _CLOSE_ON_EXEC, _KEEP_ON_EXEC, _NON_BLOCKING)
_SET_SIGNAL = 10  # fcntl: which signal tells of a descriptor's readiness
_PR_GET_DUMPABLE, _PR_SET_NAME, _PR_GET_NAME, _PR_GET_NO_NEW_PRIVS, _PR_SET_VMA = 3, 15, 16, 39, 0x53564D41
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2  # allowed until the second filter, which refuses it
_PRCTL_ALLOWED = (
    _PR_GET_DUMPABLE,
    _PR_SET_NAME,
    _PR_GET_NAME,
    _PR_SET_SECCOMP,
    _PR_GET_NO_NEW_PRIVS,
    _PR_SET_VMA,
)

_libc = ctypes.CDLL(None, use_errno=True)
Instruction = tuple[int, int, int, int]


def compiled(*, notify: bool) -> bytes:
    """The filter as BPF; ``notify``: stopped calls are reported to the listener instead of killing at once."""
    stop = _NOTIFY if notify else _KILL
    program = [
        (_LOAD, 0, 0, _AT_ARCH),
        (_EQUAL, 1, 0, syscalls.AUDIT_ARCH),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _AT_NUMBER),
        (_AT_LEAST, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, _KILL),
        *_search(_runs(_treatment(stop), [(_RETURN, 0, 0, _KILL)])),
    ]
    return _packed(program)


def _fixing_limits() -> bytes:
    """The second filter as BPF: limits can be read, not set, and no further filter comes after it."""
    numbers = syscalls.ALLOWED | syscalls.BY_ARGUMENT
    refused, allowed = (_RETURN, 0, 0, _ERRNO | errno.EPERM), (_RETURN, 0, 0, _ALLOW)
    new_limit = _AT_ARGUMENT + 16
    reads = [(_LOAD, 0, 0, new_limit), (_EQUAL, 0, 3, 0), (_LOAD, 0, 0, new_limit + 4), (_EQUAL, 0, 1, 0)]
    treatment = {
        numbers["setrlimit"]: [refused],
        numbers["prlimit64"]: [*reads, allowed, refused],
        numbers["prctl"]: _not(_AT_ARGUMENT, _PR_SET_SECCOMP),
    }
    return _packed([(_LOAD, 0, 0, _AT_NUMBER), *_search(_runs(treatment, [allowed]))])


def _packed(program: list[Instruction]) -> bytes:
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)


def _treatment(stop: int) -> dict[int, list[Instruction]]:
    """What the first filter does with each call that it knows."""
    treatment: dict[int, list[Instruction]] = {key: [(_RETURN, 0, 0, _ALLOW)] for key in syscalls.ALLOWED.values()}
    treatment |= {key: [(_RETURN, 0, 0, _ERRNO | errno.EPERM)] for key in syscalls.REFUSED.values()}
    numbers = syscalls.ALLOWED | syscalls.BY_ARGUMENT
    treatment |= {numbers[name]: code for name, code in _by_argument().items()}
    return treatment | {
        syscalls.FORBIDDEN[name]: [(_RETURN, 0, 0, stop)] for name in syscalls.NAMED_WHEN_STOPPED.split()
    }


def _runs(treatment: dict[int, list[Instruction]], otherwise: list[Instruction]) -> list[tuple[int, list[Instruction]]]:
    """(first number, what to do from there on), rising; neighbours with the same treatment are one run."""
    runs: list[tuple[int, list[Instruction]]] = []
    for number in range(max(treatment) + 2):
        code = treatment.get(number, otherwise)
        if not runs or runs[-1][1] != code:
            runs.append((number, code))
    return runs


def _by_argument() -> dict[str, list[Instruction]]:
    clone = [(_LOAD, 0, 0, _AT_ARGUMENT), (_ANY_BIT, 0, 1, _CLONE_REFUSED), (_RETURN, 0, 0, _KILL)]
    return {
        "clone": [*clone, (_RETURN, 0, 0, _ALLOW)],
        # Its flags are out of a filter's reach; libraries fall back.
        "clone3": [(_RETURN, 0, 0, _ERRNO | errno.ENOSYS)],
        "ioctl": _one_of(_AT_ARGUMENT + 8, _IOCTL_ALLOWED, errno.ENOTTY),
        # No job can kill, itself included, so whatever was killed was killed by us, the kernel or the machine.
        "kill": _not(_AT_ARGUMENT + 8, signal.SIGKILL),
        "tgkill": _not(_AT_ARGUMENT + 16, signal.SIGKILL),
        "fcntl": _not(_AT_ARGUMENT + 8, _SET_SIGNAL),
        "prctl": _one_of(_AT_ARGUMENT, _PRCTL_ALLOWED, errno.EPERM),
    }


def _not(offset: int, value: int) -> list[Instruction]:
    return [
        (_LOAD, 0, 0, offset),
        (_EQUAL, 0, 1, value),
        (_RETURN, 0, 0, _ERRNO | errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _one_of(offset: int, values: tuple[int, ...], otherwise: int) -> list[Instruction]:
    last = len(values) - 1
    tests = [(_EQUAL, last - index, 0 if index < last else 1, value) for index, value in enumerate(values)]
    return [(_LOAD, 0, 0, offset), *tests, (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ERRNO | otherwise)]


def _search(runs: list[tuple[int, list[Instruction]]]) -> list[Instruction]:
    if len(runs) == 1:
        return runs[0][1]
    middle = len(runs) // 2
    lower, upper = _search(runs[:middle]), _search(runs[middle:])
    return [(_AT_LEAST, 0, 1, runs[middle][0]), (_JUMP, 0, 0, len(lower)), *lower, *upper]


def install(program: bytes, *, notify: bool) -> int | None:
    """Put this process under the filter, for good; the listener's descriptor when ``notify``.

    Raises:
        OSError: the kernel refuses, for one because it does not know user notification.
    """
    buffer = ctypes.create_string_buffer(program, len(program))
    flags = _NEW_LISTENER if notify else 0
    descriptor: int = _libc.syscall(_SECCOMP, _SET_MODE_FILTER, flags, ctypes.c_char_p(_header(buffer)))
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), "seccomp refused the filter")
    return descriptor if notify else None


def fix_limits() -> None:
    """Take from this process, which is under the first filter, the means to change resource limits, for good.

    Raises:
        OSError
    """
    buffer = ctypes.create_string_buffer(FIXING, len(FIXING))
    if _libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.c_char_p(_header(buffer)), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "seccomp refused the second filter")


def _header(program: "ctypes.Array[ctypes.c_char]") -> bytes:
    return struct.pack("@HP", len(program) // 8, ctypes.addressof(program))


def stopped_call(listener: int) -> str | None:
    """The name of the call a process waits in; None when the process is already gone."""
    buffer = bytearray(_NOTIFICATION.size)
    try:
        fcntl.ioctl(listener, _NOTIF_RECV, buffer)
    except OSError:
        return None
    return syscalls.name(_NOTIFICATION.unpack(buffer)[3])


REPORTING = compiled(notify=True)
KILLING = compiled(notify=False)
FIXING = _fixing_limits()
