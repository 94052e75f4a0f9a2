"""What is answered while the database is lost, hangs, or has the schema of another release."""

import contextlib

from sqlalchemy import text

from app.kit import migrate
from app.kit.db import create_engine, create_sessionmaker
from app.main import create_app
from app.settings import Settings
from app.web import MIGRATIONS
from tests.app.conftest import browser
from tests.app.workspace import open_workspace, save


async def test_a_lost_database_is_a_503_and_not_ready(app, ada, sessions):
    nowhere = create_engine("postgresql://nobody@127.0.0.1:1/nothing")
    app.state.sessionmaker = create_sessionmaker(nowhere)
    try:
        page, ready = await ada.browser.get("/practice"), await ada.browser.get("/readyz")
        assert 503 == page.status_code
        assert (503, False) == (ready.status_code, ready.json()["ready"])
        assert "DATABASE_URL" in ready.json()["database"]
        assert 200 == (await ada.browser.get("/healthz")).status_code
    finally:
        app.state.sessionmaker = sessions
        await nowhere.dispose()


async def ready_at(anybody, sessions, revision: str):
    """What /readyz says at a revision of the schema."""
    change = text("UPDATE alembic_version SET version_num = :revision")
    async with sessions.begin() as session:
        await session.execute(change, {"revision": revision})
    answer = await anybody.get("/readyz")
    async with sessions.begin() as session:
        await session.execute(change, {"revision": migrate.head(MIGRATIONS)})
    return answer


@contextlib.asynccontextmanager
async def hanging(database_url, sessions, person, *tables: str):
    """A browser of the person at a node whose statements on these tables have no answer."""
    node = create_app(Settings(rate_factor=0), database_url)
    lifespan = node.router.lifespan_context(node)
    async with lifespan, browser(node, **person.browser.cookies) as at_node, sessions.begin() as session:
        await session.execute(text(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE"))
        yield at_node


async def test_a_database_that_hangs_keeps_nobody_waiting(database_url, ada, sessions, monkeypatch):
    monkeypatch.setattr("app.main.ANSWER_SECONDS", 0.5)
    async with hanging(database_url, sessions, ada, "sessions") as person:
        page, told = [await person.get(path) for path in ("/practice", "/api/account")]
        assert [503, 503] == [answer.status_code for answer in (page, told)]
        assert "briefly out of reach" in page.text
        assert "about:holdout:unavailable" == told.json()["type"]
    assert 200 == (await ada.browser.get("/practice")).status_code


async def test_a_node_whose_database_hangs_says_that_it_is_not_ready(database_url, ada, sessions, monkeypatch):
    monkeypatch.setattr("app.web.READY_SECONDS", 0.3)
    async with hanging(database_url, sessions, ada, "alembic_version") as person:
        ready = await person.get("/readyz")
    assert 503 == ready.status_code
    assert "out of reach" in ready.json()["database"]


async def test_whether_a_node_is_ready_is_told_without_reading_the_migrations_again(anybody, monkeypatch):
    before = (await anybody.get("/readyz")).json()
    monkeypatch.delattr("app.kit.migrate.ScriptDirectory")
    assert before == (await anybody.get("/readyz")).json()
    assert before["ready"]


async def test_ready_when_the_schema_is_this_releases(anybody, sessions):
    assert (await anybody.get("/readyz")).json()["ready"]
    ready = await ready_at(anybody, sessions, "first_schema")
    assert 503 == ready.status_code
    assert "holdout migrate" in ready.json()["migrations"]


async def test_an_old_node_stays_ready_while_a_newer_release_has_migrated(anybody, sessions):
    ready = await ready_at(anybody, sessions, "of_tomorrow")
    assert (200, True) == (ready.status_code, ready.json()["ready"])
    assert "newer release" in ready.json()["note"]


FULL = """
CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$
"""
WHERE_JOBS_ARE = (
    "CREATE TRIGGER full_disk BEFORE INSERT ON procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION disk_is_full()"
)


async def test_a_job_that_the_database_has_no_room_for_is_asked_for_again_later_and_leaves_nothing(
    ada, problem, sessions
):
    boot = await open_workspace(ada.browser, problem)
    revision = await save(ada.browser, boot)
    async with sessions.begin() as session:
        await session.execute(text(FULL))
        await session.execute(text(WHERE_JOBS_ARE))
    try:
        answer = await ada.browser.post(
            f"/api/attempts/{boot['attempt']['id']}/submissions", json={"revision": revision}
        )
    finally:
        async with sessions.begin() as session:
            await session.execute(text("DROP FUNCTION disk_is_full() CASCADE"))
    assert (503, "about:holdout:unavailable") == (answer.status_code, answer.json()["type"])
    async with sessions() as session:
        assert 0 == await session.scalar(text("SELECT count(*) FROM executions"))
