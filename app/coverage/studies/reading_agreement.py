"""The scene of an agreement of presets, read from the database: all that they judge."""

from dataclasses import asdict, replace
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from app.coverage.agreed import reach_of_presets
from app.coverage.context import Context, read_context
from app.coverage.counties import read_counties
from app.coverage.grounds import assets_inside
from app.coverage.kept_demand import KeptDemand
from app.coverage.preset_answers import plain_ground
from app.coverage.presets import PRESETS
from app.coverage.studies.asked import Study
from app.coverage.studies.footing import kept_footing
from app.coverage.studies.grouped import areas_of
from app.coverage.studies.reading import about_scene, county_columns
from app.coverage.studies.scene import Scene
from app.coverage.studies.sites import NewSites
from app.coverage.studies.stock import Stock
from app.coverage.studies.texts import loose
from app.coverage.within_reach import WithinReach


def read_agreement_scene(
    session: Session, study: Study, today: date, kept: KeptDemand | None = None
) -> Scene:
    """As `read_scene`: people with a margin beyond the states, as far as the presets reach."""
    presets = tuple(PRESETS[name] for name in study.agreement.presets)
    context = read_context(session, study.question(), today, kept, least_m=reach_of_presets(presets))
    ground = plain_ground(session, context)
    assert isinstance(ground.reach, WithinReach)  # noqa: S101 - made so by plain_ground
    inside = assets_inside(session, context, ground.reach)
    keys = (*context.areas.keys, "")
    scene = _scene(session, context)
    areas = areas_of(scene.counted(), study.areas)
    footing = kept_footing(ground, context.supply, [keys[at] for at in inside.tolist()], areas)
    return replace(scene, footing=footing)


def _scene(session: Session, context: Context) -> Scene:
    whole, counties = context.whole, read_counties(session, context.question.states)
    facts = asdict(context.supply.facts)
    return Scene(
        groups=(context.question.group,),
        people=whole.people[:, None],
        lon=whole.lon,
        lat=whole.lat,
        geoid=whole.geoid,
        name=whole.name,
        state=whole.state,
        county_geoid=loose(np.array([each or "" for each in whole.county_geoid])),
        inside=whole.inside,
        **county_columns(counties, whole.county_geoid),
        stock=Stock.from_supply(context.supply),
        sites=NewSites.from_rows([]),
        about=about_scene(session, [whole], counties, facts, context.data_version, context.today),
    )
