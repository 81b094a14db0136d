"""What a topic finds: the catalogue's terms for a topic of the vocabulary, or for free words."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from catalogue.german import key, parts, tokens
from catalogue.indexing import DESCRIPTION, KEYWORDS, topic_term, word_term
from catalogue.models import Offer, OfferTerm
from catalogue.region import Region

# A topic mentioned by no more offers than this (or a fiftieth of them) is a rare one.
_RARE = 10
# Each alternative is a set of terms that an offer must all have.
Alternatives = list[frozenset[str]]


def alternatives(topic: str, region: Region) -> Alternatives:
    """The sets of terms by which offers on a topic are found.

    A topic of the vocabulary means itself and all that is narrower. Free words must all occur,
    each as a whole ("bogenschießen") or in its parts ("kräuter" and "wanderung").
    """
    if topic in region.topics:
        return [frozenset({topic_term(name)}) for name in sorted(region.narrower[topic])]
    words = [token.text for token in tokens(topic) if token.is_word]
    whole = frozenset(word_term(key(word)) for word in words)
    known = region.vocabulary.words
    apart = frozenset(word_term(key(piece)) for word in words for piece in (parts(word, known) or (word,)))
    return [whole] if apart == whole else [whole, apart]


def about(topic: str, region: Region, weight: int) -> ColumnElement[bool]:
    """Offers on a topic, in a field of at least this weight."""
    found = alternatives(topic, region)
    single = sorted(term for option in found if len(option) == 1 for term in option)
    clauses = [having(tuple(single), weight)] if single else []
    clauses += [and_(*(having((term,), weight) for term in sorted(option))) for option in found if len(option) > 1]
    return or_(*clauses) if clauses else false()


def having(terms: Iterable[str], weight: int) -> ColumnElement[bool]:
    """Offers that have one of the terms in a field of at least this weight."""
    chosen = select(OfferTerm.offer_id).where(OfferTerm.term.in_(tuple(terms)), OfferTerm.weight >= weight)
    return Offer.id.in_(chosen)


def least_weight(session: Session, topic: str, region: Region, current: ColumnElement[bool]) -> int:
    """How weak a place in the text still counts.

    A topic that many offers mention counts in title and keywords only: "gute Deutschkenntnisse
    nötig" in a description makes no German course. A rare one, and free words, count anywhere.
    """
    if topic not in region.topics:
        return DESCRIPTION
    offers = session.scalar(select(func.count()).select_from(Offer)) or 0
    common = max(_RARE, offers // 50)
    terms = [topic_term(name) for name in region.narrower[topic]]
    # Offers that are over count as well, so that the terms alone answer it.
    mentioned = select(OfferTerm.offer_id).where(OfferTerm.term.in_(terms)).distinct().limit(common + 1).subquery()
    found = session.scalar(select(func.count()).select_from(mentioned)) or 0
    if found <= common:
        return DESCRIPTION
    strong = session.scalar(select(Offer.id).where(current, about(topic, region, KEYWORDS)).limit(1))
    return DESCRIPTION if strong is None else KEYWORDS
