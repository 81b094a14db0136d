"""Actions that fail, hang or cannot be reached: the visitor still gets a German sentence, in time."""

import asyncio
import threading
from typing import Any

import pytest
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.interfaces import ActionNotFoundException

from bot.actions_in_process import GuardedEndpoint, InProcessActions, apology
from catalogue.errors import CatalogueError
from catalogue.region import Region

RESULT = {"events": [], "responses": [{"text": "fertig"}]}


class Inner(EndpointConfig):
    """An action endpoint that answers, fails or hangs as a test wants it."""

    def __init__(self, error: BaseException | None = None, *, hangs: bool = False) -> None:
        super().__init__(url="http://actions.example")
        self.error, self.hangs, self.calls = error, hangs, 0

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        if self.hangs:
            await asyncio.Event().wait()
        if self.error:
            raise self.error
        return RESULT


def call(inner: EndpointConfig, region: Region, action: str = "action_search", deadline: float = 5.0) -> Any:
    guarded = GuardedEndpoint(inner, region, deadline)
    return asyncio.run(guarded.request(json={"next_action": action}))


def test_an_action_that_works_is_passed_on(region: Region) -> None:
    assert call(Inner(), region) == RESULT


@pytest.mark.parametrize(
    "error",
    [
        CatalogueError("weg"),
        ValueError("x"),
        KeyError("y"),
        ConnectionError(),
        RuntimeError(),
        StopAsyncIteration(),
        MemoryError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_action_that_fails_gets_an_apology(error: BaseException, region: Region) -> None:
    assert call(Inner(error), region) == {"events": [], "responses": [{"text": apology(region)}]}


def test_an_action_that_hangs_gets_an_apology(region: Region) -> None:
    assert call(Inner(hangs=True), region, deadline=0.01)["responses"] == [{"text": apology(region)}]


@pytest.mark.parametrize("inner", [Inner(ValueError()), Inner(hangs=True)], ids=["fails", "hangs"])
def test_a_conversation_begins_even_where_its_first_action_does_not(inner: Inner, region: Region) -> None:
    result = call(inner, region, "action_session_start", deadline=0.01)
    assert [event["event"] for event in result["events"]] == ["session_started", "action"]
    assert result["responses"] == []


def test_a_call_without_a_name_gets_an_apology_too(region: Region) -> None:
    guarded = GuardedEndpoint(Inner(ValueError()), region)
    assert asyncio.run(guarded.request())["responses"]


def test_the_apology_names_the_office(region: Region) -> None:
    text = apology(region)
    assert region.office.phone in text
    assert region.office.name in text


def test_a_synchronous_action_that_hangs_does_not_hold_up_the_others(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions, release = InProcessActions(), threading.Event()

    def run(item: dict[str, Any]) -> Any:
        if item["next_action"] == "slow":
            release.wait(20)
        return RESULT

    monkeypatch.setattr(actions, "_run", run)
    guarded = GuardedEndpoint(actions, region, deadline=0.05)

    async def both() -> list[Any]:
        calls = (guarded.request(json={"next_action": name}) for name in ("slow", "quick"))
        return list(await asyncio.gather(*calls))

    try:
        slow, quick = asyncio.run(_releasing(both, release))
    finally:
        release.set()
    assert slow["responses"] == [{"text": apology(region)}]
    assert quick == RESULT


async def _releasing(work: Any, release: threading.Event) -> Any:
    try:
        return await work()
    finally:
        release.set()


def test_every_action_of_the_project_is_registered() -> None:
    names = set(InProcessActions()._executor.actions)
    assert {"action_search", "action_more", "action_session_start", "action_say"} <= names


def test_an_action_that_does_not_exist_fails_before_the_guard(region: Region) -> None:
    body = {
        "next_action": "action_gibtesnicht",
        "tracker": {"sender_id": "a", "slots": {}, "latest_message": {}, "events": []},
    }
    with pytest.raises(ActionNotFoundException):
        asyncio.run(InProcessActions().request(json=body))
    guarded = GuardedEndpoint(InProcessActions(), region)
    assert asyncio.run(guarded.request(json=body))["responses"] == [{"text": apology(region)}]
