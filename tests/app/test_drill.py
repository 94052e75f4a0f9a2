import asyncio
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Rating
from sqlalchemy import func, select, text

from app.drill import bank as prompts
from app.drill import memory, service, views
from app.drill.bank import Kind, Step, bank
from app.drill.models import DrillAnswer, DrillCard, DrillReview, DrillTurn
from app.identity.models import User

EVENING = datetime(2026, 3, 27, 20, 30, tzinfo=UTC)
EVERY = ["pattern", "intent", "trap"]


@pytest.fixture(autouse=True)
def _evening(clock, _empty) -> None:
    clock._now = EVENING


async def turn_of(person) -> dict:
    answer = await person.browser.post("/api/drill/turns")
    assert 200 == answer.status_code, answer.text
    return answer.json()["turn"]


async def overview_of(person) -> dict:
    return (await person.browser.get("/api/drill")).json()


def place(turn: dict, step: str, *, right: bool) -> int:
    """The number of a choice as shown."""
    prompt = next(each for each in bank().values() if each.prompt == turn["prompt"])
    choices = prompt.choices(Step(step), seed=turn["id"])
    return next(i for i, choice in enumerate(choices, 1) if choice.right is right)


async def give(person, turn: dict, step: str, *, right: bool = True, choice: int | None = None):
    body = {"step": step, "choice": choice or place(turn, step, right=right)}
    return await person.browser.post(f"/api/drill/turns/{turn['id']}/answers", json=body)


async def walk(person, *, wrong: tuple[str, ...] = (), rating: int = 3) -> list[dict]:
    """All that is left today, answered."""
    turns = []
    while turn := await turn_of(person):
        turns.append(turn)
        for step in [each["step"] for each in turn["steps"]]:
            if step == "recovery":
                await give(person, turn, step, choice=rating)
            else:
                await give(person, turn, step, right=step not in wrong)
    return turns


async def test_a_new_prompt_asks_pattern_intent_and_trap_and_explains_each_at_once(ada) -> None:
    turn = await turn_of(ada)
    assert EVERY == [step["step"] for step in turn["steps"]]
    assert turn["new"]
    for step in EVERY:
        after = (await give(ada, turn, step, right=step != "intent")).json()
        shown = next(each for each in after["steps"] if each["step"] == step)
        assert shown["right"] is (step != "intent")
        assert 4 == len(shown["explained"])
        assert 1 == sum(each["right"] for each in shown["explained"])
        assert 1 == sum(each["taken"] for each in shown["explained"])
    assert after["recovery"]


async def test_nothing_is_told_before_its_answer(ada) -> None:
    turn = await turn_of(ada)
    for step in EVERY:
        told = (await ada.browser.get(f"/api/drill/turns/{turn['id']}")).text
        prompt = next(each for each in bank().values() if each.prompt == turn["prompt"])
        assert prompt.recovery not in told
        assert all(each["explained"] == [] and each["right"] is None for each in turn["steps"] if not each["answered"])
        turn = (await give(ada, turn, step)).json()


async def test_a_day_has_as_many_new_prompts_as_the_person_wants_each_of_another_pattern(ada) -> None:
    await ada.browser.put("/api/drill/settings", json={"new_per_day": 9})
    turns = await walk(ada)
    assert 9 == len(turns)
    met = [each["met"] for each in (await overview_of(ada))["patterns"]]
    assert [1] * 9 == met
    assert 0 == (await overview_of(ada))["new"]


async def test_what_was_missed_is_due_the_next_day_and_what_was_known_later(ada, clock) -> None:
    await ada.browser.put("/api/drill/settings", json={"new_per_day": 1})
    [turn] = await walk(ada, wrong=("trap",))
    await ada.browser.put("/api/drill/settings", json={"new_per_day": 0})
    assert (0, "2026-03-28") == ((await overview_of(ada))["due"], (await overview_of(ada))["next_due"])
    clock.advance(timedelta(days=1))
    due = await overview_of(ada)
    assert {"trap": 1, "recovery": 1} == due["due_kinds"]
    [again] = await walk(ada)
    assert turn["prompt"] == again["prompt"]
    assert ["trap", "recovery"] == [step["step"] for step in again["steps"]]
    clock.advance(timedelta(days=1))
    assert {"pattern": 1} == (await overview_of(ada))["due_kinds"]


