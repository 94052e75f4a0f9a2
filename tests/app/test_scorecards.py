"""Scorecards: saved, handed in, locked, given back; and who reads whose."""

from uuid import uuid4

import pytest
from sqlalchemy import select, update

from app.identity.actor import Role
from app.interviews import people
from app.interviews.models import Interview, InterviewPerson
from app.reviews.models import Scorecard
from app.reviews.schemas import CardIn
from app.reviews.scorecards import unanswered
from app.rubrics import service as rubrics
from tests.app.interview import PEOPLE
from tests.app.reviewing import EVERY, card, finish, hand_in, put, score

SCORERS = {"lead", "interviewer", "reviewer", "blind"}
NO_SEAT = {"outsider"}


@pytest.fixture
async def over(planned):
    return await finish(planned)


async def kinds(held) -> list[str]:
    return [event["kind"] for event in await held.events("lead")]


async def seat_id(held, who: str):
    async with held.sessions() as session:
        seat = select(InterviewPerson.id).where(InterviewPerson.user_id == held.people[who].actor.id)
        return (await session.execute(seat)).scalar_one()


async def test_each_part_does_with_scorecards_what_the_matrix_says(over):
    for who in PEOPLE:
        refused = 404 if who in NO_SEAT else 403
        expected = 200 if who in SCORERS else refused
        assert expected == (await over.get(who, "scorecard")).status_code, who
        assert expected == (await put(over, who, card())).status_code, who
        assert refused == (await over.get(who, "scorecards")).status_code, who  # nobody has handed in
    for who in PEOPLE:
        refused = 404 if who in NO_SEAT else 403
        expected = 200 if who in SCORERS else refused
        assert expected == (await over.post(who, "scorecard/submit", card(1))).status_code, who
        if who in SCORERS:
            assert 200 == (await over.get(who, "scorecards")).status_code, who
    for who in PEOPLE:
        seen = {"candidate": 403, "outsider": 404}.get(who, 200)  # all are in: observers and administrators read too
        assert seen == (await over.get(who, "scorecards")).status_code, who
    theirs = (await over.get("reviewer", "scorecard")).json()["id"]
    for who in sorted(PEOPLE, key="lead".__eq__):  # the lead last
        expected = 204 if who == "lead" else 404 if who in NO_SEAT else 403
        answer = await over.post(who, f"scorecards/{theirs}/reopen", {"why": "A criterion was mixed up."})
        assert expected == answer.status_code, who


async def test_nothing_is_scored_before_the_end_or_when_it_never_began(planned):
    assert 409 == (await put(planned, "lead", card())).status_code
    await planned.step("lead", "end")  # cancelled
    refused = await put(planned, "lead", card())
    assert (409, "It never began, so there is nothing to judge.") == (refused.status_code, refused.json()["detail"])


async def test_a_draft_is_kept_as_it_was_left(over):
    empty = (await over.get("reviewer", "scorecard")).json()
    assert (None, 0, "draft", "default 1.0.0", "mid") == tuple(
        empty[name] for name in ("id", "revision", "state", "rubric", "seniority")
    )
    given = {"revision": 0, "summary": "混乱 at first", "scores": [score("stability", 4, comment="Überlauf geprüft")]}
    saved = (await put(over, "reviewer", given)).json()
    assert (1, given["summary"], given["scores"]) == (saved["revision"], saved["summary"], saved["scores"])
    assert saved == (await over.get("reviewer", "scorecard")).json()
    assert 200 == (await put(over, "reviewer", {"revision": 1, "summary": "", "scores": []})).status_code
    assert [] == (await over.get("reviewer", "scorecard")).json()["scores"]
    assert ["scorecard_begun"] == [kind for kind in await kinds(over) if kind.startswith("scorecard")]


async def test_two_tabs_neither_lose_nor_overwrite_anything(over):
    first = (await put(over, "reviewer", card(0, summary="from one tab"))).json()
    refused = await put(over, "reviewer", card(0, summary="from the other"))
    assert (409, "stale-revision") == (refused.status_code, refused.json()["type"].rpartition(":")[2])
    assert "from one tab" == refused.json()["scorecard"]["summary"]
    again = await put(over, "reviewer", card(0, summary="from one tab"))  # the answer was lost, the save was not
    assert (200, first) == (again.status_code, again.json())


