"""Namespaces of a job: a fork that starts in new ones, its user mapping, and the file systems it sees.

Owns the kernel calls; what a job may do inside is `confine`'s affair. The forked process is process 1 of its own
process namespace: when it ends, the kernel ends everything it started.
"""

import ctypes
import os
import signal

_CLONE = {"x86_64": 56, "aarch64": 220}.get(os.uname().machine, 56)
_NEW_NAMESPACES = 0x10000000 | 0x20000000 | 0x00020000 | 0x08000000 | 0x40000000 | 0x04000000
_CHILD_SET_TID, _CHILD_CLEAR_TID = 0x01000000, 0x00200000
_PR_GET_TID_ADDRESS = 40
_READ_ONLY, _NO_SUID, _NO_DEV, _NO_EXEC, _PRIVATE = 1, 2, 4, 8, 0x4000 | 0x40000
_INNER_ID = 1000
_SCRATCH = "size=16m,nr_inodes=4096,mode=700"
_COVERED = ("/sys", "/pair", "/dev/mqueue", "/dev/pts")

_keeping_the_lock = ctypes.PyDLL(None, use_errno=True)


def fork() -> int:
    """`os.fork` into new user, process, mount, IPC, network and host-name namespaces.

    The C library's own fork cannot do this, so the call is made directly, with the interpreter's hooks around it
    and the thread's identity renewed as the C library does.

    Raises:
        OSError: the host does not let this process make namespaces.
    """
    address = ctypes.c_void_p()
    known = _keeping_the_lock.prctl(_PR_GET_TID_ADDRESS, ctypes.byref(address)) == 0
    flags = _NEW_NAMESPACES | signal.SIGCHLD | (_CHILD_SET_TID | _CHILD_CLEAR_TID if known else 0)
    ctypes.pythonapi.PyOS_BeforeFork()
    tid = ctypes.c_void_p(address.value)
    stack, parent_tid, tls = (ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p())
    last = (tls, tid) if os.uname().machine == "aarch64" else (tid, tls)
    pid: int = _keeping_the_lock.syscall(_CLONE, ctypes.c_ulong(flags), stack, parent_tid, *last)
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
        return 0
    ctypes.pythonapi.PyOS_AfterFork_Parent()
    if pid < 0:
        raise OSError(ctypes.get_errno(), "the host refuses new namespaces")
    return pid


def become_user(uid: int, gid: int) -> None:
    """Map this process's ids (``uid``, ``gid`` outside) to 1000 inside; nobody else exists there.

    Raises:
        OSError
    """
    if os.path.exists("/proc/self/setgroups"):  # noqa: PTH110 - runs in the job; gVisor has no such file
        _write_own("setgroups", "deny")
    _write_own("uid_map", f"{_INNER_ID} {uid} 1")
    _write_own("gid_map", f"{_INNER_ID} {gid} 1")


def own_file_systems() -> None:
    """Fresh scratch space, a view of /proc with this job alone, and nothing where the kernel or the pair speaks.

    Raises:
        OSError
    """
    _mount("none", "/", None, _PRIVATE)
    for path in ("/tmp", "/dev/shm"):  # noqa: S108 - mounted here and now, empty and this job's own
        _mount("scratch", path, "tmpfs", _NO_SUID | _NO_DEV | _NO_EXEC, _SCRATCH)
    for path in _COVERED:
        if os.path.isdir(path):  # noqa: PTH112 - pathlib costs in every fork
            _mount("nothing", path, "tmpfs", _READ_ONLY | _NO_SUID | _NO_DEV | _NO_EXEC, "size=0,nr_inodes=1")
    _mount("proc", "/proc", "proc", _READ_ONLY | _NO_SUID | _NO_DEV | _NO_EXEC, "subset=pid")


def _write_own(name: str, text: str) -> None:
    descriptor = os.open(f"/proc/self/{name}", os.O_WRONLY)
    os.write(descriptor, text.encode())
    os.close(descriptor)


def _mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    result = _keeping_the_lock.mount(
        source.encode(), target.encode(), kind and kind.encode(), ctypes.c_ulong(flags), data.encode()
    )
    if result != 0:
        raise OSError(ctypes.get_errno(), f"the host refuses to mount {target}")
