"""Reviewers come when it is over; a blind one learns from no address who the candidate is, until they ask to know."""

import re
from uuid import uuid4

import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import update

from app.attempts import grading
from app.attempts.grading import Worker
from app.events import service as events
from app.identity.actor import Role
from app.identity.models import User
from app.interviews import people, service
from app.interviews.models import Interview
from app.interviews.rights import Part
from app.interviews.veil import Veil, pseudonym
from tests.app.packages import RIGHT
from tests.app.reviewing import found
from tests.app.standin import ACCEPTED, StandIn

NAME, EMAIL = "Ada Lovelace", "ada.l@analytical.example"
WORDS = ("Ada", "Lovelace", EMAIL)
WHY = "I supervised their thesis, I believe."
SAID = {"kind": "assumption", "problem": 0, "text": "Call me Ada. Nothing is missing.", "aloud": False}


async def name_the_candidate(held) -> None:
    """A name that nothing else has, in every place where a name may stand."""
    candidate = held.people["candidate"].actor.id
    async with held.sessions.begin() as session:
        await session.execute(update(User).where(User.id == candidate).values(name=NAME, email=EMAIL, email_key=EMAIL))
        values = {"title": f"{NAME}, second round", "policy": f"{NAME} may use the documentation."}
        await session.execute(update(Interview).where(Interview.id == held.id).values(**values))


@pytest.fixture
async def over(held, sessions, clock):
    """An interview that is over, in which everybody called the candidate by name."""
    await name_the_candidate(held)
    await held.done("candidate", "statements", SAID)
    await held.done("lead", "messages", {"text": f"Welcome, {NAME.upper()} ({EMAIL})!"})
    await held.done("lead", "feedback", {"text": "Good, Ada."})
    await held.done("interviewer", "notes", {"text": "**Ada** is calm; Lovelace asks first."})
    await held.done("candidate", "problems/0/reports", {"about": "question", "text": "Ada here: a word is missing."})
    await held.type("candidate", RIGHT)
    asked = await held.done("candidate", "problems/0/submissions")
    await grading.grade(Worker(sessions, clock, StandIn(ACCEPTED)), asked["id"])
    await held.step("lead", "end")
    async with sessions.begin() as session:
        session.add(found(held, claim="Ada asked first.", data={"said": ["Lovelace asked"]}))
    return held


@pytest.mark.parametrize("who", ["reviewer", "blind"])
async def test_a_reviewer_has_no_seat_before_the_interview_is_over(planned, who):
    for path in (f"/api/interviews/{planned.id}", f"/interviews/{planned.id}", f"/interviews/{planned.id}/replay"):
        assert 404 == (await planned.browser(who).get(path)).status_code
    await planned.start()
    assert 404 == (await planned.get(who, "timeline")).status_code
    assert "No interviews yet" in (await planned.browser(who).get("/interviews")).text
    await planned.step("lead", "end")
    assert 200 == (await planned.get(who, "timeline")).status_code
    await planned.done("lead", "steps", {"step": "reopen"})
    assert 404 == (await planned.get(who, "timeline")).status_code


async def test_candidates_do_not_see_reviewers_among_those_who_are_there(planned):
    await planned.open_lobby()
    for path in (f"/api/interviews/{planned.id}", f"/interviews/{planned.id}", f"/api/interviews/{planned.id}/room"):
        told = (await planned.browser("candidate").get(path)).text
        assert "observer" in told
        assert ">reviewer<" not in told
        assert '"reviewer"' not in told


async def test_a_blind_administrator_oversees_nothing_of_that_interview(planned, sign_in, sessions, clock):
    admin = await sign_in("root@example.com", Role.ADMIN)
    assert 200 == (await admin.browser.get(f"/interviews/{planned.id}")).status_code
    async with sessions.begin() as session:
        lead, email = planned.people["lead"].actor, admin.actor.email
        await people.add(session, clock, lead, planned.id, email=email, name="", part=Part.REVIEWER, blind=True)
    assert 404 == (await admin.browser.get(f"/interviews/{planned.id}")).status_code
    assert "Second round" not in (await admin.browser.get("/interviews?whose=all")).text


def addresses(app, held, execution_id) -> list[tuple[str, str]]:
    """Every route there is, its blanks filled with what belongs to this interview."""
    fills = {
        "interview_id": held.id,
        "execution_id": execution_id,
        "position": 0,
        "person_id": held.people["candidate"].actor.id,
        "pattern": "metrics",
        "name": "double",
        "criterion": "correctness",
    }
    found = []
    for route in iter_route_contexts(app.routes):
        path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda blank: str(fills.get(blank[1], uuid4())), route.path or "")
        found += [(method, path) for method in sorted(getattr(route, "methods", None) or ())]
    return [(method, path) for method, path in found if path != "/signout" and not path.endswith("/reveal")]


BODIES: tuple[dict[str, object], ...] = ({}, {"step": "reopen"}, {"text": "What is their name?", "part": "lead"})


