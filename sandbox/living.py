"""Whether the process that made a container still lives, as far as that can be decided from here.

A process is named by boot, pid namespace, pid and start time, so that neither a reused pid nor another host's
process is mistaken for it. Of a process in another namespace (a worker in a container, another host) nothing is
known here, and nothing is claimed.
"""

import os
from functools import cache
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACE = Path("/proc/self/ns/pid")
_START_TIME = 19  # field 22 of /proc/PID/stat; the two before the closing bracket of the name are cut off


def this_process() -> str:
    """A name of this process that no other process ever has; empty where the system does not tell."""
    here, process = _here(), _process(str(os.getpid()))
    return f"{here}/{process}" if here and process else ""


def is_dead(name: str) -> bool:
    """Whether the process of this name is known to be gone."""
    here = _here()
    where, _, process = name.rpartition("/")
    return bool(here) and where == here and _process(process.partition("-")[0]) != process


@cache
def _here() -> str:
    try:
        return f"{_BOOT.read_text().strip()}/{_NAMESPACE.stat().st_ino}"
    except OSError:
        return ""


def _process(pid: str) -> str:
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return f"{pid}-{after_name[_START_TIME]}"
