"""Going through questions: what is shown, what becomes of an answer, undo, words, tests, and two people at once."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from werkzeug.test import TestResponse

from bot.region_in_use import states_of
from bot.review.as_test import behaviours, folder_of, saved
from bot.review.inbox import Inbox
from bot.review.labels import Label, Labels, Marked
from bot.review.tables import DECLINED, NOTHING, RELAXED, SAID
from catalogue.overlays.overlay import TOPIC
from catalogue.wish import Wish
from staff.desk import Desk
from staff.questions.telling import BEHAVIOURS, told_behaviours
from tests.bot.review.kept import fact, keep, message
from tests.staff.conftest import Person, text_of

TEXT = "Deutschkurs nicht in Hameln"
FACTS = [fact(TEXT, "Deutschkurs", "topic", "deutsch"), fact(TEXT, "Hameln", "place", "Hameln", "exclude")]
MARKS = (Marked(0, 11, "topic"), Marked(21, 27, "place", "exclude"))


@pytest.fixture
def asked(desk: Desk) -> int:
    """A message that waits; its id."""
    return keep(desk.stored, [message(TEXT, "abc", facts=FACTS, outcome=NOTHING, total=0)])[0]


def labels(desk: Desk) -> dict[str, Label]:
    return {label.text: label for label in Labels(desk.stored).all()}


def value_of(answer: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', answer.text)
    assert found, name
    return found[1]


def answer(person: Person, number: int, do: str, **more: Any) -> TestResponse:
    """Press a button of the form as it stands on the page, with other entries where some are named."""
    page = person.get(f"/fragen/{number}")
    entries = {
        "stand": value_of(page, "stand"),
        "intent": value_of(page, "intent"),
        "mark": re.findall(r'name="mark" value="(.+?)"', page.text),
        "entity": re.findall(r'name="entity">.*?value="(\w+)" selected', page.text),
        "role": re.findall(r'name="role">.*?value="(\w+)" selected', page.text),
    }
    return person.post(f"/fragen/{number}", {**entries, "do": do, **more}, page=f"/fragen/{number}")


def test_a_message_is_shown_with_what_was_understood(client: Person, asked: int) -> None:
    page = text_of(client.get("/fragen/"))
    assert "Deutschkurs Thema" in page
    assert "Hameln Ort, nicht gewünscht" in page
    assert "Sucht etwas" in page and "Nichts gefunden" in page
    assert "1 Nachricht wartet" in page


def test_one_press_confirms_what_was_understood(client: Person, desk: Desk, asked: int) -> None:
    page = answer(client, asked, "confirm")
    label = labels(desk)[TEXT]
    assert (label.intent, label.entities, label.by, label.conversation) == ("search", MARKS, "Bodo Lang", "abc")
    assert "Zurzeit wartet keine Nachricht." in text_of(page)
    (line, *_) = desk.audit.lines(limit=1)
    assert (line.by, line.action, line.subject) == ("Bodo Lang", "Frage eingeordnet", f"Frage {asked}")
    assert "Deutschkurs" not in repr(desk.audit.lines(limit=100))


@pytest.mark.parametrize(
    ("do", "intent", "marks"),
    [("contact", "contact", 2), ("elsewhere", "out_of_scope", 0), ("nothing", None, 0), ("refine", "refine", 2)],
)
def test_another_kind_of_turn(client: Person, desk: Desk, asked: int, do: str, intent: str | None, marks: int) -> None:
    answer(client, asked, do)
    label = labels(desk)[TEXT]
    assert (label.intent, len(label.entities)) == (intent, marks)


def test_conditions_are_changed(client: Person, desk: Desk, asked: int) -> None:
    answer(client, asked, "confirm", entity=["kind", "place"], role=["background", "none"])
    assert labels(desk)[TEXT].entities == (Marked(0, 11, "kind", "background"),)


def test_a_condition_is_marked_by_its_words(client: Person, desk: Desk) -> None:
    text = "etwas ab dem Frühjahr in Aerzen"
    (number,) = keep(desk.stored, [message(text, outcome=DECLINED, intent="unclear")])
    page = answer(client, number, "mark", first="1", last="3", new_entity="date", new_role="wanted")
    assert page.status_code == 200
    assert "ab dem Frühjahr Zeitraum" in text_of(page)
    assert labels(desk) == {}
    entered = {"mark": ["6:21"], "entity": ["date"], "role": ["wanted"]}
    answer(client, number, "search", first="5", new_entity="place", new_role="background", **entered)
    assert labels(desk)[text].entities == (Marked(6, 21, "date"), Marked(25, 31, "place", "background"))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"first": "0", "new_entity": ""}, "Bitte wählen Sie das erste und das letzte Wort"),
        ({"first": "3", "last": "1", "new_entity": "place"}, "Bitte wählen Sie das erste und das letzte Wort"),
        ({"first": "0", "new_entity": "kind"}, "„Deutschkurs“ ist schon als Thema markiert."),
        ({"topic": "falknerei"}, "Das Thema „falknerei“ gibt es nicht."),
        ({"intent": "suche"}, "Diese Art von Nachricht gibt es nicht."),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_lost(
    client: Person, desk: Desk, asked: int, more: dict[str, str], why: str
) -> None:
    page = answer(client, asked, "confirm", **{"topic": "yoga", **more})
    assert page.status_code == 422
    assert why in text_of(page)
    assert f'value="{more.get("topic", "yoga")}"' in page.text
    assert labels(desk) == {}


def test_a_topic_that_is_only_described(client: Person, desk: Desk) -> None:
    text = "ins Wasser gehen und nicht untergehen"
    facts = [{"key": "topic", "value": "schwimmen", "start": 0, "end": 0, "role": "described"}]
    (number,) = keep(desk.stored, [message(text, facts=facts, confidence=0.4)])
    page = client.get(f"/fragen/{number}")
    assert 'name="topic" value="schwimmen"' in page.text
    answer(client, number, "confirm", topic="Yoga")
    assert labels(desk)[text].topic == "yoga"


def test_the_next_message_comes_at_once(client: Person, desk: Desk, asked: int) -> None:
    keep(desk.stored, [message("Töpfern am Abend", outcome=RELAXED)])
    assert "Töpfern am Abend" in text_of(answer(client, asked, "confirm"))


def test_a_message_can_be_passed_over(client: Person, desk: Desk, asked: int) -> None:
    keep(desk.stored, [message("Töpfern am Abend", outcome=RELAXED)])
    page = client.get(f"/fragen/?nach={asked}")
    assert "Töpfern am Abend" in text_of(page)
    # What was passed over stays so after the next answer.
    number = int(re.findall(r'action="/fragen/(\d+)"', page.text)[0])
    assert "Danach kommt keine Nachricht mehr" in text_of(answer(client, number, "confirm", nach=str(asked)))


def test_what_is_known_well_is_left_out_with_its_number(client: Person, desk: Desk, asked: int) -> None:
    keep(desk.stored, [message("Yoga"), message("Töpfern")])
    assert "2 weitere sind schon gut bekannt" in text_of(client.get("/fragen/liste"))
    assert "Töpfern" not in text_of(client.get("/fragen/liste"))
    page = text_of(client.get("/fragen/liste?alle=1"))
    assert "Töpfern Sucht etwas Gut bekannt 1" in page


def test_alike_messages_are_set_aside_together(client: Person, desk: Desk, asked: int) -> None:
    keep(desk.stored, [message("bitte deutschkurs nicht in Hameln", outcome=NOTHING)])
    page = text_of(client.get("/fragen/"))
    assert "2-mal ähnlich" in page and "bitte deutschkurs nicht in Hameln" in page
    answer(client, asked, "confirm")
    assert Inbox(desk.stored).waiting().groups == ()


def test_steps_are_taken_back(client: Person, desk: Desk, asked: int) -> None:
    (other,) = keep(desk.stored, [message("Töpfern", outcome=RELAXED)])
    answer(client, asked, "confirm")
    answer(client, other, "greet")
    page = client.post("/fragen/zurueck", page="/fragen/")
    assert "Zurückgenommen: „Grüßt“." in text_of(page)
    assert f"Nachricht {other}" in text_of(page)
    assert f"Nachricht {asked}" in text_of(client.post("/fragen/zurueck", page="/fragen/"))
    assert labels(desk) == {}
    assert "Es gibt nichts, was Sie zurücknehmen könnten." in text_of(client.post("/fragen/zurueck", page="/fragen/"))
    assert [line.action for line in desk.audit.lines(limit=2)] == ["Einordnung zurückgenommen"] * 2


def test_two_people_at_once_see_different_messages(client: Person, leader: Person, desk: Desk, asked: int) -> None:
    keep(desk.stored, [message("Töpfern", outcome=RELAXED)])
    assert "Deutschkurs" in text_of(client.get("/fragen/"))
    assert "Töpfern" in text_of(leader.get("/fragen/"))
    page = text_of(leader.get(f"/fragen/{asked}"))
    assert "Bodo Lang sieht diese Nachricht gerade auch an." in page


def test_when_others_look_at_all_of_them(client: Person, leader: Person, asked: int) -> None:
    client.get("/fragen/")
    assert "sehen gerade andere an" in text_of(leader.get("/fragen/"))


def test_who_comes_second_sees_what_the_first_said_and_decides(
    client: Person, leader: Person, desk: Desk, asked: int
) -> None:
    answer(client, asked, "contact")
    page = answer(leader, asked, "confirm", stand="")
    assert page.status_code == 409
    assert "Bodo Lang hat diese Nachricht inzwischen eingeordnet: Fragt nach Kontakt" in text_of(page)
    assert labels(desk)[TEXT].intent == "contact"
    answer(leader, asked, "search", stand=value_of(page, "stand"))
    assert (labels(desk)[TEXT].intent, labels(desk)[TEXT].by) == ("search", "Anna Kern")


def test_a_label_can_be_changed_later(client: Person, desk: Desk, asked: int) -> None:
    answer(client, asked, "contact")
    page = client.get(f"/fragen/{asked}")
    assert "Eingeordnet von Bodo Lang" in text_of(page)
    answer(client, asked, "confirm")
    assert labels(desk)[TEXT].intent == "contact"


def test_a_new_synonym_goes_into_the_draft_and_labels_the_message(client: Person, desk: Desk) -> None:
    text = "Sonnengruß in Hameln"
    facts = [fact(text, "Hameln", "place", "Hameln")]
    (number,) = keep(desk.stored, [message(text, intent="out_of_scope", outcome=DECLINED, facts=facts)])
    page = client.get(f"/fragen/{number}/synonym")
    assert '<option value="Sonnengruß">' in page.text and '<option value="Hameln">' not in page.text
    entered = {"stand": "", "word": "Sonnengruß", "of": "topic", "name": "yoga", "intent": "search"}
    answered = client.post(f"/fragen/{number}/synonym", entered)
    assert "Gespeichert im Entwurf: „Sonnengruß“ bei „yoga“." in text_of(answered)
    draft = states_of(desk.settings).draft()
    assert draft.overlay.words[TOPIC, "yoga"].added == ("Sonnengruß",)
    assert labels(desk)[text].entities == (Marked(0, 10, "topic"), Marked(14, 20, "place"))
    assert labels(desk)[text].intent == "search"
    back = text_of(client.post("/fragen/zurueck", page="/fragen/"))
    assert "Das neue Wort steht noch im Entwurf der Wörter." in back


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"name": "falknerei"}, "„falknerei“ gibt es nicht."),
        ({"word": "Aerzen"}, "ist ein Ort der Region"),
        ({"word": ""}, "Bitte füllen Sie dieses Feld aus."),
    ],
)
def test_a_synonym_that_does_not_fit(client: Person, desk: Desk, asked: int, more: dict[str, str], why: str) -> None:
    entered = {"stand": "", "word": "Sonnengruß", "of": "topic", "name": "yoga", "intent": "search", **more}
    page = client.post(f"/fragen/{asked}/synonym", entered)
    assert page.status_code == 422
    assert why in text_of(page)
    assert labels(desk) == {}


def test_a_new_topic_goes_into_the_draft_and_is_described_by_the_message(
    client: Person, desk: Desk, asked: int
) -> None:
    entered = {"stand": "", "name": "Seifenkistenbau", "broader": "", "area": "", "intent": "search"}
    assert "Neues Thema „seifenkistenbau“" in text_of(client.post(f"/fragen/{asked}/thema", entered))
    assert "seifenkistenbau" in states_of(desk.settings).draft().overlay.topics
    assert labels(desk)[TEXT].topic == "seifenkistenbau"
    again = client.post(f"/fragen/{asked}/thema", {**entered, "name": "yoga"})
    assert "Das Thema „yoga“ gibt es schon." in text_of(again)


def test_shortcuts_are_shown_and_can_be_switched_off(client: Person, asked: int) -> None:
    page = client.get("/fragen/")
    assert "questions.js" in page.text and 'aria-keyshortcuts="j Enter"' in page.text
    client.post("/fragen/tasten", page="/fragen/")
    page = client.get("/fragen/")
    assert "questions.js" not in page.text and "<kbd>" not in page.text
    assert "Die Tastenkürzel sind ausgeschaltet." in text_of(page)
    client.post("/fragen/tasten", page="/fragen/")
    assert "questions.js" in client.get("/fragen/").text


@pytest.fixture
def conversation(desk: Desk) -> str:
    wish = Wish(topic="yoga", place=("Hameln",)).as_query()
    said = "Dabei kann ich leider nicht helfen."
    keep(
        desk.stored,
        [
            message("Yoga in Hameln", "abc", 1, wish=wish),
            message("", "abc", 2, intent="more", wish=wish),
            message("Wie wird das Wetter?", "abc", 3, intent="out_of_scope", outcome=DECLINED, answer=said),
            message("danke", "xyz", 1, intent="thanks", outcome=SAID),
        ],
    )
    return "/fragen/gespraech/abc"


def test_a_whole_conversation(client: Person, conversation: str) -> None:
    page = text_of(client.get(conversation))
    assert "Yoga in Hameln" in page and "(ein Knopf wurde gedrückt)" in page and "leider nicht helfen" in page
    assert "danke" not in page
    assert client.get("/fragen/gespraech/gibtesnicht").status_code == 404


def test_a_conversation_is_saved_as_a_test(client: Person, desk: Desk, conversation: str) -> None:
    page = client.get(f"{conversation}/test")
    assert "Thema: yoga" in text_of(page) and "sagt: „Dabei kann ich leider nicht helfen.“" in text_of(page)
    lines = [line for line in re.findall(r'name="line" value="(.+?)"', page.text) if line != "1-query-place"]
    entered = {"behaviour": "search", "sentence": "Yoga am Nachmittag", "line": lines, "press-2": "Weitere zeigen"}
    answered = client.post(f"{conversation}/test", entered)
    assert "Als Test gesichert: search/yoga_am_nachmittag.yml." in text_of(answered)
    ((name, text),) = saved(folder_of(desk.settings.data_dir)).items()
    assert name == "search/yoga_am_nachmittag.yml"
    first, second, third = yaml.safe_load(text)
    assert first["offers"]["query"] == {"topic": "yoga"}
    assert second["press"] == "Weitere zeigen"
    assert third["bot"] == ["Dabei kann ich leider nicht helfen."]
    again = client.post(f"{conversation}/test", {**entered, "line": lines[:1]})
    assert again.status_code == 422
    assert "gibt es schon" in text_of(again)
    assert again.text.count(" checked") == 1
    assert 'value="Weitere zeigen"' in again.text


def test_a_test_goes_only_where_tests_are(client: Person, desk: Desk, conversation: str) -> None:
    page = client.post(f"{conversation}/test", {"behaviour": "../..", "sentence": "x", "line": []})
    assert page.status_code == 422
    assert not Path(folder_of(desk.settings.data_dir)).exists()


def test_every_folder_of_tests_has_a_german_name() -> None:
    assert set(behaviours()) == BEHAVIOURS.keys()
    assert told_behaviours(["neues", "search"]) == [("search", "Suchen"), ("neues", "neues")]


def test_messages_that_are_gone_or_buttons_are_no_page(client: Person, desk: Desk) -> None:
    (button,) = keep(desk.stored, [message("", "a")])
    for number in (button, 99):
        assert client.get(f"/fragen/{number}").status_code == 404


def test_the_overview_says_how_many_wait(client: Person, asked: int) -> None:
    assert "Fragen zum Nachsehen" in text_of(client.get("/"))


def test_nobody_waits_for_others_after_a_while(
    client: Person, leader: Person, asked: int, clock: Callable[[], Any]
) -> None:
    client.get("/fragen/")
    clock.later(601)  # type: ignore[attr-defined]
    assert "Deutschkurs" in text_of(leader.get("/fragen/"))
