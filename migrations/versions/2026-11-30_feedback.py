"""What a candidate is given to read after an interview.

Revision ID: feedback
Revises: reviews
"""

import sqlalchemy as sa
from alembic import op

revision = "feedback"
down_revision = "reviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("with_outcome", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_feedback_interview_id_interviews")),
        sa.ForeignKeyConstraint(["released_by"], ["users.id"], name=op.f("fk_feedback_released_by_users")),
        sa.PrimaryKeyConstraint("interview_id", name=op.f("pk_feedback")),
    )


def downgrade() -> None:
    op.drop_table("feedback")
