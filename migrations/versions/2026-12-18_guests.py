"""People who try Holdout without an account, and signing up.

Revision ID: guests
Revises: readiness
"""

import sqlalchemy as sa
from alembic import op

revision = "guests"
down_revision = "trials"
branch_labels = None
depends_on = None
contracts = "the check on removals admits one more purpose and refuses nothing it let through before"

PURPOSES = (
    "CASE purpose WHEN 'retention' THEN interview_id IS NOT NULL AND person_id IS NULL "
    "WHEN 'erasure' THEN person_id IS NOT NULL "
)
VISIT = "WHEN 'visit' THEN person_id IS NOT NULL AND interview_id IS NULL "
# A trigger of its own beside the one of `trust`: a visitor goes without anybody's word, and nobody else does.
REASON = """
CREATE FUNCTION visit_is_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM users JOIN visitors ON user_id = id WHERE id = NEW.person_id AND visitor) THEN
        RAISE EXCEPTION 'this person is no visitor' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER removals_of_visitors BEFORE INSERT ON removals
    FOR EACH ROW WHEN (NEW.purpose = 'visit') EXECUTE FUNCTION visit_is_one();
"""
MAY_BE_REMOVED = """
CREATE OR REPLACE FUNCTION may_be_removed(interview uuid, actor uuid, attempt uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM removals WHERE transaction = pg_current_xact_id()::text AND (
            interview_id = interview
            OR purpose {purposes} AND (
                person_id = actor OR person_id = (SELECT user_id FROM attempts WHERE id = attempt)
            )
        )
    )
$$
"""  # noqa: E501 - as in `trust`


def upgrade() -> None:
    op.add_column("users", sa.Column("visitor", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "visitors",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_visitors_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_visitors")),
    )
    op.create_index("ix_visitors_address", "visitors", ["address", "created_at"])
    op.alter_column("account_invitations", "created_by", nullable=True)
    op.add_column("account_invitations", sa.Column("visitor_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_account_invitations_visitor_id_users"),
        "account_invitations",
        "users",
        ["visitor_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.drop_constraint(op.f("ck_removals_purpose"), "removals")
    op.create_check_constraint(op.f("ck_removals_purpose"), "removals", f"{PURPOSES}{VISIT}ELSE false END")
    op.execute(REASON)
    op.execute(MAY_BE_REMOVED.format(purposes="IN ('erasure', 'visit')"))


def downgrade() -> None:
    op.execute(MAY_BE_REMOVED.format(purposes="= 'erasure'"))
    op.execute("DROP TRIGGER removals_of_visitors ON removals; DROP FUNCTION visit_is_one()")
    op.execute("ALTER TABLE removals DISABLE TRIGGER USER; DELETE FROM removals WHERE purpose = 'visit'")
    op.execute("ALTER TABLE removals ENABLE TRIGGER USER")
    op.drop_constraint(op.f("ck_removals_purpose"), "removals")
    op.create_check_constraint(op.f("ck_removals_purpose"), "removals", f"{PURPOSES}ELSE false END")
    op.execute("DELETE FROM account_invitations WHERE created_by IS NULL")
    op.drop_column("account_invitations", "visitor_id")
    op.alter_column("account_invitations", "created_by", nullable=False)
    op.drop_table("visitors")
    op.drop_column("users", "visitor")
