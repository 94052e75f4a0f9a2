"""The texts that scripted candidates type, by name: solutions of the bank without their docstrings, and texts of our own.

`texts/<pattern>/<slug>.yaml` holds the latter: `solutions` and `checks`, each by name. A solution is a whole `source`,
or `of` another text with lines changed: `replace` maps a line (as it stands, without indentation) to what stands there
instead, empty for nothing. `ablates` names the guard that the text is `of` without: its line.
"""

import ast
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.problems.loader import Package, load_folder
from app.problems.yaml_lines import Document

HERE = Path(__file__).parents[1]
KINDS: tuple[Literal["accepted"], Literal["rejected"]] = ("accepted", "rejected")
BANK = HERE.parents[1] / "problems"


class Own(BaseModel):
    """A text of our own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str | None = None
    of: str | None = None
    replace: dict[str, str] = Field(default_factory=dict)
    ablates: str | None = None
    twist: str | None = None


class OwnTexts(BaseModel):
    """One file of `texts/`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    solutions: dict[Annotated[str, Field(pattern="^[a-z_]+$")], Own] = Field(default_factory=dict)
    checks: dict[Annotated[str, Field(pattern="^[a-z_]+$")], str] = Field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """A problem of the bank, with every text that a script may name."""

    package: Package
    solutions: dict[str, str]
    checks: dict[str, str]
    ablations: dict[str, list[str]] = field(default_factory=dict)
    ablated: dict[str, str] = field(default_factory=dict)
    twisted: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """`<pattern>/<slug>`."""
        return self.package.name


@cache
def problem(name: str) -> Problem:
    """The problem of this name; its own texts may build on one another, in their order."""
    package = load_folder(BANK / name)
    solutions = {"starter": package.files["starter.py"]}
    twisted: dict[str, str] = {}
    for kind in KINDS:
        solutions |= {f"{kind}/{each.name}": without_docstring(each.source) for each in package.solutions(kind)}
        for twist in package.twists.values():
            of_twist = {
                f"{twist.id}/{kind}/{s.name}": without_docstring(s.source) for s in twist.problem.solutions(kind)
            }
            solutions |= of_twist
            twisted |= dict.fromkeys(of_twist, twist.id)
    texts = _own_texts(name)
    ablations: dict[str, list[str]] = {}
    ablated: dict[str, str] = {}
    for key, own in texts.solutions.items():
        solutions[key] = _source(key, own, solutions)
        if own.ablates:
            ablations.setdefault(str(own.of), []).append(key)
            ablated[key] = own.ablates
        if own.twist is not None:
            twisted[key] = own.twist
    return Problem(package, solutions, texts.checks, ablations, ablated, twisted)


def _own_texts(name: str) -> OwnTexts:
    file = HERE / "texts" / f"{name}.yaml"
    data: Any = Document(file.read_text(encoding="utf-8")).data if file.exists() else {}
    return TypeAdapter(OwnTexts).validate_python(data)


def _source(key: str, own: Own, known: dict[str, str]) -> str:
    if own.source is not None:
        return own.source
    lines = known[str(own.of)].splitlines()
    for before, after in own.replace.items():
        places = [index for index, line in enumerate(lines) if line.strip() == before.strip()]
        if len(places) != 1:
            raise ValueError(f"{key}: the line {before!r} stands {len(places)} times in {own.of}")
        indent = lines[places[0]][: len(lines[places[0]]) - len(lines[places[0]].lstrip())]
        lines[places[0] : places[0] + 1] = [indent + line for line in after.splitlines()]
    return "\n".join(lines) + "\n"


def without_docstring(source: str) -> str:
    """The source as a candidate might have typed it: the docstring of a solution names its trap."""
    try:
        first = ast.parse(source).body[0]
    except SyntaxError:
        return source.split('"""', 2)[2].lstrip("\n")
    if not (isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)):
        return source
    return "\n".join(source.splitlines()[first.end_lineno :]).lstrip("\n") + "\n"
