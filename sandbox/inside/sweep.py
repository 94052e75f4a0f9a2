"""What is left after a job: processes and files of its user id are removed; anything that stays is an anomaly."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Collection
from pathlib import Path

_WRITABLE = (Path("/tmp"), Path("/dev/shm"), Path("/dev/mqueue"))  # noqa: S108 - the places a job can write to
_PATIENCE_SECONDS = 2.0


def sweep(uid: int, protected: Collection[int]) -> bool:
    """Remove what the job left. True when nothing is left, False when the container must be thrown away."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while _strangers(protected):
        _as_user(uid, lambda: os.kill(-1, signal.SIGKILL))
        _reap()
        if time.monotonic() > deadline:
            return False
    if _leftovers():
        _as_user(uid, _remove_files)
    return not _leftovers() and not _kernel_objects()


def nobody_left(protected: Collection[int]) -> bool:
    """Whether only the ``protected`` processes run here: a job's namespace takes all of its processes with it."""
    return not _strangers(protected)


def _strangers(protected: Collection[int]) -> list[int]:
    _reap()
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) not in protected]  # noqa: PTH208 - runs after every job


def _leftovers() -> list[Path]:
    return [entry for folder in _WRITABLE if folder.is_dir() for entry in folder.iterdir()]


def _kernel_objects() -> bool:
    """Whether System V objects exist: the container forbids them, so one would be an anomaly."""
    return any(len(path.read_text().splitlines()) > 1 for path in Path("/proc/sysvipc").glob("*"))


def _remove_files() -> None:
    for entry in _leftovers():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


def _as_user(uid: int, action: Callable[[], None]) -> None:
    """Run ``action`` in a child that is the job's user: kill(-1) then reaches exactly that user's processes."""
    pid = os.fork()
    if pid == 0:
        try:
            os.setgroups([])
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
            action()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


def _reap() -> None:
    """Collect orphans that were re-parented to this process, which is the container's first."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue
    except ChildProcessError:
        return
