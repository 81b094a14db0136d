"""The pages over HTTP: safe, linked, readable without scripts, and never a riddle for the visitor."""

import gzip
import json
import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from catalogue.notices import LONGEST, SUBJECTS
from catalogue.permalink import NAMES, offer_link
from tests.bot.pages.conftest import TOWN, Pages, row
from tests.bot.pages.html import Page

COURSE = "/angebote/volkshochschule-weserbogen/D-101"
EVERY_PAGE = [
    "/",
    "/angebote",
    "/angebote?ort=Hameln&bereich=Sprachbildung",
    "/angebote?thema=gibtesnicht",
    "/angebote?ort=Hamlen",
    "/angebote?druck=ja",
    COURSE,
    f"{COURSE}?hinweis=danke",
    "/chat.html",
    "/impressum",
    "/datenschutz",
    "/barrierefreiheit",
]
LEGAL = ("/impressum", "/datenschutz", "/barrierefreiheit")
FAULTS = ["/gibtesnicht", "/angebote/niemand/nichts", "/kalender/niemand/nichts", "/hinweis"]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
}


def page(pages: Pages, path: str) -> Page:
    answer = pages.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return Page(answer.text)


def policy(answer: httpx.Response) -> dict[str, str]:
    directives = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in directives}


# --- every page


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_every_page_is_there_and_allows_only_what_is_its_own(path: str, pages: Pages) -> None:
    answer = pages.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    ancestors = f"'self' {TOWN}" if path == "/chat.html" else "'none'"
    assert policy(answer) == {**POLICY, "frame-ancestors": ancestors}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", FAULTS)
def test_a_page_that_is_none_is_as_strict(path: str, pages: Pages) -> None:
    assert policy(pages.get(path)) == {**POLICY, "frame-ancestors": "'none'"}


@pytest.mark.parametrize("path", EVERY_PAGE + FAULTS)
def test_no_page_has_scripts_or_styles_in_it(path: str, pages: Pages) -> None:
    """Whoever smuggled one in would find that it does not run; ours would not either."""
    found = Page(pages.get(path).text)
    for element in found.elements:
        assert element.tag != "style"
        assert "style" not in element.attributes
        assert [name for name in element.attributes if name.startswith("on")] == []
        assert not element["href"].lower().startswith(("javascript:", "data:"))
    for script in found.all("script"):
        assert script["src"].startswith("/") or script["type"] == "application/ld+json"


@pytest.mark.parametrize("path", EVERY_PAGE + FAULTS)
def test_no_page_loads_anything_from_elsewhere(path: str, pages: Pages) -> None:
    loaded = list(Page(pages.get(path).text).loaded())
    assert loaded
    for address in loaded:
        assert urljoin("http://here/", address).startswith("http://here/")
        assert pages.get(address).status_code == 200


@pytest.mark.parametrize("path", EVERY_PAGE + FAULTS)
def test_every_page_has_a_language_a_title_and_one_main_heading(path: str, pages: Pages) -> None:
    found = Page(pages.get(path).text)
    assert found.one("html")["lang"] == "de"
    assert pages.region.name in found.one("title").text
    assert len(found.all("h1")) == 1
    identifiers = [element["id"] for element in found.elements if element["id"]]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("path", EVERY_PAGE + FAULTS)
def test_every_field_has_a_label(path: str, pages: Pages) -> None:
    found = Page(pages.get(path).text)
    labelled = {label["for"] for label in found.all("label")}
    fields = [element for element in found.elements if element.tag in ("input", "select", "textarea")]
    assert [field for field in fields if field["type"] != "hidden" and field["id"] not in labelled] == []


def test_a_form_tells_the_service_from_which_page_it_was_sent(pages: Pages) -> None:
    """With "no-referrer" browsers call the origin of a form "null", and it would be refused."""
    assert pages.get(COURSE).headers["Referrer-Policy"] in ("same-origin", "strict-origin", "origin")


def within(pages: Pages, path: str) -> Iterator[str]:
    """The links of a page that lead to pages of ours."""
    answer = pages.get(path)
    assert answer.status_code == 200, path
    if answer.headers["Content-Type"].startswith("text/html"):
        found = Page(answer.text)
        for link in found.links():
            if link.startswith("#"):
                assert found.all("", id=link[1:]), f"{path}: {link} leads nowhere"
            elif not urlsplit(link).scheme:
                yield urljoin(path, link).partition("#")[0]


