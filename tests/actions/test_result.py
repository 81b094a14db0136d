"""A search result as an answer: headline, offers, question, buttons, data."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from actions.answers.offer import card_lines, links
from actions.answers.result import button, result_buttons, result_payload, result_text
from catalogue.listing import Choice
from catalogue.narrow import Option, Question
from catalogue.permalink import from_query
from catalogue.region import Region, load_region
from catalogue.search import Hit, Nearby, Result, search
from catalogue.wish import Wish
from tests.actions.test_offer import TEXTS, an_offer
from tests.catalogue.offers import row
from tests.catalogue.test_listing import any_catalogue, as_in_the_chat, asked, listed, offers
from tests.catalogue.test_search_properties import TODAY, Catalogue

YOGA = Wish(topic="yoga", place=("Hameln",))
HIT = Hit(an_offer(), 0.0)


def result(total: int, wish: Wish = YOGA, relaxed: tuple[str, ...] = (), **values: Any) -> Result:
    return Result(wish, relaxed, total, (HIT,) * min(total, 5), **values)


def headline(found: Result, region: Region, offset: int = 0) -> str:
    return result_text(TEXTS, found, region, offset).splitlines()[0]


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (result(1), "Ich habe ein Angebot gefunden (Yoga, in Hameln):"),
        (result(3), "Ich habe 3 Angebote gefunden (Yoga, in Hameln):"),
        (result(9), "Ich habe 9 Angebote gefunden (Yoga, in Hameln). Hier sind die 5, die am besten passen:"),
        (
            result(2, Wish(topic="yoga", free=True), ("free",)),
            "Genau so habe ich nichts gefunden (Yoga, kostenlos). Ohne die Bedingung „kostenlos“ gibt es 2 Angebote:",
        ),
        (
            result(1, relaxed=("place",), nearby=(Nearby("Aerzen", 9.0, 1),)),
            "In Hameln habe ich dazu kein Angebot gefunden (Yoga, in Hameln). 9 km weiter in Aerzen: 1:",
        ),
        (
            result(1, Wish(topic="yoga", place=("Hameln",), time="abends"), ("time", "place"), nearby=(Nearby("Aerzen", 9.0, 1),)),
            "In Hameln habe ich dazu kein Angebot gefunden (Yoga, in Hameln, abends). Ohne die Tageszeit gibt es ein"
            " Angebot. 9 km weiter in Aerzen: 1:",
        ),
    ],
)  # fmt: skip
def test_the_headline(found: Result, line: str, region: Region) -> None:
    assert headline(found, region) == line


def test_nothing_at_all_names_the_office(region: Region) -> None:
    text = headline(result(0), region)
    assert region.office.phone in text
    assert "Yoga, in Hameln" in text


def test_a_later_page_says_where_it_stands(region: Region) -> None:
    page = Result(YOGA, (), 7, (HIT, HIT))
    assert headline(page, region, 5) == "Angebot 6 bis 7 von 7 (Yoga, in Hameln):"


def test_offers_are_numbered_on_through_the_pages(region: Region) -> None:
    text = result_text(TEXTS, Result(YOGA, (), 7, (HIT, HIT)), region, 5)
    assert re.findall(r"^(\d+)\. ", text, re.MULTILINE) == ["6", "7"]


def test_no_placeholder_is_left_unfilled(region: Region) -> None:
    question = Question("place", (Option("Hameln", 3), Option("Aerzen", 2)))
    assert not re.search(r"[{}]", result_text(TEXTS, result(9, question=question), region))


@pytest.mark.parametrize("key", ["place", "level", "audience", "kind", "time", "free", "format"])
def test_every_narrowing_question_has_a_text(key: str, region: Region) -> None:
    text = result_text(TEXTS, result(9, question=Question(key, (Option("A1", 3),))), region)
    assert text.splitlines()[-1].endswith("?")


def test_answers_to_the_question_are_buttons_with_counts() -> None:
    found = result(9, question=Question("place", (Option("Hameln", 3), Option("Bad Münder am Deister", 2))))
    assert result_buttons(TEXTS, found, None, has_more=False) == [
        {"title": "Hameln (3)", "payload": '/refine{"place": "Hameln"}'},
        {"title": "Bad Münder am Deister (2)", "payload": '/refine{"place": "Bad Münder am Deister"}'},
    ]


def test_levels_come_in_their_order() -> None:
    found = result(9, question=Question("level", (Option("B1", 5), Option("Alphabetisierung", 1), Option("A1", 2))))
    titles = [item["title"] for item in result_buttons(TEXTS, found, None, has_more=False)]
    assert titles == ["Alphabetisierung (1)", "A1 (2)", "B1 (5)"]


def test_the_next_page_and_a_second_wish_are_buttons() -> None:
    assert result_buttons(TEXTS, result(9), "pilates", has_more=True) == [
        {"title": "Weitere zeigen", "payload": "/more"},
        {"title": "Auch nach „Pilates“ suchen", "payload": '/search{"topic": "pilates"}'},
    ]


def test_one_page_without_a_question_has_no_buttons() -> None:
    assert result_buttons(TEXTS, result(3), None, has_more=False) == []


def test_a_payload_can_be_read_back() -> None:
    sent = button("x", "refine", {"place": "Groß „Berkel“"})["payload"]
    assert json.loads(sent.removeprefix("/refine")) == {"place": "Groß „Berkel“"}


def payload(found: Result, offset: int = 0) -> dict[str, Any]:
    return result_payload(found, TEXTS, "Davor", "Danach", offset)


def test_data_of_an_answer() -> None:
    data = payload(result(7, Wish(topic="yoga", from_day="2027-02-01"), ("from_day",)))
    assert (data["type"], data["total"], data["relaxed"], len(data["offers"])) == ("offers", 7, ["from"], 5)
    assert data["query"]["from"] == "2027-02-01"


def test_data_have_every_key_of_the_interface() -> None:
    expected = """topic area kind audience place radius_km level languages age free format time weekdays from until
        childcare accessible women_only provider exclude""".split()
    assert set(expected) <= set(payload(result(0))["query"])


def test_an_empty_answer_has_empty_lists() -> None:
    data = payload(result(0))
    assert (data["total"], data["offers"], data["relaxed"], data["list"]) == (0, [], [], None)


def test_data_say_what_stands_around_the_offers_and_count_on_through_the_pages() -> None:
    data = payload(Result(YOGA, (), 7, (HIT, HIT)), 5)
    assert (data["before"], data["after"], data["first"]) == ("Davor", "Danach", 6)
    assert payload(result(3))["first"] == 1


def test_offers_carry_what_a_card_shows() -> None:
    offer = payload(result(1))["offers"][0]
    assert offer["lines"] == card_lines(HIT, TEXTS)
    assert offer["links"] == links(HIT.offer, TEXTS)


def test_data_can_be_sent() -> None:
    data = payload(result(9, Wish(topic="yoga", place=("Hameln",), radius_km=5.0, exclude={"kind": ("Kurs",)})))
    assert json.loads(json.dumps(data)) == data


# --- the link to all offers


def test_an_answer_that_shows_everything_has_no_link_to_a_list() -> None:
    assert payload(result(5))["list"] is None


@pytest.mark.parametrize("found", [result(6), Result(YOGA, (), 7, (HIT, HIT))], ids=["first page", "last page"])
def test_an_answer_that_shows_some_links_to_all(found: Result) -> None:
    assert payload(found)["list"] == {
        "title": f"Alle {found.total} als Liste",
        "url": "/angebote?thema=yoga&ort=Hameln",
    }


def test_what_was_given_up_is_not_in_the_link_and_what_is_excluded_stays() -> None:
    wish = Wish(
        topic="nachhilfe", words=("mathematik",), place=("Hameln",), radius_km=15.0, kind="Kurs", time="abends",
        exclude={"place": ("Afferde",), "kind": ("Treff",)},
    )  # fmt: skip
    link = payload(result(9, wish, ("time", "kind", "place")))["list"]
    assert from_query(parse_qs(urlsplit(link["url"]).query), load_region()) == Choice(
        Wish(topic="nachhilfe", exclude={"place": ("Afferde",), "kind": ("Treff",)})
    )


@pytest.fixture(scope="module")
def catalogue(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with any_catalogue(region, tmp_path_factory.mktemp("random")) as found:
        yield found


@settings(max_examples=150)
@given(offers(), asked(), st.integers(1, 2))
def test_all_as_a_list_are_as_many_as_the_chat_said(
    catalogue: Catalogue, offers: list[dict[str, str]], wish: Wish, shown: int
) -> None:
    catalogue.hold(offers)
    region = catalogue.region
    with Session(catalogue.engine) as session:
        found = search(session, as_in_the_chat(wish, region), region, TODAY, limit=shown)
        link = payload(found)["list"]
    assert (link is None) == (found.total <= shown)
    if link:
        choice = from_query(parse_qs(urlsplit(link["url"]).query), region)
        listing = listed(catalogue, choice)
        assert link["title"] == f"Alle {listing.total} als Liste"
        assert listing.total == found.total
        assert {hit.offer.key for hit in found.hits} <= {hit.offer.key for hit in listing.hits}
        if not found.relaxed:
            assert [hit.offer.key for hit in listing.hits[:shown]] == [hit.offer.key for hit in found.hits]


def test_words_that_are_found_only_elsewhere_do_not_make_the_list_shorter_than_it_says(catalogue: Catalogue) -> None:
    catalogue.hold([
        row("maths", titel="Nachhilfe Mathe", ort="Hameln"), row("1", titel="Nachhilfe", ort="Hameln"),
        row("2", titel="Nachhilfe", ort="Bad Pyrmont"),
    ])  # fmt: skip
    with Session(catalogue.engine) as session:
        wish = Wish(topic="nachhilfe", words=("mathematik",), place=("Aerzen",))
        found = search(session, wish, catalogue.region, TODAY, limit=1)
        assert (found.relaxed, found.total) == (("place",), 3)
        link = payload(found)["list"]
    assert listed(catalogue, from_query(parse_qs(urlsplit(link["url"]).query), catalogue.region)).total == 3
