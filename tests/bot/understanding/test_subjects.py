"""What an offer is to be about: topics, kinds, areas, languages, and words that no vocabulary knows."""

from collections.abc import Callable

import pytest

from bot.understanding.facts import Understanding
from tests.bot.understanding.reading import facts_of

Understand = Callable[[str], Understanding]
SUBJECT = ("topic", "words", "kind", "area", "languages")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deutschkurs", {"topic": "deutsch", "kind": "Kurs"}),
        ("Deutsch-Kurs", {"topic": "deutsch", "kind": "Kurs"}),
        ("DEUTSCHKURSE", {"topic": "deutsch", "kind": "Kurs"}),
        ("deutsch lernen", {"topic": "deutsch"}),
        ("Yoga", {"topic": "yoga"}),
        ("Beratung zu Schulden", {"topic": "schuldnerberatung", "kind": "Beratung"}),
        ("Schuldnerberatung", {"topic": "schuldnerberatung", "kind": "Beratung"}),
        ("Integrationskurs", {"topic": "integrationskurs", "kind": "Kurs"}),
        ("Ausbildung in der Pflege", {"topic": "pflege", "kind": "Ausbildung"}),
        ("Praktikum", {"kind": "Praktikum"}),
        ("Weiterbildung", {"area": "Weiterbildung"}),
        ("Nachhilfe Mathe", {"topic": "nachhilfe", "words": "mathematik"}),
        ("Wo kann ich Nähen lernen?", {"topic": "nähen"}),
        ("in der Nähe", {}),
        ("Englisch lernen", {"topic": "englisch"}),
        ("Kurs auf Englisch", {"kind": "Kurs", "languages": "Englisch"}),
        ("Beratung auf Arabisch", {"kind": "Beratung", "languages": "Arabisch"}),
        ("Kurs auf Türkisch oder Kurdisch", {"kind": "Kurs", "languages": ["Türkisch", "Kurdisch"]}),
        ("Seniorencomputerkurs", {"topic": "computer", "kind": "Kurs"}),
        ("Kurs über Vulkane", {"topic": "vulkan", "kind": "Kurs"}),
        ("Sucht jemand Yoga?", {"topic": "yoga"}),
        ("Hallo, wie geht es Ihnen?", {}),
        ("", {}),
    ],
)
def test_the_subject(text: str, expected: dict[str, object], understand: Understand) -> None:
    assert facts_of(understand(text), *SUBJECT) == expected


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Yoga und Pilates", "yoga", "pilates"),
        ("Deutsch und Englisch", "deutsch", "englisch"),
        ("ich suche Yoga, außerdem Nachhilfe", "yoga", "nachhilfe"),
        ("Pilates oder Yoga", "pilates", "yoga"),
    ],
)
def test_two_wishes_in_one_message(text: str, first: str, second: str, understand: Understand) -> None:
    assert facts_of(understand(text), "topic") == {"topic": first, "topic:second": second}


def test_one_subject_alone_is_no_second_wish(understand: Understand) -> None:
    assert facts_of(understand("Yoga und nochmal Yoga"), "topic") == {"topic": "yoga"}


def test_of_two_kinds_the_compound_and_not_the_later_word_decides(understand: Understand) -> None:
    """ "Kochkurs als Treff" is a Kurs, as `_kind_facts` says."""
    assert facts_of(understand("Kochkurs als Treff"), "kind") == {"kind": "Kurs"}


def test_a_retraining_is_not_taken_for_a_course_only(understand: Understand) -> None:
    """ "Umschulung" ends in "schulung" and is said in one word; its offers are of the kind Ausbildung too."""
    assert "kind" not in facts_of(understand("Umschulung"), "kind")


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [("Wohngeld beantragen", ("wohnung",)), ("Wie wird das Wetter?", ("wetter",)), ("Yoga in Hameln", ())],
)
def test_matters_that_belong_elsewhere(text: str, elsewhere: tuple[str, ...], understand: Understand) -> None:
    assert understand(text).elsewhere == elsewhere
