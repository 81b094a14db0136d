"""Labels as JSON lines: written out, read in again, merged with those that are there. The format: docs/labels.md."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.review.kinds import KINDS, name_of
from bot.review.labels import Label, Labels, Marked
from bot.review.marks import fault_of, from_markup, in_order, moved
from bot.review.scrubbing import Scrubber
from bot.review.tables import REVIEWED, TAUGHT, LabelRow
from catalogue.errors import WordsError
from catalogue.overlays.overlay import AUDIENCE, KIND, TOPIC

LONGEST_TEXT = 10_000
_FIELDS = frozenset(
    ("text", "marked", "intent", "entities", "topic", "is_real", "by", "at", "state", "measured", "synonyms")
)
# Moments that differ by less were rounded.
_SAME_MOMENT = 1e-5
# Puts a word into the draft; False where it is there already. Raises WordsError where it does not fit.
AddWord = Callable[[str, str, str], bool]


class _LineError(ValueError):
    """Why a line cannot be taken, as a German sentence."""


@dataclass
class Report:
    """What became of the lines of a file. `refused` and `conflicts`: number of the line, sentence."""

    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    words: int = 0
    scrubbed: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    conflicts: list[tuple[int, str]] = field(default_factory=list)


def export_lines(labels: Iterable[Label]) -> Iterator[str]:
    """A JSON object for each label, in order. Whose conversation it was stays here."""
    for label in labels:
        about: dict[str, Any] = {"text": label.text, "intent": label.intent}
        about["entities"] = [{k: v for k, v in asdict(item).items() if v is not None} for item in label.entities]
        about |= {"topic": label.topic, "is_real": label.is_real, "by": label.by, "at": _moment(label.at)}
        about |= {"state": label.state, "measured": label.measured}
        yield json.dumps(about, ensure_ascii=False)


class Import:
    """Reads lines into the labels of a database; a line that cannot be taken leaves the others alone."""

    def __init__(
        self, engine: Engine, scrubber: Scrubber, topics: Collection[str], add_word: AddWord, clock: Callable[[], float]
    ) -> None:
        self._engine, self._scrubber, self._topics = engine, scrubber, topics
        self._add_word, self._clock = add_word, clock
        Labels(engine)

    def read(self, lines: Iterable[str], by: str) -> Report:
        """Take lines in; `by` has labelled those that name nobody."""
        report = Report()
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                about = _object(line)
                words = _synonyms(about)
                label = self._label(about, by, report) if "text" in about or "marked" in about else None
                if label is None and not words:
                    raise _LineError("Es fehlt „text“, „marked“ oder „synonyms“.")
                self._put(label, number, report) if label else None
                report.words += sum(self._add_word(*word) for word in words)
            except _LineError as error:
                report.refused.append((number, str(error)))
            except WordsError as error:
                report.refused.append((number, " ".join(error.reasons)))
        return report

    def _label(self, about: Mapping[str, Any], by: str, report: Report) -> Label:
        text, entities = _marked(about)
        if fault := fault_of(text, entities):
            raise _LineError(fault)
        intent, topic = about.get("intent"), about.get("topic")
        if "intent" not in about or not (intent is None or (isinstance(intent, str) and intent in KINDS)):
            raise _LineError(f"Die Art „{intent}“ gibt es nicht: „intent“ ist eine von {', '.join(KINDS)}, oder null.")
        if not (topic is None or (isinstance(topic, str) and topic in self._topics)):
            raise _LineError(f"Das Thema „{topic}“ gibt es nicht.")
        state, measured = about.get("state", REVIEWED), about.get("measured")
        if state not in (REVIEWED, TAUGHT):
            raise _LineError(f"„state“ ist „{REVIEWED}“ oder „{TAUGHT}“.")
        scrubbed = self._scrubber.scrubbed(text)
        if scrubbed != text:
            report.scrubbed += 1
            text, entities = scrubbed, moved(text, scrubbed, entities)
        label = Label(text, intent, in_order(entities), topic, None, bool(about.get("is_real", True)))
        said_by = about.get("by") or by
        return replace(label, by=str(said_by), at=self._at(about), state=state, measured=_text_or_none(measured))

    def _at(self, about: Mapping[str, Any]) -> float:
        at = about.get("at")
        if at is None:
            return self._clock()
        try:
            seconds = datetime.fromisoformat(at).timestamp() if isinstance(at, str) else float(at)
            _moment(seconds)  # what could not be written out again
        except (TypeError, ValueError, OverflowError, OSError) as error:
            raise _LineError("„at“ ist kein Zeitpunkt: zum Beispiel „2027-01-11T09:00:00+00:00“.") from error
        return seconds

    def _put(self, label: Label, number: int, report: Report) -> None:
        with Session(self._engine) as session, session.begin():
            row = session.scalar(select(LabelRow).where(LabelRow.text == label.text))
            if row is None:
                report.new += 1
                session.add(_filled(LabelRow(text=label.text), label))
                return
            is_same = _said(row.intent, row.topic, row.entities) == _said(
                label.intent, label.topic, [asdict(item) for item in label.entities]
            )
            is_newer = label.at > row.at + _SAME_MOMENT
            if not is_same:
                mine, theirs = (
                    f"{name_of(intent)} ({by or 'unbekannt'})"
                    for intent, by in ((row.intent, row.by), (label.intent, label.by))
                )
                which = "Die Zeile ist neuer und gilt." if is_newer else "Es bleibt, wie es hier ist."
                report.conflicts.append((number, f"Hier steht: {mine}. In der Datei: {theirs}. {which}"))
            if is_newer:
                _filled(row, label)
            report.replaced += is_newer
            report.unchanged += not is_newer


def _filled(row: LabelRow, label: Label) -> LabelRow:
    row.intent, row.topic, row.is_real = label.intent, label.topic, label.is_real
    row.entities = [asdict(item) for item in label.entities]
    row.by, row.at, row.state, row.measured = label.by, label.at, label.state, label.measured
    return row


def _said(intent: str | None, topic: str | None, entities: Iterable[Mapping[str, Any]]) -> tuple[Any, ...]:
    marks = sorted((item["start"], item["end"], item["entity"], item.get("role") or "") for item in entities)
    return intent, topic, marks


def _object(line: str) -> dict[str, Any]:
    try:
        about = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _LineError("Die Zeile ist kein gültiges JSON.") from error
    if not isinstance(about, dict):
        raise _LineError("Die Zeile ist kein JSON-Objekt.")
    if unknown := sorted(about.keys() - _FIELDS):
        raise _LineError(f"Unbekannt: {', '.join(unknown)}.")
    return about


def _marked(about: Mapping[str, Any]) -> tuple[str, tuple[Marked, ...]]:
    """Text and conditions of a line, in either form."""
    if "marked" in about and ("text" in about or "entities" in about):
        raise _LineError("Entweder „marked“, oder „text“ und „entities“.")
    try:
        if "marked" in about:
            text, entities = from_markup(about["marked"])
        else:
            text, items = about["text"], about.get("entities") or []
            entities = tuple(Marked(_whole(i["start"]), _whole(i["end"]), i["entity"], i.get("role")) for i in items)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _LineError("Die markierten Bedingungen sind so nicht zu lesen.") from error
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_TEXT:
        raise _LineError(f"Der Text fehlt, oder er hat mehr als {LONGEST_TEXT} Zeichen.")
    if not all(isinstance(item.entity, str) and isinstance(item.role, str | None) for item in entities):
        raise _LineError("Die markierten Bedingungen sind so nicht zu lesen.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _LineError("Der Text enthält Zeichen, die es nicht gibt.") from error
    return text, entities


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError
    return value


def _synonyms(about: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    try:
        found = [(item["word"], item["field"], item["name"]) for item in about.get("synonyms") or ()]
    except (KeyError, TypeError) as error:
        raise _LineError("„synonyms“ ist eine Liste von {„word“, „field“, „name“}.") from error
    for word in found:
        if not all(isinstance(part, str) for part in word) or word[1] not in (TOPIC, AUDIENCE, KIND):
            raise _LineError(f"„field“ ist {TOPIC}, {AUDIENCE} oder {KIND}, und alles ist Text.")
    return found


def _text_or_none(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="microseconds")
