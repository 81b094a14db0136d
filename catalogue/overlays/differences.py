"""What is different between two overlays, piece by piece, in words for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.overlays.overlay import AREA, AUDIENCE, KIND, RESPONSIBLE, TOPIC, Overlay, WordChange
from catalogue.region import Region
from catalogue.terms import Topic

_TITLES = {
    TOPIC: "Thema „{}“",
    AREA: "Bereich „{}“",
    AUDIENCE: "Zielgruppe „{}“",
    KIND: "Angebotsart „{}“",
    RESPONSIBLE: "Zuständige Stelle „{}“",
}
FACTS = {
    "name": "Name",
    "phone": "Telefon",
    "email": "E-Mail",
    "address": "Anschrift",
    "hours": "Erreichbar",
    "url": "Internet",
    "responsible": "Zuständig ist …",
    "broader": "gehört zu",
    "area": "Bereich",
    "kind": "Angebotsart",
    "audience": "Zielgruppe",
}
_AS_BEFORE = "wie in der Region"


@dataclass(frozen=True)
class Difference:
    """One thing that is different: `part` of the overlay, `key` in it, what that is called, what it was and is."""

    part: str
    key: str
    title: str
    before: str
    after: str


def differences(before: Overlay, after: Overlay, region: Region, texts: Mapping[str, str]) -> list[Difference]:
    """Everything that is different; `texts` are the assistant's own answer texts."""
    found = [
        Difference("topics", name, f"Neues Thema „{name}“", _topic(old), _topic(new))
        for name, old, new in _changed(before.topics, after.topics)
    ]
    found += [
        Difference("words", f"{of}/{name}", _TITLES[of].format(name), _words(old), _words(new))
        for (of, name), old, new in _changed(before.words, after.words)
    ]
    found += [
        Difference("answers", name, f"Antworttext „{name}“", old or texts.get(name, ""), new or texts.get(name, ""))
        for name, old, new in _changed(before.answers, after.answers)
    ]
    for name, old, new in _changed(before.office, after.office):
        own = getattr(region.office, name)
        found.append(Difference("office", name, f"Bildungsbüro: {FACTS[name]}", old or own, new or own))
    found += [
        Difference("responsible", name, _TITLES[RESPONSIBLE].format(name), _facts(old), _facts(new))
        for name, old, new in _changed(before.responsible, after.responsible)
    ]
    return found


def _changed(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Sequence[tuple[Any, Any, Any]]:
    names = dict.fromkeys([*before, *after])
    return [(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)]


def _words(change: WordChange | None) -> str:
    if not change:
        return _AS_BEFORE
    parts = [f"dazu: {', '.join(change.added)}"] if change.added else []
    return "; ".join([*parts, f"abgeschaltet: {', '.join(change.removed)}"] if change.removed else parts)


def _topic(topic: Topic | None) -> str:
    if topic is None:
        return "gibt es nicht"
    facts = {"broader": topic.broader, "area": topic.area, "kind": topic.kind, "audience": ", ".join(topic.audience)}
    return "; ".join(f"{FACTS[name]}: {value}" for name, value in facts.items() if value) or "ohne weitere Angaben"


def _facts(facts: Mapping[str, str] | None) -> str:
    if facts is None:
        return _AS_BEFORE
    return "; ".join(f"{FACTS[name]}: {value or 'keine Angabe'}" for name, value in facts.items())


def title_of(of: str, name: str) -> str:
    """A term as headings call it."""
    return _TITLES[of].format(name)
