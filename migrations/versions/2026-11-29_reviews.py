"""Reviews: blind seats.

Revision ID: reviews
Revises: evidence
"""

import sqlalchemy as sa
from alembic import op

revision = "reviews"
down_revision = "evidence"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interview_people", sa.Column("blind", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("interview_people", sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(op.f("ck_interview_people_blind"), "interview_people", "part = 'reviewer' OR NOT blind")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_interview_people_blind"), "interview_people")
    for column in ("revealed_at", "blind"):
        op.drop_column("interview_people", column)
