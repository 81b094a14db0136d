"""By which topics and words an offer is found, worked out when it is loaded."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session, selectinload

from catalogue.models import CatalogueState, Offer, OfferTerm
from catalogue.region import Region
from catalogue.vocabulary import index_terms, split

TITLE, KEYWORDS, DESCRIPTION = 3, 2, 1
# Counts up when the same texts and words lead to other terms.
INDEX_VERSION = "2"


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


def index_new(session: Session, offers: Iterable[Offer], region: Region) -> None:
    """Index offers that have no terms yet, row by row: objects for all terms would take most of a load."""
    rows = [
        {"offer_id": offer.id, "term": term, "weight": weight}
        for offer in offers
        for term, weight in terms_of(offer.title, offer.text.keywords, offer.text.description, region).items()
    ]
    if rows:
        session.execute(insert(OfferTerm), rows)


def index_offer(offer: Offer, region: Region) -> None:
    """Bring an offer's terms up to date with its texts."""
    wanted = terms_of(offer.title, offer.text.keywords, offer.text.description, region)
    known = {term.term: term for term in offer.terms}
    for term, weight in wanted.items():
        if term in known:
            known[term].weight = weight
        else:
            offer.terms.append(OfferTerm(term=term, weight=weight))
    for term in known.keys() - wanted.keys():
        offer.terms.remove(known[term])


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
        for offer in session.scalars(select(Offer).options(selectinload(Offer.text), selectinload(Offer.terms))):
            index_offer(offer, region)
        state.vocabulary = wanted
        state.revision += 1
        return True
