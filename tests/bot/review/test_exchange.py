"""Labels out and in: nothing is lost, the newer one counts, and what does not fit is named by its line."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.review.exchange import Import, Report, export_lines
from bot.review.kinds import ENTITIES, KINDS
from bot.review.labels import Label, Labels, Marked
from bot.review.marks import fault_of, in_order
from bot.review.scrubbing import Scrubber
from bot.review.tables import REVIEWED, TAUGHT
from bot.stored import open_stored
from catalogue.errors import WordsError
from catalogue.region import Region

AT = "2027-01-11T09:00:00.000000+00:00"
EARLIER, LATER = AT.replace("2027", "2026"), AT.replace("2027", "2028")
Read = Callable[..., Report]


@pytest.fixture(scope="module")
def scrubber(region: Region) -> Scrubber:
    return Scrubber(region)


class Words:
    """A draft that takes every word but one."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, str]] = []

    def __call__(self, word: str, of: str, name: str) -> bool:
        if word == "Hameln":
            raise WordsError("Das passt so nicht.", ["„Hameln“ ist ein Ort."])
        is_new = (word, of, name) not in self.taken
        self.taken += [(word, of, name)] if is_new else []
        return is_new


def importing(engine: Engine, scrubber: Scrubber, words: Words | None = None) -> Import:
    return Import(engine, scrubber, {"yoga", "deutsch"}, words or Words(), lambda: 1_800_000_000.0)


@pytest.fixture
def read(stored: Engine, scrubber: Scrubber) -> Read:
    def take(*lines: Any, words: Words | None = None) -> Report:
        written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        return importing(stored, scrubber, words).read(written, "Anna")

    return take


def line(text: str = "Yoga", intent: str | None = "search", **more: Any) -> dict[str, Any]:
    return {"text": text, "intent": intent, "at": AT, "by": "Bodo", **more}


def test_a_line_becomes_a_label(stored: Engine, read: Read) -> None:
    report = read(line("Yoga in Aerzen", entities=[{"start": 0, "end": 4, "entity": "topic"}], topic="yoga"))
    assert (report.new, report.refused) == (1, [])
    (label,) = Labels(stored).all()
    assert (label.text, label.intent, label.topic, label.by) == ("Yoga in Aerzen", "search", "yoga", "Bodo")
    assert label.entities == (Marked(0, 4, "topic"),)
    assert (label.state, label.is_real, label.conversation) == (REVIEWED, True, None)


def test_markup_of_rasa_is_read_too(stored: Engine, read: Read) -> None:
    read({"marked": 'such [yoga](topic) in [aerzen]{"entity": "place", "role": "exclude"}', "intent": "search"})
    (label,) = Labels(stored).all()
    assert label.text == "such yoga in aerzen"
    assert label.entities == (Marked(5, 9, "topic"), Marked(13, 19, "place", "exclude"))
    assert (label.by, label.at) == ("Anna", 1_800_000_000.0)


def test_to_read_twice_changes_nothing(stored: Engine, read: Read) -> None:
    read(line(), line("hm", None))
    before = Labels(stored).all()
    report = read(line(), line("hm", None))
    assert (report.new, report.replaced, report.unchanged, report.conflicts) == (0, 0, 2, [])
    assert Labels(stored).all() == before


@pytest.mark.parametrize(("at", "intent"), [(LATER, "refine"), (EARLIER, "search"), (AT, "search")])
def test_the_newer_one_counts_and_both_are_told(stored: Engine, read: Read, at: str, intent: str) -> None:
    read(line())
    report = read(line(intent="refine", at=at, by="Clara"))
    assert Labels(stored).all()[0].intent == intent
    ((number, sentence),) = report.conflicts
    assert number == 1
    assert "Sucht etwas (Bodo)" in sentence and "Ändert oder ergänzt den Wunsch (Clara)" in sentence