def test_every_link_leads_somewhere(pages: Pages) -> None:
    """All links of three pages, and a good part of the links of those."""
    seen = {"/", "/angebote", COURSE}
    for number, most in enumerate((1000, 200)):
        # What leads on to providers is asked for, but nobody follows it to them.
        ours = [path for path in sorted(seen) if not path.startswith("/weiter")]
        found = sorted({link for path in ours for link in within(pages, path)} - seen)
        assert len(found) > 50
        # Everything of the second level has been asked for by then; of the third it is a sample.
        seen = set(random.Random(number).sample(found, min(most, len(found))))
    for path in sorted(seen):
        assert pages.get(path).status_code == (303 if path.startswith("/weiter") else 200), path


# --- the homepage


def test_the_homepage_counts_what_there_is(pages: Pages) -> None:
    home, everything = page(pages, "/"), page(pages, "/angebote")
    total = everything.one("h2", class_="total").text.split()[0]
    assert f"{total} Angebote in der {pages.region.name}" in home.text
    for area in pages.region.areas:
        (tile,) = [link for link in home.all("a") if area.name in link.text and link["href"].startswith("/angebote?")]
        count = re.search(r"(\d+) Angebot", tile.text)
        assert count
        assert page(pages, tile["href"]).one("h2", class_="total").text.split()[0] == count[1]


def test_the_homepage_shows_what_begins_soon(pages: Pages) -> None:
    soon = page(pages, "/").all("article")
    assert 0 < len(soon) <= 4


def test_the_field_of_the_homepage_leads_to_the_list(pages: Pages) -> None:
    form = page(pages, "/").one("form", class_="search")
    assert (form["action"], form["method"]) == ("/angebote", "")
    answer = pages.get("/angebote", params={"suche": "Deutschkurs", "ort": "Hameln"})
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["ort"] == ["Hameln"]
    assert "D-101" in pages.get(answer.headers["Location"]).text


# --- the list

_NONSENSE = st.dictionaries(
    st.sampled_from(
        [*NAMES.values(), "wort", "preis", "wann", "veraltet", "nicht-ort", "seite", "suche", "druck", "x"]
    ),
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(
                ["-1", "0", "1e9", "99999", "９", "NaN", "inf", "31785", "Hameln", "Hameln,Aerzen", "2027-02-30", "ja"]
            ),
            st.sampled_from(["0001-01-01", "9999-12-31", "heute", "25", "A1", "Kurs", "\x00", "' OR 1=1 --", "%", "_"]),
        ),
        max_size=3,
    ),
    max_size=5,
)


@given(_NONSENSE)
@settings(max_examples=80)
def test_nonsense_in_an_address_never_fails(pages: Pages, parameters: dict[str, list[str]]) -> None:
    query = urlencode(parameters, doseq=True, errors="surrogatepass")
    for path in ("/angebote", "/angebote.ics"):
        answer = pages.get(f"{path}?{query}")
        assert answer.status_code in (200, 303), (path, query)


@pytest.mark.parametrize(
    "query",
    ["%", "%zz", "&&&", "=", "ort=%ff%fe", "ort=%ED%A0%80", "a" * 5000, "ort=" + "Hameln," * 500, "seite=" + "9" * 400],
    ids=lambda query: query[:12],
)
def test_an_address_that_no_program_would_write_never_fails(query: str, pages: Pages) -> None:
    assert pages.get(f"/angebote?{query}").status_code == 200


def test_an_address_that_is_too_long_is_refused_in_german(pages: Pages) -> None:
    answer = pages.get("/angebote?x=" + "a" * 20_000)
    assert 400 <= answer.status_code < 500
    assert "Das war zu viel auf einmal." in Page(answer.text).text


def test_an_unknown_place_is_named_and_a_known_one_suggested(pages: Pages) -> None:
    found = page(pages, "/angebote?ort=Hamlen")
    assert "Den Ort „Hamlen“ kenne ich nicht. Meinten Sie Hameln?" in found.text
    assert found.one("input", id="ort")["aria-describedby"] == "ort-fehler"
    assert found.one("input", id="ort")["value"] == "Hamlen"
    (meant,) = [link["href"] for link in found.all("a") if link.text == "Hameln" and "form" in link.inside]
    assert page(pages, meant).one("input", id="ort")["value"] == "Hameln"


def test_an_unknown_place_is_named_in_a_search_too(pages: Pages) -> None:
    found = page(pages, "/angebote?suche=Deutsch&ort=Atlantis")
    assert "Den Ort „Atlantis“ kenne ich nicht." in found.text


