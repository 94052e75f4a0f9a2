"""What is said and done in the room, who gets to know it, and what follows from it."""

import asyncio
import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.events.models import TimelineEvent
from app.interviews.lifecycle import Kind
from app.kit.waiting import Places
from app.rooms.models import Room
from app.timeline import notes
from tests.app import interview
from tests.app.interview import SECRETS

STATEMENT = {"kind": "question", "problem": 0, "text": "May there be no number at all?"}


async def told(held, who, kind):
    return [event for event in await held.events(who) if event["kind"] == kind]


async def test_a_statement_is_told_to_both_sides_with_its_author_and_time(held):
    cursor = (await held.done("candidate", "statements", STATEMENT))["cursor"]
    for who in ("candidate", "lead"):
        (event,) = await told(held, who, "statement_made")
        assert (cursor, 0, 1, "candidate") == (
            event["cursor"],
            event["problem"],
            event["version"],
            event["author"]["part"],
        )
        assert event["data"].items() >= {"said": "question", "text": STATEMENT["text"]}.items()


async def test_what_was_logged_aloud_and_every_link_stay_with_staff(held):
    aloud = {"kind": "assumption", "problem": 0, "text": "Empty stays empty.", "aloud": True}
    logged = (await held.done("interviewer", "statements", aloud))["cursor"]
    await held.done("lead", "links", {"statement": logged, "policy": "empty", "option": "empty"})
    await held.done("lead", "answers", {"statement": logged, "problem": 0, "text": "Right."})
    assert [] == await told(held, "candidate", "statement_made") + await told(held, "candidate", "statement_linked")
    (answer,) = await told(held, "candidate", "question_answered")
    assert {"statement": None, "text": "Right."} == answer["data"]
    (link,) = await told(held, "observer", "statement_linked")
    assert {"statement": logged, "policy": "empty", "option": "empty"} == link["data"]
    assert 404 == (await held.post("candidate", "explanations", {"event": logged, "text": "?"})).status_code


async def test_an_authored_answer_is_told_without_its_question_and_settles_what_it_binds(held):
    asked = (await held.done("candidate", "statements", STATEMENT))["cursor"]
    await held.done("lead", "answers", {"statement": asked, "problem": 0, "clarification": 1})
    (answer,) = await told(held, "candidate", "question_answered")
    assert {"statement": asked, "text": "Yes, raise."} == answer["data"]
    (policy,) = (await held.room("lead"))["problems"][0]["policies"]
    assert ("empty", "raise") == (policy["id"], policy["settled"])


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("answers", {"problem": 0, "clarification": 2}, "clarification"),
        ("answers", {"problem": 1, "text": "x"}, "problem"),
        ("answers", {"problem": 0}, None),
        ("answers", {"problem": 0, "text": "x", "clarification": 0}, None),
        ("answers", {"problem": 0, "text": "x", "statement": 10**9}, "statement"),
        ("links", {"statement": 1, "policy": "empty"}, "statement"),
        ("twists", {"problem": 0, "twist": "none"}, "twist"),
        ("hints", {"problem": 3, "index": 0}, "problem"),
        ("feedback", {"text": "  "}, "text"),
        ("feedback", {"text": "x" * 4001}, "text"),
        ("feedback", {"text": "x", "secret": True}, "secret"),
        ("marks", {"kind": "paste"}, None),
        ("marks", {"kind": "left", "characters": 3}, None),
        ("steps", {"step": "extend"}, "minutes"),
        ("steps", {"step": "explode"}, "step"),
        ("notes", {"text": "x", "anchor_at": "2020-01-01T00:00:00Z"}, "anchor_at"),
        ("notes", {"text": "x", "anchor_at": "2020-01-01T00:00:00"}, "anchor_at"),
    ],
)
async def test_what_does_not_fit_is_refused_and_says_where(held, path, body, field):
    answer = await held.post("lead", path, body)
    assert 422 == answer.status_code, answer.text
    if field is not None:
        assert field in str(answer.json()["errors"])


async def test_a_link_names_a_decision_and_an_option_there_are(held):
    statement = (await held.done("candidate", "statements", STATEMENT))["cursor"]
    nowhere = (await held.done("candidate", "statements", {**STATEMENT, "problem": None}))["cursor"]
    for body, field in (
        ({"statement": statement, "policy": "other"}, "policy"),
        ({"statement": statement, "policy": "empty", "option": "other"}, "option"),
        ({"statement": nowhere, "policy": "empty"}, "statement"),
    ):
        answer = await held.post("lead", "links", body)
        assert (422, field) == (answer.status_code, answer.json()["errors"][0]["field"])


