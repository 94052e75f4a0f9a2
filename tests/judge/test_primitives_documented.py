"""docs/primitives.md has every primitive, parameter and default, and a worked example of each that works."""

import dataclasses
import inspect
import re
import typing
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox.judge.package import Package
from sandbox.judge.primitives import PARAMS
from tests.judge.bench import done, events_of
from tests.judge.local import Zygotes

GUIDE = (Path(__file__).parents[2] / "docs" / "primitives.md").read_text(encoding="utf-8")
SECTIONS = dict(part.split("`\n", 1) for part in GUIDE.split("\n## `")[1:])


def fields(params: type) -> dict[str, str]:
    """Every parameter by name, nested ones included, with its default as the guide writes it."""
    found = {}
    for field in dataclasses.fields(params):
        found[field.name] = _default(field.default)
        for part in typing.get_args(typing.get_type_hints(params)[field.name]):
            if dataclasses.is_dataclass(part):
                found.update(fields(part))  # type: ignore[arg-type]  # any Params class
    return found


def _default(value: Any) -> str:
    if value is dataclasses.MISSING:
        return "required"
    if isinstance(value, tuple):
        return f"`[{', '.join(map(str, value))}]`"
    return f"`{str(value).lower() if value is None or isinstance(value, bool) else value}`"


def block(section: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", section, re.DOTALL)
    assert found, f"no {language} example"
    return found[1]


def test_every_primitive_has_a_section_and_no_section_is_left_over():
    assert sorted(PARAMS) == sorted(SECTIONS)


@pytest.mark.parametrize("name", sorted(PARAMS))
def test_every_parameter_is_documented_with_its_default(name: str):
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| [^|]{10,} \|$", SECTIONS[name], re.MULTILINE)
    assert fields(PARAMS[name]) == dict(rows)


@pytest.mark.parametrize("name", sorted(PARAMS))
def test_the_worked_example_runs_and_passes(zygotes: Zygotes, name: str):
    check = yaml.safe_load(block(SECTIONS[name], "yaml"))
    code = block(SECTIONS[name], "python")
    assert name == check["primitive"]
    if name == "kill":
        _check_is_run(zygotes, check, code)
        return
    args = list(inspect.signature(Package({"grader.py": code}).function("reference")).parameters)
    shown = re.findall(r"```yaml\n(entry:.*?)```", SECTIONS[name], re.DOTALL)
    roles = yaml.safe_load(shown[0])["entry"]["args"] if shown else [{"name": arg} for arg in args]
    assert args == [role["name"] for role in roles]
    entry = {"name": "solve", "args": roles}
    spec = {"entry": entry, "checks": [check]}
    plain = code.replace("from scipy import stats\n", "")  # the judge has it, the code under test has not
    source = f"{plain}\ndef solve({', '.join(args)}):\n    return reference({', '.join(args)})\n"
    made = {"spec": spec, "visible": [], "files": {"grader.py": code}}
    (event,) = done(events_of(zygotes, source, made))
    assert "passed" == event["state"], event["staff"]


def _check_is_run(zygotes: Zygotes, check: dict[str, Any], code: str) -> None:
    entry = {"name": "check", "args": [{"name": "split", "kind": "callable"}]}
    files = {"grader.py": "", check["params"]["path"]: code}
    source = """
        def check(split):
            train, test = split(list(range(10)), 0.2, 0)
            assert not set(train) & set(test)
        """
    (event,) = done(
        events_of(zygotes, source, {"spec": {"entry": entry, "checks": [check]}, "visible": [], "files": files})
    )
    assert "passed" == event["state"], event["staff"]
