"""Mock pairs, and interviews of their kind: like live ones they have no deadline.

Revision ID: mock
Revises: study
"""

import sqlalchemy as sa
from alembic import op

revision = "mock"
down_revision = "coach"
branch_labels = None
depends_on = None
contracts = "the check on deadlines lets in a new kind and refuses nothing it let through before"

NAME = "ck_interviews_deadline"


def _check(rule: str) -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint(op.f(NAME), "interviews", type_="check")
    op.execute(f"ALTER TABLE interviews ADD CONSTRAINT {NAME} CHECK ({rule}) NOT VALID")
    op.execute(f"ALTER TABLE interviews VALIDATE CONSTRAINT {NAME}")


def upgrade() -> None:
    _check("kind <> 'take_home' OR deadline_at IS NOT NULL")
    op.create_table(
        "mock_pairs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("pattern", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=True),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(partner_id IS NULL) = (first_id IS NULL) AND (first_id IS NULL) = (second_id IS NULL)",
            name=op.f("ck_mock_pairs_rounds"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_mock_pairs_made_by_users")),
        sa.ForeignKeyConstraint(["partner_id"], ["users.id"], name=op.f("fk_mock_pairs_partner_id_users")),
        sa.ForeignKeyConstraint(["first_id"], ["interviews.id"], name=op.f("fk_mock_pairs_first_id_interviews")),
        sa.ForeignKeyConstraint(["second_id"], ["interviews.id"], name=op.f("fk_mock_pairs_second_id_interviews")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mock_pairs")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mock_pairs_token_hash")),
    )
    op.create_index("ix_mock_pairs_made_by", "mock_pairs", ["made_by", "created_at"])
    op.create_index("ix_mock_pairs_partner_id", "mock_pairs", ["partner_id"])


def downgrade() -> None:
    op.drop_table("mock_pairs")
    _check("kind = 'live' OR deadline_at IS NOT NULL")
