"""The gate about numbers: what a check measures by stands in the statement.

Looked at, of a problem and of a twist: `compare`, where it is not the usual one, and a check's tolerance that is still
tighter, also one that `stability` has by itself; `min_kills`, `memory_mb`, the `required` scale of a ladder and the
largest size of `growth` (or a limit of up to ten times as much); the numbers an author lists under `numbers`; and
constants of grader.py, `UPPER_CASE = 5.0`, that the reference uses. A name that begins with an underscore is the
reference's own affair.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.problems.loader import TWIST_GRADER, TWIST_STATEMENT, Package
from app.problems.package import Check, Compare
from app.problems.verify.report import Fault

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_NAMED = {word: float(value) for value, word in enumerate(_WORDS.split())} | {
    "half": 0.5,
    "third": 1 / 3,
    "quarter": 0.25,
    "dozen": 12.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "seventy": 70.0,
    "eighty": 80.0,
    "ninety": 90.0,
    "hundred": 100.0,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
}
_UNITS = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?"
_NUMBER = re.compile(
    rf"(?P<value>{_PLAIN})"
    r"(?:\s*(?:\^|\*\*)\s*\(?(?P<power>-?\d+)\)?)?"
    rf"(?:\s*\*\s*10\s*(?:\^|\*\*)\s*(?P<scale>-?\d+)|\s*/\s*(?P<below>{_PLAIN})|\s*(?P<percent>%|percent\b|per cent\b)"
    r"|\s+(?P<unit>hundred|thousand|million|billion)\b)?"
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_TRIVIAL = (0.0, 1.0)
# What `sandbox.judge.primitives` compare by where a check says nothing; the others go by `compare`.
OWN_TOLERANCES = {"stability": {"rtol": 1e-10, "atol": 1e-12}}


@dataclass(frozen=True, slots=True)
class Used:
    """A number and what it is for.

    One that is `within` a promise is said by a limit of up to ten times as much, or by the inverse of one.
    """

    value: float
    why: str
    within: bool = False

    def stands_in(self, stated: set[float]) -> bool:
        """Whether the statement says it."""
        wanted = abs(self.value)
        limits = stated | {1 / each for each in stated if each} if self.within else stated
        room = 10.0 if self.within else 1.0
        return any(wanted * (1 - 1e-9) <= each <= wanted * room * (1 + 1e-9) for each in limits)


def stated(markdown: str) -> set[float]:
    """The numbers of a text, in figures, words, percentages, fractions and powers, also in LaTeX."""
    text = re.sub(r"[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda found: "^" + found[0].translate(_SUPERSCRIPTS), markdown.lower())
    text = re.sub(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"\1/\2", text)
    text = re.sub(r"(?<=\d)(?:\\,|\{,\}|[\u2009\u202f\u00a0])(?=\d{3})", ",", text)
    text = re.sub(r"\\(?:cdot|times)|[\u00d7\u00b7]", "*", text.replace("\\%", "%"))
    text = re.sub(r"[{}$\\]", "", text).replace("\u2212", "-")
    found: set[float] = set()
    for match in _NUMBER.finditer(text):
        found |= _values(match)
    return found | {_NAMED[word] for word in re.findall(r"[a-z]+", text) if word in _NAMED}


def _values(match: "re.Match[str]") -> set[float]:
    value = float(match["value"].replace(",", ""))
    found = {value}
    try:
        if match["power"]:
            value = value ** int(match["power"])
        if match["scale"]:
            value *= 10.0 ** int(match["scale"])
        if match["below"]:
            below = float(match["below"].replace(",", ""))
            found |= {below, value / below}
        if match["percent"]:
            found.add(value / 100)
        value *= _UNITS.get(match["unit"] or "", 1.0)
    except (ArithmeticError, ValueError):
        return found
    return found | {value}


def number_faults(package: Package) -> Iterator[Fault]:
    """Every number that is used and does not stand in the statement, or in the part that a twist shows."""
    text = package.files["statement.md"] + "\n\n" + package.files.get(TWIST_STATEMENT, "")
    known = stated(text)
    for used in [*_of_the_specification(package), *_constants(package)]:
        if not used.stands_in(known):
            message = f"it does not say {used.value:g}, which is {used.why}"
            yield Fault("numbers", "statement.md", message, "State it: nobody can keep to a number that is not said.")


def _of_the_specification(package: Package) -> Iterator[Used]:
    for number in package.spec.numbers:
        yield Used(number, "listed under `numbers`")
    compare = package.spec.compare.model_dump()
    for name, usual in Compare().model_dump().items():
        if compare[name] not in (0.0, usual):
            yield Used(compare[name], f"`compare.{name}`")
        for check in package.spec.checks:
            own = (OWN_TOLERANCES.get(check.primitive, {}) | check.params).get(name, 0.0)
            if 0 < own < min(compare[name], usual):
                yield Used(own, f"the {name} of {check.id}")
    for check in package.spec.checks:
        yield from _of_the_check(check)


def _of_the_check(check: Check) -> Iterator[Used]:
    params = check.params
    if params.get("ladder"):
        yield Used(params["ladder"]["required"], f"the scale that {check.id} requires", within=True)
    for name in ("min_kills", "memory_mb"):
        if params.get(name) is not None:
            yield Used(params[name], f"the {name} of {check.id}")
    if check.primitive == "growth":
        yield Used(max(params["sizes"]), f"the largest size of {check.id}", within=True)


def _constants(package: Package) -> Iterator[Used]:
    """Constants of grader.py that `reference` uses, directly or through what it calls."""
    trees = [ast.parse(package.files[path]) for path in ("grader.py", TWIST_GRADER) if path in package.files]
    values: dict[str, float] = {}
    bodies: dict[str, set[str]] = {}
    for node in (node for tree in trees for node in tree.body):  # what a twist defines again replaces what was there
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            bodies[node.name] = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name, value = node.targets[0].id, _literal(node.value)
            if name.isupper() and not name.startswith("_") and value is not None:
                values[name] = value
    for name in sorted(_reachable("reference", bodies) & set(values)):
        if values[name] not in _TRIVIAL:
            yield Used(values[name], f"{name} of grader.py, which the reference uses")


def _literal(node: ast.expr) -> float | None:
    try:
        value = ast.literal_eval(node)
        return float(value) if type(value) in (int, float) else None
    except (ValueError, TypeError, ArithmeticError, MemoryError, RecursionError):  # no number, or none of any use
        return None


def _reachable(start: str, bodies: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = [start]
    while ahead:
        for name in bodies.get(ahead.pop(), set()) - found:
            found.add(name)
            ahead.append(name)
    return found
