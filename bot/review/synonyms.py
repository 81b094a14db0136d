"""A new word for a term, put into the draft of the region's words, where it is tried out and published."""

from datetime import datetime

from catalogue.errors import WordsError
from catalogue.overlays.check import Sentences, faults
from catalogue.overlays.overlay import Overlay, WordChange, merged, settled, with_words, words_by_name
from catalogue.overlays.states import States
from catalogue.region import Region


def with_word(overlay: Overlay, region: Region, word: str, of: str, name: str) -> Overlay:
    """The overlay with one word more for a term; the same where it is there already. Raises WordsError."""
    known = words_by_name(merged(region, settled(region, overlay)), of)
    if name not in known:
        raise WordsError(f"„{name}“ gibt es nicht.")
    word = " ".join(word.split())
    if word in known[name]:
        return overlay
    change = overlay.words.get((of, name)) or WordChange()
    if word in change.removed:  # switched off before, and now wanted again
        kept = tuple(other for other in change.removed if other != word)
        return with_words(overlay, of, name, WordChange(change.added, kept))
    return with_words(overlay, of, name, WordChange((*change.added, word), change.removed))


def add_word(
    states: States, region: Region, sentences: Sentences, word: tuple[str, str, str], by: str, at: datetime
) -> bool:
    """Put a word (itself, field, name of the term) into the draft; whether it was new. Raises WordsError with reasons.

    `region` is the region as it comes.
    """
    before: list[Overlay] = []

    def change(overlay: Overlay) -> Overlay:
        before.append(overlay)
        changed = with_word(overlay, region, *word)
        if changed is overlay:
            return overlay
        known = set(faults(region, settled(region, overlay), sentences))
        if new := [fault.sentence for fault in faults(region, changed, sentences) if fault not in known]:
            raise WordsError("Das passt so nicht.", new)
        return changed

    return states.change(change, by, at, f"„{word[0]}“ bei {word[2]}") is not before[0]
