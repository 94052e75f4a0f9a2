"""The pattern drill: settings, cards, turns, answers and the log of reviews.

Revision ID: drill
Revises: trust
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "drill"
down_revision = "trust"
branch_labels = None
depends_on = None


def _person(table: str, **options: bool) -> tuple[sa.Column[sa.Uuid], sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_user_id_users")
    constraint = sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=name, ondelete="CASCADE")
    return sa.Column("user_id", sa.Uuid(), nullable=False, **options), constraint


def _turn(table: str, **options: bool) -> tuple[sa.Column[sa.Uuid], sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_turn_id_drill_turns")
    constraint = sa.ForeignKeyConstraint(["turn_id"], ["drill_turns.id"], name=name, ondelete="CASCADE")
    return sa.Column("turn_id", sa.Uuid(), nullable=False, **options), constraint


def upgrade() -> None:
    op.create_table(
        "drill_settings",
        *_person("drill_settings", primary_key=True),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("new_per_day", sa.Integer(), nullable=False),
    )
    op.create_table(
        "drill_cards",
        *_person("drill_cards", primary_key=True),
        sa.Column("prompt", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("stability", sa.Float(), nullable=True),
        sa.Column("difficulty", sa.Float(), nullable=True),
    )
    op.create_table(
        "drill_turns",
        sa.Column("id", sa.Uuid(), primary_key=True),
        *_person("drill_turns"),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("new", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
    )
    unfinished = sa.text("finished_at IS NULL")
    op.create_index("uq_drill_turns_open", "drill_turns", ["user_id"], unique=True, postgresql_where=unfinished)
    op.create_index("ix_drill_turns_day", "drill_turns", ["user_id", "day"])
    op.create_table(
        "drill_answers",
        *_turn("drill_answers", primary_key=True),
        sa.Column("step", sa.Text(), primary_key=True),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "drill_reviews",
        sa.Column("id", sa.Uuid(), primary_key=True),
        *_person("drill_reviews"),
        *_turn("drill_reviews"),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("turn_id", "kind", name=op.f("uq_drill_reviews_turn_id_kind")),
    )
    op.create_index("ix_drill_reviews_user_id_day", "drill_reviews", ["user_id", "day"])


def downgrade() -> None:
    for table in ("drill_reviews", "drill_answers", "drill_turns", "drill_cards", "drill_settings"):
        op.drop_table(table)
