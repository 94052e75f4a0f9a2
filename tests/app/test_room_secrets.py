"""Nothing that staff are told reaches a candidate: a whole interview is walked through as one, and every answer read."""

from typing import get_args

import pytest

from app.attempts import grading
from app.attempts.grading import Worker
from app.events import interviews as interview_kinds
from app.events import kinds as attempt_kinds
from app.events import reviews as review_kinds
from app.events import talk as talk_kinds
from app.events.kinds import Happening
from app.events.models import TimelineEvent
from app.interviews import told
from app.timeline import live, record, shown, staff
from tests.app.interview import SECRETS
from tests.app.packages import RIGHT
from tests.app.standin import ACCEPTED, StandIn

STATEMENT = {"kind": "question", "problem": 0, "text": "May there be no number at all?"}


class Listener:
    """Reads everything that is sent to the candidate's browser, whatever was asked."""

    def __init__(self, interview) -> None:
        self.interview = interview
        self.heard: list[tuple[str, str]] = []
        interview.browser("candidate").event_hooks["response"].append(self._hear)

    async def _hear(self, response) -> None:
        await response.aread()
        self.heard.append((str(response.request.url), response.text))

    async def ask_for_everything(self) -> None:
        """Every address of the room, of the timeline, of the interview's pages and of practice."""
        browser, base = self.interview.browser("candidate"), f"/api/interviews/{self.interview.id}"
        listed = (await browser.get(f"{base}/executions")).json()
        paths = [
            "room",
            "events",
            "events?after=3&limit=1",
            "timeline",
            "timeline?kinds=note_written",
            "notes",
            "log",
            "evidence",
        ]
        paths += [f"executions/{each['id']}" for each in listed] if isinstance(listed, list) else []
        paths += ["scorecard", "scorecards", "agreement", "discussion", "decision", "report", "feedback"]
        pages = ["", "/plan", "/change", "/replay", "/review", "/review/together", "/report", "/feedback"]
        pages += [f"/executions/{each['id']}/evidence" for each in listed] if isinstance(listed, list) else []
        for address in [
            base,
            *(f"{base}/{path}" for path in paths),
            *(f"/interviews/{self.interview.id}{page}" for page in pages),
            "/interviews",
            "/practice",
            "/reviews",
            "/reviews/criterion/stability",
        ]:
            await browser.get(address)

    def leaks(self) -> list[tuple[str, str]]:
        """Which secret was in the answer from where."""
        return [(name, url) for url, text in self.heard for name, secret in SECRETS.items() if secret in text]


async def whole_interview(held, sessions, clock) -> None:
    """Everything that can happen, from both sides."""
    said = (await held.done("candidate", "statements", STATEMENT))["cursor"]
    aloud = {"kind": "assumption", "problem": 0, "text": SECRETS["aloud"], "aloud": True}
    logged = (await held.done("interviewer", "statements", aloud))["cursor"]
    for statement in (said, logged):
        await held.done("lead", "links", {"statement": statement, "policy": "empty", "option": "raise"})
        await held.done("lead", "answers", {"statement": statement, "problem": 0, "clarification": 1})
    await held.done("lead", "hints", {"problem": 0, "index": 0})
    await held.done("lead", "feedback", {"text": "Good."})
    for who in ("lead", "interviewer", "observer", "admin"):
        await held.done(who, "notes", {"text": f"{SECRETS['note']} {who}"})
    await held.done("candidate", "messages", {"text": "Hello."})
    await held.done("candidate", "marks", {"kind": "paste", "characters": 500})
    await held.done("candidate", "focus", {"on": True})
    await held.done("candidate", "explanations", {"event": said, "text": "I meant the input."})
    await held.type("candidate", RIGHT)
    for what in ("runs", "submissions"):
        for who in ("candidate", "lead"):
            asked = await held.post(who, f"problems/0/{what}")
            if asked.status_code == 201:
                await grading.grade(Worker(sessions, clock, StandIn(ACCEPTED)), asked.json()["id"])
    await held.done("lead", "twists", {"problem": 0, "twist": "thrice"})
    for action in ("pause", "resume"):
        await held.step("lead", action)


