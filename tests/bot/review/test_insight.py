"""What labels tell of what is confused and missed, and of what there is to learn from."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine

from bot.retraining.comparing import Share, wilson
from bot.retraining.outcomes import KNOWN, REGRESSION, REVIEWED, Item
from bot.review.insight import Insight, insight, state_of_labels
from bot.review.insight_conditions import DESCRIBED, ConditionFigures
from bot.review.insight_confusions import Example, Turn, confusions, turns_of
from bot.review.insight_contradictions import Taught
from bot.review.insight_stock import FEW
from bot.review.labels import Label, Labels, Marked
from bot.review.sentences import Sentence
from bot.stored import open_stored
from tests.bot.review.reviewed import fact, reviewed

SENTENCES = [
    Sentence("Guten Tag", "greet"),
    *(Sentence(f"Kurs Nummer {place}", "search") for place in range(FEW)),
    Sentence("mit dem Ball durch den Ring", None, topic="basketball"),
]
MONDAY = datetime(2027, 1, 11)


@pytest.fixture
def stored() -> Iterator[Engine]:
    engine = open_stored("sqlite://")
    yield engine
    engine.dispose()


def told(stored: Engine, *frozen: Turn) -> Insight:
    return insight(stored, SENTENCES, Taught(SENTENCES), frozen)


def of_kind(found: Insight, entity: str) -> ConditionFigures:
    (figures,) = (item for item in found.conditions.by_kind if item.entity == entity)
    return figures


def test_without_labels_there_is_only_what_stands_there_from_the_beginning(stored: Engine) -> None:
    Labels(stored)
    found = told(stored)
    assert (found.labels, found.confusions.pairs, found.conditions.by_kind, found.contradictions) == (0, (), (), ())
    assert found.confusions.understood.total == 0 and found.frozen is None
    assert [(item.intent, item.invented, item.real) for item in found.stock.intents] == [
        ("greet", 1, 0),
        ("search", FEW, 0),
    ]
    assert (found.stock.described, found.stock.weeks) == (1, ())
    assert [item.intent for item in found.stock.few] == ["greet"]


# --- what is confused


def test_confusions_come_with_the_most_frequent_first_and_their_messages(stored: Engine) -> None:
    reviewed(stored, Label("und abends?", "refine"), "search", texts=("und abends?", "Und abends"))
    reviewed(stored, Label("Wetter?", "out_of_scope"), "search", guess="out_of_scope")
    reviewed(stored, Label("Yoga", "search"), "search")
    found = told(stored).confusions
    assert found.understood == Share(1, 4)
    assert [(item.expected, item.got, item.count, item.guessed) for item in found.pairs] == [
        ("refine", "search", 2, 0),
        ("out_of_scope", "search", 1, 1),
    ]
    assert {example.text for example in found.pairs[0].examples} == {"und abends?", "Und abends"}
    assert all(example.message for example in found.pairs[0].examples)
    assert found.counts["search", "search"] == 1


def test_what_teaches_nothing_confuses_nothing(stored: Engine) -> None:
    reviewed(stored, Label("asdf", None), "search")
    found = told(stored)
    assert (found.confusions.understood.total, found.conditions.compared, found.labels) == (0, 0, 0)


def test_the_frozen_sets_of_a_model_are_counted_alike(stored: Engine) -> None:
    found = told(stored, Turn("search", "search"), Turn("refine", "search")).frozen
    assert found is not None and found.understood == Share(1, 2)
    assert [(item.expected, item.got, item.examples) for item in found.pairs] == [("refine", "search", ())]


def test_what_a_model_made_of_sentences_with_a_kind_of_turn_is_a_turn() -> None:
    measured = {
        KNOWN: [Item("hallo", "hallo", True, "greet", "greet")],
        REVIEWED: [Item("7", "", False, "search", "search, Bedingungen anders")],
        REGRESSION: [Item("a:1", "Yoga", True, "offers topic=yoga", "offers topic=yoga")],
    }
    assert turns_of(measured) == [
        Turn("greet", "greet", example=Example("hallo")),
        Turn("search", "search"),
    ]


def test_pairs_as_frequent_as_each_other_keep_an_order() -> None:
    turns = [Turn("b", "a"), Turn("a", "b"), Turn("a", "c")]
    assert confusions(turns).pairs == confusions(turns[::-1]).pairs


# --- conditions


def test_a_condition_is_missed_where_no_fact_stands_on_its_words(stored: Engine) -> None:
    text = "Yoga in Aerzen"
    marked = (Marked(0, 4, "topic"), Marked(8, 14, "place"))
    reviewed(stored, Label(text, "search", marked), "search", fact(text, "Yoga", "topic"))
    found = told(stored)
    assert (of_kind(found, "place").missed, of_kind(found, "topic").missed) == (Share(1, 1), Share(0, 1))
    assert [item.words for item in of_kind(found, "place").examples] == ["Aerzen"]
    assert found.conditions.by_kind[0].entity == "place"
    assert of_kind(found, "place").missed.interval == wilson(1, 1)


def test_a_fact_where_nothing_is_marked_is_found_wrongly(stored: Engine) -> None:
    text = "Wie wird das Wetter in Aerzen"
    reviewed(
        stored, Label(text, "out_of_scope"), "search", fact(text, "Aerzen", "place"), fact(text, "", "area", "follows")
    )
    found = told(stored)
    assert of_kind(found, "place").wrong == Share(1, 1)
    assert [item.entity for item in found.conditions.by_kind] == ["place"]


@pytest.mark.parametrize(
    ("marked", "understood", "wrong"),
    [(None, "said", 0), (None, "second", 0), (None, "exclude", 1), ("exclude", "said", 1), ("background", "said", 1)],
)
def test_a_condition_is_taken_the_wrong_way_where_roles_differ(
    stored: Engine, marked: str | None, understood: str, wrong: int
) -> None:
    label = Label("suche Yoga", "search", (Marked(6, 10, "topic", marked),))
    reviewed(stored, label, "search", fact(label.text, "Yoga", "topic", understood))
    assert of_kind(told(stored), "topic").wrong_role == Share(wrong, 1)


def test_what_only_belongs_to_the_story_need_not_be_found(stored: Engine) -> None:
    reviewed(stored, Label("war im Verkauf", "search", (Marked(7, 14, "topic", "background"),)), "search")
    figures = of_kind(told(stored), "topic")
    assert (figures.missed, figures.wrong, figures.wrong_role) == (Share(0, 0), Share(0, 0), Share(0, 0))


def test_another_kind_of_condition_on_the_same_words_is_missed_and_not_counted_twice(stored: Engine) -> None:
    label = Label("suche Yoga", "search", (Marked(6, 10, "topic"),))
    reviewed(stored, label, "search", fact(label.text, "Yoga", "kind"))
    found = told(stored)
    assert (of_kind(found, "topic").missed, of_kind(found, "kind").wrong) == (Share(1, 1), Share(0, 1))


def test_ages_and_audiences_may_be_either(stored: Engine) -> None:
    label = Label("für unsere Siebenjährige", "refine", (Marked(11, 24, "age"),))
    reviewed(stored, label, "refine", fact(label.text, "Siebenjährige", "audience"))
    figures = {item.entity: (item.missed, item.wrong) for item in told(stored).conditions.by_kind}
    assert figures == {"age": (Share(0, 1), Share(0, 0)), "audience": (Share(0, 0), Share(0, 1))}


@pytest.mark.parametrize(
    ("meant", "guessed", "missed", "wrong"),
    [
        ("yoga", "yoga", Share(0, 1), Share(0, 1)),
        ("yoga", "", Share(1, 1), Share(0, 0)),
        ("yoga", "pilates", Share(1, 1), Share(1, 1)),
        (None, "pilates", Share(0, 0), Share(1, 1)),
    ],
)
def test_described_topics_are_counted_by_themselves(
    stored: Engine, meant: str | None, guessed: str, missed: Share, wrong: Share
) -> None:
    facts = [{"key": "topic", "value": guessed, "start": 0, "end": 0, "role": "described"}] if guessed else []
    reviewed(stored, Label("mit der Matte im Kreis", "search", topic=meant), "search", *facts)
    figures = of_kind(told(stored), DESCRIBED)
    assert (figures.missed, figures.wrong) == (missed, wrong)


def test_only_messages_with_the_words_of_their_label_are_compared(stored: Engine) -> None:
    label = Label("Yoga in Aerzen", "search", (Marked(0, 4, "topic"),))
    reviewed(stored, label, "search", texts=("Yoga in Aerzen", "yoga aerzen", "in aerzen yoga"))
    found = told(stored).conditions
    assert (found.compared, found.others) == (1, 2)
    assert found.by_kind[0].missed == Share(1, 1)


# --- what there is to learn from


def test_real_and_invented_sentences_are_counted_apart(stored: Engine) -> None:
    Labels(stored).put(Label("moin moin", "greet"), "Anna Kern")
    Labels(stored).put(Label("tach", "greet", is_real=False), "Anna Kern")
    learnt = Labels(stored).put(Label("Guten Tag", "greet"), "Anna Kern")
    Labels(stored).teach([learnt], "model-1")
    stock = told(stored).stock
    # "Guten Tag" stands in both: somebody has really written it.
    (greet,) = (item for item in stock.intents if item.intent == "greet")
    assert (greet.invented, greet.real, greet.taught, greet.real_share) == (1, 2, 1, Share(2, 3))
    assert stock.real_share == Share(2, FEW + 3)


def test_weeks_without_labels_are_told_as_well(stored: Engine) -> None:
    for place, (text, day) in enumerate((("a", 0), ("b", 6), ("c", 15))):
        moment = (MONDAY + timedelta(days=day, hours=9)).timestamp()
        Labels(stored, clock=lambda moment=moment: moment).put(Label(text, "search"), f"Person {place}")
    weeks = told(stored).stock.weeks
    assert [(item.monday, item.new, item.real_share.right) for item in weeks] == [
        (MONDAY, 2, 2),
        (MONDAY + timedelta(weeks=1), 0, 2),
        (MONDAY + timedelta(weeks=2), 1, 3),
    ]
    assert weeks[-1].real_share == Share(3, 3 + FEW + 1)


# --- when to look anew


def test_every_step_of_labelling_is_another_state(stored: Engine) -> None:
    labels = Labels(stored, clock=iter(range(100)).__next__)
    states = [state_of_labels(stored)]
    first = reviewed(stored, Label("Yoga", "search"), "search", at=1.0)
    states.append(state_of_labels(stored))
    labels.put(Label("Yoga", "refine"), "Anna Kern")
    states.append(state_of_labels(stored))
    labels.teach([first], "model-1")
    states.append(state_of_labels(stored))
    labels.remove(first)
    states.append(state_of_labels(stored))
    assert len(set(states)) >= 4 and all(one != other for one, other in pairwise(states))
    assert state_of_labels(stored) == states[-1]
