"""The check bench: runs of own checks, and planted bugs that were given up.

Revision ID: bench
Revises: readiness
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "bench"
down_revision = "study"
branch_labels = None
depends_on = None


def _key(table: str, column: str, target: str, **options: bool) -> tuple[sa.Column[sa.Uuid], sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_{column}_{target}")
    deleted = "CASCADE" if target == "users" else None
    constraint = sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=deleted)
    return sa.Column(column, sa.Uuid(), **options), constraint


def upgrade() -> None:
    active = sa.text("status IN ('queued', 'running')")
    op.create_table(
        "bench_runs",
        sa.Column("id", sa.Uuid(), primary_key=True),
        *_key("bench_runs", "user_id", "users", nullable=False),
        *_key("bench_runs", "problem_version_id", "problem_versions", nullable=True),
        sa.Column("checks", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("found", postgresql.JSONB(), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("uq_bench_runs_active", "bench_runs", ["user_id"], unique=True, postgresql_where=active)
    op.create_index("ix_bench_runs_person", "bench_runs", ["user_id", "problem_version_id", "created_at"])
    op.create_index("ix_bench_runs_status", "bench_runs", ["status"], postgresql_where=active)
    op.create_table(
        "bench_given_up",
        *_key("bench_given_up", "user_id", "users", primary_key=True),
        *_key("bench_given_up", "problem_version_id", "problem_versions", primary_key=True),
        sa.Column("path", sa.Text(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("bench_given_up")
    op.drop_table("bench_runs")