def test_where_nothing_is_found_the_page_says_without_what_there_would_be(pages: Pages) -> None:
    found = page(pages, "/angebote?thema=yoga&ort=Aerzen&niveau=C2&kinderbetreuung=ja")
    assert found.one("h2", class_="total").text.startswith("0 Angebote")
    assert pages.region.office.phone in found.text
    suggested = [link for link in found.all("a") if re.match(r"ohne |Ohne ", link.text)]
    assert suggested
    for link in suggested:
        count = re.search(r"(\d+) Angebot", link.text)
        assert count and count[1] != "0"
        assert page(pages, link["href"]).one("h2", class_="total").text.split()[0] == count[1]


def test_where_nothing_is_known_at_all_the_office_is_named(pages: Pages) -> None:
    found = page(pages, "/angebote?thema=unterwasserkorbflechten")
    assert found.one("h2", class_="total").text.startswith("0 Angebote")
    assert pages.region.office.phone in found.one("main").text


def test_pages_follow_each_other_to_the_end_and_show_every_offer_once(pages: Pages) -> None:
    path, shown, numbers = "/angebote", [], []
    while path:
        found = page(pages, path)
        shown += [link["href"] for link in found.all("a") if link["href"].startswith("/angebote/")]
        numbers.append(int(found.one("ol", class_="offers")["start"]))
        following = found.all("a", rel="next")
        path = following[0]["href"] if following else ""
    total = int(found.one("h2", class_="total").text.split()[0])
    assert len(shown) == len(set(shown)) == total
    assert numbers == list(range(1, total + 1, 20))
    assert f"Seite {len(numbers)} von {len(numbers)}" in found.text


def test_the_way_back_leads_over_the_same_pages(pages: Pages) -> None:
    second = page(pages, "/angebote?bereich=Sprachbildung&seite=2")
    (back,) = [link["href"] for link in second.all("a", rel="prev")]
    assert back == "/angebote?bereich=Sprachbildung"
    assert [link["href"] for link in page(pages, back).all("a", rel="next")] == [
        "/angebote?bereich=Sprachbildung&seite=2"
    ]


def test_behind_the_last_page_comes_the_last_page(pages: Pages) -> None:
    last = pages.get("/angebote?seite=99999", follow_redirects=True)
    assert Page(last.text).all("article")
    assert Page(last.text).all("a", rel="next") == []
    nothing = pages.get("/angebote?thema=gibtesnicht&seite=2")
    assert (nothing.status_code, nothing.headers["Location"]) == (303, "/angebote?thema=gibtesnicht")


def test_a_filter_leads_to_as_many_offers_as_it_says(pages: Pages) -> None:
    found = page(pages, "/angebote?bereich=Sprachbildung")
    filters = [
        (link["href"], int(count.text))
        for link, count in zip(
            [link for link in found.all("a") if "details" in link.inside and "li" in link.inside],
            [count for count in found.all("span", class_="count") if "details" in count.inside],
            strict=True,
        )
    ]
    assert len(filters) > 20
    for href, count in random.Random(1).sample(filters, 12):
        assert page(pages, href).one("h2", class_="total").text.split()[0] == str(count)


def test_what_is_chosen_can_be_given_up(pages: Pages) -> None:
    found = page(pages, "/angebote?bereich=Sprachbildung&ort=Hameln&zeit=abends")
    chips = [link for link in found.all("a") if "aufheben" in link.text and "details" not in link.inside]
    assert [re.sub(r"\s*×.*", "", link.text).strip() for link in chips[:-1]] == ["Sprachbildung", "In Hameln", "Abends"]
    assert chips[-1]["href"] == "/angebote"
    assert set(parse_qs(urlsplit(chips[1]["href"]).query)) == {"bereich", "zeit"}


# --- print and calendar


def test_the_print_view_has_everything_to_read_and_nothing_to_press(pages: Pages) -> None:
    found = page(pages, "/angebote?bereich=Sprachbildung&druck=ja")
    total = page(pages, "/angebote?bereich=Sprachbildung").one("h2", class_="total").text.split()[0]
    assert len(found.all("article")) == int(total) > 20
    assert found.all("script") == found.all("form") == found.all("bildungslotse-chat") == []
    assert "Kontakt: Tel. 05151" in found.text
    assert pages.region.office.phone in found.text
    assert found.links() == ["/angebote?bereich=Sprachbildung"]


def test_the_print_view_says_where_it_ends(pages: Pages) -> None:
    assert "Gedruckt werden die ersten 200." in page(pages, "/angebote?druck=ja").text


def test_the_dates_of_a_list_are_a_calendar(pages: Pages) -> None:
    (path,) = page(pages, "/angebote?bereich=Sprachbildung").links("Termine für den Kalender")
    answer = pages.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="angebote.ics"'
    events = Calendar.from_ical(answer.content).events
    assert len(events) > 10
    for event in events:
        assert event.errors == []
        link = urlsplit(event["url"])
        assert f"{link.scheme}://{link.netloc}" == str(pages.client.base_url).rstrip("/")
        assert pages.get(link.path).status_code == 200


