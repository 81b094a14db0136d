"""Where an entry takes place: objects that are places, fields of an address, or one line of text."""

import re

from catalogue.submissions.readers import closed_lists, places
from catalogue.submissions.readers.json_records.names import (
    DISTRICT,
    HOUSE,
    LINE,
    LINE_OF_PLACE,
    PART_OF_TOWN,
    POSTCODE,
    STREET,
    STREET_OF_PLACE,
    TOWN,
    fields_of,
    key,
)
from catalogue.submissions.readers.json_records.tree import Record, Thing, Value
from catalogue.submissions.readers.openvhs_subject import digital_form
from catalogue.submissions.readers.plain_text import one_line, plain_text

_FORMS = {
    "Hybrid": r"hybrid|blended|combined|\bmixed",
    "Online": r"\bonline|virtuell|\bvirtual|fernunterricht|fernlehr|e-?learning|\bdigital|webinar|livestream",
    "Präsenz": r"präsenz|vor ort|\bon-?site|in person|\boffline|vollzeit vor",
}
# "Feldkirch (Kursstart)", "Münster, Westfalen"
_ASIDE = re.compile(r"\s*\((?:kursstart|start|beginn|bei bedarf)\)\s*$", re.IGNORECASE)
_IS_LINE = re.compile(r"[\d,\n]")
_OF_THE_STATE = re.compile(r"([^\d,]{2,}),\s*[^\d,]{2,}")
_TOWNS = frozenset(map(key, TOWN.split()))
_Places = dict[tuple[tuple[str, str], ...], str]


def where_cells(record: Record, keywords: list[str]) -> tuple[dict[str, str], list[str]]:
    """The cells of the place, of several of the first; the houses and the other places are said in words."""
    found: _Places = {}
    is_online = False
    for thing in record.things("place"):
        is_online = _take(record, found, list(thing.whole())) or is_online
    if not found:
        is_online = _flat(record, found) or is_online
    form = _form(record, keywords)
    if is_online:
        form = form or ("Hybrid" if found else "Online")
    first, notes = places.first_of(found)
    return {**first, "format": form}, notes


def _take(record: Record, found: _Places, parts: list[Thing]) -> bool:
    """Note one place, from the objects that it consists of; whether it is online."""
    town, code, street = (_first(parts, names) for names in (TOWN, POSTCODE, STREET_OF_PLACE))
    house = ([] if town else _first(parts, LINE_OF_PLACE)) or _first(parts, HOUSE)
    district, number = _first(parts, DISTRICT), _first(parts, "hausnummer haus_nr house_number street_number nummer")
    # "ort": {"name": …}; and beside a postcode a name alone is the town.
    is_town = parts[0].own_name in _TOWNS or bool(code and house and not _IS_LINE.search(house[0].text))
    if not town and is_town:
        town, house = house, []
    lines = {
        name: one_line(value[0].text) if value else ""
        for name, value in (("town", town), ("house", house), ("street", street))
    }
    if any(map(places.is_online, (lines["town"], lines["street"]))) or (
        places.is_online(lines["house"]) and not lines["town"]
    ):
        record.take([*town, *house])
        return True
    if lines["town"]:
        cells, name = _address(lines["town"], _line(code), _street(street, number), _line(district)), lines["house"]
        record.take([*town, *code, *street, *(number if street else []), *district, *house])
    else:
        text = plain_text(house[0].text) if house else lines["street"]
        cells, name = places.line_cells(_ASIDE.sub("", text))
        record.take([*house, *([] if house else street)])
    if name in cells.values():
        name = ""
    if cells:
        found.setdefault(tuple(cells.items()), name)
    return False


def _flat(record: Record, found: _Places) -> bool:
    """Note the place that the entry itself tells of; whether it is online."""
    town = [value for value in record.find(TOWN) if value.text]
    said = one_line(town[0].text) if town else ""
    lines = [value for value in record.all(LINE) if value not in town]
    if not said and record.find(POSTCODE):
        # Beside a postcode a name alone is the town.
        town = [value for value in lines if not _IS_LINE.search(value.text)][:1]
        said, lines = _line(town), [value for value in lines if value not in town]
    if said and not _IS_LINE.search(said):
        code, street = record.find(POSTCODE), record.find(STREET)
        number, district = record.find(fields_of("hausnummer")), record.find(DISTRICT)
        record.take([*town[:1], *code[:1], *street[:1], *district[:1], *(number if street else []), *lines[:1]])
        if places.is_online(said):
            return True
        house = one_line(lines[0].text) if lines else ""
        cells = _address(said, _line(code), _street(street, number), _line(district))
        if not street and re.search(r"\d", house):
            # The house with its street in one line, beside the town.
            inside, house = places.line_cells(f"{house}, {said}")
            cells = {**inside, **cells}
        found.setdefault(tuple(cells.items()), "" if house in cells.values() else house)
        return False
    is_online = False
    for value in [*town, *lines]:
        record.take([value])
        text = _ASIDE.sub("", plain_text(value.text))
        if places.is_online(text):
            is_online = True
        else:
            cells, house = places.line_cells(text)
            found.setdefault(tuple(cells.items()), house)
    part = record.find(PART_OF_TOWN)
    if not found and part and not is_online:
        cells = _address(one_line(record.take(part)[0]), record.line(POSTCODE), record.line(STREET))
        found.setdefault(tuple(cells.items()), "")
    return is_online


def _first(parts: list[Thing], names: str) -> list[Value]:
    return next((found[:1] for part in parts if (found := part.find(names))), [])


def _line(found: list[Value]) -> str:
    return one_line(found[0].text) if found else ""


def _street(street: list[Value], number: list[Value]) -> str:
    text = _line(street)
    return text if not text or re.search(r"\d", text) else f"{text} {_line(number)}".strip()


def _address(town: str, code: str, street: str, district: str = "") -> dict[str, str]:
    if (state := _OF_THE_STATE.fullmatch(town)) and not re.search(r"\d", town):
        town = state[1]
    return places.address_cells(f"{town} {district}" if district not in town else town, code, street)


def _form(record: Record, keywords: list[str]) -> str:
    """Whether one has to go there, as a field of its own or the keywords say."""
    for value in record.all(fields_of("format")):
        for form, words in _FORMS.items():
            if re.search(words, value.text[:200].casefold()):
                record.take([value])
                return form
    flags = record.find(fields_of("online"))
    if flags and (said := closed_lists.yes_or_no(flags[0].text)):
        record.take(flags)
        return "Online" if said == "ja" else ""
    return digital_form({}, keywords)
