"""Words and texts on the staff pages: a draft, tried out, published, taken back; and two people at once."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from bot.region_in_use import counting_now, own_sentences, states_of
from catalogue.errors import WordsError
from catalogue.overlays.check import blanks
from catalogue.overlays.overlay import TOPIC
from staff.app import create_app
from staff.desk import Desk
from staff.identity.accounts import EDITOR
from staff.words.blanks import EXPLAINED, OCCASIONS
from staff.words.trials import Trials, in_a_process
from tests.staff.conftest import PASSWORD, Person, text_of

YOGA = "/woerter/begriffe/topic/yoga"


def value_of(answer: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', answer.text)
    assert found, name
    return found[1]


def kept_of(answer: TestResponse) -> list[str]:
    return re.findall(r'name="kept" value="([^"]*)" checked', answer.text)


def add_words(person: Person, added: str, **more: Any) -> TestResponse:
    page = person.get(YOGA)
    data = {"added": added, "stand": value_of(page, "stand"), "kept": kept_of(page)}
    return person.post(YOGA, {**data, **more})


def publish(person: Person) -> TestResponse:
    stand = value_of(person.get("/woerter/"), "stand")
    return person.post("/woerter/uebernehmen", {"stand": stand}, page="/woerter/")


def test_a_synonym_is_a_draft_until_it_is_published(client: Person, desk: Desk) -> None:
    assert "Gespeichert im Entwurf" in text_of(add_words(client, "Sonnengruß\n\n  Yogini "))
    assert "Sonnengruß" not in desk.region.topics["yoga"].words
    assert "dazu: Sonnengruß, Yogini" in text_of(client.get("/woerter/"))
    assert "Stand 1 gilt" in text_of(publish(client))
    assert {"Sonnengruß", "Yogini"} <= set(desk.region.topics["yoga"].words)
    assert "Der Entwurf ändert zurzeit nichts." in text_of(client.get("/woerter/"))


def test_a_word_of_the_region_is_switched_off(client: Person, desk: Desk) -> None:
    add_words(client, "", kept=["Hatha-Yoga", "Yin Yoga", "Kundalini"])
    publish(client)
    assert desk.region.topics["yoga"].words == ("Hatha-Yoga", "Yin Yoga", "Kundalini")


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("Rentner", "heißt schon etwas anderes: die Zielgruppe „Seniorinnen und Senioren“"),
        ("Yin Yoga", "steht schon bei „yoga“"),
        ("Hameln", "ist ein Ort der Region"),
        ("4711", "ist nur eine Zahl"),
        ("ab" * 40, "ist zu lang"),
        ("<b>", "ist kein Wort"),
    ],
)
def test_what_cannot_be_a_word_is_refused_and_stays_in_the_field(word: str, why: str, client: Person) -> None:
    answer = add_words(client, f"Sonnengruß\n{word}")
    assert answer.status_code == 422
    assert why in text_of(answer)
    assert "Sonnengruß" in answer.text
    assert "Der Entwurf ändert zurzeit nichts." in text_of(client.get("/woerter/"))


def test_a_new_topic(client: Person, desk: Desk) -> None:
    data = {"name": "Seifenkistenbau", "added": "Seifenkiste", "broader": "basteln", "area": "Kultur und Freizeit"}
    stand = value_of(client.get("/woerter/neues-thema"), "stand")
    assert "basteln" in desk.region.topics
    assert client.post("/woerter/neues-thema", {**data, "stand": stand}).status_code == 200
    publish(client)
    topic = desk.region.topics["seifenkistenbau"]
    assert (topic.broader, topic.area, topic.words) == ("basteln", "Kultur und Freizeit", ("Seifenkiste",))
    assert "seifenkistenbau" in desk.region.narrower["basteln"]


def test_a_new_topic_can_be_taken_out_of_the_draft_again(client: Person) -> None:
    stand = value_of(client.get("/woerter/neues-thema"), "stand")
    client.post("/woerter/neues-thema", {"name": "seifenkistenbau", "stand": stand})
    client.post(
        "/woerter/neues-thema/entfernen",
        {"name": "seifenkistenbau"},
        page="/woerter/begriffe/topic/seifenkistenbau",
    )
    assert "Der Entwurf ändert zurzeit nichts." in text_of(client.get("/woerter/"))


def test_an_answer_text_is_shown_filled_in_and_keeps_its_blanks(client: Person, desk: Desk) -> None:
    path = "/woerter/antworten/utter_none"
    stand = value_of(client.get(path), "stand")
    answer = client.post(path, {"text": "Leider nichts. {office_phone} {quatsch}", "stand": stand})
    assert answer.status_code == 422
    assert "Den Platzhalter {quatsch} gibt es hier nicht. Der Platzhalter {wish} fehlt." in text_of(answer)
    answer = client.post(path, {"text": "Leider nichts ({wish}). Rufen Sie an: {office_phone}", "stand": stand})
    assert f"Rufen Sie an: {desk.region.office.phone}" in text_of(answer)
    publish(client)
    assert desk.region.answers["utter_none"].startswith("Leider nichts")
    stand = value_of(client.get(path), "stand")
    client.post(path, {"text": "egal {wish}", "reset": "y", "stand": stand})
    publish(client)
    assert desk.region.answers == {}


def test_the_office_is_on_every_page_once_it_is_published(client: Person, desk: Desk) -> None:
    page = client.get("/woerter/bildungsbuero")
    fields = {name: value_of(page, name) for name in ("name", "phone", "email", "address", "hours", "url", "stand")}
    answer = client.post("/woerter/bildungsbuero", {**fields, "phone": "ruf an", "url": "javascript:alert(1)"})
    assert answer.status_code == 422
    assert "Eine Telefonnummer hat nur Ziffern" in text_of(answer)
    assert "Eine Internetadresse beginnt mit" in text_of(answer)
    client.post("/woerter/bildungsbuero", {**fields, "name": "Bildungsbüro Nord"})
    publish(client)
    assert "Bildungsbüro Nord" in client.get("/").text
    assert desk.region.office.phone == fields["phone"]


def test_a_responsible_office_is_corrected_and_a_new_one_entered(client: Person, desk: Desk) -> None:
    page = client.get("/woerter/zustaendig/kindergeld")
    data = {"responsible": "die Familienkasse", "phone": "", "url": "https://familienkasse.example"}
    client.post("/woerter/zustaendig/kindergeld", {**data, "stand": value_of(page, "stand")})
    stand = value_of(client.get("/woerter/neue-stelle"), "stand")
    client.post("/woerter/neue-stelle", {"name": "Kurtaxe", "responsible": "die Kurverwaltung", "stand": stand})
    publish(client)
    entry = desk.region.responsible["kindergeld"]
    assert (entry.phone, entry.url) == (None, "https://familienkasse.example")
    assert desk.region.responsible["kurtaxe"].responsible == "die Kurverwaltung"


def test_the_number_for_people_in_danger_cannot_be_taken_away(client: Person) -> None:
    page = client.get("/woerter/zustaendig/notrufnummer")
    data = {"responsible": "112", "phone": "", "url": "", "stand": value_of(page, "stand")}
    answer = client.post("/woerter/zustaendig/notrufnummer", data)
    assert "sie muss bleiben" in text_of(answer)


# --- two people


@pytest.fixture
def other(desk: Desk, someone: Callable[[], Person]) -> Person:
    desk.accounts.add("Cora Moll", EDITOR, PASSWORD, must_change=False)
    person = someone()
    person.log_in("Cora Moll")
    return person


def test_of_two_people_on_one_topic_the_second_sees_what_the_first_did(client: Person, other: Person) -> None:
    stand = value_of(other.get(YOGA), "stand")
    add_words(client, "Sonnengruß")
    answer = other.post(YOGA, {"added": "Yogini", "stand": stand, "kept": kept_of(other.get(YOGA))})
    assert answer.status_code == 409
    assert "Yogini" in answer.text, "what was typed is still there"
    assert "So steht es jetzt im Entwurf: Eigene Wörter: Sonnengruß." in text_of(answer)
    fresh = value_of(answer, "stand")
    other.post(YOGA, {"added": "Sonnengruß\nYogini", "stand": fresh, "kept": kept_of(answer)})
    assert "dazu: Sonnengruß, Yogini" in text_of(client.get("/woerter/"))


def test_two_people_on_different_things_do_not_disturb_each_other(client: Person, other: Person, desk: Desk) -> None:
    page = other.get("/woerter/antworten/utter_thanks")
    add_words(client, "Sonnengruß")
    answer = other.post("/woerter/antworten/utter_thanks", {"text": "Bitte!", "stand": value_of(page, "stand")})
    assert answer.status_code == 200
    overlay = states_of(desk.settings).draft().overlay
    assert overlay.answers == {"utter_thanks": "Bitte!"}
    assert overlay.words[TOPIC, "yoga"].added == ("Sonnengruß",)


def test_only_what_was_seen_is_published(client: Person, other: Person, desk: Desk) -> None:
    add_words(client, "Sonnengruß")
    seen = value_of(client.get("/woerter/"), "stand")
    add_words(other, "Sonnengruß\nYogini")
    answer = client.post("/woerter/uebernehmen", {"stand": seen}, page="/woerter/")
    assert answer.status_code == 409
    assert "seit Sie ihn gesehen haben" in text_of(answer)
    assert counting_now(desk.settings).number == 0


# --- back, discarding, the trail


def test_a_step_back_and_another(client: Person, desk: Desk) -> None:
    for words in ("Sonnengruß", "Sonnengruß\nYogini"):
        add_words(client, words)
        publish(client)
    client.post("/woerter/zurueck", {"number": "2"}, page="/woerter/")
    assert "Yogini" not in desk.region.topics["yoga"].words
    assert "Sonnengruß" in desk.region.topics["yoga"].words
    client.post("/woerter/zurueck", {"number": "3"}, page="/woerter/")
    assert "Sonnengruß" not in desk.region.topics["yoga"].words
    assert client.post("/woerter/zurueck", {"number": "3"}, page="/woerter/begriffe/topic/yoga").status_code == 409


def test_discarding_wants_to_be_sure(client: Person, desk: Desk) -> None:
    add_words(client, "Sonnengruß")
    assert client.post("/woerter/verwerfen", {}, page="/woerter/").status_code == 422
    client.post("/woerter/verwerfen", {"sure": "y"}, page="/woerter/")
    assert not states_of(desk.settings).draft().overlay


def test_a_draft_that_cannot_be_read_is_told_and_can_be_discarded(client: Person, desk: Desk) -> None:
    add_words(client, "Sonnengruß")
    (states_of(desk.settings).folder / "draft" / "words.yml").write_text("topic: [", encoding="utf-8")
    assert "words.yml ist kein gültiges YAML" in text_of(client.get("/woerter/"))
    client.post("/woerter/verwerfen", {"sure": "y"}, page="/woerter/")
    assert "Der Entwurf ändert zurzeit nichts." in text_of(client.get("/woerter/"))


def test_a_published_state_that_cannot_be_read_is_told_and_mended_by_publishing(client: Person, desk: Desk) -> None:
    for words in ("Sonnengruß", "Sonnengruß\nYogini"):
        add_words(client, words)
        publish(client)
    (states_of(desk.settings).folder_of(2) / "words.yml").write_text("topic: [", encoding="utf-8")
    assert "Was zuletzt übernommen wurde, gilt nicht: words.yml" in text_of(client.get("/woerter/"))
    assert "Sonnengruß" in desk.region.topics["yoga"].words
    add_words(client, "Sonnengruß\nYogini")
    assert "Stand 3 gilt" in text_of(publish(client))
    assert "gilt nicht" not in text_of(client.get("/woerter/"))
    assert {"Sonnengruß", "Yogini"} <= set(desk.region.topics["yoga"].words)


def test_every_change_leaves_a_line_with_before_and_after(client: Person, desk: Desk) -> None:
    add_words(client, "Sonnengruß")
    publish(client)
    client.post("/woerter/zurueck", {"number": "1"}, page="/woerter/")
    back, published, drafted = desk.audit.lines(limit=3)
    assert [line.by for line in (back, published, drafted)] == ["Bodo Lang"] * 3
    change = ("Thema „yoga“", "wie in der Region", "dazu: Sonnengruß")
    assert published.changes == drafted.changes == (change,)
    assert back.changes == ((change[0], change[2], change[1]),)


def test_searching_finds_names_and_words(client: Person) -> None:
    assert "yoga" in text_of(client.get("/woerter/begriffe?q=vinyasa"))
    assert "Rentner" in text_of(client.get("/woerter/begriffe?art=audience&q=ruheständler"))
    assert client.get("/woerter/begriffe?art=quatsch").status_code == 404
    assert client.get("/woerter/begriffe/topic/gibtesnicht").status_code == 404
    assert "Nichts gefunden" in text_of(client.get("/woerter/antworten?q=leider+kein+Angebot"))


# --- trying out


def test_trying_out_shows_both_answers_when_they_are_there(desk: Desk) -> None:
    app = create_app(desk)
    app.extensions["trials"] = Trials(lambda question: {"before": [{"text": "nichts"}], "after": [{"text": question}]})
    person = Person(app.test_client())
    person.log_in("Bodo Lang")
    answer = person.post("/woerter/ausprobieren", {"question": "Sonnengruß in Hameln?"})
    app.extensions["trials"]._pool.shutdown(wait=True)
    assert answer.request.path.startswith("/woerter/ausprobieren/")
    text = text_of(person.get(answer.request.path))
    assert "Jetzt nichts Mit dem Entwurf Sonnengruß in Hameln?" in text
    assert 'http-equiv="refresh"' not in person.get(answer.request.path).text


def test_every_text_has_an_occasion_and_every_blank_an_explanation() -> None:
    texts = own_sentences().texts
    assert {name.removeprefix("utter_") for name in texts} == OCCASIONS.keys()
    assert {blank for text in texts.values() for blank in blanks(text) or []} <= EXPLAINED.keys()


# --- trials, one after the other


def test_trials_wait_for_each_other_and_too_many_are_refused() -> None:
    going_on, most_at_once, release = [], [], threading.Event()

    def run(question: str) -> dict[str, Any]:
        going_on.append(question)
        most_at_once.append(len(going_on))
        release.wait(20)
        going_on.remove(question)
        return {"before": [], "after": [{"text": question, "buttons": [{"title": "mehr"}]}]}

    trials = Trials(run)
    begun = [trials.begin(f"Frage {number}") for number in range(5)]
    with pytest.raises(WordsError, match="schon viel ausprobiert"):
        trials.begin("noch eine")
    release.set()
    trials._pool.shutdown(wait=True)
    done = [trials.get(trial.id) for trial in begun]
    assert [trial.after for trial in done if trial] == [[f"Frage {number}", "[mehr]"] for number in range(5)]
    assert max(most_at_once) == 1


def test_a_trial_that_fails_says_so() -> None:
    def run(_: str) -> dict[str, Any]:
        raise ValueError("anything")

    trials = Trials(run)
    begun = trials.begin("Frage")
    trials._pool.shutdown(wait=True)
    done = trials.get(begun.id)
    assert done is not None
    assert (done.state, done.fault) == (
        "failed",
        "Das Ausprobieren hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
    )


def test_a_process_that_takes_too_long_is_ended(desk: Desk) -> None:
    with pytest.raises(WordsError, match="zu lange gedauert"):
        in_a_process(desk.settings, deadline=0.05)("Frage")


def test_what_the_process_refuses_is_told(desk: Desk) -> None:
    draft = states_of(desk.settings).folder / "draft"
    draft.mkdir(parents=True)
    (draft / "words.yml").write_text("topic: [", encoding="utf-8")
    with pytest.raises(WordsError, match=r"words\.yml ist kein gültiges YAML"):
        in_a_process(desk.settings)("Frage")