async def test_hints_come_one_after_the_other_and_each_once(held):
    assert 409 == (await held.post("lead", "hints", {"problem": 0, "index": 1})).status_code
    answers = await asyncio.gather(*(held.post("lead", "hints", {"problem": 0, "index": 0}) for _ in range(3)))
    assert [201, 409, 409] == sorted(answer.status_code for answer in answers)
    assert {1} == {answer.json()["next"] for answer in answers if answer.status_code == 409}
    await held.done("interviewer", "hints", {"problem": 0, "index": 1})
    assert [{"index": 0, "text": "First hint."}, {"index": 1, "text": SECRETS["hint_two"]}] == (
        await held.room("candidate")
    )["problems"][0]["hints_released"]
    await held.done("lead", "hints", {"problem": 0, "index": 2})
    over = await held.post("lead", "hints", {"problem": 0, "index": 3})
    assert (409, "about:holdout:not-next", None) == (over.status_code, over.json()["type"], over.json()["next"])


async def test_a_twist_changes_what_both_see_and_only_once(held):
    before = (await held.room("candidate"))["problems"][0]
    assert (None, "[2.0, 4.0]") == (before["twist"], before["examples"][0]["expected"])
    await held.done("lead", "twists", {"problem": 0, "twist": "thrice"})
    for who in ("candidate", "observer"):
        problem = (await held.room(who))["problems"][0]
        assert "Triple it instead" in problem["twist"]["statement_html"]
        assert "[3.0, 6.0]" == problem["examples"][0]["expected"]
    (event,) = await told(held, "candidate", "twist_applied")
    assert {"title": "Three times"} == event["data"]
    again = await held.post("lead", "twists", {"problem": 0, "twist": "thrice"})
    assert (409, "about:holdout:already-twisted") == (again.status_code, again.json()["type"])


async def test_the_candidate_sees_no_problem_before_the_clock_starts(planned):
    assert [] == (await planned.room("candidate"))["problems"] == (await planned.room("lead"))["problems"]
    await planned.open_lobby()
    assert [] == (await planned.room("candidate"))["problems"]
    assert ["Double every number"] == [each["title"] for each in (await planned.room("lead"))["problems"]]


async def test_a_take_home_starts_when_its_candidate_says_so(sign_in, sessions, clock):
    home = await interview.plan(sign_in, sessions, clock, kind=Kind.TAKE_HOME)
    for who in ("lead", "observer"):
        assert 403 == (await home.post(who, "steps", {"step": "start"})).status_code
    started = await home.step("candidate", "start")
    assert ("live", 3600.0) == (started["state"], started["clock"]["remaining_seconds"])
    assert 1 == len((await home.room("candidate"))["problems"])
    async with sessions() as session:
        assert 1 == (await session.execute(select(func.count()).select_from(Room))).scalar_one()
    assert "ended" == (await home.step("candidate", "end"))["state"]


async def test_the_clock_is_the_servers_and_ends_the_interview_by_itself(held, clock):
    clock.advance(timedelta(minutes=10))
    paused = await held.step("lead", "pause")
    assert ("paused", 3000.0, None) == (
        paused["state"],
        paused["clock"]["remaining_seconds"],
        paused["clock"]["ends_at"],
    )
    clock.advance(timedelta(minutes=20))
    resumed = await held.step("lead", "resume")
    assert 3000.0 == resumed["clock"]["remaining_seconds"]
    extended = await held.step("lead", "extend", minutes=10)
    assert 3600.0 == extended["clock"]["remaining_seconds"]
    clock.advance(timedelta(minutes=61))
    assert "ended" == (await held.room("candidate"))["interview"]["state"]
    assert 409 == (await held.post("candidate", "statements", STATEMENT)).status_code
    (ended,) = await told(held, "candidate", "interview_ended")
    assert {"reason": "time_over"} == ended["data"]


async def test_focus_is_told_and_kept(held):
    await held.done("candidate", "focus", {"on": True})
    assert (await held.room("lead"))["focus"]
    async with held.sessions() as session:
        assert (await session.execute(select(Room.focus))).scalar_one()
    await held.done("candidate", "focus", {"on": False})
    assert not (await held.room("candidate"))["focus"]


