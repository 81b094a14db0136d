"""Labels written into the training data: order and comments stay, and a diff shows the new sentences and no more.

Sentences of visitors get files of their own, `nlu/reviewed/<intent>.yml`, those that staff thought up `nlu/invented/`;
topics that a text asks for without naming them stand in `described.yml` beside them. A sentence that is there already
is not repeated. Where it stands under something else, the label wins, and the sentence goes from there.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.personal.finding import GAP, Kind
from bot.review.labels import Label, Marked

_INTENT, _SYNONYM = "intent", "synonym"
_REAL, _INVENTED = "nlu/reviewed", "nlu/invented"
_HEADS = {
    _REAL: "# Sätze von Besucherinnen und Besuchern, im Bildungsbüro geprüft (bildungslotse review export).",
    _INVENTED: "# Sätze, die sich das Bildungsbüro ausgedacht hat (bildungslotse review export).",
}
_ENTRY = re.compile(r"- (intent|synonym): (.+?)\s*")
_EXAMPLE = re.compile(r"    - (.*)")
# As Rasa reads marked conditions: "[Yoga](topic)", "[Yoga]{"entity": "topic", "role": "background"}".
_MARKED = re.compile(r"\[([^\]]+?)\](?:\([^)]+?\)|\{[^}]+?\})")
_GAPS = "|".join(re.escape(kind.value) for kind in Kind)
_PIECES = re.compile(rf"({_GAPS})|(\s+)|(.)", re.DOTALL)
_BRACKETS = {"[": "(", "]": ")"}
_EMPTY = re.compile(r"^- (?:intent|synonym): .+\n  examples: \|\n(?!    - )", re.MULTILINE)
# YAML does not take these.
_UNWRITABLE = frozenset(("Cc", "Cs", "Cn", "Co"))


@dataclass(frozen=True)
class Written:
    """A text as it can stand in the training data, with its conditions at their new places."""

    text: str
    entities: tuple[Marked, ...] = ()

    @property
    def line(self) -> str:
        """The example, with its conditions marked."""
        pieces, last = [], 0
        for item in self.entities:
            pieces += [self.text[last : item.start], f"[{self.text[item.start : item.end]}]"]
            pieces.append(json.dumps({"entity": item.entity, "role": item.role}) if item.role else f"({item.entity})")
            last = item.end
        return "".join([*pieces, self.text[last:]])


def written(label: Label) -> Written:
    """A label's text on one line, gaps as "…", brackets round: Rasa would read square ones as marks."""
    text, places = "", []
    for gap, space, other in _PIECES.findall(label.text):
        piece = GAP if gap else " " if space else _BRACKETS.get(other, other)
        keeps = (
            not (piece == " " and (not text or text.endswith(" "))) and unicodedata.category(piece) not in _UNWRITABLE
        )
        places += [len(text)] * len(gap or space or other)
        text += piece if keeps else ""
    places.append(len(text))
    entities: list[Marked] = []
    for item in sorted(label.entities, key=lambda item: item.start):
        start, end = places[min(item.start, len(places) - 1)], places[min(item.end, len(places) - 1)]
        covered = text[start:end]
        start, end = start + len(covered) - len(covered.lstrip()), end - len(covered) + len(covered.rstrip())
        if start < end and (not entities or start >= entities[-1].end):
            entities.append(Marked(start, end, item.entity, item.role))
    return Written(text.rstrip(), tuple(entities))


def with_labels(files: Mapping[str, str], labels: Sequence[Label]) -> dict[str, str]:
    """The files of the training data (by their paths below `data/`) with the labels that teach, in their order.

    A file that has become empty has an empty text. Kinds of turn that the data do not know are left out.
    """
    sources = _Sources(files)
    for label in labels:
        sentence = written(label)
        if label.intent not in sources.intents or not sentence.text:
            continue
        folder = _REAL if label.is_real else _INVENTED
        sources.put(_INTENT, label.intent, sentence, f"{folder}/{label.intent}.yml")
        if label.topic:
            sources.put(_SYNONYM, label.topic, Written(sentence.text), f"{folder}/described.yml")
    return sources.texts()


