"""The kinds of things that happen when an interview is judged. None says how somebody scored: not all may read it."""

from typing import Literal
from uuid import UUID

from app.events.kinds import Happening


class ScorecardBegun(Happening):
    """Somebody began to fill in their scorecard."""

    kind: Literal["scorecard_begun"] = "scorecard_begun"
    scorecard_id: UUID


class ScorecardSubmitted(Happening):
    """A scorecard was handed in; from then on it stays as it is."""

    kind: Literal["scorecard_submitted"] = "scorecard_submitted"
    scorecard_id: UUID


class ScorecardReopened(Happening):
    """The lead gave a scorecard back to its reviewer."""

    kind: Literal["scorecard_reopened"] = "scorecard_reopened"
    scorecard_id: UUID
    reviewer_id: UUID
    why: str


class DiscussionPosted(Happening):
    """Somebody wrote to the others who have scored."""

    kind: Literal["discussion_posted"] = "discussion_posted"
    post_id: int


class FeedbackReleased(Happening):
    """The lead gave the candidate a report; `again` when it replaces one that was given before."""

    kind: Literal["feedback_released"] = "feedback_released"
    again: bool


class Decided(Happening):
    """The lead decided what becomes of it."""

    kind: Literal["decided"] = "decided"
    outcome: Literal["advance", "decline", "hold"]
    why: str
