"""The note list on the pages: begun with one button, put in order, compared and handed over without any script."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
from icalendar import Calendar
from sqlalchemy.exc import OperationalError

from bot.handover import pdf
from bot.note_lists import KEPT_SECONDS, MOST_OFFERS, NoteLists
from bot.pages import note_list, noting
from catalogue.permalink import offer_link
from tests.bot.pages.conftest import TOWN, Pages, row
from tests.bot.pages.html import Page

GONE = "werkstatt-probe/WEG"
COURSE = "volkshochschule-weserbogen/D-101"
OTHERS = ("volkshochschule-weserbogen/D-104", "volkshochschule-weserbogen/D-112", "volkshochschule-weserbogen/D-130")


@pytest.fixture
def visitor(pages: Pages) -> Iterator[httpx.Client]:
    """A browser of its own, which keeps its cookies and comes from an address of its own."""
    headers = {"X-Forwarded-For": f"2001:db8:1::{next(pages.visitors):x}"}
    with httpx.Client(base_url=pages.client.base_url, timeout=30, headers=headers) as client:
        yield client


def keep(visitor: httpx.Client, *keys: str, **form: str) -> httpx.Response:
    for key in keys:
        answer = visitor.post("/merkliste", data={"angebot": key, **form})
    return answer


def address_of(visitor: httpx.Client) -> str:
    """The path of the visitor's own list."""
    answer = visitor.get("/merkliste")
    assert answer.status_code == 303
    return answer.headers["Location"]


def begun(visitor: httpx.Client, *keys: str) -> str:
    keep(visitor, *keys)
    return address_of(visitor)


def change(visitor: httpx.Client, address: str, what: str, key: str = "") -> httpx.Response:
    answer = visitor.post(address, data={"tun": what, "angebot": key})
    assert answer.status_code == 303, answer.text
    return answer


def listed(visitor: httpx.Client, address: str) -> list[str]:
    """The keys of the offers in the order in which they stand there."""
    forms = Page(visitor.get(address).text)
    return [field["value"] for field in forms.all("input", name="angebot")]


def body(answer: httpx.Response) -> str:
    return Page(answer.text).text.replace("\u00a0", " ")


# --- beginning


def test_an_offer_is_kept_with_one_button_and_the_way_goes_on_where_it_was(visitor: httpx.Client) -> None:
    found = Page(visitor.get(f"/angebote/{COURSE}").text)
    (form,) = found.all("form", class_="keep")
    assert (form["method"], form["action"]) == ("post", "/merkliste")
    fields = {
        field["name"]: field["value"] for field in found.all("input") if field["value"] and "form" in field.inside
    }
    answer = visitor.post("/merkliste", data=fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/angebote/{COURSE}#merken")
    after = Page(visitor.get(f"/angebote/{COURSE}").text)
    assert after.all("form", class_="keep") == []
    assert "Auf Ihrer Merkliste" in after.text
    assert after.links("Merkliste (1)") == ["/merkliste"]


def test_the_list_of_offers_has_a_button_at_each_and_comes_back_to_its_place(visitor: httpx.Client) -> None:
    path = "/angebote?bereich=Sprachbildung&ort=Hameln"
    found = Page(visitor.get(path).text)
    forms = found.all("form", class_="keep")
    assert len(forms) == len(found.all("article")) > 5
    key, back = (found.all("input", name=name)[2]["value"] for name in ("angebot", "zurueck"))
    answer = keep(visitor, key, zurueck=back)
    assert answer.headers["Location"] == f"{path}#platz-3"
    after = Page(visitor.get(path).text)
    assert len(after.all("form", class_="keep")) == len(forms) - 1
    assert after.all("li", id="platz-3")


def test_the_cookie_holds_nothing_but_the_list_and_is_for_the_server_alone(visitor: httpx.Client) -> None:
    answer = keep(visitor, COURSE)
    name, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert name == f"merkliste={address_of(visitor).removeprefix('/merkliste/')}"
    assert {part.lower() for part in attributes} == {
        "path=/",
        f"max-age={KEPT_SECONDS}",
        "httponly",
        "samesite=lax",
    }


def test_who_only_looks_gets_no_cookie(visitor: httpx.Client) -> None:
    for path in ("/", "/angebote", f"/angebote/{COURSE}", "/merkliste"):
        assert "Set-Cookie" not in visitor.get(path).headers


def test_without_a_list_the_page_says_how_to_begin_one(visitor: httpx.Client) -> None:
    answer = visitor.get("/merkliste")
    assert answer.status_code == 200
    assert "Auf Ihrer Merkliste steht noch nichts." in body(answer)


def test_only_offers_of_the_catalogue_are_kept(visitor: httpx.Client) -> None:
    assert keep(visitor, "werkstatt-probe/gibt-es-nicht").status_code == 404
    assert visitor.post("/merkliste").status_code == 404
    assert visitor.get("/merkliste").status_code == 200


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example/angebote",
        "https://evil.example/angebote",
        "/\\evil.example",
        "javascript:alert(1)",
        "/angebote\r\nX-Evil: 1",
        "/merkliste/fremd",
        "/hinweis",
        "http://[",
        "/angebote?" + "a" * 3000,
    ],
)
def test_the_way_back_never_leaves_our_pages(visitor: httpx.Client, back: str) -> None:
    answer = keep(visitor, COURSE, zurueck=back)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/angebote/{COURSE}")
    assert "X-Evil" not in answer.headers


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_other_sites_neither_keep_nor_change(visitor: httpx.Client, pages: Pages, origin: str) -> None:
    address = begun(visitor, COURSE)
    for path, form in (("/merkliste", {"angebot": OTHERS[0]}), (address, {"tun": "weg", "angebot": COURSE})):
        answer = visitor.post(path, data=form, headers={"Origin": origin})
        assert answer.status_code == 403
        assert "von unseren eigenen Seiten aus" in body(answer)
    assert listed(visitor, address) == [COURSE]


