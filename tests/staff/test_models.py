"""Models on the staff pages: training with a pretend command, figures, what changes sides, promoting and stepping back."""

import re
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from bot.retraining.cards import Card
from bot.retraining.gate import Verdict
from bot.retraining.models import Models
from bot.retraining.outcomes import Item
from bot.review.labels import Label, Labels
from bot.training import models_of
from staff.app import create_app
from staff.desk import Desk
from staff.models.wording import in_german
from staff.models.work import Training
from tests.bot.retraining.pretend import on_the_shelf
from tests.staff.conftest import Person, text_of

GOOD, WORSE = "r" * 40, "x" * 15 + "r" * 25


@pytest.fixture
def models(desk: Desk) -> Models:
    on_the_shelf(desk.settings, 0, GOOD)
    return models_of(desk.settings)


def candidate(desk: Desk, number: int, right: str = GOOD, reasons: tuple[str, ...] = ()) -> Card:
    return on_the_shelf(desk.settings, number, right, Verdict(not reasons, reasons))


def stand_of(answer: TestResponse) -> str:
    found = re.search(r'name="stand" value="([^"]+)"', answer.text)
    assert found, "nothing to promote or to step back to"
    return found[1]


def promote(person: Person, number: int) -> TestResponse:
    page = f"/modelle/{number}"
    return person.post(f"{page}/uebernehmen", {"stand": stand_of(person.get(page))}, page=page)


def test_without_a_model_the_page_says_so(client: Person) -> None:
    assert "Es ist noch kein Modell da." in text_of(client.get("/modelle/"))


def test_one_click_promotes_and_one_goes_back(client: Person, desk: Desk, models: Models) -> None:
    candidate(desk, 1)
    assert "Es gilt: Das mitgelieferte Modell" in text_of(client.get("/modelle/"))
    assert "Zurück zum vorherigen" not in text_of(client.get("/modelle/"))
    assert "Modell 1 gilt. Der Bildungslotse antwortet damit" in text_of(promote(client, 1))
    page = client.get("/modelle/")
    assert "Es gilt: Modell 1 , übernommen am 11.01.2027, 09:00 Uhr von Bodo Lang" in text_of(page)
    assert "Zurück zum vorherigen (Das mitgelieferte Modell)" in text_of(page)
    assert models.shelf.counting() == 1
    answer = client.post("/modelle/zurueck", {"stand": stand_of(page)}, page="/modelle/")
    assert "Das mitgelieferte Modell gilt." in text_of(answer)
    assert models.shelf.counting() == 0
    lines = [
        (line.by, line.action, line.changes) for line in desk.audit.lines(limit=50) if line.action.startswith("Modell")
    ]
    assert lines == [
        ("Bodo Lang", "Modell: einen Schritt zurück", (("Modell", "Modell 1", "Das mitgelieferte Modell"),)),
        ("Bodo Lang", "Modell übernommen", (("Modell", "Das mitgelieferte Modell", "Modell 1"),)),
    ]
    assert "11.01.2027, 09:00 Uhr: übernommen von Bodo Lang" in text_of(client.get("/modelle/1"))


def test_of_two_people_the_second_is_told(client: Person, leader: Person, desk: Desk, models: Models) -> None:
    candidate(desk, 1)
    candidate(desk, 2)
    seen = stand_of(leader.get("/modelle/2"))
    promote(client, 1)
    answer = leader.post("/modelle/2/uebernehmen", {"stand": seen}, page="/modelle/2")
    assert answer.status_code == 409
    assert "Inzwischen gilt schon ein anderes Modell" in text_of(answer)
    answer = leader.post("/modelle/zurueck", {"stand": seen}, page="/modelle/")
    assert answer.status_code == 409
    assert models.shelf.counting() == 1


def test_a_refused_candidate_is_shown_with_reasons_and_no_button(client: Person, desk: Desk, models: Models) -> None:
    candidate(desk, 1, WORSE, ("Prüffragen: 15 von 40 versteht das neue Modell falsch.",))
    page = client.get("/modelle/1")
    assert "kann nicht übernommen werden" in text_of(page)
    assert "Prüffragen: 15 von 40 versteht das neue Modell falsch." in text_of(page)
    assert "uebernehmen" not in page.text
    forced = client.post("/modelle/1/uebernehmen", {"stand": models.shelf.stand()}, page="/modelle/")
    assert forced.status_code == 422
    assert models.shelf.counting() == 0


def test_what_changes_sides_is_shown_and_what_was_forgotten_is_not(client: Person, desk: Desk) -> None:
    label = Labels(desk.stored).put(Label("töpfern mit Kindern", "search"), "Ada")
    base, new = on_the_shelf(desk.settings, 0, "rrx"), candidate(desk, 1, "rxr")
    models = models_of(desk.settings)
    before, after = (
        [Item(str(number), "", right, "search", "search" if right else "help") for number in (label, 4711)]
        for right in (False, True)
    )
    models.cards.keep(replace(base, measured={**base.measured, "reviewed": before}))
    models.cards.keep(replace(new, measured={**new.measured, "reviewed": after}))
    told = text_of(client.get("/modelle/1"))
    assert "Prüffragen: neu falsch" in told
    assert "p Satz 1 Sucht etwas Sucht etwas Fragt, was der Bildungslotse kann" in told
    assert "p Satz 2 Sucht etwas Fragt, was der Bildungslotse kann Sucht etwas" in told
    assert "töpfern mit Kindern" in told
    assert "(diese Nachricht ist inzwischen gelöscht)" in told
    assert "66,7 % (20,8 bis 93,9 %)" in told