def test_whose_conversation_it_was_stays(stored: Engine, read: Read) -> None:
    Labels(stored, lambda: 1.0).put(Label("Yoga", "search", conversation="abc"), "Bodo")
    read(line(intent="refine"))
    (label,) = Labels(stored).all()
    assert (label.intent, label.conversation) == ("refine", "abc")
    assert "abc" not in "".join(export_lines([label]))


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("{", "kein gültiges JSON"),
        ("[" * 100_000, "kein gültiges JSON"),
        ("[]", "kein JSON-Objekt"),
        ({}, "Es fehlt"),
        ({"text": "a"}, "„intent“ ist eine von"),
        (line(intent="suche"), "Die Art „suche“ gibt es nicht"),
        (line(intent=["search"]), "gibt es nicht"),
        (line(""), "Der Text fehlt"),
        (line("a" * 10_001), "Der Text fehlt"),
        ({"text": 3, "intent": "search"}, "Der Text fehlt"),
        (line("\ud800"), "Zeichen, die es nicht gibt"),
        (line(entities=[{"start": 0, "end": 9, "entity": "topic"}]), "nicht im Text"),
        (line(entities=[{"start": 0, "end": 4, "entity": "thema"}]), "Die Art der Bedingung „thema“"),
        (line(entities=[{"start": "0", "end": 4, "entity": "topic"}]), "nicht zu lesen"),
        (line(entities=[{"start": 0, "end": 4, "entity": []}]), "nicht zu lesen"),
        (line(entities="topic"), "nicht zu lesen"),
        (line(topic="falknerei"), "Das Thema „falknerei“ gibt es nicht"),
        (line(topic=["yoga"]), "gibt es nicht"),
        (line(at="gestern"), "kein Zeitpunkt"),
        (line(at=float("inf")), "kein Zeitpunkt"),
        (line(state="neu"), "„state“ ist"),
        (line(marked="a"), "Entweder „marked“"),
        ({"marked": 5, "intent": "search"}, "nicht zu lesen"),
        ({"marked": "[a]{x}", "intent": "search"}, "nicht zu lesen"),
        (line(conversation="abc"), "Unbekannt: conversation"),
        ({"synonyms": [{"word": "Sonnengruß"}]}, "„synonyms“ ist eine Liste"),
        ({"synonyms": [{"word": "a", "field": "place", "name": "b"}]}, "„field“ ist"),
        ({"synonyms": [{"word": "Hameln", "field": "topic", "name": "yoga"}]}, "„Hameln“ ist ein Ort."),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_the_others_count(
    stored: Engine, read: Read, bad: Any, why: str
) -> None:
    report = read("", bad, line("Singen"))
    ((number, sentence),) = report.refused
    assert number == 2
    assert why in sentence
    assert [label.text for label in Labels(stored).all()] == ["Singen"]


def test_personal_data_are_taken_out(stored: Engine, read: Read) -> None:
    text = "Ich heiße Ali und suche Yoga, 0171 1234567"
    start = text.index("Yoga")
    report = read(line(text, entities=[{"start": start, "end": start + 4, "entity": "topic"}]))
    assert report.scrubbed == 1
    (label,) = Labels(stored).all()
    assert label.text == "Ich heiße [Name] und suche Yoga, [Telefon]"
    (mark,) = label.entities
    assert label.text[mark.start : mark.end] == "Yoga"


def test_synonyms_go_into_the_draft_once(read: Read) -> None:
    words = Words()
    added = {"synonyms": [{"word": "Sonnengruß", "field": "topic", "name": "yoga"}]}
    report = read(added, {**line(), **added}, words=words)
    assert (report.words, report.new) == (1, 1)
    assert words.taken == [("Sonnengruß", "topic", "yoga")]


@contextmanager
def fresh() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_stored(f"sqlite:///{folder}/conversations.db")
        yield engine
        engine.dispose()


texts = st.text(st.sampled_from("abc äöü?!,“\n\t[]()😀"), min_size=1, max_size=20).filter(lambda text: text.strip())


@st.composite
def labels(draw: st.DrawFn) -> Label:
    text = draw(texts)
    marks: list[Marked] = []
    for _ in range(draw(st.integers(0, 3))):
        start, end = draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))
        role = draw(st.sampled_from([None, "background", "exclude"]))
        mark = Marked(start, end, draw(st.sampled_from(sorted(ENTITIES))), role)
        marks += [mark] if fault_of(text, [*marks, mark]) is None else []
    return Label(
        text,
        draw(st.sampled_from([None, *KINDS])),
        in_order(marks),
        draw(st.sampled_from([None, "yoga", "deutsch"])),
        is_real=draw(st.booleans()),
        by=draw(st.sampled_from(["Anna", "Bodo"])),
        at=draw(st.floats(1_700_000_000, 1_900_000_000)),
        state=draw(st.sampled_from([REVIEWED, TAUGHT])),
        measured=draw(st.sampled_from([None, "modell-1"])),
    )


@given(st.lists(labels(), max_size=6, unique_by=lambda label: label.text))
@settings(max_examples=60)
def test_out_in_and_out_again_is_the_same(scrubber: Scrubber, made: list[Label]) -> None:
    written = list(export_lines(made))
    with fresh() as first, fresh() as second:
        for engine in (first, second):
            report = importing(engine, scrubber).read(written, "Clara")
            assert report.refused == []
            assert report.new == len({json.loads(line)["text"] for line in written}) - report.scrubbed
            assert list(export_lines(Labels(engine).all())) == written
        before = Labels(first).all()
        importing(first, scrubber).read(export_lines(Labels(second).all()), "Clara")
        assert Labels(first).all() == before
