"""Problems that a person cannot practise for as long as an interview with them is under way.

Revision ID: held_problems
Revises: timeline
"""

import sqlalchemy as sa
from alembic import op

revision = "held_problems"
down_revision = "timeline"
branch_labels = None
depends_on = None

UNDER_WAY = """
INSERT INTO held_problems (interview_id, problem_id, user_id)
SELECT interviews.id, interview_problems.problem_id, interview_people.user_id
FROM interviews
JOIN interview_problems ON interview_problems.interview_id = interviews.id
JOIN interview_people ON interview_people.interview_id = interviews.id AND interview_people.part = 'candidate'
WHERE interviews.state IN ('live', 'paused')
"""


def upgrade() -> None:
    op.create_table(
        "held_problems",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"], name=op.f("fk_held_problems_problem_id_problems")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_held_problems_user_id_users")),
        sa.PrimaryKeyConstraint("interview_id", "problem_id", name=op.f("pk_held_problems")),
    )
    op.create_index("ix_held_problems_person", "held_problems", ["user_id", "problem_id"])
    op.execute(UNDER_WAY)


def downgrade() -> None:
    op.drop_table("held_problems")
