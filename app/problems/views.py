"""A problem as the candidate may see it: statement, signature, visible examples, given code. Nothing hidden."""

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from app.kit.markdown import to_html
from app.problems.entry import Argument
from app.problems.examples import as_text, expected_text
from app.problems.loader import TWIST_STATEMENT, Package
from app.problems.package import Example
from app.problems.patterns import PATTERNS


class CandidateModel(BaseModel):
    """The parent of everything candidates are shown: only what is declared, nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ArgumentView(CandidateModel):
    """An argument as the statement names it."""

    name: str
    kind: str
    dtype: str | None
    shape: str | None
    about: str


class MethodView(CandidateModel):
    """A method of a class that is asked for."""

    name: str
    signature: str
    about: str
    args: list[ArgumentView]


class EntryView(CandidateModel):
    """The entry point; the arguments of a class are its constructor's."""

    name: str
    kind: str
    signature: str
    args: list[ArgumentView]
    returns: str
    methods: list[MethodView]


class ExampleView(CandidateModel):
    """A visible example, rendered."""

    name: str
    input: str
    expected: str
    note: str


class CheckTitle(CandidateModel):
    """A check as it is listed before it ran: what it asks is told with its result, or it would give the trap away."""

    id: str
    criterion: str
    gate: bool
    required: bool


class ProblemView(CandidateModel):
    """The problem page's problem."""

    pattern: str
    pattern_title: str
    slug: str
    number: int
    title: str
    level: str
    minutes: int
    version: str
    statement_html: str
    entry: EntryView
    environment: str
    given: str | None
    visible: list[ExampleView]
    starter: str
    check_ids: list[CheckTitle]


def view(package: Package) -> ProblemView:
    """The candidate's view of a package."""
    spec = package.spec
    return ProblemView(
        pattern=package.pattern,
        pattern_title=PATTERNS[package.pattern].title,
        slug=package.slug,
        number=spec.number,
        title=spec.title,
        level=spec.level,
        minutes=spec.minutes,
        version=spec.version,
        statement_html=statement(package.files["statement.md"]),
        entry=_entry(package),
        environment=spec.environment,
        given=package.files.get("given.py"),
        visible=[_example(package, example) for example in package.examples],
        starter=package.files["starter.py"],
        check_ids=check_titles(package),
    )


def check_titles(package: Package) -> list[CheckTitle]:
    """The checks that are told while it is graded, in the order of grading."""
    return [
        CheckTitle(id=check.id, criterion=check.criterion, gate=check.gate, required=check.required)
        for check in package.spec.checks
        if check.visibility.candidate == "during"
    ]


class TwistView(CandidateModel):
    """A change of requirements, as it is told."""

    title: str
    statement_html: str


def twist_view(package: Package, twist_id: str | None) -> TwistView | None:
    """What a twist of a package, as written, tells; None where there is none."""
    if twist_id is None:
        return None
    twist = package.twist(twist_id)
    return TwistView(title=twist.spec.title, statement_html=statement(twist.problem.files[TWIST_STATEMENT]))


@lru_cache(maxsize=256)
def statement(markdown: str) -> str:
    """A statement, or a twist's, as HTML."""
    return to_html(markdown)


def _entry(package: Package) -> EntryView:
    entry = package.spec.entry
    return EntryView(
        name=entry.name,
        kind=entry.kind,
        signature=entry.signature(),
        args=[_argument(arg) for arg in entry.args],
        returns=entry.returns.about,
        methods=[
            MethodView(
                name=method.name,
                signature=method.signature(),
                about=method.about,
                args=[_argument(arg) for arg in method.args],
            )
            for method in entry.methods
        ],
    )


def _argument(arg: Argument) -> ArgumentView:
    return ArgumentView(name=arg.name, kind=arg.kind, dtype=arg.dtype, shape=arg.shape, about=arg.about)


def _example(package: Package, example: Example) -> ExampleView:
    if example.args is None:
        shown = package.spec.entry.args[0].name if package.spec.entry.args else "implementation"
        return ExampleView(
            name=example.name, input=f"{shown}: an implementation", expected=str(example.expected), note=example.note
        )
    return ExampleView(
        name=example.name,
        input=as_text(package.spec.entry, example.args),
        expected=expected_text(example.expected),
        note=example.note,
    )