async def test_the_trap_and_its_recovery_are_not_told_by_the_question_before(ada, clock) -> None:
    await ada.browser.put("/api/drill/settings", json={"new_per_day": 1})
    await walk(ada, wrong=("trap",))
    clock.advance(timedelta(days=1))
    turn = await turn_of(ada)
    assert (None, None) == (turn["trap"], turn["recovery"])
    after = (await give(ada, turn, "trap")).json()
    assert after["trap"]
    assert "recovery" == after["current"]


async def test_an_answer_sent_twice_counts_once_and_the_first_stays(ada, session) -> None:
    turn = await turn_of(ada)
    first = (await give(ada, turn, "pattern", right=False)).json()
    second = (await give(ada, turn, "pattern", right=True)).json()
    assert first == second
    await give(ada, turn, "intent")
    for _ in range(3):
        await give(ada, turn, "intent")
        await give(ada, turn, "pattern")
    assert 2 == (await session.execute(select(func.count()).select_from(DrillAnswer))).scalar_one()
    reviews = (await session.execute(select(DrillReview))).scalars().all()
    assert [(Kind.PATTERN, Rating.Again)] == [(each.kind, each.rating) for each in reviews]


async def test_two_tabs_have_one_turn_and_their_answers_at_once_are_one(ada, session) -> None:
    opened = await asyncio.gather(*(turn_of(ada) for _ in range(6)))
    assert 1 == len({turn["id"] for turn in opened})
    for step in EVERY:
        told = await asyncio.gather(*(give(ada, opened[0], step, right=bool(n % 2)) for n in range(6)))
        assert [200] * 6 == [each.status_code for each in told]
        assert 1 == len({each.text for each in told})
    counts = [
        (await session.execute(select(func.count()).select_from(table))).scalar_one()
        for table in (DrillTurn, DrillAnswer, DrillReview)
    ]
    assert [1, 3, 2] == counts


async def test_a_step_out_of_turn_and_a_choice_that_is_none_are_refused(ada) -> None:
    turn = await turn_of(ada)
    assert 422 == (await give(ada, turn, "trap")).status_code
    assert 422 == (await give(ada, turn, "recovery", choice=1)).status_code
    assert 422 == (await give(ada, turn, "pattern", choice=5)).status_code
    assert 422 == (await give(ada, turn, "pattern", choice=99)).status_code
    assert "pattern" == (await turn_of(ada))["current"]


async def test_the_pattern_named_and_the_intent_missed_is_hard(ada, session) -> None:
    turn = await turn_of(ada)
    await give(ada, turn, "pattern")
    await give(ada, turn, "intent", right=False)
    assert Rating.Hard == (await session.execute(select(DrillReview.rating))).scalar_one()


async def test_the_log_gives_every_card_again(ada, clock, session) -> None:
    await ada.browser.put("/api/drill/settings", json={"new_per_day": 2})
    for number in range(6):  # a sign-in lasts two weeks
        await walk(ada, wrong=(EVERY[number % 3],), rating=1 + number % 4)
        clock.advance(timedelta(days=1 + number % 3))
    cards = (await session.execute(select(DrillCard).where(DrillCard.reviewed_on.is_not(None)))).scalars().all()
    log = (await session.execute(select(DrillReview).order_by(DrillReview.at))).scalars().all()
    assert 12 < len(cards)
    for card in cards:
        of_it = [
            (Rating(each.rating), each.day) for each in log if (each.prompt, each.kind) == (card.prompt, card.kind)
        ]
        assert memory.replay(of_it) == memory.Memory(card.stability, card.difficulty, card.reviewed_on, card.due_on)


