"""One ordered record of an interview: nothing twice, nothing left out, also while it grows; the log for the replay."""

import asyncio
import json
import struct
from datetime import timedelta

import pytest
from pycrdt import Doc, Text
from sqlalchemy import text

from app.attempts import grading
from app.attempts.grading import Worker
from app.events import service as events
from app.events.talk import MessageSent
from app.settings import ROOT
from app.timeline import log, record
from tests.app.packages import RIGHT
from tests.app.standin import ACCEPTED, StandIn

STATEMENT = {"kind": "assumption", "problem": 0, "text": "No value is missing."}


async def pages(held, limit: int, kinds: str = "") -> list[dict]:
    """Everything, page by page."""
    items, after, more = [], "", True
    while more:
        answer = await held.get("lead", "timeline", after=after, limit=limit, kinds=kinds)
        assert 200 == answer.status_code, answer.text
        page = answer.json()
        assert len(page["items"]) <= limit
        items += page["items"]
        after, more = page["next"], page["more"]
    return items


async def busy(held, sessions, clock) -> None:
    """A little of everything, a second apart."""
    for number in range(3):
        clock.advance(timedelta(seconds=1))
        await held.done("candidate", "statements", {**STATEMENT, "text": f"statement {number}"})
        clock.advance(timedelta(seconds=1))
        await held.type("candidate", f"# {number}")
        clock.advance(timedelta(seconds=5))
        await held.type("lead", f"# {number} by the lead")
    await held.type("candidate", RIGHT)
    submitted = await held.done("candidate", "problems/0/submissions")
    clock.advance(timedelta(seconds=1))
    await grading.grade(Worker(sessions, clock, StandIn(ACCEPTED)), submitted["id"])
    await held.done("observer", "notes", {"text": "Quick."})


def identity(item) -> tuple:
    return item["kind"], item["cursor"], (item["edits"] or {}).get("first")


async def test_it_holds_what_happened_with_runs_notes_and_typing_in_the_order_of_time(held, sessions, clock):
    await busy(held, sessions, clock)
    items = await pages(held, 500)
    assert [item["at"] for item in items] == sorted(item["at"] for item in items)
    kinds = [item["kind"] for item in items]
    expected = ["statement_made", "edited", "edited"] * 3
    expected += ["edited", "submission_requested", "execution_finished", "note_written"]
    assert expected == [kind for kind in kinds if kind in {*expected}][: len(expected)]
    finished = next(item for item in items if item["kind"] == "execution_finished")
    assert ("accepted", 2, "candidate") == (
        finished["execution"]["verdict"],
        finished["execution"]["passed"],
        finished["execution"]["by"]["part"],
    )
    note = next(item for item in items if item["kind"] == "note_written")
    assert ("Quick.", "observer") == (note["note"]["text"], note["author"]["part"])
    typed = [item for item in items if item["kind"] == "edited"]
    assert ["candidate", "lead"] == [item["author"]["part"] for item in typed[:2]]
    assert all(item["version"] == 1 for item in items)


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
async def test_pages_of_any_size_hold_the_same(held, sessions, clock, limit):
    await busy(held, sessions, clock)
    whole = [identity(item) for item in await pages(held, 500)]
    assert whole == [identity(item) for item in await pages(held, limit)]


async def test_kinds_are_chosen_and_one_that_is_none_is_named(held, sessions, clock):
    await busy(held, sessions, clock)
    chosen = await pages(held, 2, kinds="statement_made,edited")
    assert {"statement_made", "edited"} == {item["kind"] for item in chosen}
    assert 3 == len(await pages(held, 2, kinds="statement_made"))
    for params in ({"kinds": "statement_made,gossip"}, {"after": "yesterday"}, {"limit": 0}, {"limit": 501}):
        assert 422 == (await held.get("lead", "timeline", **params)).status_code


async def test_a_reader_misses_nothing_while_events_are_being_added(held, sessions, clock):
    """Writers commit in another order than they began; a reader that follows the cursor sees each event once."""
    written, stop = set(), asyncio.Event()

    async def write(writer: int) -> None:
        for number in range(15):
            async with sessions.begin() as session:
                message = MessageSent(text=f"{writer}-{number}")
                events.append(session, message, at=clock.now(), interview_id=held.id)
                await session.flush()
                await asyncio.sleep(0.001 * (writer * 7 % 5))  # its number is taken, its commit waits
            written.add(f"{writer}-{number}")

    async def read(path: str, key: str) -> list[str]:
        seen, after, last = [], "", False
        while not last:
            last = stop.is_set()
            answer = (await held.get("lead", path, limit=5, **({"after": after} if after else {}))).json()
            seen += [each["data"]["text"] for each in answer[key] if each["kind"] == "message_sent"]
            after, last = answer["next"], last and not answer["more"]
        return seen

    readers = [asyncio.create_task(read("timeline", "items")), asyncio.create_task(read("events", "events"))]
    await asyncio.gather(*(write(writer) for writer in range(8)))
    stop.set()
    for reader in readers:
        seen = await reader
        assert len(seen) == len(set(seen))
        assert written == set(seen)


