"""The states of an interview and every way between them, in one table."""

from enum import StrEnum

from app.errors import WrongState


class Kind(StrEnum):
    """Held together, or done alone before a deadline, or held by two people who practise on each other."""

    LIVE = "live"
    TAKE_HOME = "take_home"
    MOCK = "mock"


class State(StrEnum):
    """Where an interview is."""

    PLANNED = "planned"
    LOBBY = "lobby"
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"
    REVIEWED = "reviewed"


class Step(StrEnum):
    """What moves an interview from one state to another."""

    OPEN_LOBBY = "open_lobby"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    REOPEN = "reopen"
    REVIEW = "review"


class Reason(StrEnum):
    """Why an interview is over."""

    FINISHED = "finished"
    CANCELLED = "cancelled"
    TIME_OVER = "time_over"
    DEADLINE_PASSED = "deadline_passed"


TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.PLANNED, Step.OPEN_LOBBY): State.LOBBY,
    (State.LOBBY, Step.START): State.LIVE,
    (State.LIVE, Step.PAUSE): State.PAUSED,
    (State.PAUSED, Step.RESUME): State.LIVE,
    (State.PLANNED, Step.END): State.ENDED,
    (State.LOBBY, Step.END): State.ENDED,
    (State.LIVE, Step.END): State.ENDED,
    (State.PAUSED, Step.END): State.ENDED,
    (State.ENDED, Step.REOPEN): State.PAUSED,
    (State.ENDED, Step.REVIEW): State.REVIEWED,
}
BEFORE = frozenset({State.PLANNED, State.LOBBY})
RUNNING = frozenset({State.LIVE, State.PAUSED})
OVER = frozenset({State.ENDED, State.REVIEWED})
GROUPS: dict[str, tuple[State, ...]] = {  # what lists are filtered by
    "now": (State.LOBBY, State.LIVE, State.PAUSED),
    "planned": (State.PLANNED,),
    "over": (State.ENDED, State.REVIEWED),
}
_AS_IT_IS = {
    State.PLANNED: "is planned and its lobby is not open yet",
    State.LOBBY: "is in its lobby",
    State.LIVE: "is under way",
    State.PAUSED: "is paused",
    State.ENDED: "is over",
    State.REVIEWED: "is over and reviewed",
}
_CAN_BE = {
    Step.OPEN_LOBBY: "its lobby can be opened",
    Step.START: "it can be started",
    Step.PAUSE: "it can be paused",
    Step.RESUME: "it can go on",
    Step.END: "it can be ended",
    Step.REOPEN: "it can be reopened",
    Step.REVIEW: "it can be marked as reviewed",
}


def possible(state: State) -> list[Step]:
    """The steps that lead on from a state."""
    return [step for before, step in TRANSITIONS if before is state]


def after(state: State, step: Step) -> State:
    """The state a step leads to; WrongState, with what is possible instead, when there is no such way."""
    reached = TRANSITIONS.get((state, step))
    if reached is None:
        raise refused(state)
    return reached


def refused(state: State) -> WrongState:
    """The error of a step, or a change, that the state does not allow."""
    steps = possible(state)
    told = f"The interview {_AS_IT_IS[state]}"
    told += f"; {' or '.join(_CAN_BE[step] for step in steps)}." if steps else "; nothing can be changed any more."
    return WrongState(told, state=str(state), possible=[str(step) for step in steps])
