"""The web application: routers, lifespan, middleware order."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from starlette.types import Lifespan

from app import errors, reference, rendering, web
from app.attempts import api as attempts_api
from app.attempts import pages as attempts_pages
from app.attempts.record import CHANNEL
from app.attempts.stream import Streams
from app.bench import api as bench_api
from app.bench import pages as bench_pages
from app.coach import api as coach_api
from app.coach import pages as coach_pages
from app.debrief import api as debrief_api
from app.debrief import pages as debrief_pages
from app.drill import api as drill_api
from app.drill import pages as drill_pages
from app.evidence import api as evidence_api
from app.guests import api as guests_api
from app.guests import pages as guest_pages
from app.identity import account_api, account_pages, oidc_pages, passkey_pages, reset_pages, token_pages
from app.identity import pages as identity_pages
from app.identity.gate import gate
from app.interviews import api as interviews_api
from app.interviews import over_pages as interview_over_pages
from app.interviews import pages as interview_pages
from app.interviews import people_api as interview_people_api
from app.interviews import people_pages as interview_people_pages
from app.interviews import plan_api as interview_plan_api
from app.interviews import plan_pages as interview_plan_pages
from app.interviews import talk_api as interview_talk_api
from app.interviews.handing_over import LedInterviews
from app.interviews.navigation import navigation
from app.kit.clock import Clock, SharedClock, keep_set, set_once
from app.kit.csp import SecurityHeaders
from app.kit.csrf import CrossSiteGuard
from app.kit.db import create_engine, create_sessionmaker, libpq_url
from app.kit.lasting import lasting
from app.kit.limits import BodyLimit, Deadline
from app.kit.log import RequestLog
from app.kit.metrics import RequestTimes, pool_of, read_from
from app.kit.notify import NotifyHub
from app.kit.rates import AddressLimit, Limiter
from app.kit.templates import Assets, Pages
from app.kit.traces import RequestTraces
from app.mock import api as mock_api
from app.mock import pages as mock_pages
from app.operation import api as operation_api
from app.operation import pages as operation_pages
from app.operation import queues
from app.people import api as people_api
from app.people import join_pages as people_join_pages
from app.people import pages as people_pages
from app.practice import api as practice_api
from app.practice import pages as practice_pages
from app.readiness import api as readiness_api
from app.readiness import pages as readiness_pages
from app.reading import api as reading_api
from app.reading import pages as reading_pages
from app.reviews import api as reviews_api
from app.reviews import pages as review_pages
from app.reviews import report_pages as review_report_pages
from app.reviews import together_pages as review_together_pages
from app.rooms.endpoint import RoomSocket
from app.rooms.registry import Rooms
from app.rooms.seats import Interviews
from app.rubrics import api as rubrics_api
from app.rubrics import pages as rubric_pages
from app.settings import BUILT, Settings
from app.statistics import api as statistics_api
from app.statistics import pages as statistics_pages
from app.studio import api as studio_api
from app.studio import (
    opened,
    pilots_api,
    publishing_api,
    publishing_pages,
    regrading_pages,
    verifying_api,
    verifying_pages,
)
from app.studio import pages as studio_pages
from app.study import api as study_api
from app.study import pages as study_pages
from app.timeline import api as timeline_api
from app.timeline import pages as timeline_pages
from app.timeline.live import News
from app.trust import api as trust_api
from app.trust import pages as trust_pages
from app.trust import webhook_pages
from app.trust.idempotency import Idempotency
from app.trust.limits import RATES

APP = Path(__file__).parent
MAX_BODY = 4 * 1024 * 1024  # two texts of 256 KiB, however they are escaped
ANSWER_SECONDS = 20.0  # within which every answer begins, whatever hangs behind it
ROUTERS = (
    identity_pages.router,
    token_pages.router,
    account_pages.router,
    account_api.router,
    passkey_pages.router,
    reset_pages.router,
    oidc_pages.router,
    people_pages.router,
    people_join_pages.router,
    people_api.router,
    reference.router,
    guest_pages.router,
    guests_api.router,
    practice_pages.router,
    practice_api.router,
    readiness_pages.router,
    readiness_api.router,
    bench_pages.router,
    bench_api.router,
    reading_pages.router,
    reading_api.router,
    coach_pages.router,
    coach_api.router,
    drill_pages.router,
    drill_api.router,
    mock_pages.router,
    mock_api.router,
    study_pages.router,
    study_api.router,
    statistics_pages.router,
    statistics_api.router,
    attempts_pages.router,
    attempts_api.router,
    debrief_pages.router,
    debrief_api.router,
    interview_talk_api.router,
    timeline_pages.router,
    timeline_api.router,
    evidence_api.router,
    interview_plan_pages.router,  # before the pages of one interview: /interviews/new is none
    interview_pages.router,
    interview_over_pages.router,
    interview_people_pages.router,
    interviews_api.router,
    interview_plan_api.router,
    interview_people_api.router,
    rubric_pages.router,
    rubrics_api.router,
    reviews_api.router,
    review_pages.router,
    review_together_pages.router,
    review_report_pages.router,
    trust_pages.router,
    trust_api.router,
    webhook_pages.router,
    operation_pages.router,
    operation_api.router,
    operation_api.told,
)
STUDIO = (  # whoever opens one of these is noted as having seen the problem
    studio_pages.router,
    studio_api.router,
    verifying_pages.router,
    verifying_api.router,
    regrading_pages.router,  # before a version's steps, whose address ends in any word
    publishing_pages.router,
    publishing_api.router,
    pilots_api.router,
)


def create_app(settings: Settings, database_url: str, clock: Clock | None = None) -> FastAPI:
    """The application on a migrated database."""
    engine, shared = create_engine(database_url), SharedClock()
    assets = Assets(BUILT)
    limiter = Limiter(RATES, settings.rate_factor)
    app = FastAPI(
        title="Holdout",
        lifespan=_lifespan(database_url, engine, shared),
        dependencies=[Depends(gate), Depends(navigation)],
        openapi_url=None,
        redirect_slashes=False,  # the address it would lead to is made of a header that anybody may send
        middleware=_middleware(settings, limiter),
    )
    app.state.settings = settings
    app.state.limiter = limiter
    app.state.clock = clock or shared
    app.state.sessionmaker = create_sessionmaker(engine)
    house = Interviews(app.state.clock, staff_passkeys=settings.staff_passkeys)
    app.state.rooms = Rooms(app.state.sessionmaker, database_url, app.state.clock, house)
    app.state.streams = Streams()
    app.state.holdings = [LedInterviews()]
    app.state.news = News(app.state.rooms, app.state.sessionmaker, database_url)
    app.state.pages = Pages([APP / "templates", *sorted(APP.glob("*/templates"))], assets)
    rendering.install(app)
    for router in ROUTERS:
        app.include_router(router)
    for router in STUDIO:
        app.include_router(router, dependencies=[Depends(opened.noted)])
    app.router.routes.append(WebSocketRoute("/api/interviews/{interview_id:uuid}/room", RoomSocket()))
    web.install(app, assets)
    return app


def _lifespan(database_url: str, engine: AsyncEngine, shared: SharedClock) -> Lifespan[FastAPI]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.hub = NotifyHub(libpq_url(database_url), CHANNEL)
        app.state.hub.start()
        app.state.rooms.start()
        app.state.news.start()
        await set_once(shared, app.state.sessionmaker)  # nobody is served by the time of a machine whose clock is wrong
        setting = asyncio.create_task(lasting("clock", lambda: keep_set(shared, app.state.sessionmaker)))
        with contextlib.ExitStack() as metrics:
            metrics.enter_context(read_from("web_pool", pool_of("web", engine)))
            metrics.enter_context(read_from("web_queue", queues.source(app.state.sessionmaker)))
            metrics.enter_context(read_from("rooms", app.state.rooms.source))
            yield
        setting.cancel()
        await asyncio.gather(setting, return_exceptions=True)
        await app.state.news.close()
        await app.state.rooms.close()
        await app.state.hub.close()
        await engine.dispose()

    return lifespan


def _middleware(settings: Settings, limiter: Limiter) -> list[Middleware]:
    """From the outside in."""
    return [
        Middleware(RequestLog),
        Middleware(RequestTimes),
        Middleware(RequestTraces),
        Middleware(SecurityHeaders, https=settings.secure_cookies),
        Middleware(Deadline, seconds=ANSWER_SECONDS, refusal=rendering.too_late),
        Middleware(rendering.ErrorPages),
        Middleware(AddressLimit, limiter=limiter, refusal=rendering.too_many),
        Middleware(CrossSiteGuard, refusal=rendering.refusal(errors.CrossSite)),
        Middleware(BodyLimit, max_bytes=MAX_BODY, refusal=rendering.refusal(errors.BodyTooLarge)),
        Middleware(Idempotency),
    ]
