"""Everything is said in every language, and every language's glossary is sound."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from actions.answers.texts import GERMAN, LANGUAGES, languages, texts_in
from bot.training import PROJECT
from bot.understanding.glossary import FOLDER, Glossary, comparable, glossaries, tokens
from catalogue.facts import facts_of
from catalogue.region import Region
from catalogue.values import FORMATS, LEVELS, STATUSES, TIMES, WEEKDAYS
from catalogue.values import LANGUAGES as VALUE_LANGUAGES

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DOMAIN = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
GERMAN_LABELS = yaml.safe_load((LANGUAGES / f"{GERMAN}.yml").read_text(encoding="utf-8"))["labels"]
PACKS = sorted(path for path in LANGUAGES.glob("*.yml") if path.stem != GERMAN)
FILES = sorted(FOLDER.glob("*.yml"))

# A first contact is German and introduces itself by the `introduction` of a language.
SENTENCES = {name: said[0]["text"] for name, said in DOMAIN["responses"].items() if name != "utter_first_contact"}
# What stands between facts is a language's own matter, and forms of words that not every language has.
_OWN = {"separator", "clause", "contact_of", "one_offer", "offers"}
LABELS = {name: text for name, text in GERMAN_LABELS.items() if name not in _OWN and not name.startswith("without_")}


in_every_pack = pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
in_every_glossary = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@cache
def read(path: Path) -> dict[str, Any]:
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER))


def forms(path: Path) -> Iterator[tuple[str, str]]:
    """Every form of a glossary with its German."""
    for german, items in read(path)["glossary"].items():
        yield from ((str(item), str(german)) for item in items)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def keys_twice(node: yaml.Node) -> Iterator[str]:
    """Keys that YAML would silently read only once."""
    if isinstance(node, yaml.MappingNode):
        names = Counter(key.value for key, _ in node.value)
        yield from (name for name, count in names.items() if count > 1)
        for _, value in node.value:
            yield from keys_twice(value)


# --- what the assistant says


def test_the_assistant_speaks_german_plain_german_and_the_languages_that_it_understands() -> None:
    assert languages() == {"de", "einfach", *(glossary.code for glossary in glossaries())}


@in_every_pack
def test_every_sentence_is_there(path: Path) -> None:
    assert SENTENCES.keys() - read(path)["responses"].keys() == set()


@in_every_pack
def test_every_word_is_there(path: Path) -> None:
    assert LABELS.keys() - read(path)["labels"].keys() == set()


@in_every_pack
def test_there_is_no_text_that_german_does_not_have(path: Path) -> None:
    pack = read(path)
    assert pack["responses"].keys() - SENTENCES.keys() == set()
    assert pack["labels"].keys() - GERMAN_LABELS.keys() == set()


@in_every_pack
def test_texts_are_filled_in_with_the_same_facts_as_in_german(path: Path) -> None:
    pack = read(path)
    said = {**pack["responses"], **pack["labels"]}
    german = {**SENTENCES, **GERMAN_LABELS}
    differing = {
        name: (placeholders(str(text)), placeholders(str(german[name])))
        for name, text in said.items()
        if name in german and placeholders(str(text)) != placeholders(str(german[name]))
    }
    assert differing == {}


@in_every_pack
def test_a_language_has_a_name_and_introduces_itself(path: Path, region: Region) -> None:
    pack = read(path)
    assert pack["name"]
    assert placeholders(pack["introduction"]) <= facts_of(region).keys()
    assert texts_in(path.stem, DOMAIN, region).opened()


@in_every_pack
def test_texts_have_no_typographical_slip(path: Path) -> None:
    pack = read(path)
    for name, text in {**pack["responses"], "introduction": pack["introduction"]}.items():
        assert "  " not in text.replace("\n   ", "\n"), name
        assert text == text.strip(), name
        assert sum(text.count(quote) for quote in "„“”") % 2 == 0, name


@in_every_pack
def test_phone_numbers_of_help_are_named_in_every_language(path: Path, region: Region) -> None:
    texts = texts_in(path.stem, DOMAIN, region)
    said = texts.say("utter_crisis")
    assert [name for name in placeholders(SENTENCES["utter_crisis"]) if facts_of(region)[name] not in said] == []


@pytest.mark.parametrize("language", ["de", "xx", ""])
def test_whatever_is_no_other_language_is_german(language: str, region: Region) -> None:
    texts = texts_in(language, DOMAIN, region)
    assert (texts.language, texts.say("utter_restart")) == ("de", SENTENCES["utter_restart"])


def test_what_a_language_has_no_word_for_is_said_in_german(region: Region) -> None:
    german, polish = (texts_in(language, DOMAIN, region) for language in ("de", "pl"))
    assert polish.label("without_time") == german.label("without_time")
    assert polish.value("Kulturverein") == "Kulturverein"


@in_every_pack
def test_only_values_of_the_catalogue_are_translated(path: Path, region: Region) -> None:
    named = {item.name for items in (region.kinds, region.areas, region.audiences) for item in items}
    closed = {*LEVELS, *WEEKDAYS, *FORMATS, *STATUSES, *TIMES, *VALUE_LANGUAGES}
    assert read(path)["values"].keys() - named - closed == set()


# --- what it understands


@in_every_glossary
def test_a_glossary_is_named_after_its_file(path: Path) -> None:
    glossary = Glossary.read(path)
    assert glossary.code == path.stem
    assert glossary.name


def test_all_glossaries_are_read() -> None:
    assert [glossary.code for glossary in glossaries()] == [path.stem for path in FILES]


@in_every_glossary
def test_no_form_stands_in_a_glossary_twice(path: Path) -> None:
    assert [form for form, count in Counter(form for form, _ in forms(path)).items() if count > 1] == []


@in_every_glossary
def test_no_form_means_two_things(path: Path) -> None:
    meanings: dict[str, set[str]] = {}
    for form, german in forms(path):
        meanings.setdefault(comparable(" ".join(form.split())), set()).add(german)
    assert {form: found for form, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    "path", [*FILES, *PACKS, LANGUAGES / "de.yml"], ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_no_key_stands_in_a_file_twice(path: Path) -> None:
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    assert node is not None
    assert list(keys_twice(node)) == []


@in_every_glossary
def test_every_form_is_text(path: Path) -> None:
    """YAML reads an unquoted "on", "no" or "1" as something else."""
    entries = read(path)["glossary"].items()
    assert [(german, form) for german, items in entries for form in (german, *items) if not isinstance(form, str)] == []


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_form_is_found(path: Path) -> None:
    glossary = Glossary.read(path)
    lost = [
        (form, german)
        for form, german in forms(path)
        if [piece.german for piece in glossary.pieces(tokens(form.replace("*", "")))] != [german]
    ]
    assert lost == []
