"""An overlay on a region, as pure functions: what it adds is there, what it does not mention is as it was."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.overlays.check import Sentences, answer_faults, blanks, faults
from catalogue.overlays.differences import differences
from catalogue.overlays.overlay import (
    AUDIENCE,
    KIND,
    NOTHING,
    TOPIC,
    Overlay,
    WordChange,
    merged,
    settled,
    with_answer,
    with_office,
    with_responsible,
    with_topic,
    with_words,
)
from catalogue.region import Region, load_region
from catalogue.terms import Topic
from catalogue.vocabulary import Meaning, split

REGION = load_region()
SENTENCES = Sentences(
    {"utter_none": "Nichts ({wish}). {office_phone}", "utter_offer": "{title} {contact}", "utter_thanks": "Gern!"},
    frozenset(("office_phone", "office_name")),
    frozenset(("notrufnummer",)),
)

invented = st.text("abcdefghijklmnopqrstuvwxyz", min_size=8, max_size=14).map(lambda text: "Zq" + text)
terms = st.sampled_from(
    [(TOPIC, name) for name in sorted(REGION.topics)[::40]]
    + [(AUDIENCE, term.name) for term in REGION.audiences]
    + [(KIND, term.name) for term in REGION.kinds]
)


@st.composite
def overlays(draw: st.DrawFn) -> Overlay:
    """What staff could have entered, one word for one thing."""
    words = draw(st.lists(invented, max_size=8, unique_by=str.lower))
    overlay = NOTHING
    for word in words:
        of, name = draw(terms)
        known = overlay.words.get((of, name), WordChange())
        overlay = with_words(overlay, of, name, WordChange((*known.added, word), known.removed))
    for name in draw(st.lists(invented.map(str.lower), max_size=3, unique=True)):
        broader = draw(st.sampled_from([None, "yoga", *overlay.topics]))
        overlay = with_topic(overlay, name, Topic(name, (), broader=broader))
    if draw(st.booleans()):
        overlay = with_answer(overlay, "utter_thanks", draw(st.text("abc äöü„“\n{}", min_size=1, max_size=40)))
    if draw(st.booleans()):
        overlay = with_office(overlay, {"phone": draw(st.from_regex(r"0[0-9]{3,8}", fullmatch=True))}, REGION)
    return overlay


def words_of(region: Region, of: str, name: str) -> tuple[str, ...]:
    if of == TOPIC:
        return region.topics[name].words
    return next(term.words for term in (*region.audiences, *region.kinds) if term.name == name)


def test_an_empty_overlay_is_the_region_itself(region: Region) -> None:
    assert merged(region, NOTHING) is region


@given(overlays())
def test_everything_added_is_there_and_everything_else_is_as_it_was(overlay: Overlay) -> None:
    region = merged(REGION, overlay)
    for (of, name), change in overlay.words.items():
        assert words_of(region, of, name) == (*words_of(REGION, of, name), *change.added)
    untouched = REGION.topics.keys() - {name for of, name in overlay.words if of == TOPIC}
    assert all(region.topics[name] is REGION.topics[name] for name in untouched)
    assert region.topics.keys() == REGION.topics.keys() | overlay.topics.keys()
    assert region.narrower.keys() == region.topics.keys()
    unchanged = {field.name for field in fields(Region)} - {
        "areas", "audiences", "kinds", "topics", "responsible", "office", "answers"
    }  # fmt: skip
    assert all(getattr(region, name) is getattr(REGION, name) for name in unchanged)


@given(overlays())
def test_what_a_region_has_learnt_is_no_longer_added(overlay: Overlay) -> None:
    left = settled(merged(REGION, overlay), overlay)
    assert left == Overlay()


@given(overlays())
def test_differences_tell_every_change_and_nothing_of_an_overlay_from_itself(overlay: Overlay) -> None:
    found = differences(NOTHING, overlay, REGION, SENTENCES.texts)
    parts = (overlay.words, overlay.topics, overlay.answers, overlay.office, overlay.responsible)
    assert len(found) == sum(map(len, parts))
    assert differences(overlay, overlay, REGION, SENTENCES.texts) == []


def test_a_word_that_is_switched_off_is_no_longer_understood(region: Region) -> None:
    overlay = with_words(NOTHING, TOPIC, "yoga", WordChange(removed=("Vinyasa",)))
    assert Meaning("topic", "yoga") in {m.meaning for m in region.vocabulary.find(split("Vinyasa"))}
    assert merged(region, overlay).vocabulary.find(split("Vinyasa")) == []


def test_a_new_topic_is_found_and_belongs_to_the_broader_one(region: Region) -> None:
    overlay = with_topic(NOTHING, "seifenkistenbau", Topic("seifenkistenbau", (), broader="basteln"))
    overlay = with_words(overlay, TOPIC, "seifenkistenbau", WordChange(("Kistenrennen",)))
    assert faults(region, overlay, SENTENCES) == []
    found = merged(region, overlay)
    for text in ("Seifenkistenbau", "kistenrennen"):
        assert Meaning("topic", "seifenkistenbau") in {m.meaning for m in found.vocabulary.find(split(text))}
    assert "seifenkistenbau" in found.narrower["basteln"]
    assert region.area_of("basteln") == found.area_of("seifenkistenbau")


def test_an_office_that_is_emptied_has_no_phone_any_longer(region: Region) -> None:
    facts = {"responsible": "die Familienkasse", "phone": "", "url": "https://kasse.example"}
    overlay = with_responsible(NOTHING, "kindergeld", facts, region)
    entry = merged(region, overlay).responsible["kindergeld"]
    assert (entry.responsible, entry.phone, entry.url) == ("die Familienkasse", None, "https://kasse.example")
    assert entry.words == region.responsible["kindergeld"].words


def test_entering_what_the_region_says_changes_nothing(region: Region) -> None:
    entry = region.responsible["kindergeld"]
    facts = {"responsible": entry.responsible or "", "phone": entry.phone or "", "url": entry.url or ""}
    assert with_responsible(NOTHING, "kindergeld", facts, region) == NOTHING
    assert with_office(NOTHING, {"phone": region.office.phone}, region) == NOTHING


# --- what is refused


@pytest.mark.parametrize(
    ("overlay", "said"),
    [
        (with_words(NOTHING, TOPIC, "yoga", WordChange(("Rentner",))), "heißt schon etwas anderes"),
        (with_words(NOTHING, TOPIC, "yoga", WordChange(("rentnern",))), "heißt schon etwas anderes"),
        (with_words(NOTHING, AUDIENCE, "Frauen", WordChange(("Vinyasa",))), "das Thema „yoga“"),
        (with_words(NOTHING, TOPIC, "yoga", WordChange(("Bad Pyrmont",))), "ist ein Ort"),
        (with_words(NOTHING, TOPIC, "yoga", WordChange(("a\u0007b",))), "kein Wort"),
        (with_words(NOTHING, TOPIC, "yoga", WordChange(("x",))), "kein Wort"),
        (with_words(NOTHING, TOPIC, "gibtesnicht", WordChange(("Wort",))), "gibt es nicht"),
        (with_words(NOTHING, TOPIC, "yoga", WordChange(removed=("Skat",))), "lässt sich nicht abschalten"),
        (Overlay(words={(TOPIC, "yoga"): WordChange(("Wortneu",)), (TOPIC, "deutsch"): WordChange(("Wortneu",))}),
         "heißt schon etwas anderes"),
        (with_topic(NOTHING, "yoga", Topic("yoga", ())), "gibt es schon"),
        (with_topic(NOTHING, "Groß", Topic("Groß", ())), "Kleinbuchstaben"),
        (with_topic(NOTHING, "neues", Topic("neues", (), broader="gibtesnicht")), "gibt es nicht"),
        (with_topic(NOTHING, "neues", Topic("neues", (), broader="neues")), "im Kreis"),
        (Overlay(topics={"eins": Topic("eins", (), broader="zwei"), "zwei": Topic("zwei", (), broader="eins")}),
         "im Kreis"),
        (with_topic(NOTHING, "neues", Topic("neues", (), area="Quatsch")), "Bereich"),
        (with_office(NOTHING, {"url": "ftp://x"}, REGION), "http"),
        (with_office(NOTHING, {"url": "javascript:alert(1)"}, REGION), "http"),
        (with_office(NOTHING, {"email": "nicht da"}, REGION), "Mailadresse"),
        (with_office(NOTHING, {"phone": "abends"}, REGION), "Telefonnummer"),
        (with_office(NOTHING, {"name": "Büro {phone}"}, REGION), "geschweifte Klammern"),
        (with_office(NOTHING, {"name": ""}, REGION), "nicht leer"),
        (with_office(NOTHING, {"hours": "x" * 201}, REGION), "zu lang"),
        (with_responsible(NOTHING, "kurtaxe", {"responsible": "", "phone": "115"}, REGION), "wer zuständig ist"),
        (with_responsible(NOTHING, "notrufnummer", {"phone": ""}, REGION), "muss bleiben"),
        (with_responsible(NOTHING, "yoga", {"responsible": "der Verein"}, REGION), "heißt schon etwas anderes"),
        (with_answer(NOTHING, "utter_none", "Leider nichts."), "{wish} fehlt"),
        (with_answer(NOTHING, "utter_gibtesnicht", "Leider nichts."), "gibt es nicht"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_in_german(overlay: Overlay, said: str) -> None:
    found = [fault.sentence for fault in faults(REGION, overlay, SENTENCES)]
    assert len(found) >= 1
    assert said in " ".join(found)
    assert all(sentence.endswith((".", "}")) for sentence in found)


@pytest.mark.parametrize(
    ("name", "text", "is_right"),
    [
        ("utter_none", "Nichts zu {wish}.", True),
        ("utter_none", "Nichts zu {wish}, sagt {office_name}.", True),
        ("utter_none", "Nichts zu {wish} und {wish}.", False),
        ("utter_none", "Nichts zu {wish!r}.", False),
        ("utter_none", "Nichts zu {wish.__class__}.", False),
        ("utter_none", "Nichts zu {wish:>9999}.", False),
        ("utter_none", "Nichts zu {wish} {{}}.", False),
        ("utter_none", "Nichts zu {wish", False),
        ("utter_none", "{wish}\u0000", False),
        ("utter_none", "{wish}" + "x" * 1500, False),
        ("utter_thanks", "{wish}", False),
        ("utter_thanks", "  ", False),
        ("utter_offer", "{contact} {title}", False),
        ("utter_offer", "Neu: {title}\n{contact}", True),
    ],
)
def test_the_blanks_of_an_answer_text(name: str, text: str, is_right: bool) -> None:
    assert (list(answer_faults(name, text, SENTENCES)) == []) == is_right


@given(st.text("{}ab!:.[]0 ", max_size=12))
def test_an_answer_text_that_is_let_through_can_be_filled_in(text: str) -> None:
    names = blanks(text)
    if names is not None:
        assert isinstance(text.format(**dict.fromkeys(names, "x")), str)
