"""Where something takes place, from the parts of an address or from one line of text."""

import re
from collections.abc import Mapping

_POSTCODE = re.compile(r"(?:D[-–\s]\s?)?(\d{5})\s+(\S.*)")
_PART = re.compile(r",?\s+(?:OT|Ortsteil)\.?\s+")
# "Groß Berkel (Aerzen)", but not "Höxter (Weser)"
_MUNICIPALITY = re.compile(
    r"([^()]+) \((?!(?:Weser|Leine|Deister|Ith|Harz|Main|Oder|Westf|Oldb|Kreis|Region)\b)([^().]{3,})\)"
)
_COUNTRY = {"deutschland", "germany", "de", "niedersachsen"}
_ONLINE = re.compile(
    r"(?:online|virtuell|digital|web-?(?:seminar|inar|konferenz)|livestream|zoom|teams|microsoft teams|bigbluebutton"
    r"|videokonferenz|vhs\.cloud|im internet|(?:https?://|www\.)\S+)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 500
_MOST_NAMED = 10


def is_online(text: str) -> bool:
    """Whether a line about the place says that there is none to go to."""
    return bool(_ONLINE.fullmatch(text.strip()[:_LONGEST]))


def address_cells(locality: str, postcode: str = "", street: str = "", name: str = "") -> dict[str, str]:
    """Cells from the parts of an address. A `name` "Groß Berkel (Aerzen)" says which part of Aerzen is meant."""
    locality = " ".join(_PART.sub(" ", locality[:_LONGEST]).split())
    if found := _POSTCODE.fullmatch(locality):
        postcode, locality = postcode or found[1], found[2]
    if found := _MUNICIPALITY.fullmatch(locality):
        locality = f"{found[2]} {found[1]}"
    part = name.removesuffix(f" ({locality})") if locality and len(name) < _LONGEST else name
    if part and part != name:
        locality = f"{locality} {part}"
    cells = {"ort": locality, "plz": re.sub(r"^D[-–\s]\s?", "", postcode.strip()), "strasse": street.strip()}
    return {column: cell for column, cell in cells.items() if cell}


def first_of(found: Mapping[tuple[tuple[str, str], ...], str]) -> tuple[dict[str, str], list[str]]:
    """The cells of the first of several places, and in words its house and the other places.

    `found` are places, as their cells, with the names of their houses.
    """
    first, *others = found or ((),)
    notes = [f"Veranstaltungsort: {found[first]}."] if found.get(first) else []
    if others:
        names = [", ".join(filter(None, (found[other], *dict(other).values()))) for other in others[:_MOST_NAMED]]
        notes.append(f"Weitere Orte: {'; '.join(names)}.")
    return dict(first), notes


def line_cells(text: str) -> tuple[dict[str, str], str]:
    """Cells from one line ("Rathaus, Uferstieg 12, 31785 Hameln"), and the name of the house if it has one.

    Without a postcode the last part without a number is the place.
    """
    parts = [part.strip() for part in re.split(r"[,;|\n]", text[:_LONGEST]) if part.strip()]
    parts = [part for part in parts if part.casefold() not in _COUNTRY] or parts
    town = next((part for part in parts if _POSTCODE.fullmatch(part)), None)
    if town is None:
        town = next((part for part in reversed(parts) if not re.search(r"\d", part)), None)
    if town is None:
        return ({"ort": text[:_LONGEST]} if text else {}), ""
    others = [part for part in parts if part != town]
    street = next((part for part in others if re.search(r"[^\W\d].*\s\d+\s?[a-zA-Z]?(?:\s?[-–/]\s?\d+)?$", part)), "")
    return address_cells(town, street=street), ", ".join(part for part in others if part != street)
