"""The report for staff, and what the candidate is given: page, PDF, data; who reads which, and what neither holds."""

import asyncio
from datetime import timedelta

import pytest

from app.interviews.veil import pseudonym
from app.kit import programs
from app.kit.waiting import Places
from app.reviews import printing
from tests.app.interview import PEOPLE, SECRETS
from tests.app.reviewing import LINK, finish, hand_in
from tests.app.test_interviews_blind import NAME, name_the_candidate

DECISION = {"outcome": "decline", "reasons": "The leak stayed in, and nobody said why."}
WORDS = "Thank you for the hour. Your checks were good; the last one came late."
SUMMARY = "A summary that is for staff alone."


@pytest.fixture
async def over(planned):
    return await finish(planned)


@pytest.fixture
async def decided(over):
    await hand_in(over, "lead", level=4, stability=None, summary=SUMMARY)
    over.clock.advance(timedelta(seconds=1))
    await hand_in(over, "reviewer", level=2)
    await over.done("lead", "decision", DECISION)
    return over


async def page(held, who, path):
    return await held.browser(who).get(f"/interviews/{held.id}/{path}")


async def release(held, who="lead", **more: str):
    return await held.browser(who).post(f"/interviews/{held.id}/feedback", data={"text": WORDS, **more})


async def test_it_says_what_was_asked_scored_and_decided(decided):
    made = (await decided.get("lead", "report")).json()
    correctness = next(each for each in made["criteria"] if each["id"] == "correctness")
    stability = next(each for each in made["criteria"] if each["id"] == "stability")
    assert [("lead", 4), ("reviewer", 2)] == [(each["reviewer"], each["level"]) for each in correctness["levels"]]
    assert (3.0, 2, 4) == tuple(correctness["spread"][name] for name in ("mean", "lowest", "highest"))
    assert [LINK] == [each["id"] for each in correctness["cited"]]
    assert {"lead": True, "reviewer": False} == {each["reviewer"]: each["no_evidence"] for each in stability["levels"]}
    assert ("decline", DECISION["reasons"]) == (made["decision"]["outcome"], made["decision"]["reasons"])
    assert ["blind", "interviewer"] == made["missing"]
    assert {"lead": SUMMARY} == made["summaries"]
    (problem,) = made["problems"]
    assert (0, 0, None, []) == tuple(problem[name] for name in ("runs", "submissions", "verdict", "checks"))


async def test_page_and_data_say_the_same_and_figures_lead_to_what_they_count(decided):
    shown = await page(decided, "lead", "report")
    assert 200 == shown.status_code
    for text in ("Decline", DECISION["reasons"], SUMMARY, "levels 4, 2 of 4", "No submission was graded"):
        assert text in shown.text
    assert f"/interviews/{decided.id}/replay?at=750000" in shown.text
    assert f"/interviews/{decided.id}/review#" in shown.text


async def test_it_is_printed(decided, tmp_path):
    printed = await page(decided, "lead", "report.pdf")
    assert (200, "application/pdf") == (printed.status_code, printed.headers["content-type"])
    assert printed.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in printed.content or b"/ObjStm" in printed.content


async def test_nothing_is_fetched_for_print(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("held out")
    made = await printing.pdf(
        f"<html lang=en><title>x</title><img src='file://{secret}'><link rel=attachment href='file://{secret}'><p>x"
    )
    assert b"held out" not in made
    assert b"EmbeddedFile" not in made


@pytest.mark.parametrize("source", ["raise SystemExit(1)", "print('%PDF-1.7')", "import time; time.sleep(60)"])
async def test_without_the_libraries_it_says_how_to_print(decided, monkeypatch, source):
    monkeypatch.setattr(printing, "_PRINT", source)
    monkeypatch.setattr(printing, "MOST_SECONDS", 1)
    answer = await page(decided, "lead", "report.pdf")
    assert 503 == answer.status_code
    assert "printed from the browser" in " ".join(answer.text.split())


@pytest.mark.parametrize("path", ["report.pdf", "feedback.pdf"])
async def test_whoever_waits_for_a_pdf_holds_no_connection_and_too_many_are_refused(decided, app, monkeypatch, path):
    assert 303 == (await release(decided)).status_code
    asked, go_on = 0, asyncio.Event()

    async def waits(*_: object) -> bytes:
        nonlocal asked
        asked += 1
        await go_on.wait()
        return b"%PDF-1.7 %%EOF"

    monkeypatch.setattr(programs, "answer", waits)
    monkeypatch.setattr(printing, "PLACES", Places(2, waiting=3, retry_after=5))
    waiting = [asyncio.create_task(page(decided, "lead", path)) for _ in range(6)]
    (first,), others = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED, timeout=20)
    assert (429, "5") == (first.result().status_code, first.result().headers["Retry-After"])
    assert (2, 0) == (asked, app.state.sessionmaker.kw["bind"].pool.checkedout())
    go_on.set()
    assert [200] * 5 == [each.status_code for each in await asyncio.gather(*others)]


