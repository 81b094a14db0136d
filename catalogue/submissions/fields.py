"""Cells to values: one small function a kind of column.

Each takes the text of a non-empty cell and returns a value, or raises BadValueError with the reason
in German. What is forgiven stands in the interfaces: case, spaces, dashes, decimal comma, "€".
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from urllib.parse import urlsplit

from catalogue.geography import Gazetteer, Place
from catalogue.german import plain

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_DASHES_AND_SPACES = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?(?:\s*uhr)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?")
_LONGEST_AMOUNT = 12
_FREE_OF_CHARGE = {"kostenlos", "kostenfrei", "gratis", "umsonst", "frei"}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class BadValueError(Exception):
    """A cell whose value cannot be used; the text is the reason, in German."""


def loosely(text: str) -> str:
    """How values of closed lists are compared: no case, umlaut spelling, spaces or dashes."""
    return _DASHES_AND_SPACES.sub("", plain(text))


def one_of(text: str, allowed: Iterable[str]) -> str:
    """The member of a closed list that a cell means."""
    allowed = tuple(allowed)
    wanted = loosely(text)
    for value in allowed:
        if loosely(value) == wanted:
            return value
    raise BadValueError(f"„{text}“ ist nicht bekannt. Möglich sind: {', '.join(allowed)}.")


def several_of(text: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Members of a closed list, separated by "|", each once."""
    allowed = tuple(allowed)
    return tuple(dict.fromkeys(one_of(item, allowed) for item in items(text)))


def some_in_order(text: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Members of a list that has an order of its own, like days of the week, in that order."""
    allowed = tuple(allowed)
    return tuple(sorted(several_of(text, allowed), key=allowed.index))


def one_line(text: str) -> str:
    """A text without line breaks and double spaces."""
    return " ".join(text.split())


def items(text: str) -> tuple[str, ...]:
    """The parts of a cell between "|", each on one line and once."""
    return tuple(dict.fromkeys(item for part in text.split("|") if (item := one_line(part))))


def yes_or_no(text: str) -> bool:
    return one_of(text, ("ja", "nein")) == "ja"


def age(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) > 120:
        raise BadValueError(f"„{text[:40]}“ ist kein Alter in Jahren (0 bis 120).")
    return int(text)


def day(text: str) -> date:
    bare = _DASHES.sub("-", text).replace(" ", "")
    for pattern in _DATE_FORMATS:
        try:
            return datetime.strptime(bare, pattern).date()
        except ValueError:
            continue
    raise BadValueError(f"„{text}“ ist kein Datum. Bitte als 2027-01-15 oder 15.01.2027 schreiben.")


def clock(text: str) -> time:
    match = _TIME.fullmatch(text.strip())
    if match and int(match.group(1)) < 24 and int(match.group(2) or 0) < 60:
        return time(int(match.group(1)), int(match.group(2) or 0))
    raise BadValueError(f"„{text}“ ist keine Uhrzeit. Bitte als 18:30 schreiben.")


def euros(text: str) -> float:
    """Costs in euros; "1.250,00 €", "49,50", "kostenlos" = 0."""
    bare = _DASHES.sub("-", text.casefold()).replace("€", "").replace("euro", "").replace("eur", "")
    bare = re.sub(r"\s", "", bare)
    bare = bare.removesuffix("-").removesuffix("-").removesuffix(",").removesuffix(".") if bare.endswith("-") else bare
    if bare in _FREE_OF_CHARGE:
        return 0.0
    if not _NUMBER.fullmatch(bare) or len(bare) > _LONGEST_AMOUNT:
        raise BadValueError(f"„{text}“ ist kein Betrag in Euro. Hinweise gehören in kosten_hinweis.")
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+", bare):
        bare = bare.replace(".", "")
    return round(float(bare), 2)


def postcode(text: str) -> str:
    if not re.fullmatch(r"\d{5}", text):
        raise BadValueError(f"„{text}“ ist keine Postleitzahl mit fünf Ziffern.")
    return text


def email(text: str) -> str:
    address = text.removeprefix("mailto:").strip()
    if not _EMAIL.fullmatch(address):
        raise BadValueError(f"„{text}“ ist keine E-Mail-Adresse.")
    return address


def web_address(text: str) -> str:
    """An http(s) address; "www.…" gets its scheme. Anything else would be unsafe as a link."""
    address = text if "://" in text else f"https://{text}"
    try:
        parsed = urlsplit(address)
    except ValueError as error:
        raise BadValueError(f"„{text}“ ist keine Internetadresse.") from error
    if parsed.scheme not in ("http", "https") or "." not in parsed.netloc or re.search(r"\s", address):
        raise BadValueError(f"„{text}“ ist keine Internetadresse.")
    return address


def place(text: str, postcode_text: str, gazetteer: Gazetteer) -> Place:
    """The place that `ort` names, with the help of `plz` where two places share a name."""
    found = gazetteer.named(text)
    if not found:
        nearest = gazetteer.nearest_name(text)
        hint = f" Meinten Sie {nearest}?" if nearest else ""
        raise BadValueError(f"Den Ort „{text}“ kennt die Region nicht.{hint}")
    if len(found) > 1:
        here = [candidate for candidate in found if postcode_text in candidate.postcodes]
        if len(here) != 1:
            titles = " oder ".join(candidate.title for candidate in found)
            raise BadValueError(f"„{text}“ gibt es mehrmals: {titles}. Bitte so schreiben oder die plz angeben.")
        found = here
    return found[0]
