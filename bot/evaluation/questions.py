"""Annotated dialogues: the question files of `tests/questions/README.md`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from catalogue.errors import QuestionFileError
from catalogue.wish import FIELD_NAMES, KEYS

TURNS = frozenset(
    "offers more detail contact why restart human help greet thanks bye bot complaint insult privacy"
    " out_of_scope crisis unclear".split()
)
_QUERY_KEYS = frozenset(KEYS) - {"from_day", "until_day"} | FIELD_NAMES.keys() | {"exclude"}


@dataclass(frozen=True)
class Turn:
    """What a person writes, and what a careful counsellor would have understood."""

    user: str
    turn: str
    query: Mapping[str, Any] = field(default_factory=dict)
    follows: Mapping[str, Any] = field(default_factory=dict)
    open: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Dialogue:
    id: str
    voice: str
    turns: tuple[Turn, ...]


def load_questions(paths: Iterable[Path]) -> list[Dialogue]:
    """Read question files. Raises QuestionFileError where one has not the documented format."""
    dialogues: list[Dialogue] = []
    for path in paths:
        try:
            rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise QuestionFileError(f"{path.name}: Die Fragen lassen sich nicht lesen ({error}).") from error
        if not isinstance(rows, list):
            raise QuestionFileError(f"{path.name}: Erwartet wird eine Liste von Dialogen.")
        dialogues.extend(_dialogue(path.name, row) for row in rows)
    return dialogues


def _dialogue(file: str, row: Any) -> Dialogue:
    try:
        turns = tuple(_turn(turn) for turn in row["turns"])
        return Dialogue(str(row["id"]), str(row.get("voice", "")), turns)
    except (KeyError, TypeError, ValueError) as error:
        name = row.get("id", "?") if isinstance(row, dict) else "?"
        raise QuestionFileError(f"{file}: Der Dialog {name} hat nicht das Format der Fragendateien: {error}") from error


def _turn(row: Mapping[str, Any]) -> Turn:
    if row["turn"] not in TURNS:
        raise ValueError(f"unbekannte Art von Zug {row['turn']!r}")
    query, follows = row.get("query") or {}, row.get("follows") or {}
    unknown = (set(query) | set(follows)) - _QUERY_KEYS
    if unknown:
        raise ValueError(f"unbekannte Schlüssel {sorted(unknown)}")
    return Turn(
        user=str(row["user"]),
        turn=row["turn"],
        query={name: _plain(value) for name, value in query.items()},
        follows={name: _plain(value) for name, value in follows.items()},
        open=frozenset(row.get("open") or ()),
    )


def _plain(value: Any) -> Any:
    """YAML reads an unquoted day as a date; a wish has ISO days."""
    return value.isoformat() if isinstance(value, date) else value
