"""Processes and containers that end from outside, at any moment of a grading."""

import contextlib
from collections.abc import Callable

import pytest
from docker.errors import APIError

from tests.faults.slots import Slots, kill
from tests.faults.trials import healthy, moments, trial

pytestmark = [pytest.mark.faults, pytest.mark.root]


def _remove(slots: Slots, role: str) -> None:
    for container in slots.containers(role)[:1]:
        with contextlib.suppress(APIError):
            container.remove(force=True)


STRIKES: dict[str, Callable[[Slots], None]] = {
    "supervisor": lambda slots: kill(slots.first_processes("candidate")[:1]),
    "every supervisor": lambda slots: kill(slots.first_processes("candidate")),
    "zygotes": lambda slots: kill(slots.zygotes()),
    "grading process": lambda slots: kill(slots.gradings()),
    "judge": lambda slots: kill(slots.first_processes("judge")[:1]),
    "every judge": lambda slots: kill(slots.first_processes("judge")),
    "candidate container removed": lambda slots: _remove(slots, "candidate"),
    "judge container removed": lambda slots: _remove(slots, "judge"),
    "everything": lambda slots: kill(slots.first_processes("judge") + slots.first_processes("candidate")),
    "job's process": lambda slots: kill(slots.jobs()[:2]),
    "every job's process": lambda slots: kill(slots.jobs()),
}


QUICK = ("supervisor", "zygotes", "grading process", "judge", "candidate container removed", "job's process")


@pytest.mark.parametrize("what", QUICK)
async def test_a_death_in_the_midst_of_gradings_changes_no_verdict(engine, slots, what):
    for moment in moments(1, within=0.6):
        await trial(engine, lambda: STRIKES[what](slots), moment)
    await healthy(engine)


@pytest.mark.thorough
@pytest.mark.parametrize("what", STRIKES)
async def test_a_death_at_any_moment_changes_no_verdict(engine, slots, what):
    for moment in moments(12):
        await trial(engine, lambda: STRIKES[what](slots), moment)
    await healthy(engine)


@pytest.mark.thorough
@pytest.mark.parametrize("what", STRIKES)
async def test_a_death_between_gradings_is_not_noticed(engine, slots, what):
    STRIKES[what](slots)
    await healthy(engine)
