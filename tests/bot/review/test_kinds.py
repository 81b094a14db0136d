"""Every kind of turn has a name, an example and a letter of its own."""

from pathlib import Path

import yaml

from bot.review.kinds import ENTITIES, KINDS, name_of

PROJECT = Path(__file__).parent.parent.parent.parent
DOMAIN = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))


def test_every_intent_of_the_domain_is_there() -> None:
    assert {next(iter(item)) for item in DOMAIN["intents"]} == KINDS.keys()


def test_letters_and_names_tell_them_apart() -> None:
    assert len({kind.letter for kind in KINDS.values()}) == len({kind.name for kind in KINDS.values()}) == len(KINDS)
    assert all(len(kind.letter) == 1 and kind.letter in "abcdefghijklmnopqrstuvwxyz" for kind in KINDS.values())
    assert all(kind.example for kind in KINDS.values())


def test_conditions_are_entities_of_the_domain() -> None:
    entities = {next(iter(item)) if isinstance(item, dict) else item for item in DOMAIN["entities"]}
    assert ENTITIES.keys() <= entities


def test_a_label_without_a_kind_teaches_nothing() -> None:
    assert name_of(None) == "Lehrt nichts"
    assert name_of("search") == "Sucht etwas"
