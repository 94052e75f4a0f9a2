"""The package format as pydantic models: problem.yaml, twist.yaml and visible.yaml. Unknown keys are errors.

Rules that need more than one file (does grader.py define this function?) are in `loader`.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    FiniteFloat,
    StringConstraints,
    model_validator,
)

from app.problems.entry import Entry, Identifier, Strict
from app.problems.patterns import PATTERNS, Criterion, Level, Mistake, Primitive
from sandbox.images import catalogue

MIN_VISIBLE = 2
HINTS = 3
DEFAULT_ENVIRONMENT = "numpy"


def _environment(value: str) -> str:
    known = catalogue.candidate_environments()
    if value not in known:
        raise ValueError(f"there is no environment {value!r}; there are: {', '.join(known)}")
    return value


def _constant(value: str) -> str:
    if re.search(r"\{[A-Za-z_][\w.]*\}|%\(\w+\)s|\$\{", value):
        raise ValueError("hints and properties are constants: nothing may be interpolated into them")
    return value


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Constant = Annotated[Line, AfterValidator(_constant)]
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
Kebab = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
CheckId = Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
LineNumber = Annotated[int, Field(ge=1)]
Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
WhenSeen = Literal["during", "after", "never"]


class Limits(Strict):
    """Limits of one probe group."""

    cpu_seconds: Annotated[int, Field(ge=1, le=20)] = 2
    memory_mb: Annotated[int, Field(ge=64, le=2048)] = 256


class Compare(Strict):
    """Two floats agree when |a - b| <= atol + rtol |a|.

    ``free_lengths``: lengths are no part of a result's form, as they are open, or what relations ask about.
    """

    rtol: Annotated[float, Field(ge=0, le=1)] = 1e-9
    atol: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 1e-12
    free_lengths: bool = False


class Policy(Strict):
    """An open decision; the first option is the default."""

    id: Identifier
    why: Line
    options: Annotated[dict[str, Line], Field(min_length=2)]
    raises: list[Identifier] = Field(default_factory=lambda: ["ValueError"])
    probe: Identifier

    @property
    def default(self) -> str:
        """The option taken where nothing else is known."""
        return next(iter(self.options))


class Visibility(Strict):
    """When a result may be seen, per audience."""

    candidate: WhenSeen = "during"
    staff: WhenSeen = "during"


class Check(Strict):
    """One check: what it asks, what it means, who may see it."""

    id: CheckId
    primitive: Primitive
    criterion: Criterion
    mistake: Mistake | None = None
    property: Constant
    hint: Constant
    visibility: Visibility = Visibility()
    required: bool = True
    gate: bool = False
    false_alarm: Annotated[float, Field(ge=0, le=1e-5)] = 0.0
    params: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _id_names_the_primitive(self) -> Self:
        if self.id.partition("/")[0] != self.primitive:
            raise ValueError(f"the id {self.id!r} must begin with its primitive: {self.primitive}/…")
        return self


class Clarification(Strict):
    """An answer an interviewer may give: to a free decision, or one that binds it."""

    ask: Line
    answer: Line
    free: str | None = None
    binds: dict[str, str] | None = None

    @model_validator(mode="after")
    def _free_or_bound(self) -> Self:
        if self.free is not None and self.binds is not None:
            raise ValueError("a clarification is either `free` or `binds`, not both")
        return self


class Bug(Strict):
    """A planted fault of the code handed out.

    Each entry of `lines` is a set of lines that locates it; `check` fails exactly while it is there; `fix` holds the
    lines that repair it, an empty one removes its line.
    """

    id: Kebab | Identifier
    lines: Annotated[list[list[LineNumber]], Field(min_length=1)]
    check: CheckId
    fix: Annotated[dict[LineNumber, str], Field(min_length=1)]
    about: Line


class Spec(Strict):
    """problem.yaml."""

    format: Literal[1]
    uuid: UUID
    number: Annotated[int, Field(ge=1, le=99)]
    version: Version
    title: Annotated[Line, StringConstraints(max_length=80)]
    pattern: str
    level: Level
    minutes: Annotated[int, Field(ge=5, le=180)]
    environment: Annotated[str, AfterValidator(_environment)] = DEFAULT_ENVIRONMENT
    summary: Annotated[Line, StringConstraints(max_length=200)]
    tags: list[Annotated[str, StringConstraints(min_length=1, max_length=40)]] = Field(default_factory=list)
    licence: Line
    authors: Annotated[list[Line], Field(min_length=1)]
    entry: Entry
    limits: Limits = Limits()
    compare: Compare = Compare()
    policies: list[Policy] = Field(default_factory=list)
    checks: Annotated[list[Check], Field(min_length=1)]
    clarifications: list[Clarification] = Field(default_factory=list)
    hints: Annotated[list[Constant], Field(min_length=HINTS, max_length=HINTS)]
    rubric: dict[Criterion, dict[Level, Line]] = Field(default_factory=dict)
    bugs: list[Bug] = Field(default_factory=list)
    numbers: list[FiniteFloat] = Field(default_factory=list)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if wrong := [*self._unknown(), *self._twice()]:
            raise ValueError("; ".join(wrong))
        return self

    def _unknown(self) -> Iterator[str]:
        if self.pattern not in PATTERNS:
            yield f"pattern {self.pattern!r} is unknown; known are {', '.join(PATTERNS)}"
        options = {policy.id: policy.options for policy in self.policies}
        for clarification in self.clarifications:
            if clarification.free is not None and clarification.free not in options:
                yield f"clarification: there is no policy {clarification.free!r} to leave free"
            for policy, option in (clarification.binds or {}).items():
                if option not in options.get(policy, {}):
                    yield f"clarification: there is no option {option!r} of a policy {policy!r} to bind"

    def _twice(self) -> Iterator[str]:
        for what, ids in (
            ("check", [check.id for check in self.checks]),
            ("policy", [policy.id for policy in self.policies]),
            ("bug", [bug.id for bug in self.bugs]),
        ):
            if twice := sorted({name for name in ids if ids.count(name) > 1}):
                yield f"two of the {what} ids are equal: {', '.join(twice)}"

    def as_json(self) -> dict[str, Any]:
        """Plain data, as stored and as the judge reads it."""
        return self.model_dump(mode="json")


Kept = Annotated[list[CheckId] | None, BeforeValidator(lambda given: None if given == "all" else given)]


class TwistChecks(Strict):
    """The checks of the twisted problem: those kept (None: all of them) and those added."""

    keep: Kept = None
    add: list[Check] = Field(default_factory=list)


class TwistSpec(Strict):
    """twist.yaml: a change of requirements. What is given replaces the problem's whole entry of that name."""

    title: Annotated[Line, StringConstraints(max_length=80)]
    minutes: Annotated[int, Field(ge=1, le=60)]
    about: Line
    entry: Entry | None = None
    policies: list[Policy] | None = None
    limits: Limits | None = None
    compare: Compare | None = None
    numbers: list[FiniteFloat] = Field(default_factory=list)
    checks: TwistChecks = TwistChecks()

    def applied_to(self, spec: Spec) -> Spec:
        """The specification of the twisted problem. ValidationError when the two do not go together."""
        changes = {name: getattr(self, name) for name in ("entry", "policies", "limits", "compare")}
        given = {name: value for name, value in changes.items() if value is not None}
        kept = [check for check in spec.checks if self.checks.keep is None or check.id in self.checks.keep]
        return Spec.model_validate(
            {
                **dict(spec),
                **given,
                "checks": kept + self.checks.add,
                "numbers": spec.numbers + self.numbers,
                "clarifications": [] if "policies" in given else spec.clarifications,
            }
        )


class Equivalent(Strict):
    """One entry of mutants.yaml: a change of an accepted solution that no check can notice, and why.

    `before` and `after` are the lines that differ, as `holdout problems verify --mutants` prints them.
    """

    solution: Identifier
    before: str
    after: str
    reason: Annotated[Line, StringConstraints(min_length=20)]

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is found by: indentation does not count."""
        before, after = ("\n".join(map(str.strip, text.strip().splitlines())) for text in (self.before, self.after))
        return self.solution, before, after


class Example(Strict):
    """One entry of visible.yaml: arguments of a call, or an implementation the candidate's checks are run on."""

    name: Line
    args: dict[str, Any] | None = None
    implementation: str | None = None
    expected: Any
    note: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.args is None) == (self.implementation is None):
            raise ValueError("an example has either `args` or `implementation`")
        if self.implementation is not None and self.expected not in ("accepted", "caught"):
            raise ValueError("`expected` of an implementation is accepted or caught")
        return self
