"""What a state said its columns mean, remembered by header set; the text of its cells where it is not ours.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES = (
    "'AL', 'AK', 'AZ', 'AR', 'CA', 'CO', 'CT', 'DE', 'DC', 'FL', 'GA', 'HI', 'ID', 'IL', 'IN', 'IA', "
    "'KS', 'KY', 'LA', 'ME', 'MD', 'MA', 'MI', 'MN', 'MS', 'MO', 'MT', 'NE', 'NV', 'NH', 'NJ', 'NM', "
    "'NY', 'NC', 'ND', 'OH', 'OK', 'OR', 'PA', 'RI', 'SC', 'SD', 'TN', 'TX', 'UT', 'VT', 'VA', 'WA', "
    "'WV', 'WI', 'WY', 'AS', 'GU', 'MP', 'PR', 'VI'"
)


def upgrade() -> None:
    op.create_table(
        "upload_profile",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("header_sha256", sa.Text(), nullable=False),
        sa.Column("columns", postgresql.JSONB(), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.Column("saved_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("upload_profile_state_check")),
        sa.CheckConstraint("header_sha256 ~ '^[0-9a-f]{64}$'", name=op.f("upload_profile_header_sha256_check")),
        sa.CheckConstraint("jsonb_typeof(columns) = 'object'", name=op.f("upload_profile_columns_check")),
        sa.PrimaryKeyConstraint("state", "header_sha256", name=op.f("upload_profile_pkey")),
    )
    op.add_column("asset", sa.Column("source_cells", postgresql.JSONB(), nullable=True))
    op.add_column("upload_row", sa.Column("source_cells", postgresql.JSONB(), nullable=True))
    op.create_check_constraint(
        op.f("asset_source_cells_check"), "asset", "jsonb_typeof(source_cells) = 'object'"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("asset_source_cells_check"), "asset", type_="check")
    op.drop_column("asset", "source_cells")
    op.drop_column("upload_row", "source_cells")
    op.drop_table("upload_profile")
