"""A second Docker engine on a small disk and with little memory, for faults that the first must not have. Needs root."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

_START_SECONDS = 120.0
_MEMORY_GROUP = Path("/sys/fs/cgroup/memory")


class SecondDocker:
    """Its data is on a memory file system of ``size_mb``; its containers are below a control group of their own."""

    def __init__(self, folder: Path, size_mb: int) -> None:
        self._folder = folder
        self.data = folder / "data"
        self.data.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", str(self.data)], check=True)
        self.url = f"unix://{folder}/docker.sock"
        self.group = f"holdout-second-{os.getpid()}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the daemon and wait until it answers."""
        # without a bridge of its own it removes the first engine's, where it sees it
        command = ["unshare", "--net", "dockerd", "--data-root", str(self.data)]
        command += ["--exec-root", str(self._folder / "exec")]
        command += ["--pidfile", str(self._folder / "pid"), "-H", self.url, "--bridge=none", "--iptables=false"]
        command += ["--cgroup-parent", f"/{self.group}", "--containerd-namespace", self.group]
        command += ["--containerd-plugins-namespace", f"plugins-{self.group}"]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self._answers():
                return
            time.sleep(0.1)
        raise AssertionError((self._folder / "log").read_text()[-2000:])

    @property
    def runs(self) -> bool:
        """Whether the daemon is there."""
        return self._process is not None and self._process.poll() is None

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as sock:
            sock.settimeout(5)
            sock.connect(self.url.removeprefix("unix://"))
            sock.sendall(b"GET /_ping HTTP/1.0\r\n\r\n")
            return b" 200 OK" in sock.recv(1 << 12)
        return False

    def load(self, images: list[str]) -> None:
        """Copy images from the first engine."""
        with subprocess.Popen(["docker", "save", *images], stdout=subprocess.PIPE) as saving:
            subprocess.run(["docker", "-H", self.url, "load", "--quiet"], stdin=saving.stdout, check=True)

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the daemon; SIGKILL leaves its containers to themselves."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(60)
            self._process = None
            # its containerd dies with it; one that nobody has reaped yet would pass for a running one
            (self._folder / "exec" / "containerd" / "containerd.pid").unlink(missing_ok=True)

    def restart(self, how: signal.Signals) -> None:
        """End and start again."""
        self.end(how)
        self.start()

    def fill(self) -> None:
        """Leave no byte on the disk of its data."""
        free = shutil.disk_usage(self.data).free
        with contextlib.suppress(OSError), (self.data / "filler").open("wb") as filler:
            for _ in range(free // (1 << 20) + 2):
                filler.write(b"\0" * (1 << 20))

    def empty(self) -> None:
        """Give the space back."""
        (self.data / "filler").unlink(missing_ok=True)

    def limit_memory(self, megabytes: int | None) -> None:
        """What all its containers together may have; control groups of version 1 only."""
        limit = _MEMORY_GROUP / self.group / "memory.limit_in_bytes"
        limit.write_text("-1" if megabytes is None else str(megabytes << 20))

    def memory(self) -> int:
        """MiB that its containers have together."""
        return int((_MEMORY_GROUP / self.group / "memory.usage_in_bytes").read_text()) >> 20

    @staticmethod
    def limits_memory() -> bool:
        """Whether `limit_memory` works on this host."""
        return (_MEMORY_GROUP / "memory.limit_in_bytes").exists()

    def remove(self) -> None:
        """End it and take away what it had."""
        self.end()
        for process in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if str(self._folder).encode() in (process / "cmdline").read_bytes():  # what a killed daemon left
                    os.kill(int(process.name), signal.SIGKILL)
        mounts = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
        for mount in (mount for mount in mounts[::-1] if mount.startswith(str(self._folder))):
            subprocess.run(["umount", "--lazy", mount], check=False)
