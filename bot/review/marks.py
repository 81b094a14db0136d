"""Conditions marked in a text: from what was understood, from Rasa's markup, and what may stand beside what."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from bot.review.kinds import ENTITIES, ROLES
from bot.review.labels import Marked
from catalogue.german import tokens

# Keys of facts that the examples call something else.
_ENTITY_OF = {"from_day": "date", "until_day": "date", "words": "topic", "beginner": "level"}
# Roles of facts that stand on words of the text. The others follow from those, or stand on no word.
_ROLE_OF = {"said": None, "second": None, "exclude": "exclude", "background": "background"}
_MARKUP = re.compile(r"\[([^\[\]]+)\](?:\(([a-z_]+)\)|(\{[^{}]*\}))")
_ORDER = tuple(ENTITIES)


def entity_of(key: str) -> str:
    """What examples call a condition that facts have under a key."""
    return _ENTITY_OF.get(key, key)


def marked_of(facts: Iterable[Mapping[str, Any]], text: str) -> tuple[Marked, ...]:
    """The conditions that were understood, as examples have them: in order, and none over another.

    Of several on the same words the one counts that annotators would mark: the topic of "Deutschkurs", not its kind.
    """
    found = []
    for fact in facts:
        entity = entity_of(fact["key"])
        start, end, role = int(fact.get("start", 0)), int(fact.get("end", 0)), fact.get("role") or "said"
        if entity in ENTITIES and role in _ROLE_OF and 0 <= start < end <= len(text):
            found.append(Marked(start, end, entity, _ROLE_OF[role]))
    found.sort(key=lambda item: (item.entity != "topic", item.start - item.end, _ORDER.index(item.entity), item.start))
    kept: list[Marked] = []
    for item in found:
        if not any(_overlap(item, other) for other in kept):
            kept.append(item)
    return in_order(kept)


def described_topic(facts: Iterable[Mapping[str, Any]]) -> str | None:
    """The topic that a message was taken to describe without naming it."""
    return next((str(fact["value"]) for fact in facts if fact["key"] == "topic" and fact["role"] == "described"), None)


def in_order(marked: Iterable[Marked]) -> tuple[Marked, ...]:
    return tuple(sorted(marked, key=lambda item: (item.start, item.end)))


def fault_of(text: str, marked: Sequence[Marked]) -> str | None:
    """Why these conditions cannot be marked in a text, as a German sentence."""
    for item in marked:
        if item.entity not in ENTITIES:
            return f"Die Art der Bedingung „{item.entity}“ gibt es nicht."
        if item.role not in ROLES:
            return f"Die Rolle „{item.role}“ gibt es nicht."
        if not 0 <= item.start < item.end <= len(text):
            return f"Die Stelle {item.start} bis {item.end} liegt nicht im Text."
    inside = in_order(marked)
    for item, following in pairwise(inside):
        if _overlap(item, following):
            return f"„{text[following.start : following.end]}“ ist schon als {ENTITIES[item.entity]} markiert."
    return None


def _overlap(one: Marked, other: Marked) -> bool:
    return one.start < other.end and other.start < one.end


def words_of(text: str) -> list[tuple[int, int]]:
    """Where the words of a text begin and end, so that somebody can choose among them."""
    return [(token.start, token.start + len(token.text)) for token in tokens(text) if token.text[0].isalnum()]


def pieces(text: str, marked: Sequence[Marked]) -> list[tuple[str, Marked | None]]:
    """The text in pieces, each with the condition marked in it."""
    found: list[tuple[str, Marked | None]] = []
    last = 0
    for item in in_order(marked):
        if item.start > last:
            found.append((text[last : item.start], None))
        found.append((text[item.start : item.end], item))
        last = item.end
    return [*found, (text[last:], None)] if last < len(text) else found


def from_markup(marked: str) -> tuple[str, tuple[Marked, ...]]:
    """Text and conditions of Rasa's markup: "[yoga](topic)", '[aerzen]{"entity": "place", "role": "exclude"}'.

    Raises ValueError where what stands in braces is no JSON object with an entity.
    """
    text, found, last = "", [], 0
    for match in _MARKUP.finditer(marked):
        text += marked[last : match.start()]
        about = {"entity": match[2]} if match[2] else json.loads(match[3])
        found.append(Marked(len(text), len(text) + len(match[1]), str(about["entity"]), about.get("role")))
        text += match[1]
        last = match.end()
    return text + marked[last:], tuple(found)


def moved(before: str, after: str, marked: Iterable[Marked]) -> tuple[Marked, ...]:
    """Conditions of a text in another of which parts were replaced; those on replaced words are gone."""
    same = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    found = []
    for item in marked:
        for block in same:
            if block.a <= item.start and item.end <= block.a + block.size:
                by = block.b - block.a
                found.append(Marked(item.start + by, item.end + by, item.entity, item.role))
    return tuple(found)
