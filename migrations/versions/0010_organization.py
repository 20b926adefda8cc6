"""The organization that runs an asset, as text where it is no asset itself; the names of refused rows.

Revision: 0010, after 0007 (the revisions in between come from elsewhere: to be chained after 0009 when they meet)
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("asset", sa.Column("organization_name", sa.Text(), nullable=True))
    op.add_column("upload_refusal", sa.Column("name", sa.Text(), nullable=True))
    op.add_column("upload_row", sa.Column("organization_name", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("asset_organization_name_check"), "asset", "btrim(organization_name) <> ''"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("asset_organization_name_check"), "asset", type_="check")
    op.drop_column("upload_refusal", "name")
    op.drop_column("upload_row", "organization_name")
    op.drop_column("asset", "organization_name")
