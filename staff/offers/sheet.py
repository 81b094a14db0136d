"""The form of an offer: every column of a submission as a field that people can fill in.

What is typed is kept as it was typed; cells of a submission are made of it only to be compared and checked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from catalogue.amounts import german_date
from catalogue.history import Since
from catalogue.models import Correction
from catalogue.region import Region
from catalogue.submissions.explanations import several_choices, single_choices
from catalogue.submissions.labels import label, readable
from catalogue.submissions.plan import LISTED
from catalogue.submissions.record import REQUIRED
from catalogue.values import LANGUAGES

# In the order in which somebody on the phone tells it.
GROUPS = {
    "Worum es geht": ("titel", "bereich", "art", "beschreibung", "themen"),
    "Für wen": ("zielgruppen", "nur_frauen", "alter_von", "alter_bis", "niveau", "sprachen"),
    "Wann": ("beginn", "ende", "wochentage", "uhrzeit_von", "uhrzeit_bis"),
    "Wo": ("format", "ort", "plz", "strasse", "barrierefrei"),
    "Was es kostet": ("kosten", "kosten_hinweis", "kinderbetreuung"),
    "Kontakt und Anmeldung": ("anmeldung", "ansprechperson", "telefon", "email", "url", "telefon_beratung"),
    "Wie es steht": ("status", "stand"),
}
COLUMNS = tuple(column for columns in GROUPS.values() for column in columns)
_HINTS = {
    "themen": "Stichwörter, jedes in einer eigenen Zeile. Sie helfen beim Finden.",
    "zielgruppen": "Nichts angekreuzt heißt: für alle.",
    "alter_von": "In Jahren. Leer: keine Grenze.",
    "alter_bis": "In Jahren. Leer: keine Grenze.",
    "sprachen": "In denen unterrichtet oder beraten wird.",
    "beginn": "Zum Beispiel 15.02.2027. Leer: fortlaufend.",
    "ende": "Zum Beispiel 30.06.2027. Leer: fortlaufend.",
    "uhrzeit_von": "Zum Beispiel 18:30.",
    "uhrzeit_bis": "Zum Beispiel 20:00.",
    "ort": "Stadt, Gemeinde oder Ortsteil. Nur bei Online nicht nötig.",
    "kosten": "Zum Beispiel 12,50. 0 heißt kostenlos, leer heißt unbekannt.",
    "kosten_hinweis": "Zum Beispiel: Bildungsgutschein möglich.",
    "anmeldung": "Wie man sich anmeldet.",
    "ansprechperson": "Öffentlich zu sehen.",
    "telefon": "Öffentlich zu sehen.",
    "email": "Öffentlich zu sehen.",
    "url": "Öffentlich zu sehen, zum Beispiel www.beispiel.de.",
    "telefon_beratung": "Nur für Beratungskräfte; Besucherinnen und Besucher sehen sie nie.",
    "stand": "Tag, an dem jemand die Angaben zuletzt geprüft hat.",
}
LINE, LONG, LINES, ONE, SEVERAL = "line", "long", "lines", "one", "several"
_LONG = ("beschreibung", "anmeldung")
_DAYS = ("beginn", "ende", "stand")
_TAKE_BACK, _DECISION, _DISPUTED = "zuruecknehmen", "entscheidung-", "strittig"
THEIRS = "andere"


@dataclass(frozen=True)
class Source:
    """The provider's own value of a field that staff corrected, and who corrected it when."""

    provider: str
    by: str
    on: str
    in_conflict: bool


@dataclass(frozen=True)
class Field:
    """One field with what stands in it, and what has to be said about it.

    `meanwhile` is what somebody else wrote since the form was opened, `disputed` that one's own differs from it.
    """

    column: str
    kind: str
    value: str
    choices: tuple[str, ...] = ()
    error: str = ""
    source: Source | None = None
    meanwhile: Since | None = None
    disputed: bool = False
    decision: str = ""

    @property
    def label(self) -> str:
        return label(self.column)

    @property
    def hint(self) -> str:
        return _HINTS.get(self.column, "")

    @property
    def is_required(self) -> bool:
        return self.column in REQUIRED

    @property
    def chosen(self) -> list[str]:
        return _items(self.value)


