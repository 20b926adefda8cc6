"""A fact of school districts: the share of high schools that teach computer science.

Revision: 0017, after 0016
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

OLD_FACTS = (
    "rucc", "ruca", "ruca-secondary", "locale", "poverty-rate", "poverty-rate-under-18", "poverty-rate-5-17",
    "median-household-income", "broadband-share", "no-vehicle-share",
)
FACTS = (*OLD_FACTS, "cs-school-share")


def upgrade() -> None:
    set_facts(FACTS)


def downgrade() -> None:
    op.execute("DELETE FROM area_fact WHERE fact = 'cs-school-share'")
    set_facts(OLD_FACTS)


def set_facts(facts: tuple[str, ...]) -> None:
    quoted = ", ".join(f"'{fact}'" for fact in facts)
    op.drop_constraint(op.f("area_fact_fact_check"), "area_fact", type_="check")
    op.create_check_constraint(op.f("area_fact_fact_check"), "area_fact", f"fact IN ({quoted})")
