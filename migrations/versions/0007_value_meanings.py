"""What a state said that texts in its columns mean, remembered with what its columns mean.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "upload_profile",
        sa.Column("values", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
    )
    op.create_check_constraint(
        op.f("upload_profile_values_check"), "upload_profile", "jsonb_typeof(values) = 'object'"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("upload_profile_values_check"), "upload_profile", type_="check")
    op.drop_column("upload_profile", "values")