@pytest.mark.parametrize(
    ("who", "path", "body", "most"),
    [
        ("candidate", "messages", {"text": "x"}, 30),
        ("candidate", "marks", {"kind": "left"}, 60),
        ("candidate", "statements", STATEMENT, 60),
        ("lead", "notes", {"text": "x"}, 60),
    ],
)
async def test_too_much_within_a_minute_has_to_wait(held, who, path, body, most):
    async with held.sessions.begin() as session:
        kinds = {"messages": "message_sent", "marks": "window_left", "statements": "statement_made"}
        for _ in range(most):
            session.add(
                TimelineEvent(
                    at=held.clock.now(),
                    kind=kinds.get(path, "note_removed"),
                    version=1,
                    actor_id=held.people[who].actor.id,
                    interview_id=held.id,
                    payload={"aloud": False},
                )
            )
    refused = await held.post(who, path, body)
    assert (429, "61") == (refused.status_code, refused.headers["retry-after"])
    held.clock.advance(timedelta(seconds=61))
    await held.done(who, path, body)


async def test_a_page_whose_guess_of_the_time_is_a_little_ahead_loses_no_note(held):
    now = held.clock.now()
    ahead = (now + timedelta(seconds=2)).isoformat()
    note = await held.done("lead", "notes", {"text": "Asks first.", "anchor_at": ahead})
    assert now == datetime.fromisoformat(note["anchor_at"])
    answer = await held.post("lead", "notes", {"text": "x", "anchor_at": (now + timedelta(minutes=1)).isoformat()})
    assert 422 == answer.status_code


async def test_notes_are_their_authors_to_change_and_all_staffs_to_read(held):
    anchor = held.clock.now()
    held.clock.advance(timedelta(minutes=5))
    body = {"text": "Asked *before* coding. <script>alert(1)</script>", "anchor_at": anchor.isoformat()}
    note = await held.done("interviewer", "notes", body)
    assert "<em>before</em>" in note["text_html"]
    assert "<script" not in note["text_html"]
    path = f"/api/interviews/{held.id}/notes/{note['id']}"
    for who in ("lead", "admin"):
        assert 404 == (await held.browser(who).put(path, json={"text": "mine"})).status_code
        assert 404 == (await held.browser(who).delete(path)).status_code
    assert 403 == (await held.browser("candidate").delete(path)).status_code
    changed = (await held.browser("interviewer").put(path, json={"text": "$\\unknown{$"})).json()
    assert ("<pre>$\\unknown{$</pre>", note["anchor_at"]) == (changed["text_html"], changed["anchor_at"])
    (read,) = (await held.get("observer", "notes")).json()
    assert (changed["text"], False) == (read["text"], read["mine"])
    assert 204 == (await held.browser("interviewer").delete(path)).status_code
    assert [] == (await held.get("observer", "notes")).json()


async def test_a_second_interview_knows_nothing_of_the_first(held, sign_in, sessions, clock):
    statement = (await held.done("candidate", "statements", STATEMENT))["cursor"]
    note = await held.done("lead", "notes", {"text": "x"})
    other = interview.Interviewing(held.id, held.people, sessions, clock)
    async with sessions.begin() as session:
        from app.interviews import plans

        lead = held.people["lead"].actor
        plan = plans.Plan(title="Other", problem_ids=(interview.package().spec.uuid,))
        other.id = (await plans.create(session, clock, lead, plan, retention_days=1)).id
    assert {"interview_planned", "person_added"} == {event["kind"] for event in await other.events("lead")}
    for who in ("candidate", "interviewer", "observer"):
        assert 404 == (await other.get(who, "room")).status_code
    path = f"/api/interviews/{other.id}/notes/{note['id']}"
    assert 404 == (await other.browser("lead").put(path, json={"text": "x"})).status_code
    assert 409 == (await other.post("lead", "links", {"statement": statement, "policy": "empty"})).status_code


async def test_a_note_is_rendered_beside_the_event_loop_and_once(held, monkeypatch):
    render, threads = notes.to_html, []

    def watched(text: str) -> str:
        threads.append(threading.current_thread())
        return render(text)

    monkeypatch.setattr(notes, "to_html", watched)
    await held.done("lead", "notes", {"text": "Read *again* and again."})
    for _ in range(3):
        (read,) = (await held.get("lead", "notes")).json()
        assert "<em>again</em>" in read["text_html"]
    (thread,) = threads
    assert thread is not threading.current_thread()


async def test_a_note_that_grows_beyond_measure_is_shown_as_written(held):
    note = await held.done("lead", "notes", {"text": "$a " * 1300})
    assert note["text_html"].startswith("<pre>$a $a")


async def test_notes_that_others_keep_the_renderer_busy_with_are_refused_not_waited_for(held, monkeypatch):
    await held.done("lead", "notes", {"text": "x"})
    full = Places(1, waiting=0)
    monkeypatch.setattr(notes, "PLACES", full)
    async with full.one():
        assert 429 == (await held.get("lead", "notes")).status_code
    assert 200 == (await held.get("lead", "notes")).status_code
