"""The catalogue's own words follow the catalogue."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from catalogue.database import open_engine
from catalogue.german import key
from catalogue.submissions.load import LoadReport
from catalogue.words import NO_WORDS, WordsFollower, provider_keys
from tests.catalogue.offers import row

Load = Callable[..., LoadReport]


def test_words_of_titles_and_keywords_are_strong_and_those_of_descriptions_are_not(
    load_rows: Load, engine: Engine
) -> None:
    load_rows([row("1", titel="Bogenschießen", themen="Pfeile", beschreibung="Mit Zielscheibe.")])
    words = WordsFollower(lambda: engine).refresh()
    assert {key("Bogenschießen"), key("Pfeile")} <= words.strong
    assert key("Zielscheibe") in words.all - words.strong
    assert "Bogenschießen" in words.spellings
    assert words.providers == ("Kulturhaus Muster",)


def test_a_load_is_noticed_at_the_next_question(load_rows: Load, engine: Engine) -> None:
    follower = WordsFollower(lambda: engine)
    assert follower.refresh() == NO_WORDS
    load_rows([row("1", titel="Bogenschießen")])
    assert key("Bogenschießen") in follower.refresh().strong
    load_rows([row("1", titel="Kalligrafie")])
    assert key("Bogenschießen") not in follower.refresh().strong


def test_words_are_read_anew_only_after_a_change(load_rows: Load, engine: Engine) -> None:
    load_rows([row("1")])
    follower = WordsFollower(lambda: engine)
    words = follower.refresh()
    assert follower.refresh() is words


def test_the_last_words_are_kept_while_the_catalogue_does_not_answer(
    load_rows: Load, engine: Engine, tmp_path: Path
) -> None:
    load_rows([row("1", titel="Bogenschießen")])
    engines = [engine, engine, open_engine(f"sqlite:///{tmp_path / 'leer.sqlite'}")]
    follower = WordsFollower(lambda: engines.pop(0))
    words = follower.refresh()
    assert follower.refresh() is words


def test_a_provider_s_name_has_the_keys_of_its_words() -> None:
    assert provider_keys("Volkshochschule (Weserbogen)") == (key("Volkshochschule"), key("Weserbogen"))
