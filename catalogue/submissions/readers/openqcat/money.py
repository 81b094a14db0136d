"""What a course costs, and who pays for it."""

import math

from catalogue.amounts import in_german
from catalogue.submissions.readers.openqcat import codes
from catalogue.submissions.readers.openqcat.paths import EDUCATION, INFO, PRICE
from catalogue.submissions.readers.plain_text import one_line
from catalogue.submissions.readers.xml_tree import Source

_MOST = 1_000_000
_EURO = "EUR"


def money(source: Source, currency_of_all: str) -> dict[str, str]:
    """The gross price in euros, and a note; a price that is no such price is told in the note."""
    amount = _amount(source.text(f"{PRICE}/SERVICE_PRICE/PRICE_AMOUNT"))
    currency = source.text(f"{PRICE}/SERVICE_PRICE/PRICE_CURRENCY") or currency_of_all
    kind = next((price.get("type", "") for price in source.all(f"{PRICE}/SERVICE_PRICE")), "")
    notes = [one_line(text) for text in source.texts(f"{PRICE}/REMARKS")]
    cost = ""
    if kind == "on_request":
        notes.insert(0, "Preis auf Anfrage")
    elif amount is not None and (currency != _EURO or kind.startswith("net_")):
        vat = " zuzüglich Umsatzsteuer" if kind.startswith("net_") else ""
        notes.insert(0, f"{in_german(amount)} {currency.replace(_EURO, 'Euro')}{vat}")
    elif amount is not None:
        cost = f"{amount:.2f}"
    return {"kosten": cost, "kosten_hinweis": "; ".join(dict.fromkeys([*notes, *_funding(source)]))}


def _amount(text: str) -> float | None:
    """A number as XML has it: "1.250" is little more than one euro."""
    try:
        # A decimal comma is not allowed, but written; an underscore is allowed, but only in Python.
        amount = float(text.replace(",", ".").replace("_", "-"))
    except ValueError:
        return None
    return amount if math.isfinite(amount) and 0 <= amount < _MOST else None


def _funding(source: Source) -> list[str]:
    federal = [codes.FUNDING.get(code) for code in source.codes(f"{INFO}/FUNDING_TYPES_FEDERAL")]
    regional = [codes.REGIONAL_FUNDING.get(code) for code in source.codes(f"{INFO}/FUNDING_TYPES_REGIONAL")]
    names = list(dict.fromkeys(filter(None, [*federal, *regional])))
    notes = [f"Förderung möglich: {', '.join(names)}"] if names else []
    notes += [one_line(text) for text in source.texts(f"{INFO}/FUNDING_TYPES_REMARKS")]
    return [*notes, "zertifizierte Maßnahme (AZAV)"] if _is_certified(source) else notes


def _is_certified(source: Source) -> bool:
    """Whether the Arbeitsagentur could pay: there is a number of the measure, or somebody who certified it."""
    certificate = f"{EDUCATION}/CERTIFICATE"
    if source.text(f"{INFO}/MEASURE_NUMBER"):
        return True
    has_number = source.text(f"{certificate}/CERTIFIER_NUMBER") or source.text(f"{certificate}/CERTIFICATE_NUMBER")
    return bool(has_number) and source.text(f"{certificate}/CERTIFICATE_STATUS") not in ("", "0")
