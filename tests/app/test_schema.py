"""The schema is what its description says, and each migration lets the code of before go on working beside the new."""

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.script import ScriptDirectory

from app.kit import migrate
from app.kit.db import libpq_url, sqlalchemy_url
from app.web import MIGRATIONS
from scripts import schema

# Made before anybody had installed Holdout: nothing of before runs beside these.
BEFORE_THE_FIRST_INSTALLATION = {
    "first_schema", "workers", "check_reruns", "interviews", "rooms", "held_problems", "timeline", "evidence", "reviews",
    "feedback", "audit", "rubrics", "studio", "lifecycle", "people", "trust", "drill", "readiness",
}  # fmt: skip
COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable = 'NO', column_default IS NOT NULL OR is_identity = 'YES'
FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'procrastinate%'
"""
RULES = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype::text, conkey::int[]
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f') AND conrelid <> 0
UNION ALL SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid), 'u', indkey::int[]
FROM pg_index JOIN pg_class ON pg_class.oid = indrelid AND relnamespace = 'public'::regnamespace WHERE indisunique
"""
RULED = f"""
SELECT of, name, rule, kind, (SELECT array_agg(attname::text) FROM pg_attribute WHERE attrelid = of::regclass
    AND attnum = ANY(keys)) FROM ({RULES}) AS rules(of, name, rule, kind, keys)
"""  # noqa: S608 - a constant


@dataclass
class Shape:
    """What code relies on: columns (type, required, filled by itself) and what rows must satisfy."""

    columns: dict[tuple[str, str], tuple[str, bool, bool]]
    rules: dict[tuple[str, str], tuple[str, str, frozenset[str]]]

    @property
    def tables(self) -> set[str]:
        return {table for table, _ in self.columns}


def shape(url: str) -> Shape:
    with psycopg.connect(libpq_url(url)) as connection:
        columns = {(row[0], row[1]): (row[2], row[3], row[4]) for row in connection.execute(COLUMNS)}
        rules = {
            (of, name): (rule, kind, frozenset(names or ()))
            for of, name, rule, kind, names in connection.execute(RULED)
        }
    return Shape(columns, rules)


def breaks(before: Shape, after: Shape) -> list[str]:
    """What the code of before cannot do any more."""
    found = [f"{table} is gone" for table in before.tables - after.tables]
    for (table, name), (kind, required, filled) in before.columns.items():
        now = after.columns.get((table, name))
        if table in after.tables and now is None:
            found.append(f"{table}.{name} is gone or renamed")
        elif now is not None and now[0] != kind:
            found.append(f"{table}.{name} was {kind} and is {now[0]}")
        elif now is not None and ((now[1] and not required) or (filled and not now[2] and required)):
            found.append(f"{table}.{name} has to be given")
    for (table, name), (_, required, filled) in after.columns.items():
        if table in before.tables and (table, name) not in before.columns and required and not filled:
            found.append(f"{table}.{name} is new and has to be given")
    for (table, name), (rule, kind, names) in after.rules.items():
        known = {of for table_, of in before.columns if table_ == table}
        # old code leaves new columns empty, and an empty one satisfies every key
        harmless = bool(names) and (names.isdisjoint(known) if kind == "c" else not names <= known)
        if table in before.tables and before.rules.get((table, name)) != (rule, kind, names) and not harmless:
            found.append(f"{table} has a new rule: {rule}")
    return found


@pytest.fixture
def empty(database_url: str) -> Iterator[str]:
    with psycopg.connect(libpq_url(database_url), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS step_by_step")
        connection.execute("CREATE DATABASE step_by_step")
        yield sqlalchemy_url(database_url).set(database="step_by_step").render_as_string(hide_password=False)
        connection.execute("DROP DATABASE step_by_step WITH (FORCE)")


def contracts(path: str) -> Any:
    spec = importlib.util.spec_from_file_location("revision", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, "contracts", None)


def test_each_migration_leaves_what_the_code_of_before_uses_or_says_why_not(empty: str):
    revisions = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())[::-1]
    before = None
    for each in revisions:
        migrate.upgrade(empty, MIGRATIONS, each.revision)
        after = shape(empty)
        found = breaks(before, after) if before else []
        if each.revision not in BEFORE_THE_FIRST_INSTALLATION:
            why = contracts(each.path)
            assert found == [] or why, f"{each.revision}: {found}. See migrations/README.md"
            assert why is None or (found and len(why) > 20), f"{each.revision} contracts nothing, or does not say why"
        before = after


def test_a_change_that_cannot_have_its_table_leaves_the_schema_as_it_was_and_keeps_nobody_waiting(empty: str):
    migrate.upgrade(empty, MIGRATIONS, "reading")
    with psycopg.connect(libpq_url(empty)) as reads, psycopg.connect(libpq_url(empty)) as looks:
        reads.execute("SELECT * FROM attempts")  # as a backup does, and goes on for long
        with pytest.raises(migrate.SchemaInUse, match="Run this again"):
            migrate.upgrade(empty, MIGRATIONS)
        assert [("reading",)] == looks.execute("SELECT version_num FROM alembic_version").fetchall()
    migrate.upgrade(empty, MIGRATIONS)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("ALTER TABLE users DROP COLUMN name", "users.name is gone"),
        ("ALTER TABLE users RENAME COLUMN name TO called", "users.name is gone"),
        ("ALTER TABLE drafts RENAME TO texts", "drafts is gone"),
        ("ALTER TABLE executions ALTER tries TYPE bigint", "executions.tries was integer"),
        ("ALTER TABLE executions ALTER job_id SET NOT NULL", "executions.job_id has to be given"),
        ("ALTER TABLE workers ALTER draining DROP DEFAULT", "workers.draining has to be given"),
        ("ALTER TABLE users ADD nickname text NOT NULL", "users.nickname is new"),
        ("ALTER TABLE users ADD CHECK (length(name) < 3)", "users has a new rule"),
        ("CREATE UNIQUE INDEX narrow ON users (name)", "users has a new rule"),
        ("ALTER TABLE users ADD nickname text", None),
        ("ALTER TABLE users ADD nickname text NOT NULL DEFAULT ''", None),
        ("CREATE TABLE more (id int PRIMARY KEY, of uuid REFERENCES users)", None),
        ("CREATE INDEX quick ON users (name)", None),
        ("ALTER TABLE executions ALTER kind DROP NOT NULL", None),
    ],
)
def test_the_look_at_a_migration_finds_what_stops_old_code_and_nothing_else(
    empty: str, statement: str, told: str | None
):
    migrate.upgrade(empty, MIGRATIONS)
    before = shape(empty)
    with psycopg.connect(libpq_url(empty)) as connection:
        connection.execute(statement.encode())
    found = breaks(before, shape(empty))
    assert found == [] if told is None else any(each.startswith(told) for each in found), found


def test_the_schema_is_as_it_is_described(database_url: str):
    assert Path(schema.TARGET).read_text() == schema.described(database_url), "read the difference, then `make schema`"
