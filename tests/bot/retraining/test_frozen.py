"""The frozen sets: whole, apart from each other, and what a model makes of them."""

from pathlib import Path

import yaml
from rasa.shared.importers.utils import training_data_from_paths

from bot.retraining.frozen import KNOWN_FILE, frozen_sets
from bot.retraining.measuring import measure_model
from bot.retraining.outcomes import CONVERSATIONS, DANGER, KNOWN, OUT_OF_SCOPE, REGRESSION, REVIEWED
from bot.review.labels import Label, Marked
from bot.settings import Settings
from bot.training import PROJECT, fitting_model
from catalogue.region import Region


def test_known_sentences_are_those_of_the_training_data() -> None:
    """Whoever changes the label of a sentence in data/ has to write the file anew: tools/known_sentences.py."""
    data = training_data_from_paths([str(PROJECT / "data" / "nlu")], "de")
    taught = {(example.get("text"), example.get("intent")) for example in data.intent_examples}
    known = yaml.safe_load(KNOWN_FILE.read_text(encoding="utf-8"))
    assert {(text, intent) for intent, texts in known.items() for text in texts} <= taught
    assert len(known) == len({intent for _, intent in taught})


def test_there_is_enough_of_every_kind() -> None:
    sets = frozen_sets()
    assert len(sets.dialogues) > 500
    assert len(sets.known) > 1_000
    assert {is_cry for _, is_cry in sets.danger} == {True, False}
    assert len(sets.conversations) > 80


def test_a_model_is_measured_on_every_set(settings: Settings, region: Region) -> None:
    model = fitting_model(settings)
    assert isinstance(model, Path)
    text = "Yogakurs in Aerzen"
    labels = [
        Label(text, "search", (Marked(0, 8, "topic"), Marked(12, 18, "place")), id=7),
        Label("Yogakurs in Hameln", "help", id=8),
        Label("Nähkurs in Hameln", "search", (Marked(0, 7, "topic"),), id=9),
    ]
    steps: list[tuple[int, int]] = []
    found = measure_model(settings, model, region, labels, lambda done, total: steps.append((done, total)))
    sets = frozen_sets()
    turns = sum(len(dialogue.turns) for dialogue in sets.dialogues)
    assert len(found[REGRESSION]) + len(found[OUT_OF_SCOPE]) == turns
    assert len(found[KNOWN]) == len(sets.known)
    assert len(found[DANGER]) == len(sets.danger)
    assert [item.id for item in found[CONVERSATIONS] if not item.right] == []
    assert [(item.id, item.text, item.right) for item in found[REVIEWED]] == [
        ("7", "", True),
        ("8", "", False),
        ("9", "", False),
    ]
    assert steps[-1] == (sets.size + len(labels), sets.size + len(labels))
    # What it has learnt it knows, more surely than what it has not.
    shares = {name: sum(item.right for item in items) / len(items) for name, items in found.items()}
    assert shares[KNOWN] > 0.85 > shares[REGRESSION] > 0.5
