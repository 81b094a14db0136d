"""By which terms an offer is found, and when they are worked out anew."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from catalogue.german import key
from catalogue.indexing import (
    DESCRIPTION,
    KEYWORDS,
    TITLE,
    refresh_index,
    terms_of,
    topic_term,
    vocabulary_hash,
    word_term,
)
from catalogue.models import OfferTerm
from catalogue.region import Region
from catalogue.submissions.load import LoadReport
from catalogue.terms import Topic
from tests.catalogue.offers import row

Load = Callable[..., LoadReport]


def with_topic(region: Region, topic: Topic) -> Region:
    return replace(region, topics={**region.topics, topic.name: topic})


def terms(engine: Engine) -> set[str]:
    with Session(engine) as session:
        return set(session.scalars(select(OfferTerm.term)))


def test_a_term_weighs_as_much_as_the_best_field_in_which_it_stands(region: Region) -> None:
    found = terms_of("Yoga", ("Yoga", "Schach"), "Yoga, Schach und Töpfern", region)
    assert found[topic_term("yoga")] == found[word_term(key("Yoga"))] == TITLE
    assert found[word_term(key("Schach"))] == KEYWORDS
    assert found[word_term(key("Töpfern"))] == DESCRIPTION


def test_an_offer_without_keywords_and_description_is_found_by_its_title(region: Region) -> None:
    assert set(terms_of("Yoga", (), None, region)) == {topic_term("yoga"), word_term(key("Yoga"))}


def test_a_changed_title_changes_the_terms(load_rows: Load, engine: Engine) -> None:
    load_rows([row("1", titel="Yoga")])
    load_rows([row("1", titel="Schach")])
    assert topic_term("yoga") not in terms(engine)
    assert word_term(key("Schach")) in terms(engine)


def test_a_new_word_of_the_vocabulary_reaches_offers_that_are_already_there(
    load_rows: Load, engine: Engine, region: Region
) -> None:
    load_rows([row("1", titel="Zwirbeln für alle")])
    richer = with_topic(region, Topic("zwirbeln", ("zwirbeln",)))
    assert refresh_index(engine, richer)
    assert topic_term("zwirbeln") in terms(engine)


def test_an_unchanged_vocabulary_leaves_the_index_alone(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1")])
    refresh_index(engine, region)
    assert not refresh_index(engine, region)


def test_the_vocabulary_is_known_by_its_words(region: Region) -> None:
    assert vocabulary_hash(region) == vocabulary_hash(replace(region))
    assert vocabulary_hash(with_topic(region, Topic("zwirbeln", ("zwirbeln",)))) != vocabulary_hash(region)
