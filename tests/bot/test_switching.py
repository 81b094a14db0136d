"""Staff publish while the service runs: it answers with the new words within seconds, and nobody's turn is lost."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from bot.settings import Settings
from bot.switching import LOOK_EVERY_SECONDS
from bot.training import shelf_of
from catalogue.overlays.overlay import (
    TOPIC,
    Overlay,
    WordChange,
    with_answer,
    with_office,
    with_topic,
    with_words,
)
from catalogue.overlays.states import States
from catalogue.region import Region
from catalogue.terms import Topic
from tests.bot.service import Visitor, offers, running, text_of

NOW = datetime(2027, 1, 11, 9)
# Loading a model aside takes some seconds, on a busy machine more.
PATIENCE_SECONDS = 90.0


@pytest.fixture(scope="module")
def folder(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("switching") / "data"
    shutil.copytree(data_dir, folder)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with running(folder, BILDUNGSLOTSE_ENABLE_REST="1") as address:
        yield address


@pytest.fixture
def states(folder: Path) -> States:
    return States(folder / "words")


def topic_of(address: str, question: str) -> str | None:
    messages = Visitor(address).say(question)
    found = [message["custom"] for message in messages if "custom" in message]
    return found[0]["query"]["topic"] if found else None


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():
        assert time.monotonic() < deadline, "not within the time"
        time.sleep(0.2)


def test_a_new_synonym_is_found_without_a_restart_and_no_turn_is_lost(address: str, states: States) -> None:
    question, stop, lost, answered = "Morgenruhe in Hameln", threading.Event(), [], []

    def talk() -> None:
        visitor = Visitor(address)
        while not stop.is_set():
            said = text_of(visitor.say("Yoga in Hameln"))
            answered.append(said)
            if "nicht geklappt" in said or not said:
                lost.append(said)

    assert topic_of(address, question) != "yoga"
    states.change(
        lambda overlay: with_words(overlay, TOPIC, "yoga", WordChange(added=("Morgenruhe",))), "Ada", NOW, "Yoga"
    )
    talkers = [threading.Thread(target=talk) for _ in range(3)]
    for talker in talkers:
        talker.start()
    try:
        time.sleep(2 * LOOK_EVERY_SECONDS)
        assert topic_of(address, question) != "yoga", "a draft does not count"
        states.publish("Ada", NOW)
        wait_until(lambda: topic_of(address, question) == "yoga")
    finally:
        stop.set()
        for talker in talkers:
            talker.join()
    assert lost == []
    assert len(answered) > 10


def test_offers_that_were_there_are_found_by_a_new_topic_and_conversations_go_on(address: str, states: States) -> None:
    visitor = Visitor(address)
    visitor.say("Deutschkurs in Hameln")
    topic = Topic("verse und reime", (), area="Frühe Bildung")

    def add(overlay: Overlay) -> Overlay:
        overlay = with_topic(overlay, topic.name, topic)
        return with_words(overlay, TOPIC, topic.name, WordChange(added=("Reimzeit",)))

    states.change(add, "Ada", NOW, "Neues Thema")
    states.publish("Ada", NOW)
    wait_until(lambda: topic_of(address, "Reimzeit") == topic.name)
    found = offers(Visitor(address).say("Reimzeit in Hameln"))
    assert any("Reimzeit" in offer["title"] for offer in found["offers"])
    assert offers(visitor.say("lieber abends"))["query"]["place"] == ["Hameln"]
    # Stepping back, somebody still stands on the topic that is gone.
    on_it = Visitor(address)
    on_it.say("Reimzeit in Hameln")
    states.step_back("Ada", NOW)
    wait_until(lambda: topic_of(address, "Reimzeit") != topic.name)
    assert "nicht geklappt" not in text_of(on_it.say("egal wo"))


def test_answers_and_the_office_follow(address: str, states: States, region: Region) -> None:
    def change(overlay: Overlay) -> Overlay:
        overlay = with_answer(overlay, "utter_thanks", "Bitte schön, sagt das {office_name}.")
        return with_office(overlay, {"name": "Bildungsbüro Nord", "phone": "05151 1234"}, region)

    states.change(change, "Ada", NOW, "Texte")
    states.publish("Ada", NOW)
    wait_until(lambda: "Bitte schön, sagt das Bildungsbüro Nord." in text_of(Visitor(address).say("Danke!")))
    assert "05151 1234" in httpx.get(f"{address}/impressum").text
    assert httpx.get(f"{address}/health").json() == {"status": "ok"}


def test_a_promoted_model_answers_and_one_that_is_broken_stops_nothing(address: str, folder: Path) -> None:
    (log,) = folder.glob("service-*.log")
    shelf, on = shelf_of(replace(Settings(), data_dir=folder)), "counts now, on {}"

    def answers_on(number: int) -> bool:
        return log.read_text("utf-8").rstrip().endswith(on.format(shelf.path_of(number).name))

    visitor = Visitor(address)
    visitor.say("Deutschkurs in Hameln")
    shutil.copy(shelf.path_of(0), shelf.path_of(1))
    shelf.path_of(2).write_bytes(b"broken")
    shelf.promote(1, "Ada", NOW.isoformat())
    wait_until(lambda: answers_on(1))
    assert offers(visitor.say("lieber abends"))["query"]["place"] == ["Hameln"]
    shelf.promote(2, "Ada", NOW.isoformat())
    wait_until(lambda: httpx.get(f"{address}/health").json() == {"status": "degraded"})
    assert offers(visitor.say("auch in Aerzen"))["query"]["place"] == ["Hameln", "Aerzen"]
    shelf.step_back("Ada", NOW.isoformat())
    wait_until(lambda: httpx.get(f"{address}/health").json() == {"status": "ok"})
    shelf.step_back("Ada", NOW.isoformat())
    wait_until(lambda: answers_on(0))
    assert topic_of(address, "Yoga in Hameln") == "yoga"


def test_a_broken_file_is_told_and_stops_nothing(address: str, folder: Path, states: States) -> None:
    before = states.number()
    target = states.folder_of(before) / "words.yml"
    target.write_text("topic: [", encoding="utf-8")
    wait_until(lambda: httpx.get(f"{address}/health").json() == {"status": "degraded"})
    assert topic_of(address, "Morgenruhe in Hameln") == "yoga"
    (log,) = folder.glob("service-*.log")
    assert "words.yml ist kein gültiges YAML" in log.read_text(encoding="utf-8")
