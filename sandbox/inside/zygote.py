"""A warm process that has imported numpy, never saw candidate code, and forks jailed children ahead of their jobs.

Speaks with the supervisor over descriptor 3 (SEQPACKET). In: a request with one descriptor, the child's line to the
supervisor. Out: the child's process id at once, and how it ended when it has. The child jails itself, says so on its
line and waits there for its job: limits, the frame channel, the pipe for its output.
"""

import array
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from typing import Any

import numpy as np

from sandbox.inside import child, confine, hugepages
from sandbox.inside.jails import Jail

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
    "warnings",
    "numpy.fft",
    "numpy.lib.stride_tricks",
    "numpy.linalg",
    "numpy.ma",
    "numpy.polynomial",
    "numpy.random",
]
_MESSAGE = 4096
_TWO_DESCRIPTORS = socket.CMSG_SPACE(8)


def main() -> None:
    """``zygote JAIL MODULE...``: serve fork requests until the supervisor closes the channel."""
    jail = Jail(sys.argv[1], os.getuid(), os.getgid())
    for module in (*_COMMON, *sys.argv[2:]):
        importlib.import_module(module)
    _exercise()
    child.open_streams()
    confine.take_job_environment()
    confine.hide_from_peers()
    hugepages.settle()
    supervisor = socket.socket(fileno=3)
    supervisor.send(b"ready")
    _serve(supervisor, jail, _wakes_on_a_childs_end())


def _exercise() -> None:
    """What libraries put off until their first use happens once, here: it would cost every job anew."""
    np.random.seed()  # noqa: NPY002 - the global generator is what programs use without asking
    square = np.ones((64, 64))
    np.linalg.solve(square + 64 * np.eye(64), square @ square)
    if torch := sys.modules.get("torch"):
        torch.nn.functional.linear(torch.ones(2, 2), torch.ones(2, 2)).sum().item()


def _wakes_on_a_childs_end() -> int:
    reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return reader


def _serve(supervisor: socket.socket, jail: Jail, wakeup: int) -> None:
    poller = select.poll()
    poller.register(supervisor, select.POLLIN)
    poller.register(wakeup, select.POLLIN)
    while True:
        ready = {descriptor for descriptor, _ in poller.poll()}
        if wakeup in ready:
            os.read(wakeup, _MESSAGE)
            _report_ends(supervisor)
        if supervisor.fileno() in ready:
            message, ancillary, _, _ = supervisor.recvmsg(_MESSAGE, _TWO_DESCRIPTORS)
            if not message:
                return
            _fork_one(supervisor, jail, json.loads(message), array.array("i", ancillary[0][2])[0])


def _fork_one(supervisor: socket.socket, jail: Jail, request: dict[str, Any], line: int) -> None:
    try:
        pid = jail.fork()
    except OSError as error:
        supervisor.send(json.dumps({"refused": str(error)}).encode())
        os.close(line)
        return
    if pid == 0:
        _become_a_job(jail, request, socket.socket(fileno=line))
    os.close(line)
    supervisor.send(json.dumps({"forked": pid}).encode())


def _become_a_job(jail: Jail, request: dict[str, Any], line: socket.socket) -> None:
    try:
        listener = jail.enter(request["uid"])
        missing = jail.missing_walls() if request["prove"] else []
        child.reseed()
        ready = {"missing": missing, "cpu_seconds": time.process_time()}
        line.sendmsg([json.dumps(ready).encode()], _rights(listener))
        message, ancillary, _, _ = line.recvmsg(_MESSAGE, _TWO_DESCRIPTORS)
        if not message:
            os._exit(0)
        channel, output = array.array("i", ancillary[0][2])
        confine.limit(confine.Limits(**json.loads(message)))
        _say(line, {"begun": True})
        confine.keep_descriptors(channel, output)
    except BaseException as error:
        _say(line, {"refused": f"{type(error).__name__}: {error}"})
        os._exit(1)
    try:
        child.main()
    except BaseException:
        os._exit(1)
    os._exit(0)


def _rights(descriptor: int | None) -> "list[tuple[int, int, array.array[int]]]":
    return [] if descriptor is None else [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [descriptor]))]


def _say(line: socket.socket, message: dict[str, Any]) -> None:
    try:
        line.send(json.dumps(message).encode())
    except OSError:
        return


def _report_ends(supervisor: socket.socket) -> None:
    while True:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        supervisor.send(json.dumps({"ended": pid, **_end(status, usage)}).encode())


def _end(status: int, usage: resource.struct_rusage) -> dict[str, Any]:
    return {
        "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_kb": usage.ru_maxrss,
    }


if __name__ == "__main__":
    main()
