"""A warm process that has imported numpy, never saw candidate code, and forks one confined child at a time.

Speaks with the supervisor over descriptor 3 (SEQPACKET): request with descriptors in, process id out, end out.
"""

import array
import gc
import importlib
import json
import os
import resource
import socket
import sys
from typing import Any

import numpy as np

from sandbox.inside import child
from sandbox.inside.confine import NOT_CONFINED, Confinement, confine, hide_from_peers, keep_descriptors

# Imported once here instead of in every job: what short programs commonly import, numpy's lazy parts among it.
_COMMON = [
    "bisect",
    "collections",
    "copy",
    "dataclasses",
    "datetime",
    "enum",
    "fractions",
    "functools",
    "heapq",
    "inspect",
    "itertools",
    "math",
    "operator",
    "random",
    "re",
    "statistics",
    "string",
    "time",
    "typing",
    "unittest",
    "warnings",
    "numpy.fft",
    "numpy.lib.stride_tricks",
    "numpy.linalg",
    "numpy.ma",
    "numpy.polynomial",
    "numpy.random",
    "numpy.testing",
]
_MESSAGE = 4096


def main() -> None:
    """Serve fork requests until the supervisor closes the channel."""
    for module in (*_COMMON, *sys.argv[1:]):
        importlib.import_module(module)
    np.random.seed()  # noqa: NPY002 - the first seeding imports what every later one needs
    hide_from_peers()
    gc.collect()
    gc.freeze()
    supervisor = socket.socket(fileno=3)
    supervisor.send(b"ready")
    while True:
        message, ancillary, _, _ = supervisor.recvmsg(_MESSAGE, socket.CMSG_SPACE(8))
        if not message:
            return
        _serve(supervisor, json.loads(message), list(array.array("i", ancillary[0][2])))


def _serve(supervisor: socket.socket, limits: dict[str, Any], descriptors: list[int]) -> None:
    pid = os.fork()
    if pid == 0:
        _become_the_job(limits, descriptors)
    for descriptor in descriptors:
        os.close(descriptor)
    supervisor.send(json.dumps({"pid": pid}).encode())
    _, status, usage = os.wait4(pid, 0)
    supervisor.send(json.dumps(_end(status, usage)).encode())


def _become_the_job(limits: dict[str, Any], descriptors: list[int]) -> None:
    try:
        keep_descriptors(*descriptors)
        confine(Confinement(**limits))
        os.chdir("/tmp")  # noqa: S108 - the container's only writable place, a tmpfs
    except BaseException as error:
        os.write(2, f"holdout: confinement failed: {error!r}".encode())
        os._exit(NOT_CONFINED)
    try:
        child.main()
    except BaseException:
        os._exit(1)
    os._exit(0)


def _end(status: int, usage: resource.struct_rusage) -> dict[str, Any]:
    return {
        "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_kb": usage.ru_maxrss,
    }


if __name__ == "__main__":
    main()
