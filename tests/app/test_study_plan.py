"""The plan of practice on a real database: made, laid out, moved, mended, given up."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from app.attempts.models import Attempt, HeldProblem
from app.problems import upgrades
from app.problems.loader import build
from app.problems.models import Problem
from app.study.models import StudyTask
from tests.app import packages
from tests.app.workspace import open_workspace, save, submit

EVENING = datetime(2026, 3, 27, 20, 30, tzinfo=UTC)  # a Friday, two days before the clocks of Europe leap
WISH = {"goal": "Screening at Contoso", "level": "mid", "target_on": "2026-04-06", "minutes": 40, "weekdays": [1, 3, 5]}
NAMES = ("aa", "bb", "cc", "dd", "ee", "ff")


@pytest.fixture(autouse=True)
def _evening(clock, _empty) -> None:
    clock._now = EVENING


@pytest.fixture
async def bank(sessions) -> dict[str, UUID]:
    """Six problems of 25 minutes."""
    async with sessions.begin() as session:
        for number, name in enumerate(NAMES, 1):
            text = packages.PROBLEM.replace("uuid: 5f0f3d2e", f"uuid: {number}f0f3d2e")
            text = text.replace("number: 7", f"number: {number}").replace("minutes: 10", "minutes: 25")
            text = text.replace("title: Double every number", f"title: Problem {name}")
            await upgrades.sync_package(session, build("metrics", name, packages.files(**{"problem.yaml": text})))
        return {row.slug: row.id for row in await session.execute(select(Problem.slug, Problem.id))}


async def made(person, **wish: object) -> dict:
    answer = await person.browser.put("/api/study/plan", json=WISH | wish)
    assert 200 == answer.status_code, answer.text
    return answer.json()


async def plan_of(person) -> dict:
    return (await person.browser.get("/api/study")).json()["plan"]


def days_of(plan: dict) -> dict[str, list[str]]:
    today = {plan["day"]: [each["slug"] for each in plan["today"]]} if plan["practises_today"] else {}
    return today | {day["on"]: [each["slug"] for each in day["tasks"]] for day in plan["days"]}


async def solve(sessions, clock, person, slug: str) -> None:
    await person.browser.get(f"/problems/metrics/{slug}")
    async with sessions.begin() as session:
        problem = select(Problem.id).where(Problem.slug == slug).scalar_subquery()
        await session.execute(update(Attempt).where(Attempt.problem_id == problem).values(solved_at=clock.now()))


async def retire(sessions, slug: str) -> None:
    async with sessions.begin() as session:
        await session.execute(update(Problem).where(Problem.slug == slug).values(current_version_id=None))


async def test_a_plan_has_a_problem_on_each_day_of_practice_until_the_day_before(ada, bank):
    plan = await made(ada)
    assert ["2026-03-27", "2026-03-30", "2026-04-01", "2026-04-03"] == list(days_of(plan))
    assert [1, 1, 1, 1] == [len(tasks) for tasks in days_of(plan).values()]
    assert (0, 4, 0) == (plan["done"], plan["total"], plan["missed"])
    assert "Nothing is known of this pattern yet." == plan["today"][0]["reason"]
    assert plan == await plan_of(ada)


async def test_a_missed_day_moves_what_was_on_it_and_says_so(ada, bank, clock):
    before = [slug for day in days_of(await made(ada)).values() for slug in day]
    clock.advance(timedelta(days=3))
    plan = await plan_of(ada)
    assert {"2026-03-30": before[:1], "2026-04-01": before[1:2], "2026-04-03": before[2:3]} == days_of(plan)
    assert 1 == plan["missed"]
    assert before[3:] == [each["slug"] for each in plan["no_room"]]
    assert "planned for" in (await ada.browser.get("/practice/plan")).text


async def test_on_a_day_without_practice_the_next_one_is_told(ada, bank, clock):
    await made(ada)
    clock.advance(timedelta(days=1))
    plan = await plan_of(ada)
    assert (False, []) == (plan["practises_today"], plan["today"])
    assert "You go on on" in (await ada.browser.get("/practice")).text


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Europe/Berlin", datetime(2026, 3, 28, 22, 59, tzinfo=UTC), "2026-03-28"),
        ("Europe/Berlin", datetime(2026, 3, 28, 23, 0, tzinfo=UTC), "2026-03-29"),
        ("Europe/Berlin", datetime(2026, 3, 29, 22, 0, tzinfo=UTC), "2026-03-30"),  # the day had 23 hours
        ("Pacific/Kiritimati", datetime(2026, 3, 28, 10, 0, tzinfo=UTC), "2026-03-29"),
        ("Pacific/Niue", datetime(2026, 3, 28, 10, 59, tzinfo=UTC), "2026-03-27"),
    ],
)
async def test_days_are_those_of_the_person_s_zone(*, ada, bank, clock, zone, at, day):
    await made(ada)
    await ada.browser.put("/api/drill/settings", json={"time_zone": zone})
    clock._now = at
    plan = await plan_of(ada)
    assert (day, zone) == (plan["day"], plan["time_zone"])
    listed = [slug for tasks in days_of(plan).values() for slug in tasks]
    assert 4 == len(listed) + len(plan["no_room"])


async def test_a_travel_to_yesterday_loses_nothing_that_was_done(ada, bank, sessions, clock):
    await ada.browser.put("/api/drill/settings", json={"time_zone": "Pacific/Kiritimati"})
    plan = await made(ada, weekdays=[1, 2, 3, 4, 5, 6, 7])
    first = plan["today"][0]["slug"]
    await solve(sessions, clock, ada, first)
    await ada.browser.put("/api/drill/settings", json={"time_zone": "Pacific/Niue"})
    plan = await plan_of(ada)
    assert ("2026-03-27", 1) == (plan["day"], plan["done"])
    assert first == plan["today"][0]["slug"]


async def test_what_is_solved_is_done_today_and_gone_tomorrow(ada, bank, sessions, clock):
    slug = (await made(ada))["today"][0]["slug"]
    await solve(sessions, clock, ada, slug)
    plan = await plan_of(ada)
    assert [(slug, "solved")] == [(each["slug"], each["done"]) for each in plan["today"]]
    assert 1 == plan["done"]
    clock.advance(timedelta(days=3))
    plan = await plan_of(ada)
    assert slug not in [each["slug"] for each in plan["today"]]
    assert 0 == plan["missed"]


async def test_a_task_is_ticked_off_and_the_tick_taken_back(ada, bank):
    task = (await made(ada))["today"][0]
    for done, expected in ((True, "ticked"), (True, "ticked"), (False, None)):
        plan = (await ada.browser.put(f"/api/study/tasks/{task['id']}", json={"done": done})).json()
        assert expected == plan["today"][0]["done"]


async def test_a_retired_problem_is_replaced_with_a_word_once_in_however_many_tabs(ada, bank, sessions):
    plan = await made(ada)
    slug, planned = plan["today"][0]["slug"], [each for day in days_of(plan).values() for each in day]
    await retire(sessions, slug)
    answers = await asyncio.gather(*(ada.browser.get("/api/study") for _ in range(4)))
    shown = [answer.json()["plan"]["today"][0] for answer in answers]
    assert 1 == len({each["slug"] for each in shown})
    assert f"Problem {slug}" == shown[0]["instead_of"]
    assert shown[0]["slug"] not in planned
    assert f"takes the place of “Problem {slug}”" in (await ada.browser.get("/practice")).text


async def test_a_retired_problem_that_nothing_can_replace_is_told_of(ada, bank, sessions):
    plan = await made(ada, weekdays=[1, 2, 3, 4, 5, 6, 7])
    assert 6 == plan["total"]
    await retire(sessions, plan["today"][0]["slug"])
    after = await plan_of(ada)
    assert ([plan["today"][0]["title"]], 5) == (after["gone"], after["total"])
    assert "no problem is left to take its place" in (await ada.browser.get("/practice/plan")).text


async def test_what_was_done_and_is_retired_later_stays_done(ada, bank, sessions, clock):
    slug = (await made(ada))["today"][0]["slug"]
    await solve(sessions, clock, ada, slug)
    await retire(sessions, slug)
    plan = await plan_of(ada)
    assert [(None, "solved", None)] == [(each["slug"], each["done"], each["instead_of"]) for each in plan["today"]]


async def test_planning_again_keeps_what_is_done_and_chooses_the_rest_anew(ada, bank, sessions, clock):
    slug = (await made(ada))["today"][0]["slug"]
    await solve(sessions, clock, ada, slug)
    plan = await made(ada, weekdays=[6, 7], goal="Another team")
    assert ("Another team", 1, 5) == (plan["goal"], plan["done"], plan["total"])
    assert [slug] == [each["slug"] for each in plan["today"]]
    assert slug not in [each for day in days_of(plan).values() for each in day]


async def test_two_tabs_that_plan_at_once_leave_one_plan(ada, bank, sessions):
    wish = WISH | {"weekdays": [1, 2, 3, 4, 5, 6, 7]}
    answers = await asyncio.gather(*(ada.browser.put("/api/study/plan", json=wish) for _ in range(4)))
    assert [200] * 4 == [answer.status_code for answer in answers]
    async with sessions() as session:
        assert 6 == (await session.execute(select(func.count()).select_from(StudyTask))).scalar_one()


async def test_what_was_solved_before_is_not_planned(ada, bank, sessions, clock):
    await solve(sessions, clock, ada, "aa")
    clock.advance(timedelta(minutes=1))
    plan = await made(ada, weekdays=[1, 2, 3, 4, 5, 6, 7])
    assert sorted(NAMES[1:]) == sorted(each for day in days_of(plan).values() for each in day)


async def test_what_an_interview_holds_is_neither_planned_nor_shown(ada, bank, sessions):
    async with sessions.begin() as session:
        session.add(HeldProblem(interview_id=UUID(int=1), problem_id=bank["aa"], user_id=ada.actor.id))
    await made(ada, weekdays=[1, 2, 3, 4, 5, 6, 7])
    async with sessions.begin() as session:
        session.add(HeldProblem(interview_id=UUID(int=1), problem_id=bank["bb"], user_id=ada.actor.id))
    plan = await plan_of(ada)
    listed = [each for day in days_of(plan).values() for each in day]
    assert sorted(NAMES[2:]) == sorted(listed)
    assert "Problem bb" not in (await ada.browser.get("/practice/plan")).text


@pytest.mark.parametrize(
    ("field", "wish"),
    [
        ("target_on", {"target_on": "2026-03-27"}),
        ("target_on", {"target_on": "2027-03-27"}),
        ("weekdays", {"target_on": "2026-03-29", "weekdays": [2]}),
        ("weekdays", {"weekdays": []}),
        ("weekdays.0", {"weekdays": [8]}),
        ("minutes", {"minutes": 5}),
        ("goal", {"goal": "  "}),
    ],
)
async def test_a_plan_that_cannot_be_kept_is_refused_at_its_field(ada, bank, field, wish):
    answer = await ada.browser.put("/api/study/plan", json=WISH | wish)
    assert 422 == answer.status_code
    assert [field] == [each["field"] for each in answer.json()["errors"]]
    form = {name: value for name, value in (WISH | wish).items() if value != []}
    page = await ada.browser.post("/practice/plan", data=form)
    assert 422 == page.status_code
    assert f'id="{field.partition(".")[0]}-fault"' in page.text


async def test_the_form_takes_a_zone_and_refuses_one_that_is_none(ada, bank):
    assert 303 == (await ada.browser.post("/practice/plan", data=WISH | {"time_zone": "Asia/Tokyo"})).status_code
    assert ("Asia/Tokyo", "2026-03-28") == ((await plan_of(ada))["time_zone"], (await plan_of(ada))["day"])
    refused = await ada.browser.post("/practice/plan", data=WISH | {"time_zone": "Mars/Base", "goal": "Kept <goal>"})
    assert 422 == refused.status_code
    assert 'id="time_zone-fault"' in refused.text
    assert 'value="Mars/Base"' in refused.text
    assert 'value="Kept &lt;goal&gt;"' in refused.text


async def test_once_the_day_has_come_nothing_is_left_of_it(ada, bank, clock):
    await made(ada)
    clock._now = datetime(2026, 4, 6, 8, tzinfo=UTC)
    plan = await plan_of(ada)
    assert (True, [], []) == (plan["over"], plan["today"], plan["days"])
    for url in ("/practice", "/practice/plan"):
        assert "The day has come." in (await ada.browser.get(url)).text


async def test_a_plan_that_is_given_up_is_gone_and_another_can_be_made(ada, bank):
    await made(ada)
    assert 303 == (await ada.browser.post("/practice/plan/give-up")).status_code
    assert await plan_of(ada) is None
    assert 404 == (await ada.browser.put(f"/api/study/tasks/{UUID(int=1)}", json={"done": True})).status_code
    await made(ada)


async def test_nobody_reads_or_changes_another_s_plan(ada, sign_in, bank):
    task = (await made(ada))["today"][0]
    bob = await sign_in("bob@example.com")
    assert {"plan": None, "left_off": []} == (await bob.browser.get("/api/study")).json()
    assert 404 == (await bob.browser.put(f"/api/study/tasks/{task['id']}", json={"done": True})).status_code
    await made(bob)
    assert 404 == (await bob.browser.put(f"/api/study/tasks/{task['id']}", json={"done": True})).status_code
    assert (await plan_of(ada))["today"][0]["done"] is None


async def test_where_one_left_off_is_what_was_worked_at_last_and_not_solved(ada, bank, sessions, clock):
    await open_workspace(ada.browser, "/problems/metrics/aa")  # looked at only
    for slug in ("bb", "cc", "dd"):
        clock.advance(timedelta(minutes=1))
        await save(ada.browser, await open_workspace(ada.browser, f"/problems/metrics/{slug}"))
    clock.advance(timedelta(minutes=1))
    await submit(ada.browser, "/problems/metrics/bb")
    await solve(sessions, clock, ada, "cc")
    found = (await ada.browser.get("/api/study")).json()["left_off"]
    assert [("bb", 1), ("dd", 0)] == [(each["slug"], each["submissions"]) for each in found]
    page = (await ada.browser.get("/practice")).text
    assert page.index("Where you left off") < page.index("Problem bb") < page.index('id="filter-pattern"')
    assert "Where you left off" not in (await ada.browser.get("/practice?level=junior")).text


async def test_what_cannot_be_gone_on_with_is_not_where_one_left_off(ada, bank, sessions):
    for slug in ("aa", "bb"):
        await save(ada.browser, await open_workspace(ada.browser, f"/problems/metrics/{slug}"))
    await retire(sessions, "aa")
    async with sessions.begin() as session:
        session.add(HeldProblem(interview_id=UUID(int=1), problem_id=bank["bb"], user_id=ada.actor.id))
    assert [] == (await ada.browser.get("/api/study")).json()["left_off"]
