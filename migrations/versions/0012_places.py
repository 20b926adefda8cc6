"""Indexes that answer by themselves what is in a box, and which ids come next in it.

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

CURRENT = sa.text("visibility = 'public' AND deleted_at IS NULL AND status = 'active'")
DAYS = ["kind", "end_date", "application_deadline"]
RULES = ["id", "kind", "status", "visibility", "deleted_at", "end_date", "application_deadline", "geom"]


def upgrade() -> None:
    place = [sa.text("(geom::point)")]
    op.create_index("asset_place_gist", "asset", place, postgresql_using="gist", postgresql_include=RULES)
    _walk([*DAYS, "geom"])


def downgrade() -> None:
    op.drop_index("asset_place_gist", "asset")
    _walk(DAYS)


def _walk(include: list[str]) -> None:
    """The index of the ids of what everybody sees, anew."""
    op.drop_index("asset_current_id_idx", "asset")
    op.create_index(
        "asset_current_id_idx", "asset", ["id"], postgresql_include=include, postgresql_where=CURRENT
    )
