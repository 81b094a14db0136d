"""The catalogue: how fresh its entries are, who was asked, and where they came from."""

from catalogue.amounts import german_date
from catalogue.reporting.entries import Entries, Freshness
from catalogue.reporting.report import Report
from catalogue.reporting.sources import Sources
from staff.report.plots import Plot, Series
from staff.report.sections import Section, columns
from staff.report.tables import Cell, Share, Table
from staff.report.wording import count_of

_NOT_THERE = "Das Verzeichnis gab es in diesem Quartal noch nicht."
_IN_TERM, _OVERDUE, _OUTDATED = "innerhalb der Frist", "überfällig", "länger als zwei Fristen überfällig"


def freshness_section(report: Report) -> Section:
    found, before = report.now.entries, report.before.entries
    title = "Wie aktuell die Einträge sind"
    if found is None:
        return Section("aktualitaet", title, (_NOT_THERE,), ())
    whole = found.whole
    lead = (
        f"Am {german_date(found.day)} standen {count_of(whole.entries, 'Angebot', 'Angebote')} im Verzeichnis; "
        f"{_told(whole)}. Jeder Bereich hat eine Frist, in der Anbieter ihre Einträge bestätigen sollen."
    )
    tables = (_by_area(report, found, before), _by_provider(report, found, before), _asked(found))
    return Section("aktualitaet", title, (lead,), tables, _plot(found))


def _told(whole: Freshness) -> str:
    if not whole.entries:
        return "es waren keine da"
    share = Share(whole.current, whole.entries).percent
    return f"{share:.0f} % davon ({whole.current}) waren innerhalb ihrer Frist bestätigt, {whole.overdue} überfällig"


def _by_area(report: Report, found: Entries, before: Entries | None) -> Table:
    earlier = {item.name: item for item in before.areas} if before else {}
    terms = {area.name: area.term_days for area in report.region.areas}
    rows: list[tuple[Cell, ...]] = [
        (item.name, terms.get(item.name), *_counts(item), _share(earlier.get(item.name))) for item in found.areas
    ]
    rows.append(("alle Bereiche", None, *_counts(found.whole), _share(before.whole) if before else None))
    return Table(
        "Aktualität nach Bereich",
        ("Bereich", "Frist in Tagen", "Einträge", _IN_TERM, "Anteil", "überfällig", f"Anteil am {_end(report)}"),
        tuple(rows),
        sums=frozenset({len(rows) - 1}),
        note=(
            "„Überfällig“ heißt: vor längerer Zeit zuletzt bestätigt, als die Frist erlaubt. Gemessen wird an den "
            "Fristen, die heute gelten."
        ),
    )


def _end(report: Report) -> str:
    return german_date(report.before.until)


def _counts(item: Freshness) -> tuple[Cell, ...]:
    return item.entries, item.current, Share(item.current, item.entries), item.overdue


def _share(item: Freshness | None) -> Cell:
    return Share(item.current, item.entries) if item else None


def _by_provider(report: Report, found: Entries, before: Entries | None) -> Table:
    earlier = {item.name: item for item in before.providers} if before else {}
    order = sorted(found.providers, key=lambda item: (-item.overdue, item.name))
    rows = tuple((item.name, *_counts(item), _share(earlier.get(item.name))) for item in order)
    heads = ("Anbieter", "Einträge", _IN_TERM, "Anteil", "überfällig", f"Anteil am {_end(report)}")
    return Table("Aktualität nach Anbieter", heads, rows)


def _asked(found: Entries) -> Table:
    rows = tuple(
        (
            item.provider,
            german_date(item.asked_on),
            item.entries,
            german_date(item.answered_on) if item.answered_on else "noch nicht",
        )
        for item in found.asked
    )
    return Table(
        "Wer gefragt wurde und wer geantwortet hat", ("Anbieter", "gefragt am", "Einträge", "Antwort am"), rows
    )


def _plot(found: Entries) -> Plot | None:
    if not found.areas:
        return None
    series = (
        Series(_IN_TERM, tuple(item.current for item in found.areas)),
        Series(_OVERDUE, tuple(item.overdue - item.outdated for item in found.areas)),
        Series(_OUTDATED, tuple(item.outdated for item in found.areas)),
    )
    worst = min(found.areas, key=lambda item: (item.share or 0, item.name))
    lowest = f"{Share(worst.current, worst.entries).percent:.0f} %"
    return Plot(
        "aktualitaet",
        f"Einträge am {german_date(found.day)}, nach Bereich",
        "Je Bereich ein Balken, so lang wie die Zahl seiner Einträge, geteilt in bestätigte, überfällige und seit mehr "
        f"als zwei Fristen überfällige. Den kleinsten Anteil bestätigter Einträge hat {worst.name} mit {lowest}.",
        tuple(item.name for item in found.areas),
        series,
        stacked=True,
    )


def sources_section(report: Report) -> Section:
    found, before = report.now.sources, report.before.sources
    title = "Woher die Einträge kommen"
    if found is None:
        return Section("quellen", title, (_NOT_THERE,), ())
    now, earlier = _facts(found), _facts(before) if before else {}
    rows = tuple((name, count, earlier.get(name)) for name, count in now.items())
    lead = (
        f"{count_of(found.files, 'Datei', 'Dateien')} von {count_of(found.providers, 'Anbieter', 'Anbietern')} "
        f"{'wurde' if found.files == 1 else 'wurden'} übernommen; "
        f"{count_of(found.added, 'Angebot kam', 'Angebote kamen')} hinzu."
    )
    return Section("quellen", title, (lead,), (Table("Was hereinkam", columns(report, "Angabe"), rows),))


def _facts(found: Sources) -> dict[str, Cell]:
    return {
        "Dateien übernommen": found.files,
        "Dateien wieder zurückgenommen": found.undone,
        "Anbieter mit einer Datei": found.providers,
        "Angebote neu": found.added,
        "Angebote geändert": found.changed,
        "Angebote unverändert bestätigt": found.unchanged,
        "Zeilen abgelehnt": found.refused,
        "Angebote, die das Büro selbst eingetragen oder berichtigt hat": found.by_hand,
        "Hinweise eingegangen": found.notices,
        "Hinweise erledigt": found.notices_done,
        "Hinweise am Ende noch offen": found.open_notices,
    }