def test_the_date_of_an_offer_is_a_calendar(pages: Pages) -> None:
    (path,) = page(pages, COURSE).links("In den Kalender übernehmen")
    (event,) = Calendar.from_ical(pages.get(path).content).events
    assert event["summary"] == "Deutsch von Anfang an – A1.1 am Vormittag"


def test_an_offer_without_a_date_has_none_for_a_calendar(pages: Pages) -> None:
    pages.add(row("IMMER"))
    assert page(pages, "/angebote/werkstatt-probe/IMMER").links("Kalender") == []


# --- an offer


def test_an_offer_is_told_as_data_too(pages: Pages) -> None:
    script = page(pages, COURSE).one("script", type="application/ld+json")
    data = json.loads(script.text)
    assert (data["@context"], data["@type"]) == ("https://schema.org", "Course")
    assert data["name"] == "Deutsch von Anfang an – A1.1 am Vormittag"
    assert data["url"] == str(pages.client.base_url).rstrip("/") + COURSE


def facts(reference: str, pages: Pages, **cells: str) -> dict[str, str]:
    """The facts on the page of an offer, by their headings, as they are read."""
    pages.add(row(reference, titel=f"Angebot {reference}", **cells))
    (offer,) = [offer for offer in pages.offers() if offer.reference == reference]
    found = page(pages, offer_link(offer.key))
    names = [" ".join(name.text.split()) for name in found.all("dt")]
    return dict(zip(names, (" ".join(value.text.split()) for value in found.all("dd")), strict=True))


def test_an_offer_says_all_that_is_known_of_whom_it_is_for_and_how_it_is_held(pages: Pages) -> None:
    found = facts(
        "gut-bekannt", pages, zielgruppen="Kinder|Frauen", nur_frauen="ja", alter_von="6", niveau="A1|A2",
        sprachen="Arabisch|Deutsch", kinderbetreuung="ja", barrierefrei="nein",
    )  # fmt: skip
    assert list(found)[3:] == [
        "Für wen", "Alter", "Niveau", "Sprachen", "Art", "Kinderbetreuung", "Barrierefrei"
    ]  # fmt: skip
    assert list(found.values())[3:] == [
        "Kinder, Frauen (nur für Frauen)", "ab 6 Jahren", "A1, A2", "Arabisch, Deutsch",
        "Kurs · Kultur und Freizeit", "ja", "nein",
    ]  # fmt: skip


def test_an_offer_does_not_say_what_is_not_known(pages: Pages) -> None:
    assert list(facts("kaum-bekannt", pages))[3:] == ["Art"]
    assert facts("nur-frauen", pages, nur_frauen="ja")["Für wen"] == "(nur für Frauen)"


def test_an_offer_that_is_over_says_so(pages: Pages) -> None:
    pages.add(row("VORBEI", titel="Herbstfest", beginn="2026-10-01", ende="2026-10-02"))
    found = page(pages, "/angebote/werkstatt-probe/VORBEI")
    assert "Dieses Angebot ist vorbei." in found.one("main").text
    assert found.all("script", type="application/ld+json") == []
    assert found.links("In den Kalender übernehmen") == []
    assert "Herbstfest" not in page(pages, "/angebote?anbieter=Werkstatt+Probe").text


def test_an_offer_that_is_overdue_says_to_call_first(pages: Pages) -> None:
    pages.add(row("ALT", titel="Töpfern im Speicher", bereich="Sprachbildung", stand="2026-09-01"))
    found = page(pages, "/angebote/werkstatt-probe/ALT")
    assert "Zuletzt bestätigt am 01.09.2026. Bitte rufen Sie vorher an." in found.one("main").text
    assert found.all("script", type="application/ld+json") != []
    assert "Töpfern im Speicher" in page(pages, "/angebote?anbieter=Werkstatt+Probe").text


def test_an_offer_that_is_outdated_is_on_its_page_and_in_the_list_on_request_only(pages: Pages) -> None:
    pages.add(row("URALT", titel="Stricken im Speicher", bereich="Sprachbildung", stand="2026-05-01"))
    found = page(pages, "/angebote/werkstatt-probe/URALT")
    assert "Diese Angaben hat seit Langem niemand bestätigt" in found.one("main").text
    assert found.all("script", type="application/ld+json") == []
    listing = page(pages, "/angebote?anbieter=Werkstatt+Probe")
    assert "Stricken im Speicher" not in listing.text
    assert "1 Eintrag fehlt hier" in listing.text
    (older,) = listing.links("Ältere Einträge ansehen")
    assert "Stricken im Speicher" in page(pages, older).text


