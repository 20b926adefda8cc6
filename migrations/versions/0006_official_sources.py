"""Numbers of federal registers as schemes of identifiers; degree programs as a type of program.

Revision: 0006, after 0005
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SCHEMES = "'nces-school', 'nces-district', 'ipeds-unitid', 'opeid', 'ein', 'uei', 'census-geoid', 'hsds'"
NEW_SCHEMES = "'ipeds-program', 'scorecard-field', 'imls-museum', 'imls-library'"
INSTITUTIONS = (
    "'school', 'district', 'community-college', 'university', 'tribal-college', 'museum', 'science-center', "
    "'library', 'makerspace', 'afterschool-provider', 'community-organization', 'extension-4h', "
    "'national-lab', 'employer', 'workforce-board', 'state-agency', 'tribal-government', 'stem-hub', "
    "'professional-association', 'philanthropy'"
)
PROGRAMS = (
    "'out-of-school', 'school-program', 'cte-pathway', 'dual-enrollment', 'camp', 'club', 'mentoring', "
    "'course', 'mobile-outreach', 'exhibit', 'curriculum-kit', 'professional-development', 'work-based-learning', "
    "'online'"
)
OPPORTUNITIES = (
    "'internship', 'apprenticeship', 'scholarship', 'competition', 'event', 'field-trip', 'grant', "
    "'volunteering', 'externship', 'job'"
)


def upgrade() -> None:
    set_schemes(f"{SCHEMES}, {NEW_SCHEMES}")
    set_subtypes(PROGRAMS.replace("'course', ", "'course', 'degree-program', "))


def downgrade() -> None:
    op.execute(f"DELETE FROM asset_identifier WHERE scheme IN ({NEW_SCHEMES})")
    op.execute("UPDATE asset SET subtype = 'course' WHERE subtype = 'degree-program'")
    set_schemes(SCHEMES)
    set_subtypes(PROGRAMS)


def set_schemes(known: str) -> None:
    op.drop_constraint(op.f("asset_identifier_scheme_check"), "asset_identifier", type_="check")
    op.create_check_constraint(
        op.f("asset_identifier_scheme_check"), "asset_identifier",
        f"scheme IN ({known}) OR scheme ~ '^state:[A-Z]{{2}}$'",
    )


def set_subtypes(programs: str) -> None:
    op.drop_constraint(op.f("asset_subtype_check"), "asset", type_="check")
    op.create_check_constraint(
        op.f("asset_subtype_check"), "asset",
        f"(kind = 'institution' AND subtype IN ({INSTITUTIONS})) OR (kind = 'program' AND subtype IN ({programs}))"
        f" OR (kind = 'opportunity' AND subtype IN ({OPPORTUNITIES}))",
    )
