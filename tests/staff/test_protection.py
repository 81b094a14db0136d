"""Nobody gets in without a log-in, no form works without its token, and nothing larger than allowed is taken."""

from collections.abc import Callable

import pytest
from flask import Flask

from staff.access import PUBLIC, SESSION_SECONDS, own_path
from staff.app import LARGEST_UPLOAD, create_app
from staff.desk import Desk
from tests.staff.conftest import PASSWORD, Clock, Person, text_of, token_of


def addresses(app: Flask, method: str) -> list[tuple[str, str]]:
    """Endpoint and an example address of every page that takes a method."""
    found = []
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            values = dict.fromkeys(rule.arguments, 1)
            built = rule.build(values, append_unknown=False)
            assert built, rule
            found.append((rule.endpoint, built[1]))
    return found


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_page_needs_a_log_in(desk: Desk, visitor: Person, method: str) -> None:
    tried = [item for item in addresses(create_app(desk), method) if item[0] not in PUBLIC]
    assert tried
    for _, address in tried:
        answer = visitor.client.open(address, method=method)
        is_sent_away = answer.status_code == 302 and answer.location.startswith("/anmelden")
        assert is_sent_away or answer.status_code in (400, 401), address


def test_every_form_needs_its_token(desk: Desk, leader: Person) -> None:
    """Also somebody who is logged in: another site may have made his browser send the form."""
    tried = addresses(create_app(desk), "POST")
    assert tried
    for endpoint, address in tried:
        for data in ({}, {"csrf_token": "geraten"}):
            answer = leader.client.post(address, data={**data, "name": "Böse", "role": "Leitung", "closed": "y"})
            assert answer.status_code == 400, endpoint
            assert "nicht gespeichert" in answer.text
    assert [account.name for account in desk.accounts.all()] == ["Anna Kern", "Bodo Lang"]


def test_a_form_of_one_session_does_not_work_in_another(leader: Person, client: Person) -> None:
    token = token_of(client.get("/mein-konto").text)
    assert leader.client.post("/konten", data={"name": "Neu", "csrf_token": token}).status_code == 400


def test_an_upload_over_the_limit_is_refused_before_it_is_read(client: Person) -> None:
    body = b"--x\r\nContent-Disposition: form-data; name=a; filename=a.csv\r\n\r\n".ljust(LARGEST_UPLOAD + 1, b"x")
    answer = client.client.post("/mein-konto/passwort", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "zu groß" in answer.text


def test_headers_forbid_whatever_a_page_does_not_need(client: Person) -> None:
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_session_ends_after_eight_hours(client: Person, clock: Clock) -> None:
    clock.later(SESSION_SECONDS - 1)
    assert client.get("/").status_code == 200
    clock.later(1)
    assert client.get("/").location == "/anmelden"


def test_a_form_sent_after_the_end_says_what_to_do(client: Person, clock: Clock) -> None:
    client.get("/mein-konto")
    clock.later(SESSION_SECONDS)
    answer = client.client.post("/abmelden")
    assert answer.status_code in (400, 401)
    assert "Ihre Sitzung ist zu Ende" in text_of(answer)


def test_the_log_in_leads_on_to_the_page_that_was_wanted(visitor: Person) -> None:
    sent_away = visitor.get("/mein-konto")
    assert sent_away.location == "/anmelden?weiter=/mein-konto"
    answer = visitor.post(sent_away.location, {"name": "Anna Kern", "password": PASSWORD})
    assert "Mein Konto" in text_of(answer)


@pytest.mark.parametrize(
    "address", ["https://boese.example", "//boese.example", "/\\boese.example", "anmelden", "", "/\r\nSet-Cookie: x"]
)
def test_the_log_in_leads_to_no_other_site(address: str) -> None:
    assert own_path(address) is None


def test_pages_of_the_leitung_are_closed_to_the_redaktion(client: Person, leader: Person) -> None:
    for path in ("/konten", "/konten/1", "/protokoll/"):
        assert leader.get(path).status_code == 200
        assert client.get(path).status_code == 403
    assert "Konten" not in text_of(client.get("/"))


def test_another_host_name_is_refused(client: Person) -> None:
    """A page of somebody else whose name leads to this machine must not be able to read ours."""
    assert client.client.get("/", headers={"Host": "boese.example"}).status_code == 400


def test_a_cookie_that_was_altered_is_no_session(client: Person, someone: Callable[[], Person]) -> None:
    cookie = client.client.get_cookie("bildungslotse-staff")
    assert cookie is not None
    other = someone()
    other.client.set_cookie("bildungslotse-staff", cookie.value[:-3] + "abc")
    assert other.get("/").status_code == 302
