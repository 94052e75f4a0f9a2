"""Interviews: templates, plans, people, invitations; guests, and events that belong to an interview.

Revision ID: interviews
Revises: check_reruns
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "interviews"
down_revision = "check_reruns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interview_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("criteria", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("lint", sa.Boolean(), nullable=False),
        sa.Column("problem_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_interview_templates_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_templates")),
    )
    op.create_table(
        "interviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("criteria", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("lint", sa.Boolean(), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=False),
        sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_seconds", sa.Double(), nullable=False),
        sa.Column("extra_seconds", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'paused') = (paused_at IS NOT NULL)", name=op.f("ck_interviews_paused")),
        sa.CheckConstraint(
            "(state IN ('ended', 'reviewed')) = (ended_at IS NOT NULL)", name=op.f("ck_interviews_ended")
        ),
        sa.CheckConstraint("kind = 'live' OR deadline_at IS NOT NULL", name=op.f("ck_interviews_deadline")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_interviews_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
    )
    op.create_index(
        "ix_interviews_ends_at",
        "interviews",
        ["ends_at"],
        unique=False,
        postgresql_where=sa.text("ends_at IS NOT NULL"),
    )
    op.create_table(
        "interview_people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("extra_minutes", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_interview_people_interview_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_interview_people_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_people")),
        sa.UniqueConstraint("interview_id", "user_id", name=op.f("uq_interview_people_interview_id_user_id")),
    )
    op.create_index("ix_interview_people_user_id", "interview_people", ["user_id"], unique=False)
    op.create_index(
        "uq_interview_people_candidate",
        "interview_people",
        ["interview_id"],
        unique=True,
        postgresql_where=sa.text("part = 'candidate'"),
    )
    op.create_table(
        "interview_problems",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("problem_version_id", sa.Uuid(), nullable=True),
        sa.Column("twist_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_interview_problems_interview_id")),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"], name=op.f("fk_interview_problems_problem_id")),
        sa.ForeignKeyConstraint(
            ["problem_version_id"], ["problem_versions.id"], name=op.f("fk_interview_problems_problem_version_id")
        ),
        sa.PrimaryKeyConstraint("interview_id", "position", name=op.f("pk_interview_problems")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_invitations_created_by")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["interview_people.id"], name=op.f("fk_invitations_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index("ix_invitations_person_id", "invitations", ["person_id"], unique=False)
    op.create_index(
        "uq_invitations_standing",
        "invitations",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.add_column("sessions", sa.Column("opened_by", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_sessions_opened_by"), "sessions", ["opened_by"], unique=False)
    op.add_column("timeline_events", sa.Column("interview_id", sa.Uuid(), nullable=True))
    op.create_index("ix_timeline_events_interview", "timeline_events", ["interview_id", "id"], unique=False)
    op.add_column("users", sa.Column("guest", sa.Boolean(), server_default=sa.text("false"), nullable=False))


def downgrade() -> None:
    op.drop_column("users", "guest")
    op.drop_index("ix_timeline_events_interview", table_name="timeline_events")
    op.drop_column("timeline_events", "interview_id")
    op.drop_index(op.f("ix_sessions_opened_by"), table_name="sessions")
    op.drop_column("sessions", "opened_by")
    op.drop_index("uq_invitations_standing", table_name="invitations", postgresql_where=sa.text("revoked_at IS NULL"))
    op.drop_index("ix_invitations_person_id", table_name="invitations")
    op.drop_table("invitations")
    op.drop_table("interview_problems")
    op.drop_index(
        "uq_interview_people_candidate", table_name="interview_people", postgresql_where=sa.text("part = 'candidate'")
    )
    op.drop_index("ix_interview_people_user_id", table_name="interview_people")
    op.drop_table("interview_people")
    op.drop_index("ix_interviews_ends_at", table_name="interviews", postgresql_where=sa.text("ends_at IS NOT NULL"))
    op.drop_table("interviews")
    op.drop_table("interview_templates")
