"""The web service: settings in, an ASGI application out. Wiring only; every answer is made elsewhere."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from threading import Event, Thread

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app.db.engine import Database, database_url, make_engine
from app.inventory.sweep import keep_swept
from app.routers import (
    api_assets,
    api_coverage,
    api_coverage_analyses,
    api_coverage_presets,
    api_coverage_runs,
    api_coverage_studies,
    api_coverage_travel,
    api_inventory,
    api_profiles,
    api_submissions,
    api_uploads,
    bulk,
    health,
    hsds,
    hsds_package,
    hsds_terms,
    manage,
    manage_session,
    maps,
    ogc,
    open_data,
    pages,
    problems,
    share,
)
from app.routers.hot import HotReads
from app.routers.middleware import add_middleware
from app.routers.ogc.tiling import tiling_of
from app.routers.openapi import describe
from app.routers.reading import reading_of
from app.routers.run_desks import close_run_desk
from app.routers.stopping import end_long_work, told_to_stop
from app.routers.upload_desk import desk_of
from app.routers.upload_resuming import resume_checks
from app.routers.visiting import Visitor
from app.routers.warming import keep_warm, warm_up
from app.settings import Settings, get_settings
from app.vocabulary.alliances import alliances_of
from app.web import STATIC


def _lifespan(settings: Settings) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with ExitStack() as stack:
            url = stack.enter_context(database_url(settings, watched=True))
            engine = make_engine(url, settings)
            stack.callback(engine.dispose)
            app.state.database = database = Database(engine, settings)
            stack.callback(lambda: desk_of(app).close())
            stack.callback(close_run_desk, app)
            stack.callback(end_long_work, app)
            stack.enter_context(told_to_stop(app))
            resume_checks(app)
            stop = Event()
            stack.callback(stop.set)
            _start_threads(app, database, stop, stack)
            reader = reading_of(app).reader
            await reader.open()
            visitor = Visitor(app, asyncio.get_running_loop())
            _start_visits(database, visitor, stop)
            try:
                yield
            finally:
                await visitor.leave()
                await reader.close()

    return lifespan


def _start_threads(app: FastAPI, database: Database, stop: Event, stack: ExitStack) -> None:
    """Let begin what goes on beside the requests, until `stop` is set and `stack` closed."""
    keeper = tiling_of(app).keeper
    Thread(target=keep_swept, args=(database, database.settings, stop), name="sweep", daemon=True).start()
    stack.callback(keeper.stop)
    Thread(target=keeper.keep, name="overviews", daemon=True).start()


def _start_visits(database: Database, visitor: Visitor, stop: Event) -> None:
    """Let pages be visited now and after each change, so that the first visitor waits for none."""
    if database.settings.warm_up:
        Thread(target=warm_up, args=(database, visitor), name="warm-up", daemon=True).start()
        Thread(target=keep_warm, args=(database, visitor, stop), name="re-warm", daemon=True).start()


def create_app(settings: Settings | None = None, *, clock: Callable[[], float] = time.monotonic) -> FastAPI:
    """The service on these settings (default: from the environment). The database opens with its lifespan.

    `clock` (seconds) is what rate limits go by.
    """
    settings = settings or get_settings()
    app = FastAPI(lifespan=_lifespan(settings), **describe())
    app.state.settings = settings
    alliances_of(settings)  # what the operator wrote is checked now, not when somebody asks
    limits = add_middleware(app, settings, clock)
    app.add_middleware(HotReads, settings=settings, limits=limits)
    problems.install(app)
    manage_session.install(app)
    ogc.install(app)
    for router in (
        health.router,
        api_assets.router,
        bulk.router,
        api_inventory.router,  # before the uploads: its template is no upload's id
        api_uploads.router,
        api_submissions.router,
        api_coverage.router,
        api_coverage_analyses.router,
        api_coverage_presets.router,
        api_coverage_studies.router,
        api_coverage_runs.router,
        api_coverage_travel.router,
        api_profiles.router,
        hsds.router,
        hsds_terms.router,
        hsds_package.router,
        open_data.router,
        maps.router,
        share.router,
        pages.router,
        manage.router,
    ):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
