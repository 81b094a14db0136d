"""The training sentences are read as Rasa reads them."""

from collections import Counter
from pathlib import Path

import pytest

from bot.review.labels import Label, Marked
from bot.review.sentences import EXAMPLES, Sentence, SentencesError, of_labels, read_sentences, state_of


def write(folder: Path, text: str, name: str = "some.yml") -> Path:
    (folder / name).write_text(f'version: "3.1"\n\nnlu:\n{text}', encoding="utf-8")
    return folder


def test_they_are_those_that_rasa_reads() -> None:
    from rasa.shared.nlu.training_data.loading import load_data

    theirs = load_data(str(EXAMPLES))
    ours = read_sentences()
    said = [item for item in ours if item.intent]
    expected = {
        (
            example.get("text"),
            example.get("intent"),
            tuple(
                Marked(item["start"], item["end"], item["entity"], item.get("role"))
                for item in example.get("entities") or ()
            ),
        )
        for example in theirs.intent_examples
    }
    assert len(said) > 5000
    assert Counter(item.intent for item in said) == Counter(item.get("intent") for item in theirs.intent_examples)
    assert {(item.text, item.intent, item.entities) for item in said} == expected
    # To Rasa a description is a synonym: where two topics have the same one, the later counts.
    described = {item.text for item in ours if item.topic}
    assert len(described) > 1000 and described <= set(theirs.entity_synonyms)


def test_conditions_keep_their_place_in_the_plain_text(tmp_path: Path) -> None:
    line = '- war im [Verkauf]{"entity": "topic", "role": "background"}, suche [Yoga](topic) in [Aerzen](place:aerzen)'
    (found,) = read_sentences(write(tmp_path, f"- intent: search\n  examples: |\n    {line}\n"))
    assert found.text == "war im Verkauf, suche Yoga in Aerzen"
    assert [(found.text[item.start : item.end], item.entity, item.role) for item in found.entities] == [
        ("Verkauf", "topic", "background"),
        ("Yoga", "topic", None),
        ("Aerzen", "place", None),
    ]
    assert found.source == "some.yml"


def test_brackets_that_mark_nothing_stay(tmp_path: Path) -> None:
    (found,) = read_sentences(write(tmp_path, "- intent: search\n  examples: |\n    - Kurse [alle] (bitte)\n"))
    assert found == Sentence("Kurse [alle] (bitte)", "search", source="some.yml")


def test_descriptions_name_their_topic_and_no_intent(tmp_path: Path) -> None:
    (found,) = read_sentences(write(tmp_path, "- synonym: yoga\n  examples: |\n    - der hund, der schaut\n"))
    assert (found.intent, found.topic) == (None, "yoga")


def test_what_stands_there_twice_counts_once(tmp_path: Path) -> None:
    for name in ("a.yml", "b.yml"):
        write(tmp_path, "- intent: greet\n  examples: |\n    - hallo\n", name)
    assert [item.source for item in read_sentences(tmp_path)] == ["b.yml"]


@pytest.mark.parametrize(
    "text",
    ["- intent: greet\n  examples: [", "- intent: greet\n", "  - {intent: x, examples: '- [a]{b}'}\n"],
)
def test_a_file_of_another_form_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(SentencesError, match=r"some\.yml"):
        read_sentences(write(tmp_path, text))


def test_a_changed_file_is_another_state(tmp_path: Path) -> None:
    before = state_of(write(tmp_path, "- intent: greet\n  examples: |\n    - hallo\n"))
    assert before == state_of(tmp_path)
    assert before != state_of(write(tmp_path, "- intent: greet\n  examples: |\n    - guten tag\n"))


def test_labels_that_teach_nothing_are_no_sentences() -> None:
    labels = [Label("hallo", "greet", id=3), Label("asdf", None, id=4), Label("Yoga", "search", is_real=False, id=5)]
    assert [(item.label, item.is_real) for item in of_labels(labels)] == [(3, True), (5, False)]


def test_sentences_that_were_exported_of_labels_are_real(tmp_path: Path) -> None:
    for folder, text in (("reviewed", "yoga pls"), ("invented", "Yoga, bitte")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "search.yml").write_text(f"nlu:\n- intent: search\n  examples: |\n    - {text}\n")
    assert {(item.text, item.is_real) for item in read_sentences(tmp_path)} == {
        ("yoga pls", True),
        ("Yoga, bitte", False),
    }
