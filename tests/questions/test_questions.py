"""The question files: all can be read, ids are unique, and none of their sentences is training data.

Sentences of `test/` and of the second region are never printed: a failure names ids only.
"""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from rapidfuzz import fuzz, process

from bot.evaluation.questions import load_questions

QUESTIONS = Path(__file__).parent
FOLDERS = ("dev", "test", "reserve", "languages")
FILES = sorted(path for folder in FOLDERS for path in (QUESTIONS / folder).glob("*.yml")) + sorted(
    (QUESTIONS.parent / "regions").rglob("questions.yml")
)
NLU = QUESTIONS.parent.parent / "data" / "nlu"
NEAR = 90
ANNOTATION = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")
_LONG_ENOUGH = 12


def normal(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


@cache
def examples() -> tuple[str, ...]:
    found = set()
    for path in sorted(NLU.rglob("*.yml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            found |= {
                normal(ANNOTATION.sub(r"\1", line.strip()[2:]))
                for line in item["examples"].splitlines()
                if line.strip().startswith("- ")
            }
    return tuple(sorted(found))


def name_of(path: Path) -> str:
    return str(path.relative_to(QUESTIONS.parent).with_suffix(""))


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_question_file_can_be_read(file: Path) -> None:
    dialogues = load_questions([file])
    assert dialogues
    assert all(dialogue.turns and dialogue.voice for dialogue in dialogues)


def test_ids_are_unique() -> None:
    ids = [dialogue.id for dialogue in load_questions(FILES)]
    assert sorted({id_ for id_ in ids if ids.count(id_) > 1}) == []


def test_only_dialogues_that_show_offers_have_a_query() -> None:
    wrong = [
        f"{dialogue.id}/{number}"
        for dialogue in load_questions(FILES)
        for number, turn in enumerate(dialogue.turns, 1)
        if turn.query and turn.turn not in ("offers", "more")
    ]
    assert wrong == []


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_no_question_or_near_copy_is_an_example_for_training(file: Path) -> None:
    copies = []
    for dialogue in load_questions([file]):
        for number, turn in enumerate(dialogue.turns, 1):
            text = normal(turn.user)
            if len(text) > _LONG_ENOUGH and process.extractOne(
                text, examples(), scorer=fuzz.ratio, score_cutoff=NEAR + 0.01
            ):
                copies.append(f"{dialogue.id}/{number}")
    # Not an assertion on the texts, so that pytest prints none of them.
    if copies:
        pytest.fail(f"also in data/nlu, or nearly so: {', '.join(copies)}", pytrace=False)
