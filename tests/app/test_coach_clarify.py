"""The clarify box: what is answered, what is not, what an answer settles, and how often the right one is found."""

import pytest
from sqlalchemy import select

from app.attempts.models import Execution
from app.coach import clarify, matching
from app.problems import upgrades
from app.problems.package import Clarification
from tests.app import packages
from tests.app.workspace import open_workspace, save
from tests.coach import measure

KNOWN = [Clarification(**each) for each in (
    {"ask": "What about a list without any number?", "answer": "Decide, and say so.", "free": "empty"},
    {"ask": "Must the morning report survive an empty list?", "answer": "Yes. Return nothing.", "binds": {"empty": "empty"}},
    {"ask": "Are the numbers sorted?", "answer": "No, they come as they are measured."},
)]  # fmt: skip


SETTLES = Clarification(
    ask="Should an empty list stop the report?", answer="Raise ValueError.", binds={"empty": "raise"}
)


@pytest.fixture
async def problem(sessions) -> str:
    """The one problem there is, with an answer that settles its open decision."""
    line = f"  - {{ask: '{SETTLES.ask}', answer: {SETTLES.answer}, binds: {{empty: raise}}}}\n"
    async with sessions.begin() as session:
        await upgrades.sync_package(session, packages.changed("clarifications:\n", f"clarifications:\n{line}"))
    return "/problems/metrics/double"


@pytest.fixture
async def attempt(ada, problem) -> str:
    boot = await open_workspace(ada.browser, problem)
    return f"/attempts/{boot['attempt']['id']}"


async def ask(person, attempt: str, text: str):
    return await person.browser.post(f"/api{attempt}/questions", json={"text": text})


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Are the numbers sorted already?", 2),
        ("What if the list has no number?", 0),
        ("Does the morning report survive an empty list?", 1),
        ("Which database is it?", None),
        ("What?", None),
        ("", None),
        ("\u2603 \u4f60\u597d", None),
    ],
)
def test_a_question_finds_the_clarification_it_is_about_or_none(question, place) -> None:
    assert place == matching.best(question, KNOWN)


def test_a_problem_without_clarifications_answers_nothing() -> None:
    assert matching.best("Are the numbers sorted?", []) is None


def test_two_that_fit_alike_are_no_answer() -> None:
    twice = [KNOWN[2], KNOWN[2]]
    assert matching.best("Are the numbers sorted?", twice) is None


def test_what_the_docs_say_of_precision_and_recall_holds() -> None:
    chosen, held_out = measure.measure(measure.CHOSEN_ON), measure.measure(measure.HELD_OUT)
    assert (0.92, 0.59, 94) == (round(chosen.precision, 2), round(chosen.recall, 2), chosen.left_open)
    assert (0.84, 0.56, 84) == (round(held_out.precision, 2), round(held_out.recall, 2), held_out.left_open)
    assert (105, 105) == (chosen.undefined, held_out.undefined)


@pytest.mark.parametrize("problem", ["metrics/roc-auc", "metrics/average-precision", "sanity/check-auc"])
def test_a_question_about_the_same_subject_is_not_the_same_question(problem) -> None:
    known = measure.clarifications(problem)
    asked = matching.best("Are the scores probabilities?", known)
    assert asked is not None
    assert "Are the scores probabilities?" == known[asked].ask
    assert asked == matching.best("Do I get probabilities or raw scores?", known)
    assert matching.best("Are the scores sorted?", known) is None


@pytest.mark.parametrize(
    ("questions", "open_ones", "least"),
    [(measure.PHRASINGS, "none", 5), (measure.NEAR, "near", 2)],
    ids=["many", "near"],
)
def test_every_clarification_is_asked_for_in_several_ways(questions, open_ones, least) -> None:
    for problem, phrasings in questions.items():
        places = set(range(len(measure.clarifications(problem))))
        assert places | {open_ones} == set(phrasings)
        assert all(least <= len(set(asked)) for asked in phrasings.values())
        assert 5 <= len(set(phrasings[open_ones]))


