"""Use: searches, and what they led to."""

from collections import Counter
from collections.abc import Iterable, Mapping

from catalogue.demand import NOTHING, OFFERED, RELAXED
from catalogue.reporting.report import Report
from catalogue.reporting.usage import Usage
from catalogue.statistics import DECLINED
from staff.report.plots import Plot, Series
from staff.report.sections import NOT_COUNTED, Section, columns
from staff.report.tables import Cell, Share, Table, count_in, joined, known
from staff.report.use_sections import whole
from staff.report.wording import FORMS, OUTCOMES, count_of

_ENDINGS = (OFFERED, RELAXED, NOTHING, DECLINED)
_TOGETHER = "alle zusammen"
_SEARCHES = (
    "Jede Änderung einer Suche („lieber abends“) zählt als weitere Suche. „Mit Abstrichen“ heißt: Erst ohne eine "
    "Bedingung, etwa Ort oder Tageszeit, gab es Angebote. „Keine Suche möglich“: unklar, oder kein Bildungsangebot."
)


def searches(report: Report) -> Section:
    title = "Suchen, und was dabei herauskam"
    if report.now.usage is None:
        return Section("suchen", title, (NOT_COUNTED,), ())
    now, before = report.now.usage.searches, _of(report.before.usage)
    told = joined([f"{now.get(name, 0)} {OUTCOMES[name]}" for name in _ENDINGS])
    lead = f"{count_of(whole(now), 'Suche', 'Suchen')} im Gespräch: {told}." if now else "Es wurde noch nicht gesucht."
    plot = Plot(
        "suchen",
        "Wie Suchen ausgingen",
        f"Je Ausgang ein Balken{_beside(report, before)}. {lead}",
        tuple(OUTCOMES[name] for name in _ENDINGS),
        _series(report, now, before, _ENDINGS),
    )
    return Section("suchen", title, (lead,), (_in_chat(report, now, before), _in_list(report)), plot if now else None)


def _of(used: Usage | None) -> Mapping[str, int] | None:
    return used.searches if used else None


def _in_chat(report: Report, now: Mapping[str, int], before: Mapping[str, int] | None) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (OUTCOMES[name], *_with_share(now, name), *_with_share(before, name)) for name in _ENDINGS
    ]
    rows.append((_TOGETHER, *_sum_with_share(now), *_sum_with_share(before)))
    now_name, before_name = columns(report)
    heads = ("Ausgang", now_name, "Anteil", before_name, f"Anteil {before_name}")
    return Table("Suchen im Gespräch", heads, tuple(rows), sums=frozenset({len(_ENDINGS)}), note=_SEARCHES)


def _with_share(counts: Mapping[str, int] | None, name: str) -> tuple[Cell, Cell]:
    return count_in(counts, name), known(counts, lambda it: Share(it.get(name, 0), whole(it)))


def _sum_with_share(counts: Mapping[str, int] | None) -> tuple[Cell, Cell]:
    return known(counts, whole), known(counts, lambda it: Share(whole(it), whole(it)))


def _in_list(report: Report) -> Table:
    now, before = (period.usage.list_searches if period.usage else None for period in (report.now, report.before))
    rows = tuple((OUTCOMES[name], count_in(now, name), count_in(before, name)) for name in (OFFERED, NOTHING))
    note = "Jede Auswahl in der Liste zählt einmal."
    return Table("Suchen in der Liste der Angebote", columns(report, "Ausgang"), rows, note=note)


