"""Alike sentences are named where they teach different things, and only there."""

import pytest

from bot.review.insight_contradictions import CONDITION, INTENT, ROLE, TOPIC, Contradiction, Taught
from bot.review.labels import Marked
from bot.review.sentences import Sentence, read_sentences

OTHERS = [Sentence(text, "greet") for text in ("Guten Morgen", "Servus beisammen", "Hallo Lotse", "moin")]


def said(
    text: str, intent: str | None = "search", label: int | None = None, **marked: tuple[str, str | None]
) -> Sentence:
    """A sentence with the conditions of its words: yoga=("topic", None)."""
    entities = tuple(
        Marked(text.index(words), text.index(words) + len(words), entity, role)
        for words, (entity, role) in marked.items()
    )
    return Sentence(text, intent, entities, label=label)


def contradictions(*sentences: Sentence, labelled: tuple[Sentence, ...] = ()) -> list[Contradiction]:
    return Taught([*OTHERS, *sentences]).contradictions(labelled)


def test_two_kinds_of_turn_for_the_same_words() -> None:
    (found,) = contradictions(said("Yoga in Aerzen"), said("in aerzen yoga", "refine"))
    assert (found.what, found.one, found.other, found.likeness) == (INTENT, "search", "refine", 1.0)


def test_two_roles_of_the_same_word() -> None:
    (found,) = contradictions(
        said("war im Verkauf, suche Yoga", Verkauf=("topic", "background"), Yoga=("topic", None)),
        said("suche yoga, war im Verkauf", Verkauf=("topic", "exclude"), yoga=("topic", None)),
    )
    assert (found.what, found.words, found.one, found.other) == (ROLE, "Verkauf", "background", "exclude")


def test_two_kinds_of_condition_for_the_same_word() -> None:
    (found,) = contradictions(
        said("Praktikum beim Bäcker", Praktikum=("kind", None)),
        said("beim Bäcker Praktikum", Praktikum=("topic", None)),
    )
    assert (found.what, found.words, found.one, found.other) == (CONDITION, "Praktikum", "kind", "topic")


def test_two_topics_for_the_same_description() -> None:
    one, other = (Sentence("im Kreis auf der Matte liegen", None, topic=topic) for topic in ("yoga", "pilates"))
    (found,) = contradictions(one, other)
    assert (found.what, found.one, found.other) == (TOPIC, "yoga", "pilates")


@pytest.mark.parametrize("intent", ["search", "refine"])
def test_who_describes_a_topic_may_search_for_it(intent: str) -> None:
    description = Sentence("im Kreis auf der Matte liegen", None, topic="yoga")
    assert contradictions(description, said("auf der Matte liegen im Kreis", intent)) == []


def test_a_description_of_a_topic_is_no_question_elsewhere() -> None:
    description = Sentence("im Kreis auf der Matte liegen", None, topic="yoga")
    (found,) = contradictions(description, said("auf der Matte liegen im Kreis", "out_of_scope"))
    assert (found.what, found.one, found.other) == (INTENT, None, "out_of_scope")


def test_what_agrees_or_is_not_alike_is_left_out() -> None:
    assert contradictions(
        said("Yoga in Aerzen", Yoga=("topic", None)),
        said("in Aerzen Yoga", Yoga=("topic", None)),
        said("Wie wird das Wetter?", "out_of_scope"),
    ) == []  # fmt: skip


def test_labels_are_held_against_the_rest_and_each_other_and_come_first() -> None:
    labelled = (
        said("yoga in aerzen", "refine", label=1),
        said("was kostet das", label=2),
        said("was kostet das?", "detail", 3),
    )
    found = contradictions(
        said("Yoga in Aerzen"),
        said("Mathe für den Sohn"),
        said("für den sohn mathe", "refine"),
        labelled=labelled,
    )
    told = [(item.first.label, item.second.label, item.is_about_labels) for item in found]
    assert sorted(told[:2], key=str) == [(2, 3, True), (None, 1, True)]
    assert told[2:] == [(None, None, False)]


def test_what_leads_to_the_same_answer_comes_last() -> None:
    found = contradictions(
        said("Yoga in Aerzen"),
        said("in aerzen yoga", "refine"),
        said("Wie melde ich den Sohn in Mathematik an", "contact"),
        said("wie melde ich meinen Sohn in Mathematik an", "out_of_scope"),
    )
    assert [(item.one, item.is_harmless) for item in found] == [("contact", False), ("search", True)]


def test_the_project_contradicts_itself_seldom() -> None:
    """Contrasts are wanted ("nur kostenlose", "kostenlose Kurse"); more than one in a hundred sentences would be none."""
    sentences = read_sentences()
    found = Taught(sentences).contradictions()
    assert 0 < len(found) < len(sentences) / 100
    assert not any(item.likeness == 1 and item.first.text == item.second.text for item in found)