@pytest.mark.parametrize("who", sorted(PEOPLE))
async def test_whoever_may_read_the_scorecards_reads_it(over, who):
    await hand_in(over, "lead")
    before = await page(over, who, "report")
    expected = {"lead": 200, "candidate": 403, "outsider": 404}.get(who, 403)
    assert expected == before.status_code
    await over.done("lead", "decision", DECISION)
    for path in ("report", "report.pdf"):
        after = (await page(over, who, path)).status_code
        assert {"candidate": 403, "outsider": 404}.get(who, 200) == after
    assert {"candidate": 403, "outsider": 404}.get(who, 200) == (await over.get(who, "report")).status_code


async def test_a_blind_reader_learns_no_name(over):
    await name_the_candidate(over)
    await hand_in(over, "lead", summary=f"{NAME} was careful.")
    await over.done("lead", "decision", DECISION)
    seen = (await page(over, "blind", "report")).text
    assert NAME not in seen
    assert pseudonym(over.id) in seen


async def test_the_candidate_is_given_what_the_lead_releases_and_no_more(decided):
    assert 404 == (await page(decided, "candidate", "feedback")).status_code
    assert 303 == (await release(decided)).status_code
    given = (await decided.get("candidate", "feedback")).json()
    assert (WORDS, None) == (given["text"], given["outcome"])
    assert {"title", "started_at", "minutes", "assessed", "problems", "text", "outcome", "released_at"} == set(given)
    shown = await page(decided, "candidate", "feedback")
    assert 200 == shown.status_code
    for secret in (SUMMARY, DECISION["reasons"], "reviewer", *SECRETS.values()):
        assert secret not in shown.text
    assert b"%PDF-" == (await page(decided, "candidate", "feedback.pdf")).content[:5]


async def test_the_outcome_is_said_only_where_the_lead_says_so(decided):
    await release(decided, with_outcome="true")
    assert "You do not go on" in (await page(decided, "candidate", "feedback")).text
    await release(decided)
    assert "You do not go on" not in (await page(decided, "candidate", "feedback")).text
    kinds = [each["kind"] for each in await decided.events("lead")]
    assert 2 == kinds.count("feedback_released")
    assert "feedback_released" not in [each["kind"] for each in await decided.events("candidate")]


async def test_without_a_decision_there_is_no_outcome_to_say(over):
    assert 409 == (await release(over, with_outcome="true")).status_code
    assert 303 == (await release(over)).status_code


@pytest.mark.parametrize("who", sorted(set(PEOPLE) - {"lead"}))
async def test_only_the_lead_releases(decided, who):
    assert {"outsider": 404}.get(who, 403) == (await release(decided, who)).status_code


@pytest.mark.parametrize("who", sorted(PEOPLE))
async def test_what_was_released_is_read_by_the_candidate_and_staff(decided, who):
    await release(decided)
    assert {"outsider": 404}.get(who, 200) == (await page(decided, who, "feedback")).status_code


async def test_too_few_words_are_refused_and_nothing_is_released(decided):
    assert 422 == (await release(decided, text="Thanks.")).status_code
    assert 404 == (await page(decided, "candidate", "feedback")).status_code
