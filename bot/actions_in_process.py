"""Custom actions inside the assistant's own process, and an answer whatever happens to them.

Rasa calls actions through an `EndpointConfig`. `InProcessActions` is one that runs rasa_sdk's
executor in a thread; `GuardedEndpoint` stands around it (or around a separate action server) and
sees to it that a failing, hanging or unreachable action still gets the visitor a German sentence
with the office's contact, within the deadline.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import Any

import rasa_sdk.executor
from rasa.utils.endpoints import EndpointConfig

from bot.region_in_use import using
from catalogue.region import Region

logger = logging.getLogger(__name__)

# A visitor gets an answer within two seconds; the rest of the turn needs some of them.
DEADLINE_SECONDS = 1.5
_THREADS = 16


class InProcessActions(EndpointConfig):
    """Runs the actions of the package `actions` without a second server, on one region or on what counts."""

    def __init__(self, region: Region | None = None, package: str = "actions") -> None:
        super().__init__(url="in-process")
        self._region = region
        self._executor = rasa_sdk.executor.ActionExecutor()
        self._executor.register_package(package)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="action")

    async def request(
        self, method: str = "post", subpath: str | None = None, content_type: str | None = None,
        compress: bool = False, **kwargs: Any,
    ) -> Any:  # fmt: skip
        """Run the action named in the call; the call and the result have the action server's format."""
        call = kwargs["json"]
        loop = asyncio.get_running_loop()
        # In a thread: synchronous SQL would make everybody wait.
        return await loop.run_in_executor(self._threads, self._run, call)

    def _run(self, call: dict[str, Any]) -> Any:
        with using(self._region) if self._region else nullcontext():
            return asyncio.run(self._executor.run(call))


class GuardedEndpoint(EndpointConfig):
    """An action endpoint that always answers, in time."""

    def __init__(self, inner: EndpointConfig, region: Region, deadline: float = DEADLINE_SECONDS) -> None:
        super().__init__(url=inner.url)
        self._inner, self._region, self._deadline = inner, region, deadline

    async def request(
        self, method: str = "post", subpath: str | None = None, content_type: str | None = None,
        compress: bool = False, **kwargs: Any,
    ) -> Any:  # fmt: skip
        """Pass the call on; on any fault or after the deadline answer with `apology`."""
        name = (kwargs.get("json") or {}).get("next_action", "")
        try:
            return await asyncio.wait_for(
                self._inner.request(method, subpath, content_type, compress, **kwargs), self._deadline
            )
        except asyncio.TimeoutError:
            logger.error("action %s: no answer within %.1f s", name, self._deadline)
        except Exception as error:  # whatever an action does, the visitor is not left in silence
            logger.error("action %s failed: %s: %s", name, type(error).__name__, error)
        return self._instead_of(name)

    def _instead_of(self, name: str) -> dict[str, Any]:
        if name == "action_session_start":
            events = [{"event": "session_started"}, {"event": "action", "name": "action_listen"}]
            return {"events": events, "responses": []}
        return {"events": [], "responses": [{"text": apology(self._region)}]}


def apology(region: Region) -> str:
    """What a visitor reads when something of ours is broken."""
    office = region.office
    return (
        "Entschuldigung, das hat gerade nicht geklappt. Bitte versuchen Sie es gleich noch einmal. "
        f"Persönlich hilft Ihnen das {office.name}: Telefon {office.phone} ({office.hours})."
    )
