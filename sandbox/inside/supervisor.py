"""The first process of a candidate container: hands jobs to jailed processes and watches them from outside.

Dials the judge's socket in the shared volume (mounted read-only here), then serves three messages: ``open`` a group,
``look`` at what it has used so far, and ``kill`` it. It hands the group's frame channel to the job process and never
reads from it; what it reports (state, cpu, memory, output) comes from the kernel and from itself. One group runs at a
time; in the userns jail the next may begin while the last, already killed, is being taken down.
"""

import os
import random
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
WARM_SEEDS = _USUAL_SEED, _OTHER_SEED = 0, 1
_UIDS = 1000
_KEPT_MEMORY = 128 << 20
_TICK_SECONDS, _STALL_SECONDS = 0.25, 1.0


class Supervisor:
    """Serves one judge for the life of the container."""

    def __init__(self, jail: str, first_uid: int, modules: list[str]) -> None:
        self.jail = jail
        self.modules = modules
        self.first_uid = first_uid
        self.uids = random.SystemRandom().sample(range(_UIDS), _UIDS)  # a process reads its own: no order is told
        self.served = 0
        self.groups: dict[str, Group] = {}
        self.bare_memory = counters.memory_in_use()
        self.zygotes = {_USUAL_SEED: Zygote(jail, _USUAL_SEED, modules)}
        self.control = frames.Channel(_dial())

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
        self.control.send_json({"role": "control", "jail": self.jail, "refused": refused})
        if refused is not None:
            raise SystemExit(0)
        first.line.close()
        self.zygotes[_USUAL_SEED].prepare(self._next_uid)
        self.zygote_memory = counters.memory_in_use() - self.bare_memory

    def serve(self) -> None:
        """Answer until the judge is gone."""
        while True:
            self._turn(heed_judge=True)

    def _turn(self, *, heed_judge: bool) -> None:
        """Wait for the next thing to happen and deal with it."""
        poller = select.poll()
        if heed_judge:
            poller.register(self.control.sock, select.POLLIN)
        for zygote in self.zygotes.values():
            poller.register(zygote.sock, select.POLLIN)
        for group in self.groups.values():
            group.register(poller)
        ready = self._wait(poller)
        for group in self.groups.values():
            group.look(ready)
        if self.control.sock.fileno() in ready:
            self._obey(self.control.receive_json())
            while self.control.holds_frame:
                self._obey(self.control.receive_json())
        for zygote in self.zygotes.values():
            if zygote.sock.fileno() in ready:
                zygote.hear()
        self._report_ended()

    def _wait(self, poller: "select.poll") -> dict[int, int]:
        """What is ready, at most a tick later; a wait that takes much longer was none: we were paused, or starved."""
        asked = time.monotonic()
        ready = dict(poller.poll(_TICK_SECONDS * 1000 if self.groups else None))
        if time.monotonic() > asked + _STALL_SECONDS:
            for group in self.groups.values():
                group.stalled()
        return ready

    def _obey(self, message: dict[str, Any]) -> None:
        if message["op"] == "open":
            self._open(message)
        elif message["token"] in self.groups:
            group = self.groups[message["token"]]
            if message["op"] == "look":
                self.control.send_json({"token": message["token"], "so_far": group.so_far()})
            else:
                group.kill(message["state"])

    def _open(self, request: dict[str, Any]) -> None:
        while self.groups and self.jail == UID:  # what the last one left is swept before the next one looks
            self._turn(heed_judge=False)
        zygote = self._zygote(request["limits"]["hash_seed"])
        jailed = zygote.take(self._next_uid())
        channel = frames.Channel(_dial())
        channel.send_json({"role": "group", "token": request["token"]})
        reader, writer = os.pipe()
        self.groups[request["token"]] = Group(request, jailed, zygote, reader)
        limits = {name: request["limits"][name] for name in ("cpu_seconds", "memory_bytes", "processes")}
        jailed.start(limits, channel.sock.fileno(), writer)
        os.close(writer)
        channel.sock.close()
        zygote.prepare(self._next_uid)

    def _report_ended(self) -> None:
        for token, group in list(self.groups.items()):
            end = group.zygote.end_of(group.jailed.pid)
            if end is not None:
                del self.groups[token]
                report = group.report(end)
                group.close()
                self.control.send_json({**report, "clean": self._clean(group.jailed.uid)})
                self._zygote(
                    _OTHER_SEED
                )  # started now, so that no new slot and no first check of two seeds waits for it

    def _clean(self, uid: int) -> bool:
        """Whether the container is as it was before the job; looked at when no other job is here."""
        if self.groups:
            return True
        ours = {os.getpid()}.union(*(zygote.pids() for zygote in self.zygotes.values()))
        emptied = sweep(uid, ours) if self.jail == UID else nobody_left(ours)
        usual = self.bare_memory + self.zygote_memory * len(self.zygotes)
        return emptied and counters.memory_in_use() < usual + _KEPT_MEMORY

    def _next_uid(self) -> int:
        self.served += 1
        return self.first_uid + self.uids[self.served % _UIDS]

    def _zygote(self, hash_seed: int) -> Zygote:
        if hash_seed not in self.zygotes:
            self.zygotes[hash_seed] = Zygote(self.jail, hash_seed, self.modules)
        return self.zygotes[hash_seed]


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
