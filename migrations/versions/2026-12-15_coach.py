"""The coach of practice: what was said, asked and answered, hints, clocks, and what an attempt became by that.

Revision ID: coach
Revises: readiness
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "coach"
down_revision = "reading"
branch_labels = None
depends_on = None


def _attempt(table: str, **options: bool) -> tuple[sa.Column[sa.Uuid], sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_attempt_id_attempts")
    constraint = sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=name, ondelete="CASCADE")
    return sa.Column("attempt_id", sa.Uuid(), nullable=False, **options), constraint


def _time(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "practice_statements",
        *_attempt("practice_statements", primary_key=True),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        _time("at"),
        _time("changed_at"),
    )
    op.create_table(
        "practice_questions",
        *_attempt("practice_questions", primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("clarification", sa.Integer(), nullable=True),
        sa.Column("taken_as", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("binds", postgresql.JSONB(), nullable=False),
        _time("at"),
    )
    op.create_table(
        "timed_sessions",
        *_attempt("timed_sessions", primary_key=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        _time("started_at"),
        _time("ended_at", nullable=True),
    )
    op.create_table(
        "coach_lines",
        *_attempt("coach_lines", primary_key=True),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        _time("at"),
    )
    op.add_column("attempts", sa.Column("twist_id", sa.Text(), nullable=True))
    op.add_column("attempts", sa.Column("binds", postgresql.JSONB(), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("attempts", "binds")
    op.drop_column("attempts", "twist_id")
    op.drop_table("coach_lines")
    op.drop_table("timed_sessions")
    op.drop_table("practice_questions")
    op.drop_table("practice_statements")
