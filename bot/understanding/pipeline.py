"""The spaCy pipeline: tokens → words → facts.

`spacy.blank("de")` with a tokeniser and two components of our own, registered under versioned
names as spaCy wants it. The catalogue's words and the day come in as registered functions, so
that a pipeline's description says where they come from.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from bot.region_in_use import region_in_use, using
from bot.settings import Settings
from bot.understanding.facts import Understanding
from bot.understanding.lexicon import Lexicon, lexicon_of
from bot.understanding.understand import FactFinder
from bot.understanding.words import GermanTokenizer, SpellingCorrector, WordAnalysis
from catalogue.database import open_engine
from catalogue.region import Region
from catalogue.words import NoWordsFollower, WordsFollower

DaySource = Callable[[], date]


@registry.misc("bildungslotse.lexicon.v1")
def lexicon_in_use() -> Lexicon:
    """The words of the region for which the pipeline is built."""
    return lexicon_of(region_in_use())


@registry.misc("bildungslotse.catalogue_words.v1")
def catalogue_words() -> WordsFollower:
    """The words of the catalogue as it is at every question."""
    return _follower(Settings.from_environment().database_url)


@lru_cache(maxsize=4)
def _follower(url: str) -> WordsFollower:
    """One follower, and one engine, for all components of a process."""
    engine = open_engine(url)
    return WordsFollower(lambda: engine)


@registry.misc("bildungslotse.no_words.v1")
def no_words() -> WordsFollower:
    """No words of a catalogue: for training, which must not depend on what is loaded."""
    return NoWordsFollower()


@registry.misc("bildungslotse.today.v1")
def today() -> DaySource:
    return lambda: Settings.from_environment().today()


@Language.factory("bildungslotse_words")
def create_words(nlp: Language, name: str, lexicon: Lexicon, catalogue: WordsFollower) -> WordAnalysis:
    """Spelling, key and plain form of every token."""
    return WordAnalysis(SpellingCorrector(lexicon, catalogue), lexicon.abbreviations, lexicon.shorthand, catalogue)


@Language.factory("bildungslotse_facts")
def create_facts(nlp: Language, name: str, lexicon: Lexicon, catalogue: WordsFollower, day: DaySource) -> FactFinder:
    """`doc._.understanding`: the facts of the message."""
    return FactFinder(lexicon, catalogue, day)


def build_pipeline(region: Region, *, catalogue: str = "bildungslotse.catalogue_words.v1") -> Language:
    """The pipeline for a region; `catalogue` names a registered source of the catalogue's words."""
    nlp = spacy.blank("de")
    nlp.tokenizer = GermanTokenizer(nlp.vocab)
    sources = {"lexicon": {"@misc": "bildungslotse.lexicon.v1"}, "catalogue": {"@misc": catalogue}}
    with using(region):
        nlp.add_pipe("bildungslotse_words", config=sources)
        nlp.add_pipe("bildungslotse_facts", config={**sources, "day": {"@misc": "bildungslotse.today.v1"}})
    return nlp


def fact_finder(nlp: Language) -> FactFinder:
    """The pipeline's component that reads facts, to teach it or to hand it what it was taught."""
    found = nlp.get_pipe("bildungslotse_facts")
    assert isinstance(found, FactFinder)
    return found


def understanding_of(doc: Doc) -> Understanding:
    """What the pipeline found in a document."""
    found = doc._.understanding
    assert isinstance(found, Understanding)
    return found
