"""Runs the project's checks and tests one after the other and ends with a table of how each went."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

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
_ELSEWHERE = ("--ignore", "tests/browser", "--ignore", "tests/environments")
# Of the attacks, one fast case of each class; the others are a suite of their own, as is whatever takes minutes.
_EVERYDAY = "not thorough and (not hostile or fast)"
TESTS = [Part("tests", _tool("python", "-m", "pytest", "tests", *_ELSEWHERE, "-m", _EVERYDAY))]
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
    "all": CHECKS + TESTS + BANK + BROWSER,
}


def main(arguments: Sequence[str]) -> int:
    """Run every part of the named suite, also after one has failed; 0 when all succeeded."""
    parser = argparse.ArgumentParser(prog="scripts.suite", description=__doc__)
    parser.add_argument("suite", choices=sorted(SUITES))
    parts = SUITES[parser.parse_args(arguments).suite]
    environment = {**os.environ, **front_end.tools(), "CHROMIUM": browser.find() or ""}
    began = time.monotonic()
    rows = [_run(part, environment) for part in parts]
    failed = [row for succeeded, row in rows if not succeeded]
    print("\n" + "\n".join(row for _, row in rows))
    print(f"\n{f'{len(failed)} of {len(rows)} FAILED' if failed else 'All of it succeeded'} ", end="")
    print(f"in {time.monotonic() - began:.0f} s.")
    return 1 if failed else 0


def _run(part: Part, environment: dict[str, str]) -> tuple[bool, str]:
    print(f"\n── {part.name} " + "─" * (60 - len(part.name)), flush=True)
    began = time.monotonic()
    status = subprocess.run(part.command, cwd=ROOT, env=environment, check=False).returncode
    mark = "ok" if status == 0 else "FAIL"
    return status == 0, f"  {mark:<4} {part.name:<28} {time.monotonic() - began:6.1f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