@dataclass(frozen=True)
class Answers:
    """What came back of a form: the fields as they were typed, and what was decided about them."""

    typed: Mapping[str, str]
    taken_back: frozenset[str]
    disputed: frozenset[str]
    decisions: Mapping[str, str]

    @property
    def undecided(self) -> list[str]:
        return [column for column in COLUMNS if column in self.disputed and not self.decisions.get(column)]


def answers(form: "MultiDict[str, str]", region: Region) -> Answers:
    """Read a form; fields that it does not have are left alone."""
    kinds = _kinds(region)
    typed = {column: _typed(form.getlist(column), kinds[column][0]) for column in COLUMNS if column in form}
    decisions = {column: form.get(_DECISION + column, "") for column in COLUMNS}
    return Answers(typed, frozenset(form.getlist(_TAKE_BACK)), frozenset(form.getlist(_DISPUTED)), decisions)


def as_typed(column: str, cell: str, region: Region) -> str:
    """A cell as it would be typed: "2027-02-15" → "15.02.2027"."""
    kind = _kinds(region)[column][0]
    if kind == LINES:
        return "\n".join(_items(cell))
    return readable(column, cell) if column in _DAYS else _plain(cell)


def as_cell(column: str, typed: str, region: Region) -> str:
    """What was typed as a cell of a submission, unchecked."""
    if _kinds(region)[column][0] == LINES:
        return "|".join(part for line in typed.split("\n") if (part := line.strip()))
    return typed.strip()


def is_same(column: str, typed: str, cell: str, region: Region) -> bool:
    """Whether a field still says what the cell says: spaces, line ends and the order of ticks do not count."""
    kind = _kinds(region)[column][0]
    if kind == SEVERAL:
        return set(_items(typed)) == set(_items(cell))
    return as_typed(column, cell, region).split() == typed.split() if kind != LONG else _plain(cell) == typed.strip()


def sources(corrections: Iterable[Correction], sent: Mapping[str, str]) -> dict[str, Source]:
    """What the provider says himself of every field that was corrected."""
    return {
        item.column: Source(
            readable(item.column, sent.get(item.column, "")), item.by or "", german_date(item.at), item.in_conflict
        )
        for item in corrections
        if item.column != LISTED
    }


def fields(
    values: Mapping[str, str],
    region: Region,
    *,
    errors: Mapping[str, str] | None = None,
    known: Mapping[str, Source] | None = None,
    meanwhile: Mapping[str, Since] | None = None,
    disputed: Iterable[str] = (),
    decisions: Mapping[str, str] | None = None,
) -> dict[str, list[Field]]:
    """The groups of the form, with what stands in them (as typed)."""
    kinds, open_questions = _kinds(region), set(disputed)

    def field(column: str) -> Field:
        kind, choices = kinds[column]
        value = values.get(column, "")
        # A value that the lists do not have (any more) must not vanish by being looked at.
        extra = [item for item in (_items(value) if kind == SEVERAL else [value]) if item and item not in choices]
        return Field(
            column,
            kind,
            value,
            (*choices, *extra) if choices else (),
            (errors or {}).get(column, ""),
            (known or {}).get(column),
            (meanwhile or {}).get(column),
            column in open_questions,
            (decisions or {}).get(column, ""),
        )

    return {title: [field(column) for column in columns] for title, columns in GROUPS.items()}


def _kinds(region: Region) -> dict[str, tuple[str, tuple[str, ...]]]:
    """How each column is asked for, and what may be chosen."""
    kinds: dict[str, tuple[str, tuple[str, ...]]] = dict.fromkeys(COLUMNS, (LINE, ()))
    kinds |= dict.fromkeys(_LONG, (LONG, ())) | {"themen": (LINES, ())}
    kinds |= {column: (ONE, choices) for column, choices in single_choices(region).items()}
    several = {**several_choices(region), "sprachen": LANGUAGES}
    return kinds | {column: (SEVERAL, choices) for column, choices in several.items()}


def _typed(values: Sequence[str], kind: str) -> str:
    if kind == SEVERAL:
        return "|".join(filter(None, values))
    return _plain(values[0])


def _plain(text: str) -> str:
    """Without the line ends that browsers make of it, and what no database keeps."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _items(cell: str) -> list[str]:
    return [item for item in cell.split("|") if item]
