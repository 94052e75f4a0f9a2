"""What pages have noticed of proxies between browsers and the server.

Revision ID: connection_troubles
Revises: mock
"""

import sqlalchemy as sa
from alembic import op

revision = "connection_troubles"
down_revision = "mock"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "connection_troubles",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_connection_troubles")),
    )


def downgrade() -> None:
    op.drop_table("connection_troubles")
