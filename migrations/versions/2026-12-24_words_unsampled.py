"""The planner's samples of values hold no words of people: what is removed from a table would stay readable there.

Revision ID: words_unsampled
Revises: mails_interviews
"""

import sqlalchemy as sa
from alembic import op

revision = "words_unsampled"
down_revision = "mails_interviews"
branch_labels = None
depends_on = None

WORDS = {
    "ablations": ("code",),
    "account_invitations": ("email", "email_key", "name", "token_hash"),
    "api_tokens": ("name", "prefix", "token_hash"),
    "bench_runs": ("checks", "found"),
    "ceremonies": ("token_hash", "data", "address"),
    "debrief_trials": ("code", "found"),
    "decisions": ("reasons",),
    "discussion_posts": ("text",),
    "drafts": ("solution", "checks"),
    "drill_settings": ("time_zone",),
    "evidence": ("claim", "how", "data"),
    "evidence_states": ("shadow", "reason"),
    "execution_events": ("data",),
    "execution_staff_details": ("data",),
    "executions": ("solution", "checks"),
    "feedback": ("text",),
    "idempotency_keys": ("key", "request", "headers", "body"),
    "interviews": ("title", "policy"),
    "mails": ("to", "subject", "text", "fault"),
    "mock_pairs": ("token_hash",),
    "notes": ("text",),
    "passkeys": ("name", "credential_id", "public_key"),
    "password_resets": ("email_key", "address", "token_hash"),
    "practice_questions": ("text", "answer"),
    "practice_statements": ("text",),
    "problem_version_steps": ("reason",),
    "provider_identities": ("issuer", "subject"),
    "readings": ("lines", "explanation"),
    "regrades": ("reason",),
    "reports": ("text",),
    "room_updates": ("payload",),
    "rooms": ("snapshot",),
    "saved_comments": ("text",),
    "scorecards": ("summary",),
    "scores": ("comment",),
    "sessions": ("token_hash", "address", "device"),
    "sign_in_failures": ("email_key", "address"),
    "study_plans": ("goal",),
    "study_tasks": ("title", "reason", "instead_of"),
    "timeline_events": ("payload",),
    "users": ("email", "email_key", "name", "password_hash"),
    "visitors": ("address",),
}
# Samples that were taken before. Only a superuser may touch them, as the embedded database's account and compose's are.
FORGET = """
DELETE FROM pg_statistic USING pg_attribute WHERE attrelid = starelid AND attnum = staattnum AND attstattarget = 0
    AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
"""


def upgrade() -> None:
    _sample("0")
    if op.get_bind().scalar(sa.text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
        op.execute(FORGET)


def downgrade() -> None:
    _sample("-1")


def _sample(values: str) -> None:
    for table, columns in WORDS.items():
        op.execute(f"ALTER TABLE {table} " + ", ".join(f'ALTER "{name}" SET STATISTICS {values}' for name in columns))
