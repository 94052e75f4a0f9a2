"""Rubrics of an installation's own, chosen with the plan.

Revision ID: rubrics
Revises: audit
"""

import sqlalchemy as sa
from alembic import op

revision = "rubrics"
down_revision = "audit"
branch_labels = None
depends_on = None

# A rubric is readable as YAML, JSON is YAML: what was kept before has its text for a source.
FILL = """
UPDATE rubrics SET source = text, title = text::jsonb ->> 'title';
UPDATE interviews SET rubric_id = scored.rubric_id
    FROM scorecards scored WHERE scored.interview_id = interviews.id;
"""


def upgrade() -> None:
    op.add_column("rubrics", sa.Column("title", sa.Text(), nullable=True))
    op.add_column("rubrics", sa.Column("source", sa.Text(), nullable=True))
    op.add_column("rubrics", sa.Column("offered", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("rubrics", sa.Column("created_by", sa.Uuid(), nullable=True))
    op.add_column("rubrics", sa.Column("created_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(op.f("fk_rubrics_created_by_users"), "rubrics", "users", ["created_by"], ["id"])
    for table in ("interviews", "interview_templates"):
        op.add_column(table, sa.Column("rubric_id", sa.Text(), nullable=True))
        name = op.f(f"fk_{table}_rubric_id_rubrics")
        op.create_foreign_key(name, table, "rubrics", ["rubric_id"], ["id"])
    op.execute(FILL)
    op.alter_column("rubrics", "title", nullable=False)
    op.alter_column("rubrics", "source", nullable=False)


def downgrade() -> None:
    for table in ("interview_templates", "interviews"):
        op.drop_column(table, "rubric_id")
    for column in ("created_at", "created_by", "offered", "source", "title"):
        op.drop_column("rubrics", column)