def test_cards_outlive_their_models(client: Person, desk: Desk, models: Models) -> None:
    card = candidate(desk, 1)
    assert client.get(f"/modelle/karte/{card.name}").location == "/modelle/1"
    models.shelf.path_of(1).unlink()
    told = text_of(client.get(f"/modelle/karte/{card.name}"))
    assert "nicht mehr da" in told
    assert "100 Sätzen, davon 10 von Besucherinnen und Besuchern" in told
    assert "100,0 % (91,2 bis 100,0 %)" in told
    assert client.get("/modelle/karte/..%2f..%2fcounting").status_code == 404
    assert client.get("/modelle/1").status_code == 409
    assert client.get("/modelle/karte/gibtesnicht").status_code == 404


def test_a_new_model_waits_on_the_overview_until_one_is_promoted(client: Person, desk: Desk, models: Models) -> None:
    assert "Neue Modelle" not in text_of(client.get("/"))
    candidate(desk, 1)
    assert "Neue Modelle" in text_of(client.get("/"))
    promote(client, 1)
    assert "Neue Modelle" not in text_of(client.get("/"))


# --- training


Trained = Callable[[str], Person]


@pytest.fixture
def trained(desk: Desk, models: Models) -> Trained:
    """Somebody whose button runs a command instead of a training."""

    def make(code: str) -> Person:
        head = """
            import os, sys
            from pathlib import Path
            from bot.retraining.progress import Bench
            bench = Bench(Path(os.environ["BILDUNGSLOTSE_DATA_DIR"]) / "models")
            by = sys.argv[-1]
        """
        command = [sys.executable, "-c", textwrap.dedent(head) + textwrap.dedent(code)]
        app: Flask = create_app(desk)
        app.extensions["training"] = Training(desk.settings, command)
        person = Person(app.test_client())
        person.log_in("Bodo Lang")
        return person

    return make


def wait_for(person: Person, path: str, what: str) -> TestResponse:
    while True:
        answer = person.get(path)
        if what in text_of(answer) or answer.status_code == 302:
            return answer


def test_a_training_tells_how_far_it_is_and_leads_to_the_new_model(trained: Trained, desk: Desk) -> None:
    person = trained(
        """
        with bench.alone("2027-01-11T09:00:00", by) as told:
            told.step("Neues Modell messen")
            told.watch(1, 2)
            while not (Path(bench.log).parent / "go on").exists():
                pass
            told.finished(1)
        """
    )
    candidate(desk, 1)
    answer = person.post("/modelle/trainieren", page="/modelle/")
    assert answer.status_code == 200 and answer.headers["Refresh"], "it looks again by itself, without a script"
    assert "Ein neues Modell entsteht" in text_of(answer)
    wait_for(person, "/modelle/training", "Neues Modell messen: 1 von 2")
    assert "angestoßen von Bodo Lang: Neues Modell messen" in text_of(person.get("/modelle/"))
    again = person.client.post(
        "/modelle/trainieren",
        data={"csrf_token": re.findall('csrf_token" value="([^"]+)"', person.get("/modelle/").text)[0]},
    )
    assert again.status_code == 409
    assert "Es wird gerade schon ein Modell trainiert." in text_of(again)
    (desk.settings.data_dir / "models" / "go on").touch()
    assert wait_for(person, "/modelle/training", "nie").location == "/modelle/1"
    assert not (desk.settings.data_dir / "models" / "retraining.log").exists()
    assert [line.by for line in desk.audit.lines(limit=50) if "trainieren" in line.action] == ["Bodo Lang"]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (
            "with bench.alone('', by) as told: told.failed('Es gibt nichts Neues.'); sys.exit(2)",
            "Es gibt nichts Neues.",
        ),
        ("with bench.alone('', by) as told: os.kill(os.getpid(), 9)", "Das Training wurde abgebrochen"),
        ("sys.exit('kaputt')", "Das Training ließ sich nicht starten"),
    ],
)
def test_what_goes_wrong_is_told_and_another_can_be_begun(code: str, why: str, trained: Trained) -> None:
    person = trained(code)
    person.post("/modelle/trainieren", page="/modelle/")
    assert wait_for(person, "/modelle/training", "nie").location == "/modelle/"
    told = text_of(person.get("/modelle/"))
    assert why in told and "Neu trainieren" in told


def test_the_page_says_how_much_there_is_to_learn(client: Person, desk: Desk, models: Models) -> None:
    assert "Das Modell, das gilt, kennt alle bestätigten Fragen." in text_of(client.get("/modelle/"))
    labels = Labels(desk.stored)
    labels.put(Label("töpfern", "search"), "Ada")
    labels.put(Label("äh", None), "Ada")
    assert "Eine bestätigte Frage kennt das Modell" in text_of(client.get("/modelle/"))


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        ("offers topic=yoga place=Hameln Aerzen", "Sucht etwas: Thema yoga, Ort Hameln Aerzen"),
        ("search, Bedingungen anders", "Sucht etwas, Bedingungen anders"),
        ("bye ", "Verabschiedet sich"),
        ("keine Not", "keine Not"),
        ("wie erwartet", "wie erwartet"),
    ],
)
def test_notes_of_measuring_are_told_in_german(noted: str, said: str) -> None:
    assert in_german(noted) == said
