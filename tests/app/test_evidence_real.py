"""An ended interview on real parts: the worker notices it, real containers grade its texts."""

import asyncio
from datetime import timedelta

from app import worker
from app.evidence import assemble
from app.evidence.session import Session
from app.interviews import service as interviews
from app.settings import Settings
from tests.app.packages import RIGHT

FIRST = "def double(x):\n    return [3.0 * v for v in x]\n"
CHECKS = "def test_zero():\n    assert double([0.0])[0] == 0\n"
HALF_TYPED = "def double(x):\n    return 2 * (\n"


async def known_of(held) -> Session:
    async with held.sessions() as session:
        return await assemble.session_of(session, await interviews.of_worker(session, held.id))


async def test_a_finished_interview_gets_its_texts_graded_by_a_worker_that_nobody_told(
    held, clock, engine, database_url
):
    del engine  # its images are there
    for solution in (FIRST, HALF_TYPED):
        await held.type("candidate", solution)
        clock.advance(timedelta(seconds=60))
    await held.type("candidate", CHECKS, "checks:0")
    await held.type("candidate", RIGHT)
    await held.done("candidate", "problems/0/runs")  # in the last moment: no worker takes it up before the end
    clock.advance(timedelta(seconds=10))
    await held.step("lead", "end")
    stop = asyncio.Event()
    working = asyncio.create_task(worker.run(Settings(sandbox_slots=1), database_url, stop))
    try:
        async with asyncio.timeout(300):
            # it happens in the database, not here
            while "ready" != (shown := (await held.get("lead", "evidence")).json())["state"]:  # noqa: ASYNC110
                await asyncio.sleep(0.5)
    finally:
        stop.set()
        await asyncio.wait_for(working, 60)
    known = await known_of(held)
    graded = [each for each in known.gradings if each.states]
    assert [(0, True), (60, False), (120, True)] == [(round(each.at), each.loads) for each in graded]
    assert ["failed_silently", "not_reached", "passed"] == [each.states["oracle/random"] for each in graded]
    assert ["first_passed"] == [
        change["what"] for each in shown["shadow"] if each["check"] == "oracle/random" for change in each["changes"]
    ]
    caught = {each.solution.split("/")[-1].removesuffix(".py"): each.caught for each in known.catches}
    assert {"zero_is_one": True, "one_more": True, "thrice": False, "same": False}.items() <= caught.items()
    assert () == known.gaps
