"""What facets are counted in, kept by each worker."""

from fastapi import FastAPI, Request

from app.catalog.facet_sets import FacetSets


def facet_sets(request: Request) -> FacetSets:
    """The sets of the service that answers `request`; made when they are first asked for."""
    app: FastAPI = request.app
    if getattr(app.state, "facet_sets", None) is None:
        app.state.facet_sets = FacetSets(app.state.settings.facet_rows_kept)
    sets: FacetSets = app.state.facet_sets
    return sets
