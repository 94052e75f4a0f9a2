import itertools

import pytest

from app.errors import Forbidden
from app.identity.actor import Actor, Role
from app.interviews import service
from app.interviews.lifecycle import Kind
from app.interviews.rights import RIGHTS, Part, Right, rights_of
from tests.app.interviewing import add, hold, person_id, take_home

# x: may; t: only in a take-home; m: only in a mock interview, in which nobody but candidate and peer may anything.
# The columns are candidate, lead, interviewer, observer, peer, reviewer, administrator without a seat.
MATRIX = """
    view        x x x x m x x
    write       x x x . m . .
    run         x x x . m . .
    submit      x x . . . . .
    say         x . . . . . .
    say_for     . x x . m . .
    answer      . x x . m . .
    hint        . x x . m . .
    feedback    . x x . m . .
    twist       . x . . m . .
    link        . x x . m . .
    note        . x x x m x x
    chat        x x x . m . .
    focus       x . . . . . .
    clock       . x . . m . .
    end         t x . . m . x
    plan        . x . . . . x
    explain     x . . . . . .
    report      x x x . m . .
    score       . x x . m x .
    release     . x . . m . .
    decide      . x . . . . .
"""
COLUMNS = (*Part, None)
CELLS = {
    (right, part): cell
    for right, *cells in (line.split() for line in MATRIX.split("\n") if line.strip())
    for part, cell in zip(COLUMNS, cells, strict=True)
}


def test_the_matrix_has_a_cell_for_every_part_and_right():
    assert set(itertools.product(map(str, Right), COLUMNS)) == set(CELLS)
    assert set(Part) == set(RIGHTS)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(("right", "part"), CELLS)
def test_every_part_has_exactly_the_rights_of_the_matrix(right, part, kind):
    elsewhere = kind is Kind.MOCK and part not in {Part.CANDIDATE, Part.PEER}
    signs = {"x": not elsewhere, "t": kind is Kind.TAKE_HOME, "m": kind is Kind.MOCK, ".": False}
    expected = signs[CELLS[right, part]]
    assert expected is (Right(right) in rights_of(part, kind, admin=part is None))


@pytest.mark.parametrize("right", Right)
def test_an_administrator_oversees_from_a_staff_seat_too_and_never_from_the_candidates(right):
    for part in (Part.LEAD, Part.INTERVIEWER, Part.OBSERVER, Part.REVIEWER):
        either = right in rights_of(part, Kind.LIVE, admin=False) or right in rights_of(None, Kind.LIVE, admin=True)
        assert either is (right in rights_of(part, Kind.LIVE, admin=True))
    assert rights_of(Part.CANDIDATE, Kind.LIVE, admin=True) == RIGHTS[Part.CANDIDATE]


def test_an_administrator_has_no_more_in_a_mock_interview_than_the_part_they_have():
    for part in Part:
        assert rights_of(part, Kind.MOCK, admin=True) == rights_of(part, Kind.MOCK, admin=False)
    assert frozenset() == rights_of(None, Kind.MOCK, admin=True)


def test_an_administrator_who_reviews_blind_oversees_nothing():
    assert rights_of(Part.REVIEWER, Kind.LIVE, admin=True, blind=True) == RIGHTS[Part.REVIEWER]


def test_without_a_seat_nobody_else_may_anything():
    assert frozenset() == rights_of(None, Kind.LIVE, admin=False)


PEOPLE = {
    "candidate": "kim@example.com",
    "lead": "lead@example.com",
    "interviewer": "ina@example.com",
    "observer": "obi@example.com",
    "admin": "root@example.com",
    "staff": "other@example.com",
    "stranger": "stranger@example.com",
}


async def everybody(sign_in, held):
    people = {"candidate": held.candidate, "lead": held.lead}
    for part in ("interviewer", "observer"):
        people[part] = await sign_in(PEOPLE[part], Role.REVIEWER)
        assert 303 == (await add(held.lead, held.id, PEOPLE[part], part)).status_code
    people["admin"] = await sign_in(PEOPLE["admin"], Role.ADMIN)
    people["staff"] = await sign_in(PEOPLE["staff"], Role.INTERVIEWER, Role.AUTHOR, Role.REVIEWER)
    people["stranger"] = await sign_in(PEOPLE["stranger"])
    return people


def parts_with(right, kind="live"):
    """Who of PEOPLE has a right, by the matrix."""
    names = (*map(str, Part), "admin")
    cells = {name: CELLS[right, part] for name, part in zip(names, COLUMNS, strict=True)}
    return {name for name, cell in cells.items() if cell == "x" or (cell == "t" and kind == "take_home")}


