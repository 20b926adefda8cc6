"""Partners on whose pages ours may stand in a frame, and their domains.

Revision: 0019, after 0018
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
DOMAIN = r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?"


def upgrade() -> None:
    op.create_table(
        "embed_partner",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("domains", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "id ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(id) <= 60", name=op.f("embed_partner_id_check")
        ),
        sa.CheckConstraint(
            "btrim(name) <> '' AND length(name) <= 200", name=op.f("embed_partner_name_check")
        ),
        sa.CheckConstraint(
            f"array_to_string(domains, ' ') ~ '^{DOMAIN}( {DOMAIN})*$' AND array_position(domains, NULL) IS NULL",
            name=op.f("embed_partner_domains_check"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("embed_partner_pkey")),
        sa.UniqueConstraint("name", name=op.f("embed_partner_name_key")),
    )
    op.execute((SQL / "0019_embed_partners.sql").read_text())


def downgrade() -> None:
    op.drop_table("embed_partner")
    op.execute("DROP FUNCTION audit_embed_partner()")
