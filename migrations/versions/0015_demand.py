"""Figures say the year of their geography; facts of areas; more population groups.

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OLD_GROUPS = (
    "total", "age-5-17", "girls-5-17", "boys-5-17", "age-under-19", "hispanic", "black", "native-american", "asian",
    "pacific-islander", "multiracial", "white", "white-non-hispanic", "students-of-color", "disability-under-18",
    "poverty", "poverty-under-18", "english-learner-5-17", "no-broadband", "rural", "households",
)
GROUPS = (
    "total", "female", "male", "age-5-17", "girls-5-17", "boys-5-17", "age-under-19", "hispanic", "black",
    "native-american", "asian", "pacific-islander", "multiracial", "white", "white-non-hispanic",
    "black-non-hispanic", "native-american-non-hispanic", "asian-non-hispanic", "pacific-islander-non-hispanic",
    "multiracial-non-hispanic", "people-of-color", "students-of-color", "hispanic-5-17", "black-5-17",
    "native-american-5-17", "asian-5-17", "white-non-hispanic-5-17", "disability-under-18", "disability-5-17",
    "poverty", "poverty-under-18", "poverty-5-17", "poverty-6-17", "english-learner-5-17", "no-broadband",
    "rural", "households", "no-vehicle-households", "no-internet-households",
)
NEW_GROUPS = tuple(group for group in GROUPS if group not in OLD_GROUPS)
FACTS = (
    "rucc", "ruca", "ruca-secondary", "locale", "poverty-rate", "poverty-rate-under-18", "poverty-rate-5-17",
    "median-household-income", "broadband-share", "no-vehicle-share",
)


def upgrade() -> None:
    set_groups(GROUPS)
    op.add_column("area_population", sa.Column("geography_year", sa.SmallInteger(), nullable=True))
    op.execute(
        "UPDATE area_population SET geography_year = vintage::smallint"
        " WHERE vintage ~ '^(19|20)[0-9]{2}$' AND geography_year IS NULL"
    )
    op.create_check_constraint(
        op.f("area_population_geography_year_check"), "area_population", "geography_year BETWEEN 1790 AND 2100"
    )
    op.create_table(
        "area_fact",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("vintage", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("moe", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.CheckConstraint(f"fact IN ({quoted(FACTS)})", name=op.f("area_fact_fact_check")),
        sa.CheckConstraint("value > '-Infinity' AND value < 'Infinity'", name=op.f("area_fact_value_check")),
        sa.CheckConstraint("moe >= 0 AND moe < 'Infinity'", name=op.f("area_fact_moe_check")),
        sa.CheckConstraint(
            "(low IS NULL) = (high IS NULL) AND low <= value AND value <= high AND low > '-Infinity'"
            " AND high < 'Infinity'",
            name=op.f("area_fact_interval_check"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("area_fact_area_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source"], ["data_source.slug"], name=op.f("area_fact_source_fkey")),
        sa.PrimaryKeyConstraint("area_id", "fact", "source", "vintage", name=op.f("area_fact_pkey")),
    )
    op.create_index("area_fact_fact_idx", "area_fact", ["fact", "area_id"])
    op.execute(
        "CREATE TRIGGER area_fact_changed AFTER INSERT OR UPDATE OR DELETE ON area_fact"
        " FOR EACH STATEMENT EXECUTE FUNCTION areas_changed()"
    )


def downgrade() -> None:
    op.drop_table("area_fact")
    op.drop_constraint(op.f("area_population_geography_year_check"), "area_population", type_="check")
    op.drop_column("area_population", "geography_year")
    for table in ("area_population", "area_share"):
        op.execute(f'DELETE FROM {table} WHERE "group" IN ({quoted(NEW_GROUPS)})')
    set_groups(OLD_GROUPS)


def set_groups(groups: tuple[str, ...]) -> None:
    for table in ("area_population", "area_share"):
        op.drop_constraint(op.f(f"{table}_group_check"), table, type_="check")
        op.create_check_constraint(op.f(f"{table}_group_check"), table, f'"group" IN ({quoted(groups)})')


def quoted(slugs: tuple[str, ...]) -> str:
    return ", ".join(f"'{slug}'" for slug in slugs)
