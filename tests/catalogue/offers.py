"""Rows of a submission as short as the test that needs them."""


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
