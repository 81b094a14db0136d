"""The states on disk: what counts, drafts, steps back; files that somebody broke; people at the same time."""

import threading
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from catalogue.errors import WordsError
from catalogue.indexing import vocabulary_hash
from catalogue.overlays.check import Sentences
from catalogue.overlays.counting import counting
from catalogue.overlays.files import NAMES, read_overlay, write_overlay
from catalogue.overlays.overlay import NOTHING, TOPIC, Overlay, WordChange, merged, with_answer, with_words
from catalogue.overlays.states import KEPT, States
from catalogue.region import Region, load_region
from tests.catalogue.overlays.test_overlay import overlays

NOW = datetime(2027, 1, 11, 9)
SENTENCES = Sentences({"utter_thanks": "Gern!"})


@pytest.fixture
def states(tmp_path: Path) -> States:
    return States(tmp_path / "words")


def add(states: States, word: str, topic: str = "yoga") -> None:
    def change(overlay: Overlay) -> Overlay:
        known = overlay.words.get((TOPIC, topic), WordChange())
        return with_words(overlay, TOPIC, topic, WordChange((*known.added, word)))

    states.change(change, "Ada", NOW, f"Thema „{topic}“")


def publish(states: States, word: str) -> int:
    add(states, word)
    return states.publish("Ada", NOW).number


def words(states: States) -> tuple[str, ...]:
    return states.published(states.number()).words.get((TOPIC, "yoga"), WordChange()).added


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(overlays())
def test_what_is_written_is_read_again(tmp_path: Path, overlay: Overlay) -> None:
    write_overlay(tmp_path / "any", overlay)
    assert read_overlay(tmp_path / "any") == overlay


def test_at_first_the_region_counts_as_it_comes(states: States, region: Region) -> None:
    assert states.number() == 0
    assert counting(region.folder, states, SENTENCES).region is load_region(region.folder)


def test_a_draft_counts_for_nothing_until_it_is_published(states: States, region: Region) -> None:
    before = states.stamp()
    add(states, "Sonnengruß")
    assert states.stamp() == before
    assert counting(region.folder, states, SENTENCES).region is load_region(region.folder)
    states.publish("Ada", NOW)
    assert states.stamp() != before
    assert "Sonnengruß" in counting(region.folder, states, SENTENCES).region.topics["yoga"].words
    assert states.draft().steps == ()


def test_the_files_are_for_people(states: States) -> None:
    add(states, "Sonnengruß")
    states.publish("Ada", NOW)
    text = (states.folder_of(1) / "words.yml").read_text(encoding="utf-8")
    assert text.startswith("# Wörter, die das Bildungsbüro ergänzt")
    assert "yoga:\n    added:\n    - Sonnengruß" in text


def test_nothing_is_published_where_nothing_is_changed(states: States) -> None:
    with pytest.raises(WordsError, match="unterscheidet sich nicht"):
        states.publish("Ada", NOW)
    add(states, "Sonnengruß")

    def refuse(_: Overlay) -> None:
        raise WordsError("So nicht.")

    with pytest.raises(WordsError, match="So nicht"):
        states.publish("Ada", NOW, refuse)
    assert (states.number(), len(states.draft().steps)) == (0, 1)


def test_steps_back_lead_further_and_further(states: States) -> None:
    for word in ("eins", "zwei", "drei"):
        publish(states, word)
    seen = []
    while states.state_before() is not None:
        states.step_back("Ada", NOW)
        seen.append(words(states))
    assert seen == [("eins", "zwei"), ("eins",), ()]
    with pytest.raises(WordsError, match="keinen Stand mehr"):
        states.step_back("Ada", NOW)
    publish(states, "neu")
    assert words(states) == ("neu",)


def test_a_step_back_leaves_the_draft_alone(states: States) -> None:
    publish(states, "eins")
    add(states, "zwei")
    states.step_back("Ada", NOW)
    assert states.draft().overlay.words[TOPIC, "yoga"].added == ("eins", "zwei")


def test_the_last_states_are_kept(states: States) -> None:
    for number in range(KEPT + 5):
        publish(states, f"wort{'abcdefghijklmnopqrstuvwxyz'[number]}")
    assert [state.number for state in states.history()] == list(range(KEPT + 5, 5, -1))
    assert len(words(states)) == KEPT + 5


def test_what_many_people_change_at_once_is_all_there(states: States) -> None:
    people = [threading.Thread(target=add, args=(states, f"Wort{letter}")) for letter in "abcdefghijkl"]
    for person in people:
        person.start()
    for person in people:
        person.join()
    draft = states.draft()
    assert sorted(draft.overlay.words[TOPIC, "yoga"].added) == [f"Wort{letter}" for letter in "abcdefghijkl"]
    assert len(draft.steps) == 12


# --- files that somebody broke


@pytest.mark.parametrize("file", NAMES)
@pytest.mark.parametrize(
    "content", ["topic: [", "- eins\n- zwei", "7", "yoga: 7", "1: {a: b}", "topic:\n  yoga:\n    added: Wort", "\x00"]
)
def test_a_broken_file_is_named_and_the_last_good_state_counts(
    file: str, content: str, states: States, region: Region
) -> None:
    publish(states, "Sonnengruß")
    publish(states, "Yogini")
    (states.folder_of(2) / file).write_text(content, encoding="utf-8")
    found = counting(region.folder, states, SENTENCES)
    assert file in found.trouble
    assert found.number == 1
    assert found.region.topics["yoga"].words[-1] == "Sonnengruß"


def test_where_no_state_is_good_the_region_counts_as_it_comes(states: States, region: Region) -> None:
    publish(states, "Sonnengruß")
    (states.folder_of(1) / "words.yml").write_bytes(b"\xff\xfe")
    found = counting(region.folder, states, SENTENCES)
    assert found.region is load_region(region.folder)
    assert "words.yml" in found.trouble


def test_a_number_that_cannot_be_read_stops_nothing(states: States, region: Region) -> None:
    publish(states, "Sonnengruß")
    (states.folder / "current").write_text("sieben", encoding="ascii")
    found = counting(region.folder, states, SENTENCES)
    assert found.number == 1
    assert "words/current" in found.trouble


def test_what_contradicts_a_later_region_is_told(states: States, region: Region) -> None:
    def contradict(overlay: Overlay) -> Overlay:
        return with_words(overlay, TOPIC, "yoga", WordChange(("Rentner",)))

    states.change(contradict, "Ada", NOW, "Yoga")
    states.publish("Ada", NOW)
    assert "heißt schon etwas anderes" in counting(region.folder, states, SENTENCES).trouble


def test_a_file_that_is_mended_counts_at_once(states: States, region: Region) -> None:
    publish(states, "Sonnengruß")
    path = states.folder_of(1) / "words.yml"
    good = path.read_text(encoding="utf-8")
    path.write_text("topic: [", encoding="utf-8")
    assert counting(region.folder, states, SENTENCES).trouble
    path.write_text(good, encoding="utf-8")
    assert not counting(region.folder, states, SENTENCES).trouble


def test_offers_are_indexed_anew_for_words_but_not_for_texts(region: Region) -> None:
    texts = merged(region, with_answer(NOTHING, "utter_thanks", "Bitte!"))
    assert vocabulary_hash(texts) == vocabulary_hash(region)
    synonym = merged(region, with_words(NOTHING, TOPIC, "yoga", WordChange(("Sonnengruß",))))
    assert vocabulary_hash(synonym) != vocabulary_hash(region)
