"""Server-sent events: where a client left off. Framing and heartbeats (every 15 s) are FastAPI's."""

from fastapi import Request

MAX_DIGITS = 18  # what fits a 64-bit number


def last_event_id(request: Request) -> int:
    """The sequence number the client has seen, 0 when it starts afresh or sent something else."""
    value = request.headers.get("last-event-id", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS else 0
