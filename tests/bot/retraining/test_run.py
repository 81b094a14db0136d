"""A training: what it learns, what it measures, when labels teach, and what is left when it is ended in the middle."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.retraining import run as run_module
from bot.retraining.models import RefusedModelError
from bot.retraining.outcomes import Item
from bot.retraining.progress import Bench, RetrainingError
from bot.retraining.run import retrain
from bot.review.labels import Label, Labels
from bot.review.tables import REVIEWED, TAUGHT
from bot.settings import Settings
from bot.stored import open_stored
from bot.training import PROJECT, models_of
from catalogue.overlays.overlay import TOPIC, WordChange, with_words
from catalogue.region import Region
from tests.bot.retraining.pretend import Pretend, on_the_shelf

GOOD, WORSE = "r" * 40, "r" * 25 + "x" * 15


@pytest.fixture(autouse=True)
def as_nice_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module.os, "nice", lambda _: 0)


@pytest.fixture
def own_settings(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path)
    settings = replace(settings, conversations_url=f"sqlite:///{tmp_path / 'conversations.db'}")
    on_the_shelf(settings, 0)
    return settings


@pytest.fixture
def labels(own_settings: Settings) -> Iterator[Labels]:
    engine = open_stored(own_settings.conversations_url)
    yield Labels(engine)
    engine.dispose()


@pytest.fixture
def pretend() -> Pretend:
    return Pretend(dict.fromkeys(range(9), GOOD))


@pytest.fixture
def train(own_settings: Settings, pretend: Pretend) -> Callable[[], Any]:
    return lambda: retrain(own_settings, "Ada", pretend.train, pretend.measure)


def states(labels: Labels) -> dict[str, tuple[str, str | None]]:
    return {label.text: (label.state, label.measured) for label in labels.all()}


def test_the_first_labels_measure_the_live_model_and_teach_at_once(
    train: Callable[[], Any], labels: Labels, pretend: Pretend, own_settings: Settings
) -> None:
    labels.put(Label("töpfern", "search"), "Ada")
    card = train()
    base, shelf = models_of(own_settings).card_of(0), models_of(own_settings).shelf
    assert pretend.trained == [(1, ["töpfern"])]
    assert pretend.measured == [(f"{shelf.name_of(0)}.tar.gz", ["töpfern"]), (f"{shelf.name_of(1)}.tar.gz", [])]
    assert states(labels) == {"töpfern": (TAUGHT, shelf.name_of(0))}
    assert base is not None and [item.right for item in base.measured["reviewed"]] == [False]
    assert card.verdict is not None and card.verdict.passes
    assert shelf.counting() == 0, "nothing counts unless somebody promotes it"


def test_later_labels_measure_the_candidate_first(
    train: Callable[[], Any], labels: Labels, pretend: Pretend, own_settings: Settings
) -> None:
    first = labels.put(Label("töpfern", "search"), "Ada")
    labels.teach([first], "x")
    labels.put(Label("malen", "search"), "Ada")
    labels.put(Label("äh", None), "Ada")
    card = train()
    assert pretend.trained == [(1, ["töpfern"])], "what measures is not learnt"
    assert [texts for _, texts in pretend.measured] == [["malen"], ["malen"]]
    assert states(labels)["malen"] == (TAUGHT, card.name)
    assert states(labels)["äh"][0] == REVIEWED
    assert [item.text for item in card.measured["reviewed"]] == [""], "no card has a visitor's sentence"


def test_what_is_known_of_the_live_model_is_not_measured_again(
    train: Callable[[], Any], labels: Labels, pretend: Pretend
) -> None:
    for text in ("töpfern", "malen"):
        labels.teach([labels.put(Label(text, "search"), "Ada")], "x")
        train()
    assert [name.count("-") for name, _ in pretend.measured] == [2, 3, 3], "base, first, second"


def test_with_nothing_new_there_is_nothing_to_do(train: Callable[[], Any], own_settings: Settings) -> None:
    with pytest.raises(RetrainingError, match="Es gibt nichts Neues zu lernen"):
        train()
    found = Bench(own_settings.data_dir / "models").look()
    assert found is not None and found.is_over and "nichts Neues" in found.problem


def test_a_forgotten_label_is_unlearnt(train: Callable[[], Any], labels: Labels, own_settings: Settings) -> None:
    first = labels.put(Label("töpfern", "search"), "Ada")
    train()
    models_of(own_settings).promote(1, "Ada", "2027-01-11")
    labels.remove(first)
    assert train().data.labels == ()


def test_new_words_are_something_to_learn(
    train: Callable[[], Any], own_settings: Settings, region: Region, pretend: Pretend
) -> None:
    from bot.region_in_use import states_of

    words = states_of(own_settings)
    change = WordChange(added=("Morgenruhe",))
    words.change(lambda overlay: with_words(overlay, TOPIC, "yoga", change), "Ada", own_settings.now(), "Yoga")
    words.publish("Ada", own_settings.now())
    train()
    assert pretend.trained == [(1, [])]


def test_a_worse_candidate_is_refused_and_only_shown(
    train: Callable[[], Any], labels: Labels, pretend: Pretend, own_settings: Settings
) -> None:
    labels.put(Label("töpfern", "search"), "Ada")
    pretend.known[1] = WORSE
    card = train()
    assert card.verdict is not None and not card.verdict.passes
    with pytest.raises(RefusedModelError, match=r"Modell 1 kann nicht übernommen werden\. Prüffragen: 15 von 40"):
        models_of(own_settings).promote(1, "Ada", "2027-01-11")
    assert models_of(own_settings).shelf.counting() == 0


def test_a_candidate_is_judged_beside_the_model_that_counts_by_now(
    train: Callable[[], Any], labels: Labels, pretend: Pretend, own_settings: Settings
) -> None:
    pretend.known |= {0: WORSE, 1: WORSE, 2: GOOD}
    for text in ("töpfern", "malen"):
        labels.teach([labels.put(Label(text, "search"), "Ada")], "x")
        train()
    models_of(own_settings).promote(2, "Ada", "2027-01-11")
    with pytest.raises(RefusedModelError):
        models_of(own_settings).promote(1, "Ada", "2027-01-11")
    assert models_of(own_settings).step_back("Ada", "2027-01-11").number == 0
    assert models_of(own_settings).promote(1, "Ada", "2027-01-11").number == 1
    card = models_of(own_settings).card_of(1)
    assert card is not None and [(event.what, event.by) for event in card.events] == [("übernommen", "Ada")]


def test_a_label_that_was_changed_meanwhile_does_not_teach_yet(
    labels: Labels, pretend: Pretend, own_settings: Settings
) -> None:
    labels.put(Label("töpfern", "search"), "Ada")
    later = Labels(labels._engine, clock=lambda: time.time() + 60)

    def measure(*arguments: Any) -> dict[str, list[Item]]:
        later.put(Label("töpfern", "complaint"), "Bo")
        return pretend.measure(*arguments)

    retrain(own_settings, "Ada", pretend.train, measure)
    assert states(labels)["töpfern"] == (REVIEWED, None)


def test_two_do_not_train_at_once(train: Callable[[], Any], own_settings: Settings, labels: Labels) -> None:
    labels.put(Label("töpfern", "search"), "Ada")
    with (
        Bench(own_settings.data_dir / "models").alone("2027-01-11", "Bo"),
        pytest.raises(RetrainingError, match="gerade schon ein Modell trainiert"),
    ):
        train()
    assert train().number == 1


@pytest.mark.parametrize("where", ["train", "measure"])
def test_whoever_kills_it_leaves_everything_as_it_was(
    where: str, own_settings: Settings, labels: Labels, train: Callable[[], Any]
) -> None:
    labels.put(Label("töpfern", "search"), "Ada")
    code = f"""
        import time
        from dataclasses import replace
        from pathlib import Path
        from bot.retraining.run import retrain
        from bot.settings import Settings
        from bot.training import UNFINISHED
        from tests.bot.retraining.pretend import Pretend
        import os

        def stop(*_):
            (models / f"{{UNFINISHED}}{{os.getpid()}}-x").mkdir()
            print("here", flush=True)
            time.sleep(60)

        folder = Path({str(own_settings.data_dir)!r})
        models = folder / "models"
        settings = replace(Settings(data_dir=folder), conversations_url={own_settings.conversations_url!r})
        pretend = Pretend({{number: "rrr" for number in range(9)}})
        {where} = stop
        retrain(settings, "Ada", {"stop, pretend.measure" if where == "train" else "pretend.train, stop"})
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], cwd=PROJECT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"
    bench = Bench(own_settings.data_dir / "models")
    running = bench.look()
    assert running is not None and not running.is_over and running.pid == process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    broken_off = bench.look()
    assert broken_off is not None and broken_off.is_over and "abgebrochen" in broken_off.problem
    models = models_of(own_settings)
    assert models.shelf.counting() == 0 and models.shelf.path_of(0).is_file()
    assert states(labels) == {"töpfern": (REVIEWED, None)}
    card = train()
    assert states(labels)["töpfern"][0] == TAUGHT
    assert card.number == (1 if where == "train" else 2)
    assert not list(models.shelf.folder.glob(".training-*")), "what broke off is cleared up"
    again = bench.look()
    assert again is not None and (again.is_over, again.number, again.problem) == (True, card.number, "")
