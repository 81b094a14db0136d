"""A kept conversation as a test: what is expected of it, and how the file is kept, exported and forgotten."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.review.as_test import as_yaml, behaviours, forget_saved, save, saved, turns_of
from bot.review.tables import DECLINED, NOTHING, RELAXED, SAID, KeptMessage
from catalogue.errors import ChangeError
from catalogue.wish import Wish
from tests.bot.review.kept import message


def query(**more: Any) -> dict[str, Any]:
    return Wish(**more).as_query()


CONVERSATION: list[KeptMessage] = [
    message(
        "Yoga in Hameln",
        "a",
        1,
        wish=query(
            topic="yoga", place=("Hameln",), from_day="2027-01-18", area="Gesundheit", follows=frozenset(["area"])
        ),
    ),
    message("", "a", 2, intent="more", wish=query(topic="yoga", place=("Hameln",))),
    message("egal wo", "a", 3, intent="refine", outcome=RELAXED, wish=query(topic="yoga", free=True)),
    message("Falknerei", "a", 4, outcome=NOTHING, total=0, wish=query(topic="falknerei")),
    message("Wetter?", "a", 5, outcome=DECLINED, answer="Dabei kann ich leider nicht helfen. Rufen Sie 05151 an."),
    message("danke", "a", 6, intent="thanks", outcome=SAID, answer="Gern, Frau [Name]."),
]


def test_what_is_expected_holds_on_any_catalogue_and_any_day() -> None:
    turns = turns_of(CONVERSATION)
    kept = [line.id for turn in turns for line in turn.lines]
    assert yaml.safe_load(as_yaml(turns, kept, {2: "Weitere zeigen"})) == [
        {"user": "Yoga in Hameln", "offers": {"relaxed": None, "query": {"topic": "yoga", "place": ["Hameln"]}}},
        {"press": "Weitere zeigen", "offers": {"relaxed": None, "query": {"topic": "yoga", "place": ["Hameln"]}}},
        {
            "user": "egal wo",
            "offers": {"relaxed": None, "query": {"topic": "yoga", "free": True}, "empty": ["place"]},
        },
        {"user": "Falknerei", "offers": {"relaxed": None, "query": {"topic": "falknerei"}, "empty": ["free"]}},
        {"user": "Wetter?", "bot": ["Dabei kann ich leider nicht helfen."]},
        {"user": "danke"},
    ]


def test_lines_can_be_left_out() -> None:
    turns = turns_of(CONVERSATION[:1])
    assert yaml.safe_load(as_yaml(turns, ["1-query-place"], {})) == [
        {"user": "Yoga in Hameln", "offers": {"relaxed": None, "query": {"place": ["Hameln"]}}}
    ]
    assert yaml.safe_load(as_yaml(turns, [], {}))[0]["offers"] == {"relaxed": None}


def test_it_ends_before_a_button_that_nobody_names() -> None:
    assert [turn["user"] for turn in yaml.safe_load(as_yaml(turns_of(CONVERSATION), [], {}))] == ["Yoga in Hameln"]
    with pytest.raises(ChangeError):
        as_yaml(turns_of(CONVERSATION[1:2]), [], {})


def test_a_test_is_kept_under_a_sentence_and_never_over_another(tmp_path: Path) -> None:
    path = save(tmp_path, "search", "Yoga, überall!", "- user: Yoga\n", "abc")
    assert path == tmp_path / "search" / "yoga_ueberall.yml"
    assert saved(tmp_path) == {"search/yoga_ueberall.yml": "- user: Yoga\n"}
    for sentence in ("Yoga überall", "?!", "von der VHS"):  # taken, no name, taken by a test of the project
        with pytest.raises(ChangeError):
            save(tmp_path, "search", sentence, "- user: Yoga\n", "abc")
    assert len(saved(tmp_path)) == 1


def test_whose_conversation_it_was_can_be_forgotten(tmp_path: Path) -> None:
    save(tmp_path, "search", "eins", "- user: Yoga\n", "abc")
    save(tmp_path, "search", "zwei", "- user: Yoga\n", "abcd")
    assert forget_saved(tmp_path, "abc") == 1
    assert list(saved(tmp_path)) == ["search/zwei.yml"]


def test_folders_are_those_that_there_are() -> None:
    assert {"search", "refinement", "out_of_scope"} <= set(behaviours())
