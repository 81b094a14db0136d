"""The texts of `domain.yml`, and the facts of the region with which they are filled."""

from collections.abc import Mapping
from typing import Any

from catalogue.region import Region


def say(domain: Mapping[str, Any], response: str, region: Region, **values: Any) -> str:
    """The text of a response, filled in. Facts of the office may be used in every text."""
    text = domain["responses"][response][0]["text"]
    return str(text).format(**{**office_facts(region), **values})


def office_facts(region: Region) -> dict[str, str]:
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
