"""The training sentences in `data/nlu`, read as Rasa reads them but without Rasa: the staff pages look at them too."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.review.labels import Label, Marked
from catalogue.errors import BildungslotseError

EXAMPLES = Path(__file__).parent.parent.parent / "data" / "nlu"
# Below it stand visitors' sentences that `bildungslotse review export` wrote.
_OF_VISITORS = "reviewed/"
# "[Yoga](topic)", "[Yoga](topic:yoga)" and "[Yoga]{"entity": "topic", "role": "background"}".
_MARKED = re.compile(r"\[([^\]]+?)\](?:\(([^:)]+?)(?::[^)]+)?\)|(\{[^}]+?\}))")
# In C where PyYAML has it: ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class SentencesError(BildungslotseError):
    """A file of training sentences does not have Rasa's format."""

    code = "sentences"


@dataclass(frozen=True)
class Sentence:
    """A sentence that teaches: its kind of turn (`intent`) and the conditions marked in it.

    One that describes a topic without naming it has no intent but a `topic`. `source` is its file, below the folder
    of the examples. Of a label `label` is the id; `is_real` says that a visitor wrote it.
    """

    text: str
    intent: str | None
    entities: tuple[Marked, ...] = ()
    topic: str | None = None
    source: str = ""
    label: int | None = None
    is_real: bool = False


def read_sentences(folder: Path = EXAMPLES) -> list[Sentence]:
    """All sentences below a folder, file by file; what stands there twice counts once, as for Rasa.

    Raises SentencesError where a file cannot be read.
    """
    paths = (path for path in sorted(folder.rglob("*.yml")) if path.is_file())
    found = (item for path in paths for item in _in_file(path, str(path.relative_to(folder))))
    return list({(item.text, item.intent, item.topic, item.entities): item for item in found}.values())


def of_labels(labels: list[Label]) -> list[Sentence]:
    """What labels teach, in their order; those that teach nothing are left out."""
    return [
        Sentence(
            label.text, label.intent, label.entities, label.topic, source="", label=label.id, is_real=label.is_real
        )
        for label in labels
        if label.intent is not None
    ]


def state_of(folder: Path = EXAMPLES) -> tuple[tuple[str, int, int], ...]:
    """Changes with every change of a file: names, moments (nanoseconds) and sizes (bytes)."""
    stats = ((str(path), path.stat()) for path in sorted(folder.rglob("*.yml")))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def _in_file(path: Path, source: str) -> Iterator[Sentence]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
        for item in content.get("nlu") or ():
            for line in _lines(item):
                yield _sentence(line, item, source)
    except (OSError, ValueError, yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise SentencesError(f"Die Trainingssätze in {source} lassen sich nicht lesen.") from error


def _lines(item: dict[str, Any]) -> Iterator[str]:
    """The examples of a block of intents or descriptions; tables of words and patterns have none."""
    if "intent" in item or "synonym" in item:
        for line in item["examples"].splitlines():
            if line.startswith("-"):
                yield line[1:].strip("\n\r ")


def _sentence(line: str, item: dict[str, Any], source: str) -> Sentence:
    is_real = source.startswith(_OF_VISITORS)
    if "intent" not in item:
        return Sentence(line, None, topic=item["synonym"], source=source, is_real=is_real)
    text, entities, end = "", [], 0
    for found in _MARKED.finditer(line):
        words, name, details = found.groups()
        told = json.loads(details) if details else {"entity": name}
        text += line[end : found.start()]
        entities.append(Marked(len(text), len(text) + len(words), told["entity"], told.get("role")))
        text, end = text + words, found.end()
    return Sentence(text + line[end:], item["intent"], tuple(entities), source=source, is_real=is_real)
