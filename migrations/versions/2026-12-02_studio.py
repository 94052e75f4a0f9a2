"""Drafts of problem packages, with every change of them.

Revision ID: studio
Revises: rubrics
"""

import sqlalchemy as sa
from alembic import op

revision = "studio"
down_revision = "rubrics"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "package_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("kept_revision", sa.BigInteger(), nullable=False),
        sa.Column("forgotten_revision", sa.BigInteger(), nullable=False),
        sa.Column("base_version", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_package_drafts_created_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_drafts")),
    )
    op.create_index("uq_package_drafts_problem", "package_drafts", ["problem_id"], unique=True, postgresql_where=OPEN)
    op.create_index("uq_package_drafts_name", "package_drafts", ["pattern", "slug"], unique=True, postgresql_where=OPEN)
    op.create_index("ix_package_drafts_updated_at", "package_drafts", ["updated_at"])
    op.create_table(
        "package_draft_files",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["package_drafts.id"],
            name=op.f("fk_package_draft_files_draft_id_package_drafts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("draft_id", "path", name=op.f("pk_package_draft_files")),
    )
    op.create_table(
        "package_draft_changes",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("after", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["package_drafts.id"],
            name=op.f("fk_package_draft_changes_draft_id_package_drafts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_package_draft_changes_by_users")),
        sa.PrimaryKeyConstraint("draft_id", "revision", name=op.f("pk_package_draft_changes")),
    )


def downgrade() -> None:
    op.drop_table("package_draft_changes")
    op.drop_table("package_draft_files")
    op.drop_table("package_drafts")
