"""The invented providers: their offers three months ago, and what each of them sends when asked."""

import io
import json
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from openpyxl import Workbook, load_workbook
from sqlalchemy.orm import Session

from catalogue.database import migrate, open_engine
from catalogue.exports import schema_org
from catalogue.exports.openqcat import openqcat
from catalogue.models import Offer
from catalogue.region import Region
from catalogue.search import whole_offers
from catalogue.slugs import slug
from catalogue.submissions.cells import current_cells
from catalogue.submissions.load import load

OFFERS, LOADED, ASKED = 20, date(2026, 10, 5), date(2027, 1, 11)
NAMES = (
    "Kulturhaus Muster", "Werkstatt am Uferstieg", "Sprachschule Beispiel", "Familienzentrum Probe", "Lerninsel Nord",
    "Töpferei Musterhof", "Bildungswerk Weserblick", "Nachbarschaftstreff Beispielweg", "Frauenforum Probe",
    "Medienwerkstatt Muster", "Verein Lernen im Dorf", "Akademie Beispielhausen", "Musikkreis Probe",
    "Elternschule Muster", "Seniorenbüro Beispiel",
)  # fmt: skip
# Who sends something else than his workbook, and who sends nothing.
OWN_FORMATS = {NAMES[2]: ".json", NAMES[6]: ".jsonld", NAMES[11]: ".xml"}
WITH_FAULTS, WRONG_FILE = NAMES[4:6], NAMES[10]
ON_PHONE, SILENT = NAMES[12:14], NAMES[14]
# What staff do with what came in.
IN_PART, TAKEN_BACK = NAMES[7:9], NAMES[9]
CORRECTED = "05151 500"
_EXPORTED = datetime(2027, 1, 18, 9)
_SUBJECTS = (
    ("Sprachbildung", "Deutsch", "Deutsch"), ("Kultur und Freizeit", "Töpfern", "Töpfern"),
    ("Weiterbildung", "Tabellenkalkulation", "EDV"), ("Familienbildung", "Elterntreff", "Eltern"),
    ("Kultur und Freizeit", "Chor", "Singen"),
)  # fmt: skip
_WHEN = ("am Vormittag", "am Abend", "am Samstag", "für den Einstieg")
_PLACES = ("Hameln", "Aerzen", "Bad Pyrmont", "Emmerthal", "Coppenbrügge", "Salzhemmendorf")

Rows = list[dict[str, str]]


@dataclass
class Answer:
    """A file that a provider sends, and the catalogue's cells that it leads to, by key and column."""

    provider: str
    file: Path
    expected: dict[tuple[str, str], str] = field(default_factory=dict)
    cancelled: int = 0
    added: tuple[str, ...] = ()


def key_of(row: dict[str, str]) -> str:
    return f"{slug(row['anbieter'])}/{row['kennung']}"


def past_offers(region: Region, draw: random.Random) -> Rows:
    """What all providers had sent three months ago; half of it had been confirmed long before."""
    terms = {area.name: area.term_days or 0 for area in region.areas}
    return [_past_offer(name, number, terms, draw) for name in NAMES for number in range(1, OFFERS + 1)]


def _past_offer(name: str, number: int, terms: dict[str, int], draw: random.Random) -> dict[str, str]:
    area, word, topic = _SUBJECTS[number % len(_SUBJECTS)]
    old = ASKED - timedelta(days=terms[area] + draw.randint(5, 60))
    return {
        "kennung": f"K-{number:02}", "titel": f"{word} {_WHEN[number % len(_WHEN)]} {number}", "bereich": area,
        "art": "Kurs", "beschreibung": f"{word} in kleiner Gruppe; Vorkenntnisse sind nicht nötig.", "themen": topic,
        "zielgruppen": "Erwachsene", "anbieter": name, "telefon": f"05151 {draw.randint(1000, 9999)}",
        "email": f"kurse@{slug(name)}.example", "ort": draw.choice(_PLACES), "format": "Präsenz",
        "wochentage": draw.choice(("Mo", "Di", "Mi", "Do", "Mo|Mi")), "uhrzeit_von": "18:00", "uhrzeit_bis": "19:30",
        "kosten": str(draw.randint(0, 90)), "status": "offen",
        "stand": min(old, LOADED).isoformat() if number % 2 else LOADED.isoformat(),
    }  # fmt: skip