async def test_a_blind_reviewer_who_guesses_every_address_never_reads_who_it_is(over, app):
    execution_id = (await over.get("lead", "executions")).json()[0]["id"]
    browser = over.browser("blind")
    asked = addresses(app, over, execution_id)
    asked += [("GET", "/interviews?whose=all"), ("GET", f"/interviews/new?like={over.id}")]
    told: dict[str, str] = {}
    for method, path in asked:
        if path.endswith("/events") and execution_id in path:
            continue  # a stream, of the same steps as the execution
        for body in [None] if method == "GET" else BODIES:
            how = "json" if path.startswith("/api/") else "data"
            answer = await browser.request(method, path, **({how: body} if body is not None else {}))
            told[f"{method} {path} {body}"] = answer.text
    assert 60 < len(asked)
    assert [] == [(where, word) for where, text in told.items() for word in WORDS if re.search(rf"\b{word}\b", text)]
    assert 5 < sum(pseudonym(over.id) in text for text in told.values())


async def test_the_same_walk_as_another_reviewer_reads_the_name_everywhere(over):
    for path in ("", "/timeline", "/notes", "/events", "/room", "/log", "/executions", "/evidence"):
        seen = await over.browser("reviewer").get(f"/api/interviews/{over.id}{path}")
        blind = await over.browser("blind").get(f"/api/interviews/{over.id}{path}")
        assert (200, 200) == (seen.status_code, blind.status_code)
        assert b"Lovelace" in seen.content
        assert b"Lovelace" not in blind.content
        assert pseudonym(over.id).encode() in blind.content


async def test_a_name_that_was_searched_for_is_not_confirmed(over):
    assert "1 interview" in (await over.browser("reviewer").get("/interviews?q=lovelace")).text
    assert "0 interviews" in (await over.browser("blind").get("/interviews?q=lovelace")).text


async def test_nothing_of_the_cover_is_ever_written(over, sessions, clock):
    await over.done("blind", "notes", {"text": "Seen."})
    async with sessions.begin() as session:
        await service.seat(session, clock, over.people["blind"].actor, over.id, lock=True)
    found = (await over.browser("lead").get(f"/api/interviews/{over.id}")).json()
    assert f"{NAME}, second round" == found["title"]
    assert NAME in {each["name"] for each in found["people"]}


async def test_an_account_the_candidate_had_before_is_not_named_either(over, sessions, clock):
    async with sessions.begin() as session:
        outsider = over.people["outsider"].actor
        found = await service.seat(session, clock, over.people["lead"].actor, over.id)
        await service.record(
            session,
            found.interview,
            people.PersonRemoved(user_id=outsider.id, part="candidate"),
            at=clock.now(),
            by=outsider,
        )
    last = (await over.events("blind"))[-1]
    assert ("person_removed", "Somebody without a seat") == (last["kind"], last["author"]["name"])


async def test_whoever_asks_to_know_is_told_for_good_and_on_record(over):
    assert 422 == (await over.post("blind", "reveal", {"why": "because"})).status_code
    assert 404 == (await over.post("reviewer", "reveal", {"why": WHY})).status_code
    shown = await over.done("blind", "reveal", {"why": WHY})
    assert f"{NAME}, second round" == shown["title"]
    assert 404 == (await over.post("blind", "reveal", {"why": WHY})).status_code
    last = (await over.events("lead"))[-1]
    assert ("identity_revealed", WHY, "blind") == (last["kind"], last["data"]["why"], last["author"]["name"])


async def test_a_blind_seat_has_no_plan_and_stays_what_it_is(over, sessions):
    assert 404 == (await over.browser("blind").get(f"/interviews/{over.id}/plan")).status_code
    async with sessions() as session:
        found = await service.repository.interview(session, over.people["lead"].actor, over.id)
        seat = next(each for each in found.people if each.user_id == over.people["blind"].actor.id)
    answer = await over.browser("lead").post(f"/interviews/{over.id}/people/{seat.id}", data={"part": "lead"})
    assert (422, True) == (answer.status_code, "keeps that part" in answer.text)


async def test_only_reviewers_are_blind(planned, sessions, clock, sign_in):
    await sign_in("oz@example.com", Role.REVIEWER)
    async with sessions.begin() as session:
        lead = planned.people["lead"].actor
        added = await people.add(
            session, clock, lead, planned.id, email="oz@example.com", name="", part=Part.OBSERVER, blind=True
        )
        assert not added.blind
        last = await events.last_of_interview(session, planned.id)
        event = await events.one_of_interview(session, planned.id, last)
    assert event is not None
    assert event.payload["blind"] is False


def test_the_pseudonym_is_the_same_every_time_and_another_for_another_interview():
    one, other = uuid4(), uuid4()
    assert pseudonym(one) == pseudonym(one) != pseudonym(other)
    assert re.fullmatch(r"Candidate [A-Z2-9]{4}", pseudonym(one))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thanks, Will Max!", "Thanks, X!"),
        ("thanks WILL MAX", "thanks X"),
        ("Will, this will do; max(a) is fine", "X, this will do; max(a) is fine"),
        ("Maximum and Willow", "Maximum and Willow"),
        ("write to W.Max@x.org now", "write to X now"),
        ("李雷 likes 你好", "李雷 likes 你好"),
    ],
)
def test_names_are_covered_as_words(text, expected):
    assert expected == Veil("X", "Will Max", "w.max@x.org").text(text)


def test_a_name_without_letters_to_look_for_covers_nothing():
    assert "Hello." == Veil("X", "", "").text("Hello.")
