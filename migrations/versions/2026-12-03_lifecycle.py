"""Problem versions have a state and an origin, and their text never changes; the bank's offers; who looked inside.

Revision ID: lifecycle
Revises: studio
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "lifecycle"
down_revision = "studio"
branch_labels = None
depends_on = None

# What is there came from the bank. The version in use is published; any other was, before a newer one took its place.
FILL = """
UPDATE problem_versions AS version SET origin = 'bank', state_at = version.created_at,
    state = CASE WHEN EXISTS (SELECT 1 FROM problems WHERE current_version_id = version.id)
                 THEN 'published' ELSE 'retired' END
"""

UNCHANGED = """
CREATE FUNCTION problem_version_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.state = 'draft' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.problem_id, OLD.version, OLD.digest, OLD.spec, OLD.files)
            IS NOT DISTINCT FROM (NEW.problem_id, NEW.version, NEW.digest, NEW.spec, NEW.files) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the text of a version never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER problem_versions_text BEFORE UPDATE OR DELETE ON problem_versions
    FOR EACH ROW EXECUTE FUNCTION problem_version_text();
"""


def upgrade() -> None:
    _states()
    _steps_and_openings()
    _offers()
    _verifications()
    _purposes()
    _regrades()


def _states() -> None:
    for name, kind in (("state", sa.Text()), ("state_at", sa.DateTime(timezone=True)), ("origin", sa.Text())):
        op.add_column("problem_versions", sa.Column(name, kind, nullable=True))
    op.execute(FILL)
    for name in ("state", "state_at", "origin"):
        op.alter_column("problem_versions", name, nullable=False)
    op.drop_constraint("uq_problem_versions_problem_id_version", "problem_versions", type_="unique")
    op.create_index(
        "uq_problem_versions_version",
        "problem_versions",
        ["problem_id", "version"],
        unique=True,
        postgresql_where=sa.text("state <> 'draft'"),
    )
    op.create_index("uq_problem_versions_digest", "problem_versions", ["problem_id", "digest"], unique=True)
    op.create_index(
        "uq_problem_versions_published",
        "problem_versions",
        ["problem_id"],
        unique=True,
        postgresql_where=sa.text("state = 'published'"),
    )
    op.execute(UNCHANGED)


def _steps_and_openings() -> None:
    op.create_table(
        "problem_version_steps",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("execution_id", sa.Uuid(), nullable=True),
        sa.Column("waived", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["problem_versions.id"], name=op.f("fk_problem_version_steps_version_id")
        ),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=op.f("fk_problem_version_steps_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_version_steps")),
    )
    op.create_index(op.f("ix_problem_version_steps_version_id"), "problem_version_steps", ["version_id"], unique=False)
    op.create_table(
        "problem_openings",
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_problem_openings_user_id")),
        sa.PrimaryKeyConstraint("problem_id", "user_id", name=op.f("pk_problem_openings")),
    )


def _offers() -> None:
    op.create_table(
        "bank_offers",
        sa.Column("id", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()")),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("files", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"], name=op.f("fk_bank_offers_problem_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_bank_offers_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_offers")),
        sa.UniqueConstraint("problem_id", "digest", name=op.f("uq_bank_offers_problem_id_digest")),
    )


def _verifications() -> None:
    op.create_table(
        "verifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("mutants", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        *(
            sa.Column(f"{name}_at", sa.DateTime(timezone=True), nullable=name != "created")
            for name in ("created", "started", "heartbeat", "finished")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["package_drafts.id"], name=op.f("fk_verifications_draft_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["version_id"], ["problem_versions.id"], name=op.f("fk_verifications_version_id")),
        sa.ForeignKeyConstraint(["requested_by"], ["users.id"], name=op.f("fk_verifications_requested_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verifications")),
    )
    op.create_index("ix_verifications_draft", "verifications", ["draft_id", "created_at"], unique=False)
    op.create_index("ix_verifications_version", "verifications", ["version_id"], unique=False)
    op.create_index(
        "uq_verifications_active",
        "verifications",
        ["draft_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )
    op.create_table(
        "verification_events",
        sa.Column("verification_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["verification_id"],
            ["verifications.id"],
            name=op.f("fk_verification_events_verification_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("verification_id", "seq", name=op.f("pk_verification_events")),
    )


def _purposes() -> None:
    op.add_column("attempts", sa.Column("purpose", sa.Text(), server_default="practice", nullable=False))
    op.drop_index("uq_attempts_current", "attempts")
    _current("superseded_at IS NULL AND interview_id IS NULL AND purpose = 'practice'")
    op.create_index(
        "uq_attempts_aside",
        "attempts",
        ["user_id", "problem_version_id", "purpose"],
        unique=True,
        postgresql_where=sa.text("superseded_at IS NULL AND purpose <> 'practice'"),
    )


def _current(where: str) -> None:
    op.create_index(
        "uq_attempts_current", "attempts", ["user_id", "problem_id"], unique=True, postgresql_where=sa.text(where)
    )


def _regrades() -> None:
    op.create_table(
        "regrades",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["problem_id"], ["problems.id"], name=op.f("fk_regrades_problem_id")),
        sa.ForeignKeyConstraint(["version_id"], ["problem_versions.id"], name=op.f("fk_regrades_version_id")),
        sa.ForeignKeyConstraint(["requested_by"], ["users.id"], name=op.f("fk_regrades_requested_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_regrades_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrades")),
    )
    op.create_index("ix_regrades_problem", "regrades", ["problem_id", "created_at"], unique=False)
    op.create_index(
        "uq_regrades_open", "regrades", ["problem_id"], unique=True, postgresql_where=sa.text("state = 'open'")
    )
    for name, table in (
        ("regrade_id", "regrades"),
        ("regrade_of", "executions"),
        ("problem_version_id", "problem_versions"),
    ):
        op.add_column("executions", sa.Column(name, sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(f"fk_executions_{name}"), "executions", table, [name], ["id"])
    for name in ("regrade_id", "regrade_of"):
        op.create_index(
            f"ix_executions_{name.removesuffix('_id')}",
            "executions",
            [name],
            unique=False,
            postgresql_where=sa.text(f"{name} IS NOT NULL"),
        )
    op.create_check_constraint(
        op.f("ck_executions_regrade"),
        "executions",
        "(kind = 'regrade') = (regrade_id IS NOT NULL) AND (kind = 'regrade') = (regrade_of IS NOT NULL) "
        "AND (kind = 'regrade') = (problem_version_id IS NOT NULL)",
    )
    op.drop_index("uq_executions_active", "executions")
    _active("'snapshot', 'ablation', 'catch', 'regrade'")


def _active(kinds: str) -> None:
    op.create_index(
        "uq_executions_active",
        "executions",
        ["attempt_id", "kind"],
        unique=True,
        postgresql_where=sa.text(f"status IN ('queued', 'running') AND kind NOT IN ({kinds})"),
    )


def downgrade() -> None:
    op.execute("ALTER TABLE verdicts DISABLE TRIGGER USER")
    op.execute("DELETE FROM verdicts USING executions WHERE id = execution_id AND kind = 'regrade'")
    op.execute("ALTER TABLE verdicts ENABLE TRIGGER USER")
    op.execute(
        "DELETE FROM execution_staff_details USING executions "
        "WHERE executions.id = execution_id AND executions.kind = 'regrade'"
    )
    op.execute("DELETE FROM executions WHERE kind = 'regrade'")
    op.drop_index("uq_executions_active", "executions")
    _active("'snapshot', 'ablation', 'catch'")
    for name in ("regrade_id", "regrade_of", "problem_version_id"):
        op.drop_column("executions", name)
    op.drop_table("regrades")
    op.drop_index("uq_attempts_aside", "attempts")
    op.drop_index("uq_attempts_current", "attempts")
    op.execute("UPDATE attempts SET superseded_at = coalesce(superseded_at, now()) WHERE purpose <> 'practice'")
    op.drop_column("attempts", "purpose")
    _current("superseded_at IS NULL AND interview_id IS NULL")
    for table in ("verification_events", "verifications", "bank_offers", "problem_openings", "problem_version_steps"):
        op.drop_table(table)
    op.execute("DELETE FROM problem_versions WHERE state = 'draft'")
    op.execute("DROP TRIGGER problem_versions_text ON problem_versions; DROP FUNCTION problem_version_text()")
    for name in ("version", "digest", "published"):
        op.drop_index(f"uq_problem_versions_{name}", "problem_versions")
    op.create_unique_constraint("uq_problem_versions_problem_id_version", "problem_versions", ["problem_id", "version"])
    for name in ("state", "state_at", "origin"):
        op.drop_column("problem_versions", name)