def test_an_offer_that_is_cancelled_says_so(pages: Pages) -> None:
    pages.add(row("ABGESAGT", titel="Winterfest", beginn="2027-02-01", ende="2027-02-02", status="abgesagt"))
    found = page(pages, "/angebote/werkstatt-probe/ABGESAGT")
    assert "Dieses Angebot ist abgesagt." in found.one("main").text
    assert "Winterfest" not in page(pages, "/angebote?anbieter=Werkstatt+Probe").text
    assert "Winterfest" not in pages.get("/angebote.ics?anbieter=Werkstatt+Probe").text


@pytest.mark.parametrize(
    ("status", "sentence"), [("Warteliste", "Es gibt eine Warteliste."), ("ausgebucht", "Zurzeit ausgebucht.")]
)
def test_an_offer_without_a_free_place_says_so(status: str, sentence: str, pages: Pages) -> None:
    pages.add(row(f"VOLL-{status}", status=status))
    assert sentence in page(pages, f"/angebote/werkstatt-probe/VOLL-{status}").text


@pytest.mark.parametrize(
    "reference",
    [
        "A 1",
        "Frühjahr-Ü1",
        "2027/1",
        "a/b/c",
        "/anfang",
        "ende/",
        "//",
        "was?",
        "ort=Hameln&seite=2",
        "C#",
        "#1",
        "100%",
        "%41",
        "%2F",
        "%252F",
        "a..b",
        "../x",
        "../../etc/passwd",
        "a/../b",
        "a/./b",
        "x+y",
        "a;b",
        "<b>",
        "\"'",
        "日本",
        "🙂",
        "a\u00a0b",
        "\\",
        "~",
        "kalender",
        "...",
    ],
)
def test_every_offer_is_reached_from_the_list_whatever_its_key(reference: str, pages: Pages) -> None:
    provider = f"Probe {reference.encode().hex()[:20]}"
    pages.add(
        row(reference, titel="Seltsamer Schlüssel", anbieter=provider, beginn="2027-02-01", ende="2027-02-01"),
    )
    listed = page(pages, f"/angebote?anbieter={quote(provider)}")
    (link,) = listed.links("Seltsamer Schlüssel")
    # As a browser goes there: dots between slashes are gone before it asks.
    found = page(pages, urljoin(str(pages.client.base_url), link))
    assert found.one("h1").text == "Seltsamer Schlüssel"
    keys = {field["value"].partition("/")[2] for field in found.all("input", name="angebot")}
    assert keys == {reference.replace("\u00a0", " ")}
    (dates,) = found.links("In den Kalender übernehmen")
    assert pages.get(urljoin(str(pages.client.base_url), dates)).status_code == 200
    answer = pages.report(angebot=found.all("input", name="angebot")[-1]["value"], was="Kosten")
    assert answer.status_code == 303
    back = urljoin(str(pages.client.base_url), answer.headers["Location"])
    assert "Danke. Ihr Hinweis" in page(pages, back).text


_EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'</script><!--{{7*7}}"


def test_an_offer_with_markup_in_every_field_is_only_ever_text(pages: Pages) -> None:
    texts = ("titel", "beschreibung", "themen", "ansprechperson", "kosten_hinweis", "anmeldung", "strasse", "telefon")
    pages.add(
        row(
            _EVIL.replace("/", "|"),
            **{name: f"{name} {_EVIL}" for name in texts},
            anbieter=f"Böse {_EVIL}",
            url='https://boese.example/"><script>alert(3)</script>',
            beginn="2027-01-20",
            ende="2027-01-20",
            kosten="0",
        )
    )
    (offer,) = [offer for offer in pages.offers() if "alert(1)" in offer.title]
    provider = quote(f"Böse {_EVIL}")
    paths = [
        offer_link(offer.key),
        f"/angebote?anbieter={provider}",
        f"/angebote?anbieter={provider}&druck=ja",
        f"/angebote?thema={quote(_EVIL)}&ort={quote(_EVIL)}",
        "/angebote?von=2027-01-20&bis=2027-01-20",
        "/",
        f"/{quote(_EVIL)}",
    ]
    shown = 0
    for path in paths:
        found = Page(pages.get(path).text)
        shown += "alert(1)" in found.text
        for element in found.elements:
            assert element.tag != "img"
            assert [name for name in element.attributes if name.startswith("on")] == []
        for script in found.all("script"):
            assert script["src"].startswith("/widget/") or script["type"] == "application/ld+json"
            assert script["src"] or _EVIL in json.loads(script.text)["name"]
        assert "{{7*7}}" not in path or "49" not in found.one("title").text
        assert "<!--" not in pages.get(path).text
    assert shown >= 4


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,<script>", "ftp://boese.example", "//boese.example"]
)
def test_a_link_of_another_kind_is_none(url: str, pages: Pages) -> None:
    """Submissions refuse them; whatever is in the database all the same is not made a link."""
    pages.add(row("LINK", url="https://gut.example"))
    with closing(sqlite3.connect(pages.data_dir / "catalogue.db", timeout=10)) as connection, connection:
        connection.execute("UPDATE offer_texts SET url = ? WHERE url = 'https://gut.example'", (url,))
    assert url not in page(pages, "/angebote/werkstatt-probe/LINK").links()
    with closing(sqlite3.connect(pages.data_dir / "catalogue.db", timeout=10)) as connection, connection:
        connection.execute("UPDATE offer_texts SET url = 'https://gut.example' WHERE url = ?", (url,))