async def test_what_is_handed_in_stays_also_when_it_is_handed_in_twice(over):
    submitted = await hand_in(over, "reviewer")
    assert "submitted" == submitted["state"]
    assert submitted == await over.done("reviewer", "scorecard/submit", card(0))  # the same, from another tab
    for answer in (
        await put(over, "reviewer", card(submitted["revision"], level=2)),
        await over.post("reviewer", "scorecard/submit", card(submitted["revision"], level=2)),
    ):
        assert (409, "scorecard-locked") == (answer.status_code, answer.json()["type"].rpartition(":")[2])
        assert submitted == answer.json()["scorecard"]
    assert 1 == (await kinds(over)).count("scorecard_submitted")


def test_every_criterion_is_answered_and_extremes_have_a_link():
    given = CardIn.model_validate(card(level=None, stability=4, validation=1))
    assert [] == unanswered(EVERY, given.scores)
    bare = [
        each.model_copy(update={"evidence": [], "no_evidence": each.criterion == "ambiguity", "level": each.level})
        for each in given.scores[:-1]
    ]
    missing = {each["field"]: each["message"] for each in unanswered(EVERY, bare)}
    assert set(EVERY) - {"ambiguity"} == set(missing)
    assert (
        "Validation: the highest and the lowest level need a link to the evidence that shows it."
        == missing["validation"]
    )
    assert "Collaboration has no answer yet: a level, or no evidence." == missing["collaboration"]
    assert ["stability"] == [each["field"] for each in unanswered(["stability"], bare)]  # only what the plan has


def test_without_any_evidence_a_comment_stands_in_the_place_of_the_link():
    bare = CardIn.model_validate({"revision": 0, "scores": [score("stability", 1, evidence=[])]}).scores
    [missing] = unanswered(["stability"], bare, linkable=False)
    assert "there is no evidence to link to" in missing["message"]
    told = [bare[0].model_copy(update={"comment": "Overflowed at 12:30 and stayed so."})]
    assert [] == unanswered(["stability"], told, linkable=False)
    assert 1 == len(unanswered(["stability"], told, linkable=True))


async def test_an_unfinished_card_is_not_taken_and_stays_a_draft(over):
    answer = await over.post("reviewer", "scorecard/submit", {"revision": 0, "scores": [score("correctness", 2)]})
    assert (422, 9) == (answer.status_code, len(answer.json()["errors"]))
    assert "scorecard_submitted" not in await kinds(over)


