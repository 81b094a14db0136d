"""The page of insight: what is confused and missed, what to do about it, and nothing where nothing is known."""

import re
import threading
from pathlib import Path

import pytest

from bot.review import sentences
from bot.review.kinds import KINDS
from bot.review.labels import Label, Labels
from bot.review.sentences import Sentence
from staff.app import create_app
from staff.desk import Desk
from staff.insight import making
from staff.report.plots import draw
from tests.staff.conftest import Person, text_of
from tests.staff.some_labels import some_labels

PAGE = "/fragen/einblick/"


@pytest.fixture(autouse=True)
def prepared() -> None:
    making.prepare()


@pytest.fixture
def labelled(desk: Desk) -> Desk:
    some_labels(desk)
    return desk


def test_without_labels_the_page_says_what_is_missing(client: Person) -> None:
    found = text_of(client.get(PAGE))
    assert "Noch keine bestätigten Fragen. Bis dahin zeigt diese Seite" in found
    assert found.count("Noch keine bestätigten Fragen") == 4
    # What stands in the training sentences is there all the same.
    assert "Will wieder die übliche Sprache" in found
    assert " Paare, alle aus den Trainingsdateien." in found
    assert "0 von 9." in found


@pytest.mark.parametrize("with_labels", [False, True])
def test_every_part_says_what_to_do(client: Person, desk: Desk, with_labels: bool) -> None:
    if with_labels:
        some_labels(desk)
    html = client.get(PAGE).text
    titles = re.findall(r"<h2[^>]*>([^<]+)</h2>", html)
    assert titles == [
        "Was verwechselt wird",
        "Welche Bedingungen übersehen werden",
        "Sätze, die einander widersprechen",
        "Wozu es wenige Sätze gibt",
        "Wie viele Sätze echt sind",
    ]
    assert html.count("Was Sie tun können:") == len(titles)


@pytest.mark.usefixtures("labelled")
def test_confusions_are_named_with_numbers_and_examples(client: Person) -> None:
    found = text_of(client.get(PAGE))
    assert "Richtig verstanden: 2 von 8, 25 % (7 bis 59 %)." in found
    refine, search = KINDS["refine"].name, KINDS["search"].name
    assert f"{refine} {search} 4 50 % 0" in found
    assert f"Gemeint: {refine} – verstanden: {search} (4)" in found
    assert "„und wie sieht es am Abend aus?“" in found
    # The classifier was right about the weather, and a rule was not.
    assert f"{KINDS['out_of_scope'].name} {search} 1 12 % 1" in found


@pytest.mark.usefixtures("labelled")
def test_conditions_are_named_with_the_interval(client: Person) -> None:
    found = text_of(client.get(PAGE))
    assert "Ort 1 von 1, 100 % (21 bis 100 %) 1 von 1, 100 % (21 bis 100 %) –" in found
    assert "Thema, nur umschrieben 1 von 1, 100 %" in found
    assert "übersehen: Aerzen" in found
    assert "Nicht verglichen: 2, die einer bestätigten nur ähnlich sind." in found


@pytest.mark.usefixtures("labelled")
def test_contradictions_with_labels_come_first(client: Person) -> None:
    found = text_of(client.get(PAGE))
    first = found.index("Was gemeint ist (dieselben Wörter)")
    there = found[first : first + 250]
    assert "kostenlose" in there and "von Ihnen bestätigt" in there and "Trainingsdatei search.yml" in there
    assert re.search(r"\d+ Paare\. Bei 1 davon ist mindestens ein Satz von Ihnen bestätigt; diese stehen oben\.", found)


@pytest.mark.usefixtures("labelled")
def test_real_sentences_are_counted_by_week(client: Person) -> None:
    found = text_of(client.get(PAGE))
    assert "6 von 9.6" in found and "unter 0,1 %" in found
    assert "Woche ab 14.12.2026 2 2" in found
    assert "Woche ab 28.12.2026 0 3" in found


def test_sentences_lead_to_their_message(labelled: Desk) -> None:
    app = create_app(labelled)
    if "questions.one" not in app.view_functions:
        app.add_url_rule("/fragen/<int:message_id>", "questions.one", lambda message_id: str(message_id))
    person = Person(app.test_client())
    person.log_in("Bodo Lang")
    html = person.get(PAGE).text
    assert re.search(r'<a href="/fragen/\d+">„und wie sieht es am Abend aus\?“</a>', html)


@pytest.mark.usefixtures("labelled")
def test_what_somebody_wrote_is_text_and_no_markup(client: Person, desk: Desk) -> None:
    Labels(desk.stored).put(Label("<b>kostenlose</b> kurse", "refine"), "Bodo Lang")
    html = client.get(PAGE).text
    assert "&lt;b&gt;kostenlose&lt;/b&gt;" in html and "<b>kostenlose" not in html


@pytest.mark.usefixtures("labelled")
def test_plots_are_files_that_are_the_same_from_the_same_figures(client: Person, desk: Desk) -> None:
    html = client.get(PAGE).text
    addresses = re.findall(r'<img class="plot" src="([^"]+)" alt="([^"]+)"', html)
    assert len(addresses) == 4
    for address, described in addresses:
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
        assert "style=" not in answer.text and len(described) > 40
    assert client.get("/fragen/einblick/bild/nichts.svg").status_code == 404
    drawn = [[draw(part.plot) for part in making.parts(making.made(desk)) if part.plot] for _ in range(2)]
    assert drawn[0] == drawn[1]


def test_a_new_label_shows_at_once_and_nothing_is_made_twice(client: Person, desk: Desk) -> None:
    before = making.made(desk)
    assert making.made(desk) is before
    Labels(desk.stored, lambda: desk.clock().timestamp()).put(Label("moin moin moin", "greet"), "Bodo Lang")
    assert making.made(desk).labels == before.labels + 1
    assert "1 bestätigte Frage " in text_of(client.get(PAGE))


def test_training_sentences_that_cannot_be_read_are_told(
    client: Person, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "broken.yml").write_text("nlu: [", encoding="utf-8")

    def broken() -> list[Sentence]:
        return sentences.read_sentences(tmp_path)

    monkeypatch.setattr(making, "read_sentences", broken)
    monkeypatch.setattr(making, "state_of", lambda: ("another",))
    for _ in range(2):
        answer = client.get(PAGE)
        assert answer.status_code == 409
        assert "Trainingssätze in broken.yml" in text_of(answer)


def test_who_comes_first_is_told_to_wait(client: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    may_go_on = threading.Event()
    monkeypatch.setattr(making, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(making, "_taught", {})
    monkeypatch.setattr(making, "read_sentences", lambda: [Sentence("moin", "greet")] if may_go_on.wait(60) else [])
    answer = client.get(PAGE)
    assert "Refresh" in answer.headers
    assert "Die Trainingssätze werden miteinander verglichen" in text_of(answer)
    may_go_on.set()
    monkeypatch.setattr(making, "PATIENCE_SECONDS", 60.0)
    assert "Einblick" in text_of(client.get(PAGE))
