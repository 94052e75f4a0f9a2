"""A wire between this machine and a network namespace, on which packets come late, get lost, or do not come at all.

`Wire` lays it; `python -m tests.faults.system.wire NAME HERE THERE SEED` is the process that carries each packet from
one end to the other. Every line on its standard input says how: seconds late, share lost.
"""

import contextlib
import fcntl
import heapq
import os
import random
import select
import struct
import subprocess
import sys
import time
from pathlib import Path

from app.settings import ROOT

DEVICE = Path("/dev/net/tun")
_TUNSETIFF, _TUN, _NO_HEADER = 0x400454CA, 0x0001, 0x1000
_MTU = 9000
READY = b"ready\n"


class Wire:
    """`here` and `there` are the addresses of its ends; `inside` begins a command that runs at the other end."""

    def __init__(self, number: int, seed: int) -> None:
        self.name = f"hf{os.getpid() % 100_000}n{number}"
        net = f"10.{213 + number}.{os.getpid() // 64 % 256}"
        first = os.getpid() % 64 * 4
        self.here, self.there = f"{net}.{first + 1}", f"{net}.{first + 2}"
        self.inside = ["ip", "netns", "exec", self.name]
        command = [sys.executable, "-m", "tests.faults.system.wire", self.name, self.here, self.there, str(seed)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
        assert self._process.stdout is not None
        with self._process.stdout as told:
            assert told.readline() == READY, "the wire could not be laid"

    @staticmethod
    def can_be_laid() -> bool:
        """Whether this machine and this user can make network devices and namespaces."""
        return not os.geteuid() and DEVICE.exists()

    def carry(self, *, late: float = 0.0, lost: float = 0.0) -> None:
        """From now on packets come so many seconds late, and this share of them not at all."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{late} {lost}\n".encode())
        self._process.stdin.flush()

    def remove(self) -> None:
        """Take it up again."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)
        subprocess.run(["ip", "netns", "delete", self.name], check=False)


def main(name: str, here: str, there: str, seed: int) -> None:
    """Lay the wire and carry packets until standard input ends."""
    ends = [_end(f"{name}a"), _end(f"{name}b")]
    for command in (
        ["ip", "netns", "add", name],
        ["ip", "link", "set", f"{name}b", "netns", name],
        ["ip", "address", "add", f"{here}/30", "dev", f"{name}a"],
        ["ip", "link", "set", f"{name}a", "mtu", str(_MTU), "up"],
        ["ip", "-n", name, "address", "add", f"{there}/30", "dev", f"{name}b"],
        ["ip", "-n", name, "link", "set", f"{name}b", "mtu", str(_MTU), "up"],
        ["ip", "-n", name, "link", "set", "lo", "up"],
    ):
        subprocess.run(command, check=True)
    os.write(sys.stdout.fileno(), READY)
    _carry(ends, random.Random(seed))  # noqa: S311 - losses, not secrets


def _end(name: str) -> int:
    device = os.open(DEVICE, os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _TUN | _NO_HEADER))
    return device


def _carry(ends: list[int], chance: random.Random) -> None:
    other = dict(zip(ends, reversed(ends), strict=True))
    on_the_way: list[tuple[float, int, int, bytes]] = []
    late = lost = 0.0
    count = 0
    orders = sys.stdin.fileno()
    while True:
        pause = max(0.0, on_the_way[0][0] - time.monotonic()) if on_the_way else None
        for ready in select.select([*ends, orders], [], [], pause)[0]:
            if ready == orders:
                said = os.read(orders, 4096)
                if not said:
                    return
                late, lost = map(float, said.split(b"\n")[-2].split())
            else:
                with contextlib.suppress(BlockingIOError):
                    packet = os.read(ready, _MTU + 100)
                    count += 1
                    if chance.random() >= lost:
                        due = time.monotonic() + late * chance.uniform(0.5, 1.5)
                        heapq.heappush(on_the_way, (due, count, other[ready], packet))
        while on_the_way and on_the_way[0][0] <= time.monotonic():
            _, _, end, packet = heapq.heappop(on_the_way)
            with contextlib.suppress(OSError):  # the other end is not up, or cannot take more: lost as on any wire
                os.write(end, packet)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
