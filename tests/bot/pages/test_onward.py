"""On to the provider's own page: counted once, by a person, and never to anywhere else."""

from collections.abc import Iterator

import pytest

from bot.pages.site import Site
from catalogue.models import Offer
from catalogue.permalink import offer_link, onward_link
from catalogue.statistics import CLICK, HANDED_OVER, LIST_SEARCH, OFFER_OPENED, Tally
from tests.bot.pages.conftest import Pages, row
from tests.bot.pages.html import Page

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"}


@pytest.fixture(scope="module")
def offer(pages: Pages) -> Offer:
    return next(offer for offer in pages.offers() if offer.key.startswith("volkshochschule"))


@pytest.fixture
def tally(pages: Pages) -> Iterator[Tally]:
    """What is counted in one test."""
    pages.tally.take()
    yield pages.tally
    pages.tally.take()


def counted(tally: Tally) -> dict[tuple[str, str, str], int]:
    return {key[1:]: count for key, count in tally.take().uses.items()}


def test_a_click_leads_on_and_is_counted_once(pages: Pages, tally: Tally) -> None:
    pages.add(row("weiter", url="https://werkstatt.example/kurse?jahr=2027#anmelden"))
    answer = pages.get("/weiter?angebot=werkstatt-probe%2Fweiter", headers=PHONE)
    assert answer.status_code == 303
    assert answer.headers["location"] == "https://werkstatt.example/kurse?jahr=2027#anmelden"
    assert counted(tally) == {(CLICK, "werkstatt-probe", "Kultur und Freizeit"): 1}


def test_nobody_keeps_or_lists_the_way_on_and_the_provider_learns_nothing(pages: Pages) -> None:
    pages.add(row("weiter", url="https://werkstatt.example/"))
    headers = pages.get("/weiter?angebot=werkstatt-probe%2Fweiter").headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-robots-tag"] == "noindex"
    assert headers["referrer-policy"] == "no-referrer"
    assert "Disallow: /weiter" in pages.get("/robots.txt").text


@pytest.mark.parametrize(
    "query",
    ["", "?angebot=", "?angebot=gibt-es/nicht", "?angebot=https://anderswo.example", "?url=https://anderswo.example",
     "?angebot=//anderswo.example", "?angebot=%00", "?angebot=" + "x" * 3000],
)  # fmt: skip
def test_it_leads_nowhere_but_to_what_stands_in_the_catalogue(pages: Pages, tally: Tally, query: str) -> None:
    answer = pages.get(f"/weiter{query}")
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert counted(tally) == {}


def test_an_offer_without_an_own_page_leads_to_ours_and_counts_no_click(pages: Pages, tally: Tally) -> None:
    pages.add(row("ohne", url=""))
    answer = pages.get("/weiter?angebot=werkstatt-probe%2Fohne")
    assert (answer.status_code, answer.headers["location"]) == (303, "/angebote/werkstatt-probe/ohne")
    assert counted(tally) == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "TelegramBot (like TwitterBot)"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {**PHONE, "Sec-Purpose": "prefetch;prerender"},
        {**PHONE, "Purpose": "prefetch"},
    ],
)
def test_programs_and_browsers_that_only_look_ahead_are_not_counted(
    pages: Pages, tally: Tally, offer: Offer, headers: dict[str, str]
) -> None:
    for path in (onward_link(offer.key), offer_link(offer.key), "/angebote?bereich=Sprachbildung"):
        assert pages.get(path, headers=headers).status_code in (200, 303)
    assert counted(tally) == {}


def test_a_telephone_that_is_called_like_a_program_is_none(pages: Pages, tally: Tally, offer: Offer) -> None:
    pages.get(offer_link(offer.key), headers={"User-Agent": "Mozilla/5.0 (Linux; Android 9; CUBOT X19) Chrome/96.0"})
    assert sum(counted(tally).values()) == 1


def test_from_one_address_only_so_many_clicks_count_but_all_lead_on(pages: Pages, tally: Tally) -> None:
    pages.add(row("oft", url="https://werkstatt.example/"))
    found = [
        pages.get("/weiter?angebot=werkstatt-probe%2Foft", headers={"X-Forwarded-For": "2001:db8::abc"})
        for _ in range(130)
    ]
    assert {answer.status_code for answer in found} == {303}
    assert sum(counted(tally).values()) == 120


def test_an_offers_page_is_counted_and_links_by_way_of_ours(pages: Pages, tally: Tally) -> None:
    pages.add(row("seite", url="https://werkstatt.example/"))
    found = Page(pages.get("/angebote/werkstatt-probe/seite", headers=PHONE).text)
    (link,) = [link for link in found.all("a") if link.text == "Website"]
    assert link["href"] == "/weiter?angebot=werkstatt-probe%2Fseite"
    assert "nofollow" in link["rel"]
    assert counted(tally) == {(OFFER_OPENED, "werkstatt-probe", "Kultur und Freizeit"): 1}


def test_a_search_in_the_list_is_counted_by_whether_it_found_something(pages: Pages, tally: Tally) -> None:
    for path in ("/angebote?bereich=Sprachbildung", "/angebote?thema=raketentechnik"):
        pages.get(path)
    assert counted(tally) == {(LIST_SEARCH, "offered", ""): 1, (LIST_SEARCH, "nothing", ""): 1}


@pytest.mark.parametrize(
    "path", ["/angebote", "/angebote?bereich=Sprachbildung&seite=2", "/angebote?bereich=Sprachbildung&druck=ja", "/"]
)
def test_the_whole_list_further_pages_and_prints_are_no_searches(pages: Pages, tally: Tally, path: str) -> None:
    assert pages.get(path).status_code == 200
    assert counted(tally) == {}


def test_a_note_list_handed_over_is_counted_by_its_form(pages: Pages, tally: Tally, offer: Offer) -> None:
    listed = pages.note_lists.begin()
    pages.note_lists.keep(listed.id, offer.key)
    for ending in ("txt", "ics"):
        assert pages.get(f"/merkliste/{listed.id}/merkliste.{ending}").status_code == 200
    assert counted(tally) == {(HANDED_OVER, "text", "website"): 1, (HANDED_OVER, "dates", "website"): 1}


def test_watching_whether_the_service_lives_is_no_use_of_it(pages: Pages, tally: Tally) -> None:
    pages.get("/health")
    assert counted(tally) == {}


def test_pages_that_nobody_counts_on_count_for_nobody(pages: Pages) -> None:
    """A site without a tally of its own has one that nobody writes."""
    assert Site.__dataclass_fields__["tally"].default_factory is Tally
