"""What stood in a room's texts, burst by burst."""

from datetime import timedelta

from app.rooms import history, service
from tests.app.packages import RIGHT


async def read(held) -> list[history.Typed]:
    async with held.sessions() as session:
        return await history.of(session, held.id)


async def test_the_first_is_the_starter_and_each_burst_leaves_a_text(held, clock):
    for who, solution, seconds in (("candidate", "a = 1\n", 10), ("lead", "a = 2\n", 10), ("candidate", RIGHT, 0)):
        await held.type(who, solution)
        clock.advance(timedelta(seconds=seconds))
    await held.type("candidate", "assert True\n", "checks:0")
    found = await read(held)
    people = {person.actor.id: who for who, person in held.people.items()}
    assert [None, "candidate", "lead", "candidate"] == [each.author and people[each.author] for each in found]
    assert ["def double(x):\n    raise NotImplementedError\n", "a = 1\n", "a = 2\n", RIGHT] == [
        each.solution for each in found
    ]
    assert ["", "", "", "assert True\n"] == [each.checks for each in found]
    assert [1, 2, 3, 5] == [each.seq for each in found]


async def test_its_bursts_are_those_of_the_timeline(held, clock):
    for number in range(40):
        await held.type("candidate" if number % 7 else "lead", f"a = {number}\n")
        clock.advance(timedelta(seconds=4 if number % 5 == 0 else 1))
    async with held.sessions() as session:
        bursts = await service.bursts(session, held.id, after=0, limit=1000)
    assert [(each.author, each.last) for each in bursts] == [(each.author, each.seq) for each in (await read(held))[1:]]


async def test_a_server_whose_clock_is_wrong_spoils_nobody_elses_times(held, clock):
    began = clock.now()
    for number, late in enumerate((0, 3600, 20, 19.5, 30)):
        await held.type("candidate", f"a = {number}\n", at=began + timedelta(seconds=late))
    found = (await read(held))[1:]
    seconds = [
        (round((each.at - began).total_seconds(), 1), round((each.until - began).total_seconds(), 1)) for each in found
    ]
    assert [(0, 0), (3600, 3600), (20, 20), (30, 30)] == seconds
    assert ["a = 0\n", "a = 1\n", "a = 3\n", "a = 4\n"] == [each.solution for each in found]


async def test_pages_of_the_log_and_a_pause_between_two_change_nothing(held, clock, monkeypatch):
    for number in range(9):
        await held.type("candidate", f"a = {number}\n")
        clock.advance(timedelta(seconds=3))
    whole = await read(held)
    monkeypatch.setattr(history, "UPDATES_AT_ONCE", 2)
    assert whole == await read(held)


async def test_of_very_much_text_the_starters_and_the_latest_are_kept(held, clock, monkeypatch):
    monkeypatch.setattr(history, "MOST_BYTES", 10_000)
    for number in range(30):
        await held.type("candidate", f"{number}" * 500)
        clock.advance(timedelta(seconds=3))
    found = await read(held)
    assert sum(len(each.solution) for each in found) <= 10_000
    assert (1, "29" * 500) == (found[0].seq, found[-1].solution)


async def test_without_a_room_there_is_none(planned):
    assert [] == await read(planned)
