"""Logging in, and looking after accounts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest

from catalogue.errors import ChangeError
from staff.desk import Desk
from staff.identity import passwords
from staff.identity.accounts import EDITOR, LEAD, Account
from staff.identity.attempts import FREE_TRIES, LONGEST_WAIT_SECONDS, TooManyTriesError, wait_after
from tests.staff.conftest import PASSWORD, Clock, Person, text_of

Someone = Callable[[], Person]


def account(desk: Desk, name: str) -> Account:
    return desk.accounts.find(name)


def code_at(desk: Desk, clock: Clock, secret: str) -> str:
    return pyotp.TOTP(secret).at(int(clock().timestamp()))


def test_a_name_is_known_in_capitals_and_with_spaces_too(visitor: Person) -> None:
    assert "Guten Tag, Anna Kern" in text_of(visitor.log_in("  anna   KERN "))


@pytest.mark.parametrize(
    ("name", "password"), [("Anna Kern", "falsch"), ("Niemand", PASSWORD), ("Anna Kern", PASSWORD + " ")]
)
def test_what_is_wrong_is_not_told(visitor: Person, name: str, password: str) -> None:
    answer = visitor.log_in(name, password)
    assert answer.status_code == 401
    assert "Name, Passwort oder Code stimmen nicht." in text_of(answer)


def test_waits_grow_and_end(desk: Desk, clock: Clock) -> None:
    for _ in range(FREE_TRIES):
        with pytest.raises(ChangeError, match="stimmen nicht"):
            desk.accounts.log_in("Anna Kern", "falsch")
    with pytest.raises(TooManyTriesError, match="5 Sekunden"):
        desk.accounts.log_in("Anna Kern", PASSWORD)
    clock.later(5)
    with pytest.raises(ChangeError, match="stimmen nicht"):
        desk.accounts.log_in("Anna Kern", "falsch")
    clock.later(9)
    with pytest.raises(TooManyTriesError):
        desk.accounts.log_in("Anna Kern", PASSWORD)
    clock.later(1)
    assert desk.accounts.log_in("Anna Kern", PASSWORD).name == "Anna Kern"
    assert desk.accounts.log_in("Anna Kern", PASSWORD).name == "Anna Kern"


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(tries) for tries in range(1, 40)]
    assert waits[:6] == [0, 0, 5, 10, 20, 40]
    assert waits[-1] == LONGEST_WAIT_SECONDS
    assert waits == sorted(waits)


def test_many_tries_at_once_are_not_worth_more(desk: Desk) -> None:
    def attempt(_: int) -> str:
        try:
            desk.accounts.log_in("Bodo Lang", "falsch")
        except TooManyTriesError:
            return "wait"
        except ChangeError:
            return "wrong"
        return "in"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(24)))
    assert outcomes.count("wrong") <= FREE_TRIES
    assert "in" not in outcomes


def test_others_may_log_in_while_somebody_waits(desk: Desk, visitor: Person) -> None:
    for _ in range(FREE_TRIES + 1):
        visitor.log_in("Bodo Lang", "falsch")
    assert visitor.log_in("Bodo Lang").status_code == 429
    assert visitor.log_in("Anna Kern").status_code == 200


def test_a_start_password_has_to_be_changed_first(leader: Person, visitor: Person, desk: Desk) -> None:
    page = text_of(leader.post("/konten", {"name": "Cem Ay", "role": EDITOR}))
    start = page.split("Startpasswort für Cem Ay")[-1].split()[0]
    visitor.log_in("Cem Ay", start)
    assert visitor.get("/").location == "/mein-konto/passwort"
    changed = {"old": start, "new": "tasse mond regen drei", "again": "tasse mond regen drei"}
    assert "Ihr neues Passwort gilt" in text_of(visitor.post("/mein-konto/passwort", changed))
    assert account(desk, "Cem Ay").role == EDITOR


@pytest.mark.parametrize(
    ("new", "again", "reason"),
    [
        ("kurz", "kurz", "mindestens 12 Zeichen"),
        ("bodo lang bodo lang", "bodo lang bodo lang", "zu leicht"),
        ("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "zu leicht"),
        ("tasse mond regen drei", "tasse mond regen vier", "nicht gleich"),
        (PASSWORD, PASSWORD, "das bisherige"),
    ],
)
def test_a_bad_new_password_is_refused_with_the_reason(client: Person, new: str, again: str, reason: str) -> None:
    answer = client.post("/mein-konto/passwort", {"old": PASSWORD, "new": new, "again": again})
    assert answer.status_code == 422
    assert reason in text_of(answer)
    assert PASSWORD not in answer.text


def test_a_new_password_ends_the_other_sessions_but_not_this_one(client: Person, someone: Someone) -> None:
    other = someone()
    other.log_in("Bodo Lang")
    client.post(
        "/mein-konto/passwort", {"old": PASSWORD, "new": "tasse mond regen drei", "again": "tasse mond regen drei"}
    )
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


def test_a_reset_ends_sessions_and_shows_a_start_password_once(
    leader: Person, client: Person, someone: Someone, desk: Desk
) -> None:
    number = account(desk, "Bodo Lang").id
    page = text_of(leader.post(f"/konten/{number}/passwort", page=f"/konten/{number}"))
    start = page.split("Startpasswort für Bodo Lang")[-1].split()[0]
    assert client.get("/").status_code == 302
    assert someone().log_in("Bodo Lang").status_code == 401
    assert someone().log_in("Bodo Lang", start).status_code == 200
    assert start not in leader.get(f"/konten/{number}").text


def test_a_closed_account_is_shut_at_once(leader: Person, client: Person, someone: Someone, desk: Desk) -> None:
    number = account(desk, "Bodo Lang").id
    leader.post(f"/konten/{number}/sperre", {"closed": "y"}, page=f"/konten/{number}")
    assert client.get("/").status_code == 302
    assert someone().log_in("Bodo Lang").status_code == 401
    leader.post(f"/konten/{number}/sperre", page=f"/konten/{number}")
    assert someone().log_in("Bodo Lang").status_code == 200


def test_somebody_who_leads_is_left(leader: Person, desk: Desk) -> None:
    number = account(desk, "Anna Kern").id
    for path, data in ((f"/konten/{number}/rolle", {"role": EDITOR}), (f"/konten/{number}/sperre", {"closed": "y"})):
        answer = leader.post(path, data, page=f"/konten/{number}")
        assert answer.status_code == 409
        assert "Mindestens ein offenes Konto" in text_of(answer)
    assert account(desk, "Anna Kern").role == LEAD


def test_a_code_is_asked_for_once_it_is_set_up(client: Person, someone: Someone, desk: Desk, clock: Clock) -> None:
    secret = text_of(client.get("/mein-konto/code")).split("Schlüssel:")[1].split("Code, den")[0].replace(" ", "")
    assert client.get("/mein-konto/code.svg").mimetype == "image/svg+xml"
    assert "stimmt nicht" in text_of(client.post("/mein-konto/code", {"code": "000000"}))
    client.post("/mein-konto/code", {"code": code_at(desk, clock, secret)})
    assert account(desk, "Bodo Lang").has_second_factor
    clock.later(90)
    assert someone().log_in("Bodo Lang").status_code == 401
    code = code_at(desk, clock, secret)
    assert someone().log_in("Bodo Lang", code=f"{code[:3]} {code[3:]}").status_code == 200
    assert someone().log_in("Bodo Lang", code=code).status_code == 401, "a code counts once"
    client.post("/mein-konto/ohne-code", {"password": PASSWORD}, page="/mein-konto")
    clock.later(60)
    assert someone().log_in("Bodo Lang").status_code == 200


def test_passwords_are_nowhere_to_be_read(desk: Desk, client: Person) -> None:
    client.post(
        "/mein-konto/passwort", {"old": PASSWORD, "new": "tasse mond regen drei", "again": "tasse mond regen drei"}
    )
    content = b"".join(path.read_bytes() for path in desk.settings.data_dir.glob("conversations.db*"))
    assert b"$argon2id$" in content
    assert PASSWORD.encode() not in content and b"tasse mond" not in content


def test_nobodys_password_takes_as_long_as_a_wrong_one(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    verify = passwords._hasher.verify
    monkeypatch.setattr(
        passwords,
        "_hasher",
        type("Hasher", (), {"verify": lambda _, stored, given: compared.append(1) or verify(stored, given)})(),
    )
    assert not passwords.fits("irgendetwas", None)
    assert compared == [1]


def test_every_change_of_an_account_stands_in_the_audit(leader: Person, desk: Desk) -> None:
    number = account(desk, "Bodo Lang").id
    leader.post(f"/konten/{number}/rolle", {"role": LEAD}, page=f"/konten/{number}")
    page = text_of(leader.get("/protokoll/"))
    assert "11.01.2027, 09:00 Uhr Anna Kern Rolle geändert Bodo Lang Rolle: Redaktion → Leitung" in page


def test_a_wrong_try_stands_in_the_audit_without_the_password(leader: Person, visitor: Person) -> None:
    visitor.log_in("Bodo Lang", "geheimes Falsches")
    page = text_of(leader.get("/protokoll/"))
    assert "Anmeldung abgelehnt" in page and "geheimes" not in page


def test_the_audit_has_pages(leader: Person, desk: Desk) -> None:
    for number in range(120):
        desk.audit.note("Anna Kern", "Getan", f"Sache {number}")
    first = text_of(leader.get("/protokoll/"))
    assert "Sache 119" in first and "Sache 69 " not in first
    assert "Sache 69 " in text_of(leader.get("/protokoll/?seite=2"))
