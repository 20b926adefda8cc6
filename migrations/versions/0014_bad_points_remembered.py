"""What a state said becomes of rows with bad points, remembered with what its columns mean.

Revision: 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("upload_profile", sa.Column("bad_points", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("upload_profile_bad_points_check"), "upload_profile", "bad_points IN ('refuse', 'ignore')"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("upload_profile_bad_points_check"), "upload_profile", type_="check")
    op.drop_column("upload_profile", "bad_points")