@pytest.mark.parametrize(
    "wrong",
    [
        {"scores": [score("stability", 5)]},
        {"scores": [score("stability", 2, no_evidence=True)]},
        {"scores": [score("stability"), score("stability")]},
        {"scores": [score("charm")]},
        {"scores": [score("stability", evidence=[str(uuid4())] * 21)]},
        {"scores": [score("stability", comment="x" * 2001)]},
        {"summary": "x" * 4001},
        {"revision": -1},
        {"revision": 2**40},
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(wrong):
    with pytest.raises(ValueError, match="validation error"):
        CardIn.model_validate({"revision": 0, **wrong})


async def test_nobody_reads_anothers_before_their_own_is_in(over):
    await hand_in(over, "reviewer", level=2)
    for who, why in (
        ("lead", "own-scorecard-first"),
        ("interviewer", "own-scorecard-first"),
        ("admin", "scorecards-missing"),
        ("observer", "scorecards-missing"),
    ):
        answer = await over.get(who, "scorecards")
        assert (403, why) == (answer.status_code, answer.json()["type"].rpartition(":")[2])
    await put(over, "lead", card())  # a draft is not in
    assert 403 == (await over.get("lead", "scorecards")).status_code
    await hand_in(over, "lead")
    assert {"reviewer", "lead"} == {each["reviewer"]["name"] for each in (await over.get("lead", "scorecards")).json()}
    assert 403 == (await over.get("admin", "scorecards")).status_code
    told = (await over.get("interviewer", "timeline")).text
    assert "scorecard_submitted" in told
    assert '"level":' not in told


async def test_the_lead_gives_a_card_back_and_it_is_marked(over):
    submitted = await hand_in(over, "reviewer")
    assert 422 == (await over.post("lead", f"scorecards/{submitted['id']}/reopen", {"why": "no"})).status_code
    assert 404 == (await over.post("lead", f"scorecards/{uuid4()}/reopen", {"why": "A wrong id."})).status_code
    why = {"why": "Correctness and validation were mixed up."}
    assert 204 == (await over.post("lead", f"scorecards/{submitted['id']}/reopen", why)).status_code
    assert 422 == (await over.post("lead", f"scorecards/{submitted['id']}/reopen", why)).status_code
    assert 403 == (await over.get("reviewer", "scorecards")).status_code
    again = await hand_in(over, "reviewer", level=2)
    assert ("submitted", 1) == (again["state"], again["reopenings"])
    last = [event for event in await over.events("lead") if event["kind"] == "scorecard_reopened"]
    assert [why["why"]] == [event["data"]["why"] for event in last]


async def test_a_removed_reviewer_s_card_stays_and_is_marked_and_a_draft_is_not_counted(over, sessions, clock):
    await hand_in(over, "reviewer", level=2)
    await put(over, "blind", card())
    await hand_in(over, "lead")
    async with sessions.begin() as session:
        for who in ("reviewer", "blind"):
            await people.remove(session, clock, over.people["lead"].actor, over.id, await seat_id(over, who))
    cards = (await over.get("lead", "scorecards")).json()
    assert {("reviewer", True), ("lead", False)} == {(each["reviewer"]["name"], each["removed"]) for each in cards}
    assert 404 == (await over.get("reviewer", "scorecard")).status_code
    async with sessions() as session:
        assert 3 == len((await session.execute(select(Scorecard.id))).all())


async def test_a_reviewer_who_asked_for_the_name_has_it_on_the_card(over):
    await over.done("blind", "reveal", {"why": "I may know this person."})
    assert "I may know this person." == (await hand_in(over, "blind"))["revealed"]
    await hand_in(over, "lead")
    cards = {each["reviewer"]["name"]: each["revealed"] for each in (await over.get("lead", "scorecards")).json()}
    assert {"blind": "I may know this person.", "lead": None} == cards


async def test_all_cards_of_an_interview_are_by_the_rubric_of_its_plan(over, sessions, monkeypatch):
    await hand_in(over, "reviewer")
    newer = rubrics.default().model_copy(update={"version": "2.0.0"})
    monkeypatch.setattr(rubrics, "default", lambda: newer)
    assert "default 1.0.0" == (await hand_in(over, "lead"))["rubric"]
    async with sessions() as session:
        assert "1.0.0" == (await rubrics.of(session, "default 1.0.0")).version


async def test_a_criterion_that_the_plan_has_not_is_refused(over, sessions):
    async with sessions.begin() as session:
        await session.execute(update(Interview).values(criteria=["stability"]))
    refused = await put(over, "reviewer", {"revision": 0, "scores": [score("correctness")]})
    assert (422, "correctness") == (refused.status_code, refused.json()["errors"][0]["field"])
    handed = await over.done("reviewer", "scorecard/submit", {"revision": 0, "scores": [score("stability")]})
    assert "submitted" == handed["state"]


async def test_an_interview_that_goes_on_again_takes_scorecards_when_it_is_over_again(over):
    await put(over, "lead", card(summary="early"))
    await over.done("lead", "steps", {"step": "reopen"})
    assert 409 == (await put(over, "lead", card(1))).status_code
    assert 409 == (await over.get("lead", "scorecard")).status_code
    await over.step("lead", "end")
    assert "early" == (await over.get("lead", "scorecard")).json()["summary"]


async def test_a_link_leads_to_evidence_of_this_interview(over):
    given = {"revision": 0, "scores": [score("stability", 4, evidence=[str(uuid4())])]}
    refused = await put(over, "reviewer", given)
    assert (422, "stability") == (refused.status_code, refused.json()["errors"][0]["field"])


async def test_saved_comments_are_ones_own(sign_in, monkeypatch):
    one, other = await sign_in("one@example.com", Role.REVIEWER), await sign_in("other@example.com", Role.INTERVIEWER)
    kept = (await one.browser.post("/api/saved-comments", json={"criterion": "stability", "text": " Guarded. "})).json()
    assert ("stability", "Guarded.") == (kept["criterion"], kept["text"])
    assert [kept] == (await one.browser.get("/api/saved-comments")).json()
    assert [] == (await other.browser.get("/api/saved-comments")).json()
    assert 204 == (await other.browser.delete(f"/api/saved-comments/{kept['id']}")).status_code
    assert [kept] == (await one.browser.get("/api/saved-comments")).json()
    monkeypatch.setattr("app.reviews.comments.MAX_SAVED", 1)
    assert 422 == (await one.browser.post("/api/saved-comments", json={"text": "One more."})).status_code
    assert 204 == (await one.browser.delete(f"/api/saved-comments/{kept['id']}")).status_code
    assert [] == (await one.browser.get("/api/saved-comments")).json()
    nobody = await sign_in("nobody@example.com")
    assert 403 == (await nobody.browser.get("/api/saved-comments")).status_code
