"""A token bucket: so much at once, and so much per second after that."""


class Bucket:
    """Holds at most `burst` tokens and gains `rate` per second; begins full."""

    __slots__ = ("_burst", "_left", "_rate", "_seen")

    def __init__(self, *, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst = rate, burst
        self._left, self._seen = burst, now

    def take(self, tokens: float, now: float) -> bool:
        """Take `tokens` if they are there; `now` is of a clock that only rises."""
        self._left = min(self._burst, self._left + (now - self._seen) * self._rate)
        self._seen = now
        if tokens > self._left:
            return False
        self._left -= tokens
        return True
