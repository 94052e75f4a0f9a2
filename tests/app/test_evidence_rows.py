"""Rows of evidence over several computations, and sessions that are not as they should be."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text, update

from app.evidence import compute, service
from app.evidence.kinds import Where, row
from app.evidence.rows import Evidence
from app.evidence.session import Session
from app.problems.models import Problem
from tests.app.evidencing import held_to_its_end, read


def says(claim: str, at: float = 10.0, **more: Any) -> Evidence:
    return row("own_check_before_submission", at, Where(), claim=claim, **more)


@pytest.fixture
def found(monkeypatch):
    """The evidence that will be found, or what goes wrong; a test fills the list."""
    rows: list[Evidence | Exception] = []

    def evidence(_: Session) -> Iterator[Evidence]:
        for each in rows:
            if isinstance(each, Exception):
                raise each
            yield each

    monkeypatch.setattr(compute, "CRITERIA", (SimpleNamespace(evidence=evidence),))
    return rows


async def test_a_row_keeps_its_id_while_it_says_the_same_and_is_only_withdrawn_when_it_is_gone(held, found, drain):
    found += [says("One."), says("One more.", 15.0), says("Later.", 20.0, lines=frozenset({3}), pasted="a\0b")]
    await held.step("lead", "end")
    await drain()
    before = (await read(held))["rows"]
    assert ["One.", "One more.", "Later."] == [row["claim"] for row in before]
    assert ["validation", "incremental"] == before[0]["criteria"]
    assert {"lines": [3], "pasted": "a␀b"} == before[-1]["data"]
    found[:] = [says("One, in other words."), says("One more.", 15.0)]
    await held.post("lead", "evidence/recompute")
    await drain()
    after = (await read(held))["rows"]
    assert [row["id"] for row in before[:2]] == [row["id"] for row in after]
    async with held.sessions() as session:
        (gone,) = await service.rows_of(session, held.id, [UUID(before[-1]["id"])])
    assert (True, "Later.") == (gone.withdrawn, gone.claim)


def test_no_id_passes_from_one_thing_to_another_of_the_same_moment():
    def ids(*claims: str) -> list[UUID]:
        return [row_id for row_id, _ in service.identified(UUID(int=1), [says(claim) for claim in claims])]

    two, three, twice = ids("Line 3.", "Line 5."), ids("Line 1.", "Line 3.", "Line 5."), ids("Line 3.", "Line 3.")
    assert two == three[1:]
    assert 2 == len(set(twice))
    assert two[0] == twice[0]
    assert two != [each for each, _ in service.identified(UUID(int=2), [says("Line 3."), says("Line 5.")])]


async def test_what_cannot_be_computed_is_a_failure_that_is_told_and_can_be_tried_again(held, found, drain):
    found.append(ValueError("no such gossip"))
    await held.step("lead", "end")
    await drain()
    shown = await read(held)
    assert "failed" == shown["state"]
    assert "gossip" in shown["reason"]
    found.clear()
    await held.post("lead", "evidence/recompute")
    await drain()
    assert "ready" == (await read(held))["state"]


async def test_what_failed_is_tried_again_by_the_next_version_and_not_before(held, found, drain, monkeypatch):
    found.append(ValueError("no such gossip"))
    await held.step("lead", "end")
    await drain()
    found.clear()
    await drain()
    assert "failed" == (await read(held))["state"]
    monkeypatch.setattr(compute, "VERSION", compute.VERSION + 1)
    await drain()
    assert "ready" == (await read(held))["state"]


async def test_of_too_many_rows_it_says_how_many_there_were(held, found, drain, monkeypatch):
    monkeypatch.setattr(service, "MOST_ROWS", 2)
    found += [says("One."), says("Two.", 20.0), says("Three.", 30.0)]
    await held.step("lead", "end")
    await drain()
    shown = await read(held)
    assert (["One.", "Two."], "The first 2 of 3 rows are kept.") == (
        [row["claim"] for row in shown["rows"]],
        shown["reason"],
    )


async def test_to_ask_again_and_again_is_refused(held):
    await held.step("lead", "end")
    answers = [(await held.post("lead", "evidence/recompute")).status_code for _ in range(7)]
    assert [202] * 6 + [429] == answers


async def test_a_newer_version_of_the_functions_computes_again(held, found, drain, monkeypatch):
    await held.step("lead", "end")
    await drain()
    assert [] == (await read(held))["rows"]
    found.append(says("One."))
    await drain()
    assert [] == (await read(held))["rows"]
    monkeypatch.setattr(compute, "VERSION", compute.VERSION + 1)
    await drain()
    shown = await read(held)
    assert (["One."], compute.VERSION) == ([row["claim"] for row in shown["rows"]], shown["version"])


# --- sessions that are not as they should be ---------------------------------------------------------------------


async def test_a_clock_that_differs_between_servers_invents_no_moment(held, sessions, clock, drain):
    clock.advance(timedelta(seconds=-90))  # the next server's clock is behind: this is said before the start
    await held.done("candidate", "statements", {"kind": "assumption", "problem": 0, "text": "Nothing is missing."})
    clock.advance(timedelta(seconds=90))
    await held_to_its_end(held, sessions, clock)
    clock.advance(timedelta(seconds=5))
    async with sessions.begin() as session:  # and the one that ended it was behind as well
        await session.execute(text("UPDATE interviews SET ended_at = ended_at - interval '45 seconds'"))
    await drain()
    shown = await read(held)
    assert "ready" == shown["state"]
    assert shown["rows"]
    ends = max(each["at"] for each in shown["rows"])
    assert all(0 <= each["at"] <= ends <= 570 - 45 + 0.5 for each in shown["rows"])
    assert 200 == (await held.people["lead"].browser.get(f"/interviews/{held.id}/review")).status_code


@pytest.mark.parametrize(
    "words",
    ["欠損値は無視してよいですか。", "هل يمكن أن تكون القائمة فارغة", "Ist „leer“ erlaubt? ẞß", "\u202e\u0000😀"],
)
async def test_what_is_said_in_another_language_counts_as_said(held, clock, drain, words):
    await held.done("candidate", "statements", {"kind": "question", "problem": 0, "text": words})
    clock.advance(timedelta(seconds=30))
    await held.type("candidate", "def double(x):\n    return [2 * each for each in x]\n")
    clock.advance(timedelta(seconds=60))
    await held.step("lead", "end")
    await drain()
    shown = await read(held)
    kinds = {each["kind"] for each in shown["rows"]}
    assert "ready" == shown["state"]
    assert "speech_not_recorded" not in kinds
    assert any("clarified" in kind or "question" in kind for kind in kinds), kinds


async def test_a_problem_withdrawn_since_is_still_judged_as_it_was(held, sessions, clock, drain):
    await held_to_its_end(held, sessions, clock)
    async with sessions.begin() as session:
        await session.execute(update(Problem).values(current_version_id=None))
    await drain()
    shown = await read(held)
    assert ("ready", True) == (shown["state"], bool(shown["rows"]))
    for page in ("review", "replay", "review/together"):
        assert 200 == (await held.people["lead"].browser.get(f"/interviews/{held.id}/{page}")).status_code, page
