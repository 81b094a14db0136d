"""A search result as an answer: headline, offers, question, buttons, data."""

import json
import re
from typing import Any

import pytest

from actions.answers.result import button, result_buttons, result_payload, result_text
from catalogue.narrow import Option, Question
from catalogue.region import Region
from catalogue.search import Hit, Nearby, Result
from catalogue.wish import Wish
from tests.actions.test_offer import TEXTS, an_offer

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
    payload = button("x", "refine", {"place": "Groß „Berkel“"})["payload"]
    assert json.loads(payload.removeprefix("/refine")) == {"place": "Groß „Berkel“"}


def test_data_of_an_answer() -> None:
    data = result_payload(result(7, Wish(topic="yoga", from_day="2027-02-01"), ("from_day",)), TEXTS)
    assert (data["type"], data["total"], data["relaxed"], len(data["offers"])) == ("offers", 7, ["from"], 5)
    assert data["query"]["from"] == "2027-02-01"


def test_data_have_every_key_of_the_interface() -> None:
    expected = """topic area kind audience place radius_km level languages age free format time weekdays from until
        childcare accessible women_only provider exclude""".split()
    assert set(expected) <= set(result_payload(result(0), TEXTS)["query"])


def test_an_empty_answer_has_empty_lists() -> None:
    data = result_payload(result(0), TEXTS)
    assert (data["total"], data["offers"], data["relaxed"]) == (0, [], [])
