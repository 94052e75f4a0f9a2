"""Runs the migrations on the connection or the URL it is given; one process at a time, the others wait."""

from alembic import context
from sqlalchemy import Connection, create_engine, event, pool, text

from app.kit.db import Base, sqlalchemy_url
from app.models import MODELS
from app.settings import load_settings

LOCK = 20_261_122  # any number of our own: the key of the advisory lock
# A change of a table waits for whoever reads it (a backup reads all of them), and everybody else waits behind it.
NOT_LONG = "SET LOCAL lock_timeout = '5s'"


def run(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
    connection.commit()
    event.listen(connection, "begin", lambda begun: begun.exec_driver_sql(NOT_LONG))
    try:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_type=True,
            include_name=lambda name, kind, _: kind != "table" or name in MODELS,
        )
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK})
        connection.commit()


url = context.config.attributes.get("url") or load_settings().database_url
if not url:
    raise SystemExit("Set DATABASE_URL, or use `holdout migrate`, which also knows the embedded database.")
engine = create_engine(sqlalchemy_url(url), poolclass=pool.NullPool)
with engine.connect() as connection:
    run(connection)
engine.dispose()
