"""The catalogue's own words: what its titles and keywords say, and who its providers are.

Questions are understood with them, so they must follow the catalogue without a restart: a
revision number is compared at every question, and only a change reads the words anew.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from catalogue.database import open_engine
from catalogue.german import key, tokens
from catalogue.models import CatalogueState, Offer, OfferTerm, Provider

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CatalogueWords:
    """Keys of words in titles and keywords, keys of words anywhere, spellings, and providers' names."""

    strong: frozenset[str] = frozenset()
    all: frozenset[str] = frozenset()
    spellings: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()


NO_WORDS = CatalogueWords()


class WordsFollower:
    """Hands out the words of the catalogue as it is now; the last ones where it does not answer.

    `refresh` looks whether the catalogue has changed, once a question; `latest` are the words seen then.
    """

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine
        self._revision: int | None = None
        self._words = NO_WORDS

    @property
    def latest(self) -> CatalogueWords:
        return self._words

    def refresh(self) -> CatalogueWords:
        try:
            with self._engine().connect() as connection:
                revision = connection.scalar(select(CatalogueState.revision))
                if revision != self._revision:
                    self._words = self._read()
                    self._revision = revision
        except SQLAlchemyError as error:
            logger.warning("catalogue words not read: %s", type(error).__name__)
        return self._words

    def _read(self) -> CatalogueWords:
        best = select(OfferTerm.term, func.max(OfferTerm.weight)).group_by(OfferTerm.term)
        with self._engine().connect() as connection:
            weights = {term: weight for term, weight in connection.execute(best) if term.startswith("w:")}
            providers = tuple(connection.scalars(select(Provider.name).order_by(Provider.name)))
            titles = connection.scalars(select(Offer.title).limit(20_000))
            spellings = {token.text for title in titles for token in tokens(title) if len(token.text) >= 6}
        return CatalogueWords(
            strong=frozenset(term[2:] for term, weight in weights.items() if weight >= 2),
            all=frozenset(term[2:] for term in weights),
            spellings=tuple(sorted(spellings)),
            providers=providers,
        )


class NoWordsFollower(WordsFollower):
    """Stands for a catalogue without words."""

    def __init__(self) -> None:
        super().__init__(lambda: open_engine("sqlite://"))

    def refresh(self) -> CatalogueWords:
        return NO_WORDS


def provider_keys(name: str) -> tuple[str, ...]:
    """The keys of a provider's name."""
    return tuple(key(token.text) for token in tokens(name) if token.is_word)
