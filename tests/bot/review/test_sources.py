"""Labels in the training data: Rasa reads back what was labelled, and a diff shows nothing else."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.review.labels import Label, Marked
from bot.review.sources import count_sentences, with_labels, written
from bot.training import PROJECT, nlu_sources

FILES = {
    "rules/turns.yml": "rules: []\n",
    "nlu/about.yml": (
        'version: "3.1"\n\nnlu:\n# Wer antwortet?\n- intent: bot_challenge\n  examples: |\n    - bist du ein mensch\n'
        "    - Wer da?\n- intent: search\n  examples: |\n    - [Yoga](topic) in Hameln\n    - kurs mit holz\n"
    ),
    "nlu/described/sport.yml": 'version: "3.1"\n\nnlu:\n- synonym: yoga\n  examples: |\n    - mit Matte und Atmen\n',
}


def read(text: str) -> TrainingData:
    return RasaYAMLReader().reads(text)


def label(text: str, intent: str | None = "search", *entities: Marked, **more: object) -> Label:
    return dataclasses.replace(Label(text, intent, entities), **more)  # type: ignore[arg-type]


def changed(*labels: Label) -> dict[str, str]:
    after = with_labels(FILES, labels)
    return {name: text for name, text in after.items() if text != FILES.get(name)}


def test_new_sentences_are_appended_to_the_file_of_their_kind_of_turn() -> None:
    after = changed(label("töpfern?"), label("Schweißen lernen", "search", Marked(0, 9, "topic")))
    assert after == {
        "nlu/reviewed/search.yml": (
            'version: "3.1"\n# Sätze von Besucherinnen und Besuchern, im Bildungsbüro geprüft (bildungslotse review '
            "export).\n\nnlu:\n- intent: search\n  examples: |\n    - töpfern?\n    - [Schweißen](topic) lernen\n"
        )
    }


def test_a_sentence_that_is_there_is_not_repeated() -> None:
    assert changed(label("kurs  mit Holz"), label("mit Matte und Atmen", "search", topic="yoga")) == {
        "nlu/reviewed/search.yml": changed(label("mit Matte und Atmen"))["nlu/reviewed/search.yml"]
    }


def test_what_was_written_is_recognised_afterwards() -> None:
    labels = [label("Frau [Name] sucht was"), label("[x](y)", "bot_challenge"), label("malen", topic="malerei")]
    once = with_labels(FILES, labels)
    assert with_labels(once, labels) == once


def test_a_label_wins_over_the_sources_and_the_last_label_over_others() -> None:
    after = changed(label("wer da?", "search"), label("WER DA?", "bot_challenge"), label("Wer da?", "search"))
    assert set(after) == {"nlu/about.yml", "nlu/reviewed/search.yml"}
    assert after["nlu/about.yml"] == FILES["nlu/about.yml"].replace("    - Wer da?\n", "")
    assert after["nlu/reviewed/search.yml"].endswith("    - Wer da?\n")


def test_a_sentence_is_marked_where_it_was_not() -> None:
    after = changed(label("kurs mit holz", "search", Marked(9, 13, "topic")))
    assert "kurs mit holz" not in after["nlu/about.yml"]
    assert "    - kurs mit [holz](topic)\n" in after["nlu/reviewed/search.yml"]


def test_a_kind_of_turn_that_has_lost_its_last_sentence_is_gone_from_the_file() -> None:
    once = with_labels(FILES, [label("Hm", "search")])
    after = with_labels(once, [label("Hm", "bot_challenge")])
    assert after["nlu/reviewed/search.yml"] == ""
    assert after["nlu/reviewed/bot_challenge.yml"].endswith("    - Hm\n")


def test_a_topic_that_nobody_named_is_taught_as_the_described_ones_are() -> None:
    after = changed(label("auf der Matte liegen", topic="yoga"))
    found = read(after["nlu/reviewed/described.yml"])
    assert found.entity_synonyms == {"auf der Matte liegen": "yoga"}
    assert after["nlu/reviewed/described.yml"].startswith('version: "3.1"')


def test_sentences_thought_up_are_kept_apart_and_unknown_kinds_of_turn_left_out() -> None:
    after = changed(label("ausgedacht", is_real=False), label("weg", "gibtesnicht"))
    assert set(after) == {"nlu/invented/search.yml"}
    assert count_sentences(with_labels(FILES, [label("echt"), label("ausgedacht", is_real=False)])) == (7, 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Tel. [Telefon](", "Tel. …("),
        ("[Yoga](topic)", "(Yoga)(topic)"),
        ("  zwei\n Zeilen\t hier ", "zwei Zeilen hier"),
        ("- Strich: ja # nein", "- Strich: ja # nein"),
        ("Glocke\x07 ${HOME} \\u00e4", "Glocke ${HOME} \\u00e4"),
    ],
)
def test_what_rasa_would_read_as_something_else_is_written_otherwise(text: str, line: str) -> None:
    assert written(label(text)).line == line


texts = st.text(
    st.one_of(st.sampled_from("[](){}:-#\"'|>&*!%@`$\\ \n\täß…"), st.characters(exclude_categories=["Cs"])), max_size=40
) | st.lists(st.sampled_from(["[Name]", "[Telefon]", " ", "Yoga", "in", "["])).map("".join)


@st.composite
def labels(draw: st.DrawFn) -> Label:
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    kinds = st.tuples(st.sampled_from(["topic", "place"]), st.sampled_from([None, "background", "exclude"]))
    marks = tuple(Marked(a, b, *draw(kinds)) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    return Label(text, draw(st.sampled_from(["search", "bot_challenge"])), marks, is_real=draw(st.booleans()))


@given(st.lists(labels(), max_size=4, unique_by=lambda item: written(item).text.lower()))
def test_rasa_reads_back_what_was_labelled(given_labels: list[Label]) -> None:
    after = with_labels(FILES, given_labels)
    read_back = {}
    for name, text in after.items():
        if name.startswith(("nlu/reviewed", "nlu/invented")):
            for example in read(text).intent_examples:
                marks = [
                    Marked(item["start"], item["end"], item["entity"], item.get("role"))
                    for item in example.get("entities") or []
                ]
                read_back[example.get(TEXT)] = (example.get(INTENT), tuple(marks))
    there = {"bist du ein mensch", "wer da?", "yoga in hameln", "kurs mit holz"}
    expected = [(written(item), item.intent) for item in given_labels]
    assert read_back == {
        sentence.text: (intent, sentence.entities)
        for sentence, intent in expected
        if sentence.text and " ".join(sentence.text.lower().split()) not in there
    }


def test_the_projects_own_data_are_read_whole_and_stay_as_they_are() -> None:
    files = nlu_sources()
    assert with_labels(files, []) == files
    total, _ = count_sentences(files)
    examples = [item for path in Path(PROJECT / "data" / "nlu").rglob("*.yml") for item in _examples(path)]
    assert total == len(examples) > 5000


def _examples(path: Path) -> list[str]:
    found = read(path.read_text(encoding="utf-8"))
    lines = path.read_text(encoding="utf-8").split("\n")
    assert len(found.intent_examples) + len(found.entity_synonyms) <= len(lines)
    return [line for line in lines if line.startswith("    - ")]
