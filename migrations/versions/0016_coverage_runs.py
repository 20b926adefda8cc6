"""Analyses that are kept: what was asked, on which data, what came out; over is over.

Revision: 0016, after 0015
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
EMPTY = sa.text("'{}'")
NOW = sa.text("now()")
TIME = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "coverage_run",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("data_version", sa.BigInteger(), nullable=True),
        sa.Column("code_version", sa.Text(), nullable=False),
        sa.Column("input_digest", sa.Text(), nullable=True),
        sa.Column("inputs", sa.LargeBinary(), nullable=True),
        sa.Column("result", postgresql.JSON(), nullable=True),
        sa.Column("status", sa.Text(), server_default=sa.text("'queued'"), nullable=False),
        sa.Column("progress", postgresql.JSONB(), server_default=EMPTY, nullable=False),
        sa.Column("timings", postgresql.JSONB(), server_default=EMPTY, nullable=False),
        sa.Column("error", postgresql.JSONB(), nullable=True),
        sa.Column("repeat_of", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", TIME, server_default=NOW, nullable=False),
        sa.Column("started_at", TIME, nullable=True),
        sa.Column("finished_at", TIME, nullable=True),
        sa.Column("seen_at", TIME, server_default=NOW, nullable=False),
        sa.Column("cancel_asked_at", TIME, nullable=True),
        *_checks(),
        sa.ForeignKeyConstraint(["repeat_of"], ["coverage_run.id"], name=op.f("coverage_run_repeat_of_fkey")),
        sa.ForeignKeyConstraint(["created_by"], ["api_key.id"], name=op.f("coverage_run_created_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("coverage_run_pkey")),
    )
    op.create_index("coverage_run_created_at_idx", "coverage_run", ["created_at"])
    op.create_index("coverage_run_repeat_of_idx", "coverage_run", ["repeat_of"])
    op.create_index(
        "coverage_run_open_idx",
        "coverage_run",
        ["seen_at"],
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )
    op.execute((SQL / "0016_coverage_runs.sql").read_text())


def downgrade() -> None:
    op.drop_table("coverage_run")
    op.execute("DROP FUNCTION keep_coverage_run()")


def _checks() -> list[sa.CheckConstraint]:
    rules = {
        "id": "id ~ '^run-[23456789abcdefghjkmnpqrstvwxyz]{8}$'",
        "kind": "kind IN ('coverage', 'agreement', 'siting', 'what-if', 'hotspots')",
        "status": "status IN ('queued', 'running', 'done', 'failed', 'cancelled')",
        "parameters": "jsonb_typeof(parameters) = 'object'",
        "progress": "jsonb_typeof(progress) = 'object'",
        "timings": "jsonb_typeof(timings) = 'object'",
        "data_version": "data_version > 0",
        "code_version": "code_version <> ''",
        "input_digest": "input_digest ~ '^[0-9a-f]{64}$'",
        "result": "(status = 'done') = (result IS NOT NULL) AND (status <> 'done' OR input_digest IS NOT NULL)",
        "error": "(status = 'failed') = (error IS NOT NULL)",
        "finished": "(status IN ('queued', 'running')) = (finished_at IS NULL)",
    }
    return [sa.CheckConstraint(rule, name=op.f(f"coverage_run_{name}_check")) for name, rule in rules.items()]
