"""The first process of a candidate container: one job process at a time, watched from outside of it.

Dials the judge's socket in the shared volume (mounted read-only here), then serves three messages: ``open`` a
group, ``kill`` it, ``close`` it. It hands the group's frame channel to the job process and never reads from it;
what it reports (state, cpu, memory, output) comes from the kernel and from itself.
"""

import array
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from sandbox.inside import counters, frames
from sandbox.inside.confine import NOT_CONFINED, hide_from_peers
from sandbox.inside.sweep import sweep

JUDGE_SOCKET = "/pair/judge.sock"
_CONNECT_SECONDS = 60.0
_CHUNK = 1 << 16


class Zygote:
    """A warm forking process with one hash seed, and the socket to it."""

    def __init__(self, hash_seed: int, modules: list[str]) -> None:
        self.sock, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _AS_DESCRIPTOR_3, str(theirs.fileno()), *modules],
            pass_fds=[theirs.fileno()],
            env=environment,
        )
        theirs.close()
        if self.sock.recv(16) != b"ready":
            raise SystemExit("the zygote did not start")

    def fork(self, limits: dict[str, Any], descriptors: list[int]) -> int:
        """Fork one confined job process that owns ``descriptors``; its process id."""
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))]
        self.sock.sendmsg([json.dumps(limits).encode()], rights)
        pid: int = json.loads(self.sock.recv(_CHUNK))["pid"]
        return pid


_AS_DESCRIPTOR_3 = (
    "import os, sys; fd = int(sys.argv.pop(1)); os.dup2(fd, 3); fd == 3 or os.close(fd);"
    "from sandbox.inside.zygote import main; main()"
)


class Group:
    """One running job process: its output so far and how it ends."""

    def __init__(self, request: dict[str, Any], pid: int, output: int) -> None:
        self.token: str = request["token"]
        self.limits: dict[str, Any] = request["limits"]
        self.pid = pid
        self.output = output
        self.text = bytearray()
        self.seen = 0
        self.verdict: str | None = None
        self.started = time.monotonic()
        self.oom = counters.out_of_memory_kills()
        self.forks = counters.refused_forks()

    def kill(self, state: str | None) -> None:
        """End the process; ``state`` says why, None means it was simply no longer needed."""
        self.verdict = self.verdict or state or "closed"
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def drain(self) -> bool:
        """Read what is there; past the limit the process is ended. False at the end of the stream."""
        chunk = os.read(self.output, _CHUNK)
        self.seen += len(chunk)
        self.text += chunk[: max(0, self.limits["output_bytes"] - len(self.text))]
        if self.seen > self.limits["output_kill_bytes"]:
            self.kill("output_limit")
        return bool(chunk)

    def report(self, end: dict[str, Any]) -> dict[str, Any]:
        """The group's end as the judge hears it."""
        return {
            "token": self.token,
            "state": self._state(end),
            "exit": end["exit"],
            "signal": end["signal"],
            "cpu_seconds": end["cpu_seconds"],
            "peak_kb": end["peak_kb"],
            "wall_seconds": time.monotonic() - self.started,
            "output": self.text.decode("utf-8", "replace"),
            "truncated": self.seen > len(self.text),
        }

    def _state(self, end: dict[str, Any]) -> str:
        """The first of these that holds; the kernel's counters come before anything the process could choose."""
        causes = (
            (counters.out_of_memory_kills() > self.oom, "memory_limit"),
            (self.verdict == "time_limit", "time_limit"),
            (self.verdict == "output_limit", "output_limit"),
            (end["signal"] == signal.SIGXCPU or end["cpu_seconds"] >= self.limits["cpu_seconds"], "time_limit"),
            (counters.refused_forks() > self.forks, "process_limit"),
            (self.verdict == "closed", "ok"),
            (end["exit"] == NOT_CONFINED, "platform_error"),
            (end["signal"] == signal.SIGSYS, "forbidden"),
            (end["signal"] == signal.SIGKILL, "killed"),
        )
        return next((state for holds, state in causes if holds), "runtime_error")


class Supervisor:
    """Serves one judge for the life of the container."""

    def __init__(self, modules: list[str], first_uid: int) -> None:
        self.modules = modules
        self.first_uid = first_uid
        self.served = 0
        self.zygotes = {0: Zygote(0, modules)}
        self.control = _dial()
        frames.send_json(self.control, {"role": "control"})

    def serve(self) -> None:
        """Answer until the judge is gone."""
        while True:
            request = frames.receive_json(self.control)
            if request["op"] == "open":
                self._run(request)

    def _run(self, request: dict[str, Any]) -> None:
        zygote = self._zygote(request["limits"]["hash_seed"])
        uid = self.first_uid + self.served % 1000
        self.served += 1
        channel = _dial()
        frames.send_json(channel, {"role": "group", "token": request["token"]})
        reader, writer = os.pipe()
        limits = {
            "uid": uid,
            "cpu_seconds": request["limits"]["cpu_seconds"],
            "memory_bytes": request["limits"]["memory_bytes"],
            "processes": request["limits"]["processes"],
        }
        pid = zygote.fork(limits, [channel.fileno(), writer])
        os.close(writer)
        channel.close()
        group = Group(request, pid, reader)
        end = self._watch(group, zygote)
        clean = sweep(uid, {1, *(z.process.pid for z in self.zygotes.values())})
        self._drain_rest(group)
        frames.send_json(self.control, {**group.report(end), "clean": clean})

    def _zygote(self, hash_seed: int) -> Zygote:
        if hash_seed not in self.zygotes:
            self.zygotes[hash_seed] = Zygote(hash_seed, self.modules)
        return self.zygotes[hash_seed]

    def _watch(self, group: Group, zygote: Zygote) -> dict[str, Any]:
        poller = select.poll()
        for descriptor in (self.control, zygote.sock, group.output):
            poller.register(descriptor, select.POLLIN)
        deadline = group.started + group.limits["group_seconds"]
        while True:
            ready = {descriptor for descriptor, _ in poller.poll(max(1.0, (deadline - time.monotonic()) * 1000))}
            if time.monotonic() > deadline:
                group.kill("time_limit")
            if group.output in ready and not group.drain():
                poller.unregister(group.output)
            if self.control.fileno() in ready:
                self._obey(group, frames.receive_json(self.control))
            if zygote.sock.fileno() in ready:
                end: dict[str, Any] = json.loads(zygote.sock.recv(_CHUNK))
                return end

    @staticmethod
    def _obey(group: Group, message: dict[str, Any]) -> None:
        if message.get("token") == group.token:
            group.kill(message.get("state"))

    @staticmethod
    def _drain_rest(group: Group) -> None:
        """Output written before the end is still in the pipe; every writer is gone by now."""
        os.set_blocking(group.output, False)
        try:
            while group.drain():
                continue
        except BlockingIOError:
            pass
        os.close(group.output)


def _dial() -> socket.socket:
    deadline = time.monotonic() + _CONNECT_SECONDS
    while True:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            sock.connect(JUDGE_SOCKET)
        except (FileNotFoundError, ConnectionRefusedError):
            sock.close()
            if time.monotonic() > deadline:
                raise SystemExit("the judge did not appear") from None
            time.sleep(0.02)
        else:
            return sock


def main() -> None:
    """``supervisor FIRST_UID MODULE...``: the modules are imported into the zygote."""
    hide_from_peers()
    try:
        Supervisor(sys.argv[2:], int(sys.argv[1])).serve()
    except frames.ChannelClosed:
        raise SystemExit(0) from None


if __name__ == "__main__":
    main()
