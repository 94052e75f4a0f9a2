"""Verdicts of trials may go: an author's own tries of a draft are removed some weeks after the last of them.

Revision ID: trials
Revises: readiness
"""

from alembic import op

revision = "trials"
down_revision = "readiness"
branch_labels = None
depends_on = None

_UP = """
CREATE FUNCTION verdicts_only_go_with_trials() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT FROM executions JOIN attempts ON attempts.id = executions.attempt_id
        WHERE executions.id = OLD.execution_id AND attempts.purpose = 'trial'
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rows of verdicts never change' USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER verdicts_never_change ON verdicts;
CREATE TRIGGER verdicts_never_change BEFORE UPDATE OR DELETE ON verdicts
    FOR EACH ROW EXECUTE FUNCTION verdicts_only_go_with_trials();
"""
_DOWN = """
DROP TRIGGER verdicts_never_change ON verdicts;
CREATE TRIGGER verdicts_never_change BEFORE UPDATE OR DELETE ON verdicts EXECUTE FUNCTION never_change();
DROP FUNCTION verdicts_only_go_with_trials();
"""


def upgrade() -> None:
    op.execute(_UP)


def downgrade() -> None:
    op.execute(_DOWN)
