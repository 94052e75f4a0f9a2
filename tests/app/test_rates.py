"""Who asks too often waits; who does not never notices."""

from pathlib import Path

import httpx
import pytest

from app.kit.bucket import Bucket
from app.kit.rates import CHANGES, MOST_BUCKETS, By, Limiter, Rate, neighbourhood
from app.main import create_app
from app.people import sign_up
from app.settings import ROOT, Settings
from app.trust import limits
from tests.app.conftest import ORIGIN

RATES = (
    Rate("all", By.ADDRESS, 5, 60),
    Rate("writing", By.ADDRESS, 2, 6, ("/in",), CHANGES),
    Rate("mine", By.PERSON, 3, 60),
)


@pytest.fixture
def time():
    return [0.0]


@pytest.fixture
def limiter(time):
    return Limiter(RATES, 1, lambda: time[0])


def _ask(limiter, count, who="a", *, method="GET", path="/", by=By.ADDRESS):
    return [limiter.refused(by, who, method, path) for _ in range(count)]


def test_so_much_at_once_and_so_much_after_that(limiter, time):
    assert [None] * 5 + [1] == _ask(limiter, 6)
    time[0] += 2
    assert [None, None, 1] == _ask(limiter, 3)


def test_each_address_and_each_person_has_their_own(limiter):
    _ask(limiter, 6)
    assert [None] == _ask(limiter, 1, "b")
    assert [None] * 3 + [1] == _ask(limiter, 4, "a", by=By.PERSON)


def test_the_narrower_limit_says_how_long(limiter, time):
    assert [None, None, 10] == _ask(limiter, 3, method="POST", path="/in/x")
    assert [None] == _ask(limiter, 1, method="GET", path="/in/x")
    time[0] += 10
    assert [None] == _ask(limiter, 1, method="POST", path="/in/x")


def test_a_factor_raises_all_and_none_takes_them_away(time):
    assert [None] * 10 + [1] == _ask(Limiter(RATES, 2, lambda: time[0]), 11)
    assert [None] * 1000 == _ask(Limiter(RATES, 0, lambda: time[0]), 1000)


def test_a_flood_of_addresses_takes_no_more_memory(limiter):
    for number in range(MOST_BUCKETS + 100):
        limiter.refused(By.ADDRESS, str(number), "GET", "/")
    assert MOST_BUCKETS >= len(limiter._buckets)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1%eth0", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("testclient", "testclient"),
    ],
)
def test_an_ipv6_network_is_one(address, counted):
    assert counted == neighbourhood(address)


def test_a_bucket_that_rests_fills_up_and_no_further():
    bucket = Bucket(rate=1, burst=2, now=0)
    assert [True, True, False] == [bucket.take(1, 0) for _ in range(3)]
    assert [True, True, False] == [bucket.take(1, 100) for _ in range(3)]


async def test_whoever_guesses_passwords_quickly_is_told_to_wait(database_url, clock):
    app = create_app(Settings(), database_url, clock)
    app.state.limiter._now = lambda: 0.0  # they come at one moment, however slow the machine
    transport = httpx.ASGITransport(app, client=("198.51.100.7", 1), raise_app_exceptions=False)
    async with app.router.lifespan_context(app), httpx.AsyncClient(
        transport=transport, base_url="http://holdout", headers=ORIGIN
    ) as client:  # fmt: skip
        answers = [
            await client.post("/signin", data={"email": f"a{number}@example.com", "password": "guess guess"})
            for number in range(32)
        ]
        assert {401, 429} == {each.status_code for each in answers}
        assert (429, "2") == (answers[-1].status_code, answers[-1].headers["retry-after"])
        assert "That was a little fast" in answers[-1].text
        assert "content-security-policy" in answers[-1].headers
        assert 200 == (await client.get("/signin")).status_code
        other = httpx.ASGITransport(app, client=("198.51.100.8", 1))
        async with httpx.AsyncClient(transport=other, base_url="http://holdout", headers=ORIGIN) as neighbour:
            assert 401 == (await neighbour.post("/signin", data={"email": "a@b.c", "password": "guess"})).status_code


async def test_one_person_s_programs_share_a_limit(app, ada, monkeypatch):
    monkeypatch.setitem(app.state._state, "limiter", Limiter((Rate("few", By.PERSON, 2, 60),), 1, lambda: 0.0))
    answers = [await ada.browser.get("/api/tokens") for _ in range(3)]
    assert [200, 200, 429] == [each.status_code for each in answers]
    assert ("1", 1) == (answers[-1].headers["retry-after"], answers[-1].json()["retry_after"])


def test_the_tables_in_the_docs_are_these():
    assert limits.table() in Path(ROOT / "docs" / "operations.md").read_text()


def test_one_network_does_not_close_signing_up_for_everybody():
    time = [0.0]
    limiter, let_in = Limiter(limits.RATES, 1, lambda: time[0]), 0
    while time[0] < sign_up.WINDOW.total_seconds():
        let_in += _ask(limiter, 1, method="POST", path="/signup") == [None]
        time[0] += 10
    assert 20 <= let_in < sign_up.PER_INSTALLATION / 4


def test_only_taking_data_out_counts_as_an_export():
    limiter, person = Limiter(limits.RATES, 1, lambda: 0.0), "/api/people/0b5f6b0c-5c4b-4c5e-9a51-0f3a7c1b2d3e"
    assert [None] * 30 == _ask(limiter, 30, by=By.PERSON, method="PUT", path=f"{person}/roles")
    assert [None] * 30 == _ask(limiter, 30, by=By.PERSON, method="POST", path="/api/people/invitations")
    for path in (f"{person}/export", "/api/audit/export.csv"):
        assert None is not _ask(limiter, 11, by=By.PERSON, path=path)[-1]
