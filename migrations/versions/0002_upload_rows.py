"""Rows of an upload in typed columns, more states of an upload, and lighter audit triggers.

Revision: 0002, after 0001
"""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.execute((SQL / "0002_uploads.sql").read_text())
    op.execute((SQL / "0002_audit.sql").read_text())


def downgrade() -> None:
    op.execute((SQL / "0002_audit_down.sql").read_text())
    op.execute((SQL / "0002_uploads_down.sql").read_text())
