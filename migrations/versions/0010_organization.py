"""The organization that runs an asset, as text where it is no asset itself; the names of refused rows.

Revision: 0010, after 0009
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
RENDER = "UPDATE asset_feature f SET head = p.head FROM public_feature p WHERE p.asset_id = f.asset_id"


def render(revision: str) -> None:
    """Features as the fields of `revision` make them."""
    op.execute((SQL / f"{revision}_public_feature.sql").read_text())
    op.execute("SET LOCAL timezone TO 'UTC'")
    op.execute(RENDER)


def upgrade() -> None:
    op.add_column("asset", sa.Column("organization_name", sa.Text(), nullable=True))
    op.add_column("upload_refusal", sa.Column("name", sa.Text(), nullable=True))
    op.add_column("upload_row", sa.Column("organization_name", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("asset_organization_name_check"), "asset", "btrim(organization_name) <> ''"
    )
    render("0010")


def downgrade() -> None:
    render("0008")
    op.drop_constraint(op.f("asset_organization_name_check"), "asset", type_="check")
    op.drop_column("upload_refusal", "name")
    op.drop_column("upload_row", "organization_name")
    op.drop_column("asset", "organization_name")
