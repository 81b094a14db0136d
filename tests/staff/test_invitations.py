"""Counsellors are invited in the pages as with `bildungslotse invite`; a code is shown once."""

import re

import pytest

from bot.counsellors import Counsellors
from staff.desk import Desk
from tests.staff.conftest import Person, text_of


def test_a_code_is_shown_once_and_works(client: Person, leader: Person, desk: Desk) -> None:
    page = text_of(client.post("/einladungen/", {"name": "  Frau   Muster "}))
    found = re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){3}", page)
    assert found and "Einladungscode für Frau Muster" in page
    assert found[0] not in client.get("/einladungen/").text
    counsellors = Counsellors(desk.stored, lambda: desk.clock().timestamp())
    assert counsellors.redeem(found[0], "web-1") == "Frau Muster"
    assert "benutzt" in text_of(client.get("/einladungen/"))
    trail = text_of(leader.get("/protokoll/"))
    assert "Bodo Lang Beratungskraft eingeladen Frau Muster" in trail and found[0] not in trail


def test_taken_back_it_ends_counsellor_mode_at_once(client: Person, desk: Desk) -> None:
    counsellors = Counsellors(desk.stored, lambda: desk.clock().timestamp())
    counsellors.redeem(counsellors.invite("Frau Muster"), "web-1")
    assert "ist zurückgenommen" in text_of(client.post("/einladungen/1/zuruecknehmen", page="/einladungen/"))
    assert counsellors.name_of("web-1") is None
    assert "gilt schon nicht mehr" in text_of(client.post("/einladungen/1/zuruecknehmen", page="/einladungen/"))


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\x07b"])
def test_a_name_that_is_none_is_refused(client: Person, desk: Desk, name: str) -> None:
    assert client.post("/einladungen/", {"name": name}).status_code == 422
    assert Counsellors(desk.stored).invitations() == []
