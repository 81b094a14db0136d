"""Who holds an entry and how to reach them, what it costs, and whether there are places left."""

import re

from catalogue.amounts import german_date
from catalogue.submissions.readers import closed_lists
from catalogue.submissions.readers.json_records.names import SEATS, SEATS_FREE, SEATS_TAKEN, STATUS_FLAGS, fields_of
from catalogue.submissions.readers.json_records.tree import Record, Value
from catalogue.submissions.readers.json_records.when import day_in
from catalogue.submissions.readers.plain_text import one_line, plain_text
from catalogue.submissions.readers.prices import amount, is_free, price_cells

_PERSON = ("titel title", "vorname first_name given_name", "nachname last_name family_name surname")
_SALUTATIONS = {"herr": "Herr", "frau": "Frau"}
_NOBODY = re.compile(r"n\.? ?n\.?", re.IGNORECASE)
_DIAL = ("telefon_vorwahl vorwahl mobil_vorwahl", "telefon_durchwahl durchwahl mobil_durchwahl")
_MAIL = re.compile(r"[^\s@<>,;()]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
_NUMBER = re.compile(r"(?:\+\d\d|\b0)[\d /()–-]{5,20}\d")
_BOOKABLE = re.compile(r"offen|möglich|plätze frei|freie plätze|buchbar|verfügbar|available|open\b", re.IGNORECASE)
_LONGEST_TEXT = 1_000
_EURO = ("", "eur", "euro", "€")


def contact_cells(record: Record) -> dict[str, str]:
    url = _address(record, "url")
    registration = _address(record, "anmeldelink")
    home = "" if url or registration else _address(record, "seite_des_anbieters")
    line = _in_a_line(record)
    return {
        "anbieter": record.line(fields_of("anbieter")),
        "ansprechperson": "" if line else _person(record),
        "telefon": line.get("telefon") or _phone(record),
        "email": line.get("email") or record.line(fields_of("email")),
        "url": url or registration or home,
        "anmeldung": _registration(record, registration if url and registration != url else ""),
    }


def cost_cells(record: Record) -> dict[str, str]:
    """The highest of the prices: nobody shall be promised less than he has to pay."""
    prices = [one_line(text) for text in record.some(fields_of("kosten"))]
    noted = [plain_text(text) for text in record.take(record.all(fields_of("kosten_hinweis")))]
    notes = [f"ermäßigt {note} €" if amount(note) is not None else note for note in noted]
    notes += _funding(record)
    if record.line(fields_of("rabatt")).casefold() in ("ja", "true", "1") and not any("erm" in note for note in notes):
        notes.append("Ermäßigung möglich")
    currency = record.line(fields_of("waehrung"))
    free = closed_lists.yes_or_no(record.line(fields_of("kostenlos")))
    regular = max(prices, key=lambda text: amount(text) or 0.0, default="")
    if regular and currency.casefold() not in _EURO:
        return price_cells("", [f"Preis in {currency}: {regular}", *notes])
    if amount(regular) == 0 and (free == "nein" or (noted and not any(map(is_free, noted)))):
        # Many systems write 0 where they know no price.
        regular = ""
    cells = price_cells(regular, [*(f"auch {text} €" for text in prices if text != regular and amount(text)), *notes])
    return {"kosten": "0", **cells} if free == "ja" and not regular else cells


def _in_a_line(record: Record) -> dict[str, str]:
    """Mail and phone in a text about the contact."""
    for value in record.all("kontakt contact kontaktdaten ansprechpartner ansprechperson"):
        mail, phone = _MAIL.search(value.text[:_LONGEST_TEXT]), _NUMBER.search(value.text[:_LONGEST_TEXT])
        if mail or phone:
            record.take([value])
            return {"email": mail[0] if mail else "", "telefon": phone[0].strip() if phone else ""}
    return {}


def status_of(record: Record) -> str:
    for status, names in STATUS_FLAGS.items():
        if record.line(names).casefold() in ("ja", "true", "1"):
            return status
    if found := record.find(fields_of("status")):
        word = one_line(found[0].text)
        status = closed_lists.status_said(word) or ("offen" if _BOOKABLE.search(word[:40]) else "")
        if status:
            record.take(found[:1])
            return status
    free = record.find(SEATS_FREE)
    taken, seats = record.find(SEATS_TAKEN), record.find(SEATS)
    if free and (amount(free[0].text) is not None):
        record.take(free[:1])
        return "ausgebucht" if amount(free[0].text) == 0 else ""
    if not (taken and seats):
        return ""
    record.take([*taken[:1], *seats[:1]])
    booked, most = amount(taken[0].text), amount(seats[0].text)
    return "ausgebucht" if booked is not None and most and booked >= most else ""


def _address(record: Record, column: str) -> str:
    """A web address as browsers understand it: they mend spaces in it."""
    text = record.line(fields_of(column))
    return text.replace(" ", "%20") if text.startswith(("http://", "https://")) else text


def _person(record: Record) -> str:
    for thing in record.things("contact"):
        parts = [thing.find(names)[:1] for names in _PERSON]
        if not parts[2]:
            parts = [[], [], thing.find("name bezeichnung ansprechperson ansprechpartner")[:1]]
        name = " ".join(one_line(found[0].text) for found in parts if found)
        if not name or not parts[2]:
            continue
        record.take([value for found in parts for value in found])
        salutation = thing.find("anrede salutation")
        said = _SALUTATIONS.get(salutation[0].text.casefold(), "") if salutation else ""
        if said:
            record.take(salutation)
        return "" if _NOBODY.fullmatch(name) else f"{said} {name}".strip()
    found = [value for value in record.find(fields_of("ansprechperson")) if not _NOBODY.fullmatch(value.text)]
    return one_line(record.take(found[:1])[0]) if found else ""


def _phone(record: Record) -> str:
    if said := record.line("telefon " + fields_of("telefon")):
        return said
    for thing in (*record.things("contact"), *record.things(""), *record.things("provider")):
        code, number = (thing.find(names)[:1] for names in _DIAL)
        if number:
            return " ".join(map(one_line, record.take([*code, *number])))
    return ""


def _registration(record: Record, link: str) -> str:
    until: list[Value] = record.find(fields_of("anmeldeschluss"))[:1]
    day = day_in(one_line(until[0].text)) if until else None
    if day:
        record.take(until)
    said = [plain_text(text) for text in record.some(fields_of("anmeldung")) if not closed_lists.yes_or_no(text)]
    parts = [*said, f"Anmeldung bis {german_date(day.day)}" if day else "", f"online: {link}" if link else ""]
    return ", ".join(filter(None, parts))


def _funding(record: Record) -> list[str]:
    """Who may pay for it, in words; only that there is somebody, where no more is said."""
    texts = [plain_text(text) for text in record.take(record.all(fields_of("förderung")))]
    words = [text for text in texts if not closed_lists.yes_or_no(text)]
    if not words and any(closed_lists.yes_or_no(text) == "ja" for text in texts):
        words = ["Förderung möglich"]
    return words
