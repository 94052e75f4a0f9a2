"""From an interview's events to what its evidence reads: statements, answers, marks, times between two marks."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.events.models import TimelineEvent
from app.evidence import session as values

Clock = Callable[[datetime], float]


class Record:
    """Reads the events of one interview; `clock` turns a moment into seconds since its start."""

    def __init__(
        self, events: Sequence[TimelineEvent], *, clock: Clock, candidate: UUID | None, ends_at: float
    ) -> None:
        self._events, self._clock = events, clock
        self._candidate, self._ends_at = candidate, ends_at
        self._explained = {each.payload["event"]: each.payload["text"] for each in self._of("explanation_added")}

    def fields(self) -> dict[str, tuple[Any, ...]]:
        """What `session.Session` is given of it, by field."""
        return {
            "said": self._said(),
            "answers": tuple(self._answer(each) for each in self._of("question_answered")),
            "hints": self._all("hint_released", lambda at, of: values.Hint(at, of["problem"], of["index"])),
            "feedback": self._all("feedback_sent", lambda at, of: values.Feedback(at, of["text"])),
            "twists": self._all("twist_applied", lambda at, of: values.Twist(at, of["problem"], of["twist"])),
            "messages": tuple(
                values.Message(self._clock(each.at), self._by(each), each.payload["text"])
                for each in self._of("message_sent")
            ),
            "pastes": tuple(
                values.Paste(
                    self._clock(each.at),
                    each.payload["problem"],
                    each.payload["characters"],
                    self._explained.get(each.id),
                )
                for each in self._of("code_pasted")
                if self._by(each) == "candidate"
            ),
            "away": tuple(
                values.Away(at, until, self._explained.get(event.id))
                for event, at, until in self._between({"window_left"}, {"window_returned"})
            ),
            "focus": self._focus(),
            "pauses": tuple(
                values.Pause(at, until)
                for _, at, until in self._between({"clock_paused", "interview_ended"}, {"clock_resumed"})
            ),
            "extensions": self._all("clock_extended", lambda at, of: values.Extended(at, of["minutes"])),
        }

    def _of(self, *kinds: str) -> list[TimelineEvent]:
        return sorted((each for each in self._events if each.kind in kinds), key=lambda each: (each.at, each.id))

    def _all(self, kind: str, make: Callable[[float, dict[str, Any]], Any]) -> tuple[Any, ...]:
        return tuple(make(self._clock(each.at), each.payload) for each in self._of(kind))

    def _by(self, event: TimelineEvent) -> values.By:
        return "candidate" if event.actor_id == self._candidate else "staff"

    def _said(self) -> tuple[values.Said, ...]:
        """Statements, each with the decision it was linked to last."""
        links = {each.payload["statement"]: each.payload for each in self._of("statement_linked")}
        return tuple(
            values.Said(
                id=each.id,
                at=self._clock(each.at),
                problem=each.payload["problem"],
                said=each.payload["said"],
                text=each.payload["text"],
                aloud=each.payload["aloud"],
                policy=links.get(each.id, {}).get("policy"),
                option=links.get(each.id, {}).get("option"),
            )
            for each in self._of("statement_made")
        )

    def _answer(self, event: TimelineEvent) -> values.Answer:
        given = event.payload
        return values.Answer(
            at=self._clock(event.at),
            problem=given["problem"],
            said=given["statement"],
            clarification=given["clarification"],
            free=given["free"],
            binds=given["binds"],
        )

    def _focus(self) -> tuple[values.Focus, ...]:
        found, since = [], None
        for each in self._of("focus_changed"):
            at = self._clock(each.at)
            if each.payload["on"] and since is None:
                since = at
            elif not each.payload["on"] and since is not None:
                found.append(values.Focus(since, at))
                since = None
        return tuple(found if since is None else [*found, values.Focus(since, max(since, self._ends_at))])

    def _between(self, begins: set[str], ends: set[str]) -> Iterator[tuple[TimelineEvent, float, float]]:
        """From each event that begins something to the next that ends it, or to the interview's end."""
        open_since: TimelineEvent | None = None
        for each in self._of(*begins, *ends):
            if each.kind in begins:
                open_since = open_since or each
            elif open_since is not None:
                yield open_since, self._clock(open_since.at), self._clock(each.at)
                open_since = None
        if open_since is not None and (at := self._clock(open_since.at)) < self._ends_at:
            yield open_since, at, self._ends_at
