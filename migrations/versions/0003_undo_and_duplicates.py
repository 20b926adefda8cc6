"""Undo, likely duplicates and their decisions, row-level security on writes.

Revision: 0003, after 0002
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
FUNCTIONS = ("limit_writes(text[])", "prepare_writer_role()", "writable_states()")
WRITES = ("insert", "update", "delete")


def upgrade() -> None:
    op.add_column("upload", sa.Column("undone_at", sa.TIMESTAMP(timezone=True)))
    op.add_column("upload", sa.Column("undone_by", sa.Text()))
    op.create_check_constraint(
        op.f("upload_undone_check"),
        "upload",
        "(status = 'undone') = (undone_at IS NOT NULL) AND (undone_at IS NULL) = (undone_by IS NULL)",
    )
    op.execute((SQL / "0003_audit.sql").read_text())
    op.execute((SQL / "0003_duplicates.sql").read_text())
    op.execute((SQL / "0003_row_security.sql").read_text())


def downgrade() -> None:
    for table in ("asset_identifier", "asset"):
        for action in ("read", *WRITES):
            op.execute(f"DROP POLICY {table}_{action} ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "DO $$ BEGIN IF to_regrole('stemmap_writer') IS NOT NULL AND pg_has_role('stemmap_writer', 'MEMBER')"
        " THEN DROP OWNED BY stemmap_writer; END IF; END $$"
    )
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    op.execute((SQL / "0003_audit_down.sql").read_text())
    for table in ("upload_merge", "duplicate_decision", "upload_duplicate"):
        op.drop_table(table)
    op.drop_constraint("upload_undone_check", "upload")
    op.execute(
        "UPDATE upload SET status = 'abandoned', applied_at = NULL WHERE status = 'undone'"
    )
    op.drop_column("upload", "undone_by")
    op.drop_column("upload", "undone_at")
