"""The judge's states of the texts, as `verdicts/` has them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from simulated.record import digest, known
from simulated.sessions import Caught, Guard
from simulated.texts import Problem, problem


@dataclass(frozen=True)
class Recorded:
    """What is written down for one text of a problem."""

    verdict: str
    checks: dict[str, str]
    policies: dict[str, dict[str, Any]]
    examples: dict[str, str]
    frontiers: dict[str, str]

    @property
    def behaviour(self) -> tuple[Any, ...]:
        """What two texts have in common that behave alike."""
        return sorted(self.checks.items()), sorted((name, str(p["option"])) for name, p in self.policies.items())


@cache
def recorded(name: str, key: str) -> Recorded:
    """The states of a text."""
    found = known(name)["solutions"][key]
    return Recorded(**{part: found[part] for part in ("verdict", "checks", "policies", "examples", "frontiers")})


@cache
def behaves_like(name: str, key: str) -> tuple[str, ...]:
    """The rejected solutions with the same states."""
    own = recorded(name, key)
    twist = problem(name).twisted.get(key)
    folder = "rejected/" if twist is None else f"{twist}/rejected/"
    rejected = [each for each in problem(name).solutions if each.startswith(folder)]
    return tuple(each for each in rejected if recorded(name, each).behaviour == own.behaviour)


@cache
def caught(name: str, key: str) -> Caught:
    """What own checks do to the solutions of the bank."""
    each, found = problem(name), known(name)["checks"][key]
    fails_on, ran = set(found["fails_on"]), set(each.solutions) - set(found["skipped"])
    rejected = {f"rejected/{s.name}": s.mistake for s in each.package.solutions("rejected")}
    accepted = [f"accepted/{s.name}" for s in each.package.solutions("accepted")]
    return Caught(
        checks=each.checks[key],
        catches={bug: mistake for bug, mistake in rejected.items() if bug in fails_on},
        misses={bug: mistake for bug, mistake in rejected.items() if bug in ran - fails_on},
        refuses=tuple(right for right in accepted if right in fails_on),
        accepts=tuple(right for right in accepted if right in ran - fails_on),
    )


def fails(name: str, key: str, text: str) -> bool:
    """Whether own checks fail on a text."""
    return text in known(name)["checks"][key]["fails_on"]


def guards(name: str, key: str) -> tuple[Guard, ...]:
    """The lines of a text that were taken out one by one."""
    each = problem(name)
    return tuple(
        Guard(
            each.solutions[key], each.ablated[without], recorded(name, without).checks, recorded(name, without).policies
        )
        for without in each.ablations.get(key, [])
    )


def stale(each: Problem) -> list[str]:
    """The texts whose states are not those of the text and package as they are now."""
    written = known(each.name)["solutions"]
    return [key for key, text in each.solutions.items() if written.get(key, {}).get("digest") != digest(each, text)]
