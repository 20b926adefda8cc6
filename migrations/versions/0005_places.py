"""Answers of geocoders.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('geocode_answer',
    sa.Column('geocoder', sa.Text(), nullable=False),
    sa.Column('address_key', sa.Text(), nullable=False),
    sa.Column('geom', Geometry(geometry_type='POINT', srid=4326, dimension=2, spatial_index=False, from_text='ST_GeomFromEWKT', name='geometry'), nullable=True),
    sa.Column('precision', sa.Text(), nullable=False),
    sa.Column('matched_address', sa.Text(), nullable=True),
    sa.Column('score', sa.Float(), nullable=True),
    sa.Column('asked_at', postgresql.TIMESTAMP(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('NOT ST_IsEmpty(geom) AND ST_X(geom) BETWEEN -180 AND 180 AND ST_Y(geom) BETWEEN -90 AND 90', name=op.f('geocode_answer_geom_check')),
    sa.CheckConstraint("(geom IS NULL) = (precision = 'none')", name=op.f('geocode_answer_geom_precision_check')),
    sa.CheckConstraint("precision IN ('exact', 'street', 'postal_code', 'city', 'county', 'state', 'none')", name=op.f('geocode_answer_precision_check')),
    sa.CheckConstraint('score BETWEEN 0 AND 1', name=op.f('geocode_answer_score_check')),
    sa.PrimaryKeyConstraint('geocoder', 'address_key', name=op.f('geocode_answer_pkey'))
    )


def downgrade() -> None:
    op.drop_table('geocode_answer')