def digits(answer: httpx.Response) -> str:
    """All digits of an answer in a row; lines of a calendar are folded."""
    return re.sub(r"\D", "", answer.text.replace("\r\n ", ""))


def test_the_number_for_counsellors_is_nowhere(pages: Pages) -> None:
    pages.add(
        row(
            "INTERN",
            titel="Beratung mit Nummer",
            art="Beratung",
            telefon="05151 111-0",
            telefon_beratung="05151 999-8877",
            beginn="2027-01-13",
            ende="2027-01-13",
        )
    )
    of_the_provider = "anbieter=Werkstatt+Probe"
    paths = [
        "/",
        "/angebote/werkstatt-probe/INTERN",
        f"/angebote?{of_the_provider}",
        f"/angebote?{of_the_provider}&druck=ja",
        "/kalender/werkstatt-probe/INTERN",
        f"/angebote.ics?{of_the_provider}",
    ]
    for path in paths:
        answer = pages.get(path)
        assert "Beratung mit Nummer" in answer.text, path
        assert "9998877" not in digits(answer), path


def test_no_number_for_counsellors_of_the_whole_catalogue_is_anywhere(pages: Pages) -> None:
    with closing(sqlite3.connect(pages.data_dir / "catalogue.db")) as connection:
        kept = connection.execute("SELECT counsellor_phone FROM offer_texts WHERE counsellor_phone != ''").fetchall()
    numbers = {re.sub(r"\D", "", found) for (found,) in kept}
    assert len(numbers) > 1
    for path in ["/", "/angebote?druck=ja", "/angebote.ics", *(offer_link(offer.key) for offer in pages.offers())]:
        text = digits(pages.get(path))
        assert [number for number in numbers if number in text] == [], path


def test_the_number_for_counsellors_cannot_be_searched_for(pages: Pages) -> None:
    pages.add(row("GESUCHT", titel="Beratung ohne Treffer", telefon_beratung="05151 999-7766"))
    for query in ("suche=9997766", "suche=05151+999-7766", "thema=999-7766"):
        assert "Beratung ohne Treffer" not in pages.get(f"/angebote?{query}", follow_redirects=True).text


# --- notices


def test_a_notice_is_kept_without_phone_and_mail(pages: Pages) -> None:
    before = len(pages.notices())
    text = "Der Kurs kostet jetzt 45 Euro. Fragen: 0171 1234567 oder max@web.de, ab 12.02.2027"
    answer = pages.report(angebot="volkshochschule-weserbogen/D-101", was="Kosten", text=text)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{COURSE}?hinweis=danke#hinweis"
    (notice,) = pages.notices()[before:]
    assert (notice.offer_key, notice.about) == ("volkshochschule-weserbogen/D-101", "Kosten")
    assert notice.message == "Der Kurs kostet jetzt 45 Euro. Fragen: … oder …, ab 12.02.2027"
    assert notice.reported_at.date().isoformat() == "2027-01-11"
    assert notice.done_at is None


def test_whoever_sent_a_notice_is_thanked_and_can_load_the_page_again(pages: Pages) -> None:
    found = page(pages, f"{COURSE}?hinweis=danke")
    assert found.one("", role="status").text.startswith("Danke.")
    assert found.all("textarea") == []


def test_a_notice_need_not_have_a_text(pages: Pages) -> None:
    before = len(pages.notices())
    assert pages.report(angebot="volkshochschule-weserbogen/D-101", was=SUBJECTS[0]).status_code == 303
    assert [notice.message for notice in pages.notices()[before:]] == [""]


