"""Runs the programs of a set-up step and keeps their output: all of it in a log, its end for a failure."""

import os
import queue
import shlex
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

TAIL = 25  # lines quoted from a failed command: npm prints its stack after the error
TICK = 1.0  # seconds between signs of life while a command is silent

Watch = Callable[[str], None]
"""Is given the latest line of output, and again every second while there is none."""


class CommandError(Exception):
    """A program could not be started or ended with a status other than zero."""

    def __init__(self, command: Sequence[str], status: int | None, tail: Sequence[str]) -> None:
        """`status` is None when the program was not found."""
        self.command = list(command)
        self.status = status
        self.tail = list(tail)
        super().__init__(self.cause)

    @property
    def cause(self) -> str:
        """What was run, how it ended, and the last lines it printed."""
        shown = shlex.join(self.command)
        if self.status is None:
            return f"`{shown}` could not be started: there is no program of that name."
        return "\n".join([f"`{shown}` ended with status {self.status}:", *(f"  {line}" for line in self.tail)])


def run(command: Sequence[str], *, log: Path, watch: Watch, cwd: Path, env: Mapping[str, str] | None = None) -> None:
    """Run to the end, adding `env` to the environment. Raises CommandError unless the status is 0."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    tail: deque[str] = deque(maxlen=TAIL)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as record:
        record.write(f"$ {shlex.join(command)}\n")
        with _start(command, cwd, env) as process:
            threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True).start()
            try:
                for line in _until_end(lines, watch):
                    record.write(f"{line}\n")
                    tail.append(line)
            except BaseException:
                process.terminate()
                raise
    if process.returncode != 0:
        raise CommandError(command, process.returncode, tail)


def _start(command: Sequence[str], cwd: Path, env: Mapping[str, str] | None) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(
            list(command),
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except FileNotFoundError:
        raise CommandError(command, None, []) from None


def _pump(stream: IO[str] | None, lines: queue.SimpleQueue[str | None]) -> None:
    for line in stream or ():
        lines.put(line.rstrip())
    lines.put(None)


def _until_end(lines: queue.SimpleQueue[str | None], watch: Watch) -> Iterator[str]:
    latest = ""
    while True:
        try:
            line = lines.get(timeout=TICK)
        except queue.Empty:
            watch(latest)
            continue
        if line is None:
            return
        if line:
            latest = line
            watch(latest)
            yield line
