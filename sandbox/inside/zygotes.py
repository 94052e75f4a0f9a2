"""The supervisor's side of its zygotes: one per hash seed, each with jailed processes waiting ahead of their jobs."""

import array
import json
import os
import select
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_MESSAGE = 4096
_AHEAD = 3
_NO_PROCESS = -1
_START_SECONDS = 60.0
_JAIL_SECONDS = 10.0
_AS_DESCRIPTOR_3 = (
    "import os, sys; fd = int(sys.argv.pop(1)); os.dup2(fd, 3); fd == 3 or os.close(fd);"
    "from sandbox.inside.zygote import main; main()"
)


# A job can read the environment its zygote was started with, so nothing else of the container's goes in.
_PASSED_ON = ("PATH", "HOME", "LANG", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class JailRefused(RuntimeError):
    """The host does not grant what the jail needs, or the jail does not hold."""


@dataclass
class Jailed:
    """A process that has jailed itself: on ``line`` it waits for its job."""

    uid: int
    line: socket.socket
    pid: int = 0
    listener: int | None = None
    setup_seconds: float = 0.0
    refused: str | None = None

    def wait_until_ready(self) -> None:
        """Receive its word that the walls stand.

        Raises:
            JailRefused
        """
        if self.refused is not None:
            raise JailRefused(self.refused)
        self.line.settimeout(_JAIL_SECONDS)
        try:
            message, ancillary, _, _ = self.line.recvmsg(_MESSAGE, socket.CMSG_SPACE(4))
        except TimeoutError as error:
            raise JailRefused("a job's process did not confine itself in time") from error
        said: dict[str, Any] = (
            json.loads(message) if message else {"refused": "a job's process ended while it confined itself"}
        )
        if said.get("refused") or said["missing"]:
            raise JailRefused(said.get("refused") or ", ".join(said["missing"]))
        self.setup_seconds = said["cpu_seconds"]
        if ancillary:
            self.listener = array.array("i", ancillary[0][2])[0]

    def start(self, limits: dict[str, int], channel: int, output: int) -> None:
        """Give it its job."""
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [channel, output]))]
        self.line.sendmsg([json.dumps(limits).encode()], rights)

    def begun(self) -> bool:
        """Whether it has begun its job: from then on it chooses its own exit status, which says nothing of us."""
        self.line.setblocking(False)
        try:
            message = self.line.recv(_MESSAGE)
        except OSError:
            return False
        return bool(message) and "begun" in json.loads(message)


class Zygote:
    """A warm forking process with one hash seed, and a few jailed processes ahead.

    Raises:
        SystemExit: it did not start or is gone; the container then ends, and its work is done elsewhere.
    """

    def __init__(self, jail: str, hash_seed: int, modules: list[str]) -> None:
        self.sock, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.process = subprocess.Popen(
            [sys.executable, "-c", _AS_DESCRIPTOR_3, str(theirs.fileno()), jail, *modules],
            pass_fds=[theirs.fileno()],
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ}
            | {"PYTHONHASHSEED": str(hash_seed), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        theirs.close()
        self._ready = False
        self._proven = False
        self._ahead: deque[Jailed] = deque()
        self._asked: deque[Jailed] = deque()
        self._ends: dict[int, dict[str, Any]] = {}

    def pids(self) -> set[int]:
        """The processes that belong here when no job runs."""
        while any(not jailed.pid for jailed in self._ahead):
            self.hear()
        return {self.process.pid, *(jailed.pid for jailed in self._ahead)}

    def prepare(self, next_uid: Callable[[], int]) -> None:
        """Have the next jobs' processes forked and jailed; returns at once."""
        self._wait_for_start()
        while len(self._ahead) < _AHEAD:
            self._prepare_one(next_uid())

    def _prepare_one(self, uid: int) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [theirs.fileno()]))]
        self.sock.sendmsg([json.dumps({"uid": uid, "prove": not self._proven}).encode()], rights)
        theirs.close()
        self._proven = True
        self._ahead.append(Jailed(uid, ours))
        self._asked.append(self._ahead[-1])

    def take(self, uid: int) -> Jailed:
        """A process that is jailed and waits; one made now (as ``uid``) when there is none ahead that lives.

        Raises:
            JailRefused
        """
        self._wait_for_start()
        while select.select([self.sock], [], [], 0)[0]:
            self.hear()
        while self._ahead:
            jailed = self._ahead.popleft()
            try:
                return self._readied(jailed)
            except JailRefused:  # it has died, or could not be made while its predecessor was at its worst
                jailed.line.close()
        self._prepare_one(uid)
        return self._readied(self._ahead.popleft())

    def _readied(self, jailed: Jailed) -> Jailed:
        while not jailed.pid:
            self.hear()
        if jailed.pid in self._ends:
            raise JailRefused("it ended before its job began")
        jailed.wait_until_ready()
        return jailed

    def hear(self) -> None:
        """Take in one message: that it is ready, a fork's process id or refusal, or a process's end."""
        data = self.sock.recv(_MESSAGE)
        if not data:
            raise SystemExit("a zygote is gone")
        if not self._ready:
            self._ready = True  # the first word says no more than that
            return
        message = json.loads(data)
        if "ended" in message:
            self._ends[message["ended"]] = message
            return
        jailed = self._asked.popleft()
        jailed.refused, jailed.pid = message.get("refused"), message.get("forked", _NO_PROCESS)
        self._ends.pop(jailed.pid, None)  # of an earlier process with the same number that never got a job

    def end_of(self, pid: int) -> dict[str, Any] | None:
        """How the process ended, once it has."""
        return self._ends.pop(pid, None)

    def _wait_for_start(self) -> None:
        self.sock.settimeout(_START_SECONDS)
        while not self._ready:
            self.hear()
        self.sock.settimeout(None)
