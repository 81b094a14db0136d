"""A kept conversation as a test: what it asks and what has to be understood, as `tests/conversations` has it.

What depends on the offers of the day (totals, titles, which condition was given up) is not expected, nor are days:
they are counted from today.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.review.tables import DECLINED, FOUND, NOTHING, RELAXED, SAID, KeptMessage
from catalogue.errors import ChangeError
from catalogue.overlays.files import write_whole
from catalogue.slugs import slug

CONVERSATIONS = Path(__file__).parent.parent.parent / "tests" / "conversations"
_OF_THE_DAY = frozenset(("from", "until", "follows", "words"))
# The first line of a saved test says whose it is, so that it can be forgotten; it never leaves this machine.
_ABOUT = "# Gespräch "
_SENTENCE = re.compile(r".+?[.!?](?=\s|$)", re.DOTALL)
_SHORTEST = 12


@dataclass(frozen=True)
class Line:
    """Something that a turn has to do: `kind` is "bot", "query" or "empty"; `id` names the line in a form."""

    turn: int
    kind: str
    key: str
    value: Any

    @property
    def id(self) -> str:
        return f"{self.turn}-{self.kind}-{self.key}"


@dataclass(frozen=True)
class Turn:
    """A turn of the test: what is written, empty for a button; and what is expected of the answer."""

    number: int
    text: str
    shows_offers: bool
    lines: tuple[Line, ...]


def turns_of(messages: Sequence[KeptMessage]) -> list[Turn]:
    """What can be expected of each turn of a conversation."""
    found: list[Turn] = []
    before: Mapping[str, Any] = {}
    for message in messages:
        shows = message.outcome in (FOUND, RELAXED, NOTHING)
        lines = list(_understood(message, before)) if shows else list(_said(message))
        found.append(Turn(message.turn, message.text, shows, tuple(lines)))
        before = message.wish or before
    return found


def _understood(message: KeptMessage, before: Mapping[str, Any]) -> Iterable[Line]:
    # What only follows from the subject comes and goes with the vocabulary.
    follows = {*message.wish.get("follows", ()), *before.get("follows", ())}
    for key, value in message.wish.items():
        if key in _OF_THE_DAY or key in follows:
            continue
        if value not in (None, [], {}):
            yield Line(message.turn, "query", key, value)
        elif before.get(key) not in (None, [], {}):
            yield Line(message.turn, "empty", key, key)


def _said(message: KeptMessage) -> Iterable[Line]:
    """The first whole sentence of an answer; one with figures, or something taken out of it, may change."""
    if message.outcome in (SAID, DECLINED) and (match := _SENTENCE.match(message.answer.strip())):
        sentence = match[0]
        if len(sentence) >= _SHORTEST and not re.search(r"[\d\[\n]", sentence):
            yield Line(message.turn, "bot", "0", sentence)


def as_yaml(turns: Iterable[Turn], kept: Collection[str], pressed: Mapping[int, str]) -> str:
    """The test with the lines that are kept (by id). `pressed` are titles of buttons by turn.

    Ends before the first turn by a button of which no title is known.
    """
    written: list[dict[str, Any]] = []
    for turn in turns:
        if not turn.text and not pressed.get(turn.number):
            break
        step: dict[str, Any] = {"user": turn.text} if turn.text else {"press": pressed[turn.number]}
        lines = [line for line in turn.lines if line.id in kept]
        if said := [line.value for line in lines if line.kind == "bot"]:
            step["bot"] = said
        if turn.shows_offers:
            # On the catalogue of the tests something else may have to be given up than on the day of the conversation.
            step["offers"] = {"relaxed": None}
            if query := {line.key: line.value for line in lines if line.kind == "query"}:
                step["offers"]["query"] = query
            if empty := [line.key for line in lines if line.kind == "empty"]:
                step["offers"]["empty"] = empty
        written.append(step)
    if not written:
        raise ChangeError("In diesem Gespräch ist nichts, was sich als Test speichern lässt.")
    return yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=120)


def behaviours(folder: Path = CONVERSATIONS) -> list[str]:
    """The folders that there are: what conversations show."""
    return sorted(path.name for path in folder.glob("*/") if any(path.glob("*.yml")))


def folder_of(data_dir: Path) -> Path:
    """Where saved tests wait to be exported."""
    return data_dir / "review" / "conversations"


def save(folder: Path, behaviour: str, sentence: str, text: str, conversation: str) -> Path:
    """Keep a test below a folder of our own until it is exported; the file.

    Raises ChangeError where the sentence names no file, or one that is there already.
    """
    name = slug(sentence).replace("-", "_")
    if not name or len(name) > 80:
        raise ChangeError("Bitte sagen Sie in wenigen Worten, was das Gespräch zeigt.")
    path = folder / behaviour / f"{name}.yml"
    if path.exists() or (CONVERSATIONS / behaviour / path.name).exists():
        raise ChangeError(f"Einen Test mit diesem Namen gibt es schon: {behaviour}/{path.name}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, f"{_ABOUT}{conversation}\n{text}")
    return path


def saved(folder: Path) -> dict[str, str]:
    """The tests that wait to be exported: their path below the folder, and what they say, without whose they are."""
    found = {}
    for path in sorted(folder.glob("*/*.yml")):
        text = path.read_text(encoding="utf-8")
        found[str(path.relative_to(folder))] = text.split("\n", 1)[-1] if text.startswith(_ABOUT) else text
    return found


def forget_saved(folder: Path, conversation: str) -> int:
    """Delete the tests made of a conversation; how many there were."""
    about = f"{_ABOUT}{conversation}\n"
    theirs = [path for path in folder.glob("*/*.yml") if path.read_text(encoding="utf-8").startswith(about)]
    for path in theirs:
        path.unlink()
    return len(theirs)