def count_sentences(files: Mapping[str, str]) -> tuple[int, int]:
    """How many sentences the training data have, and how many of them visitors wrote."""
    # What is described stands among the searches as well.
    twice = (f"{_REAL}/described.yml", f"{_INVENTED}/described.yml")
    counts = {
        name: sum(bool(_EXAMPLE.fullmatch(line)) for line in text.split("\n"))
        for name, text in files.items()
        if name.startswith("nlu/") and name not in twice
    }
    return sum(counts.values()), sum(count for name, count in counts.items() if name.startswith(_REAL))


@dataclass(eq=False)
class _Line:
    text: str
    is_gone: bool = False


@dataclass(frozen=True)
class _Place:
    """Where an example stands: its line, what it belongs to, and whether conditions are marked in it."""

    line: _Line
    name: str
    is_marked: bool


class _Sources:
    """Training data as lines; those that go stay as places for others until the end."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._before = dict(files)
        self._lines: dict[str, list[_Line]] = {}
        self._known: dict[tuple[str, str], list[_Place]] = {}
        self._last: dict[tuple[str, str, str], _Line] = {}
        self.intents: set[str] = set()
        for file, text in files.items():
            if file.startswith("nlu/"):
                self._read(file, text)

    def _read(self, file: str, text: str) -> None:
        self._lines[file] = [_Line(line) for line in text.split("\n")]
        kind = name = ""
        for line in self._lines[file]:
            if entry := _ENTRY.fullmatch(line.text):
                kind, name = entry[1], entry[2].strip("\"'")
                if kind == _INTENT:
                    self.intents.add(name)
            elif example := _EXAMPLE.fullmatch(line.text):
                plain = _MARKED.sub(r"\1", example[1])
                place = _Place(line, name, plain != example[1])
                self._known.setdefault((kind, _key(plain)), []).append(place)
                self._last[file, kind, name] = line

    def put(self, kind: str, name: str, sentence: Written, file: str) -> None:
        """Let a sentence stand under a name; not twice, and nowhere else."""
        known = self._known.get((kind, _key(sentence.text)), [])
        # A sentence without marks is worth less than the same one with them.
        kept = [place for place in known if place.name == name and (place.is_marked or not sentence.entities)]
        for place in known:
            place.line.is_gone = place not in kept
        self._known[kind, _key(sentence.text)] = kept or [self._append(kind, name, sentence, file)]

    def _append(self, kind: str, name: str, sentence: Written, file: str) -> _Place:
        lines = self._lines.setdefault(file, [])
        if not lines:
            lines += map(_Line, ['version: "3.1"', _HEADS[file.rpartition("/")[0]], "", "nlu:", ""])
        if (file, kind, name) not in self._last:
            new = [_Line(f"- {kind}: {_scalar(name)}"), _Line("  examples: |")]
            lines[-1:] = [*new, lines[-1]] if not lines[-1].text else [lines[-1], *new, _Line("")]
            self._last[file, kind, name] = new[-1]
        line = _Line(f"    - {sentence.line}")
        lines.insert(lines.index(self._last[file, kind, name]) + 1, line)
        self._last[file, kind, name] = line
        return _Place(line, name, bool(sentence.entities))

    def texts(self) -> dict[str, str]:
        """All files as they are now."""
        now = {file: self._text(lines) for file, lines in self._lines.items()}
        return self._before | {file: text for file, text in now.items() if text or file in self._before}

    @staticmethod
    def _text(lines: list[_Line]) -> str:
        text = "\n".join(line.text for line in lines if not line.is_gone)
        if any(line.is_gone for line in lines):
            # What has no examples left would be a fault.
            text = _EMPTY.sub("", text)
        return text if re.search(r"^- ", text, re.MULTILINE) else ""


def _key(text: str) -> str:
    """The same for sentences that differ in nothing but capitals and spaces."""
    return " ".join(text.lower().split())


def _scalar(name: str) -> str:
    return name if re.fullmatch(r"\w[\w -]*", name) else json.dumps(name, ensure_ascii=False)