def answers(mails: Path, folder: Path, region: Region, draw: random.Random) -> dict[str, Answer]:
    """What those who answer send, made from the workbooks that hang on their mails."""
    found = {}
    for name in NAMES[: -1 - len(ON_PHONE)]:
        rows = _workbook_rows(_attached(mails / f"{slug(name)}.eml"))
        answer = _changed(name, rows, folder / f"{slug(name)}{OWN_FORMATS.get(name, '.xlsx')}", draw)
        answer.file.write_bytes(_written(answer.file.suffix, rows, region))
        found[name] = answer
    return found


def wrong_file(folder: Path) -> Path:
    """Somebody has sent a list of people instead."""
    path = folder / "anwesenheit-januar.xlsx"
    _save(path, [["Name", "Anwesend"], ["Frau Beispiel", "ja"], ["Herr Probe", "nein"]])
    return path


def _changed(name: str, rows: Rows, file: Path, draw: random.Random) -> Answer:
    """Two other phone numbers, another price, one cancelled, one new offer; in some files rows that are wrong."""
    answer, new = Answer(name, file), dict(rows[0])
    new |= {"kennung": "K-90", "titel": f"Neu im Programm: {rows[0]['titel']}", "telefon": "05151 90"}
    for row, column, cell in (
        (rows[1], "telefon", f"05152 {draw.randint(1000, 9999)}"),
        (rows[2], "telefon", f"05152 {draw.randint(1000, 9999)}"),
        (rows[3], "kosten", str(draw.randint(91, 120))),
        (rows[4], "status", "abgesagt"),
    ):
        row[column] = answer.expected[key_of(row), column] = cell
    if name in NAMES[:3]:
        # Staff had corrected this one three months ago; now the provider has another number himself.
        rows[5]["telefon"] = "05153 600"
    if name in WITH_FAULTS:
        rows[6]["kosten"], rows[7]["ort"] = "auf Anfrage", "Aerzn"
    rows.append(new)
    answer.cancelled, answer.added = 1, (key_of(new),)
    answer.expected[key_of(new), "telefon"] = "05151 90"
    return answer


def _attached(mail: Path) -> bytes:
    message = message_from_bytes(mail.read_bytes(), policy=policy.default)
    (workbook,) = message.iter_attachments()
    content: bytes = workbook.get_content()
    return content


def _workbook_rows(content: bytes) -> Rows:
    head, *rows = load_workbook(io.BytesIO(content))["Angebote"].iter_rows(values_only=True)
    found = [{str(name): str(cell or "") for name, cell in zip(head, row, strict=True)} for row in rows if any(row)]
    return sorted(found, key=lambda row: row["kennung"])


def _written(suffix: str, rows: Rows, region: Region) -> bytes:
    if suffix == ".xlsx":
        target = io.BytesIO()
        _save(target, [list(rows[0]), *(list(row.values()) for row in rows)])
        return target.getvalue()
    if suffix == ".json":
        return json.dumps([{**row, "stand": None} for row in rows], ensure_ascii=False).encode()
    return _exported(suffix, rows, region)


def _exported(suffix: str, rows: Rows, region: Region) -> bytes:
    """The same from another system: whose export it is does not matter, so ours is taken."""
    with tempfile.TemporaryDirectory() as name:
        engine, path = open_engine(f"sqlite:///{name}/other.db"), Path(name) / "rows.xlsx"
        migrate(engine)
        path.write_bytes(_written(".xlsx", rows, region))
        load(engine, [path], region, _EXPORTED)
        with Session(engine) as session:
            offers = session.scalars(whole_offers().order_by(Offer.key)).all()
            if suffix == ".jsonld":
                content = schema_org.as_file(offers, region, lambda offer: f"https://www.muster.example/{offer.id}")
            else:
                content = openqcat(offers, region, rows[0]["anbieter"], _EXPORTED)
        engine.dispose()
    return content


def _save(target: "Path | io.BytesIO", rows: Sequence[Sequence[str]]) -> None:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(target)


def cells_of(session: Session) -> dict[str, dict[str, str]]:
    """All offers as they stand in the catalogue, by key."""
    return {offer.key: current_cells(offer) for offer in session.scalars(whole_offers())}