def test_a_full_list_says_so_and_keeps_what_it_has(visitor: httpx.Client, pages: Pages) -> None:
    keys = [offer.key for offer in pages.offers()[: MOST_OFFERS + 1]]
    answer = keep(visitor, *keys)
    assert answer.headers["Location"].endswith("?getan=voll")
    assert "Die Merkliste ist voll." in body(visitor.get(answer.headers["Location"]))
    assert listed(visitor, address_of(visitor)) == keys[:-1]


def test_nobody_begins_lists_without_end(visitor: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noting.Limit, "allows", lambda *_: False)
    answer = keep(visitor, COURSE)
    assert answer.status_code == 429
    assert "sehr viele Merklisten" in body(answer)


# --- order


def test_offers_stand_in_the_order_that_somebody_gives_them(visitor: httpx.Client) -> None:
    first, second, third = COURSE, *OTHERS[:2]
    address = begun(visitor, first, second, third)
    assert listed(visitor, address) == [first, second, third]
    answer = change(visitor, address, "hoch", third)
    assert answer.headers["Location"] == f"{address}?getan=hoch#platz-2"
    assert listed(visitor, address) == [first, third, second]
    change(visitor, address, "runter", first)
    assert listed(visitor, address) == [third, first, second]
    answer = change(visitor, address, "weg", first)
    assert "Das Angebot steht nicht mehr auf der Merkliste." in body(visitor.get(answer.headers["Location"]))
    assert listed(visitor, address) == [third, second]


def test_what_no_button_sends_changes_nothing(visitor: httpx.Client) -> None:
    address = begun(visitor, COURSE, OTHERS[0])
    for what in ("", "quatsch", "voll", "hoch", "runter", "weg"):
        assert change(visitor, address, what, "niemand/nichts").headers["Location"].startswith(address)
    assert listed(visitor, address) == [COURSE, OTHERS[0]]


def test_the_first_cannot_go_up_and_the_last_not_down(visitor: httpx.Client) -> None:
    found = Page(visitor.get(begun(visitor, COURSE, OTHERS[0])).text)
    assert [button["value"] for button in found.all("button", name="tun") if "li" in button.inside] == [
        "runter", "weg", "hoch", "weg",
    ]  # fmt: skip


# --- whose it is


def test_a_list_begun_elsewhere_opens_by_its_address_and_can_become_ones_own(
    visitor: httpx.Client, pages: Pages
) -> None:
    elsewhere = pages.note_lists.begin("telegram-1")
    pages.note_lists.keep(elsewhere.id, COURSE)
    address = f"/merkliste/{elsewhere.id}"
    assert listed(visitor, address) == [COURSE]
    assert "Set-Cookie" not in visitor.get(address).headers
    change(visitor, address, "weiter")
    assert address_of(visitor) == address
    keep(visitor, OTHERS[0])
    found = pages.note_lists.of("telegram-1")
    assert found is not None and found.keys == (COURSE, OTHERS[0])
    assert "Mit dieser Liste weitermachen" not in body(visitor.get(address))


