"""One check of a submission can be run again: an execution that names the submission and the check.

Revision ID: check_reruns
Revises: workers
"""

import sqlalchemy as sa
from alembic import op

revision = "check_reruns"
down_revision = "workers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("executions", sa.Column("check_of", sa.Uuid(), nullable=True))
    op.add_column("executions", sa.Column("check_id", sa.Text(), nullable=True))
    op.create_foreign_key(op.f("fk_executions_check_of_executions"), "executions", "executions", ["check_of"], ["id"])
    op.create_check_constraint(
        op.f("ck_executions_rerun"),
        "executions",
        "(kind = 'check') = (check_of IS NOT NULL) AND (kind = 'check') = (check_id IS NOT NULL)",
    )
    op.create_index(
        "ix_executions_check_of", "executions", ["check_of"], postgresql_where=sa.text("check_of IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_executions_check_of", table_name="executions")
    op.drop_constraint(op.f("ck_executions_rerun"), "executions")
    op.drop_constraint(op.f("fk_executions_check_of_executions"), "executions")
    op.drop_column("executions", "check_id")
    op.drop_column("executions", "check_of")
