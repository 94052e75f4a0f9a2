"""The database's schema as a file people read: docs/schema.md, made from the migrations. A test compares the two.

`python -m scripts.schema` writes it (`make schema`).
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import psycopg

from app.kit import migrate
from app.kit.db import libpq_url
from app.kit.embedded import EmbeddedPostgres
from app.web import MIGRATIONS
from scripts.setup.state import ROOT

TARGET = ROOT / "docs" / "schema.md"
HEAD = """# The database's schema

Made from the migrations by `make schema`; a test compares them, so that every change of the schema is a line here that
somebody reads. How to change it without stopping anybody: [migrations](../migrations/README.md). The tables of the job
queue (`procrastinate_…`) are procrastinate's own and left out.
"""
OURS = "relnamespace = 'public'::regnamespace AND relname NOT LIKE 'procrastinate%%' AND relname <> 'alembic_version'"
TABLES = f"SELECT oid, relname FROM pg_class WHERE relkind = 'r' AND {OURS} ORDER BY relname"  # noqa: S608 - a constant
COLUMNS = """
SELECT attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid), attidentity
FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s AND contype IN ('p', 'u', 'f', 'c', 'x') ORDER BY contype <> 'p', contype, conname
"""
INDEXES = """
SELECT relname, regexp_replace(pg_get_indexdef(indexrelid), '^CREATE (UNIQUE )?INDEX .* USING ', '\\1')
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE indrelid = %s AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY relname
"""
TRIGGERS = """
SELECT tgname, regexp_replace(pg_get_triggerdef(oid), '^CREATE (CONSTRAINT )?TRIGGER \\S+ ', '')
FROM pg_trigger WHERE tgrelid = %s AND NOT tgisinternal ORDER BY tgname
"""
Connection = psycopg.Connection[tuple[Any, ...]]


def described(url: str) -> str:
    """The schema of a database as Markdown."""
    with psycopg.connect(libpq_url(url)) as connection:
        tables = connection.execute(TABLES.replace("%%", "%")).fetchall()
        return "\n".join([HEAD, *(_table(connection, oid, name) for oid, name in tables)])


def _table(connection: Connection, oid: int, name: str) -> str:
    lines = [f"## {name}", "", "| column | type | | default |", "|---|---|---|---|"]
    for column, kind, required, default, identity in connection.execute(COLUMNS, [oid]):
        given = "identity" if identity else _code(default)
        lines.append(f"| {column} | {kind} | {'not null' if required else ''} | {given} |")
    for query, title in ((CONSTRAINTS, "Constraints"), (INDEXES, "Indexes"), (TRIGGERS, "Triggers")):
        found = connection.execute(query, [oid]).fetchall()
        if found:
            lines += ["", f"{title}:", "", *(f"- `{each}`: {_code(told)}" for each, told in found)]
    return "\n".join([*lines, ""])


def _code(text: str | None) -> str:
    return "" if text is None else f"`{' '.join(text.split()).replace('|', chr(92) + '|')}`"


def main() -> None:
    """Write the file."""
    folder = Path(tempfile.mkdtemp(prefix="holdout-schema-"))
    cluster = EmbeddedPostgres(folder)
    url = cluster.start()
    try:
        migrate.upgrade(url, MIGRATIONS)
        TARGET.write_text(described(url))
    finally:
        cluster.stop()
        shutil.rmtree(folder)
    print(TARGET)


if __name__ == "__main__":
    main()
