"""What is tried in the background after a submission in practice.

Revision ID: debrief
Revises: readiness
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "debrief"
down_revision = "operation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "debriefs",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["executions.id"], name=op.f("fk_debriefs_submission_id_executions")
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_debriefs")),
    )
    op.create_table(
        "debrief_trials",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("found", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["debriefs.submission_id"], name=op.f("fk_debrief_trials_submission_id_debriefs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debrief_trials")),
    )
    op.create_index("ix_debrief_trials_submission", "debrief_trials", ["submission_id", "place"])


def downgrade() -> None:
    op.drop_table("debrief_trials")
    op.drop_table("debriefs")
