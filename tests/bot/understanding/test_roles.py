"""Wanted, not wanted, does not matter: negation and how far it reaches."""

from collections.abc import Callable

import pytest

from bot.understanding.facts import Understanding
from tests.bot.understanding.reading import facts_of

Understand = Callable[[str], Understanding]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nicht online", {"format:exclude": "Online"}),
        ("ohne Online", {"format:exclude": "Online"}),
        ("bitte nicht mehr online", {"format:exclude": "Online"}),
        ("freitags geht nicht", {"weekdays:exclude": "Fr"}),
        ("abends kann ich nicht", {"time:exclude": "abends"}),
        ("abends kann ich leider nicht", {"time:exclude": "abends"}),
        ("nicht am Montag", {"weekdays:exclude": "Mo"}),
        ("keine Kurse", {"kind:exclude": "Kurs"}),
        ("nicht Yoga", {"topic:exclude": "yoga"}),
        ("kein Yoga, sondern Pilates", {"topic:exclude": "yoga", "topic": "pilates"}),
        ("ich will keinen Englischkurs", {"topic:exclude": "englisch", "kind": "Kurs"}),
        ("nicht A1", {"level:exclude": "A1"}),
        ("Yoga, aber nicht in Hameln", {"topic": "yoga", "place:exclude": "Hameln"}),
        ("Kinderbetreuung brauche ich nicht", {"childcare:drop": None}),
        ("ohne Kinderbetreuung", {"childcare:drop": None}),
        ("Kosten egal", {"free:drop": None}),
        ("egal wann", {"time:drop": None}),
        ("egal", {"any:drop": None}),
        ("nicht bei der VHS", {"provider:exclude": "Volkshochschule"}),
        ("Yoga, aber mittwochs habe ich Training", {"topic": "yoga", "weekdays:exclude": "Mi"}),
        ("Yoga, Hannover ist mir zu weit", {"topic": "yoga", "place:exclude": "Hannover"}),
    ],
)
def test_what_is_not_wanted(text: str, expected: dict[str, object], understand: Understand) -> None:
    assert facts_of(understand(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ich kann kein Deutsch", {"topic": "deutsch"}),
        ("sie spricht noch kein Deutsch", {"topic": "deutsch"}),
        ("Gibt es nicht in Hameln einen Yogakurs?", {"topic": "yoga", "kind": "Kurs", "place": "Hameln"}),
        ("nicht nur abends", {"time": "abends"}),
        ("nicht zu weit von Hameln", {"place": "Hameln"}),
        ("das weiß ich nicht. Yoga in Aerzen", {"topic": "yoga", "place": "Aerzen"}),
        ("ich habe keine Zeit, aber Yoga wäre schön", {"topic": "yoga"}),
    ],
)
def test_what_is_wanted_all_the_same(text: str, expected: dict[str, object], understand: Understand) -> None:
    assert facts_of(understand(text)) == expected
