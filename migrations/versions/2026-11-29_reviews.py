"""Reviews: blind seats, the rubrics that were scored by, scorecards, saved comments, discussion, decisions.

Revision ID: reviews
Revises: evidence
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "reviews"
down_revision = "evidence"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("interview_people", sa.Column("blind", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("interview_people", sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(op.f("ck_interview_people_blind"), "interview_people", "part = 'reviewer' OR NOT blind")

    op.create_table(
        "rubrics",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubrics")),
    )
    op.create_table(
        "scorecards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_id", sa.Text(), nullable=False),
        sa.Column("seniority", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("reopenings", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('draft', 'submitted')", name=op.f("ck_scorecards_state")),
        sa.CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name=op.f("ck_scorecards_submitted")),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_scorecards_interview_id_interviews")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["users.id"], name=op.f("fk_scorecards_reviewer_id_users")),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubrics.id"], name=op.f("fk_scorecards_rubric_id_rubrics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecards")),
        sa.UniqueConstraint("interview_id", "reviewer_id", name=op.f("uq_scorecards_interview_id_reviewer_id")),
    )
    op.create_index("ix_scorecards_reviewer", "scorecards", ["reviewer_id"])
    op.create_table(
        "scores",
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("no_evidence", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_scores_level")),
        sa.CheckConstraint("level IS NULL OR NOT no_evidence", name=op.f("ck_scores_one_answer")),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecards.id"], name=op.f("fk_scores_scorecard_id_scorecards"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("scorecard_id", "criterion", name=op.f("pk_scores")),
    )
    op.create_table(
        "saved_comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_saved_comments_owner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_comments")),
    )
    op.create_index("ix_saved_comments_owner", "saved_comments", ["owner_id"])
    op.create_table(
        "discussion_posts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replies_to", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_discussion_posts_interview_id_interviews")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_discussion_posts_author_id_users")),
        sa.ForeignKeyConstraint(
            ["replies_to"], ["discussion_posts.id"], name=op.f("fk_discussion_posts_replies_to_discussion_posts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_posts")),
    )
    op.create_index("ix_discussion_posts_interview", "discussion_posts", ["interview_id", "id"])
    op.create_table(
        "decisions",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.CheckConstraint("outcome IN ('advance', 'decline', 'hold')", name=op.f("ck_decisions_outcome")),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=op.f("fk_decisions_interview_id_interviews")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_decisions_decided_by_users")),
        sa.PrimaryKeyConstraint("interview_id", name=op.f("pk_decisions")),
    )


def downgrade() -> None:
    for table in ("decisions", "discussion_posts", "saved_comments", "scores", "scorecards", "rubrics"):
        op.drop_table(table)
    op.drop_constraint(op.f("ck_interview_people_blind"), "interview_people")
    for column in ("revealed_at", "blind"):
        op.drop_column("interview_people", column)
