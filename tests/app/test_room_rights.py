"""The matrix of part and action, every cell asked over HTTP, and when each action is possible."""

import pytest

from app.interviews.lifecycle import State
from tests.app.interview import PEOPLE

ALL = frozenset(PEOPLE)
NOT_FOUND = frozenset({"outsider", "reviewer", "blind"})  # reviewers have a seat when it is over
SEATED = ALL - NOT_FOUND
STAFF = SEATED - {"candidate"}
TALKS = frozenset({"lead", "interviewer"})
STATEMENT = {"kind": "assumption", "problem": 0, "text": "No value is missing.", "aloud": False}

# what is done · its body · who may · the status of success; {statement} is a statement of the candidate's
POSTS = [
    ("statements", STATEMENT, {"candidate"}, 201),
    ("statements", {**STATEMENT, "aloud": True}, TALKS, 201),
    ("links", {"statement": "{statement}", "policy": "empty", "option": "raise"}, TALKS, 201),
    ("answers", {"statement": "{statement}", "problem": 0, "clarification": 0}, TALKS, 201),
    ("hints", {"problem": 0, "index": 0}, TALKS, 201),
    ("feedback", {"text": "Good."}, TALKS, 201),
    ("twists", {"problem": 0, "twist": "thrice"}, {"lead"}, 201),
    ("messages", {"text": "Hello."}, TALKS | {"candidate"}, 201),
    ("marks", {"kind": "paste", "characters": 400}, TALKS | {"candidate"}, 201),
    ("marks", {"kind": "left"}, {"candidate"}, 201),
    ("marks", {"kind": "returned"}, {"candidate"}, 201),
    ("focus", {"on": True}, {"candidate"}, 201),
    ("explanations", {"event": "{statement}", "text": "I meant the inputs."}, {"candidate"}, 201),
    ("steps", {"step": "extend", "minutes": 5}, {"lead"}, 200),
    ("steps", {"step": "pause"}, {"lead"}, 200),
    ("problems/0/runs", None, TALKS | {"candidate"}, 201),
    ("problems/0/submissions", None, {"candidate", "lead"}, 201),
    ("problems/0/reports", {"about": "question", "text": "A word is missing."}, TALKS | {"candidate"}, 201),
    ("notes", {"text": "Calm."}, STAFF, 201),
    ("steps", {"step": "end"}, {"lead", "admin"}, 200),
]
GETS = [
    ("room", SEATED),
    ("events", SEATED),
    ("executions", SEATED),
    ("notes", STAFF),
    ("timeline", STAFF),
    ("log", STAFF),
]
CELLS = [
    pytest.param((path, body, status), who, who in may, id=f"{path} {index} {who}")
    for index, (path, body, may, status) in enumerate(POSTS)
    for who in PEOPLE
]


@pytest.mark.parametrize(("asked", "who", "allowed"), CELLS)
async def test_each_part_can_do_what_the_matrix_says_and_nothing_else(held, asked, who, allowed):
    path, body, status = asked
    statement = (await held.done("candidate", "statements", STATEMENT))["cursor"]
    filled = {name: statement if value == "{statement}" else value for name, value in (body or {}).items()} or None
    before = [event["kind"] for event in await held.events("lead")]
    answer = await held.post(who, path, filled)
    refused = 404 if who in NOT_FOUND else 403
    assert (status if allowed else refused) == answer.status_code, answer.text
    after = [event["kind"] for event in await held.events("lead")]
    assert (len(before) < len(after)) == allowed


@pytest.mark.parametrize(("path", "who", "allowed"), [(path, who, who in may) for path, may in GETS for who in PEOPLE])
async def test_each_part_can_read_what_the_matrix_says_and_nothing_else(held, path, who, allowed):
    refused = 404 if who in NOT_FOUND else 403
    assert (200 if allowed else refused) == (await held.get(who, path)).status_code


async def test_who_is_not_signed_in_is_asked_to(held, anybody):
    for path, body, _, _ in POSTS:
        assert 401 == (await anybody.post(f"/api/interviews/{held.id}/{path}", json=body)).status_code
    for path, _ in GETS:
        assert 401 == (await anybody.get(f"/api/interviews/{held.id}/{path}")).status_code


RUNNING = {State.LIVE, State.PAUSED}
WHEN = [
    ("candidate", "statements", STATEMENT, RUNNING),
    ("lead", "statements", {**STATEMENT, "aloud": True}, RUNNING),
    ("lead", "answers", {"problem": 0, "text": "Yes."}, RUNNING),
    ("lead", "hints", {"problem": 0, "index": 0}, RUNNING),
    ("lead", "feedback", {"text": "Good."}, RUNNING),
    ("lead", "twists", {"problem": 0, "twist": "thrice"}, RUNNING),
    ("candidate", "messages", {"text": "Hello."}, RUNNING | {State.LOBBY}),
    ("candidate", "marks", {"kind": "left"}, RUNNING),
    ("candidate", "focus", {"on": True}, RUNNING),
    ("candidate", "problems/0/runs", None, {State.LIVE}),
    ("lead", "problems/0/submissions", None, {State.LIVE}),
    ("lead", "notes", {"text": "Calm."}, set(State) - {State.REVIEWED}),
]


async def reach(interview, state: State) -> None:
    """Bring a planned interview to a state."""
    if state is State.PLANNED:
        return
    if state is State.LOBBY:
        await interview.open_lobby()
        return
    await interview.start()
    if state is State.PAUSED:
        await interview.step("lead", "pause")
    if state in {State.ENDED, State.REVIEWED}:
        await interview.step("lead", "end")
    if state is State.REVIEWED:
        from app.interviews import live

        async with interview.sessions.begin() as session:
            await live.review(session, interview.clock, interview.people["lead"].actor, interview.id)


@pytest.mark.parametrize("state", list(State))
async def test_what_is_said_and_done_has_its_time(planned, state):
    await reach(planned, state)
    for who, path, body, states in WHEN:
        answer = await planned.post(who, path, body)
        expected = 201 if state in states else 409
        assert expected == answer.status_code, (state, path, answer.text)
        if expected == 409:
            assert "about:holdout:wrong-state" == answer.json()["type"]


@pytest.mark.parametrize("state", [State.ENDED, State.REVIEWED])
async def test_links_and_explanations_may_come_after_the_end_but_not_after_the_review(planned, state):
    await planned.start()
    statement = (await planned.done("candidate", "statements", STATEMENT))["cursor"]
    await planned.step("lead", "end")
    if state is State.REVIEWED:
        from app.interviews import live

        async with planned.sessions.begin() as session:
            await live.review(session, planned.clock, planned.people["lead"].actor, planned.id)
    expected = 201 if state is State.ENDED else 409
    link = {"statement": statement, "policy": "empty"}
    assert expected == (await planned.post("lead", "links", link)).status_code
    explained = {"event": statement, "text": "I meant the inputs."}
    assert expected == (await planned.post("candidate", "explanations", explained)).status_code
