"""Facts of a region that every sentence of the assistant may be filled with."""

from catalogue.region import Region

# The numbers in the answer to people in danger, by the names of the region's entries in `responsible.yml`.
HELP_LINES = {
    "phone_rescue": "notrufnummer",
    "phone_police": "polizeinotruf",
    "phone_seelsorge": "telefonseelsorge",
    "phone_seelsorge_2": "zweite telefonseelsorge",
    "phone_women": "hilfetelefon",
    "phone_youth": "kinder- und jugendtelefon",
}


def office_facts(region: Region) -> dict[str, str]:
    """The region and its office."""
    office = region.office
    return {
        "region": region.name,
        "town": region.gazetteer.municipalities[0].name,
        "office_name": office.name,
        "office_phone": office.phone,
        "office_email": office.email,
        "office_address": office.address,
        "office_hours": office.hours,
    }


def facts_of(region: Region) -> dict[str, str]:
    """All of them, by the names of the blanks."""
    numbers = {name: region.responsible[entry].phone or "" for name, entry in HELP_LINES.items()}
    return {**office_facts(region), **numbers}
