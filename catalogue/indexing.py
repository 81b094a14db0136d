"""By which topics and words an offer is found, worked out when it is loaded."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import Engine, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session, selectinload

from catalogue.models import CatalogueState, Offer, OfferTerm
from catalogue.region import Region
from catalogue.vocabulary import index_terms, split

TITLE, KEYWORDS, DESCRIPTION = 3, 2, 1
# Counts up when the same texts and words lead to other terms.
INDEX_VERSION = "2"
# Offers whose terms are compared in one question to the database.
_AT_ONCE = 200


def topic_term(topic: str) -> str:
    return f"t:{topic}"


def word_term(key: str) -> str:
    return f"w:{key}"


def terms_of(title: str, keywords: tuple[str, ...], description: str | None, region: Region) -> dict[str, int]:
    """Every term of an offer with the weight of the best field in which it stands."""
    terms: dict[str, int] = {}
    texts = [(DESCRIPTION, description or "")]
    texts += [(KEYWORDS, keyword) for keyword in keywords]
    texts += [(TITLE, title)]
    vocabulary = region.topic_vocabulary
    for weight, text in texts:
        for mention in vocabulary.find(split(text)):
            if mention.meaning.field == "topic":
                terms[topic_term(mention.meaning.value)] = weight
        for term in index_terms(text, vocabulary.words):
            terms[word_term(term)] = weight
    return terms


def index(session: Session, offers: Sequence[Offer], region: Region) -> None:
    """Bring the terms of offers up to date with their texts; only what differs is written.

    Row by row: objects for all terms would take most of a load.
    """
    session.flush()
    for start in range(0, len(offers), _AT_ONCE):
        _index_some(session, offers[start : start + _AT_ONCE], region)


def _index_some(session: Session, offers: Sequence[Offer], region: Region) -> None:
    columns = (OfferTerm.offer_id, OfferTerm.term, OfferTerm.weight)
    known = {
        (offer_id, term): weight
        for offer_id, term, weight in session.execute(
            select(*columns).where(OfferTerm.offer_id.in_([offer.id for offer in offers]))
        )
    }
    wanted = {
        (offer.id, term): weight
        for offer in offers
        for term, weight in terms_of(offer.title, offer.text.keywords, offer.text.description, region).items()
    }
    gone = [{"of": offer_id, "gone": term} for offer_id, term in known if (offer_id, term) not in wanted]
    if gone:
        this = (OfferTerm.offer_id == bindparam("of"), OfferTerm.term == bindparam("gone"))
        session.connection().execute(delete(OfferTerm).where(*this), gone)
    weights = [
        {"offer_id": offer_id, "term": term, "weight": weight}
        for (offer_id, term), weight in wanted.items()
        if known.get((offer_id, term), weight) != weight
    ]
    if weights:
        session.execute(update(OfferTerm), weights)
    new = [
        {"offer_id": offer_id, "term": term, "weight": weight}
        for (offer_id, term), weight in wanted.items()
        if (offer_id, term) not in known
    ]
    if new:
        session.execute(insert(OfferTerm), new)


def vocabulary_hash(region: Region) -> str:
    """Changes when a word of the region's vocabulary does, or the way in which offers are indexed."""
    words: list[tuple[str, ...]] = [(INDEX_VERSION,)]
    words += [(topic.name, *sorted(topic.words), *topic.exact) for _, topic in sorted(region.topics.items())]
    words += [(term.name, *term.words) for term in (*region.kinds, *region.audiences)]
    return hashlib.sha256(repr(words).encode()).hexdigest()


def refresh_index(engine: Engine, region: Region) -> bool:
    """Index all offers anew if the vocabulary has changed since; whether that was so."""
    wanted = vocabulary_hash(region)
    with Session(engine) as session, session.begin():
        state = session.get(CatalogueState, 1)
        if state is None:
            session.add(CatalogueState(id=1, revision=0, vocabulary=wanted))
            return False
        if state.vocabulary == wanted:
            return False
        index(session, session.scalars(select(Offer).options(selectinload(Offer.text))).all(), region)
        state.vocabulary = wanted
        state.revision += 1
        return True
