"""What an execution was asked by, so that logs and traces follow it; workers that are to take nothing new.

Revision ID: operation
Revises: readiness
"""

import sqlalchemy as sa
from alembic import op

revision = "operation"
down_revision = "guests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("executions", sa.Column("request_id", sa.Text(), nullable=True))
    op.add_column("executions", sa.Column("trace", sa.Text(), nullable=True))
    op.add_column("workers", sa.Column("draining", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("workers", "draining")
    op.drop_column("executions", "trace")
    op.drop_column("executions", "request_id")
