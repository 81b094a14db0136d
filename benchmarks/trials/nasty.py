"""Submissions that nobody should send: whole ones made wrong in one place, by a seeded draw."""

import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import openpyxl

from catalogue.submissions.record import COLUMNS

Row = dict[str, str]
# When a workbook was made and changed.
_MOMENT = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")
# How often a cell holds ten million characters.
_HUGE = 0.005

CELLS = (
    "", " ", "=1+1", "=cmd|' /C calc'!A0", "+49", "-1", "@SUMME(A1)", "'=1", "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>', "NaN", "1e999", "-0", "99999999999999999999", "31.02.2027", "2027-13-45",
    "24:61", "ja|nein", "|", "||||", "\t", "\r\n", "a;b;c", 'a"b', "ÄÖÜß", "MÃ¼nchen", "M\ufffdnchen", "\u202eabc",
    "\U0001f600" * 5, "\x00", "\x07", "x" * 40_000, "1.250,00 €", "kostenlos", "javascript:alert(1)", "http://[::1",
    "%s%n", "{0}", "../../etc",
)  # fmt: skip


def rows(draw: random.Random, count: int) -> list[Row]:
    """Rows that are in order."""
    return [
        {
            "kennung": f"K-{number}",
            "titel": draw.choice(("Töpfern am Abend", "Deutsch A1", "Beratung für Eltern")),
            "bereich": draw.choice(("Kultur und Freizeit", "Sprachbildung", "Familienbildung")),
            "art": draw.choice(("Kurs", "Beratung", "")),
            "zielgruppen": draw.choice(("Erwachsene", "Frauen|Neuzugewanderte", "")),
            "anbieter": draw.choice(("Werkstatt Probe", "Verein Beispiel")),
            "ort": draw.choice(("Hameln", "Aerzen", "Bad Pyrmont")),
            "beginn": draw.choice(("2027-02-01", "15.03.2027", "")),
            "uhrzeit_von": draw.choice(("18:30", "")),
            "kosten": draw.choice(("0", "49,50", "")),
            "telefon": "05151 000-1",
        }
        for number in range(count)
    ]


def spoilt(found: list[Row], draw: random.Random) -> list[Row]:
    """The rows with something wrong in one or a few cells."""
    for _ in range(draw.randint(1, 4)):
        row = draw.choice(found)
        huge = draw.random() < _HUGE
        row[draw.choice((*COLUMNS, "raum", "ä" * 50))] = "x" * 10_000_000 if huge else draw.choice(CELLS)
    if draw.random() < 0.2:
        found.append(dict(draw.choice(found)))
    return found


def as_csv(found: list[Row], draw: random.Random) -> bytes:
    target = io.StringIO(newline="")
    columns = list(dict.fromkeys(name for row in found for name in row))
    if draw.random() < 0.05:
        columns += [f"spalte {number}" for number in range(5000)]
    writer = csv.DictWriter(target, columns, delimiter=draw.choice(";,\t"), restval="")
    writer.writeheader()
    # Python 3.10 cannot write a zero itself.
    writer.writerows({name: cell.replace("\x00", "\x01") for name, cell in row.items()} for row in found)
    encoding = draw.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16"))
    return target.getvalue().replace("\x01", "\x00").encode(encoding, errors="replace")


def as_xlsx(found: list[Row], draw: random.Random) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    columns = list(dict.fromkeys(name for row in found for name in row))
    sheet.append(columns)
    for row in found:
        sheet.append([_allowed(row.get(name, "")) for name in columns])
    if draw.random() < 0.2:
        sheet.merge_cells("A2:B3")
    target = io.BytesIO()
    workbook.save(target)
    return _without_moments(target.getvalue())


