"""What is graded after an interview, and the evidence computed from it.

Revision ID: evidence
Revises: held_problems
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "evidence"
down_revision = "held_problems"
branch_labels = None
depends_on = None

ACTIVE = "status IN ('queued', 'running')"
WAITED_FOR = f"{ACTIVE} AND kind NOT IN ('snapshot', 'ablation', 'catch')"


def _one_active(where: str) -> None:
    op.drop_index("uq_executions_active", table_name="executions")
    op.create_index(
        "uq_executions_active", "executions", ["attempt_id", "kind"], unique=True, postgresql_where=sa.text(where)
    )


def _of_interview(table: str) -> list[sa.Column | sa.Constraint]:
    name = op.f(f"fk_{table}_interview_id_interviews")
    return [
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interviews.id"], name=name),
    ]


def _execution(table: str, column: str = "execution_id", *, nullable: bool = False) -> list[sa.Column | sa.Constraint]:
    name = op.f(f"fk_{table}_{column}_executions")
    return [
        sa.Column(column, sa.Uuid(), nullable=nullable),
        sa.ForeignKeyConstraint([column], ["executions.id"], name=name),
    ]


def upgrade() -> None:
    _one_active(WAITED_FOR)
    op.create_table(
        "evidence_states",
        *_of_interview("evidence_states"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shadow", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("interview_id", name=op.f("pk_evidence_states")),
    )
    op.create_index(
        "ix_evidence_states_open", "evidence_states", ["state"], postgresql_where=sa.text("state <> 'ready'")
    )
    op.create_table(
        "snapshots",
        *_of_interview("snapshots"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        *_execution("snapshots"),
        sa.PrimaryKeyConstraint("interview_id", "position", "at", "why", name=op.f("pk_snapshots")),
    )
    op.create_table(
        "ablations",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_of_interview("ablations"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        *_execution("ablations", "baseline_id"),
        *_execution("ablations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ablations")),
    )
    op.create_index("ix_ablations_interview", "ablations", ["interview_id"])
    op.create_table(
        "catches",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_of_interview("catches"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        *_execution("catches"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catches")),
    )
    op.create_index("ix_catches_interview", "catches", ["interview_id"])
    _rows()


def _rows() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_of_interview("evidence"),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "about", "claim", "stands", "grade", "how")),
        sa.Column("at_seconds", sa.Double(), nullable=False),
        sa.Column("until_seconds", sa.Double(), nullable=True),
        sa.Column("problem", sa.Integer(), nullable=True),
        sa.Column("check_id", sa.Text(), nullable=True),
        *_execution("evidence", nullable=True),
        sa.Column("seed", sa.Text(), nullable=True),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("proxy", sa.Boolean(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_interview", "evidence", ["interview_id", "at_seconds"])


def downgrade() -> None:
    for table in ("evidence", "catches", "ablations", "snapshots", "evidence_states"):
        op.drop_table(table)
    _one_active(ACTIVE)
