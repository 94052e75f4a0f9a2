"""The built files of releases, so that any web process serves the pages of any of them.

Revision ID: static_files
Revises: connection_troubles
"""

import sqlalchemy as sa
from alembic import op

revision = "static_files"
down_revision = "connection_troubles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "static_files",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_static_files")),
    )


def downgrade() -> None:
    op.drop_table("static_files")
