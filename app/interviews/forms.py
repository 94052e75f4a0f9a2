"""The plan's form: from what a browser sends to a plan, or to the same form again with each error beside its field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from app.errors import Invalid
from app.interviews.plans import MAX_PROBLEMS, Plan

_MESSAGES = {
    "title": "Give it a title of up to 200 characters.",
    "kind": "Choose live or take-home.",
    "level": "Choose a level.",
    "minutes": "Between 5 and 480 minutes, as a whole number.",
    "criteria": "Choose at least one.",
    "rubric_id": "Choose a rubric.",
    "policy": "Say what is allowed, in up to 2,000 characters.",
    "problem_ids": "One of the problems is no longer there. Choose another one.",
    "scheduled_at": "Write it as a date and a time.",
    "deadline_at": "Write it as a date and a time.",
}
_DATES = ("scheduled_at", "deadline_at")


@dataclass(slots=True)
class PlanForm:
    """What the form shows: `values` as text, `errors` by field; `plan` when all of it fits."""

    values: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)
    plan: Plan | None = None


def shown(plan: Plan) -> PlanForm:
    """The form of a plan there is."""
    values = plan.model_dump(mode="json", exclude=set(_DATES))
    for name in _DATES:
        moment: datetime | None = getattr(plan, name)
        values[name] = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") if moment else ""
    return PlanForm(values)


def empty() -> PlanForm:
    """The form of a new plan."""
    form = shown(Plan.model_construct(title=""))
    return PlanForm({**form.values, "title": ""})


def read(sent: FormData) -> PlanForm:
    """What was sent; a form without `plan` has errors."""
    values: dict[str, Any] = {name: _text(sent, name) for name in ("title", "kind", "level", "minutes", "policy")}
    values["criteria"] = [value for value in sent.getlist("criteria") if isinstance(value, str)]
    values["lint"] = "lint" in sent
    values["rubric_id"] = _text(sent, "rubric_id") or None
    chosen = (_text(sent, f"problem_{number}") for number in range(1, MAX_PROBLEMS + 1))
    values["problem_ids"] = [problem_id for problem_id in chosen if problem_id]
    moments, errors = _moments(sent)
    values |= {name: moment.strftime("%Y-%m-%dT%H:%M") if moment else "" for name, moment in moments.items()}
    try:
        plan = Plan.model_validate({**values, **moments})
    except ValidationError as error:
        errors |= {str(item["loc"][0]): _MESSAGES[str(item["loc"][0])] for item in error.errors()}
        return PlanForm(values, errors)
    return PlanForm(values, errors, None if errors else plan)


def refused(form: PlanForm, error: Invalid) -> PlanForm:
    """The form again, with what a rule of the application found; raises on when no field is named."""
    form.errors |= errors_of(error)
    return form


def errors_of(error: Invalid) -> dict[str, str]:
    """By field, what is wrong; the error itself when it names no field."""
    listed = error.fields.get("errors")
    if not isinstance(listed, list):
        raise error
    return {str(each["field"]): str(each["message"]) for each in listed}


def _moments(sent: FormData) -> tuple[dict[str, datetime | None], dict[str, str]]:
    """Dates, which come as UTC: the page says so, or its script has turned them into it."""
    moments: dict[str, datetime | None] = {}
    errors = {}
    for each in _DATES:
        text = _text(sent, each)
        try:
            moments[each] = datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
        except ValueError:
            moments[each], errors[each] = None, _MESSAGES[each]
    return moments, errors


def _text(sent: Mapping[str, Any], name: str) -> str:
    value = sent.get(name)
    return value.strip() if isinstance(value, str) else ""
