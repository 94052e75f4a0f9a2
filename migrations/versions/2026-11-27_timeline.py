"""What happens in a room: attempts and executions of an interview, private notes, events in the order of their commits.

Revision ID: timeline
Revises: rooms
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "timeline"
down_revision = "rooms"
branch_labels = None
depends_on = None

# The lock is held until the commit, and the number is taken under it: nobody reads a number before a smaller one of
# the same interview is there.
IN_ORDER = """
CREATE FUNCTION timeline_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('timeline ' || NEW.interview_id, 0));
    NEW.id := nextval(pg_get_serial_sequence('timeline_events', 'id'));
    PERFORM pg_notify('holdout_interviews', NEW.interview_id::text);
    RETURN NEW;
END $$;
CREATE TRIGGER timeline_events_in_order BEFORE INSERT ON timeline_events
    FOR EACH ROW WHEN (NEW.interview_id IS NOT NULL) EXECUTE FUNCTION timeline_in_order();
"""


def upgrade() -> None:
    op.add_column("attempts", sa.Column("interview_id", sa.Uuid(), nullable=True))
    op.add_column("attempts", sa.Column("position", sa.Integer(), nullable=True))
    op.create_check_constraint(op.f("ck_attempts_place"), "attempts", "(interview_id IS NULL) = (position IS NULL)")
    op.drop_index("uq_attempts_current", table_name="attempts")
    op.create_index(
        "uq_attempts_current",
        "attempts",
        ["user_id", "problem_id"],
        unique=True,
        postgresql_where=sa.text("superseded_at IS NULL AND interview_id IS NULL"),
    )
    op.create_index(
        "uq_attempts_interview",
        "attempts",
        ["interview_id", "position"],
        unique=True,
        postgresql_where=sa.text("interview_id IS NOT NULL"),
    )
    op.add_column("executions", sa.Column("twist_id", sa.Text(), nullable=True))
    op.add_column(
        "executions",
        sa.Column("binds", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
    )
    op.add_column("executions", sa.Column("requested_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_executions_requested_by_users"), "executions", "users", ["requested_by"], ["id"])
    op.create_table(
        "notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("anchor_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_notes_interview_id_interviews")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_notes_author_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index("ix_notes_interview", "notes", ["interview_id", "anchor_at"])
    op.execute(IN_ORDER)


def downgrade() -> None:
    op.execute("DROP TRIGGER timeline_events_in_order ON timeline_events")
    op.execute("DROP FUNCTION timeline_in_order()")
    op.drop_table("notes")
    op.drop_constraint(op.f("fk_executions_requested_by_users"), "executions")
    for column in ("requested_by", "binds", "twist_id"):
        op.drop_column("executions", column)
    op.drop_index("uq_attempts_interview", table_name="attempts")
    op.drop_index("uq_attempts_current", table_name="attempts")
    op.create_index(
        "uq_attempts_current",
        "attempts",
        ["user_id", "problem_id"],
        unique=True,
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.drop_constraint(op.f("ck_attempts_place"), "attempts")
    op.drop_column("attempts", "position")
    op.drop_column("attempts", "interview_id")
