"""What one sees of a set-up: a line per step with its time and, for a failure, cause and remedy."""

import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TextIO

from scripts.setup.command import CommandError

SIGN_OF_LIFE = 20.0  # seconds between lines while a step works and the output is not a terminal


class StepError(Exception):
    """A step cannot be done; `remedy` is what the reader can do about it."""

    def __init__(self, cause: str, remedy: str) -> None:
        """Both are shown as they are."""
        super().__init__(cause)
        self.cause = cause
        self.remedy = remedy


class Screen:
    """Prints progress. On a terminal the running step's line is rewritten; elsewhere lines are only added."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self.out = out
        self._step = ""
        self._began = self._spoke = 0.0

    def begin(self, name: str) -> None:
        """Name the step that starts now."""
        self._step = name
        self._began = self._spoke = time.monotonic()
        self._live("")

    def watch(self, line: str) -> None:
        """Show that the step is alive, with the latest line of what it runs."""
        if self.out.isatty():
            self._live(line)
        elif time.monotonic() - self._spoke >= SIGN_OF_LIFE:
            self._spoke = time.monotonic()
            self._print(f"   ..  {self._step:<28} {self._seconds()}  {_plain(line)[:80]}")

    def end(self, mark: str, note: str = "") -> None:
        """Close the step's line with its time."""
        if self.out.isatty():
            self.out.write("\r\x1b[K")
        self._print(f"  {mark:<4} {self._step:<28} {self._seconds()}  {note}".rstrip())

    def say(self, text: str) -> None:
        """Print a line that belongs to no step."""
        self._print(text)

    def _seconds(self) -> str:
        return f"{time.monotonic() - self._began:6.1f} s"

    def _live(self, line: str) -> None:
        if self.out.isatty():
            text = f"   ..  {self._step:<28} {self._seconds()}  {_plain(line)}"
            self.out.write("\r\x1b[K" + text[: shutil.get_terminal_size().columns - 1])
            self.out.flush()

    def _print(self, text: str) -> None:
        print(text, file=self.out, flush=True)


Work = Callable[[Screen], str]
"""Does one thing, unless it is already done, and returns a short note for the step's line."""


@dataclass(frozen=True)
class Step:
    """One line of the set-up; `remedy` is for a failure whose own remedy nobody knows better."""

    name: str
    work: Work
    remedy: str


def perform(steps: Sequence[Step], screen: Screen) -> bool:
    """Do the steps in order and stop at the first that fails, saying which, why and what to do."""
    for step in steps:
        screen.begin(step.name)
        try:
            note = step.work(screen)
        except CommandError as failure:
            _failed(step, failure.cause, step.remedy, screen)
            return False
        except StepError as failure:
            _failed(step, failure.cause, failure.remedy, screen)
            return False
        except OSError as failure:
            _failed(step, str(failure), step.remedy, screen)
            return False
        screen.end("ok", note)
    return True


def _failed(step: Step, cause: str, remedy: str, screen: Screen) -> None:
    screen.end("FAIL")
    screen.say(f"\nThe step “{step.name}” failed.\n")
    screen.say(_indent("Cause:  ", cause))
    screen.say(_indent("Remedy: ", remedy))


def _indent(label: str, text: str) -> str:
    first, *rest = text.splitlines() or [""]
    return "\n".join([label + first, *(" " * len(label) + line for line in rest)])


def _plain(line: str) -> str:
    return "".join(char for char in line if char.isprintable())
