"""Which interview a mail is about, since its subject has the title.

Revision ID: mails_interviews
Revises: static_files
"""

import sqlalchemy as sa
from alembic import op

revision = "mails_interviews"
down_revision = "static_files"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mails", sa.Column("interview_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("mails", "interview_id")
