"""The live document of an interview: its room, the append-only log of updates, and whose each client id is.

Revision ID: rooms
Revises: interviews
"""

import sqlalchemy as sa
from alembic import op

revision = "rooms"
down_revision = "interviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rooms",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("log_bytes", sa.BigInteger(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("snapshot_seq", sa.BigInteger(), nullable=False),
        sa.Column("focus", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_rooms_interview_id_interviews")),
        sa.PrimaryKeyConstraint("interview_id", name=op.f("pk_rooms")),
    )
    # each batch of keystrokes moves the row: room on its page keeps that from touching the index
    op.execute("ALTER TABLE rooms SET (fillfactor = 50)")
    op.create_table(
        "room_updates",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("interview_id", "seq", name=op.f("pk_room_updates")),
    )
    op.execute(
        "CREATE TRIGGER room_updates_never_change BEFORE UPDATE OR DELETE ON room_updates "
        "EXECUTE FUNCTION never_change()"
    )
    op.create_table(
        "room_clients",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["rooms.interview_id"], name=op.f("fk_room_clients_interview_id_rooms")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_room_clients_author_id_users")),
        sa.PrimaryKeyConstraint("interview_id", "client_id", name=op.f("pk_room_clients")),
    )
    op.create_index(op.f("ix_room_clients_author_id"), "room_clients", ["author_id"])


def downgrade() -> None:
    op.drop_table("room_clients")
    op.drop_table("room_updates")
    op.drop_table("rooms")
