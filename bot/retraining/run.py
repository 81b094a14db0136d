"""A new model: trained aside, measured beside the one that counts, and judged. For a process of its own.

Nothing that counts is touched. Labels teach only once the card of the model that they measured is written; whoever ends
the process earlier leaves everything as it was.
"""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.region_in_use import counting_now
from bot.retraining.cards import Card, compared
from bot.retraining.frozen import frozen_sets
from bot.retraining.gate import judge
from bot.retraining.models import Models
from bot.retraining.outcomes import Item
from bot.retraining.progress import Bench, RetrainingError, Told
from bot.review.labels import Label, Labels
from bot.settings import Settings
from bot.stored import open_stored
from bot.training import UNFINISHED, content_of, models_of, train_model
from catalogue.overlays.counting import Counting

# The service that answers people comes first.
_NICENESS = 10
_NOTHING = (
    "Es gibt nichts Neues zu lernen: Seit dem letzten Training wurde keine Frage bestätigt und kein Wort übernommen."
)
Measured = dict[str, list[Item]]
Train = Callable[[Settings, Sequence[Label], int, str, str], Card]
Measure = Callable[[Settings, Path, Counting, Sequence[Label], Callable[[int, int], None]], Measured]


def measure(
    settings: Settings, model: Path, counting: Counting, labels: Sequence[Label], watch: Callable[[int, int], None]
) -> Measured:
    from bot.retraining.measuring import measure_model

    return measure_model(settings, model, counting.region, labels, watch)


def retrain(settings: Settings, by: str, train: Train = train_model, measure: Measure = measure) -> Card:
    """Train a candidate; its card. Blocks for some minutes.

    Raises RetrainingError where one is being trained or there is nothing to learn, TrainingError, NoAgentError.
    """
    engine = open_stored(settings.conversations_url)
    at = settings.now().isoformat(timespec="seconds")
    try:
        with Bench(settings.data_dir / "models").alone(at, by) as told:
            os.nice(_NICENESS)
            return _Retraining(settings, by, at, Labels(engine), told, train, measure).run()
    finally:
        engine.dispose()


@dataclass(frozen=True)
class _Retraining:
    settings: Settings
    by: str
    at: str
    labels: Labels
    told: Told
    train: Train
    measure: Measure

    def run(self) -> Card:
        models, counting = models_of(self.settings), counting_now(self.settings)
        self._clear_up(models.shelf.folder)
        live = self._live(models)
        taught, reviewed = self.labels.taught(), self.labels.reviewed()
        is_new = content_of(taught) != live.data.content or counting.number != live.data.words
        if not is_new and not reviewed:
            raise RetrainingError(_NOTHING)
        number = models.shelf.next_number()
        # With nothing else to learn, what was reviewed measures the model that counts and teaches at once.
        measuring, measured_by = (reviewed, models.shelf.name_of(number)) if is_new else ([], live.name)
        self.told.step("Neues Modell trainieren")
        card = self.train(self.settings, taught if is_new else [*taught, *reviewed], number, self.by, self.at)
        live = self._measured(models, live, counting, reviewed, "Jetziges Modell messen")
        card = self._measured(models, card, counting, measuring, "Neues Modell messen")
        card = replace(card, against=live.name, verdict=judge(compared(live, card)))
        models.cards.keep(card)
        self._teach(reviewed, measured_by)
        models.shelf.tidy()
        self.told.finished(number)
        return card

    def _live(self, models: Models) -> Card:
        """The card of the model that counts; made where an earlier version of this software trained it."""
        shelf = models.shelf
        number = shelf.counting()
        if not shelf.path_of(number).is_file():
            raise RetrainingError("Es ist noch kein Modell da. Bitte zuerst bildungslotse train aufrufen.")
        if models.live is not None:
            return models.live
        words = counting_now(self.settings).number
        card = Card(shelf.name_of(number), number, shelf.fingerprint, self.at, "")
        return replace(card, data=replace(card.data, content=content_of([]), words=words))

    def _measured(self, models: Models, card: Card, counting: Counting, labels: Sequence[Label], step: str) -> Card:
        """The card with what its model makes of the frozen sets, as far as that is not known."""
        measured_on = f"{frozen_sets().digest}.{counting.number}"
        if card.measured and card.measured_on == measured_on and not labels:
            return card
        self.told.step(step)
        found = self.measure(self.settings, models.shelf.path_of(card.number), counting, labels, self.told.watch)
        card = replace(card, measured=_plain(found), measured_on=measured_on)
        models.cards.keep(card)
        return card

    def _teach(self, labels: Sequence[Label], measured_by: str) -> None:
        """Let labels teach, unless somebody labelled them anew or took them back meanwhile."""
        now = {label.id: label.at for label in self.labels.reviewed()}
        self.labels.teach([label.id for label in labels if now.get(label.id) == label.at], measured_by)

    @staticmethod
    def _clear_up(folder: Path) -> None:
        """Remove what a process left that was ended while it trained."""
        for left in folder.glob(f"{UNFINISHED}*"):
            if not Path(f"/proc/{left.name.removeprefix(UNFINISHED).partition('-')[0]}").is_dir():
                shutil.rmtree(left, ignore_errors=True)


def _plain(measured: Mapping[str, Sequence[Item]]) -> Measured:
    return {name: list(items) for name, items in measured.items()}
