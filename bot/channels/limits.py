"""How often somebody may write: a limit for each session and one for each address."""

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

TOO_FAST = "Das waren sehr viele Nachrichten auf einmal. Bitte warten Sie eine Minute und schreiben Sie dann weiter."


class Limit:
    """At most so many requests in a time, for each name ("30/minute", as the library `limits` writes it)."""

    def __init__(self, rate: str) -> None:
        self._rate: RateLimitItem = parse(rate)
        self._seen = MovingWindowRateLimiter(MemoryStorage())

    def allows(self, name: str) -> bool:
        """Count one request of this name; whether it is within the limit."""
        return self._seen.hit(self._rate, name)

    def has_room(self, name: str) -> bool:
        """Whether another request of this name would be within the limit; counts none."""
        return self._seen.test(self._rate, name)