def onward(report: Report) -> Section:
    used, before = report.now.usage, report.before.usage
    title = "Weiter zu den Anbietern"
    if used is None:
        return Section("anbieter", title, (NOT_COUNTED,), ())
    lead = (
        f"Die Seiten von Angeboten wurden {count_of(used.opened, 'Mal', 'Mal')} geöffnet, "
        f"{count_of(used.clicks, 'Mal', 'Mal')} ging es weiter auf die Seite eines Anbieters."
    )
    now, earlier = _clicks(used), _clicks(before) if before else None
    order = [area for area, _ in now.most_common()]
    most = joined([f"{area} ({count})" for area, count in now.most_common(3)])
    plot = Plot(
        "anbieter",
        "Weiter zu Anbietern, nach Bereich",
        f"Je Bereich ein Balken{_beside(report, earlier)}. Am häufigsten: {most}.",
        tuple(order),
        _series(report, now, earlier, order),
    )
    tables = (
        _by_area(report, used, earlier),
        _by_provider(used),
        _by_provider_and_area(used),
        _handed_over(report),
    )
    return Section("anbieter", title, (lead,), tables, plot if used.clicks else None)


def _clicks(used: Usage) -> Counter[str]:
    """Area → clicks."""
    found: Counter[str] = Counter()
    for item in used.visited:
        if item.clicks:
            found[item.area] += item.clicks
    return found


def _by_area(report: Report, used: Usage, earlier: Mapping[str, int] | None) -> Table:
    opened: Counter[str] = Counter()
    for item in used.visited:
        opened[item.area] += item.opened
    now = _clicks(used)
    names = [area.name for area in report.region.areas]
    # An area that the region does not have any more still counts.
    names += sorted((opened.keys() | now.keys()) - set(names))
    listed = [name for name in names if opened[name] or now[name] or (earlier or {}).get(name)]
    rows: list[tuple[Cell, ...]] = [(name, opened[name], now[name], count_in(earlier, name)) for name in listed]
    rows.append((_TOGETHER, used.opened, used.clicks, known(earlier, whole)))
    return Table(
        "Geöffnet und weiter, nach Bereich",
        ("Bereich", "Seiten geöffnet", "weiter zum Anbieter", "weiter im Quartal davor"),
        tuple(rows),
        sums=frozenset({len(listed)}),
    )


def _by_provider(used: Usage) -> Table:
    opened: Counter[str] = Counter()
    clicks: Counter[str] = Counter()
    for item in used.visited:
        opened[item.provider] += item.opened
        clicks[item.provider] += item.clicks
    order = sorted(opened, key=lambda name: (-clicks[name], -opened[name], name))
    rows = tuple((name, opened[name], clicks[name]) for name in order)
    note = "Auf die Bereiche aufgeteilt stehen diese Zahlen auf der Seite und in der Tabelle (CSV)."
    return Table(
        "Geöffnet und weiter, nach Anbieter", ("Anbieter", "Seiten geöffnet", "weiter zum Anbieter"), rows, note=note
    )


def _by_provider_and_area(used: Usage) -> Table:
    rows = tuple((item.provider, item.area, item.opened, item.clicks) for item in used.visited)
    heads = ("Anbieter", "Bereich", "Seiten geöffnet", "weiter zum Anbieter")
    return Table("Geöffnet und weiter, nach Anbieter und Bereich", heads, rows, heads=2, in_detail=True)


def _handed_over(report: Report) -> Table:
    now, before = (period.usage.handed_over if period.usage else None for period in (report.now, report.before))
    rows = tuple((name, count_in(now, form), count_in(before, form)) for form, name in FORMS.items())
    note = "Gedruckte Listen und weitergegebene Adressen sieht niemand; sie fehlen hier."
    return Table("Weitergegebene Merklisten", columns(report, "Form"), rows, note=note)


def _beside(report: Report, before: Mapping[str, int] | None) -> str:
    """What stands beside each bar, where there is something."""
    return "" if before is None else f" für das {report.quarter.title} und einer für das Quartal davor"


def _series(
    report: Report, now: Mapping[str, int], before: Mapping[str, int] | None, names: Iterable[str]
) -> tuple[Series, ...]:
    periods = [(report.quarter.title, now)]
    periods += [(report.before.quarter.title, before)] if before is not None else []
    return tuple(Series(title, tuple(counts.get(name, 0) for name in names)) for title, counts in periods)
