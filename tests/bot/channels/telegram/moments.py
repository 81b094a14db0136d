"""Time that passes only where somebody waits for it: half an hour of pauses takes no time."""

import asyncio

_BREATH = 0.001


class Moments:
    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        # Others may do what they have to do meanwhile.
        await asyncio.sleep(_BREATH)
        self.now = max(self.now, until)