@pytest.mark.parametrize("path", ["", "/merkliste.pdf", "/merkliste.txt", "/merkliste.ics"])
@pytest.mark.parametrize("name", ["gibtesnicht", "%00", "..%2f..", "' OR 1=1 --", "a" * 5000])
def test_a_list_that_is_not_there_is_a_friendly_404(visitor: httpx.Client, name: str, path: str) -> None:
    answer = visitor.get(f"/merkliste/{name}{path}")
    assert answer.status_code == 404
    assert "Diese Merkliste gibt es nicht (mehr)." in body(answer) or "Diese Seite gibt es nicht (mehr)." in body(
        answer
    )


def test_a_cookie_of_a_list_that_is_gone_does_no_harm(visitor: httpx.Client, pages: Pages) -> None:
    address = begun(visitor, COURSE)
    pages.note_lists.delete(address.removeprefix("/merkliste/"))
    assert visitor.get("/merkliste").status_code == 200
    assert address_after(keep(visitor, COURSE), visitor) != address


def address_after(answer: httpx.Response, visitor: httpx.Client) -> str:
    assert answer.status_code == 303
    return address_of(visitor)


def test_a_list_is_found_by_no_search_engine_and_kept_by_no_cache(visitor: httpx.Client) -> None:
    address = begun(visitor, COURSE)
    for path in (address, f"{address}/merkliste.txt", f"{address}/merkliste.ics", f"{address}/merkliste.pdf"):
        headers = visitor.get(path).headers
        assert (headers["X-Robots-Tag"], headers["Cache-Control"]) == ("noindex", "no-store")
        assert "Content-Encoding" not in headers


def test_no_other_page_gives_the_address_of_a_list_away(visitor: httpx.Client) -> None:
    """Pages that repeat what stands in their address are compressed, and could be guessed from."""
    name = begun(visitor, COURSE).removeprefix("/merkliste/")
    for path in ("/", "/angebote?suche=x&ort=nirgends", f"/angebote/{COURSE}", "/datenschutz"):
        assert name not in visitor.get(path).text


