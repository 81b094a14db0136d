"""What is written to a provider about his file: what was not taken over, why, and how to send it again."""

from collections.abc import Iterable, Sequence

from catalogue.mails import Letter
from catalogue.region import Region
from catalogue.submissions.labels import label
from catalogue.submissions.readers import counted_in
from catalogue.submissions.record import Fault

_MOST_NAMED = 40


def refusal(region: Region, files: Sequence[str], faults: Sequence[Fault], note: str, to: str) -> Letter:
    """None of it was taken over."""
    begin = f"vielen Dank für Ihre Datei {_named(files)}. Leider konnten wir sie so nicht übernehmen."
    return _letter(region, f"Ihre Datei {_named(files)}: bitte noch einmal", begin, faults, note, to)


def remarks(region: Region, files: Sequence[str], faults: Sequence[Fault], note: str, to: str) -> Letter:
    """It was taken over, but for some rows."""
    begin = f"vielen Dank für Ihre Datei {_named(files)}. Wir haben sie übernommen"
    begin += ", bis auf die Einträge, die unten stehen." if faults else "."
    subject = f"Ihre Datei {_named(files)}: " + ("einige Einträge fehlen noch" if faults else "Rückmeldung")
    return _letter(region, subject, begin, faults, note, to)


def _letter(region: Region, subject: str, begin: str, faults: Sequence[Fault], note: str, to: str) -> Letter:
    office = region.office
    closing = (
        f"Vielen Dank und freundliche Grüße\n{office.name}\nTelefon {office.phone} ({office.hours})\n{office.email}"
    )
    wanted = (
        "Bitte ändern Sie das in Ihrer Datei, und schicken Sie sie uns noch einmal. Bei Fragen rufen Sie uns gern an."
    )
    ask = wanted if faults else "Bei Fragen rufen Sie uns gern an."
    parts = ["Guten Tag,", begin, note.strip(), _reasons(faults), ask, closing]
    return Letter(to, subject, "\n\n".join(part for part in parts if part) + "\n")


def _named(files: Sequence[str]) -> str:
    return " und ".join(f"„{file}“" for file in files)


def _reasons(faults: Iterable[Fault]) -> str:
    """A line a fault, those of one row one below the other."""
    lines = [f"- {_where(fault)}{fault.reason}" for fault in faults]
    if not lines:
        return ""
    more = len(lines) - _MOST_NAMED
    shown = lines[:_MOST_NAMED] + ([f"- und {more} weitere"] if more > 0 else [])
    return "Nicht übernommen:\n\n" + "\n".join(shown)


def _where(fault: Fault) -> str:
    if fault.row is None:
        return ""
    row = f"{counted_in(fault.file)} {fault.row}"
    return f"{row}, {label(fault.field)}: " if fault.field else f"{row}: "
