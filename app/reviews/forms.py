"""A scorecard as a form without a script sends it: `level-…` is 1 to 4, `none` for no evidence, or nothing yet."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from app.errors import Invalid
from app.reviews.schemas import CardIn, CardShown, ScoreShown

NO_EVIDENCE = "none"


def read(sent: FormData, criteria: Sequence[str]) -> CardIn:
    """The whole scorecard. Invalid when it is none."""
    return _valid(
        {"revision": sent.get("revision"), "summary": _text(sent, "summary"), "scores": _scores(sent, criteria)}
    )


def read_one(sent: FormData, criterion: str, card: CardShown) -> CardIn:
    """The scorecard with this one criterion as it was sent, and the others as they are kept."""
    others = [score.model_dump() for score in card.scores if score.criterion != criterion]
    scores = [*others, *_scores(sent, [criterion])]
    return _valid({"revision": sent.get("revision"), "summary": card.summary, "scores": scores})


def _scores(sent: FormData, criteria: Sequence[str]) -> list[dict[str, Any]]:
    scores = []
    for criterion in criteria:
        answer = sent.get(f"level-{criterion}") or None
        comment, links = _text(sent, f"comment-{criterion}"), sent.getlist(f"evidence-{criterion}")
        if answer is not None or comment or links:
            scores.append(
                {
                    "criterion": criterion,
                    "level": None if answer == NO_EVIDENCE else answer,
                    "no_evidence": answer == NO_EVIDENCE,
                    "comment": comment,
                    "evidence": links,
                }
            )
    return scores


def _text(sent: FormData, name: str) -> str:
    """As it was typed: browsers send line breaks as two characters."""
    value = sent.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def _valid(values: dict[str, Any]) -> CardIn:
    try:
        return CardIn.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        message = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise Invalid(message, errors=[{"field": "scores", "message": message}]) from error


def as_shown(card: CardShown, given: CardIn) -> CardShown:
    """The scorecard with what was sent in the place of what is kept, at the revision that is kept."""
    scores = [ScoreShown.model_validate(each.model_dump(mode="json")) for each in given.scores]
    return card.model_copy(update={"summary": given.summary, "scores": scores})
