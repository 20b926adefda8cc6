"""Names in their natural order, and facets of public assets as numbers.

Revision: 0009, after 0008
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
BYTEWISE = {
    "asset_state_name_idx": ["state", "name", "id"],
    "asset_kind_name_idx": ["kind", "name", "id"],
    "asset_name_idx": ["name", "id"],
}
"""One index in natural order takes the place of these three."""


def upgrade() -> None:
    op.create_table(
        "asset_facet",
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("offer", sa.Integer(), nullable=False),
        sa.Column("disciplines", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("asset_facet_pkey")),
    )
    op.execute((SQL / "0009_search.sql").read_text())
    for name in BYTEWISE:
        op.drop_index(name, "asset")
    op.create_index("asset_natural_name_idx", "asset", [sa.text('name COLLATE "natural"'), "id"])


def downgrade() -> None:
    op.drop_index("asset_natural_name_idx", "asset")
    for name, columns in BYTEWISE.items():
        op.create_index(name, "asset", columns)
    for event in ("insert", "update", "delete", "truncate"):
        op.execute(f"DROP TRIGGER asset_facet_{event} ON asset")
    op.execute("DROP FUNCTION keep_facets()")
    op.execute("DROP FUNCTION drop_facets()")
    op.execute("DROP VIEW facet_row")
    op.drop_table("asset_facet")
    op.execute('DROP COLLATION "natural"')
