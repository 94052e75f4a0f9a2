"""Trust: what may be removed from the record and when, erasure, API tokens, webhooks, idempotency keys.

Revision ID: trust
Revises: people
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "trust"
down_revision = "people"
branch_labels = None
depends_on = None

# A removal says what a transaction is about to remove, and why it may; it is checked when it is written down, and only
# its own transaction can use it.
REMOVALS = """
CREATE FUNCTION removal_has_its_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.transaction <> pg_current_xact_id()::text THEN
        RAISE EXCEPTION 'a removal is of its own transaction' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.purpose = 'retention' AND NOT EXISTS (
        SELECT FROM interviews WHERE id = NEW.interview_id AND state IN ('ended', 'reviewed')
            AND ended_at + make_interval(days => retention_days) <= NEW.at
    ) THEN
        RAISE EXCEPTION 'the time of this recording is not over' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.purpose = 'erasure' AND NOT EXISTS (
        SELECT FROM erasures WHERE person_id = NEW.person_id AND done_at = NEW.at AND done_by IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'nobody has confirmed that this person is erased' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.purpose = 'erasure' AND NEW.interview_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM interview_people WHERE interview_id = NEW.interview_id AND user_id = NEW.person_id
            AND part = 'candidate'
    ) THEN
        RAISE EXCEPTION 'the interview is not that of this person' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER removals_have_a_reason BEFORE INSERT ON removals
    FOR EACH ROW EXECUTE FUNCTION removal_has_its_reason();
CREATE TRIGGER removals_never_change BEFORE UPDATE OR DELETE ON removals EXECUTE FUNCTION never_change();

CREATE FUNCTION may_be_removed(interview uuid, actor uuid, attempt uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM removals WHERE transaction = pg_current_xact_id()::text AND (
            interview_id = interview
            OR purpose = 'erasure' AND (
                person_id = actor OR person_id = (SELECT user_id FROM attempts WHERE id = attempt)
            )
        )
    )
$$;

CREATE FUNCTION without_words(payload jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT payload || coalesce(
        (SELECT jsonb_object_agg(key, '(removed)') FROM jsonb_each(payload)
         WHERE key IN ('text', 'why') AND jsonb_typeof(value) = 'string'),
        '{}'
    )
$$;

CREATE FUNCTION timeline_only_loses_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) = to_jsonb(OLD) || jsonb_build_object('payload', without_words(OLD.payload))
        AND may_be_removed(OLD.interview_id, OLD.actor_id, OLD.attempt_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of timeline_events never change' USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER timeline_events_never_change ON timeline_events;
CREATE TRIGGER timeline_events_never_change BEFORE UPDATE OR DELETE ON timeline_events
    FOR EACH ROW EXECUTE FUNCTION timeline_only_loses_words();

CREATE FUNCTION room_updates_only_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND may_be_removed(OLD.interview_id, NULL, NULL) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rows of room_updates never change' USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER room_updates_never_change ON room_updates;
CREATE TRIGGER room_updates_never_change BEFORE UPDATE OR DELETE ON room_updates
    FOR EACH ROW EXECUTE FUNCTION room_updates_only_go();
"""
BACK = """
DROP TRIGGER timeline_events_never_change ON timeline_events;
DROP TRIGGER room_updates_never_change ON room_updates;
CREATE TRIGGER timeline_events_never_change BEFORE UPDATE OR DELETE ON timeline_events EXECUTE FUNCTION never_change();
CREATE TRIGGER room_updates_never_change BEFORE UPDATE OR DELETE ON room_updates EXECUTE FUNCTION never_change();
DROP FUNCTION timeline_only_loses_words();
DROP FUNCTION room_updates_only_go();
DROP FUNCTION without_words(jsonb);
DROP FUNCTION may_be_removed(uuid, uuid, uuid);
"""


def upgrade() -> None:
    op.add_column("interviews", sa.Column("recording_removed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_interviews_recorded",
        "interviews",
        ["ended_at"],
        postgresql_where=sa.text("recording_removed_at IS NULL AND ended_at IS NOT NULL"),
    )
    op.create_table(
        "erasures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(done_by IS NULL) = (done_at IS NULL)", name=op.f("ck_erasures_done")),
        sa.CheckConstraint("done_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_erasures_one_end")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    op.create_index(
        "uq_erasures_standing", "erasures", ["person_id"], unique=True, postgresql_where=sa.text("withdrawn_at IS NULL")
    )
    op.create_table(
        "removals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("interview_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("transaction", sa.Text(), server_default=sa.text("pg_current_xact_id()::text"), nullable=False),
        sa.CheckConstraint(
            "CASE purpose WHEN 'retention' THEN interview_id IS NOT NULL AND person_id IS NULL "
            "WHEN 'erasure' THEN person_id IS NOT NULL ELSE false END",
            name=op.f("ck_removals_purpose"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
    )
    op.create_index("ix_removals_transaction", "removals", ["transaction"])
    op.execute(REMOVALS)
    _tokens_and_keys()
    _webhooks()


def _tokens_and_keys() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_tokens_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_index(op.f("ix_api_tokens_user_id"), "api_tokens", ["user_id"])
    op.create_table(
        "idempotency_keys",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", postgresql.JSONB(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_index(op.f("ix_idempotency_keys_at"), "idempotency_keys", ["at"])


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("events", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("old_secret", sa.Text(), nullable=True),
        sa.Column("old_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_webhooks_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name=op.f("ck_webhook_deliveries_state")),
        sa.CheckConstraint("(state = 'waiting') = (next_at IS NOT NULL)", name=op.f("ck_webhook_deliveries_waiting")),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name=op.f("fk_webhook_deliveries_webhook_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint("webhook_id", "entry", name=op.f("uq_webhook_deliveries_webhook_id_entry")),
    )
    op.create_index(
        "ix_webhook_deliveries_next", "webhook_deliveries", ["next_at"], postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_index("ix_webhook_deliveries_newest", "webhook_deliveries", ["webhook_id", "created_at"])


def downgrade() -> None:
    for table in ("webhook_deliveries", "webhooks", "idempotency_keys", "api_tokens"):
        op.drop_table(table)
    op.execute(BACK)
    op.drop_table("removals")
    op.execute("DROP FUNCTION removal_has_its_reason()")
    op.drop_table("erasures")
    op.drop_index("ix_interviews_recorded", table_name="interviews")
    op.drop_column("interviews", "recording_removed_at")