async def test_a_seat_has_the_rights_of_its_part_and_requires_them(sign_in, problem, sessions, clock):
    held = await hold(sign_in)
    people = await everybody(sign_in, held)
    for name in ("candidate", "lead", "interviewer", "observer", "admin"):
        async with sessions() as session:
            seat = await service.seat(session, clock, people[name].actor, held.id)
        for right in Right:
            allowed = name in parts_with(right)
            assert allowed is seat.may(right)
            if allowed:
                seat.require(right)
            else:
                with pytest.raises(Forbidden):
                    seat.require(right)


def requests(held, seat):
    """Each request of an interview, and the right it needs."""
    api = f"/api{held.url}"
    return {
        ("GET", api): "view",
        ("GET", held.url): "view",
        ("POST", f"{api}/presence"): "view",
        ("GET", f"{held.url}/change"): "plan",
        ("POST", f"{held.url}/people"): "plan",
        ("POST", f"{held.url}/people/{seat}"): "plan",
        ("POST", f"{held.url}/people/{seat}/link"): "plan",
        ("POST", f"{held.url}/people/{seat}/revoke"): "plan",
    }


@pytest.mark.parametrize("who", PEOPLE)
async def test_every_request_asks_for_its_right_and_is_not_there_for_people_without_a_seat(
    sign_in, problem, sessions, who
):
    held = await hold(sign_in)
    people = await everybody(sign_in, held)
    seat = await person_id(sessions, held.id, PEOPLE["observer"])
    for (method, path), right in requests(held, seat).items():
        answer = await people[who].browser.request(method, path, data={"email": "nobody"} if method == "POST" else None)
        expected = 404 if who in {"staff", "stranger"} else 403 if who not in parts_with(right) else None
        if expected is None:
            assert answer.status_code in {200, 303, 422}, (who, path, answer.text)
        else:
            assert expected == answer.status_code, (who, path)
    plan = await people[who].browser.get(f"{held.url}/plan")
    assert (200 if who in {"lead", "interviewer", "observer", "admin"} else 404) == plan.status_code


# from which state, and the right it needs; those of the room itself are in test_room_rights
STEPS = {
    "open_lobby": ([], "clock"),
    "resume": (["pause"], "clock"),
    "reopen": (["end"], "clock"),
    "review": (["end"], "plan"),
}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("step", STEPS)
async def test_every_step_asks_for_its_right(sign_in, problem, who, step):
    held = await hold(sign_in)
    people = await everybody(sign_in, held)
    before, right = STEPS[step]
    if before:
        await held.begin()
    for each in before:
        assert 200 == (await held.step(held.lead, each)).status_code
    expected = 404 if who in {"staff", "stranger"} else 200 if who in parts_with(right) else 403
    assert expected == (await held.step(people[who], step)).status_code


@pytest.mark.parametrize(
    ("who", "expected"),
    [("candidate", 200), ("lead", 200), ("interviewer", 403), ("observer", 403), ("admin", 403), ("staff", 404)],
)
async def test_only_candidate_and_lead_say_that_they_are_ready(sign_in, problem, who, expected):
    held = await hold(sign_in)
    people = await everybody(sign_in, held)
    await held.step(held.lead, "open_lobby")
    assert expected == (await held.step(people[who], "ready")).status_code


async def test_a_take_home_ends_by_its_candidate_too(sign_in, problem, clock):
    held = await take_home(sign_in, clock)
    view = await held.view(held.candidate)
    assert "end" in view["me"]["rights"]


async def test_staff_without_a_staff_role_any_more_has_no_seat(sign_in, problem, sessions, clock):
    held = await hold(sign_in)
    before = held.lead.actor
    after = Actor(id=before.id, name=before.name, email=before.email, roles=frozenset({Role.CANDIDATE}))
    async with sessions() as session:
        with pytest.raises(Exception, match="belongs to someone else"):
            await service.seat(session, clock, after, held.id)


async def test_nobody_who_is_not_signed_in_sees_an_interview(anybody, sign_in, problem):
    held = await hold(sign_in)
    assert 401 == (await anybody.get(f"/api{held.url}")).status_code
    page = await anybody.get(held.url)
    assert (303, f"/signin?next=%2Finterviews%2F{held.id}") == (page.status_code, page.headers["location"])


async def test_the_candidate_never_reads_addresses_or_what_is_for_staff(sign_in, problem):
    held = await hold(sign_in)
    await everybody(sign_in, held)
    pages = [(await held.candidate.browser.get(path)).text for path in (held.url, f"/api{held.url}", "/interviews")]
    await held.begin()
    pages += [(await held.candidate.browser.get(path)).text for path in (held.url, f"/api{held.url}")]
    secrets = {
        "lead@example.com",
        "obi@example.com",
        "First hint",
        "only staff may see",
        "Multiply by two",
        "Your choice.",
    }
    assert [] == [secret for page in pages for secret in secrets if secret in page]