def _without_moments(workbook: bytes) -> bytes:
    """The same workbook whenever it is written: neither its files nor its properties say when that was."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as same:
        for name in archive.namelist():
            content = _MOMENT.sub(b"", archive.read(name)) if name == "docProps/core.xml" else archive.read(name)
            same.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _allowed(text: str) -> str:
    return "".join(char for char in text if char >= " " or char in "\t\n")[:32_000]


def as_json_ld(found: list[Row], draw: random.Random) -> bytes:
    things = [
        {
            "@context": "https://schema.org",
            "@type": draw.choice(("Course", "EducationEvent", ["Course", "Event"], 7)),
            "name": row["titel"],
            "identifier": row["kennung"],
            "provider": draw.choice(({"name": row["anbieter"]}, row["anbieter"], [row["anbieter"]], None)),
            "location": {"address": {"addressLocality": row["ort"], "streetAddress": row.get("strasse")}},
            "startDate": row["beginn"],
            "offers": {"price": row["kosten"], "priceCurrency": draw.choice(("EUR", "USD", 5))},
            "about": row["bereich"],
        }
        for row in found
    ]
    return json.dumps(draw.choice((things, {"@graph": things}, things[0]))).encode()


def as_records(found: list[Row], draw: random.Random) -> bytes:
    """Our table as JSON, or what another system makes of it: objects in objects, and values of any type."""
    records: list[Any] = [dict(row) for row in found]
    if draw.random() < 0.6:
        records = [
            {
                "id": row["kennung"],
                "angebot": {"titel": {"de": row["titel"]}, "veranstalter": draw.choice((row["anbieter"], {}, [[]]))},
                "kategorie": row["bereich"],
                "adresse": draw.choice(({"ort": row["ort"]}, [row["ort"]], {"a": [{"b": row["ort"]}] * 50})),
                "termine": [{"start": draw.choice((row["beginn"], 1_801_436_400_000, -1, 1e300, True))}]
                * draw.choice((1, 9)),
                draw.choice(("", "x", "kosten", "@", "ä" * 500)): draw.choice((None, [], {"": ""}, row["kosten"])),
            }
            for row in found
        ]
    depth = draw.choice((0, 1, 3, 40, 3000))
    return b'{"data":' * depth + json.dumps(records).encode() + b"}" * depth


def as_lines(found: list[Row], draw: random.Random) -> bytes:
    lines = [json.dumps(row)[: draw.choice((None, None, None, 20))] for row in found]
    return "\n".join(lines).encode()


_RECURRENCES = (
    "RRULE:FREQ=WEEKLY;COUNT=5", "RRULE:FREQ=SECONDLY", "RRULE:FREQ=DAILY;COUNT=999999999", "RRULE:X",
)  # fmt: skip


def as_ical(found: list[Row], draw: random.Random) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y"]
    for row in found:
        lines += [
            "BEGIN:VEVENT", f"UID:{row['kennung']}", f"SUMMARY:{row['titel']}", f"LOCATION:{row['ort']}",
            f"ORGANIZER;CN={row['anbieter']}:mailto:a@b.example", "DTSTART:20270201T183000",
            draw.choice(_RECURRENCES),
            f"CATEGORIES:{row['bereich']}", "END:VEVENT",
        ]  # fmt: skip
    return "\r\n".join([*lines, "END:VCALENDAR"]).encode()


_BOMB = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;"><!ENTITY e SYSTEM "file:///etc/passwd">]>'
_HEADS = ("", '<?xml version="1.0" encoding="UTF-8"?>')


def as_xml(found: list[Row], draw: random.Random) -> bytes:
    """Courses in Open-vhs or openQ-Cat; now and then with a bomb, another root, or a thousand levels deep."""
    is_odd = draw.random() < 0.15
    document = draw.choice((_open_vhs, _openqcat))(found, draw)
    if is_odd:
        depth = draw.choice((1, 3000))
        root = draw.choice(("veranstaltungen", "OPENQCAT", "a", "openvhs"))
        document = f"<{root}>{'<t>' * depth}{document}{'</t>' * depth}&y;&e;</{root}>"
    head = draw.choice((_BOMB, '<?xml version="1.0" encoding="klingon"?>')) if is_odd else draw.choice(_HEADS)
    return (head + document).encode("utf-8", "replace")


def _open_vhs(found: list[Row], draw: random.Random) -> str:
    courses = "".join(
        _elements(
            "veranstaltung", guid=row["kennung"], name=row["titel"], veranstaltungsart=row["art"],
            beginn_datum=row["beginn"], zielgruppe=row["zielgruppen"], schlagwort=row["bereich"],
            veranstaltungsort=_elements("adresse", ort=row["ort"]), preis=_elements("betrag", row["kosten"]),
        )
        for row in found
    )  # fmt: skip
    return f"<export><ersteller><name>{_escaped(found[0]['anbieter'])}</name></ersteller>{courses}</export>"


def _openqcat(found: list[Row], draw: random.Random) -> str:
    supplier = _elements("SUPPLIER", SUPPLIER_ID="1", SUPPLIER_NAME=found[0]["anbieter"])
    services = "".join(
        _elements(
            "SERVICE", PRODUCT_ID=row["kennung"], COURSE_TYPE="1",
            SERVICE_DETAILS=_elements("TITLE", row["titel"])
            + _elements("DESCRIPTION_LONG", row.get("beschreibung", ""))
            + _elements("KEYWORD", row["bereich"]) + _elements("SERVICE_DATE", START_DATE=row["beginn"])
            + _elements("SERVICE_MODULE", EDUCATION=_elements("MODULE_COURSE", LOCATION=_elements("CITY", row["ort"]))),
            SERVICE_PRICE_DETAILS=_elements("SERVICE_PRICE", PRICE_AMOUNT=row["kosten"], PRICE_CURRENCY="EUR"),
        )
        for row in found
    )  # fmt: skip
    kind = draw.choice(("NEW_CATALOG", "UPDATE_CATALOG"))
    inside = services if kind == "NEW_CATALOG" else _elements(draw.choice(("NEW", "UPDATE", "DELETE")), services)
    return f'<OPENQCAT version="1.1"><HEADER>{supplier}</HEADER><{kind}>{inside}</{kind}></OPENQCAT>'


def _elements(tag: str, text: str = "", /, **children: str) -> str:
    """An element with a text, or with children that are texts or elements already."""
    inside = text if text.startswith("<") else _escaped(text)
    inside += "".join(_elements(child, value) for child, value in children.items())
    return f"<{tag}>{inside}</{tag}>"


def _escaped(text: str) -> str:
    return "".join(char for char in text.replace("&", "&amp;").replace("<", "&lt;") if char >= " " or char in "\t\n")


def zipped(content: bytes, draw: random.Random) -> bytes:
    """An archive where a workbook is expected: a bomb, an archive in an archive, or something else."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        if draw.random() < 0.1:
            archive.writestr(zipfile.ZipInfo("xl/worksheets/sheet1.xml"), b"<a>" * 30_000_000, zipfile.ZIP_DEFLATED)
        name = draw.choice(("inner.zip", "xl/workbook.xml", "[Content_Types].xml"))
        archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


