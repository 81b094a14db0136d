"""The frozen sets on which models are compared: the same sentences for every model, whatever it was trained with."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.evaluation.questions import Dialogue, load_questions

_TESTS = Path(__file__).parent.parent.parent / "tests"
_QUESTIONS, _CONVERSATIONS = _TESTS / "questions", _TESTS / "conversations"
# Annotated dialogues, by whose kinds of turn two sets are told apart.
_DIALOGUES = _QUESTIONS / "dev"
# Sentences of the training data with the kind of turn that they had when this file was written.
KNOWN_FILE = _QUESTIONS / "known.yml"
_DANGER = {True: _QUESTIONS / "crisis" / "danger-dev.yml", False: _QUESTIONS / "crisis" / "ordinary-dev.yml"}


@dataclass(frozen=True)
class FrozenSets:
    """What models are measured on.

    `known` are texts with their intents; `danger` texts, and whether their writer is in danger; `conversations` files
    by their names below the folder.
    """

    dialogues: Sequence[Dialogue]
    known: Sequence[tuple[str, str]]
    danger: Sequence[tuple[str, bool]]
    conversations: Sequence[tuple[str, Path]]
    digest: str

    @property
    def size(self) -> int:
        """How many steps it takes to measure a model."""
        turns = sum(len(dialogue.turns) for dialogue in self.dialogues)
        return turns + len(self.known) + len(self.danger) + len(self.conversations)


@lru_cache(maxsize=1)
def frozen_sets() -> FrozenSets:
    """The sets that come with the assistant. Raises QuestionFileError where one cannot be read."""
    dialogues, conversations = sorted(_DIALOGUES.glob("*.yml")), sorted(_CONVERSATIONS.rglob("*.yml"))
    digest = hashlib.sha256()
    for path in [*dialogues, KNOWN_FILE, *_DANGER.values(), *conversations]:
        digest.update(path.name.encode() + path.read_bytes())
    known = yaml.safe_load(KNOWN_FILE.read_text(encoding="utf-8"))
    return FrozenSets(
        dialogues=load_questions(dialogues),
        known=[(text, intent) for intent, texts in known.items() for text in texts],
        danger=[(text, kind) for kind, path in _DANGER.items() for text in yaml.safe_load(path.read_text("utf-8"))],
        conversations=[(str(path.relative_to(_CONVERSATIONS).with_suffix("")), path) for path in conversations],
        digest=digest.hexdigest()[:16],
    )
