"""The first process of a judge container: takes one grading at a time on standard input, forks for it, reports.

The parent has imported the framework and never touches a byte of a job's; a process forked ahead of each job
reads it, owns the candidate's channels and writes its events as frames to standard output.
"""

import importlib
import json
import os
import resource
import select
import signal
import socket
import struct
import time
import traceback
from pathlib import Path
from typing import Any

from sandbox.inside import child, hugepages
from sandbox.inside.frames import Channel
from sandbox.inside.supervisor import JUDGE_SOCKET
from sandbox.judge.candidate import Candidate
from sandbox.judge.group import Limits
from sandbox.judge.orders import Orders
from sandbox.judge.replies import PlatformFault
from sandbox.judge.session import run

_HEADER = struct.Struct("<I")
_SECONDS = struct.Struct("<d")
# What graders import, loaded once here instead of in every grading: scipy.stats alone takes a second.
_PRELOADED = ("mpmath", "scipy.special", "scipy.stats")
_EVENTS = 63
_CANDIDATE_SECONDS = 60.0
_CANDIDATE_SHARE = 0.75
_MEMORY_BYTES = 1 << 30


def main() -> None:
    """Serve gradings until the worker closes standard input, which ends the pair's two containers."""
    _keep_events_apart()
    listener = _listen()
    for module in _PRELOADED:
        importlib.import_module(module)
    control, hello = _accept_control(listener)
    hugepages.settle()
    _write({"type": "ready", "jail": hello["jail"], "refused": hello["refused"]})
    while _one_grading(listener, control):
        continue


def _one_grading(listener: socket.socket, control: Channel) -> bool:
    """Fork a process ahead of the next job and see it to its end. False when the worker or the candidate is gone."""
    begun, begins = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(begun)
        _wait_and_grade(listener, control, begins)
    os.close(begins)
    seconds = os.read(begun, _SECONDS.size)
    failure = _wait(pid, begun, _SECONDS.unpack(seconds)[0] if seconds else None)
    os.close(begun)
    if failure and seconds:  # one that dies while it waits has no job to speak for: the next one waits in its place
        _write({"type": "job_ended", "failure": failure})
    return bool(seconds or failure)


def _wait_and_grade(listener: socket.socket, control: Channel, begins: int) -> None:
    """In the forked process: take the next job, tell the parent how long it may take, grade it."""
    orders = Orders()
    job = orders.next_job(control)
    if job is None:
        os._exit(0)
    os.write(begins, _SECONDS.pack(job["deadline_seconds"]))
    deadline = time.monotonic() + _CANDIDATE_SHARE * job["deadline_seconds"]
    limits = Limits(**job["limits"])
    candidate = Candidate(listener, control, job["source"], limits, deadline, job["hash_seed"], orders.stand_aside)
    child.reseed()  # a generator that draws from the global state must not look repeatable
    _grade(job, candidate)


def _grade(job: dict[str, Any], candidate: Candidate) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
    try:
        run(job, candidate, _write)
    except PlatformFault as error:
        _write({"type": "fault", "message": str(error)[:2000]})
    except BaseException:  # noqa: BLE001 - a defect of the package or of ours: the worker retries, then says so
        _write({"type": "fault", "message": traceback.format_exc()[-4000:]})
    if not candidate.clean:
        _write({"type": "anomaly", "message": "the job left processes, files or memory behind"})
    _write({"type": "job_ended", "failure": None})
    os._exit(0)


def _keep_events_apart() -> None:
    """Events go out on a copy of standard output; a stray print of a package's code goes nowhere."""
    os.dup2(1, _EVENTS)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _listen() -> socket.socket:
    path = Path(JUDGE_SOCKET)
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    path.chmod(0o660)
    listener.listen(64)
    return listener


def _accept_control(listener: socket.socket) -> tuple[Channel, dict[str, Any]]:
    """The supervisor's control connection and what it said of its jail."""
    listener.settimeout(_CANDIDATE_SECONDS)
    accepted, _ = listener.accept()
    listener.settimeout(None)
    control = Channel(accepted)
    return control, control.receive_json(time.monotonic() + _CANDIDATE_SECONDS)


def _write(event: dict[str, Any]) -> None:
    body = json.dumps(event).encode()
    view = memoryview(_HEADER.pack(len(body)) + body)
    while view:
        view = view[os.write(_EVENTS, view) :]


def _wait(pid: int, begun: int, seconds: float | None) -> str | None:
    """Wait for the grading process, at most ``seconds``; None when it ended by itself without a signal.

    The kernel closes the other end of ``begun`` when the process ends: a wait that every kernel knows.
    """
    ended = select.select([begun], [], [], seconds)[0]
    if not ended:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if not ended:
        return "the grading took too long"
    return f"the judge ended with status {status}" if status else None


if __name__ == "__main__":
    main()
