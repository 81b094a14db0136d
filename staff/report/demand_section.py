"""What was asked for and not offered: topic × audience × place, with small numbers kept back."""

from collections.abc import Mapping

from catalogue.demand import NOTHING, OFFERED, RELAXED
from catalogue.region import Region
from catalogue.reporting.report import Report
from catalogue.reporting.suppression import LEAST, Path, Told
from staff.report.plots import Plot, Series
from staff.report.sections import NOT_COUNTED, Section
from staff.report.tables import FEW, Cell, Table, joined, known
from staff.report.wording import OUTCOMES, audience_name, place_name, topic_name

_TITLE = "Gesucht und nicht gefunden"
_MOST_DRAWN = 12
_REST, _TOGETHER = "übrige", "alle zusammen"
_HOW = (
    "Gezählt wird je Gespräch einmal, was gesucht wurde: Thema, Zielgruppe und Ort, soweit sie genannt wurden, und wie "
    f"es ausging. Zahlen unter {LEAST} werden nicht einzeln genannt, sondern zusammengefasst, damit niemand zu "
    "erkennen ist; darum kann auch eine größere Zahl unter „übrige“ stehen."
)


def demand_section(report: Report) -> Section:
    told, before = report.now.demand, report.before.demand
    if told is None:
        return Section("bedarf", _TITLE, (NOT_COUNTED,), ())
    region = report.region
    topics = _topics(told)
    lead = (*(_lead(told[outcome], outcome, region) for outcome in (NOTHING, RELAXED)), _HOW)
    tables = (
        _by_topic(topics, told, before, region),
        *(_in_detail(told[outcome], outcome, region) for outcome in (NOTHING, RELAXED)),
        _found(told[OFFERED], before[OFFERED] if before else None, region),
    )
    return Section("bedarf", _TITLE, lead, tables, _plot(topics, told, region))


def _topics(told: Mapping[str, Told]) -> list[str]:
    """The topics that something is told about, those with the most searches in vain first."""
    found = {path[0] for outcome in (NOTHING, RELAXED) for path in told[outcome].branches}

    def place(topic: str) -> tuple[int, int, str]:
        return -told[NOTHING].branches.get((topic,), 0), -told[RELAXED].branches.get((topic,), 0), topic

    return sorted(found, key=place)


def _by_count(told: Told) -> list[tuple[str, int]]:
    """The topics that are told with their counts, the largest first."""
    found = [(path[0], count) for path, count in told.branches.items() if len(path) == 1]
    return sorted(found, key=lambda item: (-item[1], item[0]))


def _lead(told: Told, outcome: str, region: Region) -> str:
    what = OUTCOMES[outcome][:1].upper() + OUTCOMES[outcome][1:]
    largest = [f"{topic_name(topic, region)} ({count})" for topic, count in _by_count(told)[:3]]
    if not largest:
        return f"{what}: kein Thema so oft, dass es hier genannt werden darf."
    return f"{what}, am häufigsten: {joined(largest)}."


def _by_topic(topics: list[str], told: Mapping[str, Told], before: Mapping[str, Told] | None, region: Region) -> Table:
    sides = [found[outcome] if found else None for outcome in (NOTHING, RELAXED) for found in (told, before)]
    rows: list[tuple[Cell, ...]] = [
        (topic_name(topic, region), *(_told_of(side, topic) for side in sides)) for topic in topics
    ]
    rows.append(("übrige Themen zusammen", *(known(side, lambda it: _of_others(it, topics)) for side in sides)))
    rows.append((_TOGETHER, *(known(side, lambda it: it.total or FEW) for side in sides)))
    return Table(
        "Was fehlte, nach Thema",
        ("Thema", *(name for outcome in (NOTHING, RELAXED) for name in (OUTCOMES[outcome], "im Quartal davor"))),
        tuple(rows),
        sums=frozenset({len(rows) - 1}),
    )


def _told_of(told: Told | None, topic: str) -> Cell:
    return None if told is None else told.branches.get((topic,), FEW)


def _of_others(told: Told, topics: list[str]) -> Cell:
    """What belongs to no topic of the table: what is told together, and topics that only this quarter tells of."""
    if not told.total:
        return FEW
    return told.rest[()] + sum(count for topic, count in _by_count(told) if topic not in topics)


def _in_detail(told: Told, outcome: str, region: Region) -> Table:
    rows = tuple((*_names(path, region), count) for path, count, _ in told.rows())
    return Table(
        f"Im Einzelnen: {OUTCOMES[outcome]}",
        ("Thema", "Zielgruppe", "Ort", "Gespräche"),
        rows,
        heads=3,
        note="Jedes Gespräch steht in genau einer Zeile." if rows else "",
    )


def _names(path: Path, region: Region) -> tuple[str, str, str]:
    """What a row is about; what was not told apart below it is told together."""
    if not path:
        return ("übrige Themen", _REST, _REST)
    topic, *others = path
    told = [name(value) for name, value in zip((audience_name, place_name), others, strict=False)]
    audience, place = (*told, _REST, _REST)[:2]
    return topic_name(topic, region), audience, place


def _found(told: Told, before: Told | None, region: Region) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (topic_name(topic, region), count, _told_of(before, topic)) for topic, count in _by_count(told)
    ]
    rows.append((_TOGETHER, told.total or FEW, known(before, lambda it: it.total or FEW)))
    return Table(
        "Zum Vergleich: gefunden wie gesucht, nach Thema",
        ("Thema", "Gespräche", "im Quartal davor"),
        tuple(rows),
        sums=frozenset({len(rows) - 1}),
        note=f"Genannt sind Themen mit mindestens {LEAST} Gesprächen.",
    )


def _plot(topics: list[str], told: Mapping[str, Told], region: Region) -> Plot | None:
    drawn = topics[:_MOST_DRAWN]
    if not drawn:
        return None
    series = tuple(
        Series(OUTCOMES[outcome], tuple(told[outcome].branches.get((topic,)) for topic in drawn))
        for outcome in (NOTHING, RELAXED)
    )
    title = f"Die {len(drawn)} Themen, zu denen am häufigsten etwas fehlte"
    said = joined([f"{topic_name(topic, region)} {_said(told[NOTHING].branches.get((topic,)))}" for topic in drawn[:3]])
    return Plot(
        "bedarf",
        title if len(drawn) > 1 else "Ein Thema, zu dem etwas fehlte",
        "Je Thema zwei Balken: wie oft nichts gefunden wurde, und wie oft nur mit Abstrichen. "
        f"Ohne Ergebnis blieben: {said}.",
        tuple(topic_name(topic, region) for topic in drawn),
        series,
        unknown=FEW,
    )


def _said(count: int | None) -> str:
    return FEW if count is None else str(count)
