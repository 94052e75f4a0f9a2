"""Devices of sessions; passkeys, providers and password resets; invitations to accounts; mail that is sent.

Revision ID: people
Revises: lifecycle
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "people"
down_revision = "lifecycle"
branch_labels = None
depends_on = None

# Addresses are compared in their compatibility form from now on. Where two accounts would meet, both stay as they are.
FOLD = """
UPDATE users SET email_key = normalize(email_key, NFKC)
WHERE email_key IS NOT NFKC NORMALIZED
  AND NOT EXISTS (SELECT FROM users other WHERE other.id <> users.id
                  AND normalize(other.email_key, NFKC) = normalize(users.email_key, NFKC))
"""


def moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def user(name: str, table: str, *, nullable: bool = False, ondelete: str | None = None) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(name, sa.Uuid(), nullable=nullable),
        sa.ForeignKeyConstraint([name], ["users.id"], name=op.f(f"fk_{table}_{name}_users"), ondelete=ondelete),
    ]


def text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable)


def upgrade() -> None:
    op.execute(FOLD)
    for name, default in (("way", "password"), ("device", ""), ("address", "")):
        op.add_column("sessions", sa.Column(name, sa.Text(), server_default=default, nullable=False))
    op.add_column("sessions", moment("last_used_at", nullable=True))
    op.execute("UPDATE sessions SET last_used_at = created_at")
    op.alter_column("sessions", "last_used_at", nullable=False)
    _resets()
    _passkeys()
    _providers()
    _mails()
    _invitations()


def _resets() -> None:
    op.create_table(
        "password_resets",
        sa.Column("id", sa.Uuid(), nullable=False),
        text("email_key"),
        text("address"),
        moment("created_at"),
        moment("expires_at"),
        *user("user_id", "password_resets", nullable=True, ondelete="CASCADE"),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        moment("used_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_resets")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_resets_token_hash")),
    )
    op.create_index("ix_password_resets_email_key", "password_resets", ["email_key", "created_at"])
    op.create_index("ix_password_resets_address", "password_resets", ["address", "created_at"])
    op.create_index(op.f("ix_password_resets_user_id"), "password_resets", ["user_id"])


def _passkeys() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Uuid(), nullable=False),
        *user("user_id", "passkeys", ondelete="CASCADE"),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        text("name"),
        moment("created_at"),
        moment("last_used_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index(op.f("ix_passkeys_user_id"), "passkeys", ["user_id"])


def _providers() -> None:
    op.create_table(
        "ceremonies",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        text("kind"),
        *user("user_id", "ceremonies", nullable=True, ondelete="CASCADE"),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        text("address"),
        moment("created_at"),
        moment("expires_at"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_ceremonies")),
    )
    op.create_index("ix_ceremonies_address", "ceremonies", ["address", "created_at"])
    op.create_index(op.f("ix_ceremonies_expires_at"), "ceremonies", ["expires_at"])
    op.create_table(
        "provider_identities",
        sa.Column("id", sa.Uuid(), nullable=False),
        *user("user_id", "provider_identities", ondelete="CASCADE"),
        text("issuer"),
        text("subject"),
        moment("created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_provider_identities_issuer_subject")),
    )
    op.create_index(op.f("ix_provider_identities_user_id"), "provider_identities", ["user_id"])


def _mails() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(text(name) for name in ("to", "kind", "subject")),
        text("text", nullable=True),
        text("state"),
        sa.Column("tries", sa.Integer(), nullable=False),
        text("fault", nullable=True),
        sa.Column("caused_by", sa.Uuid(), nullable=True),
        moment("created_at"),
        moment("next_try_at", nullable=True),
        moment("sent_at", nullable=True),
        moment("until"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    op.create_index("ix_mails_state", "mails", ["state", "next_try_at"])
    op.create_index("ix_mails_created_at", "mails", ["created_at"])


def _invitations() -> None:
    op.create_table(
        "account_invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(text(name) for name in ("email", "email_key", "name")),
        sa.Column("roles", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        *user("created_by", "account_invitations"),
        moment("created_at"),
        moment("expires_at"),
        moment("used_at", nullable=True),
        moment("revoked_at", nullable=True),
        *user("user_id", "account_invitations", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_invitations_token_hash")),
    )
    op.create_index(
        "uq_account_invitations_open",
        "account_invitations",
        ["email_key"],
        unique=True,
        postgresql_where=sa.text("used_at IS NULL AND revoked_at IS NULL"),
    )
    op.create_index("ix_account_invitations_created_at", "account_invitations", ["created_at"])


def downgrade() -> None:
    for table in (
        "account_invitations",
        "mails",
        "provider_identities",
        "ceremonies",
        "passkeys",
        "password_resets",
    ):
        op.drop_table(table)
    for column in ("last_used_at", "address", "device", "way"):
        op.drop_column("sessions", column)
