"""The two jails of a job, and the proof that one holds.

``userns``: every job in namespaces of its own, in a container without any capability. ``uid``: for hosts that forbid
user namespaces; every job a user id of its own, in a container whose supervisor may change ids and kill. Both end
under the same system-call filter.
"""

import errno
import os
from dataclasses import dataclass

from sandbox.inside import confine, namespaces, seccomp

USERNS, UID = "userns", "uid"
_PR_GET_NO_NEW_PRIVS = 39


@dataclass(frozen=True)
class Jail:
    """One kind of jail as this container uses it; ``uid`` and ``gid`` are the container's own."""

    kind: str
    uid: int
    gid: int

    def fork(self) -> int:
        """Fork a process that `enter` will confine.

        Raises:
            OSError: the host refuses what the jail needs.
        """
        return namespaces.fork() if self.kind == USERNS else os.fork()

    def enter(self, uid: int) -> int | None:
        """Confine this process but for its resource limits; the listener of its filter where the kernel has one.

        ``uid`` is what it becomes in the uid jail.

        Raises:
            OSError
        """
        if self.kind == USERNS:
            confine.hide_from_peers(hidden=False)  # a hidden process may not write to its own files in /proc
        confine.leave_the_family()
        if self.kind == USERNS:
            namespaces.become_user(self.uid, self.gid)
            namespaces.own_file_systems()
            confine.drop_capabilities()
        else:
            confine.become_user(uid)
        os.chdir("/tmp")  # noqa: S108 - a tmpfs, the only place a job can write to
        return _filtered()

    def missing_walls(self) -> list[str]:
        """What a process that has entered finds open that should be closed; empty when the jail holds."""
        status = _own_status()
        walls = {
            "capabilities are left": int(status["CapPrm"], 16) == 0,
            "privileges can be gained": confine.prctl(_PR_GET_NO_NEW_PRIVS, 0) == 1,
            "system calls are not filtered": status["Seccomp"] == "2",
            "it is root": os.getuid() != 0,
        }
        if self.kind == USERNS:
            walls |= {
                "it shares a process namespace": os.getpid() == 1,
                "the kernel's settings show": not os.path.exists("/proc/sys"),  # noqa: PTH110 - runs in the job
                "the host's devices show": not os.listdir("/sys"),  # noqa: PTH208 - the same
                "the pair's volume shows": not os.listdir("/pair"),  # noqa: PTH208 - the same
            }
        return [wall for wall, stands in walls.items() if not stands]


def _filtered() -> int | None:
    try:
        return confine.filter_calls(seccomp.REPORTING, notify=True)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOSYS):
            raise
    return confine.filter_calls(seccomp.KILLING, notify=False)


def _own_status() -> dict[str, str]:
    with open("/proc/self/status") as status:  # noqa: PTH123 - pathlib is not imported in a job
        return {name: value.strip() for name, _, value in (line.partition(":") for line in status)}
