"""The overlay written into the region's files: what they say afterwards is what counted, and nothing else is touched."""

import difflib
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from catalogue.errors import WordsError
from catalogue.overlays.overlay import (
    NOTHING,
    RESPONSIBLE,
    TOPIC,
    Overlay,
    WordChange,
    merged,
    with_answer,
    with_office,
    with_responsible,
    with_topic,
    with_words,
)
from catalogue.overlays.sources import DOMAIN, exported, scalar
from catalogue.region import Region, load_region
from catalogue.terms import Topic
from tests.catalogue.overlays.test_overlay import REGION, overlays

PROJECT = Path(__file__).parents[3]
FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted(REGION.folder.glob("*.yml"))}
FILES[DOMAIN] = (PROJECT / DOMAIN).read_text(encoding="utf-8")


def changed_lines(overlay: Overlay) -> list[str]:
    """The lines of a diff that begin with + or -."""
    found = []
    for name, text in exported(FILES, overlay, REGION).items():
        diff = list(difflib.unified_diff(FILES[name].splitlines(), text.splitlines(), lineterm="", n=0))[2:]
        found += [line for line in diff if not line.startswith("@@")]
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(overlays())
def test_the_files_say_what_counted(tmp_path: Path, overlay: Overlay) -> None:
    folder = tmp_path / f"region-{len(list(tmp_path.iterdir()))}"
    shutil.copytree(REGION.folder, folder)
    found = exported(FILES, overlay, REGION)
    for name, text in found.items():
        if name != DOMAIN:
            (folder / name).write_text(text, encoding="utf-8")
    written, counted = load_region(folder), merged(REGION, overlay)
    assert {name: (set(topic.words), topic.broader) for name, topic in written.topics.items()} == {
        name: (set(topic.words), topic.broader) for name, topic in counted.topics.items()
    }
    for one, other in ((written.audiences, counted.audiences), (written.kinds, counted.kinds)):
        assert [(term.name, set(term.words)) for term in one] == [(term.name, set(term.words)) for term in other]
    assert written.office == counted.office
    said = yaml.safe_load(found.get(DOMAIN, FILES[DOMAIN]))["responses"]
    assert said["utter_thanks"][0]["text"] == overlay.answers.get(
        "utter_thanks", yaml.safe_load(FILES[DOMAIN])["responses"]["utter_thanks"][0]["text"]
    )


def test_a_word_changes_one_line() -> None:
    overlay = with_words(NOTHING, TOPIC, "yoga", WordChange(("Sonnengruß",)))
    minus, plus = changed_lines(overlay)
    assert plus.startswith(minus.replace("-", "+", 1).removesuffix("]"))
    assert plus.endswith(", Sonnengruß]")


def test_a_responsible_office_and_its_phone(region: Region) -> None:
    overlay = with_responsible(NOTHING, "kindergeld", {"phone": "115"}, region)
    assert [line for line in changed_lines(overlay) if line.startswith("+")] == ['+  phone: "115"']
    gone = with_responsible(NOTHING, "kindergeld", {"phone": ""}, region)
    assert [line[0] for line in changed_lines(gone)] == ["-"]


def test_new_entries_stand_at_the_end(region: Region) -> None:
    overlay = with_topic(NOTHING, "seifenkistenbau", Topic("seifenkistenbau", (), area="Kultur und Freizeit"))
    overlay = with_words(overlay, TOPIC, "seifenkistenbau", WordChange(("Kiste: rollend", "Kistenrennen")))
    overlay = with_responsible(overlay, "kurtaxe", {"responsible": "die Kurverwaltung", "phone": "", "url": ""}, region)
    overlay = with_words(overlay, RESPONSIBLE, "kurtaxe", WordChange(("Kurbeitrag",)))
    assert [line for line in changed_lines(overlay) if line.startswith("-")] == []
    topic = yaml.safe_load(exported(FILES, overlay, region)["topics.yml"])[-1]
    assert topic == {
        "name": "seifenkistenbau", "words": ["Kiste: rollend", "Kistenrennen"], "area": "Kultur und Freizeit"
    }  # fmt: skip
    entry = yaml.safe_load(exported(FILES, overlay, region)["responsible.yml"])[-1]
    assert entry == {"name": "kurtaxe", "words": ["Kurbeitrag"], "responsible": "die Kurverwaltung"}


def test_an_answer_text_with_lines_and_quotation_marks_stays_one(region: Region) -> None:
    said = 'Bitte!\n„Gern“ sagt "man" \\ so.'
    overlay = with_office(with_answer(NOTHING, "utter_thanks", said), {"hours": "täglich: 8–12"}, region)
    found = exported(FILES, overlay, region)
    assert yaml.safe_load(found[DOMAIN])["responses"]["utter_thanks"] == [{"text": said}]
    assert yaml.safe_load(found["region.yml"])["office"]["hours"] == "täglich: 8–12"


@pytest.mark.parametrize(
    "text", ["ja", "yes", "No", "115", "a: b", "a #b", "[x]", "1,5", "", " a", "x'y", "null", "- a"]
)
def test_a_value_is_read_as_the_text_that_it_is(text: str) -> None:
    assert yaml.safe_load(f"- [{scalar(text)}]") == [[text]]


def test_what_stands_nowhere_is_told(region: Region) -> None:
    with pytest.raises(WordsError, match="gibtesnicht"):
        exported(FILES, with_words(NOTHING, TOPIC, "gibtesnicht", WordChange(("Wort",))), region)
