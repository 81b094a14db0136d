"""The columns of a submission, and how they land in the catalogue's tables."""

from dataclasses import dataclass
from typing import Any, NamedTuple

REQUIRED = ("kennung", "titel", "bereich", "anbieter")

# Column of a submission → attribute of Offer (o) or OfferText (t).
COLUMNS = {
    "kennung": "o.reference", "titel": "o.title", "beschreibung": "t.description", "bereich": "o.area",
    "art": "o.kind", "themen": "t.keywords", "zielgruppen": "o.audiences", "nur_frauen": "o.women_only",
    "alter_von": "o.age_from", "alter_bis": "o.age_to", "niveau": "o.levels", "sprachen": "o.languages",
    "anbieter": "provider", "ansprechperson": "t.contact_person", "telefon": "t.phone", "email": "t.email",
    "url": "t.url", "telefon_beratung": "t.counsellor_phone", "ort": "o.place", "plz": "o.postcode",
    "strasse": "t.street", "format": "o.format", "beginn": "o.begins", "ende": "o.ends",
    "wochentage": "o.weekdays", "uhrzeit_von": "o.starts_at", "uhrzeit_bis": "o.ends_at", "kosten": "o.cost",
    "kosten_hinweis": "t.cost_note", "kinderbetreuung": "o.childcare", "barrierefrei": "o.accessible",
    "anmeldung": "t.registration", "status": "o.status", "stand": "o.confirmed",
}  # fmt: skip
# Stands between the key of a course that is held in several places and the place of one of its offers.
AT = "@"
LIST_COLUMNS = ("themen", "zielgruppen", "niveau", "sprachen", "wochentage")


class RawRow(NamedTuple):
    """A row as read: its number as the spreadsheet shows it (header = 1), and its cells as text."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class RawTable:
    """A submission as read, before any check. `columns` are the known ones that it has.

    `faults` refuse rows that cannot be read, which are `refused`: what they offer is listed all the same.
    `withdrawn` are courses that it takes back, by provider and key, in whatever places they are held. `regrouped` are
    courses of which it has all offers, so that those of other places are no longer listed.
    """

    file: str
    sha256: str
    columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    rows: tuple[RawRow, ...]
    faults: tuple["Fault", ...] = ()
    refused: tuple[RawRow, ...] = ()
    withdrawn: tuple[tuple[str, str], ...] = ()
    regrouped: tuple["Regrouped", ...] = ()


class Regrouped(NamedTuple):
    """A course with the keys of its offers as they are now: one for each place, or its own where there is only one."""

    provider: str
    course: str
    offers: tuple[str, ...]


class Fault(NamedTuple):
    """Something wrong in a file, in words a provider understands."""

    file: str
    row: int | None
    field: str | None
    reason: str

    def as_dict(self) -> dict[str, Any]:
        return self._asdict()


@dataclass(frozen=True)
class Record:
    """A checked row. `values` holds only the columns that the file has, as Python values."""

    row: int
    values: dict[str, Any]

    @property
    def provider(self) -> str:
        return str(self.values["anbieter"])

    @property
    def reference(self) -> str:
        return str(self.values["kennung"])
