"""Debugging by reading: what is located is compared as it is graded, and nothing runs before it was read."""

import asyncio

import pytest
from sqlalchemy import func, select

from app.attempts.models import Attempt, OpenedSolution
from app.problems import upgrades
from app.problems.loader import load_folder
from app.reading.compare import compare
from app.settings import ROOT
from tests.app.workspace import open_workspace, save

PROBLEM = "/problems/debugging/balanced-accuracy"
WORDS = "Line 26 averages the scores of cards where clips have to be counted over all cards, so small cards weigh more."


@pytest.fixture
async def given(sessions) -> str:
    """A problem that hands out code with two faults: [16] or [17], and [25] or [26]."""
    async with sessions.begin() as session:
        await upgrades.sync_package(session, load_folder(ROOT / "problems/debugging/balanced-accuracy"))
    return PROBLEM


async def ask(person, method: str, part: str = "", body: object = None):
    return await person.browser.request(method, f"/api{PROBLEM}/reading{part}", json=body)


async def run(person, kind: str = "runs"):
    boot = await open_workspace(person.browser, PROBLEM)
    revision = {"revision": boot["draft"]["revision"]}
    return await person.browser.post(f"/api/attempts/{boot['attempt']['id']}/{kind}", json=revision)


@pytest.mark.parametrize(
    ("named", "located", "beside"), [([], 0, ()), ([16, 26], 2, ()), ([17], 1, ()), ([10, 25, 40], 1, (10, 40))]
)
def test_a_fault_is_located_by_any_of_its_lines_and_others_are_told(named, located, beside) -> None:
    bugs = load_folder(ROOT / "problems/debugging/balanced-accuracy").spec.bugs
    found = compare(bugs, named)
    assert (located, beside) == (found.located, found.not_at_fault)


async def test_run_and_submit_open_only_after_lines_and_words(ada, given) -> None:
    assert "none" == (await ask(ada, "GET")).json()["stage"]
    assert 201 == (await ask(ada, "POST")).status_code
    for kind in ("runs", "submissions"):
        refused = await run(ada, kind)
        assert (409, "about:holdout:read-first") == (refused.status_code, refused.json()["type"])
    assert 409 == (await ask(ada, "PUT", "/explanation", {"text": WORDS})).status_code
    assert "explain" == (await ask(ada, "PUT", "/lines", {"lines": [26, 16, 26]})).json()["stage"]
    assert 409 == (await run(ada)).status_code
    told = (await ask(ada, "PUT", "/explanation", {"text": WORDS})).json()
    assert ("fix", [16, 26], WORDS, None) == tuple(told[key] for key in ("stage", "lines", "explanation", "compared"))
    assert 201 == (await run(ada)).status_code
    assert 409 == (await ask(ada, "PUT", "/lines", {"lines": [1]})).status_code


async def test_the_bench_keeps_silent_while_somebody_reads(ada, given) -> None:
    await ask(ada, "POST")
    answer = await ada.browser.post(f"/api{PROBLEM}/bench/runs", json={"checks": "assert True"})
    assert (409, "about:holdout:read-first") == (answer.status_code, answer.json()["type"])


async def test_the_faults_are_told_when_they_are_asked_for_and_make_it_familiar(ada, given, session) -> None:
    await ask(ada, "POST")
    assert 409 == (await ask(ada, "POST", "/comparison")).status_code
    await ask(ada, "PUT", "/lines", {"lines": [10, 26]})
    await ask(ada, "PUT", "/explanation", {"text": WORDS})
    page = (await ada.browser.get(f"{PROBLEM}/reading")).text
    assert "enters the mean with recall 0" not in page
    told = (await ask(ada, "POST", "/comparison")).json()["compared"]
    assert (1, [10], [False, True]) == (
        told["located"],
        told["not_at_fault"],
        [each["located"] for each in told["faults"]],
    )
    assert 1 == (await session.execute(select(func.count()).select_from(OpenedSolution))).scalar_one()
    assert "enters the mean with recall 0" in (await ada.browser.get(f"{PROBLEM}/reading")).text