async def test_a_day_begins_at_midnight_where_the_person_is(ada, clock) -> None:
    clock._now = datetime(2026, 3, 28, 2, 0, tzinfo=UTC)  # ten in the evening there
    await ada.browser.put("/api/drill/settings", json={"time_zone": "America/New_York", "new_per_day": 1})
    assert "2026-03-27" == (await overview_of(ada))["day"]
    await walk(ada)
    clock._now = datetime(2026, 3, 28, 3, 59, tzinfo=UTC)  # a minute to midnight there, the 28th in London
    assert None is await turn_of(ada)
    clock._now = datetime(2026, 3, 28, 4, 0, tzinfo=UTC)
    assert 1 == (await overview_of(ada))["new"]


async def test_a_night_of_23_hours_is_a_night(ada, clock) -> None:
    clock._now = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)  # 23:30 in Berlin, before clocks go forward
    await ada.browser.put("/api/drill/settings", json={"time_zone": "Europe/Berlin", "new_per_day": 1})
    await walk(ada, wrong=("pattern", "trap"))
    clock._now = datetime(2026, 3, 29, 6, 0, tzinfo=UTC)
    assert {"pattern": 1, "trap": 1, "recovery": 1} == (await overview_of(ada))["due_kinds"]
    await walk(ada)
    clock._now = datetime(2026, 3, 29, 21, 59, tzinfo=UTC)
    assert 0 == (await overview_of(ada))["due"]


async def test_a_zone_that_is_none_is_refused_and_the_old_one_stays(ada) -> None:
    await ada.browser.put("/api/drill/settings", json={"time_zone": "Europe/Berlin"})
    assert 422 == (await ada.browser.put("/api/drill/settings", json={"time_zone": "Mars/Olympus"})).status_code
    assert "Europe/Berlin" == (await overview_of(ada))["settings"]["time_zone"]
    assert 422 == (await ada.browser.put("/api/drill/settings", json={"new_per_day": 31})).status_code


async def test_a_prompt_that_left_the_bank_is_asked_no_more(ada, clock, monkeypatch) -> None:
    await ada.browser.put("/api/drill/settings", json={"new_per_day": 2})
    await walk(ada, wrong=("trap",))
    clock.advance(timedelta(days=1))
    await ada.browser.put("/api/drill/settings", json={"new_per_day": 0})
    shown = await turn_of(ada)
    gone = next(each.id for each in bank().values() if each.prompt == shown["prompt"])
    left = {name: prompt for name, prompt in bank().items() if name != gone}
    for module in (prompts, service, views):
        monkeypatch.setattr(module, "bank", lambda: left)
    assert 1 == (await overview_of(ada))["due"]
    assert left[await _prompt(ada, left)]
    assert 200 == (await ada.browser.get("/drill/done")).status_code


async def _prompt(person, left) -> str:
    turn = await turn_of(person)
    return next(name for name, prompt in left.items() if prompt.prompt == turn["prompt"])


async def test_nobody_sees_or_answers_anothers_turn(ada, sign_in) -> None:
    turn = await turn_of(ada)
    eve = await sign_in("eve@example.com")
    assert 404 == (await eve.browser.get(f"/api/drill/turns/{turn['id']}")).status_code
    assert 404 == (await give(eve, turn, "pattern")).status_code
    assert 404 == (await eve.browser.get(f"/drill/turns/{turn['id']}")).status_code
    assert turn["id"] != (await turn_of(eve))["id"]