WRITERS: dict[str, Callable[[list[Row], random.Random], bytes]] = {
    ".csv": as_csv,
    ".xlsx": as_xlsx,
    ".jsonld": as_json_ld,
    ".json": as_records,
    ".jsonl": as_lines,
    ".ics": as_ical,
    ".xml": as_xml,
}


_DAMAGED = 0.4


@dataclass(frozen=True)
class Nasty:
    """A file to try: its name and content."""

    name: str
    content: bytes


def nasty(seed: int) -> Nasty:
    """One file; most are whole, with bad cells, so that they reach the checks of rows; the others are damaged."""
    draw = random.Random(seed)
    ending = draw.choice(tuple(WRITERS))
    content = WRITERS[ending](spoilt(rows(draw, draw.randint(1, 6)), draw), draw)
    if draw.random() < _DAMAGED:
        content = _damaged(content, draw)
    if draw.random() < 0.02:
        content = zipped(content, draw)
        ending = ".xlsx"
    if draw.random() < 0.02:
        ending = draw.choice((*WRITERS, ".pdf", "", ".CSV"))
    return Nasty(f"meldung-{seed}{ending}", content)


def _damaged(content: bytes, draw: random.Random) -> bytes:
    """Cut off, with bits turned, with pieces lost, doubled or strange."""
    data = bytearray(content)
    for _ in range(draw.randint(1, 3)):
        if not data:
            break
        start = draw.randrange(len(data))
        kind = draw.randrange(5)
        if kind == 0:
            del data[start:]
        elif kind == 1:
            for _ in range(draw.randint(1, 8)):
                data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        elif kind == 2:
            del data[start : start + draw.randint(1, 200)]
        elif kind == 3:
            data[start:start] = data[start : start + draw.randint(1, 500)] * draw.randint(1, 4)
        else:
            data[start:start] = draw.randbytes(draw.randint(1, 50))
    return bytes(data)
