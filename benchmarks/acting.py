"""A conversation with the actions alone: what was understood is given, so no model is needed."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

import rasa_sdk.executor
import yaml

from benchmarks.measuring import PROJECT
from bot.message_metadata import COUNSELLOR

Messages = list[dict[str, Any]]


class Actions:
    """The actions as the service runs them, and which kind of turn leads to which."""

    def __init__(self) -> None:
        self._executor = rasa_sdk.executor.ActionExecutor()
        self._executor.register_package("actions")
        self.domain = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
        rules = yaml.safe_load((PROJECT / "data" / "rules" / "turns.yml").read_text(encoding="utf-8"))["rules"]
        self.of = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}

    def run(self, name: str, tracker: Mapping[str, Any]) -> dict[str, Any]:
        call = {"next_action": name, "sender_id": "a", "tracker": tracker, "domain": self.domain}
        return dict(asyncio.run(self._executor.run(call)))


class Talk:
    """One conversation; `counsellor` is whose it is, None for everybody else's."""

    def __init__(self, actions: Actions, counsellor: str | None = None) -> None:
        self._actions, self.counsellor = actions, counsellor
        self.slots: dict[str, Any] = {}

    def say(self, intent: str, text: str = "…", **understood: Any) -> Messages:
        """The answer to a message of this kind, with these entities; a list stands for several of a name."""
        pairs = [
            (name, value)
            for name, values in understood.items()
            for value in (values if isinstance(values, list | tuple) else [values])
        ]
        metadata = {COUNSELLOR: self.counsellor} if self.counsellor else {}
        return self._turn(intent, text, [{"entity": name, "value": value} for name, value in pairs], metadata)

    def press(self, payload: str) -> Messages:
        """The answer to a button."""
        name, brace, values = payload.lstrip("/").partition("{")
        return self.say(name, payload, **(json.loads(brace + values) if values else {}))

    def _turn(
        self, intent: str, text: str, entities: Sequence[Mapping[str, Any]], metadata: Mapping[str, Any]
    ) -> Messages:
        message = {"intent": {"name": intent, "confidence": 1.0}, "entities": entities, "text": text}
        tracker = {
            "sender_id": "a",
            "slots": dict(self.slots),
            "latest_message": message,
            "events": [{"event": "user", "text": text, "metadata": metadata, "timestamp": 0.0}],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": "action_listen",
        }
        result = self._actions.run(self._actions.of[intent], tracker)
        self.slots.update({item["name"]: item["value"] for item in result["events"] if item["event"] == "slot"})
        return list(result["responses"])


def offers_in(messages: Messages) -> dict[str, Any]:
    """The message with the offers, where one was sent; empty where none was."""
    return next((item["custom"] for item in messages if (item.get("custom") or {}).get("type") == "offers"), {})


def buttons_in(messages: Messages) -> list[dict[str, str]]:
    return [button for item in messages for button in item.get("buttons") or []]
