"""The gate about mutants: a small change of a right solution is rejected, or is known to change nothing.

A change that makes a solution take another option of an open decision, and keep to it, is right as well, and so is one
that makes a solution which is itself a check (its problem serves it implementations, by `kill`) a weaker one that still
tells every variant from every bug. They are counted apart.
"""

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.problems.grade import Result
from app.problems.loader import Package
from app.problems.mutate import Mutant, mutants
from app.problems.solutions import Solution
from app.problems.verify.bench import Bench, together
from app.problems.verify.report import Fault, Mutants

MOST_PER_SOLUTION = 60
MOST_EQUIVALENT = 0.1
# What a debugging problem asks for beside the code is looked at by checks of its own, and a witness may be any.
_HANDED_IN = {"debugging": ("BUG_LINES", "IMPACT", "witness")}
Fate = Literal["killed", "equivalent", "other option", "weaker", "survived"]


@dataclass(frozen=True)
class Tried:
    """A mutant of a solution and what became of it."""

    solution: Solution
    mutant: Mutant
    fate: Fate

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.solution.path}:{self.mutant.line}"

    @property
    def key(self) -> tuple[str, str, str]:
        """What mutants.yaml finds it by."""
        return self.solution.name, self.mutant.before, self.mutant.after


async def mutant_faults(bench: Bench, package: Package, check_ms: Mapping[str, float]) -> tuple[Mutants, list[Fault]]:
    """Grade the mutants of every accepted solution, each until something rejects it, the cheapest check first."""
    checks = sorted(package.spec.checks, key=lambda check: check_ms.get(check.id, 0.0))
    ordered = replace(package, spec=package.spec.model_copy(update={"checks": checks}))
    made = await asyncio.to_thread(lambda: [(each, _of(package, each)) for each in package.solutions("accepted")])
    unmutated = await together(bench.grade(ordered, solution.source) for solution, _ in made)
    chosen = [
        (solution, mutant, _noticed(right))
        for (solution, every), right in zip(made, unmutated, strict=True)
        for mutant in _sample(solution, every)
    ]
    tried = await together(_try(bench, ordered, *each) for each in chosen)
    tried.sort(key=lambda each: (each.solution.path, each.mutant.line))
    counted = Mutants(
        made=sum(len(every) for _, every in made),
        tried=len(tried),
        killed=sum(each.fate == "killed" for each in tried),
        equivalent=sum(each.fate == "equivalent" for each in tried),
        other_option=_shown(tried, "other option"),
        weaker=_shown(tried, "weaker"),
    )
    known = {(solution.name, mutant.before, mutant.after) for solution, every in made for mutant in every}
    return counted, [*_survivors(tried), *_wrongly_listed(package, tried, known), *_too_many(counted)]


def _of(package: Package, solution: Solution) -> list[Mutant]:
    return mutants(
        solution.source,
        skip=_HANDED_IN.get(package.pattern, ()),
        constants=not _are_checks(package),  # they are the candidate's own test data
    )


def _are_checks(package: Package) -> bool:
    """Whether what is handed in is a check of somebody else's code."""
    return any(each.primitive == "kill" and each.params.get("mode") == "implementation" for each in package.spec.checks)


def _sample(solution: Solution, every: list[Mutant]) -> list[Mutant]:
    """As many as are tried, the same ones every time."""
    if len(every) <= MOST_PER_SOLUTION:
        return every
    return random.Random(solution.source).sample(every, MOST_PER_SOLUTION)  # noqa: S311 - a choice, not a secret


def _noticed(result: Result) -> set[str]:
    """The checks that did not pass."""
    return {name for name, done in result.done.items() if done.state != "passed"}


async def _try(bench: Bench, package: Package, solution: Solution, mutant: Mutant, before: set[str]) -> Tried:
    result = await bench.grade(package, mutant.source, stop_at_first=True)
    if result.verdict == "rejected" or _noticed(result) - before:
        return Tried(solution, mutant, "killed")  # what only an evidence check notices is noticed too
    return Tried(solution, mutant, _fate(package, solution, mutant, result))


def _fate(package: Package, solution: Solution, mutant: Mutant, result: Result) -> Fate:
    """What became of a mutant that no check notices."""
    if (solution.name, mutant.before, mutant.after) in {each.key for each in package.equivalents}:
        return "equivalent"
    options = {name: found.option for name, found in result.policies.items()}
    if options != solution.policies:
        return "other option"
    return "weaker" if _are_checks(package) else "survived"


def _shown(tried: Sequence[Tried], fate: Fate) -> list[str]:
    return [f"{each.place}\n{each.mutant.as_diff()}" for each in tried if each.fate == fate]


def _survivors(tried: Sequence[Tried]) -> list[Fault]:
    remedy = "Let a check notice it, or drop code that does nothing; list it in mutants.yaml if nothing can notice it."
    return [
        Fault("mutants", each.place, "a change of it is accepted too", remedy, each.mutant.as_diff())
        for each in tried
        if each.fate == "survived"
    ]


def _wrongly_listed(package: Package, tried: Sequence[Tried], known: set[tuple[str, str, str]]) -> list[Fault]:
    """Entries of mutants.yaml that are no mutants, or that a check notices."""
    killed = {each.key for each in tried if each.fate == "killed"}
    remedy = "Remove the entry, or copy the lines as they are printed."
    found = []
    for each in package.equivalents:
        why = "is no mutant of it" if each.key not in known else "is rejected" if each.key in killed else None
        if why:
            message = f"{each.solution}: {each.before.strip()!r} to {each.after.strip()!r} {why}"
            found.append(Fault("mutants", "mutants.yaml", message, remedy))
    return found


def _too_many(counted: Mutants) -> list[Fault]:
    if counted.equivalent <= MOST_EQUIVALENT * counted.tried:
        return []
    listed = f"{counted.equivalent} of {counted.tried} mutants are listed as equivalent"
    message = f"{listed}, {MOST_EQUIVALENT:.0%} is the most"
    return [Fault("mutants", "mutants.yaml", message, "Make the accepted solutions leaner.")]
