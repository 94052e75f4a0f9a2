"""Every table of the application in one place, for migrations and for tests."""

from app.attempts import models as attempts
from app.audit import models as audit
from app.bench import models as bench
from app.coach import models as coach
from app.debrief import models as debrief
from app.drill import models as drill
from app.events import models as events
from app.evidence import models as evidence
from app.identity import models as identity
from app.interviews import models as interviews
from app.kit.db import Base
from app.mock import models as mock
from app.operation import models as operation
from app.people import models as people
from app.problems import models as problems
from app.reading import models as reading
from app.reviews import models as reviews
from app.rooms import models as rooms
from app.rubrics import models as rubrics
from app.studio import models as studio
from app.study import models as study
from app.timeline import models as timeline
from app.trust import models as trust

__all__ = [
    "MODELS",
    "attempts",
    "audit",
    "bench",
    "coach",
    "debrief",
    "drill",
    "events",
    "evidence",
    "identity",
    "interviews",
    "mock",
    "operation",
    "people",
    "problems",
    "reading",
    "reviews",
    "rooms",
    "rubrics",
    "studio",
    "study",
    "timeline",
    "trust",
]

MODELS = frozenset(Base.metadata.tables)
