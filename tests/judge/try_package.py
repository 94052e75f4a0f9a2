# ruff: noqa: T201 - a command speaks by printing
"""`python -m tests.judge.try_package problems/<pattern>/<slug> [--twist <id>] [solution.py ...]`: a package tried out.

Against its own solutions (a twist against the twist's), or against the files named.

For authors of packages. Runs trusted snippets without containers; `holdout problems verify` is the real gate.
"""

import argparse
import re
import secrets
import sys
import time
from pathlib import Path
from typing import Any

import yaml

from app.problems.loader import load_folder
from app.problems.package_error import PackageError
from sandbox.judge.replies import PlatformFault
from sandbox.judge.session import run
from tests.judge.local import LocalCandidate, Zygotes

_MARKS = {"passed": "ok", "failed_loudly": "LOUD", "failed_silently": "silent", "not_reached": "-"}


def load(folder: Path, twist: str | None = None) -> dict[str, Any]:
    """The `package` part of a job from a package's folder; only a twist needs the package to be complete."""
    if twist is not None:
        return load_folder(folder).for_the_judge(twist).model_dump()
    files = {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for pattern in ("grader.py", "given.py", "variants/*.py", "bugs/*.py")
        for path in sorted(folder.glob(pattern))
    }
    spec = yaml.safe_load((folder / "problem.yaml").read_text(encoding="utf-8"))
    visible = yaml.safe_load((folder / "visible.yaml").read_text(encoding="utf-8")) or []
    return {"spec": spec, "visible": visible, "files": files}


def grade(zygotes: Zygotes, package: dict[str, Any], source: str, mode: str, seed: str) -> list[dict[str, Any]]:
    """All events of one grading."""
    limits = package["spec"].get("limits") or {}
    events: list[dict[str, Any]] = []
    candidate = LocalCandidate(
        zygotes, source, cpu_seconds=limits.get("cpu_seconds", 2), memory_mb=limits.get("memory_mb", 256)
    )
    job = {"mode": mode, "source": source, "checks_source": "", "seed": seed, "only": None, "package": package}
    run(job, candidate, events.append)
    return events


def _claims(path: Path, source: str) -> dict[str, Any]:
    def listed(header: str) -> set[str]:
        found = re.search(rf"{header}:\s*([^\n]*(?:\n[ \t]+[^\n:]*$)*)", source, re.MULTILINE)
        return {part.strip(" .\"'\n") for part in found[1].split(",")} - {""} if found else set()

    policies = dict(pair.split("=") for pair in listed("Policies") if "=" in pair)
    kind = path.parent.name
    return {"kind": kind, "policies": policies, "caught": listed("Caught by"), "may": listed("May also fail")}


def _complaints(events: list[dict[str, Any]], claims: dict[str, Any]) -> list[str]:
    compiled, finished = events[0], events[-1]
    for event in events:
        if event["type"] == "compiled":
            compiled = event
    if not compiled["ok"]:
        return [f"did not load: {compiled['error']['message']}"]
    failed = {e["id"] for e in events if e["type"] == "check_done" and e["state"] != "passed"}
    known = {e["id"] for e in events if e["type"] == "check_done"}
    known |= {f"policy/{name}" for name in finished["policies"]}
    failed |= {f"policy/{name}" for name, found in finished["policies"].items() if found["state"] != "inferred"}
    found = []
    if claims["kind"] == "accepted":
        optional = {e["id"] for e in events if e["type"] == "check_done" and not e["required"]}
        found += [f"{name} failed" for name in sorted(failed - optional)]
        if finished["verdict"] != "accepted":
            found.append(f"verdict {finished['verdict']}")
        for name, option in claims["policies"].items():
            inferred = finished["policies"].get(name, {}).get("option")
            if inferred != option:
                found.append(f"policy {name}: claimed {option}, inferred {inferred}")
    if claims["kind"] == "rejected":
        found += [f"header names no check {name}" for name in sorted((claims["caught"] | claims["may"]) - known)]
        found += [f"{name} should fail" for name in sorted((claims["caught"] & known) - failed)]
        found += [
            f"{name} fails unannounced"
            for name in sorted(failed - claims["caught"] - claims["may"])
            if not name.startswith("policy/")
        ]
        if not claims["caught"] and finished["verdict"] == "accepted":
            found.append("accepted")
    return found


