"""What a counsellor is answered, and nobody else: ten offers, the number for counselling, notices with a name."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import resources
from benchmarks.acting import Actions, Talk, buttons_in, offers_in
from catalogue.database import migrate
from catalogue.models import Notice
from catalogue.notices import SUBJECTS
from catalogue.region import Region
from catalogue.submissions.load import load

TODAY = date(2027, 1, 11)
HEADER = "kennung;titel;bereich;art;anbieter;ort;telefon;telefon_beratung;ansprechperson;stand\n"
REPORT = "Angabe stimmt nicht"


def number(item: int) -> str:
    return f"05151 7700-{item:02}"


@pytest.fixture(scope="module", autouse=True)
def catalogue(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """23 yoga courses, each with a number for counsellors."""
    folder = tmp_path_factory.mktemp("counsellors")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BILDUNGSLOTSE_DATA_DIR", str(folder))
        patch.setenv("BILDUNGSLOTSE_TODAY", TODAY.isoformat())
        for name in ("DATABASE_URL", "CONVERSATIONS_URL", "REGION"):
            patch.delenv(f"BILDUNGSLOTSE_{name}", raising=False)
        rows = [
            f"Y-{item:02};Yoga {item:02};Kultur und Freizeit;Kurs;Werkstatt Probe;Hameln;05151 1;{number(item)};"
            "Frau Probe;2027-01-04\n"
            for item in range(1, 24)
        ]
        path = folder / "yoga.csv"
        path.write_text(HEADER + "".join(rows), encoding="utf-8")
        migrate(resources.engine())
        assert load(resources.engine(), [path], region, datetime.combine(TODAY, time(9))).exit_code == 0
        yield


@pytest.fixture(scope="module")
def actions() -> Actions:
    return Actions()


@pytest.fixture
def counsellor(actions: Actions) -> Talk:
    return Talk(actions, counsellor="Frau Muster")


@pytest.fixture
def visitor(actions: Actions) -> Talk:
    return Talk(actions)


def notices() -> list[tuple[str, str, str]]:
    with Session(resources.engine()) as session:
        return [(item.offer_key, item.about, item.message) for item in session.scalars(select(Notice))]


def test_a_counsellor_sees_ten_offers_a_page_and_everybody_else_five(counsellor: Talk, visitor: Talk) -> None:
    sizes = {}
    for talk in (counsellor, visitor):
        pages = [offers_in(talk.say("search", topic="yoga")), offers_in(talk.say("more")), offers_in(talk.say("more"))]
        sizes[talk.counsellor] = [(page["first"], len(page["offers"]), page["total"]) for page in pages]
    assert sizes["Frau Muster"] == [(1, 10, 23), (11, 10, 23), (21, 3, 23)]
    assert sizes[None] == [(1, 5, 23), (6, 5, 23), (11, 5, 23)]


def test_the_last_page_of_a_counsellor_has_no_button_to_another(counsellor: Talk) -> None:
    counsellor.say("search", topic="yoga")
    assert "Weitere zeigen" in [item["title"] for item in buttons_in(counsellor.say("more"))]
    assert "Weitere zeigen" not in [item["title"] for item in buttons_in(counsellor.say("more"))]
    assert offers_in(counsellor.say("more")) == {}


def test_every_offer_of_a_counsellor_has_the_number_the_person_and_the_day(counsellor: Talk) -> None:
    messages = counsellor.say("search", topic="yoga")
    page = offers_in(messages)
    for offer in page["offers"]:
        item = int(offer["id"][-2:])
        assert offer["counselling"] == {"phone": number(item), "person": "Frau Probe"}
        line = f"Nur für die Beratung: {number(item)}; Ansprechperson: Frau Probe"
        assert offer["lines"][-1] == line
        assert "zuletzt bestätigt am 04.01.2027" in " ".join(offer["lines"])
        assert f"   {line}" in messages[0]["text"]
    assert messages[0]["text"].count("zuletzt bestätigt am 04.01.2027") == 10


@pytest.mark.parametrize("intent", ["detail", "contact"])
def test_one_offer_has_them_too_and_a_button_to_report_it(intent: str, counsellor: Talk) -> None:
    page = offers_in(counsellor.say("search", topic="yoga"))
    (answer,) = counsellor.say(intent, number=2)
    key = page["offers"][1]["id"]
    assert f"Nur für die Beratung: {number(int(key[-2:]))}" in answer["text"]
    assert [item["title"] for item in answer["buttons"]] == [REPORT]
    assert json.loads(answer["buttons"][0]["payload"].removeprefix("/wrong_entry")) == {"offer": key}


def test_nobody_else_sees_any_of_it(visitor: Talk) -> None:
    said = [visitor.say("search", topic="yoga"), visitor.say("more"), visitor.say("detail", number=1)]
    said += [visitor.say(intent, number=1) for intent in ("contact", "why", "complaint", "wrong_entry")]
    text = json.dumps(said, ensure_ascii=False)
    assert "Yoga 01" in text
    assert not [word for word in ("7700", "Nur für die Beratung", "counselling", REPORT) if word in text]


def test_after_the_mode_has_ended_the_same_offers_are_shown_as_to_everybody(actions: Actions) -> None:
    talk = Talk(actions, counsellor="Frau Muster")
    talk.say("search", topic="yoga")
    talk.counsellor = None
    text = json.dumps([talk.say("detail", number=7), talk.say("more"), talk.say("plain_language")], ensure_ascii=False)
    assert "Yoga" in text and "7700" not in text


def test_a_notice_goes_to_the_office_with_the_counsellors_name(counsellor: Talk) -> None:
    page = offers_in(counsellor.say("search", topic="yoga"))
    (report,) = [item for item in buttons_in(counsellor.say("detail", number=3)) if item["title"] == REPORT]
    subjects = buttons_in(counsellor.press(report["payload"]))
    assert [item["title"] for item in subjects] == list(SUBJECTS)
    before = len(notices())
    (answer,) = counsellor.press(subjects[1]["payload"])
    title = page["offers"][2]["title"]
    assert answer["text"] == f"Danke. Der Hinweis zu „{title}“ ist beim Bildungsbüro, mit Ihrem Namen: Ort."
    assert notices()[before:] == [(page["offers"][2]["id"], "Ort", "(gemeldet von Frau Muster)")]


def test_from_the_list_it_is_asked_which_offer_is_meant(counsellor: Talk) -> None:
    page = offers_in(counsellor.say("search", topic="yoga"))
    counsellor.say("more")
    choices = buttons_in(counsellor.press("/wrong_entry"))
    assert len(choices) == 10
    assert choices[0]["title"].startswith("11. Yoga")
    (answer,) = counsellor.press(choices[0]["payload"])
    assert answer["text"].startswith("Was stimmt an „Yoga") and page["offers"]


def test_what_is_wrong_may_be_said_in_words(counsellor: Talk) -> None:
    page = offers_in(counsellor.say("search", topic="yoga"))
    key, before = page["offers"][0]["id"], len(notices())
    counsellor.press("/wrong_entry" + json.dumps({"offer": key, "about": SUBJECTS[-1]}))
    counsellor.say("search", "Die Leitung hat gewechselt.", topic="leitung")
    assert notices()[before:] == [(key, SUBJECTS[-1], "Die Leitung hat gewechselt.\n(gemeldet von Frau Muster)")]
    assert offers_in(counsellor.say("search", "Yoga", topic="yoga"))["total"] == 23
    assert len(notices()) == before + 1


def test_who_goes_on_otherwise_reports_nothing(counsellor: Talk) -> None:
    page = offers_in(counsellor.say("search", topic="yoga"))
    key, before = page["offers"][0]["id"], len(notices())
    for otherwise in (lambda: counsellor.press("/more"), lambda: counsellor.say("crisis", "ich kann nicht mehr")):
        counsellor.press("/wrong_entry" + json.dumps({"offer": key, "about": SUBJECTS[-1]}))
        otherwise()
        counsellor.say("search", "Yoga", topic="yoga")
    assert len(notices()) == before


def test_a_visitor_is_not_waited_for_even_where_a_counsellor_was(actions: Actions) -> None:
    talk, before = Talk(actions, counsellor="Frau Muster"), len(notices())
    key = offers_in(talk.say("search", topic="yoga"))["offers"][0]["id"]
    talk.press("/wrong_entry" + json.dumps({"offer": key, "about": SUBJECTS[-1]}))
    talk.counsellor = None
    assert offers_in(talk.say("search", "Yoga", topic="yoga"))["total"] == 23
    talk.press("/wrong_entry" + json.dumps({"offer": key, "about": "Ort"}))
    assert len(notices()) == before


def test_a_complaint_about_no_offer_is_answered_as_everybodys_with_a_way_to_report(counsellor: Talk) -> None:
    (answer,) = counsellor.say("complaint", "das hilft nicht")
    assert answer["text"].startswith("Das tut mir leid.") and not answer["buttons"]
    counsellor.say("search", topic="yoga")
    (answer,) = counsellor.say("complaint", "das hilft nicht")
    assert [item["title"] for item in answer["buttons"]] == [REPORT]


def test_what_a_visitor_types_is_kept_in_these_words_and_without_a_name(visitor: Talk) -> None:
    page, before = offers_in(visitor.say("search", topic="yoga")), len(notices())
    (answer,) = visitor.say("wrong_entry", "Beim zweiten ist die Adresse falsch.", number=2)
    key = page["offers"][1]["id"]
    assert answer["text"].startswith(f"Danke für Ihren Hinweis zu „{page['offers'][1]['title']}“.")
    assert notices()[before:] == [(key, "Ort", "Beim zweiten ist die Adresse falsch.")]


def test_what_was_typed_waits_until_it_is_known_which_offer_is_meant(visitor: Talk, counsellor: Talk) -> None:
    for talk, name in ((visitor, ""), (counsellor, "\n(gemeldet von Frau Muster)")):
        page, before = offers_in(talk.say("search", topic="yoga")), len(notices())
        choices = buttons_in(talk.say("wrong_entry", "Da geht keiner ans Telefon."))
        assert len(notices()) == before
        talk.press(choices[2]["payload"])
        assert notices()[before:] == [
            (page["offers"][2]["id"], SUBJECTS[3], f"Da geht keiner ans Telefon.{name}"),
        ]


def test_a_word_that_all_titles_share_leaves_it_at_the_offer_last_spoken_of(visitor: Talk) -> None:
    page, before = offers_in(visitor.say("search", topic="yoga")), len(notices())
    visitor.say("detail", number=1)
    visitor.say("wrong_entry", "Der Yogakurs ist schon voll.")
    assert [key for key, *_ in notices()[before:]] == [page["offers"][0]["id"]]


def test_before_anything_is_shown_it_is_said_how_to_report(visitor: Talk) -> None:
    before = len(notices())
    (answer,) = visitor.say("wrong_entry", "Die Adresse ist falsch.")
    assert "Um welches Angebot geht es?" in answer["text"] and len(notices()) == before
