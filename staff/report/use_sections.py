"""Use: at a glance, and conversations."""

from collections.abc import Mapping
from datetime import date

from catalogue.amounts import german_date
from catalogue.demand import OFFERED
from catalogue.reporting.report import Figures, Report
from catalogue.reporting.usage import Usage
from staff.report.plots import Plot, Series
from staff.report.sections import NOT_COUNTED, Section, columns
from staff.report.tables import Cell, Share, Table, count_in, joined, known
from staff.report.wording import CHANNELS, KINDS, THUMBS, count_of

_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip


def at_a_glance(report: Report) -> Section:
    now, before = (_glance(figures) for figures in (report.now, report.before))
    rows = tuple((name, now[name], before[name]) for name in now)
    table = Table("Die wichtigsten Zahlen", columns(report, "Angabe"), rows)
    return Section("ueberblick", "Auf einen Blick", _glance_lead(report), (table,))


def _glance(figures: Figures) -> dict[str, Cell]:
    used, entries, sources = figures.usage, figures.entries, figures.sources
    return {
        "Gespräche": known(used, lambda it: whole(it.conversations)),
        "Suchen im Gespräch": known(used, lambda it: whole(it.searches)),
        "davon gefunden wie gesucht": known(used, lambda it: Share(it.searches.get(OFFERED, 0), whole(it.searches))),
        "Suchen in der Liste": known(used, lambda it: whole(it.list_searches)),
        "Seiten von Angeboten geöffnet": known(used, lambda it: it.opened),
        "weiter zur Seite eines Anbieters": known(used, lambda it: it.clicks),
        "Merklisten weitergegeben": known(used, lambda it: whole(it.handed_over)),
        "Einträge im Verzeichnis (am Ende)": known(entries, lambda it: it.whole.entries),
        "davon innerhalb der Frist bestätigt": known(entries, lambda it: Share(it.whole.current, it.whole.entries)),
        "Hinweise von Besucherinnen und Besuchern": known(sources, lambda it: it.notices),
    }


def _glance_lead(report: Report) -> tuple[str, ...]:
    used = report.now.usage
    if used is None:
        return (NOT_COUNTED,)
    since = used.since if used.since > report.quarter.first else None
    begun = f" Gezählt wird seit dem {german_date(since)}." if since else ""
    return (f"Der Bildungslotse lief an {count_of(used.days, 'Tag', 'Tagen')} dieses Quartals.{begun}",)


def conversations(report: Report) -> Section:
    used, before = report.now.usage, report.before.usage
    title = "Gespräche"
    if used is None:
        return Section("gespraeche", title, (NOT_COUNTED,), ())
    months = [month for month in report.quarter.months if month <= report.now.until]
    names = [month_name(month) for month in report.quarter.months]
    earlier = before.conversations if before else None
    channels = [name for name in CHANNELS if used.conversations.get(name) or (earlier or {}).get(name)]
    rows: list[tuple[Cell, ...]] = [
        (
            CHANNELS[channel],
            *(used.by_month.get((month, channel), 0) if month in months else None for month in report.quarter.months),
            used.conversations.get(channel, 0),
            count_in(earlier, channel),
        )
        for channel in channels
    ]
    totals = [sum(used.by_month.get((month, channel), 0) for channel in channels) for month in months]
    unknown: list[Cell] = [None] * (len(report.quarter.months) - len(months))
    rows.append(("alle zusammen", *totals, *unknown, sum(totals), known(earlier, whole)))
    table = Table(
        "Gespräche nach Monat und Zugang",
        ("Zugang", *names, "Summe", report.before.quarter.title),
        tuple(rows),
        sums=frozenset({len(rows) - 1}),
        note="Ein Gespräch beginnt mit der ersten Nachricht. Wer die Seite später neu öffnet, beginnt ein weiteres.",
    )
    plot = Plot(
        "gespraeche",
        "Gespräche je Monat",
        f"Balken je Monat, unterteilt nach Zugang. {_told_months(months, totals)}",
        tuple(map(month_name, months)),
        tuple(
            Series(CHANNELS[channel], tuple(used.by_month.get((month, channel), 0) for month in months))
            for channel in channels
        ),
        stacked=True,
    )
    lead = f"Es wurden {count_of(sum(totals), 'Gespräch', 'Gespräche')} geführt. {_told_months(months, totals)}"
    tables = (table, _turns(report, used, before), _thumbs(report, used, before))
    return Section("gespraeche", title, (lead,), tables, plot if sum(totals) else None)


def month_name(month: date) -> str:
    return _MONTHS[month.month - 1]


def _told_months(months: list[date], totals: list[int]) -> str:
    told = joined([f"im {month_name(month)} {total}" for month, total in zip(months, totals, strict=True)])
    return f"{told[:1].upper()}{told[1:]}."


def _turns(report: Report, used: Usage, before: Usage | None) -> Table:
    earlier = before.turns if before else None
    kinds = sorted(used.turns, key=lambda kind: (-used.turns[kind], kind))
    rows = tuple((KINDS.get(kind, kind), used.turns[kind], count_in(earlier, kind)) for kind in kinds)
    name = "Nachrichten, nach dem, was gewollt war"
    return Table(name, columns(report, "Art der Nachricht"), rows)


def _thumbs(report: Report, used: Usage, before: Usage | None) -> Table:
    earlier = before.thumbs if before else None
    rows = tuple((name, used.thumbs.get(answer, 0), count_in(earlier, answer)) for answer, name in THUMBS.items())
    note = "Gefragt wird unter jeder Antwort mit Angeboten; die meisten antworten darauf nicht."
    return Table("„War das hilfreich?“", columns(report, "Antwort"), rows, note=note)


def whole(counts: Mapping[str, int]) -> int:
    return sum(counts.values())