async def test_everything_goes_with_the_person(ada, sessions) -> None:
    await ada.browser.put("/api/drill/settings", json={"new_per_day": 1})
    await walk(ada)
    async with sessions.begin() as session:
        await session.execute(text("DELETE FROM sessions"))
        await session.execute(User.__table__.delete().where(User.id == ada.actor.id))
    async with sessions() as session:
        for table in ("drill_settings", "drill_cards", "drill_turns", "drill_answers", "drill_reviews"):
            assert 0 == (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()  # noqa: S608 - names above


async def test_a_whole_session_is_drilled_by_forms_alone(ada, problem) -> None:
    await ada.browser.post("/drill", data={"new_per_day": "2", "time_zone": "Europe/Berlin"})
    home = (await ada.browser.get("/drill")).text
    assert re.search(r"<strong>0</strong> due.*<strong>2</strong> new", home)
    steps: Counter[str] = Counter()
    while True:
        page = await ada.browser.get("/drill/next")
        if page.status_code == 303:
            break
        action, step = re.search(
            r'action="(/drill/turns/[^"]+)">\s*<input type="hidden" name="step" value="(\w+)"', page.text
        ).groups()
        steps[step] += 1
        sent = await ada.browser.post(action, data={"step": step, "choice": "1"})
        assert f"{action}?step={step}" == sent.headers["location"]
        why = await ada.browser.get(sent.headers["location"])
        assert "the answer" in why.text or "your answer, right" in why.text
        assert (
            303 == (await ada.browser.post(action, data={"step": step, "choice": "2"})).status_code
        )  # back, and again
    assert {"pattern": 2, "intent": 2, "trap": 2} == steps
    done = (await ada.browser.get("/drill/done")).text
    assert "2 prompts" in done
    assert "of 6 answers known" in done


async def test_the_end_leads_to_problems_of_what_was_missed(ada, problem) -> None:
    await ada.browser.put("/api/drill/settings", json={"new_per_day": 9})
    await walk(ada, wrong=("intent",))
    today = (await ada.browser.get("/api/drill/today")).json()
    assert (9, 27, 18) == (today["prompts"], today["answers"], today["right"])
    assert {"intent"} == {miss["step"] for miss in today["misses"]}
    done = (await ada.browser.get("/drill/done")).text
    assert 'href="/problems/metrics/double"' in done
    assert 'href="/practice?pattern=splits"' in done


async def test_no_choice_is_no_answer_and_an_odd_form_is_refused(ada) -> None:
    turn = await turn_of(ada)
    address = f"/drill/turns/{turn['id']}"
    assert "/drill/next" == (await ada.browser.post(address, data={"step": "pattern"})).headers["location"]
    assert 422 == (await ada.browser.post(address, data={"step": "pattern", "choice": "0"})).status_code
    assert 422 == (await ada.browser.post(address, data={"step": "nothing", "choice": "1"})).status_code
    assert 303 == (await ada.browser.get(f"{address}?step=trap")).status_code
    assert 404 == (await ada.browser.get(f"{address}?step=recovery")).status_code
    assert "pattern" == (await turn_of(ada))["current"]


async def test_a_turn_whose_prompt_left_the_bank_is_not_found(ada, monkeypatch) -> None:
    turn = await turn_of(ada)
    gone = next(each.id for each in bank().values() if each.prompt == turn["prompt"])
    left = {name: prompt for name, prompt in bank().items() if name != gone}
    for module in (prompts, service, views):
        monkeypatch.setattr(module, "bank", lambda: left)
    for path in (f"/api/drill/turns/{turn['id']}", f"/drill/turns/{turn['id']}"):
        assert 404 == (await ada.browser.get(path)).status_code
    answer = await ada.browser.post(f"/api/drill/turns/{turn['id']}/answers", json={"step": "pattern", "choice": 1})
    assert 404 == answer.status_code


async def test_two_settings_changed_at_once_are_both_kept(ada) -> None:
    for _ in range(5):
        await asyncio.gather(
            ada.browser.put("/api/drill/settings", json={"time_zone": "Europe/Berlin"}),
            ada.browser.put("/api/drill/settings", json={"new_per_day": 7}),
        )
        kept = (await overview_of(ada))["settings"]
        assert {"time_zone": "Europe/Berlin", "new_per_day": 7} == kept
        for change in ({"time_zone": "UTC"}, {"new_per_day": 3}):
            await ada.browser.put("/api/drill/settings", json=change)
