"""Entries as offers: each for itself, and those together that are dates of one course."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from catalogue.slugs import slug
from catalogue.submissions.readers.feed import listed
from catalogue.submissions.readers.json_records.contact import contact_cells, cost_cells, status_of
from catalogue.submissions.readers.json_records.names import fields_of
from catalogue.submissions.readers.json_records.prose import description, meetings_in_words
from catalogue.submissions.readers.json_records.subject import Subject, said_yes_or_no
from catalogue.submissions.readers.json_records.tree import Record
from catalogue.submissions.readers.json_records.when import Times, cells_of, day_in, times_of
from catalogue.submissions.readers.json_records.where import where_cells
from catalogue.submissions.readers.plain_text import one_line
from catalogue.submissions.record import AT, Regrouped

NO_AREA = (
    "Der Bereich steht nicht da und lässt sich aus Kategorie, Stichwörtern und Titel nicht ableiten. "
    "Bitte als „bereich“ angeben."
)
_STATUS_ORDER = ("", "offen", "Warteliste", "ausgebucht", "abgesagt")


@dataclass(frozen=True)
class Course:
    """An entry as an offer: its number in the file, its cells but those of its times, and its times."""

    number: int
    cells: dict[str, str]
    paragraphs: tuple[str, ...]
    times: Times
    faults: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return slug(self.cells["anbieter"]), self.cells["kennung"]

    @property
    def place(self) -> str:
        return slug(self.cells.get("ort", "") or self.cells.get("format", ""))

    def all_cells(self) -> dict[str, str]:
        cells = {column: cell for column, cell in self.cells.items() if cell}
        texts = dict.fromkeys(filter(None, (*self.paragraphs, *self.times.words, listed(self.times.meetings))))
        return {**cells, **cells_of(self.times), "beschreibung": "\n\n".join(texts)}


def course_of(number: int, record: Record) -> Course:
    """All that an entry says in our columns; what has none but matters stands in the description."""
    subject = Subject(record)
    times = times_of(record)
    contact = contact_cells(record)
    where, place_notes = where_cells(record, subject.keywords)
    words = [*description(record), *subject.remarks(), *place_notes, meetings_in_words(record, len(times.meetings))]
    cells = {
        "kennung": record.line(fields_of("kennung")) or contact["url"],
        **subject.cells(),
        **contact,
        **where,
        **cost_cells(record),
        "status": status_of(record) or subject.status,
        "stand": _day(record),
        "barrierefrei": said_yes_or_no(record, "barrierefrei"),
        "kinderbetreuung": said_yes_or_no(record, "kinderbetreuung"),
    }
    faults = [] if subject.area else [("bereich", NO_AREA)]
    faults += [(path, "Diese Angabe steht zweimal verschieden da.") for path in record.twice()]
    return Course(number, cells, tuple(filter(None, words)), times, tuple(faults))


def regrouped(before: Sequence[Course], after: Sequence[Course]) -> tuple[Regrouped, ...]:
    """Which offers each course has `after` its dates were joined, so that places that are gone can be withdrawn."""
    found: dict[tuple[str, str], list[str]] = {}
    for course in before:
        if course.cells["anbieter"] and course.cells["kennung"]:
            found[course.cells["anbieter"], course.cells["kennung"]] = []
    for course in after:
        provider, key = course.cells["anbieter"], course.cells["kennung"]
        whole = (provider, key.rpartition(AT)[0] if (provider, key) not in found else key)
        if whole in found:
            found[whole].append(key)
    return tuple(Regrouped(provider, key, tuple(offers)) for (provider, key), offers in found.items())


def joined(courses: Sequence[Course]) -> Iterator[Course]:
    """Courses of which entries with the same key are dates: one for each place where it is held."""
    groups: dict[tuple[str, str], list[Course]] = {}
    for course in courses:
        groups.setdefault(course.key if course.cells["kennung"] else ("", f"\n{course.number}"), []).append(course)
    for group in groups.values():
        # Other courses with the same key are a mistake, which `check` names.
        same = [one for one in group if _title(one) == _title(group[0])]
        others = [one for one in group if _title(one) != _title(group[0])]
        places: dict[str, list[Course]] = {}
        for one in same:
            places.setdefault(one.place, []).append(one)
        for place, held in places.items():
            course = _one(held)
            if len(places) > 1:
                course = replace(course, cells={**course.cells, "kennung": f"{course.cells['kennung']}{AT}{place}"})
            yield course
        yield from others


def _one(held: Sequence[Course]) -> Course:
    """Dates at one place as one offer; one can still register while one can for one of them."""
    first = held[0]
    if len(held) == 1:
        return first
    on = [one for one in held if one.cells["status"] != "abgesagt"] or held
    status = min((one.cells["status"] for one in on), key=_STATUS_ORDER.index)
    stand = max(one.cells["stand"] for one in held)
    times = Times(
        meetings=list(dict.fromkeys(meeting for one in on for meeting in one.times.meetings)),
        cells={column: cell for one in reversed(on) for column, cell in one.times.cells.items()},
        words=list(dict.fromkeys(word for one in on for word in one.times.words)),
        is_open=any(one.times.is_open for one in on),
    )
    paragraphs = tuple(dict.fromkeys(text for one in on for text in one.paragraphs))
    faults = tuple(dict.fromkeys(fault for one in held for fault in one.faults))
    return Course(first.number, {**on[0].cells, "status": status, "stand": stand}, paragraphs, times, faults)


def _title(course: Course) -> str:
    return slug(course.cells["titel"])


def _day(record: Record) -> str:
    found = record.find(fields_of("stand"))[:1]
    text = one_line(record.take(found)[0]) if found else ""
    day = day_in(text)
    return day.day.isoformat() if day else text
