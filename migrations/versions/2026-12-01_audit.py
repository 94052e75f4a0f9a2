"""The audit log, chained at the commit, and the keys of personal fields.

Revision ID: audit
Revises: feedback
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "audit"
down_revision = "feedback"
branch_labels = None
depends_on = None

# A deferred trigger runs when everything else of the transaction is done, so the lock that puts commits in an order is
# held for the commit only, and nobody waits for another lock while holding it.
CHAIN = """
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit chain', 0));
    SELECT number, digest INTO head FROM audit_entries WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1;
    UPDATE audit_entries SET number = coalesce(head.number, 0) + 1,
                             previous = coalesce(head.digest, decode(repeat('00', 32), 'hex'))
        WHERE id = NEW.id;
    UPDATE audit_entries SET digest = sha256(previous || convert_to(
            jsonb_build_array(number, (extract(epoch FROM at) * 1000000)::bigint, actor_id, action, subject_kind,
                              subject_id, facts, personal, request_id)::text, 'UTF8'))
        WHERE id = NEW.id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audit_entries_chain AFTER INSERT ON audit_entries
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain();
CREATE FUNCTION audit_unchanged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.digest IS NULL AND pg_trigger_depth() > 1 THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit log is never changed';
END $$;
CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_unchanged();
"""


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=True),
        sa.Column("subject_id", sa.Text(), nullable=True),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("personal", postgresql.JSONB(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("previous", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_entries_number")),
    )
    op.create_index("ix_audit_entries_actor_id", "audit_entries", ["actor_id", "number"])
    op.create_index("ix_audit_entries_subject", "audit_entries", ["subject_kind", "subject_id", "number"])
    op.create_index("ix_audit_entries_action", "audit_entries", ["action", "number"])
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"])
    op.create_table(
        "person_keys",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_keys")),
    )
    op.execute(CHAIN)


def downgrade() -> None:
    op.drop_table("person_keys")
    op.drop_table("audit_entries")
    op.execute("DROP FUNCTION audit_chain()")
    op.execute("DROP FUNCTION audit_unchanged()")
