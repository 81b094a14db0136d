"""Einfache Sprache: short sentences, no abbreviations, and the very facts of the usual answer."""

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from actions.answers.offer import more_facts, offer_facts
from actions.answers.texts import LANGUAGES, PLAIN, Texts, texts_in
from bot.training import PROJECT
from catalogue.models import Offer, Provider
from catalogue.region import load_region
from catalogue.search import Hit
from catalogue.values import FORMATS, STATUSES, WEEKDAYS
from tests.actions.test_offer import TEXTS, an_offer

PLAIN_TEXTS = texts_in(PLAIN, yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8")), load_region())
PACK: dict[str, Any] = yaml.safe_load((LANGUAGES / f"{PLAIN}.yml").read_text(encoding="utf-8"))
MOST_WORDS = 12
ABBREVIATION = re.compile(r"\b(?:Tel|z\. ?B|u\. ?a|d\. ?h|usw|etc|ggf|bzw|ca|evtl|inkl|max|mind|Nr|Std|Str)\.|\bkm\b|€")

RESPONSES = ("utter_offer", "utter_detail", "utter_contact")
# What a person writes down, calls or pays.
FACTS = {
    "dates": re.compile(r"\d\d\.\d\d\.\d{4}"),
    "weekdays": re.compile(r"\b\w+tag\b|\bMittwoch\b"),
    "clock times": re.compile(r"\d\d:\d\d"),
    "prices": re.compile(r"\d+,\d\d"),
    "addresses": re.compile(r"\S+@[^\s,]+|https?://[^\s,]+"),
    "numbers": re.compile(r"\d+"),
}


def texts_of_the_pack() -> Iterator[Any]:
    yield pytest.param(PACK["introduction"], id="introduction")
    for part in ("responses", "labels", "values"):
        yield from (pytest.param(_filled(str(text)), id=str(name)) for name, text in PACK[part].items())


def _filled(text: str) -> str:
    return re.sub(r"\{\w+\}", "Wort", text)


def sentences(text: str) -> list[str]:
    """Sentences, and lines of a list."""
    return [part for part in re.split(r"(?<=[.!?])\s+|\n", text) if part.strip()]


@pytest.mark.parametrize("text", texts_of_the_pack())
def test_a_sentence_is_short(text: str) -> None:
    assert [sentence for sentence in sentences(text) if len(sentence.split()) > MOST_WORDS] == []


@pytest.mark.parametrize("text", texts_of_the_pack())
def test_nothing_is_abbreviated(text: str) -> None:
    assert ABBREVIATION.findall(text) == []


@pytest.mark.parametrize(
    "text",
    ["Tel. 1", "9 km", "74,50 €", "z. B. Yoga", "z.B. Yoga", "Yoga usw.", "ggf. abends", "Kurs bzw. Treff", "ca. 9"],
)
def test_abbreviations_are_noticed(text: str) -> None:
    assert ABBREVIATION.search(text)


@pytest.mark.parametrize("response", RESPONSES)
def test_no_answer_about_an_offer_has_an_abbreviation(response: str) -> None:
    offer = an_offer(
        cost=74.5, begins=date(2027, 2, 1), ends=date(2027, 3, 1), weekdays=("Mo",), starts_at=time(18), format="Hybrid",
        age_from=6,
    )  # fmt: skip
    assert ABBREVIATION.findall(said(PLAIN_TEXTS, response, Hit(offer, 9.2))) == []


def said(texts: Texts, response: str, hit: Hit) -> str:
    blanks = {"number": 1, "description": hit.offer.text.description, "facts": more_facts(hit.offer, texts)}
    return texts.say(response, **{**blanks, **offer_facts(hit, texts)})


NAMES = st.text("abcdeäöüßABCDEÄÖÜ -.&/{}0123456789", min_size=3, max_size=20)
PHONES = st.from_regex(r"0\d{3,4} \d{4,7}", fullmatch=True)
EMAILS = st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.example", fullmatch=True)
URLS = st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9]{0,8}", fullmatch=True)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
CLOCKS = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
OFFERS = st.builds(
    lambda text, values, provider: an_offer(text, provider=Provider(slug="x", name=provider), **values),
    st.fixed_dictionaries(
        {},
        optional={
            "contact_person": st.none() | NAMES,
            "phone": st.none() | PHONES,
            "email": st.none() | EMAILS,
            "url": st.none() | URLS,
            "cost_note": st.none() | NAMES,
            "registration": st.none() | NAMES,
            "row": st.integers(2, 999),
        },
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "title": NAMES,
            "kind": st.sampled_from(["Kurs", "Veranstaltung"]),
            "age_from": st.none() | st.integers(0, 99),
            "age_to": st.none() | st.integers(0, 99),
            "place": st.none() | NAMES,
            "municipality": NAMES,
            "format": st.sampled_from(FORMATS),
            "begins": st.none() | DAYS,
            "ends": st.none() | DAYS,
            "weekdays": st.lists(st.sampled_from(WEEKDAYS), unique=True).map(tuple),
            "starts_at": st.none() | CLOCKS,
            "ends_at": st.none() | CLOCKS,
            "cost": st.none() | st.decimals(0, 9999, places=2).map(float),
            "status": st.sampled_from(STATUSES),
            "confirmed": DAYS,
        },
    ),
    NAMES,
)
HITS = st.builds(Hit, OFFERS, st.none() | st.floats(0, 60))


def names_in(offer: Offer, text: str) -> set[str]:
    """Of the words of an offer that have to stand as they are those that a text has."""
    own = (
        offer.title, offer.provider.name, offer.place, offer.municipality, offer.text.contact_person, offer.text.phone,
        offer.text.email, offer.text.url, offer.text.cost_note, offer.text.registration, offer.text.description,
    )  # fmt: skip
    return {name for name in own if name and name in text}


@pytest.mark.parametrize("response", RESPONSES)
@given(hit=HITS)
def test_names_and_contacts_are_those_of_the_usual_answer(response: str, hit: Hit) -> None:
    usual, plain = said(TEXTS, response, hit), said(PLAIN_TEXTS, response, hit)
    assert names_in(hit.offer, usual) <= names_in(hit.offer, plain)


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("response", RESPONSES)
@given(hit=HITS)
def test_figures_are_those_of_the_usual_answer_in_the_same_order(response: str, fact: str, hit: Hit) -> None:
    usual, plain = said(TEXTS, response, hit), said(PLAIN_TEXTS, response, hit)
    assert FACTS[fact].findall(plain) == FACTS[fact].findall(usual)
