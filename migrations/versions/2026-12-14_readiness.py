"""Solutions that a person opened: an attempt after that is at a familiar problem.

Revision ID: readiness
Revises: drill
"""

import sqlalchemy as sa
from alembic import op

revision = "readiness"
down_revision = "drill"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opened_solutions",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"], name=op.f("fk_opened_solutions_problem_id_problems")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_opened_solutions_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", "problem_id", name=op.f("pk_opened_solutions")),
    )


def downgrade() -> None:
    op.drop_table("opened_solutions")
