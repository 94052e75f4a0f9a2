"""Debugging by reading: attempts whose runs are held, and what was read before them.

Revision ID: reading
Revises: bench
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "reading"
down_revision = "bench"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempts", sa.Column("runs_held", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "readings",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lines", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("located_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("explanation", sa.LargeBinary(), nullable=False),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_readings_attempt_id_attempts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_readings")),
    )


def downgrade() -> None:
    op.drop_table("readings")
    op.drop_column("attempts", "runs_held")
