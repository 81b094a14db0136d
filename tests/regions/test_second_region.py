"""Nothing about the first region is hard-wired: another folder is another Bildungsregion."""

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.understanding.pipeline import build_pipeline, understanding_of
from catalogue.database import migrate, open_engine, reading
from catalogue.region import Region, load_region
from catalogue.search import search
from catalogue.submissions.load import load
from catalogue.wish import Wish

WARMETAL = Path(__file__).parent / "warmetal"


@pytest.fixture(scope="module")
def warmetal() -> Region:
    return load_region(WARMETAL)


@pytest.fixture(scope="module")
def offers(warmetal: Region, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('warmetal') / 'catalogue.db'}")
    migrate(engine)
    report = load(engine, sorted((WARMETAL / "offers").glob("*.csv")), warmetal, datetime(2027, 1, 11, 9))
    assert report.as_dict()["refused"] == []
    return engine


def test_it_borrows_the_vocabulary_it_has_none_of(warmetal: Region) -> None:
    assert "deutsch" in warmetal.topics
    assert warmetal.gazetteer.named("Hameln") == []


def test_its_places_are_understood_and_those_of_the_first_region_are_not(warmetal: Region) -> None:
    nlp = build_pipeline(load_region(WARMETAL), catalogue="bildungslotse.no_words.v1")
    town = warmetal.gazetteer.municipalities[0].name
    assert [fact.value for fact in understanding_of(nlp(f"Deutschkurs in {town}")).of("place")] == [town]
    assert understanding_of(nlp("Deutschkurs in Hameln")).of("place") == []


def test_a_search_finds_its_offers_and_its_whole_district(warmetal: Region, offers: Engine) -> None:
    with reading(offers) as session:
        german = search(session, Wish(topic="deutsch"), warmetal, date(2027, 1, 11))
        district = search(session, Wish(place=(warmetal.district,)), warmetal, date(2027, 1, 11))
    assert german.total > 0
    assert district.total > 40


def test_its_own_office_answers_for_it(warmetal: Region) -> None:
    assert warmetal.office.phone != load_region().office.phone
