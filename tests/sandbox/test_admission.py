"""The gate: order, turns, the place of live runs, bounds. Time stands still unless a test moves it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest

from sandbox.admission import LIVELY_SECONDS, PRIORITIES, Admission
from sandbox.errors import EngineBusy, EngineClosed
from sandbox.job import Priority


class Clock:
    """Seconds that only a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Crowd:
    """Comes to a gate and notes who is let in; whoever is in stays until told to go."""

    def __init__(self, admission: Admission) -> None:
        self.admission = admission
        self.inside: list[str] = []
        self.order: list[str] = []
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._leave: dict[str, asyncio.Event] = {}

    async def come(self, name: str, priority: Priority = "practice", owner: str = "") -> None:
        self._leave[name] = asyncio.Event()
        self._tasks[name] = asyncio.create_task(self._stay(name, priority, owner))
        await self._settle()

    async def _stay(self, name: str, priority: Priority, owner: str) -> None:
        async with self.admission.place(priority, owner):
            self.inside.append(name)
            self.order.append(name)
            try:
                await self._leave[name].wait()
            finally:
                self.inside.remove(name)

    async def go(self, name: str) -> None:
        self._leave[name].set()
        await self._tasks[name]
        await self._settle()

    async def drop(self, name: str) -> None:
        self._tasks[name].cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._tasks[name]
        await self._settle()

    async def error(self, name: str) -> BaseException | None:
        await asyncio.wait({self._tasks[name]}, timeout=1)
        return self._tasks[name].exception()

    async def disperse(self) -> None:
        """Nobody stays or waits any longer."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def everybody_goes(self) -> list[str]:
        while self.inside:
            await self.go(self.inside[0])
        return self.order

    @staticmethod
    async def _settle() -> None:
        for _ in range(5):
            await asyncio.sleep(0)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def gate(clock) -> AsyncIterator[Callable[..., Crowd]]:
    crowds: list[Crowd] = []

    def make(places: int, *, reserved: int = 0, waiting: int = 100) -> Crowd:
        crowds.append(Crowd(Admission(places, reserved=reserved, waiting=waiting, patience_seconds=10, clock=clock)))
        return crowds[-1]

    yield make
    for crowd in crowds:
        await crowd.disperse()


async def test_no_more_run_at_once_than_there_are_places(gate):
    crowd = gate(2)
    for name in "abc":
        await crowd.come(name)
    assert ["a", "b"] == crowd.inside
    await crowd.go("a")
    assert ["b", "c"] == crowd.inside


async def test_one_owner_is_served_in_the_order_of_arrival(gate):
    crowd = gate(1)
    for name in "abcd":
        await crowd.come(name, owner="ada")
    assert list("abcd") == await crowd.everybody_goes()


async def test_fifty_submissions_of_one_person_delay_anothers_by_one(gate):
    crowd = gate(1)
    for number in range(50):
        await crowd.come(f"ada {number}", owner="ada")
    await crowd.come("bob 0", owner="bob")
    await crowd.come("bob 1", owner="bob")
    order = await crowd.everybody_goes()
    assert ["ada 0", "ada 1", "bob 0", "ada 2", "bob 1", "ada 3"] == order[:6]
    assert 52 == len(order)


async def test_priorities_go_in_their_order(gate):
    crowd = gate(1)
    await crowd.come("first")
    for priority in reversed(PRIORITIES):
        await crowd.come(priority, priority)
    assert ["first", *PRIORITIES] == await crowd.everybody_goes()


async def test_a_place_is_kept_for_live_runs_and_for_nothing_else(gate):
    crowd = gate(3, reserved=1)
    for number in range(4):
        await crowd.come(f"practice {number}")
    await crowd.come("submit", "live_submit")
    assert ["practice 0", "practice 1"] == crowd.inside
    await crowd.come("run", "live_run")
    assert "run" in crowd.inside
    await crowd.go("run")
    assert ["practice 0", "practice 1"] == crowd.inside
    await crowd.go("practice 0")
    assert ["practice 1", "submit"] == crowd.inside


async def test_live_runs_take_ordinary_places_too(gate):
    crowd = gate(3, reserved=1)
    for number in range(3):
        await crowd.come(f"run {number}", "live_run")
    await crowd.come("practice")
    assert ["run 0", "run 1", "run 2"] == crowd.inside
    await crowd.go("run 1")
    assert ["run 0", "run 2", "practice"] == crowd.inside


async def test_a_single_place_is_for_everybody_live_runs_first(gate):
    crowd = gate(1, reserved=1)
    await crowd.come("practice")
    await crowd.come("submit", "live_submit")
    await crowd.come("run", "live_run")
    assert ["practice", "run", "submit"] == await crowd.everybody_goes()


async def test_under_a_steady_stream_of_live_runs_every_priority_gets_its_turns(gate, clock):
    crowd = gate(1)
    await crowd.come("run 0", "live_run")
    for priority in PRIORITIES[1:]:
        for number in range(20):
            await crowd.come(f"{priority} {number}", priority)
    for number in range(1, 121):
        await crowd.come(f"run {number}", "live_run")
        clock.now += 1
        await crowd.go(crowd.inside[0])
    counts = [sum(name.startswith(priority) for name in crowd.order) for priority in PRIORITIES[1:]]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] >= 2
    assert sum(counts) <= 40


async def test_a_long_line_of_old_regrades_gets_turns_and_does_not_take_over(gate, clock):
    crowd = gate(1)
    await crowd.come("first")
    for number in range(50):
        await crowd.come(f"regrade {number}", "regrade")
    clock.now += 3600
    for number in range(10):
        await crowd.come(f"submit {number}", "live_submit")
    order = await crowd.everybody_goes()
    assert ["first", "regrade 0", *(f"submit {number}" for number in range(10)), "regrade 1"] == order[:13]


async def test_beyond_the_bound_a_grading_is_refused_with_the_remedy(gate):
    crowd = gate(1, waiting=2)
    for name in ("inside", "one", "two", "three"):
        await crowd.come(name)
    error = await crowd.error("three")
    assert isinstance(error, EngineBusy)
    assert "add a worker" in str(error)
    assert {"practice": 2, "live_run": 0, "live_submit": 0, "shadow": 0, "regrade": 0} == crowd.admission.waiting
    await crowd.come("run", "live_run")  # each priority has a bound of its own
    assert 1 == crowd.admission.waiting["live_run"]
    assert ["inside", "run", "one", "two"] == await crowd.everybody_goes()


async def test_whoever_stops_waiting_leaves_no_trace(gate):
    crowd = gate(1)
    await crowd.come("inside")
    await crowd.come("gone", owner="ada")
    await crowd.come("next", owner="bob")
    await crowd.drop("gone")
    assert 1 == crowd.admission.waiting["practice"]
    assert ["inside", "next"] == await crowd.everybody_goes()
    assert (0, 0) == (crowd.admission.running, sum(crowd.admission.waiting.values()))
    assert not any(line.owners for line in crowd.admission._lines.values())


async def test_being_cancelled_in_the_moment_of_being_let_in_frees_the_place(gate):
    crowd = gate(1)
    async with crowd.admission.place("practice", ""):
        await crowd.come("late")
    assert 1 == crowd.admission.running  # `late` has been let in and does not know it yet
    await crowd.drop("late")
    assert ([], 0) == (crowd.order, crowd.admission.running)
    await crowd.come("next")
    assert ["next"] == crowd.inside
    await crowd.everybody_goes()


async def test_places_are_free_again_when_those_inside_and_those_who_wait_are_cancelled_in_one_turn(gate):
    crowd = gate(2)
    for name in "abcdef":
        await crowd.come(name, owner=name)
    await crowd.disperse()  # those inside first: each place would go to one who is gone already
    assert (0, 0) == (crowd.admission.running, sum(crowd.admission.waiting.values()))
    await crowd.come("next")
    assert ["next"] == crowd.inside


async def test_closing_in_the_moment_of_a_cancellation_tells_the_others(gate):
    crowd = gate(1)
    for name in ("inside", "gone", "waiting"):
        await crowd.come(name)
    crowd._tasks["gone"].cancel()
    crowd.admission.close()
    assert isinstance(await crowd.error("waiting"), EngineClosed)


async def test_an_error_inside_frees_the_place(gate):
    admission = gate(1).admission
    with pytest.raises(ZeroDivisionError):
        async with admission.place("practice", ""):
            raise ZeroDivisionError
    assert 0 == admission.running


async def test_closing_tells_those_who_wait_and_lets_those_inside_end(gate):
    crowd = gate(1)
    await crowd.come("inside")
    await crowd.come("waiting")
    crowd.admission.close()
    assert isinstance(await crowd.error("waiting"), EngineClosed)
    await crowd.come("after")
    assert isinstance(await crowd.error("after"), EngineClosed)
    assert not await crowd.admission.emptied(0.01)
    await crowd.go("inside")
    assert await crowd.admission.emptied(0.01)


async def test_while_an_interview_is_held_what_nobody_waits_for_has_half_of_the_places(gate, clock):
    crowd = gate(places=5, reserved=1)
    await crowd.come("run", "live_run")
    for number in range(4):
        await crowd.come(f"regrade {number}", "regrade")
    assert ["run", "regrade 0", "regrade 1"] == crowd.inside
    await crowd.come("practice", "practice")
    assert "practice" in crowd.inside
    await crowd.go("run")
    await crowd.go("regrade 0")
    assert ["regrade 1", "practice", "regrade 2"] == crowd.inside
    clock.now += LIVELY_SECONDS
    await crowd.go("regrade 1")
    assert ["practice", "regrade 2", "regrade 3"] == crowd.inside
