"""The first schema: assets, areas and their people, uploads, keys, history.

Revision: 0001
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
FUNCTIONS = (
    "audit_insert()", "audit_update()", "audit_delete()", "areas_changed()", "refuse_change()", "touch_asset()",
    "changed_fields(jsonb, jsonb)", "row_key(jsonb)", "bump_data_version()", "current_upload()", "current_actor()",
    "slug_words(text[])",
)
EXTENSIONS = ("postgis", "pg_trgm", "unaccent")


def upgrade() -> None:
    for extension in EXTENSIONS:
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.execute((SQL / "0001_functions.sql").read_text())
    op.create_table('api_key',
    sa.Column('id', sa.Integer(), sa.Identity(always=True), nullable=False),
    sa.Column('prefix', sa.Text(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('states', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('created_at', postgresql.TIMESTAMP(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('expires_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('last_used_on', sa.Date(), nullable=True),
    sa.Column('revoked_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.CheckConstraint("role <> 'editor' OR cardinality(states) > 0", name=op.f('api_key_editor_states_check')),
    sa.CheckConstraint("role IN ('admin', 'editor', 'reader')", name=op.f('api_key_role_check')),
    sa.CheckConstraint("states <@ ARRAY['AL', 'AK', 'AZ', 'AR', 'CA', 'CO', 'CT', 'DE', 'DC', 'FL', 'GA', 'HI', 'ID', 'IL', 'IN', 'IA', 'KS', 'KY', 'LA', 'ME', 'MD', 'MA', 'MI', 'MN', 'MS', 'MO', 'MT', 'NE', 'NV', 'NH', 'NJ', 'NM', 'NY', 'NC', 'ND', 'OH', 'OK', 'OR', 'PA', 'RI', 'SC', 'SD', 'TN', 'TX', 'UT', 'VT', 'VA', 'WA', 'WV', 'WI', 'WY', 'AS', 'GU', 'MP', 'PR', 'VI']::text[] AND array_position(states, NULL) IS NULL", name=op.f('api_key_states_check')),
    sa.CheckConstraint('octet_length(digest) = 32', name=op.f('api_key_digest_check')),
    sa.PrimaryKeyConstraint('id', name=op.f('api_key_pkey')),
    sa.UniqueConstraint('digest', name=op.f('api_key_digest_key'))
    )
    op.create_table('audit_entry',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=True), nullable=False),
    sa.Column('at', postgresql.TIMESTAMP(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.Column('upload_id', sa.Uuid(), nullable=True),
    sa.Column('table_name', sa.Text(), nullable=False),
    sa.Column('row_id', sa.Text(), nullable=False),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('before', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('after', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.CheckConstraint("action IN ('insert', 'update', 'delete')", name=op.f('audit_entry_action_check')),
    sa.PrimaryKeyConstraint('id', name=op.f('audit_entry_pkey'))
    )
    op.create_index('audit_entry_row_idx', 'audit_entry', ['table_name', 'row_id'], unique=False)
    op.create_index('audit_entry_upload_id_idx', 'audit_entry', ['upload_id'], unique=False)
    op.create_table('data_source',
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('publisher', sa.Text(), nullable=False),
    sa.Column('vintage', sa.Text(), nullable=False),
    sa.Column('licence', sa.Text(), nullable=False),
    sa.Column('url', sa.Text(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('digest', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('slug', name=op.f('data_source_pkey'))
    )
    op.create_table('data_version',
    sa.Column('id', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('version', sa.BigInteger(), server_default=sa.text('1'), nullable=False),
    sa.Column('changed_at', postgresql.TIMESTAMP(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('data_version_one_row_check')),
    sa.PrimaryKeyConstraint('id', name=op.f('data_version_pkey'))
    )
    op.create_table('upload',
    sa.Column('id', sa.Uuid(), server_default=sa.text('gen_random_uuid()'), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('file_name', sa.Text(), nullable=False),
    sa.Column('file_sha256', sa.Text(), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('format', sa.Text(), nullable=False),
    sa.Column('encoding', sa.Text(), nullable=True),
    sa.Column('columns', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('counts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('source_name', sa.Text(), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.Column('created_at', postgresql.TIMESTAMP(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('applied_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.CheckConstraint("(status = 'applied') = (applied_at IS NOT NULL)", name=op.f('upload_applied_check')),
    sa.CheckConstraint("file_sha256 ~ '^[0-9a-f]{64}$'", name=op.f('upload_file_sha256_check')),
    sa.CheckConstraint("state IN ('AL', 'AK', 'AZ', 'AR', 'CA', 'CO', 'CT', 'DE', 'DC', 'FL', 'GA', 'HI', 'ID', 'IL', 'IN', 'IA', 'KS', 'KY', 'LA', 'ME', 'MD', 'MA', 'MI', 'MN', 'MS', 'MO', 'MT', 'NE', 'NV', 'NH', 'NJ', 'NM', 'NY', 'NC', 'ND', 'OH', 'OK', 'OR', 'PA', 'RI', 'SC', 'SD', 'TN', 'TX', 'UT', 'VT', 'VA', 'WA', 'WV', 'WI', 'WY', 'AS', 'GU', 'MP', 'PR', 'VI')", name=op.f('upload_state_check')),
    sa.CheckConstraint("status IN ('checked', 'applied', 'refused')", name=op.f('upload_status_check')),
    sa.PrimaryKeyConstraint('id', name=op.f('upload_pkey'))
    )
    op.create_index('upload_state_idx', 'upload', ['state', 'created_at'], unique=False)
    op.create_table('area',
    sa.Column('id', sa.Integer(), sa.Identity(always=True), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('geoid', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('alternate_names', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('state', sa.Text(), nullable=True),
    sa.Column('county_geoid', sa.Text(), nullable=True),
    sa.Column('point', Geometry(geometry_type='POINT', srid=4326, dimension=2, spatial_index=False, from_text='ST_GeomFromEWKT', name='geometry', nullable=False), nullable=False),
    sa.Column('geom', Geometry(geometry_type='MULTIPOLYGON', srid=4326, dimension=2, spatial_index=False, from_text='ST_GeomFromEWKT', name='geometry'), nullable=True),
    sa.Column('land_area_m2', sa.Double(), nullable=True),
    sa.Column('median_household_income', sa.Integer(), nullable=True),
    sa.Column('vintage', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.CheckConstraint("geoid <> '' AND name <> ''", name=op.f('area_named_check')),
    sa.CheckConstraint("kind IN ('state', 'county', 'zip', 'place', 'tract', 'block-group', 'school-district', 'legislative-district', 'custom')", name=op.f('area_kind_check')),
    sa.CheckConstraint("land_area_m2 >= 0 AND land_area_m2 < 'Infinity'", name=op.f('area_land_area_check')),
    sa.CheckConstraint("state IN ('AL', 'AK', 'AZ', 'AR', 'CA', 'CO', 'CT', 'DE', 'DC', 'FL', 'GA', 'HI', 'ID', 'IL', 'IN', 'IA', 'KS', 'KY', 'LA', 'ME', 'MD', 'MA', 'MI', 'MN', 'MS', 'MO', 'MT', 'NE', 'NV', 'NH', 'NJ', 'NM', 'NY', 'NC', 'ND', 'OH', 'OK', 'OR', 'PA', 'RI', 'SC', 'SD', 'TN', 'TX', 'UT', 'VT', 'VA', 'WA', 'WV', 'WI', 'WY', 'AS', 'GU', 'MP', 'PR', 'VI')", name=op.f('area_state_check')),
    sa.CheckConstraint('NOT ST_IsEmpty(point) AND ST_X(point) BETWEEN -180 AND 180 AND ST_Y(point) BETWEEN -90 AND 90', name=op.f('area_point_check')),
    sa.CheckConstraint('geom IS NULL OR (NOT ST_IsEmpty(geom) AND ST_IsValid(geom))', name=op.f('area_geom_check')),
    sa.ForeignKeyConstraint(['source'], ['data_source.slug'], name=op.f('area_source_fkey')),
    sa.PrimaryKeyConstraint('id', name=op.f('area_pkey')),
    sa.UniqueConstraint('kind', 'geoid', name=op.f('area_kind_geoid_key'))
    )
    op.create_index('area_alternate_names_gin', 'area', ['alternate_names'], unique=False, postgresql_using='gin')
    op.create_index('area_county_geoid_idx', 'area', ['county_geoid'], unique=False)
    op.create_index('area_geom_gist', 'area', ['geom'], unique=False, postgresql_using='gist')
    op.create_index('area_kind_state_idx', 'area', ['kind', 'state'], unique=False)
    op.create_index('area_name_idx', 'area', [sa.literal_column('lower(name)'), 'kind', 'state'], unique=False)
    op.create_index('area_point_gist', 'area', ['point'], unique=False, postgresql_using='gist')
    op.create_table('asset',
    sa.Column('id', sa.Uuid(), server_default=sa.text('gen_random_uuid()'), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('subtype', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('alternate_name', sa.Text(), nullable=True),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('url', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), server_default='active', nullable=False),
    sa.Column('visibility', sa.Text(), server_default='public', nullable=False),
    sa.Column('parent_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('geom', Geometry(geometry_type='POINT', srid=4326, dimension=2, spatial_index=False, from_text='ST_GeomFromEWKT', name='geometry'), nullable=True),
    sa.Column('location_precision', sa.Text(), server_default='none', nullable=False),
    sa.Column('address', sa.Text(), nullable=True),
    sa.Column('city', sa.Text(), nullable=True),
    sa.Column('postal_code', sa.Text(), nullable=True),
    sa.Column('county_geoid', sa.Text(), nullable=True),
    sa.Column('reach', sa.Text(), server_default='site', nullable=False),
    sa.Column('service_radius_m', sa.Double(), nullable=True),
    sa.Column('service_area_geoids', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('stops', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False),
    sa.Column('disciplines', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('career_clusters', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('career_clusters_2002', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('cip_codes', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('soc_codes', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('grades', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('min_age', sa.Integer(), nullable=True),
    sa.Column('max_age', sa.Integer(), nullable=True),
    sa.Column('open_to_all', sa.Boolean(), nullable=True),
    sa.Column('designed_for', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('restricted_to', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('languages', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('start_date', sa.Date(), nullable=True),
    sa.Column('end_date', sa.Date(), nullable=True),
    sa.Column('application_deadline', sa.Date(), nullable=True),
    sa.Column('seasons', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('times_of_day', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('schedule', sa.Text(), nullable=True),
    sa.Column('cost_amount', sa.Double(), nullable=True),
    sa.Column('cost_band', sa.Text(), nullable=True),
    sa.Column('financial_aid', sa.Boolean(), nullable=True),
    sa.Column('stipend', sa.Boolean(), nullable=True),
    sa.Column('delivery_mode', sa.Text(), nullable=True),
    sa.Column('transport_provided', sa.Boolean(), nullable=True),
    sa.Column('accessibility', postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('broadband_needed', sa.Boolean(), nullable=True),
    sa.Column('seats', sa.Integer(), nullable=True),
    sa.Column('source_name', sa.Text(), nullable=True),
    sa.Column('source_url', sa.Text(), nullable=True),
    sa.Column('verified_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('verified_by', sa.Text(), nullable=True),
    sa.Column('verification_method', sa.Text(), nullable=True),
    sa.Column('next_review_due', sa.Date(), nullable=True),
    sa.Column('rubric_scores', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('extra', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('created_at', postgresql.TIMESTAMP(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('updated_at', postgresql.TIMESTAMP(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('deleted_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('upload_id', sa.Uuid(), nullable=True),
    sa.Column('search', postgresql.TSVECTOR(), sa.Computed("setweight(to_tsvector('english', name || ' ' || coalesce(alternate_name, '')), 'A') || setweight(to_tsvector('english', slug_words(ARRAY[subtype] || disciplines)), 'B') || setweight(to_tsvector('english', coalesce(city, '') || ' ' || coalesce(postal_code, '')), 'B') || setweight(to_tsvector('english', coalesce(description, '')), 'C')", persisted=True), nullable=False),
    sa.CheckConstraint("(geom IS NULL) = (location_precision = 'none')", name=op.f('asset_geom_precision_check')),
    sa.CheckConstraint("(kind = 'institution' AND subtype IN ('school', 'district', 'community-college', 'university', 'tribal-college', 'museum', 'science-center', 'library', 'makerspace', 'afterschool-provider', 'community-organization', 'extension-4h', 'national-lab', 'employer', 'workforce-board', 'state-agency', 'tribal-government', 'stem-hub', 'professional-association', 'philanthropy')) OR (kind = 'program' AND subtype IN ('out-of-school', 'school-program', 'cte-pathway', 'dual-enrollment', 'camp', 'club', 'mentoring', 'course', 'mobile-outreach', 'exhibit', 'curriculum-kit', 'professional-development', 'work-based-learning', 'online')) OR (kind = 'opportunity' AND subtype IN ('internship', 'apprenticeship', 'scholarship', 'competition', 'event', 'field-trip', 'grant', 'volunteering', 'externship', 'job'))", name=op.f('asset_subtype_check')),
    sa.CheckConstraint("btrim(name) <> ''", name=op.f('asset_name_check')),
    sa.CheckConstraint("career_clusters <@ ARRAY['advanced-manufacturing', 'agriculture', 'arts-entertainment-design', 'construction', 'digital-technology', 'education', 'energy-natural-resources', 'financial-services', 'healthcare-human-services', 'hospitality-events-tourism', 'management-entrepreneurship', 'marketing-sales', 'public-service-safety', 'supply-chain-transportation']::text[] AND array_position(career_clusters, NULL) IS NULL", name=op.f('asset_career_clusters_check')),
    sa.CheckConstraint("career_clusters_2002 <@ ARRAY['agriculture-food-natural-resources', 'architecture-construction', 'arts-av-communications', 'business-management-administration', 'education-training', 'finance', 'government-public-administration', 'health-science-cluster', 'hospitality-tourism', 'human-services', 'information-technology', 'law-public-safety-corrections-security', 'manufacturing-cluster', 'marketing', 'stem', 'transportation-distribution-logistics']::text[] AND array_position(career_clusters_2002, NULL) IS NULL", name=op.f('asset_career_clusters_2002_check')),
    sa.CheckConstraint("cost_amount >= 0 AND cost_amount < 'Infinity'", name=op.f('asset_cost_amount_check')),
    sa.CheckConstraint("cost_band IN ('free', 'under-25', 'under-50', 'under-100', 'under-200', '200-plus', 'sliding-scale', 'paid-to-participant')", name=op.f('asset_cost_band_check')),
    sa.CheckConstraint("county_geoid ~ '^[0-9]{5}$'", name=op.f('asset_county_geoid_check')),
    sa.CheckConstraint("delivery_mode IN ('in-person', 'mobile', 'virtual-live', 'virtual-self-paced', 'hybrid', 'kit-by-mail')", name=op.f('asset_delivery_mode_check')),
    sa.CheckConstraint("designed_for <@ ARRAY['disability', 'low-income', 'nontraditional-field', 'single-parent', 'out-of-workforce', 'english-learner', 'homeless', 'foster-youth', 'military-family', 'women-girls', 'black', 'hispanic', 'native-american', 'pacific-islander', 'asian', 'first-generation', 'rural', 'veterans', 'migrant', 'justice-involved', 'gifted', 'at-risk']::text[] AND array_position(designed_for, NULL) IS NULL", name=op.f('asset_designed_for_check')),
    sa.CheckConstraint("disciplines <@ ARRAY['biology', 'chemistry', 'physics', 'earth-environment', 'mathematics', 'computing', 'cybersecurity', 'data-ai', 'engineering', 'technology', 'robotics', 'aerospace', 'manufacturing', 'energy', 'agriculture', 'health-science', 'medicine', 'social-science', 'general-science', 'steam-arts']::text[] AND array_position(disciplines, NULL) IS NULL", name=op.f('asset_disciplines_check')),
    sa.CheckConstraint("grades <@ ARRAY['PK', 'K', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', 'postsecondary', 'adult']::text[] AND array_position(grades, NULL) IS NULL", name=op.f('asset_grades_check')),
    sa.CheckConstraint("jsonb_typeof(extra) = 'object'", name=op.f('asset_extra_check')),
    sa.CheckConstraint("jsonb_typeof(stops) = 'array'", name=op.f('asset_stops_check')),
    sa.CheckConstraint("kind <> 'opportunity' OR application_deadline <= end_date", name=op.f('asset_deadline_check')),
    sa.CheckConstraint("kind IN ('institution', 'program', 'opportunity')", name=op.f('asset_kind_check')),
    sa.CheckConstraint("location_precision IN ('exact', 'street', 'postal_code', 'city', 'county', 'state', 'none')", name=op.f('asset_location_precision_check')),
    sa.CheckConstraint("postal_code ~ '^[0-9]{5}$'", name=op.f('asset_postal_code_check')),
    sa.CheckConstraint("reach <> 'areas' OR cardinality(service_area_geoids) > 0", name=op.f('asset_reach_areas_check')),
    sa.CheckConstraint("reach <> 'radius' OR service_radius_m IS NOT NULL", name=op.f('asset_reach_radius_check')),
    sa.CheckConstraint("reach IN ('site', 'radius', 'areas', 'statewide', 'national', 'virtual', 'mobile')", name=op.f('asset_reach_check')),
    sa.CheckConstraint("restricted_to <@ ARRAY['disability', 'low-income', 'nontraditional-field', 'single-parent', 'out-of-workforce', 'english-learner', 'homeless', 'foster-youth', 'military-family', 'women-girls', 'black', 'hispanic', 'native-american', 'pacific-islander', 'asian', 'first-generation', 'rural', 'veterans', 'migrant', 'justice-involved', 'gifted', 'at-risk']::text[] AND array_position(restricted_to, NULL) IS NULL", name=op.f('asset_restricted_to_check')),
    sa.CheckConstraint("seasons <@ ARRAY['school-year', 'school-break', 'summer', 'year-round']::text[] AND array_position(seasons, NULL) IS NULL", name=op.f('asset_seasons_check')),
    sa.CheckConstraint("service_radius_m > 0 AND service_radius_m < 'Infinity'", name=op.f('asset_service_radius_check')),
    sa.CheckConstraint("source_url ~* '^https?://'", name=op.f('asset_source_url_check')),
    sa.CheckConstraint("state IN ('AL', 'AK', 'AZ', 'AR', 'CA', 'CO', 'CT', 'DE', 'DC', 'FL', 'GA', 'HI', 'ID', 'IL', 'IN', 'IA', 'KS', 'KY', 'LA', 'ME', 'MD', 'MA', 'MI', 'MN', 'MS', 'MO', 'MT', 'NE', 'NV', 'NH', 'NJ', 'NM', 'NY', 'NC', 'ND', 'OH', 'OK', 'OR', 'PA', 'RI', 'SC', 'SD', 'TN', 'TX', 'UT', 'VT', 'VA', 'WA', 'WV', 'WI', 'WY', 'AS', 'GU', 'MP', 'PR', 'VI')", name=op.f('asset_state_check')),
    sa.CheckConstraint("status IN ('active', 'inactive', 'defunct', 'temporarily_closed')", name=op.f('asset_status_check')),
    sa.CheckConstraint("times_of_day <@ ARRAY['before-school', 'school-day', 'after-school', 'evening', 'weekend', 'overnight']::text[] AND array_position(times_of_day, NULL) IS NULL", name=op.f('asset_times_of_day_check')),
    sa.CheckConstraint("url ~* '^https?://'", name=op.f('asset_url_check')),
    sa.CheckConstraint("verification_method IN ('website', 'phone', 'email', 'visit', 'steward')", name=op.f('asset_verification_method_check')),
    sa.CheckConstraint("visibility IN ('public', 'partner', 'internal')", name=op.f('asset_visibility_check')),
    sa.CheckConstraint('NOT ST_IsEmpty(geom) AND ST_X(geom) BETWEEN -180 AND 180 AND ST_Y(geom) BETWEEN -90 AND 90', name=op.f('asset_geom_check')),
    sa.CheckConstraint('end_date >= start_date', name=op.f('asset_dates_check')),
    sa.CheckConstraint('max_age BETWEEN 0 AND 120', name=op.f('asset_max_age_check')),
    sa.CheckConstraint('min_age <= max_age', name=op.f('asset_ages_check')),
    sa.CheckConstraint('min_age BETWEEN 0 AND 120', name=op.f('asset_min_age_check')),
    sa.CheckConstraint('parent_id <> id', name=op.f('asset_parent_check')),
    sa.CheckConstraint('seats >= 0', name=op.f('asset_seats_check')),
    sa.CheckConstraint('version > 0', name=op.f('asset_version_check')),
    sa.ForeignKeyConstraint(['parent_id'], ['asset.id'], name=op.f('asset_parent_id_fkey'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('asset_upload_id_fkey'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('asset_pkey'))
    )
    op.create_index('asset_county_geoid_idx', 'asset', ['county_geoid'], unique=False)
    op.create_index('asset_designed_for_gin', 'asset', ['designed_for'], unique=False, postgresql_using='gin')
    op.create_index('asset_disciplines_gin', 'asset', ['disciplines'], unique=False, postgresql_using='gin')
    op.create_index('asset_geography_gist', 'asset', [sa.literal_column('(geom::geography)')], unique=False, postgresql_using='gist')
    op.create_index('asset_geom_gist', 'asset', ['geom'], unique=False, postgresql_using='gist')
    op.create_index('asset_grades_gin', 'asset', ['grades'], unique=False, postgresql_using='gin')
    op.create_index('asset_kind_name_idx', 'asset', ['kind', 'name', 'id'], unique=False)
    op.create_index('asset_name_idx', 'asset', ['name', 'id'], unique=False)
    op.create_index('asset_name_trgm', 'asset', ['name'], unique=False, postgresql_using='gin', postgresql_ops={'name': 'gin_trgm_ops'})
    op.create_index('asset_parent_id_idx', 'asset', ['parent_id'], unique=False)
    op.create_index('asset_search_gin', 'asset', ['search'], unique=False, postgresql_using='gin')
    op.create_index('asset_state_name_idx', 'asset', ['state', 'name', 'id'], unique=False)
    op.create_index('asset_upload_id_idx', 'asset', ['upload_id'], unique=False)
    op.create_table('upload_issue',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=True), nullable=False),
    sa.Column('upload_id', sa.Uuid(), nullable=False),
    sa.Column('row_number', sa.Integer(), nullable=False),
    sa.Column('column', sa.Text(), nullable=True),
    sa.Column('value', sa.Text(), nullable=True),
    sa.Column('severity', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('cure', sa.Text(), nullable=False),
    sa.CheckConstraint("severity IN ('error', 'warning')", name=op.f('upload_issue_severity_check')),
    sa.CheckConstraint('row_number >= 0', name=op.f('upload_issue_row_number_check')),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('upload_issue_upload_id_fkey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('upload_issue_pkey'))
    )
    op.create_index('upload_issue_upload_id_idx', 'upload_issue', ['upload_id', 'row_number'], unique=False)
    op.create_table('upload_row',
    sa.Column('upload_id', sa.Uuid(), nullable=False),
    sa.Column('row_number', sa.Integer(), nullable=False),
    sa.Column('source_key', sa.Text(), nullable=True),
    sa.Column('asset', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.CheckConstraint('row_number > 0', name=op.f('upload_row_row_number_check')),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('upload_row_upload_id_fkey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('upload_id', 'row_number', name=op.f('upload_row_pkey'))
    )
    op.create_table('area_population',
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('group', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('vintage', sa.Text(), nullable=False),
    sa.Column('people', sa.Double(), nullable=False),
    sa.Column('moe', sa.Double(), nullable=True),
    sa.Column('method', sa.Text(), nullable=False),
    sa.CheckConstraint("method IN ('counted', 'estimated', 'modelled')", name=op.f('area_population_method_check')),
    sa.CheckConstraint("moe >= 0 AND moe < 'Infinity'", name=op.f('area_population_moe_check')),
    sa.CheckConstraint("people >= 0 AND people < 'Infinity'", name=op.f('area_population_people_check')),
    sa.CheckConstraint('"group" IN (\'total\', \'age-5-17\', \'girls-5-17\', \'boys-5-17\', \'age-under-19\', \'hispanic\', \'black\', \'native-american\', \'asian\', \'pacific-islander\', \'multiracial\', \'white\', \'white-non-hispanic\', \'students-of-color\', \'disability-under-18\', \'poverty\', \'poverty-under-18\', \'english-learner-5-17\', \'no-broadband\', \'rural\', \'households\')', name=op.f('area_population_group_check')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('area_population_area_id_fkey'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['source'], ['data_source.slug'], name=op.f('area_population_source_fkey')),
    sa.PrimaryKeyConstraint('area_id', 'group', 'source', 'vintage', name=op.f('area_population_pkey'))
    )
    op.create_index('area_population_group_idx', 'area_population', ['group', 'area_id'], unique=False)
    op.create_table('area_share',
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('group', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('vintage', sa.Text(), nullable=False),
    sa.Column('share', sa.Float(), nullable=False),
    sa.Column('base_source', sa.Text(), nullable=False),
    sa.CheckConstraint('"group" IN (\'total\', \'age-5-17\', \'girls-5-17\', \'boys-5-17\', \'age-under-19\', \'hispanic\', \'black\', \'native-american\', \'asian\', \'pacific-islander\', \'multiracial\', \'white\', \'white-non-hispanic\', \'students-of-color\', \'disability-under-18\', \'poverty\', \'poverty-under-18\', \'english-learner-5-17\', \'no-broadband\', \'rural\', \'households\')', name=op.f('area_share_group_check')),
    sa.CheckConstraint('share BETWEEN 0 AND 1', name=op.f('area_share_share_check')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('area_share_area_id_fkey'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['base_source'], ['data_source.slug'], name=op.f('area_share_base_source_fkey')),
    sa.ForeignKeyConstraint(['source'], ['data_source.slug'], name=op.f('area_share_source_fkey')),
    sa.PrimaryKeyConstraint('area_id', 'group', 'source', name=op.f('area_share_pkey'))
    )
    op.create_table('asset_identifier',
    sa.Column('scheme', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('asset_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("btrim(value) <> ''", name=op.f('asset_identifier_value_check')),
    sa.CheckConstraint("scheme IN ('nces-school', 'nces-district', 'ipeds-unitid', 'opeid', 'ein', 'uei', 'census-geoid', 'hsds') OR scheme ~ '^state:[A-Z]{2}$'", name=op.f('asset_identifier_scheme_check')),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('asset_identifier_asset_id_fkey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('scheme', 'value', name=op.f('asset_identifier_pkey'))
    )
    op.create_index('asset_identifier_asset_id_idx', 'asset_identifier', ['asset_id'], unique=False)
    op.execute((SQL / "0001_views.sql").read_text())
    op.execute((SQL / "0001_triggers.sql").read_text())
    op.execute("INSERT INTO data_version DEFAULT VALUES")


def downgrade() -> None:
    op.execute("DROP VIEW population")
    op.drop_index('asset_identifier_asset_id_idx', table_name='asset_identifier')
    op.drop_table('asset_identifier')
    op.drop_table('area_share')
    op.drop_index('area_population_group_idx', table_name='area_population')
    op.drop_table('area_population')
    op.drop_table('upload_row')
    op.drop_index('upload_issue_upload_id_idx', table_name='upload_issue')
    op.drop_table('upload_issue')
    op.drop_index('asset_upload_id_idx', table_name='asset')
    op.drop_index('asset_state_name_idx', table_name='asset')
    op.drop_index('asset_search_gin', table_name='asset', postgresql_using='gin')
    op.drop_index('asset_parent_id_idx', table_name='asset')
    op.drop_index('asset_name_trgm', table_name='asset', postgresql_using='gin', postgresql_ops={'name': 'gin_trgm_ops'})
    op.drop_index('asset_name_idx', table_name='asset')
    op.drop_index('asset_kind_name_idx', table_name='asset')
    op.drop_index('asset_grades_gin', table_name='asset', postgresql_using='gin')
    op.drop_index('asset_geom_gist', table_name='asset', postgresql_using='gist')
    op.drop_index('asset_geography_gist', table_name='asset', postgresql_using='gist')
    op.drop_index('asset_disciplines_gin', table_name='asset', postgresql_using='gin')
    op.drop_index('asset_designed_for_gin', table_name='asset', postgresql_using='gin')
    op.drop_index('asset_county_geoid_idx', table_name='asset')
    op.drop_table('asset')
    op.drop_index('area_point_gist', table_name='area', postgresql_using='gist')
    op.drop_index('area_name_idx', table_name='area')
    op.drop_index('area_kind_state_idx', table_name='area')
    op.drop_index('area_county_geoid_idx', table_name='area')
    op.drop_index('area_geom_gist', table_name='area', postgresql_using='gist')
    op.drop_index('area_alternate_names_gin', table_name='area', postgresql_using='gin')
    op.drop_table('area')
    op.drop_index('upload_state_idx', table_name='upload')
    op.drop_table('upload')
    op.drop_table('data_version')
    op.drop_table('data_source')
    op.drop_index('audit_entry_upload_id_idx', table_name='audit_entry')
    op.drop_index('audit_entry_row_idx', table_name='audit_entry')
    op.drop_table('audit_entry')
    op.drop_table('api_key')
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
