"""The draft as the pages work on it: what stands there, and changes that overwrite nobody else's."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.region_in_use import own_sentences, states_of
from catalogue.errors import StaleWordsError, WordsError
from catalogue.overlays.check import Sentences, faults
from catalogue.overlays.differences import Difference, differences
from catalogue.overlays.overlay import Overlay, merged, settled
from catalogue.overlays.states import Draft, Published, States
from catalogue.region import Region, load_region
from staff.access import current_account
from staff.desk import Desk, desk

Change = Callable[[Overlay], Overlay]
_STALE = (
    "Inzwischen hat jemand anderes das geändert. Ihre Eingaben stehen noch in den Feldern; was jetzt im Entwurf steht, "
    "sehen Sie darunter. Wenn Sie noch einmal speichern, gilt Ihre Fassung."
)


@dataclass(frozen=True)
class Item:
    """A piece of the overlay that is changed as a whole: `part` is a field of it, `key` one in it (all, if None)."""

    part: str
    key: Any = None

    def of(self, overlay: Overlay) -> Any:
        content = getattr(overlay, self.part)
        return content if self.key is None else content.get(self.key)


@dataclass(frozen=True)
class Book:
    """The draft of one office."""

    desk: Desk

    @cached_property
    def region(self) -> Region:
        """The region as it comes, beside which changes are made."""
        return load_region(self.desk.settings.region_dir)

    @property
    def states(self) -> States:
        return states_of(self.desk.settings)

    @property
    def sentences(self) -> Sentences:
        return own_sentences()

    def draft(self) -> Draft:
        return self.states.draft()

    def drafted(self) -> Region:
        """The region with the draft, as far as it fits."""
        return merged(self.region, settled(self.region, self.draft().overlay))

    def differences(self, before: Overlay, after: Overlay) -> list[Difference]:
        return differences(before, after, self.region, self.sentences.texts)

    def open_changes(self) -> list[Difference]:
        """What is different in the draft from what counts."""
        return self.differences(self.states.counting(), self.draft().overlay)

    def save(self, item: Item, shown: str, change: Change, what: str) -> None:
        """Change one item of the draft.

        Raises StaleWordsError where it is no longer as it was `shown`, WordsError with reasons where it does not fit.
        """
        before: list[Overlay] = []

        def checked(overlay: Overlay) -> Overlay:
            if stand(item.of(overlay)) != shown:
                raise StaleWordsError(_STALE)
            before.append(overlay)
            changed = change(overlay)
            # What did not fit already, because the region has changed meanwhile, hinders nobody.
            known = set(faults(self.region, settled(self.region, overlay), self.sentences))
            found = faults(self.region, changed, self.sentences)
            if new := [fault.sentence for fault in found if fault not in known]:
                raise WordsError("Das passt so nicht.", new)
            return changed

        by = current_account().name
        after = self.states.change(checked, by, self.desk.now(), what)
        self._note("Entwurf der Wörter geändert", what, self.differences(before[0], after))

    def publish(self, shown: str) -> Published:
        """Let the draft count, if it is still as it was shown."""
        states = self.states
        before = states.counting()
        after: list[Overlay] = []

        def check(overlay: Overlay) -> None:
            if stand_of(overlay) != shown:
                raise StaleWordsError(
                    "Der Entwurf hat sich geändert, seit Sie ihn gesehen haben. Bitte sehen Sie ihn an."
                )
            if found := faults(self.region, settled(self.region, overlay), self.sentences):
                raise WordsError("Der Entwurf passt so nicht.", [fault.sentence for fault in found])
            after.append(overlay)

        published = states.publish(current_account().name, self.desk.now(), check)
        self._note("Wörter und Texte übernommen", f"Stand {published.number}", self.differences(before, after[0]))
        return published

    def discard(self) -> None:
        states = self.states
        try:
            found = self.open_changes()
        except WordsError:  # it is because its files cannot be read that it has to go
            found = []
        states.discard()
        self._note("Entwurf der Wörter verworfen", "Entwurf", [_turned(item) for item in found])

    def step_back(self, shown: int) -> Published:
        """Let the state before count again, if the one that was shown still counts."""
        states = self.states
        if states.number() != shown:
            raise StaleWordsError("Inzwischen gilt schon ein anderer Stand. Bitte sehen Sie ihn an.")
        before = states.counting()
        published = states.step_back(current_account().name, self.desk.now())
        found = self.differences(before, states.published(published.number))
        self._note("Wörter und Texte: einen Schritt zurück", f"Stand {published.number}", found)
        return published

    def _note(self, action: str, subject: str, found: list[Difference]) -> None:
        before = {item.title: item.before for item in found}
        after = {item.title: item.after for item in found}
        self.desk.audit.note(current_account().name, action, subject, before, after)


def book() -> Book:
    """The draft for the present request."""
    return Book(desk())


def stand(value: Any) -> str:
    """What tells two values of an item apart; stands in its form."""
    plain = sorted(value.items()) if isinstance(value, Mapping) else value
    return hashlib.sha256(repr(plain).encode()).hexdigest()[:16]


def stand_of(overlay: Overlay) -> str:
    """The same for a whole overlay."""
    return stand([stand(getattr(overlay, part)) for part in ("words", "topics", "answers", "office", "responsible")])


def _turned(item: Difference) -> Difference:
    return Difference(item.part, item.key, item.title, item.after, item.before)
