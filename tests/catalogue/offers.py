"""Rows of a submission as short as the test that needs them, and what a search makes of them."""

from catalogue.search import Result


def row(reference: str, **cells: str) -> dict[str, str]:
    """A valid row; `cells` replace or add columns."""
    return {
        "kennung": reference,
        "titel": "Offener Nachmittag",
        "bereich": "Kultur und Freizeit",
        "anbieter": "Kulturhaus Muster",
        "ort": "Hameln",
        **cells,
    }


def references(result: Result) -> list[str]:
    """The shown offers by their providers' keys, best first."""
    return [hit.offer.reference for hit in result.hits]
