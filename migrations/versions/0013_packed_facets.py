"""The facets of an asset as one value, so that all of them are gathered in one pass.

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    packed = "date_send(until) || int4send(offer) || int4send(disciplines) || int4send(people)"
    op.add_column(
        "asset_facet",
        sa.Column("packed", sa.LargeBinary(), sa.Computed(packed, persisted=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("asset_facet", "packed")
