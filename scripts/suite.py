"""Runs the project's checks and tests and ends with a table of how each went.

Everything there is takes two lanes, since most of it keeps hardly more than one core busy; one suite runs alone.
"""

import argparse
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from scripts.setup import browser, front_end
from scripts.setup.state import ROOT, VENV

SECONDS = os.environ.get("FUZZ_SECONDS", "600")


@dataclass(frozen=True)
class Part:
    """One program of the suite."""

    name: str
    command: Sequence[str]


def _tool(name: str, *arguments: str) -> Sequence[str]:
    return (str(VENV / "bin" / name), *arguments)


CHECKS = [
    Part("lint", _tool("ruff", "check", ".")),
    Part("format", _tool("ruff", "format", "--check", ".")),
    Part("types", _tool("mypy")),
    Part("types of scripts", _tool("mypy", "scripts")),
    Part("layers", _tool("lint-imports")),
    Part("types of the front end", ("npm", "run", "--silent", "check")),
    Part("tests of the front end", ("npm", "run", "--silent", "test")),
]
LOGS = ROOT / ".build" / "suite"
_ELSEWHERE = ("--ignore", "tests/app", "--ignore", "tests/browser", "--ignore", "tests/environments")
# Of the attacks, one fast case of each class; the others are a suite of their own, as is whatever takes minutes.
_EVERYDAY = "not thorough and (not hostile or fast)"
APPLICATION = [Part("application", _tool("python", "-m", "pytest", "tests/app", "-m", _EVERYDAY))]
TESTS = [Part("other tests", _tool("python", "-m", "pytest", "tests", *_ELSEWHERE, "-m", _EVERYDAY))]
BANK = [Part("problem bank", _tool("holdout", "problems", "verify", "--all"))]
BROWSER = [Part("browser", _tool("python", "-m", "pytest", "tests/browser"))]
HOSTILE = [Part("hostile", _tool("python", "-m", "pytest", "tests/hostile"))]
_LEAKS = "tests/faults/test_leaks.py"
FAULTS = [Part("faults", _tool("python", "-m", "pytest", "tests/faults", "--ignore", _LEAKS))]
PROXIES = [Part("proxies", _tool("python", "-m", "pytest", "tests/proxies"))]
LEAKS = [Part("leaks", _tool("python", "-m", "pytest", "-s", _LEAKS))]
_FUZZER = str(ROOT / ".build" / "fuzz" / "bin" / "python")
FUZZED = ("decode", "fields", "reply", "served", "receive", "control", "event", "update", "room_message")
FUZZ = [
    Part("fuzz by hypothesis", _tool("python", "-m", "pytest", "tests/fuzz", "--hypothesis-profile", "long")),
    *(
        Part(f"fuzz {target}", (str(ROOT / ".build/fuzz/bin/python"), "-m", "tests.fuzz.drive", target, SECONDS))
        for target in FUZZED
    ),
]
UNTUNED = [Part("untuned solutions", _tool("python", "-m", "pytest", "tests/untuned"))]
REPEATS = [Part("repeated gradings", _tool("python", "-m", "pytest", "tests/repeats"))]
ENVIRONMENTS = [Part("environments", _tool("python", "-m", "pytest", "tests/environments"))]
API_FUZZ = [Part("api by its description", _tool("python", "-m", "pytest", "-s", "-m", "thorough", "tests/app/api"))]
LIBRARY = [Part("libraries", _tool("python", "-m", "pytest", "tests/library"))]
SUITES = {
    "check": CHECKS,
    "browser": BROWSER,
    "hostile": HOSTILE,
    "environments": ENVIRONMENTS,
    "library": LIBRARY,
    "api-fuzz": API_FUZZ,
    "faults": FAULTS,
    "leaks": LEAKS,
    "proxies": PROXIES,
    "fuzz": FUZZ,
    "untuned": UNTUNED,
    "repeats": REPEATS,
    "all": APPLICATION + CHECKS + TESTS + BROWSER + BANK,  # what takes long first, so that both lanes end together
}
LANES = {"all": min(2, os.cpu_count() or 1)}
_TELL_SECONDS = 30.0


def main(arguments: Sequence[str]) -> int:
    """Run every part of the named suite, also after one has failed; 0 when all succeeded."""
    parser = argparse.ArgumentParser(prog="scripts.suite", description=__doc__)
    parser.add_argument("suite", choices=sorted(SUITES))
    suite = parser.parse_args(arguments).suite
    environment = {**os.environ, **front_end.tools(), "CHROMIUM": browser.find() or ""}
    began = time.monotonic()
    if LANES.get(suite, 1) == 1:
        rows = [_run(part, environment) for part in SUITES[suite]]
    else:
        rows = Lanes(environment).run(SUITES[suite], LANES[suite])
    failed = [row for succeeded, row in rows if not succeeded]
    print("\n" + "\n".join(row for _, row in rows))
    print(f"\n{f'{len(failed)} of {len(rows)} FAILED' if failed else 'All of it succeeded'} ", end="")
    print(f"in {time.monotonic() - began:.0f} s.")
    return 1 if failed else 0


def _heading(part: Part) -> str:
    return f"\n── {part.name} " + "─" * (60 - len(part.name))


def _run(part: Part, environment: dict[str, str], log: Path | None = None) -> tuple[bool, str]:
    """Its output goes into `log`, or is seen as it comes."""
    began = time.monotonic()
    if log is None:
        print(_heading(part), flush=True)
    with log.open("wb") if log else nullcontext() as out:
        errors = subprocess.STDOUT if log else None
        status = subprocess.run(
            part.command, cwd=ROOT, env=environment, check=False, stdout=out, stderr=errors
        ).returncode
    mark = "ok" if status == 0 else "FAIL"
    return status == 0, f"  {mark:<4} {part.name:<28} {time.monotonic() - began:6.1f} s"


class Lanes:
    """Parts beside one another: each one's output is shown when it ends, and how far it is from time to time."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._running: dict[str, Path] = {}
        self._lock = threading.Lock()
        LOGS.mkdir(parents=True, exist_ok=True)

    def run(self, parts: Sequence[Part], lanes: int) -> list[tuple[bool, str]]:
        """How each went, in their order."""
        over = threading.Event()
        telling = threading.Thread(target=self._tell, args=(over,), daemon=True)
        telling.start()
        with ThreadPoolExecutor(lanes) as pool:
            rows = list(pool.map(self._one, parts))
        over.set()
        telling.join()
        return rows

    def _one(self, part: Part) -> tuple[bool, str]:
        log = LOGS / f"{part.name.replace(' ', '-')}.log"
        with self._lock:
            self._running[part.name] = log
        row = _run(part, self._environment, log)
        with self._lock:
            del self._running[part.name]
            print(_heading(part), log.read_text(errors="replace"), row[1], sep="\n", flush=True)
        return row

    def _tell(self, over: threading.Event) -> None:
        while not over.wait(_TELL_SECONDS):
            with self._lock:
                for name, log in self._running.items():
                    print(f"  … {name}: {_last_words(log)}", flush=True)


def _last_words(log: Path) -> str:
    """How far a part is: the last per cent it told, else its last line."""
    said = log.read_text(errors="replace") if log.exists() else ""
    told = re.findall(r"\[ *(\d+)%\]", said)
    return f"{told[-1]} %" if told else (said.splitlines() or ["begins"])[-1].strip()[-72:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
