"""How fast a note list of ten offers is a PDF, in letters of the usual size and in large print.

Ten offers of the example catalogue, evenly apart, with addresses of their pages; each PDF made five times in a row, the
median. The first one of a process, which also loads the libraries, is given beside it.

    .venv/bin/python benchmarks/handover.py [--format json]
"""

import tempfile
import time
from datetime import date, datetime
from pathlib import Path
from statistics import median

import click
from sqlalchemy import select

from benchmarks.measuring import TODAY, show
from bot.german_texts import german_texts
from bot.handover.notes import Handover, read_notes
from bot.handover.pdf import as_pdf
from catalogue.database import migrate, open_engine, reading
from catalogue.example import write_shifted
from catalogue.models import Offer
from catalogue.permalink import offer_link
from catalogue.region import load_region
from catalogue.submissions.load import load

OFFERS, TIMES = 10, 5
DAY = date.fromisoformat(TODAY)


def example_list(folder: Path) -> Handover:
    """A note list of offers of the example catalogue."""
    region, engine = load_region(), open_engine(f"sqlite:///{folder / 'catalogue.db'}")
    migrate(engine)
    load(engine, write_shifted(region, DAY, folder / "files"), region, datetime.combine(DAY, datetime.min.time()))
    with reading(engine) as session:
        keys = list(session.scalars(select(Offer.key).order_by(Offer.id)))
        notes = read_notes(session, keys[:: len(keys) // OFFERS][:OFFERS], region, DAY)
    engine.dispose()
    return Handover(notes, region, german_texts(region), DAY, lambda key: f"https://lotse.example{offer_link(key)}")


def milliseconds(handover: Handover, *, large: bool) -> float:
    start = time.perf_counter()
    as_pdf(handover, large=large)
    return (time.perf_counter() - start) * 1000


@click.command()
@click.option("--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def main(output: str) -> None:
    """Make the PDFs."""
    with tempfile.TemporaryDirectory() as folder:
        handover = example_list(Path(folder))
    found = {"pdf first ms": milliseconds(handover, large=False)}
    for name, large in (("pdf", False), ("pdf large print", True)):
        times = [milliseconds(handover, large=large) for _ in range(TIMES)]
        found |= {f"{name} median ms": median(times), f"{name} max ms": max(times)}
    show(found, output)


if __name__ == "__main__":
    main()
