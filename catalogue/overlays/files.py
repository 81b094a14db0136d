"""An overlay as a folder of small YAML files that a person can read."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from catalogue.errors import WordsError
from catalogue.overlays.overlay import FIELDS, OFFICE_FACTS, RESPONSIBLE_FACTS, Overlay, WordChange
from catalogue.terms import Topic

_MOST_BYTES = 2_000_000
_HEADS = {
    "words.yml": "# Wörter, die das Bildungsbüro ergänzt (added) oder abgeschaltet (removed) hat.",
    "topics.yml": "# Neue Themen; ihre weiteren Wörter stehen in words.yml.",
    "answers.yml": "# Geänderte Antworttexte, statt der gleichnamigen in domain.yml.",
    "office.yml": "# Kontakt des Bildungsbüros, soweit er anders ist als in region.yml.",
    "responsible.yml": "# Zuständige Stellen: geänderte Angaben und neue Einträge. Leer heißt: gilt nicht mehr.",
}
NAMES = tuple(_HEADS)
_TOPIC_FACTS = ("broader", "area", "kind", "audience")


def read_overlay(folder: Path) -> Overlay:
    """Read a folder; a file that is missing changes nothing. Raises WordsError naming the file that cannot be read."""
    words = _mapping(folder, "words.yml")
    return Overlay(
        words={
            (of, name): change
            for of, terms in words.items()
            for name, change in _changes(of, _is_mapping(terms, "words.yml")).items()
        },
        topics={name: _topic(name, facts) for name, facts in _mapping(folder, "topics.yml").items()},
        answers=_texts(_mapping(folder, "answers.yml"), "answers.yml"),
        office=_texts(_mapping(folder, "office.yml"), "office.yml", OFFICE_FACTS),
        responsible={
            name: _texts(_is_mapping(facts, "responsible.yml"), "responsible.yml", RESPONSIBLE_FACTS)
            for name, facts in _mapping(folder, "responsible.yml").items()
        },
    )


def write_overlay(folder: Path, overlay: Overlay) -> None:
    """Write a folder; each file is complete or as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    words: dict[str, dict[str, Any]] = {}
    for (of, name), change in sorted(overlay.words.items()):
        lists = {"added": list(change.added), "removed": list(change.removed)}
        words.setdefault(of, {})[name] = {key: value for key, value in lists.items() if value}
    contents: dict[str, Mapping[str, Any]] = {
        "words.yml": words,
        "topics.yml": {name: _topic_facts(topic) for name, topic in sorted(overlay.topics.items())},
        "answers.yml": dict(sorted(overlay.answers.items())),
        "office.yml": dict(overlay.office),
        "responsible.yml": {name: dict(facts) for name, facts in sorted(overlay.responsible.items())},
    }
    for name, content in contents.items():
        write_whole(folder / name, f"{_HEADS[name]}\n{as_yaml(content)}")


def as_yaml(content: Any) -> str:
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110))


def write_whole(path: Path, text: str) -> None:
    """Write a file so that whoever reads finds all of the old text or all of the new one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _mapping(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise WordsError(f"{name} ist zu groß.")
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise WordsError(f"{name} lässt sich nicht lesen: {type(error).__name__}.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise WordsError(f"{name} ist kein gültiges YAML: {' '.join(str(error).split())}") from error
    return _is_mapping({} if read is None else read, name)


def _is_mapping(value: Any, file: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise WordsError(f"{file}: Hier werden Namen mit ihren Angaben erwartet.")
    return value


def _texts(values: Mapping[str, Any], file: str, known: tuple[str, ...] | None = None) -> dict[str, str]:
    for name, value in values.items():
        if not isinstance(value, str):
            raise WordsError(f"{file}: Bei „{name}“ wird ein Text in Anführungszeichen erwartet.")
        if known is not None and name not in known:
            raise WordsError(f"{file}: Die Angabe „{name}“ gibt es nicht.")
    return dict(values)


def _changes(of: str, terms: Mapping[str, Any]) -> dict[str, WordChange]:
    if of not in FIELDS:
        raise WordsError(f"words.yml: Das Feld „{of}“ gibt es nicht.")
    found = {}
    for name, lists in terms.items():
        facts = _is_mapping(lists, "words.yml")
        if facts.keys() - {"added", "removed"}:
            raise WordsError(f"words.yml: Bei „{name}“ sind nur added und removed erlaubt.")
        found[name] = WordChange(**{key: _words(value, name) for key, value in facts.items()})
    return found


def _words(value: Any, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise WordsError(f"words.yml: Bei „{name}“ wird eine Liste von Wörtern erwartet.")
    return tuple(dict.fromkeys(value))


def _topic(name: str, facts: Any) -> Topic:
    given = _is_mapping(facts, "topics.yml") if facts is not None else {}
    if unknown := given.keys() - set(_TOPIC_FACTS):
        raise WordsError(f"topics.yml: Bei „{name}“ gibt es die Angabe „{min(unknown)}“ nicht.")
    audience = given.get("audience") or []
    one = {fact: given[fact] for fact in ("broader", "area", "kind") if given.get(fact)}
    if not all(isinstance(value, str) for value in one.values()) or not isinstance(audience, list):
        raise WordsError(f"topics.yml: Die Angaben von „{name}“ haben nicht die richtige Form.")
    return Topic(name, (), audience=tuple(map(str, audience)), **one)


def _topic_facts(topic: Topic) -> dict[str, Any]:
    facts = {fact: getattr(topic, fact) for fact in _TOPIC_FACTS}
    return {fact: list(value) if isinstance(value, tuple) else value for fact, value in facts.items() if value}
