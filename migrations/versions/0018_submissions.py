"""Reports by the public: corrections, what has closed, programs that are missing.

Revision: 0018, after 0016
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
NOW = sa.text("now()")
TIME = sa.TIMESTAMP(timezone=True)
STATES = (
    "'AL', 'AK', 'AZ', 'AR', 'CA', 'CO', 'CT', 'DE', 'DC', 'FL', 'GA', 'HI', 'ID', 'IL', 'IN', 'IA',"
    " 'KS', 'KY', 'LA', 'ME', 'MD', 'MA', 'MI', 'MN', 'MS', 'MO', 'MT', 'NE', 'NV', 'NH', 'NJ', "
    "'NM', 'NY', 'NC', 'ND', 'OH', 'OK', 'OR', 'PA', 'RI', 'SC', 'SD', 'TN', 'TX', 'UT', 'VT', 'VA',"
    " 'WA', 'WV', 'WI', 'WY', 'AS', 'GU', 'MP', 'PR', 'VI'"
)


def upgrade() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=True),
        sa.Column("asset_name", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("proposal", postgresql.JSONB(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("created_at", TIME, server_default=NOW, nullable=False),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        *_checks(),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["asset.id"], name=op.f("submission_asset_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("submission_pkey")),
        sa.UniqueConstraint("reference", name=op.f("submission_reference_key")),
    )
    op.create_index("submission_state_idx", "submission", ["state", "status", "id"])
    op.create_index("submission_asset_id_idx", "submission", ["asset_id"])
    op.create_index(
        "submission_waiting_key",
        "submission",
        ["digest"],
        unique=True,
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.execute((SQL / "0018_submissions.sql").read_text())


def downgrade() -> None:
    op.drop_table("submission")


def _checks() -> list[sa.CheckConstraint]:
    rules = {
        "asset_name": "btrim(asset_name) <> ''",
        "closed": (
            "kind <> 'closed' OR coalesce(value IN ('defunct', 'temporarily_closed', "
            "'inactive'), false)"
        ),
        "correction": "(kind = 'correction') = (field IS NOT NULL)",
        "decided": (
            "(status = 'waiting') = (decided_at IS NULL) AND (decided_at IS NULL) = "
            "(decided_by IS NULL)"
        ),
        "digest": "octet_length(digest) = 32",
        "email": "email ~ '.@.'",
        "field": (
            "field IN ('name', 'description', 'url', 'phone', 'email', 'address', 'point', "
            "'cost', 'financial_aid', 'grades', 'ages', 'audiences', 'languages', "
            "'start_date', 'end_date', 'application_deadline', 'seasons', 'times_of_day', "
            "'delivery_mode', 'transport_provided', 'accessibility', 'disciplines', "
            "'seats', 'other')"
        ),
        "kind": "kind IN ('correction', 'closed', 'new')",
        "method": "method IN ('website', 'phone', 'email', 'visit', 'steward')",
        "new": "(kind = 'new') = (proposal IS NOT NULL)",
        "proposal": "jsonb_typeof(proposal) = 'object'",
        "reason": "(status = 'declined') = (reason IS NOT NULL)",
        "reference": "reference ~ '^rep-[23456789abcdefghjkmnpqrstvwxyz]{8}$'",
        "says_something": "kind = 'new' OR value IS NOT NULL OR comment IS NOT NULL",
        "state": f"state IN ({STATES})",
        "status": "status IN ('waiting', 'accepted', 'declined')",
    }
    return [sa.CheckConstraint(rule, name=op.f(f"submission_{name}_check")) for name, rule in rules.items()]