def test_a_program_that_fills_in_what_nobody_sees_is_not_heard_and_does_not_notice(pages: Pages) -> None:
    before = len(pages.notices())
    answer = pages.report(angebot="volkshochschule-weserbogen/D-101", was="Kosten", text="Kauft!", nachname="Bot")
    assert answer.status_code == 303
    assert len(pages.notices()) == before


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"was": ""}, "Bitte wählen Sie aus, was nicht stimmt."),
        ({}, "Bitte wählen Sie aus, was nicht stimmt."),
        ({"was": "Erfundenes"}, "Bitte wählen Sie aus, was nicht stimmt."),
        ({"was": SUBJECTS[-1], "text": "   "}, "Bitte schreiben Sie kurz, was nicht stimmt."),
        ({"was": "Kosten", "text": "x" * (LONGEST + 1)}, "Der Text ist zu lang. Möglich sind 1000 Zeichen."),
    ],
)
def test_a_notice_with_a_fault_is_shown_again_as_it_was_typed(
    form: dict[str, str], sentence: str, pages: Pages
) -> None:
    before = len(pages.notices())
    answer = pages.report(**{"angebot": "volkshochschule-weserbogen/D-101", "text": "Es ist anders <b>", **form})
    assert answer.status_code == 400
    found = Page(answer.text)
    assert found.one("", role="alert").text == sentence
    assert found.one("select", id="was")["aria-describedby"] == found.one("", role="alert")["id"]
    assert found.one("textarea").text == form.get("text", "Es ist anders <b>").strip()
    selected = [option.text for option in found.all("option") if "selected" in option.attributes]
    assert selected == [form["was"]] if form.get("was") in SUBJECTS else selected == []
    assert "open" in next(element for element in found.all("details")).attributes
    assert len(pages.notices()) == before


def test_a_notice_about_no_offer_is_none(pages: Pages) -> None:
    before = len(pages.notices())
    for key in ("", "niemand/nichts", "niemand", "/", "\x00"):
        assert pages.report(angebot=key, was="Kosten").status_code == 404
    assert len(pages.notices()) == before


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b'{"angebot": "a"}', "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"angebot=a", ""),
    ],
)
def test_what_is_no_form_is_refused(content: bytes, kind: str, pages: Pages) -> None:
    answer = pages.client.post("/hinweis", content=content, headers={"Content-Type": kind})
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_a_notice_from_a_foreign_page_is_refused(pages: Pages) -> None:
    before = len(pages.notices())
    form = {"angebot": "volkshochschule-weserbogen/D-101", "was": "Kosten"}
    answer = pages.client.post("/hinweis", data=form, headers={"Origin": "https://boese.example"})
    assert 400 <= answer.status_code < 500
    assert Page(answer.text).one("", role="alert").text
    assert len(pages.notices()) == before


def test_more_notices_than_a_class_would_send_are_refused_and_others_heard(pages: Pages) -> None:
    form = {"angebot": "volkshochschule-weserbogen/D-101", "was": "Kosten"}
    answers = [pages.report("203.0.113.1", **form) for _ in range(31)]
    assert [answer.status_code for answer in answers[:-1]] == [303] * 30
    assert answers[-1].status_code in (400, 429)
    assert "sehr viele Hinweise" in Page(answers[-1].text).one("", role="alert").text
    before = len(pages.notices())
    assert pages.report("203.0.113.1", **form).status_code == answers[-1].status_code
    assert len(pages.notices()) == before
    assert pages.report("203.0.113.2", **form).status_code == 303


# --- what is not there, and what is broken


@pytest.mark.parametrize(
    "path",
    [
        "/gibtesnicht",
        "/angebote/niemand/nichts",
        "/kalender/niemand/nichts",
        "/style.css",
        "/.env",
        "/widget/",
        "/../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/site.css",
    ],
)
def test_a_page_that_is_not_there_says_so_in_german(path: str, pages: Pages) -> None:
    answer = pages.get(path)
    assert answer.status_code == 404
    found = Page(answer.text)
    assert "Diese Seite gibt es nicht (mehr)." in found.one("main").text
    assert {"/", "/angebote"} <= set(found.links())
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/"), ("PUT", "/angebote"), ("GET", "/hinweis"), ("DELETE", COURSE)]
)
def test_another_method_is_refused_in_german(method: str, path: str, pages: Pages) -> None:
    answer = pages.client.request(method, path)
    assert answer.status_code == 405
    assert "So kann diese Seite nicht aufgerufen werden." in Page(answer.text).text


