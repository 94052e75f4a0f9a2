"""The first process of a candidate container: one job process at a time, watched from outside of it.

Dials the judge's socket in the shared volume (mounted read-only here), then serves three messages: ``open`` a
group, ``kill`` it, ``close`` it. It hands the group's frame channel to the job process and never reads from it;
what it reports (state, cpu, memory, output) comes from the kernel and from itself.
"""

import os
import select
import socket
import sys
import time
from typing import Any

from sandbox.inside import counters, frames
from sandbox.inside.confine import hide_from_peers
from sandbox.inside.group import Group
from sandbox.inside.jails import UID
from sandbox.inside.sweep import nobody_left, sweep
from sandbox.inside.zygotes import JailRefused, Zygote

JUDGE_SOCKET = "/pair/judge.sock"
_CONNECT_SECONDS = 60.0
_USUAL_SEED, _OTHER_SEED = 0, 1
_UIDS = 1000
_KEPT_MEMORY = 128 << 20
_TICK_SECONDS, _STALL_SECONDS = 0.25, 1.0


class Supervisor:
    """Serves one judge for the life of the container."""

    def __init__(self, jail: str, first_uid: int, modules: list[str]) -> None:
        self.jail = jail
        self.modules = modules
        self.first_uid = first_uid
        self.served = 0
        self.zygotes = {_USUAL_SEED: Zygote(jail, _USUAL_SEED, modules)}
        self.control = _dial()

    def start(self) -> None:
        """Prove the jail by a process that enters it and looks around, then tell the judge.

        Raises:
            SystemExit: the jail is refused; the judge knows why.
        """
        refused = None
        try:
            first = self.zygotes[_USUAL_SEED].take(self._next_uid())
        except JailRefused as error:
            refused = str(error)
        frames.send_json(self.control, {"role": "control", "jail": self.jail, "refused": refused})
        if refused is not None:
            raise SystemExit(0)
        first.line.close()
        self.zygotes[_USUAL_SEED].prepare(self._next_uid())
        self.usual_memory = counters.memory_in_use()

    def serve(self) -> None:
        """Answer until the judge is gone."""
        while True:
            request = frames.receive_json(self.control)
            if request["op"] == "open":
                self._run(request)

    def _run(self, request: dict[str, Any]) -> None:
        zygote = self._zygote(request["limits"]["hash_seed"])
        jailed = zygote.take(self._next_uid())
        channel = _dial()
        frames.send_json(channel, {"role": "group", "token": request["token"]})
        reader, writer = os.pipe()
        limits = {name: request["limits"][name] for name in ("cpu_seconds", "memory_bytes", "processes")}
        group = Group(request, jailed, reader, immune=self.jail != UID)
        jailed.start(limits, channel.fileno(), writer)
        os.close(writer)
        channel.close()
        zygote.prepare(self._next_uid())
        end = self._watch(group, zygote)
        group.drain_rest()
        frames.send_json(self.control, {**group.report(end), "clean": self._clean(jailed.uid)})
        group.close()
        self._start_other_seed()

    def _clean(self, uid: int) -> bool:
        """Whether the container is as it was before the job."""
        ours = {os.getpid()}.union(*(zygote.pids() for zygote in self.zygotes.values()))
        emptied = sweep(uid, ours) if self.jail == UID else nobody_left(ours)
        return emptied and counters.memory_in_use() < self.usual_memory + _KEPT_MEMORY

    def _next_uid(self) -> int:
        self.served += 1
        return self.first_uid + self.served % _UIDS

    def _zygote(self, hash_seed: int) -> Zygote:
        if hash_seed not in self.zygotes:
            self.zygotes[hash_seed] = Zygote(self.jail, hash_seed, self.modules)
        return self.zygotes[hash_seed]

    def _start_other_seed(self) -> None:
        """After the first job, so that neither a new slot nor the check that compares two seeds waits for it."""
        self._zygote(_OTHER_SEED)

    def _watch(self, group: Group, zygote: Zygote) -> dict[str, Any]:
        """Serve one group to its end: how its process ended."""
        poller = select.poll()
        listener = -1 if group.jailed.listener is None else group.jailed.listener
        for descriptor in (self.control.fileno(), zygote.sock.fileno(), group.output, listener):
            poller.register(descriptor, select.POLLIN)
        deadline = group.started + group.limits["group_seconds"]
        while True:
            ready = _wait(poller, group)
            if time.monotonic() > deadline:
                group.kill("time_limit")
            if group.output in ready and not group.drain():
                poller.unregister(group.output)
            if ready.get(listener, 0) & select.POLLIN:
                group.stopped()
            elif listener in ready:
                poller.unregister(listener)
            if self.control.fileno() in ready:
                self._obey(group, frames.receive_json(self.control))
            if zygote.sock.fileno() in ready:
                zygote.hear()
                if end := zygote.end_of(group.jailed.pid):
                    return end

    @staticmethod
    def _obey(group: Group, message: dict[str, Any]) -> None:
        if message.get("token") == group.token:
            group.kill(message.get("state"))


def _wait(poller: select.poll, group: Group) -> dict[int, int]:
    """What is ready, at most a tick later; a wait that takes much longer was none: we were paused, or starved."""
    asked = time.monotonic()
    ready = dict(poller.poll(_TICK_SECONDS * 1000))
    if time.monotonic() > asked + _STALL_SECONDS:
        group.stalled()
    return ready


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
    """``supervisor JAIL FIRST_UID MODULE...``: the modules are imported into the zygote."""
    hide_from_peers()
    supervisor = Supervisor(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
    try:
        supervisor.start()
        supervisor.serve()
    except frames.ChannelClosed:
        raise SystemExit(0) from None


if __name__ == "__main__":
    main()