def test_where_lists_cannot_be_read_all_other_pages_go_on(
    visitor: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(visitor, COURSE)

    def fail(*_: object) -> None:
        raise OperationalError("", {}, sqlite3.OperationalError("database is locked"))

    monkeypatch.setattr(NoteLists, "get", fail)
    for path in ("/", "/angebote", f"/angebote/{COURSE}", "/merkliste"):
        assert visitor.get(path).status_code == 200


def test_where_lists_cannot_be_read_no_other_one_is_begun(
    visitor: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser would go on with the new one, and the old one be lost."""
    keep(visitor, COURSE)
    before = visitor.cookies[noting.COOKIE]

    def fail(*_: object) -> None:
        raise OperationalError("", {}, sqlite3.OperationalError("database is locked"))

    monkeypatch.setattr(NoteLists, "get", fail)
    assert keep(visitor, OTHERS[0]).status_code == 503
    assert visitor.cookies[noting.COOKIE] == before


def test_a_deleted_list_is_gone_for_everybody(visitor: httpx.Client, pages: Pages) -> None:
    address = begun(visitor, COURSE)
    answer = change(visitor, address, "loeschen")
    assert 'merkliste=""' in answer.headers["Set-Cookie"]
    assert "Die Merkliste ist gelöscht." in body(visitor.get(answer.headers["Location"]))
    assert visitor.get(address).status_code == 404
    with closing(sqlite3.connect(pages.data_dir / "conversations.db")) as connection:
        query = "SELECT count(*) FROM notes WHERE list_id = ?"
        assert connection.execute(query, (address.removeprefix("/merkliste/"),)).fetchone() == (0,)


# --- what became of offers


def test_what_is_over_cancelled_or_gone_is_said_and_not_left_out(visitor: httpx.Client, pages: Pages) -> None:
    pages.add(
        row("N-ALT", titel="Herbstmarkt", beginn="2026-10-01", ende="2026-10-02"),
        row("N-AB", titel="Konzert", beginn="2027-02-01", status="abgesagt"),
    )
    address = begun(visitor, "werkstatt-probe/N-ALT", "werkstatt-probe/N-AB")
    pages.note_lists.keep(address.removeprefix("/merkliste/"), "werkstatt-probe/WEG")
    text = body(visitor.get(address))
    assert "3 Angebote" in text
    assert "Herbstmarkt" in text and "Dieses Angebot ist vorbei." in text
    assert "Konzert" in text and "Dieses Angebot ist abgesagt." in text
    assert "3. Dieses Angebot steht nicht mehr im Verzeichnis." in text
    change(visitor, address, "weg", "werkstatt-probe/WEG")
    assert listed(visitor, address) == ["werkstatt-probe/N-ALT", "werkstatt-probe/N-AB"]


def test_the_log_does_not_tell_which_list_it_was(
    visitor: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Who has the address of a list can change it."""
    address = begun(visitor, COURSE)

    def fail(*_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(note_list, "as_text", fail)
    assert visitor.get(address).status_code == 503
    assert "/merkliste/<list_id:str> failed: ValueError" in caplog.text
    assert address not in caplog.text


# --- comparing


def test_three_offers_stand_side_by_side(visitor: httpx.Client) -> None:
    address = begun(visitor, COURSE, *OTHERS)
    found = Page(visitor.get(address, params={"vergleichen": [COURSE, *OTHERS[:2]]}).text)
    assert [link["href"] for link in found.all("a") if "thead" in link.inside] == [
        offer_link(key) for key in (COURSE, *OTHERS[:2])
    ]
    headings = [cell.text for cell in found.all("th", scope="row")]
    # One of them has a waiting list.
    assert headings[:4] == ["Anbieter", "Bitte beachten", "Wann", "Wo"]
    assert headings[-1] == "Zuletzt bestätigt"
    assert len([cell for cell in found.all("td") if "tbody" in cell.inside]) == 3 * len(headings)
    ticked = [box["value"] for box in found.all("input", type="checkbox") if "checked" in box.attributes]
    assert ticked == [COURSE, *OTHERS[:2]]


def test_what_only_one_of_them_says_is_marked_as_unknown_at_the_others(visitor: httpx.Client, pages: Pages) -> None:
    pages.add(row("V-1", titel="Mit Alter", alter_von="6"), row("V-2", titel="Ohne"))
    keys = ["werkstatt-probe/V-1", "werkstatt-probe/V-2"]
    found = Page(visitor.get(begun(visitor, *keys), params={"vergleichen": keys}).text)
    texts = [" ".join(row.text.split()) for row in found.all("tr")]
    assert any(re.fullmatch("Alter ?ab.6 Jahren ?–nicht angegeben", text) for text in texts), texts


def test_more_than_three_are_not_crowded_together(visitor: httpx.Client) -> None:
    keys = [COURSE, *OTHERS]
    found = Page(visitor.get(begun(visitor, *keys), params={"vergleichen": keys}).text)
    assert len(found.all("th", scope="col")) == 3
    assert "Nebeneinander stehen höchstens 3 Angebote" in found.text


@pytest.mark.parametrize("chosen", [[], [COURSE], [COURSE, COURSE], ["niemand/nichts", "x"], [COURSE, GONE]])
def test_one_alone_is_not_compared(visitor: httpx.Client, pages: Pages, chosen: list[str]) -> None:
    address = begun(visitor, COURSE, *OTHERS)
    pages.note_lists.keep(address.split("/")[-1], GONE)
    found = Page(visitor.get(address, params={"vergleichen": [*chosen, "auswahl"]}).text)
    assert found.all("table") == []
    assert "Bitte wählen Sie zwei oder drei Angebote aus" in found.text


# --- handing over


def test_the_list_is_handed_over_as_text(visitor: httpx.Client) -> None:
    address = begun(visitor, COURSE, OTHERS[0])
    shown = Page(visitor.get(address).text).one("textarea")
    answer = visitor.get(f"{address}/merkliste.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="merkliste.txt"'
    assert answer.text == shown.text
    assert f"{str(visitor.base_url).rstrip('/')}/angebote/{COURSE}" in answer.text


def test_the_list_is_handed_over_as_dates(visitor: httpx.Client) -> None:
    address = begun(visitor, COURSE, OTHERS[0])
    (path,) = Page(visitor.get(address).text).links("Termine für den Kalender")
    answer = visitor.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(Calendar.from_ical(answer.content).events) == 2


@pytest.mark.skipif(not pdf.is_available(), reason="Pango is not installed (debian-packages.txt)")
def test_the_list_is_handed_over_as_pdf_in_two_sizes(visitor: httpx.Client) -> None:
    address = begun(visitor, COURSE, OTHERS[0])
    links = Page(visitor.get(address).text).links("PDF")
    assert links == [f"{address}/merkliste.pdf", f"{address}/merkliste.pdf?gross=ja"]
    contents = []
    for link in links:
        answer = visitor.get(link)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
        contents.append(answer.content)
    assert all(content.startswith(b"%PDF-1.7") for content in contents)
    assert contents[0] != contents[1]


def test_where_there_is_no_pdf_the_page_says_so_and_the_rest_works(
    visitor: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_library", lambda: None)
    address = begun(visitor, COURSE)
    found = Page(visitor.get(address).text)
    assert found.links("PDF") == []
    assert "Ein PDF kann dieser Rechner gerade nicht erstellen." in found.text
    answer = visitor.get(f"{address}/merkliste.pdf")
    assert answer.status_code == 503
    assert "Ein PDF kann dieser Rechner gerade nicht erstellen." in body(answer)
    assert visitor.get(f"{address}/merkliste.txt").status_code == 200


def test_nobody_has_pdfs_made_without_end(visitor: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = begun(visitor, COURSE)
    monkeypatch.setattr(note_list.Limit, "allows", lambda *_: False)
    answer = visitor.get(f"{address}/merkliste.pdf")
    assert answer.status_code == 429
    assert "sehr viele PDFs" in body(answer)


def test_the_link_to_telegram_is_there_once_the_bot_is_known(visitor: httpx.Client, pages: Pages) -> None:
    address = begun(visitor, COURSE)
    assert Page(visitor.get(address).text).links("Telegram") == []
    pages.bots.append("LotseBot")
    name = address.removeprefix("/merkliste/")
    assert Page(visitor.get(address).text).links("Telegram") == [f"https://t.me/LotseBot?start={name}"]
    pages.bots.clear()


def test_the_number_for_counsellors_stands_on_no_page_of_a_list(visitor: httpx.Client, pages: Pages) -> None:
    keys = [f"werkstatt-probe/GEHEIM-{number}" for number in (1, 2)]
    pages.add(*(row(key.partition("/")[2], telefon_beratung="05151 77-4711", beginn="2027-02-01") for key in keys))
    address = begun(visitor, *keys)
    for path in ("", "/merkliste.txt", "/merkliste.ics", "?vergleichen=" + "&vergleichen=".join(keys)):
        answer = visitor.get(address + path)
        assert answer.status_code == 200
        assert "4711" not in answer.text


# --- as strict as every page


@pytest.fixture(params=["list", "compared", "empty", "gone", "none"])
def shown(request: pytest.FixtureRequest, visitor: httpx.Client) -> httpx.Response:
    """The pages of note lists in all their states."""
    if request.param == "none":
        return visitor.get("/merkliste")
    address = begun(visitor, COURSE, *OTHERS)
    if request.param == "empty":
        for key in (COURSE, *OTHERS):
            change(visitor, address, "weg", key)
    query = {"vergleichen": [COURSE, OTHERS[0]]} if request.param == "compared" else {}
    return visitor.get("/merkliste/gibtesnicht" if request.param == "gone" else address, params=query)


def test_its_pages_have_nothing_of_others_and_a_name_for_everything(shown: httpx.Response) -> None:
    found = Page(shown.text)
    assert "style-src 'self'" in shown.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in shown.headers["Content-Security-Policy"]
    assert len(found.all("h1")) == 1
    assert [element for element in found.elements if "style" in element.attributes] == []
    identifiers = [element["id"] for element in found.elements if element["id"]]
    assert len(identifiers) == len(set(identifiers))
    labelled = {label["for"] for label in found.all("label")}
    fields = [element for element in found.elements if element.tag in ("input", "select", "textarea")]
    assert [field for field in fields if field["type"] != "hidden" and field["id"] not in labelled] == []
    names = [" ".join(button.text.split()) for button in found.all("button")]
    assert len(names) == len(set(names))


def test_the_homepages_of_others_cannot_send_the_cookie_along(visitor: httpx.Client) -> None:
    """An allowed homepage may ask, but browsers leave a SameSite cookie at home; then a list of its own is begun."""
    address = begun(visitor, COURSE)
    cookies = dict(visitor.cookies)
    visitor.cookies.clear()
    assert visitor.post("/merkliste", data={"angebot": OTHERS[0]}, headers={"Origin": TOWN}).status_code == 303
    assert address_of(visitor) != address
    assert cookies["merkliste"] == address.removeprefix("/merkliste/")
