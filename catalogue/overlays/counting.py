"""The region as it counts: with the published overlay, or with the last one that can be used."""

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from catalogue.errors import WordsError
from catalogue.overlays.check import Sentences, faults
from catalogue.overlays.overlay import Overlay, merged, settled
from catalogue.overlays.states import Stamp, States
from catalogue.region import Region, load_region

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Counting:
    """A region with the state `number` of what staff changed; `trouble` says why it is not the one that should."""

    region: Region
    number: int = 0
    trouble: str = ""
    stamp: Stamp = ()


def region_with(region: Region, overlay: Overlay, sentences: Sentences) -> Region:
    """The region with an overlay. Raises WordsError with everything that speaks against it."""
    overlay = settled(region, overlay)
    if found := faults(region, overlay, sentences):
        raise WordsError(" ".join(f"{fault.part}.yml: {fault.sentence}" for fault in found[:5]))
    return merged(region, overlay)


def counting(region_dir: Path, states: States, sentences: Sentences) -> Counting:
    """What counts now; a broken state is named in the log, and the last good one counts in its place."""
    return _counting(region_dir, states.folder, sentences, states.stamp())


@lru_cache(maxsize=4)
def _counting(region_dir: Path, folder: Path, sentences: Sentences, stamp: Stamp) -> Counting:
    region, states = load_region(region_dir), States(folder)
    trouble = ""
    for number in states.candidates():
        try:
            found = region_with(region, states.published(number), sentences)
        except WordsError as error:
            logger.error("words, state %d: %s", number, error.message)
            trouble = trouble or error.message
        else:
            return Counting(found, number, trouble or _unreadable(states), stamp)
    return Counting(region, 0, trouble or _unreadable(states), stamp)


def _unreadable(states: States) -> str:
    try:
        states.number()
    except WordsError as error:
        return error.message
    return ""
