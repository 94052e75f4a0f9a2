"""Scripts: what somebody of known character says, types, runs and submits, at which second, and the evidence that has to come of it.

A script is written by hand, from what the kinds mean; nothing here computes evidence. `docs` of the format: README.md.
"""

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from app.events.talk import Said
from app.evidence.kinds import by_id, vocabulary
from app.problems.yaml_lines import Document
from simulated.kinds import of_family
from simulated.texts import HERE, problem

Label = Annotated[str, Field(pattern=r"^[a-z]+[0-9]*$", max_length=20)]
Second = Annotated[float, Field(ge=0, le=4 * 3600)]
By = Literal["candidate", "lead", "interviewer"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class _Step(_Part):
    at: Second
    label: Label | None = Field(default=None, alias="as")


class Say(_Step):
    """A statement, or, `aloud`, what an interviewer logged. Statements of one `swap` may change places."""

    do: Literal["say"]
    said: Said
    text: Annotated[str, Field(min_length=1, max_length=4000)]
    aloud: bool = False
    swap: str | None = None


class Link(_Step):
    """An interviewer links a statement to an open decision."""

    do: Literal["link"]
    statement: Label
    policy: str
    option: str | None = None


class Answer(_Step):
    """An answer: an authored clarification by its index, or own words."""

    do: Literal["answer"]
    statement: Label | None = None
    clarification: int | None = None
    text: str | None = None


class Write(_Step):
    """Typing until the text named stands there; it begins `at` and ends `until`."""

    do: Literal["write"]
    until: Second
    text: str
    by: By = "candidate"


class Checks(_Step):
    """Typing own checks, likewise."""

    do: Literal["checks"]
    until: Second
    text: str


class Execute(_Step):
    """A run or a submission; `broken`: the platform could not grade it."""

    do: Literal["run", "submit"]
    broken: bool = False


class Tell(_Step):
    """Feedback or a message of an interviewer, a message of the candidate, or a private note."""

    do: Literal["feedback", "message", "note"]
    text: str
    by: By = "interviewer"


class Hint(_Step):
    """The next hint is released."""

    do: Literal["hint"]
    index: Annotated[int, Field(ge=0, le=2)]


class Twist(_Step):
    """A twist is applied: what is graded from now on is graded by it."""

    do: Literal["twist"]
    twist: str


class Mark(_Step):
    """What is neutral or of the clock."""

    do: Literal["pause", "resume", "leave", "return", "focus", "unfocus", "report"]


class Paste(_Step):
    """A paste."""

    do: Literal["paste"]
    characters: int


class Extend(_Step):
    """More minutes."""

    do: Literal["extend"]
    minutes: int


class Explain(_Step):
    """The candidate explains something recorded."""

    do: Literal["explain"]
    of: Label
    text: str


class End(_Step):
    """The end."""

    do: Literal["end"]
    reason: Literal["finished", "time_over"] = "finished"


Step = Annotated[
    Say | Link | Answer | Write | Checks | Execute | Tell | Hint | Twist | Mark | Paste | Extend | Explain | End,
    Field(discriminator="do"),
]


_DUE = re.compile(r"^(?P<kind>[a-z_]+) @(?P<at>[a-z]+[0-9]*(\.start)?)(?: (?P<what>.+))?$")


class Due(_Part):
    """Evidence that must be raised, written `kind @moment what`.

    The moment is a label (of typing: its end), `<label>.start`, or `start`. `what` is a check, an open decision or a
    line of code, where the kind has one item for each.
    """

    kind: str
    at: str
    what: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        found = _DUE.match(given)
        if found is None:
            raise ValueError(f"{given!r} is not of the form `kind @moment what`")
        return found.groupdict()


class Script(_Part):
    """One character at one problem. But for the families `unlabelled`, what is not in `must` must not be raised."""

    id: Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    character: Annotated[str, Field(pattern="^[a-z]+(-[a-z]+)*$")]
    about: Annotated[str, Field(min_length=10)]
    problem: str
    form: Literal["live", "take_home"] = "live"
    minutes: Annotated[int, Field(ge=10, le=180)] = 45
    steps: Annotated[list[Step], Field(min_length=1)]
    unlabelled: list[str] = Field(default_factory=list)
    must: list[Due] = Field(default_factory=list)
    must_not: list[str] = Field(default_factory=list)

    @property
    def forbidden(self) -> set[str]:
        """The kinds of which no item may be raised."""
        named = {due.kind for due in self.must}
        return {kind for family in self.labelled for kind in of_family(family)} - named | set(self.must_not)

    @property
    def labelled(self) -> list[str]:
        """The families that are labelled: by default all but `unlabelled`."""
        return [family for family in vocabulary().families if family not in self.unlabelled]

    @model_validator(mode="after")
    def _moments_are_ordered(self) -> Self:
        last = 0.0
        for step in self.steps:
            if step.at < last:
                raise ValueError(f"{step.do} at {step.at} comes after {last}")
            last = getattr(step, "until", step.at)
            if last < step.at:
                raise ValueError(f"{step.do} at {step.at} ends at {last}")
        if self.steps[-1].do != "end" or any(step.do == "end" for step in self.steps[:-1]):
            raise ValueError("the last step, and no other, is the end")
        return self

    @model_validator(mode="after")
    def _labels_are_known(self) -> Self:
        labels = [step.label for step in self.steps if step.label]
        if twice := sorted({label for label in labels if labels.count(label) > 1}):
            raise ValueError(f"two steps are called {', '.join(twice)}")
        typed = {f"{step.label}.start" for step in self.steps if step.do in ("write", "checks")}
        for due in self.must:
            if due.at not in {*labels, *typed, "start"}:
                raise ValueError(f"{due.kind}: there is no moment {due.at!r}")
        for index, step in enumerate(self.steps):
            named = getattr(step, "statement", None) or getattr(step, "of", None)
            if named and named not in {each.label for each in self.steps[:index]}:
                raise ValueError(f"{step.do} at {step.at}: there is no {named!r} before it")
        return self

    @model_validator(mode="after")
    def _kinds_are_known(self) -> Self:
        for kind in (*self.must_not, *(due.kind for due in self.must)):
            if kind not in by_id():
                raise ValueError(f"there is no kind {kind!r}")
        if unknown := set(self.unlabelled) - set(vocabulary().families):
            raise ValueError(f"there is no family {', '.join(sorted(unknown))}")
        if both := {due.kind for due in self.must} & set(self.must_not):
            raise ValueError(f"{', '.join(sorted(both))} must and must not be raised")
        return self

    @model_validator(mode="after")
    def _the_problem_has_what_is_named(self) -> Self:
        each = problem(self.problem)
        twists = [twist.problem.spec for twist in each.package.twists.values()]
        checks = {check.id for spec in (each.package.spec, *twists) for check in spec.checks}
        policies = {policy.id: policy.options for policy in each.package.spec.policies}
        known = {"edges": checks, "leaks": checks, "decisions": set(policies), "guards": set(each.ablated.values())}
        for due in self.must:
            of_one = known.get(by_id()[due.kind].family)
            if of_one is not None and due.what not in of_one:
                raise ValueError(f"{due.kind}: {self.problem} has no {due.what!r}")
            if of_one is None and due.what is not None:
                raise ValueError(f"{due.kind} has one item per moment, and {due.what!r} names none")
        for step in self.steps:
            if isinstance(step, Write) and step.text not in each.solutions:
                raise ValueError(f"{self.problem} has no text {step.text!r}")
            if isinstance(step, Checks) and step.text not in each.checks:
                raise ValueError(f"{self.problem} has no checks {step.text!r}")
            if isinstance(step, Twist) and step.twist not in each.package.twists:
                raise ValueError(f"{self.problem} has no twist {step.twist!r}")
            if isinstance(step, Link) and step.option not in (None, *policies.get(step.policy, ())):
                raise ValueError(f"{self.problem} has no option {step.option!r} of {step.policy!r}")
            if isinstance(step, Answer) and (step.clarification or 0) >= len(each.package.spec.clarifications):
                raise ValueError(f"{self.problem} has no clarification {step.clarification}")
        return self


class ScriptError(ValueError):
    """A script that cannot be used: its file, its line, what is wrong."""


def read(file: Path) -> list[Script]:
    """The scripts of a file."""
    return parse(file.name, file.read_text(encoding="utf-8"))


def parse(name: str, text: str) -> list[Script]:
    """The scripts that a text holds; errors name it `name`."""
    document = Document(text)
    try:
        return TypeAdapter(list[Script]).validate_python(document.data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ScriptError(f"{name}:{document.line(first['loc'])}: {where}: {first['msg']}") from error


def every() -> list[Script]:
    """All scripts, in the order of their files."""
    return [script for file in sorted((HERE / "sessions").glob("*.yaml")) for script in read(file)]
