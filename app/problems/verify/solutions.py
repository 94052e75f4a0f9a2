"""The gates about solutions: what the accepted and the rejected ones of a problem, or of a twisted one, must show."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.problems.grade import Result
from app.problems.loader import Package
from app.problems.package import Check
from app.problems.solutions import Solution
from app.problems.verify.bench import HASH_SEEDS, MORE_SEEDS, SEEDS, Bench, cpu_ms, functions_of, together
from app.problems.verify.report import Fault, Matrix

MOST_REFERENCE_MS = 1500.0  # on a core that is as fast as usual
_STEPS, _USUAL_STEP_SECONDS = 200_000, 3e-8  # of a loop that adds numbers up, in this interpreter
_TIMED = "growth/"  # may fail on one machine and not on another
_SEEDS_TRIED = len(SEEDS) + len(MORE_SEEDS)
Pair = tuple[int, int]  # the numbers, from 1, of a seed and of a hash seed
EVERY_PAIR = tuple((seed, hash_seed) for seed in (1, 2, 3) for hash_seed in (1, 2, 3))
A_FEW_PAIRS = ((1, 1), (2, 2), (3, 3))


@dataclass(frozen=True)
class Graded:
    """A solution and its gradings; `ran` says of each under which seed and hash seed.

    `idle` are the checks that a rejected one may fail and has failed under no seed.
    """

    solution: Solution
    results: list[Result]
    ran: Sequence[Pair]
    idle: Sequence[str] = ()


async def grade_accepted(
    bench: Bench, package: Package, under: Sequence[Pair] = EVERY_PAIR, first: Graded | None = None
) -> list[Graded]:
    """Every accepted solution, under these pairs of seed and hash seed; what `first` has seen is not asked again."""
    return await together(_accepted(bench, package, each, under, first) for each in package.solutions("accepted"))


async def _accepted(
    bench: Bench, package: Package, solution: Solution, under: Sequence[Pair], first: Graded | None
) -> Graded:
    done = first if first is not None and first.solution == solution else Graded(solution, [], [])
    left = [pair for pair in under if pair not in done.ran]
    results = await together(_under(bench, package, solution, pair) for pair in left)
    return Graded(solution, done.results + results, [*done.ran, *left])


async def grade_first(bench: Bench, package: Package, solution: Solution) -> Graded:
    """A solution under the first pair."""
    return Graded(solution, [await _under(bench, package, solution, EVERY_PAIR[0])], EVERY_PAIR[:1])


async def _under(bench: Bench, package: Package, solution: Solution, pair: Pair) -> Result:
    seed, hash_seed = SEEDS[pair[0] - 1], HASH_SEEDS[pair[1] - 1]
    result = await bench.grade(package, solution.source, seed=seed, hash_seed=hash_seed)
    bench.watch.graded(package, solution, result)
    return result


async def grade_rejected(bench: Bench, package: Package) -> list[Graded]:
    """Every rejected solution, once; what it may fail and has not is asked again under other seeds."""
    return await together(_rejected(bench, package, each) for each in package.solutions("rejected"))


async def _rejected(bench: Bench, package: Package, solution: Solution) -> Graded:
    result = await bench.grade(package, solution.source)
    bench.watch.graded(package, solution, result)
    idle = {name for name in solution.may_fail if not name.startswith(_TIMED)} - result.broken()
    for seed in (*SEEDS[1:], *MORE_SEEDS):
        if not idle:
            break
        only = [name for name in idle if not name.startswith("policy/")]
        idle -= (await bench.grade(package, solution.source, seed=seed, only=only)).broken()
    return Graded(solution, [result], [(1, 1)], sorted(idle))


def matrix(package: Package, graded: Iterable[Graded]) -> Matrix:
    """How each solution fared; of several gradings the first that was not accepted is shown."""
    checks = [check.id for check in package.spec.checks]
    rows = {}
    for each in graded:
        shown = next((result for result in each.results if result.verdict != "accepted"), each.results[0])
        rows[each.solution.path.removeprefix("solutions/")] = {check: shown.state(check) for check in checks}
    return Matrix(checks, rows)


def faults(package: Package, accepted: Sequence[Graded], rejected: Sequence[Graded]) -> list[Fault]:
    """What holds for a problem as for a twisted one. Where a probe is blind, what follows from it is not told."""
    if blind := list(probe_faults(package, accepted)):
        return blind
    return [
        *accepted_faults(accepted),
        *option_faults(package, accepted),
        *repeatability(package, accepted),
        *time_faults(accepted),
        *rejected_faults(rejected),
    ]


def accepted_faults(graded: Sequence[Graded]) -> Iterator[Fault]:
    """Accepted under every seed, with the policies they claim."""
    for each in graded:
        astray = [
            (result, ran) for result, ran in zip(each.results, each.ran, strict=True) if result.verdict != "accepted"
        ]
        if astray:
            result, (seed, hash_seed) = astray[0]
            what = f"{result.verdict} with seed {seed} and hash seed {hash_seed}: {explanation(result)}"
            often = f"{len(astray)} of {len(each.results)} gradings"
            remedy = "Correct the solution, or the check that rejects right code."
            yield Fault("accepted", each.solution.path, f"{often} did not accept it, {what}", remedy)
        for claims in sorted({_options(result) for result in each.results if result.verdict == "accepted"}):
            if dict(claims) != each.solution.policies:
                message = f"claims {each.solution.policies}, its behaviour says {dict(claims)}"
                yield Fault("policies", each.solution.path, message, "Correct its `Policies:`, the code or the probe.")


def probe_faults(package: Package, graded: Sequence[Graded]) -> Iterator[Fault]:
    """Every probe tells all options of its policy apart, whatever the seed."""
    results = [result for each in graded for result in each.results]
    for policy in package.spec.policies:
        told = [found.staff.get("alike", []) for result in results if (found := result.policies.get(policy.id))]
        for first, second in sorted({tuple(pair) for pairs in told for pair in pairs}):
            message = (
                f"{policy.probe} does not tell the options {first!r} and {second!r} of the policy {policy.id!r} apart: "
                f"under {second!r} the reference does, in every case of it, what it may do under {first!r}"
            )
            remedy = "Add a case on which the two differ, or correct what reference does with the option."
            yield Fault("policies", "grader.py", message, remedy)


def _options(result: Result) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, found.option or found.state) for name, found in result.policies.items()))


def option_faults(package: Package, graded: Sequence[Graded]) -> Iterator[Fault]:
    """Every option of every policy has an accepted solution that was inferred to take it."""
    shown = {pair for each in graded for result in each.results for pair in _options(result)}
    for policy in package.spec.policies:
        for option in policy.options:
            if (policy.id, option) not in shown:
                message = f"no accepted solution takes the option {option!r} of the policy {policy.id!r}"
                yield Fault("policies", "solutions/accepted", message, "Add one, or drop the option.")


def rejected_faults(graded: Sequence[Graded]) -> Iterator[Fault]:
    """Caught by every check they name, and by no other than they allow."""
    for each in graded:
        solution, result = each.solution, each.results[0]
        if result.verdict != "rejected":
            remedy = "Strengthen a check, or drop the solution if it is right."
            yield Fault("rejected", solution.path, f"it is {result.verdict}", remedy)
        broken = result.broken()
        if missed := sorted(set(solution.caught_by) - broken):
            remedy = "Strengthen the check, or correct `Caught by:`."
            yield Fault("rejected", solution.path, f"not caught by {', '.join(missed)}", remedy)
        if extra := sorted(broken - set(solution.caught_by) - set(solution.may_fail)):
            message = f"also fails {', '.join(extra)}, which it does not name ({explanation(result)})"
            remedy = "Narrow the mistake, or name the check under `May also fail:`."
            yield Fault("rejected", solution.path, message, remedy)
        if each.idle:
            message = f"may also fail {', '.join(each.idle)}, and did under none of {_SEEDS_TRIED} seeds"
            yield Fault("rejected", solution.path, message, "Drop the name under `May also fail:`.")


def dead_checks(checks: Iterable[Check], graded: Sequence[Graded], file: str = "problem.yaml") -> Iterator[Fault]:
    """Every required check catches a solution that names it; `file` is where the checks stand.

    Code that cannot be loaded is caught by no check, though none of them holds for it.
    """
    loaded = [each for each in graded if each.results[0].error is None]
    alive = {name for each in loaded for name in set(each.solution.caught_by) & each.results[0].broken()}
    for check in checks:
        if check.required and check.id not in alive:
            message = f"dead check: no rejected solution is caught by {check.id}"
            yield Fault("dead checks", file, message, "Add the mistake it is there for, or drop the check.")


def repeatability(package: Package, graded: Sequence[Graded]) -> Iterator[Fault]:
    """One seed gives one set of inputs, however often it is asked, by solutions that take the same options."""
    for check in package.spec.checks:
        seen: dict[tuple[int, str], set[str]] = {}
        for each in graded:
            for result, (seed, _) in zip(each.results, each.ran, strict=True):
                if result.state(check.id) == "passed":
                    digests = seen.setdefault((seed, str(_options(result))), set())
                    digests.add(result.done[check.id].staff["inputs"])
        if any(len(digests) > 1 for digests in seen.values()):
            message = f"{check.id}: one seed gave different arguments ({', '.join(functions_of(check))})"
            remedy = "Draw everything from rng: neither clock, nor global random state, nor the order of a set."
            yield Fault("generators", "grader.py", message, remedy)


def check_ms(graded: Sequence[Graded]) -> dict[str, float]:
    """What each check costs on right code: the least of all gradings."""
    found: dict[str, float] = {}
    for done in (done for each in graded for result in each.results for done in result.done.values()):
        found[done.id] = min(done.ms, found.get(done.id, done.ms))
    return found


def reference_ms(graded: Sequence[Graded]) -> dict[str, float]:
    """Processor time of grading each accepted solution: the least of its gradings, as other load only adds to it."""
    return {each.solution.path: min(map(cpu_ms, each.results)) for each in graded}


def slowness() -> float:
    """How many times longer than usual a core here takes, at least 1; what else is at work on the machine counts."""

    def step_seconds() -> float:
        began, total = time.thread_time(), 0
        for number in range(_STEPS):
            total += number
        return (time.thread_time() - began) / _STEPS

    return max(1.0, min(step_seconds() for _ in range(3)) / _USUAL_STEP_SECONDS)


def time_faults(graded: Sequence[Graded]) -> Iterator[Fault]:
    """Grading right code stays within its time, which is longer where the machine is slower than usual."""
    spent = reference_ms(graded)
    most = MOST_REFERENCE_MS
    if max(spent.values(), default=0.0) > most:
        most *= slowness()
    for each in graded:
        if spent[each.solution.path] > most:
            done = min(each.results, key=lambda result: result.timing.get("total_ms", 0.0)).done.values()
            slowest = ", ".join(f"{e.id} {e.ms:.0f} ms" for e in sorted(done, key=lambda e: -e.ms)[:3])
            message = f"grading it takes {spent[each.solution.path]:.0f} ms of processor time; most of it: {slowest}"
            remedy = f"Ask less often or of less data: {most:.0f} ms is the most on this machine."
            yield Fault("time", each.solution.path, message, remedy)


def explanation(result: Result) -> str:
    """What did not hold, in a line."""
    if result.error is not None:
        return f"could not be loaded: {result.error.kind}: {result.error.message}"
    failed = [done for done in result.done.values() if done.state != "passed"]
    told = [f"{done.id}: {str(done.staff.get('statement') or done.how)[:200]}" for done in failed[:2]]
    astray = [f"policy/{name}: {found.state}" for name, found in result.policies.items() if found.state != "inferred"]
    return "; ".join(told + astray) or "no reason given"
