"""What an offer costs, from amounts and from what is written about them."""

import re
from collections.abc import Iterable

_FREE = re.compile(
    r"(?:(?:der |die )?(?:eintritt|teilnahme|kurs|angebot|veranstaltung)(?: ist)? )?"
    r"(?:kostenlos|kostenfrei|gratis|umsonst|frei|gebührenfrei|entgeltfrei|free|0(?:[.,]00?)? ?(?:€|eur|euro)?)\W*",
    re.IGNORECASE,
)
_AMOUNT = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?"
# "44,02 EUR", "€ 44", "45,-" at the beginning; what follows it is a note.
_STARTS = re.compile(
    rf"(?:eur|euro|€)?\s*({_AMOUNT})(?![\d.,]*\d)\s*(?:[.,][-–—]{{1,2}})?\s*(?:eur\b|euro\b|€)?\s*", re.IGNORECASE
)
_RANGE = re.compile(r"(?:-|–|bis|/|oder|pro|je|x|%)", re.IGNORECASE)
# For `check` to refuse by name: what an export writes for a number that it does not have, or got wrong.
_NO_AMOUNT = re.compile(r"NaN|-?Infinity|-[\d.,]+|\d[\d.]*[eE][-+]?\d+|\d{10,}")
# "1.250" are thousands as Germans write them, but "45.000" without a unit is a number with three decimals.
_DECIMAL = re.compile(r"\d{1,9}(?:\.(?!\d{3}$)\d{1,20}|,\d{1,2})?|\d{2,9}\.\d{3}")
_EXPONENT = re.compile(r"(\d{1,6})(?:\.(\d{1,6}))?[eE]\+?(\d)")


def price_cells(text: str, notes: Iterable[str] = ()) -> dict[str, str]:
    """`kosten` where it is one amount, and `kosten_hinweis` for all that is said beside it.

    Of "ab 20 €" or "20 bis 40 €" no amount is certain: it is a note only.
    """
    cost, note = _split(" ".join(text.split()))
    said = dict.fromkeys(filter(None, (note, *(" ".join(other.split()) for other in notes))))
    cells = {"kosten": cost, "kosten_hinweis": "; ".join(said)}
    return {column: cell for column, cell in cells.items() if cell}


def is_free(text: str) -> bool:
    return bool(_FREE.fullmatch(text.strip()))


def amount(text: str) -> float | None:
    """A number as an export writes it ("44.02", "44,02", "4.4E+1"); None where it is none, or may be another."""
    text = text.strip()
    if _EXPONENT.fullmatch(text) or _DECIMAL.fullmatch(text):
        return float(text.replace(",", "."))
    return None


def in_cell(number: float) -> str:
    return f"{number:.2f}".removesuffix(".00")


def _split(text: str) -> tuple[str, str]:
    """The amount that a text begins with, and the text where it says more than that."""
    if not text or is_free(text):
        return ("0" if text else ""), ""
    number = amount(text)
    if number is not None:
        return in_cell(number), ""
    if _NO_AMOUNT.fullmatch(text):
        return text, ""
    found = _STARTS.match(text)
    if not found:
        return "", text
    rest = text[found.end() :]
    if not rest:
        return found[1], ""
    return ("", text) if _RANGE.match(rest) else (found[1], text)