async def test_it_begins_on_an_attempt_in_which_nothing_was_done(ada, given, session) -> None:
    first = (await open_workspace(ada.browser, PROBLEM))["attempt"]["id"]
    await ask(ada, "POST")
    boot = await open_workspace(ada.browser, PROBLEM)
    assert first == boot["attempt"]["id"]
    await ask(ada, "DELETE")
    await save(ada.browser, boot, "x = 1")
    await ask(ada, "POST")
    assert first != (await open_workspace(ada.browser, PROBLEM))["attempt"]["id"]
    assert 2 == (await session.execute(select(func.count()).select_from(Attempt))).scalar_one()


async def test_begun_twice_is_begun_once(ada, given, session) -> None:
    await ask(ada, "POST")
    await ask(ada, "PUT", "/lines", {"lines": [16]})
    answers = await asyncio.gather(*(ask(ada, "POST") for _ in range(4)))
    assert [[16]] * 4 == [each.json()["lines"] for each in answers]
    assert 1 == (await session.execute(select(func.count()).select_from(Attempt))).scalar_one()


async def test_whoever_leaves_may_run(ada, given) -> None:
    await ask(ada, "POST")
    assert "left" == (await ask(ada, "DELETE")).json()["stage"]
    assert 201 == (await run(ada)).status_code
    assert 409 == (await ask(ada, "DELETE")).status_code


async def test_whoever_left_may_begin_again(ada, given) -> None:
    await ask(ada, "POST")
    await ask(ada, "PUT", "/lines", {"lines": [16]})
    await ask(ada, "DELETE")
    told = (await ask(ada, "POST")).json()
    assert ("locate", []) == (told["stage"], told["lines"])
    assert 409 == (await run(ada)).status_code


async def test_starting_over_begins_without_a_reading(ada, given) -> None:
    await ask(ada, "POST")
    await ada.browser.post(f"{PROBLEM}/attempts")
    assert "none" == (await ask(ada, "GET")).json()["stage"]
    assert 201 == (await run(ada)).status_code


@pytest.mark.parametrize(
    ("part", "body"),
    [
        ("/lines", {"lines": []}),
        ("/lines", {"lines": [0]}),
        ("/lines", {"lines": [27]}),
        ("/lines", {"lines": ["x"]}),
        ("/lines", {"lines": list(range(1, 202))}),
        ("/explanation", {"text": " too short  "}),
        ("/explanation", {"text": "x" * 4001}),
    ],
)
async def test_what_does_not_fit_is_refused(ada, given, part, body) -> None:
    await ask(ada, "POST")
    if part == "/explanation":
        await ask(ada, "PUT", "/lines", {"lines": [16]})
    assert 422 == (await ask(ada, "PUT", part, body)).status_code


async def test_the_forms_keep_what_was_typed(ada, given) -> None:
    address = f"{PROBLEM}/reading"
    assert 303 == (await ada.browser.post(address)).status_code
    assert "Choose at least one line." in (await ada.browser.post(f"{address}/lines", data={})).text
    assert 303 == (await ada.browser.post(f"{address}/lines", data={"line": ["16", "25"]})).status_code
    refused = await ada.browser.post(f"{address}/explanation", data={"text": "Short.<b>"})
    assert 422 == refused.status_code
    assert "Short.&lt;b&gt;" in refused.text
    assert 303 == (await ada.browser.post(f"{address}/explanation", data={"text": WORDS})).status_code
    assert "BUG_LINES = [16, 25]" in (await ada.browser.get(address)).text
    assert 303 == (await ada.browser.post(f"{address}/comparison")).status_code
    page = (await ada.browser.get(address)).text
    assert "2 of 2" in page
    assert (2, 2, 0) == tuple(page.count(f'data-mark="{mark}"') for mark in ("found", "part of it", "missed"))


async def test_where_no_code_is_handed_out_there_is_nothing_to_read(ada, problem) -> None:
    assert 404 == (await ada.browser.get(f"{problem}/reading")).status_code
    assert 404 == (await ada.browser.get(f"/api{problem}/reading")).status_code


async def test_one_persons_reading_holds_nobody_else(ada, given, sign_in) -> None:
    await ask(ada, "POST")
    bob = await sign_in("bob@example.com")
    assert "none" == (await ask(bob, "GET")).json()["stage"]
    assert 201 == (await run(bob)).status_code
