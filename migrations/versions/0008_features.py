"""Features kept as they are sent, and indexes of the current public view.

Revision: 0008, after 0007
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
CURRENT = "visibility = 'public' AND deleted_at IS NULL AND status = 'active'"
INDEXES = {
    "asset_current_id_idx": (["id"], ["kind", "end_date", "application_deadline"]),
    "asset_current_state_idx": (["state", "id"], ["kind", "end_date", "application_deadline"]),
    "asset_current_kind_idx": (["kind", "id"], ["end_date", "application_deadline"]),
}


def upgrade() -> None:
    op.create_table(
        "asset_feature",
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("verified_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("head", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("asset_feature_pkey")),
    )
    op.execute((SQL / "0008_public_feature.sql").read_text())
    op.execute((SQL / "0008_features.sql").read_text())
    for name, (columns, include) in INDEXES.items():
        op.create_index(name, "asset", columns, postgresql_include=include, postgresql_where=sa.text(CURRENT))


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "asset")
    for event in ("insert", "update", "delete", "truncate"):
        op.execute(f"DROP TRIGGER asset_feature_{event} ON asset")
    op.execute("DROP FUNCTION keep_features()")
    op.execute("DROP FUNCTION drop_features()")
    op.execute("DROP VIEW public_feature")
    op.drop_table("asset_feature")
