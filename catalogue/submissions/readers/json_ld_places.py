"""Where things of schema.org take place, and whether there is a place to go to."""

import re

from catalogue.submissions.readers import places
from catalogue.submissions.readers.json_ld_things import Thing
from catalogue.submissions.readers.plain_text import one_line, plain_text

_MODES = {"onsite": "Präsenz", "präsenz": "Präsenz", "online": "Online", "blended": "Hybrid", "hybrid": "Hybrid"}
_ATTENDANCE = {"Offline": "Präsenz", "Online": "Online", "Mixed": "Hybrid"}


def place_cells(sources: list[Thing]) -> tuple[dict[str, str], list[str]]:
    """Where an offer takes place; of several places the first. The houses and the other places are said in words."""
    channel = sources[0].thing("availableChannel")
    locations = [thing for source in sources for thing in source.things("location")]
    found: dict[tuple[tuple[str, str], ...], str] = {}
    is_online, accessible = bool(channel.text("serviceUrl")), ""
    for location in [*locations, *channel.things("serviceLocation")]:
        cells, house = _location(location)
        accessible = accessible or _accessible(location)
        if cells:
            found.setdefault(tuple(cells.items()), house)
        else:
            is_online = True
    first, notes = places.first_of(found)
    return {**first, "format": _form(sources, bool(first), is_online), "barrierefrei": accessible}, notes


def _location(location: Thing) -> tuple[dict[str, str], str]:
    """The cells of a place and the name of its house; no cells where it is online."""
    name = one_line(location.text("name"))
    if "VirtualLocation" in location.types or places.is_online(name):
        location.texts("url")
        return {}, ""
    address = location.thing("address")
    locality = one_line(address.text("addressLocality"))
    street, code = one_line(address.text("streetAddress")), one_line(address.text("postalCode"))
    address.texts("addressCountry", "addressRegion")
    if not locality:
        return places.line_cells(plain_text(address.text("name")) or street or name)
    cells = places.address_cells(locality, code, street, name)
    is_the_place = name in ("", locality) or name.endswith(f" ({locality})")
    return cells, "" if is_the_place else name


def _form(sources: list[Thing], is_somewhere: bool, is_online: bool) -> str:
    """As it is said, else as its places are."""
    modes = {_MODES.get(mode.casefold(), "") for source in sources for mode in source.texts("courseMode")}
    for source in sources:
        attendance = re.search("(Offline|Online|Mixed)EventAttendanceMode", source.text("eventAttendanceMode"))
        modes.add(_ATTENDANCE[attendance[1]] if attendance else "")
    if not modes - {""}:
        modes = {"Präsenz"} & {"Präsenz" if is_somewhere else ""} | {"Online"} & {"Online" if is_online else ""}
    modes -= {""}
    return "Hybrid" if len(modes) > 1 else next(iter(modes), "")


def _accessible(location: Thing) -> str:
    for feature in location.things("amenityFeature"):
        if re.search(r"barrierefrei|rollstuhl|wheelchair", feature.text("name"), re.IGNORECASE):
            return "nein" if feature.text("value").casefold() in ("false", "nein", "no", "0") else "ja"
    return ""
