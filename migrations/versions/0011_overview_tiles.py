"""Tiles of the lowest zooms, kept ready.

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "overview",
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("version", "day", name=op.f("overview_pkey")),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "overview_tile",
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("z", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("x", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("y", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version", "day", "layer", "z", "x", "y", name=op.f("overview_tile_pkey")),
        prefixes=["UNLOGGED"],
    )
    # Read as it is, without unpacking.
    op.execute("ALTER TABLE overview_tile ALTER COLUMN body SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.drop_table("overview_tile")
    op.drop_table("overview")