def test_questions_are_measured_over_the_whole_bank() -> None:
    bank = {f"{path.parts[-3]}/{path.parts[-2]}" for path in (measure.ROOT / "problems").glob("*/*/problem.yaml")}
    assert bank == set(measure.QUESTIONS) == {*measure.CHOSEN_ON, *measure.HELD_OUT}


async def test_an_answer_says_what_it_was_taken_for(ada, attempt) -> None:
    answer = await ask(ada, attempt, "Do empty lists stop the report?")
    assert 200 == answer.status_code, answer.text
    [question] = answer.json()["questions"]
    assert (SETTLES.ask, SETTLES.answer) == (question["taken_as"], question["answer"])


async def test_what_nobody_settled_is_said_to_be_open(ada, attempt) -> None:
    [question] = (await ask(ada, attempt, "Which colour has the dashboard?")).json()["questions"]
    assert clarify.NOT_DEFINED == question["answer"]
    assert question["taken_as"] is None
    assert not question["settles"]


async def test_no_clarification_is_told_that_was_not_asked_for(ada, attempt) -> None:
    told = (await ada.browser.get(f"/api{attempt}/coach")).text + (await ada.browser.get(f"{attempt}/coach")).text
    for hidden in (SETTLES.ask, SETTLES.answer, "And nothing at all?"):
        assert hidden not in told


async def test_a_binding_answer_is_graded_by_until_it_is_taken_back(ada, problem, session, attempt) -> None:
    revision = await save(ada.browser, await open_workspace(ada.browser, problem))
    [question] = (await ask(ada, attempt, SETTLES.ask)).json()["questions"]
    assert question["settles"]
    await ada.browser.post(f"/api{attempt}/submissions", json={"revision": revision})
    assert [] == (await ada.browser.delete(f"/api{attempt}/questions/1")).json()["questions"]
    await ada.browser.post(f"/api{attempt}/runs", json={"revision": revision})
    asked = select(Execution.kind, Execution.binds).order_by(Execution.created_at, Execution.kind.desc())
    assert [("submission", SETTLES.binds), ("run", {})] == [tuple(each) for each in await session.execute(asked)]


def test_what_was_settled_once_is_not_settled_otherwise() -> None:
    first, second = {"empty": "empty"}, {"empty": "raise"}
    both = [
        Clarification(ask="Must the morning report survive?", answer="Yes.", binds=first),
        Clarification(ask="Would an exception in the evening help?", answer="Yes, raise.", binds=second),
    ]
    earlier = [clarify.PracticeQuestion(number=1, clarification=0, binds=first)]
    assert both[0] == clarify._consistent(both[1], earlier, both)
    assert both[1] == clarify._consistent(both[1], [], both)


async def test_bad_questions_are_refused(ada, attempt) -> None:
    assert 422 == (await ask(ada, attempt, "  ")).status_code
    assert 422 == (await ask(ada, attempt, "x" * 501)).status_code
    assert 404 == (await ada.browser.delete(f"/api{attempt}/questions/1")).status_code
    assert 404 == (await ada.browser.delete(f"/api{attempt}/questions/{2**40}")).status_code


async def test_there_is_an_end_to_questions(ada, attempt, monkeypatch) -> None:
    monkeypatch.setattr(clarify, "MOST_ASKED", 2)
    assert [200, 200, 422] == [(await ask(ada, attempt, f"Why {n}?")).status_code for n in range(3)]


async def test_it_works_by_forms(ada, attempt) -> None:
    asked = await ada.browser.post(f"{attempt}/coach/questions", data={"text": "<i>Why</i>?"})
    assert 303 == asked.status_code
    page = (await ada.browser.get(f"{attempt}/coach")).text
    assert "&lt;i&gt;Why" in page
    assert clarify.NOT_DEFINED in page
    assert 303 == (await ada.browser.post(f"{attempt}/coach/questions/1/withdraw")).status_code
    assert "&lt;i&gt;Why" not in (await ada.browser.get(f"{attempt}/coach")).text