async def test_an_interviews_events_are_numbered_in_the_order_of_their_commits(held, sessions, clock):
    first_began, second_may = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with sessions.begin() as session:
            events.append(session, MessageSent(text="first"), at=clock.now(), interview_id=held.id)
            await session.flush()
            first_began.set()
            await second_may.wait()

    async def second() -> None:
        async with sessions.begin() as session:
            events.append(session, MessageSent(text="second"), at=clock.now(), interview_id=held.id)
            await session.flush()

    one = asyncio.create_task(first())
    await first_began.wait()
    two = asyncio.create_task(second())
    _, waiting = await asyncio.wait([two], timeout=0.3)
    assert {two} == waiting  # it cannot get a number while an earlier one is not there yet
    second_may.set()
    await asyncio.gather(one, two)
    told = [event["data"]["text"] for event in await held.events("lead") if event["kind"] == "message_sent"]
    assert ["first", "second"] == told


async def test_events_come_in_pages_and_a_page_of_only_private_ones_goes_on(held):
    for _ in range(3):
        await held.done("lead", "statements", {**STATEMENT, "aloud": True})
    last = (await held.done("candidate", "messages", {"text": "Hello."}))["cursor"]
    after, found, more = 0, [], True
    while more:
        page = (await held.get("candidate", "events", after=after, limit=2)).json()
        after, more = page["next"], page["more"]
        found += page["events"]
    assert last == after == found[-1]["cursor"]
    assert "statement_made" not in [event["kind"] for event in found]


async def test_the_log_gives_each_update_with_its_author_and_time(held, clock):
    await held.type("candidate", "a = 1\n")
    clock.advance(timedelta(seconds=3))
    await held.type("lead", "a = 2\n")
    updates, after, more = [], 0, True
    while more:
        answer = await held.get("lead", "log", after=after, limit=2)
        assert ("application/octet-stream", "no-store") == (
            answer.headers["content-type"],
            answer.headers["cache-control"],
        )
        header, found = unpacked(answer.content)
        updates += [(seq, at, header["authors"][author], payload) for seq, at, author, payload in found]
        after, more = header["next"], header["more"]
    assert [1, 2, 3] == [seq for seq, *_ in updates]
    assert [None, "candidate", "lead"] == [author and author["part"] for _, _, author, _ in updates]
    assert 3000 == updates[2][1] - updates[1][1]
    doc: Doc[Text] = Doc()
    for *_, payload in updates:
        doc.apply_update(payload)
    assert "a = 2\n" == str(doc.get("solution:0", type=Text))


def unpacked(content: bytes) -> tuple[dict, list]:
    (length,) = struct.unpack_from("<I", content)
    header, at, found = json.loads(content[4 : 4 + length]), 4 + length, []
    while at < len(content):
        seq, moment, author, size = struct.unpack_from("<QQII", content, at)
        at += 24
        found.append((seq, moment, author, content[at : at + size]))
        at += size
    return header, found


async def test_a_page_of_the_log_ends_before_it_grows_large(held, monkeypatch):
    for number in range(3):
        await held.type("candidate", f"{number}" * 500)
    monkeypatch.setattr(log, "MOST_BYTES", 900)
    header, found = unpacked((await held.get("lead", "log", after=1)).content)
    assert (1, 2, True) == (len(found), header["next"], header["more"])


async def test_a_long_session_of_typing_comes_in_bursts_and_keeps_its_order(held, clock, sessions, monkeypatch):
    monkeypatch.setattr(record, "UPDATES_AT_ONCE", 7)
    begun = clock.now()
    async with sessions.begin() as session:
        for number in range(40):
            await session.execute(
                text(
                    "INSERT INTO room_updates (interview_id, seq, at, author_id, client_id, payload) "
                    "VALUES (:interview, :seq, :at, :author, 1, 'x')"
                ),
                {
                    "interview": held.id,
                    "seq": number + 2,
                    "at": begun + timedelta(seconds=number * (1 if number % 10 else 3)),
                    "author": held.people["candidate"].actor.id,
                },
            )
    clock.advance(timedelta(seconds=20))
    await held.done("candidate", "statements", STATEMENT)
    clock.advance(timedelta(hours=1) - timedelta(seconds=21))
    for limit in (2, 500):
        items = await pages(held, limit, kinds="edited,statement_made")
        spans = [(item["edits"]["first"], item["edits"]["last"]) for item in items if item["edits"]]
        assert list(range(2, 42)) == [seq for first, last in spans for seq in range(first, last + 1)]
        assert 1 == len([item for item in items if item["kind"] == "statement_made"])


def test_the_page_for_programs_names_every_kind():
    written = (ROOT / "docs" / "timeline.md").read_text()
    assert [] == sorted(kind for kind in record.KINDS if f"`{kind}`" not in written)


async def test_what_happens_in_practice_is_on_no_interviews_record(held, ada):
    assert 200 == (await ada.browser.get("/problems/metrics/double")).status_code
    assert "attempt_started" not in [item["kind"] for item in await pages(held, 500)]
