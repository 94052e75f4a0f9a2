"""What an editor may offer in the YAML files of a package: their JSON schemas, read from the package format itself."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from app.problems.package import Equivalent, Example, Spec, TwistSpec
from app.problems.parameters import Parameter, parameters
from app.problems.patterns import PATTERNS, Primitive
from sandbox.images import catalogue

FILES: dict[str, Any] = {
    "problem.yaml": Spec,
    "twist.yaml": TwistSpec,
    "visible.yaml": list[Example],
    "mutants.yaml": list[Equivalent],
}


@cache
def schemas() -> dict[str, Any]:
    """A JSON schema by the name of the file; the parameters of each primitive stand in `x-params` of a check."""
    found = {name: TypeAdapter(shape).json_schema() for name, shape in FILES.items()}
    found["problem.yaml"]["properties"]["pattern"]["enum"] = list(PATTERNS)
    found["problem.yaml"]["properties"]["environment"]["enum"] = list(catalogue.candidate_environments())
    for name in ("problem.yaml", "twist.yaml"):
        check = found[name]["$defs"]["Check"]
        check["x-params"] = {each: [_offer(one) for one in parameters(each) or ()] for each in map(str, Primitive)}
    return found


def _offer(parameter: Parameter) -> dict[str, Any]:
    kind = "a function of grader.py" if parameter.is_function else "required" if parameter.required else ""
    return {"name": parameter.name, "about": kind}
