"""Models as people handle them: which there are, which counts, letting another one count, and one step back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.retraining.cards import Card, Cards, compared
from bot.retraining.comparing import SetComparison
from bot.retraining.gate import Verdict, judge
from bot.retraining.shelf import BASE, ModelError, Shelf, Step, title

PROMOTED, BACK = "übernommen", "zurückgeholt"


class RefusedModelError(ModelError):
    """A candidate may not count: `reasons` are German sentences that say why."""

    code = "model-refused"

    def __init__(self, number: int, reasons: Sequence[str]) -> None:
        super().__init__(f"{title(number)} kann nicht übernommen werden. {' '.join(reasons)}")
        self.reasons = tuple(reasons)


@dataclass(frozen=True)
class Model:
    """A model that is there: its card, and what speaks for and against it beside the one that counts."""

    number: int
    card: Card | None
    is_counting: bool
    comparisons: Sequence[SetComparison] = ()
    verdict: Verdict | None = None

    @property
    def title(self) -> str:
        return title(self.number)


@dataclass(frozen=True)
class Models:
    """The models of a region with their cards."""

    shelf: Shelf
    cards: Cards

    @cached_property
    def live(self) -> Card | None:
        """The card of the model that counts."""
        return self.card_of(self.shelf.counting())

    def card_of(self, number: int) -> Card | None:
        return self.cards.find(self.shelf.name_of(number))

    def listed(self) -> list[Model]:
        """The models that are there, the newest first, the base model last."""
        numbers = [*self.shelf.candidates(), BASE]
        return [self.one(number) for number in numbers if self.shelf.path_of(number).is_file()]

    def count_new(self) -> int:
        """How many candidates may count and are newer than all that ever did."""
        seen = max((step.number for step in self.shelf.steps()), default=BASE)
        cards = (self.card_of(number) for number in self.shelf.candidates() if number > seen)
        return sum(card is not None and card.verdict is not None and card.verdict.passes for card in cards)

    def one(self, number: int) -> Model:
        """A model beside the one that counts. Raises ModelError where it is not there."""
        if not self.shelf.path_of(number).is_file():
            raise ModelError(f"{title(number)} ist nicht da, oder es passt nicht mehr zum jetzigen Stand der Software.")
        card, live = self.card_of(number), self.live
        is_counting = number == self.shelf.counting()
        if is_counting or card is None or live is None or not live.measured or not card.measured:
            return Model(number, card, is_counting, verdict=card.verdict if card else None)
        comparisons = compared(live, card)
        # Somebody else may have promoted another model since this one was judged.
        verdict = card.verdict and (card.verdict if card.against == live.name else judge(comparisons))
        return Model(number, card, is_counting, comparisons, verdict)

    def promote(self, number: int, by: str, at: str, shown: str | None = None) -> Step:
        """Let a model count. Raises RefusedModelError, StaleModelError, ModelError."""
        if number != BASE:
            model = self.one(number)
            if model.verdict is None and not model.is_counting:
                raise ModelError(f"{title(number)} ist nicht gemessen; es kann nicht übernommen werden.")
            if model.verdict and not model.verdict.passes:
                raise RefusedModelError(number, model.verdict.reasons)
        step = self.shelf.promote(number, by, at, shown)
        self._note(step, PROMOTED)
        return step

    def step_back(self, by: str, at: str, shown: str | None = None) -> Step:
        """Let the model count again that counted before. Raises StaleModelError, ModelError."""
        step = self.shelf.step_back(by, at, shown)
        self._note(step, BACK)
        return step

    def _note(self, step: Step, what: str) -> None:
        if card := self.card_of(step.number):
            self.cards.keep(card.with_event(what, step.by, step.at))
