"""How the tables of these tests write down what was understood."""

from typing import Any

from bot.understanding.facts import SAID, Understanding


def facts_of(found: Understanding, *keys: str) -> dict[str, Any]:
    """Facts by key, those not simply said by "key:role"; several values of one key as a list.

    Where keys are named only facts of these.
    """
    values: dict[str, list[Any]] = {}
    for fact in found.facts:
        if not keys or fact.key in keys:
            values.setdefault(fact.key if fact.role == SAID else f"{fact.key}:{fact.role}", []).append(fact.value)
    return {name: items[0] if len(items) == 1 else items for name, items in values.items()}