def _show(path: Path, events: list[dict[str, Any]], visible: list[dict[str, Any]], seconds: float) -> list[str]:
    claims = _claims(path, path.read_text(encoding="utf-8"))
    complaints = _complaints(events, claims)
    finished = events[-1]
    inferred = {name: found["option"] or found["state"] for name, found in finished["policies"].items()}
    expectation = "as expected" if not complaints else "; ".join(complaints)
    print(f"\n{claims['kind']}/{path.name}: {finished['verdict']} {inferred or ''} {seconds:.2f} s — {expectation}")
    for event in events:
        if event["type"] == "check_done":
            mark = _MARKS[event["state"]]
            told = "" if mark == "ok" else f"{event['how']} | {event['staff']['statement'][:220]}"
            print(f"  {event['id']:<34} {mark:<7} {event['ms']:>7.0f} ms  {told}")
    for name, found in finished["policies"].items():
        if found["state"] != "inferred":
            print(f"  policy {name}: {found['state']}: {found['staff']['statement']}")
    for event in visible:
        if event["type"] == "example_done" and event["state"] != "passed":
            print(f"  visible {event['name']!r}: {event['state']}: {event['note'] or event['error']}")
            if claims["kind"] == "accepted" and not claims["policies"]:
                complaints.append(f"visible {event['name']} {event['state']}")
    return complaints


def _graded(zygotes: Zygotes, package: dict[str, Any], path: Path, seed: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The events of grading a file, and what is not as its header claims."""
    source = path.read_text(encoding="utf-8")
    started = time.monotonic()
    try:
        events = grade(zygotes, package, source, "submit", seed)
        seconds = time.monotonic() - started
        visible = grade(zygotes, package, source, "run", seed)
    except PlatformFault as fault:
        print(f"\n{path.name}: PLATFORM FAULT (the package is at fault): {fault}")
        return [], [f"{path.name}: {fault}"]
    wrong = [f"{path.parent.name}/{path.name}: {text}" for text in _show(path, events, visible, seconds)]
    return events, wrong


def _unchanged(zygotes: Zygotes, package: dict[str, Any], folder: Path, seed: str) -> list[str]:
    """Accepted solutions of the problem that its twist does not reject."""
    paths = sorted(folder.glob("solutions/accepted/*.py"))
    verdicts = {path: grade(zygotes, package, path.read_text(encoding="utf-8"), "submit", seed)[-1] for path in paths}
    return [f"{path.name}: the twist accepts it too" for path in paths if verdicts[path]["verdict"] == "accepted"]


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.judge.try_package")
    parser.add_argument("folder", type=Path)
    parser.add_argument("solutions", type=Path, nargs="*")
    parser.add_argument("--twist")
    return parser.parse_intermixed_args(arguments)


def main(arguments: list[str]) -> int:
    """Print one block per solution, a matrix of check kills, and what is not as expected."""
    options = _options(arguments)
    folder: Path = options.folder
    try:
        package = load(folder, options.twist)
    except PackageError as error:
        print(error)
        return 2
    home = folder / "twists" / options.twist if options.twist else folder
    asked = {check["id"] for check in package["spec"]["checks"]}
    if options.twist:
        asked -= {check["id"] for check in load(folder)["spec"]["checks"]}
    caught: set[str] = set()
    wrong: list[str] = []
    seed = secrets.token_hex(16)
    with Zygotes() as zygotes:
        for path in options.solutions or sorted(home.glob("solutions/*/*.py")):
            events, complaints = _graded(zygotes, package, path, seed)
            wrong += complaints
            caught |= {e["id"] for e in events if e["type"] == "check_done" and e["state"].startswith("failed")}
        if options.twist and not options.solutions:
            wrong += _unchanged(zygotes, package, folder, seed)
    if not options.solutions:
        wrong += [f"dead check: {check}" for check in sorted(asked - caught)]
    print(f"\nseed {seed}\n" + ("everything as expected" if not wrong else "NOT as expected:\n  " + "\n  ".join(wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