async def test_no_answer_of_a_whole_interview_tells_a_candidate_what_is_not_theirs(planned, sessions, clock):
    listener = Listener(planned)
    await listener.ask_for_everything()
    await planned.open_lobby()
    await listener.ask_for_everything()
    await planned.start_from_lobby()
    await listener.ask_for_everything()
    await whole_interview(planned, sessions, clock)
    await listener.ask_for_everything()
    # what is refused must not tell either
    for path, body in (
        ("links", {"statement": 1, "policy": "empty", "option": "raise"}),
        ("answers", {"problem": 0, "clarification": 1}),
        ("hints", {"problem": 0, "index": 1}),
        ("twists", {"problem": 0, "twist": "thrice"}),
        ("notes", {"text": "x"}),
        ("steps", {"step": "pause"}),
        ("steps", {"step": "end"}),
    ):
        assert 403 == (await planned.post("candidate", path, body)).status_code
    await planned.step("lead", "end")
    await listener.ask_for_everything()
    assert [] == listener.leaks()
    assert 80 < len(listener.heard)
    assert "First hint." in "".join(text for _, text in listener.heard)  # what was released is there


async def test_the_same_walk_as_an_interviewer_finds_every_secret(held, sessions, clock):
    base = [(await held.get("lead", "room")).text]  # with the clarifications that the twist does away with
    await whole_interview(held, sessions, clock)
    base += [(await held.get("lead", path)).text for path in ("room", "events", "timeline", "notes")]
    listed = (await held.get("lead", "executions")).json()
    base += [(await held.get("lead", f"executions/{each['id']}")).text for each in listed]
    text = "".join(base)
    found = {name for name, secret in SECRETS.items() if secret in text}
    assert {
        "why", "option", "ask", "bound", "hint_two", "hint_three", "about", "note", "aloud", "counterexample",
    } == found  # fmt: skip


def all_kinds() -> list[type[Happening]]:
    found = []
    for module in (attempt_kinds, interview_kinds, review_kinds, talk_kinds):
        found += [each for each in vars(module).values() if isinstance(each, type) and issubclass(each, Happening)]
    return [each for each in found if each is not Happening]


PRIVATE = {
    "scorecard_submitted",
    "scorecard_reopened",
    "decided",
    "discussion_posted",
    "identity_revealed",
    "note_written",
    "note_changed",
    "note_removed",
    "statement_linked",
    "check_rerun_requested",
}


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.__name__)
def test_a_candidate_is_told_only_the_fields_that_were_chosen_for_them(kind):
    name = get_args(kind.model_fields["kind"].annotation)[0]
    payload = {field: f"secret {field}" for field in kind.model_fields if field not in {"kind", "version"}}
    event = TimelineEvent(id=1, at=None, kind=name, version=1, payload={**payload, "aloud": False, "more": "secret"})
    assert (name in told.KINDS) == told.is_shown(event)
    assert not (name in PRIVATE and told.is_shown(event))
    if told.is_shown(event):
        allowed = set(told._TOLD[name].model_fields)
        assert allowed <= set(payload)
        assert not allowed & {"policy", "option", "binds", "free", "clarification", "reason_for_staff", "note_id"}


def test_what_an_interviewer_logged_is_not_shown():
    payload = {"said": "note", "problem": 0, "text": "x", "aloud": True}
    assert not told.is_shown(TimelineEvent(id=1, at=None, kind="statement_made", version=1, payload=payload))


def test_no_type_that_candidates_are_shown_has_a_field_of_staff():
    private = {
        "notes", "note", "policies", "clarifications", "hints", "twists", "record", "seed", "binds", "about", "twist_id",
        "checks_by_id", "edits", "slug", "pattern",
    }  # fmt: skip
    for view in (
        shown.RoomShown, shown.ProblemShown, shown.TwistShown, shown.EventsShown, shown.RoomExecution,
        shown.RoomExecutionSummary, shown.InterviewShown, shown.MeView, shown.PersonShown, told.EventTold,
    ):  # fmt: skip
        assert not private & set(view.model_fields), view
    assert private & set(staff.ProblemForStaff.model_fields)
    assert staff.__name__ not in {getattr(each, "__module__", "") for each in vars(shown).values()}


def test_the_frame_that_says_to_look_has_nothing_in_it():
    assert {"type": "happened"} == live.HAPPENED


def test_every_kind_a_candidate_is_told_of_is_one_that_there_is():
    assert record.KINDS >= told.KINDS
