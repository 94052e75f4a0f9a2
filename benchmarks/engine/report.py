"""From what was measured to one JSON line, and to the tables of `docs/performance.md`."""

import os
import platform
import statistics
from pathlib import Path
from typing import Any

import docker

from benchmarks.engine.peers import ISOLATED
from benchmarks.engine.rounds import Rounds

_NAMES = {
    "floor": "fork from a warm zygote, no isolation (the floor)",
    "engine": "**this engine, one job in a warm slot**",
    "engine_grade": "**this engine, whole grading of the job**",
    "interpreter": "fresh interpreter, no isolation",
    "bubblewrap": "bubblewrap, fresh interpreter",
    "docker_exec": "docker exec into a warm container (SDK)",
    "docker_run_sdk": "docker create, start, wait, remove (SDK)",
    "docker_run_cli": "docker run, hardened flags",
    "epicbox": "epicbox",
    "llm_sandbox": "llm-sandbox, pool of 8 (containers reused, unclean)",
}
_MARKS = ("<!-- measured -->", "<!-- end of measured -->")
_OURS = ("engine", "engine_grade", "floor")


def summary(rounds: Rounds) -> dict[str, Any]:
    """The figures of every way and the ratios, in the order the report promises."""
    ratios = {
        f"ratio_{said}_to_floor": rounds.ratio("engine", "floor", column)
        for said, column in (("p50", "p50_ms"), ("throughput", "jobs_per_s"), ("p95", "p95_ms"), ("cpu", "cpu_ms"))
    }
    return {
        "engine": rounds.figures("engine"),
        "floor": rounds.figures("floor"),
        "peers": {name: rounds.figures(name) for name in rounds.rows if name not in _OURS},
        **ratios,
        "engine_grade": rounds.figures("engine_grade"),
        "fastest_isolated_peer": _fastest_peer(rounds),
        "background_percent_of_a_core": round(statistics.median(rounds.idle_ms_per_s) / 10, 2),
        "rounds": len(rounds.idle_ms_per_s),
    }


def _fastest_peer(rounds: Rounds) -> dict[str, Any] | None:
    """How many times the engine's latency and throughput the best isolated peer of each has."""
    names = [name for name in rounds.rows if name in ISOLATED]
    if not names:
        return None
    quick = min(names, key=lambda name: rounds.figures(name)["p50_ms"])
    busy = max(names, key=lambda name: rounds.figures(name)["jobs_per_s"])
    return {
        "by_p50": quick,
        "times_slower": rounds.ratio(quick, "engine", "p50_ms"),
        "by_throughput": busy,
        "times_less_throughput": rounds.ratio("engine", busy, "jobs_per_s"),
    }


def gradings(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The bank's rows with the figures that are asked of all of them."""
    small = [row for row in rows if row["own_work_below_50_ms"]]
    return {
        "ratio_grading_to_inprocess": round(statistics.median(row["ratio"] for row in rows), 2),
        "ratio_grading_to_inprocess_worst": max(row["ratio"] for row in rows),
        "small_problems_p50_ms_worst": max((row["engine_ms"] for row in small), default=None),
        "gradings": rows,
    }


def machine(client: docker.DockerClient) -> dict[str, Any]:
    """What the figures were measured on."""
    model = [line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = int(_lines("/proc/meminfo")[0].split()[1]) >> 20
    version: Any = client.version()
    return {
        "cpu": model[0] if model else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": memory,
        "kernel": platform.release(),
        "docker": version["Version"],
        "cgroup": str(client.info().get("CgroupVersion", "1")),
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines()


def write(file: Path, report: dict[str, Any]) -> None:
    """Put the tables between the two marks of the file.

    Raises:
        ValueError: it does not have them.
    """
    before, start, rest = file.read_text(encoding="utf-8").partition(_MARKS[0])
    _, end, after = rest.partition(_MARKS[1])
    if not start or not end:
        raise ValueError(f"{file} lacks the marks {' and '.join(_MARKS)}")
    file.write_text(f"{before}{start}\n\n{markdown(report)}\n\n{end}{after}", encoding="utf-8")


def markdown(report: dict[str, Any]) -> str:
    """The tables, one per question."""
    told = {**report["machine"], "warm slots": report["slots_warm"], "rounds": report["rounds"]}
    told |= {"background, percent of a core": report["background_percent_of_a_core"], **report["floor_runs"]}
    parts = [_table([{"measured on": name, "": value} for name, value in told.items() if name != "ready"])]
    parts += [f"### {jail} jail\n\n{_ways(found)}\n\n{_ratios(found)}" for jail, found in report["jails"].items()]
    if report.get("growth"):
        parts.append(f"### Growth\n\n{_table(report['growth'])}")
    if report.get("gradings"):
        parts.append(f"### Whole gradings\n\n{_table(report['gradings'])}")
    if report.get("slots"):
        parts.append(f"### Slots\n\n{_slots(report['slots'])}")
    return "\n\n".join(parts)


def _ways(found: dict[str, Any]) -> str:
    rows = {name: found[name] for name in _OURS} | found["peers"]
    ordered = sorted(rows.items(), key=lambda item: float(item[1]["p50_ms"]))
    return _table([{"way": _NAMES[name], **figures} for name, figures in ordered])


def _ratios(found: dict[str, Any]) -> str:
    rows = [{"figure": name, "value": value} for name, value in found.items() if name.startswith("ratio_")]
    best = found["fastest_isolated_peer"] or {}
    return _table(rows + [{"figure": name, "value": value} for name, value in best.items()])


def _slots(slots: dict[str, Any]) -> str:
    rows = [{"figure": name, "value": slots[name]} for name in ("cold_start_to_first_slot_ms", "hand_out_ms")]
    for name, times in slots["new_slot"].items():
        rows += [{"figure": f"new slot, {name}: {what}", "value": value} for what, value in times.items()]
    for name, idle in slots["idle"].items():
        what = f"{idle['slots']} idle {name} slots"
        rows.append({"figure": f"{what}: percent of a core", "value": idle["idle_percent_of_a_core"]})
        for role, sizes in idle["memory"].items():
            rows += [{"figure": f"{what}: {role}, {kind}", "value": value} for kind, value in sizes.items()]
    return _table(rows)


def _table(rows: list[dict[str, Any]]) -> str:
    head = list(rows[0])
    lines = ["| " + " | ".join(name.replace("_", " ") for name in head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(_cell(row[name]) for name in head) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
