"""Rows of a submission as short as the test that needs them, and what a search makes of them."""

import csv
import io
from collections.abc import Mapping, Sequence

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


def table(rows: Sequence[Mapping[str, str]]) -> bytes:
    """A CSV file whose columns are the keys that occur."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, columns, delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()


def references(result: Result) -> list[str]:
    """The shown offers by their providers' keys, best first."""
    return [hit.offer.reference for hit in result.hits]
