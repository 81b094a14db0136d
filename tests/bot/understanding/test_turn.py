"""What kind of turn a message is, from the classifier's guess and what was recognised."""

from typing import Any

import pytest

from bot.understanding.facts import DROP, EXCLUDE, Fact, Understanding
from bot.understanding.turn import decide

TOPIC = Fact("topic", "yoga", 0, 4)
KIND = Fact("kind", "Kurs", 5, 9)
PLACE = Fact("place", "Hameln", 10, 16)
TIME = Fact("time", "abends", 17, 23)


def found(*facts: Fact, cues: str = "", words: int = 5, **more: Any) -> Understanding:
    return Understanding(facts=facts, cues=frozenset(cues.split()), words=words, **more)


@pytest.mark.parametrize(
    ("intent", "confidence", "understanding", "turn"),
    [
        # a search needs something to search for
        ("search", 0.9, found(TOPIC), "search"),
        ("search", 0.9, found(PLACE), "search"),
        ("search", 0.9, found(), "unclear"),
        ("refine", 0.9, found(), "unclear"),
        ("refine", 0.9, found(TIME), "refine"),
        ("refine", 0.9, found(Fact("place", None, 0, 4, DROP)), "refine"),
        # questions about offers that were shown
        ("search", 0.9, found(numbers=(2,)), "detail"),
        ("search", 0.9, found(numbers=(2,), cues="contact"), "contact"),
        ("detail", 0.9, found(numbers=(2,)), "detail"),
        ("detail", 0.9, found(TOPIC, PLACE), "refine"),
        ("contact", 0.9, found(), "contact"),
        ("more", 0.5, found(), "more"),
        ("more", 0.5, found(TOPIC), "search"),
        ("more", 0.9, found(TOPIC, cues="elliptical", words=2), "search"),
        ("greet", 0.9, found(cues="reason shown"), "why"),
        ("why", 0.9, found(cues="reason"), "why"),
        ("search", 0.9, found(numbers=(1,), cues="reason"), "why"),
        # danger wins over everything
        ("search", 0.9, found(TOPIC, PLACE, cues="crisis"), "crisis"),
        # what belongs elsewhere
        ("search", 0.9, found(elsewhere=("wohnung",)), "out_of_scope"),
        ("search", 0.9, found(PLACE, elsewhere=("wohnung",)), "out_of_scope"),
        ("search", 0.9, found(TOPIC, elsewhere=("wohnung",)), "search"),
        ("thanks", 0.9, found(elsewhere=("wohnung",)), "thanks"),
        ("out_of_scope", 0.9, found(), "out_of_scope"),
        ("out_of_scope", 0.9, found(PLACE, words=1), "refine"),
        ("out_of_scope", 0.7, found(TOPIC, KIND, cues="education"), "search"),
        ("out_of_scope", 0.9, found(TOPIC, KIND, cues="education"), "out_of_scope"),
        ("out_of_scope", 0.9, found(Fact("radius_km", 10.0, 0, 4), words=20), "refine"),
        ("out_of_scope", 0.9, found(numbers=(1,)), "detail"),
        ("help", 0.9, found(numbers=(1,)), "detail"),
        # smalltalk, which hides no subject
        ("greet", 0.9, found(words=1), "greet"),
        ("greet", 0.9, found(TOPIC), "search"),
        ("thanks", 0.9, found(TOPIC), "thanks"),
        ("thanks", 0.9, found(TOPIC, words=20), "search"),
        ("insult", 0.9, found(TOPIC), "insult"),
        ("insult", 0.3, found(TOPIC), "search"),
        ("privacy", 0.9, found(), "privacy"),
        ("search", 0.9, found(cues="human"), "human"),
        ("privacy", 0.9, found(cues="human"), "privacy"),
        ("complaint", 0.9, found(TIME), "refine"),
        ("complaint", 0.9, found(TOPIC), "complaint"),
        ("complaint", 0.9, found(Fact("topic", "yoga", 0, 4, EXCLUDE)), "complaint"),
        ("wrong_entry", 0.9, found(PLACE, KIND, cues="education"), "wrong_entry"),
        ("wrong_entry", 0.9, found(numbers=(2,), cues="contact"), "wrong_entry"),
        ("wrong_entry", 0.9, found(PLACE, cues="correction"), "refine"),
        ("wrong_entry", 0.4, found(PLACE), "refine"),
        ("wrong_entry", 0.4, found(), "complaint"),
        ("wrong_entry", 0.9, found(cues="crisis"), "crisis"),
        ("deny", 0.9, found(TIME, words=3), "refine"),
        ("affirm", 0.9, found(words=1), "affirm"),
        ("goodbye", 0.9, found(TIME, words=3), "goodbye"),
    ],
)
def test_kind_of_turn(intent: str, confidence: float, understanding: Understanding, turn: str) -> None:
    assert decide(intent, confidence, understanding) == turn
