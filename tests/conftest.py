"""A real PostgreSQL for the whole session, its schema built from the migrations."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from app.kit import log, migrate
from app.kit.db import libpq_url
from app.kit.embedded import EmbeddedPostgres
from app.web import MIGRATIONS

log.configure("console", "WARNING")
settings.register_profile("holdout", deadline=None)  # a slow machine is not a defect
settings.register_profile("long", deadline=None, max_examples=10_000)
settings.load_profile("holdout")


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="holdout-test-"))
    cluster = EmbeddedPostgres(folder)
    url = cluster.start()
    with psycopg.connect(libpq_url(url), autocommit=True) as connection:  # nothing here outlives the session
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(psycopg.sql.SQL("ALTER SYSTEM SET {} = off").format(psycopg.sql.Identifier(name)))
        connection.execute("SELECT pg_reload_conf()")
    migrate.upgrade(url, MIGRATIONS)
    yield url
    cluster.stop()
    shutil.rmtree(folder)
