"""What an interview's evidence needs to know of its problems, from their packages."""

from app.evidence import session as values
from app.problems.loader import Package
from app.problems.patterns import Mistake


def problem(position: int, plain: Package, twist: str | None) -> values.Problem:
    """The problem as it was pinned, with what an applied twist made of it."""
    twisted = None if twist is None else _problem(position, plain.twist(twist).problem, None)
    return _problem(position, plain, twisted)


def _problem(position: int, package: Package, twisted: values.Problem | None) -> values.Problem:
    spec = package.spec
    return values.Problem(
        position=position,
        name=package.name,
        version=spec.version,
        pattern=spec.pattern,
        minutes=spec.minutes,
        checks=tuple(
            values.Check(each.id, each.primitive, each.criterion, each.mistake, each.gate, each.required, each.property)
            for each in spec.checks
        ),
        policies={
            each.id: values.Policy(each.id, each.why, dict(each.options), each.default) for each in spec.policies
        },
        clarifications=tuple(
            values.Clarification(index, each.ask, each.answer, each.free, each.binds or {})
            for index, each in enumerate(spec.clarifications)
        ),
        hints=len(spec.hints),
        examples=len(package.examples),
        starter=package.files["starter.py"],
        misconceptions=_misconceptions(package),
        twisted=twisted,
    )


def _misconceptions(package: Package) -> tuple[values.Misconception, ...]:
    return tuple(
        values.Misconception(
            path=each.path,
            mistake_text=each.trap,
            caught_by=frozenset(each.caught_by),
            may_fail=frozenset(each.may_fail),
            mistake=Mistake(each.mistake) if each.mistake in set(Mistake) else None,
        )
        for each in package.solutions("rejected")
    )