@pytest.fixture
def broken(pages: Pages) -> Iterator[None]:
    """A catalogue of which a table is missing for a while."""
    path = pages.data_dir / "catalogue.db"
    with closing(sqlite3.connect(path, timeout=10)) as connection, connection:
        connection.execute("ALTER TABLE offers RENAME TO offers_away")
    yield
    with closing(sqlite3.connect(path, timeout=10)) as connection, connection:
        connection.execute("ALTER TABLE offers_away RENAME TO offers")


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("path", ["/", "/angebote", "/angebote.ics", COURSE])
def test_a_catalogue_that_does_not_answer_is_excused_in_german(path: str, pages: Pages) -> None:
    answer = pages.get(path)
    assert answer.status_code == 503
    found = Page(answer.text)
    assert "Entschuldigung" in found.one("main").text
    assert pages.region.office.phone in found.one("main").text
    assert "sqlite" not in answer.text.lower()


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("path", ["/chat.html", *LEGAL, "/site.css"])
def test_what_needs_no_catalogue_is_there_all_the_same(path: str, pages: Pages) -> None:
    assert pages.get(path).status_code == 200


def test_pages_are_there_before_the_chat_is(pages: Pages) -> None:
    """The model of these tests never gets loaded."""
    answer = pages.get("/health")
    assert (answer.status_code, answer.json()) == (503, {"status": "starting"})
    assert pages.get("/angebote").status_code == 200


# --- files


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/site.css", "text/css; charset=utf-8"),
        ("/icon.svg", "image/svg+xml"),
        ("/widget/bildungslotse-chat.js", "text/javascript; charset=utf-8"),
        ("/widget/bildungslotse-chat.css", "text/css; charset=utf-8"),
    ],
)
def test_a_file_is_sent_once_and_then_only_asked_after(path: str, kind: str, pages: Pages) -> None:
    answer = pages.get(path)
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = pages.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == answer.headers["ETag"]
    assert pages.get(path, headers={"If-None-Match": '"anders"'}).status_code == 200


def test_other_homepages_may_load_the_chat_element(pages: Pages) -> None:
    answer = pages.get("/widget/bildungslotse-chat.js", headers={"Origin": TOWN})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/", "/angebote", "/site.css", "/widget/bildungslotse-chat.js"])
def test_what_is_large_comes_compressed_to_who_can_read_it(path: str, pages: Pages) -> None:
    plain = pages.get(path, headers={"Accept-Encoding": "identity"})
    packed = pages.get(path, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.num_bytes_downloaded < len(plain.content) / 2
    assert int(packed.headers["Content-Length"]) == packed.num_bytes_downloaded
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_the_first_load_of_the_list_is_small(pages: Pages) -> None:
    """For phones with little of a network: page, styles, scripts and what the chat element loads, all together."""
    answer = pages.get("/angebote")
    loaded = [path for path in Page(answer.text).loaded() if not path.endswith(".svg")]
    assert {"/site.css", "/widget/bildungslotse-chat.js"} == set(loaded)
    answers = [answer, *(pages.get(path) for path in [*loaded, "/widget/bildungslotse-chat.css"])]
    assert sum(one.num_bytes_downloaded for one in answers) <= 60_000
    assert sum(len(one.content) for one in answers) <= 150_000
    assert gzip.decompress(gzip.compress(answer.content)) == answer.content


# --- legal texts


@pytest.mark.parametrize("path", LEGAL)
def test_a_legal_text_names_the_office_and_leaves_no_gap(path: str, pages: Pages) -> None:
    office, found = pages.region.office, page(pages, path)
    main = " ".join(found.one("main").text.split())
    for fact in (office.name, office.phone, office.email):
        assert fact in main
    assert re.findall(r"\{\w*\}", main) == []


def test_every_page_leads_to_the_legal_texts(pages: Pages) -> None:
    for path in (path for path in EVERY_PAGE if "druck" not in path):
        assert set(LEGAL) <= set(page(pages, path).links())


def test_the_offices_own_text_goes_before_the_one_that_comes_along(pages: Pages) -> None:
    own = pages.data_dir / "pages" / "impressum.md"
    own.parent.mkdir()
    own.write_text("## Unser Impressum\n\n{office}, {phone}\n\n<script>alert(1)</script> {unbekannt}", encoding="utf-8")
    try:
        found = page(pages, "/impressum")
        assert "Unser Impressum" in [heading.text for heading in found.all("h2")]
        assert f"{pages.region.office.name}, {pages.region.office.phone}" in found.text
        assert [script["src"] for script in found.all("script")] == ["/widget/bildungslotse-chat.js"]
        assert "<script>alert(1)</script>" in found.text
    finally:
        own.unlink()
    assert "Unser Impressum" not in page(pages, "/impressum").text
