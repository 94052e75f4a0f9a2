"""Room on a disk, in bytes and in inodes."""

import os
from pathlib import Path

from sandbox.diagnosis.finding import Finding, ok, problem, warning

_GIB = 1 << 30
SCARCE, GONE = 5 * _GIB, 1 * _GIB
SCARCE_INODES, GONE_INODES = 100_000, 10_000


def look(name: str, path: Path) -> Finding:
    """How much is free at ``path``, or at its nearest parent that is there."""
    there = next((each for each in (path, *path.parents) if _is_there(each)), None)
    if there is None:
        return ok(name, f"{path} cannot be seen from here")
    status = os.statvfs(there)
    room = status.f_bavail * status.f_frsize
    inodes = status.f_favail if status.f_files else None  # some file systems make them as they go
    figures = f"{path}: {room / _GIB:.1f} GiB" + (f" and {inodes} inodes free" if inodes is not None else " free")
    remedy = f"Make room at {there}: `holdout images prune`, `docker system df`."
    if room < GONE or (inodes is not None and inodes < GONE_INODES):
        return problem(name, figures, remedy)
    if room < SCARCE or (inodes is not None and inodes < SCARCE_INODES):
        return warning(name, figures, remedy)
    return ok(name, figures)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
