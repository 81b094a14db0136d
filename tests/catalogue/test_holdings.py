"""Staff find every offer, whatever has become of it."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from catalogue.editing import edit, withdraw
from catalogue.holdings import ONLINE, STATES, Selection, all_held, choices, held, standing
from catalogue.notices import report
from catalogue.region import Region
from catalogue.submissions.load import LoadReport
from tests.catalogue.offers import row
from tests.catalogue.test_editing import NOW

Load = Callable[..., LoadReport]
FULL = {"telefon": "05151 1", "kosten": "5", "beginn": "2027-02-01"}


@pytest.fixture
def look(engine: Engine, region: Region) -> Callable[..., list[str]]:
    def run(limit: int = 50, offset: int = 0, **chosen: str) -> list[str]:
        with Session(engine) as session:
            found = held(session, Selection(**chosen), region, NOW.date(), limit=limit, offset=offset)
            everything = [offer.reference for offer in all_held(session, Selection(**chosen), region, NOW.date())]
            assert len(everything) == found.total
            references = [offer.reference for offer in found.offers]
            assert references == everything[offset : offset + limit]
            return references

    return run


@pytest.fixture
def catalogue(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([
        row("full", titel="Ärgerlos lernen", **FULL), row("over", **{**FULL, "beginn": "2026-01-01", "ende": "2026-02-01"}),
        row("old", stand="2020-01-01", **FULL), row("late", stand="2026-02-01", **FULL), row("gone", **FULL),
        row("off", status="abgesagt", **FULL), row("mute", **{**FULL, "telefon": ""}), row("priceless", **{**FULL, "kosten": ""}),
        row("dateless", **{**FULL, "beginn": ""}), row("mended", **FULL), row("torn", **FULL),
    ])  # fmt: skip
    withdraw(engine, "kulturhaus-muster/gone", NOW)
    for key in ("mended", "torn"):
        edit(engine, f"kulturhaus-muster/{key}", {"telefon": "05151 2"}, region, NOW)
    load_rows([row("torn", **{**FULL, "telefon": "05151 3"})])
    report(engine, "kulturhaus-muster/full", "Ort", "", NOW)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("abgelaufen", {"over"}), ("zurueckgezogen", {"gone"}), ("nachfrage", {"old"}), ("ueberfaellig", {"old", "late"}),
        ("ohne-kontakt", {"mute"}), ("ohne-kosten", {"priceless"}), ("ohne-termin", {"dateless"}), ("konflikt", {"torn"}),
        ("berichtigt", {"mended", "torn"}), ("hinweis", {"full"}),
        ("verzeichnis", {"full", "late", "mute", "priceless", "dateless", "mended", "torn"}),
    ],
)  # fmt: skip
def test_every_state_finds_its_offers(
    look: Callable[..., list[str]], catalogue: None, engine: Engine, region: Region, state: str, expected: set[str]
) -> None:
    assert set(look(state=state)) == expected
    with Session(engine) as session:
        assert held(session, Selection(), region, NOW.date(), limit=1).counts[state] == len(expected)


def test_all_states_are_tried_above(catalogue: None, look: Callable[..., list[str]]) -> None:
    assert set().union(*(look(state=state) for state in STATES)) == set(look()) - {"off"}
    assert look(status="abgesagt") == ["off"]


def test_how_an_offer_stands(catalogue: None, engine: Engine, region: Region) -> None:
    with Session(engine) as session:
        offers = all_held(session, Selection(), region, NOW.date())
        found = {offer.reference: standing(offer, region, NOW.date()) for offer in offers}
    assert (found["full"], found["over"], found["gone"]) == ("im Verzeichnis", "abgelaufen", "zurückgezogen")
    assert (found["old"], found["late"], found["off"]) == ("nur auf Nachfrage", "überfällig", "nicht gezeigt")


@pytest.mark.parametrize("text", ["ärgerlos", "ÄRGER", "Lernen ärgerlos", "full", "kulturhaus Ärger", "muster/full"])
def test_words_are_found_in_title_provider_and_key(look: Callable[..., list[str]], catalogue: None, text: str) -> None:
    assert look(text=text) == ["full"]


@pytest.mark.parametrize("text", ["%", "_", "100 %", "'", '"', "\\", "t:x", "❤"])
def test_signs_with_a_meaning_of_their_own_have_none(
    look: Callable[..., list[str]], catalogue: None, text: str
) -> None:
    assert look(text=text) == []


def test_keywords_are_found_in_any_form(look: Callable[..., list[str]], load_rows: Load) -> None:
    load_rows([row("1", themen="Töpferkurse"), row("2", themen="Chor")])
    assert look(text="Töpferkurs") == ["1"]


def test_order_and_pages(look: Callable[..., list[str]], load_rows: Load) -> None:
    load_rows([
        row("1", titel="b", stand="2027-01-03", beginn="2027-03-01"), row("2", titel="A", stand="2027-01-02", anbieter="Zett"),
        row("3", titel="c", stand="2027-01-01", beginn="2027-02-01"),
    ])  # fmt: skip
    assert look() == ["2", "1", "3"]
    assert look(sort="anbieter") == ["1", "3", "2"]
    assert look(sort="bestaetigt") == ["3", "2", "1"]
    assert look(sort="beginn") == ["3", "1", "2"]
    assert look(limit=2, offset=2) == ["3"]


def test_what_may_be_chosen(look: Callable[..., list[str]], load_rows: Load, engine: Engine) -> None:
    load_rows([row("1", ort="Groß Berkel"), row("2", anbieter="Anderer", ort="", format="Online")])
    with Session(engine) as session:
        found = choices(session)
    assert found.providers == [("anderer", "Anderer"), ("kulturhaus-muster", "Kulturhaus Muster")]
    assert list(found.places) == ["Aerzen"]
    assert (look(place="Aerzen"), look(place=ONLINE), look(provider="anderer")) == (["1"], ["2"], ["2"])
