"""After scoring: the spread, the discussion, the decision by the lead, and agreement over what is decided."""

import pytest

from app.errors import Forbidden
from app.interviews.veil import pseudonym
from app.reviews import together
from tests.app.interview import PEOPLE
from tests.app.reviewing import card, finish, hand_in, put
from tests.app.test_interviews_blind import name_the_candidate

DECISION = {"outcome": "advance", "reasons": "Silent failures were found and repaired unasked."}
STAFF = {"lead", "interviewer", "observer", "reviewer", "blind", "admin"}


@pytest.fixture
async def over(planned):
    return await finish(planned)


async def test_the_spread_is_of_what_is_in_and_counts_no_evidence_apart(over):
    await hand_in(over, "lead", level=3, stability=None)
    assert [] == (await over.get("lead", "agreement")).json()  # a single one agrees with nobody
    await put(over, "interviewer", card(level=1))  # a draft is not counted
    await hand_in(over, "reviewer", level=2)
    spread = {each.pop("criterion"): each for each in (await over.get("lead", "agreement")).json()}
    assert {"n": 2, "no_evidence": 0, "mean": 2.5, "lowest": 2, "highest": 3} == spread["correctness"]
    assert {"n": 1, "no_evidence": 1, "mean": 2.0, "lowest": 2, "highest": 2} == spread["stability"]
    for path in ("agreement", "discussion", "decision"):
        assert 403 == (await over.get("interviewer", path)).status_code, path


async def test_the_discussion_opens_for_who_has_scored_and_closes_with_the_decision(over):
    assert "own-scorecard-first" in (await over.post("lead", "discussion", {"text": "Well?"})).text
    for who in ("lead", "reviewer"):
        await hand_in(over, who)
    first = (await over.post("lead", "discussion", {"text": "I saw <b>no</b> check of scale."})).json()[0]
    reply = {"text": "At 12:30 there is one.", "replies_to": first["id"]}
    both = (await over.post("reviewer", "discussion", reply)).json()
    assert [("lead", None), ("reviewer", first["id"])] == [(e["author"]["name"], e["replies_to"]) for e in both]
    for who, body, expected in (
        ("interviewer", {"text": "Me too."}, 403),
        ("observer", {"text": "Me too."}, 403),
        ("candidate", {"text": "Me too."}, 403),
        ("lead", {"text": " "}, 422),
        ("lead", {"text": "x", "replies_to": 99999}, 422),
    ):
        assert expected == (await over.post(who, "discussion", body)).status_code, (who, body)
    await over.done("lead", "decision", DECISION)
    assert 409 == (await over.post("lead", "discussion", {"text": "One more."})).status_code
    assert 2 == len((await over.get("observer", "discussion")).json())


async def test_a_discussion_has_an_end(over, monkeypatch):
    monkeypatch.setattr(together, "MAX_POSTS", 1)
    await hand_in(over, "lead")
    assert 201 == (await over.post("lead", "discussion", {"text": "One."})).status_code
    assert 422 == (await over.post("lead", "discussion", {"text": "Two."})).status_code


async def test_only_the_lead_decides_after_their_own_card_with_reasons(over):
    assert 403 == (await over.post("lead", "decision", DECISION)).status_code  # no card yet
    await hand_in(over, "lead")
    await hand_in(over, "reviewer")
    for who in PEOPLE:
        if who != "lead":
            expected = 404 if who == "outsider" else 403
            assert expected == (await over.post(who, "decision", DECISION)).status_code, who
    for wrong in ({"outcome": "maybe"}, {"reasons": "Too short."}, {"reasons": ""}):
        assert 422 == (await over.post("lead", "decision", {**DECISION, **wrong})).status_code
    assert None is (await over.get("lead", "decision")).json()
    made = await over.done("lead", "decision", DECISION)
    assert ("advance", DECISION["reasons"], "lead") == (made["outcome"], made["reasons"], made["by"]["name"])
    assert "reviewed" == (await over.get("lead", "room")).json()["interview"]["state"]
    events = [event["kind"] for event in await over.events("lead")]
    assert ["decided", "interview_reviewed"] == events[-2:]
    assert 409 == (await over.post("lead", "decision", DECISION)).status_code
    assert 409 == (await put(over, "interviewer", card())).status_code  # nothing is scored after it


async def test_after_the_decision_all_of_the_staff_read_and_nobody_else(over):
    await hand_in(over, "lead", level=2)
    await over.done("lead", "decision", DECISION)
    for who in PEOPLE:
        expected = 200 if who in STAFF else 404 if who == "outsider" else 403
        for path in ("scorecards", "discussion", "decision", "agreement"):
            assert expected == (await over.get(who, path)).status_code, (who, path)


async def test_what_is_on_hold_is_decided_later_and_both_are_on_record(over):
    await hand_in(over, "lead")
    await over.done("lead", "decision", {**DECISION, "outcome": "hold"})
    later = {"outcome": "decline", "reasons": "The second round showed leakage again."}
    assert "decline" == (await over.done("lead", "decision", later))["outcome"]
    assert 409 == (await over.post("lead", "decision", DECISION)).status_code
    decided = [event["data"]["outcome"] for event in await over.events("lead") if event["kind"] == "decided"]
    assert ["hold", "decline"] == decided


async def test_a_blind_reviewer_reads_cards_discussion_and_decision_without_the_name(over):
    await name_the_candidate(over)
    await hand_in(over, "lead", summary="Ada is careful.")
    await over.done("lead", "discussion", {"text": "What did Ada Lovelace say?"})
    await hand_in(over, "blind")
    await over.done("lead", "decision", {**DECISION, "reasons": "Lovelace found every silent failure."})
    for path in ("scorecards", "discussion", "decision", "events"):
        told = (await over.get("blind", path)).text
        assert pseudonym(over.id) in told, path
        assert "Ada" not in told, path
        assert "Lovelace" not in told, path


async def test_agreement_is_over_decided_interviews_and_independent_cards(over, sessions, monkeypatch):
    monkeypatch.setattr("app.reviews.agreement.MIN_PAIRS", 1)
    monkeypatch.setattr("app.reviews.agreement.MIN_INTERVIEWS", 1)

    async def found(who="lead"):
        async with sessions() as session:
            kappas = await together.of_rubric(session, over.people[who].actor, "default 1.0.0")
            return {each.criterion: each.pairs for each in kappas}

    for who in ("lead", "reviewer", "interviewer"):
        given = await hand_in(over, who, stability=None if who == "lead" else 2)
    assert {} == await found()
    await over.post("lead", f"scorecards/{given['id']}/reopen", {"why": "It was not finished."})
    await hand_in(over, "interviewer")
    await over.done("lead", "decision", DECISION)
    pairs = await found()
    assert (1, None) == (pairs["correctness"], pairs.get("stability"))  # the reopened card is not independent
    assert pairs == await found("admin") == await found("reviewer")
    with pytest.raises(Forbidden):
        await found("candidate")
